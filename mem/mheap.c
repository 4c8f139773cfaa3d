// The heap: allocating and freeing spans, and growing.
//
// The order is that of Go's mheap.allocSpan. Pages are found (from the P's cache if few), then a
// span structure, and the lock is released. Then memory is released in return for what is about to
// be used. Then the span is made and published, released pages are taken back, and all is counted.

#include "mem/mheap.h"

#include <stdio.h>
#include <string.h>

#include "mem/embed.h"
#include "mem/mcache.h"
#include "mem/page_scan.h"
#include "mem/poison.h"
#include "mem/special.h"
#include "mem/sweep.h"
#include "mem/sys.h"

_Static_assert(offsetof(struct mheap, stats) == 0, "mheap_of_stats is a cast");

// Appends a new span structure to allspans. Heap lock held.
static void record_span(void *arg, void *p) {
  struct mheap *h = arg;
  mutex_assert_held(&h->lock);
  if (h->allspans_count == h->allspans_cap) {
    uint32_t cap = 64 * 1024 / ptr_size;
    if (cap < h->allspans_cap / 2 * 3)
      cap = h->allspans_cap / 2 * 3;
    struct mspan **grown = sys_alloc(&h->stats, cap * sizeof *grown, &h->stats.other_sys);
    if (!grown)
      mem_fatal(&h->stats, "runtime: cannot allocate memory");
    if (h->allspans) {
      memcpy(grown, h->allspans, h->allspans_count * sizeof *grown);
      sys_free(&h->stats, h->allspans, h->allspans_cap * sizeof *grown, &h->stats.other_sys);
    }
    h->allspans = grown;
    h->allspans_cap = cap;
  }
  h->allspans[h->allspans_count++] = p;
}

void mheap_init(struct mheap *h, const struct mem_config *config) {
  struct mem_stats *stats = &h->stats;
  mem_stats_init(stats);
  if (config) {
    h->config = *config;
    stats->sys.madv_dont_need = config->madv_dontneed;
    stats->sys.hard_decommit = config->hard_decommit;
    stats->sys.disable_thp = config->disable_thp;
    stats->sys.huge_pages = config->huge_pages;
    stats->fail_countdown = config->fail_call;
    stats->fail_on = config->fail_on;
  }
  persistent_init(&h->persistent, stats);
  mutex_init(&h->lock, LOCK_RANK_MHEAP);
  struct persistent *persistent = &h->persistent;
  fixalloc_init(&h->span_alloc, persistent, sizeof(struct mspan), record_span, h,
                &stats->mspan_sys);
  h->span_alloc.zero = false; // see mspan.h
  fixalloc_init(&h->cache_alloc, persistent, sizeof(struct mcache), NULL, NULL, &stats->mcache_sys);
  special_init(h);
  span_set_pool_init(&h->span_set_pool, persistent);
  gc_bits_init(&h->gc_bits, stats);
  for (unsigned span_class = 0; span_class < num_span_classes; span_class++)
    mcentral_init(&h->central[span_class].mcentral, (uint8_t)span_class);
  arena_init(h);
  page_alloc_init(&h->pages, &h->lock, stats, persistent, &stats->gc_misc_sys, false);
  scavenge_goals_init(&h->scavenge);
  scavenger_init(&h->scavenger, &h->pages, &h->scavenge);
  h->sweep.active = sweep_drained_mask; // nothing to sweep before the first cycle
  h->gc_phase_off = true;
}

void mheap_destroy(struct mheap *h) {
  struct mem_stats *stats = &h->stats;
  if (stats->fail_on)
    stats->fail_countdown = 0;
  struct heap_stats_delta delta;
  heap_stats_unsafe_read(stats, &delta);
  arena_destroy(h);
  atomic_add_u64(&stats->mapped_ready, -(uint64_t)delta.committed); // all that was Ready in arenas
  stats->heap_in_use = stats->heap_free = stats->heap_released = 0;
  gc_bits_destroy(&h->gc_bits);
  if (h->allspans)
    sys_free(stats, h->allspans, h->allspans_cap * sizeof *h->allspans, &stats->other_sys);
  h->allspans = NULL;
  h->allspans_count = h->allspans_cap = 0;
  page_alloc_destroy(&h->pages);
  persistent_destroy(&h->persistent);
  sys_finish(stats);
  invariant(atomic_load_u64(&stats->mappings_bytes) == 0);
}

uint32_t mheap_arena_count(struct mheap *h) {
  mutex_lock(&h->lock);
  uint32_t count = h->all_arenas_len;
  mutex_unlock(&h->lock);
  return count;
}

struct heap_arena *mheap_arena_at(struct mheap *h, uint32_t index) {
  mutex_lock(&h->lock);
  invariant(index < h->all_arenas_len);
  uintptr_t frame = h->all_arenas[index];
  mutex_unlock(&h->lock);
  return arena_of_unchecked(h, arena_base(frame));
}

uint32_t mheap_snapshot_mark_arenas(struct mheap *h) {
  mutex_lock(&h->lock);
  h->mark_arenas = h->all_arenas; // append-only, and old arrays stay
  h->mark_arenas_len = h->all_arenas_len;
  mutex_unlock(&h->lock);
  return h->mark_arenas_len;
}

void mheap_arena_reset_checkmarks(struct mheap *h, struct heap_arena *arena) {
  if (arena->checkmarks) {
    memset(arena->checkmarks, 0, sizeof *arena->checkmarks);
    return;
  }
  arena->checkmarks =
      persistent_alloc(&h->persistent, NULL, sizeof *arena->checkmarks, 0, &h->stats.gc_misc_sys);
  if (!arena->checkmarks)
    mem_fatal(&h->stats, "out of memory allocating checkmarks bitmap");
}

// Makes s the span of all npages pages from base on.
static void set_spans(struct mheap *h, uintptr_t base, uintptr_t npages, struct mspan *s) {
  struct heap_arena *arena = NULL;
  for (uintptr_t n = 0; n < npages; n++) {
    uintptr_t page = (base / page_size + n) % pages_per_arena;
    if (n == 0 || page == 0)
      arena = arena_of_unchecked(h, base + n * page_size);
    atomic_store_release_pointer(&arena->spans[page], s);
  }
}

// Returns whether pages that were just allocated may be dirty. Called for every allocation, since
// it moves the arenas' zeroed_base.
static bool alloc_needs_zero(struct mheap *h, uintptr_t base, uintptr_t npages) {
  bool needs_zero = false;
  while (npages > 0) {
    struct heap_arena *arena = arena_of_unchecked(h, base);
    uintptr_t zeroed = atomic_load_uintptr(&arena->zeroed_base);
    uintptr_t start = base % heap_arena_bytes;
    // Allocation is address-ordered, so memory above zeroed_base was never used. If zeroed_base is
    // lower than start, other threads are about to move it.
    if (start < zeroed)
      needs_zero = true;
    uintptr_t end = start + npages * page_size;
    if (end > heap_arena_bytes)
      end = heap_arena_bytes;
    while (end > zeroed && !atomic_cas_uintptr(&arena->zeroed_base, zeroed, end)) {
      zeroed = atomic_load_uintptr(&arena->zeroed_base);
      if (zeroed <= end && zeroed > start)
        vole_throw("potentially overlapping in-use allocations detected at %p", (void *)base);
    }
    base += end - start;
    npages -= (end - start) / page_size;
  }
  return needs_zero;
}

// Returns a span structure from the P's cache, or NULL.
static struct mspan *try_alloc_mspan(struct mem_p *p) {
  if (!p || p->mspancache.len == 0)
    return NULL;
  return p->mspancache.buf[--p->mspancache.len];
}

struct mspan *mheap_alloc_mspan_locked(struct mheap *h, struct mem_p *p) {
  mutex_assert_held(&h->lock);
  if (!p)
    return fixalloc_alloc(&h->span_alloc);
  if (p->mspancache.len == 0) {
    for (unsigned i = 0; i < mspan_cache_len / 2; i++)
      p->mspancache.buf[i] = fixalloc_alloc(&h->span_alloc);
    p->mspancache.len = mspan_cache_len / 2;
  }
  return try_alloc_mspan(p);
}

static void free_mspan_locked(struct mheap *h, struct mem_p *p, struct mspan *s) {
  mutex_assert_held(&h->lock);
  if (p && p->mspancache.len < mspan_cache_len)
    p->mspancache.buf[p->mspancache.len++] = s;
  else
    fixalloc_free(&h->span_alloc, s);
}

void mheap_map(struct mheap *h, struct mem_p *p, uintptr_t base, uintptr_t bytes) {
  struct mem_stats *stats = &h->stats;
  sys_map(stats, (void *)base, bytes, NULL);
  heap_stats_move(stats, mem_p_writer(p), SPAN_ALLOC_HEAP,
                  (struct heap_bytes){.released = (int64_t)bytes});
}

// Notes, in Go's words, that the system gives no more memory. The fatal error that follows prints
// it.
static void note_no_memory(struct mheap *h, uintptr_t bytes) {
  const struct mem_stats *stats = &h->stats;
  uint64_t have = scavenge_heap_retained(stats) + sys_stat_load(&stats->heap_released);
  snprintf(h->no_memory, sizeof h->no_memory,
           "runtime: out of memory: cannot allocate %lu-byte block (%llu in use)\n",
           (unsigned long)bytes, (unsigned long long)have);
}

// Adds at least npages pages of memory, and their bytes to *growth. Returns false if there is no
// memory. Heap lock held.
static bool grow(struct mheap *h, struct mem_p *p, uintptr_t npages, uintptr_t *growth) {
  mutex_assert_held(&h->lock);
  struct mem_stats *stats = &h->stats;
  uintptr_t ask = align_up(npages, palloc_chunk_pages) * page_size;
  if (ask / page_size < npages)
    return false;
  uintptr_t end = h->cur_arena.base + ask;
  uintptr_t next = align_up(end, stats->sys.phys_page_size);
  if (next > h->cur_arena.end || end < h->cur_arena.base) {
    uintptr_t size = ask;
    uintptr_t base = (uintptr_t)arena_alloc(h, &size, &h->arena_hints, true);
    if (base == 0) {
      note_no_memory(h, ask);
      return false;
    }
    if (base == h->cur_arena.end) {
      h->cur_arena.end = base + size;
    } else {
      uintptr_t rest = h->cur_arena.end - h->cur_arena.base;
      if (rest != 0) { // what is left of the old place is not lost
        mheap_map(h, p, h->cur_arena.base, rest);
        page_alloc_grow(&h->pages, h->cur_arena.base, rest);
        *growth += rest;
      }
      h->cur_arena.base = base;
      h->cur_arena.end = base + size;
    }
    next = align_up(h->cur_arena.base + ask, stats->sys.phys_page_size);
  }
  uintptr_t base = h->cur_arena.base;
  h->cur_arena.base = next;
  mheap_map(h, p, base, next - base);
  page_alloc_grow(&h->pages, base, next - base);
  *growth += next - base;
  return true;
}

// Pages for a span.
struct pages_found {
  uintptr_t base;   // address
  uintptr_t scav;   // bytes of it that are released
  uintptr_t growth; // bytes that the heap grew by for it
};

// Finds npages pages, and returns a structure for them; NULL if there is no memory.
static struct mspan *find_pages(struct mheap *h, struct mem_p *p, uintptr_t npages,
                                struct pages_found *found) {
  if (p && npages < page_cache_pages / 4) {
    if (page_cache_empty(&p->pcache)) {
      mutex_lock(&h->lock);
      p->pcache = page_cache_fill(&h->pages);
      mutex_unlock(&h->lock);
    }
    found->base = page_cache_alloc(&p->pcache, npages, &found->scav);
    struct mspan *s = found->base != 0 ? try_alloc_mspan(p) : NULL;
    if (s)
      return s;
  }
  mutex_lock(&h->lock);
  if (found->base == 0) {
    found->base = page_alloc_alloc(&h->pages, npages, &found->scav);
    if (found->base == 0) {
      if (!grow(h, p, npages, &found->growth)) {
        mutex_unlock(&h->lock);
        sys_give_hints(&h->stats);
        return NULL;
      }
      found->base = page_alloc_alloc(&h->pages, npages, &found->scav);
      if (found->base == 0)
        vole_throw("grew heap, but no adequate free space found");
    }
  }
  struct mspan *s = mheap_alloc_mspan_locked(h, p);
  mutex_unlock(&h->lock);
  if (found->growth != 0)
    sys_give_hints(&h->stats);
  return s;
}

// Sets what only a span with objects has.
static void init_objects(struct mheap *h, struct mspan *s, uint8_t span_class) {
  uintptr_t bytes = s->npages * page_size;
  unsigned size_class = span_class_size_class(span_class);
  s->span_class = span_class;
  s->elem_size = size_class == 0 ? bytes : sizeclass_size[size_class];
  s->nelems = size_class == 0 ? 1 : bytes / s->elem_size;
  s->div_mul = size_class == 0 ? 0 : sizeclass_div_magic[size_class];
  s->limit = s->start_addr + s->nelems * s->elem_size;
  s->free_index = 0;
  s->free_index_for_scan = 0;
  s->alloc_cache = ~(uint64_t)0;
  s->gcmark_bits = gc_bits_new_mark_bits(&h->gc_bits, s->nelems);
  s->alloc_bits = gc_bits_new_alloc_bits(&h->gc_bits, s->nelems);
  atomic_store_u32(&s->sweepgen, h->sweepgen); // does not change: no safepoint here
}

void mheap_init_span(struct mheap *h, struct mspan *s, enum span_alloc_type type,
                     uint8_t span_class, uintptr_t base, uintptr_t npages) {
  mspan_init(s, base, npages);
  if (alloc_needs_zero(h, base, npages))
    s->need_zero = 1;
  if (type != SPAN_ALLOC_HEAP) {
    s->limit = base + npages * page_size;
    poison_use(base, npages * page_size);
    mspan_set_state(s, MSPAN_MANUAL);
    set_spans(h, base, npages, s);
    return;
  }
  init_objects(h, s, span_class);
  page_scan_begin(h, s);
  if (span_class_size_class(span_class) == 0)
    poison_use(base, npages * page_size);
  else
    poison_free(base, npages * page_size); // slots, until they are claimed
  mspan_set_state(s, MSPAN_IN_USE);
  set_spans(h, base, npages, s);
  uintptr_t byte;
  uint8_t mask;
  struct heap_arena *arena = page_index_of(h, base, &byte, &mask);
  atomic_or_u8(&arena->page_in_use[byte], mask);
  atomic_add_u64(&h->pages_in_use, npages);
}

static struct mspan *alloc_span(struct mheap *h, struct mem_p *p, uintptr_t npages,
                                enum span_alloc_type type, uint8_t span_class) {
  invariant(npages != 0);
  struct pages_found found = {0};
  struct mspan *s = find_pages(h, p, npages, &found);
  if (!s)
    return NULL;
  uintptr_t nbytes = npages * page_size;
  mheap_scavenge_for_alloc(h, p, nbytes, found.growth);
  mheap_init_span(h, s, type, span_class, found.base, npages);
  if (found.scav != 0)
    sys_used(&h->stats, (void *)found.base, nbytes, found.scav);
  heap_stats_move(&h->stats, mem_p_writer(p), type,
                  (struct heap_bytes){.used = (int64_t)nbytes,
                                      .free = -(int64_t)(nbytes - found.scav),
                                      .released = -(int64_t)found.scav});
  return s;
}

struct mspan *mheap_alloc(struct mheap *h, struct mem_p *p, uintptr_t npages, uint8_t span_class) {
  if (!sweep_is_done(h))
    mheap_reclaim(h, p, npages);
  return alloc_span(h, p, npages, SPAN_ALLOC_HEAP, span_class);
}

struct mspan *mheap_alloc_manual(struct mheap *h, struct mem_p *p, uintptr_t npages,
                                 enum span_alloc_type type) {
  invariant(type != SPAN_ALLOC_HEAP);
  return alloc_span(h, p, npages, type, 0);
}

// Fails unless the span may be freed. Takes a span in use out of the arena's bitmap.
static void retire_span(struct mheap *h, struct mspan *s) {
  enum mspan_state state = mspan_state(s);
  if (state == MSPAN_MANUAL) {
    invariant(s->alloc_count == 0);
    return;
  }
  if (state != MSPAN_IN_USE)
    vole_throw("free of span %p in state %d", (void *)s->start_addr, (int)state);
  invariant(!s->is_user_arena_chunk);
  if (s->alloc_count != 0 || s->sweepgen != h->sweepgen)
    vole_throw("invalid free of span %p: %u objects, sweepgen %u/%u", (void *)s->start_addr,
               s->alloc_count, s->sweepgen, h->sweepgen);
  atomic_add_u64(&h->pages_in_use, -(uint64_t)s->npages);
  page_scan_end(h, s);
  uintptr_t byte;
  uint8_t mask;
  struct heap_arena *arena = page_index_of(h, s->start_addr, &byte, &mask);
  atomic_and_u8(&arena->page_in_use[byte], (uint8_t)~mask);
}

static void free_span(struct mheap *h, struct mem_p *p, struct mspan *s,
                      enum span_alloc_type type) {
  invariant_debug(h->gc_phase_off);
  int64_t nbytes = (int64_t)(s->npages * page_size);
  bool fence = type == SPAN_ALLOC_HEAP && h->config.efence;
  if (fence)
    sys_fault(&h->stats, (void *)s->start_addr, (size_t)nbytes);
  mutex_lock(&h->lock);
  retire_span(h, s);
  heap_stats_move(&h->stats, mem_p_writer(p), type,
                  (struct heap_bytes){
                      .used = -nbytes, .free = fence ? 0 : nbytes, .released = fence ? nbytes : 0});
  if (fence) {
    h->fenced_bytes += (uint64_t)nbytes; // the pages stay allocated, for ever
  } else {
    poison_free(s->start_addr, s->npages * page_size);
    page_alloc_free(&h->pages, s->start_addr, s->npages);
  }
  mspan_set_state(s, MSPAN_DEAD);
  free_mspan_locked(h, p, s);
  mutex_unlock(&h->lock);
  if (h->config.scavenge)
    page_alloc_scavenge(&h->pages, mem_p_writer(p), UINTPTR_MAX, NULL, NULL, true);
}

void mheap_free_span(struct mheap *h, struct mem_p *p, struct mspan *s) {
  free_span(h, p, s, SPAN_ALLOC_HEAP);
}

void mheap_free_manual(struct mheap *h, struct mem_p *p, struct mspan *s,
                       enum span_alloc_type type) {
  invariant(type != SPAN_ALLOC_HEAP && mspan_state(s) == MSPAN_MANUAL);
  s->need_zero = 1;
  free_span(h, p, s, type);
}
