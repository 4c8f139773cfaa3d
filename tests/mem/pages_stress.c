// tests/mem/pages_stress.c: threads allocate, write, verify and free pages, directly and through
// page caches, while two others give memory back. Losing a page that is in use shows as a wrong
// word.

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "mem/atomic.h"
#include "mem/pagecache.h"
#include "mem/scavenge.h"

enum { workers = 3, rounds = 40000, slots = 24, chunks = 8 };

static struct mem_stats st;
static struct persistent persistent;
static struct mutex lock;
static struct page_alloc pages;
static uint32_t done, failed;

struct worker {
  struct heap_stats_writer writer;
  struct page_cache cache;
  uintptr_t addr[slots], npages[slots];
  uint64_t random;
};

// The first and last word of each page hold its own address.
static void mark_pages(uintptr_t addr, uintptr_t npages) {
  for (uintptr_t p = addr; p < addr + npages * page_size; p += page_size) {
    *(uintptr_t *)p = p;
    *(uintptr_t *)(p + page_size - 8) = p;
  }
}

static void verify_pages(uintptr_t addr, uintptr_t npages) {
  for (uintptr_t p = addr; p < addr + npages * page_size; p += page_size) {
    if (*(uintptr_t *)p != p || *(uintptr_t *)(p + page_size - 8) != p)
      atomic_store_u32(&failed, 1);
  }
}

static uintptr_t take_pages(struct worker *w, uintptr_t npages) {
  uintptr_t scav, addr = 0;
  if (npages < page_cache_pages / 4)
    addr = page_cache_alloc(&w->cache, npages, &scav);
  if (addr == 0) {
    mutex_lock(&lock);
    if (npages < page_cache_pages / 4 && page_cache_empty(&w->cache))
      w->cache = page_cache_fill(&pages);
    addr = page_alloc_alloc(&pages, npages, &scav);
    mutex_unlock(&lock);
  }
  if (addr == 0)
    return 0;
  sys_used(&st, (void *)addr, npages * page_size, scav);
  sys_stat_add(&st.heap_released, -(int64_t)scav);
  sys_stat_add(&st.heap_free, -(int64_t)(npages * page_size - scav));
  return addr;
}

static void give_pages(uintptr_t addr, uintptr_t npages) {
  mutex_lock(&lock);
  sys_stat_add(&st.heap_free, (int64_t)(npages * page_size));
  page_alloc_free(&pages, addr, npages);
  mutex_unlock(&lock);
}

static void *work(void *arg) {
  struct worker *w = arg;
  for (unsigned round = 0; round < rounds; round++) {
    w->random = w->random * 6364136223846793005u + 1442695040888963407u;
    unsigned i = (unsigned)(w->random >> 33) % slots;
    if (w->addr[i] != 0) {
      verify_pages(w->addr[i], w->npages[i]);
      give_pages(w->addr[i], w->npages[i]);
      w->addr[i] = 0;
      continue;
    }
    w->npages[i] = 1 + (w->random >> 40) % (round % 4 == 0 ? 120 : 9);
    w->addr[i] = take_pages(w, w->npages[i]);
    if (w->addr[i] != 0)
      mark_pages(w->addr[i], w->npages[i]);
  }
  for (unsigned i = 0; i < slots; i++) {
    if (w->addr[i] == 0)
      continue;
    verify_pages(w->addr[i], w->npages[i]);
    give_pages(w->addr[i], w->npages[i]);
  }
  mutex_lock(&lock);
  page_cache_flush(&w->cache, &pages);
  mutex_unlock(&lock);
  return NULL;
}

static void *scavenge(void *arg) {
  bool force = arg != NULL;
  while (atomic_load_u32(&done) == 0) {
    page_alloc_scavenge(&pages, NULL, 64 << 10, NULL, NULL, force);
    mutex_lock(&lock);
    scav_index_next_gen(&pages.scav.index);
    mutex_unlock(&lock);
  }
  return NULL;
}

static void expect(bool holds, const char *what) {
  if (holds)
    return;
  fprintf(stderr, "failed: %s\n", what);
  exit(1);
}

int main(void) {
  static struct worker all[workers];
  pthread_t threads[workers + 2];
  size_t n = (size_t)chunks * palloc_chunk_bytes;
  mem_stats_init(&st);
  st.sys.hard_decommit = true; // what is touched after its release faults
  persistent_init(&persistent, &st);
  mutex_init(&lock, LOCK_RANK_MHEAP);
  page_alloc_init(&pages, &lock, &st, &persistent, &st.gc_misc_sys, false);
  void *memory = sys_reserve_aligned(&st, NULL, &n, palloc_chunk_bytes);
  expect(memory != NULL, "address space");
  n = (size_t)chunks * palloc_chunk_bytes;
  sys_map(&st, memory, n, &st.heap_released);
  sys_os_fault(&st, memory, n);
  mutex_lock(&lock);
  page_alloc_grow(&pages, (uintptr_t)memory, n);
  mutex_unlock(&lock);
  uint64_t ready = st.mapped_ready;

  pthread_create(&threads[workers], NULL, scavenge, NULL);
  pthread_create(&threads[workers + 1], NULL, scavenge, &done);
  for (unsigned i = 0; i < workers; i++) {
    all[i].random = i + 1;
    pthread_create(&threads[i], NULL, work, &all[i]);
  }
  for (unsigned i = 0; i < workers; i++)
    pthread_join(threads[i], NULL);
  atomic_store_u32(&done, 1);
  pthread_join(threads[workers], NULL);
  pthread_join(threads[workers + 1], NULL);

  page_alloc_scavenge(&pages, NULL, ~(uintptr_t)0, NULL, NULL, true);
  mutex_lock(&lock);
  page_alloc_check(&pages);
  uintptr_t scav;
  expect(page_alloc_alloc(&pages, n / page_size, &scav) == (uintptr_t)memory, "all pages are free");
  mutex_unlock(&lock);
  expect(atomic_load_u32(&failed) == 0, "pages keep their contents while in use");
  expect(scav == n, "all pages are scavenged");
  expect(st.heap_free == 0 && st.heap_released == n, "the counters agree");
  expect(st.mapped_ready == ready, "mapped_ready agrees");
  return 0;
}
