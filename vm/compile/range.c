// range loops over integers, slices, arrays, strings, maps and channels.
//
// The range expression is evaluated once. Counters are hidden, unless the key variable can serve:
// declared by the loop, in the frame and never assigned to.

#include "vm/compile/internal.h"

struct range_loop {
  struct stmt *stmt;
  struct target target;
  struct label top;
  struct object *key, *value; // declared variables; NULL: blank, absent or assigned
  bool has_key, has_value;    // present and not blank
};

static void loop_start(struct range_loop *r, struct stmt *s) {
  *r = (struct range_loop){.stmt = s};
  r->has_key = s->u.range.key && !expr_is_blank(s->u.range.key);
  r->has_value = s->u.range.value && !expr_is_blank(s->u.range.value);
  if (s->u.range.define && r->has_key)
    r->key = expr_strip(s->u.range.key)->u.ident.object;
  if (s->u.range.define && r->has_value)
    r->value = expr_strip(s->u.range.value)->u.ident.object;
  label_init(&r->top);
}

// Gives the key or value of this iteration to its variable.
static void assign_variable(struct compile *f, struct object *v, struct expr *e, int slot,
                            struct type *t) {
  if (v)
    compile_declare_init(f, v, slot);
  else
    compile_store_value(f, e, slot, t);
}

static void assign_key(struct compile *f, struct range_loop *r, int slot, struct type *t) {
  if (r->has_key)
    assign_variable(f, r->key, r->stmt->u.range.key, slot, t);
}

// Declares a variable with the value at a place: loaded straight into its slots where it lies in
// the frame.
static void load_variable(struct compile *f, struct object *v, const struct place *p) {
  if (home_kind_here(f, v) == HOME_SLOTS) {
    int slot = slot_reserve(f, v->type);
    place_load(f, p, slot);
    home_set(f, v, HOME_SLOTS, slot);
    return;
  }
  compile_declare_uninitialised(f, v);
  int mark = f->top;
  struct place to = place_of_local(f, v);
  if (type_is_boxed(v->type)) {
    int source = place_address(f, p, SLOT_ANY);
    int address = place_address(f, &to, SLOT_ANY);
    emit(f, OP_COPYT, address, source, 0);
    emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, v->type));
  } else
    place_store(f, &to, place_load(f, p, SLOT_ANY));
  f->top = mark;
}

static bool key_is_counter(struct range_loop *r, int counter) {
  struct home *home = r->key ? local_home(r->key) : NULL;
  return home && home->kind == HOME_SLOTS && home->slot == counter && !r->key->u.var.reassigned;
}

// Key and value of this iteration to what stands on the left of an assignment. Both are read, and
// all operands on the left evaluated, before anything is stored; calls on the left come first.
static void assign_both(struct compile *f, struct range_loop *r, const struct place *key,
                        const struct place *value) {
  int mark = f->top;
  struct expr *left[2] = {order_split(f, r->stmt->u.range.key),
                          order_split(f, r->stmt->u.range.value)};
  struct type *types[2] = {key->type, value->type};
  int slots[2] = {place_load(f, key, SLOT_ANY), place_load(f, value, SLOT_ANY)};
  compile_store_pair(f, left, slots, types);
  f->top = mark;
}

// Declares or assigns the variables of this iteration; the key lies in a slot, which may be the
// key variable's own.
static void assign_iteration(struct compile *f, struct range_loop *r, int key,
                             struct type *key_type, const struct place *value) {
  if (r->has_value && !r->stmt->u.range.define) {
    struct place counter = place_of_slots(key, key_type);
    assign_both(f, r, &counter, value);
    return;
  }
  if (!key_is_counter(r, key))
    assign_key(f, r, key, key_type);
  if (r->has_value)
    load_variable(f, r->value, value);
}

static void compile_body(struct compile *f, struct range_loop *r) {
  compile_block(f, r->stmt->u.range.body);
}

// The counter: the key variable itself, or a hidden slot.
static int reserve_counter(struct compile *f, struct range_loop *r) {
  int counter = slot_reserve_words(f, 1, false);
  if (r->key && !r->key->u.var.reassigned && home_kind_here(f, r->key) == HOME_SLOTS)
    home_set(f, r->key, HOME_SLOTS, counter);
  return counter;
}

// for i := 0; i < limit; i++ around the body. limit is a slot, or -1 for the constant.
static void counted_loop(struct compile *f, struct range_loop *r, int limit, int64_t constant,
                         struct type *key_type, const struct place *element) {
  struct place p = element ? *element : (struct place){.kind = PLACE_BLANK};
  int counter = reserve_counter(f, r);
  if (limit < 0 && constant > INT16_MAX) {
    limit = slot_reserve_words(f, 1, false);
    emit_int(f, limit, constant);
  }
  target_push(f, &r->target, r->stmt);
  emit_int(f, counter, 0);
  bool wide_unsigned = type_is_unsigned(key_type) && type_size(key_type) == 8;
  if (limit >= 0)
    emit_jump(f, wide_unsigned ? OP_JEQI : OP_JLEI, limit, 0, &r->target.break_label);
  else if (constant <= 0)
    emit_goto(f, &r->target.break_label);
  label_bind(f, &r->top);
  int mark = f->top, locals = f->locals_top;
  p.index = counter;
  assign_iteration(f, r, counter, key_type, &p);
  compile_body(f, r);
  f->top = mark;
  f->locals_top = locals;
  label_bind(f, &r->target.continue_label);
  f->pos = r->stmt->pos;
  if (limit >= 0 && wide_unsigned) {
    emit(f, OP_ADDI, counter, counter, 1);
    emit_loop(f, OP_LOOPNE, counter, limit, &r->top);
  } else if (limit >= 0)
    emit_loop(f, OP_INCLT, counter, limit, &r->top);
  else
    emit_loop(f, OP_INCLTI, counter, (int)constant, &r->top);
  label_bind(f, &r->target.break_label);
  target_pop(f);
}

static void range_int(struct compile *f, struct range_loop *r) {
  struct stmt *s = r->stmt;
  struct type *t = r->key              ? r->key->type
                   : s->u.range.x_type ? s->u.range.x_type
                                       : s->u.range.x->type;
  int64_t constant = 0;
  int limit = -1;
  if (!expr_small_int(s->u.range.x, &constant))
    limit = compile_copied(f, s->u.range.x, t);
  counted_loop(f, r, limit, constant, t, NULL);
}

static void range_slice(struct compile *f, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  struct type *elem = type_underlying(x->type)->u.slice.elem;
  int mark = f->top;
  int pair = compile_slice_operand(f, x);
  if (pair < mark) {
    int copy = slot_reserve_words(f, 2, false);
    slot_mark_word(f, copy, true);
    emit_move(f, copy, pair, 2);
    pair = copy;
  }
  struct place p = {.kind = PLACE_INDEX, .type = elem, .slot = pair};
  counted_loop(f, r, pair + 1, 0, compile_basic(f, BASIC_INT), &p);
}

// Whether the array is a variable that nobody changes, so that ranging over it needs no copy.
static bool is_unchanged(struct expr *x) {
  x = expr_strip(x);
  if (x->kind != EXPR_IDENT || !expr_is_place(x))
    return false;
  struct object *v = x->u.ident.object;
  return v->u.var.kind != VAR_PACKAGE && !v->u.var.reassigned && !v->u.var.address_taken;
}

static void range_array(struct compile *f, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  struct type *array = type_array_of(x->type);
  int64_t len = array->u.array.len;
  bool pointer = type_underlying(x->type)->kind == TYPE_POINTER;
  if (!r->has_value) {
    if (expr_has_call(x))
      compile_discard(f, x);
    counted_loop(f, r, -1, len, compile_basic(f, BASIC_INT), NULL);
    return;
  }
  int pair = slot_reserve_words(f, 2, false);
  slot_mark_word(f, pair, true);
  int mark = f->top;
  if (pointer) {
    int address = compile_expr(f, x, SLOT_ANY);
    if (len > 0)
      emit(f, OP_LEA, pair, address, 0);
    else
      emit_move(f, pair, address, 1);
  } else if (is_unchanged(x) && local_home(expr_strip(x)->u.ident.object)->kind != HOME_SLOTS) {
    struct place p = compile_place(f, x);
    emit_move(f, pair, p.slot, 1);
  } else {
    emit_new(f, pair, x->type);
    struct place p = place_deref(f, pair, x->type);
    compile_to_place(f, &p, x, true);
  }
  f->top = mark;
  emit_int(f, pair + 1, len);
  struct place p = {.kind = PLACE_INDEX, .type = array->u.array.elem, .slot = pair};
  counted_loop(f, r, -1, len, compile_basic(f, BASIC_INT), &p);
}

static void range_string(struct compile *f, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  int string = compile_copied(f, x, x->type);
  int position = reserve_counter(f, r);
  int rune = slot_reserve_words(f, 2, false);
  target_push(f, &r->target, r->stmt);
  emit_int(f, position, 0);
  emit_jump(f, OP_JEQI, string + 1, 0, &r->target.break_label);
  label_bind(f, &r->top);
  int mark = f->top, locals = f->locals_top;
  emit(f, OP_RUNE, rune, string, position);
  struct place value = place_of_slots(rune, compile_basic(f, BASIC_INT32));
  if (r->value && !r->value->u.var.reassigned && home_kind_here(f, r->value) == HOME_SLOTS) {
    home_set(f, r->value, HOME_SLOTS, rune);
    if (!key_is_counter(r, position))
      assign_key(f, r, position, compile_basic(f, BASIC_INT));
  } else
    assign_iteration(f, r, position, compile_basic(f, BASIC_INT), &value);
  compile_body(f, r);
  f->top = mark;
  f->locals_top = locals;
  label_bind(f, &r->target.continue_label);
  f->pos = r->stmt->pos;
  emit_move(f, position, rune + 1, 1);
  emit_loop(f, OP_LOOPLT, position, string + 1, &r->top);
  label_bind(f, &r->target.break_label);
  target_pop(f);
}

static void range_map(struct compile *f, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  struct type *under = type_underlying(x->type);
  int iterator = slot_reserve_words(f, 3, true);
  int inner = f->top;
  int map = compile_expr(f, x, SLOT_ANY);
  emit(f, OP_MAPITER, iterator, map, 0);
  emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, x->type));
  f->top = inner;
  target_push(f, &r->target, r->stmt);
  label_bind(f, &r->top);
  emit_jump(f, OP_MAPNEXT, iterator, 0, &r->target.break_label);
  int mark = f->top, locals = f->locals_top;
  struct place key = place_deref(f, iterator + 1, under->u.map.key);
  struct place value = place_deref(f, iterator + 2, under->u.map.value);
  if (r->stmt->u.range.define) {
    if (r->key)
      load_variable(f, r->key, &key);
    if (r->value)
      load_variable(f, r->value, &value);
  } else if (r->has_value)
    assign_both(f, r, &key, &value);
  else if (r->has_key)
    assign_key(f, r, place_load(f, &key, SLOT_ANY), key.type);
  compile_body(f, r);
  f->top = mark;
  f->locals_top = locals;
  label_bind(f, &r->target.continue_label);
  f->pos = r->stmt->pos;
  emit_goto(f, &r->top);
  label_bind(f, &r->target.break_label);
  target_pop(f);
}

static void range_channel(struct compile *f, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  struct type *elem = type_underlying(x->type)->u.chan.elem;
  int channel = compile_copied(f, x, x->type);
  int value = slot_reserve(f, elem);
  int ok = slot_reserve_words(f, 1, false);
  target_push(f, &r->target, r->stmt);
  label_bind(f, &r->top);
  int pc = emit(f, OP_RECV, value, channel, 1);
  emit_word(f, (uint64_t)type_slots(elem) + 1);
  emit_word(f, (uint64_t)(uintptr_t)box_channel(f, x->type));
  emit_safepoint(f, pc, pc);
  emit_jump(f, OP_JF, ok, 0, &r->target.break_label);
  int mark = f->top, locals = f->locals_top;
  assign_key(f, r, value, elem);
  compile_body(f, r);
  f->top = mark;
  f->locals_top = locals;
  label_bind(f, &r->target.continue_label);
  emit_goto(f, &r->top);
  label_bind(f, &r->target.break_label);
  target_pop(f);
}

void compile_range(struct compile *f, struct stmt *s) {
  int mark = f->top, locals = f->locals_top;
  struct range_loop r;
  loop_start(&r, s);
  struct type *t = s->u.range.x->type;
  struct type *under = type_underlying(t);
  if (type_array_of(t))
    range_array(f, &r);
  else if (type_is_string(t))
    range_string(f, &r);
  else if (type_is_integer(t))
    range_int(f, &r);
  else if (under->kind == TYPE_SLICE)
    range_slice(f, &r);
  else if (under->kind == TYPE_MAP)
    range_map(f, &r);
  else if (under->kind == TYPE_CHAN)
    range_channel(f, &r);
  else
    compile_fail(f, "range over %s is not supported", type_string(f->region, t, NULL));
  f->top = mark;
  f->locals_top = locals;
}
