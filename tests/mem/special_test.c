// tests/mem/special_test.c: records of objects and what sweeping does with them.

#include <criterion/criterion.h>
#include <string.h>

#include "mem/pinner.h"
#include "tests/mem/heap_fake.h"

static struct fake_heap *fake;
static struct mheap *h;

static void setup(void) {
  fake = fake_heap_new(NULL);
  h = &fake->heap;
}
static void teardown(void) {
  fake_heap_delete(fake);
}
TestSuite(special, .init = setup, .fini = teardown);

static void *alloc(uintptr_t size) {
  return fake_alloc(fake, &fake->p, size, NULL);
}

static bool set_finalizer(void *object, void *closure) {
  struct special_finalizer *f = special_new(h, SPECIAL_KIND_FINALIZER);
  f->closure = closure;
  if (special_add(h, &fake->p, (uintptr_t)object, &f->special))
    return true;
  special_free(h, &f->special);
  return false;
}

static struct special_reachable *watch(void *object) {
  struct special_reachable *r = special_new(h, SPECIAL_KIND_REACHABLE);
  cr_assert(special_add(h, &fake->p, (uintptr_t)object, &r->special));
  return r;
}

// A cycle in which only `live` is marked, if not NULL.
static void cycle(void *live) {
  fake_stop(fake);
  if (live)
    fake_mark(fake, live);
  fake_start(fake);
  while (sweep_one(h, &fake->p) != UINTPTR_MAX) {
  }
  mheap_check(h);
}

static bool is_alive(void *object) {
  struct mspan *s = span_of_heap(h, (uintptr_t)object);
  return s && !mspan_is_free(s, mspan_object_index(s, (uintptr_t)object));
}

static bool span_is_flagged(void *object) {
  struct mspan *s = span_of_heap(h, (uintptr_t)object);
  uintptr_t byte;
  uint8_t mask;
  struct heap_arena *arena = page_index_of(h, s->start_addr, &byte, &mask);
  return (arena->page_specials[byte] & mask) != 0;
}

Test(special, sorted_and_unique) {
  char *x[50];
  for (int i = 0; i < 50; i++)
    x[i] = alloc(48);
  for (int i = 0; i < 50; i++)
    cr_assert(set_finalizer(x[i * 37 % 50], x[0]));
  cr_assert(!set_finalizer(x[3], x[0]), "a second one");
  struct special_profile *profile = special_new(h, SPECIAL_KIND_PROFILE);
  cr_assert(special_add(h, &fake->p, (uintptr_t)x[3], &profile->special));
  struct mspan *s = span_of_heap(h, (uintptr_t)x[3]);
  mspan_check(h, s);
  mutex_lock(&s->special_lock);
  uintptr_t offset = (uintptr_t)x[3] - s->start_addr;
  cr_assert_eq(special_find(s, offset, SPECIAL_KIND_PROFILE), &profile->special);
  cr_assert_null(special_find(s, offset, SPECIAL_KIND_PIN_COUNTER));
  mutex_unlock(&s->special_lock);
  for (int i = 0; i < 50; i++) {
    struct special *f = special_remove(h, &fake->p, (uintptr_t)x[i], SPECIAL_KIND_FINALIZER);
    cr_assert_not_null(f);
    special_free(h, f);
    cr_assert_null(special_remove(h, &fake->p, (uintptr_t)x[i], SPECIAL_KIND_FINALIZER));
  }
  cr_assert(span_is_flagged(x[0]));
  special_free(h, special_remove(h, &fake->p, (uintptr_t)x[3], SPECIAL_KIND_PROFILE));
  cr_assert(!span_is_flagged(x[0]));
}

Test(special, a_finalizer_keeps_the_object_once) {
  void *x = alloc(64);
  int closure;
  cr_assert(set_finalizer(x, &closure));
  cycle(x);
  cr_assert_eq(fake->finalized, 0);
  cycle(NULL);
  cr_assert_eq(fake->finalized, 1);
  cr_assert_eq(fake->finalized_object[0], (uintptr_t)x);
  cr_assert_eq(fake->finalized_closure[0], &closure);
  cr_assert(is_alive(x), "for the finalizer to use");
  cycle(NULL);
  cr_assert_eq(fake->finalized, 1);
  cr_assert(!is_alive(x));
}

Test(special, all_finalizers_of_a_tiny_block_at_once) {
  char *block = alloc(16);
  int closure;
  for (int i = 0; i < 16; i += 4)
    cr_assert(set_finalizer(block + i, &closure));
  void *other = alloc(16);
  cr_assert(set_finalizer(other, &closure));
  cycle(other);
  cr_assert_eq(fake->finalized, 4);
  for (uintptr_t i = 0; i < 4; i++)
    cr_assert_eq(fake->finalized_object[i], (uintptr_t)block + i * 4);
  cr_assert(is_alive(block));
}

Test(special, a_profile_is_told_of_the_real_end) {
  void *x = alloc(100);
  int bucket, closure;
  struct special_profile *profile = special_new(h, SPECIAL_KIND_PROFILE);
  profile->bucket = &bucket;
  cr_assert(special_add(h, &fake->p, (uintptr_t)x, &profile->special));
  cr_assert(set_finalizer(x, &closure));
  cycle(NULL);
  cr_assert_eq(fake->finalized, 1);
  cr_assert_eq(fake->profiled, 0);
  cycle(NULL);
  cr_assert_eq(fake->profiled, 1);
  cr_assert_eq(fake->profiled_bucket, &bucket);
  cr_assert_eq(fake->profiled_size, 112);
}

Test(special, reachable) {
  void *x = alloc(32), *y = alloc(32);
  struct special_reachable *rx = watch(x), *ry = watch(y);
  cycle(x);
  cr_assert(rx->done && rx->reachable);
  cr_assert(ry->done && !ry->reachable);
  cr_assert(!span_is_flagged(x));
  special_free(h, &rx->special);
  special_free(h, &ry->special);
}

Test(special, pin_counters_go_with_the_object) {
  void *x = alloc(32);
  struct special_pin_counter *pins = special_new(h, SPECIAL_KIND_PIN_COUNTER);
  cr_assert(special_add(h, &fake->p, (uintptr_t)x, &pins->special));
  uintptr_t used = h->special_alloc[SPECIAL_KIND_PIN_COUNTER].in_use;
  cycle(x);
  cr_assert_eq(h->special_alloc[SPECIAL_KIND_PIN_COUNTER].in_use, used);
  cycle(NULL);
  cr_assert_eq(h->special_alloc[SPECIAL_KIND_PIN_COUNTER].in_use, 0);
}

Test(special, of_a_large_object) {
  void *x = alloc(1 << 20);
  int closure;
  cr_assert(set_finalizer(x, &closure));
  cycle(NULL);
  cr_assert_eq(fake->finalized, 1);
  cr_assert(is_alive(x));
  cycle(NULL);
  cr_assert(!is_alive(x));
  cr_assert_eq(h->stats.heap_in_use, 0);
}

// The span is not swept when the record is added: it is swept first, so that it does not take the
// new record for one of a dead object.
Test(special, adding_sweeps_first) {
  void *x = alloc(64), *y = alloc(64);
  mcache_release_all(h, &fake->p);
  fake_stop(fake);
  fake_mark(fake, x);
  fake_start(fake);
  struct mspan *s = span_of_heap(h, (uintptr_t)x);
  cr_assert(!mspan_is_swept(h, s));
  int closure;
  cr_assert(set_finalizer(x, &closure));
  cr_assert(mspan_is_swept(h, s));
  cr_assert(!is_alive(y));
  cycle(x);
  cr_assert_eq(fake->finalized, 0);
}

// The same with a pin, whose bit the sweep would not carry over if it was looking already.
Test(special, pinning_sweeps_first) {
  void *x = alloc(64);
  mcache_release_all(h, &fake->p);
  fake_stop(fake);
  fake_mark(fake, x);
  fake_start(fake);
  struct mspan *s = span_of_heap(h, (uintptr_t)x);
  cr_assert(!mspan_is_swept(h, s));
  cr_assert_eq(pin_set(h, &fake->p, (uintptr_t)x, true), PIN_DONE);
  cr_assert(mspan_is_swept(h, s));
}

// Pins are bits that outlive the cycle they were made in.
Test(special, pinner_bits_are_carried_over) {
  void *x = alloc(64);
  struct mspan *s = span_of_heap(h, (uintptr_t)x);
  uint8_t *pins = gc_bits_new_mark_bits(&h->gc_bits, s->nelems * 2);
  pins[0] = 3;
  atomic_store_release_pointer(&s->pinner_bits, pins);
  for (int i = 0; i < 6; i++) {
    cycle(x);
    cr_assert_eq(s->pinner_bits[0], 3);
  }
  s->pinner_bits[0] = 0;
  cycle(x);
  cr_assert_null(s->pinner_bits);
}

Test(special, pins_are_counted) {
  void *x = alloc(64), *y = alloc(64);
  uintptr_t address = (uintptr_t)x + 8; // any byte of it
  cr_assert(!pin_is_set(h, address));
  cr_assert_eq(pin_set(h, &fake->p, address, false), PIN_ALREADY_UNPINNED);
  for (uintptr_t i = 0; i < 3; i++) {
    cr_assert_eq(pin_set(h, &fake->p, address, true), PIN_DONE);
    cr_assert_eq(pin_count_beyond_first(h, address), i);
  }
  cr_assert(span_is_flagged(x));
  for (uintptr_t i = 3; i-- > 0;) {
    cycle(x);
    cr_assert(pin_is_set(h, address) && !pin_is_set(h, (uintptr_t)y));
    cr_assert_eq(pin_count_beyond_first(h, address), i);
    cr_assert_eq(pin_set(h, &fake->p, address, false), PIN_DONE);
  }
  cr_assert(!pin_is_set(h, address) && !span_is_flagged(x));
  cr_assert_eq(h->special_alloc[SPECIAL_KIND_PIN_COUNTER].in_use, 0);
  cr_assert_eq(pin_set(h, &fake->p, address, false), PIN_ALREADY_UNPINNED);
  int outside;
  cr_assert_eq(pin_set(h, &fake->p, (uintptr_t)&outside, true), PIN_NO_OBJECT);
  cr_assert(pin_is_set(h, (uintptr_t)&outside));
}

// More pins than fit the bits of one byte, and of one word, in a pattern that a shift would break.
Test(special, pins_of_neighbours) {
  enum { objects = 200 };
  char *x[objects];
  for (int i = 0; i < objects; i++)
    x[i] = alloc(16);
  for (int i = 0; i < objects; i++)
    for (int n = 0; n < i % 3; n++)
      pin_set(h, &fake->p, (uintptr_t)x[i], true);
  for (int i = 0; i < objects; i++) {
    cr_assert_eq(pin_is_set(h, (uintptr_t)x[i]), i % 3 != 0);
    cr_assert_eq(pin_count_beyond_first(h, (uintptr_t)x[i]), i % 3 == 2 ? 1 : 0);
  }
}

static uintptr_t *set_weak(void *object, uintptr_t *handle) {
  struct special_weak_handle *weak = special_new(h, SPECIAL_KIND_WEAK_HANDLE);
  weak->handle = handle;
  *handle = (uintptr_t)object;
  cr_assert(special_add(h, &fake->p, (uintptr_t)object, &weak->special));
  return handle;
}

static void add_cleanup(void *object, void *closure, uint64_t id) {
  struct special_cleanup *cleanup = special_new(h, SPECIAL_KIND_CLEANUP);
  cleanup->closure = closure;
  cleanup->id = id;
  cr_assert(special_add(h, &fake->p, (uintptr_t)object, &cleanup->special));
}

Test(special, weak_handles_go_with_the_finalizer) {
  void *x = alloc(64), *y = alloc(64);
  uintptr_t of_x, of_y, inside;
  int closure;
  set_weak(x, &of_x);
  set_weak((char *)x + 40, &inside);
  set_weak(y, &of_y);
  cr_assert(set_finalizer(x, &closure));
  cycle(x);
  cr_assert_eq(of_x, (uintptr_t)x);
  cr_assert_eq(of_y, 0);
  cycle(NULL);
  cr_assert(of_x == 0 && inside == 0 && fake->finalized == 1 && is_alive(x));
}

Test(special, cleanups_wait_for_the_real_end) {
  void *x = alloc(64);
  int closure, first, second, stopped;
  add_cleanup(x, &first, 1);
  add_cleanup(x, &stopped, 2);
  add_cleanup(x, &second, 3);
  cr_assert(set_finalizer(x, &closure));
  mspan_check(h, span_of_heap(h, (uintptr_t)x));
  special_free(h, &special_remove_cleanup(h, &fake->p, (uintptr_t)x, 2)->special);
  cr_assert_null(special_remove_cleanup(h, &fake->p, (uintptr_t)x, 2));
  cr_assert_null(special_remove_cleanup(h, &fake->p, (uintptr_t)x + 8, 1));
  cycle(NULL);
  cr_assert(fake->finalized == 1 && fake->finalized_closure[0] == &closure);
  cycle(NULL);
  cr_assert(fake->finalized == 3 && !is_alive(x));
  cr_assert(fake->finalized_object[1] == 0 && fake->finalized_object[2] == 0);
  cr_assert(fake->finalized_closure[1] != fake->finalized_closure[2]);
  for (int i = 1; i < 3; i++)
    cr_assert(fake->finalized_closure[i] == &first || fake->finalized_closure[i] == &second);
}

// Offsets of an object of several MiB do not fit 16 bits.
Test(special, far_inside_of_a_large_object) {
  char *x = alloc(4 << 20);
  uintptr_t near, far;
  set_weak(x + 0x1008, &near);
  set_weak(x + 0x201008, &far);
  mspan_check(h, span_of_heap(h, (uintptr_t)x));
  cycle(x);
  cr_assert(near == (uintptr_t)x + 0x1008 && far == (uintptr_t)x + 0x201008);
  cycle(NULL);
  cr_assert(near == 0 && far == 0);
}
