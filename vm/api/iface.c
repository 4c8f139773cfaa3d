// Interfaces as hosts use them: making them, taking values out, errors.

#include <string.h>

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/base.h"
#include "runtime/iface.h"
#include "runtime/instance.h"
#include "runtime/root.h"
#include "runtime/string.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"

// What a function of vole.h was given, and returns.
struct iface_use {
  const struct vole_type *to, *type;
  const void *value;
  void *out;
  struct vole_iface iface;
  struct vole_error *err;
};

// Makes an interface of type `to` (NULL: any) of two words. Fails if a method is missing.
static bool join(struct g *g, struct rtype *to, struct rtype *dynamic, void *data,
                 struct vole_iface *iface, struct vole_error *err) {
  const char *missing = NULL;
  const void *word = dynamic;
  if (dynamic && to && to->method_count) {
    word = itab_get(g->runtime, to, dynamic, &missing);
    if (!word)
      return api_error(err, VOLE_ERROR_USAGE, 2, "%s does not implement %s (missing method %s)",
                       dynamic->string, to->string, missing);
  }
  *iface = (struct vole_iface){word, dynamic ? data : NULL};
  if (iface->data)
    runtime_hold_for(g->runtime, g->activations, iface->data);
  return true;
}

static bool make(struct vole *vole, void *argument) {
  struct iface_use *u = argument;
  struct m *previous;
  struct rtype *to = NULL, *type = api_type(vole, u->type, 0, "vole_iface_make", u->err);
  if (!type || !api_is_sound(vole, type, u->value, 1, "vole_iface_make", u->err))
    return false;
  if (u->to && !(to = api_type(vole, u->to, KIND_INTERFACE, "vole_iface_make", u->err)))
    return false;
  struct g *g = api_enter_heap(vole, type->layout.size, &previous, u->err);
  if (!g)
    return false;
  struct rtype *dynamic = type;
  void *data;
  if (type->kind == KIND_INTERFACE) {
    const struct vole_iface *held = u->value;
    dynamic = iface_dynamic_type(g->runtime, held->type);
    data = held->data;
  } else
    data = iface_box(g, type, u->value);
  bool ok = join(g, to, dynamic, data, u->out, u->err);
  runtime_leave(&vole->machine.runtime, previous);
  return ok;
}

bool vole_iface_make(struct vole *vole, const struct vole_type *to, const struct vole_type *type,
                     const void *value, struct vole_iface *iface, struct vole_error *err) {
  struct iface_use u = {.to = to, .type = type, .value = value, .out = iface, .err = err};
  if (!value || !iface)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_iface_make: %s is NULL",
                     value ? "iface" : "value");
  return api_guarded(vole, API_USE, make, &u, err);
}

static bool get(struct vole *vole, void *argument) {
  struct iface_use *u = argument;
  struct m *previous;
  struct rtype *type = api_type(vole, u->type, 0, "vole_iface_get", u->err);
  struct g *g = type ? api_enter_heap(vole, 0, &previous, u->err) : NULL;
  if (!g)
    return false;
  struct rtype *dynamic = iface_dynamic_type(g->runtime, u->iface.type);
  bool ok = true;
  if (type->kind == KIND_INTERFACE && dynamic)
    ok = join(g, type, dynamic, u->iface.data, u->out, u->err);
  else if (dynamic == type) {
    memcpy(u->out, iface_value(type, &u->iface.data), type->layout.size);
    api_hold_value(g, type, u->out);
  } else
    ok = api_error(u->err, VOLE_ERROR_USAGE, 2, "vole_iface_get: the interface holds %s, not %s",
                   dynamic ? dynamic->string : "nil", type->string);
  runtime_leave(&vole->machine.runtime, previous);
  return ok;
}

bool vole_iface_get(struct vole *vole, struct vole_iface iface, const struct vole_type *type,
                    void *value, struct vole_error *err) {
  struct iface_use u = {.iface = iface, .type = type, .out = value, .err = err};
  if (!value)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_iface_get: value is NULL");
  return api_guarded(vole, API_USE, get, &u, err);
}

// Errors.

// What vole_error_new was given and returns.
struct error_use {
  const char *text;
  size_t size;
  struct vole_iface wrapped, made;
};

// An object of runtime.hostError (vm/std/runtime/host.go).
struct host_error {
  struct go_string text;
  struct vole_iface wrapped; // an error
};

static bool make_error(struct vole *vole, void *argument) {
  struct error_use *u = argument;
  struct m *previous;
  const struct well_known *known = &vole->machine.runtime.well_known;
  if (!api_is_loaded(vole, NULL) || !known->host_error)
    return false;
  struct g *g = api_enter_heap(vole, u->size + sizeof(struct host_error), &previous, NULL);
  if (!g)
    return false;
  struct gc *gc = &g->runtime->gc;
  const struct layout *layout = &known->host_error->elem->layout;
  struct rtype *wrapped = iface_dynamic_type(g->runtime, u->wrapped.type);
  struct host_error value = {.text = string_new(g, u->text, (int64_t)u->size)};
  bool ok = join(g, known->error_type, wrapped, u->wrapped.data, &value.wrapped, NULL);
  if (ok) {
    struct host_error *made = gc_malloc(gc, g_gc_p(g), layout->size, layout, true);
    gc_move_typed(gc, g_gc_p(g), made, &value, layout->size, layout);
    ok = join(g, known->error_type, known->host_error, made, &u->made, NULL);
  }
  runtime_leave(&vole->machine.runtime, previous);
  return ok;
}

struct vole_iface vole_error_new(struct vole *vole, const char *text, size_t size,
                                 struct vole_iface wrapped) {
  struct error_use u = {.text = text, .size = size, .wrapped = wrapped};
  bool sound = size >> (heap_addr_bits - 1) == 0 && (text || size == 0);
  if (!sound || !api_guarded(vole, API_USE, make_error, &u, NULL))
    return (struct vole_iface){0};
  return u.made;
}
