// What is pushed is popped, once, by any number of threads.

#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>

#include "mem/atomic.h"
#include "mem/spanset.h"

static struct mem_stats st;
static struct persistent persistent;
static struct span_set_pool pool;
static struct span_set set;

static void setup(void) {
  mem_stats_init(&st);
  persistent_init(&persistent, &st);
  span_set_pool_init(&pool, &persistent);
  span_set_init(&set);
}

static void teardown(void) {
  persistent_destroy(&persistent);
  cr_assert_eq(st.mappings_bytes, 0);
}

TestSuite(spanset, .init = setup, .fini = teardown);

// The sets never look at the spans.
static struct mspan *span(uintptr_t i) {
  return (struct mspan *)(i * 16);
}

Test(spanset, first_in_first_out) {
  cr_assert_null(span_set_pop(&set, &pool));
  for (uintptr_t i = 1; i <= 2000; i++)
    span_set_push(&set, &pool, span(i));
  cr_assert_eq(span_set_count(&set), 2000);
  for (uintptr_t i = 1; i <= 2000; i++)
    cr_assert_eq(span_set_pop(&set, &pool), span(i));
  cr_assert_null(span_set_pop(&set, &pool));
}

Test(spanset, reset_reuses_blocks) {
  uint64_t sys = 0;
  for (int round = 0; round < 50; round++) {
    for (uintptr_t i = 1; i <= 1300; i++)
      span_set_push(&set, &pool, span(i));
    for (uintptr_t i = 1; i <= 1300; i++)
      cr_assert_eq(span_set_pop(&set, &pool), span(i));
    span_set_reset(&set, &pool);
    if (round == 0)
      sys = st.gc_misc_sys;
    cr_assert_eq(st.gc_misc_sys, sys);
  }
}

Test(spanset, the_spine_grows) {
  enum { many = 512 * 600 };
  for (uintptr_t i = 1; i <= many; i++)
    span_set_push(&set, &pool, span(i));
  for (uintptr_t i = 1; i <= many; i++)
    cr_assert_eq(span_set_pop(&set, &pool), span(i));
  span_set_reset(&set, &pool);
}

Test(spanset, reset_of_a_full_set_fails, .signal = SIGABRT) {
  span_set_push(&set, &pool, span(1));
  span_set_reset(&set, &pool);
}

enum { threads = 4, each = 20000 };
static uint64_t popped_sum;   // atomic
static uint64_t popped_count; // atomic

// Pushes some, pops some, so that the set is often empty.
static void *push_and_pop(void *arg) {
  uintptr_t first = (uintptr_t)arg * each;
  uintptr_t pushed = 0;
  while (pushed < each || atomic_load_u64(&popped_count) < threads * (uint64_t)each) {
    for (int i = 0; i < 7 && pushed < each; i++)
      span_set_push(&set, &pool, span(first + ++pushed));
    for (int i = 0; i < 9; i++) {
      struct mspan *s = span_set_pop(&set, &pool);
      if (!s)
        break;
      atomic_add_u64(&popped_sum, (uintptr_t)s / 16);
      atomic_add_u64(&popped_count, 1);
    }
  }
  return NULL;
}

Test(spanset, threads) {
  pthread_t id[threads];
  for (uintptr_t i = 0; i < threads; i++)
    pthread_create(&id[i], NULL, push_and_pop, (void *)i);
  for (int i = 0; i < threads; i++)
    pthread_join(id[i], NULL);
  uint64_t n = (uint64_t)threads * each;
  cr_assert_eq(popped_count, n);
  cr_assert_eq(popped_sum, n * (n + 1) / 2);
  cr_assert_null(span_set_pop(&set, &pool));
  span_set_reset(&set, &pool);
}
