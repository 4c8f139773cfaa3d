// How a run ends: see end.h.

#include "runtime/end.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/cpu_profile.h"
#include "runtime/m.h"
#include "runtime/runtime.h"
#include "runtime/sysmon.h"
#include "runtime/system.h"
#include "runtime/traceback.h"
#include "runtime/world.h"

// Ending it.

bool runtime_is_fatal(const struct runtime *rt) {
  return atomic_load_u32(&rt->end.exiting) && rt->end.fatal;
}

// Ends the run, and asks every thread to notice. Returns false if the run had ended before: only
// the first reason counts. text is malloc'ed and taken over; NULL unless fatal.
static bool end_with(struct runtime *rt, bool fatal, int status, char *text) {
  mutex_lock(&rt->end.lock);
  bool first = !atomic_load_u32(&rt->end.exiting);
  if (first) {
    rt->end.fatal = fatal;
    rt->end.text = text;
    rt->end.status = status;
    atomic_store_u32(&rt->end.exiting, 1);
  }
  uint64_t one = 1;
  if (first && rt->end.wake_fd > 0 && write(rt->end.wake_fd - 1, &one, sizeof one) < 0)
    invariant(errno == EAGAIN);
  mutex_unlock(&rt->end.lock);
  if (!first) {
    free(text);
    return false;
  }
  world_request_safepoints(rt);
  m_wake_all(rt);
  return true;
}

void runtime_exit(struct runtime *rt, int status) {
  end_with(rt, false, status, NULL);
}

void runtime_end_with_text(struct runtime *rt, char *text) {
  end_with(rt, true, 2, text);
}

static void end_fatal(struct runtime *rt, struct text *text) {
  runtime_end_with_text(rt, text_take(text));
}

void runtime_fatal_text(struct runtime *rt, const char *format, ...) {
  struct text text = {0};
  va_list args;
  va_start(args, format);
  text_addv(&text, format, args);
  va_end(args);
  end_fatal(rt, &text);
}

void runtime_fatal(struct runtime *rt, struct g *g, const char *format, ...) {
  struct text text = {0};
  text_adds(&text, "fatal error: ");
  va_list args;
  va_start(args, format);
  text_addv(&text, format, args);
  va_end(args);
  text_adds(&text, "\n");
  if (g) {
    text_adds(&text, "\n");
    traceback_print_all(rt, g, false, &text);
  }
  end_fatal(rt, &text);
}

void runtime_fatal_stack_overflow(struct runtime *rt, struct g *g) {
  struct text text = {0};
  text_addf(&text, "runtime: goroutine stack exceeds %llu-byte limit\n",
            (unsigned long long)rt->stacks.max_bytes);
  text_addf(&text, "runtime: sp=%p stack=[%p, %p]\n", (void *)g->sched.fp, (void *)g->stack.lo,
            (void *)g->stack.hi);
  text_adds(&text, "fatal error: stack overflow\n\n");
  traceback_print(g, &text);
  end_fatal(rt, &text);
}

// Leaving it.

// Drops the activations that lie in the C frames of m: its thread ends inside of them.
static void leave_frames(struct m *m) {
  struct g *g = m->locked_g ? m->locked_g : m->current_g;
  struct activation *outer = g ? g->activations : NULL;
  while (outer && outer->m == m)
    outer = outer->outer;
  if (g)
    g_forget_activations(g, outer);
  m_leave(m);
}

void runtime_give_up(struct runtime *rt) {
  struct m *m = m_current();
  bool sysmon = rt->sched.sysmon_started && pthread_equal(pthread_self(), rt->sched.sysmon_thread);
  const char *text = rt->end.text ? rt->end.text : "fatal error: out of memory\n";
  if (sysmon || (m && m->runtime == rt && m->has_thread)) {
    lock_abandon(0);
    if (!sysmon)
      leave_frames(m);
    pthread_exit(NULL);
  }
  if (rt->config.fatal_exit)
    rt->config.fatal_exit(rt->config.user, text, 2);
  runtime_write_error(rt, text, strlen(text));
  abort();
}

void runtime_finish(struct runtime *rt) {
  invariant(atomic_load_u32(&rt->end.exiting));
  m_leave(&rt->m0);
  m_join_all(rt);
  cpu_profile_stop(rt); // its thread looks at those that are joined now
  sysmon_stop(rt);
}
