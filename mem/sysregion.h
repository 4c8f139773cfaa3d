// Which state each byte from the system is in, as debug builds remember it.
//
// A transition of mem/sys.h that does not start where it must would be seen only much later, as
// counters that disagree or as memory that vanishes under its user. So builds with VOLE_CHECK of at
// least 1 keep a sorted array of regions, an entry for each run of bytes in one state, and sys.c
// asks it at each transition. Other builds keep nothing. The array is the C library's memory: it
// must not change what it describes.

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

// Regions ascend, do not overlap and are not empty; two that touch differ in their states; none is
// in state none. All fields: lock. Zero is an empty set, but for the lock's rank.
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
// state of the set from, and, if prepared is not UINT64_MAX, exactly so many in state prepared.
// Any lock below the leaves may be held.
void sys_regions_change(struct sys_regions *r, const char *what, const void *v, size_t n,
                        unsigned from, enum sys_region_state to, uint64_t prepared);
// How many of n bytes at v are in a state. Zero in builds that keep nothing.
uint64_t sys_regions_count(struct sys_regions *r, const void *v, size_t n,
                           enum sys_region_state state);
// Fails unless the array is as it must be. The lock is held.
void sys_regions_check(const struct sys_regions *r);

#endif
