// Trampolines: functions between package reflect and the functions of a type.
//
// Package reflect has arguments and results in memory, in a frame: a heap object that holds first
// the parameters, then the results of a signature. A trampoline is bytecode that moves values
// between a frame and a call. So no C function stands between a reflected call and what it calls:
// that may wait, panic, exit or move the stack as it likes.

#include <string.h>

#include "mem/invariant.h"
#include "vm/compile/internal.h"

static struct object *frame_field(struct program *p, struct type *t, int index) {
  struct object *field =
      object_new(&p->region, OBJECT_VAR, names_intern(&p->names, "_", 1), 0, NULL, t);
  field->u.var.kind = VAR_FIELD;
  field->u.var.index = index;
  return field;
}

struct type *compile_frame_type(struct program *p, struct type *signature) {
  int params = signature->u.signature.param_count, results = signature->u.signature.result_count;
  struct type *t = types_new(&p->checked.universe, TYPE_STRUCT);
  struct object **fields =
      region_alloc(&p->region, (size_t)(params + results + 1) * sizeof *fields);
  for (int i = 0; i < params + results; i++) {
    struct object *object =
        i < params ? signature->u.signature.params[i] : signature->u.signature.results[i - params];
    fields[i] = frame_field(p, object->type, i);
  }
  t->u.struct_.fields = fields;
  t->u.struct_.count = params + results;
  t->u.struct_.names = scope_new(&p->region, NULL);
  return t;
}

struct func *compile_trampoline(struct program *p, struct type *signature, struct type *frame,
                                enum trampoline kind) {
  static const char *const names[TRAMPOLINE_COUNT] = {
      [TRAMPOLINE_CALL] = "reflect.call",
      [TRAMPOLINE_METHOD] = "reflect.callMethod",
      [TRAMPOLINE_MADE] = "reflect.makeFuncStub",
      [TRAMPOLINE_BOUND] = "reflect.methodValueCall",
  };
  struct code_source source = {
      .kind = SOURCE_TRAMPOLINE, .trampoline = kind, .signature = signature, .receiver = frame};
  if (kind == TRAMPOLINE_CALL || kind == TRAMPOLINE_METHOD)
    return func_new(p, names[kind], source, 0, kind == TRAMPOLINE_CALL ? 2 : 3,
                    FUNC_WRAPPER | FUNC_STD);
  struct func *func =
      func_new(p, names[kind], source, signature_result_slots(signature),
               signature_param_slots(signature), FUNC_WRAPPER | FUNC_CLOSURE | FUNC_STD);
  function_note_results(p, func, signature);
  return func;
}

static struct place field_of(struct compiler *c, int frame, struct type *t, int index) {
  return place_field(c, place_deref(frame, t), t, index);
}

// Says what lies in slots: values of the types of objects. Returns the slot after them.
static int mark_objects(struct compiler *c, struct object **objects, int count, int slot) {
  for (int i = 0; i < count; i++) {
    slot_mark(c, slot, objects[i]->type);
    slot += type_slots(objects[i]->type);
  }
  return slot;
}

// Calls the closure in slot fn with what the frame has, after `before` slots of arguments that lie
// from receiver on; puts the results into the frame.
static void call_with_frame(struct compiler *c, const struct code_source *source, int fn,
                            int receiver, int before, int frame) {
  const struct type *signature = source->signature;
  int params = signature->u.signature.param_count;
  int results = signature_result_slots(source->signature),
      count = before + signature_param_slots(source->signature);
  int area = call_area(c, results + count), slot = area + results;
  emit_move(c, slot, receiver, before);
  slot += before;
  for (int i = 0; i < params; i++) {
    struct place field = field_of(c, frame, source->receiver, i);
    place_load(c, &field, slot);
    slot += type_slots(signature->u.signature.params[i]->type);
  }
  emit_call(c, OP_CALLC, area, fn, 0, (uint64_t)results | (uint64_t)count << 16);
  c->top =
      mark_objects(c, signature->u.signature.results, signature->u.signature.result_count, area);
  slot = area;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct place field = field_of(c, frame, source->receiver, params + i);
    place_store(c, &field, slot);
    slot += type_slots(signature->u.signature.results[i]->type);
  }
}

// Gives the closure and its parameters in a new frame to the function in the closure, which fills in
// the results.
static void call_made(struct compiler *c, const struct code_source *source) {
  int context = c->func->context_slot, fn = slot_reserve_words(c, 1, true);
  const struct type *signature = source->signature;
  int params = signature->u.signature.param_count, slot = signature_result_slots(source->signature);
  int frame = slot_reserve_words(c, 1, true);
  emit_new(c, frame, source->receiver);
  for (int i = 0; i < params; i++) {
    struct place field = field_of(c, frame, source->receiver, i);
    place_store(c, &field, slot);
    slot += type_slots(signature->u.signature.params[i]->type);
  }
  emit(c, OP_LD64, fn, context, 8);
  int area = call_area(c, 2);
  emit_move(c, area, context, 1);
  emit_move(c, area + 1, frame, 1);
  emit_call(c, OP_CALLC, area, fn, 0, UINT64_C(2) << 16);
  slot = 0;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct place field = field_of(c, frame, source->receiver, params + i);
    place_load(c, &field, slot);
    slot += type_slots(signature->u.signature.results[i]->type);
  }
}

// Calls the method in the context on the receiver there.
static void call_bound(struct compiler *c, const struct code_source *source) {
  int results = signature_result_slots(source->signature),
      count = signature_param_slots(source->signature), context = c->func->context_slot;
  int fn = slot_reserve_words(c, 1, true);
  emit(c, OP_LD64, fn, context, 8);
  int area = call_area(c, results + 1 + count);
  emit(c, OP_LD64, area + results, context, 16);
  emit_move(c, area + results + 1, results, count);
  emit_call(c, OP_CALLC, area, fn, 0, (uint64_t)results | (uint64_t)(count + 1) << 16);
  emit_move(c, 0, area, results);
}

void compile_trampoline_body(struct compiler *c, const struct code_source *source) {
  enum trampoline kind = source->trampoline;
  const struct type *signature = source->signature;
  if (kind == TRAMPOLINE_CALL || kind == TRAMPOLINE_METHOD)
    for (int i = 0; i < c->func->param_slots; i++)
      slot_mark_word(c, i, true);
  else
    mark_objects(c, signature->u.signature.params, signature->u.signature.param_count,
                 c->func->result_slots);
  emit_safepoint(c, 0, 0);
  emit_autogenerated(c);
  if (kind == TRAMPOLINE_CALL)
    call_with_frame(c, source, 0, 0, 0, 1);
  else if (kind == TRAMPOLINE_METHOD)
    call_with_frame(c, source, 0, 1, 1, 2);
  else if (kind == TRAMPOLINE_MADE)
    call_made(c, source);
  else
    call_bound(c, source);
  emit(c, OP_RET, 0, 0, 0);
}
