// The pacer: decides when a cycle starts and how hard the program must help.
//
// It derives a heap goal from the bytes that the last cycle marked, GOGC and the memory limit. It
// derives the trigger below the goal from the measured ratio of allocation to marking (cons/mark).
// While a cycle marks it keeps the assist ratio such that the work is done when the heap reaches
// the goal.
//
// After runtime/mgcpacer.go of Go 1.21: struct gc_pacer is Go's gcControllerState, gc.pacer its
// gcController. Differences: the memory counters that Go keeps there live in mem's struct
// mem_stats; conversions of floats that Go leaves to the hardware are clamped.

#ifndef VOLE_GC_PACER_H
#define VOLE_GC_PACER_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/stats.h"

enum {
  pacer_default_heap_minimum = 4 << 20,    // bytes at GOGC=100
  pacer_assist_time_slack = 5000,          // ns of assists that a P gathers before it reports them
  pacer_over_assist_work = 64 << 10,       // least work units of one assist
  pacer_max_stack_scan_slack = 8 << 10,    // bytes of stack that a P gathers before it reports them
  pacer_sweep_min_heap_distance = 1 << 20, // bytes of runway that sweeping always gets
};

// The share of the CPU that background workers take while marking.
static const double pacer_goal_utilization = 0.25;

// Why a cycle starts.
enum gc_reason {
  GC_REASON_NONE,
  GC_REASON_HEAP,   // the live heap has reached the trigger
  GC_REASON_TIME,   // no cycle has ended for two minutes
  GC_REASON_STRESS, // gcstress: whatever the heap's size
  GC_REASON_FORCED, // a program or a host asks for a cycle that begins from now on
};

// How a P marks, for pacer_mark_worker_stop.
enum gc_worker_mode { GC_WORKER_NONE, GC_WORKER_DEDICATED, GC_WORKER_FRACTIONAL, GC_WORKER_IDLE };

// The pacer of an instance. "stw": written with the world stopped; "heap lock": written under the
// heap's lock or with the world stopped.
struct gc_pacer {
  struct mem_stats *stats;         // heap_free, total_alloc, total_free, mapped_ready; constant
  bool test;                       // replaying records: no heap behind it; constant
  bool stop_the_world;             // all Ps mark (gcstoptheworld); constant
  int32_t gc_percent;              // GOGC, -1 off; heap lock, read atomically
  int64_t memory_limit;            // bytes; heap lock, read atomically
  uint64_t heap_minimum_base;      // bytes at GOGC=100; constant
  uint64_t heap_minimum;           // least heap goal in bytes; heap lock
  uint64_t runway;                 // bytes allocated while marking, estimated; atomic
  double cons_mark;                // allocated per marked byte, adjusted for utilisation; stw
  double last_cons_mark[4];        // the history it is the maximum of; stw
  uint64_t gc_percent_heap_goal;   // bytes, ~0 when GOGC is off; atomic
  uint64_t sweep_dist_min_trigger; // bytes, so that sweeping has room; atomic
  uint64_t triggered;           // heap_live when the cycle started, ~0 outside a cycle; stw, atomic
  uint64_t last_heap_goal;      // goal when the last cycle ended; stw
  uint64_t heap_live;           // bytes thought live: marked + allocated since; atomic
  uint64_t heap_scan;           // bytes of that up to each last pointer; atomic
  uint64_t last_heap_scan;      // scanned in the last cycle; stw
  uint64_t last_stack_scan;     // bytes of stack scanned in the last cycle; atomic
  uint64_t max_stack_scan;      // bytes of all goroutine stacks in use; atomic
  uint64_t globals_scan;        // bytes of globals; atomic
  uint64_t heap_marked;         // bytes marked by the last cycle; stw, atomic
  int64_t heap_scan_work;       // this cycle's work so far; atomic
  int64_t stack_scan_work;      // atomic
  int64_t globals_scan_work;    // atomic
  int64_t bg_scan_credit;       // work done by background workers that assists may use; atomic
  int64_t assist_time;          // ns of assists in this cycle; atomic
  int64_t dedicated_mark_time;  // ns; atomic
  int64_t fractional_mark_time; // ns; atomic
  int64_t idle_mark_time;       // ns; atomic
  int64_t mark_start_time;      // ns; stw
  int64_t dedicated_workers_needed;   // atomic
  uint64_t idle_mark_workers;         // running in the low half, most allowed in the high; atomic
  uint64_t assist_work_per_byte;      // a double's bits; atomic
  uint64_t assist_bytes_per_work;     // a double's bits; atomic
  uint64_t assist_heap_left;          // a double's bits: bytes up to the goal; atomic
  double fractional_utilization_goal; // share of each P for a fractional worker; stw
  uint32_t blacken_enabled;           // assists and workers may run; atomic
};

// Prepares the pacer and commits once, with sweeping done. heap_minimum is in bytes at GOGC=100, 0
// for Go's 4 MiB.
void pacer_init(struct gc_pacer *c, struct mem_stats *stats, int32_t gc_percent,
                int64_t memory_limit, uint64_t heap_minimum);
// Begins a cycle at now (ns) on procs Ps, for that reason. World stopped.
void pacer_start_cycle(struct gc_pacer *c, int64_t now, int32_t procs, enum gc_reason reason);
// Recomputes the assist ratios. Any thread, while marking.
void pacer_revise(struct gc_pacer *c);
// Returns the share of procs Ps' time that went into marking, from the start of the cycle to now.
// The time of assists is measured. Workers count with the share that is their goal.
double pacer_utilization(const struct gc_pacer *c, int64_t now, int32_t procs);
// Ends marking at now: learns the cons/mark ratio. World stopped.
void pacer_end_cycle(struct gc_pacer *c, int64_t now, int32_t procs, bool user_forced);
// Sets the live heap to the bytes marked, and the next cycle's expected work to this one's. World
// stopped.
void pacer_reset_live(struct gc_pacer *c, uint64_t bytes_marked);
// Recomputes goal and runway. Heap lock held or world stopped.
void pacer_commit(struct gc_pacer *c, bool sweep_done);
// Returns the heap goal in bytes. Any thread.
uint64_t pacer_heap_goal(const struct gc_pacer *c);
// Returns the live heap in bytes at which a cycle starts, and in *goal, which may be NULL, the
// goal. Any thread.
uint64_t pacer_trigger(const struct gc_pacer *c, uint64_t *goal);
// Adds to heap_live and heap_scan, in bytes, and revises while marking. Any thread.
void pacer_update(struct gc_pacer *c, int64_t live_delta, int64_t scan_delta);
// Adds bytes to the stacks in use. Any thread.
void pacer_add_stack(struct gc_pacer *c, int64_t bytes);
// Adds bytes of globals. Any thread.
void pacer_add_globals(struct gc_pacer *c, int64_t bytes);
// Sets GOGC (negative: off). Returns the old value. The caller commits. Heap lock held or world
// stopped.
int32_t pacer_set_percent(struct gc_pacer *c, int32_t percent);
// Sets the memory limit in bytes (negative: leaves it). Returns the old value. As
// pacer_set_percent.
int64_t pacer_set_memory_limit(struct gc_pacer *c, int64_t limit);
// Accounts a worker of that mode that has stopped after ns. Any thread.
void pacer_mark_worker_stop(struct gc_pacer *c, enum gc_worker_mode mode, int64_t ns);
// Returns the kind of worker that a P should run at now: dedicated, fractional or none. The P has
// spent fractional_time ns in fractional workers in this cycle. Takes a dedicated worker from those
// needed. Any thread, while marking.
enum gc_worker_mode pacer_next_worker(struct gc_pacer *c, int64_t now, int64_t fractional_time);
// Claims one of the idle workers allowed. Returns false if all are claimed. Any thread.
bool pacer_add_idle_worker(struct gc_pacer *c);
// Return the assist ratios. Any thread.
double pacer_assist_work_per_byte(const struct gc_pacer *c);
double pacer_assist_bytes_per_work(const struct gc_pacer *c);
// Returns the bytes that may still be allocated before the goal is reached; at least 1.
double pacer_assist_heap_left(const struct gc_pacer *c);
// Returns the bytes that a unit of credit pays for when there are `credit` units. All credit and
// all work that is left together pay for what is left of the heap. Go has the price of work alone:
// when the work is done that falls to almost nothing, and left-over credit would pay for any
// allocation.
double pacer_bytes_per_credit(const struct gc_pacer *c, int64_t credit);
// Fails unless goal, trigger and shares are in their bounds. World stopped.
void pacer_check(const struct gc_pacer *c);

#endif
