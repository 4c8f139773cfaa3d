// Objects allocated, marked, swept and allocated again, against a list of what should be alive.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "mem/poison.h"
#include "tests/mem/heap_fake.h"

static const uint8_t one_bit[] = {1};
static const struct layout pointer = {.size = 8, .ptrdata = 8, .mask = one_bit};

// What the test knows to be alive.
struct object {
  uint64_t *words;
  uintptr_t size;
  uint64_t value; // in all words
};

enum { max_objects = 30000 };
struct world {
  struct fake_heap *fake;
  struct object object[max_objects];
  int count;
  uint64_t seed;
  uint64_t allocated; // bytes of slots ever
  uint64_t freed;
};

static uintptr_t random_size(uint64_t *seed) {
  switch (fake_random(seed) % 16) {
  case 0:
    return fake_random(seed) % 32768 / 8 * 8 + 8;
  case 1:
    return fake_random(seed) % 40 == 0 ? fake_random(seed) % 1000000 / 8 * 8 + 8 : 64;
  default:
    return fake_random(seed) % 512 / 8 * 8 + 8;
  }
}

static uintptr_t slot_of(struct world *w, const void *object) {
  return span_of_heap(&w->fake->heap, (uintptr_t)object)->elem_size;
}

static void add_object(struct world *w) {
  uintptr_t size = random_size(&w->seed);
  bool scan = fake_random(&w->seed) % 2 == 0;
  struct object *x = &w->object[w->count++];
  x->words = fake_alloc(w->fake, &w->fake->p, size, scan ? &pointer : NULL);
  x->size = size;
  x->value = fake_random(&w->seed);
  for (uintptr_t i = 0; i < size / 8; i++)
    x->words[i] = x->value;
  w->allocated += slot_of(w, x->words);
}

static void check_objects(struct world *w) {
  for (int i = 0; i < w->count; i++)
    for (uintptr_t j = 0; j < w->object[i].size / 8; j++)
      cr_assert_eq(w->object[i].words[j], w->object[i].value);
}

// Drops some, marks the others.
static void collect(struct world *w, unsigned percent) {
  fake_stop(w->fake);
  mheap_check(&w->fake->heap);
  int kept = 0;
  for (int i = 0; i < w->count; i++) {
    if (fake_random(&w->seed) % 100 < percent) {
      cr_assert(fake_mark(w->fake, w->object[i].words), "two objects share a slot");
      w->object[kept++] = w->object[i];
    } else {
      w->freed += slot_of(w, w->object[i].words);
    }
  }
  w->count = kept;
  fake_start(w->fake);
}

// Every counter against what the test counted.
static void check_counters(struct world *w) {
  struct mheap *h = &w->fake->heap;
  while (sweep_one(h, &w->fake->p) != UINTPTR_MAX) {
  }
  cr_assert(sweep_is_done(h));
  mcache_release_all(h, &w->fake->p);
  mheap_check(h);
  cr_assert_eq(h->stats.total_alloc, w->allocated);
  cr_assert_eq(h->stats.total_free, w->freed);
  cr_assert_eq(w->fake->live, w->allocated - w->freed);
  struct heap_stats_delta delta;
  heap_stats_read(&h->stats, &delta);
  uint64_t allocated = delta.large_alloc, freed = delta.large_free;
  for (unsigned c = 1; c < num_size_classes; c++) {
    allocated += delta.small_alloc_count[c] * sizeclass_size[c];
    freed += delta.small_free_count[c] * sizeclass_size[c];
  }
  cr_assert_eq(allocated, w->allocated);
  cr_assert_eq(freed, w->freed);
  uint64_t objects = 0;
  for (uint32_t i = 0; i < h->allspans_count; i++)
    if (mspan_state(h->allspans[i]) == MSPAN_IN_USE)
      objects += h->allspans[i]->alloc_count;
  cr_assert_eq(objects, (uint64_t)w->count);
}

static void run_world(uint64_t seed, const struct mem_config *config) {
  struct world *w = calloc(1, sizeof *w);
  w->fake = fake_heap_new(config);
  w->seed = seed;
  for (int cycle = 0; cycle < 12; cycle++) {
    int more = (int)(fake_random(&w->seed) % 8000);
    while (more-- > 0 && w->count < max_objects)
      add_object(w);
    check_objects(w);
    collect(w, fake_random(&w->seed) % 101);
    if (cycle % 3 == 0)
      check_counters(w);
    else // some of it swept by the background
      sweep_background_step(&w->fake->heap, &w->fake->p, (uint32_t)(cycle * 7));
  }
  check_objects(w);
  check_counters(w);
  collect(w, 0);
  check_counters(w);
  cr_assert_eq(w->fake->heap.stats.heap_in_use, 0, "all spans went back");
  fake_heap_delete(w->fake);
  free(w);
}

Test(sweep, random_worlds) {
  for (uint64_t seed = 1; seed <= 6; seed++)
    run_world(seed, NULL);
}

Test(sweep, random_world_with_clobber_and_decommit) {
  struct mem_config config = {.clobber_free = true, .hard_decommit = true, .madv_dontneed = true};
  run_world(11, &config);
}

Test(sweep, dead_objects_are_clobbered) {
  struct mem_config config = {.clobber_free = true};
  struct fake_heap *fake = fake_heap_new(&config);
  uint32_t *dead = fake_alloc(fake, &fake->p, 48, NULL);
  uint32_t *live = fake_alloc(fake, &fake->p, 48, NULL);
  uint32_t *never = live + 12;
  memset(dead, 1, 48);
  memset(live, 1, 48);
  fake_stop(fake);
  fake_mark(fake, live);
  fake_start(fake);
  poison_use((uintptr_t)dead, 3 * 48); // under ASan only this test may look at free slots
  for (int i = 0; i < 12; i++) {
    cr_assert_eq(dead[i], 0xdeadbeef);
    cr_assert_eq(live[i], 0x01010101);
    cr_assert_eq(never[i], 0);
  }
  fake_heap_delete(fake);
}

// In a build under AddressSanitizer; in others nothing is poisoned.
Test(sweep, free_memory_is_poisoned) {
  struct fake_heap *fake = fake_heap_new(NULL);
  uintptr_t dead = (uintptr_t)fake_alloc(fake, &fake->p, 48, NULL);
  void *live = fake_alloc(fake, &fake->p, 48, NULL);
  uintptr_t large = (uintptr_t)fake_alloc(fake, &fake->p, 100000, NULL);
  cr_assert(!poison_covers(dead, 2 * 48) && !poison_covers(large, 100000));
  cr_assert_eq(poison_covers(dead, 3 * 48), poison_enabled);
  fake_stop(fake);
  fake_mark(fake, live);
  fake_start(fake);
  while (sweep_one(&fake->heap, &fake->p) != UINTPTR_MAX) {
  }
  cr_assert(!poison_covers((uintptr_t)live, 48));
  cr_assert_eq(poison_covers(dead, 1), poison_enabled);
  cr_assert_eq(poison_covers(large, 1), poison_enabled);
  cr_assert_eq((uintptr_t)fake_alloc(fake, &fake->p, 48, NULL), dead);
  cr_assert(!poison_covers(dead, 48));
  struct mspan *s = mheap_alloc_manual(&fake->heap, &fake->p, 20, SPAN_ALLOC_STACK);
  cr_assert(!poison_covers(s->start_addr, 20 * page_size));
  mheap_free_manual(&fake->heap, &fake->p, s, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
  cr_assert(!poison_covers(dead, 48));
}

Test(sweep, free_slots_are_reused_in_order) {
  struct fake_heap *fake = fake_heap_new(NULL);
  char *x[100];
  for (int i = 0; i < 100; i++)
    x[i] = fake_alloc(fake, &fake->p, 64, NULL);
  fake_stop(fake);
  for (int i = 0; i < 100; i++)
    if (i % 3 != 0)
      fake_mark(fake, x[i]);
  fake_start(fake);
  for (int i = 0; i < 100; i += 3)
    cr_assert_eq(fake_alloc(fake, &fake->p, 64, NULL), x[i]);
  cr_assert_eq(fake_alloc(fake, &fake->p, 64, NULL), x[99] + 64);
  fake_heap_delete(fake);
}

Test(sweep, generations_of_a_span) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  void *x = fake_alloc(fake, &fake->p, 128, NULL);
  struct mspan *s = span_of_heap(h, (uintptr_t)x);
  cr_assert_eq(s->sweepgen, h->sweepgen + 3, "cached");
  cr_assert(mspan_is_swept(h, s));
  mcache_release_all(h, &fake->p);
  cr_assert_eq(s->sweepgen, h->sweepgen, "in the central");
  fake_stop(fake);
  fake_mark(fake, x);
  fake_start(fake);
  cr_assert_eq(s->sweepgen, h->sweepgen - 2, "to be swept");
  cr_assert(!mspan_is_swept(h, s) && !sweep_is_done(h));
  mspan_ensure_swept(h, &fake->p, s);
  cr_assert_eq(s->sweepgen, h->sweepgen);
  cr_assert_eq(sweep_one(h, &fake->p), UINTPTR_MAX);
  cr_assert(sweep_is_done(h));
  fake_heap_delete(fake);
}

Test(sweep, the_reclaimer_frees_before_the_heap_grows) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  for (int i = 0; i < 200; i++)
    fake_alloc(fake, &fake->p, 100 * page_size, NULL);
  uintptr_t bytes = h->pages.in_use.total_bytes;
  for (int cycle = 0; cycle < 5; cycle++) {
    fake_stop(fake);
    fake_start(fake);
    uint64_t in_use = h->stats.heap_in_use;
    fake_alloc(fake, &fake->p, 100 * page_size, NULL);
    cr_assert_lt(h->stats.heap_in_use, in_use + 1, "at least as much was reclaimed");
    for (int i = 1; i < 200; i++)
      fake_alloc(fake, &fake->p, 100 * page_size, NULL);
    cr_assert_eq(h->pages.in_use.total_bytes, bytes, "the heap did not grow");
    mheap_check(h);
  }
  fake_heap_delete(fake);
}

Test(sweep, the_line_ends_at_the_trigger) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  enum { count = 60000 };
  static void *x[count];
  for (int i = 0; i < count; i++)
    x[i] = fake_alloc(fake, &fake->p, 512, NULL);
  fake_stop(fake);
  for (int i = 0; i < count; i++)
    fake_mark(fake, x[i]);
  fake_start(fake);
  uint64_t start = fake->live;
  uint64_t trigger = start + (8 << 20);
  sweep_pace(h, trigger, start);
  uint64_t half = 0;
  while (fake->live < trigger - sweep_min_heap_distance) {
    fake_alloc(fake, &fake->p, 2048, NULL); // another class: finds nothing to sweep for itself
    if (half == 0 && fake->live >= start + (7 << 20) / 2)
      half = h->pages_swept;
  }
  uint64_t all = count * 512 / page_size;
  cr_assert(half > all * 4 / 10 && half < all * 6 / 10, "%lu of %lu pages", (unsigned long)half,
            (unsigned long)all);
  cr_assert_geq(h->pages_swept + 2, all);
  sweep_pace(h, fake->live - 100, fake->live); // beyond the trigger: at once
  fake_alloc(fake, &fake->p, 8192, NULL);
  fake_alloc(fake, &fake->p, 9472, NULL);
  cr_assert_geq(h->pages_swept, all);
  fake_heap_delete(fake);
}

Test(sweep, zombies_are_found, .signal = SIGABRT) {
  struct fake_heap *fake = fake_heap_new(NULL);
  char *x = fake_alloc(fake, &fake->p, 64, NULL);
  fake_stop(fake);
  fake_mark(fake, x);
  struct mspan *s = span_of_heap(&fake->heap, (uintptr_t)x);
  *mspan_mark_byte(s, 5) |= 1 << 5; // as if something pointed there
  fake_start(fake);
}

Test(sweep, a_start_without_a_finish_is_noticed, .signal = SIGABRT) {
  struct fake_heap *fake = fake_heap_new(NULL);
  void *x = fake_alloc(fake, &fake->p, 64, NULL);
  mcache_release_all(&fake->heap, &fake->p);
  fake_stop(fake);
  fake_mark(fake, x);
  fake_start(fake);
  sweep_start(&fake->heap);
}

Test(sweep, a_p_that_goes_leaves_nothing) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mem_p other = {0};
  mem_p_init(h, &other);
  for (int i = 0; i < 1000; i++)
    fake_alloc(fake, &other, 8 + (uintptr_t)i % 50 * 16, NULL);
  mem_p_destroy(h, &other);
  mheap_check(h);
  fake_stop(fake);
  fake_start(fake);
  while (sweep_one(h, &fake->p) != UINTPTR_MAX) {
  }
  cr_assert_eq(h->stats.heap_in_use, 0);
  cr_assert_eq(h->stats.total_alloc, h->stats.total_free);
  fake_heap_delete(fake);
}

Test(sweep, large_sizes_that_overflow, .exit_code = 2) {
  struct fake_heap *fake = fake_heap_new(NULL);
  mcache_alloc_large(&fake->heap, &fake->p, UINTPTR_MAX - 100, true);
}
