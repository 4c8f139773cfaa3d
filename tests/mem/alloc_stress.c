// Threads that allocate, sweep and free at the same time; for ThreadSanitizer.
//
// Each thread is a P with objects of its own. In rounds: all allocate, fill and check; then the
// world stops (a barrier), the first thread finishes the sweep, each marks what it keeps, the first
// starts the sweep, and all go on, sweeping as they allocate. Another thread, which has no P, runs
// the background scavenger and reads the statistics all the while: at each moment they must add up.

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/mem/heap_fake.h"

enum { threads = 4, rounds = 12, objects = 3000 };

struct worker {
  pthread_t id;
  struct mem_p p;
  uint64_t seed;
  uint64_t *object[objects]; // the first word is the size in words, all others the object's address
};

static struct fake_heap *fake;
static pthread_barrier_t barrier;
static struct worker workers[threads];

static void fill(uint64_t *object, uint64_t words) {
  object[0] = words;
  for (uint64_t i = 1; i < words; i++)
    object[i] = (uintptr_t)object;
}

static void verify(const uint64_t *object) {
  for (uint64_t i = 1; i < object[0]; i++)
    if (object[i] != (uintptr_t)object)
      vole_throw("object %p was overwritten", (const void *)object);
}

static uint64_t random_words(uint64_t *seed) {
  uint64_t kind = fake_random(seed) % 64;
  if (kind == 0)
    return fake_random(seed) % 20000 + 2;
  return fake_random(seed) % (kind < 8 ? 2000 : 40) + 2;
}

static void allocate(struct worker *w) {
  for (int i = 0; i < objects; i++) {
    if (w->object[i]) {
      verify(w->object[i]);
      continue;
    }
    uint64_t words = random_words(&w->seed);
    w->object[i] = fake_alloc(fake, &w->p, words * 8, NULL);
    fill(w->object[i], words);
    if (i % 50 == 0) {
      struct mspan *s =
          mheap_alloc_manual(&fake->heap, &w->p, fake_random(&w->seed) % 20 + 1, SPAN_ALLOC_STACK);
      *(uint64_t *)s->start_addr = 1;
      mheap_free_manual(&fake->heap, &w->p, s, SPAN_ALLOC_STACK);
    }
    if (i % 100 == 0)
      sweep_background_step(&fake->heap, &w->p, 3);
    if (i % 1000 == 0)
      mheap_scavenge_all(&fake->heap);
  }
}

static void mark(struct worker *w) {
  for (int i = 0; i < objects; i++) {
    if (fake_random(&w->seed) % 3 != 0)
      w->object[i] = NULL;
    else if (!fake_mark(fake, w->object[i]))
      vole_throw("object %p has two owners", (void *)w->object[i]);
  }
}

static void *work(void *arg) {
  struct worker *w = arg;
  bool first = w == workers;
  for (int round = 0; round < rounds; round++) {
    allocate(w);
    pthread_barrier_wait(&barrier);
    if (first) {
      fake_stop(fake);
      mheap_check(&fake->heap);
    }
    pthread_barrier_wait(&barrier);
    mark(w);
    pthread_barrier_wait(&barrier);
    if (first) {
      fake_start(fake);
      if (!sweep_active_begin(&fake->heap))
        vole_throw("the sweep ended before it began");
    }
    pthread_barrier_wait(&barrier);
    mcache_prepare_for_sweep(&fake->heap, &w->p);
    pthread_barrier_wait(&barrier);
    if (first)
      sweep_active_end(&fake->heap);
  }
  return NULL;
}

// One reading of the statistics: nothing holds more than there is of it.
static void read_stats(struct mheap *h) {
  struct heap_stats_delta now;
  heap_stats_read(&h->stats, &now);
  int64_t bytes = (int64_t)(now.large_alloc - now.large_free);
  for (unsigned i = 0; i < num_size_classes; i++)
    bytes += (int64_t)(now.small_alloc_count[i] - now.small_free_count[i]) * sizeclass_size[i];
  invariant(bytes >= 0 && bytes <= now.in_heap && now.released >= 0 && now.in_stacks >= 0);
  invariant(now.in_heap + now.in_stacks + now.in_work_bufs + now.in_ptr_scalar_bits <=
            now.committed);
}

static void *watch(void *arg) {
  uint32_t *stop = arg;
  struct mheap *h = &fake->heap;
  int64_t now = 0;
  atomic_store_u64(&h->scavenge.gc_percent_goal, 1 << 20);
  for (uint32_t i = 0; atomic_load_u32(stop) == 0; i++) {
    now += 1000 * 1000;
    mheap_scavenger_step(h, now);
    read_stats(h);
    if (i % 100 == 0)
      mheap_scavenge_next_gen(h);
  }
  invariant(atomic_load_uintptr(&h->pages.scav.released_bg) > 0);
  return NULL;
}

int main(void) {
  // What is used after its release faults, and hints are given.
  struct mem_config config = {.hard_decommit = true, .disable_thp = true, .huge_pages = true};
  fake = fake_heap_new(&config);
  uint32_t stop = 0;
  pthread_t watcher;
  pthread_create(&watcher, NULL, watch, &stop);
  pthread_barrier_init(&barrier, NULL, threads);
  for (int i = 0; i < threads; i++) {
    workers[i].seed = (uint64_t)i;
    mem_p_init(&fake->heap, &workers[i].p);
  }
  for (int i = 0; i < threads; i++)
    pthread_create(&workers[i].id, NULL, work, &workers[i]);
  for (int i = 0; i < threads; i++)
    pthread_join(workers[i].id, NULL);
  atomic_store_u32(&stop, 1);
  pthread_join(watcher, NULL);
  while (sweep_one(&fake->heap, &fake->p) != UINTPTR_MAX) {
  }
  for (int i = 0; i < threads; i++)
    mem_p_destroy(&fake->heap, &workers[i].p);
  mheap_check(&fake->heap);
  printf("%lu bytes allocated, %lu freed\n", (unsigned long)fake->heap.stats.total_alloc,
         (unsigned long)fake->heap.stats.total_free);
  fake_heap_delete(fake);
  pthread_barrier_destroy(&barrier);
  return 0;
}
