// The structures of spans: that their sweepgen survives reuse, that a P has some of its own, and
// that the list of all of them grows.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>

#include "mem/sys.h"
#include "tests/mem/heap_fake.h"

// A span with an object that nothing marks, where a sweep finds it.
static struct mspan *dead_object(struct fake_heap *fake) {
  struct mspan *s = mcache_alloc_large(&fake->heap, &fake->p, max_small_size + 1, true);
  s->alloc_count = 1;
  s->free_index = s->free_index_for_scan = 1;
  return s;
}

// A span is swept and freed by a thread that found it by its address, while it is still in a set;
// its structure becomes a stack. The thread that takes it out of the set must see that it was
// swept in this generation: with a sweepgen of 0 it would sweep a stack.
Test(span_record, sweepgen_survives_reuse) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *s = dead_object(fake);
  fake_stop(fake);
  fake_start(fake);
  cr_assert_eq(h->sweepgen, 2, "two more than 0, which is what matters here");
  cr_assert(sweep_active_begin(h));
  cr_assert(sweep_try_acquire(h, s));
  cr_assert(mspan_sweep(h, NULL, s, false), "it is freed");
  sweep_active_end(h);
  cr_assert_eq(s->sweepgen, 2);
  struct mspan *reused = mheap_alloc_manual(h, NULL, 1, SPAN_ALLOC_STACK);
  cr_assert_eq(reused, s, "last in, first out");
  cr_assert_eq(s->sweepgen, 2, "not zeroed");
  cr_assert(!sweep_try_acquire(h, s));
  while (sweep_one(h, NULL) != UINTPTR_MAX) {
  }
  cr_assert_eq(mspan_state(s), MSPAN_MANUAL);
  mheap_check(h);
  mheap_free_manual(h, NULL, s, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

// All else is as in a fresh one.
Test(span_record, other_fields_do_not_survive) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *s = mheap_alloc(h, NULL, 1, span_class_make(5, false));
  s->manual_free_list = 77;
  s->free_index = 3;
  mheap_free_span(h, NULL, s);
  struct mspan *reused = mheap_alloc_manual(h, NULL, 2, SPAN_ALLOC_STACK);
  cr_assert_eq(reused, s);
  cr_assert_eq(s->npages, 2);
  cr_assert(s->manual_free_list == 0 && s->free_index == 0 && s->nelems == 0);
  cr_assert(s->elem_size == 0 && !s->gcmark_bits && !s->specials);
  mheap_free_manual(h, NULL, s, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

Test(span_record, a_p_refills_by_half_and_keeps_128) {
  enum { spans = 300 };
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mem_p *p = &fake->p;
  struct mspan *s[spans];
  for (unsigned i = 0; i < spans; i++) {
    s[i] = mheap_alloc_manual(h, p, 1, SPAN_ALLOC_STACK);
    cr_assert_eq(p->mspancache.len, mspan_cache_len / 2 - 1 - i % (mspan_cache_len / 2));
    cr_assert_eq(h->allspans_count, (i / 64 + 1) * 64, "64 at a time");
  }
  uint32_t had = p->mspancache.len;
  for (unsigned i = 0; i < spans; i++)
    mheap_free_manual(h, p, s[i], SPAN_ALLOC_STACK);
  cr_assert_eq(p->mspancache.len, mspan_cache_len);
  cr_assert_eq(h->span_alloc.in_use, mspan_cache_len * sizeof(struct mspan),
               "the others went back");
  cr_assert_eq(h->allspans_count, spans + had, "and stay in the list");
  fake_heap_delete(fake);
}

// With structures and pages at hand an allocation takes no lock: one that did would fail here.
Test(span_record, a_small_span_needs_no_lock) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *s[4];
  for (int i = 0; i < 2; i++) // the first grows the heap, the second fills the cache of pages
    s[i] = mheap_alloc_manual(h, &fake->p, 1, SPAN_ALLOC_STACK);
  mutex_lock(&h->lock);
  for (int i = 2; i < 4; i++)
    s[i] = mheap_alloc_manual(h, &fake->p, 15, SPAN_ALLOC_STACK);
  mutex_unlock(&h->lock);
  for (int i = 0; i < 4; i++)
    mheap_free_manual(h, &fake->p, s[i], SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

Test(span_record, the_list_of_all_grows) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  enum { first = 64 * 1024 / ptr_size, second = first / 2 * 3, spans = second + 1 };
  static struct mspan *s[spans];
  uint32_t cap = 0;
  unsigned growths = 0;
  for (unsigned i = 0; i < spans; i++) {
    uint64_t before = h->stats.other_sys;
    s[i] = mheap_alloc_manual(h, NULL, 1, SPAN_ALLOC_STACK);
    if (h->allspans_cap != cap) {
      cr_assert_eq(h->allspans_cap, growths == 0 ? first : growths == 1 ? second : second / 2 * 3);
      cr_assert_geq(h->stats.other_sys + cap * ptr_size, before,
                    "the old array is returned, nothing else");
      cap = h->allspans_cap;
      growths++;
    }
  }
  cr_assert_eq(growths, 3);
  cr_assert_eq(h->allspans_count, spans);
  for (unsigned i = 0; i < spans; i++)
    cr_assert_eq(h->allspans[i], s[i], "once each, in the order of their making");
  mheap_check(h);
  for (unsigned i = 0; i < spans; i++)
    mheap_free_manual(h, NULL, s[i], SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}

Test(span_record, no_memory_for_the_list, .exit_code = 2) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  mutex_lock(&h->lock);
  h->stats.fail_countdown = 1; // there is room for the structure itself
  (void)fixalloc_alloc(&h->span_alloc);
}
