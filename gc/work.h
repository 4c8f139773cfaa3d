// Work buffers: where grey objects wait, on each P and in global lists.
//
// A P puts and gets through its struct gc_work. That holds two buffers of 253 addresses, so that
// alternate puts and gets do not touch the global lists each time. Full and empty buffers pass
// through two lock-free stacks. Buffers lie in manual spans of 32 KiB, which go back to the heap
// after the mark.
//
// After runtime/mgcwork.go of Go 1.21.

#ifndef VOLE_GC_WORK_H
#define VOLE_GC_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gc/lfstack.h"
#include "mem/lock.h"

struct gc;
struct mspan;

enum {
  gc_workbuf_bytes = 2048,                        // of one buffer
  gc_workbuf_alloc = 32 << 10,                    // bytes taken from the heap at once
  gc_workbuf_slots = (gc_workbuf_bytes - 24) / 8, // addresses in one buffer
};

enum { gc_work_page_tag = 1 }; // marks the address of a page among those of objects

// A buffer of grey objects' addresses, and of pages.
struct gc_workbuf {
  struct lfnode node;                 // must be first; link in full or empty
  uint64_t count;                     // slots in use; owner of the buffer
  uintptr_t object[gc_workbuf_slots]; // addresses
};

// Pages that a P will scan whole (gc/page_mark.c), first in first out. They lie in buffers that are
// linked by node.next; the oldest is read from `taken` on. No buffer is read to its end, except that
// a single one is kept when it is empty.
struct gc_page_queue {
  struct gc_workbuf *first; // NULL: there is no buffer, and last is NULL
  struct gc_workbuf *last;
  uint64_t taken; // slots of first that were read
};

// A P's end of the queue. Used by the M that holds the P, or with the world stopped.
struct gc_work {
  struct gc *gc;                // constant
  struct gc_workbuf *primary;   // put and get here; NULL before first use
  struct gc_workbuf *secondary; // the other one; NULL exactly when primary is
  struct gc_page_queue pages;
  uint64_t bytes_marked;  // not yet added to the global count
  int64_t heap_scan_work; // bytes scanned, not yet given to the pacer
  bool flushed_work;      // something was published since the flag was cleared
};

// The queue shared by all Ps.
struct gc_work_queue {
  struct lfstack full;      // buffers with work
  struct lfstack empty;     // buffers without
  struct mutex spans_lock;  // guards the two lists
  struct mspan *free_spans; // spans of buffers none of which is in use, linked by next
  struct mspan *busy_spans; // spans of buffers in use
  uint32_t slots;           // slots of a buffer that are used: fewer under smallbufs; constant
};

// Prepares the queue; small buffers hold four addresses.
void gc_work_queue_init(struct gc_work_queue *queue, bool small);
// Prepares a P's end.
void gc_work_init(struct gc_work *work, struct gc *gc);
// Queues one grey object.
void gc_work_put(struct gc_work *work, uintptr_t object);
// Takes and returns one grey object, or a page with gc_work_page_tag set; 0 if neither this P nor the global list has any.
uintptr_t gc_work_try_get(struct gc_work *work);
// Queues a page, which is in state PAGE_SCAN_QUEUED.
void gc_work_put_page(struct gc_work *work, uintptr_t page);
// Takes and returns the page that was queued first here; 0 if there is none.
uintptr_t gc_work_take_page(struct gc_work *work);
static inline bool gc_work_has_page(const struct gc_work *work) {
  const struct gc_page_queue *pages = &work->pages;
  return pages->first && pages->taken != pages->first->count;
}
// Publishes all buffers and all counts.
void gc_work_dispose(struct gc_work *work);
// Publishes some of a P's work, for others to take.
void gc_work_balance(struct gc_work *work);
// Returns whether this P holds no work, neither objects nor pages.
bool gc_work_empty(const struct gc_work *work);
// Lets the spans of buffers be freed, after marking, when no buffer is in use. Throws if work is
// left.
void gc_work_prepare_free(struct gc *gc);
// Frees up to 64 spans of buffers, unless a cycle marks. Returns whether more remain. Any thread.
bool gc_work_free_some(struct gc *gc);
// Fails unless the queue's buffers are in spans of buffers and hold what their list says. World
// stopped.
void gc_work_queue_check(struct gc *gc);
// Fails unless a P's two buffers are in spans of buffers. World stopped.
void gc_work_check(const struct gc_work *work);

#endif
