// Whether the heap's structures agree with each other.
//
// Everything that the heap keeps twice is counted again from the list of all spans: the span table,
// the bitmap of pages in use, the numbers of pages and bytes, and, when the sweep is done, the
// spans in the centrals' sets. The statistics are counted again in stats_check.c.

#include "mem/mheap.h"
#include "mem/stats_check.h"
#include "mem/sweep.h"
#include "mem/sys.h"
#include "mem/userarena.h"

// What the spans say.
struct recount {
  uintptr_t in_use;       // spans in use
  uintptr_t in_use_pages; // of them
  uintptr_t manual_pages; // of manual ones
  uintptr_t arena_chunks; // chunks of user arenas among those in use
  uintptr_t faulting;     // of these, those that were freed
  uintptr_t uncached;     // spans in use that should be in a set
};

static void check_table(const struct mheap *h, const struct mspan *s) {
  for (uintptr_t i = 0; i < s->npages; i++)
    if (span_of(h, s->start_addr + i * page_size) != s)
      vole_throw("page %lu of span %p has another span in the table", (unsigned long)i,
                 (void *)s->start_addr);
}

static void recount_span(struct mheap *h, struct mspan *s, struct recount *sum) {
  enum mspan_state state = mspan_state(s);
  if (state == MSPAN_DEAD)
    return;
  check_table(h, s);
  if (state == MSPAN_MANUAL) {
    sum->manual_pages += s->npages;
    return;
  }
  mspan_check(h, s);
  uintptr_t byte;
  uint8_t mask;
  struct heap_arena *arena = page_index_of(h, s->start_addr, &byte, &mask);
  if ((atomic_load_u8(&arena->page_in_use[byte]) & mask) == 0)
    vole_throw("span %p is in use but its bit is not set", (void *)s->start_addr);
  sum->in_use++;
  if (s->is_user_arena_chunk) {
    sum->arena_chunks++;
    sum->faulting += user_arena_chunk_faults(s);
    if (user_arena_chunk_faults(s) != (s->list == &h->user_arena.quarantine_list))
      vole_throw("user arena chunk %p is in the wrong list", (void *)s->start_addr);
  }
  sum->in_use_pages += s->npages;
  uint32_t relative = s->sweepgen - h->sweepgen; // -2, -1, 0, 1 or 3
  invariant(relative + 2 <= 5 && relative != 2);
  if (relative == 0)
    sum->uncached++;
  if (sweep_is_done(h) && relative != 0 && relative != 3)
    vole_throw("the sweep is done, but span %p has sweepgen %u/%u", (void *)s->start_addr,
               s->sweepgen, h->sweepgen);
}

// Bits set in page_in_use of all arenas.
static uintptr_t count_page_in_use(const struct mheap *h) {
  uintptr_t count = 0;
  for (uint32_t i = 0; i < h->all_arenas_len; i++) {
    const struct heap_arena *arena = arena_of_unchecked(h, arena_base(h->all_arenas[i]));
    for (uintptr_t byte = 0; byte < sizeof arena->page_in_use; byte++)
      count += popcount8(atomic_load_u8(&arena->page_in_use[byte]));
  }
  return count;
}

// When the sweep is done: each span that no P has cached is in one set of swept spans, once.
static void check_centrals(struct mheap *h, const struct recount *sum) {
  uintptr_t in_sets = 0;
  for (unsigned span_class = 0; span_class < num_span_classes; span_class++) {
    struct mcentral *c = &h->central[span_class].mcentral;
    in_sets += span_set_count(mcentral_partial_swept(c, h->sweepgen));
    in_sets += span_set_count(mcentral_full_swept(c, h->sweepgen));
  }
  if (in_sets != sum->uncached)
    vole_throw("%lu spans are swept and not cached, but %lu are in the centrals' sets",
               (unsigned long)sum->uncached, (unsigned long)in_sets);
}

// The heap's bytes, by purpose, against those that it has from the system.
static void check_bytes(struct mheap *h, const struct recount *sum) {
  struct mem_stats *stats = &h->stats;
  uint64_t in_use = sys_stat_load(&stats->heap_in_use);
  uint64_t free = sys_stat_load(&stats->heap_free);
  uint64_t released = sys_stat_load(&stats->heap_released);
  uintptr_t counted = sum->in_use_pages - sum->faulting * user_arena_chunk_pages;
  if (in_use != counted * page_size)
    vole_throw("spans in use hold %lu pages, heap_in_use says %lu", (unsigned long)counted,
               (unsigned long)(in_use / page_size));
  // The page allocator knows nothing of user arenas.
  uint64_t chunks = (sum->arena_chunks - sum->faulting) * (uint64_t)user_arena_chunk_bytes;
  uint64_t all = in_use - chunks + sum->manual_pages * page_size + free + released;
  if (all != h->pages.in_use.total_bytes)
    vole_throw("the heap has %lu bytes, its parts add up to %lu",
               (unsigned long)h->pages.in_use.total_bytes, (unsigned long)all);
  struct heap_stats_delta delta;
  heap_stats_unsafe_read(stats, &delta);
  invariant(delta.in_heap == (int64_t)in_use && delta.released == (int64_t)released);
  invariant(delta.in_stacks + delta.in_work_bufs + delta.in_ptr_scalar_bits ==
            (int64_t)(sum->manual_pages * page_size));
  invariant(delta.committed == (int64_t)(h->pages.in_use.total_bytes - released + chunks));
}

// Chunks that are ready are dead, those in quarantine are not. Heap lock held.
static void check_user_arenas(const struct mheap *h) {
  for (const struct mspan *s = h->user_arena.ready_list.first; s; s = s->next)
    invariant(mspan_state(s) == MSPAN_DEAD && s->npages == user_arena_chunk_pages);
  for (const struct mspan *s = h->user_arena.quarantine_list.first; s; s = s->next)
    invariant(mspan_state(s) == MSPAN_IN_USE && user_arena_chunk_faults(s));
}

// All that is counted, for whatever purpose, against the states of the system's memory.
static void check_system(struct mheap *h, const struct recount *sum) {
  struct mem_stats *stats = &h->stats;
  const sys_stat *const counters[] = {
      &stats->heap_in_use,  &stats->heap_free,   &stats->heap_released,
      &stats->stacks_sys,   &stats->mspan_sys,   &stats->mcache_sys,
      &stats->buckhash_sys, &stats->gc_misc_sys, &stats->other_sys,
  };
  uint64_t counted = sum->manual_pages * page_size;
  for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++)
    counted += sys_stat_load(counters[i]);
  sys_check(stats, counted - h->fenced_bytes); // fenced pages count as released, but only reserved
}

// The check of each structure that the heap consists of, but for spans, the page allocator and what
// is a P's (mem_p_check). Heap lock held.
static void check_parts(struct mheap *h) {
  arena_check(h);
  scav_index_check(&h->pages.scav.index);
  for (unsigned span_class = 0; span_class < num_span_classes; span_class++)
    mcentral_check(&h->central[span_class].mcentral, h->sweepgen);
  fixalloc_check(&h->span_alloc);
  fixalloc_check(&h->cache_alloc);
  for (unsigned kind = SPECIAL_KIND_FINALIZER; kind < SPECIAL_KINDS; kind++)
    fixalloc_check(&h->special_alloc[kind]);
  fixalloc_check(&h->arena_hint_alloc);
  fixalloc_check(&h->arena_region_alloc);
  mspan_list_check(&h->user_arena.quarantine_list);
  mspan_list_check(&h->user_arena.ready_list);
  persistent_check(&h->persistent);
}

void mheap_check(struct mheap *h) {
  mutex_lock(&h->scavenger.lock); // or counters move
  mutex_lock(&h->lock);
  page_alloc_check(&h->pages);
  struct recount sum = {0};
  for (uint32_t i = 0; i < h->allspans_count; i++)
    recount_span(h, h->allspans[i], &sum);
  check_system(h, &sum);
  if (sum.in_use_pages != atomic_load_u64(&h->pages_in_use))
    vole_throw("spans in use hold %lu pages, pages_in_use says %lu",
               (unsigned long)sum.in_use_pages, (unsigned long)atomic_load_u64(&h->pages_in_use));
  uintptr_t bits = count_page_in_use(h);
  if (bits != sum.in_use - sum.arena_chunks) // whose arenas are not looked through
    vole_throw("%lu spans are in use, page_in_use has %lu bits",
               (unsigned long)(sum.in_use - sum.arena_chunks), (unsigned long)bits);
  check_user_arenas(h);
  check_bytes(h, &sum);
  mem_stats_check(h);
  check_parts(h);
  if (sweep_is_done(h))
    check_centrals(h, &sum);
  mutex_unlock(&h->lock);
  mutex_unlock(&h->scavenger.lock);
}
