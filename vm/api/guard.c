// The way into an instance: see guard.h.
//
// vole.users counts the threads inside: bits for the user, one for vole_free, a number for those
// that look. A thread keeps a list of the guarded calls that it is in, on its C stack. A thread that
// comes again and again does so by a lease (runtime/lease.h), and is then not noted in users.

#include "vm/api/guard.h"

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/landing.h"
#include "mem/lock.h"
#include "runtime/end.h"
#include "runtime/host_state.h"
#include "vm/api/internal.h"
#include "vm/syntax/c_stack.h"

// The bits of vole.users; the others count threads that look.
#define CLOSING UINT32_C(0x80000000) // vole_free waits
#define IN_USE UINT32_C(0x40000000)  // a thread is inside by API_USE or API_HOST
#define LEASED UINT32_C(0x20000000)  // one is that has entered by a lease, and has lost it inside

// A guarded call under way, on the C stack of the thread that made it.
struct api_guard {
  struct api_guard *outer;
  struct vole *vole;
  struct landing landing;
  struct m *m;    // m_current of the thread when it entered
  unsigned locks; // how many it held then
  bool looks;     // API_LOOK
};

// The guarded calls that this thread is in, innermost first, of all instances. Calls by a native on
// a thread of the same instance are not listed.
static _Thread_local struct api_guard *innermost;

bool api_report_fatal(struct vole *vole, struct vole_error *err) {
  const char *text = vole->machine.runtime.end.text;
  return api_error(err, VOLE_ERROR_FATAL, 2, "%s", text ? text : "fatal error: out of memory\n");
}

bool api_is_closing(const struct vole *vole) {
  return atomic_load_u32(&vole->users) & CLOSING;
}

void api_init_lease(struct vole *vole) {
  lease_init(&vole->machine.runtime, &vole->users, LEASED);
}

// Ends a lease: a thread that is inside is noted in users from here on.
static void revoke_lease(struct vole *vole) {
  if (!lease_is_held(&vole->machine.runtime))
    return;
  lease_revoke(&vole->machine.runtime);
  lease_allow(&vole->machine.runtime);
}

bool api_in_use(struct vole *vole) {
  revoke_lease(vole);
  if (atomic_load_u32(&vole->users) & (IN_USE | LEASED))
    return true;
  for (const struct api_guard *guard = innermost; guard; guard = guard->outer)
    if (guard->m && guard->m->runtime == &vole->machine.runtime)
      return true; // a thread of the instance is in a native, which uses another instance
  return false;
}

// Whether the calling thread is inside already, and has come here through another instance.
static bool is_further_out(const struct vole *vole) {
  for (const struct api_guard *guard = innermost; guard; guard = guard->outer)
    if ((guard->vole == vole && !guard->looks) ||
        (guard->m && guard->m->runtime == &vole->machine.runtime))
      return true;
  return false;
}

// Registers the calling thread as outside again. After this the instance may be gone.
static void leave(struct vole *vole, bool looks) {
  uint32_t one = looks ? 1 : IN_USE, left = atomic_add_u32(&vole->users, -one);
  invariant_debug(((left + one) & ~CLOSING) >= one && (looks || !(left & IN_USE)));
  if (left & CLOSING)
    lock_futex_wake(&vole->users, 1);
}

// Registers the calling thread as one inside. False, with err filled, if it may not enter.
static bool enter(struct vole *vole, enum api_way way, struct vole_error *err) {
  static const char in_use[] = "the instance is in use by another thread";
  uint32_t users;
  if (way != API_LOOK && is_further_out(vole))
    return api_error(err, VOLE_ERROR_USAGE, 2,
                     "the instance is in use by this thread, which came here through another");
  do {
    users = atomic_load_u32(&vole->users);
    if (users & CLOSING)
      return api_error(err, VOLE_ERROR_USAGE, 2, "the instance is being freed");
    if (way != API_LOOK && users & (IN_USE | LEASED))
      return api_error(err, VOLE_ERROR_USAGE, 2, in_use);
  } while (!atomic_cas_u32(&vole->users, users, way == API_LOOK ? users + 1 : users | IN_USE));
  if (way == API_LOOK)
    return true;
  revoke_lease(vole);
  if (!(atomic_load_u32(&vole->users) & LEASED))
    return true;
  leave(vole, false);
  return api_error(err, VOLE_ERROR_USAGE, 2, in_use);
}

bool api_enter_to_signal(struct vole *vole) {
  return enter(vole, API_LOOK, NULL);
}

void api_leave_to_signal(struct vole *vole) {
  leave(vole, true);
}

// Runs body. A fatal error of the heap in it lands here (api_fatal).
static bool run_guarded(struct vole *vole, bool looks, api_body body, void *argument,
                        struct vole_error *err) {
  struct api_guard guard = {.outer = innermost,
                            .vole = vole,
                            .m = m_current(),
                            .locks = lock_count_held(),
                            .looks = looks};
  bool ok;
  if (landing_set(&guard.landing) == 0) {
    innermost = &guard;
    ok = body(vole, argument);
    invariant_debug(innermost == &guard && lock_count_held() == guard.locks);
  } else {
    lock_abandon(guard.locks);
    m_set_current(guard.m);
    if (!looks)
      atomic_store_u32(&vole->state, VOLE_DEAD);
    ok = api_report_fatal(vole, err);
  }
  innermost = guard.outer;
  return ok;
}

// Runs body for a native of the instance, on the thread m. A thread of the run time needs no
// landing: after a fatal error it ends, and with it the native.
static bool run_in_native(struct vole *vole, struct m *m, api_body body, void *argument,
                          struct vole_error *err) {
  struct host_state outside = m->outside;
  host_state_enter(&m->outside);
  host_state_set_locale(&m->outside, vole->machine.runtime.locale);
  bool ok = m->has_thread ? body(vole, argument) : run_guarded(vole, false, body, argument, err);
  host_state_leave(&m->outside);
  m->outside = outside;
  return ok;
}

bool api_has_stack(size_t needed, struct vole_error *err) {
  size_t left = c_stack_left();
  if (left >= needed)
    return true;
  return api_error(err, VOLE_ERROR_USAGE, 2,
                   "the C stack of this thread has %zu KiB left, and %zu are needed", left >> 10,
                   needed >> 10);
}

bool api_guarded(struct vole *vole, enum api_way way, api_body body, void *argument,
                 struct vole_error *err) {
  if (!vole)
    return api_error(err, VOLE_ERROR_USAGE, 2, "the instance is NULL");
  if (!api_has_stack(c_stack_small, err))
    return false;
  struct m *m = m_current();
  bool in_native = m && m->runtime == &vole->machine.runtime;
  if (in_native && way == API_HOST)
    return api_error(err, VOLE_ERROR_USAGE, 2, "not in a native of the instance");
  bool leased = way == API_USE && !in_native && !innermost && lease_enter(&vole->machine.runtime);
  if (!in_native && !leased && !enter(vole, way, err))
    return false;
  bool looks = way == API_LOOK, ok;
  struct host_state own, *outside = looks ? &own : &vole->machine.runtime.m0.outside;
  if (!looks && runtime_is_fatal(&vole->machine.runtime))
    ok = api_report_fatal(vole, err);
  else if (in_native)
    return run_in_native(vole, m, body, argument, err);
  else {
    host_state_enter(outside);
    if (way != API_USE) // what compiles needs it
      host_state_set_locale(outside, vole->machine.runtime.locale);
    ok = run_guarded(vole, looks, body, argument, err);
    host_state_leave(outside);
  }
  if (leased) {
    lease_leave(&vole->machine.runtime);
  } else if (!in_native) {
    if (way == API_USE && !innermost)
      lease_take(&vole->machine.runtime);
    leave(vole, looks);
  }
  return ok;
}

bool api_close(struct vole *vole) {
  struct m *m = m_current();
  uint32_t users = atomic_load_u32(&vole->users);
  if ((m && m->runtime == &vole->machine.runtime) || is_further_out(vole)) {
    runtime_fatal_text(&vole->machine.runtime,
                       "fatal error: vole_free was called by a native of the "
                       "instance\n");
    return false;
  }
  do {
    users = atomic_load_u32(&vole->users);
    if (users & CLOSING)
      return false;
  } while (!atomic_cas_u32(&vole->users, users, users | CLOSING));
  revoke_lease(vole);
  if (atomic_load_u32(&vole->users) != CLOSING)
    runtime_exit(&vole->machine.runtime, 2);
  while ((users = atomic_load_u32(&vole->users)) != CLOSING)
    lock_futex_wait(&vole->users, users, -1);
  return true;
}

void api_fatal(void *user, const char *text, int status) {
  struct vole *vole = user;
  struct api_guard *guard = innermost;
  (void)text; // the run has ended with it
  (void)status;
  if (!guard || guard->vole != vole)
    return;
  // Other threads may be running activations that this thread's C stack holds: they end first. A
  // thread that only looks leaves that to the instance's user.
  lock_abandon(guard->locks);
  if (vole->machine.runtime.main_g && !guard->looks)
    runtime_finish(&vole->machine.runtime);
  landing_go(&guard->landing);
}
