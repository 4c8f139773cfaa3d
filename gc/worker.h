// gc/worker.h: marking in the background; for the scheduler.

#ifndef VOLE_GC_WORKER_H
#define VOLE_GC_WORKER_H

#include <stdbool.h>

#include "gc/gc.h"

// Whether workers may run at all now.
static inline bool gc_blackening(const struct gc *gc) {
  return atomic_load_u32(&gc->pacer.blacken_enabled) != 0;
}
// Runs a quantum on p if the pacer wants a dedicated or fractional worker there; whether it did.
// The calling M holds p and runs no goroutine; only while gc_blackening. May end the cycle, and
// then stops the world in between.
bool gc_worker_run_due(struct gc *gc, struct gc_p *p);
// With slowmark, instead of that: marks a few objects on p, for a goroutine at a safepoint. May end
// the cycle likewise.
void gc_worker_run_slowly(struct gc *gc, struct gc_p *p);
// The same as gc_worker_run_due for a P that has nothing else to do.
bool gc_worker_run_idle(struct gc *gc, struct gc_p *p);
// Whether a worker would find something to do.
bool gc_worker_wanted(struct gc *gc);

#endif
