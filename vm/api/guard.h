// The way into an instance: every function of vole.h goes through api_guarded.
//
// Who may come in. An instance has one user at a time: the thread that is in a function of API_USE
// or API_HOST, and with it the natives that scripts call, on whichever thread they run. Others are
// told so, but for functions of API_LOOK. All are counted, so that vole_free can wait for them.
//
// Where a fatal error of the heap ends up. Running out of memory is met deep in the allocator, with
// locks held and nobody on the way back who could do without the memory. So it ends the instance as
// in Go, but not the process: control goes straight to the innermost function of vole.h that was
// entered for this instance on this thread, which reports VOLE_ERROR_FATAL. The instance's memory
// is then only good for being returned.
//
// What the thread brings with it: rounding, locale and SIGPIPE are Go's inside (host_state.h).

#ifndef VOLE_VM_API_GUARD_H
#define VOLE_VM_API_GUARD_H

#include "vm/api/instance.h"

enum api_way {
  API_USE,  // by the instance's user, or in a native
  API_HOST, // not in a native
  API_LOOK, // by any thread at any time
};

// What a function of vole.h does inside. Its result is passed on.
typedef bool (*api_body)(struct vole *vole, void *argument);

// Runs body. False, with err filled, when the caller may not come in, when a fatal error took
// control away from body, or had taken the instance before (but for API_LOOK).
bool api_guarded(struct vole *vole, enum api_way way, api_body body, void *argument,
                 struct vole_error *err);

// Reports the fatal error that the instance has met. Returns false.
bool api_report_fatal(struct vole *vole, struct vole_error *err);

// Whether vole_free waits for the instance's user to leave.
bool api_is_closing(const struct vole *vole);

// Whether somebody uses the instance, which may be the calling thread further out.
bool api_in_use(const struct vole *vole);

// For vole_free: refuses everybody from now on, ends the run if somebody is inside, and waits for
// them to leave. False if the caller is one of them, or another thread is freeing the instance: it
// must not be freed here.
bool api_close(struct vole *vole);

// For struct runtime_config: user is the instance. Returns only if no guarded call of this thread
// is under way.
void api_fatal(void *user, const char *text, int status);

#endif
