// Range statements: over integers, slices, arrays, strings, maps and channels.
//
// Each has a hidden counter or iterator; the variables are declared anew in each iteration. A key variable that nothing assigns to is the hidden counter itself.

#include "vm/compile_internal.h"

// A range statement being compiled.
struct range {
  struct stmt *s;
  struct target target;
  struct label body;
  int mark;            // f->top inside of the loop, without the variables
};

static struct expr *used(struct expr *e) {
  return e && !expr_is_blank(e) ? e : NULL;
}

static struct expr *key_of(const struct range *r) { return used(r->s->u.range.key); }
static struct expr *value_of(const struct range *r) { return used(r->s->u.range.value); }

static void begin(struct compile *f, struct range *r) {
  target_push(f, &r->target, r->s);
  label_init(&r->body);
}

// Where an iteration starts.
static void begin_body(struct compile *f, struct range *r) {
  label_bind(f, &r->body);
  r->mark = f->top;
}

static void end_body(struct compile *f, struct range *r) {
  compile_block(f, r->s->u.range.body);
  f->top = r->mark;
  label_bind(f, &r->target.continue_label);
  f->pos = r->s->pos;
}

static void end(struct compile *f, struct range *r) {
  label_bind(f, &r->target.break_label);
  target_pop(f);
}

// Gives a variable of the statement its value for this iteration.
static void set_variable(struct compile *f, struct range *r, struct expr *left, int slot, struct type *t) {
  if (!left)
    return;
  if (r->s->u.range.define)
    compile_declare_init(f, left->u.ident.object, slot);
  else
    compile_store_value(f, left, slot, t);
}

// Whether the key variable may be the hidden counter.
static bool key_is_counter(const struct range *r) {
  struct expr *key = key_of(r);
  if (!key || !r->s->u.range.define)
    return false;
  struct object *v = key->u.ident.object;
  return !v->u.var.reassigned && home_kind_for(v) == HOME_SLOTS;
}

// Makes the counter, starting at 0.
static int make_counter(struct compile *f, struct range *r) {
  int counter = slot_reserve_words(f, 1, false);
  emit_int(f, counter, 0);
  if (key_is_counter(r))
    home_set(f, key_of(r)->u.ident.object, HOME_SLOTS, counter);
  return counter;
}

static void set_key(struct compile *f, struct range *r, int counter, struct type *t) {
  if (key_of(r) && !key_is_counter(r))
    set_variable(f, r, key_of(r), counter, t);
}

// Whether e is a local variable in the frame that is never assigned to: it needs no copy.
static bool is_constant_local(struct expr *e) {
  e = expr_strip(e);
  if (e->kind != EXPR_IDENT || !e->u.ident.object || e->u.ident.object->kind != OBJECT_VAR || e->u.ident.object->u.var.kind == VAR_PACKAGE)
    return false;
  struct object *v = e->u.ident.object;
  const struct home *home = local_home(v);
  return home && home->kind == HOME_SLOTS && !v->u.var.reassigned;
}

// The operand in slots that nothing changes while the loop runs.
static int frozen_operand(struct compile *f, struct expr *x, struct type *t) {
  if (is_constant_local(x))
    return local_home(expr_strip(x)->u.ident.object)->slot;
  int slot = slot_reserve(f, t);
  compile_value(f, x, t, slot);
  return slot;
}

static void range_int(struct compile *f, struct range *r) {
  struct type *t = r->s->u.range.x_type;
  if (key_of(r) && r->s->u.range.define)
    t = key_of(r)->u.ident.object->type;
  int64_t limit = 0;
  bool small = expr_small_int(r->s->u.range.x, &limit) && limit == (int16_t)limit;
  int count = small ? -1 : frozen_operand(f, r->s->u.range.x, t);
  int counter = make_counter(f, r);
  begin(f, r);
  if (small && limit <= 0)
    emit_goto(f, &r->target.break_label);
  else if (!small && type_is_unsigned(t))
    emit_jump(f, OP_JEQI, count, 0, &r->target.break_label);
  else if (!small)
    emit_jump(f, OP_JLEI, count, 0, &r->target.break_label);
  begin_body(f, r);
  set_key(f, r, counter, t);
  end_body(f, r);
  if (small)
    emit_loop(f, OP_INCLTI, counter, (int)limit, &r->body);
  else if (!type_is_unsigned(t))
    emit_loop(f, OP_INCLT, counter, count, &r->body);
  else {
    emit(f, OP_ADDI, counter, counter, 1);
    emit_jump(f, OP_JNE, counter, count, &r->body);
  }
  end(f, r);
}

// The (address, length) pair of an array that the loop reads: of a copy, if the variable could change.
static int array_operand(struct compile *f, struct expr *x, struct type *array, bool is_pointer) {
  int pair = slot_reserve_words(f, 2, false);
  slot_mark_word(f, pair, true);
  emit_zero(f, pair, 1);
  int mark = f->top;
  if (is_pointer) {
    int pointer = compile_expr(f, x, SLOT_ANY);
    emit(f, OP_LEA, pair, pointer, 0);
  } else {
    struct place p = compile_place(f, x);
    struct expr *e = expr_strip(x);
    bool constant = e->kind == EXPR_IDENT && e->u.ident.object && e->u.ident.object->kind == OBJECT_VAR &&
                    e->u.ident.object->u.var.kind != VAR_PACKAGE && !e->u.ident.object->u.var.reassigned && !e->u.ident.object->u.var.address_taken;
    int address = place_address(f, &p, SLOT_ANY);
    if (constant || !place_is_memory(&p))
      emit_move(f, pair, address, 1);
    else {
      int cell = slot_reserve_words(f, 1, true);
      emit_new(f, cell, array);
      emit(f, OP_COPYT, cell, address, 0);
      emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, array));
      emit_move(f, pair, cell, 1);
    }
  }
  f->top = mark;
  emit_int(f, pair + 1, type_underlying(array)->u.array.len);
  return pair;
}

// Slices, and arrays that are in memory.
static void range_list(struct compile *f, struct range *r) {
  struct expr *x = r->s->u.range.x;
  struct type *t = type_underlying(r->s->u.range.x_type), *elem;
  struct type *integer = compile_basic(f, BASIC_INT);
  int pair;
  if (t->kind == TYPE_SLICE) {
    elem = t->u.slice.elem;
    pair = frozen_operand(f, x, r->s->u.range.x_type);
  } else {
    struct type *array = type_array_of(r->s->u.range.x_type);
    elem = type_underlying(array)->u.array.elem;
    if (value_of(r))
      pair = array_operand(f, x, array, t->kind == TYPE_POINTER);
    else {
      // Only the length counts; the operand is evaluated if it calls something.
      if (expr_has_call(x))
        compile_discard(f, x);
      pair = slot_reserve_words(f, 2, false);
      emit_int(f, pair + 1, type_underlying(array)->u.array.len);
    }
  }
  int counter = make_counter(f, r);
  begin(f, r);
  emit_jump(f, OP_JLEI, pair + 1, 0, &r->target.break_label);
  begin_body(f, r);
  set_key(f, r, counter, integer);
  if (value_of(r)) {
    struct place p = {.kind = PLACE_INDEX, .type = elem, .slot = pair, .index = counter};
    struct object *v = r->s->u.range.define ? value_of(r)->u.ident.object : NULL;
    if (v && home_kind_for(v) == HOME_SLOTS) {
      compile_declare_uninitialised(f, v);
      place_load(f, &p, local_home(v)->slot);
    } else
      set_variable(f, r, value_of(r), place_load(f, &p, SLOT_ANY), elem);
  }
  end_body(f, r);
  emit_loop(f, OP_INCLT, counter, pair + 1, &r->body);
  end(f, r);
}

static void range_string(struct compile *f, struct range *r) {
  struct type *integer = compile_basic(f, BASIC_INT), *rune = compile_basic(f, BASIC_INT32);
  int text = frozen_operand(f, r->s->u.range.x, r->s->u.range.x_type);
  int counter = make_counter(f, r);
  int decoded = slot_reserve_words(f, 2, false);
  begin(f, r);
  emit_jump(f, OP_JLEI, text + 1, 0, &r->target.break_label);
  begin_body(f, r);
  emit(f, OP_RUNE, decoded, text, counter);
  set_key(f, r, counter, integer);
  set_variable(f, r, value_of(r), decoded, rune);
  end_body(f, r);
  emit_move(f, counter, decoded + 1, 1);
  emit_jump(f, OP_JLT, counter, text + 1, &r->body);
  end(f, r);
}

// A variable's value from the address in a slot.
static void set_from_address(struct compile *f, struct range *r, struct expr *left, int address, struct type *t) {
  if (!left)
    return;
  struct place p = place_deref(f, address, t);
  int value = place_load(f, &p, SLOT_ANY);
  set_variable(f, r, left, value, t);
}

static void range_map(struct compile *f, struct range *r) {
  struct type *t = type_underlying(r->s->u.range.x_type);
  int iterator = slot_reserve_words(f, 3, true);
  emit_zero(f, iterator, 3);
  int mark = f->top;
  int map = compile_expr(f, r->s->u.range.x, SLOT_ANY);
  emit(f, OP_MAPITER, iterator, map, 0);
  emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, r->s->u.range.x_type));
  f->top = mark;
  begin(f, r);
  begin_body(f, r);
  emit_jump(f, OP_MAPNEXT, iterator, 0, &r->target.break_label);
  // Both are read before either is assigned: an assignment may change the map.
  struct expr *key = key_of(r), *value = value_of(r);
  if (key && value && !r->s->u.range.define) {
    struct place key_place = place_deref(f, iterator + 1, t->u.map.key), value_place = place_deref(f, iterator + 2, t->u.map.value);
    int key_slot = place_load(f, &key_place, SLOT_ANY), value_slot = place_load(f, &value_place, SLOT_ANY);
    set_variable(f, r, key, key_slot, t->u.map.key);
    set_variable(f, r, value, value_slot, t->u.map.value);
  } else {
    set_from_address(f, r, key, iterator + 1, t->u.map.key);
    set_from_address(f, r, value, iterator + 2, t->u.map.value);
  }
  end_body(f, r);
  emit_goto(f, &r->body);
  end(f, r);
}

static void range_channel(struct compile *f, struct range *r) {
  struct type *elem = type_underlying(r->s->u.range.x_type)->u.chan.elem;
  int channel = frozen_operand(f, r->s->u.range.x, r->s->u.range.x_type);
  int slots = type_slots(elem);
  int value = slot_reserve(f, elem);
  int ok = slot_reserve_words(f, 1, false);
  emit_zero(f, value, slots + 1);
  begin(f, r);
  begin_body(f, r);
  int pc = emit(f, OP_RECV, value, channel, 1);
  emit_word(f, (uint64_t)slots + 1);
  emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, r->s->u.range.x_type));
  emit_safepoint(f, f->count, pc);
  emit_jump(f, OP_JF, ok, 0, &r->target.break_label);
  set_variable(f, r, key_of(r), value, elem);
  end_body(f, r);
  emit_goto(f, &r->body);
  end(f, r);
}

void compile_range(struct compile *f, struct stmt *s) {
  struct range r = {.s = s};
  int mark = f->top;
  struct type *t = type_underlying(s->u.range.x_type);
  switch (t->kind) {
  case TYPE_SLICE:
  case TYPE_ARRAY:
  case TYPE_POINTER:
    range_list(f, &r);
    break;
  case TYPE_MAP:
    range_map(f, &r);
    break;
  case TYPE_CHAN:
    range_channel(f, &r);
    break;
  case TYPE_BASIC:
    if (type_is_string(t))
      range_string(f, &r);
    else
      range_int(f, &r);
    break;
  default:
    compile_fail(f, "range over %s is not supported yet", type_string(f->region, t, NULL));
  }
  f->top = mark;
}
