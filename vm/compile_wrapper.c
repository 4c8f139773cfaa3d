// Generated functions: methods as interfaces call them, method values, method expressions, thunks
// of go and defer.
//
// Each makes a call area, copies its parameters into it, finds the receiver (in the context, in its
// first parameter, or behind the data word of an interface), follows the embedded fields to the
// method's own receiver, calls and passes the results on.

#include "vm/compile_internal.h"

// Calls the method on the receiver with the parameters at params; results go to this function's
// own.
static void forward(struct compile *f, struct object *method, struct place receiver,
                    struct type *signature, int params) {
  int results = signature_result_slots(signature), count = signature_param_slots(signature);
  if (method->u.func.is_interface_method) {
    int value = place_load(f, &receiver, SLOT_ANY);
    int area = call_area(f, results + 1 + count);
    emit_move(f, area + results + 1, params, count);
    emit_call(f, OP_CALLI, area, value, interface_method_index(receiver.type, method),
              (uint64_t)results | (uint64_t)(count + 1) << 16);
    emit_move(f, 0, area, results);
  } else {
    struct func *callee = compile_func_of(f->program, method);
    int slots = callee->param_slots - count;
    int area = call_area(f, results + slots + count);
    compile_receiver(f, method, receiver, area + results);
    emit_move(f, area + results + slots, params, count);
    emit_call_func(f, callee, area);
    emit_move(f, 0, area, results);
  }
  emit(f, OP_RET, 0, 0, 0);
}

// The receiver of a method called through an interface: one word.
static struct place word_receiver(struct compile *f, int slot, struct type *t) {
  if (type_is_direct(t) || type_is_boxed(t)) {
    slot_mark(f, slot, t);
    return place_of_slots(slot, t);
  }
  slot_mark_word(f, slot, true);
  return place_deref(f, slot, t);
}

void compile_wrapper_body(struct compile *f, const struct code_source *source) {
  struct type *signature = source->signature;
  int first = signature_result_slots(signature);
  struct place receiver;
  int params = first;
  if (source->kind == SOURCE_METHOD) {
    receiver = word_receiver(f, first, source->receiver);
    params = first + 1;
  } else if (source->kind == SOURCE_METHOD_EXPR) {
    slot_mark(f, first, source->receiver);
    receiver = place_of_slots(first, source->receiver);
    params = first + type_slots(source->receiver);
  } else
    receiver = place_of_slots(0, source->receiver);
  int slot = params;
  for (int i = 0; i < signature->u.signature.param_count; i++) {
    slot_mark(f, slot, signature->u.signature.params[i]->type);
    slot += type_slots(signature->u.signature.params[i]->type);
  }
  emit_safepoint(f, 0, 0);
  if (source->kind == SOURCE_METHOD_VALUE) {
    struct expr *value = expr_of_slot(f, source->receiver, 0);
    compile_load_captures(f, &value->u.ident.object, 1, true);
    receiver = place_of_local(f, value->u.ident.object);
  }
  receiver = place_path(f, receiver, source->path, source->path_count);
  forward(f, source->method, receiver, signature, params);
}

void compile_call_body(struct compile *f, const struct code_source *source) {
  emit_safepoint(f, 0, 0);
  f->pos = source->call->pos;
  compile_load_captures(f, source->captured, source->captured_count, true);
  compile_discard(f, source->call);
  emit(f, OP_RET, 0, 0, 0);
}

// Method values and expressions share one function for each receiver type and method.
struct func *method_value_func(struct program *p, struct type *receiver, struct object *method) {
  struct type *signature = type_underlying(method->type);
  const char *name = region_printf(&p->region, "%s.%s-fm",
                                   type_runtime_string(&p->region, receiver), method->name);
  struct code_source source = {.kind = SOURCE_METHOD_VALUE,
                               .method = method,
                               .receiver = receiver,
                               .signature = signature,
                               .package = method->package};
  return func_new(p, name, source, signature_result_slots(signature),
                  signature_param_slots(signature), FUNC_WRAPPER | FUNC_CLOSURE);
}

struct func *method_expr_func(struct program *p, const struct selection *selection,
                              struct type *type) {
  struct object *method = selection->object;
  struct type *signature = type_underlying(method->type);
  bool pointer = type->kind == TYPE_POINTER;
  if (selection->path_count == 0 && !method->u.func.is_interface_method &&
      pointer == method->u.func.pointer_receiver)
    return compile_func_of(p, method);
  const char *name =
      region_printf(&p->region, "%s.%s", type_runtime_string(&p->region, type), method->name);
  struct code_source source = {.kind = SOURCE_METHOD_EXPR,
                               .method = method,
                               .receiver = type,
                               .path = selection->path,
                               .path_count = selection->path_count,
                               .signature = signature,
                               .package = method->package};
  return func_new(p, name, source, signature_result_slots(signature),
                  type_slots(type) + signature_param_slots(signature), FUNC_WRAPPER);
}
