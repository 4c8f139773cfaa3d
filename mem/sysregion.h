// Regions: the state of each byte from the system, as debug builds remember it.
//
// A transition of mem/sys.h from a wrong state would show only much later. Counters would disagree,
// or memory would vanish while it is used. So builds with VOLE_CHECK of at least 1 keep a sorted
// array of regions, an entry for each run of bytes in one state. Each transition in sys.c tests it.
// Other builds keep nothing. The array comes from the C library, since it must not change what it
// describes.

#ifndef VOLE_MEM_SYSREGION_H
#define VOLE_MEM_SYSREGION_H

#include <stddef.h>
#include <stdint.h>

#include "mem/lock.h"

// See mem/sys.h. Uncounted memory is in use like Ready memory, but in no statistic.
enum sys_region_state {
  SYS_REGION_NONE,
  SYS_REGION_RESERVED,
  SYS_REGION_PREPARED,
  SYS_REGION_READY,
  SYS_REGION_UNCOUNTED,
  SYS_REGION_STATES,
};

// A set of states has bit 1 << state for each.
enum {
  sys_region_any = 1 << SYS_REGION_RESERVED | 1 << SYS_REGION_PREPARED | 1 << SYS_REGION_READY |
                   1 << SYS_REGION_UNCOUNTED,
};

struct sys_region {
  uintptr_t base;  // first byte
  uintptr_t limit; // past the last
  enum sys_region_state state;
};

// A set of regions. They ascend, do not overlap and are not empty; two that touch differ in their
// states; no region is in state SYS_REGION_NONE. All fields: lock.
struct sys_regions {
  struct mutex lock;
  struct sys_region *regions;
  size_t len;
  size_t cap;
  uint64_t bytes[SYS_REGION_STATES]; // in each state, of all regions; nothing in state none
};

// Prepares an empty set. It holds memory only while it is not empty.
void sys_regions_init(struct sys_regions *r);
// Puts n bytes at v into a state, for the transition named what. Throws unless all of them are in a
// state of the set `from` and, if prepared is not UINT64_MAX, exactly `prepared` of them in
// SYS_REGION_PREPARED. Any lock of rank below LOCK_RANK_LEAF may be held.
void sys_regions_change(struct sys_regions *r, const char *what, const void *v, size_t n,
                        unsigned from, enum sys_region_state to, uint64_t prepared);
// Fails unless the array is as it must be. The lock is held.
void sys_regions_check(const struct sys_regions *r);

// For tests.

// Returns how many of n bytes at v are in a state; 0 in builds that keep nothing.
uint64_t sys_regions_count(struct sys_regions *r, const void *v, size_t n,
                           enum sys_region_state state);

#endif
