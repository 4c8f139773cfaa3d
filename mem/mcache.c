// The cache of a P: refilling it and giving it back.

#include "mem/mcache.h"

#include <string.h>

#include "mem/bitmap.h"
#include "mem/embed.h"
#include "mem/sweep.h"

void mem_p_init(struct mheap *h, struct mem_p *p) {
  heap_stats_register(&h->stats, &p->stats);
  mutex_lock(&h->lock);
  struct mcache *c = fixalloc_alloc(&h->cache_alloc);
  atomic_store_u32(&c->flush_gen, h->sweepgen);
  mutex_unlock(&h->lock);
  for (unsigned span_class = 0; span_class < num_span_classes; span_class++)
    c->alloc[span_class] = &h->empty_span;
  p->mcache = c;
}

void mem_p_destroy(struct mheap *h, struct mem_p *p) {
  mcache_release_all(h, p);
  mem_p_flush_pages(h, p);
  mutex_lock(&h->lock);
  while (p->mspancache.len > 0)
    fixalloc_free(&h->span_alloc, p->mspancache.buf[--p->mspancache.len]);
  fixalloc_free(&h->cache_alloc, p->mcache);
  mutex_unlock(&h->lock);
  p->mcache = NULL;
  heap_stats_unregister(&h->stats, &p->stats);
}

void mem_p_flush_pages(struct mheap *h, struct mem_p *p) {
  if (page_cache_empty(&p->pcache))
    return;
  mutex_lock(&h->lock);
  page_cache_flush(&p->pcache, &h->pages);
  mutex_unlock(&h->lock);
}

// Counts what was allocated from a span since it was cached, and the tiny objects if tiny is set.
static void count_allocs(struct mheap *h, struct mem_p *p, struct mspan *s, uint8_t span_class,
                         bool tiny) {
  struct mem_stats *stats = &h->stats;
  uint64_t used = (uint64_t)(s->alloc_count - s->alloc_count_before_cache);
  s->alloc_count_before_cache = 0;
  struct heap_stats_delta *delta = heap_stats_acquire(stats, &p->stats);
  atomic_add_u64(&delta->small_alloc_count[span_class_size_class(span_class)], used);
  if (tiny) {
    atomic_add_u64(&delta->tiny_alloc_count, p->mcache->tiny_allocs);
    p->mcache->tiny_allocs = 0;
  }
  heap_stats_release(stats, &p->stats);
  atomic_add_u64(&stats->total_alloc, used * s->elem_size);
}

// Exchanges the full span of a class for one with room; out of memory is fatal. No heap lock held.
static void mcache_refill(struct mheap *h, struct mem_p *p, uint8_t span_class) {
  struct mcache *c = p->mcache;
  struct mspan *s = c->alloc[span_class];
  if (s->alloc_count != s->nelems)
    vole_throw("refill of span %p with free space", (void *)s->start_addr);
  if (s != &h->empty_span) {
    if (s->sweepgen != h->sweepgen + 3)
      vole_throw("refill of span %p with sweepgen %u/%u", (void *)s->start_addr, s->sweepgen,
                 h->sweepgen);
    // Counted first: once the span is in the central, another P may own it.
    count_allocs(h, p, s, span_class, span_class == tiny_span_class);
    c->alloc[span_class] = &h->empty_span;
    mcentral_uncache_span(h, p, &h->central[span_class].mcentral, s);
  }
  s = mcentral_cache_span(h, p, &h->central[span_class].mcentral);
  if (!s)
    mem_fatal(&h->stats, "out of memory");
  atomic_store_u32(&s->sweepgen, h->sweepgen + 3); // no sweeper may have it in the next cycle
  s->alloc_count_before_cache = s->alloc_count;
  uintptr_t used = s->alloc_count * s->elem_size;
  mem_embed_update_heap(h, (int64_t)(s->npages * page_size - used), (int64_t)c->scan_alloc);
  c->scan_alloc = 0;
  c->alloc[span_class] = s;
}

uintptr_t mcache_next_free(struct mheap *h, struct mem_p *p, uint8_t span_class,
                           struct mspan **span, bool *refilled) {
  struct mspan *s = p->mcache->alloc[span_class];
  uintptr_t index = mspan_next_free_index(s);
  if (index == s->nelems) {
    mcache_refill(h, p, span_class);
    *refilled = true;
    s = p->mcache->alloc[span_class];
    index = mspan_next_free_index(s);
  }
  if (index >= s->nelems)
    vole_throw("span %p: free index %lu is not valid", (void *)s->start_addr, (unsigned long)index);
  s->alloc_count++;
  invariant_debug(s->alloc_count <= s->nelems);
  *span = s;
  poison_use(mspan_object_base(s, index), s->elem_size);
  return mspan_object_base(s, index);
}

struct mspan *mcache_alloc_large(struct mheap *h, struct mem_p *p, uintptr_t size, bool noscan) {
  if (size + page_size < size)
    mem_fatal(&h->stats, "out of memory");
  struct mem_stats *stats = &h->stats;
  uintptr_t npages = div_round_up(size, page_size);
  uintptr_t nbytes = npages * page_size;
  sweep_deduct_credit(h, p, nbytes, npages);
  uint8_t span_class = span_class_make(0, noscan);
  struct mspan *s = mheap_alloc(h, p, npages, span_class);
  if (!s)
    mem_fatal(stats, "out of memory");
  struct heap_stats_delta *delta = heap_stats_acquire(stats, &p->stats);
  atomic_add_u64(&delta->large_alloc, nbytes);
  atomic_add_u64(&delta->large_alloc_count, 1);
  heap_stats_release(stats, &p->stats);
  atomic_add_u64(&stats->total_alloc, nbytes);
  mem_embed_update_heap(h, (int64_t)nbytes, 0);
  atomic_store_relaxed_uintptr(&s->limit, s->start_addr + size);
  heap_bits_init_span(h, s, false);
  // Where the next sweep finds it; this one has nothing to do with it.
  span_set_push(mcentral_full_swept(&h->central[span_class].mcentral, h->sweepgen),
                &h->span_set_pool, s);
  return s;
}

void mcache_release_all(struct mheap *h, struct mem_p *p) {
  struct mcache *c = p->mcache;
  int64_t scan = (int64_t)c->scan_alloc;
  c->scan_alloc = 0;
  int64_t live = 0;
  for (unsigned span_class = 0; span_class < num_span_classes; span_class++) {
    struct mspan *s = c->alloc[span_class];
    if (s == &h->empty_span)
      continue;
    count_allocs(h, p, s, (uint8_t)span_class, false);
    // Subtract what mcache_refill counted too much. Not for a span cached before the sweep: the
    // live heap was recomputed since.
    if (s->sweepgen != h->sweepgen + 1)
      live -= (int64_t)((s->nelems - s->alloc_count) * s->elem_size);
    c->alloc[span_class] = &h->empty_span;
    mcentral_uncache_span(h, p, &h->central[span_class].mcentral, s);
  }
  c->tiny = 0;
  c->tiny_offset = 0;
  struct heap_stats_delta *delta = heap_stats_acquire(&h->stats, &p->stats);
  atomic_add_u64(&delta->tiny_alloc_count, c->tiny_allocs);
  heap_stats_release(&h->stats, &p->stats);
  c->tiny_allocs = 0;
  mem_embed_update_heap(h, live, scan);
}

void mcache_prepare_for_sweep(struct mheap *h, struct mem_p *p) {
  uint32_t flush_gen = atomic_load_u32(&p->mcache->flush_gen);
  if (flush_gen == h->sweepgen)
    return;
  if (flush_gen != h->sweepgen - 2)
    vole_throw("a P was flushed in sweep generation %u, this is %u", flush_gen, h->sweepgen);
  mcache_release_all(h, p);
  atomic_store_u32(&p->mcache->flush_gen, h->sweepgen);
}

static void check_cached(struct mheap *h, const struct mspan *s, unsigned span_class) {
  if (s == &h->empty_span)
    return;
  uint32_t ahead = s->sweepgen - h->sweepgen; // 1: cached before the sweep; 3: in it
  invariant(mspan_state(s) == MSPAN_IN_USE && s->span_class == span_class &&
            (ahead == 1 || ahead == 3));
  invariant(!s->list && s->alloc_count >= s->alloc_count_before_cache);
}

void mem_p_check(struct mheap *h, const struct mem_p *p) {
  const struct mcache *c = p->mcache;
  for (unsigned span_class = 0; span_class < num_span_classes; span_class++)
    check_cached(h, c->alloc[span_class], span_class);
  invariant(c->tiny % tiny_size == 0 && c->tiny_offset <= tiny_size);
  invariant(c->tiny == 0 || span_of_heap(h, c->tiny));
  invariant(p->mspancache.len <= mspan_cache_len);
  mutex_lock(&h->lock);
  page_cache_check(&p->pcache, &h->pages);
  mutex_unlock(&h->lock);
}
