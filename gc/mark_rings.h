// What a drain keeps in flight, so that cache misses overlap: for gc/mark.c and gc/page_mark.c.
//
// A pointer waits in the ring "found" while the entry of its page is fetched. If the page is scanned
// whole (mem/page_scan.h), the pointer goes to the ring "marks" while its mark bit is fetched. Then
// that is set, and the page queued. Else the pointer waits in the ring "spans" while its span and its first
// cache line are fetched. Then its mark bit is set, and the object goes to the ring "next" if that
// has room, else to the work buffers. What comes out of those goes to "next" too, and waits there
// while its heap bits are fetched. Pages come out of their queue into the ring "pages", where what
// scanning them needs is fetched.
//
// The rings lie on the drain's stack and are emptied before it returns, so between drains all work
// is in struct gc_work.

#ifndef VOLE_GC_MARK_RINGS_H
#define VOLE_GC_MARK_RINGS_H

#include "gc/gc.h"
#include "mem/bitmap.h"
#include "mem/page_scan.h"

// Slots of each ring, powers of two.
enum { found_slots = 16, marks_slots = 16, spans_slots = 16, next_slots = 8, pages_slots = 8 };

// A pointer that was found.
struct found_pointer {
  uintptr_t pointer;
  uintptr_t slot; // where it was found, for diagnostics
  struct heap_arena *arena;
};

// A pointer into a page that is scanned whole.
struct pending_mark {
  uintptr_t pointer;
  struct page_scan *page;
  uint8_t *byte; // with its mark bit
  uint8_t mask;
};

// A pointer into another page, and the span that it seems to point into.
struct pending_span {
  uintptr_t pointer;
  uintptr_t slot;
  struct mspan *span;
};

// A marked object that waits to be scanned.
struct pending_object {
  uintptr_t object;
  struct mspan *span; // which it is in; NULL: not looked up yet
};

// The rings of a drain. Heads and tails count up; the slot of an index is index % size. A head is
// the oldest, a tail where the next goes.
struct mark_rings {
  struct gc *gc;
  struct gc_work *work;
  struct found_pointer found[found_slots];
  struct pending_mark marks[marks_slots];
  struct pending_span spans[spans_slots];
  struct pending_object next[next_slots];
  uintptr_t pages[pages_slots];
  uint32_t found_head, found_tail;
  uint32_t marks_head, marks_tail;
  uint32_t spans_head, spans_tail;
  uint32_t next_head, next_tail;
  uint32_t pages_head, pages_tail;
  uint32_t pages_fetched;          // pages before this one have had their objects fetched
  uint32_t inside, outside;        // pointers found of late: into the page being scanned, or not
  bool few;                        // few pages wait: what a pointer needs later is fetched at once
  bool whole_pages;                // pages are scanned whole
  bool careful;                    // gccheckmark: a marked object must not be free
  const struct mspan *page_marked; // the span that last got its page mark; NULL: none
  const uint32_t *preempt;         // stops the drain when it becomes nonzero; atomic
};

// In mark.c.

// Takes the oldest out of "spans" and greys its object.
void spans_pop(struct mark_rings *rings);
// Throws if the pointer at *slot points to a free object. For gccheckmark.
void gc_check_not_free(struct gc *gc, uintptr_t pointer, uintptr_t slot);

// Sets a mark bit. Returns whether this call set it.
static inline bool mark_bit_set(const struct gc *gc, uint8_t *byte, uint8_t mask) {
  uint8_t old = atomic_load_relaxed_u8(byte);
  if (old & mask)
    return false;
  if (gc->sole_marker)
    atomic_store_relaxed_u8(byte, (uint8_t)(old | mask));
  else if (atomic_fetch_or_u8(byte, mask) & mask)
    return false;
  return true;
}

// Sees to it that a page is scanned: a mark bit in it has been set. Address is any in the page.
static inline void queue_page(struct gc_work *work, struct page_scan *page, uintptr_t address) {
  for (;;) {
    uint8_t state = atomic_load_u8(&page->state);
    if (state == PAGE_SCAN_QUEUED || state == PAGE_SCAN_AGAIN)
      return;
    bool idle = state == PAGE_SCAN_IDLE;
    if (!atomic_cas_u8(&page->state, state, idle ? PAGE_SCAN_QUEUED : PAGE_SCAN_AGAIN))
      continue;
    if (idle)
      gc_work_put_page(work, address / page_size * page_size);
    return;
  }
}

// Takes the oldest out of "marks" and marks its object.
static inline void marks_pop(struct mark_rings *rings) {
  const struct pending_mark *mark = &rings->marks[rings->marks_head++ % marks_slots];
  if (!mark_bit_set(rings->gc, mark->byte, mark->mask))
    return;
  rings->work->bytes_marked += mark->page->words * (uint64_t)ptr_size;
  queue_page(rings->work, mark->page, mark->pointer);
}

// Takes the oldest out of "found" and puts it into "marks" or "spans".
static inline void found_pop(struct mark_rings *rings) {
  const struct found_pointer *found = &rings->found[rings->found_head++ % found_slots];
  uintptr_t pointer = found->pointer;
  struct page_scan *page = &found->arena->page_scan[page_scan_index(pointer)];
  uint8_t *bits = page_scan_mark_bits(page);
  uintptr_t index = page_scan_object_index(page, pointer);
  if (__builtin_expect(bits && index < page->nelems && rings->whole_pages, 1)) {
    if (__builtin_expect(rings->careful, 0))
      gc_check_not_free(rings->gc, pointer, found->slot);
    uint8_t *byte = &bits[index / 8];
    __builtin_prefetch(byte);
    if (rings->marks_tail - rings->marks_head == marks_slots)
      marks_pop(rings);
    rings->marks[rings->marks_tail++ % marks_slots] =
        (struct pending_mark){pointer, page, byte, (uint8_t)(1u << index % 8)};
    return;
  }
  struct mspan *span = atomic_load_acquire_pointer(&found->arena->spans[page_scan_index(pointer)]);
  if (!span)
    return;
  __builtin_prefetch(span);
  __builtin_prefetch((const char *)span + 64);
  __builtin_prefetch((const void *)pointer);
  if (rings->spans_tail - rings->spans_head == spans_slots)
    spans_pop(rings);
  rings->spans[rings->spans_tail++ % spans_slots] =
      (struct pending_span){pointer, found->slot, span};
}

// Puts a pointer that was found at *slot into "found".
static inline void found_push(struct mark_rings *rings, uintptr_t pointer, uintptr_t slot) {
  struct heap_arena *arena = arena_of(&rings->gc->heap, pointer);
  if (!arena)
    return;
  uintptr_t page = page_scan_index(pointer);
  __builtin_prefetch(&arena->page_scan[page]);
  if (rings->few) {
    __builtin_prefetch((const void *)pointer);
    __builtin_prefetch(arena->page_scanned[page]);
    heap_bitmap_prefetch(&rings->gc->heap, pointer);
  }
  if (rings->found_tail - rings->found_head == found_slots)
    found_pop(rings);
  rings->found[rings->found_tail++ % found_slots] = (struct found_pointer){pointer, slot, arena};
}

// Returns whether pointers wait in "found", "marks" or "spans".
static inline bool rings_have_pointers(const struct mark_rings *rings) {
  return rings->found_head != rings->found_tail || rings->marks_head != rings->marks_tail ||
         rings->spans_head != rings->spans_tail;
}

// Page marking, in page_mark.c.

// Scans the page that has waited longest, of the ring "pages" or this P's queue. Returns the work
// done, in bytes scanned; -1 if none waits.
int64_t gc_scan_page(struct mark_rings *rings);

#endif
