// Snapshots of the heap, for hosts.

#include "runtime/snapshot.h"

#include "mem/atomic.h"
#include "runtime/m.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/std/natives.h"

// What vole_heap_snapshot was given.
struct snapshot_request {
  int fd;
  struct vole_snapshot *out;
  struct vole_error *err;
};

static bool take(struct vole *vole, void *argument) {
  const struct snapshot_request *request = argument;
  struct runtime *rt = &vole->machine.runtime;
  struct m *m = m_current();
  bool inside = m && m->runtime == rt;
  if (atomic_load_u32(&rt->end.exiting))
    return api_error(request->err, VOLE_ERROR_USAGE, 2, "the instance has ended");
  struct m visitor = {.runtime = rt};
  struct snapshot_result result;
  if (!inside)
    m_set_current(&visitor);
  snapshot_write(rt, inside ? m : &visitor, request->fd, &result);
  m_set_current(m);
  if (request->out)
    *request->out = (struct vole_snapshot){.pause_ns = result.pause_ns,
                                           .wait_ns = result.wait_ns,
                                           .bytes = result.bytes,
                                           .objects = result.objects};
  return result.error == 0 || api_error(request->err, VOLE_ERROR_SYSTEM, 1, "write: %s",
                                        runtime_error_text(result.error));
}

bool vole_heap_snapshot(struct vole *vole, int fd, struct vole_snapshot *out,
                        struct vole_error *err) {
  struct snapshot_request request = {fd, out, err};
  if (out)
    *out = (struct vole_snapshot){0};
  return api_guarded(vole, API_LOOK, take, &request, err);
}
