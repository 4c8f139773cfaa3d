// The pacer: goal, trigger, assist ratios and shares of the workers.
//
// All sums are in bytes and wrap as Go's unsigned ones do. Conversions from double saturate: where
// Go's result depends on the processor (a cycle that scanned nothing divides by zero), arm64's is
// taken.

#include "gc/pacer.h"

#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"

enum {
  trigger_ratio_den = 64,
  min_trigger_ratio = 45,       // of trigger_ratio_den, about 0.7
  max_trigger_ratio = 61,       // about 0.95
  limit_min_headroom = 1 << 20, // bytes
  limit_headroom_percent = 3,   // of the goal that the memory limit gives
  min_runway = 64 << 10,        // bytes between trigger and goal
};

static int64_t double_to_i64(double value) {
  if (value >= 9223372036854775808.0)
    return INT64_MAX;
  if (value <= -9223372036854775808.0)
    return INT64_MIN;
  return value == value ? (int64_t)value : 0;
}

static uint64_t double_to_u64(double value) {
  if (value >= 18446744073709551616.0)
    return UINT64_MAX;
  return value > 0 ? (uint64_t)value : 0;
}

void pacer_init(struct gc_pacer *c, struct mem_stats *stats, int32_t gc_percent,
                int64_t memory_limit, uint64_t heap_minimum) {
  memset(c, 0, sizeof *c);
  c->stats = stats;
  c->heap_minimum_base = heap_minimum ? heap_minimum : pacer_default_heap_minimum;
  c->heap_minimum = c->heap_minimum_base;
  c->triggered = UINT64_MAX;
  pacer_set_percent(c, gc_percent);
  pacer_set_memory_limit(c, memory_limit);
  pacer_commit(c, true);
}

// Splits a quarter of procs Ps into whole dedicated workers and, where that is too coarse, a
// fractional one.
static int64_t plan_workers(struct gc_pacer *c, int32_t procs) {
  double total = (double)procs * pacer_goal_utilization;
  int64_t dedicated = (int64_t)(total + 0.5);
  double error = (double)dedicated / total - 1;
  c->fractional_utilization_goal = 0;
  if (error < -0.3 || error > 0.3) {
    if ((double)dedicated > total)
      dedicated--;
    c->fractional_utilization_goal = (total - (double)dedicated) / (double)procs;
  }
  if (c->stop_the_world) {
    dedicated = procs;
    c->fractional_utilization_goal = 0;
  }
  return dedicated;
}

// The two halves of idle_mark_workers.
static int32_t idle_running(uint64_t word) {
  return (int32_t)(uint32_t)word;
}
static int32_t idle_most(uint64_t word) {
  return (int32_t)(uint32_t)(word >> 32);
}

static uint64_t idle_pack(int32_t running, int32_t most) {
  return (uint64_t)(uint32_t)running | (uint64_t)(uint32_t)most << 32;
}

// Allows up to max idle workers. Any thread.
static void pacer_set_max_idle_workers(struct gc_pacer *c, int32_t max) {
  for (;;) {
    uint64_t old = atomic_load_u64(&c->idle_mark_workers);
    invariant(idle_running(old) >= 0);
    if (atomic_cas_u64(&c->idle_mark_workers, old, idle_pack(idle_running(old), max)))
      return;
  }
}

void pacer_start_cycle(struct gc_pacer *c, int64_t now, int32_t procs, enum gc_reason reason) {
  atomic_store_i64(&c->heap_scan_work, 0);
  atomic_store_i64(&c->stack_scan_work, 0);
  atomic_store_i64(&c->globals_scan_work, 0);
  atomic_store_i64(&c->bg_scan_credit, 0);
  atomic_store_i64(&c->assist_time, 0);
  atomic_store_i64(&c->dedicated_mark_time, 0);
  atomic_store_i64(&c->fractional_mark_time, 0);
  atomic_store_i64(&c->idle_mark_time, 0);
  c->mark_start_time = now;
  atomic_store_relaxed_u64(&c->triggered, atomic_load_u64(&c->heap_live));
  int64_t dedicated = plan_workers(c, procs);
  if (reason == GC_REASON_TIME)
    pacer_set_max_idle_workers(c, dedicated > 0 ? 0 : 1);
  else
    pacer_set_max_idle_workers(c, procs - (int32_t)dedicated);
  atomic_store_i64(&c->dedicated_workers_needed, dedicated);
  pacer_revise(c);
}

static int64_t total_scan_work(const struct gc_pacer *c) {
  return atomic_load_i64(&c->heap_scan_work) + atomic_load_i64(&c->stack_scan_work) +
         atomic_load_i64(&c->globals_scan_work);
}

void pacer_revise(struct gc_pacer *c) {
  int32_t percent = (int32_t)atomic_load_u32((const uint32_t *)&c->gc_percent);
  if (percent < 0)
    percent = 100000;
  int64_t live = (int64_t)atomic_load_u64(&c->heap_live);
  int64_t work = total_scan_work(c);
  int64_t goal = (int64_t)pacer_heap_goal(c);
  uint64_t globals = atomic_load_u64(&c->globals_scan);
  int64_t expected = (int64_t)(c->last_heap_scan + atomic_load_u64(&c->last_stack_scan) + globals);
  int64_t most =
      (int64_t)(atomic_load_u64(&c->heap_scan) + atomic_load_u64(&c->max_stack_scan) + globals);
  if (work > expected) {
    // More work than the last cycle's: assume the worst, and stretch the goal in proportion.
    double slope = (double)(int64_t)((uint64_t)goal - c->triggered) / (double)expected;
    int64_t stretched = double_to_i64(slope * (double)most);
    int64_t triggered = (int64_t)c->triggered;
    stretched = stretched > INT64_MAX - triggered ? INT64_MAX : stretched + triggered;
    int64_t hard = double_to_i64((1.0 + (double)percent / 100.0) * (double)goal);
    goal = stretched > hard ? hard : stretched;
    expected = most;
  }
  if (live > goal) {
    goal = double_to_i64((double)goal * 1.1);
    expected = most;
  }
  int64_t work_left = expected - work;
  if (work_left < 1000)
    work_left = 1000;
  int64_t heap_left = goal - live;
  if (heap_left <= 0)
    heap_left = 1;
  atomic_store_double(&c->assist_heap_left, (double)heap_left);
  atomic_store_double(&c->assist_work_per_byte, (double)work_left / (double)heap_left);
  atomic_store_double(&c->assist_bytes_per_work, (double)heap_left / (double)work_left);
}

double pacer_utilization(const struct gc_pacer *c, int64_t now, int32_t procs) {
  int64_t elapsed = now - c->mark_start_time;
  double assisted = (double)atomic_load_i64(&c->assist_time);
  return elapsed > 0 ? pacer_goal_utilization + assisted / (double)(elapsed * (int64_t)procs)
                     : pacer_goal_utilization;
}

void pacer_end_cycle(struct gc_pacer *c, int64_t now, int32_t procs, bool user_forced) {
  (void)user_forced;
  c->last_heap_goal = pacer_heap_goal(c);
  int64_t elapsed = now - c->mark_start_time;
  double cpu = (double)(elapsed * (int64_t)procs);
  double utilization = pacer_utilization(c, now, procs);
  uint64_t live = atomic_load_u64(&c->heap_live);
  // Nothing was allocated, or assists took all of the program's CPU, beside workers that got less
  // than their share: how fast the program allocates was not seen.
  if (live <= c->triggered || utilization >= 1)
    return;
  double idle = elapsed > 0 ? (double)atomic_load_i64(&c->idle_mark_time) / cpu : 0.0;
  double current = ((double)(live - c->triggered) * (utilization + idle)) /
                   ((double)total_scan_work(c) * (1 - utilization));
  c->cons_mark = current;
  for (int i = 0; i < 4; i++) {
    if (c->last_cons_mark[i] > c->cons_mark)
      c->cons_mark = c->last_cons_mark[i];
  }
  memmove(&c->last_cons_mark[0], &c->last_cons_mark[1], 3 * sizeof c->last_cons_mark[0]);
  c->last_cons_mark[3] = current;
}

void pacer_reset_live(struct gc_pacer *c, uint64_t bytes_marked) {
  uint64_t scanned = (uint64_t)atomic_load_i64(&c->heap_scan_work);
  atomic_store_relaxed_u64(&c->heap_marked, bytes_marked);
  atomic_store_u64(&c->heap_live, bytes_marked);
  atomic_store_u64(&c->heap_scan, scanned);
  c->last_heap_scan = scanned;
  atomic_store_u64(&c->last_stack_scan, (uint64_t)atomic_load_i64(&c->stack_scan_work));
  atomic_store_relaxed_u64(&c->triggered, UINT64_MAX);
}

// Returns the goal that keeps all memory under the limit: what is left for the heap without all
// else, without memory over the limit, and less some headroom; at least what is live.
static uint64_t memory_limit_heap_goal(const struct gc_pacer *c) {
  uint64_t heap_free;
  uint64_t heap_alloc;
  uint64_t mapped;
  uint64_t marked = atomic_load_relaxed_u64(&c->heap_marked);
  do { // the three are not read at once: insist on a consistent set
    heap_free = atomic_load_u64(&c->stats->heap_free);
    heap_alloc = atomic_load_u64(&c->stats->total_alloc) - atomic_load_u64(&c->stats->total_free);
    mapped = atomic_load_u64(&c->stats->mapped_ready);
  } while (heap_free + heap_alloc > mapped);
  uint64_t limit = (uint64_t)atomic_load_i64(&c->memory_limit);
  uint64_t other = mapped - heap_free - heap_alloc;
  uint64_t overage = mapped > limit ? mapped - limit : 0;
  if (other + overage >= limit)
    return marked;
  uint64_t goal = limit - (other + overage);
  uint64_t headroom = goal / 100 * limit_headroom_percent;
  if (headroom < limit_min_headroom)
    headroom = limit_min_headroom;
  if (goal < headroom || goal - headroom < headroom)
    goal = headroom;
  else
    goal -= headroom;
  return goal < marked ? marked : goal;
}

// Returns the goal, and in *min_trigger the trigger below which sweeping would lack room.
static uint64_t goal_and_min_trigger(const struct gc_pacer *c, uint64_t *min_trigger) {
  uint64_t goal = atomic_load_u64(&c->gc_percent_heap_goal);
  *min_trigger = 0;
  uint64_t limit_goal = memory_limit_heap_goal(c);
  if (limit_goal < goal)
    return limit_goal;
  uint64_t sweep_trigger = atomic_load_u64(&c->sweep_dist_min_trigger);
  if (sweep_trigger > goal)
    goal = sweep_trigger;
  *min_trigger = sweep_trigger;
  uint64_t triggered = atomic_load_relaxed_u64(&c->triggered);
  if (triggered != UINT64_MAX && goal < triggered + min_runway)
    goal = triggered + min_runway;
  return goal;
}

uint64_t pacer_heap_goal(const struct gc_pacer *c) {
  uint64_t min_trigger;
  return goal_and_min_trigger(c, &min_trigger);
}

uint64_t pacer_trigger(const struct gc_pacer *c, uint64_t *goal_out) {
  uint64_t least;
  uint64_t goal = goal_and_min_trigger(c, &least);
  if (goal_out)
    *goal_out = goal;
  uint64_t marked = c->heap_marked;
  if (marked >= goal)
    return goal;
  if (least < marked)
    least = marked;
  uint64_t step = (goal - marked) / trigger_ratio_den;
  uint64_t low = step * min_trigger_ratio + marked;
  if (least < low)
    least = low;
  uint64_t most = step * max_trigger_ratio + marked;
  if (goal > pacer_default_heap_minimum && goal - pacer_default_heap_minimum > most)
    most = goal - pacer_default_heap_minimum;
  if (most < least)
    most = least;
  uint64_t runway = atomic_load_u64(&c->runway);
  uint64_t trigger = runway > goal ? least : goal - runway;
  if (trigger < least)
    trigger = least;
  if (trigger > most)
    trigger = most;
  if (trigger > goal)
    vole_throw("pacer: trigger %llu is above the heap goal %llu (least %llu, most %llu)",
               (unsigned long long)trigger, (unsigned long long)goal, (unsigned long long)least,
               (unsigned long long)most);
  return trigger;
}

void pacer_commit(struct gc_pacer *c, bool sweep_done) {
  atomic_store_u64(&c->sweep_dist_min_trigger,
                   sweep_done ? 0 : atomic_load_u64(&c->heap_live) + pacer_sweep_min_heap_distance);
  uint64_t roots = atomic_load_u64(&c->last_stack_scan) + atomic_load_u64(&c->globals_scan);
  uint64_t goal = UINT64_MAX;
  if (c->gc_percent >= 0)
    goal = c->heap_marked + (c->heap_marked + roots) * (uint64_t)c->gc_percent / 100;
  if (goal < c->heap_minimum)
    goal = c->heap_minimum;
  atomic_store_u64(&c->gc_percent_heap_goal, goal);
  double ratio = c->cons_mark * (1 - pacer_goal_utilization) / pacer_goal_utilization;
  atomic_store_u64(&c->runway, double_to_u64(ratio * (double)(c->last_heap_scan + roots)));
}

void pacer_update(struct gc_pacer *c, int64_t live_delta, int64_t scan_delta) {
  if (live_delta != 0)
    atomic_add_u64(&c->heap_live, (uint64_t)live_delta);
  if (atomic_load_u32(&c->blacken_enabled) != 0)
    pacer_revise(c);
  else if (scan_delta != 0)
    atomic_add_u64(&c->heap_scan, (uint64_t)scan_delta);
}

void pacer_add_stack(struct gc_pacer *c, int64_t bytes) {
  atomic_add_u64(&c->max_stack_scan, (uint64_t)bytes);
}

void pacer_add_globals(struct gc_pacer *c, int64_t bytes) {
  atomic_add_u64(&c->globals_scan, (uint64_t)bytes);
}

int32_t pacer_set_percent(struct gc_pacer *c, int32_t percent) {
  int32_t old = c->gc_percent;
  if (percent < 0)
    percent = -1;
  // With -1 the product wraps to a huge minimum, as in Go: no goal but the memory limit's.
  c->heap_minimum = c->heap_minimum_base * (uint64_t)(int64_t)percent / 100;
  atomic_store_u32((uint32_t *)&c->gc_percent, (uint32_t)percent);
  return old;
}

int64_t pacer_set_memory_limit(struct gc_pacer *c, int64_t limit) {
  int64_t old = atomic_load_i64(&c->memory_limit);
  if (limit >= 0)
    atomic_store_i64(&c->memory_limit, limit);
  return old;
}

// Gives an idle worker back. Any thread.
static void pacer_remove_idle_worker(struct gc_pacer *c) {
  for (;;) {
    uint64_t old = atomic_load_u64(&c->idle_mark_workers);
    if (idle_running(old) <= 0)
      vole_throw("pacer: %d idle mark workers and one stops", (int)idle_running(old));
    uint64_t next = idle_pack(idle_running(old) - 1, idle_most(old));
    if (atomic_cas_u64(&c->idle_mark_workers, old, next))
      return;
  }
}

void pacer_mark_worker_stop(struct gc_pacer *c, enum gc_worker_mode mode, int64_t ns) {
  switch (mode) {
  case GC_WORKER_DEDICATED:
    atomic_add_i64(&c->dedicated_mark_time, ns);
    atomic_add_i64(&c->dedicated_workers_needed, 1);
    return;
  case GC_WORKER_FRACTIONAL:
    atomic_add_i64(&c->fractional_mark_time, ns);
    return;
  case GC_WORKER_IDLE:
    atomic_add_i64(&c->idle_mark_time, ns);
    pacer_remove_idle_worker(c);
    return;
  case GC_WORKER_NONE:
    break;
  }
  vole_throw("pacer: a mark worker of mode %d stopped", (int)mode);
}

enum gc_worker_mode pacer_next_worker(struct gc_pacer *c, int64_t now, int64_t fractional_time) {
  invariant(atomic_load_u32(&c->blacken_enabled) != 0);
  for (;;) {
    int64_t needed = atomic_load_i64(&c->dedicated_workers_needed);
    if (needed <= 0)
      break;
    if (atomic_cas_i64(&c->dedicated_workers_needed, needed, needed - 1))
      return GC_WORKER_DEDICATED;
  }
  if (c->fractional_utilization_goal == 0)
    return GC_WORKER_NONE;
  int64_t elapsed = now - c->mark_start_time;
  if (elapsed > 0 && (double)fractional_time / (double)elapsed > c->fractional_utilization_goal)
    return GC_WORKER_NONE;
  return GC_WORKER_FRACTIONAL;
}

bool pacer_add_idle_worker(struct gc_pacer *c) {
  for (;;) {
    uint64_t old = atomic_load_u64(&c->idle_mark_workers);
    invariant(idle_running(old) >= 0);
    if (idle_running(old) >= idle_most(old))
      return false;
    uint64_t next = idle_pack(idle_running(old) + 1, idle_most(old));
    if (atomic_cas_u64(&c->idle_mark_workers, old, next))
      return true;
  }
}

double pacer_assist_work_per_byte(const struct gc_pacer *c) {
  return atomic_load_double(&c->assist_work_per_byte);
}

double pacer_assist_bytes_per_work(const struct gc_pacer *c) {
  return atomic_load_double(&c->assist_bytes_per_work);
}

double pacer_assist_heap_left(const struct gc_pacer *c) {
  return atomic_load_double(&c->assist_heap_left);
}

double pacer_bytes_per_credit(const struct gc_pacer *c, int64_t credit) {
  double left = atomic_load_double(&c->assist_heap_left);
  double per_work = atomic_load_double(&c->assist_bytes_per_work);
  return credit > 0 ? left * per_work / (left + per_work * (double)credit) : per_work;
}

void pacer_check(const struct gc_pacer *c) {
  uint64_t goal;
  uint64_t trigger = pacer_trigger(c, &goal);
  invariant(trigger <= goal && c->gc_percent >= -1 && c->memory_limit >= 0);
  invariant(c->cons_mark >= 0 && c->last_heap_scan <= (uint64_t)1 << heap_addr_bits);
  invariant(c->fractional_utilization_goal >= 0 && c->fractional_utilization_goal <= 1);
  invariant((int32_t)(uint32_t)c->idle_mark_workers >= 0);
}
