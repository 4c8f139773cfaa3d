// Control of the collector: what programs and hosts ask of it, and what idle threads do for it.

#ifndef VOLE_GC_CONTROL_H
#define VOLE_GC_CONTROL_H

#include "gc/gc.h"

// Runs a full cycle that begins after the call, with its sweep. Called by the M that holds p, at a
// safepoint, for hosts and for scripts with nothing else to run. The M keeps p, marks and sweeps
// itself; the world may be stopped meanwhile.
void gc_collect(struct gc *gc, struct gc_p *p);
// Collects what is due on behalf of C code, which allocates without reaching safepoints. It begins
// a cycle that is wanted. If a cycle marks and the goroutine on p is in debt, it marks until the
// phase is over. Called as gc_collect is. Returns false if `bytes` more bytes would exceed the
// memory limit even after a collection.
bool gc_make_way(struct gc *gc, struct gc_p *p, uintptr_t bytes);
// Sweeps some of what is left of cycle, a number as stats.cycles has it. Returns true once nothing
// is left of it and nobody sweeps. Also true once a later cycle has begun, so that a waiter is not
// kept sweeping other goroutines' cycles.
bool gc_sweep_some(struct gc *gc, struct gc_p *p, uint32_t cycle);
// Frees the work buffers and returns all free pages to the system: debug.FreeOSMemory after its
// collection. Any thread.
void gc_scavenge_all(struct gc *gc);
// Sweeps up to 10 spans or, if none is left, frees some work buffers. Returns whether there may be
// more to do. Called by an idle M that holds p.
bool gc_background_sweep_step(struct gc *gc, struct gc_p *p);
// Returns whether a cycle is due because none has ended for two minutes (or what gcperiod says).
// None is due before the first cycle, while one marks, or with GOGC off. Any thread.
bool gc_periodic_due(struct gc *gc, int64_t now);
// Sets GOGC, as debug.SetGCPercent (negative: off). Returns the old value. Heap lock not held.
int32_t gc_set_percent(struct gc *gc, int32_t percent);
// Sets the memory limit in bytes, as debug.SetMemoryLimit (negative: leaves it). Returns the old
// value. Heap lock not held.
int64_t gc_set_memory_limit(struct gc *gc, int64_t limit);

#endif
