// Counters and consistent statistics. Threads are in lock_stress.c.

#include <criterion/criterion.h>
#include <signal.h>

#include "mem/stats.h"

Test(stats, counters) {
  sys_stat stat = 0;
  sys_stat_add(&stat, 100);
  sys_stat_add(&stat, -100);
  cr_assert_eq(sys_stat_load(&stat), 0);
}

Test(stats, below_zero, .signal = SIGABRT) {
  sys_stat stat = 4;
  sys_stat_add(&stat, -5);
}

Test(stats, system_sizes) {
  struct mem_stats st;
  mem_stats_init(&st);
  cr_assert(is_power_of_two(st.sys.phys_page_size));
  cr_assert_geq(st.sys.phys_page_size, min_phys_page_size);
  cr_assert(st.sys.phys_huge_page_size == 0 || is_power_of_two(st.sys.phys_huge_page_size));
}

Test(stats, read_keeps_adding_up) {
  struct mem_stats st;
  struct heap_stats_writer a = {0}, b = {0};
  struct heap_stats_delta out;
  mem_stats_init(&st);
  heap_stats_register(&st, &a);
  heap_stats_register(&st, &b);
  for (uint64_t i = 1; i <= 10; i++) {
    heap_stats_acquire(&st, &a)->large_alloc += 1;
    heap_stats_release(&st, &a);
    heap_stats_acquire(&st, NULL)->small_free_count[67] += 2;
    heap_stats_release(&st, NULL);
    heap_stats_read(&st, &out);
    cr_assert_eq(out.large_alloc, i);
    cr_assert_eq(out.small_free_count[67], 2 * i);
    heap_stats_unsafe_read(&st, &out);
    cr_assert_eq(out.large_alloc, i);
  }
  heap_stats_unregister(&st, &a);
  heap_stats_unregister(&st, &b);
  heap_stats_read(&st, &out);
  cr_assert_eq(out.large_alloc, 10, "what a writer that left has counted stays");
}

Test(stats, acquired_twice, .signal = SIGABRT) {
  struct mem_stats st;
  struct heap_stats_writer a = {0};
  mem_stats_init(&st);
  heap_stats_register(&st, &a);
  heap_stats_acquire(&st, &a);
  heap_stats_acquire(&st, &a);
}
