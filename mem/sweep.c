// The sweep: its protocol, its pace, and the reclaimer. sweep.h says what a sweep is.
//
// It begins with sweep_start, when a mark has ended (gc/termination.c). A sweeper takes a span and
// calls mspan_sweep (mspan_sweep.c). That makes the span's mark bits into free slots, and gives the
// span to mcentral.c or its pages to mheap.c. sweep_one takes any span; mcentral.c takes those of
// the class that an allocation needs.

#include "mem/sweep.h"

#include "mem/embed.h"
#include "mem/mcache.h"

enum {
  sweep_classes = num_span_classes * 2, // full and partial sets of each span class, full ones first
};
static const uint64_t reclaim_done = (uint64_t)1 << 63;

bool sweep_active_begin(struct mheap *h) {
  for (;;) {
    uint32_t state = atomic_load_u32(&h->sweep.active);
    if ((state & sweep_drained_mask) != 0)
      return false;
    if (atomic_cas_u32(&h->sweep.active, state, state + 1))
      return true;
  }
}

void sweep_active_end(struct mheap *h) {
  uint32_t state = atomic_add_u32(&h->sweep.active, UINT32_MAX);
  if ((state & ~sweep_drained_mask) >= sweep_drained_mask - 1)
    vole_throw("end of a sweeper that did not begin");
  if (state == sweep_drained_mask)
    mem_embed_swept(h);
}

// Notes that no span is left. Returns whether that was not noted before.
static bool mark_drained(struct mheap *h) {
  return (atomic_fetch_or_u32(&h->sweep.active, sweep_drained_mask) & sweep_drained_mask) == 0;
}

bool sweep_is_done(const struct mheap *h) {
  return atomic_load_u32(&h->sweep.active) == sweep_drained_mask;
}

void sweep_start(struct mheap *h) {
  invariant(sweep_is_done(h)); // no span may miss a generation
  mutex_lock(&h->lock);
  h->sweepgen += 2;
  atomic_store_u32(&h->sweep.active, 0);
  atomic_store_u64(&h->pages_swept, 0);
  h->sweep_arenas = h->all_arenas;
  h->sweep_arenas_len = h->all_arenas_len;
  atomic_store_u64(&h->reclaim_index, 0);
  atomic_store_uintptr(&h->reclaim_credit, 0);
  mutex_unlock(&h->lock);
  atomic_store_u32(&h->sweep.central_index, 0);
}

bool sweep_try_acquire(struct mheap *h, struct mspan *s) {
  uint32_t unswept = h->sweepgen - 2;
  return atomic_load_u32(&s->sweepgen) == unswept &&
         atomic_cas_u32(&s->sweepgen, unswept, unswept + 1);
}

// Raises central_index to i.
static void raise_central_index(struct mheap *h, uint32_t i) {
  uint32_t old = atomic_load_u32(&h->sweep.central_index);
  while (old < i && !atomic_cas_u32(&h->sweep.central_index, old, i))
    old = atomic_load_u32(&h->sweep.central_index);
}

// Takes and returns a span from an unswept set; NULL if all are empty.
static struct mspan *next_span(struct mheap *h) {
  for (uint32_t i = atomic_load_u32(&h->sweep.central_index); i < sweep_classes; i++) {
    struct mcentral *c = &h->central[i / 2].mcentral;
    struct span_set *set = i % 2 == 0 ? mcentral_full_unswept(c, h->sweepgen)
                                      : mcentral_partial_unswept(c, h->sweepgen);
    struct mspan *s = span_set_pop(set, &h->span_set_pool);
    if (s) {
      raise_central_index(h, i);
      return s;
    }
  }
  raise_central_index(h, sweep_classes);
  return NULL;
}

uintptr_t sweep_one(struct mheap *h, struct mem_p *p) {
  if (!sweep_active_begin(h))
    return UINTPTR_MAX;
  uintptr_t npages = UINTPTR_MAX;
  bool drained = false;
  for (;;) {
    struct mspan *s = next_span(h);
    if (!s) {
      drained = mark_drained(h);
      break;
    }
    if (mspan_state(s) != MSPAN_IN_USE) {
      // Another thread has swept and freed it, which cannot take it out of the set.
      if (!mspan_is_swept(h, s))
        vole_throw("span %p in state %d, sweepgen %u/%u, is in an unswept set",
                   (void *)s->start_addr, (int)mspan_state(s), s->sweepgen, h->sweepgen);
      continue;
    }
    if (!sweep_try_acquire(h, s))
      continue;
    npages = s->npages;
    if (mspan_sweep(h, p, s, false))
      atomic_add_uintptr(&h->reclaim_credit, npages);
    else
      npages = 0;
    break;
  }
  sweep_active_end(h);
  if (drained) { // all free memory is known now
    mheap_trace_scavenging(h);
    scavenger_ready(&h->scavenger);
  }
  return npages;
}

void sweep_finish(struct mheap *h, struct mem_p *p) {
  while (sweep_one(h, p) != UINTPTR_MAX) {
  }
  if (!sweep_is_done(h))
    vole_throw("active sweepers in a stopped world: %#x", atomic_load_u32(&h->sweep.active));
  for (unsigned span_class = 0; span_class < num_span_classes; span_class++) {
    struct mcentral *c = &h->central[span_class].mcentral;
    span_set_reset(mcentral_partial_unswept(c, h->sweepgen), &h->span_set_pool);
    span_set_reset(mcentral_full_unswept(c, h->sweepgen), &h->span_set_pool);
  }
  scavenger_ready(&h->scavenger);
  gc_bits_next_epoch(&h->gc_bits);
}

bool sweep_background_step(struct mheap *h, struct mem_p *p, uint32_t budget) {
  for (; budget > 0; budget--)
    if (sweep_one(h, p) == UINTPTR_MAX)
      return false;
  return true;
}

void mspan_ensure_swept(struct mheap *h, struct mem_p *p, struct mspan *s) {
  if (sweep_active_begin(h)) {
    bool ours = sweep_try_acquire(h, s);
    if (ours)
      mspan_sweep(h, p, s, false);
    sweep_active_end(h);
    if (ours)
      return;
  }
  for (uint32_t turn = 0; !mspan_is_swept(h, s); turn++)
    lock_spin(turn); // another thread sweeps it
}

void sweep_deduct_credit(struct mheap *h, struct mem_p *p, uintptr_t span_bytes,
                         uintptr_t caller_pages) {
  for (;;) {
    double slope = atomic_load_double(&h->sweep_pages_per_byte);
    if (slope == 0)
      return;
    uint64_t basis = atomic_load_u64(&h->pages_swept_basis);
    uint64_t live = mem_embed_heap_live(h);
    uint64_t live_basis = atomic_load_u64(&h->sweep_heap_live_basis);
    // live_basis may be newer than live, and then larger: Go issue 57523.
    uint64_t grown = span_bytes + (live_basis < live ? live - live_basis : 0);
    int64_t target = (int64_t)(slope * (double)grown) - (int64_t)caller_pages;
    for (;;) {
      if (target <= (int64_t)(atomic_load_u64(&h->pages_swept) - basis))
        return;
      if (sweep_one(h, p) == UINTPTR_MAX) {
        atomic_store_double(&h->sweep_pages_per_byte, 0);
        return;
      }
      if (atomic_load_u64(&h->pages_swept_basis) != basis)
        break; // the line was redrawn
    }
  }
}

void sweep_pace(struct mheap *h, uint64_t trigger, uint64_t heap_live) {
  double slope = 0;
  if (!sweep_is_done(h)) {
    int64_t distance = (int64_t)(trigger - heap_live) - sweep_min_heap_distance;
    if (distance < page_size)
      distance = page_size;
    uint64_t swept = atomic_load_u64(&h->pages_swept);
    int64_t pages = (int64_t)(atomic_load_u64(&h->pages_in_use) - swept);
    if (pages > 0) {
      slope = (double)pages / (double)distance;
      atomic_store_u64(&h->sweep_heap_live_basis, heap_live);
      atomic_store_double(&h->sweep_pages_per_byte, slope);
      atomic_store_u64(&h->pages_swept_basis, swept); // last: sweepers test it to see a new line
      return;
    }
  }
  atomic_store_double(&h->sweep_pages_per_byte, slope);
}

// Sweeps the spans with nothing marked that begin in one byte of the bitmaps, at page first of
// arena. Returns the pages freed. Heap lock held; it is released while a span is swept.
static uintptr_t reclaim_byte(struct mheap *h, struct mem_p *p, struct heap_arena *arena,
                              uintptr_t first) {
  uintptr_t freed = 0;
  const uint8_t *in_use = &arena->page_in_use[first / 8];
  const uint8_t *marks = &arena->page_marks[first / 8];
  unsigned dead = atomic_load_u8(in_use) & ~atomic_load_u8(marks) & 0xffu;
  for (unsigned i = 0; i < 8; i++) {
    if ((dead >> i & 1) == 0)
      continue;
    struct mspan *s = arena->spans[first + i];
    if (!sweep_try_acquire(h, s))
      continue;
    uintptr_t npages = s->npages;
    mutex_unlock(&h->lock);
    if (mspan_sweep(h, p, s, false))
      freed += npages;
    mutex_lock(&h->lock);
    // Neighbours may have been freed meanwhile; then their entries in the span table mean nothing.
    dead = atomic_load_u8(in_use) & ~atomic_load_u8(marks) & 0xffu;
  }
  return freed;
}

// Does the same for the pages_per_reclaimer_chunk pages from page `page` of sweep_arenas on.
static uintptr_t reclaim_chunk(struct mheap *h, struct mem_p *p, uint64_t page) {
  mutex_assert_held(&h->lock);
  if (!sweep_active_begin(h))
    return 0;
  uintptr_t frame = h->sweep_arenas[page / pages_per_arena];
  struct heap_arena *arena = arena_of_unchecked(h, arena_base(frame));
  uintptr_t first = page % pages_per_arena;
  uintptr_t freed = 0;
  for (uintptr_t i = 0; i < pages_per_reclaimer_chunk; i += 8)
    freed += reclaim_byte(h, p, arena, first + i);
  sweep_active_end(h);
  return freed;
}

void mheap_reclaim(struct mheap *h, struct mem_p *p, uintptr_t npages) {
  if (atomic_load_u64(&h->reclaim_index) >= reclaim_done)
    return;
  bool locked = false;
  while (npages > 0) {
    uintptr_t credit = atomic_load_uintptr(&h->reclaim_credit);
    if (credit > 0) {
      uintptr_t take = credit < npages ? credit : npages;
      if (atomic_cas_uintptr(&h->reclaim_credit, credit, credit - take))
        npages -= take;
      continue;
    }
    uint64_t page =
        atomic_add_u64(&h->reclaim_index, pages_per_reclaimer_chunk) - pages_per_reclaimer_chunk;
    if (page / pages_per_arena >= h->sweep_arenas_len) {
      atomic_store_u64(&h->reclaim_index, reclaim_done);
      break;
    }
    if (!locked) {
      mutex_lock(&h->lock);
      locked = true;
    }
    uintptr_t freed = reclaim_chunk(h, p, page);
    if (freed <= npages) {
      npages -= freed;
    } else {
      atomic_add_uintptr(&h->reclaim_credit, freed - npages);
      npages = 0;
    }
  }
  if (locked)
    mutex_unlock(&h->lock);
}
