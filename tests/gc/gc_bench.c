// tests/gc/gc_bench.c: what an allocation and a marked object cost, in nanoseconds.
//
// gc_bench [objects]: allocates garbage by several ways, then marks a heap of so many list nodes,
// linked in order of allocation and shuffled.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "gc/control.h"
#include "gc/malloc.h"
#include "tests/gc/embed_fake.h"

static double now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static const uint8_t pair_mask[] = {1};
static const struct layout pair_layout = {.size = 16, .ptrdata = 8, .mask = pair_mask};

// Allocates count objects of the site, collecting when asked to.
static void bench_site(struct fake *fake, const char *name, uintptr_t size,
                       const struct layout *layout, long count) {
  struct gc_alloc_site site;
  gc_alloc_site_init(&site, size, layout);
  double start = now_ns();
  for (long i = 0; i < count; i++) {
    gc_malloc_site(&fake->gc, fake->procs[0], &site);
    if (gc_pending(&fake->gc))
      fake_safepoint(fake);
  }
  printf("%-28s %6.1f ns an object\n", name, (now_ns() - start) / (double)count);
}

static void bench_mark(struct fake *fake, const char *name, struct node **nodes, long count) {
  for (long i = 0; i + 1 < count; i++)
    nodes[i]->next = nodes[i + 1];
  nodes[count - 1]->next = NULL;
  // A list alone is a chain that no prefetch helps: hang half of it on a second root's tree.
  for (long i = 0; i < count; i++)
    nodes[i]->other = 2 * i + 1 < count ? nodes[2 * i + 1] : NULL;
  fake->stack[0] = nodes[0];
  double start = now_ns();
  gc_collect(&fake->gc, fake->procs[0]);
  double ns = now_ns() - start;
  double mark = (double)(fake->gc.stats.mark_term_time - fake->gc.stats.mark_time);
  printf("%-28s %6.1f ns an object (with sweep %.1f), %.1f MB\n", name, mark / (double)count,
         ns / (double)count, (double)fake->gc.pacer.heap_marked / 1e6);
}

int main(int argc, char **argv) {
  long count = argc > 1 ? atol(argv[1]) : 1000000;
  struct fake *fake = fake_new(NULL, NULL, NULL);
  bench_site(fake, "16 bytes, one pointer", 16, &pair_layout, 10 * count);
  bench_site(fake, "24 bytes, two pointers", 24, &node_layout, 10 * count);
  bench_site(fake, "16 bytes, no pointers", 16, NULL, 10 * count);
  bench_site(fake, "8 bytes, tiny", 8, NULL, 10 * count);
  struct node **nodes = malloc((size_t)count * sizeof *nodes);
  gc_set_percent(&fake->gc, -1);
  for (long i = 0; i < count; i++)
    nodes[i] = fake_node(fake, NULL, (uint64_t)i);
  bench_mark(fake, "mark in order", nodes, count);
  uint64_t random = 88172645463325252;
  for (long i = count - 1; i > 0; i--) {
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    long other = (long)(random % (uint64_t)(i + 1));
    struct node *node = nodes[i];
    nodes[i] = nodes[other];
    nodes[other] = node;
  }
  bench_mark(fake, "mark shuffled", nodes, count);
  free(nodes);
  fake_free(fake);
  return 0;
}
