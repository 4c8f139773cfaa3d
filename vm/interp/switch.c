// Changing goroutines inside the loop.
//
// A loop belongs to a C stack, and so to an M. A goroutine does not: when it waits, the loop takes
// the registers of another. Two kinds of activations are tied to a C stack. The first is begun by a
// native's call into Go: its goroutine is pinned, so this loop runs no other. The second is the
// host's call of the main goroutine. Any M may carry it on, but it ends on the host's, which gets
// it back then (sched_hand).

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/interrupt.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"
#include "vm/interp/ops.h"

bool interp_go(struct g *g, void *closure) {
  if (!closure) {
    runtime_fatal(g->runtime, g, "go of nil func value");
    return false;
  }
  sched_go(g->runtime, g->m->p, g, closure);
  return true;
}

enum interp_exit interp_run_ended(const struct runtime *rt) {
  return rt->end.fatal ? INTERP_FATAL : INTERP_EXITED;
}

struct g *interp_next(struct m *m, enum interp_exit *exit) {
  struct g *g = sched_next(m);
  if (!g) {
    *exit = interp_run_ended(m->runtime);
    return NULL;
  }
  invariant_debug(g->m == m && m->current_g == g && m->p && (!m->locked_g || m->locked_g == g));
  if (g->handed_back) {
    g->handed_back = false;
    *exit = (enum interp_exit)g->handed_exit;
    return NULL;
  }
  return g;
}

// A panic that was not recovered ends the program, whichever goroutine it is in.
static void end_with_panic(struct g *g) {
  runtime_end_with_text(g->runtime, interp_panic_of(g).text);
}

// Ends a goroutine after runtime.Goexit has run all deferred calls. A host's call never returns
// then: its goroutine is kept, dead, for the C code that waits for the run to end.
static void end_by_goexit(struct m *m, struct g *g) {
  if (!g->activations->m) {
    sched_end(g);
    return;
  }
  panic_drop(g);
  g_unpin_all(g);
  atomic_store_pointer(&m->current_g, NULL);
  g->m = NULL;
  g_set_status(g, GRUNNING, GDEAD);
}

struct g *interp_leave(struct m *m, struct g *g, enum interp_exit *exit) {
  const struct activation *activation = g->activations;
  // If the run has ended, g may be another M's or gone.
  invariant_debug(*exit == INTERP_EXITED || *exit == INTERP_FATAL ||
                  (g->m == m && m->current_g == g && activation));
  invariant_debug(*exit != INTERP_PANICKED || g->panics);
  bool interrupted = *exit == INTERP_PANICKED && interrupt_unwinds(g);
  if (*exit == INTERP_PANICKED && !activation->outer &&
      (interrupted ? !activation->m : g->panics->goexit)) {
    end_by_goexit(m, g);
    return interp_next(m, exit);
  }
  if (activation->m == m)
    return NULL;
  if (*exit == INTERP_EXITED || *exit == INTERP_FATAL)
    return NULL;
  if (activation->m) {
    g_unpin_all(g); // LockOSThread was for this call
    g->handed_back = true;
    g->handed_exit = (uint32_t)*exit;
    sched_hand(g, activation->m);
    return interp_next(m, exit);
  }
  if (*exit == INTERP_PANICKED) {
    end_with_panic(g);
    *exit = INTERP_FATAL;
    return NULL;
  }
  sched_end(g);
  return interp_next(m, exit);
}

bool interp_resume(struct g *g) {
  bool (*resume)(struct g *) = g->resume;
  invariant_debug(resume && g->m->current_g == g);
  g->resume = NULL;
  return resume(g);
}

// The first step of a goroutine whose native was left: it finds that an interrupt is due.
static bool panic_first(struct g *g) {
  invariant_debug(g->m == m_current());
  return false;
}

enum interp_exit interp_run_to_end(struct g *g) {
  struct m *m = g->m;
  invariant_debug(m && m == m_current());
  jmp_buf landing, *outer = m->landing;
  struct runtime *rt = g->runtime;
  enum interp_exit exit;
  // A pause that leaves a native comes back here: see runtime/bulk.h.
  if (setjmp(landing) != 0) {
    if (atomic_load_u32(&rt->end.exiting)) {
      m->landing = outer;
      return interp_run_ended(rt);
    }
    g = m->current_g;
    g->resume = panic_first;
  }
  m->landing = &landing;
  exit = interp_run(g);
  m->landing = outer;
  return exit;
}
