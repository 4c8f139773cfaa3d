// Sets of address ranges. All comparisons are in the order of offaddr_less; two addresses of one
// range may be subtracted.

#include "mem/ranges.h"

#include <string.h>

#include "mem/embed.h"

enum {
  initial_cap = 16,  // ranges
  linear_search = 8, // ranges that are searched one by one
};

struct addr_range addr_range_make(uintptr_t base, uintptr_t limit) {
  bool base_low = base - arena_base_offset >= base;
  bool limit_low = limit - arena_base_offset >= limit;
  if (base_low != limit_low)
    vole_throw("address range %#lx-%#lx spans both halves of the address space",
               (unsigned long)base, (unsigned long)limit);
  return (struct addr_range){base, limit};
}

uintptr_t addr_range_size(struct addr_range r) {
  return offaddr_less(r.base, r.limit) ? r.limit - r.base : 0;
}

static bool addr_range_contains(struct addr_range r, uintptr_t addr) {
  return offaddr_less_equal(r.base, addr) && offaddr_less(addr, r.limit);
}

struct addr_range addr_range_subtract(struct addr_range a, struct addr_range b) {
  bool keeps_front = offaddr_less(a.base, b.base);
  bool keeps_back = offaddr_less(b.limit, a.limit);
  if (!keeps_front && !keeps_back)
    return (struct addr_range){0, 0};
  if (keeps_front && keeps_back) {
    // b lies inside of a, or the two lie apart.
    if (offaddr_less(b.base, a.limit) && offaddr_less(a.base, b.limit))
      vole_throw("address range %#lx-%#lx is taken out of the middle of %#lx-%#lx",
                 (unsigned long)b.base, (unsigned long)b.limit, (unsigned long)a.base,
                 (unsigned long)a.limit);
    return a;
  }
  if (keeps_back && offaddr_less(a.base, b.limit))
    a.base = b.limit;
  else if (keeps_front && offaddr_less(b.base, a.limit))
    a.limit = b.base;
  return a;
}

uintptr_t addr_range_take_from_front(struct addr_range *r, uintptr_t len, uintptr_t align) {
  uintptr_t start = align_up(r->base, align);
  if (start < r->base || start + len < start || start + len > r->limit)
    return 0;
  r->base = start + len;
  return start;
}

uintptr_t addr_range_take_from_back(struct addr_range *r, uintptr_t len, uintptr_t align) {
  if (len > r->limit)
    return 0;
  uintptr_t start = align_down(r->limit - len, align);
  if (start < r->base)
    return 0;
  r->limit = start;
  return start;
}

static struct addr_range *new_array(struct addr_ranges *a, size_t cap) {
  struct addr_range *ranges =
      persistent_alloc(a->persistent, NULL, cap * sizeof(*ranges), ptr_size, a->counter);
  if (!ranges)
    mem_fatal(a->persistent->stats, "out of memory for address ranges");
  return ranges;
}

void addr_ranges_init(struct addr_ranges *a, struct persistent *persistent, sys_stat *counter) {
  *a = (struct addr_ranges){.persistent = persistent, .counter = counter, .cap = initial_cap};
  a->ranges = new_array(a, a->cap);
}

size_t addr_ranges_find_succ(const struct addr_ranges *a, uintptr_t addr) {
  size_t low = 0, high = a->len;
  while (high - low > linear_search) {
    size_t middle = low + (high - low) / 2;
    if (offaddr_less(addr, a->ranges[middle].base))
      high = middle;
    else
      low = middle + 1;
  }
  while (low < high && !offaddr_less(addr, a->ranges[low].base))
    low++;
  return low;
}

bool addr_ranges_find_addr_greater_equal(const struct addr_ranges *a, uintptr_t addr,
                                         uintptr_t *found) {
  size_t i = addr_ranges_find_succ(a, addr);
  if (i > 0 && addr_range_contains(a->ranges[i - 1], addr)) {
    *found = addr;
    return true;
  }
  if (i == a->len)
    return false;
  *found = a->ranges[i].base;
  return true;
}

bool addr_ranges_contains(const struct addr_ranges *a, uintptr_t addr) {
  size_t i = addr_ranges_find_succ(a, addr);
  return i > 0 && addr_range_contains(a->ranges[i - 1], addr);
}

// Makes room for one more range at index i.
static void open_gap(struct addr_ranges *a, size_t i) {
  struct addr_range *old = a->ranges;
  if (a->len == a->cap) {
    a->ranges = new_array(a, 2 * a->cap);
    a->cap *= 2;
    memcpy(a->ranges, old, i * sizeof(*old));
  }
  memmove(&a->ranges[i + 1], &old[i], (a->len - i) * sizeof(*old));
  a->len++;
}

void addr_ranges_add(struct addr_ranges *a, struct addr_range r) {
  uintptr_t size = addr_range_size(r);
  if (size == 0)
    vole_throw("empty address range %#lx-%#lx is added", (unsigned long)r.base,
               (unsigned long)r.limit);
  size_t i = addr_ranges_find_succ(a, r.base);
  bool joins_below = i > 0 && a->ranges[i - 1].limit == r.base;
  bool joins_above = i < a->len && a->ranges[i].base == r.limit;
  if (joins_below && joins_above) {
    a->ranges[i - 1].limit = a->ranges[i].limit;
    memmove(&a->ranges[i], &a->ranges[i + 1], (a->len - i - 1) * sizeof(*a->ranges));
    a->len--;
  } else if (joins_below) {
    a->ranges[i - 1].limit = r.limit;
  } else if (joins_above) {
    a->ranges[i].base = r.base;
  } else {
    open_gap(a, i);
    a->ranges[i] = r;
  }
  a->total_bytes += size;
}

void addr_ranges_check(const struct addr_ranges *a) {
  uintptr_t total = 0;
  invariant(a->len <= a->cap);
  for (size_t i = 0; i < a->len; i++) {
    invariant(addr_range_size(a->ranges[i]) != 0);
    invariant(i == 0 || offaddr_less(a->ranges[i - 1].limit, a->ranges[i].base));
    total += addr_range_size(a->ranges[i]);
  }
  invariant(total == a->total_bytes);
}
