// mem/sys.h: memory from the operating system, in four states.
//
//   None      not ours
//   Reserved  ours, but touching it faults
//   Prepared  may be made Ready quickly; contents are undefined
//   Ready     in use
//
//   sys_alloc None->Ready, sys_reserve None->Reserved, sys_map Reserved->Prepared, sys_used
//   Prepared->Ready, sys_unused Ready->Prepared, sys_fault Ready or Prepared->Reserved, sys_free
//   any->None.
//
// Each takes the statistics of the instance, where it keeps mapped_ready (bytes Ready) and
// mappings_bytes, and those that create or end memory a counter of their purpose. Sizes are in
// bytes. Addresses and sizes of all but sys_alloc and sys_reserve are multiples of the physical
// page.
//
// After runtime/mem.go of Go 1.21. This file and sys.c know the states and the accounting; the
// sys_os_ functions at the end are the system's part, one file for each system.

#ifndef VOLE_MEM_SYS_H
#define VOLE_MEM_SYS_H

#include <stddef.h>

#include "mem/stats.h"

// n bytes of zeroed memory; NULL when there is none.
void *sys_alloc(struct mem_stats *st, size_t n, sys_stat *counter);
// Tells the system that the contents are not needed.
void sys_unused(struct mem_stats *st, void *v, size_t n);
// Makes memory Ready of which exactly prepared bytes are Prepared now.
void sys_used(struct mem_stats *st, void *v, size_t n, size_t prepared);
// Returns memory that the statistics count as both mapped and Ready.
void sys_free(struct mem_stats *st, void *v, size_t n, sys_stat *counter);
// Returns memory in mixed states: of its n bytes, mapped are counted in counter and ready of these
// in mapped_ready. With 0 and 0 it returns reserved memory, and counter may be NULL.
void sys_free_mixed(struct mem_stats *st, void *v, size_t n, sys_stat *counter, size_t mapped,
                    size_t ready);
// Makes any access fault. The memory must be Ready in the statistics.
void sys_fault(struct mem_stats *st, void *v, size_t n);
// Address space at hint, or elsewhere if that is taken, or anywhere for NULL; NULL when there is
// none.
void *sys_reserve(struct mem_stats *st, void *hint, size_t n);
// The same, aligned to align, a power of two; *n grows to a multiple of align. Where the hint is
// not honoured or not aligned the address is anywhere.
void *sys_reserve_aligned(struct mem_stats *st, void *hint, size_t *n, size_t align);
// Prepares reserved memory. Running out of memory here is fatal.
void sys_map(struct mem_stats *st, void *v, size_t n, sys_stat *counter);
// Hints: large pages would help here, would not, should be made now. Best effort, no transition.
void sys_huge_page(struct mem_stats *st, void *v, size_t n);
void sys_no_huge_page(struct mem_stats *st, void *v, size_t n);
void sys_huge_page_collapse(struct mem_stats *st, void *v, size_t n);

// The instance ends, all its memory was returned: what the system did not take goes now.
void sys_finish(struct mem_stats *st);

// Monotonic time in ns.
int64_t sys_nanotime(void);

// The system's part. Nothing but sys.c calls these. Each that can fail honours fail_countdown.
void sys_os_init(struct sys_state *sys);
void *sys_os_alloc(struct mem_stats *st, size_t n);
void sys_os_unused(struct mem_stats *st, void *v, size_t n);
void sys_os_used(struct mem_stats *st, void *v, size_t n);
// What the system does not take back it is told about again, at the next call and at the end.
void sys_os_free(struct mem_stats *st, void *v, size_t n);
void sys_os_finish(struct mem_stats *st);
void sys_os_fault(struct mem_stats *st, void *v, size_t n);
void *sys_os_reserve(struct mem_stats *st, void *hint, size_t n);
void sys_os_map(struct mem_stats *st, void *v, size_t n);
void sys_os_huge_page(struct mem_stats *st, void *v, size_t n);
void sys_os_no_huge_page(struct mem_stats *st, void *v, size_t n);
void sys_os_huge_page_collapse(struct mem_stats *st, void *v, size_t n);

#endif
