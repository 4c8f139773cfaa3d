// The begin of a cycle, on the way of cycles:
//
//   sweep what is left -> stop the world -> finish sweeping -> phase mark, write barrier on ->
//   number the root jobs -> start the world -> workers and assists mark (worker.c, assist.c) ->
//   nothing is left (termination.c): stop the world -> mark termination -> phase off, sweep
//   generation + 2 -> start the world -> flush the caches
//
// With gcstoptheworld the world stays stopped while one M marks, through the same drain and the
// same end, for comparison with the concurrent mark. After gcStart in runtime/mgc.go of Go 1.21.
// Difference: a cycle starts at a safepoint and not inside of an allocation.

#include "gc/cycle.h"

#include <string.h>

#include "gc/assist.h"
#include "gc/control.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "gc/roots.h"
#include "gc/trace.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/scavenge.h"
#include "mem/sweep.h"

// Returns whether a cycle may start for that reason. `cycle` is the number of the cycle that
// GC_REASON_FORCED asks for.
static bool trigger_holds(struct gc *gc, enum gc_reason reason, uint32_t cycle) {
  if (atomic_load_u32(&gc->enabled) == 0 || atomic_load_u32(&gc->phase) != GC_PHASE_OFF)
    return false;
  switch (reason) {
  case GC_REASON_NONE:
    return false;
  case GC_REASON_HEAP:
    return atomic_load_u64(&gc->pacer.heap_live) >= pacer_trigger(&gc->pacer, NULL);
  case GC_REASON_TIME:
    return gc_periodic_due(gc, gc_embed_nanotime(gc));
  case GC_REASON_STRESS:
    return true;
  case GC_REASON_FORCED:
    return (int32_t)(cycle - atomic_load_u32(&gc->stats.cycles)) > 0;
  }
  vole_throw("gc: a cycle is asked for with reason %d", (int)reason);
}

void gc_set_phase(struct gc *gc, enum gc_phase phase) {
  atomic_store_u32(&gc->phase, phase);
  gc->write_barrier.enabled = phase != GC_PHASE_OFF;
  gc_choose_malloc(gc);
  gc->heap.gc_phase_off = phase == GC_PHASE_OFF;
}

void gc_commit_pacing(struct gc *gc) {
  pacer_commit(&gc->pacer, sweep_is_done(&gc->heap));
  if (atomic_load_u32(&gc->phase) != GC_PHASE_OFF)
    pacer_revise(&gc->pacer);
  uint64_t goal;
  uint64_t trigger = pacer_trigger(&gc->pacer, &goal);
  sweep_pace(&gc->heap, trigger, atomic_load_u64(&gc->pacer.heap_live));
  scavenge_pace(&gc->heap.scavenge, &gc->heap.stats, gc->pacer.memory_limit, goal,
                gc->pacer.last_heap_goal);
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

// Prepares a P for a cycle. Throws if its caches are older than the last sweep.
static void reset_p(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  uint32_t flush_gen = atomic_load_u32(&p->mem.mcache->flush_gen);
  if (flush_gen != gc->heap.sweepgen)
    vole_throw("gc: P %u was flushed at generation %u, the heap is at %u", p->id, flush_gen,
               gc->heap.sweepgen);
  p->assist_time = 0;
  p->fractional_mark_time = 0;
}

// Goes from a stopped world to the mark phase.
static void enter_mark(struct gc *gc, struct gc_p *p, enum gc_reason reason, int64_t now) {
  bool stopped = gc->options.gc_stop_the_world > 0;
  gc_embed_for_each_p(gc, reset_p, NULL);
  gc->stats.heap_at_start = atomic_load_u64(&gc->pacer.heap_live);
  sweep_finish(&gc->heap, &p->mem);
  reset_mark_state(gc);
  gc_embed_clear_pools(gc);
  atomic_add_u32(&gc->stats.cycles, 1);
  gc->pacer.stop_the_world = stopped;
  pacer_start_cycle(&gc->pacer, now, (int32_t)gc->procs, reason);
  if (gc->options.gcpacertrace > 0)
    gc_trace_pacer_start(gc);
  limiter_start_transition(&gc->limiter, true, now);
  gc_set_phase(gc, GC_PHASE_MARK);
  gc_mark_root_prepare(gc);
  gc->sole_marker = stopped;
  gc_mark_tiny_allocs(gc);
  atomic_store_u32(&gc->pacer.blacken_enabled, 1);
}

// Stops the world, begins the cycle and, unless it marks stopped, lets the world go on.
static void run_cycle(struct gc *gc, struct gc_p *p, enum gc_reason reason) {
  struct gc_cycle_stats *stats = &gc->stats;
  stats->pause_ns = 0;
  stats->user_forced = reason == GC_REASON_FORCED;
  int64_t now = gc_embed_stop_world(gc, p, "GC sweep termination");
  stats->sweep_term_time = now;
  stats->pause_start = now;
  gc->world_stopped = 1;
  enter_mark(gc, p, reason, now);
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
  // The goroutine that runs now makes way for the workers that the pacer wants.
  gc_embed_yield_for_workers(gc, p);
}

// Waits while another M begins this cycle or ends the last one. If the caller went on to allocate,
// and the system let that M wait, the heap would grow without limit. Go's allocators wait for the
// semaphore of gcStart.
static void wait_for_other(struct gc *gc, struct gc_p *p, enum gc_reason reason) {
  for (uint32_t turn = 0; atomic_load_u32(&gc->running) && trigger_holds(gc, reason, 0); turn++) {
    gc_embed_poll(gc, p);
    lock_spin(turn);
  }
}

// Begins a cycle if the trigger holds and no other cycle runs. Returns whether it did.
static bool start(struct gc *gc, struct gc_p *p, enum gc_reason reason, uint32_t cycle) {
  while (trigger_holds(gc, reason, cycle) && sweep_one(&gc->heap, &p->mem) != UINTPTR_MAX) {
  }
  if (!trigger_holds(gc, reason, cycle))
    return false;
  // `running` is cleared at the very end of the cycle.
  if (!atomic_cas_u32(&gc->running, 0, 1)) {
    if (reason == GC_REASON_HEAP || reason == GC_REASON_STRESS)
      wait_for_other(gc, p, reason);
    return false;
  }
  if (!trigger_holds(gc, reason, cycle)) {
    atomic_store_u32(&gc->running, 0);
    gc_embed_cycle_ended(gc); // an M may have seen `running` and wait for the end
    return false;
  }
  run_cycle(gc, p, reason);
  return true;
}

bool gc_run_pending(struct gc *gc, struct gc_p *p) {
  enum gc_reason reason = (enum gc_reason)atomic_exchange_u32(&gc->cycle_wanted, GC_REASON_NONE);
  if (reason == GC_REASON_NONE)
    return false;
  if (reason == GC_REASON_TIME && gc->options.gctrace > 0 && trigger_holds(gc, reason, 0))
    gc_embed_print(gc, "GC forced\n", 10);
  return start(gc, p, reason, 0);
}

bool gc_start_cycle(struct gc *gc, struct gc_p *p, uint32_t cycle) {
  return start(gc, p, GC_REASON_FORCED, cycle);
}

void gc_request_cycle(struct gc *gc, enum gc_reason reason) {
  if (atomic_load_u32(&gc->enabled) == 0)
    return;
  atomic_store_u32(&gc->cycle_wanted, reason);
  gc_embed_request_safepoint(gc);
}
