// The collector of an instance and a P's share of it: making, flushing and destroying them.

#include "gc/gc.h"

#include <stdio.h>
#include <string.h>

#include "gc/embed.h"
#include "gc/finalizer.h"
#include "gc/malloc.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/embed.h"
#include "mem/persistent.h"

bool gc_init(struct gc *gc, const struct gc_config *config, char *error, size_t size) {
  if (!gc_options_parse(&gc->options, config, error, size))
    return false;
  const struct gc_options *options = &gc->options;
  struct mem_config mem = {
      .clobber_free = options->clobber_free > 0,
      .madv_dontneed = options->madv_dontneed != 0,
      .hard_decommit = options->hard_decommit != 0,
      .disable_thp = options->disable_thp != 0,
      .huge_pages = options->huge_pages,
      .efence = options->efence > 0,
      .scav_trace = options->scavtrace > 0,
      .fail_call = options->fail_from != 0 ? options->fail_from : options->fail_call,
      .fail_on = options->fail_from != 0,
      .scavenge = options->scavenge,
  };
  mheap_init(&gc->heap, &mem);
  gc->procs = config->procs ? config->procs : 1;
  gc->cpus = config->cpus;
  pacer_init(&gc->pacer, &gc->heap.stats, options->gc_percent, options->memory_limit,
             options->heap_minimum);
  gc->stats.start_time = gc_embed_nanotime(gc);
  gc_cpu_stats_init(gc, gc->stats.start_time);
  limiter_init(&gc->limiter, gc->stats.start_time, (int32_t)gc->procs);
  gc_work_queue_init(&gc->queue, options->small_buffers);
  gc_assist_queue_init(&gc->assists);
  gc_finalizer_queue_init(&gc->finalizers);
  gc_arena_chunks_init(&gc->arena_chunks);
  gc->scans_pages = options->page_scan;
  gc->sweep_with_world_stopped = options->gc_stop_the_world >= 2;
  gc_profile_init(&gc->profile);
  gc_choose_malloc(gc);
  gc->heap.gc_phase_off = true;
  gc->zero_base =
      persistent_alloc(&gc->heap.persistent, NULL, sizeof(uint64_t), 8, &gc->heap.stats.other_sys);
  return true;
}

void gc_choose_malloc(struct gc *gc) {
  gc->slow_malloc = gc->phase != GC_PHASE_OFF || gc->options.slow_malloc || gc->profile.rate;
}

void gc_destroy(struct gc *gc) {
  mheap_destroy(&gc->heap);
}

void gc_add_stack(struct gc *gc, struct gc_p *p, int64_t bytes) {
  if (!p) {
    pacer_add_stack(&gc->pacer, bytes);
    return;
  }
  p->max_stack_scan_delta += bytes;
  if (p->max_stack_scan_delta < pacer_max_stack_scan_slack &&
      p->max_stack_scan_delta > -pacer_max_stack_scan_slack)
    return;
  pacer_add_stack(&gc->pacer, p->max_stack_scan_delta);
  p->max_stack_scan_delta = 0;
}

void gc_enable(struct gc *gc) {
  atomic_store_u32(&gc->enabled, 1);
}

void gc_p_init(struct gc *gc, struct gc_p *p, uint32_t id) {
  p->gc = gc;
  p->id = id;
  mem_p_init(&gc->heap, &p->mem);
  gc_work_init(&p->work, gc);
  gc_wbbuf_reset(&p->wbbuf, gc->options.small_buffers);
  limiter_add_event(&gc->limiter, &p->limiter_event);
  p->stress_random = gc->options.seed + id;
  gc_draw_stress(gc, p);
}

void gc_p_prepare(struct gc *gc, struct gc_p *p) {
  if (atomic_load_u32(&p->mem.mcache->flush_gen) == gc->heap.sweepgen)
    return;
  gc_embed_flush_p(gc, p);
  mcache_prepare_for_sweep(&gc->heap, &p->mem);
}

void gc_p_retire(struct gc *gc, struct gc_p *p) {
  invariant(gc->phase == GC_PHASE_OFF && gc_wbbuf_empty(&p->wbbuf));
  gc_p_prepare(gc, p);
  gc_work_dispose(&p->work);
  pacer_add_stack(&gc->pacer, p->max_stack_scan_delta);
  p->max_stack_scan_delta = 0;
  mcache_release_all(&gc->heap, &p->mem);
  mem_p_flush_pages(&gc->heap, &p->mem);
}

void gc_p_destroy(struct gc *gc, struct gc_p *p) {
  if (gc->phase != GC_PHASE_OFF)
    gc_wbbuf_flush(gc, p);
  gc_work_dispose(&p->work);
  limiter_remove_event(&gc->limiter, &p->limiter_event);
  pacer_add_stack(&gc->pacer, p->max_stack_scan_delta);
  p->max_stack_scan_delta = 0;
  mem_p_destroy(&gc->heap, &p->mem);
}
