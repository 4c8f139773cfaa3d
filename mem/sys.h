// Memory from the operating system, in four states.
//
//   None      not ours
//   Reserved  ours, but touching it faults
//   Prepared  may be made Ready quickly; contents are undefined
//   Ready     in use
//
//   sys_alloc None->Ready, sys_reserve None->Reserved, sys_map Reserved->Prepared, sys_used
//   Prepared->Ready, sys_unused Ready->Prepared, sys_fault Ready->Reserved, sys_free any->None.
//
// A transition from another state is a bug of the caller; builds with VOLE_CHECK of at least 1
// remember the state of every byte (mem/sysregion.h) and refuse it. Each takes the statistics of
// the instance, where it keeps mapped_ready (bytes Ready) and mappings_bytes, and those that create
// or end memory a counter of their purpose. Sizes are in bytes. Addresses and sizes of all but
// sys_alloc and sys_reserve are multiples of the physical page.
//
// Huge pages: sys_huge_page and its kin are called where Go calls them, often with the heap lock
// held, and a call to the system may take long. So they only note what to say; sys_give_hints says
// it, once the lock is free. Without the option huge_pages nothing is noted.
//
// The messages of what is fatal are Go's.
//
// After runtime/mem.go of Go 1.21. This file and sys.c know the states and the accounting; the
// sys_os_ functions at the end are the system's part, one file for each system.

#ifndef VOLE_MEM_SYS_H
#define VOLE_MEM_SYS_H

#include <stddef.h>

#include "mem/stats.h"

// Prepares the system's part of fresh statistics.
void sys_init(struct mem_stats *stats);
// n bytes of zeroed memory; NULL when there is none. That the system forbids it is fatal.
void *sys_alloc(struct mem_stats *stats, size_t n, sys_stat *counter);
// The same, in no statistic but mappings_bytes: for a table of which little will be touched. It is
// returned by sys_free_mixed with 0 and 0.
void *sys_alloc_uncounted(struct mem_stats *stats, size_t n);
// Tells the system that the contents, of Ready memory, are not needed.
void sys_unused(struct mem_stats *stats, void *v, size_t n);
// Makes memory Ready of which exactly prepared bytes are Prepared now, the others Ready.
void sys_used(struct mem_stats *stats, void *v, size_t n, size_t prepared);
// Returns Ready memory.
void sys_free(struct mem_stats *stats, void *v, size_t n, sys_stat *counter);
// Returns memory in mixed states: of its n bytes, mapped are counted in counter and ready of these
// in mapped_ready. With 0 and 0 it returns reserved memory, and counter may be NULL.
void sys_free_mixed(struct mem_stats *stats, void *v, size_t n, sys_stat *counter, size_t mapped,
                    size_t ready);
// Makes any access to Ready memory fault. What counts it as mapped is left: the caller's business.
void sys_fault(struct mem_stats *stats, void *v, size_t n);
// Address space at hint, or elsewhere if that is taken, or anywhere for NULL; NULL when there is
// none.
void *sys_reserve(struct mem_stats *stats, void *hint, size_t n);
// The same, aligned to align, a power of two; *n grows to a multiple of align. Where the hint is
// not honoured or not aligned the address is anywhere.
void *sys_reserve_aligned(struct mem_stats *stats, void *hint, size_t *n, size_t align);
// Makes reserved memory Prepared. counter may be NULL: the caller counts it. No memory is fatal.
void sys_map(struct mem_stats *stats, void *v, size_t n, sys_stat *counter);
// Hints: huge pages would help here, would not, should be made now. No transition, best effort:
// when sys_max_hints are waiting, further ones are dropped. Any lock below the leaves may be held.
void sys_huge_page(struct mem_stats *stats, void *v, size_t n);
void sys_no_huge_page(struct mem_stats *stats, void *v, size_t n);
void sys_huge_page_collapse(struct mem_stats *stats, void *v, size_t n);
// Gives the hints that wait to the system. No heap lock held.
void sys_give_hints(struct mem_stats *stats);

// Fails unless the states of all bytes agree with mapped_ready, mappings_bytes, and counted, the
// bytes that all counters together say are Prepared or Ready. No other thread is in a transition.
// Does nothing in builds that do not remember the states.
void sys_check(struct mem_stats *stats, uint64_t counted);

// Where the program's data ends and its break is, an address.
uintptr_t sys_break(void);
// The instance ends, all its memory was returned: what the system did not take goes now.
void sys_finish(struct mem_stats *stats);

// Monotonic time in ns.
int64_t sys_nanotime(void);

// Whether a test wants the thread that is about to be made to fail: counts as a system call.
bool sys_thread_fails(struct mem_stats *stats);

// The system's part. Nothing but sys.c calls these. Each that can fail honours fail_countdown.
void sys_os_init(struct sys_state *sys);
void *sys_os_alloc(struct mem_stats *stats, size_t n);
void sys_os_unused(struct mem_stats *stats, void *v, size_t n);
void sys_os_used(struct mem_stats *stats, void *v, size_t n);
// What the system does not take back it is told about again, at the next call and at the end.
void sys_os_free(struct mem_stats *stats, void *v, size_t n);
void sys_os_finish(struct mem_stats *stats);
void sys_os_fault(struct mem_stats *stats, void *v, size_t n);
void *sys_os_reserve(struct mem_stats *stats, void *hint, size_t n);
void sys_os_map(struct mem_stats *stats, void *v, size_t n);
void sys_os_hint(struct mem_stats *stats, const struct sys_hint *hint);

#endif
