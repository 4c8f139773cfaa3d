// The bitmap of a chunk, against one that looks at single bits.

#include <criterion/criterion.h>
#include <string.h>

#include "mem/pallocbits.h"

static uint64_t state = 88172645463325252u;

static unsigned random_below(unsigned n) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)(state >> 33) % n;
}

// A bitmap as booleans.
struct slow {
  bool set[palloc_chunk_pages];
};

static void randomize(struct palloc_bits *bits, struct slow *slow) {
  memset(bits, 0, sizeof(*bits));
  memset(slow, 0, sizeof(*slow));
  unsigned ranges = random_below(20);
  unsigned longest = 1 + random_below(200);
  for (unsigned r = 0; r < ranges; r++) {
    unsigned i = random_below(palloc_chunk_pages);
    unsigned n = 1 + random_below(longest);
    if (n > palloc_chunk_pages - i)
      n = palloc_chunk_pages - i;
    bool set = random_below(3) != 0;
    if (set)
      palloc_bits_set_range(bits, i, n);
    else
      palloc_bits_clear_range(bits, i, n);
    for (unsigned k = i; k < i + n; k++)
      slow->set[k] = set;
  }
}

static palloc_sum slow_summary(const struct slow *slow) {
  unsigned start = palloc_chunk_pages, max = 0, run = 0;
  for (unsigned i = 0; i < palloc_chunk_pages; i++) {
    if (slow->set[i] && start == palloc_chunk_pages)
      start = i;
    run = slow->set[i] ? 0 : run + 1;
    max = run > max ? run : max;
  }
  return palloc_sum_pack(start, max, run);
}

static unsigned slow_find(const struct slow *slow, unsigned npages) {
  unsigned run = 0;
  for (unsigned i = 0; i < palloc_chunk_pages; i++) {
    run = slow->set[i] ? 0 : run + 1;
    if (run == npages)
      return i + 1 - npages;
  }
  return PALLOC_NONE;
}

Test(pallocbits, random) {
  struct palloc_bits bits;
  struct slow slow;
  for (unsigned round = 0; round < 5000; round++) {
    randomize(&bits, &slow);
    for (unsigned i = 0; i < palloc_chunk_pages; i++)
      if (palloc_bits_get(&bits, i) != slow.set[i])
        cr_assert_fail("round %u, bit %u", round, i);
    cr_assert_eq(palloc_bits_summarize(&bits), slow_summary(&slow), "round %u", round);
    unsigned n = 1 + random_below(round % 2 ? 70 : 512);
    unsigned search, first = slow_find(&slow, 1);
    cr_assert_eq(palloc_bits_find(&bits, n, 0, &search), slow_find(&slow, n), "round %u", round);
    cr_assert_eq(search, first);
    if (first != PALLOC_NONE)
      cr_assert_eq(palloc_bits_find(&bits, n, first, &search), slow_find(&slow, n));
    unsigned i = random_below(palloc_chunk_pages);
    n = 1 + random_below(palloc_chunk_pages - i);
    unsigned count = 0;
    for (unsigned k = i; k < i + n; k++)
      count += slow.set[k];
    cr_assert_eq(palloc_bits_popcount_range(&bits, i, n), count);
  }
}

// A run in the middle of a word, of each length there is.
Test(pallocbits, summary_of_runs_inside_a_word) {
  for (unsigned length = 1; length <= 62; length++) {
    for (unsigned at = 1; at + length <= 63; at += 3) {
      struct palloc_bits bits;
      palloc_bits_set_all(&bits);
      palloc_bits_clear_range(&bits, 64 * (length % 8) + at, length);
      cr_assert_eq(palloc_bits_summarize(&bits), palloc_sum_pack(0, length, 0));
    }
  }
}

Test(pallocbits, packing) {
  palloc_sum sum = palloc_sum_pack(1, 2097151, 77);
  cr_assert_eq(palloc_sum_start(sum), 1);
  cr_assert_eq(palloc_sum_max(sum), 2097151);
  cr_assert_eq(palloc_sum_end(sum), 77);
  sum = palloc_sum_pack(max_packed_value, max_packed_value, max_packed_value);
  cr_assert_eq(sum, (uint64_t)1 << 63);
  cr_assert_eq(palloc_sum_start(sum), max_packed_value);
  cr_assert_eq(palloc_sum_end(sum), max_packed_value);
}

Test(pallocbits, merging) {
  palloc_sum parts[8];
  for (unsigned i = 0; i < 8; i++)
    parts[i] = palloc_sum_free_chunk();
  cr_assert_eq(palloc_sum_merge(parts, 8, 9), palloc_sum_pack(4096, 4096, 4096));
  parts[3] = palloc_sum_pack(10, 100, 20);
  cr_assert_eq(palloc_sum_merge(parts, 8, 9), palloc_sum_pack(1546, 2068, 2068));
  parts[4] = 0;
  parts[0] = 0;
  cr_assert_eq(palloc_sum_merge(parts, 8, 9), palloc_sum_pack(0, 1536, 1536));
}

Test(pallocbits, find_bit_range) {
  cr_assert_eq(palloc_find_bit_range64(~(uint64_t)0, 64), 0);
  cr_assert_eq(palloc_find_bit_range64(~(uint64_t)0 << 1, 64), 64);
  cr_assert_eq(palloc_find_bit_range64(~(uint64_t)0 << 1, 63), 1);
  cr_assert_eq(palloc_find_bit_range64(0, 1), 64);
  cr_assert_eq(palloc_find_bit_range64(0x0000ff0000f00000, 5), 40);
}

Test(pallocbits, allocating_unscavenges) {
  struct palloc_data data = {0};
  palloc_bits_set_all(&data.scavenged);
  palloc_data_alloc_range(&data, 60, 10);
  cr_assert_eq(palloc_bits_popcount_range(&data.scavenged, 0, 512), 502);
  palloc_data_alloc_range(&data, 0, palloc_chunk_pages);
  cr_assert_eq(palloc_bits_popcount_range(&data.scavenged, 0, 512), 0);
  cr_assert_eq(palloc_bits_summarize(&data.alloc), 0);
}
