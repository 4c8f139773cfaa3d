// gc/cycle.h: what the parts of the driver of cycles share with each other and the rest of gc/:
// cycle.c begins a cycle, termination.c ends it, worker.c and assist.c mark between.

#ifndef VOLE_GC_CYCLE_H
#define VOLE_GC_CYCLE_H

#include "gc/gc.h"

// Changes the phase, and what is on or off in it. World stopped.
void gc_set_phase(struct gc *gc, enum gc_phase phase);
// Recomputes goal, trigger, sweep and scavenge pace. Heap lock held or world stopped.
void gc_commit_pacing(struct gc *gc);
// The world, stopped since stats.pause_start, goes on at now: counts that.
void gc_record_pause(struct gc *gc, int64_t now);
// Marks all there is and ends the cycle; the world is stopped, and goes on afterwards.
void gc_mark_stopped(struct gc *gc, struct gc_p *p);
// Ends the mark if nothing is left to be marked anywhere. For whoever ran out of work; p is its P,
// at a safepoint. The world may be stopped in between.
void gc_try_end_mark(struct gc *gc, struct gc_p *p);
// Someone begins, or ends, to mark: while there is one the mark does not end.
void gc_marker_begin(struct gc *gc);
void gc_marker_end(struct gc *gc, struct gc_p *p);

#endif
