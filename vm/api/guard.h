// The way into an instance: every function of vole.h goes through api_guarded.
//
// Entering. An instance has one user at a time: the thread inside a function of API_USE or
// API_HOST. The natives that scripts call belong to that use, on whichever thread they run. Other
// threads get an error; functions of API_LOOK are open to all. Threads inside are counted, so that
// vole_free can wait for them.
//
// Fatal errors of the heap. Memory runs out deep in the allocator, with locks held, and no caller
// on the way back could do without that memory. So it ends the instance as in Go, but not the
// process. Control goes straight to the innermost function of vole.h that this thread has entered
// for this instance (mem/landing.h), which reports VOLE_ERROR_FATAL. The memory of the instance can then
// only be returned.
//
// Thread state. Rounding, locale and SIGPIPE are Go's inside (runtime/host_state.h).

#ifndef VOLE_VM_API_GUARD_H
#define VOLE_VM_API_GUARD_H

#include "vm/api/instance.h"

// Which threads may enter.
enum api_way {
  API_USE,  // the instance's user, natives included
  API_HOST, // the instance's user, outside natives
  API_LOOK, // any thread at any time
};

// What a function of vole.h does inside. Its result is passed on.
typedef bool (*api_body)(struct vole *vole, void *argument);

// Runs body inside. Returns its result. Returns false, with err filled, if the caller may not
// enter, or a fatal error took control away from body. The same if a fatal error had ended the
// instance before, except for API_LOOK. vole may be NULL, which is an error.
bool api_guarded(struct vole *vole, enum api_way way, api_body body, void *argument,
                 struct vole_error *err);

// Enters and leaves as API_LOOK does, without a landing and without setting the thread's state: for
// signal handlers. False: the caller may not enter.
bool api_enter_to_signal(struct vole *vole);
void api_leave_to_signal(struct vole *vole);

// Whether the calling thread has `needed` bytes of C stack left. If not, fills err.
bool api_has_stack(size_t needed, struct vole_error *err);

// Reports the fatal error that the instance has met. Returns false.
bool api_report_fatal(struct vole *vole, struct vole_error *err);

// Whether vole_free waits for the instance's user to leave.
bool api_is_closing(const struct vole *vole);

// Whether the instance has a user, which may be the calling thread further out.
bool api_in_use(struct vole *vole);

// Called by vole_new: lets threads that come often keep a P between their calls (runtime/lease.h).
void api_init_lease(struct vole *vole);

// Called by vole_free: refuses all threads from now on, ends the run if a thread is inside, and
// waits for those inside to leave. Returns false if the caller is one of them, or another thread is
// freeing the instance: then the instance must not be freed here.
bool api_close(struct vole *vole);

// For runtime_config.fatal_exit: user is the instance. Returns only if this thread is in no guarded
// call of that instance.
void api_fatal(void *user, const char *text, int status);

#endif
