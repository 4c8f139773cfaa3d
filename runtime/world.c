// Stopping the world: see world.h.

#include "runtime/world.h"

#include <stdlib.h>

#include "gc/embed.h"
#include "gc/worker.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/m.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/system.h"

enum { retry_ns = 100 * 1000 }; // between requests for safepoints

void world_request_safepoints(struct runtime *rt) {
  for (struct m *m = atomic_load_pointer(&rt->allms); m; m = m->all_link) {
    struct g *g = atomic_load_pointer(&m->current_g);
    if (g)
      g_request_safepoint(g);
  }
  for (uint32_t i = 0, count = atomic_load_u32(&rt->all_p_count); i < count; i++) {
    struct p *p = atomic_load_pointer(&rt->allps[i]);
    atomic_store_u32(&p->gc.preempt, 1);
  }
}

// Counts one more P as stopped: that of m, or one that no M holds if m is NULL. sched lock held.
static void count_stopped(struct runtime *rt, struct m *m) {
  struct sched *sched = &rt->sched;
  if (--sched->stop_wait == 0) {
    pauses_world_last(rt, m);
    atomic_store_u32(&sched->stop_note, 1);
    lock_futex_wake(&sched->stop_note, 1);
  }
}

bool p_stop_or_idle(struct runtime *rt, struct p *p) {
  mutex_assert_held(&rt->sched.lock);
  if (atomic_load_u32(&rt->sched.gc_waiting)) {
    atomic_store_u32(&p->status, PGCSTOP);
    count_stopped(rt, NULL);
    return false;
  }
  if (atomic_load_u32(&p->run_safepoint_function))
    world_run_safepoint_function(rt, p);
  p_idle_put(rt, p);
  return true;
}

bool world_stop_at_safepoint(struct m *m, bool may_lose_p) {
  struct runtime *rt = m->runtime;
  struct p *p = m->p;
  p->stopped_at = runtime_nanotime(rt);
  mutex_lock(&rt->sched.lock);
  if (!atomic_load_u32(&rt->sched.gc_waiting)) {
    mutex_unlock(&rt->sched.lock);
    return true;
  }
  m->may_lose_p = may_lose_p;
  atomic_store_u32(&p->status, PGCSTOP);
  count_stopped(rt, m);
  mutex_unlock(&rt->sched.lock);
  // If m loses the P, its status may become PGCSTOP again for another M.
  while (atomic_load_u32(&p->status) == PGCSTOP && atomic_load_pointer(&p->m) == m) {
    if (runtime_is_fatal(rt))
      runtime_give_up(rt); // the M that stopped the world may have ended
    lock_futex_wait(&p->status, PGCSTOP, -1);
  }
  if (atomic_load_pointer(&p->m) != m) {
    m->p = NULL;
    return false;
  }
  gc_p_prepare(&rt->gc, &p->gc);
  return true;
}

// Takes the right to stop the world, for m, the calling M. Stops for another M that has it.
static void take_semaphore(struct runtime *rt, struct m *m) {
  struct sched *sched = &rt->sched;
  while (!atomic_cas_u32(&sched->world_semaphore, 0, 1)) {
    if (runtime_is_fatal(rt))
      runtime_give_up(rt);
    if (m->p && atomic_load_u32(&sched->gc_waiting))
      world_stop_at_safepoint(m, false);
    else if (m->p && atomic_load_u32(&m->p->run_safepoint_function))
      world_run_safepoint_function(rt, m->p);
    else
      lock_futex_wait(&sched->world_semaphore, 1, retry_ns);
  }
}

static void give_semaphore(struct runtime *rt) {
  atomic_store_u32(&rt->sched.world_semaphore, 0);
  lock_futex_wake(&rt->sched.world_semaphore, 1);
}

// Stops the Ps that no M has to stop: that of m, those in blocking natives, idle ones. sched lock
// held.
static void stop_at_once(struct runtime *rt, struct m *m) {
  struct sched *sched = &rt->sched;
  struct p *p;
  if (m->p) {
    atomic_store_u32(&m->p->status, PGCSTOP);
    sched->stop_wait--;
  }
  for (uint32_t i = 0; i < rt->procs; i++) {
    p = rt->allps[i];
    if (atomic_cas_u32(&p->status, PSYSCALL, PGCSTOP)) {
      atomic_add_u32(&p->syscall_tick, 1);
      atomic_store_pointer(&p->m, NULL);
      sched->stop_wait--;
    }
  }
  while ((p = p_idle_get(rt)) != NULL) {
    atomic_store_u32(&p->status, PGCSTOP);
    sched->stop_wait--;
  }
}

// Stops a P that m has been given while it waits for one, and serves a wish meanwhile: see
// m_stop_locked. sched lock held.
static void stop_given(struct runtime *rt, const struct m *m) {
  struct p *p = m->next_p;
  mutex_assert_held(&rt->sched.lock);
  if (!p || atomic_load_u32(&p->status) != PIDLE)
    return;
  atomic_store_u32(&p->status, PGCSTOP);
  count_stopped(rt, NULL);
}

void world_stop(struct runtime *rt, struct m *m, const char *reason) {
  struct sched *sched = &rt->sched;
  take_semaphore(rt, m);
  pauses_world_begins(rt, reason);
  lease_revoke(rt);
  mutex_lock(&sched->lock);
  sched->stop_wait = (int32_t)rt->procs;
  atomic_store_u32(&sched->stop_note, 0);
  atomic_store_u32(&sched->gc_waiting, 1);
  lease_allow(rt);
  world_request_safepoints(rt);
  stop_at_once(rt, m);
  bool wait = sched->stop_wait > 0;
  mutex_unlock(&sched->lock);
  while (wait && !atomic_load_u32(&sched->stop_note)) {
    lock_futex_wait(&sched->stop_note, 0, retry_ns);
    if (runtime_is_fatal(rt))
      runtime_give_up(rt);
    if (atomic_load_u32(&sched->stop_note))
      break;
    world_request_safepoints(rt);
    mutex_lock(&sched->lock);
    stop_given(rt, m);
    mutex_unlock(&sched->lock);
  }
  pauses_world_stopped(rt);
  for (uint32_t i = 0; i < rt->procs; i++)
    invariant(atomic_load_u32(&rt->allps[i]->status) == PGCSTOP);
}

// Gives Ps back to their Ms, and puts the rest into the idle list. Returns the Ps that have
// goroutines to run and no M, linked. sched lock held.
static struct p *restart(struct runtime *rt, const struct m *m) {
  struct p *runnable = NULL;
  for (uint32_t i = rt->procs; i-- > 0;) {
    struct p *p = rt->allps[i];
    if (p->m) {
      atomic_store_u32(&p->status, PRUNNING);
      lock_futex_wake(&p->status, 1);
    } else if (p == m->next_p) {
      atomic_store_u32(&p->status, PIDLE); // m takes it
    } else if (sched_queue_length(p)) {
      atomic_store_u32(&p->status, PIDLE);
      p->link = runnable;
      runnable = p;
    } else {
      p_idle_put(rt, p);
    }
  }
  return runnable;
}

void world_start(struct runtime *rt, struct m *m) {
  struct sched *sched = &rt->sched;
  pauses_world_ends(rt, m);
  mutex_lock(&sched->lock);
  atomic_store_u32(&sched->gc_waiting, 0);
  struct p *runnable = restart(rt, m);
  // Test this before another M can stop the world and begin a cycle: the caller may hold no P.
  bool more = sched->runq_size > 0 || gc_worker_wanted(&rt->gc);
  mutex_unlock(&sched->lock);
  give_semaphore(rt);
  while (runnable) {
    struct p *p = runnable;
    runnable = p->link;
    p->link = NULL;
    m_start(rt, p, false);
  }
  if (more)
    m_wake_p(rt);
  if (m->p)
    gc_p_prepare(&rt->gc, &m->p->gc);
}

// The ragged barrier.

void world_run_safepoint_function(struct runtime *rt, struct p *p) {
  struct sched *sched = &rt->sched;
  if (!atomic_cas_u32(&p->run_safepoint_function, 1, 0))
    return;
  sched->safepoint_function(&rt->gc, &p->gc, sched->safepoint_argument);
  if (atomic_add_i32(&sched->safepoint_wait, -1) == 0) {
    atomic_store_u32(&sched->safepoint_note, 1);
    lock_futex_wake(&sched->safepoint_note, 1);
  }
}

// Runs the function for the Ps that no M holds. Ps in blocking natives are taken from their Ms,
// which find others when they come back.
static void run_for_others(struct runtime *rt) {
  struct sched *sched = &rt->sched;
  mutex_lock(&sched->lock);
  for (struct p *p = sched->idle_ps; p; p = p->link)
    world_run_safepoint_function(rt, p);
  mutex_unlock(&sched->lock);
  for (uint32_t i = 0; i < rt->procs; i++) {
    struct p *p = rt->allps[i];
    if (!atomic_load_u32(&p->run_safepoint_function) ||
        !atomic_cas_u32(&p->status, PSYSCALL, PIDLE))
      continue;
    atomic_add_u32(&p->syscall_tick, 1);
    atomic_store_pointer(&p->m, NULL);
    world_run_safepoint_function(rt, p);
    m_hand_off_p(rt, p);
  }
}

void world_ragged_barrier(struct runtime *rt, struct m *m,
                          void (*function)(struct gc *gc, struct gc_p *p, void *argument),
                          void *argument) {
  struct sched *sched = &rt->sched;
  take_semaphore(rt, m);
  lease_revoke(rt);
  sched->safepoint_function = function;
  sched->safepoint_argument = argument;
  atomic_store_u32(&sched->safepoint_note, 0);
  atomic_store_i32(&sched->safepoint_wait, (int32_t)rt->procs);
  for (uint32_t i = 0; i < rt->procs; i++)
    atomic_store_u32(&rt->allps[i]->run_safepoint_function, 1);
  world_request_safepoints(rt);
  for (uint32_t i = rt->procs; i < rt->all_p_count; i++) // out of use
    function(&rt->gc, &rt->allps[i]->gc, argument);
  world_run_safepoint_function(rt, m->p);
  run_for_others(rt);
  while (!atomic_load_u32(&sched->safepoint_note)) {
    lock_futex_wait(&sched->safepoint_note, 0, retry_ns);
    if (runtime_is_fatal(rt))
      runtime_give_up(rt);
    if (!atomic_load_u32(&sched->safepoint_note)) {
      world_request_safepoints(rt);
      run_for_others(rt);
    }
  }
  lease_allow(rt);
  give_semaphore(rt);
}
