// Function values: literals, method values, method expressions; struct funcs of generated
// functions.
//
// A closure is a heap object {struct func *, captured words...}. A variable that lives in a cell is
// captured as the cell's address, any other by value. On entry, a closure's function copies what it
// captured from the context into slots of its own.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

static bool capture_is_reference(struct object *v) {
  return home_kind_for(v) != HOME_SLOTS;
}

static int capture_slots(struct object *v) {
  return capture_is_reference(v) ? 1 : type_slots(v->type);
}

struct func *func_new(struct program *p, const char *name, struct code_source source,
                      int result_slots, int param_slots, unsigned flags) {
  invariant_debug(result_slots >= 0 && param_slots >= 0 && result_slots + param_slots < slot_limit);
  static const uint64_t not_compiled[] = {OP_COMPILE};
  struct func *func = region_alloc(&p->region, sizeof *func);
  struct code_source *copy = region_alloc(&p->region, sizeof *copy);
  *copy = source;
  func->self = func;
  func->code = not_compiled;
  func->code_words = 1;
  func->result_slots = (uint16_t)result_slots;
  func->param_slots = (uint16_t)param_slots;
  func->context_slot = (uint16_t)(result_slots + param_slots);
  func->frame_slots = (uint32_t)(result_slots + param_slots + 1);
  func->flags = (uint16_t)flags;
  func->name = name;
  func->source = copy;
  if (source.package && source.package->is_std)
    func->flags |= FUNC_STD;
  return func;
}

// A closure over words in consecutive slots; a static one if there are none.
int emit_closure(struct compiler *c, struct func *func, int words, int word_count, int dest) {
  invariant_debug(word_count == 0 || func->flags & FUNC_CLOSURE);
  dest = dest == slot_any ? slot_reserve_words(c, 1, true) : dest;
  if (word_count == 0) {
    emit_pointer(c, dest, &func->self);
    return dest;
  }
  struct closure_template *model = region_alloc(c->region, sizeof *model);
  uint8_t *mask = region_alloc(c->region, (size_t)(word_count + 1) / 8 + 1);
  for (int i = 0; i < word_count; i++)
    if (c->pointer_flags[words + i])
      mask[(i + 1) / 8] |= (uint8_t)(1 << (i + 1) % 8);
  model->func = func;
  model->type = rtypes_synthetic(c->program, "closure", (uint32_t)word_count + 1, mask);
  emit(c, OP_CLOSURE, dest, words, word_count);
  emit_word(c, (uint64_t)(uintptr_t)model);
  return dest;
}

static struct func *literal_func(struct program *p, struct function *function) {
  if (function->compiled)
    return function->compiled;
  struct type *signature = function->signature;
  struct code_source source = {
      .kind = SOURCE_BODY, .function = function, .package = function->package};
  struct func *func = func_new(p, function->name, source, signature_result_slots(signature),
                               signature_param_slots(signature),
                               function->capture_count > 0 || function->range ? FUNC_CLOSURE : 0);
  function->compiled = func;
  return func;
}

int compile_closure(struct compiler *c, struct function *function, int dest) {
  int mark = c->top, words = 0;
  struct func *func = literal_func(c->program, function);
  for (int i = 0; i < function->capture_count; i++)
    words += capture_slots(function->captures[i]);
  int header = function->range ? compile_range_header(c) : c->top;
  int block = slot_reserve_words(c, words, false), at = block;
  for (int i = 0; i < function->capture_count; i++) {
    struct object *v = function->captures[i];
    struct home *home = local_home(v);
    if (!home) {
      compile_fail(c, "internal error: captured variable %s has no home", v->name);
      return dest;
    }
    if (capture_is_reference(v))
      slot_mark_word(c, at, true);
    else
      slot_mark(c, at, v->type);
    struct place p = place_of_local(c, v);
    if (capture_is_reference(v))
      emit_move(c, at, home->slot, 1);
    else
      place_load(c, &p, at);
    at += capture_slots(v);
  }
  emit_closure(c, func, header, block - header + words, dest);
  c->top = mark;
  return dest;
}

int compile_func_literal(struct compiler *c, struct expr *e, int dest) {
  return compile_closure(c, e->u.func.function, compile_dest(c, e->type, dest));
}

void compile_load_captures(struct compiler *c, struct object **captured, int count, bool by_value) {
  int context = c->func->context_slot;
  int64_t offset = c->function && c->function->range && !by_value ? 8 + 8 * range_header_words : 8;
  for (int i = 0; i < count; i++) {
    struct object *v = captured[i];
    if (offset + 24 >= offset_limit) { // what follows is reached from a pointer into the closure
      int further = slot_reserve_words(c, 1, true);
      emit(c, OP_LEA64, further, context, 0);
      emit_word(c, (uint64_t)offset);
      context = further;
      offset = 0;
    }
    if (!by_value && capture_is_reference(v)) {
      int slot = slot_reserve_words(c, 1, true);
      emit(c, OP_LD64, slot, context, (int)offset);
      enum home_kind kind = home_kind_for(v);
      if (kind == HOME_ARRAY) {
        slot_reserve_words(c, 1, false);
        emit_int(c, slot + 1, type_underlying(v->type)->u.array.len);
      }
      home_set(c, v, kind, slot);
      offset += 8;
      continue;
    }
    // In a closure every value fills whole words, extended as in slots.
    int slots = type_slots(v->type);
    int slot = slot_reserve(c, v->type);
    if (slots >= 1 && slots <= 3)
      emit(c, slots == 1 ? OP_LD64 : slots == 2 ? OP_LD2 : OP_LD3, slot, context, (int)offset);
    else if (slots > 3) {
      emit(c, OP_LDN, slot, context, (int)offset);
      emit_word(c, (uint64_t)slots | (uint64_t)slots * 8 << 32);
    }
    home_set(c, v, HOME_SLOTS, slot);
    offset += 8 * slots;
  }
}

// x.m as a value: a closure of a wrapper that holds the receiver.
int compile_method_value(struct compiler *c, struct expr *e, int dest) {
  const struct selection *sel = &e->u.selector.selection;
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  struct place p = place_path(c, compile_place(c, e->u.selector.x), sel->path, sel->path_count);
  struct type *type = p.type;
  bool interface = sel->kind == SELECT_INTERFACE_METHOD;
  if (!interface && sel->object->u.func.pointer_receiver && type->kind != TYPE_POINTER)
    type = type_pointer_to(c->program, type);
  else if (!interface && !sel->object->u.func.pointer_receiver && type->kind == TYPE_POINTER)
    type = type->u.pointer.elem;
  int slot = slot_reserve(c, type);
  if (interface) {
    place_load(c, &p, slot);
    emit(c, OP_NILCHK, slot, 0, 0);
  } else
    compile_receiver(c, sel->object, p, slot);
  struct func *func = method_value_func(c->program, type, sel->object);
  emit_closure(c, func, slot, type_slots(type), result);
  c->top = mark;
  return result;
}

int compile_method_expr(struct compiler *c, struct expr *e, int dest) {
  int result = compile_dest(c, e->type, dest);
  struct func *func = method_expr_func(c->program, &e->u.selector.selection, e->u.selector.x->type);
  emit_pointer(c, result, &func->self);
  return result;
}
