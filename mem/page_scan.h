// Pages that a marker scans whole: what it needs of them, in a table by page.
//
// Some spans fill one page with objects of 16 to 512 bytes that hold pointers. Their page has an entry
// in its arena (struct page_scan). So a marker that finds a pointer into the page need not look at the
// span. It sets the object's mark bit and queues the page, not the object (gc/page_mark.c). A page is
// in one of four states:
//
//   idle     each marked object has been scanned, or the marker that set a bit will queue the page now
//   queued   it lies in one queue of a P or in a work buffer
//   running  one marker scans it, which will see the bits that were set before
//   again    the same, and bits were set since: it goes on
//
// A mark bit is set before the state is read, and the state becomes `running` before the bits are
// read; both with a full barrier. So no marked object is overlooked. tests/models/page_scan.pml has
// all interleavings.
//
// The idea to scan by page is that of Go 1.25's collector ("Green Tea"). The entries, the closure
// within a page and the states are Vole's own.

#ifndef VOLE_MEM_PAGE_SCAN_H
#define VOLE_MEM_PAGE_SCAN_H

#include "mem/mheap.h"

enum page_scan_state {
  PAGE_SCAN_IDLE,
  PAGE_SCAN_QUEUED,
  PAGE_SCAN_RUNNING,
  PAGE_SCAN_AGAIN,
};

// Returns whether the pages of a span have entries. elem_size and class are set.
static inline bool page_scan_covers(const struct mspan *s) {
  return s->npages == 1 && !mspan_noscan(s) && s->elem_size >= 16 &&
         s->elem_size <= 64 * ptr_size && s->elem_size <= 512;
}
// Returns the index of an address's page in the tables of its arena.
static inline uintptr_t page_scan_index(uintptr_t address) {
  return address / page_size % pages_per_arena;
}
// Returns the entry of an address's page. The address is in an arena.
static inline struct page_scan *page_scan_of(const struct mheap *h, uintptr_t address) {
  return &arena_of_unchecked(h, address)->page_scan[page_scan_index(address)];
}
// Returns the row of bits that says what of the page has been scanned.
static inline uint64_t *page_scanned_of(const struct mheap *h, uintptr_t address) {
  return arena_of_unchecked(h, address)->page_scanned[page_scan_index(address)];
}
// Returns the mark bits if the page is scanned whole, else NULL. The other fields may then be read.
static inline uint8_t *page_scan_mark_bits(const struct page_scan *page) {
  return atomic_load_acquire_pointer(&page->mark_bits);
}
// Returns the index of the object that an address points into; nelems or more behind the last one.
static inline uintptr_t page_scan_object_index(const struct page_scan *page, uintptr_t address) {
  return address % page_size * (uint64_t)page->div_mul >> 32;
}

// Fills the entry of the span's page, if it has one, for the span's present mark bits: nothing is
// scanned. Called by the owner of a span that is new or swept.
void page_scan_begin(struct mheap *h, const struct mspan *s);
// Empties the entry of a span that dies.
void page_scan_end(struct mheap *h, const struct mspan *s);
// Fails unless the entry says what the span does and, with no cycle, the page is idle.
void page_scan_check(const struct mheap *h, const struct mspan *s);

#endif
