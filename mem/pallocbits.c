// Bitmaps of pages and their summaries.
//
// Runs of ones are found without looking at single bits: c & c>>1 has a one where two ones begin,
// (c & c>>1) & (c & c>>1)>>2 where four do, and so on, with a shorter last step for other lengths.

#include "mem/pallocbits.h"

#include <string.h>

palloc_sum palloc_sum_merge(const palloc_sum *sums, unsigned count, unsigned log_max_pages) {
  const unsigned full = 1u << log_max_pages;
  unsigned start = 0, max = 0, end = 0;
  bool start_open = true; // everything so far is free
  for (unsigned i = 0; i < count; i++) {
    unsigned s = palloc_sum_start(sums[i]);
    unsigned m = palloc_sum_max(sums[i]);
    unsigned e = palloc_sum_end(sums[i]);
    if (start_open) {
      start += s;
      start_open = s == full;
    }
    if (end + s > max)
      max = end + s;
    if (m > max)
      max = m;
    end = e == full ? end + full : e;
  }
  return palloc_sum_pack(start, max, end);
}

// Returns which bits of a word are among the n bits from bit i of the whole bitmap.
static uint64_t range_mask(unsigned word, unsigned i, unsigned n) {
  unsigned from = word == i / 64 ? i % 64 : 0;
  unsigned to = word == (i + n - 1) / 64 ? (i + n - 1) % 64 : 63;
  return low_bits64(to + 1) & ~low_bits64(from);
}

void palloc_bits_set_range(struct palloc_bits *b, unsigned i, unsigned n) {
  for (unsigned w = i / 64; w <= (i + n - 1) / 64; w++)
    b->word[w] |= range_mask(w, i, n);
}

void palloc_bits_clear_range(struct palloc_bits *b, unsigned i, unsigned n) {
  for (unsigned w = i / 64; w <= (i + n - 1) / 64; w++)
    b->word[w] &= ~range_mask(w, i, n);
}

unsigned palloc_bits_popcount_range(const struct palloc_bits *b, unsigned i, unsigned n) {
  unsigned count = 0;
  for (unsigned w = i / 64; w <= (i + n - 1) / 64; w++)
    count += popcount64(b->word[w] & range_mask(w, i, n));
  return count;
}

void palloc_bits_set_all(struct palloc_bits *b) {
  memset(b, 0xff, sizeof(*b));
}
// Returns a one wherever n ones begin in c.
static uint64_t run_starts(uint64_t c, unsigned n) {
  for (unsigned have = 1; have < n && c != 0;) {
    unsigned step = n - have < have ? n - have : have;
    c &= c >> step;
    have += step;
  }
  return c;
}

unsigned palloc_find_bit_range64(uint64_t c, unsigned n) {
  return ctz64(run_starts(c, n));
}

// Returns the longest run of zeros in a word if it is longer than least, else least.
static unsigned longest_free(uint64_t x, unsigned least) {
  if (least >= 64)
    return least;
  uint64_t starts = run_starts(~x, least + 1);
  while (starts != 0) {
    least++;
    // Where two starts adjoin, the lower one begins a run that is one longer.
    starts &= starts >> 1;
  }
  return least;
}

palloc_sum palloc_bits_summarize(const struct palloc_bits *b) {
  unsigned start = PALLOC_NONE, max = 0, run = 0;
  for (unsigned i = 0; i < palloc_words; i++) {
    uint64_t x = b->word[i];
    if (x == 0) {
      run += 64;
      continue;
    }
    run += ctz64(x);
    if (start == PALLOC_NONE)
      start = run;
    if (run > max)
      max = run;
    run = clz64(x);
  }
  if (start == PALLOC_NONE)
    return palloc_sum_free_chunk();
  if (run > max)
    max = run;
  // A run within a word is at most 62 long: it has an allocated page on both sides.
  for (unsigned i = 0; i < palloc_words && max < 62; i++)
    max = longest_free(b->word[i], max);
  return palloc_sum_pack(start, max, run);
}

unsigned palloc_bits_find(const struct palloc_bits *b, uintptr_t npages, unsigned search_index,
                          unsigned *new_search) {
  unsigned run = 0; // free pages right below this word
  *new_search = PALLOC_NONE;
  for (unsigned i = search_index / 64; i < palloc_words; i++) {
    uint64_t x = b->word[i];
    if (x == ~(uint64_t)0) {
      run = 0;
      continue;
    }
    if (*new_search == PALLOC_NONE)
      *new_search = i * 64 + ctz64(~x);
    if (run + ctz64(x) >= npages)
      return i * 64 - run;
    if (npages <= 64) {
      unsigned inside = palloc_find_bit_range64(~x, (unsigned)npages);
      if (inside < 64)
        return i * 64 + inside;
    }
    run = x == 0 ? run + 64 : clz64(x);
  }
  return PALLOC_NONE;
}

void palloc_data_alloc_range(struct palloc_data *m, unsigned i, unsigned n) {
  palloc_bits_set_range(&m->alloc, i, n);
  palloc_bits_clear_range(&m->scavenged, i, n);
}
