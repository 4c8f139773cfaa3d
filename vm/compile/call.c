// Calls: of declared functions, methods, interface methods and function values; arguments.
//
// A call's area lies above everything in use: results, then parameters, which are evaluated
// straight into it. The results stay there; the caller of compile_call_results finds them in its
// first slots.

#include <string.h>

#include "mem/invariant.h"
#include "vm/compile/internal.h"

struct type *call_signature(struct expr *call) {
  return type_underlying(call->u.call.fun->type);
}

int signature_result_slots(struct type *signature) {
  return tuple_slots(signature->u.signature.results, signature->u.signature.result_count);
}

int signature_param_slots(struct type *signature) {
  return tuple_slots(signature->u.signature.params, signature->u.signature.param_count);
}

static void mark_results(struct compiler *c, struct type *signature, int area) {
  int slot = area;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    slot_mark(c, slot, t);
    slot += type_slots(t);
  }
  c->top = slot;
}

void emit_call_func(struct compiler *c, struct func *callee, int area) {
  enum opcode op = callee->flags & FUNC_NATIVE ? OP_CALLN : OP_CALL;
  struct label done;
  label_init(&done);
  if (!emit_atomic_call(c, callee, area, &done))
    emit_call(c, op, area, 0, 0, (uint64_t)(uintptr_t)callee);
  label_bind(c, &done);
}

// Arguments.

// The rest of the arguments as a slice, at slot: values[i] of types[i], or expressions.
static void variadic_slice(struct compiler *c, struct type *slice, struct expr **args, int count,
                           int slot) {
  invariant_debug(count >= 0 && type_underlying(slice)->kind == TYPE_SLICE);
  if (count == 0) {
    emit_zero(c, slot, 3);
    return;
  }
  int mark = c->top;
  struct type *elem = type_underlying(slice)->u.slice.elem;
  struct type *array = region_alloc(c->region, sizeof *array);
  array->kind = TYPE_ARRAY;
  array->u.array.elem = elem;
  array->u.array.len = count;
  int cell = slot_reserve_words(c, 1, true);
  emit_new(c, cell, array);
  for (int i = 0; i < count; i++) {
    struct place p = place_deref(cell, elem);
    p.offset = i * type_size(elem);
    p.packed = true;
    compile_to_place(c, &p, args[i], true);
  }
  emit_move(c, slot, cell, 1);
  emit_int(c, slot + 1, count);
  emit_int(c, slot + 2, count);
  c->top = mark;
}

// The arguments of a call, and what it is called on, while they are compiled.
struct arguments {
  struct expr *callee; // a receiver or function value; NULL: none is to be evaluated
  struct expr **list;
  int count, fixed; // fixed: all but those that make up the variadic slice
  bool variadic;
  struct type *signature;
  int slot;   // of the first parameter
  bool split; // calls come first, then the callee and what is not settled
};

// Whether what a method is called on is settled, with the indirections on the way to its receiver.
static bool is_settled_receiver(const struct selection *sel, struct expr *x) {
  struct type *t = x->type;
  for (int i = 0; i < sel->path_count; i++) {
    struct type *under = type_underlying(t);
    if (under->kind == TYPE_POINTER)
      return false;
    t = under->u.struct_.fields[sel->path[i]]->type;
  }
  bool copied = sel->kind == SELECT_METHOD && !sel->object->u.func.pointer_receiver;
  return !(copied && t->kind == TYPE_POINTER) && expr_is_settled(x);
}

static struct type *parameter_type(const struct arguments *a, int i) {
  invariant_debug(i >= 0 && (i < a->fixed || a->variadic));
  if (i < a->fixed)
    return a->signature->u.signature.params[i]->type;
  return type_underlying(a->signature->u.signature.params[a->fixed]->type)->u.slice.elem;
}

static void convert_arguments(struct compiler *c, struct arguments *a) {
  struct expr **list = region_alloc(c->region, (size_t)a->count * sizeof *list);
  for (int i = 0; i < a->count; i++)
    list[i] = order_converted(c, a->list[i], parameter_type(a, i));
  a->list = list;
}

// Evaluates c(g()) and takes calls out of what is called, as far as they must come first.
static struct arguments arguments_begin(struct compiler *c, struct expr *call,
                                        struct type *signature, struct expr *callee, bool settled) {
  struct arguments a = {.callee = callee,
                        .list = call->u.call.args.items,
                        .count = call->u.call.args.count,
                        .fixed = signature->u.signature.param_count,
                        .signature = signature};
  a.variadic = signature->u.signature.variadic && !call->u.call.has_ellipsis;
  if (a.variadic)
    a.fixed--;
  bool spread = call_is_spread(call);
  bool early = list_has_early(&call->u.call.args);
  if (early && a.count > 1)
    convert_arguments(c, &a);
  a.split = (early && !settled) || order_matters(a.list, a.count) ||
            (spread && callee && expr_has_early(callee));
  if (a.split && callee)
    a.callee = order_split(c, callee);
  if (spread)
    a.list = compile_spread(c, call, &a.count);
  return a;
}

static void compile_argument(struct compiler *c, struct arguments *a, int i, int slot) {
  struct type *t = a->signature->u.signature.params[i]->type;
  int mark = c->top;
  slot_mark(c, slot, t);
  compile_value(c, a->list[i], t, slot);
  c->top = mark;
}

// The early parts of arguments, and those arguments that may as well be done now: they go straight
// to their slots. Temporaries stay reserved.
static void arguments_split(struct compiler *c, struct arguments *a) {
  struct expr **list = region_alloc(c->region, (size_t)(a->count + 1) * sizeof *list);
  int slot = a->slot;
  for (int i = 0; i < a->count; i++) {
    bool now = i < a->fixed && expr_is_settled(a->list[i]);
    list[i] = now ? NULL : order_split(c, a->list[i]);
    if (now)
      compile_argument(c, a, i, slot);
    if (i < a->fixed)
      slot += type_slots(a->signature->u.signature.params[i]->type);
  }
  a->list = list;
}

static void arguments_end(struct compiler *c, struct arguments *a) {
  invariant_debug(a->variadic ? a->count >= a->fixed : a->count == a->fixed);
  int slot = a->slot;
  for (int i = 0; i < a->fixed; i++) {
    if (a->list[i])
      compile_argument(c, a, i, slot);
    slot += type_slots(a->signature->u.signature.params[i]->type);
  }
  if (a->variadic) {
    struct type *slice = a->signature->u.signature.params[a->fixed]->type;
    slot_mark(c, slot, slice);
    variadic_slice(c, slice, a->list ? a->list + a->fixed : NULL, a->count - a->fixed, slot);
  }
}

// c(g()) where g has several results: each becomes a name for its slot.
struct expr **compile_spread(struct compiler *c, struct expr *call, int *count) {
  struct expr *inner = expr_strip(call->u.call.args.items[0]);
  struct type *signature = call_signature(inner);
  int slot = compile_call_results(c, inner);
  *count = signature->u.signature.result_count;
  struct expr **list = region_alloc(c->region, (size_t)(*count + 1) * sizeof *list);
  for (int i = 0; i < *count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    list[i] = expr_of_slot(c, t, slot);
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

void compile_receiver(struct compiler *c, struct object *method, struct place receiver, int dest) {
  int mark = c->top;
  bool pointer = receiver.type->kind == TYPE_POINTER;
  if (method->u.func.pointer_receiver) {
    slot_mark_word(c, dest, true);
    if (pointer)
      place_load(c, &receiver, dest);
    else
      place_address(c, &receiver, dest);
  } else {
    if (pointer) {
      int address = place_load(c, &receiver, slot_any);
      receiver = place_deref(address, receiver.type->u.pointer.elem);
    }
    slot_mark(c, dest, receiver.type);
    place_load(c, &receiver, dest);
  }
  c->top = mark;
}

static int call_method(struct compiler *c, struct expr *call, struct expr *fun) {
  const struct selection *sel = &fun->u.selector.selection;
  struct type *signature = call_signature(call);
  int results = signature_result_slots(signature), params = signature_param_slots(signature);
  struct func *callee = compile_func_of(c->program, sel->object);
  int receiver = callee->param_slots - params;
  int area = call_area(c, results + receiver + params);
  int mark = c->top;
  struct arguments a = arguments_begin(c, call, signature, fun->u.selector.x,
                                       is_settled_receiver(sel, fun->u.selector.x));
  a.slot = area + results + receiver;
  if (a.split)
    arguments_split(c, &a);
  int inner = c->top;
  struct place p = compile_place(c, a.callee);
  p = place_path(c, p, sel->path, sel->path_count);
  compile_receiver(c, sel->object, p, area + results);
  c->top = inner;
  arguments_end(c, &a);
  c->top = mark;
  c->pos = call->pos;
  emit_call_func(c, callee, area);
  mark_results(c, signature, area);
  return area;
}

static int call_interface(struct compiler *c, struct expr *call, struct expr *fun) {
  const struct selection *sel = &fun->u.selector.selection;
  struct type *signature = call_signature(call);
  int results = signature_result_slots(signature), params = signature_param_slots(signature);
  struct arguments a = arguments_begin(c, call, signature, fun->u.selector.x,
                                       is_settled_receiver(sel, fun->u.selector.x));
  int value = slot_reserve_words(c, a.split ? 2 : 0, true);
  if (a.split)
    slot_mark_word(c, value, false);
  struct place p;
  if (!a.split) {
    p = place_path(c, compile_place(c, a.callee), sel->path, sel->path_count);
    value = place_load(c, &p, slot_any);
  }
  int area = call_area(c, results + 1 + params);
  int mark = c->top;
  a.slot = area + results + 1;
  if (a.split) {
    arguments_split(c, &a);
    int inner = c->top;
    p = place_path(c, compile_place(c, a.callee), sel->path, sel->path_count);
    place_load(c, &p, value);
    c->top = inner;
  }
  arguments_end(c, &a);
  c->top = mark;
  c->pos = call->pos;
  emit_call(c, OP_CALLI, area, value, interface_method_index(p.type, sel->object),
            (uint64_t)results | (uint64_t)(params + 1) << 16);
  mark_results(c, signature, area);
  return area;
}

static int call_static(struct compiler *c, struct expr *call, struct func *callee) {
  struct type *signature = call_signature(call);
  int area = call_area(c, callee->result_slots + callee->param_slots);
  int mark = c->top;
  struct arguments a = arguments_begin(c, call, signature, NULL, true);
  a.slot = area + callee->result_slots;
  if (a.split)
    arguments_split(c, &a);
  arguments_end(c, &a);
  c->top = mark;
  c->pos = call->pos;
  invariant_debug(c->error || callee->result_slots == signature_result_slots(signature));
  emit_call_func(c, callee, area);
  mark_results(c, signature, area);
  return area;
}

static int call_closure(struct compiler *c, struct expr *call, struct expr *fun) {
  struct type *signature = call_signature(call);
  int results = signature_result_slots(signature), params = signature_param_slots(signature);
  struct arguments a = arguments_begin(c, call, signature, fun, expr_is_settled(fun));
  int value = a.split ? slot_reserve_words(c, 1, true) : compile_expr(c, fun, slot_any);
  int area = call_area(c, results + params);
  int mark = c->top;
  a.slot = area + results;
  if (a.split) {
    arguments_split(c, &a);
    int inner = c->top;
    compile_expr(c, a.callee, value);
    c->top = inner;
  }
  arguments_end(c, &a);
  c->top = mark;
  c->pos = call->pos;
  emit_call(c, OP_CALLC, area, value, 0, (uint64_t)results | (uint64_t)params << 16);
  mark_results(c, signature, area);
  return area;
}

int compile_call_results(struct compiler *c, struct expr *e) {
  e = expr_strip(e);
  if (c->error)
    return 0;
  struct expr *fun = expr_strip(e->u.call.fun);
  struct object *object = callee_object(fun);
  pos_t pos = c->pos;
  int area;
  if (object)
    area = call_static(c, e, compile_func_of(c->program, object));
  else if (fun->kind == EXPR_SELECTOR && fun->u.selector.selection.kind == SELECT_METHOD)
    area = call_method(c, e, fun);
  else if (fun->kind == EXPR_SELECTOR && fun->u.selector.selection.kind == SELECT_INTERFACE_METHOD)
    area = call_interface(c, e, fun);
  else if (fun->kind == EXPR_SELECTOR && fun->u.selector.selection.kind == SELECT_METHOD_EXPR)
    area = call_static(
        c, e, method_expr_func(c->program, &fun->u.selector.selection, fun->u.selector.x->type));
  else
    area = call_closure(c, e, fun);
  c->pos = pos;
  return area;
}

// Functions of the standard library that are instructions.

static bool object_is_math_op(struct object *object, enum opcode *op) {
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

int compile_call(struct compiler *c, struct expr *e, int dest) {
  if (e->u.call.kind == CALL_CONVERSION)
    return compile_conversion(c, e, dest);
  if (e->u.call.kind == CALL_BUILTIN)
    return compile_builtin(c, e, dest);
  enum opcode op;
  if (object_is_math_op(callee_object(e->u.call.fun), &op) && !call_is_spread(e)) {
    struct type *t = call_signature(e)->u.signature.params[0]->type;
    int result = compile_dest(c, e->type, dest);
    int inner = c->top;
    int x = compile_value(c, e->u.call.args.items[0], t, slot_any);
    emit(c, op, result, x, 0);
    c->top = inner;
    return result;
  }
  int mark = c->top;
  int area = compile_call_results(c, e);
  if (dest == slot_any)
    return area;
  emit_move(c, dest, area, type_slots(e->type));
  c->top = mark;
  return dest;
}
