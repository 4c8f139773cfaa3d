// The scavenge index: the word of a chunk, the two cursors, and growing the table.

#include "mem/scavindex.h"

#include "mem/atomic.h"
#include "mem/embed.h"
#include "mem/ranges.h"

enum {
  in_use_bits = log_palloc_chunk_pages + 1, // enough for 512
  in_use_mask = (1 << in_use_bits) - 1,
  flag_mask = (1 << (16 - in_use_bits)) - 1,
};

static uintptr_t chunk_index(uintptr_t p) {
  return (p - arena_base_offset) >> log_palloc_chunk_bytes;
}

static uintptr_t chunk_base(uintptr_t chunk) {
  return (chunk << log_palloc_chunk_bytes) + arena_base_offset;
}

struct scav_chunk_data scav_chunk_data_unpack(uint64_t word) {
  return (struct scav_chunk_data){
      .in_use = (uint16_t)word,
      .last_in_use = (uint16_t)((word >> 16) & in_use_mask),
      .flags = (uint8_t)((word >> (16 + in_use_bits)) & flag_mask),
      .gen = (uint32_t)(word >> 32),
  };
}

uint64_t scav_chunk_data_pack(struct scav_chunk_data data) {
  return (uint64_t)data.in_use | (uint64_t)data.last_in_use << 16 |
         (uint64_t)data.flags << (16 + in_use_bits) | (uint64_t)data.gen << 32;
}

// The first change in a cycle remembers how the last one ended.
static void enter_gen(struct scav_chunk_data *data, uint32_t gen) {
  if (data->gen == gen)
    return;
  data->last_in_use = data->in_use;
  data->gen = gen;
}

void scav_chunk_data_alloc(struct scav_chunk_data *data, unsigned npages, uint32_t gen) {
  if (data->in_use + npages > palloc_chunk_pages)
    vole_throw("too many pages allocated in a chunk: %u and %u more", data->in_use, npages);
  enter_gen(data, gen);
  data->in_use = (uint16_t)(data->in_use + npages);
  if (data->in_use == palloc_chunk_pages)
    data->flags &= (uint8_t)~scav_chunk_has_free;
}

void scav_chunk_data_free(struct scav_chunk_data *data, unsigned npages, uint32_t gen) {
  if (data->in_use < npages)
    vole_throw("too many pages freed in a chunk: %u of %u", npages, data->in_use);
  enter_gen(data, gen);
  data->in_use = (uint16_t)(data->in_use - npages);
  data->flags |= scav_chunk_has_free;
}

bool scav_chunk_data_should_scavenge(struct scav_chunk_data data, uint32_t gen, bool force) {
  if ((data.flags & scav_chunk_has_free) == 0)
    return false;
  if (force)
    return true;
  // In its first cycle a chunk must have been sparse before, too.
  return data.in_use < scav_chunk_hi_occ_pages &&
         (data.gen != gen || data.last_in_use < scav_chunk_hi_occ_pages);
}

static struct scav_chunk_data load_chunk(const struct scav_index *s, uintptr_t chunk) {
  return scav_chunk_data_unpack(atomic_load_u64(&s->chunks[chunk]));
}

static void store_chunk(struct scav_index *s, uintptr_t chunk, struct scav_chunk_data data) {
  atomic_store_u64(&s->chunks[chunk], scav_chunk_data_pack(data));
}

// Cursors. The lowest address is 0, below every page.

static int64_t to_cursor(uintptr_t addr) {
  return (int64_t)(addr - arena_base_offset);
}

static uintptr_t cursor_load(const int64_t *cursor, bool *marked) {
  int64_t v = atomic_load_i64(cursor);
  *marked = v < 0;
  return (uintptr_t)(v < 0 ? -v : v) + arena_base_offset;
}

// Lowers to the bottom, unless marked.
static void cursor_clear(int64_t *cursor) {
  for (;;) {
    int64_t old = atomic_load_i64(cursor);
    if (old < 0 || atomic_cas_i64(cursor, old, 0))
      return;
  }
}

// Lowers to addr; a marked cursor stays.
static void cursor_store_min(int64_t *cursor, uintptr_t addr) {
  int64_t value = to_cursor(addr);
  for (;;) {
    int64_t old = atomic_load_i64(cursor);
    if (old < value || atomic_cas_i64(cursor, old, value))
      return;
  }
}

// Lowers a marked cursor that still is where it was read, and takes the mark away.
static void cursor_store_unmark(int64_t *cursor, uintptr_t marked, uintptr_t addr) {
  (void)atomic_cas_i64(cursor, -to_cursor(marked), to_cursor(addr));
}

static void cursor_store_marked(int64_t *cursor, uintptr_t addr) {
  atomic_store_i64(cursor, -to_cursor(addr));
}

void scav_index_init(struct scav_index *s, struct mem_stats *stats) {
  *s = (struct scav_index){.free_hwm = offaddr_min()};
  uintptr_t count = (uintptr_t)1 << (heap_addr_bits - log_palloc_chunk_bytes);
  s->reserved_bytes = count * sizeof(uint64_t);
  s->chunks = sys_reserve(stats, NULL, s->reserved_bytes);
  if (!s->chunks)
    mem_fatal(stats, "failed to reserve the scavenge index");
}

void scav_index_destroy(struct scav_index *s, struct mem_stats *stats, sys_stat *counter) {
  if (!s->chunks)
    return;
  sys_free_mixed(stats, s->chunks, s->reserved_bytes, counter, s->mapped_bytes, s->mapped_bytes);
  s->chunks = NULL;
}

uintptr_t scav_index_grow(struct scav_index *s, struct mem_stats *stats, uintptr_t base,
                          uintptr_t limit, sys_stat *counter) {
  invariant(base % palloc_chunk_bytes == 0 && limit % palloc_chunk_bytes == 0);
  uintptr_t first = chunk_index(base);
  uintptr_t heap_min = atomic_load_uintptr(&s->min_heap_idx);
  if (heap_min == 0 || first < heap_min)
    atomic_store_uintptr(&s->min_heap_idx, first);

  const uintptr_t per_page = stats->sys.phys_page_size / sizeof(uint64_t);
  uintptr_t have_min = atomic_load_uintptr(&s->min);
  uintptr_t have_max = atomic_load_uintptr(&s->max);
  uintptr_t need_min = align_down(first, per_page);
  uintptr_t need_max = align_up(first + (limit - base) / palloc_chunk_bytes, per_page);
  // The mapped part stays in one piece.
  if (need_max < have_min)
    need_max = have_min;
  if (have_max != 0 && need_min > have_max)
    need_min = have_max;
  struct addr_range have =
      addr_range_make((uintptr_t)&s->chunks[have_min], (uintptr_t)&s->chunks[have_max]);
  struct addr_range need =
      addr_range_make((uintptr_t)&s->chunks[need_min], (uintptr_t)&s->chunks[need_max]);
  need = addr_range_subtract(need, have);
  uintptr_t size = addr_range_size(need);
  if (size == 0)
    return 0;
  sys_map(stats, (void *)need.base, size, counter);
  sys_used(stats, (void *)need.base, size, size);
  s->mapped_bytes += size;
  if (have_max == 0 || need_min < have_min)
    atomic_store_uintptr(&s->min, need_min);
  if (need_max > have_max)
    atomic_store_uintptr(&s->max, need_max);
  return size;
}

bool scav_index_find(struct scav_index *s, bool force, uintptr_t *chunk, unsigned *page) {
  int64_t *cursor = force ? &s->search_addr_force : &s->search_addr_bg;
  bool marked;
  uintptr_t search = cursor_load(cursor, &marked);
  if (search == offaddr_min())
    return false;
  // A stale generation only means another look at a chunk, or one less.
  uint32_t gen = atomic_load_u32(&s->gen);
  uintptr_t min = atomic_load_uintptr(&s->min_heap_idx);
  uintptr_t start = chunk_index(search);
  for (uintptr_t i = start + 1; i-- > min;) {
    if (!scav_chunk_data_should_scavenge(load_chunk(s, i), gen, force))
      continue;
    *chunk = i;
    if (i == start) {
      *page = (unsigned)(search % palloc_chunk_bytes / page_size);
      return true;
    }
    *page = palloc_chunk_pages - 1;
    uintptr_t lower = chunk_base(i) + palloc_chunk_bytes - page_size;
    if (marked)
      cursor_store_unmark(cursor, search, lower);
    else
      cursor_store_min(cursor, lower);
    return true;
  }
  cursor_clear(cursor);
  return false;
}

void scav_index_alloc(struct scav_index *s, uintptr_t chunk, unsigned npages) {
  struct scav_chunk_data data = load_chunk(s, chunk);
  scav_chunk_data_alloc(&data, npages, s->gen);
  if (data.in_use > scav_chunk_hi_occ_pages)
    data.flags &= (uint8_t)~scav_chunk_no_huge_page;
  store_chunk(s, chunk, data);
}

void scav_index_free(struct scav_index *s, uintptr_t chunk, unsigned page, unsigned npages) {
  struct scav_chunk_data data = load_chunk(s, chunk);
  scav_chunk_data_free(&data, npages, s->gen);
  store_chunk(s, chunk, data);

  uintptr_t last = chunk_base(chunk) + (uintptr_t)(page + npages - 1) * page_size;
  if (offaddr_less(s->free_hwm, last))
    s->free_hwm = last;
  bool marked;
  if (offaddr_less(cursor_load(&s->search_addr_force, &marked), last))
    cursor_store_marked(&s->search_addr_force, last);
}

void scav_index_next_gen(struct scav_index *s) {
  atomic_store_u32(&s->gen, s->gen + 1);
  bool marked;
  if (offaddr_less(cursor_load(&s->search_addr_bg, &marked), s->free_hwm))
    cursor_store_marked(&s->search_addr_bg, s->free_hwm);
  s->free_hwm = offaddr_min();
}

void scav_index_set_empty(struct scav_index *s, uintptr_t chunk) {
  struct scav_chunk_data data = load_chunk(s, chunk);
  data.flags &= (uint8_t)~scav_chunk_has_free;
  store_chunk(s, chunk, data);
}

void scav_index_set_no_huge_page(struct scav_index *s, uintptr_t chunk) {
  struct scav_chunk_data data = load_chunk(s, chunk);
  data.flags |= scav_chunk_no_huge_page;
  store_chunk(s, chunk, data);
}

void scav_index_check(const struct scav_index *s) {
  invariant(s->min <= s->max && s->max * sizeof(uint64_t) <= s->reserved_bytes);
  invariant(s->mapped_bytes <= s->reserved_bytes && (s->max == 0 || s->min_heap_idx <= s->max));
  for (uintptr_t i = s->min_heap_idx; i < s->max && s->min_heap_idx != 0; i++) {
    struct scav_chunk_data data = scav_chunk_data_unpack(atomic_load_u64(&s->chunks[i]));
    invariant(data.in_use <= palloc_chunk_pages && data.last_in_use <= palloc_chunk_pages);
    invariant(data.gen <= s->gen);
  }
}
