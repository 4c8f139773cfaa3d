// Func values as hosts use them: of C functions, of methods, and calling them.
//
// A func value of a C function is a closure whose code is a trampoline, which puts its parameters
// into a frame and calls `host_function` with it (vm/compile/trampoline.c). A call from C goes
// through a frame, too: so it does not matter what the func value is of.

#include <stdlib.h>
#include <string.h>

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/iface.h"
#include "runtime/instance.h"
#include "runtime/panic.h"
#include "runtime/root.h"
#include "runtime/syscall.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/compile/compile.h"

// A func value of a C function: a heap object without pointers to the heap.
struct host_closure {
  struct func *code;     // TRAMPOLINE_MADE
  struct func **handler; // host_function
  struct rtype *type;
  vole_native function;
  void *user;
};

// A method of a value: a heap object.
struct method_value {
  struct func *code; // TRAMPOLINE_BOUND
  struct func **method;
  void *receiver; // as an interface holds it
};

static const struct layout host_closure_layout = {.size = sizeof(struct host_closure)};
static const uint8_t method_value_mask[] = {1 << offsetof(struct method_value, receiver) / 8};
static const struct layout method_value_layout = {sizeof(struct method_value),
                                                  sizeof(struct method_value), method_value_mask};

// Native closures.

// Returns where result i of a function begins in the C struct of its results, or with i the number
// of results the bytes of that struct.
static size_t result_offset(const struct rtype *type, int i) {
  size_t offset = 0;
  for (int n = 0; n <= i; n++) {
    size_t align = n < type->result_count ? type->results[n]->align : 1;
    offset = (offset + align - 1) & ~(align - 1);
    if (n < i)
      offset += type->results[n]->layout.size;
  }
  return offset;
}

// Calls the host's function with a frame, and stores what it returns there.
static bool pass_frame(struct g *g, const struct host_closure *closure, char *frame) {
  const struct rtype *type = closure->type;
  struct program *p = &machine_of(g->runtime)->program;
  const struct rtype_field *fields = compile_frame_of(p, closure->type)->fields + type->param_count;
  struct api_words words;
  size_t count = result_offset(type, type->result_count) / 8 + 1;
  uint64_t *out = api_words_get(&words, count);
  if (!out) {
    runtime_fatal(g->runtime, g, "out of memory");
    return false;
  }
  memset(out, 0, count * sizeof *out);
  bool ok = api_call_native(g, (struct vole *)g->runtime, closure->function, closure->user,
                            "a func value of the host", frame, out);
  bool ended = atomic_load_u32(&g->runtime->end.exiting); // g may have ended
  for (int i = 0; ok && !ended && i < type->result_count; i++)
    gc_move_typed(&g->runtime->gc, g_gc_p(g), frame + fields[i].offset,
                  (char *)out + result_offset(type, i), fields[i].type->layout.size,
                  &fields[i].type->layout);
  api_words_free(&words);
  if (ended)
    return false;
  api_end_native(g, ok);
  return ok;
}

// func hostFunction(closure, frame unsafe.Pointer)
static bool call_host_function(struct g *g, uint64_t *args, uint64_t *results) {
  (void)results;
  if (!syscall_leave_host(g))
    return true;
  struct m *m = g->m;
  jmp_buf *landing = m->landing;
  m->landing = NULL;
  bool ok = pass_frame(g, (const struct host_closure *)args[0], (char *)args[1]);
  m->landing = landing;
  return ok;
}

static const uint8_t host_function_pointers[] = {1, 1};
static struct func host_function = {
    .self = &host_function,
    .param_slots = 2,
    .context_slot = 2,
    .flags = FUNC_NATIVE | FUNC_NATIVE_BLOCKING | FUNC_STD,
    .native = call_host_function,
    .name = "runtime.hostFunction",
    .param_pointers = host_function_pointers,
    .result_pointers = host_function_pointers,
};

void *api_new_closure(struct g *g, struct rtype *type, vole_native function, void *user) {
  struct host_closure *c =
      gc_malloc(&g->runtime->gc, g_gc_p(g), host_closure_layout.size, NULL, true);
  *c = (struct host_closure){
      .code = compile_trampoline_of(&machine_of(g->runtime)->program, type, TRAMPOLINE_MADE),
      .handler = &host_function.self,
      .type = type,
      .function = function,
      .user = user,
  };
  runtime_hold_for(g->runtime, g->activations, c);
  return c;
}

// What vole_closure_new was given and returns.
struct closure_use {
  const struct vole_type *type;
  vole_native function;
  void *user, *made;
  struct vole_error *err;
};

static bool make_closure(struct vole *vole, void *argument) {
  struct closure_use *u = argument;
  struct m *previous;
  if (!api_has_stack_to_compile(u->err))
    return false;
  struct rtype *type = api_type(vole, u->type, KIND_FUNC, "vole_closure_new", u->err);
  struct g *g = type ? api_enter_heap(vole, sizeof(struct host_closure), &previous, u->err) : NULL;
  if (!g)
    return false;
  u->made = api_new_closure(g, type, u->function, u->user);
  runtime_leave(&vole->machine.runtime, previous);
  return true;
}

void *vole_closure_new(struct vole *vole, const struct vole_type *type, vole_native function,
                       void *user, struct vole_error *err) {
  struct closure_use u = {.type = type, .function = function, .user = user, .err = err};
  if (!function)
    api_error(err, VOLE_ERROR_USAGE, 2, "vole_closure_new: function is NULL");
  else
    api_guarded(vole, API_USE, make_closure, &u, err);
  return u.made;
}

// Methods.

// What vole_method was given and returns.
struct method_use {
  const struct vole_type *type;
  const void *value;
  const char *name;
  void **closure;
  const struct vole_type **method_type;
  struct vole_error *err;
};

static const struct rtype_method *find_method(const struct rtype *type, const char *name) {
  for (uint32_t i = 0; i < type->method_count; i++)
    if (strcmp(type->methods[i].name, name) == 0)
      return &type->methods[i];
  return NULL;
}

// Makes the method value of a receiver, the data word of an interface that holds a `type`.
static bool bind_method(struct g *g, const struct method_use *u, const struct rtype *type,
                        void *receiver) {
  const struct rtype_method *method = find_method(type, u->name);
  if (!method)
    return api_error(u->err, VOLE_ERROR_USAGE, 2, "%s has no method %s", type->string, u->name);
  struct method_value *m =
      gc_malloc(&g->runtime->gc, g_gc_p(g), method_value_layout.size, &method_value_layout, true);
  m->code = compile_trampoline_of(&machine_of(g->runtime)->program, method->type, TRAMPOLINE_BOUND);
  m->method = &method->func->self;
  gc_store_pointer(&g->runtime->gc, g_gc_p(g), &m->receiver, receiver);
  runtime_hold_for(g->runtime, g->activations, m);
  *u->closure = m;
  if (u->method_type)
    *u->method_type = (const struct vole_type *)method->type;
  return true;
}

static bool get_method(struct vole *vole, void *argument) {
  const struct method_use *u = argument;
  struct m *previous;
  if (!api_has_stack_to_compile(u->err))
    return false;
  struct rtype *type = api_type(vole, u->type, 0, "vole_method", u->err);
  if (!type || !api_is_sound(vole, type, u->value, 1, "vole_method", u->err))
    return false;
  struct g *g =
      api_enter_heap(vole, type->layout.size + sizeof(struct method_value), &previous, u->err);
  if (!g)
    return false;
  bool ok;
  if (type->kind != KIND_INTERFACE)
    ok = bind_method(g, u, type, iface_box(g, type, u->value));
  else {
    const struct vole_iface *iface = u->value;
    const struct rtype *dynamic = iface_dynamic_type(g->runtime, iface->type);
    ok = dynamic ? bind_method(g, u, dynamic, iface->data)
                 : api_error(u->err, VOLE_ERROR_USAGE, 2, "vole_method: the interface is nil");
  }
  runtime_leave(&vole->machine.runtime, previous);
  return ok;
}

bool vole_method(struct vole *vole, const struct vole_type *type, const void *value,
                 const char *name, void **closure, const struct vole_type **method_type,
                 struct vole_error *err) {
  struct method_use u = {type, value, name, closure, method_type, err};
  if (!value || !name || !closure)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_method: %s is NULL",
                     !value  ? "value"
                     : !name ? "name"
                             : "closure");
  return api_guarded(vole, API_USE, get_method, &u, err);
}

// Calls.

// What vole_closure_call was given.
struct closure_call {
  const struct vole_type *type;
  void *closure;
  const void *arguments;
  void *results;
  struct vole_error *err;
};

// Returns the slots that values fill.
static uint32_t slots_of(struct rtype *const *types, int count) {
  uint32_t slots = 0;
  for (int i = 0; i < count; i++)
    slots += types[i]->slots;
  return slots;
}

// Whether a word is a func value of that type.
static bool is_closure(struct vole *vole, const void *closure, const struct rtype *type) {
  const struct runtime *rt = &vole->machine.runtime;
  if ((uintptr_t)closure % sizeof(void *) ||
      (!api_is_object(rt, closure, sizeof(void *)) && !api_program_owns(vole, closure)))
    return false;
  const struct func *func = *(const struct func *const *)closure;
  if (!api_program_owns(vole, func) || func->self != func)
    return false;
  if (func->type)
    return func->type == type ||
           types_identical(type_underlying(func->type->source), type_underlying(type->source));
  return func->param_slots == slots_of(type->params, type->param_count) &&
         func->result_slots == slots_of(type->results, type->result_count);
}

// Makes the frame of a call, which is held for the caller.
static char *make_frame(struct vole *vole, const struct closure_call *c, const struct rtype *type,
                        const struct rtype *frame) {
  struct m *previous;
  const struct layout *layout = &frame->layout;
  struct g *g = api_enter_heap(vole, layout->size, &previous, c->err);
  if (!g)
    return NULL;
  char *made = gc_malloc(&g->runtime->gc, g_gc_p(g), layout->size, layout, true);
  for (int i = 0; i < type->param_count; i++) {
    const struct rtype_field *field = &frame->fields[i];
    gc_move_typed(&g->runtime->gc, g_gc_p(g), made + field->offset,
                  (const char *)c->arguments + field->offset, field->type->layout.size,
                  &field->type->layout);
  }
  runtime_hold_for(g->runtime, g->activations, made);
  runtime_leave(&vole->machine.runtime, previous);
  return made;
}

static bool call_closure(struct vole *vole, void *argument) {
  const struct closure_call *c = argument;
  if (!api_is_loaded(vole, c->err))
    return false;
  struct rtype *type = api_type(vole, c->type, KIND_FUNC, "vole_closure_call", c->err);
  if (!type)
    return false;
  if (!is_closure(vole, c->closure, type))
    return api_error(c->err, VOLE_ERROR_USAGE, 2, "vole_closure_call: closure is not a %s",
                     type->string);
  if (!c->arguments && type->param_count > 0)
    return api_error(c->err, VOLE_ERROR_USAGE, 2,
                     "vole_closure_call: %s has parameters: arguments is NULL", type->string);
  struct program *p = &vole->machine.program;
  const struct rtype *frame_type = compile_frame_of(p, type);
  char *frame = make_frame(vole, c, type, frame_type);
  if (!frame)
    return false;
  struct func *func = compile_trampoline_of(p, type, TRAMPOLINE_CALL);
  uint64_t slots[2] = {(uint64_t)c->closure, (uint64_t)frame};
  struct api_arguments arguments = {.slots = slots, .keep = frame};
  if (!api_call(vole, func, arguments, NULL, c->err))
    return false;
  for (int i = 0; c->results && i < type->result_count; i++) {
    const struct rtype_field *field = &frame_type->fields[type->param_count + i];
    memcpy((char *)c->results + result_offset(type, i), frame + field->offset,
           field->type->layout.size);
  }
  return true;
}

bool vole_closure_call(struct vole *vole, const struct vole_type *type, void *closure,
                       const void *arguments, void *results, struct vole_error *err) {
  struct closure_call c = {type, closure, arguments, results, err};
  if (!closure)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_closure_call: the func is nil");
  return api_guarded(vole, API_USE, call_closure, &c, err);
}
