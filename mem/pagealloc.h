// The page allocator: runs of pages, address-ordered first fit.
//
// The address space is divided into chunks of 512 pages with a bitmap each. Above the bitmaps is a
// radix tree of summaries in five levels. Its arrays are reserved for the whole address space and
// mapped where the heap is. An entry of the lowest level sums up a chunk, an entry of a higher
// level the eight below it. The root level has 16384 entries. A search descends to the first place
// where the run fits. No page below search_addr is free; search_addr is in the heap, or
// offaddr_max().
//
// After runtime/mpagealloc.go and mpagealloc_64bit.go of Go 1.21. Differences: The function
// find_mapped_addr always asks in_use, where Go asks the arena map first. Enabling huge pages looks
// at every place for a block of bitmaps, where Go goes by in_use and skips the last block. With 32
// bits too the summaries are mapped by need.

#ifndef VOLE_MEM_PAGEALLOC_H
#define VOLE_MEM_PAGEALLOC_H

#include "mem/lock.h"
#include "mem/pallocbits.h"
#include "mem/ranges.h"
#include "mem/scavindex.h"

enum {
  summary_l0_bits =
      heap_addr_bits - log_palloc_chunk_bytes - (summary_levels - 1) * summary_level_bits, // 14
  palloc_chunks_l1_bits = ptr_size == 8 ? 13 : 0,
  palloc_chunks_l2_bits = heap_addr_bits - log_palloc_chunk_bytes - palloc_chunks_l1_bits,
};

struct page_alloc {
  palloc_sum *summary[summary_levels];     // reserved whole, mapped by need; entries: heap lock
  uintptr_t summary_bytes[summary_levels]; // reserved; constant
  struct palloc_data *chunks[1 << palloc_chunks_l1_bits]; // blocks of bitmaps; set once, heap lock
  uintptr_t search_addr;                                  // no free page below; heap lock
  uintptr_t start;           // the first chunk known, 0 when none is; heap lock
  uintptr_t end;             // the chunk past the last known; heap lock
  struct addr_ranges in_use; // all addresses ever grown by; heap lock
  struct {
    struct scav_index index;
    uintptr_t released_bg;    // bytes, since the last trace; atomic
    uintptr_t released_eager; // bytes, since the last trace; atomic
  } scav;
  struct mutex *heap_lock;        // the heap lock; constant
  struct mem_stats *stats;        // constant
  sys_stat *counter;              // what this structure's own memory is counted in; constant
  uintptr_t summary_mapped_ready; // bytes of summaries and index that are Ready; heap lock
  bool chunk_huge_pages;          // bitmaps may be in huge pages; heap lock
  bool test;                      // pages have no memory behind them; constant
};

// Convert between addresses, chunks and pages in a chunk.
static inline uintptr_t page_alloc_chunk_index(uintptr_t p) {
  return (p - arena_base_offset) >> log_palloc_chunk_bytes;
}
static inline uintptr_t page_alloc_chunk_base(uintptr_t chunk) {
  return (chunk << log_palloc_chunk_bytes) + arena_base_offset;
}
static inline unsigned page_alloc_chunk_page_index(uintptr_t p) {
  return (unsigned)(p % palloc_chunk_bytes / page_size);
}
// Returns the bitmaps of a chunk of the heap; NULL for a chunk in a block that was never grown.
static inline struct palloc_data *page_alloc_chunk_of(const struct page_alloc *p, uintptr_t chunk) {
  struct palloc_data *block = p->chunks[chunk >> palloc_chunks_l2_bits];
  return !block ? NULL : &block[chunk & ((1 << palloc_chunks_l2_bits) - 1)];
}

// Reserves the tables in p, which is zeroed. What becomes mapped of them is counted in counter. No
// address space is fatal. test: pages have no memory behind them.
void page_alloc_init(struct page_alloc *p, struct mutex *heap_lock, struct mem_stats *stats,
                     struct persistent *persistent, sys_stat *counter, bool test);
// Returns the tables to the system; p may be zeroed, or incomplete after a fatal error.
void page_alloc_destroy(struct page_alloc *p);
// Adds size bytes of free, scavenged pages at base, neither known yet. Heap lock held.
void page_alloc_grow(struct page_alloc *p, uintptr_t base, uintptr_t size);
// Allocates npages pages. Returns their address, and in *scav how many of their bytes were
// scavenged; 0 if there is no room. Heap lock held.
uintptr_t page_alloc_alloc(struct page_alloc *p, uintptr_t npages, uintptr_t *scav);
// Gives npages pages back. Heap lock held.
void page_alloc_free(struct page_alloc *p, uintptr_t base, uintptr_t npages);
// Returns the first address with npages free pages, or 0, without allocating; *search gets a new
// candidate for search_addr. Heap lock held.
uintptr_t page_alloc_find(struct page_alloc *p, uintptr_t npages, uintptr_t *search);
// Recomputes the summaries after npages pages at base changed. contig says that all of them became
// allocated (alloc) or free (not alloc). Heap lock held.
void page_alloc_update(struct page_alloc *p, uintptr_t base, uintptr_t npages, bool contig,
                       bool alloc);
// Asks for huge pages for the bitmaps, existing and future ones. No heap lock held.
void page_alloc_enable_chunk_huge_pages(struct page_alloc *p);
// Fails unless every summary equals a recount and the invariants hold. Heap lock held. Slow.
void page_alloc_check(const struct page_alloc *p);

#endif
