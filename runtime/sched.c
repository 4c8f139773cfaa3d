// Waiting, waking, and what an M runs next: see sched.h. Run queues are in runq.c.

#include "runtime/sched.h"

#include <stddef.h>

#include "gc/barrier.h"
#include "gc/control.h"
#include "gc/embed.h"
#include "gc/worker.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/frame.h"
#include "runtime/interrupt.h"
#include "runtime/m.h"
#include "runtime/random.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/safepoint.h"
#include "runtime/sysmon.h"
#include "runtime/system.h"
#include "runtime/timer.h"
#include "runtime/traceback.h"
#include "runtime/world.h"

enum { steal_rounds = 4 };

// Waiting and waking.

// Takes g from the calling M, and sets its status. g->m is cleared first: once the status has
// changed, another M may run g.
static void detach(struct g *g, enum g_status to) {
  struct m *m = g->m;
  invariant_debug(m == m_current() && m->current_g == g);
  atomic_store_release_pointer(&m->current_g, NULL);
  m->p->gc.assist = NULL;
  g->m = NULL;
  g_stop_running(g, to);
}

void sched_park(struct g *g, enum wait_reason reason) {
  g->wait_reason = reason;
  g->wait_since = reason == WAIT_GC_ASSIST ? runtime_nanotime(g->runtime) : 0;
  detach(g, GWAITING);
}

void sched_give_way(struct g *g) {
  struct runtime *rt = g->runtime;
  detach(g, GRUNNABLE);
  sched_put_shared(rt, g);
}

void sched_hand(struct g *g, struct m *m) {
  struct runtime *rt = g->runtime;
  struct m *self = g->m;
  detach(g, GRUNNABLE);
  atomic_store_pointer(&m->handed_g, g);
  mutex_lock(&rt->sched.lock);
  struct p *p = NULL;
  if (m->idle || rt->deterministic.on) {
    if (m->idle)
      m_idle_remove(rt, m);
    p = p_idle_get(rt);
    m->next_p = p ? p : m_release_p(self);
    p = m->next_p;
  }
  mutex_unlock(&rt->sched.lock);
  struct g *other = atomic_load_pointer(&m->current_g);
  if (p) {
    m_unpark(m);
  } else if (other) {
    atomic_store_u32(&other->preempt, 1);
    g_request_safepoint(other);
  }
}

void sched_end(struct g *g) {
  struct m *m = g->m;
  atomic_store_release_pointer(&m->current_g, NULL);
  m->p->gc.assist = NULL;
  g_free(g->runtime, m->p, g);
}

void sched_ready(struct runtime *rt, struct p *p, struct g *g) {
  g_set_status(g, GWAITING, GRUNNABLE);
  if (p)
    sched_put(rt, p, g, true);
  else
    sched_put_shared(rt, g);
  m_wake_p(rt);
}

void sched_wake_for_timer(struct runtime *rt, int64_t when) {
  struct sched *sched = &rt->sched;
  if (when == INT64_MAX || when >= atomic_load_i64(&sched->timer_until))
    return;
  if (atomic_load_u32(&sched->sysmon_asleep))
    sysmon_wake(rt);
  if (atomic_load_u32(&sched->idle_p_count) == 0)
    return; // a busy M tests the timers before it sleeps
  mutex_lock(&sched->lock);
  struct m *sleeper = sched->timer_sleeper;
  mutex_unlock(&sched->lock);
  if (sleeper)
    m_unpark(sleeper);
  else
    m_wake_p(rt);
}

// New goroutines.

// Puts the first frame of a new goroutine on its stack.
static bool start(struct g *g) {
  void *closure = g->entry;
  g->entry = NULL;
  return frame_push(g, g->stack.lo + 2, *(struct func *const *)closure, closure);
}

struct g *sched_go(struct runtime *rt, struct p *p, struct g *creator, void *closure) {
  struct g *g = g_new(rt, p);
  g->entry = closure;
  g->resume = start;
  g->base = (struct activation){.fp_offset = -1};
  g->activations = &g->base;
  // A marker may have scanned this goroutine already.
  if (p && rt->gc.write_barrier.enabled)
    gc_wbbuf_put2(&rt->gc, &p->gc, &p->gc.wbbuf, 0, (uintptr_t)closure);
  if (creator) {
    g->parent_goid = creator->goid;
    if (creator->sched.fp) {
      g->created_by = (const struct func *)creator->sched.fp[-1];
      g->created_pc = (uint32_t)(creator->sched.pc - g->created_by->code);
    }
  }
  atomic_store_relaxed_u8(&g->system, !creator);
  interrupt_join(g);
  g_set_status(g, GDEAD, GRUNNABLE);
  sched_put(rt, p, g, true);
  interrupt_count_goroutines(rt);
  sysmon_start(rt);
  m_wake_p(rt);
  return g;
}

// Deadlocks.

bool sched_is_dead(struct runtime *rt) {
  struct sched *sched = &rt->sched;
  mutex_assert_held(&sched->lock);
  // idle_locked_count is negative while Ms were woken before they slept.
  int32_t waiting = (int32_t)sched->idle_m_count + sched->idle_locked_count;
  if ((int32_t)sched->m_count > waiting || sched->runq_size || timers_next(rt) != INT64_MAX ||
      atomic_load_u32(&rt->end.exiting) ||
      atomic_load_u32(&rt->interrupt.phase) > INTERRUPT_CALL) // its limits go on
    return false;
  for (uint32_t i = 0; i < rt->procs; i++)
    if (sched_queue_length(rt->allps[i]))
      return false;
  return true;
}

// Returns whether any goroutine of the program is left.
static bool any_left(struct runtime *rt) {
  bool found = false;
  mutex_lock(&rt->allgs_lock);
  for (uint32_t i = 0; i < rt->allgs_count && !found; i++) {
    const struct g *g = rt->allgs[i];
    uint32_t status = atomic_load_u32(&g->status) & ~(uint32_t)GSCAN;
    found = !atomic_load_relaxed_u8(&g->system) && status != GDEAD;
  }
  mutex_unlock(&rt->allgs_lock);
  return found;
}

void sched_report_dead(struct runtime *rt) {
  if (!any_left(rt)) {
    runtime_fatal_text(rt, "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n");
    return;
  }
  struct text text = {0};
  text_adds(&text, "fatal error: all goroutines are asleep - deadlock!\n");
  traceback_print_all(rt, NULL, false, &text);
  runtime_end_with_text(rt, text_take(&text));
}

// What runs next.

// Makes g the goroutine of m, the calling M, and returns it. Adding to the tick is the full barrier
// between publishing g as current and testing what was asked for before.
static struct g *execute(struct m *m, struct g *g) {
  struct p *p = m->p;
  g->wait_reason = WAIT_NONE;
  g_set_status(g, GRUNNABLE, GRUNNING);
  g->m = m;
  atomic_store_relaxed_u32(&g->preempt, 0);
  stack_reset_guard(g);
  p->gc.assist = &g->assist;
  atomic_store_release_pointer(&m->current_g, g);
  atomic_add_u32(&p->sched_tick, 1);
  runtime_request_if_due(g);
  return g;
}

bool sched_queue_for_p(struct m *m, struct g *g, enum g_status from) {
  struct runtime *rt = m->runtime;
  struct m *locked_m = g->locked_m;
  struct g *locked_g = m->locked_g;
  // The M that takes g from the queue gives m its P.
  g->locked_m = m;
  m->locked_g = g;
  atomic_store_pointer(&m->current_g, NULL);
  g_set_status(g, from, GRUNNABLE);
  sched_put_shared(rt, g);
  m_wake_p(rt);
  bool given = m_stop_locked(m);
  g->locked_m = locked_m;
  m->locked_g = locked_g;
  if (!given)
    return false;
  g_set_status(g, GRUNNABLE, GRUNNING);
  atomic_store_pointer(&m->current_g, g);
  m->p->gc.assist = &g->assist;
  return true;
}

bool sched_wait_for_p(struct m *m, struct g *g) {
  struct runtime *rt = m->runtime;
  atomic_store_pointer(&m->handed_g, NULL);
  m->locked_g = g;
  g->locked_m = m;
  sched_put_shared(rt, g);
  m_wake_p(rt);
  bool given = m_stop_locked(m);
  m->locked_g = NULL;
  g->locked_m = NULL;
  atomic_store_pointer(&m->handed_g, g);
  return given;
}

static void stop_spinning(struct m *m) {
  if (!m->spinning)
    return;
  m->spinning = false;
  atomic_add_u32(&m->runtime->sched.spinning, (uint32_t)-1);
}

// Stops m from looking for work, since it has found some. Another M looks on: there may be more.
static void found_work(struct m *m) {
  if (!m->spinning)
    return;
  stop_spinning(m);
  m_wake_p(m->runtime);
}

// Takes a goroutine from another P; the Ps are tried in a random order. Returns NULL if none has
// one.
static struct g *steal(struct m *m) {
  struct runtime *rt = m->runtime;
  for (int round = 0; round < steal_rounds; round++) {
    uint32_t first = (uint32_t)(random_xorshift(&m->random) % rt->procs);
    for (uint32_t i = 0; i < rt->procs; i++) {
      struct p *victim = rt->allps[(first + i) % rt->procs];
      if (atomic_load_u32(&rt->sched.gc_waiting))
        return NULL;
      if (victim == m->p)
        continue;
      struct g *g = sched_steal_from(m, victim, round == steal_rounds - 1);
      if (g)
        return g;
    }
  }
  return NULL;
}

// Returns whether m may look for work, and counts it: at most half as many Ms look as Ps are busy.
static bool may_spin(struct m *m) {
  struct runtime *rt = m->runtime;
  if (m->spinning)
    return true;
  uint32_t busy = rt->procs - atomic_load_u32(&rt->sched.idle_p_count);
  if (2 * atomic_load_u32(&rt->sched.spinning) >= busy)
    return false;
  m->spinning = true;
  atomic_add_u32(&rt->sched.spinning, 1);
  return true;
}

// Looks at all queues once more after m has stopped looking: what came in meanwhile may have woken
// no M. Returns true if there is something; m has a P again then, and looks for work.
static bool look_again(struct m *m) {
  struct runtime *rt = m->runtime;
  for (uint32_t i = 0, count = atomic_load_u32(&rt->procs); i < count; i++) {
    if (!sched_queue_length(atomic_load_pointer(&rt->allps[i])))
      continue;
    mutex_lock(&rt->sched.lock);
    struct p *p = p_idle_get(rt);
    mutex_unlock(&rt->sched.lock);
    if (!p)
      return false;
    m_acquire_p(m, p);
    m->spinning = true;
    atomic_add_u32(&rt->sched.spinning, 1);
    return true;
  }
  return false;
}

// Releases the P of m and sleeps until m has one again, unless the shared queue has a goroutine,
// which becomes *g. Returns false if the run has ended.
static bool become_idle(struct m *m, struct g **g) {
  struct runtime *rt = m->runtime;
  struct sched *sched = &rt->sched;
  mutex_lock(&sched->lock);
  if (atomic_load_u32(&sched->gc_waiting) || atomic_load_u32(&m->p->run_safepoint_function)) {
    mutex_unlock(&sched->lock);
    return true;
  }
  if (sched->runq_size) {
    mutex_unlock(&sched->lock);
    *g = sched_get(rt, m->p);
    return true;
  }
  p_idle_put(rt, m_release_p(m));
  mutex_unlock(&sched->lock);
  if (m->spinning) {
    stop_spinning(m);
    if (look_again(m))
      return true;
  }
  return m_wait_for_p(m);
}

// Begins a cycle that is due while no goroutine reaches a safepoint. Returns whether one began.
static bool begin_cycle(struct m *m) {
  struct gc *gc = &m->runtime->gc;
  if (!gc_pending(gc))
    return false;
  found_work(m);
  return gc_run_pending(gc, &m->p->gc);
}

// Runs a quantum of marking if the pacer wants one on this P. Returns whether it did.
static bool run_worker(struct m *m) {
  if (!gc_worker_wanted(&m->runtime->gc))
    return false;
  found_work(m);
  return gc_worker_run_due(&m->runtime->gc, &m->p->gc);
}

// Marks or sweeps a little, on a P without goroutines. Returns whether there was something to do.
static bool run_idle_work(struct m *m) {
  struct gc *gc = &m->runtime->gc;
  if (gc_blackening(gc) && gc_worker_wanted(gc)) {
    found_work(m);
    return gc_worker_run_idle(gc, &m->p->gc);
  }
  return gc_background_sweep_step(gc, &m->p->gc);
}

// Returns the next goroutine for m, which holds a P. It may be pinned to another M. Returns NULL if
// the run has ended.
static struct g *find_runnable(struct m *m) {
  struct runtime *rt = m->runtime;
  while (!atomic_load_u32(&rt->end.exiting)) {
    struct g *g = atomic_load_pointer(&m->handed_g);
    if (g) {
      atomic_store_pointer(&m->handed_g, NULL);
      return g;
    }
    if (atomic_load_u32(&rt->sched.gc_waiting)) {
      if (!world_stop_at_safepoint(m, true)) {
        stop_spinning(m);
        if (!m_wait_for_p(m))
          return NULL;
      }
      continue;
    }
    if (atomic_load_u32(&m->p->run_safepoint_function))
      world_run_safepoint_function(rt, m->p);
    if (atomic_load_i64(&m->p->timers.next) != INT64_MAX)
      timers_run(rt, m->p, runtime_nanotime(rt));
    if (atomic_load_relaxed_u32(&rt->finalizer_wanted))
      runtime_wake_finalizer(rt, m->p);
    if (begin_cycle(m))
      continue;
    if (gc_blackening(&rt->gc) && run_worker(m))
      continue;
    g = sched_get(rt, m->p);
    if (!g && may_spin(m))
      g = steal(m);
    if (!g && (run_idle_work(m) || deterministic_advance(rt)))
      continue;
    if (!g && !become_idle(m, &g))
      return NULL;
    if (g)
      return g;
  }
  return NULL;
}

struct g *sched_next(struct m *m) {
  struct runtime *rt = m->runtime;
  invariant_debug(!m->current_g);
  while (!atomic_load_u32(&rt->end.exiting)) {
    if (m->locked_g)
      return m_stop_locked(m) ? execute(m, m->locked_g) : NULL;
    struct g *g = m->p || m_wait_for_p(m) ? find_runnable(m) : NULL;
    if (!g)
      break;
    found_work(m);
    if (g->not_on_host && m == &rt->m0) {
      sched_put(rt, m->p, g, true);
      m_hand_off_p(rt, m_release_p(m));
      continue;
    }
    if (!g->locked_m || g->locked_m == m)
      return execute(m, g);
    m_start_locked(m, g);
  }
  stop_spinning(m);
  return NULL;
}
