// A P's cache of pages: filling it, allocating from it, flushing it.

#include "mem/pagecache.h"

uintptr_t page_cache_alloc(struct page_cache *c, uintptr_t npages, uintptr_t *scav) {
  *scav = 0;
  unsigned i = palloc_find_bit_range64(c->cache, (unsigned)npages);
  if (i >= 64)
    return 0;
  uint64_t mask = low_bits64((unsigned)npages) << i;
  *scav = (uintptr_t)popcount64(c->scav & mask) * page_size;
  c->cache &= ~mask;
  c->scav &= ~mask;
  return c->base + (uintptr_t)i * page_size;
}

void page_cache_flush(struct page_cache *c, struct page_alloc *p) {
  mutex_assert_held(p->heap_lock);
  if (page_cache_empty(c))
    return;
  uintptr_t chunk = page_alloc_chunk_index(c->base);
  unsigned first = page_alloc_chunk_page_index(c->base);
  struct palloc_data *data = page_alloc_chunk_of(p, chunk);
  // One page at a time, so that the scavenge index sees what it would of single frees.
  for (unsigned i = 0; i < page_cache_pages; i++) {
    if ((c->cache >> i & 1) == 0)
      continue;
    palloc_bits_clear(&data->alloc, first + i);
    scav_index_free(&p->scav.index, chunk, first + i, 1);
  }
  palloc_bits_set_block64(&data->scavenged, first, c->scav);
  if (offaddr_less(c->base, p->search_addr))
    p->search_addr = c->base;
  page_alloc_update(p, c->base, page_cache_pages, false, false);
  *c = (struct page_cache){0};
}

struct page_cache page_cache_fill(struct page_alloc *p) {
  mutex_assert_held(p->heap_lock);
  uintptr_t chunk = page_alloc_chunk_index(p->search_addr);
  if (chunk >= p->end)
    return (struct page_cache){0};
  unsigned page;
  if (p->summary[summary_levels - 1][chunk] != 0) {
    unsigned first_free;
    page = palloc_bits_find(&page_alloc_chunk_of(p, chunk)->alloc, 1,
                            page_alloc_chunk_page_index(p->search_addr), &first_free);
    if (page == PALLOC_NONE)
      vole_throw("bad summary data: chunk %lu has no free page", (unsigned long)chunk);
  } else {
    uintptr_t search;
    uintptr_t addr = page_alloc_find(p, 1, &search);
    if (addr == 0) {
      p->search_addr = offaddr_max();
      return (struct page_cache){0};
    }
    chunk = page_alloc_chunk_index(addr);
    page = page_alloc_chunk_page_index(addr);
  }
  page = (unsigned)align_down(page, page_cache_pages);
  struct palloc_data *data = page_alloc_chunk_of(p, chunk);
  struct page_cache c = {
      .base = page_alloc_chunk_base(chunk) + (uintptr_t)page * page_size,
      .cache = ~palloc_bits_block64(&data->alloc, page),
      .scav = palloc_bits_block64(&data->scavenged, page),
  };
  palloc_bits_set_block64(&data->alloc, page, c.cache);
  palloc_bits_clear_block64(&data->scavenged, page, c.cache & c.scav);
  page_alloc_update(p, c.base, page_cache_pages, false, true);
  scav_index_alloc(&p->scav.index, chunk, popcount64(c.cache));
  // The last page of the block rather than the one past it, which may not be mapped.
  p->search_addr = c.base + (uintptr_t)page_size * (page_cache_pages - 1);
  return c;
}

void page_cache_check(const struct page_cache *c, const struct page_alloc *p) {
  if (page_cache_empty(c))
    return;
  invariant(c->base % (page_cache_pages * page_size) == 0);
  const struct palloc_data *data = page_alloc_chunk_of(p, page_alloc_chunk_index(c->base));
  unsigned word = page_alloc_chunk_page_index(c->base) / 64;
  invariant(data && (data->alloc.word[word] & c->cache) == c->cache);
  invariant((data->scavenged.word[word] & c->cache) == 0);
}
