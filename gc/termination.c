// The end of a cycle.
//
// A marker that stops tries to end the mark if no other marks and it sees no work. Work may still
// hide in the buffers of Ps that run scripts. The ragged barrier makes each P publish what it has;
// if any had something, the mark goes on. Else the world is stopped and all Ps are tested once
// more, since the run time itself may have stored pointers meanwhile (Go issue 27993). Only then is
// the mark over.
//
// After gcMarkDone and gcMarkTermination in runtime/mgc.go of Go 1.21.

#include "gc/assist.h"
#include "gc/checkmark.h"
#include "gc/cycle.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "gc/profile.h"
#include "gc/roots.h"
#include "gc/trace.h"
#include "gc/userarena.h"
#include "gc/verify.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/sweep.h"

void gc_marker_begin(struct gc *gc) {
  atomic_add_u32(&gc->markers, 1);
}

// Publishes what p holds; *(uint32_t *)arg counts the Ps that had something.
static void flush_p(struct gc *gc, struct gc_p *p, void *arg) {
  gc_wbbuf_flush(gc, p);
  gc_work_dispose(&p->work);
  if (p->work.flushed_work) {
    p->work.flushed_work = false;
    atomic_add_u32((uint32_t *)arg, 1);
  }
}

// Sets *(bool *)arg if p holds work after all. World stopped.
static void look_at_p(struct gc *gc, struct gc_p *p, void *arg) {
  gc_wbbuf_flush(gc, p);
  if (!gc_work_empty(&p->work))
    *(bool *)arg = true;
}

// Marks until no P holds or publishes work. World stopped.
static void mark_all(struct gc *gc, struct gc_p *p) {
  uint32_t flushed;
  do {
    gc_drain(gc, &p->work, GC_DRAIN_FLUSH_CREDIT, 0);
    flushed = 0;
    gc_embed_for_each_p(gc, flush_p, &flushed);
  } while (flushed || gc_mark_work_available(gc, &p->work));
}

// Empties the buffers of a P after the mark. Throws if they hold work.
static void finish_p(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  if (!gc_wbbuf_empty(&p->wbbuf) || !gc_work_empty(&p->work))
    vole_throw("gc: P %u holds work at the end of marking", p->id);
  gc_wbbuf_reset(&p->wbbuf, gc->options.small_buffers);
  gc_work_dispose(&p->work);
  p->work.flushed_work = false;
  p->mem.mcache->scan_alloc = 0;
}

// The second mark of gccheckmark, in bitmaps of its own.
static void second_mark(struct gc *gc, struct gc_p *p) {
  gc_checkmark_start(gc);
  gc_mark_root_prepare(gc);
  gc_mark_tiny_allocs(gc);
  mark_all(gc, p);
  gc_checkmark_end(gc);
}

// Goes from the end of marking to the begin of the sweep.
static void terminate_mark(struct gc *gc, struct gc_p *p) {
  gc->stats.heap_at_end = atomic_load_u64(&gc->pacer.heap_live);
  gc_set_phase(gc, GC_PHASE_MARK_TERMINATION);
  if (gc_mark_work_available(gc, NULL))
    vole_throw("gc: work is left at the end of marking");
  gc_mark_root_check(gc);
  gc_embed_for_each_p(gc, finish_p, NULL);
  pacer_reset_live(&gc->pacer, atomic_load_u64(&gc->bytes_marked));
  gc->stats.heap_after = gc->pacer.heap_marked;
  if (gc->options.gc_checkmark > 0)
    second_mark(gc, p);
  if (gc->options.verify)
    gc_verify_heap(gc, true);
  gc->sole_marker = false;
  gc_set_phase(gc, GC_PHASE_OFF);
  gc_profile_next_cycle(gc);
  sweep_start(&gc->heap);
}

void gc_record_pause(struct gc *gc, int64_t now) {
  int64_t ns = now - gc->stats.pause_start;
  gc->stats.pause_ns += ns;
  time_histogram_record(&gc->stats.pauses, ns);
}

// Counts the cycle that ends at now.
static void record_cycle(struct gc *gc, int64_t now) {
  struct gc_cycle_stats *stats = &gc->stats;
  stats->end_time = now;
  gc_record_pause(gc, now);
  uint32_t slot = stats->finished % 256;
  stats->last_gc_unix = (uint64_t)gc_embed_walltime(gc);
  stats->pause_history[slot] = (uint64_t)stats->pause_ns;
  stats->pause_end[slot] = stats->last_gc_unix;
  atomic_add_u64(&stats->pause_total_ns, (uint64_t)stats->pause_ns);
  atomic_store_i64(&stats->last_gc_time, now);
  gc_cpu_stats_end_cycle(gc, now);
  if (stats->user_forced)
    stats->forced++;
  atomic_store_u32(&stats->finished, stats->finished + 1);
  gc->limiter.cycle = stats->finished;
}

// Flushes what a P cached before this sweep: the visit of the ragged barrier after the world goes
// on.
static void prepare_p(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  gc_p_prepare(gc, p);
}

// Sweeps all, within the pause, as gcstoptheworld=2 demands.
static void sweep_now(struct gc *gc, struct gc_p *p) {
  gc_embed_for_each_p(gc, prepare_p, NULL);
  while (sweep_one(&gc->heap, &p->mem) != UINTPTR_MAX) {
  }
}

// Ends a cycle after its marking was found to be over at now. World stopped; it is started on the
// way.
static void end_cycle(struct gc *gc, struct gc_p *p, int64_t now) {
  gc->stats.mark_term_time = now;
  atomic_store_u32(&gc->pacer.blacken_enabled, 0);
  gc_assist_wake_all(gc);
  double old_cons_mark = gc->pacer.cons_mark;
  pacer_end_cycle(&gc->pacer, now, (int32_t)gc->procs, gc->stats.user_forced);
  if (gc->options.gcpacertrace > 0)
    gc_trace_pacer_end(gc, old_cons_mark, now);
  terminate_mark(gc, p);
  if (gc->sweep_with_world_stopped)
    sweep_now(gc, p);
  gc->heap.stats.last_heap_in_use = atomic_load_u64(&gc->heap.stats.heap_in_use);
  gc_commit_pacing(gc);
  now = gc_embed_nanotime(gc);
  record_cycle(gc, now);
  mheap_scavenge_next_gen(&gc->heap);
  limiter_finish_transition(&gc->limiter, now);
  // As a sweeper, keep sweep_is_done false until every P has flushed.
  bool held = sweep_active_begin(&gc->heap);
  if (!held && !gc->sweep_with_world_stopped)
    vole_throw("gc: cannot hold the sweep open");
  gc->world_stopped = 0;
  gc_embed_start_world(gc, p);
  gc_work_prepare_free(gc);
  gc_embed_free_stacks(gc);
  gc_arena_fault_pending(gc, p);
  gc_profile_flush(gc);
  gc_embed_ragged_barrier(gc, p, prepare_p, NULL);
  if (held)
    sweep_active_end(&gc->heap);
  if (gc->options.gctrace > 0)
    gc_trace_cycle(gc);
  if (pacer_heap_goal(&gc->pacer) > min_heap_for_metadata_huge_pages)
    mheap_enable_metadata_huge_pages(&gc->heap);
  atomic_store_u32(&gc->running, 0);
  gc_embed_cycle_ended(gc);
}

void gc_mark_stopped(struct gc *gc, struct gc_p *p) {
  struct gc_pacer *c = &gc->pacer;
  invariant(pacer_next_worker(c, gc->stats.mark_time, 0) == GC_WORKER_DEDICATED);
  mark_all(gc, p);
  int64_t now = gc_embed_nanotime(gc);
  pacer_mark_worker_stop(c, GC_WORKER_DEDICATED, now - gc->stats.mark_time);
  limiter_finish_transition(&gc->limiter, now);
  limiter_start_transition(&gc->limiter, false, now);
  end_cycle(gc, p, now);
}

// Returns whether no marker runs and no published work is left.
static bool may_be_done(struct gc *gc) {
  return atomic_load_u32(&gc->phase) == GC_PHASE_MARK && atomic_load_u32(&gc->markers) == 0 &&
         !gc_mark_work_available(gc, NULL);
}

// Tries to end the mark. The caller holds gc->ending. Returns whether the cycle ended.
static bool try_to_end(struct gc *gc, struct gc_p *p) {
  while (may_be_done(gc)) {
    uint32_t flushed = 0;
    gc_embed_ragged_barrier(gc, p, flush_p, &flushed);
    if (flushed)
      continue;
    int64_t now = gc_embed_stop_world(gc, p, "GC mark termination");
    gc->stats.pause_start = now;
    gc->world_stopped = 1;
    bool found = !may_be_done(gc);
    gc_embed_for_each_p(gc, look_at_p, &found);
    if (!found) {
      limiter_start_transition(&gc->limiter, false, now);
      end_cycle(gc, p, now);
      return true;
    }
    gc_record_pause(gc, gc_embed_nanotime(gc));
    gc->world_stopped = 0;
    gc_embed_start_world(gc, p);
  }
  return false;
}

// Ends the mark if nothing is left to be marked anywhere. Called by an M that found no more work
// and holds p, at a safepoint. The world may be stopped meanwhile.
static void gc_try_end_mark(struct gc *gc, struct gc_p *p) {
  // If another M holds gc->ending, it tests may_be_done again after releasing it.
  while (may_be_done(gc) && atomic_cas_u32(&gc->ending, 0, 1)) {
    bool ended = try_to_end(gc, p);
    atomic_store_u32(&gc->ending, 0);
    if (ended)
      return;
  }
}

void gc_marker_end(struct gc *gc, struct gc_p *p) {
  if (atomic_add_u32(&gc->markers, (uint32_t)-1) == 0)
    gc_try_end_mark(gc, p);
}
