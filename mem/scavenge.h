// Scavenging: giving free pages back to the system.
//
// Three callers ask for it: the background scavenger (scavenger.h), the allocator, and a program.
// The allocator asks when the heap grows or reaches the memory limit. A program asks when all
// memory is to be given back now. All go the same way. The scavenge index names a chunk, and the
// candidate search a run of free pages in it. These are marked allocated, released without the heap
// lock, and freed as scavenged.
//
// What is to be retained is computed once a cycle. For GOGC it is 110% of what the heap used at its
// peak, scaled to the next goal. For the memory limit it is 95% of that limit.
//
// After runtime/mgcscavenge.go of Go 1.21. Difference: Go 1.21 multiplies the limit by 95 instead
// of 0.95, so that its background scavenger never works for the limit (golang.org/issue/62449);
// here it does.

#ifndef VOLE_MEM_SCAVENGE_H
#define VOLE_MEM_SCAVENGE_H

#include "mem/pagealloc.h"

enum {
  scavenge_retain_extra_percent = 10, // kept above the goal that GOGC gives
  scavenge_reduce_extra_percent = 5,  // kept below the memory limit
  scavenge_max_pages_per_phys_page = max_phys_page_size / page_size,
};

// What is to be retained, and the time it cost.
struct scavenge_goals {
  uint64_t gc_percent_goal;   // bytes of heap retained, ~0 for no limit; atomic
  uint64_t memory_limit_goal; // bytes of mapped_ready, ~0 for no limit; atomic
  int64_t assist_time;        // ns spent in allocations since the last cycle; atomic
  int64_t background_time;    // ns spent in the background since the last cycle; atomic
};

// Returns whether a scavenge is to end early.
typedef bool scavenge_stop(void *arg);

// Returns x with each aligned group of m bits made all ones unless it is zero. m is a power of two
// up to 64.
uint64_t scavenge_fill_aligned(uint64_t x, unsigned m);
// Finds the highest run of free, unscavenged pages at or below page search of a chunk. Returns its
// length, 0 for none, and in *start its first page. The length is a multiple of min pages (a power
// of two) and at most max, rounded up to such a multiple (0: min). It is longer where the run would
// break a huge page of huge_page_size bytes (0: none).
unsigned scavenge_find_candidate(const struct palloc_data *m, unsigned search, uintptr_t min,
                                 uintptr_t max, uintptr_t huge_page_size, unsigned *start);

// Gives about nbytes back. Returns the bytes given back. After each piece it calls stop, which may
// be NULL, and ends if that returns true. With force it takes pages from dense chunks too. The
// statistics ticket, writer, is the calling P's, or NULL. Heap lock not held.
uintptr_t page_alloc_scavenge(struct page_alloc *p, struct heap_stats_writer *writer,
                              uintptr_t nbytes, scavenge_stop *stop, void *arg, bool force);

// Sets no goals: all is retained until the first scavenge_pace.
void scavenge_goals_init(struct scavenge_goals *goals);
// Sets the goals at the end of a cycle. memory_limit in bytes; heap goals in bytes of this and of
// the last cycle (0: none yet). World stopped or heap lock held.
void scavenge_pace(struct scavenge_goals *goals, struct mem_stats *stats, int64_t memory_limit,
                   uint64_t heap_goal, uint64_t last_heap_goal);
// Returns the bytes of the heap that are not given back.
uint64_t scavenge_heap_retained(const struct mem_stats *stats);

#endif
