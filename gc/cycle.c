// gc/cycle.c: how a cycle begins.
//
//   sweep what is left -> stop the world -> finish sweeping -> phase mark, write barrier on ->
//   number the root jobs -> start the world -> workers and assists mark (worker.c, assist.c) ->
//   nothing is left (termination.c): stop the world -> mark termination -> phase off, sweep
//   generation + 2 -> start the world -> flush the caches
//
// With gcstoptheworld the world stays stopped while one M marks, through the same drain and the
// same end: what the concurrent mark is compared with. After gcStart in runtime/mgc.go of Go 1.21.
// Difference: a cycle starts at a safepoint and not inside an allocation.

#include "gc/cycle.h"

#include <string.h>

#include "gc/assist.h"
#include "gc/control.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "gc/trace.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/scavenge.h"
#include "mem/sweep.h"

// Why a cycle is to start.
struct trigger {
  enum gc_trigger_kind kind;
  bool always;    // skip the heap test
  uint32_t cycle; // GC_TRIGGER_CYCLE: the one wanted
};

static bool trigger_holds(struct gc *gc, const struct trigger *trigger) {
  if (atomic_load_u32(&gc->enabled) == 0 || atomic_load_u32(&gc->phase) != GC_PHASE_OFF)
    return false;
  if (trigger->always)
    return true;
  if (trigger->kind == GC_TRIGGER_TIME)
    return gc_periodic_due(gc, gc_embed_nanotime(gc));
  if (trigger->kind == GC_TRIGGER_CYCLE)
    return (int32_t)(trigger->cycle - atomic_load_u32(&gc->stats.cycles)) > 0;
  return atomic_load_u64(&gc->controller.heap_live) >= gc_controller_trigger(&gc->controller, NULL);
}

void gc_set_phase(struct gc *gc, enum gc_phase phase) {
  atomic_store_u32(&gc->phase, phase);
  gc->write_barrier.enabled = phase != GC_PHASE_OFF;
  gc_choose_malloc(gc);
  gc->heap.GC_PHASE_OFF = phase == GC_PHASE_OFF;
}

void gc_commit_pacing(struct gc *gc) {
  gc_controller_commit(&gc->controller, sweep_is_done(&gc->heap));
  if (atomic_load_u32(&gc->phase) != GC_PHASE_OFF)
    gc_controller_revise(&gc->controller);
  uint64_t goal;
  uint64_t trigger = gc_controller_trigger(&gc->controller, &goal);
  sweep_pace(&gc->heap, trigger, atomic_load_u64(&gc->controller.heap_live));
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
  bool stopped = gc->options.gc_stop_the_world > 0;
  gc_embed_for_each_p(gc, reset_p, NULL);
  gc->stats.heap_at_start = atomic_load_u64(&gc->controller.heap_live);
  sweep_finish(&gc->heap, &p->mem);
  reset_mark_state(gc);
  gc_embed_clear_pools(gc);
  atomic_add_u32(&gc->stats.cycles, 1);
  gc->controller.stop_the_world = stopped;
  gc_controller_start_cycle(&gc->controller, now, (int32_t)gc->procs, trigger->kind);
  if (gc->options.gcpacertrace > 0)
    gc_trace_pacer_start(gc);
  limiter_start_transition(&gc->limiter, true, now);
  gc_set_phase(gc, GC_PHASE_MARK);
  gc_mark_root_prepare(gc);
  gc->sole_marker = stopped;
  gc_mark_tiny_allocs(gc);
  atomic_store_u32(&gc->controller.blacken_enabled, 1);
}

// Stops the world, begins the cycle and, unless it marks stopped, lets the world go on.
static void run_cycle(struct gc *gc, struct gc_p *p, const struct trigger *trigger) {
  struct gc_cycle_stats *stats = &gc->stats;
  stats->pause_ns = 0;
  stats->user_forced = trigger->kind == GC_TRIGGER_CYCLE;
  int64_t now = gc_embed_stop_world(gc, p, "GC sweep termination");
  stats->sweep_term_time = now;
  stats->pause_start = now;
  gc->world_stopped = 1;
  enter_mark(gc, p, trigger, now);
  stats->mark_time = gc_embed_nanotime(gc);
  if (gc->options.gc_stop_the_world > 0) {
    gc_mark_stopped(gc, p);
    return;
  }
  now = stats->mark_time;
  gc_record_pause(gc, now);
  limiter_finish_transition(&gc->limiter, now);
  gc->world_stopped = 0;
  gc_embed_start_world(gc, p);
  // Whoever runs now makes way for the workers that the pacer wants.
  gc_embed_yield_for_workers(gc, p);
}

// Another M begins this cycle, or ends the last one. Until it has, the caller must not go on to
// allocate: if the system lets that M wait, the heap would grow without any limit. Go's allocators
// wait for the semaphore of gcStart.
static void wait_for_other(struct gc *gc, struct gc_p *p, const struct trigger *trigger) {
  for (uint32_t turn = 0; atomic_load_u32(&gc->running) && trigger_holds(gc, trigger); turn++) {
    gc_embed_poll(gc, p);
    lock_spin(turn);
  }
}

static bool start(struct gc *gc, struct gc_p *p, const struct trigger *trigger) {
  while (trigger_holds(gc, trigger) && sweep_one(&gc->heap, &p->mem) != UINTPTR_MAX) {
  }
  if (!trigger_holds(gc, trigger))
    return false;
  // Given back at the very end of the cycle.
  if (!atomic_cas_u32(&gc->running, 0, 1)) {
    if (trigger->kind == GC_TRIGGER_HEAP)
      wait_for_other(gc, p, trigger);
    return false;
  }
  if (!trigger_holds(gc, trigger)) {
    atomic_store_u32(&gc->running, 0);
    gc_embed_cycle_ended(gc); // somebody may have seen it run
    return false;
  }
  run_cycle(gc, p, trigger);
  return true;
}

bool gc_run_pending(struct gc *gc, struct gc_p *p) {
  uint32_t want = atomic_exchange_u32(&gc->cycle_wanted, GC_WANT_NONE);
  if (want == GC_WANT_NONE)
    return false;
  struct trigger trigger = {.kind = want == GC_WANT_TIME ? GC_TRIGGER_TIME : GC_TRIGGER_HEAP,
                            .always = want == GC_WANT_ALWAYS};
  if (want == GC_WANT_TIME && gc->options.gctrace > 0 && trigger_holds(gc, &trigger))
    gc_embed_print(gc, "GC forced\n", 10);
  return start(gc, p, &trigger);
}

bool gc_start_cycle(struct gc *gc, struct gc_p *p, uint32_t cycle) {
  struct trigger trigger = {.kind = GC_TRIGGER_CYCLE, .cycle = cycle};
  return start(gc, p, &trigger);
}

void gc_request_cycle(struct gc *gc, enum gc_want want) {
  if (atomic_load_u32(&gc->enabled) == 0)
    return;
  atomic_store_u32(&gc->cycle_wanted, want);
  gc_embed_request_safepoint(gc);
}
