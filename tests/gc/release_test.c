// tests/gc/release_test.c: memory goes back to the system: what the process holds is read from the
// system itself.

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gc/control.h"
#include "gc/embed.h"
#include "mem/sys.h"
#include "tests/gc/embed_fake.h"

// Bytes of the process that are in memory.
static int64_t resident(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  long pages = 0;
  cr_assert(file && fscanf(file, "%*d %ld", &pages) == 1);
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

// Stands for the system monitor: a thread that steps the scavenger whenever it is due.
struct monitor {
  struct mheap *heap;
  pthread_t thread;
  uint32_t stop; // atomic
};

static void *watch(void *arg) {
  struct monitor *monitor = arg;
  while (atomic_load_u32(&monitor->stop) == 0) {
    mheap_scavenger_step(monitor->heap, sys_nanotime());
    nanosleep(&(struct timespec){.tv_nsec = 1000 * 1000}, NULL);
  }
  return NULL;
}

static void monitor_start(struct monitor *monitor, struct mheap *heap) {
  monitor->heap = heap;
  monitor->stop = 0;
  pthread_create(&monitor->thread, NULL, watch, monitor);
}

static void monitor_stop(struct monitor *monitor) {
  atomic_store_u32(&monitor->stop, 1);
  pthread_join(monitor->thread, NULL);
}

// A list of blocks of 64 KiB, each written to, of so many bytes altogether.
static void *make_blocks(struct fake *fake, uint64_t bytes) {
  static const uint8_t mask[] = {1};
  static const struct layout block = {.size = 64 << 10, .ptrdata = 8, .mask = mask};
  void *head = NULL;
  for (uint64_t made = 0; made < bytes; made += block.size) {
    void **b = gc_malloc(&fake->gc, fake->procs[0], block.size, &block, true);
    memset(b, 1, block.size);
    *b = head;
    head = b;
    fake->stack[0] = head;
    fake_safepoint(fake);
  }
  return head;
}

enum { burst_mib = 1024, rest_mib = 10, patience = 10 /* s */ };

// The program that holds 1 GiB and then 10 MiB goes on allocating, 100 MiB a second.
Test(release, memory_falls_after_a_burst, .timeout = 120) {
  struct fake *fake = fake_new("scavtrace=1", "verify", NULL);
  struct monitor monitor;
  int64_t before = resident();
  monitor_start(&monitor, &fake->gc.heap);
  make_blocks(fake, (uint64_t)burst_mib << 20);
  gc_collect(&fake->gc, fake->procs[0]);
  int64_t peak = resident() - before;
  cr_assert(peak > (int64_t)burst_mib << 20, "only %ld", (long)peak);
  fake->stack[1] = fake->stack[0] = NULL;
  fake->stack[1] = make_blocks(fake, (uint64_t)rest_mib << 20);
  gc_collect(&fake->gc, fake->procs[0]);
  int64_t start = sys_nanotime(), held = peak;
  while (held > peak / 5 && sys_nanotime() - start < (int64_t)patience * 1000000000) {
    make_blocks(fake, rest_mib << 20);
    nanosleep(&(struct timespec){.tv_nsec = 100 * 1000 * 1000}, NULL);
    held = resident() - before;
  }
  cr_assert(held <= peak / 5, "%ld of %ld bytes after %d s", (long)held, (long)peak, patience);
  cr_assert(strstr(fake->printed, "scav "), "%s", fake->printed);
  gc_collect(&fake->gc, fake->procs[0]); // and recount, while memory is released
  monitor_stop(&monitor);
  fake_free(fake);
}

Test(release, free_os_memory_releases_at_once) {
  struct fake *fake = fake_new("scavtrace=1", NULL, NULL);
  int64_t before = resident();
  make_blocks(fake, 100 << 20);
  int64_t peak = resident() - before;
  fake->stack[0] = NULL;
  gc_collect(&fake->gc, fake->procs[0]);
  gc_scavenge_all(&fake->gc);
  int64_t held = resident() - before;
  cr_assert(held < peak / 10, "%ld of %ld bytes", (long)held, (long)peak);
  cr_assert(strstr(fake->printed, " (forced)\n"), "%s", fake->printed);
  fake_free(fake);
}

// The scavenger works for the memory limit too, and stops at 95% of it (Go issue 62449).
Test(release, the_background_keeps_below_the_limit, .timeout = 60) {
  struct gc_config config = {.gogc = "100", .gomemlimit = "120MiB", .procs = fake_procs};
  struct fake *fake = fake_new_config(&config);
  struct mem_stats *st = &fake->gc.heap.stats;
  make_blocks(fake, 100 << 20);
  gc_collect(&fake->gc, fake->procs[0]);
  fake->stack[0] = NULL;
  for (int i = 0; i < 2; i++)
    gc_collect(&fake->gc, fake->procs[0]);
  uint64_t goal = (uint64_t)(120 << 20) / 100 * 95;
  uint64_t ready = atomic_load_u64(&st->mapped_ready);
  if (ready <= goal)
    gc_set_memory_limit(&fake->gc, (int64_t)(ready - (1 << 20)));
  goal = (uint64_t)((double)gc_set_memory_limit(&fake->gc, -1) * 0.95);
  cr_assert_eq(atomic_load_u64(&fake->gc.heap.scavenge.memory_limit_goal), goal);
  atomic_store_u64(&fake->gc.heap.scavenge.gc_percent_goal, UINT64_MAX);
  int64_t now = 0;
  for (int i = 0; i < 10000 && now != INT64_MAX; i++) {
    scavenger_ready(&fake->gc.heap.scavenger);
    now = mheap_scavenger_step(&fake->gc.heap, now);
  }
  cr_assert_eq(now, INT64_MAX, "it parks");
  ready = atomic_load_u64(&st->mapped_ready);
  // It stops a quantum below at most, but for a huge page that it does not break up.
  uint64_t slack = scavenger_quantum + st->sys.phys_huge_page_size;
  cr_assert(ready <= goal && ready + slack > goal, "%lu, goal %lu", (unsigned long)ready,
            (unsigned long)goal);
  fake_free(fake);
}
