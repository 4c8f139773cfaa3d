// Whether the statistics are what a walk over everything counts.
//
// After ReadMemStatsSlow and the double check of readmemstats_m in runtime of Go 1.21. Go flushes
// the caches first; here what a P has not reported yet is known from the span it caches, so that
// the check changes nothing.

#include "mem/stats_check.h"

#include <string.h>

#include "mem/mcache.h"

// What a walk over all spans and Ps counts.
struct slow_stats {
  uint64_t small_objects[num_size_classes];
  uint64_t large_objects;
  uint64_t large_bytes;
  uint64_t spans; // structures in use
  uint64_t ps;
};

// In a heap only Ps write statistics.
static struct mem_p *p_of_writer(struct heap_stats_writer *writer) {
  return (struct mem_p *)((char *)writer - offsetof(struct mem_p, stats));
}

static void expect(const char *what, uint64_t counted, uint64_t counter) {
  if (counted != counter)
    vole_throw("%s: a walk counts %llu, the statistics say %llu", what, (unsigned long long)counted,
               (unsigned long long)counter);
}

// A chunk of a user arena that was given back counts as freed although pointers into it may exist.
static bool is_given_back(const struct mspan *s) {
  return s->is_user_arena_chunk && s->span_class == span_class_make(0, true);
}

static void count_span(const struct mheap *h, const struct mspan *s, struct slow_stats *slow) {
  enum mspan_state state = mspan_state(s);
  if (state == MSPAN_DEAD)
    return;
  slow->spans++;
  if (state != MSPAN_IN_USE || is_given_back(s))
    return;
  unsigned size_class = span_class_size_class(s->span_class);
  if (size_class == 0) {
    slow->large_objects++;
    slow->large_bytes += s->elem_size;
    return;
  }
  // What a P allocates from a span that it caches is reported when it gives the span back.
  uint32_t relative = s->sweepgen - h->sweepgen;
  bool cached = relative == 1 || relative == 3;
  slow->small_objects[size_class] += cached ? s->alloc_count_before_cache : s->alloc_count;
}

// Bytes of pages that are marked as released, in the page allocator and in the Ps' caches.
static uint64_t count_released(const struct mheap *h) {
  const struct page_alloc *p = &h->pages;
  uint64_t pages = 0;
  for (size_t r = 0; r < p->in_use.len; r++) {
    uintptr_t last = page_alloc_chunk_index(p->in_use.ranges[r].limit - 1);
    for (uintptr_t c = page_alloc_chunk_index(p->in_use.ranges[r].base); c <= last; c++)
      pages +=
          palloc_bits_popcount_range(&page_alloc_chunk_of(p, c)->scavenged, 0, palloc_chunk_pages);
  }
  for (struct heap_stats_writer *w = h->stats.heap_stats.writers; w; w = w->next)
    pages += popcount64(p_of_writer(w)->pcache.scav);
  return pages * page_size + h->fenced_bytes;
}

static void check_objects(const struct mheap *h, const struct slow_stats *slow,
                          const struct heap_stats_delta *now) {
  uint64_t allocated = now->large_alloc, freed = now->large_free;
  for (unsigned i = 0; i < num_size_classes; i++) {
    expect("small objects", slow->small_objects[i],
           now->small_alloc_count[i] - now->small_free_count[i]);
    allocated += now->small_alloc_count[i] * sizeclass_size[i];
    freed += now->small_free_count[i] * sizeclass_size[i];
  }
  expect("large objects", slow->large_objects, now->large_alloc_count - now->large_free_count);
  expect("bytes of large objects", slow->large_bytes, now->large_alloc - now->large_free);
  expect("bytes allocated", allocated, atomic_load_u64(&h->stats.total_alloc));
  expect("bytes freed", freed, atomic_load_u64(&h->stats.total_free));
}

// What the system was asked for, by purpose, against what is Ready.
static void check_ready(const struct mem_stats *stats, const struct heap_stats_delta *now) {
  uint64_t mapped = (uint64_t)(now->committed + now->released) + sys_stat_load(&stats->stacks_sys) +
                    sys_stat_load(&stats->mspan_sys) + sys_stat_load(&stats->mcache_sys) +
                    sys_stat_load(&stats->buckhash_sys) + sys_stat_load(&stats->gc_misc_sys) +
                    sys_stat_load(&stats->other_sys);
  expect("memory in use", mapped - (uint64_t)now->released, atomic_load_u64(&stats->mapped_ready));
}

void mem_stats_check(struct mheap *h) {
  mutex_assert_held(&h->scavenger.lock);
  mutex_assert_held(&h->lock);
  struct slow_stats slow = {0};
  struct heap_stats_delta now;
  for (uint32_t i = 0; i < h->allspans_count; i++)
    count_span(h, h->allspans[i], &slow);
  for (const struct mspan *s = h->user_arena.ready_list.first; s; s = s->next)
    slow.spans++; // dead, but kept for the next arena
  for (struct heap_stats_writer *w = h->stats.heap_stats.writers; w; w = w->next) {
    slow.spans += p_of_writer(w)->mspancache.len;
    slow.ps++;
  }
  heap_stats_unsafe_read(&h->stats, &now);
  check_objects(h, &slow, &now);
  expect("bytes released", count_released(h), sys_stat_load(&h->stats.heap_released));
  expect("span structures", slow.spans * sizeof(struct mspan), h->span_alloc.in_use);
  expect("Ps", slow.ps, atomic_load_u32(&h->stats.heap_stats.writer_count));
  expect("caches of Ps", slow.ps * sizeof(struct mcache), h->cache_alloc.in_use);
  check_ready(&h->stats, &now);
}
