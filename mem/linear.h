// A bump allocator over one piece of reserved address space.
//
// Where addresses are scarce (32 bits) the heap reserves a large piece at the start, so that other
// mappings do not come between its arenas, and cuts arenas and their metadata from it. On 64 bits
// there is nothing to reserve, and an allocator of zeroed memory, which has nothing, is asked
// first.
//
// After linearAlloc of runtime/malloc.go of Go 1.21.

#ifndef VOLE_MEM_LINEAR_H
#define VOLE_MEM_LINEAR_H

#include "mem/stats.h"

// next and mapped are at least the start and at most end, but for the rounding of mapped to a
// physical page. All fields: the caller's lock.
struct linear_alloc {
  uintptr_t next;   // first free byte
  uintptr_t mapped; // past the last byte that is Ready, a multiple of the physical page
  uintptr_t end;    // past the last byte that may be handed out
  bool map_memory;  // make what is handed out Ready, rather than leave it Reserved
};

// Begins to hand out size bytes of reserved memory at base, a multiple of the physical page.
void linear_alloc_init(struct linear_alloc *l, uintptr_t base, uintptr_t size, bool map_memory);
// size bytes, a positive number, aligned to align, a power of two; NULL when they do not fit. What
// becomes Ready is counted in counter.
void *linear_alloc_take(struct linear_alloc *l, struct mem_stats *stats, uintptr_t size,
                        uintptr_t align, sys_stat *counter);

#endif
