// Waiting, waking, and what an M runs next: see sched.h.

#include "runtime/sched.h"

#include "gc/barrier.h"
#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/check.h"
#include "runtime/frame.h"
#include "runtime/runtime.h"

// The calling M gives its goroutine up. g->m is cleared first: once the status has changed, g is
// another's.
static void detach(struct g *g, enum g_status to) {
  struct m *m = g->m;
  check_debug(m == m_current() && m->current_g == g);
  atomic_store_pointer(&m->current_g, NULL);
  g->m = NULL;
  g_set_status(g, GRUNNING, to);
}

void sched_park(struct g *g, enum wait_reason reason) {
  g->wait_reason = reason;
  g->wait_since = 0;
  detach(g, GWAITING);
}

void sched_yield(struct g *g) {
  struct runtime *rt = g->runtime;
  detach(g, GRUNNABLE);
  sched_put_shared(rt, g);
}

void sched_hand(struct g *g, struct m *m) {
  (void)m;
  vole_throw("goroutine %llu is handed to an M, but there is one only",
             (unsigned long long)g->goid);
}

void sched_end(struct g *g) {
  struct m *m = g->m;
  atomic_store_pointer(&m->current_g, NULL);
  g_free(g->runtime, m->p, g);
}

void sched_ready(struct runtime *rt, struct p *p, struct g *g) {
  g_set_status(g, GWAITING, GRUNNABLE);
  if (p)
    sched_put(rt, p, g, true);
  else
    sched_put_shared(rt, g);
}

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
  // Whoever scans goroutines now may have passed this one already.
  if (p && rt->gc.write_barrier.enabled)
    gc_wbbuf_put2(&rt->gc, &p->gc, &p->gc.wbbuf, 0, (uintptr_t)closure);
  if (creator) {
    g->parent_goid = creator->goid;
    if (creator->sched.fp) {
      g->created_by = (const struct func *)creator->sched.fp[-1];
      g->created_pc = (uint32_t)(creator->sched.pc - g->created_by->code);
    }
  }
  g_set_status(g, GDEAD, GRUNNABLE);
  sched_put(rt, p, g, true);
  return g;
}

// g becomes the M's goroutine.
static struct g *execute(struct m *m, struct g *g) {
  g->wait_reason = WAIT_NONE;
  g_set_status(g, GRUNNABLE, GRUNNING);
  g->m = m;
  atomic_store_pointer(&m->current_g, g);
  return g;
}

struct g *sched_next(struct m *m) {
  struct runtime *rt = m->runtime;
  struct g *g = rt->end.exiting ? NULL : sched_get(rt, m->p);
  if (!g) {
    if (!rt->end.exiting)
      runtime_fatal(rt, NULL, "all goroutines are asleep - deadlock!");
    return NULL;
  }
  return execute(m, g);
}

void sched_wake_for_timer(struct runtime *rt, int64_t when) {
  (void)rt;
  (void)when; // the one M never sleeps
}
