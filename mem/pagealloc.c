// The page allocator, in this order: the arithmetic of levels; making and growing the tables;
// keeping summaries up to date; searching; allocating and freeing; the check.

#include "mem/pagealloc.h"

#include "mem/embed.h"

enum {
  leaf = summary_levels - 1,
  l2_entries = 1 << palloc_chunks_l2_bits,
  l2_bytes = l2_entries * sizeof(struct palloc_data), // 1 MiB
};

// Returns log2 of the entries below one entry of the level above; for the root, of all entries.
static unsigned level_bits(unsigned level) {
  return level == 0 ? summary_l0_bits : summary_level_bits;
}

// Returns how far to shift an address to get its index in the level.
static unsigned level_shift(unsigned level) {
  return heap_addr_bits - summary_l0_bits - level * summary_level_bits;
}

// Returns log2 of the pages that an entry of the level describes.
static unsigned level_log_pages(unsigned level) {
  return log_palloc_chunk_pages + (leaf - level) * summary_level_bits;
}

static uintptr_t level_index(unsigned level, uintptr_t addr) {
  return (addr - arena_base_offset) >> level_shift(level);
}

static uintptr_t level_address(unsigned level, uintptr_t index) {
  return (index << level_shift(level)) + arena_base_offset;
}

void page_alloc_init(struct page_alloc *p, struct mutex *heap_lock, struct mem_stats *stats,
                     struct persistent *persistent, sys_stat *counter, bool test) {
  _Static_assert(summary_l0_bits == (ptr_size == 8 ? 14 : 1), "the root level as Go has it");
  invariant(level_log_pages(0) <= log_max_packed_value);
  p->heap_lock = heap_lock;
  p->stats = stats;
  p->counter = counter;
  p->test = test;
  addr_ranges_init(&p->in_use, persistent, counter);
  for (unsigned l = 0; l < summary_levels; l++) {
    uintptr_t entries = (uintptr_t)1 << (heap_addr_bits - level_shift(l));
    p->summary_bytes[l] = align_up(entries * sizeof(palloc_sum), stats->sys.phys_page_size);
    p->summary[l] = sys_reserve(stats, NULL, p->summary_bytes[l]);
    if (!p->summary[l])
      mem_fatal(stats, "failed to reserve page summary memory");
  }
  p->search_addr = offaddr_max();
  scav_index_init(&p->scav.index, stats);
}

void page_alloc_destroy(struct page_alloc *p) {
  if (!p->stats)
    return;
  uintptr_t summaries = p->summary_mapped_ready - p->scav.index.mapped_bytes;
  sys_stat_add(p->counter, -(int64_t)summaries);
  for (unsigned l = 0; l < summary_levels; l++) {
    if (!p->summary[l])
      continue;
    // How much each level has Ready is not recorded, and does not matter: each takes what fits.
    uintptr_t ready = summaries < p->summary_bytes[l] ? summaries : p->summary_bytes[l];
    summaries -= ready;
    sys_free_mixed(p->stats, p->summary[l], p->summary_bytes[l], NULL, 0, ready);
    p->summary[l] = NULL;
  }
  scav_index_destroy(&p->scav.index, p->stats, p->counter);
  for (unsigned i = 0; i < 1 << palloc_chunks_l1_bits; i++) {
    if (p->chunks[i])
      sys_free(p->stats, p->chunks[i], l2_bytes, p->counter);
    p->chunks[i] = NULL;
  }
}

// Returns the memory of the entries that describe r, in whole blocks and whole physical pages.
static struct addr_range summary_memory(const struct page_alloc *p, unsigned level,
                                        struct addr_range r) {
  uintptr_t block = (uintptr_t)1 << level_bits(level);
  uintptr_t low = align_down(level_index(level, r.base), block);
  uintptr_t high = align_up(level_index(level, r.limit - 1) + 1, block);
  uintptr_t phys = p->stats->sys.phys_page_size;
  uintptr_t start = (uintptr_t)p->summary[level];
  return (struct addr_range){
      start + align_down(low * sizeof(palloc_sum), phys),
      start + align_up(high * sizeof(palloc_sum), phys),
  };
}

// Maps the summaries for new addresses. What the neighbours need is mapped already.
static void grow_summaries(struct page_alloc *p, uintptr_t base, uintptr_t limit) {
  size_t next = addr_ranges_find_succ(&p->in_use, base);
  for (unsigned l = 0; l < summary_levels; l++) {
    struct addr_range need = summary_memory(p, l, addr_range_make(base, limit));
    if (next > 0)
      need = addr_range_subtract(need, summary_memory(p, l, p->in_use.ranges[next - 1]));
    if (next < p->in_use.len)
      need = addr_range_subtract(need, summary_memory(p, l, p->in_use.ranges[next]));
    uintptr_t size = addr_range_size(need);
    if (size == 0)
      continue;
    sys_map(p->stats, (void *)need.base, size, p->counter);
    sys_used(p->stats, (void *)need.base, size, size);
    p->summary_mapped_ready += size;
  }
  p->summary_mapped_ready += scav_index_grow(&p->scav.index, p->stats, base, limit, p->counter);
}

// Makes the bitmaps of a chunk, if its block has none yet.
static void add_bitmaps(struct page_alloc *p, uintptr_t chunk) {
  struct palloc_data **block = &p->chunks[chunk >> palloc_chunks_l2_bits];
  if (*block)
    return;
  struct palloc_data *memory = sys_alloc(p->stats, l2_bytes, p->counter);
  if (!memory)
    mem_fatal(p->stats, "pageAlloc: out of memory");
  if (!p->test) {
    if (p->chunk_huge_pages)
      sys_huge_page(p->stats, memory, l2_bytes);
    else
      sys_no_huge_page(p->stats, memory, l2_bytes);
  }
  *block = memory;
}

void page_alloc_grow(struct page_alloc *p, uintptr_t base, uintptr_t size) {
  mutex_assert_held(p->heap_lock);
  uintptr_t limit = align_up(base + size, palloc_chunk_bytes);
  base = align_down(base, palloc_chunk_bytes);
  grow_summaries(p, base, limit);

  uintptr_t first = page_alloc_chunk_index(base);
  uintptr_t past = first + (limit - base) / palloc_chunk_bytes;
  if (p->start == 0 || first < p->start)
    p->start = first;
  if (past > p->end)
    p->end = past;
  addr_ranges_add(&p->in_use, addr_range_make(base, limit));
  if (offaddr_less(base, p->search_addr))
    p->search_addr = base;
  // Fresh memory is not backed by anything, which is what scavenged means.
  for (uintptr_t c = first; c < past; c++) {
    add_bitmaps(p, c);
    palloc_bits_set_all(&page_alloc_chunk_of(p, c)->scavenged);
  }
  page_alloc_update(p, base, (limit - base) / page_size, true, false);
}

void page_alloc_enable_chunk_huge_pages(struct page_alloc *p) {
  mutex_lock(p->heap_lock);
  bool enabled = p->chunk_huge_pages;
  p->chunk_huge_pages = true; // add_bitmaps asks for huge pages from here on
  mutex_unlock(p->heap_lock);
  for (unsigned i = 0; i < 1 << palloc_chunks_l1_bits && !enabled && !p->test; i++) {
    mutex_lock(p->heap_lock);
    struct palloc_data *block = p->chunks[i]; // once set it stays
    mutex_unlock(p->heap_lock);
    if (!block)
      continue;
    sys_huge_page(p->stats, block, l2_bytes);
    sys_give_hints(p->stats);
  }
}

static void summarize_chunk(struct page_alloc *p, uintptr_t chunk) {
  p->summary[leaf][chunk] = palloc_bits_summarize(&page_alloc_chunk_of(p, chunk)->alloc);
}

// Recomputes the leaves of a range. Returns false if nothing changed.
static bool update_leaves(struct page_alloc *p, uintptr_t first, uintptr_t last, bool contig,
                          bool alloc) {
  palloc_sum *sums = p->summary[leaf];
  if (first == last) {
    palloc_sum old = sums[first];
    summarize_chunk(p, first);
    return sums[first] != old;
  }
  summarize_chunk(p, first);
  summarize_chunk(p, last);
  for (uintptr_t c = first + 1; c < last; c++) {
    if (contig)
      sums[c] = alloc ? 0 : palloc_sum_free_chunk();
    else
      summarize_chunk(p, c);
  }
  return true;
}

void page_alloc_update(struct page_alloc *p, uintptr_t base, uintptr_t npages, bool contig,
                       bool alloc) {
  mutex_assert_held(p->heap_lock);
  uintptr_t last = base + npages * page_size - 1;
  bool changed =
      update_leaves(p, page_alloc_chunk_index(base), page_alloc_chunk_index(last), contig, alloc);
  for (unsigned l = leaf; l-- > 0 && changed;) {
    changed = false;
    unsigned below = level_bits(l + 1);
    for (uintptr_t i = level_index(l, base); i <= level_index(l, last); i++) {
      palloc_sum sum =
          palloc_sum_merge(&p->summary[l + 1][i << below], 1u << below, level_log_pages(l + 1));
      if (p->summary[l][i] != sum) {
        p->summary[l][i] = sum;
        changed = true;
      }
    }
  }
}

// A search on its way down.
struct search {
  uintptr_t npages; // sought
  uintptr_t index;  // of the entry to look below, in the level above
  uintptr_t base;   // first address of the smallest range so far that holds the first free page
  uintptr_t bound;  // last address of it
};

enum outcome { FOUND_HERE, LOOK_BELOW, NOT_FOUND };

// Narrows the range of the first free page to the size bytes at addr, unless they lie apart from
// it: then they are behind it.
static void narrow(struct search *s, uintptr_t addr, uintptr_t size) {
  uintptr_t last = addr + (size - 1);
  if (offaddr_less_equal(s->base, addr) && offaddr_less_equal(last, s->bound)) {
    s->base = addr;
    s->bound = last;
  } else if (!offaddr_less(last, s->base) && !offaddr_less(s->bound, addr)) {
    vole_throw("page search: %#lx-%#lx partly overlaps %#lx-%#lx", (unsigned long)addr,
               (unsigned long)last, (unsigned long)s->base, (unsigned long)s->bound);
  }
}

// Looks through a block of entries of a level, from search_addr on, for the first place where the
// run fits: across entries (*addr is set), or within one (s->index is).
static enum outcome search_level(const struct page_alloc *p, struct search *s, unsigned level,
                                 uintptr_t *addr) {
  const unsigned log_pages = level_log_pages(level);
  const uintptr_t full = (uintptr_t)1 << log_pages;
  const uintptr_t count = (uintptr_t)1 << level_bits(level);
  const uintptr_t block = s->index << level_bits(level);
  const palloc_sum *entries = &p->summary[level][block];
  uintptr_t from = level_index(level, p->search_addr);
  from = from >= block && from < block + count ? from - block : 0;

  uintptr_t first = 0, run = 0; // pages into the block, and free pages from there
  for (uintptr_t j = from; j < count && run < s->npages; j++) {
    palloc_sum sum = entries[j];
    if (sum == 0) {
      run = 0;
      continue;
    }
    narrow(s, level_address(level, block + j), full * page_size);
    uintptr_t start = palloc_sum_start(sum);
    if (run == 0)
      first = j << log_pages;
    if (run + start >= s->npages) {
      run += start;
    } else if (palloc_sum_max(sum) >= s->npages) {
      s->index = block + j;
      return LOOK_BELOW;
    } else if (run != 0 && start == full) {
      run += full;
    } else {
      run = palloc_sum_end(sum);
      first = ((j + 1) << log_pages) - run;
    }
  }
  if (run < s->npages)
    return NOT_FOUND;
  *addr = level_address(level, block) + first * page_size;
  return FOUND_HERE;
}

// Returns the lowest address of the heap that is addr or above it.
static uintptr_t find_mapped_addr(const struct page_alloc *p, uintptr_t addr) {
  uintptr_t mapped;
  return addr_ranges_find_addr_greater_equal(&p->in_use, addr, &mapped) ? mapped : offaddr_max();
}

static _Noreturn void bad_summary(const struct page_alloc *p, unsigned level, uintptr_t index,
                                  uintptr_t npages) {
  palloc_sum sum = p->summary[level][index];
  vole_throw("bad summary data: level %u, entry %lu = (%u, %u, %u), %lu pages sought from %#lx",
             level, (unsigned long)index, palloc_sum_start(sum), palloc_sum_max(sum),
             palloc_sum_end(sum), (unsigned long)npages, (unsigned long)p->search_addr);
}

uintptr_t page_alloc_find(struct page_alloc *p, uintptr_t npages, uintptr_t *search) {
  mutex_assert_held(p->heap_lock);
  struct search s = {.npages = npages, .base = offaddr_min(), .bound = offaddr_max()};
  for (unsigned l = 0; l < summary_levels; l++) {
    uintptr_t above = s.index;
    uintptr_t addr;
    enum outcome outcome = search_level(p, &s, l, &addr);
    if (outcome == FOUND_HERE) {
      *search = find_mapped_addr(p, s.base);
      return addr;
    }
    if (outcome == NOT_FOUND && l > 0)
      bad_summary(p, l - 1, above, npages);
    if (outcome == NOT_FOUND) {
      *search = offaddr_max();
      return 0;
    }
  }
  uintptr_t chunk = s.index;
  unsigned first_free;
  unsigned page = palloc_bits_find(&page_alloc_chunk_of(p, chunk)->alloc, npages, 0, &first_free);
  if (page == PALLOC_NONE)
    bad_summary(p, leaf, chunk, npages);
  uintptr_t free_addr = page_alloc_chunk_base(chunk) + (uintptr_t)first_free * page_size;
  narrow(&s, free_addr, page_alloc_chunk_base(chunk + 1) - free_addr);
  *search = find_mapped_addr(p, s.base);
  return page_alloc_chunk_base(chunk) + (uintptr_t)page * page_size;
}

// Returns the first page of a chunk that is among the npages pages at base, and their *count there.
static unsigned part_in_chunk(uintptr_t chunk, uintptr_t base, uintptr_t npages, unsigned *count) {
  uintptr_t last = base + npages * page_size - 1;
  unsigned from = page_alloc_chunk_index(base) == chunk ? page_alloc_chunk_page_index(base) : 0;
  unsigned to = page_alloc_chunk_index(last) == chunk ? page_alloc_chunk_page_index(last)
                                                      : palloc_chunk_pages - 1;
  *count = to + 1 - from;
  return from;
}

// Allocates npages pages at base, which are all free. Returns how many of their bytes were
// scavenged. Does not move search_addr. Heap lock held.
static uintptr_t page_alloc_alloc_range(struct page_alloc *p, uintptr_t base, uintptr_t npages) {
  mutex_assert_held(p->heap_lock);
  uintptr_t last = page_alloc_chunk_index(base + npages * page_size - 1);
  uintptr_t scavenged = 0;
  for (uintptr_t c = page_alloc_chunk_index(base); c <= last; c++) {
    unsigned count;
    unsigned from = part_in_chunk(c, base, npages, &count);
    struct palloc_data *chunk = page_alloc_chunk_of(p, c);
    invariant_debug(palloc_bits_popcount_range(&chunk->alloc, from, count) == 0);
    scavenged += palloc_bits_popcount_range(&chunk->scavenged, from, count);
    palloc_data_alloc_range(chunk, from, count);
    scav_index_alloc(&p->scav.index, c, count);
  }
  page_alloc_update(p, base, npages, true, true);
  return scavenged * page_size;
}

uintptr_t page_alloc_alloc(struct page_alloc *p, uintptr_t npages, uintptr_t *scav) {
  mutex_assert_held(p->heap_lock);
  *scav = 0;
  uintptr_t chunk = page_alloc_chunk_index(p->search_addr);
  if (chunk >= p->end)
    return 0;
  uintptr_t addr, search;
  unsigned page = page_alloc_chunk_page_index(p->search_addr);
  unsigned max = palloc_sum_max(p->summary[leaf][chunk]);
  if (palloc_chunk_pages - page >= npages && max >= npages) {
    // The chunk of search_addr has room, so the first fit is there.
    unsigned first_free;
    page = palloc_bits_find(&page_alloc_chunk_of(p, chunk)->alloc, npages, page, &first_free);
    if (page == PALLOC_NONE)
      bad_summary(p, leaf, chunk, npages);
    addr = page_alloc_chunk_base(chunk) + (uintptr_t)page * page_size;
    search = page_alloc_chunk_base(chunk) + (uintptr_t)first_free * page_size;
  } else {
    addr = page_alloc_find(p, npages, &search);
    if (addr == 0) {
      // If not even one page was found, nothing is free.
      if (npages == 1)
        p->search_addr = offaddr_max();
      return 0;
    }
  }
  *scav = page_alloc_alloc_range(p, addr, npages);
  if (offaddr_less(p->search_addr, search))
    p->search_addr = search;
  return addr;
}

void page_alloc_free(struct page_alloc *p, uintptr_t base, uintptr_t npages) {
  mutex_assert_held(p->heap_lock);
  if (offaddr_less(base, p->search_addr))
    p->search_addr = base;
  uintptr_t last = page_alloc_chunk_index(base + npages * page_size - 1);
  for (uintptr_t c = page_alloc_chunk_index(base); c <= last; c++) {
    unsigned count;
    unsigned from = part_in_chunk(c, base, npages, &count);
    struct palloc_data *chunk = page_alloc_chunk_of(p, c);
    invariant_debug(palloc_bits_popcount_range(&chunk->alloc, from, count) == count);
    palloc_bits_clear_range(&chunk->alloc, from, count);
    scav_index_free(&p->scav.index, c, from, count);
  }
  page_alloc_update(p, base, npages, true, false);
}

// Fails unless a chunk's summary is right and nothing below search_addr is free.
static void check_chunk(const struct page_alloc *p, uintptr_t chunk) {
  const struct palloc_data *data = page_alloc_chunk_of(p, chunk);
  invariant(data);
  invariant(p->summary[leaf][chunk] == palloc_bits_summarize(&data->alloc));
  for (unsigned w = 0; w < palloc_words; w++)
    invariant((data->alloc.word[w] & data->scavenged.word[w]) == 0);
  uintptr_t base = page_alloc_chunk_base(chunk);
  unsigned used = 0;
  if (offaddr_less_equal(base + palloc_chunk_bytes, p->search_addr))
    used = palloc_chunk_pages;
  else if (offaddr_less(base, p->search_addr))
    used = page_alloc_chunk_page_index(p->search_addr);
  invariant(used == 0 || palloc_bits_popcount_range(&data->alloc, 0, used) == used);
}

void page_alloc_check(const struct page_alloc *p) {
  mutex_assert_held(p->heap_lock);
  addr_ranges_check(&p->in_use);
  invariant(p->search_addr == offaddr_max() || addr_ranges_contains(&p->in_use, p->search_addr));
  for (size_t r = 0; r < p->in_use.len; r++) {
    uintptr_t base = p->in_use.ranges[r].base, last = p->in_use.ranges[r].limit - 1;
    for (uintptr_t c = page_alloc_chunk_index(base); c <= page_alloc_chunk_index(last); c++)
      check_chunk(p, c);
    for (unsigned l = leaf; l-- > 0;) {
      unsigned below = level_bits(l + 1);
      for (uintptr_t i = level_index(l, base); i <= level_index(l, last); i++)
        invariant(p->summary[l][i] == palloc_sum_merge(&p->summary[l + 1][i << below], 1u << below,
                                                       level_log_pages(l + 1)));
    }
  }
}
