// tests/mem/pagealloc_test.c: the page allocator and the page cache. Situations as in Go's own
// tests, an array of booleans as the reference; more is in tests/vectors/pagealloc.jsonl.

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "tests/mem/pages.h"

Test(pagealloc, first_fit_in_one_chunk) {
  struct pages *p = pages_new((uintptr_t[]){0}, 1);
  uintptr_t scav;
  for (uintptr_t i = 0; i < 10; i++) {
    cr_assert_eq(pages_alloc_scav(p, 5, &scav), page_at(0, 5 * i));
    cr_assert_eq(scav, 5 * page_size, "fresh pages are scavenged");
  }
  pages_release(p, page_at(0, 10), 5);
  pages_release(p, page_at(0, 25), 10);
  cr_assert_eq(pages_alloc(p, 6), page_at(0, 25));
  cr_assert_eq(pages_alloc_scav(p, 3, &scav), page_at(0, 10));
  cr_assert_eq(scav, 0, "used once, not given back");
  pages_free(p);
}

Test(pagealloc, straddling_chunks) {
  struct pages *p = pages_new((uintptr_t[]){0, 1, 2, 3}, 4);
  cr_assert_eq(pages_alloc(p, 500), page_at(0, 0));
  cr_assert_eq(pages_alloc(p, 64), page_at(0, 500));
  cr_assert_eq(pages_alloc(p, 1024), page_at(1, 52));
  cr_assert_eq(pages_alloc(p, 1), page_at(3, 52));
  cr_assert_eq(pages_alloc(p, 512), 0);
  pages_release(p, page_at(0, 500), 1088);
  cr_assert_eq(pages_alloc(p, 1088), page_at(0, 500));
  pages_free(p);
}

Test(pagealloc, gap_between_chunks) {
  struct pages *p = pages_new((uintptr_t[]){0, 2, 0x40}, 3);
  cr_assert_eq(pages_alloc(p, 513), 0, "chunks 0 and 2 do not touch");
  cr_assert_eq(pages_alloc(p, 512), page_at(0, 0));
  cr_assert_eq(pages_alloc(p, 1), page_at(2, 0));
  cr_assert_eq(pages_alloc(p, 512), page_at(0x40, 0));
  cr_assert_eq(pages_alloc(p, 511), page_at(2, 1));
  cr_assert_eq(pages_alloc(p, 1), 0);
  cr_assert_eq(p->alloc.search_addr, offaddr_max());
  pages_release(p, page_at(0x40, 7), 1);
  cr_assert_eq(pages_alloc(p, 1), page_at(0x40, 7));
  pages_free(p);
}

// Far apart, so that each summary level has unmapped parts between; the order of growing varies.
Test(pagealloc, very_discontiguous) {
  uintptr_t orders[3][4] = {
      {0, 0x10000, 0x200000, 0x1000000},
      {0x1000000, 0x200000, 0x10000, 0},
      {0x10000, 0x1000000, 0, 0x200000},
  };
  for (unsigned o = 0; o < 3; o++) {
    struct pages *p = pages_new(orders[o], 4);
    for (unsigned i = 0; i < 4; i++)
      cr_assert_eq(pages_alloc(p, 512), page_at(orders[0][i], 0));
    cr_assert_eq(pages_alloc(p, 1), 0);
    for (unsigned i = 4; i-- > 0;) {
      pages_release(p, page_at(orders[0][i], 511), 1);
      cr_assert_eq(p->alloc.search_addr, page_at(orders[0][i], 511));
    }
    for (unsigned i = 0; i < 4; i++)
      cr_assert_eq(pages_alloc(p, 1), page_at(orders[0][i], 511));
    pages_free(p);
  }
}

// The summaries of one page of memory end where another chunk's begin.
Test(pagealloc, boundary_of_mapped_summaries) {
  struct pages *p = pages_new((uintptr_t[]){0xfff, 0x1000, 0x1001, 0x5555}, 4);
  cr_assert_eq(pages_alloc(p, 512 * 2), page_at(0xfff, 0));
  cr_assert_eq(pages_alloc(p, 512), page_at(0x1001, 0));
  cr_assert_eq(pages_alloc(p, 512), page_at(0x5555, 0));
  pages_release(p, page_at(0xfff, 0), 512 * 3);
  cr_assert_eq(pages_alloc(p, 512 * 3), page_at(0xfff, 0));
  pages_free(p);
}

Test(pagealloc, a_whole_root_entry) {
  uintptr_t chunks[64];
  for (uintptr_t i = 0; i < 64; i++)
    chunks[i] = i;
  struct pages *p = pages_new(chunks, 64);
  cr_assert_eq(p->alloc.in_use.len, 1);
  cr_assert_eq(pages_alloc(p, 64 * 512), page_at(0, 0));
  pages_release(p, page_at(20, 100), 512 * 9 + 3);
  cr_assert_eq(pages_alloc(p, 512 * 9 + 4), 0);
  cr_assert_eq(pages_alloc(p, 512 * 9 + 3), page_at(20, 100));
  pages_free(p);
}

enum { model_chunks = 6, model_pages = model_chunks * palloc_chunk_pages };

static uintptr_t model_find(const bool *used, uintptr_t npages) {
  uintptr_t run = 0;
  for (uintptr_t i = 0; i < model_pages; i++) {
    run = used[i] ? 0 : run + 1;
    if (run == npages)
      return i + 1 - npages;
  }
  return ~(uintptr_t)0;
}

Test(pagealloc, random_against_a_model) {
  static bool used[model_pages];
  static struct { uintptr_t page, count; } live[model_pages];
  unsigned count = 0;
  struct pages *p = pages_new((uintptr_t[]){0, 1, 2, 3, 4, 5}, model_chunks);
  srand(1);
  for (unsigned round = 0; round < 4000; round++) {
    if (rand() % 5 < 3) {
      uintptr_t n = 1 + (uintptr_t)rand() % (rand() % 4 ? 20 : 700);
      uintptr_t want = model_find(used, n), got = pages_alloc(p, n);
      cr_assert_eq(got, want == ~(uintptr_t)0 ? 0 : page_at(0, want), "round %u", round);
      if (got == 0)
        continue;
      memset(&used[want], true, n);
      live[count].page = want;
      live[count++].count = n;
    } else if (count > 0) {
      unsigned i = (unsigned)rand() % count;
      pages_release(p, page_at(0, live[i].page), live[i].count);
      memset(&used[live[i].page], false, live[i].count);
      live[i] = live[--count];
    }
  }
  pages_free(p);
}

Test(pagealloc, cannot_reserve, .exit_code = 2) {
  struct pages *p = calloc(1, sizeof(*p));
  mem_stats_init(&p->st);
  persistent_init(&p->persistent, &p->st);
  p->st.fail_countdown = 3;
  page_alloc_init(&p->alloc, &p->lock, &p->st, &p->persistent, &p->st.gc_misc_sys, true);
}

Test(pagealloc, reserves_and_does_not_touch) {
  struct pages *p = pages_new((uintptr_t[]){0}, 1);
  cr_assert_lt(p->st.mapped_ready, 2 << 20, "tables of %lu bytes are ready",
               (unsigned long)p->st.mapped_ready);
  cr_assert_gt(p->st.mappings_bytes, 512 << 20);
  page_alloc_enable_chunk_huge_pages(&p->alloc);
  pages_free(p);
}

static struct page_cache fill(struct pages *p) {
  mutex_lock(&p->lock);
  struct page_cache c = page_cache_fill(&p->alloc);
  mutex_unlock(&p->lock);
  pages_check(p);
  return c;
}

static void flush(struct pages *p, struct page_cache *c) {
  mutex_lock(&p->lock);
  page_cache_flush(c, &p->alloc);
  mutex_unlock(&p->lock);
  pages_check(p);
}

Test(pagecache, fill_use_and_flush) {
  struct pages *p = pages_new((uintptr_t[]){0, 1}, 2);
  pages_alloc(p, 70);
  struct page_cache c = fill(p);
  cr_assert_eq(c.base, page_at(0, 64));
  cr_assert_eq(c.cache, ~(uint64_t)0 << 6);
  cr_assert_eq(c.scav, c.cache);
  cr_assert_eq(p->alloc.search_addr, page_at(0, 127), "the last page of the block");
  cr_assert_eq(pages_alloc(p, 1), page_at(0, 128));
  uintptr_t scav;
  cr_assert_eq(page_cache_alloc(&c, 1, &scav), page_at(0, 70));
  cr_assert_eq(scav, page_size);
  cr_assert_eq(page_cache_alloc(&c, 15, &scav), page_at(0, 71));
  cr_assert_eq(scav, 15 * page_size);
  cr_assert_eq(page_cache_alloc(&c, 43, &scav), 0);
  cr_assert_eq(page_cache_alloc(&c, 42, &scav), page_at(0, 86));
  cr_assert(page_cache_empty(&c));
  cr_assert_eq(page_cache_alloc(&c, 1, &scav), 0);
  c = fill(p);
  cr_assert_eq(c.base, page_at(0, 128));
  flush(p, &c);
  cr_assert(page_cache_empty(&c));
  cr_assert_eq(pages_alloc_scav(p, 100, &scav), page_at(0, 129));
  cr_assert_eq(scav, 100 * page_size, "flushed pages are still scavenged");
  pages_free(p);
}

Test(pagecache, whole_block_and_none) {
  struct pages *p = pages_new((uintptr_t[]){0, 0x10}, 2);
  for (unsigned i = 0; i < 16; i++) {
    struct page_cache c = fill(p);
    uintptr_t scav;
    cr_assert_eq(page_cache_alloc(&c, 64, &scav), page_at(i / 8 * 0x10, i % 8 * 64));
  }
  struct page_cache c = fill(p);
  cr_assert(page_cache_empty(&c));
  cr_assert_eq(c.base, 0);
  flush(p, &c);
  cr_assert_eq(p->alloc.search_addr, offaddr_max());
  pages_free(p);
}
