// Profiles in the form of go tool pprof, for hosts.

#include <errno.h>

#include "runtime/cpu_profile.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/std/natives.h"
#include "vm/std/support/pprof.h"

enum { top_lines = 30 };

static bool start(struct vole *vole, void *argument) {
  return cpu_profile_start(&vole->machine.runtime) ||
         api_error(argument, VOLE_ERROR_USAGE, 2, "no CPU profile: %s", runtime_error_text(errno));
}

bool vole_cpu_profile_start(struct vole *vole, struct vole_error *err) {
  return api_guarded(vole, API_LOOK, start, err, err);
}

// What vole_cpu_profile_stop was given.
struct profile_stop {
  int fd;
  enum vole_profile_form form;
  struct vole_error *err;
};

static bool stop(struct vole *vole, void *argument) {
  const struct profile_stop *request = argument;
  struct text text = {0};
  struct runtime *rt = &vole->machine.runtime;
  if (!cpu_profile_stop(rt))
    return api_error(request->err, VOLE_ERROR_USAGE, 2, "no CPU profile is under way");
  if (request->form == VOLE_PROFILE_TOP)
    pprof_top(rt, top_lines, &text);
  else
    pprof_cpu(rt, &text);
  return api_write(request->fd, &text, request->err);
}

bool vole_cpu_profile_stop(struct vole *vole, int fd, enum vole_profile_form form,
                           struct vole_error *err) {
  struct profile_stop request = {fd, form, err};
  return api_guarded(vole, API_LOOK, stop, &request, err);
}

// What vole_heap_profile_pprof was given.
struct heap_write {
  int fd;
  struct vole_error *err;
};

static bool write_heap(struct vole *vole, void *argument) {
  const struct heap_write *w = argument;
  struct text text = {0};
  pprof_heap(&vole->machine.runtime, &text);
  return api_write(w->fd, &text, w->err);
}

bool vole_heap_profile_pprof(struct vole *vole, int fd, struct vole_error *err) {
  struct heap_write w = {fd, err};
  return api_guarded(vole, API_LOOK, write_heap, &w, err);
}
