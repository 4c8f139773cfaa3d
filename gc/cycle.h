// gc/cycle.h: what the driver of cycles shares with the rest of gc/.

#ifndef VOLE_GC_CYCLE_H
#define VOLE_GC_CYCLE_H

#include "gc/gc.h"

// Recomputes goal, trigger, sweep and scavenge pace. Heap lock held or world stopped.
void gc_commit_pacing(struct gc *gc);

#endif
