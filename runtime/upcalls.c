// What the collector needs from the run time: the functions of gc/embed.h, most of them a line or
// two that lead to the part of the run time that does the work.

#include <stddef.h>
#include <time.h>

#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/bulk.h"
#include "runtime/embed.h"
#include "runtime/end.h"
#include "runtime/instance.h"
#include "runtime/m.h"
#include "runtime/panic.h"
#include "runtime/pool.h"
#include "runtime/root.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/safepoint.h"
#include "runtime/scan.h"
#include "runtime/sched.h"
#include "runtime/snapshot.h"
#include "runtime/snapshot_names.h"
#include "runtime/sudog.h"
#include "runtime/sysmon.h"
#include "runtime/system.h"
#include "runtime/traceback.h"
#include "runtime/world.h"

static struct runtime *runtime_of(struct gc *gc) {
  return (struct runtime *)gc;
}

// Returns the calling M. p is its P, or NULL; struct gc_p is the first member of struct p.
static struct m *m_of(struct gc_p *p) {
  return p ? ((struct p *)p)->m : m_current();
}

int64_t gc_embed_stop_world(struct gc *gc, struct gc_p *p, const char *reason) {
  struct runtime *rt = runtime_of(gc);
  world_stop(rt, m_of(p), reason);
  return rt->pauses.current.start + rt->start_nanotime;
}

void gc_embed_start_world(struct gc *gc, struct gc_p *p) {
  world_start(runtime_of(gc), m_of(p));
}

void gc_embed_for_each_p(struct gc *gc, void (*visit)(struct gc *gc, struct gc_p *p, void *arg),
                         void *arg) {
  struct runtime *rt = runtime_of(gc);
  for (uint32_t i = 0; i < rt->all_p_count; i++)
    visit(gc, &rt->allps[i]->gc, arg);
}

void gc_embed_ragged_barrier(struct gc *gc, struct gc_p *p,
                             void (*visit)(struct gc *gc, struct gc_p *p, void *arg), void *arg) {
  world_ragged_barrier(runtime_of(gc), m_of(p), visit, arg);
}

uint32_t gc_embed_goroutine_count(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  mutex_lock(&rt->allgs_lock);
  uint32_t count = rt->allgs_count;
  mutex_unlock(&rt->allgs_lock);
  return count;
}

uintptr_t gc_embed_scan_goroutine(struct gc *gc, uint32_t index, struct gc_work *work) {
  struct runtime *rt = runtime_of(gc);
  mutex_lock(&rt->allgs_lock);
  struct g *g = rt->allgs[index];
  mutex_unlock(&rt->allgs_lock);
  uint32_t cycle = atomic_load_u32(&gc->stats.cycles);
  for (uint32_t tries = 0; gc->use_checkmark || atomic_load_u32(&g->scan_cycle) != cycle; tries++) {
    if (scan_try(gc, g, work))
      break;
    // It runs on another M: ask it to scan itself. It may stop running instead, so go on trying.
    if (tries % 64 == 0) {
      atomic_store_u32(&g->scan_wanted, 1);
      g_request_safepoint(g);
      gc_embed_poll(gc, &m_current()->p->gc);
    }
    lock_spin(tries);
  }
  return g->stack_scan_bytes;
}

uint32_t gc_embed_globals_count(struct gc *gc) {
  return atomic_load_u32(&runtime_of(gc)->root_count);
}

struct gc_globals gc_embed_globals(struct gc *gc, uint32_t index) {
  const struct root_block *block = runtime_root(runtime_of(gc), index);
  return (struct gc_globals){block->base, block->bytes, block->mask};
}

void gc_embed_scan_other(struct gc *gc, struct gc_work *work) {
  runtime_scan_held(runtime_of(gc), work);
  timers_scan(runtime_of(gc), work);
  pools_scan(runtime_of(gc), work);
}

void gc_embed_clear_pools(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  pools_clear(rt);
  for (uint32_t i = 0; i < rt->procs; i++) {
    defer_drop_cache(rt, rt->allps[i]);
    sudog_drop_cache(rt, rt->allps[i]);
  }
}

void gc_embed_flush_p(struct gc *gc, struct gc_p *p) {
  stack_cache_clear(runtime_of(gc), (struct p *)p);
}

void gc_embed_free_stacks(struct gc *gc) {
  stack_free_spans(runtime_of(gc));
}

void gc_embed_wake_finalizer(struct gc *gc) {
  // Locks may be held here. The scheduler and each safepoint that is asked for test the flag.
  atomic_store_u32(&runtime_of(gc)->finalizer_wanted, 1);
  if (atomic_load_u32(&runtime_of(gc)->finalizer_parked))
    gc_embed_request_safepoint(gc);
}

void gc_embed_yield_for_workers(struct gc *gc, struct gc_p *p) {
  struct runtime *rt = runtime_of(gc);
  (void)p;
  for (struct m *m = atomic_load_pointer(&rt->allms); m; m = m->all_link) {
    struct g *g = atomic_load_pointer(&m->current_g);
    if (!g)
      continue;
    atomic_store_u32(&g->preempt, 1);
    g_request_safepoint(g);
  }
  m_wake_p(rt);
}

bool gc_embed_has_goroutines(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  if (atomic_load_u32(&rt->sched.runq_size))
    return true;
  for (uint32_t i = 0; i < rt->procs; i++)
    if (sched_queue_length(rt->allps[i]))
      return true;
  return false;
}

void gc_embed_pause(struct gc *gc, struct gc_p *p) {
  (void)gc;
  (void)p;
  bulk_pause_whole();
}

void gc_embed_poll(struct gc *gc, struct gc_p *p) {
  struct runtime *rt = runtime_of(gc);
  struct m *m = m_of(p);
  if (runtime_is_fatal(rt))
    runtime_give_up(rt); // what the caller waits for may never come
  if (atomic_load_u32(&rt->sched.gc_waiting))
    world_stop_at_safepoint(m, false);
  if (atomic_load_u32(&m->p->run_safepoint_function))
    world_run_safepoint_function(rt, m->p);
  struct g *g = m->current_g;
  if (g && atomic_load_u32(&g->scan_wanted))
    scan_self(g);
}

// Returns the goroutine of an account, which is part of it.
static struct g *g_of(struct gc_assist *assist) {
  return (struct g *)((char *)assist - offsetof(struct g, assist));
}

void gc_embed_request_assist(struct gc *gc, struct gc_p *p) {
  (void)gc;
  g_request_safepoint(g_of(p->assist));
}

void gc_embed_assist_done(struct gc *gc, struct gc_p *p, int64_t ns) {
  pauses_assist(runtime_of(gc), PAUSE_ASSIST, m_of(p)->current_g, ns);
}

// Called first, as g->resume, when a goroutine that has waited for credit goes on.
static bool assist_waited(struct g *g) {
  pauses_assist(g->runtime, PAUSE_ASSIST_WAIT, g, runtime_nanotime(g->runtime) - g->wait_since);
  return true;
}

void gc_embed_assist_park(struct gc *gc, struct gc_p *p, struct gc_assist *assist) {
  (void)gc;
  (void)p;
  struct g *g = g_of(assist);
  g->resume = assist_waited;
  sched_park(g, WAIT_GC_ASSIST);
}

void gc_embed_assist_ready(struct gc *gc, struct gc_assist *assist) {
  sched_ready(runtime_of(gc), runtime_p(runtime_of(gc)), g_of(assist));
}

void gc_embed_allocated(struct gc *gc, int64_t bytes) {
  interrupt_count_allocated(runtime_of(gc), bytes);
}

void gc_embed_cycle_ended(struct gc *gc) {
  struct runtime *rt = runtime_of(gc);
  if (gc->options.record) {
    mutex_lock(&rt->cycle_lock);
    pauses_print(rt);
    mutex_unlock(&rt->cycle_lock);
  }
  interrupt_check_heap(rt, atomic_load_relaxed_u64(&gc->pacer.heap_marked));
  runtime_wake_cycle_waiters(rt, runtime_p(rt));
  sysmon_start(rt); // it gives memory back, and begins the next cycle in time
}

void gc_embed_request_safepoint(struct gc *gc) {
  world_request_safepoints(runtime_of(gc));
}

uint32_t gc_embed_callers(struct gc *gc, struct gc_p *p, struct gc_profile_frame *frames,
                          uint32_t max) {
  (void)gc;
  (void)p;
  struct traceback_caller callers[gc_profile_max_stack];
  struct m *m = m_current();
  if (!m || !m->current_g)
    return 0;
  invariant(max <= gc_profile_max_stack);
  uint32_t count = (uint32_t)traceback_callers(m->current_g, 0, callers, (int)max);
  for (uint32_t i = 0; i < count; i++)
    frames[i] = (struct gc_profile_frame){callers[i].func, callers[i].pc};
  return count;
}

int64_t gc_embed_nanotime(struct gc *gc) {
  struct timespec now;
  if (runtime_of(gc)->deterministic.on)
    return deterministic_clock(runtime_of(gc));
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t gc_embed_walltime(struct gc *gc) {
  return runtime_walltime(runtime_of(gc));
}

void gc_embed_print(struct gc *gc, const char *text, size_t bytes) {
  runtime_write_error(runtime_of(gc), text, bytes);
}

void gc_embed_fatal(struct gc *gc, const char *message) {
  struct runtime *rt = runtime_of(gc);
  struct text text = {0};
  text_adds(&text, gc->heap.no_memory); // empty unless memory was refused
  text_addf(&text, "fatal error: %s\n", message);
  snapshot_at_fatal(rt);
  struct m *m = m_current();
  struct g *g = m && m->runtime == rt ? m->current_g : NULL;
  if (g && g->sched.fp) {
    text_adds(&text, "\n");
    traceback_print(g, &text);
  }
  runtime_end_with_text(rt, text_take(&text));
  runtime_give_up(rt);
}

// Returns the snapshot with its names, of which the writer is the first member.
static struct snapshot_names *names_of(struct snapshot *s) {
  return (struct snapshot_names *)s;
}

uint32_t gc_embed_snapshot_type(struct snapshot *s, uintptr_t word) {
  return snapshot_type_of_word(names_of(s), word);
}

uint32_t gc_embed_snapshot_function(struct snapshot *s, uintptr_t word) {
  return snapshot_function_of_word(names_of(s), word);
}

uint32_t gc_embed_snapshot_finalized(struct snapshot *s, const void *arg_type) {
  struct snapshot_names *n = names_of(s);
  return arg_type ? snapshot_type_number(n, runtime_embed_finalized(n->runtime, arg_type)) : 0;
}

uint32_t gc_embed_snapshot_site(struct snapshot *s, const struct gc_profile_bucket *bucket) {
  return snapshot_site_number(names_of(s), bucket);
}
