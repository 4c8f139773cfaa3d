// Finalizers of hosts, and weak refs.
//
// A finalizer is a cleanup of the collector's (gc/finalizer.h): a func value that takes a record off
// the instance's list and runs it. What is still in the list when the instance is freed runs then.
// So each runs once.

#include <stdlib.h>

#include "gc/finalizer.h"
#include "gc/weak.h"
#include "mem/mheap.h"
#include "mem/invariant.h"
#include "runtime/instance.h"
#include "runtime/root.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/check/host.h"
#include "vm/interp/finalize.h"

// A finalizer that has not run. In malloc'ed memory.
struct vole_final {
  struct vole_final *next, **link; // list of the instance's; runtime.hold_lock
  vole_finalizer finalizer;
  void *user;
};

static void unlink_final(struct vole_final *f) {
  invariant_debug(*f->link == f);
  *f->link = f->next;
  if (f->next)
    f->next->link = f->link;
}

// The native of the func value: func(uintptr).
static bool run_final(struct vole *vole, void *user, const void *arguments, void *results) {
  struct vole_final *f = user;
  (void)arguments, (void)results;
  mutex_lock(&vole->machine.runtime.hold_lock);
  unlink_final(f);
  mutex_unlock(&vole->machine.runtime.hold_lock);
  f->finalizer(f->user);
  free(f);
  return true;
}

void api_run_finalizers(struct vole *vole) {
  for (struct vole_final *f; (f = vole->finals) != NULL;) {
    unlink_final(f);
    f->finalizer(f->user);
    free(f);
  }
}

// Returns the type of the func value. NULL: there is no program.
static struct rtype *final_type(struct vole *vole, struct vole_error *err) {
  struct program *p = &vole->machine.program;
  const char *problem;
  if (!api_is_loaded(vole, err))
    return NULL;
  mutex_lock(&p->lock);
  if (!vole->final_type)
    vole->final_type =
        program_rtype(p, check_host_type(&p->checked, p->main_package, "func(uintptr)", &problem));
  mutex_unlock(&p->lock);
  return vole->final_type;
}

// What vole_finalize was given.
struct finalize_use {
  void *object;
  vole_finalizer finalizer;
  void *user;
  struct vole_error *err;
};

static bool finalize(struct vole *vole, void *argument) {
  const struct finalize_use *u = argument;
  struct runtime *rt = &vole->machine.runtime;
  struct m *previous;
  struct rtype *type = final_type(vole, u->err);
  if (!type)
    return false;
  const struct mspan *span = span_of_heap(&rt->gc.heap, (uintptr_t)u->object);
  if (!span || span->is_user_arena_chunk)
    return api_error(u->err, VOLE_ERROR_USAGE, 2, "vole_finalize: the object is %s",
                     span ? "in an arena" : "not on the heap");
  const void *call = finalize_call_type(rt, NULL, type);
  struct vole_final *f = call ? malloc(sizeof *f) : NULL;
  if (!f)
    return api_error(u->err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
  struct g *g = api_enter_heap(vole, 0, &previous, u->err);
  if (!g) {
    free(f);
    return false;
  }
  *f = (struct vole_final){.finalizer = u->finalizer, .user = u->user, .link = &vole->finals};
  mutex_lock(&rt->hold_lock);
  f->next = vole->finals;
  if (f->next)
    f->next->link = &f->next;
  vole->finals = f;
  mutex_unlock(&rt->hold_lock);
  finalize_start(g);
  gc_add_cleanup(&rt->gc, g_gc_p(g), u->object, api_new_closure(g, type, run_final, f), call);
  runtime_leave(rt, previous);
  return true;
}

bool vole_finalize(struct vole *vole, void *object, vole_finalizer finalizer, void *user,
                   struct vole_error *err) {
  struct finalize_use u = {object, finalizer, user, err};
  if (!object || !finalizer)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_finalize: %s is NULL",
                     object ? "finalizer" : "object");
  return api_guarded(vole, API_USE, finalize, &u, err);
}

// Weak refs: a ref to the handle by which the collector knows the object.

// What the functions below were given, and return.
struct weak_use {
  void *object;
  struct runtime_ref *ref;
  struct vole_error *err;
};

static bool hold_weak(struct vole *vole, void *argument) {
  struct weak_use *u = argument;
  struct runtime *rt = &vole->machine.runtime;
  struct m *previous;
  if (api_is_stale(rt, u->object))
    return api_error(u->err, VOLE_ERROR_USAGE, 2,
                     "vole_hold_weak: the object lies in memory that the heap has freed");
  struct g *g = api_enter_heap(vole, 0, &previous, u->err);
  if (!g)
    return false;
  u->ref = runtime_hold(rt, gc_weak_handle(&rt->gc, g_gc_p(g), u->object));
  if (u->ref)
    u->ref->weak = true;
  runtime_leave(rt, previous);
  return u->ref || api_error(u->err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
}

struct vole_ref *vole_hold_weak(struct vole *vole, void *object, struct vole_error *err) {
  struct weak_use u = {.object = object, .err = err};
  if (!object)
    api_error(err, VOLE_ERROR_USAGE, 2, "vole_hold_weak: object is NULL");
  else
    api_guarded(vole, API_USE, hold_weak, &u, err);
  return (struct vole_ref *)u.ref;
}

static bool get_weak(struct vole *vole, void *argument) {
  struct weak_use *u = argument;
  struct runtime *rt = &vole->machine.runtime;
  struct m *previous;
  if (u->ref->owner != rt || !u->ref->weak)
    return api_error(u->err, VOLE_ERROR_USAGE, 2,
                     "vole_weak_object: ref is no weak ref of the "
                     "instance");
  struct g *g = api_enter_heap(vole, 0, &previous, u->err);
  if (!g)
    return false;
  u->object = gc_weak_value(&rt->gc, g_gc_p(g), u->ref->object);
  if (u->object)
    runtime_hold_for(rt, g->activations, u->object);
  runtime_leave(rt, previous);
  return true;
}

bool vole_weak_object(struct vole *vole, const struct vole_ref *ref, void **object,
                      struct vole_error *err) {
  struct weak_use u = {.ref = (struct runtime_ref *)ref, .err = err};
  if (!ref || !object)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_weak_object: %s is NULL",
                     ref ? "object" : "ref");
  if (!api_guarded(vole, API_USE, get_weak, &u, err))
    return false;
  *object = u.object;
  return true;
}
