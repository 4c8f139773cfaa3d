// The collector of an instance, and a P's share of it.
//
// The first member of struct gc is the heap, and struct gc is the first member of the runtime's
// instance. In the same way struct gc_p begins with mem's per-P state and begins the runtime's P. A
// pointer to the inner one is therefore a pointer to the outer one.
//
// Phases are Go's: off (sweeping may go on) -> mark (write barrier on, new objects black) -> mark
// termination -> off. They change only with the world stopped.
//
// The rule for native code: a cycle begins and ends, and a goroutine's stack is scanned, only at
// safepoints, as gc_run_pending and gc_collect are. gc_malloc never collects, so C locals may hold
// heap pointers across allocations; across a safepoint they may not.
//
// In comments of fields, "stw" says that a field is written only with the world stopped.
//
// After the declarations of runtime/mgc.go of Go 1.21.

#ifndef VOLE_GC_GC_H
#define VOLE_GC_GC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gc/assist.h"
#include "gc/cpu_stats.h"
#include "gc/finalizer.h"
#include "gc/histogram.h"
#include "gc/limiter.h"
#include "gc/options.h"
#include "gc/pacer.h"
#include "gc/profile.h"
#include "gc/userarena.h"
#include "gc/wbbuf.h"
#include "gc/work.h"
#include "mem/atomic.h"
#include "mem/mcache.h"
#include "mem/mheap.h"

// Where a cycle is.
enum gc_phase { GC_PHASE_OFF, GC_PHASE_MARK, GC_PHASE_MARK_TERMINATION };

// A P's share of the collector. The M that holds the P owns it.
struct gc_p {
  struct mem_p mem;                   // must be first
  struct gc *gc;                      // constant
  uint32_t id;                        // index among Ps; stw
  struct gc_work work;                // grey objects
  struct gc_wbbuf wbbuf;              // recorded by the write barrier
  uint64_t stress_left;               // allocations until gcstress wants a cycle
  uint64_t stress_random;             // state of the generator for the next stress_left
  int64_t profile_rate;               // what profile_distance was drawn with
  uint64_t profile_distance;          // bytes until an allocation is sampled
  uint64_t profile_random;            // state of the generator; 0: none yet
  int64_t assist_time;                // ns of assists not yet given to the controller
  int64_t fractional_mark_time;       // ns in fractional workers in this cycle; atomic
  int64_t max_stack_scan_delta;       // bytes of stack not yet given to the controller
  struct limiter_event limiter_event; // what the limiter should know; atomic inside
  uint32_t preempt;                   // the P is wanted: marking on it stops soon; atomic
  struct gc_assist *assist;           // the account of the goroutine that runs on it, or NULL
};

// What is read before each store of a pointer.
struct gc_write_barrier {
  bool enabled; // changes with the world stopped
};

// The root jobs of a mark, by index: fixed ones, then blocks of globals, then shards of specials,
// then goroutines. Set by gc_mark_root_prepare in a stopped world.
struct gc_roots {
  uint32_t next;          // next job; atomic
  uint32_t jobs;          // number of jobs
  uint32_t base_globals;  // first job of globals
  uint32_t base_spans;    // first job of specials
  uint32_t base_stacks;   // first goroutine
  uint32_t global_ranges; // ranges of globals in this mark
  uint32_t arenas;        // arenas in this mark; later ones hold nothing unmarked
};

// Numbers of the running cycle and of the whole life, written in a stopped world.
struct gc_cycle_stats {
  uint32_t cycles;         // started; atomic
  uint32_t finished;       // mark phases finished (Go's NumGC); atomic
  uint32_t forced;         // cycles of these that runtime.GC asked for
  bool user_forced;        // the running cycle is one that runtime.GC asked for
  int64_t start_time;      // ns, when the instance was made
  int64_t sweep_term_time; // ns, phase starts of this cycle
  int64_t mark_time;
  int64_t mark_term_time;
  int64_t end_time;
  int64_t pause_start;          // ns, last stop of the world
  int64_t pause_ns;             // stopped in this cycle
  uint64_t pause_total_ns;      // stopped ever; atomic
  struct time_histogram pauses; // each single one
  uint64_t pause_history[256];  // ns, by finished % 256
  uint64_t pause_end[256];      // ns since 1970, by finished % 256
  uint64_t last_gc_unix;        // ns since 1970, end of the last cycle
  int64_t last_gc_time;         // ns, the same on the monotonic clock; atomic
  uint64_t heap_at_start;       // heap_live in bytes at the start
  uint64_t heap_at_end;         // at the end of marking
  uint64_t heap_after;          // bytes marked
};

// The collector of an instance.
struct gc {
  struct mheap heap;                     // must be first
  uint32_t phase;                        // enum gc_phase; stw
  struct gc_write_barrier write_barrier; // stw
  uint32_t slow_malloc;                  // fast allocation is off: see gc_choose_malloc
  uint32_t cycle_wanted;                 // enum gc_reason, for the next safepoint; atomic
  uint32_t enabled;                      // cycles may start: the runtime is set up; atomic
  uint32_t world_stopped;                // inside a stopped world; by the M that stopped it
  uint32_t running;                      // from the begin of a cycle to its very end; atomic
  uint32_t ending;                       // an M tries to end the mark; atomic
  uint32_t markers;                      // workers and assists that mark now; atomic
  struct gc_assist_queue assists;        // goroutines that wait for credit
  struct gc_options options;             // constant
  uint32_t procs;                        // number of Ps; stw
  uint32_t cpus;                         // of the machine, 0 unknown; constant
  struct gc_pacer pacer;
  struct gc_limiter limiter;
  struct gc_work_queue queue;
  struct gc_roots roots;
  uint64_t bytes_marked;         // this mark; atomic
  bool use_checkmark;            // second mark of gccheckmark; stw
  bool scans_pages;              // pages are scanned whole (mem/page_scan.h); constant
  bool sole_marker;              // one M marks: bits need no atomic update; stw
  bool sweep_with_world_stopped; // gcstoptheworld=2; constant
  struct gc_cycle_stats stats;
  struct gc_cpu_stats cpu;
  struct gc_finalizer_queue finalizers;
  struct gc_arena_chunks arena_chunks;
  struct gc_profile profile;
  uint64_t *zero_base; // the address of every object of size 0; constant
};

// Makes the heap and the collector in gc, which is zeroed memory. Returns false with a message in
// error[0..size) if an option is malformed. Without memory for the tables, ends in gc_embed_fatal.
bool gc_init(struct gc *gc, const struct gc_config *config, char *error, size_t size);
// Returns every mapping to the system, with what Ps hold of the heap, destroyed or not.
void gc_destroy(struct gc *gc);
// Makes the share of the P with index id in p, which is zeroed memory.
void gc_p_init(struct gc *gc, struct gc_p *p, uint32_t id);
// Gives back what p holds while p is out of use; it may be used again. World stopped, phase off.
void gc_p_retire(struct gc *gc, struct gc_p *p);
// Tells the pacer that goroutine stacks grew by bytes (negative: shrank or ended). Small changes
// are gathered in p, which may be NULL.
void gc_add_stack(struct gc *gc, struct gc_p *p, int64_t bytes);
// Lets cycles start. Called once, when the runtime can answer the calls of gc/embed.h.
void gc_enable(struct gc *gc);

// Decides whether allocations take the long way: while marking, and with gcstress, sbrk, efence or
// profiling. World stopped, or before the program runs.
void gc_choose_malloc(struct gc *gc);

// Flushes the caches of p if a sweep generation has begun since it was last flushed. Called after
// acquiring p or resuming from a stop, before allocating.
void gc_p_prepare(struct gc *gc, struct gc_p *p);

// cycle.c

// Returns whether a cycle is wanted. For safepoints that have no flag of their own.
static inline bool gc_pending(const struct gc *gc) {
  return atomic_load_relaxed_u32(&gc->cycle_wanted) != 0;
}
// Begins a wanted cycle if its reason still holds. Returns whether one began. Called by an M that
// holds p, at a safepoint; the M goes on while the cycle marks.
bool gc_run_pending(struct gc *gc, struct gc_p *p);
// Begins the cycle with that number (gc->stats.cycles once it has begun) unless it has begun
// already or another cycle runs. Returns whether it did. Called as gc_run_pending is.
bool gc_start_cycle(struct gc *gc, struct gc_p *p, uint32_t cycle);
// Asks for a cycle at the next safepoint. Any thread.
void gc_request_cycle(struct gc *gc, enum gc_reason reason);

// For tests.

// Gives back what p holds: caches, recorded pointers, work. World stopped, or p is the caller's.
void gc_p_destroy(struct gc *gc, struct gc_p *p);

#endif
