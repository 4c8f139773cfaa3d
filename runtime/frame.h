// Walking the frames of a goroutine, innermost first.
//
// A frame is known by its fp: fp[-1] is the function, fp[-2] the return address. The instruction
// two words before a return address is the call, and its `a` field is the distance to the caller's
// fp. Two return addresses are special:
// - runtime->exit_return ends an activation of the loop. The walk goes on where the activation
//   began (g->activations), if a native was calling back.
// - The return_code of a panic_record is that of a deferred closure that the panic runs. The caller
//   is the frame that panicked.

#ifndef VOLE_RUNTIME_FRAME_H
#define VOLE_RUNTIME_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"

// Where a frame stands.
enum frame_at {
  FRAME_AT_SAFEPOINT, // innermost: entry, a loop form, or a call out of the loop (pc is the call)
  FRAME_AT_RETURN,    // pc is a return address
  FRAME_AT_PANIC,     // pc raised a panic and will not go on: only the epilogue may be reached
  FRAME_AT_END        // innermost: it has returned, and its caller in C has not read the results
};

struct frame {
  struct g *g;
  const struct func *func;
  uint64_t *fp;
  const uint64_t *pc;
  enum frame_at at;
  struct activation *activation; // that the frame belongs to
  // The newest panic that this frame or one below it may belong to.
  struct panic_record *panics;
  const struct panic_record *raised; // what it raised, if it stands at FRAME_AT_PANIC; else NULL
  // A native that called back from a frame above this one; mostly NULL.
  const struct func *native;
  uint64_t *native_fp;
};

// Sets *f to the innermost frame of g: its pc and fp are in g->sched. Returns false if g has no
// frame.
bool frame_first(struct g *g, struct frame *f);
// Goes to the caller. Returns false at the end.
bool frame_next(struct frame *f);
// Returns the offset of the instruction that is being executed in the function's code, in words,
// for func_line.
uint32_t frame_pc_offset(const struct frame *f);
// Returns the liveness map of the frame where it stands: bit i for slot i. NULL: no slot is live.
// Not for FRAME_AT_END, where the results are live as their types say.
const uint64_t *frame_liveness(const struct frame *f);
// Puts a frame of fn, run as closure, at fp on g's stack and sets g->sched to its entry. It is the
// first of an activation and returns to runtime->exit_return. Results are zeroed; the caller fills
// in the parameters. The stack may grow: the caller reads g->sched.fp again. Returns false if a
// fatal error has ended the run.
bool frame_push(struct g *g, uint64_t *fp, struct func *fn, void *closure);

#endif
