// Bitmaps of a chunk's 512 pages, and their summaries.
//
// A palloc_bits has one bit a page, set when the page is allocated. A chunk also has a bitmap of
// the pages that were given back to the system (scavenged). A palloc_sum packs three lengths of a
// range, in pages. They are the free pages at its start, its longest free run, and the free pages
// at its end.
//
// After runtime/mpallocbits.go and the pallocSum of runtime/mpagealloc.go of Go 1.21. Callers
// hold the heap lock.

#ifndef VOLE_MEM_PALLOCBITS_H
#define VOLE_MEM_PALLOCBITS_H

#include "mem/base.h"

enum {
  palloc_words = palloc_chunk_pages / 64,
  summary_levels = ptr_size == 8 ? 5 : 4,
  summary_level_bits = 3, // log2 of the entries below one entry, in all levels but the first
  log_max_packed_value = log_palloc_chunk_pages + (summary_levels - 1) * summary_level_bits,
  max_packed_value = 1 << log_max_packed_value, // pages below one entry of the first level
};

#define PALLOC_NONE (~0u) // no such page

// One bit a page; bit i%64 of word i/64 is page i.
struct palloc_bits {
  uint64_t word[palloc_words];
};

// The bitmaps of a chunk. A page is never both allocated and scavenged.
struct palloc_data {
  struct palloc_bits alloc;
  struct palloc_bits scavenged;
};

// start | max << 21 | end << 42; bit 63 alone when all are max_packed_value.
typedef uint64_t palloc_sum;

// Packs three lengths in pages.
static inline palloc_sum palloc_sum_pack(unsigned start, unsigned max, unsigned end) {
  if (max == max_packed_value)
    return (palloc_sum)1 << 63;
  const uint64_t mask = max_packed_value - 1;
  return (start & mask) | (max & mask) << log_max_packed_value |
         (end & mask) << (2 * log_max_packed_value);
}
static inline unsigned palloc_sum_field(palloc_sum sum, unsigned field) {
  if (sum >> 63 != 0)
    return max_packed_value;
  return (unsigned)(sum >> (field * log_max_packed_value)) & (max_packed_value - 1);
}
static inline unsigned palloc_sum_start(palloc_sum sum) {
  return palloc_sum_field(sum, 0);
}
static inline unsigned palloc_sum_max(palloc_sum sum) {
  return palloc_sum_field(sum, 1);
}
static inline unsigned palloc_sum_end(palloc_sum sum) {
  return palloc_sum_field(sum, 2);
}
// Returns the summary of a chunk with no page allocated.
static inline palloc_sum palloc_sum_free_chunk(void) {
  return palloc_sum_pack(palloc_chunk_pages, palloc_chunk_pages, palloc_chunk_pages);
}
// Returns the summary of count adjacent ranges, each of 1 << log_max_pages pages.
palloc_sum palloc_sum_merge(const palloc_sum *sums, unsigned count, unsigned log_max_pages);

// Return bit i; the aligned block of 64 bits that has page i.
static inline bool palloc_bits_get(const struct palloc_bits *b, unsigned i) {
  return (b->word[i / 64] >> (i % 64) & 1) != 0;
}
static inline uint64_t palloc_bits_block64(const struct palloc_bits *b, unsigned i) {
  return b->word[i / 64];
}
static inline void palloc_bits_set(struct palloc_bits *b, unsigned i) {
  b->word[i / 64] |= (uint64_t)1 << (i % 64);
}
static inline void palloc_bits_clear(struct palloc_bits *b, unsigned i) {
  b->word[i / 64] &= ~((uint64_t)1 << (i % 64));
}
// Set, clear the bits of v in the aligned block of 64 that has page i.
static inline void palloc_bits_set_block64(struct palloc_bits *b, unsigned i, uint64_t v) {
  b->word[i / 64] |= v;
}
static inline void palloc_bits_clear_block64(struct palloc_bits *b, unsigned i, uint64_t v) {
  b->word[i / 64] &= ~v;
}
// Set, clear, count n bits from i; n is at least 1 and i+n at most 512.
void palloc_bits_set_range(struct palloc_bits *b, unsigned i, unsigned n);
void palloc_bits_clear_range(struct palloc_bits *b, unsigned i, unsigned n);
unsigned palloc_bits_popcount_range(const struct palloc_bits *b, unsigned i, unsigned n);
void palloc_bits_set_all(struct palloc_bits *b);

// Returns the summary of an allocation bitmap.
palloc_sum palloc_bits_summarize(const struct palloc_bits *b);
// Returns the first run of npages free pages, or PALLOC_NONE; no page below search_index is free.
// *new_search gets the first free page, as the next search_index, or PALLOC_NONE. For one page that
// is the page found.
unsigned palloc_bits_find(const struct palloc_bits *b, uintptr_t npages, unsigned search_index,
                          unsigned *new_search);
// Returns the index of the first n consecutive ones in c, n from 1 to 64; 64 if there are none.
unsigned palloc_find_bit_range64(uint64_t c, unsigned n);

// Allocates n pages from i, which are no longer scavenged.
void palloc_data_alloc_range(struct palloc_data *m, unsigned i, unsigned n);

#endif
