// Long copies and clears: all overlaps, whole elements, and nothing outside.

#include "runtime/bulk.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "gc/malloc.h"
#include "gc/wbbuf.h"
#include "mem/atomic.h"
#include "tests/runtime/fixture.h"

enum { room = 5 * bulk_piece };

static void fill(uint8_t *bytes, size_t count) {
  for (size_t i = 0; i < count; i++)
    bytes[i] = (uint8_t)(i * 131 >> 4);
}

static const int64_t distances[] = {0, 1, -1, 8, -8, 77, -77, 999, bulk_piece, -bulk_piece - 8};

Test(bulk, copies_that_overlap) {
  uint8_t *ours = malloc(room), *theirs = malloc(room);
  static const uintptr_t sizes[] = {0, 1, bulk_piece, bulk_piece + 1, 2 * bulk_piece + 77};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    for (size_t j = 0; j < sizeof distances / sizeof distances[0]; j++) {
      fill(ours, room);
      fill(theirs, room);
      size_t from = 2 * bulk_piece - 8, to = from + (size_t)distances[j];
      bulk_copy(ours + to, ours + from, sizes[i]);
      memmove(theirs + to, theirs + from, sizes[i]);
      cr_assert_eq(memcmp(ours, theirs, room), 0, "%zu bytes over %lld", sizes[i],
                   (long long)distances[j]);
    }
    bulk_clear(ours + 3, sizes[i]);
    memset(theirs + 3, 0, sizes[i]);
    cr_assert_eq(memcmp(ours, theirs, room), 0, "%zu bytes cleared", sizes[i]);
  }
  free(ours);
  free(theirs);
}

// Three words, the second a pointer: no divisor of a piece.
Test(bulk, elements_with_pointers) {
  struct fixture f;
  fixture_init(&f, NULL);
  static const uint8_t mask[1] = {2};
  static const struct layout layout = {24, 16, mask};
  enum { count = 9 * bulk_typed_piece / 24 };
  struct gc *gc = &f.rt->gc;
  uintptr_t *ours = gc_malloc_array(gc, g_gc_p(f.g), &layout, count);
  uintptr_t *theirs = calloc(count, 24);
  uintptr_t target = (uintptr_t)gc_malloc(gc, g_gc_p(f.g), 64, NULL, true);
  for (int barrier = 0; barrier < 2; barrier++) {
    gc->write_barrier.enabled = barrier != 0;
    for (int move = -2; move <= 2; move++) {
      for (uintptr_t i = 0; i < 3 * count; i++)
        ours[i] = theirs[i] = i % 3 == 1 ? (i % 2 ? target : 0) : i;
      uintptr_t words = 3 * (count - 2), from = move < 0 ? 6 : 0,
                to = (uintptr_t)((intptr_t)from + 3 * move);
      bulk_move_typed(f.g, ours + to, ours + from, words * 8, &layout);
      memmove(theirs + to, theirs + from, words * 8);
      cr_assert_eq(memcmp(ours, theirs, count * 24), 0, "moved by %d elements", move);
      bulk_clear_typed(f.g, ours + 3, words * 8, &layout);
      memset(theirs + 3, 0, words * 8);
      cr_assert_eq(memcmp(ours, theirs, count * 24), 0, "cleared");
    }
  }
  gc->write_barrier.enabled = false;
  free(theirs);
  fixture_destroy(&f);
}

static void begin_to_mark(struct gc *gc, struct gc_p *p, void *arg) {
  (void)p;
  (void)arg;
  gc->write_barrier.enabled = true;
}

// A cycle that begins in a pause: the rest is recorded.
Test(bulk, barrier_is_asked_for_after_each_pause) {
  struct fixture f;
  fixture_init(&f, NULL);
  static const uint8_t mask[1] = {1};
  static const struct layout layout = {8, 8, mask};
  enum { count = 3 * bulk_typed_piece / 8 };
  struct gc *gc = &f.rt->gc;
  struct p *p = f.g->m->p;
  gc->options.gc_stop_the_world = 0; // which the fixture asks for
  void **from = gc_malloc_array(gc, &p->gc, &layout, count),
       **to = gc_malloc_array(gc, &p->gc, &layout, count);
  for (int i = 0; i < count; i++)
    from[i] = to;
  for (int clears = 0; clears < 2; clears++) {
    f.rt->sched.safepoint_function = begin_to_mark;
    atomic_store_i32(&f.rt->sched.safepoint_wait, 1);
    atomic_store_u32(&p->run_safepoint_function, 1);
    cr_assert(gc_wbbuf_empty(&p->gc.wbbuf));
    if (clears)
      bulk_clear_typed(f.g, to, sizeof *to * count, &layout);
    else
      bulk_move_typed(f.g, to, from, sizeof *to * count, &layout);
    cr_assert(gc->write_barrier.enabled, "there was no pause");
    cr_assert(!gc_wbbuf_empty(&p->gc.wbbuf), "%s without a barrier", clears ? "cleared" : "moved");
    gc->write_barrier.enabled = false;
    gc_wbbuf_reset(&p->gc.wbbuf, false);
  }
  fixture_destroy(&f);
}
