// Distributions of times.
//
// There is a bucket for each power of two from 256 ns on and one below, each in four equal parts.
// Times beyond a day and a half, and negative ones, are counted apart.
//
// After runtime/histogram.go of Go 1.21.

#ifndef VOLE_GC_HISTOGRAM_H
#define VOLE_GC_HISTOGRAM_H

#include <stdint.h>

enum {
  histogram_min_bits = 9,  // bits of a time that fills the lowest bucket
  histogram_max_bits = 48, // bits of a time that no bucket takes
  histogram_sub_bits = 2,
  histogram_sub_buckets = 1 << histogram_sub_bits,
  histogram_buckets = (histogram_max_bits - histogram_min_bits + 1) * histogram_sub_buckets,
};

struct time_histogram {
  uint64_t counts[histogram_buckets]; // atomic
  uint64_t underflow;                 // negative times; atomic
  uint64_t overflow;                  // atomic
};

// Counts a time in ns. Any thread.
void time_histogram_record(struct time_histogram *h, int64_t ns);
// Returns the least ns of bucket index, 0 to histogram_buckets; the last is the overflow's.
uint64_t time_histogram_bound(unsigned index);

#endif
