// tests/mem/pages.h: a page allocator for tests. Its pages have no memory behind them.

#ifndef VOLE_TESTS_MEM_PAGES_H
#define VOLE_TESTS_MEM_PAGES_H

#include "mem/pagecache.h"
#include "mem/scavenge.h"

// Chunk 0 of a test begins at 192 GiB, as in Go's tests, where a root summary begins, too.
enum { first_gib = 192 };

struct pages {
  struct mem_stats st;
  struct persistent persistent;
  struct mutex lock;
  struct page_alloc alloc;
};

// The address of a page, from page 0 of chunk 0; the number of the page at an address, -1 for none.
static inline uintptr_t page_at(uintptr_t chunk, uintptr_t page) {
  return ((uintptr_t)first_gib << 30) + chunk * palloc_chunk_bytes + page * page_size;
}
// The index that the allocator has for a test's chunk.
static inline uintptr_t chunk_at(uintptr_t chunk) {
  return page_alloc_chunk_index(page_at(chunk, 0));
}

// Makes an allocator of the chunks listed; free, and scavenged.
struct pages *pages_new(const uintptr_t *chunks, size_t count);
// Checks it, and that it leaves nothing behind.
void pages_free(struct pages *pages);
// The functions of the allocator, under its lock, followed by a check.
uintptr_t pages_alloc(struct pages *pages, uintptr_t npages);
uintptr_t pages_alloc_scav(struct pages *pages, uintptr_t npages, uintptr_t *scav);
void pages_release(struct pages *pages, uintptr_t addr, uintptr_t npages);
void pages_check(struct pages *pages);

#endif
