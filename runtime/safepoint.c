// Safepoints, and goroutines that wait for the collector: see safepoint.h.

#include "runtime/safepoint.h"

#include "gc/control.h"
#include "gc/embed.h"
#include "gc/worker.h"
#include "mem/atomic.h"
#include "runtime/interrupt.h"
#include "runtime/m.h"
#include "runtime/runtime.h"
#include "runtime/scan.h"
#include "runtime/sched.h"
#include "runtime/stack.h"
#include "runtime/world.h"

// Safepoints.

bool runtime_safepoint(struct runtime *rt, struct g *g, uintptr_t words) {
  if (!atomic_load_pointer(&g->stackguard)) {
    stack_reset_guard(g);
    // What is asked of the P is served here too: assists mark only while nothing is. The store is
    // the full barrier between the guard and the tests that follow; a later request poisons the
    // guard again.
    atomic_store_u32(&g_gc_p(g)->preempt, 0);
    if (atomic_load_u32(&rt->sched.gc_waiting) && !world_stop_at_safepoint(g->m, true) &&
        !sched_queue_for_p(g->m, g, GRUNNING))
      return false;
    if (atomic_load_u32(&g->m->p->run_safepoint_function))
      world_run_safepoint_function(rt, g->m->p);
    if (atomic_load_u32(&g->scan_wanted))
      scan_self(g);
    if (atomic_load_u32(&g->m->profile_wanted))
      cpu_profile_take(rt, g);
    if (gc_pending(&rt->gc))
      gc_run_pending(&rt->gc, g_gc_p(g));
    if (rt->gc.options.slow_mark)
      gc_worker_run_slowly(&rt->gc, g_gc_p(g));
  }
  if (atomic_load_u32(&rt->end.exiting))
    return false;
  if (g->shrink && words == 0)
    stack_shrink(rt, g);
  if (words != 0 && g->sched.fp + words > g->stack.hi - stack_guard_words &&
      !stack_grow(rt, g, words))
    return false;
  if (rt->gc.options.move_stacks)
    stack_move(rt, g);
  if (g->assist.bytes >= 0)
    return true;
  // If this goroutine must help to mark, so should an idle P.
  if (gc_worker_wanted(&rt->gc))
    m_wake_p(rt);
  gc_assist_pay(&rt->gc, g_gc_p(g), &g->assist); // last: it may park
  return true;
}

void runtime_request_if_due(struct g *g) {
  struct runtime *rt = g->runtime;
  if (atomic_load_u32(&rt->sched.gc_waiting) || atomic_load_u32(&g->m->p->run_safepoint_function) ||
      gc_pending(&rt->gc) || atomic_load_u32(&rt->end.exiting) ||
      atomic_load_relaxed_u32(&rt->interrupt.counts) || interrupt_wakes(g))
    g_request_safepoint(g);
}

bool runtime_make_way(struct runtime *rt, struct g *g, uintptr_t bytes) {
  if (atomic_load_u32(&rt->end.exiting))
    return false;
  bool ok = gc_make_way(&rt->gc, g_gc_p(g), bytes);
  if (atomic_load_relaxed_u32(&rt->finalizer_wanted))
    runtime_wake_finalizer(rt, g->m->p);
  return ok;
}

void runtime_poll(struct g *g) {
  if (!atomic_load_pointer(&g->stackguard))
    gc_embed_poll(&g->runtime->gc, g_gc_p(g));
}

// Waiting for the collector.

void runtime_wake_finalizer(struct runtime *rt, struct p *p) {
  if (atomic_load_u32(&rt->finalizer_wanted) && atomic_load_u32(&rt->finalizer_parked) &&
      atomic_cas_u32(&rt->finalizer_parked, 1, 0))
    sched_ready(rt, p, rt->finalizer_g);
}

void runtime_wait_for_cycle(struct g *g, uint32_t cycle) {
  struct runtime *rt = g->runtime;
  mutex_lock(&rt->cycle_lock);
  bool wait = (int32_t)(cycle - atomic_load_u32(&rt->gc.stats.finished)) > 0 &&
              atomic_load_u32(&rt->gc.running);
  if (wait) {
    g->sched_link = rt->cycle_waiters;
    rt->cycle_waiters = g;
    sched_park(g, WAIT_GC_CYCLE);
  }
  mutex_unlock(&rt->cycle_lock);
}

void runtime_wake_cycle_waiters(struct runtime *rt, struct p *p) {
  mutex_lock(&rt->cycle_lock);
  struct g *g = rt->cycle_waiters;
  rt->cycle_waiters = NULL;
  mutex_unlock(&rt->cycle_lock);
  while (g) {
    struct g *next = g->sched_link;
    g->sched_link = NULL;
    sched_ready(rt, p, g);
    g = next;
  }
}
