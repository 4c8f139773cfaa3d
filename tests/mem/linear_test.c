// Pieces cut from reserved memory.

#include <criterion/criterion.h>
#include <string.h>

#include "mem/linear.h"
#include "mem/sys.h"

enum { size = 1 << 20 };

static struct mem_stats st;

static void setup(void) {
  mem_stats_init(&st);
}

TestSuite(linear, .init = setup);

Test(linear, nothing_reserved_nothing_given) {
  struct linear_alloc l = {0};
  cr_assert_null(linear_alloc_take(&l, &st, 1, 1, &st.other_sys));
  cr_assert_null(linear_alloc_take(&l, &st, UINTPTR_MAX, 8, &st.other_sys));
}

Test(linear, pieces_become_ready_page_by_page) {
  char *base = sys_reserve(&st, NULL, size);
  struct linear_alloc l;
  linear_alloc_init(&l, (uintptr_t)base, size, true);
  char *a = linear_alloc_take(&l, &st, 100, 8, &st.gc_misc_sys);
  cr_assert_eq(a, base);
  cr_assert_eq(st.gc_misc_sys, st.sys.phys_page_size);
  cr_assert_eq(st.mapped_ready, st.sys.phys_page_size);
  char *b = linear_alloc_take(&l, &st, 3, 64, &st.gc_misc_sys);
  cr_assert_eq(b, base + 128);
  cr_assert_eq(st.gc_misc_sys, st.sys.phys_page_size, "the same page");
  char *c = linear_alloc_take(&l, &st, 100000, 4096, &st.gc_misc_sys);
  cr_assert_eq(c, base + 4096);
  memset(c, 1, 100000);
  cr_assert_eq(st.gc_misc_sys, l.mapped - (uintptr_t)base);
  cr_assert_eq(st.mapped_ready, l.mapped - (uintptr_t)base);
  sys_check(&st, st.gc_misc_sys);
  uintptr_t rest = l.end - l.next;
  cr_assert_null(linear_alloc_take(&l, &st, rest + 1, 1, &st.gc_misc_sys), "a byte too many");
  cr_assert_null(linear_alloc_take(&l, &st, UINTPTR_MAX, 1, &st.gc_misc_sys));
  cr_assert_not_null(linear_alloc_take(&l, &st, rest, 1, &st.gc_misc_sys));
  cr_assert_null(linear_alloc_take(&l, &st, 1, 1, &st.gc_misc_sys));
  cr_assert_eq(l.mapped, l.end);
  sys_free(&st, base, size, &st.gc_misc_sys);
  cr_assert_eq(st.mappings_bytes, 0);
}

Test(linear, pieces_may_stay_reserved) {
  char *base = sys_reserve(&st, NULL, size);
  struct linear_alloc l;
  linear_alloc_init(&l, (uintptr_t)base, size, false);
  cr_assert_eq(linear_alloc_take(&l, &st, size / 2, 4096, &st.gc_misc_sys), base);
  cr_assert_eq(linear_alloc_take(&l, &st, size / 2, 4096, &st.gc_misc_sys), base + size / 2);
  cr_assert_null(linear_alloc_take(&l, &st, 1, 1, &st.gc_misc_sys));
  cr_assert_eq(st.gc_misc_sys + st.mapped_ready, 0);
  sys_free_mixed(&st, base, size, NULL, 0, 0);
}

// Memory up to the end of the address space: the end must not wrap to 0.
Test(linear, the_end_of_the_address_space) {
  uintptr_t base = -(uintptr_t)size;
  struct linear_alloc l;
  linear_alloc_init(&l, base, size, false);
  cr_assert_eq(l.end, UINTPTR_MAX);
  cr_assert_null(linear_alloc_take(&l, &st, size, 1, &st.other_sys), "the last byte is left alone");
  cr_assert_eq((uintptr_t)linear_alloc_take(&l, &st, size - 4096, 4096, &st.other_sys), base);
  cr_assert_null(linear_alloc_take(&l, &st, 8192, 8192, &st.other_sys));
  cr_assert_null(linear_alloc_take(&l, &st, 4000, 8192, &st.other_sys), "aligning up would wrap");
  cr_assert_not_null(linear_alloc_take(&l, &st, 4095, 1, &st.other_sys));
}
