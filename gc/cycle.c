// gc/cycle.c: the driver: what happens in a collection, in which order.
//
//   sweep what is left -> stop the world -> finish sweeping -> phase mark -> roots and drain ->
//   flush every P -> mark termination: recompute live, optional second mark and heap walk ->
//   phase off, sweep generation + 2 -> commit the pacer -> start the world -> flush the caches
//
// After runtime/mgc.go of Go 1.21. Differences: the world stays stopped while one M marks, through
// the same drain and the same termination loop that concurrent workers need; a cycle starts at a
// safepoint and not inside an allocation; all of the pause counts as collection for the limiter.

#include "gc/cycle.h"

#include <string.h>

#include "gc/checkmark.h"
#include "gc/debug.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "gc/verify.h"
#include "mem/atomic.h"
#include "mem/check.h"
#include "mem/scavenge.h"
#include "mem/sweep.h"

static const int64_t forced_period = INT64_C(120) * 1000 * 1000 * 1000; // ns

enum { background_sweep_batch = 10 };

// Why a cycle is to start.
struct trigger {
  enum gc_trigger_kind kind;
  bool always;    // skip the heap test
  uint32_t cycle; // gc_trigger_cycle: the one wanted
};

static bool trigger_holds(struct gc *gc, const struct trigger *trigger) {
  if (atomic_load_u32(&gc->enabled) == 0 || gc->phase != gc_phase_off)
    return false;
  if (trigger->always)
    return true;
  if (trigger->kind == gc_trigger_cycle)
    return (int32_t)(trigger->cycle - atomic_load_u32(&gc->stats.cycles)) > 0;
  return atomic_load_u64(&gc->controller.heap_live) >= gc_controller_trigger(&gc->controller, NULL);
}

static void set_phase(struct gc *gc, enum gc_phase phase) {
  atomic_store_u32(&gc->phase, phase);
  gc->write_barrier.enabled = phase != gc_phase_off;
  gc->slow_malloc = phase != gc_phase_off || gc->options.slow_malloc;
  gc->heap.gc_phase_off = phase == gc_phase_off;
}

void gc_commit_pacing(struct gc *gc) {
  gc_controller_commit(&gc->controller, sweep_is_done(&gc->heap));
  if (gc->phase != gc_phase_off)
    gc_controller_revise(&gc->controller);
  uint64_t goal;
  uint64_t trigger = gc_controller_trigger(&gc->controller, &goal);
  sweep_pace(&gc->heap, trigger, gc->controller.heap_live);
  scavenge_pace(&gc->heap.scavenge, &gc->heap.stats, gc->controller.memory_limit, goal,
                gc->controller.last_heap_goal);
}

// Forgets the last mark: page marks and counts.
static void reset_mark_state(struct gc *gc) {
  uint32_t arenas = mheap_arena_count(&gc->heap);
  for (uint32_t i = 0; i < arenas; i++) {
    struct heap_arena *arena = mheap_arena_at(&gc->heap, i);
    memset(arena->page_marks, 0, sizeof arena->page_marks);
  }
  atomic_store_u64(&gc->bytes_marked, 0);
}

static void reset_p(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  uint32_t flush_gen = atomic_load_u32(&p->mem.mcache->flush_gen);
  if (flush_gen != gc->heap.sweepgen)
    vole_throw("gc: P %u was flushed at generation %u, the heap is at %u", p->id, flush_gen,
               gc->heap.sweepgen);
  p->assist_time = 0;
  p->fractional_mark_time = 0;
}

static void mark_tiny(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  if (p->mem.mcache->tiny != 0)
    gc_grey_pointer(gc, &p->work, (const void *)p->mem.mcache->tiny);
}

void gc_mark_tiny_allocs(struct gc *gc) {
  gc_embed_for_each_p(gc, mark_tiny, NULL);
}

// From a stopped world to the mark phase.
static void enter_mark(struct gc *gc, struct gc_p *p, const struct trigger *trigger, int64_t now) {
  gc_embed_for_each_p(gc, reset_p, NULL);
  gc->stats.heap_at_start = atomic_load_u64(&gc->controller.heap_live);
  sweep_finish(&gc->heap, &p->mem);
  reset_mark_state(gc);
  gc_embed_clear_pools(gc);
  atomic_add_u32(&gc->stats.cycles, 1);
  gc->controller.stop_the_world = true;
  gc_controller_start_cycle(&gc->controller, now, (int32_t)gc->procs, trigger->kind);
  limiter_start_transition(&gc->limiter, true, now);
  set_phase(gc, gc_phase_mark);
  gc_mark_root_prepare(gc);
  gc->sole_marker = true;
  gc_mark_tiny_allocs(gc);
  atomic_store_u32(&gc->controller.blacken_enabled, 1);
}

static void flush_p(struct gc *gc, struct gc_p *p, void *arg) {
  bool *flushed = arg;
  gc_wbbuf_flush(gc, p);
  gc_work_dispose(&p->work);
  if (p->work.flushed_work) {
    p->work.flushed_work = false;
    *flushed = true;
  }
}

// Marks until no P holds or publishes work.
static void mark_all(struct gc *gc, struct gc_p *p) {
  bool flushed;
  do {
    gc_drain(gc, &p->work, gc_drain_flush_credit, 0);
    flushed = false;
    gc_embed_for_each_p(gc, flush_p, &flushed);
  } while (flushed || gc_mark_work_available(gc, &p->work));
}

static void finish_p(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  if (!gc_wbbuf_empty(&p->wbbuf) || !gc_work_empty(&p->work))
    vole_throw("gc: P %u holds work at the end of marking", p->id);
  gc_wbbuf_reset(&p->wbbuf, gc->options.small_buffers);
  gc_work_dispose(&p->work);
  p->mem.mcache->scan_alloc = 0;
}

// gccheckmark: marks again beside the mark bits.
static void second_mark(struct gc *gc, struct gc_p *p) {
  gc_checkmark_start(gc);
  gc_mark_root_prepare(gc);
  gc_mark_tiny_allocs(gc);
  mark_all(gc, p);
  gc_checkmark_end(gc);
}

// From the end of marking to the begin of sweeping.
static void terminate_mark(struct gc *gc, struct gc_p *p) {
  gc->stats.heap_at_end = atomic_load_u64(&gc->controller.heap_live);
  set_phase(gc, gc_phase_mark_termination);
  if (gc_mark_work_available(gc, NULL))
    vole_throw("gc: work is left at the end of marking");
  gc_mark_root_check(gc);
  gc_embed_for_each_p(gc, finish_p, NULL);
  gc_controller_reset_live(&gc->controller, atomic_load_u64(&gc->bytes_marked));
  gc->stats.heap_after = gc->controller.heap_marked;
  if (gc->options.gc_checkmark > 0)
    second_mark(gc, p);
  if (gc->options.verify)
    gc_verify_heap(gc, true);
  gc->sole_marker = false;
  set_phase(gc, gc_phase_off);
  sweep_start(&gc->heap);
}

static void record_cycle(struct gc *gc, int64_t now) {
  struct gc_cycle_stats *stats = &gc->stats;
  stats->end_time = now;
  stats->pause_ns += now - stats->pause_start;
  uint32_t slot = stats->finished % 256;
  stats->last_gc_unix = (uint64_t)gc_embed_walltime(gc);
  stats->pause_history[slot] = (uint64_t)stats->pause_ns;
  stats->pause_end[slot] = stats->last_gc_unix;
  stats->pause_total_ns += (uint64_t)stats->pause_ns;
  atomic_store_i64(&stats->last_gc_time, now);
  time_histogram_record(&stats->pauses, now - stats->pause_start);
  gc_cpu_stats_end_cycle(gc, now);
  if (stats->user_forced)
    stats->forced++;
  atomic_store_u32(&stats->finished, stats->finished + 1);
  gc->limiter.cycle = stats->finished;
}

// The ragged barrier after the world goes on: each P gives up what it cached before this sweep.
static void prepare_p(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  mcache_prepare_for_sweep(&gc->heap, &p->mem);
}

// gcstoptheworld=2: the whole sweep inside the pause.
static void sweep_now(struct gc *gc, struct gc_p *p) {
  gc_embed_for_each_p(gc, prepare_p, NULL);
  while (sweep_one(&gc->heap, &p->mem) != UINTPTR_MAX) {
  }
}

static void run_cycle(struct gc *gc, struct gc_p *p, const struct trigger *trigger) {
  struct gc_cycle_stats *stats = &gc->stats;
  int64_t now = gc_embed_nanotime(gc);
  stats->sweep_term_time = now;
  stats->pause_start = now;
  stats->pause_ns = 0;
  stats->user_forced = trigger->kind == gc_trigger_cycle;
  gc_embed_stop_world(gc, p, "GC sweep termination");
  gc->world_stopped = 1;
  enter_mark(gc, p, trigger, now);
  stats->mark_time = gc_embed_nanotime(gc);
  check(gc_controller_next_worker(&gc->controller, stats->mark_time, 0) == gc_worker_dedicated);
  mark_all(gc, p);
  now = gc_embed_nanotime(gc);
  stats->mark_term_time = now;
  gc_controller_mark_worker_stop(&gc->controller, gc_worker_dedicated, now - stats->mark_time);
  atomic_store_u32(&gc->controller.blacken_enabled, 0);
  limiter_finish_transition(&gc->limiter, now);
  limiter_start_transition(&gc->limiter, false, now);
  gc_controller_end_cycle(&gc->controller, now, (int32_t)gc->procs, stats->user_forced);
  terminate_mark(gc, p);
  if (gc->sweep_with_world_stopped)
    sweep_now(gc, p);
  gc->heap.stats.last_heap_in_use = atomic_load_u64(&gc->heap.stats.heap_in_use);
  gc_commit_pacing(gc);
  now = gc_embed_nanotime(gc);
  record_cycle(gc, now);
  mheap_scavenge_next_gen(&gc->heap);
  limiter_finish_transition(&gc->limiter, now);
  // Hold the sweep open until every P has flushed: "sweep done" must not come true before.
  if (!sweep_active_begin(&gc->heap) && !gc->sweep_with_world_stopped)
    vole_throw("gc: cannot hold the sweep open");
  gc->world_stopped = 0;
  gc_embed_start_world(gc, p);
}

static bool start(struct gc *gc, struct gc_p *p, const struct trigger *trigger) {
  while (trigger_holds(gc, trigger) && sweep_one(&gc->heap, &p->mem) != UINTPTR_MAX) {
  }
  if (!trigger_holds(gc, trigger))
    return false;
  run_cycle(gc, p, trigger);
  gc_work_prepare_free(gc);
  gc_embed_free_stacks(gc);
  if (!gc->sweep_with_world_stopped) {
    gc_embed_for_each_p(gc, prepare_p, NULL);
    sweep_active_end(&gc->heap);
  }
  if (gc->options.gctrace > 0)
    gc_trace_cycle(gc);
  return true;
}

bool gc_run_pending(struct gc *gc, struct gc_p *p) {
  uint32_t want = atomic_load_u32(&gc->cycle_wanted);
  atomic_store_u32(&gc->cycle_wanted, gc_want_none);
  if (want == gc_want_none)
    return false;
  struct trigger trigger = {.kind = gc_trigger_heap, .always = want == gc_want_always};
  return start(gc, p, &trigger);
}

void gc_request_cycle(struct gc *gc) {
  if (atomic_load_u32(&gc->enabled) == 0)
    return;
  atomic_store_u32(&gc->cycle_wanted, gc_want_always);
  gc_embed_request_safepoint(gc);
}

void gc_collect(struct gc *gc, struct gc_p *p) {
  struct trigger trigger = {.kind = gc_trigger_cycle,
                            .cycle = atomic_load_u32(&gc->stats.cycles) + 1};
  start(gc, p, &trigger);
  while (sweep_one(&gc->heap, &p->mem) != UINTPTR_MAX) {
  }
  while (!sweep_is_done(&gc->heap)) { // another M still sweeps its last span
  }
}

void gc_free_os_memory(struct gc *gc, struct gc_p *p) {
  gc_collect(gc, p);
  while (gc_work_free_some(gc)) {
  }
  mheap_scavenge_all(&gc->heap);
}

bool gc_background_sweep_step(struct gc *gc, struct gc_p *p) {
  if (sweep_background_step(&gc->heap, &p->mem, background_sweep_batch))
    return true;
  return gc_work_free_some(gc);
}

bool gc_periodic_due(struct gc *gc, int64_t now) {
  int64_t last = atomic_load_i64(&gc->stats.last_gc_time);
  return gc->controller.gc_percent >= 0 && last != 0 && now - last > forced_period;
}

int32_t gc_set_percent(struct gc *gc, int32_t percent) {
  mutex_lock(&gc->heap.lock);
  int32_t old = gc_controller_set_percent(&gc->controller, percent);
  gc_commit_pacing(gc);
  mutex_unlock(&gc->heap.lock);
  return old;
}

int64_t gc_set_memory_limit(struct gc *gc, int64_t limit) {
  mutex_lock(&gc->heap.lock);
  int64_t old = gc_controller_set_memory_limit(&gc->controller, limit);
  if (limit >= 0 && limit != old)
    gc_commit_pacing(gc);
  mutex_unlock(&gc->heap.lock);
  return old;
}
