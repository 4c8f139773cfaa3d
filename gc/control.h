// gc/control.h: what programs and hosts ask of the collector, and what idle threads do for it.

#ifndef VOLE_GC_CONTROL_H
#define VOLE_GC_CONTROL_H

#include "gc/gc.h"

// A full cycle that begins after the call does, with its sweep. The calling M marks and sweeps
// itself and keeps its P; it is at a safepoint, and the world may be stopped meanwhile. For hosts,
// and for scripts with nothing else to run.
void gc_collect(struct gc *gc, struct gc_p *p);
// For C code that allocates without reaching a safepoint of a script: begins the cycle that is due;
// where one marks and the caller's goroutine is in debt, marks until that is over. The caller is as
// for gc_collect. False: with `bytes` more the heap would exceed the memory limit, and a collection
// has not helped.
bool gc_make_way(struct gc *gc, struct gc_p *p, uintptr_t bytes);
// Sweeps some of what is left of cycle, a number as stats.cycles has it. True once nothing is left
// of it and nobody sweeps, or a later one has begun: who waits for a sweep would else sweep for
// each cycle that others begin, and not return while they do.
bool gc_sweep_some(struct gc *gc, struct gc_p *p, uint32_t cycle);
// Gives work buffers back, and all free pages to the system.
void gc_scavenge_all(struct gc *gc);
// Sweeps up to 10 spans or frees some work buffers; returns whether there may be more to do. For an
// idle M.
bool gc_background_sweep_step(struct gc *gc, struct gc_p *p);
// Whether a cycle is due because none has ended for two minutes (or what gcperiod says). None is
// before the first one, while one marks, nor with GOGC off. Any thread.
bool gc_periodic_due(struct gc *gc, int64_t now);
// debug.SetGCPercent (negative: off) and debug.SetMemoryLimit (negative: only asks); return the old
// value.
int32_t gc_set_percent(struct gc *gc, int32_t percent);
int64_t gc_set_memory_limit(struct gc *gc, int64_t limit);

#endif
