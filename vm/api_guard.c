// See api_guard.h.

#include "vm/api_guard.h"

#include <pthread.h>
#include <setjmp.h>
#include <string.h>

#include "mem/atomic.h"
#include "mem/lock.h"
#include "vm/api_internal.h"

// A call under way. On the C stack of who made it.
struct api_guard {
  struct api_guard *outer;
  jmp_buf landing;
  pthread_t thread;
  struct m *m;    // what the thread was when it came in
  unsigned locks; // that it held
};

bool api_report_fatal(struct vole *rt, struct vole_error *err) {
  const char *text = rt->runtime.end.text;
  return api_error(err, VOLE_ERROR_FATAL, 2, "%s", text ? text : "fatal error: out of memory\n");
}

bool api_guarded(struct vole *rt, api_body body, void *argument, struct vole_error *err) {
  if (runtime_is_fatal(&rt->runtime))
    return api_report_fatal(rt, err);
  // A thread of the run time has nowhere to go back to: it ends, and with it the native that
  // called.
  struct m *m = m_current();
  if (m && m->runtime == &rt->runtime && m->has_thread)
    return body(rt, argument);
  struct api_guard guard = {
      .outer = rt->guard, .thread = pthread_self(), .m = m_current(), .locks = lock_count_held()};
  if (setjmp(guard.landing) == 0) {
    rt->guard = &guard;
    bool ok = body(rt, argument);
    rt->guard = guard.outer;
    return ok;
  }
  rt->guard = guard.outer;
  rt->state = VOLE_DEAD;
  lock_abandon(guard.locks);
  m_set_current(guard.m);
  return api_report_fatal(rt, err);
}

void api_fatal(void *user, const char *text, int status) {
  struct vole *rt = user;
  (void)text; // the run has ended with it already
  (void)status;
  if (!rt->guard || !pthread_equal(rt->guard->thread, pthread_self()))
    return;
  // Other threads may be carrying on what this one's C stack holds: they end first.
  lock_abandon(rt->guard->locks);
  if (rt->runtime.main_g)
    runtime_finish(&rt->runtime);
  longjmp(rt->guard->landing, 1);
}
