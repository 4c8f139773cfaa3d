// Walking the frames of a goroutine, innermost first.
//
// A frame is known by its fp: fp[-1] is the function, fp[-2] the return address. The instruction
// two words before a return address is the call, and its `a` field is the distance to the caller's
// fp. A return address equal to runtime->exit_return ends an activation of the loop: the walk goes
// on where the activation began (g->activations), if a native was calling back. A return address
// into a panic_record (its return_code) is that of a closure deferred and run by the panic: its
// caller is the frame that panicked.

#ifndef VOLE_RUNTIME_FRAME_H
#define VOLE_RUNTIME_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"

// What the walk knows of where a frame is stopped.
enum frame_at {
  FRAME_AT_SAFEPOINT, // innermost: entry, a loop form, or a call out of the loop (pc is the call)
  FRAME_AT_RETURN,    // pc is a return address
  FRAME_AT_PANIC,     // pc raised a panic and will not go on: only the epilogue may be reached
  FRAME_AT_END, // innermost: it has returned, and who called it from C has not read the results
};

struct frame {
  struct g *g;
  const struct func *func;
  uint64_t *fp;
  const uint64_t *pc;
  enum frame_at at;
  struct activation *activation; // that the frame belongs to
  // The newest panic that the frames from this one down may belong to: those above have passed it.
  struct panic_record *panics;
  const struct panic_record *raised; // by the frame, where it is FRAME_AT_PANIC; else NULL
  // A native that called back, whose frame lies above this one; NULL mostly.
  const struct func *native;
  uint64_t *native_fp;
};

// Starts at the innermost frame of g, whose pc and fp are in g->sched. False if it has none.
bool frame_first(struct g *g, struct frame *f);
// Goes to the caller. False at the end.
bool frame_next(struct frame *f);
// Offset in words of f->pc in its function's code, for func_line: of the instruction that is being
// executed.
uint32_t frame_pc_offset(const struct frame *f);
// The liveness map of the frame where it stands: bit i for slot i. NULL: no slot is live. Not for
// FRAME_AT_END: there the results are, as their types say.
const uint64_t *frame_liveness(const struct frame *f);
// Puts a frame of fn, run as closure, at fp on g's stack and sets g->sched to its entry: the first
// of an activation, to return to runtime->exit_return. Results are zeroed, parameters are the
// caller's to fill in. The stack may grow: re-read g->sched.fp. False: a fatal error was reported.
bool frame_push(struct g *g, uint64_t *fp, struct func *fn, void *closure);
// The distance to the caller's fp that a call instruction holds (the `a` field of
// vm/code/opcode.h).
static inline unsigned frame_call_distance(uint64_t instruction) {
  return (uint16_t)(instruction >> 16);
}

#endif
