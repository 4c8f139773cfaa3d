// What programs ask about the run time: see debug.h. The sums are those of readmemstats in
// runtime/mstats.go of Go 1.21.

#include "runtime/debug.h"

#include <stddef.h>
#include <string.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/mcache.h"
#include "runtime/procs.h"
#include "runtime/runtime.h"
#include "runtime/stack.h"
#include "runtime/world.h"

_Static_assert(offsetof(struct debug_mem_stats, pause_ns) == 24 * 8, "runtime.MemStats");
_Static_assert(offsetof(struct debug_mem_stats, gc_cpu_fraction) == 24 * 8 + 512 * 8 + 8,
               "runtime.MemStats");
_Static_assert(sizeof(struct debug_mem_stats) == 24 * 8 + 512 * 8 + 24 + 61 * 24,
               "runtime.MemStats");

// Has a P give its spans and its free stacks back first, as in Go: counters may change by that.
static void flush(struct gc *gc, struct gc_p *p, void *arg) {
  (void)arg;
  mcache_release_all(&gc->heap, &p->mem);
  stack_cache_clear((struct runtime *)gc, (struct p *)p);
}

// Counts objects and bytes.
static void count_objects(struct debug_mem_stats *out, const struct heap_stats_delta *now) {
  out->mallocs = now->large_alloc_count;
  out->total_alloc = now->large_alloc;
  out->frees = now->large_free_count;
  uint64_t total_free = now->large_free;
  for (unsigned i = 0; i < num_size_classes; i++) {
    uint64_t allocated = now->small_alloc_count[i], freed = now->small_free_count[i];
    out->mallocs += allocated;
    out->frees += freed;
    out->total_alloc += allocated * sizeclass_size[i];
    total_free += freed * sizeclass_size[i];
    if (i >= debug_size_classes)
      continue;
    out->by_size[i].size = sizeclass_size[i];
    out->by_size[i].mallocs = allocated;
    out->by_size[i].frees = freed;
  }
  // A tiny object counts as freed with its block.
  out->mallocs += now->tiny_alloc_count;
  out->frees += now->tiny_alloc_count;
  out->heap_objects = out->mallocs - out->frees;
  out->alloc = out->total_alloc - total_free;
  out->heap_alloc = out->alloc;
}

// Counts memory of the system. The world need not be stopped.
static void count_memory(struct debug_mem_stats *out, const struct mem_stats *st,
                         const struct heap_stats_delta *now) {
  uint64_t in_use = sys_stat_load(&st->heap_in_use), free_bytes = sys_stat_load(&st->heap_free);
  uint64_t released = sys_stat_load(&st->heap_released);
  uint64_t stacks = (uint64_t)now->in_stacks;
  uint64_t gc_spans = (uint64_t)(now->in_work_bufs + now->in_ptr_scalar_bits);
  out->heap_in_use = in_use;
  out->heap_idle = free_bytes + released;
  out->heap_released = released;
  out->heap_sys = in_use + free_bytes + released;
  out->stack_in_use = stacks;
  out->stack_sys = stacks + sys_stat_load(&st->stacks_sys);
  out->mspan_sys = sys_stat_load(&st->mspan_sys);
  out->mcache_sys = sys_stat_load(&st->mcache_sys);
  out->buckhash_sys = sys_stat_load(&st->buckhash_sys);
  out->gc_sys = sys_stat_load(&st->gc_misc_sys) + gc_spans;
  out->other_sys = sys_stat_load(&st->other_sys);
  out->sys = out->heap_sys + out->stack_sys + out->mspan_sys + out->mcache_sys + out->buckhash_sys +
             out->gc_sys + out->other_sys;
}

static void count_cycles(struct debug_mem_stats *out, const struct gc *gc) {
  const struct gc_cycle_stats *stats = &gc->stats;
  out->next_gc = pacer_heap_goal(&gc->pacer);
  out->last_gc = stats->last_gc_unix;
  out->pause_total_ns = stats->pause_total_ns;
  out->num_gc = atomic_load_u32(&stats->finished);
  out->num_forced_gc = atomic_load_u32(&stats->forced);
  out->gc_cpu_fraction = gc_cpu_stats_fraction(gc);
  out->enable_gc = true;
  // The program finds the newest pause at (num_gc + 255) % 256.
  for (uint32_t i = 0; i < 256; i++) {
    out->pause_ns[i] = stats->pause_history[i];
    out->pause_end[i] = stats->pause_end[i];
  }
}

void debug_glance(struct runtime *rt, struct debug_mem_stats *stats) {
  struct gc *gc = &rt->gc;
  struct heap_stats_delta now;
  memset(stats, 0, sizeof *stats);
  heap_stats_read(&gc->heap.stats, &now);
  count_objects(stats, &now);
  count_memory(stats, &gc->heap.stats, &now);
  stats->next_gc = pacer_heap_goal(&gc->pacer);
  stats->pause_total_ns = atomic_load_u64(&gc->stats.pause_total_ns);
  stats->num_gc = atomic_load_u32(&gc->stats.finished);
}

void debug_read_mem_stats(struct runtime *rt, struct m *m, struct debug_mem_stats *stats) {
  world_stop(rt, m, "read mem stats");
  debug_read_mem_stats_stopped(rt, stats);
  world_start(rt, m);
}

void debug_read_mem_stats_stopped(struct runtime *rt, struct debug_mem_stats *stats) {
  struct gc *gc = &rt->gc;
  struct heap_stats_delta now;
  memset(stats, 0, sizeof *stats);
  gc_embed_for_each_p(gc, flush, NULL);
  if (gc->options.verify)
    mheap_check(&gc->heap);
  mutex_lock(&gc->heap.scavenger.lock); // it does not stop with the world
  heap_stats_unsafe_read(&gc->heap.stats, &now);
  count_objects(stats, &now);
  count_memory(stats, &gc->heap.stats, &now);
  stats->mspan_in_use = gc->heap.span_alloc.in_use;
  stats->mcache_in_use = gc->heap.cache_alloc.in_use;
  count_cycles(stats, gc);
  mutex_unlock(&gc->heap.scavenger.lock);
}

int debug_goroutine_count(struct runtime *rt) {
  int count = 0;
  mutex_lock(&rt->allgs_lock);
  for (uint32_t i = 0; i < rt->allgs_count; i++) {
    const struct g *g = rt->allgs[i];
    uint32_t status = atomic_load_u32(&g->status) & ~(uint32_t)GSCAN;
    count += !atomic_load_relaxed_u8(&g->system) && status != GDEAD;
  }
  mutex_unlock(&rt->allgs_lock);
  return count;
}

static void check_stack(const struct runtime *rt, const struct g *g) {
  uintptr_t bytes = (uintptr_t)((char *)g->stack.hi - (char *)g->stack.lo);
  struct mspan *span = span_of(&rt->gc.heap, (uintptr_t)g->stack.lo);
  invariant(span && mspan_state(span) == MSPAN_MANUAL);
  invariant(is_power_of_two(bytes) && span->elem_size == bytes);
  invariant(!g->sched.fp || (g->sched.fp > g->stack.lo && g->sched.fp <= g->stack.hi));
}

void debug_check(struct runtime *rt) {
  for (uint32_t i = 0; i < rt->allgs_count; i++) {
    const struct g *g = rt->allgs[i];
    invariant(g->index == i && g->runtime == rt);
    if (g->stack.lo)
      check_stack(rt, g);
  }
  procs_check(rt);
}
