// What the heap below objects costs, in nanoseconds.
//
// alloc_bench [millions]: claims that many millions of objects of several sizes, publishes them
// with their heap bits, and sweeps them when they are dead; then spans of pages, with and without
// the cache of a P.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/mem/heap_fake.h"

static double now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static const uint8_t one_bit[] = {1};

// Lets every stride-th of the last objects live, and all others die.
static double cycle(struct fake_heap *fake, void **object, long count, long stride) {
  fake_stop(fake);
  if (stride != 0)
    for (long i = 0; i < count; i += stride)
      fake_mark(fake, object[i]);
  double start = now_ns();
  fake_start(fake);
  while (sweep_one(&fake->heap, &fake->p) != UINTPTR_MAX) {
  }
  return now_ns() - start;
}

// Allocates rounds times `batch` objects of a size, each batch dead (but one of stride) before the
// next.
static void bench_objects(const char *name, uintptr_t size, bool scan, long batch, int rounds,
                          long stride) {
  struct layout layout = {.size = size, .ptrdata = 8, .mask = one_bit};
  struct fake_heap *fake = fake_heap_new(NULL);
  void **object = malloc((size_t)batch * sizeof *object);
  double allocating = 0, sweeping = 0;
  for (int round = 0; round < rounds; round++) {
    double start = now_ns();
    for (long i = 0; i < batch; i++)
      object[i] = fake_alloc(fake, &fake->p, size, scan ? &layout : NULL);
    allocating += now_ns() - start;
    sweeping += cycle(fake, object, batch, stride);
  }
  double all = (double)batch * rounds;
  printf("%-34s %6.1f ns to allocate, %5.1f to sweep\n", name, allocating / all, sweeping / all);
  free(object);
  fake_heap_delete(fake);
}

static void bench_spans(const char *name, uintptr_t npages, bool with_p, long count) {
  enum { held = 64 };
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mem_p *p = with_p ? &fake->p : NULL;
  struct mspan *span[held] = {0};
  double start = now_ns();
  for (long i = 0; i < count; i++) {
    if (span[i % held])
      mheap_free_manual(h, p, span[i % held], SPAN_ALLOC_STACK);
    span[i % held] = mheap_alloc_manual(h, p, npages, SPAN_ALLOC_STACK);
  }
  printf("%-34s %6.1f ns to free and allocate\n", name, (now_ns() - start) / (double)count);
  for (int i = 0; i < held; i++)
    if (span[i])
      mheap_free_manual(h, p, span[i], SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

int main(int argc, char **argv) {
  long millions = argc > 1 ? atol(argv[1]) : 2;
  int rounds = (int)millions * 5;
  bench_objects("16 bytes", 16, false, 200000, rounds, 0);
  bench_objects("16 bytes, a pointer", 16, true, 200000, rounds, 0);
  bench_objects("16 bytes, a third lives", 16, false, 200000, rounds, 3);
  bench_objects("64 bytes, a pointer", 64, true, 200000, rounds, 0);
  bench_objects("1024 bytes, a pointer", 1024, true, 20000, rounds, 0);
  bench_objects("1 MiB", 1 << 20, false, 100, rounds, 0);
  bench_spans("1 page, by a P", 1, true, millions * 500000);
  bench_spans("1 page, by the heap lock", 1, false, millions * 500000);
  bench_spans("20 pages", 20, true, millions * 500000);
  return 0;
}
