// Interrupting the host's call: see interrupt.h.

#include "runtime/interrupt.h"

#include <errno.h>
#include <unistd.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/lock.h"
#include "runtime/m.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"
#include "runtime/sema.h"
#include "runtime/sudog.h"
#include "runtime/sysmon.h"
#include "runtime/system.h"
#include "runtime/world.h"

enum {
  deferred_ns = 100 * 1000 * 1000, // for deferred functions, if the host says nothing
  deferred_steps = 1000 * 1000,
  patience_ns = 10 * 1000 * 1000, // that a function of the host's may take after a wish
  poll_ns = 10 * 1000 * 1000,     // between looks for what only the host's thread can serve
};

static enum interrupt_phase phase_of(const struct runtime *rt) {
  return (enum interrupt_phase)atomic_load_u32(&rt->interrupt.phase);
}

// Finalizers are no part of a call.
static bool runs_finalizers(const struct g *g) {
  return g == atomic_load_pointer(&g->runtime->finalizer_g);
}

// Wishes.

// Wakes whatever may have to serve a wish, or to notice one. Any thread and any signal handler.
static void wake(struct runtime *rt) {
  uint64_t one = 1;
  int saved = errno, fd = (int)atomic_load_u32((const uint32_t *)&rt->end.wake_fd);
  world_request_safepoints(rt);
  if (fd > 0 && write(fd - 1, &one, sizeof one) < 0)
    invariant_debug(errno == EAGAIN);
  m_unpark(&rt->m0);
  errno = saved;
}

static bool advance(struct runtime *rt, enum interrupt_phase from, enum interrupt_phase to) {
  if (!atomic_cas_u32(&rt->interrupt.phase, from, to))
    return false;
  wake(rt);
  return true;
}

bool interrupt_request(struct runtime *rt, enum interrupt_reason reason) {
  bool wished = false;
  if (lease_observe(rt) == LEASE_CALL && phase_of(rt) == INTERRUPT_CALL) {
    atomic_store_u32(&rt->interrupt.reason, reason);
    atomic_store_i64(&rt->interrupt.wanted_at, runtime_nanotime(rt));
    wished = advance(rt, INTERRUPT_CALL, INTERRUPT_WANTED);
  }
  lease_allow(rt);
  return wished;
}

// Wishes that the call ends, or if it does already, that its deferred functions do.
static void limit_is_passed(struct runtime *rt, enum interrupt_reason reason) {
  if (!interrupt_request(rt, reason))
    advance(rt, INTERRUPT_UNWINDING, INTERRUPT_CUT_WANTED);
}

void interrupt_watch(struct runtime *rt, int64_t now) {
  if (now < atomic_load_i64(&rt->interrupt.until))
    return;
  atomic_store_i64(&rt->interrupt.until, INT64_MAX);
  limit_is_passed(rt, INTERRUPT_BY_TIME);
}

void interrupt_count_step(struct g *g) {
  struct runtime *rt = g->runtime;
  if (!g->step_counted && atomic_add_i64(&rt->interrupt.steps, -1) == -1)
    limit_is_passed(rt, INTERRUPT_BY_STEPS);
  g->step_counted = g->sched.jump == 0; // if g leaves its M now, it comes here once more
}

void interrupt_await_step(struct g *g) {
  g->step_counted = false;
  g_request_safepoint(g);
}

size_t interrupt_take_output(struct runtime *rt, size_t bytes) {
  int64_t *left = &rt->interrupt.output;
  if (atomic_load_i64(left) == INT64_MAX)
    return bytes;
  for (;;) {
    int64_t before = atomic_load_i64(left);
    size_t may = before < (int64_t)bytes ? (size_t)before : bytes;
    if (atomic_cas_i64(left, before, before - (int64_t)may))
      return may;
  }
}

void interrupt_end_output(struct runtime *rt) {
  limit_is_passed(rt, INTERRUPT_BY_OUTPUT);
}

void interrupt_count_goroutines(struct runtime *rt) {
  int64_t most = atomic_load_i64(&rt->interrupt.goroutines), count = 0;
  if (most == INT64_MAX)
    return;
  mutex_lock(&rt->allgs_lock);
  // The dead are used again, so that the list is hardly longer than there ever were at once.
  for (uint32_t i = 0; rt->allgs_count > most && i < rt->allgs_count; i++)
    count += (atomic_load_u32(&rt->allgs[i]->status) & ~(uint32_t)GSCAN) != GDEAD &&
             !runs_finalizers(rt->allgs[i]);
  mutex_unlock(&rt->allgs_lock);
  if (count > most)
    limit_is_passed(rt, INTERRUPT_BY_GOROUTINES);
}

void interrupt_check_heap(struct runtime *rt, uint64_t marked) {
  if (marked > (uint64_t)atomic_load_i64(&rt->interrupt.heap))
    limit_is_passed(rt, INTERRUPT_BY_HEAP);
}

void interrupt_count_allocated(struct runtime *rt, int64_t bytes) {
  int64_t *left = &rt->interrupt.allocated;
  if (atomic_load_i64(left) != INT64_MAX && atomic_add_i64(left, -bytes) < 0)
    limit_is_passed(rt, INTERRUPT_BY_ALLOCATION);
}

// Serving them.

// Takes g, which waits, out of what it waits in. Returns false if it waits for the collector, which
// wakes it soon. World stopped.
static bool leave_queue(struct runtime *rt, struct g *g) {
  switch (g->wait_reason) {
  case WAIT_CHAN_RECEIVE:
  case WAIT_CHAN_SEND:
  case WAIT_SELECT:
    for (struct sudog *s = g->waiting; s; s = s->wait_link)
      sudog_remove(s);
    return true;
  case WAIT_SLEEP:
    return timer_stop(rt, rt->allps[0], &g->sleep);
  case WAIT_SEMACQUIRE:
  case WAIT_MUTEX:
  case WAIT_COND:
  case WAIT_RWMUTEX_READ:
  case WAIT_RWMUTEX_WRITE:
  case WAIT_WAIT_GROUP:
    sema_cancel(rt, g);
    return true;
  case WAIT_CHAN_RECEIVE_NIL:
  case WAIT_CHAN_SEND_NIL:
  case WAIT_SELECT_NO_CASES:
    return true;
  default:
    return false;
  }
}

// What a goroutine does first that was taken out of a queue. Its panic is pending: see
// interrupt_raise.
static bool resume(struct g *g) {
  while (g->waiting) {
    struct sudog *s = g->waiting;
    g->waiting = s->wait_link;
    s->wait_link = NULL;
    sudog_release(g, s);
  }
  atomic_store_u32(&g->select_done, 0);
  return false;
}

// Marks g, and sees to it that it comes to a safepoint. World stopped.
static void mark(struct runtime *rt, struct g *g) {
  uint32_t status = atomic_load_u32(&g->status);
  if (status == GDEAD || runs_finalizers(g) || !g->activations)
    return;
  if (atomic_load_u32(&g->interrupt) == G_GOES_ON)
    atomic_store_u32(&g->interrupt, G_MUST_END);
  g_request_safepoint(g);
  if (status == GWAITING && leave_queue(rt, g)) {
    g->resume = resume;
    sched_ready(rt, NULL, g);
  }
}

// Sets the limits of deferred functions.
static void limit_deferred(struct runtime *rt) {
  struct interrupt *in = &rt->interrupt;
  int64_t ns = in->limits.deferred_ns ? in->limits.deferred_ns : deferred_ns;
  int64_t now = runtime_nanotime(rt);
  atomic_store_i64(&in->steps,
                   in->limits.deferred_steps ? in->limits.deferred_steps : deferred_steps);
  atomic_store_i64(&in->until, ns < INT64_MAX - now ? now + ns : INT64_MAX);
  atomic_store_i64(&in->allocated, INT64_MAX);
}

void interrupt_serve(struct runtime *rt, struct m *m) {
  struct interrupt *in = &rt->interrupt;
  world_stop(rt, m, "interrupt");
  enum interrupt_phase phase = phase_of(rt);
  bool wanted = phase == INTERRUPT_WANTED || phase == INTERRUPT_CUT_WANTED;
  if (phase == INTERRUPT_WANTED)
    limit_deferred(rt);
  mutex_lock(&rt->allgs_lock);
  uint32_t count = wanted ? rt->allgs_count : 0;
  mutex_unlock(&rt->allgs_lock);
  for (uint32_t i = 0; i < count; i++) // the list grows while Ms run only
    mark(rt, rt->allgs[i]);
  // Last: the host's thread, which no world stops, then finds what is marked (interrupt_end_call).
  if (wanted)
    atomic_store_u32(&in->phase, phase + 1);
  world_start(rt, m);
  if (wanted)
    sysmon_hurry(rt);
}

bool interrupt_is_wanted(const struct runtime *rt) {
  enum interrupt_phase phase = phase_of(rt);
  return phase == INTERRUPT_WANTED || phase == INTERRUPT_CUT_WANTED;
}

// Goroutines.

bool interrupt_unwinds(const struct g *g) {
  return atomic_load_u32(&g->interrupt) == G_UNWINDS;
}

bool interrupt_cuts(const struct g *g) {
  return interrupt_unwinds(g) && phase_of(g->runtime) >= INTERRUPT_CUT_WANTED;
}

void interrupt_note_cut(const struct g *g) {
  atomic_store_u32(&g->runtime->interrupt.cut, 1);
}

bool interrupt_must_end(const struct g *g) {
  return atomic_load_u32(&g->interrupt) == G_MUST_END || interrupt_cuts(g);
}

bool interrupt_poll(struct g *g) {
  if (interrupt_is_wanted(g->runtime))
    interrupt_serve(g->runtime, g->m);
  return interrupt_must_end(g);
}

bool interrupt_wakes(const struct g *g) {
  return (phase_of(g->runtime) == INTERRUPT_WANTED && !runs_finalizers(g)) || interrupt_must_end(g);
}

void interrupt_leave_wait(struct g *g) {
  atomic_cas_u32(&g->interrupt, G_GOES_ON, G_MUST_END);
}

void interrupt_raise(struct g *g) {
  if (interrupt_cuts(g))
    interrupt_note_cut(g);
  atomic_store_u32(&g->interrupt, G_UNWINDS);
  panic_goexit(g);
}

void interrupt_host_returned(struct runtime *rt, const char *name) {
  struct interrupt *in = &rt->interrupt;
  if (phase_of(rt) > INTERRUPT_CALL &&
      runtime_nanotime(rt) - atomic_load_i64(&in->wanted_at) > patience_ns)
    atomic_cas_pointer((void **)&in->awaited, NULL, (void *)name);
}

void interrupt_join(struct g *g) {
  if (phase_of(g->runtime) >= INTERRUPT_UNWINDING)
    atomic_store_u32(&g->interrupt, G_MUST_END);
}

void interrupt_left(struct runtime *rt) {
  if (phase_of(rt) < INTERRUPT_UNWINDING)
    return;
  atomic_add_u32(&rt->interrupt.ended, 1);
  lock_futex_wake(&rt->interrupt.ended, 1);
}

// The host's call.

void interrupt_begin_call(struct runtime *rt) {
  struct interrupt *in = &rt->interrupt;
  invariant_debug(phase_of(rt) == INTERRUPT_NO_CALL);
  int64_t ns = in->limits.time_ns, now = ns ? runtime_nanotime(rt) : 0;
  atomic_store_u32(&in->cut, 0);
  atomic_store_pointer((void **)&in->awaited, NULL);
  atomic_store_u32(&in->counts, in->limits.steps != 0);
  atomic_store_i64(&in->steps, in->limits.steps);
  if (in->limits.output_bytes)
    atomic_store_i64(&in->output, in->limits.output_bytes);
  if (in->limits.goroutines)
    atomic_store_i64(&in->goroutines, in->limits.goroutines);
  if (in->limits.heap_bytes)
    atomic_store_i64(&in->heap, in->limits.heap_bytes);
  if (in->limits.allocated_bytes)
    atomic_store_i64(&in->allocated, in->limits.allocated_bytes);
  atomic_store_i64(&in->until, ns && ns < INT64_MAX - now ? now + ns : INT64_MAX);
  atomic_store_u32(&in->phase, INTERRUPT_CALL);
  if (ns)
    sysmon_hurry(rt);
}

// Returns whether a goroutine is left that must end.
static bool any_left(struct runtime *rt) {
  bool found = false;
  mutex_lock(&rt->allgs_lock);
  for (uint32_t i = 0; i < rt->allgs_count && !found; i++)
    found = atomic_load_u32(&rt->allgs[i]->interrupt) != G_GOES_ON;
  mutex_unlock(&rt->allgs_lock);
  return found;
}

// Waits, outside, until the other goroutines have ended. A wish that no M has served is served here:
// all may sleep.
static void wait_for_others(struct runtime *rt) {
  struct interrupt *in = &rt->interrupt;
  struct m *previous = m_current();
  for (;;) {
    uint32_t ended = atomic_load_u32(&in->ended);
    if (atomic_load_u32(&rt->end.exiting))
      return;
    if (interrupt_is_wanted(rt)) {
      m_set_current(&rt->m0);
      interrupt_serve(rt, &rt->m0);
      m_set_current(previous);
    }
    if (!any_left(rt))
      return;
    lock_futex_wait(&in->ended, ended, poll_ns);
  }
}

// Makes the descriptor that wakes natives wait again.
static void quieten(struct runtime *rt) {
  uint64_t count;
  mutex_lock(&rt->end.lock);
  if (rt->end.wake_fd > 0 && read(rt->end.wake_fd - 1, &count, sizeof count) < 0)
    invariant_debug(errno == EAGAIN);
  mutex_unlock(&rt->end.lock);
}

bool interrupt_end_call(struct runtime *rt) {
  struct interrupt *in = &rt->interrupt;
  atomic_store_u32(&rt->main_g->interrupt, G_GOES_ON);
  // From here on a wish comes too late.
  bool late = atomic_cas_u32(&in->phase, INTERRUPT_CALL, INTERRUPT_NO_CALL);
  if (!late)
    wait_for_others(rt);
  atomic_store_u32(&in->phase, INTERRUPT_NO_CALL);
  atomic_store_i64(&in->until, INT64_MAX);
  atomic_store_u32(&in->counts, 0);
  atomic_store_i64(&in->output, INT64_MAX);
  atomic_store_i64(&in->goroutines, INT64_MAX);
  atomic_store_i64(&in->heap, INT64_MAX);
  atomic_store_i64(&in->allocated, INT64_MAX);
  quieten(rt);
  return !late;
}
