// The states of memory, their accounting, and their failures.

#include <sys/mman.h>
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "mem/sys.h"

static struct mem_stats st;

static void setup(void) {
  mem_stats_init(&st);
}

static void teardown(void) {
  cr_assert_eq(st.mappings_bytes, 0);
  cr_assert_eq(st.mapped_ready, 0);
  cr_assert_eq(st.other_sys, 0);
}

TestSuite(sys, .init = setup, .fini = teardown);

enum { size = 1 << 20 };

Test(sys, alloc_and_free) {
  char *p = sys_alloc(&st, size, &st.other_sys);
  cr_assert_not_null(p);
  cr_assert_eq(p[size - 1], 0);
  p[0] = 1;
  cr_assert_eq(st.other_sys, size);
  cr_assert_eq(st.mapped_ready, size);
  cr_assert_eq(st.mappings_bytes, size);
  sys_free(&st, p, size, &st.other_sys);
}

Test(sys, all_transitions) {
  char *p = sys_reserve(&st, NULL, size);
  cr_assert_eq(st.mapped_ready + st.other_sys, 0);
  cr_assert_eq(st.mappings_bytes, size);
  sys_map(&st, p, size, &st.other_sys);
  cr_assert_eq(st.other_sys, size);
  cr_assert_eq(st.mapped_ready, 0);
  sys_used(&st, p, size, size);
  cr_assert_eq(st.mapped_ready, size);
  memset(p, 1, size);
  sys_unused(&st, p, size / 2);
  cr_assert_eq(st.mapped_ready, size / 2);
  sys_used(&st, p, size, size / 2);
  cr_assert_eq(p[0], 0, "given back and made new");
  cr_assert_eq(p[size - 1], 1);
  sys_fault(&st, p, size);
  cr_assert_eq(st.mapped_ready, 0);
  sys_free_mixed(&st, p, size, &st.other_sys, size, 0);
}

Test(sys, reserved_memory_faults, .signal = SIGSEGV) {
  volatile char *p = sys_reserve(&st, NULL, size);
  p[0] = 1;
}

Test(sys, hard_decommit_faults, .signal = SIGSEGV) {
  st.sys.hard_decommit = true;
  volatile char *p = sys_alloc(&st, size, &st.other_sys);
  p[0] = 1;
  sys_unused(&st, (void *)p, size);
  p[0] = 2;
}

Test(sys, hard_decommit_and_back) {
  st.sys.hard_decommit = true;
  st.sys.madv_dont_need = false;
  char *p = sys_alloc(&st, size, &st.other_sys);
  p[0] = 1;
  sys_unused(&st, p, size);
  sys_used(&st, p, size, size);
  p[0] = 2;
  sys_free(&st, p, size, &st.other_sys);
}

Test(sys, unaligned_release, .signal = SIGABRT) {
  char *p = sys_alloc(&st, size, &st.other_sys);
  sys_unused(&st, p + 8, 4096);
}

Test(sys, reserve_aligned) {
  for (int i = 0; i < 8; i++) {
    size_t n = size;
    void *p = sys_reserve_aligned(&st, NULL, &n, heap_arena_bytes);
    cr_assert_not_null(p);
    cr_assert_eq((uintptr_t)p % heap_arena_bytes, 0);
    cr_assert_geq(n, size);
    cr_assert_eq(st.mappings_bytes, n);
    sys_free_mixed(&st, p, n, NULL, 0, 0);
  }
}

Test(sys, madvise_falls_back) {
  char *p = sys_alloc(&st, size, &st.other_sys);
  st.sys.madv_dont_need = false;
  st.fail_countdown = 1;
  p[0] = 1;
  sys_unused(&st, p, size);
  sys_used(&st, p, size, size);
  cr_assert_eq(p[0], 0, "MADV_FREE failed, MADV_DONTNEED worked");
  st.fail_countdown = 1;
  p[0] = 1;
  sys_unused(&st, p, size);
  cr_assert_eq(p[0], 0, "both failed, fresh memory was mapped");
  sys_used(&st, p, size, size);
  sys_huge_page(&st, p, size);
  sys_no_huge_page(&st, p, size);
  sys_huge_page_collapse(&st, p, size);
  sys_free(&st, p, size, &st.other_sys);
}

Test(sys, what_is_not_taken_back_is_returned_later) {
  char *p = sys_alloc(&st, size, &st.other_sys);
  char *q = sys_alloc(&st, size, &st.other_sys);
  unsigned char resident;
  st.fail_countdown = 1;
  sys_free(&st, p, size, &st.other_sys);
  cr_assert_eq(st.failed_calls, 1);
  cr_assert_eq(st.mappings_bytes, size);
  cr_assert_eq(mincore(p, st.sys.phys_page_size, &resident), 0, "it is still there");
  sys_free(&st, q, size, &st.other_sys);
  cr_assert_neq(mincore(p, st.sys.phys_page_size, &resident), 0, "it went with the next one");
  p = sys_alloc(&st, size, &st.other_sys);
  st.fail_countdown = 1;
  sys_free(&st, p, size, &st.other_sys);
  st.fail_countdown = 1;
  sys_finish(&st);
  cr_assert_neq(mincore(p, st.sys.phys_page_size, &resident), 0, "it went at the end");
}

Test(sys, every_call_from_one_on_fails) {
  st.fail_on = true;
  st.fail_countdown = 2;
  void *p = sys_alloc(&st, size, &st.other_sys);
  cr_assert_not_null(p);
  for (int i = 0; i < 3; i++)
    cr_assert_null(sys_alloc(&st, size, &st.other_sys));
  cr_assert_eq(st.failed_calls, 3);
  st.fail_countdown = 0;
  sys_free(&st, p, size, &st.other_sys);
}

Test(sys, failures_that_are_values) {
  st.fail_countdown = 1;
  cr_assert_null(sys_alloc(&st, size, &st.other_sys));
  st.fail_countdown = 1;
  cr_assert_null(sys_reserve(&st, NULL, size));
  st.fail_countdown = 1;
  size_t n = size;
  cr_assert_null(sys_reserve_aligned(&st, NULL, &n, heap_arena_bytes));
  n = ~(size_t)0 - 5;
  cr_assert_null(sys_reserve_aligned(&st, NULL, &n, heap_arena_bytes));
}

Test(sys, map_fails, .exit_code = 2) {
  void *p = sys_reserve(&st, NULL, size);
  st.fail_countdown = 1;
  sys_map(&st, p, size, &st.other_sys);
}

Test(sys, clock) {
  int64_t a = sys_nanotime();
  cr_assert_geq(sys_nanotime(), a);
}
