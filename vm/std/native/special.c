// Natives of packages runtime and weak that attach something to an object: finalizers, cleanups,
// pins, weak pointers.

#include "gc/finalizer.h"
#include "gc/weak.h"
#include "mem/pinner.h"
#include "runtime/end.h"
#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/root.h"
#include "runtime/runtime.h"
#include "vm/interp/finalize.h"
#include "vm/std/natives.h"

// Ends the program, as Go does when SetFinalizer is misused.
static bool finalizer_error(struct g *g, const char *what, const char *type, const char *rest) {
  runtime_fatal(g->runtime, g, "runtime.SetFinalizer: %s%s%s", what, type, rest);
  return false;
}

// Returns whether a func of type `function` can be called with a pointer of type `object`.
static bool accepts(const struct rtype *function, const struct rtype *object) {
  const struct rtype *param = function->params[0];
  if (param == object)
    return true;
  if (param->kind == KIND_POINTER)
    return param->elem == object->elem && (!*param->name || !*object->name);
  return param->kind == KIND_INTERFACE && rtype_implements(object, param, NULL);
}

// Returns whether the object may have a finalizer; if not, the program has been ended. Sets *ignore
// if nothing ever frees the object.
static bool judge_object(struct g *g, const struct rtype *type, const void *object, bool tiny,
                         bool *ignore) {
  if (!type)
    return finalizer_error(g, "first argument is nil", "", "");
  if (type->kind != KIND_POINTER)
    return finalizer_error(g, "first argument is ", type->string, ", not pointer");
  switch (gc_finalizer_judge(&g->runtime->gc, object, tiny)) {
  case GC_FINALIZER_IN_ARENA:
    return finalizer_error(g, "first argument was allocated into an arena", "", "");
  case GC_FINALIZER_NOT_HEAP:
    *ignore = true;
    return runtime_is_static(g->runtime, object) ||
           finalizer_error(g, "pointer not in allocated block", "", "");
  case GC_FINALIZER_NOT_START:
    return finalizer_error(g, "pointer not at beginning of allocated block", "", "");
  default:
    return true;
  }
}

static bool judge_function(struct g *g, const struct rtype *type, const struct rtype *function) {
  if (function->kind != KIND_FUNC)
    return finalizer_error(g, "second argument is ", function->string, ", not a function");
  if (!function->variadic && function->param_count == 1 && accepts(function, type))
    return true;
  runtime_fatal(g->runtime, g, "runtime.SetFinalizer: cannot pass %s to finalizer %s%s",
                type->string, function->string, function->variadic ? " because dotdotdot" : "");
  return false;
}

static bool runtime_set_finalizer(struct g *g, uint64_t *args, uint64_t *results) {
  struct rtype *type = (struct rtype *)args[0], *function = (struct rtype *)args[2];
  void *object = (void *)args[1], *closure = (void *)args[3];
  struct gc *gc = &g->runtime->gc;
  bool ignore = false;
  bool tiny = type && type->kind == KIND_POINTER && type->elem->layout.ptrdata == 0 &&
              type->elem->layout.size < tiny_size;
  if (!judge_object(g, type, object, tiny, &ignore))
    return false;
  if (ignore)
    return true;
  if (!function) {
    gc_remove_finalizer(gc, g_gc_p(g), object);
    return true;
  }
  if (!judge_function(g, type, function))
    return false;
  finalize_start(g);
  const void *call = finalize_call_type(g->runtime, type, function);
  if (gc_set_finalizer(gc, g_gc_p(g), object, closure, call, tiny) == GC_FINALIZER_ALREADY_SET)
    return finalizer_error(g, "finalizer already set", "", "");
  return true;
}

// Returns whether a pointer in the object at address leads into [base, base+bytes).
static bool holds_pointer_to(struct gc *gc, uintptr_t address, uintptr_t base, uintptr_t bytes) {
  struct mspan *span = span_of_heap(&gc->heap, address);
  if (!span || mspan_noscan(span))
    return false;
  uintptr_t object = mspan_object_base(span, mspan_object_index(span, address));
  struct heap_bits bits = heap_bits_for_addr(&gc->heap, object, span->elem_size);
  for (uintptr_t slot = heap_bits_next(&bits); slot != 0; slot = heap_bits_next(&bits)) {
    if (atomic_load_relaxed_uintptr((const uintptr_t *)slot) - base < bytes)
      return true;
  }
  return false;
}

// func addCleanup(ptr unsafe.Pointer, arg any, cleanup any, run any) uint64: run is a
// func(unsafe.Pointer) that calls cleanup with arg.
static bool runtime_add_cleanup(struct g *g, uint64_t *args, uint64_t *results) {
  void *object = (void *)args[0];
  const struct rtype *arg_type = (const struct rtype *)args[1];
  uintptr_t arg = 0; // the address, if it is a pointer
  if (arg_type && (arg_type->kind == KIND_POINTER || arg_type->kind == KIND_UNSAFE_POINTER))
    arg = args[2];
  struct gc *gc = &g->runtime->gc;
  struct mspan *span = span_of_heap(&gc->heap, (uintptr_t)object);
  const char *problem = NULL;
  if (arg != 0 && arg == (uintptr_t)object)
    problem = "ptr is equal to arg, cleanup will never run";
  else if (span && span->is_user_arena_chunk)
    problem = "ptr is arena-allocated";
  else if (!span && gc->options.sbrk == 0 && !runtime_is_static(g->runtime, object))
    problem = "ptr not in allocated block"; // with sbrk, memory that nothing frees is in no span
  if (span && !problem) {
    uintptr_t base = mspan_object_base(span, mspan_object_index(span, (uintptr_t)object));
    if (arg - base < span->elem_size && span->span_class != tiny_span_class)
      problem = "ptr is within arg, cleanup will never run";
    else if (holds_pointer_to(gc, args[4], base, span->elem_size))
      problem = "cleanup function closes over ptr, cleanup will never run";
  }
  if (problem) {
    struct text text = {0};
    text_addf(&text, "runtime.AddCleanup: %s", problem);
    native_panic_text(g, text.data);
    text_free(&text);
    return false;
  }
  struct rtype *run_type = (struct rtype *)args[5];
  finalize_start(g);
  const void *call = finalize_call_type(g->runtime, NULL, run_type);
  results[0] = gc_add_cleanup(gc, g_gc_p(g), object, (void *)args[6], call);
  return true;
}

static bool runtime_stop_cleanup(struct g *g, uint64_t *args, uint64_t *results) {
  gc_stop_cleanup(&g->runtime->gc, g_gc_p(g), args[0], args[1]);
  return true;
}

// func pin(pointer any) unsafe.Pointer
static bool runtime_pin(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0];
  void *object = (void *)args[1];
  struct gc *gc = &g->runtime->gc;
  if (!type) {
    panic_error(g, "runtime.Pinner: argument is nil");
    return false;
  }
  if (type->kind != KIND_POINTER && type->kind != KIND_UNSAFE_POINTER) {
    panic_error(g, "runtime.Pinner: argument is not a pointer: %s", type->string);
    return false;
  }
  struct mspan *span = span_of_heap(&gc->heap, (uintptr_t)object);
  if (span && span->is_user_arena_chunk) {
    panic_error(g, "runtime.Pinner: object was allocated into an arena");
    return false;
  }
  // An object that is not on the heap needs no pin.
  pin_set(&gc->heap, &g_gc_p(g)->mem, (uintptr_t)object, true);
  results[0] = (uint64_t)object;
  return true;
}

static bool runtime_unpin(struct g *g, uint64_t *args, uint64_t *results) {
  if (pin_set(&g->runtime->gc.heap, &g_gc_p(g)->mem, args[0], false) != PIN_ALREADY_UNPINNED)
    return true;
  runtime_fatal(g->runtime, g, "runtime.Pinner: object already unpinned");
  return false;
}

const struct native_entry natives_special[] = {
    {"SetFinalizer", runtime_set_finalizer, 4, 0},
    {"addCleanup", runtime_add_cleanup, 7, 1},
    {"stopCleanup", runtime_stop_cleanup, 2, 0},
    {"pin", runtime_pin, 2, 1},
    {"unpin", runtime_unpin, 1, 0},
    {NULL},
};

static bool weak_handle(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0] ? (uint64_t)gc_weak_handle(&g->runtime->gc, g_gc_p(g), (void *)args[0]) : 0;
  return true;
}

static bool weak_value(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0] ? (uint64_t)gc_weak_value(&g->runtime->gc, g_gc_p(g), (void *)args[0]) : 0;
  return true;
}

const struct native_entry natives_weak[] = {
    {"handle", weak_handle, 1, 1},
    {"value", weak_value, 1, 1},
    {NULL},
};
