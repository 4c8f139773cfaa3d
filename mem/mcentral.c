// Giving spans to Ps and taking them back.

#include "mem/mcentral.h"

#include "mem/bitmap.h"
#include "mem/mcache.h"
#include "mem/mheap.h"
#include "mem/sweep.h"

// Spans swept in search of a free object before the heap is asked for a new one: bounds the time,
// at the price of one per cent of space.
enum { span_budget = 100 };

void mcentral_init(struct mcentral *c, uint8_t span_class) {
  c->span_class = span_class;
  for (unsigned i = 0; i < 2; i++) {
    span_set_init(&c->partial[i]);
    span_set_init(&c->full[i]);
  }
}

// A new span of the class, or NULL.
static struct mspan *grow(struct mheap *h, struct mem_p *p, struct mcentral *c) {
  uintptr_t npages = sizeclass_pages[span_class_size_class(c->span_class)];
  struct mspan *s = mheap_alloc(h, p, npages, c->span_class);
  if (s)
    heap_bits_init_span(h, s, false);
  return s;
}

// Pops unswept spans and sweeps them until one has room; NULL if none had.
static struct mspan *sweep_for_room(struct mheap *h, struct mem_p *p, struct mcentral *c) {
  uint32_t sweepgen = h->sweepgen;
  int budget = span_budget;
  struct mspan *s;
  for (; budget >= 0; budget--) {
    s = span_set_pop(mcentral_partial_unswept(c, sweepgen), &h->span_set_pool);
    if (!s)
      break;
    // One that is not to be had was or is being swept by another, who puts it where it belongs.
    if (sweep_try_acquire(h, s)) {
      mspan_sweep(h, p, s, true);
      return s;
    }
  }
  for (; budget >= 0; budget--) {
    s = span_set_pop(mcentral_full_unswept(c, sweepgen), &h->span_set_pool);
    if (!s)
      break;
    if (!sweep_try_acquire(h, s))
      continue;
    mspan_sweep(h, p, s, true);
    uintptr_t index = mspan_next_free_index(s);
    if (index != s->nelems) {
      s->free_index = index;
      return s;
    }
    span_set_push(mcentral_full_swept(c, sweepgen), &h->span_set_pool, s);
  }
  return NULL;
}

struct mspan *mcentral_cache_span(struct mheap *h, struct mem_p *p, struct mcentral *c) {
  uintptr_t npages = sizeclass_pages[span_class_size_class(c->span_class)];
  sweep_deduct_credit(h, p, npages * page_size, 0);
  struct mspan *s = span_set_pop(mcentral_partial_swept(c, h->sweepgen), &h->span_set_pool);
  if (!s && sweep_active_begin(h)) {
    s = sweep_for_room(h, p, c);
    sweep_active_end(h);
  }
  if (!s)
    s = grow(h, p, c);
  if (!s)
    return NULL;
  if (s->free_index == s->nelems || s->alloc_count == s->nelems)
    vole_throw("span %p has no free objects", (void *)s->start_addr);
  mspan_refill_alloc_cache(s, align_down(s->free_index, 64) / 8);
  s->alloc_cache >>= s->free_index % 64;
  return s;
}

void mcentral_uncache_span(struct mheap *h, struct mem_p *p, struct mcentral *c, struct mspan *s) {
  if (s->alloc_count == 0)
    vole_throw("uncaching span %p without an object", (void *)s->start_addr);
  uint32_t sweepgen = h->sweepgen;
  if (s->sweepgen == sweepgen + 1) {
    // Cached before the sweep began: in no set, so it is ours to sweep. The end of the sweep waits
    // until all Ps have been here.
    atomic_store_u32(&s->sweepgen, sweepgen - 1);
    mspan_sweep(h, p, s, false);
    return;
  }
  atomic_store_u32(&s->sweepgen, sweepgen);
  struct span_set *set = s->alloc_count < s->nelems ? mcentral_partial_swept(c, sweepgen)
                                                    : mcentral_full_swept(c, sweepgen);
  span_set_push(set, &h->span_set_pool, s);
}

static void check_swept(const struct mcentral *c, const struct span_set *set, uint32_t sweepgen) {
  uint64_t index = atomic_load_u64(&set->index);
  for (uint32_t i = (uint32_t)(index >> 32); i < (uint32_t)index; i++) {
    const struct mspan *s =
        set->spine[i / span_set_block_entries]->spans[i % span_set_block_entries];
    // A chunk of a user arena has become one without pointers if it was given back meanwhile.
    invariant(mspan_state(s) == MSPAN_IN_USE &&
              (s->span_class == c->span_class || s->is_user_arena_chunk));
    invariant(s->sweepgen == sweepgen);
  }
}

void mcentral_check(struct mcentral *c, uint32_t sweepgen) {
  for (unsigned i = 0; i < 2; i++) {
    span_set_check(&c->partial[i]);
    span_set_check(&c->full[i]);
  }
  // What is in the other sets may have been freed, and be anything by now.
  check_swept(c, mcentral_partial_swept(c, sweepgen), sweepgen);
  check_swept(c, mcentral_full_swept(c, sweepgen), sweepgen);
}
