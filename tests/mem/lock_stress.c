// Mutexes and consistent statistics under contention; for ThreadSanitizer.

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/atomic.h"
#include "mem/stats.h"

enum { writers = 4, rounds = 20000 };

static struct mem_stats st;

// Adds the same to two fields at a time, so that a reader can tell a torn set.
static void *write_stats(void *arg) {
  struct heap_stats_writer *ticket = arg;
  if (ticket)
    heap_stats_register(&st, ticket);
  for (int i = 0; i < rounds; i++) {
    struct heap_stats_delta *delta = heap_stats_acquire(&st, ticket);
    atomic_add_i64(&delta->committed, 8);
    atomic_add_i64(&delta->in_heap, 8);
    atomic_add_u64(&delta->small_alloc_count[5], 1);
    heap_stats_release(&st, ticket);
  }
  if (ticket)
    heap_stats_unregister(&st, ticket);
  return NULL;
}

int main(void) {
  static struct heap_stats_writer tickets[writers];
  pthread_t threads[writers];
  mem_stats_init(&st);
  // The last writer has no ticket, like a thread without a P.
  for (int i = 0; i < writers; i++)
    pthread_create(&threads[i], NULL, write_stats, i == writers - 1 ? NULL : &tickets[i]);
  struct heap_stats_delta now, before = {0};
  for (int i = 0; i < 2000; i++) {
    heap_stats_read(&st, &now);
    if (now.committed != now.in_heap || now.committed < before.committed ||
        now.small_alloc_count[5] * 8 != (uint64_t)now.in_heap) {
      fprintf(stderr, "inconsistent: %lld committed, %lld in heap\n", (long long)now.committed,
              (long long)now.in_heap);
      return 1;
    }
    before = now;
  }
  for (int i = 0; i < writers; i++)
    pthread_join(threads[i], NULL);
  heap_stats_read(&st, &now);
  if (now.committed != 8l * writers * rounds) {
    fprintf(stderr, "lost: %lld of %ld\n", (long long)now.committed, 8l * writers * rounds);
    return 1;
  }
  return 0;
}
