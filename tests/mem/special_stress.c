// tests/mem/special_stress.c: threads that pin, attach records to and use the chunks of arenas of
// one heap at the same time, while it is swept; for ThreadSanitizer.
//
// All threads work on the same objects. Each knows what it pinned; between rounds, with the world
// stopped, the sums are compared with the heap's, and an object that nobody pinned may die. In the
// end each cleanup has been called once, and no record and no chunk is left.

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "mem/pinner.h"
#include "mem/userarena.h"
#include "tests/mem/heap_fake.h"

enum { threads = 4, rounds = 10, objects = 500, operations = 4000, chunks = 3 };

struct worker {
  pthread_t id;
  struct mem_p p;
  uint64_t seed;
  uint16_t pins[objects];
  uint32_t cleanups; // added and not taken away
  struct mspan *chunk[chunks];
};

static struct fake_heap *fake;
static pthread_barrier_t barrier;
static struct worker workers[threads];
static void *object[objects]; // shared; NULL for those that died

static const uint8_t mask[] = {1};
static const struct layout pair = {.size = 16, .ptrdata = 8, .mask = mask};

static void pin(struct worker *w, unsigned i) {
  pin_set(&fake->heap, &w->p, (uintptr_t)object[i] + i % 32, true);
  w->pins[i]++;
}

static void unpin(struct worker *w, unsigned i) {
  if (w->pins[i] == 0)
    return;
  w->pins[i]--;
  if (pin_set(&fake->heap, &w->p, (uintptr_t)object[i], false) != PIN_DONE)
    vole_throw("object %p lost a pin", object[i]);
}

// Adds a cleanup, and every other time takes it away.
static void cleanup(struct worker *w, unsigned i) {
  struct special_cleanup *record = special_new(&fake->heap, SPECIAL_KIND_CLEANUP);
  uint64_t id = record->id = fake_random(&w->seed);
  special_add(&fake->heap, &w->p, (uintptr_t)object[i], &record->special);
  if (id % 2 == 0) {
    w->cleanups++;
    return;
  }
  if (special_remove_cleanup(&fake->heap, &w->p, (uintptr_t)object[i], id) != record)
    vole_throw("object %p lost a cleanup", object[i]);
  special_free(&fake->heap, &record->special);
}

// Makes a chunk, allocates in it, or frees it.
static void use_chunk(struct worker *w) {
  struct mspan **slot = &w->chunk[fake_random(&w->seed) % chunks];
  if (!*slot) {
    *slot = user_arena_new_chunk(&fake->heap, &w->p);
    return;
  }
  uint64_t *memory = user_arena_take(&fake->heap, &w->p, *slot, &pair, 1000, 8);
  if (!memory || fake_random(&w->seed) % 8 == 0) {
    user_arena_fault_chunk(&fake->heap, &w->p, *slot);
    *slot = NULL;
    return;
  }
  for (int i = 0; i < 2000; i++)
    if (memory[i] != 0)
      vole_throw("memory %p of an arena is dirty", (void *)memory);
  memset(memory, 0xff, 16000);
}

static void operate(struct worker *w) {
  for (int n = 0; n < operations; n++) {
    unsigned i = fake_random(&w->seed) % objects;
    switch (fake_random(&w->seed) % 16) {
    case 0:
      use_chunk(w);
      break;
    case 1:
      sweep_background_step(&fake->heap, &w->p, 2);
      break;
    case 2:
    case 3:
      cleanup(w, i);
      break;
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
      pin(w, i);
      break;
    default:
      unpin(w, i);
    }
  }
}

// Compares the pins with what the threads know, and marks what lives on. World stopped.
static void check_and_mark(bool last) {
  static uint64_t seed;
  for (unsigned i = 0; i < objects; i++) {
    uintptr_t pins = 0, address = (uintptr_t)object[i];
    for (int t = 0; t < threads; t++)
      pins += workers[t].pins[i];
    if (pin_is_set(&fake->heap, address) != (pins > 0) ||
        pin_count_beyond_first(&fake->heap, address) != (pins > 1 ? pins - 1 : 0))
      vole_throw("object %p was pinned %lu times", object[i], (unsigned long)pins);
    if (pins > 0 || (!last && fake_random(&seed) % 2 == 0))
      fake_mark(fake, object[i]);
    else
      object[i] = NULL;
  }
  for (int t = 0; t < threads; t++)
    for (int i = 0; i < chunks; i++)
      if (workers[t].chunk[i])
        fake_mark(fake, (char *)workers[t].chunk[i]->start_addr + 77);
}

// Gives up what a thread has.
static void let_go(struct worker *w) {
  for (unsigned i = 0; i < objects; i++)
    while (w->pins[i] > 0)
      unpin(w, i);
  for (int i = 0; i < chunks; i++)
    if (w->chunk[i])
      user_arena_fault_chunk(&fake->heap, &w->p, w->chunk[i]);
  memset(w->chunk, 0, sizeof w->chunk);
}

static void *work(void *arg) {
  struct worker *w = arg;
  bool first = w == workers;
  for (int round = 0; round < rounds; round++) {
    for (int i = 0; first && i < objects; i++)
      if (!object[i])
        object[i] = fake_alloc(fake, &w->p, 32, NULL);
    pthread_barrier_wait(&barrier);
    if (round < rounds - 1)
      operate(w);
    else
      let_go(w);
    w->p.mcache->scan_alloc = 0;
    pthread_barrier_wait(&barrier);
    if (first) {
      fake_stop(fake);
      mheap_check(&fake->heap);
      check_and_mark(round == rounds - 1);
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

int main(void) {
  fake = fake_heap_new(NULL);
  pthread_barrier_init(&barrier, NULL, threads);
  for (int i = 0; i < threads; i++) {
    workers[i].seed = (uint64_t)i + 1;
    mem_p_init(&fake->heap, &workers[i].p);
  }
  for (int i = 0; i < threads; i++)
    pthread_create(&workers[i].id, NULL, work, &workers[i]);
  uint32_t cleanups = 0;
  for (int i = 0; i < threads; i++) {
    pthread_join(workers[i].id, NULL);
    cleanups += workers[i].cleanups;
  }
  struct mheap *h = &fake->heap;
  while (sweep_one(h, &fake->p) != UINTPTR_MAX) {
  }
  invariant(fake->finalized == cleanups);
  invariant(h->special_alloc[SPECIAL_KIND_CLEANUP].in_use == 0 &&
            h->special_alloc[SPECIAL_KIND_PIN_COUNTER].in_use == 0);
  invariant(mspan_list_empty(&h->user_arena.quarantine_list));
  printf("%u cleanups, %lu bytes allocated\n", cleanups, (unsigned long)h->stats.total_alloc);
  for (int i = 0; i < threads; i++)
    mem_p_destroy(h, &workers[i].p);
  fake_heap_delete(fake);
  pthread_barrier_destroy(&barrier);
  return 0;
}
