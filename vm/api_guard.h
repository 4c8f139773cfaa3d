// Where a fatal error of the heap ends up: in the function of vole.h that the host called.
//
// Running out of memory is met deep in the allocator, with locks held and nobody on the way back
// who could do without the memory. So it ends the instance as in Go, but not the process: control
// goes straight to the innermost function of vole.h that was entered for this instance on this
// thread, which reports VOLE_ERROR_FATAL. The instance's memory is then only good for being
// returned.

#ifndef VOLE_VM_API_GUARD_H
#define VOLE_VM_API_GUARD_H

#include "vm/vole_internal.h"

// What a function of vole.h does in the heap. Its result is passed on.
typedef bool (*api_body)(struct vole *rt, void *argument);

// Runs body. False, with err filled, when a fatal error took control away from it, or had taken the
// instance before.
bool api_guarded(struct vole *rt, api_body body, void *argument, struct vole_error *err);

// Reports the fatal error that the instance has met. Returns false.
bool api_report_fatal(struct vole *rt, struct vole_error *err);

// For struct runtime_config: user is the instance. Returns only if no guarded call of this thread
// is under way.
void api_fatal(void *user, const char *text, int status);

#endif
