// The system's memory, in four states.
//
//   None      not the instance's
//   Reserved  the instance's, but any access faults
//   Prepared  may be made Ready quickly; contents are undefined
//   Ready     in use
//
//   sys_alloc None->Ready, sys_reserve None->Reserved, sys_map Reserved->Prepared, sys_used
//   Prepared->Ready, sys_unused Ready->Prepared, sys_fault Ready->Reserved, sys_free any->None.
//
// A transition from another state is a bug of the caller. Builds with VOLE_CHECK of at least 1
// remember the state of every byte (mem/sysregion.h) and throw. Each function takes the statistics
// of the instance and keeps mapped_ready (bytes Ready) and mappings_bytes there. Those that create
// or end memory take a counter of its purpose. Sizes are in bytes. Addresses and sizes of all but
// sys_alloc and sys_reserve are multiples of the physical page.
//
// A hint, as by sys_huge_page, is given where Go gives it, often with the heap lock held. A call to
// the system may take long. So these functions only note a hint; sys_give_hints gives it to the
// system when the lock is free. Without the option huge_pages no hint is noted.
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
// Returns n bytes of zeroed memory; NULL if there is none. If the system forbids it, that is fatal.
void *sys_alloc(struct mem_stats *stats, size_t n, sys_stat *counter);
// Returns the same, counted only in mappings_bytes: for a table of which little will be touched.
// Given back by sys_free_mixed with 0 and 0.
void *sys_alloc_uncounted(struct mem_stats *stats, size_t n);
// Tells the system that the contents of Ready memory are not needed.
void sys_unused(struct mem_stats *stats, void *v, size_t n);
// Makes memory Ready; exactly `prepared` of its bytes are Prepared now, the others Ready.
void sys_used(struct mem_stats *stats, void *v, size_t n, size_t prepared);
// Gives Ready memory back to the system.
void sys_free(struct mem_stats *stats, void *v, size_t n, sys_stat *counter);
// Gives back memory in mixed states: of its n bytes, `mapped` are counted in counter, and `ready`
// of those in mapped_ready. With 0 and 0, gives back reserved memory; then counter may be NULL.
void sys_free_mixed(struct mem_stats *stats, void *v, size_t n, sys_stat *counter, size_t mapped,
                    size_t ready);
// Makes any access to Ready memory fault. The caller adjusts the counter of its purpose.
void sys_fault(struct mem_stats *stats, void *v, size_t n);
// Returns address space at hint, or elsewhere if that is taken or hint is NULL; NULL if there is
// none.
void *sys_reserve(struct mem_stats *stats, void *hint, size_t n);
// Returns the same, aligned to align, a power of two; *n may grow. If hint is not aligned, or the
// system does not honour it, the address is anywhere.
void *sys_reserve_aligned(struct mem_stats *stats, void *hint, size_t *n, size_t align);
// Makes reserved memory Prepared. counter may be NULL: the caller counts it. No memory is fatal.
void sys_map(struct mem_stats *stats, void *v, size_t n, sys_stat *counter);
// Note hints: huge pages help here, do not help. No transition. Beyond
// sys_max_hints waiting ones, further hints are dropped. Any lock of rank below LOCK_RANK_LEAF may
// be held.
void sys_huge_page(struct mem_stats *stats, void *v, size_t n);
void sys_no_huge_page(struct mem_stats *stats, void *v, size_t n);
// Gives the hints that wait to the system. No heap lock held.
void sys_give_hints(struct mem_stats *stats);

// Fails unless the states of all bytes agree with mapped_ready, mappings_bytes, and counted, the
// bytes that all counters together say are Prepared or Ready. No other thread is in a transition.
// Does nothing in builds that do not remember the states.
void sys_check(struct mem_stats *stats, uint64_t counted);

// Gives back once more what the system did not take. The instance ends, all its memory was given
// back.
void sys_finish(struct mem_stats *stats);

// sys_linux.c

// Returns the address where the program's data ends, its break.
uintptr_t sys_break(void);
// Returns the monotonic time in ns.
int64_t sys_nanotime(void);
// Returns whether a test wants the making of a thread to fail. Counts as a system call.
bool sys_thread_fails(struct mem_stats *stats);

// The system's part, which sys.c alone calls and sys_linux.c defines. Each call that can fail
// honours fail_countdown.
void sys_os_init(struct sys_state *sys);
void *sys_os_alloc(struct mem_stats *stats, size_t n);
void sys_os_unused(struct mem_stats *stats, void *v, size_t n);
void sys_os_used(struct mem_stats *stats, void *v, size_t n);
// Memory that the system does not take back is returned again, at the next call and at the end.
void sys_os_free(struct mem_stats *stats, void *v, size_t n);
void sys_os_finish(struct mem_stats *stats);
void sys_os_fault(struct mem_stats *stats, void *v, size_t n);
void *sys_os_reserve(struct mem_stats *stats, void *hint, size_t n);
void sys_os_map(struct mem_stats *stats, void *v, size_t n);
void sys_os_hint(struct mem_stats *stats, const struct sys_hint *hint);

// For tests: what Go has, and nothing calls here.

// Notes the hint that huge pages should be made now, as sys_huge_page does.
void sys_huge_page_collapse(struct mem_stats *stats, void *v, size_t n);

#endif
