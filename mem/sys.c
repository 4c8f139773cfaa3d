// The transitions between the states of memory, with their accounting. The calls to the
// system are in sys_linux.c.

#include "mem/sys.h"

#include <string.h>

#include "mem/atomic.h"

static void add_ready(struct mem_stats *stats, int64_t delta) {
  uint64_t now = atomic_add_u64(&stats->mapped_ready, (uint64_t)delta);
  invariant((int64_t)now >= 0 || stats->failed);
}

static void add_mappings(struct mem_stats *stats, int64_t delta) {
  uint64_t now = atomic_add_u64(&stats->mappings_bytes, (uint64_t)delta);
  invariant((int64_t)now >= 0);
}

void sys_init(struct mem_stats *stats) {
  sys_os_init(&stats->sys);
  mutex_init(&stats->sys.hint_lock, LOCK_RANK_LEAF);
  sys_regions_init(&stats->sys.regions);
}

// Where a transition may start, as a set of states; whatever is Prepared is fine.
static void change(struct mem_stats *stats, const char *what, const void *v, size_t n,
                   unsigned from, enum sys_region_state to) {
  sys_regions_change(&stats->sys.regions, what, v, n, from, to, UINT64_MAX);
}

void *sys_alloc(struct mem_stats *stats, size_t n, sys_stat *counter) {
  void *v = sys_os_alloc(stats, n);
  if (!v)
    return NULL;
  change(stats, "sys_alloc", v, n, 1 << SYS_REGION_NONE, SYS_REGION_READY);
  sys_stat_add(counter, (int64_t)n);
  add_ready(stats, (int64_t)n);
  add_mappings(stats, (int64_t)n);
  return v;
}

void *sys_alloc_uncounted(struct mem_stats *stats, size_t n) {
  void *v = sys_os_alloc(stats, n);
  if (!v)
    return NULL;
  change(stats, "sys_alloc_uncounted", v, n, 1 << SYS_REGION_NONE, SYS_REGION_UNCOUNTED);
  add_mappings(stats, (int64_t)n);
  return v;
}

void sys_unused(struct mem_stats *stats, void *v, size_t n) {
  uintptr_t phys = stats->sys.phys_page_size;
  // madvise rounds outward, and so would release memory that is in use.
  if ((uintptr_t)v % phys != 0 || n % phys != 0)
    vole_throw("unaligned sysUnused: %p, %zu bytes", v, n);
  change(stats, "sys_unused", v, n, 1 << SYS_REGION_READY, SYS_REGION_PREPARED);
  add_ready(stats, -(int64_t)n);
  sys_os_unused(stats, v, n);
}

void sys_used(struct mem_stats *stats, void *v, size_t n, size_t prepared) {
  invariant(prepared <= n);
  sys_regions_change(&stats->sys.regions, "sys_used", v, n,
                     1 << SYS_REGION_PREPARED | 1 << SYS_REGION_READY, SYS_REGION_READY, prepared);
  add_ready(stats, (int64_t)prepared);
  sys_os_used(stats, v, n);
}

// Forgets memory and returns it. In this order: once returned, another thread may be given it.
static void give_back(struct mem_stats *stats, void *v, size_t n, sys_stat *counter, size_t mapped,
                      size_t ready) {
  if (counter)
    sys_stat_add(counter, -(int64_t)mapped);
  add_ready(stats, -(int64_t)ready);
  add_mappings(stats, -(int64_t)n);
  sys_os_free(stats, v, n);
}

void sys_finish(struct mem_stats *stats) {
  sys_os_finish(stats);
}

void sys_free(struct mem_stats *stats, void *v, size_t n, sys_stat *counter) {
  change(stats, "sys_free", v, n, 1 << SYS_REGION_READY, SYS_REGION_NONE);
  give_back(stats, v, n, counter, n, n);
}

void sys_free_mixed(struct mem_stats *stats, void *v, size_t n, sys_stat *counter, size_t mapped,
                    size_t ready) {
  invariant(mapped <= n && ready <= n);
  change(stats, "sys_free", v, n, sys_region_any, SYS_REGION_NONE);
  give_back(stats, v, n, counter, mapped, ready);
}

void sys_fault(struct mem_stats *stats, void *v, size_t n) {
  change(stats, "sys_fault", v, n, 1 << SYS_REGION_READY, SYS_REGION_RESERVED);
  add_ready(stats, -(int64_t)n);
  sys_os_fault(stats, v, n);
}

void *sys_reserve(struct mem_stats *stats, void *hint, size_t n) {
  void *v = sys_os_reserve(stats, hint, n);
  if (!v)
    return NULL;
  change(stats, "sys_reserve", v, n, 1 << SYS_REGION_NONE, SYS_REGION_RESERVED);
  add_mappings(stats, (int64_t)n);
  return v;
}

void *sys_reserve_aligned(struct mem_stats *stats, void *hint, size_t *n, size_t align) {
  invariant(is_power_of_two(align));
  size_t size = *n;
  if (size + align < size)
    return NULL;
  void *v = sys_reserve(stats, hint, size + align);
  if (!v)
    return NULL;
  uintptr_t address = (uintptr_t)v;
  if (address % align == 0) {
    // It came aligned: the rest is as good as what was asked for.
    *n = size + align;
    return v;
  }
  uintptr_t start = align_up(address, align);
  uintptr_t end = start + size;
  sys_free_mixed(stats, v, start - address, NULL, 0, 0);
  if (address + size + align > end)
    sys_free_mixed(stats, (void *)end, address + size + align - end, NULL, 0, 0);
  return (void *)start;
}

static void note_hint(struct mem_stats *stats, void *v, size_t n, enum sys_hint_kind kind) {
  struct sys_state *sys = &stats->sys;
  if ((uintptr_t)v % sys->phys_page_size != 0)
    vole_throw("unaligned sysHugePage: %p, %zu bytes", v, n);
  mutex_lock(&sys->hint_lock);
  if (sys->hint_count < sys_max_hints)
    sys->hints[sys->hint_count++] = (struct sys_hint){v, n, kind};
  mutex_unlock(&sys->hint_lock);
}

void sys_map(struct mem_stats *stats, void *v, size_t n, sys_stat *counter) {
  change(stats, "sys_map", v, n, 1 << SYS_REGION_RESERVED, SYS_REGION_PREPARED);
  if (counter)
    sys_stat_add(counter, (int64_t)n);
  sys_os_map(stats, v, n);
  if (stats->sys.disable_thp)
    note_hint(stats, v, n, SYS_HINT_NO_HUGE);
}

void sys_huge_page(struct mem_stats *stats, void *v, size_t n) {
  uintptr_t huge = stats->sys.phys_huge_page_size;
  if (!stats->sys.huge_pages || huge == 0)
    return;
  uintptr_t start = align_up((uintptr_t)v, huge);
  uintptr_t end = align_down((uintptr_t)v + n, huge);
  if (start < end)
    note_hint(stats, (void *)start, end - start, SYS_HINT_HUGE);
}

void sys_no_huge_page(struct mem_stats *stats, void *v, size_t n) {
  if (stats->sys.huge_pages)
    note_hint(stats, v, n, SYS_HINT_NO_HUGE);
}

void sys_huge_page_collapse(struct mem_stats *stats, void *v, size_t n) {
  if (stats->sys.huge_pages && stats->sys.phys_huge_page_size != 0)
    note_hint(stats, v, n, SYS_HINT_COLLAPSE);
}

void sys_give_hints(struct mem_stats *stats) {
  struct sys_state *sys = &stats->sys;
  struct sys_hint hints[sys_max_hints];
  mutex_lock(&sys->hint_lock);
  uint32_t count = sys->hint_count;
  memcpy(hints, sys->hints, count * sizeof hints[0]);
  sys->hint_count = 0;
  mutex_unlock(&sys->hint_lock);
  for (uint32_t i = 0; i < count; i++)
    sys_os_hint(stats, &hints[i]);
}

void sys_check(struct mem_stats *stats, uint64_t counted) {
  if (VOLE_CHECK < 1)
    return;
  struct sys_regions *r = &stats->sys.regions;
  mutex_lock(&r->lock);
  sys_regions_check(r);
  uint64_t mapped = r->bytes[SYS_REGION_PREPARED] + r->bytes[SYS_REGION_READY];
  uint64_t all = mapped + r->bytes[SYS_REGION_RESERVED] + r->bytes[SYS_REGION_UNCOUNTED];
  uint64_t ready = atomic_load_u64(&stats->mapped_ready);
  uint64_t mappings = atomic_load_u64(&stats->mappings_bytes);
  if (r->bytes[SYS_REGION_READY] != ready || mapped != counted || all != mappings)
    vole_throw("memory from the system: %llu bytes are Ready, %llu mapped, %llu in all; the "
               "counters say %llu, %llu and %llu",
               (unsigned long long)r->bytes[SYS_REGION_READY], (unsigned long long)mapped,
               (unsigned long long)all, (unsigned long long)ready, (unsigned long long)counted,
               (unsigned long long)mappings);
  mutex_unlock(&r->lock);
}
