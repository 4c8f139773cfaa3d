// Blocking natives: see syscall.h.

#include "runtime/syscall.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/interrupt.h"
#include "runtime/m.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/safepoint.h"
#include "runtime/sched.h"
#include "runtime/world.h"

enum { poll_ms = 10 };

// Takes the P of m, the calling M, away, in a way that lets m have it back quickly.
static void leave_p(struct m *m, struct g *g) {
  struct runtime *rt = m->runtime;
  struct p *p = m->p;
  invariant_debug(m == m_current() && m->current_g == g);
  atomic_add_u32(&p->syscall_tick, 1);
  m->syscall_p = p;
  m->p = NULL;
  p->gc.assist = NULL;
  atomic_store_pointer(&p->m, NULL);
  g_set_status(g, GRUNNING, GSYSCALL);
  atomic_store_u32(&p->status, PSYSCALL);
  if (!atomic_load_u32(&rt->sched.gc_waiting))
    return;
  // An M that stops the world may have passed this P already.
  mutex_lock(&rt->sched.lock);
  if (atomic_load_u32(&rt->sched.gc_waiting) && atomic_cas_u32(&p->status, PSYSCALL, PIDLE))
    p_stop_or_idle(rt, p);
  mutex_unlock(&rt->sched.lock);
}

void syscall_leave_main(struct runtime *rt) {
  struct m *m = &rt->m0;
  struct p *p = m->p;
  leave_p(m, rt->main_g);
  // Another M runs the goroutines that wait for this P.
  if (!rt->deterministic.on && sched_queue_length(p) && atomic_cas_u32(&p->status, PSYSCALL, PIDLE))
    m_hand_off_p(rt, p);
}

bool syscall_leave_host(struct g *g) {
  struct runtime *rt = g->runtime;
  g->not_on_host = g->m == &rt->m0 && g != rt->main_g && !g->pinned;
  if (!g->not_on_host)
    return true;
  g->sched.jump = 0;
  g->step_counted = true;
  sched_give_way(g);
  return false;
}

bool syscall_begin(struct g *g) {
  if (g->runtime->deterministic.on)
    return true; // the mode has one P: the native blocks all
  if (!syscall_leave_host(g))
    return false;
  g->in_syscall = true;
  leave_p(g->m, g);
  return true;
}

bool syscall_end(struct g *g) {
  if (g->runtime->deterministic.on)
    return !atomic_load_u32(&g->runtime->end.exiting);
  bool resumed = syscall_resume(g->m, g);
  g->in_syscall = false;
  return resumed;
}

// Takes the P back that m had, or an idle one. Returns whether there was one.
static bool find_p(struct m *m) {
  struct runtime *rt = m->runtime;
  struct p *p = m->syscall_p;
  m->syscall_p = NULL;
  if (p && atomic_cas_u32(&p->status, PSYSCALL, PIDLE)) {
    m_acquire_p(m, p);
    return true;
  }
  mutex_lock(&rt->sched.lock);
  p = atomic_load_u32(&rt->sched.gc_waiting) ? NULL : p_idle_get(rt);
  mutex_unlock(&rt->sched.lock);
  if (p)
    m_acquire_p(m, p);
  return p != NULL;
}

bool syscall_resume(struct m *m, struct g *g) {
  if (find_p(m))
    g_set_status(g, GSYSCALL, GRUNNING);
  else if (!sched_queue_for_p(m, g, GSYSCALL))
    return false;
  m->p->gc.assist = &g->assist;
  runtime_request_if_due(g);
  return true;
}

// Returns the descriptor that becomes readable when the run ends, made when it is first needed. -1:
// the system gives none, and a native that blocks is not interrupted.
static int wake_descriptor(struct runtime *rt) {
  mutex_lock(&rt->end.lock);
  if (rt->end.wake_fd == 0) {
    int fd = eventfd(atomic_load_u32(&rt->end.exiting), EFD_CLOEXEC | EFD_NONBLOCK);
    atomic_store_u32((uint32_t *)&rt->end.wake_fd, fd < 0 ? UINT32_MAX : (uint32_t)fd + 1);
  }
  int fd = rt->end.wake_fd;
  mutex_unlock(&rt->end.lock);
  return fd > 0 ? fd - 1 : -1;
}

bool syscall_wait_fd(struct g *g, int fd, bool write) {
  return syscall_wait_either(g, fd, -1, write);
}

bool syscall_wait_either(struct g *g, int fd, int other, bool write) {
  const struct runtime *rt = g->runtime;
  if (fd < 0) {
    errno = EBADF;
    return true; // the call that follows reports the error
  }
  // A write seldom waits, and does without a descriptor.
  struct pollfd polled[3] = {{.fd = fd, .events = write ? POLLOUT : POLLIN},
                             {.fd = other, .events = POLLIN},
                             {.fd = write ? -1 : wake_descriptor(g->runtime), .events = POLLIN}};
  for (;;) {
    // If there is no descriptor, or it is readable because of an interrupt that g knows, look again
    // from time to time.
    bool alone = polled[2].fd < 0 || atomic_load_u32(&rt->interrupt.phase) > INTERRUPT_CALL;
    int ready = poll(polled, alone ? 2 : 3, alone ? poll_ms : -1);
    if (atomic_load_u32(&rt->end.exiting) || interrupt_wakes(g))
      return false;
    if (ready > 0 && (polled[0].revents | polled[1].revents) != 0)
      return true;
    if (ready < 0 && errno != EINTR)
      return true; // the call that follows reports the error
  }
}
