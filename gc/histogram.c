// Distributions of times: finding the bucket of a time, and the bounds of a bucket.

#include "gc/histogram.h"

#include "mem/atomic.h"
#include "mem/base.h"

void time_histogram_record(struct time_histogram *h, int64_t ns) {
  if (ns < 0) {
    atomic_add_u64(&h->underflow, 1);
    return;
  }
  unsigned bits = len64((uint64_t)ns);
  unsigned bucket = 0;
  if (bits < histogram_min_bits)
    bits = histogram_min_bits;
  else
    bucket = bits - histogram_min_bits + 1;
  if (bits >= histogram_max_bits) {
    atomic_add_u64(&h->overflow, 1);
    return;
  }
  unsigned sub = (unsigned)(ns >> (bits - 1 - histogram_sub_bits)) % histogram_sub_buckets;
  atomic_add_u64(&h->counts[bucket * histogram_sub_buckets + sub], 1);
}

uint64_t time_histogram_bound(unsigned index) {
  unsigned bucket = index / histogram_sub_buckets, sub = index % histogram_sub_buckets;
  if (bucket == 0)
    return (uint64_t)sub << (histogram_min_bits - 1 - histogram_sub_bits);
  unsigned bits = bucket + histogram_min_bits - 1;
  return (uint64_t)(histogram_sub_buckets + sub) << (bits - 1 - histogram_sub_bits);
}
