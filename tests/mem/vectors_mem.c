// Replays the records of what lies in mem.

#include <stdlib.h>
#include <string.h>

#include "mem/pagecache.h"
#include "mem/scavenge.h"
#include "mem/scavenger.h"
#include "mem/sizeclass.h"
#include "tests/mem/vectors.h"

// first_size: the smallest request at which the rounded size becomes "rounded".
static void replay_roundupsize(struct vectors *v, struct json_object *record) {
  uint64_t first = vectors_uint(v, record, "first_size");
  uint64_t rounded = vectors_uint(v, record, "rounded");
  expect_uint(v, "rounded", -1, sizeclass_round_up(first), rounded);
  expect_uint(v, "rounded up to itself", -1, sizeclass_round_up(rounded), rounded);
  expect_int(v, "less before", -1, sizeclass_round_up(first - 1) < rounded, true);
}

// x, m -> fillAligned(x, m); x, n -> findBitRange64(x, n), 64 for none.
static void replay_bitutil(struct vectors *v, struct json_object *record) {
  uint64_t x = vectors_hex(v, record, "x");
  expect_hex(v, "fillAligned", -1, scavenge_fill_aligned(x, (unsigned)vectors_int(v, record, "m")),
             vectors_hex(v, record, "fillAligned"));
  expect_int(v, "findBitRange64", -1,
             palloc_find_bit_range64(x, (unsigned)vectors_int(v, record, "n")),
             vectors_int(v, record, "findBitRange64"));
}

// ops on an empty chunk, [1, i, n] allocate and [0, i, n] free; then the summary, finds of n pages
// from search index 0, and popcnt = [i, n, result].
static void replay_pallocbits(struct vectors *v, struct json_object *record) {
  struct palloc_bits bits = {0};
  struct json_object *ops = vectors_get(v, record, "ops");
  for (size_t k = 0; k < vectors_length(ops); k++) {
    struct json_object *op = json_object_array_get_idx(ops, k);
    unsigned i = (unsigned)vectors_at(op, 1), n = (unsigned)vectors_at(op, 2);
    if (vectors_at(op, 0) != 0)
      palloc_bits_set_range(&bits, i, n);
    else
      palloc_bits_clear_range(&bits, i, n);
  }
  palloc_sum sum = palloc_bits_summarize(&bits);
  expect_int(v, "start", -1, palloc_sum_start(sum), vectors_int(v, record, "start"));
  expect_int(v, "max", -1, palloc_sum_max(sum), vectors_int(v, record, "max"));
  expect_int(v, "end", -1, palloc_sum_end(sum), vectors_int(v, record, "end"));
  struct json_object *finds = vectors_get(v, record, "find");
  for (size_t k = 0; k < vectors_length(finds); k++) {
    struct json_object *find = json_object_array_get_idx(finds, k);
    unsigned search;
    unsigned index = palloc_bits_find(&bits, vectors_uint(v, find, "n"), 0, &search);
    expect_uint(v, "find idx", (long)k, index, (unsigned)vectors_int(v, find, "idx"));
    expect_uint(v, "find search", (long)k, search, (unsigned)vectors_int(v, find, "search"));
  }
  struct json_object *popcnt = vectors_get(v, record, "popcnt");
  expect_int(v, "popcnt", -1,
             palloc_bits_popcount_range(&bits, (unsigned)vectors_at(popcnt, 0),
                                        (unsigned)vectors_at(popcnt, 1)),
             vectors_at(popcnt, 2));
}

// A chunk after the alloc and scav ranges; search, min, max in pages -> start, size.
static void replay_candidate(struct vectors *v, struct json_object *record) {
  struct palloc_data data = {0};
  struct json_object *alloc = vectors_get(v, record, "alloc");
  for (size_t k = 0; k < vectors_length(alloc); k++) {
    struct json_object *range = json_object_array_get_idx(alloc, k);
    palloc_data_alloc_range(&data, (unsigned)vectors_at(range, 0), (unsigned)vectors_at(range, 1));
  }
  struct json_object *scav = vectors_get(v, record, "scav");
  for (size_t k = 0; k < vectors_length(scav); k++) {
    struct json_object *range = json_object_array_get_idx(scav, k);
    palloc_bits_set_range(&data.scavenged, (unsigned)vectors_at(range, 0),
                          (unsigned)vectors_at(range, 1));
  }
  unsigned start;
  unsigned size = scavenge_find_candidate(
      &data, (unsigned)vectors_int(v, record, "search"), vectors_uint(v, record, "min"),
      vectors_uint(v, record, "max"), vectors_uint(v, record, "hugePageSize"), &start);
  expect_int(v, "start", -1, start, vectors_int(v, record, "start"));
  expect_int(v, "size", -1, size, vectors_int(v, record, "size"));
}

// add in order -> sorted coalesced ranges, total bytes; succ: [addr, index] of addr_ranges_find_succ.
static void replay_addrranges(struct vectors *v, struct json_object *record) {
  struct mem_stats st;
  struct persistent persistent;
  struct addr_ranges ranges;
  mem_stats_init(&st);
  persistent_init(&persistent, &st);
  addr_ranges_init(&ranges, &persistent, &st.other_sys);
  struct json_object *add = vectors_get(v, record, "add");
  for (size_t k = 0; k < vectors_length(add); k++) {
    struct json_object *range = json_object_array_get_idx(add, k);
    addr_ranges_add(
        &ranges, addr_range_make((uintptr_t)vectors_at(range, 0), (uintptr_t)vectors_at(range, 1)));
    addr_ranges_check(&ranges);
  }
  struct json_object *want = vectors_get(v, record, "ranges");
  expect_uint(v, "number of ranges", -1, ranges.len, vectors_length(want));
  for (size_t k = 0; k < vectors_length(want) && k < ranges.len; k++) {
    struct json_object *range = json_object_array_get_idx(want, k);
    expect_int(v, "range base", (long)k, (int64_t)ranges.ranges[k].base, vectors_at(range, 0));
    expect_int(v, "range limit", (long)k, (int64_t)ranges.ranges[k].limit, vectors_at(range, 1));
  }
  expect_uint(v, "total", -1, ranges.total_bytes, vectors_uint(v, record, "total"));
  struct json_object *succ = vectors_get(v, record, "succ");
  for (size_t k = 0; k < vectors_length(succ); k++) {
    struct json_object *pair = json_object_array_get_idx(succ, k);
    expect_int(v, "succ", (long)k,
               (int64_t)addr_ranges_find_succ(&ranges, (uintptr_t)vectors_at(pair, 0)),
               vectors_at(pair, 1));
  }
  persistent_destroy(&persistent);
  expect_uint(v, "mappings left", -1, st.mappings_bytes, 0);
}

// A controller's constants; each step an input, setpoint and period -> output and whether it is ok.
static void replay_picontroller(struct vectors *v, struct json_object *record) {
  struct pi_controller c = {
      .kp = vectors_double(v, record, "kp"),
      .ti = vectors_double(v, record, "ti"),
      .tt = vectors_double(v, record, "tt"),
      .min = vectors_double(v, record, "min"),
      .max = vectors_double(v, record, "max"),
  };
  struct json_object *steps = vectors_get(v, record, "steps");
  for (size_t k = 0; k < vectors_length(steps); k++) {
    struct json_object *step = json_object_array_get_idx(steps, k);
    double output;
    bool ok = pi_controller_next(&c, vectors_double(v, step, "in"), vectors_double(v, step, "set"),
                                 vectors_double(v, step, "period"), &output);
    expect_double(v, "out", (long)k, output, vectors_double(v, step, "out"));
    expect_int(v, "ok", (long)k, ok, vectors_bool(v, step, "ok"));
  }
}

enum { max_caches = 256 };

// A page allocator without memory behind its pages.
struct pages {
  struct mem_stats st;
  struct persistent persistent;
  struct mutex lock;
  struct page_alloc *alloc;
  uintptr_t base; // address of page 0
  struct page_cache caches[max_caches];
  unsigned cache_count;
};

static uintptr_t page_address(const struct pages *pages, int64_t page) {
  return pages->base + (uintptr_t)page * page_size;
}

static int64_t page_number(const struct pages *pages, uintptr_t addr) {
  if (addr == 0 || addr == offaddr_max())
    return -1;
  return ((int64_t)addr - (int64_t)pages->base) / page_size;
}

// Grows a chunk, and gives it the pages that the layout says. Lock held.
static void lay_out_chunk(struct vectors *v, struct pages *pages, struct json_object *layout) {
  struct page_alloc *p = pages->alloc;
  uintptr_t addr = page_address(pages, vectors_int(v, layout, "chunk") * palloc_chunk_pages);
  uintptr_t chunk = page_alloc_chunk_index(addr);
  page_alloc_grow(p, addr, palloc_chunk_bytes);
  struct palloc_data *data = page_alloc_chunk_of(p, chunk);
  palloc_bits_clear_range(&data->scavenged, 0, palloc_chunk_pages);
  scav_index_alloc(&p->scav.index, chunk, palloc_chunk_pages);
  scav_index_free(&p->scav.index, chunk, 0, palloc_chunk_pages);
  struct json_object *scav = vectors_get(v, layout, "scav");
  for (size_t k = 0; k < vectors_length(scav); k++) {
    struct json_object *range = json_object_array_get_idx(scav, k);
    unsigned n = (unsigned)vectors_int(v, range, "N");
    if (n != 0)
      palloc_bits_set_range(&data->scavenged, (unsigned)vectors_int(v, range, "I"), n);
  }
  struct json_object *alloc = vectors_get(v, layout, "alloc");
  for (size_t k = 0; k < vectors_length(alloc); k++) {
    struct json_object *range = json_object_array_get_idx(alloc, k);
    unsigned n = (unsigned)vectors_int(v, range, "N");
    if (n == 0)
      continue;
    palloc_data_alloc_range(data, (unsigned)vectors_int(v, range, "I"), n);
    scav_index_alloc(&p->scav.index, chunk, n);
  }
  page_alloc_update(p, addr, palloc_chunk_pages, false, false);
}

// alloc, free and scavenge, of the page allocator itself. False if it is another one.
static bool replay_page_op(struct vectors *v, struct pages *pages, struct json_object *op, long k) {
  const char *name = vectors_string(v, op, "op");
  struct page_alloc *p = pages->alloc;
  if (strcmp(name, "alloc") == 0) {
    uintptr_t scav;
    mutex_lock(&pages->lock);
    uintptr_t addr = page_alloc_alloc(p, vectors_uint(v, op, "n"), &scav);
    mutex_unlock(&pages->lock);
    expect_int(v, "alloc page", k, page_number(pages, addr), vectors_int(v, op, "page"));
    expect_uint(v, "alloc scav", k, scav, vectors_uint(v, op, "scav"));
  } else if (strcmp(name, "free") == 0) {
    mutex_lock(&pages->lock);
    page_alloc_free(p, page_address(pages, vectors_int(v, op, "page")), vectors_uint(v, op, "n"));
    mutex_unlock(&pages->lock);
  } else if (strcmp(name, "scavenge") == 0) {
    uintptr_t got = page_alloc_scavenge(p, NULL, vectors_uint(v, op, "bytes"), NULL, NULL, true);
    expect_uint(v, "scavenge got", k, got, vectors_uint(v, op, "got"));
  } else {
    return false;
  }
  return true;
}

// allocToCache, cacheAlloc and flush.
static bool replay_cache_op(struct vectors *v, struct pages *pages, struct json_object *op,
                            long k) {
  const char *name = vectors_string(v, op, "op");
  bool fill = strcmp(name, "allocToCache") == 0;
  unsigned i = fill ? pages->cache_count++ : (unsigned)vectors_int(v, op, "i");
  if (i >= max_caches)
    return false;
  struct page_cache *cache = &pages->caches[i];
  if (strcmp(name, "flush") == 0) {
    mutex_lock(&pages->lock);
    page_cache_flush(cache, pages->alloc);
    mutex_unlock(&pages->lock);
    return true;
  }
  if (fill) {
    mutex_lock(&pages->lock);
    *cache = page_cache_fill(pages->alloc);
    mutex_unlock(&pages->lock);
    expect_int(v, "cache page", k, page_number(pages, cache->base), vectors_int(v, op, "page"));
  } else if (strcmp(name, "cacheAlloc") == 0) {
    uintptr_t scav;
    uintptr_t addr = page_cache_alloc(cache, vectors_uint(v, op, "n"), &scav);
    expect_int(v, "cacheAlloc page", k, page_number(pages, addr), vectors_int(v, op, "page"));
    expect_uint(v, "cacheAlloc scav", k, scav, vectors_uint(v, op, "scav"));
  } else {
    return false;
  }
  expect_hex(v, "cache", k, cache->cache, vectors_hex(v, op, "cache"));
  expect_hex(v, "scavbits", k, cache->scav, vectors_hex(v, op, "scavbits"));
  return true;
}

static void expect_bits(struct vectors *v, const char *what, long chunk,
                        const struct palloc_bits *bits, struct json_object *want) {
  for (unsigned w = 0; w < palloc_words; w++) {
    const char *text = json_object_get_string(json_object_array_get_idx(want, w));
    expect_hex(v, what, chunk, bits->word[w], strtoull(text, NULL, 16));
  }
}

// The state at the end.
static void expect_final(struct vectors *v, struct pages *pages, struct json_object *record) {
  struct json_object *final = vectors_get(v, record, "final");
  for (size_t k = 0; k < vectors_length(final); k++) {
    struct json_object *chunk = json_object_array_get_idx(final, k);
    uintptr_t addr = page_address(pages, vectors_int(v, chunk, "chunk") * palloc_chunk_pages);
    struct palloc_data *data = page_alloc_chunk_of(pages->alloc, page_alloc_chunk_index(addr));
    expect_bits(v, "final alloc", (long)k, &data->alloc, vectors_get(v, chunk, "alloc"));
    expect_bits(v, "final scav", (long)k, &data->scavenged, vectors_get(v, chunk, "scav"));
  }
  struct json_object *root = vectors_get(v, record, "root");
  palloc_sum sum = pages->alloc->summary[0][(pages->base - arena_base_offset) >> 34];
  expect_int(v, "root start", -1, palloc_sum_start(sum), vectors_at(root, 0));
  expect_int(v, "root max", -1, palloc_sum_max(sum), vectors_at(root, 1));
  expect_int(v, "root end", -1, palloc_sum_end(sum), vectors_at(root, 2));
  expect_int(v, "searchPage", -1, page_number(pages, pages->alloc->search_addr),
             vectors_int(v, record, "searchPage"));
}

// layout: chunks to grow, with scavenged and allocated pages; ops on them, each with its answer; at
// the end the bitmaps, the root summary that covers the first chunk, and the search address.
static void replay_pagealloc(struct vectors *v, struct json_object *record) {
  struct pages *pages = calloc(1, sizeof(*pages));
  mem_stats_init(&pages->st);
  pages->st.sys.phys_page_size = vectors_uint(v, record, "physPageSize");
  pages->st.sys.phys_huge_page_size = vectors_uint(v, record, "hugePageSize");
  persistent_init(&pages->persistent, &pages->st);
  mutex_init(&pages->lock, LOCK_RANK_MHEAP);
  pages->base = (uintptr_t)0xc000 * palloc_chunk_bytes;
  pages->alloc = calloc(1, sizeof(*pages->alloc));
  page_alloc_init(pages->alloc, &pages->lock, &pages->st, &pages->persistent,
                  &pages->st.gc_misc_sys, true);
  mutex_lock(&pages->lock);
  struct json_object *layout = vectors_get(v, record, "layout");
  for (size_t k = 0; k < vectors_length(layout); k++)
    lay_out_chunk(v, pages, json_object_array_get_idx(layout, k));
  mutex_unlock(&pages->lock);

  struct json_object *ops = vectors_get(v, record, "ops");
  for (size_t k = 0; k < vectors_length(ops) && !v->failed; k++) {
    struct json_object *op = json_object_array_get_idx(ops, k);
    if (!replay_page_op(v, pages, op, (long)k) && !replay_cache_op(v, pages, op, (long)k))
      expect_int(v, "known op", (long)k, false, true);
  }
  if (!v->failed)
    expect_final(v, pages, record);
  mutex_lock(&pages->lock);
  page_alloc_check(pages->alloc);
  mutex_unlock(&pages->lock);
  page_alloc_destroy(pages->alloc);
  persistent_destroy(&pages->persistent);
  expect_uint(v, "mappings left", -1, pages->st.mappings_bytes, 0);
  expect_uint(v, "ready left", -1, pages->st.mapped_ready, 0);
  free(pages->alloc);
  free(pages);
}

bool vectors_replay_mem(struct vectors *v, struct json_object *record) {
  if (vectors_has(record, "first_size"))
    replay_roundupsize(v, record);
  else if (vectors_has(record, "fillAligned"))
    replay_bitutil(v, record);
  else if (vectors_has(record, "popcnt"))
    replay_pallocbits(v, record);
  else if (vectors_has(record, "search") && vectors_has(record, "min"))
    replay_candidate(v, record);
  else if (vectors_has(record, "succ"))
    replay_addrranges(v, record);
  else if (vectors_has(record, "kp"))
    replay_picontroller(v, record);
  else if (vectors_has(record, "layout"))
    replay_pagealloc(v, record);
  else
    return false;
  return true;
}
