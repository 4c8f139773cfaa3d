// Reading all counters: see metrics.h.

#include "runtime/metrics.h"

#include "mem/atomic.h"
#include "runtime/debug.h"
#include "runtime/runtime.h"

static void read_heap(struct runtime_metrics *out, struct mem_stats *st) {
  struct heap_stats_delta now;
  heap_stats_read(st, &now);
  out->committed = (uint64_t)now.committed;
  out->released = (uint64_t)now.released;
  out->in_heap = (uint64_t)now.in_heap;
  out->in_stacks = (uint64_t)now.in_stacks;
  out->in_work_bufs = (uint64_t)now.in_work_bufs;
  out->in_ptr_scalar_bits = (uint64_t)now.in_ptr_scalar_bits;
  out->tiny_allocs = now.tiny_alloc_count;
  out->all_allocs = out->large_allocs = now.large_alloc_count;
  out->all_frees = out->large_frees = now.large_free_count;
  out->allocated = now.large_alloc;
  out->freed = now.large_free;
  for (unsigned i = 0; i < num_size_classes; i++) {
    out->small_allocs[i] = now.small_alloc_count[i];
    out->small_frees[i] = now.small_free_count[i];
    out->all_allocs += now.small_alloc_count[i];
    out->all_frees += now.small_free_count[i];
    out->allocated += now.small_alloc_count[i] * sizeclass_size[i];
    out->freed += now.small_free_count[i] * sizeclass_size[i];
  }
}

static void read_system(struct runtime_metrics *out, struct mheap *h) {
  struct mem_stats *st = &h->stats;
  out->stacks_sys = sys_stat_load(&st->stacks_sys);
  out->buckhash_sys = sys_stat_load(&st->buckhash_sys);
  out->gc_misc_sys = sys_stat_load(&st->gc_misc_sys);
  out->other_sys = sys_stat_load(&st->other_sys);
  mutex_lock(&h->lock);
  out->mspan_sys = sys_stat_load(&st->mspan_sys);
  out->mspan_in_use = h->span_alloc.in_use;
  out->mcache_sys = sys_stat_load(&st->mcache_sys);
  out->mcache_in_use = h->cache_alloc.in_use;
  mutex_unlock(&h->lock);
}

static void read_collector(struct runtime_metrics *out, const struct gc *gc) {
  const struct gc_pacer *c = &gc->pacer;
  out->heap_goal = pacer_heap_goal(c);
  out->heap_live = c->heap_marked;
  out->heap_scan = atomic_load_u64(&c->heap_scan);
  out->stack_scan = atomic_load_u64(&c->last_stack_scan);
  out->globals_scan = atomic_load_u64(&c->globals_scan);
  out->cycles_done = atomic_load_u32(&gc->stats.finished);
  out->cycles_forced = atomic_load_u32(&gc->stats.forced);
  out->limiter_last_enabled = atomic_load_u32(&gc->limiter.last_enabled_cycle);
  out->gc_percent = (uint64_t)(int64_t)c->gc_percent; // as Go has it: ~0 when off
  out->memory_limit = (uint64_t)atomic_load_i64(&c->memory_limit);
}

static void read_cpu(struct runtime_metrics *out, const struct gc_cpu_stats *cpu) {
  out->gc_assist = atomic_load_i64(&cpu->gc_assist);
  out->gc_dedicated = atomic_load_i64(&cpu->gc_dedicated);
  out->gc_idle = atomic_load_i64(&cpu->gc_idle);
  out->gc_pause = atomic_load_i64(&cpu->gc_pause);
  out->gc_total = atomic_load_i64(&cpu->gc_total);
  out->scavenge_assist = atomic_load_i64(&cpu->scavenge_assist);
  out->scavenge_bg = atomic_load_i64(&cpu->scavenge_bg);
  out->scavenge_total = atomic_load_i64(&cpu->scavenge_total);
  out->idle = atomic_load_i64(&cpu->idle);
  out->user = atomic_load_i64(&cpu->user);
  out->total = atomic_load_i64(&cpu->total);
}

static void read_histogram(uint64_t *out, const struct time_histogram *h) {
  out[0] = atomic_load_u64(&h->underflow);
  for (unsigned i = 0; i < histogram_buckets; i++)
    out[i + 1] = atomic_load_u64(&h->counts[i]);
  out[histogram_buckets + 1] = atomic_load_u64(&h->overflow);
}

void runtime_read_metrics(struct runtime *rt, struct runtime_metrics *out) {
  struct gc *gc = &rt->gc;
  read_heap(out, &gc->heap.stats);
  read_system(out, &gc->heap);
  read_collector(out, gc);
  read_cpu(out, &gc->cpu);
  read_histogram(out->pauses, &gc->stats.pauses);
  read_histogram(out->latencies, &rt->latencies);
  out->stack_start = stack_min_bytes;
  out->gomaxprocs = rt->procs;
  out->goroutines = (uint64_t)debug_goroutine_count(rt);
}
