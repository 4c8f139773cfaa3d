// CPU statistics: adding up the times of a cycle, and dividing the rest into idle and user time.

#include "gc/cpu_stats.h"

#include "gc/gc.h"
#include "mem/atomic.h"

// Returns what a counter has gathered, and takes it away.
static int64_t take(int64_t *counter) {
  int64_t taken = atomic_load_i64(counter);
  atomic_add_i64(counter, -taken);
  return taken;
}

static void add(int64_t *sum, int64_t ns) {
  atomic_add_i64(sum, ns);
}

static int64_t total_at(const struct gc *gc, int64_t now) {
  const struct gc_cpu_stats *stats = &gc->cpu;
  return stats->before_resize + (now - stats->resize_time) * (int64_t)gc->procs;
}

void gc_cpu_stats_init(struct gc *gc, int64_t now) {
  gc->cpu.resize_time = now;
}

void gc_cpu_stats_resize(struct gc *gc, int64_t now) {
  gc->cpu.before_resize = total_at(gc, now);
  gc->cpu.resize_time = now;
}

int64_t gc_cpu_stats_stopped_procs(const struct gc *gc) {
  return gc->cpus && gc->cpus < gc->procs ? gc->cpus : gc->procs;
}

// Divides what neither the collector nor the scavenger took since the last cycle into idle and user
// time. The background scavenger holds no P, so Ps may have been idle or stopped while it ran. Its
// time is taken from theirs, then from the program's; what exceeds both is taken off in later
// cycles.
static void divide_rest(struct gc_cpu_stats *stats, int64_t idle) {
  int64_t rest = stats->total - stats->gc_total - stats->scavenge_total - stats->idle - stats->user;
  if (rest <= 0)
    return;
  if (idle > rest)
    idle = rest;
  add(&stats->idle, idle);
  add(&stats->user, rest - idle);
}

void gc_cpu_stats_end_cycle(struct gc *gc, int64_t now) {
  struct gc_cpu_stats *stats = &gc->cpu;
  struct gc_pacer *c = &gc->pacer;
  int64_t sweep_termination = gc->stats.mark_time - gc->stats.sweep_term_time;
  int64_t mark_termination = now - gc->stats.mark_term_time;
  int64_t pause = (sweep_termination + mark_termination) * gc_cpu_stats_stopped_procs(gc);
  int64_t assist = atomic_load_i64(&c->assist_time);
  int64_t dedicated =
      atomic_load_i64(&c->dedicated_mark_time) + atomic_load_i64(&c->fractional_mark_time);
  int64_t idle_mark = atomic_load_i64(&c->idle_mark_time);
  int64_t scavenge_assist = take(&gc->heap.scavenge.assist_time);
  int64_t scavenge_bg = take(&gc->heap.scavenge.background_time);
  add(&stats->gc_pause, pause);
  add(&stats->gc_assist, assist);
  add(&stats->gc_dedicated, dedicated);
  add(&stats->gc_idle, idle_mark);
  add(&stats->gc_total, pause + assist + dedicated + idle_mark);
  add(&stats->scavenge_assist, scavenge_assist);
  add(&stats->scavenge_bg, scavenge_bg);
  add(&stats->scavenge_total, scavenge_assist + scavenge_bg);
  atomic_store_i64(&stats->total, total_at(gc, now));
  divide_rest(stats, take(&gc->limiter.idle_time));
}

double gc_cpu_stats_fraction(const struct gc *gc) {
  int64_t total = atomic_load_i64(&gc->cpu.total);
  int64_t spent = atomic_load_i64(&gc->cpu.gc_total) - atomic_load_i64(&gc->cpu.gc_idle);
  return total > 0 ? (double)spent / (double)total : 0;
}
