// The interpreter: runs a goroutine's bytecode.
//
// interp_run is the loop. interp_call makes a frame on a goroutine's stack, runs a function in it
// and brings the results back. Natives and hosts that call into Go use it, so activations of the
// loop nest on the C stack, one for each such call.

#ifndef VOLE_VM_INTERP_INTERP_H
#define VOLE_VM_INTERP_INTERP_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/func.h"
#include "runtime/g.h"
#include "runtime/type.h"

// How an activation of the loop ended.
enum interp_exit {
  // Its first frame returned.
  INTERP_RETURNED,
  // This activation has nothing that recovers g's newest panic. The panic's frames are still there.
  INTERP_PANICKED,
  // runtime.Goexit has run all that this activation deferred. Only interp_call returns this.
  INTERP_GOEXIT,
  // The host has interrupted its call, and this activation has run what it deferred, or as much of
  // that as it had time for. Only interp_call returns this.
  INTERP_INTERRUPTED,
  // The run ends with runtime->end.status.
  INTERP_EXITED,
  // A fatal error was reported in runtime->end.
  INTERP_FATAL,
};

// The loop (interp.c): runs from g->sched until the activation ends, which the caller has made
// (interp_call).
enum interp_exit interp_run(struct g *g);

// Goroutines (switch.c).

// As interp_run. If the run ends while a native takes long, this ends too (runtime/bulk.h).
enum interp_exit interp_run_to_end(struct g *g);
// Returns how activations end once the run has ended: INTERP_FATAL or INTERP_EXITED.
enum interp_exit interp_run_ended(const struct runtime *rt);

// Entering (call.c).

// Prepares a runtime for the interpreter: sets the return address that ends activations.
void interp_init(struct runtime *rt);

// An uncaught panic, which is gone with its frames.
struct interp_panic {
  char *
      text; // what Go prints for it, traceback included, in malloc'ed memory; NULL: memory is short
  size_t size, text_size; // bytes of text, and of what is before the traceback
  struct go_eface value;  // of the newest; nothing holds it once the goroutine goes on
};

// Calls a closure (a pointer to a word that holds its struct func) on g. Copies the argument slots
// in and, after a return, the result slots out; args and results may be NULL. After a panic fills
// *panic. Called by the M that runs g. A safepoint.
enum interp_exit interp_call(struct g *g, void *closure, const uint64_t *args, uint64_t *results,
                             struct interp_panic *panic);

// Returns a closure without parameters that panics as the call of a nil function does (panic.c).
void *interp_nil_closure(void);

// Copies a value from memory to its slots: integers become as wide as a slot, all else lies as in
// memory (memory.c).
void interp_load(uint64_t *to, const void *from, const struct rtype *type);

#endif
