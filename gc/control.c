// Control of the collector: whole cycles, settings, idle work.

#include "gc/control.h"

#include "gc/cycle.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "gc/profile.h"
#include "gc/userarena.h"
#include "mem/atomic.h"
#include "mem/scavenge.h"
#include "mem/sweep.h"

enum { background_sweep_batch = 10 };

// Marks on p, beside other markers, until the phase is over.
static void help_mark(struct gc *gc, struct gc_p *p) {
  while (atomic_load_u32(&gc->phase) == GC_PHASE_MARK) {
    int64_t start = gc_embed_nanotime(gc);
    gc_marker_begin(gc);
    gc_drain(gc, &p->work, GC_DRAIN_FLUSH_CREDIT, 0);
    atomic_add_i64(&gc->pacer.dedicated_mark_time, gc_embed_nanotime(gc) - start);
    gc_marker_end(gc, p);
    gc_embed_poll(gc, p);
  }
}

void gc_collect(struct gc *gc, struct gc_p *p) {
  // A cycle that marks now may have marked what is garbage by now, so the next cycle is needed.
  uint32_t wanted = atomic_load_u32(&gc->stats.cycles) + 1;
  help_mark(gc, p);
  while ((int32_t)(wanted - atomic_load_u32(&gc->stats.cycles)) > 0) {
    if (!gc_start_cycle(gc, p, wanted))
      gc_embed_poll(gc, p);
  }
  while ((int32_t)(wanted - atomic_load_u32(&gc->stats.finished)) > 0) {
    help_mark(gc, p);
    gc_embed_poll(gc, p);
  }
  while (!gc_sweep_some(gc, p, wanted))
    gc_embed_poll(gc, p);
}

static bool is_within_limit(struct gc *gc, uintptr_t bytes) {
  uint64_t live = atomic_load_u64(&gc->pacer.heap_live);
  uint64_t limit = (uint64_t)atomic_load_i64(&gc->pacer.memory_limit);
  return live <= limit && bytes <= limit - live;
}

bool gc_make_way(struct gc *gc, struct gc_p *p, uintptr_t bytes) {
  gc_run_pending(gc, p);
  if (p->assist && p->assist->bytes < 0) {
    help_mark(gc, p);
    p->assist->bytes = 0;
  }
  if (is_within_limit(gc, bytes) && !gc_arena_chunks_due(gc))
    return true;
  gc_collect(gc, p);
  return is_within_limit(gc, bytes);
}

bool gc_sweep_some(struct gc *gc, struct gc_p *p, uint32_t cycle) {
  if (atomic_load_u32(&gc->stats.cycles) != cycle)
    return true;
  if (sweep_background_step(&gc->heap, &p->mem, background_sweep_batch) ||
      !sweep_is_done(&gc->heap))
    return false;
  gc_profile_post_sweep(gc);
  return true;
}

void gc_scavenge_all(struct gc *gc) {
  while (gc_work_free_some(gc)) {
  }
  mheap_scavenge_all(&gc->heap);
}

bool gc_background_sweep_step(struct gc *gc, struct gc_p *p) {
  if (atomic_load_u32(&gc->phase) != GC_PHASE_OFF)
    return false;
  if (sweep_background_step(&gc->heap, &p->mem, background_sweep_batch))
    return true;
  return gc_work_free_some(gc);
}

bool gc_periodic_due(struct gc *gc, int64_t now) {
  int64_t last = atomic_load_i64(&gc->stats.last_gc_time);
  int32_t percent = (int32_t)atomic_load_u32((const uint32_t *)&gc->pacer.gc_percent);
  return atomic_load_u32(&gc->phase) == GC_PHASE_OFF && percent >= 0 && last != 0 &&
         now - last > gc->options.forced_period;
}

int32_t gc_set_percent(struct gc *gc, int32_t percent) {
  mutex_lock(&gc->heap.lock);
  int32_t old = pacer_set_percent(&gc->pacer, percent);
  gc_commit_pacing(gc);
  mutex_unlock(&gc->heap.lock);
  return old;
}

int64_t gc_set_memory_limit(struct gc *gc, int64_t limit) {
  mutex_lock(&gc->heap.lock);
  int64_t old = pacer_set_memory_limit(&gc->pacer, limit);
  if (limit >= 0 && limit != old)
    gc_commit_pacing(gc);
  mutex_unlock(&gc->heap.lock);
  return old;
}
