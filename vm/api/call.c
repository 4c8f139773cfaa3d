// Calls from C into Go: vole_run, vole_call, vole_iface_text.
//
// A call enters the run time, moves the arguments into slots (values.c), runs the function by
// interp_call and turns the way it ended into an error.

#include <stdlib.h>
#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/iface.h"
#include "runtime/instance.h"
#include "runtime/interrupt.h"
#include "runtime/root.h"
#include "runtime/string.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/interp/interp.h"
#include "vm/syntax/c_stack.h"

bool api_is_loaded(struct vole *vole, struct vole_error *err) {
  if (!api_has_stack(c_stack_entry, err))
    return false;
  uint32_t state = atomic_load_u32(&vole->state);
  if (state == VOLE_LOADED || state == VOLE_READY)
    return true;
  if (runtime_is_fatal(&vole->machine.runtime))
    return api_report_fatal(vole, err);
  return api_error(err, VOLE_ERROR_USAGE, 2,
                   state == VOLE_DEAD ? "the instance has ended" : "no program is loaded");
}

bool api_has_stack_to_compile(struct vole_error *err) {
  return api_has_stack(c_stack_entry, err);
}

// Turns the end of an activation into an error. Takes the panic over.
static bool report(struct vole *vole, enum interp_exit exit, struct interp_panic *panic,
                   struct vole_error *err) {
  struct runtime_end *end = &vole->machine.runtime.end;
  switch (exit) {
  case INTERP_RETURNED:
    return true;
  case INTERP_PANICKED:
    return api_error_panic(err, panic);
  case INTERP_GOEXIT: // the goroutine cannot end: C frames lie below it
    return api_error(err, VOLE_ERROR_PANIC, 2,
                     "runtime.Goexit was called below a function of the host");
  case INTERP_INTERRUPTED:
    return api_report_interrupt(vole, err);
  case INTERP_EXITED:
    atomic_store_u32(&vole->state, VOLE_DEAD);
    if (api_is_closing(vole))
      return api_error(err, VOLE_ERROR_FATAL, 2, "the instance is being freed by another thread");
    return api_error(err, VOLE_ERROR_EXIT, end->status, "exit status %d", end->status);
  case INTERP_FATAL:
    atomic_store_u32(&vole->state, VOLE_DEAD);
    return api_error(err, VOLE_ERROR_FATAL, end->status, "%s",
                     end->text ? end->text : "fatal error");
  }
  return false;
}

static void load_arguments(struct g *g, const struct api_arguments *args) {
  for (int i = 0; args->shape && i < args->shape->param_count; i++) {
    const struct api_value *value = &args->shape->params[i];
    api_value_load(g, args->slots + value->slot, (const char *)args->memory + value->offset,
                   value->type);
  }
}

// Calls a function on the main goroutine, or in a native on the goroutine that called that. What
// the results point to is held for the caller (runtime_hold_for). results may be NULL.
static enum interp_exit call_inside(struct vole *vole, struct func *func, struct api_arguments args,
                                    uint64_t *results, struct interp_panic *panic) {
  invariant_debug(!args.shape || api_shape_fits(args.shape, func));
  struct g *g;
  struct m *previous = runtime_enter(&vole->machine.runtime, &g);
  enum interp_exit exit;
  if (!g) {
    exit = interp_run_ended(&vole->machine.runtime);
  } else {
    const struct activation *owner = g->activations;
    load_arguments(g, &args);
    exit = interp_call(g, &func->self, args.slots, results, panic);
    // Not before the call: the arguments may be what the last call returned.
    invariant_debug(g->activations == owner || exit == INTERP_EXITED || exit == INTERP_FATAL);
    runtime_release_for(&vole->machine.runtime, owner);
    for (int i = 0; exit == INTERP_RETURNED && results && i < func->result_slots; i++)
      if (func->result_pointers[i] && results[i])
        runtime_hold_for(&vole->machine.runtime, owner, (const void *)results[i]);
    if (args.keep)
      runtime_hold_for(&vole->machine.runtime, owner, args.keep);
    if (exit == INTERP_PANICKED && panic->value.data)
      runtime_hold_for(&vole->machine.runtime, owner, panic->value.data);
  }
  runtime_leave(&vole->machine.runtime, previous);
  return exit;
}

// The same, and turns the way it ended into an error. A call from outside has limits.
static bool call(struct vole *vole, struct func *func, struct api_arguments args, uint64_t *results,
                 struct vole_error *err) {
  struct runtime *rt = &vole->machine.runtime;
  struct interp_panic panic = {0};
  if (m_current() && m_current()->runtime == rt)
    return report(vole, call_inside(vole, func, args, results, &panic), &panic, err);
  interrupt_begin_call(rt);
  enum interp_exit exit = call_inside(vole, func, args, results, &panic);
  if (interrupt_end_call(rt) && exit != INTERP_EXITED && exit != INTERP_FATAL) {
    free(panic.text);
    return api_report_interrupt(vole, err);
  }
  return report(vole, exit, &panic, err);
}

// Initialises the packages of the program, once.
static bool make_ready(struct vole *vole, struct vole_error *err) {
  if (!api_is_loaded(vole, err))
    return false;
  if (atomic_load_u32(&vole->state) == VOLE_READY)
    return true;
  atomic_store_u32(&vole->state, VOLE_READY);
  if (call(vole, vole->machine.program.initialise, (struct api_arguments){0}, NULL, err))
    return true;
  if (!vole->reloaded)
    atomic_store_u32(&vole->state, VOLE_DEAD);
  return false;
}

bool api_call(struct vole *vole, struct func *func, struct api_arguments arguments,
              uint64_t *results, struct vole_error *err) {
  return make_ready(vole, err) && call(vole, func, arguments, results, err);
}

static bool run(struct vole *vole, void *argument) {
  struct vole_error *err = argument;
  if (!api_is_loaded(vole, err))
    return false;
  mutex_lock(&vole->machine.program.lock);
  struct func *main_function = program_find_function(&vole->machine.program, "main.main", NULL);
  mutex_unlock(&vole->machine.program.lock);
  const struct package *package = vole->machine.program.main_package;
  if (!main_function || strcmp(package->name, "main") != 0)
    return api_error(err, VOLE_ERROR_USAGE, 1, "package %s is not a main package",
                     package->import_path ? package->import_path : package->name);
  return make_ready(vole, err) && call(vole, main_function, (struct api_arguments){0}, NULL, err);
}

bool vole_run(struct vole *vole, struct vole_error *err) {
  return api_guarded(vole, API_HOST, run, err, err);
}

// What vole_call was given.
struct call {
  const struct vole_func *function;
  const void *arguments;
  void *results;
  struct vole_error *err;
};

static bool call_function(struct vole *vole, void *argument) {
  const struct call *c = argument;
  const struct api_shape *shape = c->function->shape;
  const struct func *func = c->function->func;
  if (c->function->vole != vole)
    return api_error(c->err, VOLE_ERROR_USAGE, 2, "%s is a function of another instance",
                     c->function->name);
  if (!c->arguments && shape->param_bytes > 0)
    return api_error(c->err, VOLE_ERROR_USAGE, 2, "%s has parameters: arguments is NULL",
                     c->function->name);
  if (!make_ready(vole, c->err))
    return false;
  struct api_words words;
  uint64_t *in = api_words_get(&words, (size_t)func->param_slots + func->result_slots + 1);
  if (!in)
    return api_error(c->err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
  uint64_t *out = in + func->param_slots;
  invariant_debug(!c->function->problem && func->result_slots == shape->result_slots);
  struct api_arguments arguments = {.shape = shape, .memory = c->arguments, .slots = in};
  bool ok = call(vole, c->function->func, arguments, out, c->err);
  for (int i = 0; ok && c->results && i < shape->result_count; i++)
    api_value_store((char *)c->results + shape->results[i].offset, out + shape->results[i].slot,
                    shape->results[i].type);
  api_words_free(&words);
  return ok;
}

bool vole_call(struct vole *vole, struct vole_func *function, const void *arguments, void *results,
               struct vole_error *err) {
  if (!function)
    return api_error(err, VOLE_ERROR_USAGE, 2, "the function is NULL");
  struct call c = {function, arguments, results, err};
  return api_guarded(vole, API_USE, call_function, &c, err);
}

// What vole_iface_text was given and returns.
struct iface_text {
  struct vole_iface value;
  char *text;
  struct vole_error *err;
};

static bool make_text(struct vole *vole, void *argument) {
  struct iface_text *t = argument;
  if (!make_ready(vole, t->err))
    return false;
  const struct rtype *type = iface_dynamic_type(&vole->machine.runtime, t->value.type);
  const struct rtype_method *method = rtype_find_method(type, "Error", NULL);
  if (!method)
    method = rtype_find_method(type, "String", NULL);
  invariant_debug(type && type->kind != KIND_INTERFACE);
  uint64_t receiver = (uint64_t)t->value.data, result[2] = {0, 0};
  if (!method || method->type->param_count != 0 || method->type->result_count != 1 ||
      method->type->results[0]->kind != KIND_STRING)
    t->text = strdup(type->string);
  else if (call(vole, method->func, (struct api_arguments){.slots = &receiver}, result, t->err))
    t->text = string_to_c((struct go_string){(const uint8_t *)result[0], (int64_t)result[1]});
  else
    return false;
  return t->text || api_error(t->err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
}

char *vole_iface_text(struct vole *vole, struct vole_iface value, struct vole_error *err) {
  struct iface_text t = {.value = value, .err = err};
  if (!value.type)
    api_error(err, VOLE_ERROR_USAGE, 2, "the interface is nil");
  else
    api_guarded(vole, API_USE, make_text, &t, err);
  return t.text;
}
