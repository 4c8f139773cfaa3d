// Background marking, as the scheduler calls it.

#ifndef VOLE_GC_WORKER_H
#define VOLE_GC_WORKER_H

#include <stdbool.h>

#include "gc/gc.h"

// Returns whether workers and assists may run: from the begin of marking to its end.
static inline bool gc_blackening(const struct gc *gc) {
  return atomic_load_u32(&gc->pacer.blacken_enabled) != 0;
}
// Runs a quantum of marking on p if the pacer wants a dedicated or fractional worker there. Returns
// whether it did. Called while gc_blackening, by an M that holds p and runs no goroutine. May end
// the cycle, and stops the world for that.
bool gc_worker_run_due(struct gc *gc, struct gc_p *p);
// Marks a few objects, with slowmark, where gc_worker_run_due does nothing. Called by an M at a
// safepoint of the goroutine on p. May end the cycle, and stops the world for that.
void gc_worker_run_slowly(struct gc *gc, struct gc_p *p);
// Runs a quantum of marking on p, which has nothing else to do, if another idle worker is allowed.
// Returns whether it did. Called as gc_worker_run_due is.
bool gc_worker_run_idle(struct gc *gc, struct gc_p *p);
// Returns whether a worker would find something to do. Any thread.
bool gc_worker_wanted(struct gc *gc);

#endif
