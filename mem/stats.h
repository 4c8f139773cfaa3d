// Statistics: every counter of the heap, and the system's sizes.
//
// There are three kinds of counters. The sys_stat ones say how many bytes of address space in the
// states Prepared and Ready serve which purpose; sys.c keeps them. mapped_ready to total_free are
// what the pacer and the scavenger decide by: single atomic words, each exact, but not as of one
// moment. The heap_stats are a set that can be read as of one moment. Writers add to the current
// one of three generations, between an acquire and a release. A reader moves the generation on and
// waits for writers of the old one.
//
// After runtime/mstats.go of Go 1.21. Differences: Go's gcController fields that count memory live
// here, since this layer keeps them; a P registers with the statistics instead of being found in
// allp; mappings_bytes is ours.

#ifndef VOLE_MEM_STATS_H
#define VOLE_MEM_STATS_H

#include <stdint.h>

#include "mem/base.h"
#include "mem/lock.h"
#include "mem/sizeclass.h"
#include "mem/sysregion.h"

// Bytes of one purpose; atomic. Go's sysMemStat.
typedef uint64_t sys_stat;

// Adds delta bytes, which may be negative. Fails when the counter would go below zero.
void sys_stat_add(sys_stat *stat, int64_t delta);
uint64_t sys_stat_load(const sys_stat *stat);

// One generation of the consistent statistics. While it is acquired each field is added to
// atomically. Signed ones are in bytes.
struct heap_stats_delta {
  int64_t committed;                            // bytes made Ready
  int64_t released;                             // bytes given back to the system
  int64_t in_heap;                              // bytes of spans with objects
  int64_t in_stacks;                            // bytes of spans with stacks
  int64_t in_work_bufs;                         // bytes of spans with mark work
  int64_t in_ptr_scalar_bits;                   // bytes of spans with unrolled pointer masks
  uint64_t tiny_alloc_count;                    // objects placed in tiny blocks
  uint64_t large_alloc;                         // bytes of large objects
  uint64_t large_alloc_count;                   // large objects
  uint64_t small_alloc_count[num_size_classes]; // small objects of each class
  uint64_t large_free;                          // bytes of large objects freed
  uint64_t large_free_count;                    // large objects freed
  uint64_t small_free_count[num_size_classes];  // small objects of each class freed
};

// What a span is allocated for.
enum span_alloc_type {
  SPAN_ALLOC_HEAP,            // objects
  SPAN_ALLOC_STACK,           // stacks
  SPAN_ALLOC_PTR_SCALAR_BITS, // unrolled pointer masks
  SPAN_ALLOC_WORK_BUF,        // mark work
};

// A change of the bytes of the heap in each of the three states of a page; negative: fewer.
struct heap_bytes {
  int64_t used;     // in spans
  int64_t free;     // Ready, in no span
  int64_t released; // Prepared: given back to the system, or never used
};

// A writer's ticket, one in each P. Odd while it has a generation acquired.
struct heap_stats_writer {
  uint32_t sequence;              // atomic
  struct heap_stats_writer *next; // list of all; no_writer_lock
};

// Go's consistentHeapStats.
struct heap_stats {
  struct heap_stats_delta stats[3]; // atomic, and see above
  uint32_t gen;                     // the generation that writers use, 0 to 2; atomic
  struct mutex no_writer_lock;      // held by a writer that has no ticket; guards the list
  struct mutex read_lock;           // one reader at a time
  struct heap_stats_writer *writers;
  uint32_t writer_count; // of writers: the number of Ps; written with no_writer_lock; atomic
};

// A hint about huge pages for a piece of memory, to be given to the system.
enum sys_hint_kind { SYS_HINT_HUGE, SYS_HINT_NO_HUGE, SYS_HINT_COLLAPSE };
enum { sys_max_hints = 16 };
struct sys_hint {
  void *v;
  size_t n; // bytes
  enum sys_hint_kind kind;
};

// Memory that the system did not take back; it is returned again later.
enum { sys_max_unreturned = 64 };
struct sys_unreturned {
  struct mutex lock; // guards the rest
  uint32_t count;
  struct {
    void *v;
    size_t n; // bytes
  } piece[sys_max_unreturned];
};

// What sys.c knows of the system and how it is to behave.
struct sys_state {
  uintptr_t phys_page_size;      // bytes; constant
  uintptr_t phys_huge_page_size; // bytes, a power of two, or 0 for none; constant
  bool madv_dont_need;           // release by MADV_DONTNEED rather than MADV_FREE; set at init
  bool hard_decommit;            // released memory faults when touched; set at init
  bool disable_thp;              // no transparent huge pages for the heap; set at init
  bool huge_pages;               // hints about huge pages reach the system; set at init
  uint32_t advise_unused; // the advice for unused memory that the kernel takes, 0 none; atomic
  struct mutex hint_lock;
  struct sys_hint hints[sys_max_hints]; // hint_count of them wait; hint_lock
  uint32_t hint_count;                  // hint_lock
  struct sys_regions regions;           // debug builds only; own lock
  struct sys_unreturned unreturned;
};

// The statistics of an instance.
struct mem_stats {
  struct sys_state sys;

  // Go's HeapSys is heap_in_use + heap_free + heap_released, below.
  sys_stat stacks_sys; // only from the system: none of the heap's stack spans
  sys_stat mspan_sys;
  sys_stat mcache_sys;
  sys_stat buckhash_sys; // profiling
  sys_stat gc_misc_sys;  // arena metadata, summaries, mark bits
  sys_stat other_sys;

  uint64_t mapped_ready;     // bytes in state Ready; atomic
  sys_stat heap_in_use;      // bytes of spans with objects
  sys_stat heap_released;    // bytes of the heap given back to the system
  sys_stat heap_free;        // bytes neither used nor given back
  uint64_t total_alloc;      // bytes of objects ever allocated; atomic
  uint64_t total_free;       // bytes of objects ever freed; atomic
  uint64_t last_heap_in_use; // heap_in_use at the last mark termination; world stopped

  struct heap_stats heap_stats;

  bool failed; // a fatal error stopped the heap in the middle of a change: sums may be wrong
  uint64_t mappings_bytes; // reserved and mapped and not yet returned; atomic
  uint64_t fail_countdown; // tests only: the n-th system call from now fails; 0 none; atomic
  bool fail_on;            // tests only: each call after it fails too; constant
  uint64_t failed_calls;   // tests only: how many were made to fail; atomic
};

// Zeroes everything and asks the system for its sizes.
void mem_stats_init(struct mem_stats *stats);

// Announces a writer.
void heap_stats_register(struct mem_stats *stats, struct heap_stats_writer *writer);
// Withdraws a writer, which has released what it acquired.
void heap_stats_unregister(struct mem_stats *stats, struct heap_stats_writer *writer);
// Returns the generation to add to until heap_stats_release. writer is that of the calling P, or
// NULL. Before the release the caller must not block, nor acquire again.
struct heap_stats_delta *heap_stats_acquire(struct mem_stats *stats,
                                            struct heap_stats_writer *writer);
// Ends what heap_stats_acquire began.
void heap_stats_release(struct mem_stats *stats, struct heap_stats_writer *writer);
// Counts a change of the heap's bytes in heap_in_use, heap_free and heap_released, and in the
// consistent statistics. No other function adds to these. The type says what the used bytes are
// for; if used is 0 it may be any. The writer is that of the calling P, or NULL, and is not
// acquired.
void heap_stats_move(struct mem_stats *stats, struct heap_stats_writer *writer,
                     enum span_alloc_type type, struct heap_bytes change);
// Stores all that was added up to now, as of one moment. The caller has no writer acquired.
void heap_stats_read(struct mem_stats *stats, struct heap_stats_delta *out);
// Stores the same, changing nothing. World stopped; other threads may read.
void heap_stats_unsafe_read(struct mem_stats *stats, struct heap_stats_delta *out);

#endif
