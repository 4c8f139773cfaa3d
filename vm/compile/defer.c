// go and defer statements.
//
// Both take a closure without parameters and results. A function literal called without arguments
// is that closure. For every other call a function is generated, a thunk: function and arguments are
// evaluated now, into the thunk's closure. Its body is the same call with names of the captured
// values as operands.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

// The thunk's call and what it captures, while they are being gathered.
struct thunk {
  struct object **captured;
  int *values; // slots that hold them
  int count, cap, values_cap;
};

// Captures the value in a slot; returns its name in the thunk.
static struct expr *capture(struct compiler *c, struct thunk *t, struct type *type, int slot) {
  invariant_debug(c->error ||
                  slot + type_slots(type) <= c->top); // the value stays until it is copied
  struct expr *e = expr_of_slot(c, type, slot);
  t->captured =
      region_grow(c->region, t->captured, sizeof *t->captured, t->count, &t->cap, t->count + 1);
  t->values =
      region_grow(c->region, t->values, sizeof *t->values, t->count, &t->values_cap, t->count + 1);
  t->captured[t->count] = e->u.ident.object;
  t->values[t->count++] = slot;
  return e;
}

static struct expr *capture_expr(struct compiler *c, struct thunk *t, struct expr *e,
                                 struct type *type) {
  if (expr_is_constant(e) || expr_is_nil(e) || e->mode == MODE_TYPE)
    return e;
  int slot = slot_reserve(c, type);
  compile_value(c, e, type, slot);
  return capture(c, t, type, slot);
}

static struct type *parameter_type(struct type *signature, int i, bool ellipsis) {
  int count = signature->u.signature.param_count;
  if (!signature->u.signature.variadic || ellipsis || i < count - 1)
    return signature->u.signature.params[i]->type;
  return type_underlying(signature->u.signature.params[count - 1]->type)->u.slice.elem;
}

static void capture_arguments(struct compiler *c, struct thunk *t, struct expr *call,
                              struct type *signature) {
  struct expr_list args = call->u.call.args;
  struct expr *first = args.count == 1 ? expr_strip(args.items[0]) : NULL;
  int count = args.count;
  int slot = 0;
  bool spread = first && first->kind == EXPR_CALL && first->u.call.kind == CALL_FUNCTION &&
                call_signature(first)->u.signature.result_count > 1;
  struct type *inner = NULL;
  if (spread) {
    inner = call_signature(first);
    count = inner->u.signature.result_count;
    slot = compile_call_results(c, first);
  }
  struct expr **items = region_alloc(c->region, (size_t)(count + 1) * sizeof *items);
  for (int i = 0; i < count; i++) {
    if (spread) {
      struct type *type = inner->u.signature.results[i]->type;
      items[i] = capture(c, t, type, slot);
      slot += type_slots(type);
    } else
      items[i] = capture_expr(c, t, args.items[i],
                              signature ? parameter_type(signature, i, call->u.call.has_ellipsis)
                                        : args.items[i]->type);
  }
  call->u.call.args = (struct expr_list){.items = items, .count = count};
}

// The called function: what it needs is captured, and the expression replaced.
static void capture_function(struct compiler *c, struct thunk *t, struct expr *call) {
  struct expr *fun = expr_strip(call->u.call.fun);
  if (callee_object(fun))
    return;
  if (fun->kind != EXPR_SELECTOR || fun->u.selector.selection.kind == SELECT_FIELD ||
      fun->u.selector.selection.kind == SELECT_QUALIFIED) {
    call->u.call.fun = capture_expr(c, t, fun, fun->type);
    return;
  }
  const struct selection *sel = &fun->u.selector.selection;
  if (sel->kind == SELECT_METHOD_EXPR)
    return;
  struct expr *copy = region_alloc(c->region, sizeof *copy);
  *copy = *fun;
  copy->u.selector.selection.path_count = 0;
  struct place p = place_path(c, compile_place(c, fun->u.selector.x), sel->path, sel->path_count);
  struct type *type = p.type;
  if (sel->kind == SELECT_METHOD && sel->object->u.func.pointer_receiver &&
      type->kind != TYPE_POINTER)
    type = type_pointer_to(c->program, type);
  else if (sel->kind == SELECT_METHOD && !sel->object->u.func.pointer_receiver &&
           type->kind == TYPE_POINTER)
    type = type->u.pointer.elem;
  int slot = slot_reserve(c, type);
  if (sel->kind == SELECT_INTERFACE_METHOD) {
    place_load(c, &p, slot);
    emit(c, OP_NILCHK, slot, 0, 0);
  } else
    compile_receiver(c, sel->object, p, slot);
  copy->u.selector.x = capture(c, t, type, slot);
  copy->u.selector.selection.receiver = type;
  call->u.call.fun = copy;
}

// The call with operands that may be compiled in order.
static void order_call(struct compiler *c, struct expr *call) {
  int count = call->u.call.args.count;
  struct expr *fun = expr_strip(call->u.call.fun), **operand = NULL;
  if (call->u.call.kind == CALL_FUNCTION && !callee_object(fun)) {
    struct expr *copy = region_alloc(c->region, sizeof *copy);
    *copy = *fun;
    call->u.call.fun = copy;
    bool method =
        fun->kind == EXPR_SELECTOR && (fun->u.selector.selection.kind == SELECT_METHOD ||
                                       fun->u.selector.selection.kind == SELECT_INTERFACE_METHOD);
    operand = method ? &copy->u.selector.x : &call->u.call.fun;
  }
  struct expr **list = region_alloc(c->region, (size_t)(count + 1) * sizeof *list);
  list[0] = operand ? *operand : NULL;
  for (int i = 0; i < count; i++)
    list[i + 1] = call->u.call.args.items[i];
  list = order_operands(c, list, count + 1);
  if (operand)
    *operand = list[0];
  call->u.call.args.items = list + 1;
}

static int thunk_closure(struct compiler *c, struct thunk *t, struct expr *call,
                         const char *statement) {
  int words = 0;
  for (int i = 0; i < t->count; i++)
    words += type_slots(t->captured[i]->type);
  int block = slot_reserve_words(c, words, false), at = block;
  for (int i = 0; i < t->count; i++) {
    slot_mark(c, at, t->captured[i]->type);
    emit_move(c, at, t->values[i], type_slots(t->captured[i]->type));
    at += type_slots(t->captured[i]->type);
  }
  invariant_debug(at == block + words);
  struct code_source source = {.kind = SOURCE_CALL,
                               .call = call,
                               .captured = t->captured,
                               .captured_count = t->count,
                               .function = c->function,
                               .package = c->package};
  const char *name =
      region_printf(c->region, "%s.%swrap%d", c->func->name, statement, ++c->wrap_count);
  struct func *func =
      func_new(c->program, name, source, 0, 0, FUNC_WRAPPER | (t->count ? FUNC_CLOSURE : 0));
  return emit_closure(c, func, block, words, slot_any);
}

// Whether Go's compiler hands the function value itself to the run time: then a nil one panics
// where it would be called, or ends the program in a go statement. With arguments or results it
// wraps the call, and the nil is called in the wrapper.
static bool is_bare(struct expr *call) {
  const struct expr *fun = expr_strip(call->u.call.fun);
  const struct type *signature = call_signature(call);
  if (callee_object((struct expr *)fun) || signature->u.signature.param_count > 0 ||
      signature->u.signature.result_count > 0)
    return false;
  return fun->kind != EXPR_SELECTOR || fun->u.selector.selection.kind == SELECT_FIELD ||
         fun->u.selector.selection.kind == SELECT_QUALIFIED;
}

// Starts or defers a closure. What the body of a loop over a function defers goes to the list of the
// outermost such loop.
static void emit_suspended(struct compiler *c, enum opcode op, int closure) {
  const struct function *body = op == OP_DEFER ? function_outermost_body(c->function) : NULL;
  if (!body) {
    emit(c, op, closure, 0, 0);
    return;
  }
  static const uint8_t mask[1] = {3};
  struct rtype *entry = rtypes_synthetic(c->program, "deferred", 2, mask);
  emit(c, OP_DEFERAT, closure, local_home(body->range->u.range.defers)->slot, 0);
  emit_word(c, (uint64_t)(uintptr_t)entry);
}

// The closure of a thunk that makes the call; a nil function value takes its own way to done.
static int suspended_call(struct compiler *c, struct expr *call, enum opcode op,
                          struct label *done) {
  struct thunk t = {0};
  struct expr *copy = region_alloc(c->region, sizeof *copy);
  *copy = *call;
  bool function = call->u.call.kind == CALL_FUNCTION;
  if (!call_is_spread(call))
    order_call(c, copy);
  if (function)
    capture_function(c, &t, copy);
  capture_arguments(c, &t, copy, function ? call_signature(call) : NULL);
  if (function && t.count == 1 && is_bare(call)) {
    struct label ok;
    label_init(&ok);
    emit_jump(c, OP_JNEI, t.values[0], 0, &ok);
    emit_suspended(c, op, t.values[0]);
    emit_goto(c, done);
    label_bind(c, &ok);
  }
  return thunk_closure(c, &t, copy, op == OP_DEFER ? "defer" : "go");
}

void compile_go_defer(struct compiler *c, struct stmt *s) {
  int mark = c->top;
  enum opcode op = s->kind == STMT_DEFER ? OP_DEFER : OP_GO;
  struct expr *call = expr_strip(op == OP_DEFER ? s->u.defer.call : s->u.go.call);
  struct expr *fun = expr_strip(call->u.call.fun);
  struct label done;
  label_init(&done);
  int closure;
  if (call->u.call.kind == CALL_FUNCTION && fun->kind == EXPR_FUNC &&
      call_signature(call)->u.signature.param_count == 0 &&
      call_signature(call)->u.signature.result_count == 0)
    closure = compile_expr(c, fun, slot_any);
  else
    closure = suspended_call(c, call, op, &done);
  emit_suspended(c, op, closure);
  label_bind(c, &done);
  c->top = mark;
}
