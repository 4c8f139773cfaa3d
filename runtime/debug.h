// What programs may ask about the run time: runtime.ReadMemStats and the like. After
// runtime/mstats.go of Go 1.21.

#ifndef VOLE_RUNTIME_DEBUG_H
#define VOLE_RUNTIME_DEBUG_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/sizeclass.h"

struct m;
struct runtime;

enum { debug_size_classes = 61 };

// runtime.MemStats: the same bytes as the Go struct with Go's fields.
struct debug_mem_stats {
  uint64_t alloc, total_alloc, sys, lookups, mallocs, frees;
  uint64_t heap_alloc, heap_sys, heap_idle, heap_in_use, heap_released, heap_objects;
  uint64_t stack_in_use, stack_sys, mspan_in_use, mspan_sys, mcache_in_use, mcache_sys,
      buckhash_sys, gc_sys, other_sys;
  uint64_t next_gc, last_gc, pause_total_ns;
  uint64_t pause_ns[256];
  uint64_t pause_end[256];
  uint32_t num_gc, num_forced_gc;
  double gc_cpu_fraction;
  bool enable_gc, debug_gc;
  struct {
    uint32_t size;
    uint64_t mallocs, frees;
  } by_size[debug_size_classes];
};

// Fills *stats. Stops the world and flushes the Ps for it. The calling M is m. A visiting thread
// passes an M that stands for it: without a P, in no list.
void debug_read_mem_stats(struct runtime *rt, struct m *m, struct debug_mem_stats *stats);
// Does the same in a world that the caller has stopped.
void debug_read_mem_stats_stopped(struct runtime *rt, struct debug_mem_stats *stats);
// Fills what vole_stats returns, without stopping the world; other fields may be 0. What Ps have
// counted since they last took a span is left out. Any thread, with no lock held.
void debug_glance(struct runtime *rt, struct debug_mem_stats *stats);
// Returns how many goroutines exist, without the run time's own. Any thread.
int debug_goroutine_count(struct runtime *rt);

// For tests.

// Checks every goroutine, stack and P; a failure is a throw. World stopped.
void debug_check(struct runtime *rt);

#endif
