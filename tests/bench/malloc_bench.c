// malloc_bench [millions]: what an allocation costs in other allocators, in nanoseconds.
//
// Objects of 16, 64 and 256 bytes are allocated and dropped at once: with malloc and free, of
// whichever library is linked or preloaded; or, WITH_BDWGC, with the Boehm-Demers-Weiser collector,
// with and without pointers, its collections included. The lines are those of alloc_bench.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef WITH_BDWGC
// Its header is gc/gc.h, which here is ours.
void GC_init(void);
void *GC_malloc(size_t size);
void *GC_malloc_atomic(size_t size);
#endif

static double now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

// Keeps the compiler from knowing what becomes of an object.
static void *volatile keep;

#ifdef WITH_BDWGC
static void bench(size_t size, long count) {
  for (int pointers = 0; pointers < 2; pointers++) {
    double start = now_ns();
    for (long i = 0; i < count; i++) {
      void *object = pointers ? GC_malloc(size) : GC_malloc_atomic(size);
      *(long *)object = 1;
      keep = object;
    }
    double each = (now_ns() - start) / (double)count;
    printf("%3zu bytes%-25s %6.1f ns to allocate, collections included\n", size,
           pointers ? ", a pointer" : "", each);
  }
}
#else
static void bench(size_t size, long count) {
  double start = now_ns();
  for (long i = 0; i < count; i++) {
    void *object = malloc(size);
    if (!object)
      abort();
    *(long *)object = 1;
    keep = object;
    free(object);
  }
  printf("%3zu bytes%-25s %6.1f ns to allocate and free\n", size, "",
         (now_ns() - start) / (double)count);
}
#endif

int main(int argc, char **argv) {
  static const size_t sizes[] = {16, 64, 256};
  long count = (argc > 1 ? atol(argv[1]) : 10) * 1000000;
#ifdef WITH_BDWGC
  GC_init();
#endif
  for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
    bench(sizes[i], count);
  return 0;
}
