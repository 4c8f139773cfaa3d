// What a native of the host's may ask for: a panic of the script, and where it is called from.

#include <stdlib.h>
#include <string.h>

#include "mem/invariant.h"
#include "runtime/iface.h"
#include "runtime/root.h"
#include "runtime/traceback.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"

// Returns the M that the calling thread is in the instance; NULL: it is not inside.
static struct m *m_inside(const struct vole *vole) {
  struct m *m = m_current();
  return vole && m && m->runtime == &vole->machine.runtime ? m : NULL;
}

void vole_panic(struct vole *vole, const char *message) {
  struct m *m = m_inside(vole);
  if (!m)
    return; // not in a native
  free(m->native_panic);
  m->native_panic = message ? strdup(message) : NULL;
  m->native_panic_set = false;
}

static bool keep_panic(struct vole *vole, void *argument) {
  const struct vole_iface *value = argument;
  struct m *m = m_inside(vole);
  struct g *g = m->current_g;
  m->native_panic_value =
      (struct go_eface){iface_dynamic_type(&vole->machine.runtime, value->type), value->data};
  m->native_panic_set = true;
  if (value->type && value->data)
    runtime_hold_for(&vole->machine.runtime, g->activations, value->data);
  return true;
}

void vole_panic_value(struct vole *vole, struct vole_iface value) {
  if (m_inside(vole))
    api_guarded(vole, API_USE, keep_panic, &value, NULL);
}

bool vole_caller(struct vole *vole, int depth, struct vole_place *place) {
  const struct m *m = m_inside(vole);
  struct traceback_caller caller;
  if (!m || !m->current_g || !place || depth < 0 ||
      traceback_callers(m->current_g, depth, &caller, 1) == 0)
    return false;
  *place = (struct vole_place){caller.func->name, caller.file, caller.line};
  return true;
}
