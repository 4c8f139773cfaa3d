// tests/mem/pages.c: see pages.h.

#include "tests/mem/pages.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct pages *pages_new(const uintptr_t *chunks, size_t count) {
  struct pages *pages = calloc(1, sizeof(*pages));
  mem_stats_init(&pages->st);
  pages->st.sys.phys_page_size = 4096;
  pages->st.sys.phys_huge_page_size = 2 << 20;
  persistent_init(&pages->persistent, &pages->st);
  mutex_init(&pages->lock, LOCK_RANK_MHEAP);
  page_alloc_init(&pages->alloc, &pages->lock, &pages->st, &pages->persistent,
                  &pages->st.gc_misc_sys, true);
  mutex_lock(&pages->lock);
  for (size_t i = 0; i < count; i++) {
    page_alloc_grow(&pages->alloc, page_at(chunks[i], 0), palloc_chunk_bytes);
    uintptr_t chunk = chunk_at(chunks[i]);
    scav_index_alloc(&pages->alloc.scav.index, chunk, palloc_chunk_pages);
    scav_index_free(&pages->alloc.scav.index, chunk, 0, palloc_chunk_pages);
  }
  mutex_unlock(&pages->lock);
  pages_check(pages);
  return pages;
}

void pages_check(struct pages *pages) {
  mutex_lock(&pages->lock);
  page_alloc_check(&pages->alloc);
  mutex_unlock(&pages->lock);
}

void pages_free(struct pages *pages) {
  pages_check(pages);
  page_alloc_destroy(&pages->alloc);
  persistent_destroy(&pages->persistent);
  cr_assert_eq(pages->st.mappings_bytes, 0);
  cr_assert_eq(pages->st.mapped_ready, 0);
  free(pages);
}

uintptr_t pages_alloc_scav(struct pages *pages, uintptr_t npages, uintptr_t *scav) {
  mutex_lock(&pages->lock);
  uintptr_t addr = page_alloc_alloc(&pages->alloc, npages, scav);
  mutex_unlock(&pages->lock);
  pages_check(pages);
  return addr;
}

uintptr_t pages_alloc(struct pages *pages, uintptr_t npages) {
  uintptr_t scav;
  return pages_alloc_scav(pages, npages, &scav);
}

void pages_release(struct pages *pages, uintptr_t addr, uintptr_t npages) {
  mutex_lock(&pages->lock);
  page_alloc_free(&pages->alloc, addr, npages);
  mutex_unlock(&pages->lock);
  pages_check(pages);
}
