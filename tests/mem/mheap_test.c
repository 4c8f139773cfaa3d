// Spans of pages on real memory.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem/sys.h"
#include "tests/mem/heap_fake.h"

// Lets all spans die that have no page mark.
static void cycle(struct fake_heap *fake) {
  fake_stop(fake);
  fake_start(fake);
  while (sweep_one(&fake->heap, &fake->p) != UINTPTR_MAX) {
  }
}

Test(mheap, empty) {
  struct fake_heap *fake = fake_heap_new(NULL);
  uint64_t ready = fake->heap.stats.mapped_ready;
  cr_assert_lt(ready, 1 << 20, "%lu bytes are ready in an empty heap", (unsigned long)ready);
  mheap_check(&fake->heap);
  fake_heap_delete(fake);
}

Test(mheap, fields_of_a_span) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  for (unsigned c = 1; c < num_size_classes; c++) {
    uint8_t spc = span_class_make(c, c % 2 == 0);
    struct mspan *s = mheap_alloc(h, &fake->p, sizeclass_pages[c], spc);
    mspan_check(h, s);
    cr_assert_eq(s->sweepgen, h->sweepgen);
    cr_assert_eq(mspan_next_free_index(s), 0);
    s->free_index = 0;
    cr_assert_eq(span_of_heap(h, s->limit - 1), s);
    cr_assert_null(span_of_heap(h, s->start_addr - 1) == s ? s : NULL);
    cr_assert(in_heap(h, s->start_addr) && in_heap_or_stack(h, s->start_addr));
    mheap_free_span(h, &fake->p, s);
    cr_assert(!in_heap(h, s->start_addr));
  }
  fake_heap_delete(fake);
}

Test(mheap, addresses_are_first_fit) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *s[20];
  for (int i = 0; i < 20; i++) {
    s[i] = mheap_alloc_manual(h, NULL, 3, SPAN_ALLOC_STACK);
    cr_assert_eq(s[i]->start_addr, s[0]->start_addr + (uintptr_t)i * 3 * page_size);
    cr_assert_eq(mspan_state(s[i]), MSPAN_MANUAL);
    cr_assert(!in_heap(h, s[i]->start_addr) && in_heap_or_stack(h, s[i]->start_addr));
  }
  mheap_check(h);
  uintptr_t hole = s[7]->start_addr;
  mheap_free_manual(h, NULL, s[7], SPAN_ALLOC_STACK);
  struct mspan *big = mheap_alloc_manual(h, NULL, 4, SPAN_ALLOC_WORK_BUF);
  cr_assert_eq(big->start_addr, s[19]->start_addr + 3 * page_size);
  s[7] = mheap_alloc_manual(h, NULL, 3, SPAN_ALLOC_STACK);
  cr_assert_eq(s[7]->start_addr, hole);
  cr_assert_eq(s[7]->need_zero, 1, "it was used");
  cr_assert_eq(big->need_zero, 0);
  for (int i = 0; i < 20; i++)
    mheap_free_manual(h, NULL, s[i], SPAN_ALLOC_STACK);
  mheap_free_manual(h, NULL, big, SPAN_ALLOC_WORK_BUF);
  cr_assert_eq(h->stats.heap_in_use, 0);
  fake_heap_delete(fake);
}

// Random spans with and without a P. Memory that is said to be zero is; nothing overlaps.
Test(mheap, random_spans) {
  enum { slots = 200 };
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  static struct mspan *span[slots];
  uint64_t seed = 99;
  for (int round = 0; round < 20000; round++) {
    int i = (int)(fake_random(&seed) % slots);
    struct mem_p *p = fake_random(&seed) % 2 == 0 ? &fake->p : NULL;
    if (!span[i]) {
      uintptr_t npages = fake_random(&seed) % (round % 50 == 0 ? 2000 : 30) + 1;
      struct mspan *s = mheap_alloc_manual(h, p, npages, SPAN_ALLOC_STACK);
      uint64_t *words = (uint64_t *)s->start_addr;
      uintptr_t count = npages * page_size / 8;
      if (!s->need_zero)
        for (uintptr_t j = 0; j < count; j += 512)
          cr_assert_eq(words[j], 0);
      for (uintptr_t j = 0; j < count; j += 512)
        words[j] = (uint64_t)i + 1;
      span[i] = s;
    } else {
      const uint64_t *words = (const uint64_t *)span[i]->start_addr;
      for (uintptr_t j = 0; j < span[i]->npages * page_size / 8; j += 512)
        cr_assert_eq(words[j], (uint64_t)i + 1);
      mheap_free_manual(h, p, span[i], SPAN_ALLOC_STACK);
      span[i] = NULL;
    }
    if (round % 1000 == 0)
      mheap_check(h);
    if (round % 3000 == 0)
      mheap_scavenge_all(h);
  }
  for (int i = 0; i < slots; i++)
    if (span[i])
      mheap_free_manual(h, &fake->p, span[i], SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

Test(mheap, a_span_across_arenas) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  uintptr_t npages = 3 * pages_per_arena - 100;
  uintptr_t x = (uintptr_t)fake_alloc(fake, &fake->p, npages * page_size, NULL);
  struct mspan *s = span_of_heap(h, x);
  for (uintptr_t i = 0; i < npages; i += 1000)
    cr_assert_eq(span_of_heap(h, s->start_addr + i * page_size + 17), s);
  cr_assert_eq(span_of_heap(h, s->limit - 1), s);
  mheap_check(h);
  cycle(fake);
  cr_assert_eq(h->stats.heap_in_use, 0);
  x = (uintptr_t)fake_alloc(fake, &fake->p, npages * page_size, NULL);
  cr_assert_eq(span_of_heap(h, x)->need_zero, 1);
  fake_heap_delete(fake);
}

Test(mheap, what_is_left_of_an_arena_is_used) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *a = mheap_alloc_manual(h, NULL, 10, SPAN_ALLOC_STACK);
  h->arena_hints = NULL; // the next arena will not adjoin, as far as the heap can know
  struct mspan *b = mheap_alloc_manual(h, NULL, pages_per_arena, SPAN_ALLOC_STACK);
  uint64_t before = h->pages.in_use.total_bytes;
  struct mspan *c = mheap_alloc_manual(h, NULL, pages_per_arena - 20, SPAN_ALLOC_STACK);
  if (b->start_addr != a->start_addr + heap_arena_bytes) {
    cr_assert_eq(c->start_addr, a->start_addr + 10 * page_size);
    cr_assert_eq(h->pages.in_use.total_bytes, before);
  }
  mheap_check(h);
  mheap_free_manual(h, NULL, a, SPAN_ALLOC_STACK);
  mheap_free_manual(h, NULL, b, SPAN_ALLOC_STACK);
  mheap_free_manual(h, NULL, c, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

Test(mheap, scavenge_all_releases_what_is_free) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *keep = mheap_alloc_manual(h, NULL, 1, SPAN_ALLOC_STACK);
  struct mspan *s = mheap_alloc_manual(h, NULL, 1000, SPAN_ALLOC_STACK);
  memset((void *)s->start_addr, 1, 1000 * page_size);
  uint64_t ready = h->stats.mapped_ready;
  mheap_free_manual(h, NULL, s, SPAN_ALLOC_STACK);
  cr_assert_eq(h->stats.heap_free, 1000 * page_size);
  uintptr_t released = mheap_scavenge_all(h);
  cr_assert_eq(released, 1000 * page_size);
  cr_assert_eq(h->stats.heap_free, 0);
  cr_assert_eq(h->stats.mapped_ready, ready - 1000 * page_size);
  mheap_check(h);
  s = mheap_alloc_manual(h, NULL, 1000, SPAN_ALLOC_STACK);
  cr_assert_eq(h->stats.mapped_ready, ready);
  memset((void *)s->start_addr, 1, 1000 * page_size);
  mheap_free_manual(h, NULL, s, SPAN_ALLOC_STACK);
  mheap_free_manual(h, NULL, keep, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

Test(mheap, scavenge_releases_what_is_freed_at_once) {
  struct fake_heap *fake = fake_heap_new(&(struct mem_config){.scavenge = true});
  struct mheap *h = &fake->heap;
  struct mspan *keep = mheap_alloc_manual(h, NULL, 1, SPAN_ALLOC_STACK);
  for (int round = 0; round < 3; round++) {
    struct mspan *s = mheap_alloc(h, &fake->p, 3, span_class_make(1, true));
    mheap_free_span(h, &fake->p, s);
    s = mheap_alloc_manual(h, NULL, 1000, SPAN_ALLOC_STACK);
    memset((void *)s->start_addr, 1, 1000 * page_size);
    uint64_t ready = h->stats.mapped_ready;
    mheap_free_manual(h, NULL, s, SPAN_ALLOC_STACK);
    cr_assert_eq(h->stats.heap_free, 0);
    cr_assert_leq(h->stats.mapped_ready, ready - 1000 * page_size);
    mheap_check(h);
  }
  mheap_free_manual(h, NULL, keep, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

Test(mheap, hard_decommit) {
  struct mem_config config = {.hard_decommit = true, .madv_dontneed = true};
  struct fake_heap *fake = fake_heap_new(&config);
  struct mheap *h = &fake->heap;
  uint64_t seed = 4;
  for (int round = 0; round < 200; round++) {
    struct mspan *s =
        mheap_alloc_manual(h, &fake->p, fake_random(&seed) % 40 + 1, SPAN_ALLOC_STACK);
    struct mspan *t = mheap_alloc_manual(h, &fake->p, fake_random(&seed) % 9 + 1, SPAN_ALLOC_STACK);
    memset((void *)s->start_addr, 1, s->npages * page_size);
    memset((void *)t->start_addr, 1, t->npages * page_size);
    mheap_free_manual(h, &fake->p, s, SPAN_ALLOC_STACK);
    if (round % 3 == 0)
      mheap_scavenge_all(h);
    mheap_free_manual(h, &fake->p, t, SPAN_ALLOC_STACK);
  }
  fake_heap_delete(fake);
}

Test(mheap, the_memory_limit_releases_free_pages) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *s = mheap_alloc_manual(h, NULL, 2000, SPAN_ALLOC_STACK);
  struct mspan *end = mheap_alloc_manual(h, NULL, 1, SPAN_ALLOC_STACK);
  mheap_free_manual(h, NULL, s, SPAN_ALLOC_STACK);
  fake->limit = (int64_t)h->stats.mapped_ready + 100 * page_size;
  struct mspan *t = mheap_alloc_manual(h, &fake->p, 2050, SPAN_ALLOC_STACK);
  cr_assert_eq(fake->assists, 1);
  cr_assert_leq(h->stats.mapped_ready,
                (uint64_t)fake->limit + sizeof(struct heap_arena) + (64 << 10));
  cr_assert_geq(h->pages.scav.released_eager, 1950 * page_size);
  fake->limiting = true; // then time is worth more than memory
  mheap_free_manual(h, NULL, t, SPAN_ALLOC_STACK);
  t = mheap_alloc_manual(h, &fake->p, 3000, SPAN_ALLOC_STACK);
  cr_assert_eq(fake->assists, 1);
  mheap_free_manual(h, NULL, t, SPAN_ALLOC_STACK);
  mheap_free_manual(h, NULL, end, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

Test(mheap, releasing_is_traced) {
  struct mem_config config = {.scav_trace = true};
  struct fake_heap *fake = fake_heap_new(&config);
  struct mheap *h = &fake->heap;
  struct mspan *s = mheap_alloc_manual(h, NULL, 3000, SPAN_ALLOC_STACK);
  struct mspan *keep = mheap_alloc(h, NULL, 1000, span_class_make(0, true));
  mheap_free_manual(h, NULL, s, SPAN_ALLOC_STACK);
  mheap_scavenge_all(h);
  // 4000 pages were used of 4096; 3000 are released, 96 never were in use.
  cr_assert_str_eq(fake->printed, "scav 0 KiB work (bg), 24000 KiB work (eager), 24768 KiB now, "
                                  "100% util (forced)");
  atomic_store_uintptr(&h->pages.scav.released_bg, 5 << 20);
  atomic_store_uintptr(&h->pages.scav.released_eager, 3 << 10);
  mheap_trace_scavenging(h);
  cr_assert_str_eq(fake->printed,
                   "scav 5120 KiB work (bg), 3 KiB work (eager), 24768 KiB now, 100% util");
  mheap_trace_scavenging(h);
  cr_assert_str_eq(fake->printed,
                   "scav 0 KiB work (bg), 0 KiB work (eager), 24768 KiB now, 100% util");
  mheap_free_span(h, NULL, keep);
  fake_heap_delete(fake);
}

Test(mheap, growth_releases_what_is_retained_beyond_the_goal) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *s = mheap_alloc(h, &fake->p, 500, span_class_make(0, true));
  struct mspan *end = mheap_alloc_manual(h, NULL, 12, SPAN_ALLOC_STACK);
  mheap_free_span(h, NULL, s);
  mheap_scavenge_next_gen(h); // lets what was freed be found
  atomic_store_u64(&h->scavenge.gc_percent_goal, 0);
  struct mspan *t = mheap_alloc_manual(h, &fake->p, 600, SPAN_ALLOC_STACK);
  cr_assert_eq(h->stats.heap_free, 0, "all that was free");
  cr_assert_geq(h->pages.scav.released_eager, 500 * page_size);
  mheap_check(h);
  mheap_free_manual(h, NULL, t, SPAN_ALLOC_STACK);
  mheap_free_manual(h, NULL, end, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

Test(mheap, too_much_is_refused) {
  struct fake_heap *fake = fake_heap_new(NULL);
  cr_assert_null(mheap_alloc(&fake->heap, &fake->p, (uintptr_t)1 << 36, span_class_make(0, true)));
  cr_assert_null(mheap_alloc(&fake->heap, &fake->p, UINTPTR_MAX, span_class_make(0, true)));
  mheap_check(&fake->heap);
  struct mspan *s = mheap_alloc(&fake->heap, &fake->p, 1, span_class_make(0, true));
  mheap_free_span(&fake->heap, &fake->p, s);
  fake_heap_delete(fake);
}

// Makes a heap and uses all of it, the n-th system call from the start failing. Returns 0, or 3 if
// there were fewer calls; what is fatal ends with 2.
static int use_heap(uint64_t n) {
  struct fake_heap *fake = calloc(1, sizeof *fake);
  fake->limit = INT64_MAX;
  struct mheap *h = &fake->heap;
  mheap_init(h, NULL);
  h->stats.fail_countdown = n;
  mem_p_init(h, &fake->p);
  void *keep[500];
  for (int cycle = 0; cycle < 3; cycle++) {
    for (uintptr_t i = 0; i < 500; i++)
      keep[i] = fake_alloc(fake, &fake->p, i % 50 == 0 ? i * 2000 + 8 : i * 8 + 8, NULL);
    struct mspan *s = mheap_alloc_manual(h, &fake->p, 9000, SPAN_ALLOC_STACK);
    fake_stop(fake);
    for (int i = 0; i < 500; i += 3)
      fake_mark(fake, keep[i]);
    fake_start(fake);
    if (s)
      mheap_free_manual(h, &fake->p, s, SPAN_ALLOC_STACK);
    mheap_scavenge_all(h);
    mheap_check(h);
  }
  bool unused = h->stats.fail_countdown != 0;
  h->stats.fail_countdown = 0;
  fake_heap_delete(fake);
  return unused ? 3 : 0;
}

Test(mheap, every_system_call_fails_in_turn) {
  int survived = 0, fatal = 0;
  for (uint64_t n = 1; n < 1000; n++) {
    pid_t child = fork();
    if (child == 0) {
      if (!freopen("/dev/null", "w", stderr))
        _exit(1);
      _exit(use_heap(n));
    }
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFEXITED(status), "call %lu: signal %d", (unsigned long)n, WTERMSIG(status));
    if (WEXITSTATUS(status) == 3)
      break;
    cr_assert(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 2);
    survived += WEXITSTATUS(status) == 0;
    fatal += WEXITSTATUS(status) == 2;
  }
  cr_log_info("%d failures survived, %d fatal", survived, fatal);
  cr_assert(survived > 0 && fatal > 0);
}

Test(mheap, a_span_is_not_freed_twice, .signal = SIGABRT) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mspan *s = mheap_alloc_manual(&fake->heap, NULL, 1, SPAN_ALLOC_STACK);
  mheap_free_manual(&fake->heap, NULL, s, SPAN_ALLOC_STACK);
  mheap_free_manual(&fake->heap, NULL, s, SPAN_ALLOC_STACK);
}

Test(mheap, a_used_span_is_not_freed, .signal = SIGABRT) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mspan *s = mheap_alloc(&fake->heap, NULL, 1, span_class_make(0, true));
  s->alloc_count = 1;
  mheap_free_span(&fake->heap, NULL, s);
}

Test(mheap, check_finds_a_wrong_table, .signal = SIGABRT) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mspan *s = mheap_alloc_manual(&fake->heap, NULL, 4, SPAN_ALLOC_STACK);
  arena_of(&fake->heap, s->start_addr)->spans[s->start_addr / page_size % pages_per_arena + 2] =
      NULL;
  mheap_check(&fake->heap);
}

// Each statistic that is wrong by one is found.
Test(mheap, check_finds_every_wrong_statistic) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  fake_alloc(fake, &fake->p, 100, NULL);
  fake_alloc(fake, &fake->p, 100000, NULL);
  fake_stop(fake);
  fake_start(fake);
  fake_alloc(fake, &fake->p, 200, NULL);
  fake_alloc(fake, &fake->p, 200000, NULL);
  mheap_check(h);
  struct heap_stats_delta *now = &h->stats.heap_stats.stats[1];
  uint64_t *const wrong[] = {
      &h->stats.total_alloc,
      &h->stats.total_free,
      &h->stats.heap_released,
      &h->stats.heap_in_use,
      &h->stats.heap_free,
      &h->stats.mapped_ready,
      &h->stats.gc_misc_sys,
      &h->stats.other_sys,
      &h->stats.mspan_sys,
      &h->stats.mcache_sys,
      &h->span_alloc.in_use,
      &h->cache_alloc.in_use,
      &h->pages_in_use,
      (uint64_t *)&now->committed,
      (uint64_t *)&now->released,
      (uint64_t *)&now->in_heap,
      (uint64_t *)&now->in_stacks,
      &now->large_alloc,
      &now->large_alloc_count,
      &now->large_free,
      &now->large_free_count,
      &now->small_alloc_count[3],
      &now->small_free_count[9],
      &fake->p.pcache.scav,
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
      if (!freopen("/dev/null", "w", stderr))
        _exit(3);
      *wrong[i] ^= 1;
      mheap_check(h);
      _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "statistic %zu", i);
  }
  fake_heap_delete(fake);
}

Test(mheap, check_finds_a_wrong_count, .signal = SIGABRT) {
  struct fake_heap *fake = fake_heap_new(NULL);
  mheap_alloc(&fake->heap, NULL, 4, span_class_make(0, true));
  fake->heap.pages_in_use++;
  mheap_check(&fake->heap);
}
