// Address ranges, and sorted sets of them.
//
// After runtime/mranges.go of Go 1.21.

#ifndef VOLE_MEM_RANGES_H
#define VOLE_MEM_RANGES_H

#include "mem/persistent.h"

// Addresses from base up to, not including, limit. An empty range has base == limit == 0.
struct addr_range {
  uintptr_t base;
  uintptr_t limit;
};

// Returns a range, which must lie within one half of the address space.
struct addr_range addr_range_make(uintptr_t base, uintptr_t limit);
// Returns the bytes of a range; 0 unless base lies below limit.
uintptr_t addr_range_size(struct addr_range r);
// Returns what of a is not in b. b may not lie strictly inside of a.
struct addr_range addr_range_subtract(struct addr_range a, struct addr_range b);
// Take len bytes, aligned, from the front or the back. Return their address; 0 if they do not fit.
uintptr_t addr_range_take_from_front(struct addr_range *r, uintptr_t len, uintptr_t align);
uintptr_t addr_range_take_from_back(struct addr_range *r, uintptr_t len, uintptr_t align);

// A set of ranges, guarded by the caller's lock. The array lies in persistent memory; outgrown
// arrays are not reused.
struct addr_ranges {
  struct addr_range *ranges; // len of them, ascending, neither touching nor overlapping
  size_t len;
  size_t cap;
  uintptr_t total_bytes;         // in all of them
  struct persistent *persistent; // where arrays come from
  sys_stat *counter;             // what they are counted in
};

// Prepares an empty set.
void addr_ranges_init(struct addr_ranges *a, struct persistent *persistent, sys_stat *counter);
// Returns the index of the first range with a base above addr, or the number of ranges.
size_t addr_ranges_find_succ(const struct addr_ranges *a, uintptr_t addr);
// Stores in *found the lowest address of the set that is addr or above it. Returns false if there
// is none.
bool addr_ranges_find_addr_greater_equal(const struct addr_ranges *a, uintptr_t addr,
                                         uintptr_t *found);
bool addr_ranges_contains(const struct addr_ranges *a, uintptr_t addr);
// Adds a range that is not empty and overlaps none.
void addr_ranges_add(struct addr_ranges *a, struct addr_range r);
// Fails unless the set is sorted, coalesced and adds up.
void addr_ranges_check(const struct addr_ranges *a);

#endif
