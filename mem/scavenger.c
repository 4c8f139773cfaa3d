// The background scavenger: its steps, its sleep, and the controller that sets their ratio.

#include "mem/scavenger.h"

#include <math.h>
#include <stdio.h>

#include "mem/atomic.h"

static const double starting_sleep_ratio = 0.001;
static const double cpu_fraction_goal = 0.01;
static const int64_t cooldown_time = 5000000000; // ns

bool pi_controller_next(struct pi_controller *c, double input, double setpoint, double period,
                        double *output) {
  double error = setpoint - input;
  double raw = c->kp * error + c->err_integral;
  if (!isfinite(raw)) {
    c->err_integral = 0;
    c->input_overflow = true;
    *output = c->min;
    return false;
  }
  *output = fmin(fmax(raw, c->min), c->max);
  if (c->ti != 0 && c->tt != 0) {
    // The second term subtracts what the bounds cut off, so that the integral does not wind up.
    c->err_integral += (c->kp * period / c->ti) * error + (period / c->tt) * (*output - raw);
    if (!isfinite(c->err_integral)) {
      c->err_integral = 0;
      c->err_overflow = true;
      *output = c->min;
      return false;
    }
  }
  return true;
}

void scavenger_init(struct scavenger *s, struct page_alloc *pages, struct scavenge_goals *goals) {
  *s = (struct scavenger){
      .pages = pages,
      .goals = goals,
      .sleep_ratio = starting_sleep_ratio,
      .controller = {.kp = 0.3375, .ti = 3.2e6, .tt = 1e9, .min = 0.001, .max = 1000.0},
      .due = INT64_MAX,
  };
  mutex_init(&s->lock, LOCK_RANK_SCAVENGE);
}

void scavenger_ready(struct scavenger *s) {
  atomic_store_u32(&s->wake, 1);
}

bool scavenger_wake_pending(struct scavenger *s) {
  return atomic_load_u32(&s->wake) != 0 && atomic_exchange_u32(&s->wake, 0) != 0;
}

static bool goals_met(struct scavenger *s) {
  if (s->should_stop)
    return s->should_stop(s);
  const struct mem_stats *stats = s->pages->stats;
  return scavenge_heap_retained(stats) <= atomic_load_u64(&s->goals->gc_percent_goal) &&
         atomic_load_u64(&stats->mapped_ready) <= atomic_load_u64(&s->goals->memory_limit_goal);
}

static uintptr_t release(struct scavenger *s, struct heap_stats_writer *writer, int64_t *ns) {
  if (s->scavenge)
    return s->scavenge(s, scavenger_quantum, ns);
  int64_t start = sys_nanotime();
  uintptr_t released = page_alloc_scavenge(s->pages, writer, scavenger_quantum, NULL, NULL, false);
  *ns = sys_nanotime() - start;
  if (*ns > 0)
    atomic_add_i64(&s->goals->background_time, *ns);
  return released;
}

uintptr_t scavenger_run(struct scavenger *s, struct heap_stats_writer *writer, double *worked) {
  const uintptr_t phys = s->pages->stats->sys.phys_page_size;
  uintptr_t total = 0;
  *worked = 0;
  while (*worked < scavenger_min_work_time && !goals_met(s)) {
    int64_t ns = 0;
    uintptr_t released = release(s, writer, &ns);
    total += released;
    *worked += ns > 0 ? (double)ns : scavenger_approx_page_time * (double)(released / phys);
    // Less than a quantum means that there is no more.
    if (released < scavenger_quantum)
      break;
  }
  if (total > 0 && total < phys)
    vole_throw("scavenger: released %lu bytes, less than a physical page", (unsigned long)total);
  if (total > 0)
    atomic_add_uintptr(&s->pages->scav.released_bg, total);
  return total;
}

static double at_least_minimum(double worked) {
  return fmax(worked, scavenger_min_work_time);
}

// Returns the ns to sleep after a run that took worked ns.
static int64_t scavenger_sleep_time(const struct scavenger *s, double worked) {
  return (int64_t)(at_least_minimum(worked) / s->sleep_ratio);
}

// Tells the controller that the scavenger then slept for slept ns, with procs Ps.
static void scavenger_slept(struct scavenger *s, double worked, int64_t slept, int32_t procs) {
  worked = at_least_minimum(worked);
  if (s->cooldown > 0) {
    int64_t passed = slept + (int64_t)worked;
    s->cooldown = passed > s->cooldown ? 0 : s->cooldown - passed;
    return;
  }
  double period = (double)slept + worked;
  double fraction = worked / (period * (double)procs);
  if (!pi_controller_next(&s->controller, fraction, cpu_fraction_goal, period, &s->sleep_ratio)) {
    s->sleep_ratio = starting_sleep_ratio;
    s->cooldown = cooldown_time;
    atomic_store_u32(&s->controller_reset, 1);
  }
}

int64_t scavenger_step(struct scavenger *s, int64_t now) {
  int64_t due = atomic_load_i64(&s->due);
  if (now < due && atomic_load_u32(&s->wake) == 0)
    return due;
  mutex_lock(&s->lock);
  scavenger_wake_pending(s);
  if (s->sleeping) {
    uint32_t procs = atomic_load_u32(&s->pages->stats->heap_stats.writer_count);
    scavenger_slept(s, s->worked, now - s->sleep_start, procs == 0 ? 1 : (int32_t)procs);
  }
  due = INT64_MAX;
  s->sleeping = scavenger_run(s, NULL, &s->worked) > 0;
  if (s->sleeping) {
    s->sleep_start = now + (int64_t)s->worked;
    due = s->sleep_start + scavenger_sleep_time(s, s->worked);
  }
  atomic_store_i64(&s->due, due);
  mutex_unlock(&s->lock);
  return due;
}

void scavenger_trace(struct scavenger *s, uintptr_t released_bg, uintptr_t released_eager,
                     bool forced, char *buffer, size_t size) {
  const struct mem_stats *stats = s->pages->stats;
  uint64_t retained = scavenge_heap_retained(stats);
  uint64_t in_use = sys_stat_load(&stats->heap_in_use);
  const char *note = "";
  if (forced)
    note = " (forced)";
  else if (atomic_exchange_u32(&s->controller_reset, 0) != 0)
    note = " [controller reset]";
  snprintf(buffer, size,
           "scav %llu KiB work (bg), %llu KiB work (eager), %llu KiB now, %llu%% util%s",
           (unsigned long long)(released_bg >> 10), (unsigned long long)(released_eager >> 10),
           (unsigned long long)(sys_stat_load(&stats->heap_released) >> 10),
           (unsigned long long)(retained == 0 ? 0 : in_use * 100 / retained), note);
}
