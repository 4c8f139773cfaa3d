// The system monitor: see sysmon.h.

#include "runtime/sysmon.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "gc/control.h"
#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/lock.h"
#include "runtime/interrupt.h"
#include "runtime/m.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/system.h"
#include "runtime/text.h"

enum {
  shortest_sleep = 20 * 1000,         // ns
  longest_sleep = 10 * 1000 * 1000,   // ns
  idle_rounds = 50,                   // rounds before sleeps become longer
  slice = 10 * 1000 * 1000,           // ns that a goroutine may run on
  patient_syscall = 10 * 1000 * 1000, // ns in a native while nobody needs its P
};

// The thread's own state.
struct monitor {
  struct runtime *rt;
  int64_t last_trace;  // ns
  int64_t scavenge_at; // ns of gc_embed_nanotime, when the scavenger wants to be called
};

// Takes the P of an M that is in a blocking native, if others need it or the native has blocked for
// long. Returns whether it did.
static bool retake(struct runtime *rt, struct p *p, int64_t now) {
  struct sched *sched = &rt->sched;
  uint32_t tick = atomic_load_u32(&p->syscall_tick);
  if (tick != p->seen_syscall_tick) {
    p->seen_syscall_tick = tick;
    p->seen_syscall_when = now;
    return false;
  }
  if (sched_queue_length(p) == 0 &&
      atomic_load_u32(&sched->spinning) + atomic_load_u32(&sched->idle_p_count) > 0 &&
      now - p->seen_syscall_when < patient_syscall)
    return false;
  if (!atomic_cas_u32(&p->status, PSYSCALL, PIDLE))
    return false;
  atomic_add_u32(&p->syscall_tick, 1);
  atomic_store_pointer(&p->m, NULL);
  m_hand_off_p(rt, p);
  return true;
}

// Asks the goroutine that runs on p to give way, if it has run for too long.
static void preempt_long_runner(struct p *p, int64_t now) {
  uint32_t tick = atomic_load_u32(&p->sched_tick);
  if (tick != p->seen_sched_tick) {
    p->seen_sched_tick = tick;
    p->seen_sched_when = now;
    return;
  }
  if (now - p->seen_sched_when < slice)
    return;
  struct m *m = atomic_load_pointer(&p->m);
  struct g *g = m ? atomic_load_pointer(&m->current_g) : NULL;
  atomic_store_u32(&p->gc.preempt, 1);
  if (g) {
    atomic_store_u32(&g->preempt, 1);
    g_request_safepoint(g);
  }
}

// Looks after all Ps. Returns whether one was taken.
static bool look_at_ps(struct runtime *rt, int64_t now) {
  bool retook = false;
  for (uint32_t i = 0, count = atomic_load_u32(&rt->procs); i < count; i++) {
    struct p *p = atomic_load_pointer(&rt->allps[i]);
    uint32_t status = atomic_load_u32(&p->status);
    if (status == PRUNNING)
      preempt_long_runner(p, now);
    else if (status == PSYSCALL)
      retook |= retake(rt, p, now);
  }
  return retook;
}

// Writes a line every N ms under GODEBUG=schedtrace=N, in Go's format.
static void trace(struct monitor *monitor, int64_t now) {
  struct runtime *rt = monitor->rt;
  int64_t period = (int64_t)rt->gc.options.sched_trace * 1000000;
  if (period <= 0 || now - monitor->last_trace < period)
    return;
  monitor->last_trace = now;
  struct sched *sched = &rt->sched;
  struct text text = {0};
  mutex_lock(&sched->lock);
  text_addf(&text,
            "SCHED %" PRId64 "ms: gomaxprocs=%u idleprocs=%u threads=%u spinningthreads=%u "
            "needspinning=0 idlethreads=%u runqueue=%u [",
            now / 1000000, rt->procs, sched->idle_p_count, sched->m_count, sched->spinning,
            sched->idle_m_count, sched->runq_size);
  for (uint32_t i = 0; i < rt->procs; i++)
    text_addf(&text, i ? " %u" : "%u", sched_queue_length(rt->allps[i]));
  mutex_unlock(&sched->lock);
  text_adds(&text, "]\n");
  runtime_write_error(rt, text.data, text.len);
  text_free(&text);
}

static bool all_idle(struct runtime *rt) {
  return atomic_load_u32(&rt->sched.idle_p_count) == atomic_load_u32(&rt->procs);
}

// Sleeps, while all Ps are idle, until an M runs, a timer is due, or the scavenger wants to work.
static void sleep_deeply(struct monitor *monitor, int64_t now) {
  struct runtime *rt = monitor->rt;
  struct sched *sched = &rt->sched;
  int64_t until = timers_next(rt);
  if (monitor->scavenge_at != INT64_MAX && monitor->scavenge_at - rt->start_nanotime < until)
    until = monitor->scavenge_at - rt->start_nanotime;
  int64_t forced = now + rt->gc.options.forced_period / 2;
  if (forced < until)
    until = forced;
  int64_t interrupt = atomic_load_i64(&rt->interrupt.until);
  if (interrupt < until)
    until = interrupt;
  if (until <= now)
    return;
  atomic_store_u32(&sched->sysmon_asleep, 1);
  if (all_idle(rt) && !atomic_load_u32(&rt->end.exiting))
    lock_futex_wait(&sched->sysmon_word, 0, until - now);
  atomic_store_u32(&sched->sysmon_asleep, 0);
}

static void *monitor_main(void *argument) {
  struct monitor *monitor = argument;
  struct runtime *rt = monitor->rt;
  struct sched *sched = &rt->sched;
  int64_t sleep = shortest_sleep;
  for (int idle = 0; !atomic_load_u32(&rt->end.exiting);) {
    int64_t left = atomic_load_i64(&rt->interrupt.until) - runtime_nanotime(rt);
    if (left > 0)
      lock_futex_wait(&sched->sysmon_word, 0, left < sleep ? left : sleep);
    atomic_store_u32(&sched->sysmon_word, 0);
    int64_t now = runtime_nanotime(rt);
    interrupt_watch(rt, now);
    lease_watch(rt);
    bool busy = look_at_ps(rt, now);
    if (timers_next(rt) < now - longest_sleep)
      m_wake_p(rt);
    if (gc_periodic_due(&rt->gc, gc_embed_nanotime(&rt->gc))) {
      gc_request_cycle(&rt->gc, GC_REASON_TIME);
      m_wake_p(rt); // all may be waiting
    }
    monitor->scavenge_at = mheap_scavenger_step(&rt->gc.heap, gc_embed_nanotime(&rt->gc));
    if (limiter_need_update(&rt->gc.limiter, gc_embed_nanotime(&rt->gc)))
      limiter_update(&rt->gc.limiter, gc_embed_nanotime(&rt->gc));
    trace(monitor, now);
    if (busy) {
      idle = 0;
      sleep = shortest_sleep;
    } else if (++idle > idle_rounds && sleep < longest_sleep) {
      sleep *= 2;
    }
    if (all_idle(rt) || atomic_load_u32(&sched->gc_waiting)) {
      sleep_deeply(monitor, now);
      sleep = shortest_sleep;
      idle = 0;
    }
  }
  free(monitor);
  return NULL;
}

void sysmon_start(struct runtime *rt) {
  struct sched *sched = &rt->sched;
  // In the deterministic mode nothing may depend on the clock.
  if (rt->deterministic.on || atomic_load_u32(&sched->sysmon_started))
    return;
  mutex_lock(&sched->lock);
  bool start = !sched->sysmon_started && !atomic_load_u32(&rt->end.exiting);
  if (start)
    atomic_store_u32(&sched->sysmon_started, 1);
  mutex_unlock(&sched->lock);
  if (!start)
    return;
  struct monitor *monitor = calloc(1, sizeof *monitor);
  int error = ENOMEM;
  if (monitor) {
    *monitor = (struct monitor){.rt = rt};
    error = m_thread_create(rt, &sched->sysmon_thread, monitor_main, monitor);
  }
  if (error == 0)
    return;
  free(monitor);
  mutex_lock(&sched->lock);
  atomic_store_u32(&sched->sysmon_started, 0);
  mutex_unlock(&sched->lock);
  m_thread_failed(rt, error);
}

void sysmon_wake(struct runtime *rt) {
  struct sched *sched = &rt->sched;
  if (!atomic_load_u32(&sched->sysmon_asleep) || !atomic_cas_u32(&sched->sysmon_asleep, 1, 0))
    return;
  atomic_store_u32(&sched->sysmon_word, 1);
  lock_futex_wake(&sched->sysmon_word, 1);
}

void sysmon_hurry(struct runtime *rt) {
  sysmon_start(rt);
  atomic_store_u32(&rt->sched.sysmon_word, 1);
  lock_futex_wake(&rt->sched.sysmon_word, 1);
}

void sysmon_stop(struct runtime *rt) {
  struct sched *sched = &rt->sched;
  invariant(atomic_load_u32(&rt->end.exiting));
  mutex_lock(&sched->lock);
  bool started = sched->sysmon_started;
  atomic_store_u32(&sched->sysmon_started, 0);
  mutex_unlock(&sched->lock);
  if (!started)
    return;
  atomic_store_u32(&sched->sysmon_word, 1);
  lock_futex_wake(&sched->sysmon_word, 1);
  pthread_join(sched->sysmon_thread, NULL);
}
