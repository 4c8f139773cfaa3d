// gc/roots.h: the numbered root jobs of a mark.
//
// Job 0 is the queue of due finalizers, job 1 whatever else the runtime holds; then blocks of
// 256 KiB of each range of globals, shards of 512 pages of specials, and one job a goroutine.

#ifndef VOLE_GC_ROOTS_H
#define VOLE_GC_ROOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "gc/gc.h"

// Numbers the root jobs of this mark. World stopped.
void gc_mark_root_prepare(struct gc *gc);
// Greys each P's block of tiny objects. World stopped.
void gc_mark_tiny_allocs(struct gc *gc);
// Throws if root jobs are left over. World stopped.
void gc_mark_root_check(struct gc *gc);
// Takes the next job; false when all are taken. Any worker.
bool gc_roots_claim(struct gc *gc, uint32_t *job);
// Does one job. Returns the bytes scanned and adds them to the controller's counters; credit also
// gives them to the assists.
int64_t gc_root_scan(struct gc *gc, struct gc_work *work, uint32_t job, bool credit);

#endif
