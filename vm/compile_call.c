// Calls: of declared functions, methods, interface methods and function values; arguments.
//
// A call's area lies above everything in use: results, then parameters, which are evaluated
// straight into it. The results stay there; the caller of compile_call_results finds them in its
// first slots.

#include <string.h>

#include "vm/compile_internal.h"

struct type *call_signature(struct expr *call) {
  return type_underlying(call->u.call.fun->type);
}

int signature_result_slots(struct type *signature) {
  return tuple_slots(signature->u.signature.results, signature->u.signature.result_count);
}

int signature_param_slots(struct type *signature) {
  return tuple_slots(signature->u.signature.params, signature->u.signature.param_count);
}

void mark_results(struct compile *f, struct type *signature, int area) {
  int slot = area;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    slot_mark(f, slot, t);
    slot += type_slots(t);
  }
  f->top = slot;
}

void emit_call_func(struct compile *f, struct func *callee, int area) {
  enum opcode op = callee->flags & FUNC_NATIVE ? OP_CALLN : OP_CALL;
  struct label done;
  label_init(&done);
  if (!emit_atomic_call(f, callee, area, &done))
    emit_call(f, op, area, 0, 0, (uint64_t)(uintptr_t)callee);
  label_bind(f, &done);
}

// Arguments.

// The rest of the arguments as a slice, at slot: values[i] of types[i], or expressions.
static void variadic_slice(struct compile *f, struct type *slice, struct expr **args, int count,
                           int slot) {
  if (count == 0) {
    emit_zero(f, slot, 3);
    return;
  }
  int mark = f->top;
  struct type *elem = type_underlying(slice)->u.slice.elem;
  struct type *array = region_alloc(f->region, sizeof *array);
  array->kind = TYPE_ARRAY;
  array->u.array.elem = elem;
  array->u.array.len = count;
  int cell = slot_reserve_words(f, 1, true);
  emit_new(f, cell, array);
  for (int i = 0; i < count; i++) {
    struct place p = place_deref(f, cell, elem);
    p.offset = i * type_size(elem);
    p.packed = true;
    compile_to_place(f, &p, args[i], true);
  }
  emit_move(f, slot, cell, 1);
  emit_int(f, slot + 1, count);
  emit_int(f, slot + 2, count);
  f->top = mark;
}

// A variable that is read after the calls in later arguments.
static bool is_late(struct expr **args, int count, int i) {
  struct expr *e = expr_strip(args[i]);
  int slot;
  if (e->kind != EXPR_IDENT || !expr_is_place(e) || is_frame_variable(e, &slot))
    return false;
  for (int j = i + 1; j < count; j++)
    if (expr_has_call(args[j]))
      return true;
  return false;
}

static void argument_list(struct compile *f, struct type *signature, struct expr **args, int count,
                          bool ellipsis, int slot) {
  int fixed = signature->u.signature.param_count;
  bool variadic = signature->u.signature.variadic && !ellipsis;
  if (variadic)
    fixed--;
  for (int late = 0; late < 2; late++) {
    int at = slot;
    for (int i = 0; i < fixed; i++) {
      struct type *t = signature->u.signature.params[i]->type;
      if (is_late(args, count, i) == (late == 1)) {
        slot_mark(f, at, t);
        int mark = f->top;
        compile_value(f, args[i], t, at);
        f->top = mark;
      }
      at += type_slots(t);
    }
    if (variadic && late == 0) {
      slot_mark(f, at, signature->u.signature.params[fixed]->type);
      variadic_slice(f, signature->u.signature.params[fixed]->type, args ? args + fixed : NULL,
                     count - fixed, at);
    }
  }
}

// f(g()) where g has several results: each becomes a name for its slot.
struct expr **compile_spread(struct compile *f, struct expr *call, int *count) {
  struct expr *inner = expr_strip(call->u.call.args.items[0]);
  struct type *signature = call_signature(inner);
  int slot = compile_call_results(f, inner);
  *count = signature->u.signature.result_count;
  struct expr **list = region_alloc(f->region, (size_t)(*count + 1) * sizeof *list);
  for (int i = 0; i < *count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    list[i] = expr_of_slot(f, t, slot);
    slot += type_slots(t);
  }
  return list;
}

bool call_is_spread(struct expr *call) {
  if (call->u.call.args.count != 1)
    return false;
  struct expr *arg = expr_strip(call->u.call.args.items[0]);
  return arg->kind == EXPR_CALL && arg->u.call.kind == CALL_FUNCTION &&
         call_signature(arg)->u.signature.result_count > 1;
}

void compile_arguments(struct compile *f, struct type *signature, struct expr *call, int slot) {
  int mark = f->top;
  struct expr **args = call->u.call.args.items;
  int count = call->u.call.args.count;
  if (call_is_spread(call))
    args = compile_spread(f, call, &count);
  argument_list(f, signature, args, count, call->u.call.has_ellipsis, slot);
  f->top = mark;
}

// Methods.

int interface_method_index(struct type *t, struct object *method) {
  struct type *under = type_underlying(t);
  types_complete_interface(under);
  for (int i = 0; i < under->u.interface_.all_count; i++) {
    struct object *m = under->u.interface_.all_methods[i];
    if (m == method)
      return i;
  }
  for (int i = 0; i < under->u.interface_.all_count; i++)
    if (under->u.interface_.all_methods[i]->name == method->name)
      return i;
  return 0;
}

int receiver_slots(struct object *method, struct type *receiver) {
  if (method->u.func.pointer_receiver)
    return 1;
  struct type *under = type_underlying(receiver);
  if (under->kind == TYPE_POINTER && receiver->kind == TYPE_POINTER)
    return type_slots(under->u.pointer.elem);
  return type_slots(receiver);
}

void compile_receiver(struct compile *f, struct object *method, struct place receiver, int dest) {
  int mark = f->top;
  bool pointer = receiver.type->kind == TYPE_POINTER;
  if (method->u.func.pointer_receiver) {
    slot_mark_word(f, dest, true);
    if (pointer)
      place_load(f, &receiver, dest);
    else
      place_address(f, &receiver, dest);
  } else {
    if (pointer) {
      int address = place_load(f, &receiver, SLOT_ANY);
      receiver = place_deref(f, address, receiver.type->u.pointer.elem);
    }
    slot_mark(f, dest, receiver.type);
    place_load(f, &receiver, dest);
  }
  f->top = mark;
}

static int call_method(struct compile *f, struct expr *call, struct expr *fun) {
  const struct selection *sel = &fun->u.selector.selection;
  struct type *signature = call_signature(call);
  int results = signature_result_slots(signature), params = signature_param_slots(signature);
  struct func *callee = compile_func_of(f->program, sel->object);
  int receiver = callee->param_slots - params;
  int area = call_area(f, results + receiver + params);
  int mark = f->top;
  struct place p = compile_place(f, fun->u.selector.x);
  p = place_path(f, p, sel->path, sel->path_count);
  compile_receiver(f, sel->object, p, area + results);
  f->top = mark;
  compile_arguments(f, signature, call, area + results + receiver);
  f->pos = call->pos;
  emit_call_func(f, callee, area);
  mark_results(f, signature, area);
  return area;
}

static int call_interface(struct compile *f, struct expr *call, struct expr *fun) {
  const struct selection *sel = &fun->u.selector.selection;
  struct type *signature = call_signature(call);
  int results = signature_result_slots(signature), params = signature_param_slots(signature);
  struct place p = compile_place(f, fun->u.selector.x);
  p = place_path(f, p, sel->path, sel->path_count);
  int value = place_load(f, &p, SLOT_ANY);
  int area = call_area(f, results + 1 + params);
  compile_arguments(f, signature, call, area + results + 1);
  f->pos = call->pos;
  emit_call(f, OP_CALLI, area, value, interface_method_index(p.type, sel->object),
            (uint64_t)results | (uint64_t)(params + 1) << 16);
  mark_results(f, signature, area);
  return area;
}

static int call_static(struct compile *f, struct expr *call, struct func *callee) {
  struct type *signature = call_signature(call);
  int area = call_area(f, callee->result_slots + callee->param_slots);
  compile_arguments(f, signature, call, area + callee->result_slots);
  f->pos = call->pos;
  emit_call_func(f, callee, area);
  mark_results(f, signature, area);
  return area;
}

static int call_closure(struct compile *f, struct expr *call, struct expr *fun) {
  struct type *signature = call_signature(call);
  int results = signature_result_slots(signature), params = signature_param_slots(signature);
  int value = compile_expr(f, fun, SLOT_ANY);
  int area = call_area(f, results + params);
  compile_arguments(f, signature, call, area + results);
  f->pos = call->pos;
  emit_call(f, OP_CALLC, area, value, 0, (uint64_t)results | (uint64_t)params << 16);
  mark_results(f, signature, area);
  return area;
}

int compile_call_results(struct compile *f, struct expr *e) {
  e = expr_strip(e);
  if (f->error)
    return 0;
  struct expr *fun = expr_strip(e->u.call.fun);
  struct object *object = callee_object(fun);
  pos_t pos = f->pos;
  int area;
  if (object)
    area = call_static(f, e, compile_func_of(f->program, object));
  else if (fun->kind == EXPR_SELECTOR && fun->u.selector.selection.kind == SELECT_METHOD)
    area = call_method(f, e, fun);
  else if (fun->kind == EXPR_SELECTOR && fun->u.selector.selection.kind == SELECT_INTERFACE_METHOD)
    area = call_interface(f, e, fun);
  else if (fun->kind == EXPR_SELECTOR && fun->u.selector.selection.kind == SELECT_METHOD_EXPR)
    area = call_static(
        f, e, method_expr_func(f->program, &fun->u.selector.selection, fun->u.selector.x->type));
  else
    area = call_closure(f, e, fun);
  f->pos = pos;
  return area;
}

// Functions of the standard library that are instructions.

bool object_is_math_op(struct object *object, enum opcode *op) {
  static const struct {
    const char *name;
    enum opcode op;
  } ops[] = {{"Sqrt", OP_SQRTF},          {"Abs", OP_ABSF},        {"Floor", OP_FLOORF},
             {"Ceil", OP_CEILF},          {"Trunc", OP_TRUNCF},    {"Float64bits", OP_MOV},
             {"Float64frombits", OP_MOV}, {"Float32bits", OP_MOV}, {"Float32frombits", OP_MOV}};
  if (!object || !object->package || !object->package->is_std ||
      strcmp(object->package->path, "math") != 0)
    return false;
  for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++) {
    if (strcmp(ops[i].name, object->name) == 0) {
      *op = ops[i].op;
      return true;
    }
  }
  return false;
}

int compile_call(struct compile *f, struct expr *e, int dest) {
  if (e->u.call.kind == CALL_CONVERSION)
    return compile_conversion(f, e, dest);
  if (e->u.call.kind == CALL_BUILTIN)
    return compile_builtin(f, e, dest);
  enum opcode op;
  if (object_is_math_op(callee_object(e->u.call.fun), &op) && !call_is_spread(e)) {
    struct type *t = call_signature(e)->u.signature.params[0]->type;
    int result = compile_dest(f, e->type, dest);
    int inner = f->top;
    int x = compile_value(f, e->u.call.args.items[0], t, SLOT_ANY);
    emit(f, op, result, x, 0);
    f->top = inner;
    return result;
  }
  int mark = f->top;
  int area = compile_call_results(f, e);
  if (dest == SLOT_ANY)
    return area;
  emit_move(f, dest, area, type_slots(e->type));
  f->top = mark;
  return dest;
}
