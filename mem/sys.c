// mem/sys.c: the transitions between the states of memory, with their accounting. The calls to the
// system are in sys_linux.c.

#include "mem/sys.h"

#include "mem/atomic.h"

static void add_ready(struct mem_stats *st, int64_t delta) {
  uint64_t now = atomic_add_u64(&st->mapped_ready, (uint64_t)delta);
  check((int64_t)now >= 0 || st->failed);
}

static void add_mappings(struct mem_stats *st, int64_t delta) {
  uint64_t now = atomic_add_u64(&st->mappings_bytes, (uint64_t)delta);
  check((int64_t)now >= 0);
}

void *sys_alloc(struct mem_stats *st, size_t n, sys_stat *counter) {
  void *v = sys_os_alloc(st, n);
  if (v == NULL)
    return NULL;
  sys_stat_add(counter, (int64_t)n);
  add_ready(st, (int64_t)n);
  add_mappings(st, (int64_t)n);
  return v;
}

void sys_unused(struct mem_stats *st, void *v, size_t n) {
  uintptr_t phys = st->sys.phys_page_size;
  // madvise rounds outward, and so would release memory that is in use.
  if ((uintptr_t)v % phys != 0 || n % phys != 0)
    vole_throw("sys_unused of %p, %zu bytes: not whole physical pages", v, n);
  add_ready(st, -(int64_t)n);
  sys_os_unused(st, v, n);
}

void sys_used(struct mem_stats *st, void *v, size_t n, size_t prepared) {
  check(prepared <= n);
  add_ready(st, (int64_t)prepared);
  sys_os_used(st, v, n);
}

void sys_free(struct mem_stats *st, void *v, size_t n, sys_stat *counter) {
  sys_free_mixed(st, v, n, counter, n, n);
}

void sys_free_mixed(struct mem_stats *st, void *v, size_t n, sys_stat *counter, size_t mapped,
                    size_t ready) {
  check(mapped <= n && ready <= n);
  if (counter != NULL)
    sys_stat_add(counter, -(int64_t)mapped);
  add_ready(st, -(int64_t)ready);
  add_mappings(st, -(int64_t)n);
  sys_os_free(st, v, n);
}

void sys_finish(struct mem_stats *st) {
  sys_os_finish(st);
}

void sys_fault(struct mem_stats *st, void *v, size_t n) {
  add_ready(st, -(int64_t)n);
  sys_os_fault(st, v, n);
}

void *sys_reserve(struct mem_stats *st, void *hint, size_t n) {
  void *v = sys_os_reserve(st, hint, n);
  if (v != NULL)
    add_mappings(st, (int64_t)n);
  return v;
}

void *sys_reserve_aligned(struct mem_stats *st, void *hint, size_t *n, size_t align) {
  check(is_power_of_two(align));
  size_t size = *n;
  if (size + align < size)
    return NULL;
  void *v = sys_reserve(st, hint, size + align);
  if (v == NULL)
    return NULL;
  uintptr_t address = (uintptr_t)v;
  if (address % align == 0) {
    // It came aligned: the rest is as good as what was asked for.
    *n = size + align;
    return v;
  }
  uintptr_t start = align_up(address, align);
  uintptr_t end = start + size;
  sys_free_mixed(st, v, start - address, NULL, 0, 0);
  if (address + size + align > end)
    sys_free_mixed(st, (void *)end, address + size + align - end, NULL, 0, 0);
  return (void *)start;
}

void sys_map(struct mem_stats *st, void *v, size_t n, sys_stat *counter) {
  sys_stat_add(counter, (int64_t)n);
  sys_os_map(st, v, n);
}

void sys_huge_page(struct mem_stats *st, void *v, size_t n) {
  uintptr_t huge = st->sys.phys_huge_page_size;
  if (huge == 0)
    return;
  uintptr_t start = align_up((uintptr_t)v, huge);
  uintptr_t end = align_down((uintptr_t)v + n, huge);
  if (start < end)
    sys_os_huge_page(st, (void *)start, end - start);
}

void sys_no_huge_page(struct mem_stats *st, void *v, size_t n) {
  check((uintptr_t)v % st->sys.phys_page_size == 0);
  sys_os_no_huge_page(st, v, n);
}

void sys_huge_page_collapse(struct mem_stats *st, void *v, size_t n) {
  check((uintptr_t)v % st->sys.phys_page_size == 0);
  if (st->sys.phys_huge_page_size != 0)
    sys_os_huge_page_collapse(st, v, n);
}
