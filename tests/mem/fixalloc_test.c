// Persistent memory and the free lists cut from it.

#include <criterion/criterion.h>
#include <string.h>

#include "mem/fixalloc.h"

static struct mem_stats st;
static struct persistent persistent;

static void setup(void) {
  mem_stats_init(&st);
  persistent_init(&persistent, &st);
}

static void teardown(void) {
  persistent_destroy(&persistent);
  cr_assert_eq(st.mappings_bytes, 0);
  cr_assert_eq(st.mapped_ready, 0);
}

TestSuite(persistent, .init = setup, .fini = teardown);
TestSuite(fixalloc, .init = setup, .fini = teardown);

Test(persistent, aligned_zeroed_and_counted) {
  size_t total = 0;
  for (size_t align = 8; align <= page_size; align *= 2) {
    char *p = persistent_alloc(&persistent, NULL, 24, align, &st.mspan_sys);
    cr_assert_eq((uintptr_t)p % align, 0);
    for (int i = 0; i < 24; i++)
      cr_assert_eq(p[i], 0);
    memset(p, 1, 24);
    total += 24;
    cr_assert(persistent_contains(&persistent, (uintptr_t)p));
  }
  cr_assert_eq(st.mspan_sys, total);
  cr_assert_eq(st.mspan_sys + st.other_sys, persistent_chunk_size);
}

Test(persistent, pieces_do_not_overlap_over_chunks) {
  uintptr_t last_end = 0, last_chunk = 0;
  for (int i = 0; i < 200; i++) {
    uintptr_t p = (uintptr_t)persistent_alloc(&persistent, NULL, 5000, 0, &st.other_sys);
    memset((void *)p, 0xff, 5000);
    if (persistent.shared.base == last_chunk)
      cr_assert_geq(p, last_end);
    last_chunk = persistent.shared.base;
    last_end = p + 5000;
    cr_assert_leq(last_end, last_chunk + persistent_chunk_size);
  }
}

Test(persistent, large_pieces_and_local_chunks) {
  char *large = persistent_alloc(&persistent, NULL, 1 << 20, 0, &st.gc_misc_sys);
  large[(1 << 20) - 1] = 1;
  cr_assert_eq(st.gc_misc_sys, 1 << 20);
  cr_assert_not(persistent_contains(&persistent, (uintptr_t)large));
  struct persistent_chunk local = {0};
  void *a = persistent_alloc(&persistent, &local, 64, 0, &st.other_sys);
  void *b = persistent_alloc(&persistent, &local, 64, 0, &st.other_sys);
  cr_assert_eq((char *)b - (char *)a, 64);
  cr_assert_neq(local.base, persistent.shared.base);
}

Test(persistent, large_piece_that_fails) {
  (void)persistent_alloc(&persistent, NULL, 8, 0, &st.other_sys);
  st.fail_countdown = 1;
  cr_assert_null(persistent_alloc(&persistent, NULL, 1 << 20, 0, &st.other_sys));
}

Test(persistent, small_piece_that_fails, .exit_code = 2) {
  st.fail_countdown = 1;
  (void)persistent_alloc(&persistent, NULL, 8, 0, &st.other_sys);
}

static void count_first(void *arg, void *p) {
  (void)p;
  ++*(int *)arg;
}

Test(fixalloc, last_in_first_out) {
  struct fixalloc f;
  int firsts = 0;
  fixalloc_init(&f, &persistent, 40, count_first, &firsts, &st.mspan_sys);
  void *a = fixalloc_alloc(&f), *b = fixalloc_alloc(&f);
  cr_assert_eq((char *)b - (char *)a, 40);
  cr_assert_eq(f.in_use, 80);
  cr_assert_eq(st.mspan_sys, 16 * 1024 / 40 * 40, "no tail");
  memset(a, 0x55, 40);
  fixalloc_free(&f, a);
  fixalloc_free(&f, b);
  cr_assert_eq(fixalloc_alloc(&f), b);
  char *again = fixalloc_alloc(&f);
  cr_assert_eq(again, a);
  for (int i = 0; i < 40; i++)
    cr_assert_eq(again[i], 0);
  cr_assert_eq(firsts, 2, "only for fresh memory");
}

Test(fixalloc, without_zero_contents_survive) {
  struct fixalloc f;
  fixalloc_init(&f, &persistent, 40, NULL, NULL, &st.mspan_sys);
  f.zero = false;
  uint64_t *a = fixalloc_alloc(&f);
  a[1] = 77;
  fixalloc_free(&f, a);
  cr_assert_eq(fixalloc_alloc(&f), a);
  cr_assert_eq(a[1], 77);
}

Test(fixalloc, many) {
  struct fixalloc f;
  fixalloc_init(&f, &persistent, 1, NULL, NULL, &st.mspan_sys);
  cr_assert_eq(f.size, 8, "room for the link");
  for (int i = 0; i < 10000; i++)
    *(uint64_t *)fixalloc_alloc(&f) = 1;
  cr_assert_eq(f.in_use, 80000);
}
