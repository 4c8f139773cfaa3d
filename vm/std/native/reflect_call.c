// Natives of package reflect: what calls need besides the trampolines (vm/compile/trampoline.c).

#include "gc/barrier.h"
#include "mem/invariant.h"
#include "runtime/runtime.h"
#include "vm/compile/compile.h"
#include "vm/interp/machine.h"
#include "vm/std/natives.h"

// A reflect.Value as it lies in memory, and flags of it: see value.go.
struct value {
  struct rtype *type;
  void *ptr;
  uint64_t flag;
};
enum { flag_read_only = 1 << 5 | 1 << 6, flag_indirect = 1 << 7, flag_method = 1 << 9 };

static struct func *trampoline_of(struct g *g, uint64_t type, enum trampoline kind) {
  return compile_trampoline_of(&machine_of(g->runtime)->program, (struct rtype *)type, kind);
}

// func caller(t *rtype) func(fn, frame unsafe.Pointer)
static bool reflect_caller(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)&trampoline_of(g, args[0], TRAMPOLINE_CALL)->self;
  return true;
}

// func methodCaller(t *rtype) func(fn, receiver, frame unsafe.Pointer)
static bool reflect_method_caller(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)&trampoline_of(g, args[0], TRAMPOLINE_METHOD)->self;
  return true;
}

// func madeCode(t *rtype) unsafe.Pointer: the code of what MakeFunc makes of that type.
static bool reflect_made_code(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)trampoline_of(g, args[0], TRAMPOLINE_MADE);
  return true;
}

// func boundCode(t *rtype) unsafe.Pointer: the code of a method value of that type.
static bool reflect_bound_code(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)trampoline_of(g, args[0], TRAMPOLINE_BOUND);
  return true;
}

// func frameOf(t *rtype) *rtype
static bool reflect_frame_of(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] =
      (uint64_t)compile_frame_of(&machine_of(g->runtime)->program, (struct rtype *)args[0]);
  return true;
}

// func fill(layout *rtype, frame unsafe.Pointer, in []Value, from int) int: stores values from
// number `from` on, up to the first that is not of its parameter's very type or must not be used.
static bool reflect_fill(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *frame = (const struct rtype *)args[0];
  const struct go_slice in = native_slice(args + 2);
  const struct value *values = in.ptr;
  int64_t i = (int64_t)args[5];
  for (; i < in.len; i++) {
    const struct value *v = &values[i];
    const struct rtype_field *field = &frame->fields[i];
    if (v->type != field->type || v->flag & (flag_read_only | flag_method))
      break;
    const void *from = v->flag & flag_indirect ? v->ptr : (const void *)&v->ptr;
    gc_move_typed(&g->runtime->gc, g_gc_p(g), (char *)args[1] + field->offset, from,
                  v->type->layout.size, &v->type->layout);
  }
  results[0] = (uint64_t)i;
  return true;
}

// Clears the fields of a frame below number count, so that they keep nothing alive.
static void drop_fields(struct g *g, const struct rtype *frame, char *at, uint64_t count) {
  for (uint64_t i = 0; i < count; i++) {
    const struct rtype_field *field = &frame->fields[i];
    if (field->type->layout.ptrdata)
      gc_clear_typed(&g->runtime->gc, g_gc_p(g), at + field->offset, field->type->layout.size,
                     &field->type->layout);
  }
}

// func take(layout *rtype, frame unsafe.Pointer, from int, to []Value): makes Values of the fields
// of a frame from number `from` on. They lie in the frame, which nobody writes to any more.
static bool reflect_take(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *frame = (const struct rtype *)args[0];
  const struct go_slice to = native_slice(args + 3);
  struct value *values = to.ptr;
  drop_fields(g, frame, (char *)args[1], args[2]);
  for (int64_t i = 0; i < to.len; i++) {
    const struct rtype_field *field = &frame->fields[args[2] + (uint64_t)i];
    char *at = field->type->layout.size ? (char *)args[1] + field->offset
                                        : (char *)g->runtime->gc.zero_base;
    bool direct = field->type->flags & RTYPE_DIRECT;
    values[i].type = field->type;
    gc_store_pointer(&g->runtime->gc, g_gc_p(g), &values[i].ptr, direct ? *(void **)at : at);
    values[i].flag = field->type->kind | (direct ? 0u : (unsigned)flag_indirect);
  }
  return true;
}

// func interfaceMethod(at unsafe.Pointer, i int) unsafe.Pointer: the function that an interface
// calls for its method i; it is not nil.
static bool reflect_interface_method(struct g *g, uint64_t *args, uint64_t *results) {
  const struct itab *tab = *(const struct itab *const *)args[0];
  results[0] = (uint64_t)tab->funcs[args[1]];
  return true;
}

const struct native_entry natives_reflect_call[] = {
    {"caller", reflect_caller, 1, 1},
    {"methodCaller", reflect_method_caller, 1, 1},
    {"madeCode", reflect_made_code, 1, 1},
    {"boundCode", reflect_bound_code, 1, 1},
    {"frameOf", reflect_frame_of, 1, 1},
    {"fill", reflect_fill, 6, 1},
    {"take", reflect_take, 6, 0},
    {"interfaceMethod", reflect_interface_method, 2, 1},
    {NULL},
};
