// The bump allocator over one piece of reserved address space.

#include "mem/linear.h"

#include "mem/sys.h"

void linear_alloc_init(struct linear_alloc *l, uintptr_t base, uintptr_t size, bool map_memory) {
  // Memory up to the very end of the address space: nobody is prepared for an end that is 0, so the
  // last byte is left alone (Go issue 35954).
  if (base + size < base)
    size--;
  *l = (struct linear_alloc){
      .next = base, .mapped = base, .end = base + size, .map_memory = map_memory};
}

void *linear_alloc_take(struct linear_alloc *l, struct mem_stats *stats, uintptr_t size,
                        uintptr_t align, sys_stat *counter) {
  uintptr_t start = align_up(l->next, align);
  if (start < l->next || start > l->end || size > l->end - start)
    return NULL;
  l->next = start + size;
  uintptr_t mapped = align_up(l->next - 1, stats->sys.phys_page_size);
  if (mapped > l->mapped && l->map_memory) {
    uintptr_t n = mapped - l->mapped;
    sys_map(stats, (void *)l->mapped, n, counter);
    sys_used(stats, (void *)l->mapped, n, n);
  }
  if (mapped > l->mapped)
    l->mapped = mapped;
  return (void *)start;
}
