// Threads: see m.h.

#include "runtime/m.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "gc/embed.h"
#include "gc/worker.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/embed.h"
#include "runtime/end.h"
#include "runtime/hash.h"
#include "runtime/interrupt.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"
#include "runtime/sysmon.h"
#include "runtime/system.h"
#include "runtime/world.h"

enum { max_threads = 10000 }; // Go's limit

// Sleeps until m_unpark, at most timeout ns (negative: without limit). Returns whether m was woken.
// Only the thread of m calls it. A wake-up that came before is not lost.
static bool park(struct m *m, int64_t timeout) {
  int64_t deadline = timeout < 0 ? 0 : gc_embed_nanotime(&m->runtime->gc) + timeout;
  while (atomic_load_u32(&m->park_word) == 0) {
    int64_t left = timeout < 0 ? -1 : deadline - gc_embed_nanotime(&m->runtime->gc);
    if (timeout >= 0 && left <= 0)
      return false;
    lock_futex_wait(&m->park_word, 0, left);
  }
  atomic_store_u32(&m->park_word, 0);
  return true;
}

void m_unpark(struct m *m) {
  if (atomic_exchange_u32(&m->park_word, 1) == 0)
    lock_futex_wake(&m->park_word, 1);
}

// Taking and releasing Ps.

void p_idle_put(struct runtime *rt, struct p *p) {
  struct sched *sched = &rt->sched;
  mutex_assert_held(&sched->lock);
  invariant(!p->m);
  atomic_store_u32(&p->status, PIDLE);
  limiter_event_start(&p->gc.limiter_event, LIMITER_EVENT_IDLE, gc_embed_nanotime(&rt->gc));
  p->link = sched->idle_ps;
  sched->idle_ps = p;
  atomic_add_u32(&sched->idle_p_count, 1);
}

struct p *p_idle_get(struct runtime *rt) {
  struct sched *sched = &rt->sched;
  mutex_assert_held(&sched->lock);
  struct p *p = sched->idle_ps;
  if (!p)
    return NULL;
  sched->idle_ps = p->link;
  p->link = NULL;
  limiter_event_stop(&rt->gc.limiter, &p->gc.limiter_event, LIMITER_EVENT_IDLE,
                     gc_embed_nanotime(&rt->gc));
  atomic_add_u32(&sched->idle_p_count, (uint32_t)-1);
  return p;
}

void m_acquire_p(struct m *m, struct p *p) {
  invariant(!m->p && !p->m);
  m->p = p;
  atomic_store_pointer(&p->m, m);
  atomic_store_u32(&p->status, PRUNNING);
  gc_p_prepare(&m->runtime->gc, &p->gc);
  sysmon_wake(m->runtime);
}

struct p *m_release_p(struct m *m) {
  struct p *p = m->p;
  invariant(p && p->m == m);
  m->p = NULL;
  p->gc.assist = NULL;
  atomic_store_pointer(&p->m, NULL);
  atomic_store_u32(&p->status, PIDLE);
  return p;
}

// Making threads.

static void *thread_main(void *argument) {
  struct m *m = argument;
  m_set_current(m);
  host_state_enter(&m->outside);
  m_acquire_p(m, m->next_p);
  m->next_p = NULL;
  struct g *g = sched_next(m);
  if (g)
    runtime_embed_run(g);
  m_leave(m);
  return NULL;
}

// Signals are the host's: threads of the run time block all but those that an instruction of the
// thread itself raises.
int m_thread_create(struct runtime *rt, pthread_t *thread, void *(*main)(void *), void *argument) {
  sigset_t blocked, old;
  pthread_attr_t attributes;
  size_t size = 0;
  if (sys_thread_fails(&rt->gc.heap.stats))
    return EAGAIN;
  if (pthread_attr_init(&attributes) != 0)
    return ENOMEM;
  pthread_attr_getstacksize(&attributes, &size);
  if (size < m_stack_bytes)
    pthread_attr_setstacksize(&attributes, m_stack_bytes);
  sigfillset(&blocked);
  sigdelset(&blocked, SIGSEGV);
  sigdelset(&blocked, SIGBUS);
  sigdelset(&blocked, SIGFPE);
  sigdelset(&blocked, SIGILL);
  pthread_sigmask(SIG_SETMASK, &blocked, &old);
  int error = pthread_create(thread, &attributes, main, argument);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  pthread_attr_destroy(&attributes);
  return error;
}

void m_set_locale(void) {
  struct m *m = m_current();
  if (m)
    host_state_set_locale(&m->outside, m->runtime->locale);
}

void m_thread_failed(struct runtime *rt, int error) {
  if (error == 0) {
    runtime_fatal_text(rt,
                       "runtime: program exceeds %d-thread limit\nfatal error: thread exhaustion\n",
                       max_threads);
    return;
  }
  runtime_fatal_text(
      rt,
      "runtime: failed to create new OS thread (have %u already; errno=%d)\n%s"
      "fatal error: newosproc\n",
      rt->sched.m_count, error,
      error == EAGAIN ? "runtime: may need to increase max user processes (ulimit -u)\n" : "");
}

// Makes a thread that begins with p. spinning as in m_start.
static void start_thread(struct runtime *rt, struct p *p, bool spinning) {
  struct m *m = calloc(1, sizeof *m);
  mutex_lock(&rt->sched.lock);
  uint32_t count = rt->sched.m_count;
  bool ending = atomic_load_u32(&rt->end.exiting);
  int error = m ? 0 : ENOMEM;
  if (m && !ending && count < max_threads) {
    m->runtime = rt;
    m->random = hash_word(count, (uintptr_t)rt) | 1;
    m->next_p = p;
    m->spinning = spinning;
    m->has_thread = true; // set first: the new thread reads it
    // Made under the lock, so that m_join_all sees either no M or one that it can join.
    error = m_thread_create(rt, &m->thread, thread_main, m);
    if (error == 0) {
      m->all_link = rt->allms;
      atomic_store_pointer(&rt->allms, m);
      rt->sched.m_count++;
      mutex_unlock(&rt->sched.lock);
      return;
    }
  }
  p_stop_or_idle(rt, p);
  mutex_unlock(&rt->sched.lock);
  free(m);
  if (spinning)
    atomic_add_u32(&rt->sched.spinning, (uint32_t)-1);
  if (!ending)
    m_thread_failed(rt, error);
}

void m_start(struct runtime *rt, struct p *p, bool spinning) {
  struct sched *sched = &rt->sched;
  mutex_lock(&sched->lock);
  if (!p && !(p = p_idle_get(rt))) {
    mutex_unlock(&sched->lock);
    if (spinning)
      atomic_add_u32(&sched->spinning, (uint32_t)-1);
    return;
  }
  struct m *m = sched->idle_ms;
  if (m) {
    m_idle_remove(rt, m);
    m->spinning = spinning;
    m->next_p = p;
  }
  mutex_unlock(&sched->lock);
  if (m)
    m_unpark(m);
  else
    start_thread(rt, p, spinning);
}

void m_hand_off_p(struct runtime *rt, struct p *p) {
  struct sched *sched = &rt->sched;
  if (sched_queue_length(p) || atomic_load_u32(&sched->runq_size) || gc_worker_wanted(&rt->gc)) {
    m_start(rt, p, false);
    return;
  }
  if (atomic_load_u32(&sched->spinning) + atomic_load_u32(&sched->idle_p_count) == 0 &&
      atomic_cas_u32(&sched->spinning, 0, 1)) {
    m_start(rt, p, true);
    return;
  }
  mutex_lock(&sched->lock);
  bool idle = p_stop_or_idle(rt, p);
  // What came into the shared queue before p was in the list has woken no M for p.
  bool more = idle && sched->runq_size > 0;
  mutex_unlock(&sched->lock);
  if (more)
    m_start(rt, NULL, false);
  else if (idle)
    sched_wake_for_timer(rt, timers_next(rt));
}

void m_wake_p(struct runtime *rt) {
  struct sched *sched = &rt->sched;
  if (atomic_load_u32(&sched->idle_p_count) == 0 || atomic_load_u32(&sched->spinning) != 0 ||
      !atomic_cas_u32(&sched->spinning, 0, 1))
    return;
  m_start(rt, NULL, true);
}

// Parking.

// Puts m into the idle list. sched lock held.
static void idle_put(struct runtime *rt, struct m *m) {
  invariant(!m->idle);
  m->idle = true;
  m->sched_link = rt->sched.idle_ms;
  rt->sched.idle_ms = m;
  rt->sched.idle_m_count++;
}

void m_idle_remove(struct runtime *rt, struct m *m) {
  mutex_assert_held(&rt->sched.lock);
  struct m **link = &rt->sched.idle_ms;
  while (*link != m)
    link = &(*link)->sched_link;
  *link = m->sched_link;
  m->sched_link = NULL;
  m->idle = false;
  rt->sched.idle_m_count--;
}

// Returns how long m, which becomes idle, may sleep, in ns; -1 without limit. One idle M wakes for
// the next timer. sched lock held.
static int64_t sleep_time(struct runtime *rt, struct m *m) {
  struct sched *sched = &rt->sched;
  int64_t when = timers_next(rt);
  if (when == INT64_MAX || rt->deterministic.on ||
      (sched->timer_sleeper && atomic_load_i64(&sched->timer_until) <= when))
    return -1;
  if (sched->timer_sleeper)
    return -1; // sched_wake_for_timer cuts the sleeper's sleep short, and it looks again
  int64_t left = when - runtime_nanotime(rt);
  sched->timer_sleeper = m;
  atomic_store_i64(&sched->timer_until, when);
  return left > 0 ? left : 0;
}

// Takes the P that m, which has just woken, was given. If there is none, m is no longer idle, and
// may take an idle P (may_take) for the timer that is due. sched lock held.
static struct p *take_given_p(struct runtime *rt, struct m *m, bool may_take) {
  struct sched *sched = &rt->sched;
  if (sched->timer_sleeper == m) {
    sched->timer_sleeper = NULL;
    atomic_store_i64(&sched->timer_until, INT64_MAX);
  }
  struct p *p = m->next_p;
  m->next_p = NULL;
  if (p)
    return p;
  m_idle_remove(rt, m);
  return may_take ? p_idle_get(rt) : NULL;
}

bool m_wait_for_p(struct m *m) {
  struct runtime *rt = m->runtime;
  struct sched *sched = &rt->sched;
  struct p *p = NULL;
  invariant(!m->p && !m->spinning);
  mutex_lock(&sched->lock);
  while (!p) {
    if (m->next_p) { // in the deterministic mode it may be handed over before m sleeps
      p = m->next_p;
      m->next_p = NULL;
      break;
    }
    if (atomic_load_u32(&rt->end.exiting)) {
      mutex_unlock(&sched->lock);
      return false;
    }
    if (m == &rt->m0 && interrupt_is_wanted(rt)) {
      mutex_unlock(&sched->lock);
      interrupt_serve(rt, m);
      mutex_lock(&sched->lock);
      continue;
    }
    struct g *handed = atomic_load_pointer(&m->handed_g);
    if (handed) {
      p = p_idle_get(rt);
      if (p)
        break;
      mutex_unlock(&sched->lock);
      return sched_wait_for_p(m, handed);
    }
    idle_put(rt, m);
    if (sched_is_dead(rt)) {
      m_idle_remove(rt, m);
      mutex_unlock(&sched->lock);
      sched_report_dead(rt);
      return false;
    }
    int64_t sleep = sleep_time(rt, m);
    mutex_unlock(&sched->lock);
    bool woken = park(m, sleep);
    mutex_lock(&sched->lock);
    p = take_given_p(rt, m, !woken);
  }
  mutex_unlock(&sched->lock);
  m_acquire_p(m, p);
  return true;
}

bool m_stop_locked(struct m *m) {
  struct runtime *rt = m->runtime;
  if (m->p)
    m_hand_off_p(rt, m_release_p(m));
  mutex_lock(&rt->sched.lock);
  rt->sched.idle_locked_count++;
  bool dead = sched_is_dead(rt);
  mutex_unlock(&rt->sched.lock);
  if (dead)
    sched_report_dead(rt);
  while (!atomic_load_u32(&rt->end.exiting) && !atomic_load_pointer(&m->next_p)) {
    if (m == &rt->m0 && interrupt_is_wanted(rt))
      interrupt_serve(rt, m);
    else
      park(m, -1);
  }
  mutex_lock(&rt->sched.lock);
  struct p *p = m->next_p;
  m->next_p = NULL;
  if (!p)
    rt->sched.idle_locked_count--;
  mutex_unlock(&rt->sched.lock);
  if (p)
    m_acquire_p(m, p);
  return p != NULL;
}

void m_start_locked(struct m *m, struct g *g) {
  struct runtime *rt = m->runtime;
  struct m *other = g->locked_m;
  struct p *p = m_release_p(m);
  // The other M counts as running from now on; else nothing would seem to run until it wakes.
  mutex_lock(&rt->sched.lock);
  if (atomic_load_u32(&rt->end.exiting)) { // the other M may have left
    p_stop_or_idle(rt, p);
    mutex_unlock(&rt->sched.lock);
    return;
  }
  invariant(other != m && !other->next_p); // it may still be on its way to park
  rt->sched.idle_locked_count--;
  atomic_store_pointer(&other->next_p, p);
  mutex_unlock(&rt->sched.lock);
  m_unpark(other);
}

void m_leave(struct m *m) {
  struct runtime *rt = m->runtime;
  if (m->spinning) {
    m->spinning = false;
    atomic_add_u32(&rt->sched.spinning, (uint32_t)-1);
  }
  m->landing = NULL;
  // When the run has ended, a goroutine stays where it is. It counts as dead, so that no marker
  // waits for it.
  struct g *g = m->current_g;
  if (g && atomic_load_u32(&g->status) == GRUNNING)
    g_set_status(g, GRUNNING, GDEAD);
  if (!m->p)
    return;
  struct p *p = m_release_p(m);
  mutex_lock(&rt->sched.lock);
  p_stop_or_idle(rt, p);
  mutex_unlock(&rt->sched.lock);
}

void m_wake_all(struct runtime *rt) {
  for (struct m *m = atomic_load_pointer(&rt->allms); m; m = m->all_link)
    m_unpark(m);
  for (uint32_t i = 0; i < rt->all_p_count; i++) // Ms that the world's stop holds
    lock_futex_wake(&rt->allps[i]->status, 1);
}

void m_join_all(struct runtime *rt) {
  invariant(atomic_load_u32(&rt->end.exiting));
  // Once the lock was held after exiting was set, no M is added any more.
  mutex_lock(&rt->sched.lock);
  struct m *first = atomic_load_pointer(&rt->allms);
  mutex_unlock(&rt->sched.lock);
  for (struct m *m = first; m; m = m->all_link)
    m_unpark(m);
  for (struct m *m = first; m; m = m->all_link) {
    if (m->has_thread)
      pthread_join(m->thread, NULL);
    m->has_thread = false;
  }
}
