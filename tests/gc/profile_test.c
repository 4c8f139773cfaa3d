// tests/gc/profile_test.c: the heap profile: what is sampled, and when it is published.

#include <criterion/criterion.h>
#include <string.h>

#include "gc/control.h"
#include "gc/profile.h"
#include "gc/userarena.h"
#include "mem/userarena.h"
#include "tests/gc/embed_fake.h"

static int64_t rate;
static struct fake *fake;
static struct gc *gc;
static struct gc_p *p;

static void begin(int64_t mean) {
  fake = fake_new("gccheckmark=1", "verify", NULL);
  gc = &fake->gc;
  p = fake->procs[0];
  rate = mean;
  fake->call_depth = 2;
  fake->call_pc = 100;
  gc_profile_enable(gc, &rate);
}

// What the profile says of slots of a size, from any stack.
struct sum {
  uintptr_t size;
  struct gc_profile_counts counts;
  unsigned buckets;
};

static void add(const struct gc_profile_bucket *bucket, void *arg) {
  struct sum *sum = arg;
  if (sum->size != 0 && bucket->size != sum->size)
    return;
  sum->buckets++;
  sum->counts.allocs += bucket->active.allocs;
  sum->counts.frees += bucket->active.frees;
  sum->counts.alloc_bytes += bucket->active.alloc_bytes;
  sum->counts.free_bytes += bucket->active.free_bytes;
}

static struct sum of_size(uintptr_t size) {
  struct sum sum = {.size = size};
  gc_profile_read(gc, true, 1000000, add, &sum);
  return sum;
}

static void expect(uintptr_t size, uint64_t allocs, uint64_t frees) {
  struct sum sum = of_size(size);
  cr_assert(sum.counts.allocs == allocs && sum.counts.frees == frees, "%lu and %lu of %lu bytes",
            (unsigned long)sum.counts.allocs, (unsigned long)sum.counts.frees, (unsigned long)size);
  cr_assert_eq(sum.counts.alloc_bytes, allocs * size);
  cr_assert_eq(sum.counts.free_bytes, frees * size);
}

Test(profile, everything_at_rate_1) {
  begin(1);
  for (int i = 0; i < 100; i++)
    fake->stack[i % 10] = fake_node(fake, NULL, 1);
  gc_malloc(gc, p, 100000, NULL, true);
  expect(24, 100, 0); // before any cycle as it stands
  gc_collect(gc, p);
  expect(24, 100, 90);
  expect(106496, 1, 1);
  memset(fake->stack, 0, sizeof fake->stack);
  gc_collect(gc, p);
  expect(24, 100, 100);
  struct sum sum = {0};
  cr_assert_eq(gc_profile_read(gc, false, 100, add, &sum), 0);
  cr_assert_eq(gc->heap.special_alloc[SPECIAL_KIND_PROFILE].in_use, 0);
  cr_assert_gt(gc->heap.stats.buckhash_sys, gc_profile_buckets * sizeof(void *));
  fake_free(fake);
}

// What is allocated after a mark is published with the frees of the sweep after the next.
Test(profile, allocations_wait_for_their_frees) {
  begin(1);
  fake_node(fake, NULL, 1);
  gc_collect(gc, p);
  expect(24, 1, 1);
  fake_node(fake, NULL, 1);
  expect(24, 1, 1);
  gc_request_cycle(gc, GC_REASON_STRESS);
  cr_assert(fake_safepoint(fake)); // marks; the sweep is under way
  expect(24, 1, 1);
  gc_collect(gc, p);
  expect(24, 2, 2);
  fake_free(fake);
}

Test(profile, a_bucket_for_each_size_and_stack) {
  begin(1);
  for (uintptr_t i = 0; i < 300; i++) {
    fake->call_pc = i % 3;
    fake->call_depth = i % 5;
    gc_malloc(gc, p, i % 2 ? 48 : 64, NULL, true);
  }
  // At depth 0 there is no pc, else three.
  cr_assert_eq(of_size(48).buckets, 1 + 4 * 3);
  cr_assert_eq(of_size(0).buckets, 2 * (1 + 4 * 3));
  expect(48, 150, 0);
  struct sum sum = {0};
  cr_assert_eq(gc_profile_read(gc, true, 5, add, &sum), 26);
  cr_assert_eq(sum.buckets, 0, "none where there is no room for all");
  fake->call_depth = 100;
  gc_malloc(gc, p, 48, NULL, true);
  cr_assert_eq(of_size(48).buckets, 14);
  fake_free(fake);
}

// A block of tiny objects is one object; those that fit in are not seen.
Test(profile, tiny_objects) {
  begin(1);
  for (int i = 0; i < 8; i++)
    gc_malloc(gc, p, 2, NULL, true);
  expect(16, 1, 0);
  fake_free(fake);
}

// With a mean distance of 10000 bytes, whatever sizes there are: their number is binomial, about
// (n * size / rate) with a deviation of its root, and the scaled sums estimate what was allocated.
Test(profile, samples_are_fair) {
  begin(10000);
  static const uintptr_t sizes[] = {16, 80, 1024, 8192, 131072};
  enum { bytes_of_each = 40 << 20 };
  for (unsigned s = 0; s < 5; s++)
    for (uintptr_t i = 0; i < bytes_of_each / sizes[s]; i++) {
      gc_malloc(gc, p, sizes[s], NULL, false);
      fake_safepoint(fake);
    }
  gc_collect(gc, p);
  for (unsigned s = 0; s < 5; s++) {
    double n = (double)(bytes_of_each / sizes[s]), size = (double)sizes[s];
    double hit = 1 - __builtin_exp(-size / 10000); // that an object is sampled
    double expected = n * hit;
    double deviation = __builtin_sqrt(n * hit * (1 - hit)) + 1;
    double got = (double)of_size(sizes[s]).counts.allocs;
    cr_assert(got > expected - 6 * deviation && got < expected + 6 * deviation,
              "%lu bytes: %.0f samples, expected %.0f", (unsigned long)sizes[s], got, expected);
    cr_assert_eq(of_size(sizes[s]).counts.allocs, of_size(sizes[s]).counts.frees);
  }
  fake_free(fake);
}

Test(profile, the_rate_may_change) {
  begin(0);
  fake_node(fake, NULL, 1);
  cr_assert_null(gc->profile.table);
  rate = 1;
  fake_node(fake, NULL, 1);
  rate = INT64_MAX; // distances stay sane
  for (int i = 0; i < 1000; i++)
    fake_node(fake, NULL, 1);
  rate = 1;
  fake_node(fake, NULL, 1);
  expect(24, 2, 0);
  fake_free(fake);
}

Test(profile, chunks_of_user_arenas) {
  begin(1);
  gc_arena_chunk_free(gc, p, gc_arena_chunk_new(gc, p));
  gc_collect(gc, p);
  gc_collect(gc, p);
  expect(user_arena_chunk_bytes, 1, 1);
  fake_free(fake);
}
