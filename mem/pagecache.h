// Up to 64 pages of one aligned block that a P owns, allocated from without the
// heap lock.
//
// After runtime/mpagecache.go of Go 1.21.

#ifndef VOLE_MEM_PAGECACHE_H
#define VOLE_MEM_PAGECACHE_H

#include "mem/pagealloc.h"

enum { page_cache_pages = 64 };

// All fields belong to the P. The pages in it count as allocated in the page allocator.
struct page_cache {
  uintptr_t base; // address of the block; 0 when the cache was never filled
  uint64_t cache; // a bit a page: 1 free
  uint64_t scav;  // a bit a page: 1 scavenged; no bit outside of cache matters
};

static inline bool page_cache_empty(const struct page_cache *c) {
  return c->cache == 0;
}
// The address of npages pages (1 to 64), or 0; *scav gets the bytes of them that were scavenged.
uintptr_t page_cache_alloc(struct page_cache *c, uintptr_t npages, uintptr_t *scav);
// Gives all pages back and empties the cache. Heap lock held.
void page_cache_flush(struct page_cache *c, struct page_alloc *p);
// A cache of the block where the first free page is; an empty one when none is free. Heap lock
// held.
struct page_cache page_cache_fill(struct page_alloc *p);
// Fails unless the pages of the cache count as allocated and are of one block. Heap lock held.
void page_cache_check(const struct page_cache *c, const struct page_alloc *p);

#endif
