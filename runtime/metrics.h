// What package runtime/metrics shows: all counters, read without stopping the world. After the
// aggregates of runtime/metrics.go of Go 1.21.

#ifndef VOLE_RUNTIME_METRICS_H
#define VOLE_RUNTIME_METRICS_H

#include <stdint.h>

#include "gc/histogram.h"
#include "mem/sizeclass.h"

struct runtime;

// All counters: the same bytes as type values of vm/std/runtime/metrics.
struct runtime_metrics {
  // All of one moment.
  uint64_t committed, released, in_heap, in_stacks, in_work_bufs, in_ptr_scalar_bits; // bytes
  uint64_t tiny_allocs, large_allocs, large_frees, all_allocs, all_frees;             // objects
  uint64_t allocated, freed;                                                          // bytes
  uint64_t small_allocs[num_size_classes], small_frees[num_size_classes];             // objects
  // Each exact, but not of one moment.
  uint64_t stacks_sys, mspan_sys, mspan_in_use, mcache_sys, mcache_in_use; // bytes
  uint64_t buckhash_sys, gc_misc_sys, other_sys;                           // bytes
  uint64_t heap_goal, heap_live, heap_scan, stack_scan, globals_scan;      // bytes
  uint64_t cycles_done, cycles_forced, limiter_last_enabled;               // cycles
  uint64_t gc_percent, memory_limit, stack_start;
  uint64_t gomaxprocs, goroutines;
  // CPU time in ns, as of the last cycle.
  int64_t gc_assist, gc_dedicated, gc_idle, gc_pause, gc_total;
  int64_t scavenge_assist, scavenge_bg, scavenge_total, idle, user, total;
  // The first bucket has negative times, the last those too long.
  uint64_t pauses[histogram_buckets + 2], latencies[histogram_buckets + 2];
};

// Fills *out. The caller is at a safepoint and holds no lock.
void runtime_read_metrics(struct runtime *rt, struct runtime_metrics *out);

#endif
