// Marking: root jobs, scanning, the drain loop.
//
// An object is white until its mark bit is set, grey while its address waits in a struct gc_work,
// black when it has been scanned. Roots are numbered jobs that any worker may take. Objects above
// 128 KiB are scanned in oblets of that size so that several workers share them.
//
// After runtime/mgcmark.go of Go 1.21. Differences: the drain loop keeps short queues between
// finding a pointer and touching what it points to, so that cache misses overlap. Objects of 16 to
// 512 bytes with pointers are scanned by page (page_mark.c).

#ifndef VOLE_GC_MARK_H
#define VOLE_GC_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "gc/gc.h"

enum {
  gc_root_block_bytes = 256 << 10, // of globals in one job
  gc_oblet_bytes = 128 << 10,      // of an object scanned at once
  gc_pages_per_span_root = 512,    // pages; their specials are one job
};

// Ways of gc_drain.
enum gc_drain_flags {
  GC_DRAIN_FLUSH_CREDIT = 1,  // give work done to the assists' credit
  GC_DRAIN_UNTIL_PREEMPT = 2, // stop when the P is asked for
};

// Marks until there is no work or, if budget is positive, until about budget units of work (bytes
// scanned) are done. Returns the work done. What is queued and not scanned stays in work. Called by
// the M that holds the P of work, after gc_marker_begin or with the world stopped.
int64_t gc_drain(struct gc *gc, struct gc_work *work, unsigned flags, int64_t budget);
// Returns whether work waits: in work (may be NULL), in the global list, or as root jobs.
bool gc_mark_work_available(struct gc *gc, const struct gc_work *work);

// Greys the objects that words of a block point to. mask has a bit for each word and says which are
// read. NULL: all are. Addresses in no span of the heap are ignored. For roots.
void gc_scan_block(struct gc *gc, struct gc_work *work, const void *base, uintptr_t bytes,
                   const uint8_t *mask);
// Greys the object that pointer points into, if there is one.
void gc_grey_pointer(struct gc *gc, struct gc_work *work, const void *pointer);
// Scans one object (or oblet), whether marked or not: greys what it points to. Returns the bytes up
// to the end of its last pointer, as units of work.
uintptr_t gc_scan_object(struct gc *gc, struct gc_work *work, uintptr_t object);
// Marks a new object black. Called by the allocator while a cycle marks.
void gc_mark_new_object(struct gc *gc, struct gc_p *p, struct mspan *span, uintptr_t object);

#endif
