// mem/mheap_check.c: whether the heap's structures agree with each other.
//
// Everything that the heap keeps twice is counted again from the list of all spans: the span table,
// the bitmap of pages in use, the numbers of pages and bytes, and, when the sweep is done, the
// spans in the centrals' sets.

#include "mem/mheap.h"
#include "mem/parts_check.h"
#include "mem/sweep.h"

// What the spans say.
struct recount {
  uintptr_t in_use;       // spans in use
  uintptr_t in_use_pages; // of them
  uintptr_t manual_pages; // of manual ones
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
  if (state == mspan_dead)
    return;
  check_table(h, s);
  if (state == mspan_manual) {
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
  sum->in_use_pages += s->npages;
  uint32_t relative = s->sweepgen - h->sweepgen; // -2, -1, 0, 1 or 3
  check(relative + 2 <= 5 && relative != 2);
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
  for (unsigned spc = 0; spc < num_span_classes; spc++) {
    struct mcentral *c = &h->central[spc].mcentral;
    in_sets += span_set_count(mcentral_partial_swept(c, h->sweepgen));
    in_sets += span_set_count(mcentral_full_swept(c, h->sweepgen));
  }
  if (in_sets != sum->uncached)
    vole_throw("%lu spans are swept and not cached, but %lu are in the centrals' sets",
               (unsigned long)sum->uncached, (unsigned long)in_sets);
}

// The heap's bytes, by purpose, against those that it has from the system.
static void check_bytes(const struct mheap *h, const struct recount *sum) {
  const struct mem_stats *st = &h->stats;
  uint64_t in_use = sys_stat_load(&st->heap_in_use);
  uint64_t free = sys_stat_load(&st->heap_free);
  uint64_t released = sys_stat_load(&st->heap_released);
  if (in_use != sum->in_use_pages * page_size)
    vole_throw("spans in use hold %lu pages, heap_in_use says %lu",
               (unsigned long)sum->in_use_pages, (unsigned long)(in_use / page_size));
  uint64_t all = in_use + sum->manual_pages * page_size + free + released;
  if (all != h->pages.in_use.total_bytes)
    vole_throw("the heap has %lu bytes, its parts add up to %lu",
               (unsigned long)h->pages.in_use.total_bytes, (unsigned long)all);
  struct heap_stats_delta delta;
  heap_stats_unsafe_read(st, &delta);
  check(delta.in_heap == (int64_t)in_use && delta.released == (int64_t)released);
  check(delta.in_stacks + delta.in_work_bufs + delta.in_ptr_scalar_bits ==
        (int64_t)(sum->manual_pages * page_size));
  check(delta.committed == (int64_t)(h->pages.in_use.total_bytes - released));
}

void mheap_check(struct mheap *h) {
  mutex_lock(&h->lock);
  pagealloc_check(&h->pages);
  struct recount sum = {0};
  for (uint32_t i = 0; i < h->allspans_count; i++)
    recount_span(h, h->allspans[i], &sum);
  if (sum.in_use_pages != atomic_load_u64(&h->pages_in_use))
    vole_throw("spans in use hold %lu pages, pages_in_use says %lu",
               (unsigned long)sum.in_use_pages, (unsigned long)atomic_load_u64(&h->pages_in_use));
  uintptr_t bits = count_page_in_use(h);
  if (bits != sum.in_use)
    vole_throw("%lu spans are in use, page_in_use has %lu bits", (unsigned long)sum.in_use,
               (unsigned long)bits);
  check_bytes(h, &sum);
  mheap_check_parts(h);
  if (sweep_is_done(h))
    check_centrals(h, &sum);
  mutex_unlock(&h->lock);
}
