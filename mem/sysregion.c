// The state of every byte from the system. A change finds the regions that it touches by
// bisection, and puts up to three in their place: what is left in front, the changed one, what
// is left behind.

#include "mem/sysregion.h"

#include <stdlib.h>
#include <string.h>

enum { keeps_regions = VOLE_CHECK >= 1, first_cap = 64 };

static const char *state_name(enum sys_region_state state) {
  static const char *const names[] = {"None", "Reserved", "Prepared", "Ready", "uncounted"};
  return names[state];
}

void sys_regions_init(struct sys_regions *r) {
  *r = (struct sys_regions){0};
  mutex_init(&r->lock, LOCK_RANK_LEAF);
}

// Returns the index of the first region that ends above address.
static size_t find(const struct sys_regions *r, uintptr_t address) {
  size_t low = 0, high = r->len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (r->regions[middle].limit > address)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

// Counts the bytes of [base, limit) in each state; the rest is in SYS_REGION_NONE. Returns the
// index past the last region that has some.
static size_t count(const struct sys_regions *r, size_t first, uintptr_t base, uintptr_t limit,
                    uint64_t *bytes) {
  memset(bytes, 0, SYS_REGION_STATES * sizeof *bytes);
  bytes[SYS_REGION_NONE] = limit - base;
  size_t i = first;
  for (; i < r->len && r->regions[i].base < limit; i++) {
    uintptr_t from = r->regions[i].base < base ? base : r->regions[i].base;
    uintptr_t to = r->regions[i].limit > limit ? limit : r->regions[i].limit;
    bytes[r->regions[i].state] += to - from;
    bytes[SYS_REGION_NONE] -= to - from;
  }
  return i;
}

// Puts n regions in the place of those from index i up to j.
static void replace(struct sys_regions *r, size_t i, size_t j, const struct sys_region *with,
                    size_t n) {
  size_t len = r->len - (j - i) + n;
  if (len == 0) {
    free(r->regions);
    r->regions = NULL;
    r->len = r->cap = 0;
    return;
  }
  if (len > r->cap) {
    size_t cap = r->cap == 0 ? first_cap : 2 * r->cap;
    struct sys_region *grown = realloc(r->regions, cap * sizeof *grown);
    if (!grown)
      vole_throw("no memory to remember the states of memory in");
    r->regions = grown;
    r->cap = cap;
  }
  memmove(&r->regions[i + n], &r->regions[j], (r->len - j) * sizeof *with);
  memcpy(&r->regions[i], with, n * sizeof *with);
  r->len = len;
}

// Appends a region to a list of *n, or joins it to the last if they touch and are in the same
// state.
static void append(struct sys_region *list, size_t *n, struct sys_region region) {
  if (region.base == region.limit || region.state == SYS_REGION_NONE)
    return;
  if (*n > 0 && list[*n - 1].limit == region.base && list[*n - 1].state == region.state)
    list[*n - 1].limit = region.limit;
  else
    list[(*n)++] = region;
}

void sys_regions_change(struct sys_regions *r, const char *what, const void *v, size_t n,
                        unsigned from, enum sys_region_state to, uint64_t prepared) {
  if (!keeps_regions || n == 0)
    return;
  uintptr_t base = (uintptr_t)v, limit = base + n;
  uint64_t bytes[SYS_REGION_STATES];
  mutex_lock(&r->lock);
  size_t first = find(r, base);
  size_t past = count(r, first, base, limit, bytes);
  for (unsigned state = 0; state < SYS_REGION_STATES; state++) {
    if (bytes[state] != 0 && (from >> state & 1) == 0)
      vole_throw("%s of %p, %zu bytes: %llu of them are %s", what, v, n,
                 (unsigned long long)bytes[state], state_name(state));
    r->bytes[state] -= state == SYS_REGION_NONE ? 0 : bytes[state];
  }
  if (prepared != UINT64_MAX && bytes[SYS_REGION_PREPARED] != prepared)
    vole_throw("%s of %p, %zu bytes: %llu of them are Prepared, not %llu", what, v, n,
               (unsigned long long)bytes[SYS_REGION_PREPARED], (unsigned long long)prepared);
  r->bytes[to] += to == SYS_REGION_NONE ? 0 : n;
  // The neighbours are replaced too, since they may be in the same state now.
  size_t i = first > 0 ? first - 1 : 0;
  size_t j = past < r->len ? past + 1 : past;
  struct sys_region with[5];
  size_t n_with = 0;
  for (size_t k = i; k < j && r->regions[k].base < base; k++) {
    struct sys_region front = r->regions[k];
    front.limit = front.limit < base ? front.limit : base;
    append(with, &n_with, front);
  }
  append(with, &n_with, (struct sys_region){base, limit, to});
  for (size_t k = i; k < j; k++) {
    struct sys_region back = r->regions[k];
    if (back.limit <= limit)
      continue;
    back.base = back.base > limit ? back.base : limit;
    append(with, &n_with, back);
  }
  replace(r, i, j, with, n_with);
  invariant_expensive(r->len > first_cap || (sys_regions_check(r), true));
  mutex_unlock(&r->lock);
}

uint64_t sys_regions_count(struct sys_regions *r, const void *v, size_t n,
                           enum sys_region_state state) {
  if (!keeps_regions)
    return 0;
  uint64_t bytes[SYS_REGION_STATES];
  mutex_lock(&r->lock);
  count(r, find(r, (uintptr_t)v), (uintptr_t)v, (uintptr_t)v + n, bytes);
  mutex_unlock(&r->lock);
  return bytes[state];
}

void sys_regions_check(const struct sys_regions *r) {
  mutex_assert_held(&r->lock);
  uint64_t bytes[SYS_REGION_STATES] = {0};
  for (size_t i = 0; i < r->len; i++) {
    const struct sys_region *region = &r->regions[i];
    invariant(region->base < region->limit);
    invariant(region->state > SYS_REGION_NONE && region->state < SYS_REGION_STATES);
    invariant(i == 0 || region[-1].limit < region->base ||
              (region[-1].limit == region->base && region[-1].state != region->state));
    bytes[region->state] += region->limit - region->base;
  }
  invariant(memcmp(bytes, r->bytes, sizeof bytes) == 0);
  invariant(r->len <= r->cap && (r->len == 0) == (!r->regions));
}
