// Running finalizers: each on a goroutine of its own, at a safepoint of whoever meets that they are due.
//
// In Go one goroutine runs all finalizers, at any time and concurrently with the program. Until goroutines run on several threads, the safepoint at
// which they are found to be due is that time: the script's goroutine waits there, as if it had been descheduled.

#include "vm/finalize.h"

#include <stdlib.h>

#include "gc/finalizer.h"
#include "mem/atomic.h"
#include "runtime/iface.h"
#include "vm/interp.h"
#include "vm/vole_internal.h"

struct finalize_type {
  struct finalize_type *next;
  struct rtype *object, *function;
};

const void *finalize_call_type(struct runtime *rt, struct rtype *object, struct rtype *function) {
  struct vole *vole = (struct vole *)rt;
  for (struct finalize_type *t = vole->finalize_types; t; t = t->next) {
    if (t->object == object && t->function == function)
      return t;
  }
  struct finalize_type *t = malloc(sizeof *t);
  if (t) {
    *t = (struct finalize_type){vole->finalize_types, object, function};
    vole->finalize_types = t;
  }
  return t;
}

void finalize_free(struct runtime *rt) {
  struct vole *vole = (struct vole *)rt;
  while (vole->finalize_types) {
    struct finalize_type *t = vole->finalize_types;
    vole->finalize_types = t->next;
    free(t);
  }
}

// Calls one finalizer with its object.
static enum interp_exit call_one(struct g *g, const struct gc_finalizer *f, char **panic_text) {
  const struct finalize_type *type = f->arg_type;
  struct rtype *param = type->function->params[0];
  uint64_t args[2] = {(uint64_t)f->object, 0};
  if (param->kind == KIND_INTERFACE) {
    args[0] = param->method_count ? (uint64_t)itab_get(g->runtime, param, type->object, NULL) : (uint64_t)type->object;
    args[1] = (uint64_t)f->object;
  }
  return interp_call(g, f->closure, args, NULL, panic_text);
}

bool finalize_run(struct g *g) {
  struct runtime *rt = g->runtime;
  struct gc_finalizer f;
  bool ok = true;
  if (!atomic_load_relaxed_u32(&rt->finalizer_wanted) || g == rt->finalizer_g)
    return true;
  atomic_store_u32(&rt->finalizer_wanted, 0);
  if (!rt->finalizer_g) {
    rt->finalizer_g = g_new(rt, g->m->p);
    rt->finalizer_g->system = true;
    g_set_status(rt->finalizer_g, GDEAD, GRUNNABLE);
    g_set_status(rt->finalizer_g, GRUNNABLE, GWAITING);
  }
  struct g *runner = rt->finalizer_g;
  struct m *m = g->m;
  g_set_status(runner, GWAITING, GRUNNING);
  g_set_status(g, GRUNNING, GRUNNABLE);
  runner->m = m;
  m->current_g = runner;
  while (ok && gc_next_finalizer(&rt->gc, &f)) {
    char *panic_text = NULL;
    enum interp_exit exit = call_one(runner, &f, &panic_text);
    if (exit == INTERP_PANICKED)
      rt->end = (struct runtime_end){.fatal = true, .exiting = true, .status = 2, .text = panic_text};
    ok = exit == INTERP_RETURNED;
  }
  g->m = m;
  m->current_g = g;
  runner->m = NULL;
  g_set_status(g, GRUNNABLE, GRUNNING);
  g_set_status(runner, GRUNNING, GWAITING);
  return ok;
}
