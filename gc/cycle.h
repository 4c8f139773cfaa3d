// The driver of cycles, for the rest of gc/: cycle.c begins a cycle, termination.c ends it,
// worker.c and assist.c mark in between.

#ifndef VOLE_GC_CYCLE_H
#define VOLE_GC_CYCLE_H

#include "gc/gc.h"

// cycle.c. What it offers to the runtime is declared in gc.h.

// Changes the phase, and with it the write barrier and the way of allocations. World stopped.
void gc_set_phase(struct gc *gc, enum gc_phase phase);
// Recomputes goal, trigger, and the paces of sweep and scavenger. Heap lock held or world stopped.
void gc_commit_pacing(struct gc *gc);

// termination.c

// Counts the pause that began at stats.pause_start and ends at now. Called before the world starts.
void gc_record_pause(struct gc *gc, int64_t now);
// Marks everything and ends the cycle, with one M. World stopped; it is started on return.
void gc_mark_stopped(struct gc *gc, struct gc_p *p);
// Announces a marker: the mark does not end before its gc_marker_end.
void gc_marker_begin(struct gc *gc);
// Ends what gc_marker_begin announced, and tries to end the mark if that was the last marker.
// Ends the mark if that was the last and nothing is left to be marked. The world may be stopped
// meanwhile. Called at a safepoint by an M that found no more work and holds p.
void gc_marker_end(struct gc *gc, struct gc_p *p);

#endif
