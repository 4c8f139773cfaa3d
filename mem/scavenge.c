// Giving free pages back: finding a run of them, releasing it, and the goals of a cycle.

#include "mem/scavenge.h"

#include "mem/atomic.h"

uint64_t scavenge_fill_aligned(uint64_t x, unsigned m) {
  invariant(is_power_of_two(m) && m <= scavenge_max_pages_per_phys_page);
  // Fold each group onto its lowest bit, and spread that over the group.
  for (unsigned step = 1; step < m; step *= 2)
    x |= x >> step;
  uint64_t group = low_bits64(m);
  uint64_t lowest = ~(uint64_t)0 / group;
  return (x & lowest) * group;
}

// The pages of a word that cannot be taken, in units of min pages.
static uint64_t taken(const struct palloc_data *m, unsigned word, unsigned min) {
  return scavenge_fill_aligned(m->scavenged.word[word] | m->alloc.word[word], min);
}

unsigned scavenge_find_candidate(const struct palloc_data *m, unsigned search, uintptr_t min,
                                 uintptr_t max, uintptr_t huge_page_size, unsigned *start) {
  if (!is_power_of_two(min) || min > scavenge_max_pages_per_phys_page)
    vole_throw("scavenge: bad minimum of %lu pages", (unsigned long)min);
  // Rounding up may wrap to 0 for the largest requests: those want everything.
  uintptr_t rounded = max == 0 ? min : align_up(max, min);
  max = rounded == 0 ? palloc_chunk_pages : rounded;

  *start = 0;
  unsigned i = search / 64 + 1;
  uint64_t x = ~(uint64_t)0;
  while (i > 0 && (x = taken(m, i - 1, (unsigned)min)) == ~(uint64_t)0)
    i--;
  if (i == 0)
    return 0;
  i--;

  // The highest free run ends in word i, and may begin in a lower one.
  unsigned above = clz64(~x); // taken pages at the top of the word
  unsigned end = i * 64 + (64 - above);
  unsigned run = clz64(shl64(x, above));
  if (run > 64 - above)
    run = 64 - above;
  if (shl64(x, above) == 0) {
    while (i-- > 0) {
      x = taken(m, i, (unsigned)min);
      run += clz64(x);
      if (x != 0)
        break;
    }
  }
  unsigned size = run > max ? (unsigned)max : run;
  *start = end - size;

  if (huge_page_size > page_size) {
    // If this cuts a free huge page in two, take it whole: it is gone either way.
    unsigned pages = (unsigned)(huge_page_size / page_size);
    unsigned huge_above = (unsigned)align_up(*start, pages);
    unsigned huge_below = (unsigned)align_down(*start, pages);
    if (huge_above <= end && huge_below >= end - run) {
      size += *start - huge_below;
      *start = huge_below;
    }
  }
  return size;
}

// Gives the memory of pages that are marked allocated for the time back, and counts it.
static void release_pages(struct page_alloc *p, struct heap_stats_writer *writer, uintptr_t addr,
                          uintptr_t bytes) {
  sys_unused(p->stats, (void *)addr, bytes);
  heap_stats_move(p->stats, writer, SPAN_ALLOC_HEAP,
                  (struct heap_bytes){.free = -(int64_t)bytes, .released = (int64_t)bytes});
}

// Gives back one run of pages of a chunk, from page search down; 0 when there was none.
static uintptr_t scavenge_one(struct page_alloc *p, struct heap_stats_writer *writer,
                              uintptr_t chunk, unsigned search, uintptr_t max) {
  uintptr_t max_pages = max / page_size + (max % page_size != 0);
  uintptr_t min_pages = p->stats->sys.phys_page_size / page_size;
  if (min_pages < 1)
    min_pages = 1;

  mutex_lock(p->heap_lock);
  struct palloc_data *data = page_alloc_chunk_of(p, chunk);
  unsigned page = 0, npages = 0;
  if (palloc_sum_max(p->summary[summary_levels - 1][chunk]) >= min_pages)
    npages = scavenge_find_candidate(data, search, min_pages, max_pages,
                                     p->stats->sys.phys_huge_page_size, &page);
  if (npages == 0) {
    scav_index_set_empty(&p->scav.index, chunk);
    mutex_unlock(p->heap_lock);
    return 0;
  }
  // Allocated for the time, so that nobody takes the pages while the lock is free. The scavenge
  // index keeps counting them as free.
  uintptr_t addr = page_alloc_chunk_base(chunk) + (uintptr_t)page * page_size;
  uintptr_t bytes = (uintptr_t)npages * page_size;
  palloc_data_alloc_range(data, page, npages);
  page_alloc_update(p, addr, npages, true, true);
  scav_index_set_no_huge_page(&p->scav.index, chunk);
  mutex_unlock(p->heap_lock);

  if (!p->test)
    release_pages(p, writer, addr, bytes);

  mutex_lock(p->heap_lock);
  if (offaddr_less(addr, p->search_addr))
    p->search_addr = addr;
  palloc_bits_clear_range(&data->alloc, page, npages);
  page_alloc_update(p, addr, npages, true, false);
  palloc_bits_set_range(&data->scavenged, page, npages);
  mutex_unlock(p->heap_lock);
  return bytes;
}

uintptr_t page_alloc_scavenge(struct page_alloc *p, struct heap_stats_writer *writer,
                              uintptr_t nbytes, scavenge_stop *stop, void *arg, bool force) {
  uintptr_t released = 0, chunk;
  unsigned page;
  while (released < nbytes && scav_index_find(&p->scav.index, force, &chunk, &page)) {
    released += scavenge_one(p, writer, chunk, page, nbytes - released);
    if (stop && stop(arg))
      break;
  }
  return released;
}

void scavenge_goals_init(struct scavenge_goals *goals) {
  *goals = (struct scavenge_goals){
      .gc_percent_goal = ~(uint64_t)0,
      .memory_limit_goal = ~(uint64_t)0,
  };
}

uint64_t scavenge_heap_retained(const struct mem_stats *stats) {
  return sys_stat_load(&stats->heap_in_use) + sys_stat_load(&stats->heap_free);
}

// The heap to retain for GOGC, or ~0 when less is retained already.
static uint64_t gc_percent_goal(const struct mem_stats *stats, uint64_t heap_goal,
                                uint64_t last_heap_goal) {
  const uint64_t phys = stats->sys.phys_page_size;
  const double most = (double)((uint64_t)1 << 62);
  double scaled = (double)stats->last_heap_in_use * ((double)heap_goal / (double)last_heap_goal);
  uint64_t goal = (uint64_t)(scaled < most ? scaled : most);
  goal += goal / (100 / scavenge_retain_extra_percent);
  goal = align_up(goal, phys);
  uint64_t retained = scavenge_heap_retained(stats);
  return retained <= goal || retained - goal < phys ? ~(uint64_t)0 : goal;
}

void scavenge_pace(struct scavenge_goals *goals, struct mem_stats *stats, int64_t memory_limit,
                   uint64_t heap_goal, uint64_t last_heap_goal) {
  double keep = 1.0 - scavenge_reduce_extra_percent / 100.0;
  uint64_t limit_goal = (uint64_t)((double)memory_limit * keep);
  if (atomic_load_u64(&stats->mapped_ready) <= limit_goal)
    limit_goal = ~(uint64_t)0;
  atomic_store_u64(&goals->memory_limit_goal, limit_goal);
  // Before the second cycle there is no telling how much the heap will use.
  uint64_t percent_goal = ~(uint64_t)0;
  if (last_heap_goal != 0)
    percent_goal = gc_percent_goal(stats, heap_goal, last_heap_goal);
  atomic_store_u64(&goals->gc_percent_goal, percent_goal);
}
