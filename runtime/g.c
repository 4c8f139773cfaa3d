// Goroutines: making, ending, their status; the current M. See g.h.

#include "runtime/g.h"

#include <stdlib.h>
#include <string.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/interrupt.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/system.h"

enum {
  local_free_gs = 64, // dead goroutines that a P keeps, at most
  first_allgs = 64,
};

static _Thread_local struct m *current_m;

struct m *m_current(void) {
  return current_m;
}

void m_set_current(struct m *m) {
  current_m = m;
}

const char *wait_reason_text(enum wait_reason reason) {
  static const char *const texts[WAIT_COUNT] = {
      [WAIT_NONE] = "",
      [WAIT_CHAN_RECEIVE] = "chan receive",
      [WAIT_CHAN_SEND] = "chan send",
      [WAIT_CHAN_RECEIVE_NIL] = "chan receive (nil chan)",
      [WAIT_CHAN_SEND_NIL] = "chan send (nil chan)",
      [WAIT_SELECT] = "select",
      [WAIT_SELECT_NO_CASES] = "select (no cases)",
      [WAIT_SLEEP] = "sleep",
      [WAIT_SEMACQUIRE] = "semacquire",
      [WAIT_MUTEX] = "sync.Mutex.Lock",
      [WAIT_COND] = "sync.Cond.Wait",
      [WAIT_FINALIZER] = "finalizer wait",
      [WAIT_GC_ASSIST] = "GC assist wait",
      [WAIT_RWMUTEX_READ] = "sync.RWMutex.RLock",
      [WAIT_RWMUTEX_WRITE] = "sync.RWMutex.Lock",
      [WAIT_WAIT_GROUP] = "sync.WaitGroup.Wait",
      [WAIT_GC_CYCLE] = "garbage collection",
  };
  return reason < WAIT_COUNT ? texts[reason] : "unknown wait reason";
}

// Called when g becomes runnable. Every eighth time, the time until it runs is measured.
static void begin_latency(struct g *g) {
  uint32_t wakes = g->wakes;
  atomic_store_relaxed_u32(&g->wakes, wakes + 1);
  if (wakes % 8 == 0)
    g->runnable_since = runtime_nanotime(g->runtime);
}

static void end_latency(struct g *g) {
  time_histogram_record(&g->runtime->latencies, runtime_nanotime(g->runtime) - g->runnable_since);
  g->runnable_since = 0;
}

void g_stop_running(struct g *g, enum g_status to) {
  invariant_debug(atomic_load_u32(&g->status) == GRUNNING);
  if (to == GRUNNABLE)
    begin_latency(g);
  atomic_store_release_u32(&g->status, to);
}

void g_set_status(struct g *g, enum g_status from, enum g_status to) {
  if (to == GRUNNABLE)
    begin_latency(g); // before another M can take it
  for (uint32_t turn = 0; !atomic_cas_u32(&g->status, from, to); turn++) {
    uint32_t now = atomic_load_u32(&g->status);
    if (now != from && now != (from | GSCAN))
      vole_throw("goroutine %llu has status %u, not %d, on its way to %d",
                 (unsigned long long)g->goid, now, (int)from, (int)to);
    lock_spin(turn); // its stack is being scanned
  }
  if (to == GRUNNING && g->runnable_since)
    end_latency(g);
}

bool g_begin_scan(struct g *g, uint32_t status) {
  return !(status & GSCAN) && atomic_cas_u32(&g->status, status, status | GSCAN);
}

void g_end_scan(struct g *g, uint32_t status) {
  bool ended = atomic_cas_u32(&g->status, status | GSCAN, status);
  invariant(ended);
}

void g_forget_activations(struct g *g, struct activation *outer) {
  invariant(atomic_load_u32(&g->runtime->end.exiting));
  uint32_t status = atomic_load_u32(&g->status);
  for (uint32_t turn = 0; !g_begin_scan(g, status); status = atomic_load_u32(&g->status))
    lock_spin(turn++);
  for (struct activation *a; (a = g->activations) != outer; g->activations = a->outer) {
    g->sched.pc = a->pc;
    g->sched.fp = a->fp_offset < 0 ? NULL : g->stack.lo + a->fp_offset;
  }
  g_end_scan(g, status);
}

void g_request_safepoint(struct g *g) {
  atomic_store_pointer(&g->stackguard, NULL);
}

void g_pin(struct g *g) {
  if (g->pinned++ == 0) {
    g->locked_m = g->m;
    g->m->locked_g = g;
  }
  invariant(g->locked_m == g->m);
}

void g_unpin(struct g *g) {
  invariant(g->pinned > 0 && g->locked_m == g->m);
  if (--g->pinned == 0)
    g_unpin_all(g);
}

void g_unpin_all(struct g *g) {
  if (g->locked_m)
    g->locked_m->locked_g = NULL;
  g->locked_m = NULL;
  g->pinned = 0;
  g->thread_locks = 0;
}

// Adds a new goroutine to the list of all.
static void allgs_add(struct runtime *rt, struct g *g) {
  mutex_lock(&rt->allgs_lock);
  if (rt->allgs_count == rt->allgs_cap) {
    uint32_t cap = rt->allgs_cap ? rt->allgs_cap * 2 : first_allgs;
    struct g **allgs = realloc(rt->allgs, cap * sizeof *allgs);
    if (!allgs) {
      mutex_unlock(&rt->allgs_lock);
      gc_embed_fatal(&rt->gc, "out of memory");
    }
    rt->allgs = allgs;
    rt->allgs_cap = cap;
  }
  g->index = rt->allgs_count;
  rt->allgs[rt->allgs_count++] = g;
  mutex_unlock(&rt->allgs_lock);
}

// Takes a dead goroutine from the P's list or the shared one; NULL if there is none.
static struct g *reuse(struct runtime *rt, struct p *p) {
  struct g *g = p ? p->free_gs : NULL;
  if (g) {
    p->free_gs = g->sched_link;
    p->free_g_count--;
    return g;
  }
  mutex_lock(&rt->sched.lock);
  g = rt->sched.free_gs;
  if (g) {
    rt->sched.free_gs = g->sched_link;
    rt->sched.free_g_count--;
  }
  mutex_unlock(&rt->sched.lock);
  return g;
}

struct g *g_new(struct runtime *rt, struct p *p) {
  struct g *g = reuse(rt, p);
  if (!g) {
    mutex_lock(&rt->record_lock);
    g = fixalloc_alloc(&rt->g_alloc);
    mutex_unlock(&rt->record_lock);
    g->runtime = rt;
    g->status = GDEAD;
    allgs_add(rt, g);
  }
  if (!g->stack.lo) {
    g->stack = stack_alloc(rt, p, stack_min_bytes / sizeof(uint64_t));
    gc_add_stack(&rt->gc, p ? &p->gc : NULL, stack_min_bytes);
  }
  g->sched_link = NULL;
  atomic_store_relaxed_u64(&g->goid, atomic_add_u64(&rt->sched.next_goid, 1));
  stack_reset_guard(g);
  return g;
}

// Clears what belonged to the goroutine that has ended.
static void wipe(struct g *g) {
  g->m = NULL;
  g->sched = (struct g_sched){0};
  g->resume = NULL;
  g->activations = NULL;
  g->parent_goid = 0;
  g->wait_reason = WAIT_NONE;
  g->wait_since = 0;
  g->param = NULL;
  g->entry = NULL;
  g->created_by = NULL;
  g->created_pc = 0;
  atomic_store_relaxed_u8(&g->system, 0); // another M may be counting
  g->shrink = false;
  atomic_store_u32(&g->preempt, 0); // the system monitor may just have set it
  atomic_store_u32(&g->interrupt, G_GOES_ON);
  g->step_counted = false;
  g->goexit = false;
  g_unpin_all(g);
}

void g_free(struct runtime *rt, struct p *p, struct g *g) {
  g->m = p ? p->m : NULL;
  while (g->panics)
    panic_drop(g);
  if (g->defers)
    defer_drop(g, g->stack.lo);
  wipe(g);
  g_stop_running(g, GDEAD);
  interrupt_left(rt);
  uintptr_t bytes = (uintptr_t)((char *)g->stack.hi - (char *)g->stack.lo);
  if (bytes != stack_min_bytes) {
    stack_free(rt, p, g->stack);
    gc_add_stack(&rt->gc, p ? &p->gc : NULL, -(int64_t)bytes);
    g->stack = (struct stack){NULL, NULL};
  }
  if (p && p->free_g_count < local_free_gs) {
    g->sched_link = p->free_gs;
    p->free_gs = g;
    p->free_g_count++;
    return;
  }
  mutex_lock(&rt->sched.lock);
  g->sched_link = rt->sched.free_gs;
  rt->sched.free_gs = g;
  rt->sched.free_g_count++;
  mutex_unlock(&rt->sched.lock);
}
