// The root jobs of a mark, by number; any marker may take any job.
//
// Job 0 is the queue of due finalizers, job 1 what else the runtime holds, job 2 the chunks of user
// arenas that wait. Then come blocks of 256 KiB of each range of globals, shards of 512 pages of
// specials, and one job a goroutine.

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
// Takes the next job. Returns false if all are taken. Any marker.
bool gc_roots_claim(struct gc *gc, uint32_t *job);
// Does one job. Returns the bytes scanned and adds them to the pacer's counters; with credit set,
// also to the credit of assists.
int64_t gc_root_scan(struct gc *gc, struct gc_work *work, uint32_t job, bool credit);

#endif
