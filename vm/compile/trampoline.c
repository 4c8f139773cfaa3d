// Trampolines: functions between package reflect or hosts, and the functions of a type.
//
// Those have arguments and results in memory, in a frame: a heap object that holds first the
// parameters, then the results of a signature. A trampoline is bytecode that moves values between a
// frame and a call. So no C function stands between a reflected call and what it calls: that may
// wait, panic, exit or move the stack as it likes. Hosts also send and receive by trampolines, which
// wait as goroutines do.

#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "vm/compile/internal.h"

// How values of a type are called. It lies in the program's region, with the type.
struct calls {
  struct type *frame_type; // of functions, as the next
  struct rtype *frame;
  struct func *trampolines[TRAMPOLINE_COUNT]; // made when they are asked for; atomic
};

static struct object *frame_field(struct program *p, struct type *t, int index) {
  struct object *field =
      object_new(&p->region, OBJECT_VAR, names_intern(&p->names, "_", 1), 0, NULL, t);
  field->u.var.kind = VAR_FIELD;
  field->u.var.index = index;
  return field;
}

// Returns the struct type that holds the parameters, then the results of a signature.
static struct type *frame_type_of(struct program *p, struct type *signature) {
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

static struct func *make_trampoline(struct program *p, struct type *type, struct type *frame,
                                    enum trampoline kind) {
  static const struct {
    const char *name;
    int params, results; // slots of a plain function
    bool is_closure;     // it has the slots of the signature instead
  } forms[TRAMPOLINE_COUNT] = {
      [TRAMPOLINE_CALL] = {"reflect.call", .params = 2},
      [TRAMPOLINE_METHOD] = {"reflect.callMethod", .params = 3},
      [TRAMPOLINE_MADE] = {"reflect.makeFuncStub", .is_closure = true},
      [TRAMPOLINE_BOUND] = {"reflect.methodValueCall", .is_closure = true},
      [TRAMPOLINE_SEND] = {"runtime.chansend", .params = 2},
      [TRAMPOLINE_RECEIVE] = {"runtime.chanrecv", .params = 2, .results = 1},
  };
  struct code_source source = {
      .kind = SOURCE_TRAMPOLINE, .trampoline = kind, .signature = type, .receiver = frame};
  if (!forms[kind].is_closure) {
    struct func *func = func_new(p, forms[kind].name, source, forms[kind].results,
                                 forms[kind].params, FUNC_WRAPPER | FUNC_STD);
    func->result_pointers = region_alloc(&p->region, (size_t)forms[kind].results + 1); // none
    return func;
  }
  struct func *func = func_new(p, forms[kind].name, source, signature_result_slots(type),
                               signature_param_slots(type), FUNC_WRAPPER | FUNC_CLOSURE | FUNC_STD);
  function_note_results(p, func, type);
  return func;
}

// Returns what is known of the calls of a type; makes it if there is none. Program locked.
static struct calls *calls_of(struct program *p, struct rtype *type) {
  if (type->calls)
    return type->calls;
  struct calls *calls = region_alloc(&p->region, sizeof *calls);
  struct type *under = type_underlying(type->source);
  if (under->kind == TYPE_SIGNATURE) {
    calls->frame_type = frame_type_of(p, under);
    calls->frame = program_rtype(p, calls->frame_type);
  }
  atomic_store_release_pointer(&type->calls, calls);
  return calls;
}

struct func *compile_trampoline_of(struct program *p, struct rtype *type, enum trampoline kind) {
  struct calls *calls = atomic_load_acquire_pointer(&type->calls);
  struct func *func = calls ? atomic_load_acquire_pointer(&calls->trampolines[kind]) : NULL;
  if (func)
    return func;
  mutex_lock(&p->lock);
  calls = calls_of(p, type);
  func = calls->trampolines[kind];
  if (!func) {
    func = make_trampoline(p, type_underlying(type->source), calls->frame_type, kind);
    atomic_store_release_pointer(&calls->trampolines[kind], func);
  }
  mutex_unlock(&p->lock);
  return func;
}

struct rtype *compile_frame_of(struct program *p, struct rtype *type) {
  struct calls *calls = atomic_load_acquire_pointer(&type->calls);
  if (calls)
    return calls->frame;
  mutex_lock(&p->lock);
  calls = calls_of(p, type);
  mutex_unlock(&p->lock);
  return calls->frame;
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

// Sends what lies at the address in slot 1 on the channel in slot 0.
static void send(struct compiler *c, struct type *channel) {
  struct type *elem = channel->u.chan.elem;
  struct place place = place_deref(1, elem);
  int value = place_load(c, &place, slot_any), pc = emit(c, OP_SEND, 0, 0, value);
  emit_word(c, (uint64_t)type_slots(elem) << 16);
  emit_safepoint(c, pc, pc);
}

// Receives from the channel in slot 1 to the address in slot 2. Slot 0 says whether it gave a value.
static void receive(struct compiler *c, struct type *channel) {
  struct type *elem = channel->u.chan.elem;
  struct place place = place_deref(2, elem);
  int value = slot_reserve(c, elem), ok = slot_reserve_words(c, 1, false);
  int pc = emit(c, OP_RECV, value, 1, 1);
  emit_word(c, (uint64_t)type_slots(elem) + 1);
  emit_word(c, (uint64_t)(uintptr_t)box_channel(c, channel));
  emit_safepoint(c, pc, pc);
  box_complete(c, elem, value);
  place_store(c, &place, value);
  emit_move(c, 0, ok, 1);
}

void compile_trampoline_body(struct compiler *c, const struct code_source *source) {
  enum trampoline kind = source->trampoline;
  struct type *type = source->signature;
  if (kind == TRAMPOLINE_MADE || kind == TRAMPOLINE_BOUND)
    mark_objects(c, type->u.signature.params, type->u.signature.param_count, c->func->result_slots);
  else
    for (int i = 0; i < c->func->param_slots; i++)
      slot_mark_word(c, c->func->result_slots + i, true);
  emit_safepoint(c, 0, 0);
  emit_autogenerated(c);
  switch (kind) {
  case TRAMPOLINE_CALL:
    call_with_frame(c, source, 0, 0, 0, 1);
    break;
  case TRAMPOLINE_METHOD:
    call_with_frame(c, source, 0, 1, 1, 2);
    break;
  case TRAMPOLINE_MADE:
    call_made(c, source);
    break;
  case TRAMPOLINE_BOUND:
    call_bound(c, source);
    break;
  case TRAMPOLINE_SEND:
    send(c, type);
    break;
  case TRAMPOLINE_RECEIVE:
    receive(c, type);
    break;
  case TRAMPOLINE_COUNT:
    break;
  }
  emit(c, OP_RET, 0, 0, 0);
}
