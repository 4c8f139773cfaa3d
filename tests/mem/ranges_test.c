// Address ranges. More is in tests/vectors/addrranges.jsonl.

#include <criterion/criterion.h>
#include <signal.h>

#include "mem/ranges.h"

static struct mem_stats st;
static struct persistent persistent;
static struct addr_ranges set;

static void setup(void) {
  mem_stats_init(&st);
  persistent_init(&persistent, &st);
  addr_ranges_init(&set, &persistent, &st.other_sys);
}

static void teardown(void) {
  persistent_destroy(&persistent);
}

TestSuite(ranges, .init = setup, .fini = teardown);

static void add(uintptr_t base, uintptr_t limit) {
  addr_ranges_add(&set, addr_range_make(base, limit));
  addr_ranges_check(&set);
}

Test(ranges, coalescing) {
  add(100, 200);
  add(300, 400);
  cr_assert_eq(set.len, 2);
  add(400, 500);
  add(250, 300);
  cr_assert_eq(set.len, 2);
  add(200, 250);
  cr_assert_eq(set.len, 1);
  cr_assert_eq(set.ranges[0].base, 100);
  cr_assert_eq(set.ranges[0].limit, 500);
  cr_assert_eq(set.total_bytes, 400);
}

// Every other slot in a mixed order, past several growths of the array; then the gaps.
Test(ranges, growing) {
  for (unsigned i = 0; i < 1000; i++) {
    uintptr_t slot = i * 7 % 1000;
    add(0x1000 + slot * 0x2000, 0x2000 + slot * 0x2000);
  }
  cr_assert_eq(set.len, 1000);
  uintptr_t found;
  cr_assert(addr_ranges_contains(&set, 0x1000 + 500 * 0x2000));
  cr_assert_not(addr_ranges_contains(&set, 0x2000 + 500 * 0x2000));
  cr_assert(addr_ranges_find_addr_greater_equal(&set, 0x2000 + 500 * 0x2000, &found));
  cr_assert_eq(found, 0x1000 + 501 * 0x2000);
  cr_assert_not(addr_ranges_find_addr_greater_equal(&set, 0x2000 + 999 * 0x2000, &found));
  for (unsigned i = 0; i < 999; i++)
    add(0x2000 + i * 0x2000, 0x3000 + i * 0x2000);
  cr_assert_eq(set.len, 1);
}

Test(ranges, empty_set) {
  uintptr_t found;
  cr_assert_not(addr_ranges_contains(&set, 5));
  cr_assert_not(addr_ranges_find_addr_greater_equal(&set, 5, &found));
  addr_ranges_check(&set);
}

static struct addr_range minus(uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d) {
  return addr_range_subtract((struct addr_range){a, b}, (struct addr_range){c, d});
}

Test(ranges, subtract) {
  cr_assert_eq(addr_range_size(minus(100, 200, 50, 250)), 0);
  cr_assert_eq(addr_range_size(minus(100, 200, 100, 200)), 0);
  struct addr_range r = minus(100, 200, 50, 150);
  cr_assert(r.base == 150 && r.limit == 200);
  r = minus(100, 200, 150, 250);
  cr_assert(r.base == 100 && r.limit == 150);
  r = minus(100, 200, 300, 400);
  cr_assert(r.base == 100 && r.limit == 200);
  r = minus(100, 200, 10, 20);
  cr_assert(r.base == 100 && r.limit == 200);
}

Test(ranges, subtract_from_the_middle, .signal = SIGABRT) {
  (void)minus(100, 200, 120, 130);
}
Test(ranges, add_nothing, .signal = SIGABRT) {
  addr_ranges_add(&set, (struct addr_range){100, 100});
}

Test(ranges, taking) {
  struct addr_range r = {100, 200};
  cr_assert_eq(addr_range_take_from_front(&r, 10, 8), 104);
  cr_assert_eq(r.base, 114);
  cr_assert_eq(addr_range_take_from_back(&r, 10, 8), 184);
  cr_assert_eq(r.limit, 184);
  cr_assert_eq(addr_range_take_from_front(&r, 100, 1), 0);
  cr_assert_eq(addr_range_take_from_back(&r, 100, 1), 0);
}
