// range loops over integers, slices, arrays, strings, maps and channels.
//
// The range expression is evaluated once. Counters are hidden, unless the key variable can serve:
// declared by the loop, in the frame and never assigned to.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

struct range_loop {
  struct stmt *stmt;
  struct target target;
  struct label top;
  struct object *key, *value; // declared variables; NULL: blank, absent or assigned
  bool has_key, has_value;    // present and not blank
  bool defines;               // each iteration has variables of its own
};

static void loop_start(struct range_loop *r, struct stmt *s) {
  *r = (struct range_loop){.stmt = s};
  r->has_key = s->u.range.key && !expr_is_blank(s->u.range.key);
  r->has_value = s->u.range.value && !expr_is_blank(s->u.range.value);
  r->defines = s->u.range.define && !s->u.range.shares_variables;
  if (r->defines && r->has_key)
    r->key = expr_strip(s->u.range.key)->u.ident.object;
  if (r->defines && r->has_value)
    r->value = expr_strip(s->u.range.value)->u.ident.object;
  label_init(&r->top);
}

// Gives the key or value of this iteration to its variable.
static void assign_variable(struct compiler *c, struct object *v, struct expr *e, int slot,
                            struct type *t) {
  if (v)
    compile_declare_init(c, v, slot);
  else
    compile_store_value(c, e, slot, t);
}

static void assign_key(struct compiler *c, struct range_loop *r, int slot, struct type *t) {
  if (r->has_key)
    assign_variable(c, r->key, r->stmt->u.range.key, slot, t);
}

// Declares a variable with the value at a place: loaded straight into its slots where it lies in
// the frame.
static void load_variable(struct compiler *c, struct object *v, const struct place *p) {
  if (home_kind_here(c, v) == HOME_SLOTS) {
    int slot = slot_reserve(c, v->type);
    place_load(c, p, slot);
    home_set(c, v, HOME_SLOTS, slot);
    return;
  }
  compile_declare_uninitialised(c, v);
  int mark = c->top;
  struct place to = place_of_local(c, v);
  if (type_is_boxed(v->type)) {
    int source = place_address(c, p, slot_any);
    int address = place_address(c, &to, slot_any);
    emit(c, OP_COPYT, address, source, 0);
    emit_type(c, v->type);
  } else
    place_store(c, &to, place_load(c, p, slot_any));
  c->top = mark;
}

static bool key_is_counter(struct range_loop *r, int counter) {
  struct home *home = r->key ? local_home(r->key) : NULL;
  return home && home->kind == HOME_SLOTS && home->slot == counter && !r->key->u.var.reassigned;
}

// Key and value of this iteration to what stands on the left of an assignment. Both are read, and
// all operands on the left evaluated, before anything is stored; calls on the left come first.
static void assign_both(struct compiler *c, struct range_loop *r, const struct place *key,
                        const struct place *value) {
  int mark = c->top;
  struct expr *left[2] = {order_split(c, r->stmt->u.range.key),
                          order_split(c, r->stmt->u.range.value)};
  struct type *types[2] = {key->type, value->type};
  int slots[2] = {place_load(c, key, slot_any), place_load(c, value, slot_any)};
  compile_store_pair(c, left, slots, types);
  c->top = mark;
}

// Declares or assigns the variables of this iteration; the key lies in a slot, which may be the
// key variable's own.
static void assign_iteration(struct compiler *c, struct range_loop *r, int key,
                             struct type *key_type, const struct place *value) {
  if (r->has_value && !r->defines) {
    struct place counter = place_of_slots(key, key_type);
    assign_both(c, r, &counter, value);
    return;
  }
  if (!key_is_counter(r, key))
    assign_key(c, r, key, key_type);
  if (r->has_value)
    load_variable(c, r->value, value);
}

static void range_body(struct compiler *c, struct range_loop *r) {
  compile_block(c, r->stmt->u.range.body);
}

// The counter: the key variable itself, or a hidden slot.
static int reserve_counter(struct compiler *c, struct range_loop *r) {
  int counter = slot_reserve_words(c, 1, false);
  if (r->key && !r->key->u.var.reassigned && home_kind_here(c, r->key) == HOME_SLOTS)
    home_set(c, r->key, HOME_SLOTS, counter);
  return counter;
}

// for i := 0; i < limit; i++ around the body. limit is a slot, or -1 for the constant.
static void counted_loop(struct compiler *c, struct range_loop *r, int limit, int64_t constant,
                         struct type *key_type, const struct place *element) {
  struct place p = element ? *element : (struct place){.kind = PLACE_BLANK};
  int counter = reserve_counter(c, r);
  if (limit < 0 && constant > INT16_MAX) {
    limit = slot_reserve_words(c, 1, false);
    emit_int(c, limit, constant);
  }
  invariant_debug(limit < c->top && (limit >= 0 || constant <= INT16_MAX));
  target_push(c, &r->target, r->stmt);
  emit_int(c, counter, 0);
  bool wide_unsigned = type_is_unsigned(key_type) && type_size(key_type) == 8;
  if (limit >= 0)
    emit_jump(c, wide_unsigned ? OP_JEQI : OP_JLEI, limit, 0, &r->target.break_label);
  else if (constant <= 0)
    emit_goto(c, &r->target.break_label);
  label_bind(c, &r->top);
  int mark = c->top, locals = c->locals_top;
  p.index = counter;
  assign_iteration(c, r, counter, key_type, &p);
  range_body(c, r);
  c->top = mark;
  c->locals_top = locals;
  label_bind(c, &r->target.continue_label);
  c->pos = r->stmt->pos;
  if (limit >= 0 && wide_unsigned) {
    emit(c, OP_ADDI, counter, counter, 1);
    emit_loop(c, OP_LOOPNE, counter, limit, &r->top);
  } else if (limit >= 0)
    emit_loop(c, OP_INCLT, counter, limit, &r->top);
  else
    emit_loop(c, OP_INCLTI, counter, (int)constant, &r->top);
  label_bind(c, &r->target.break_label);
  target_pop(c);
}

static void range_int(struct compiler *c, struct range_loop *r) {
  struct stmt *s = r->stmt;
  struct type *t = r->key              ? r->key->type
                   : s->u.range.x_type ? s->u.range.x_type
                                       : s->u.range.x->type;
  int64_t constant = 0;
  int limit = -1;
  if (!expr_small_int(s->u.range.x, &constant))
    limit = compile_copied(c, s->u.range.x, t);
  counted_loop(c, r, limit, constant, t, NULL);
}

static void range_slice(struct compiler *c, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  struct type *elem = type_underlying(x->type)->u.slice.elem;
  int mark = c->top;
  int pair = compile_slice_operand(c, x);
  if (pair < mark) {
    int copy = slot_reserve_words(c, 2, false);
    slot_mark_word(c, copy, true);
    emit_move(c, copy, pair, 2);
    pair = copy;
  }
  struct place p = {.kind = PLACE_INDEX, .type = elem, .slot = pair};
  counted_loop(c, r, pair + 1, 0, compile_basic(c, BASIC_INT), &p);
}

// Whether the array is a variable that nobody changes, so that ranging over it needs no copy.
static bool is_unchanged(struct expr *x) {
  x = expr_strip(x);
  if (x->kind != EXPR_IDENT || !expr_is_place(x))
    return false;
  struct object *v = x->u.ident.object;
  return v->u.var.kind != VAR_PACKAGE && !v->u.var.reassigned && !v->u.var.address_taken;
}

static void range_array(struct compiler *c, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  struct type *array = type_array_of(x->type);
  int64_t len = array->u.array.len;
  bool pointer = type_underlying(x->type)->kind == TYPE_POINTER;
  if (!r->has_value) {
    if (expr_has_call(x))
      compile_discard(c, x);
    counted_loop(c, r, -1, len, compile_basic(c, BASIC_INT), NULL);
    return;
  }
  int pair = slot_reserve_words(c, 2, false);
  slot_mark_word(c, pair, true);
  int mark = c->top;
  if (pointer) {
    int address = compile_expr(c, x, slot_any);
    if (len > 0)
      emit(c, OP_LEA, pair, address, 0);
    else
      emit_move(c, pair, address, 1);
  } else if (is_unchanged(x) && local_home(expr_strip(x)->u.ident.object)->kind != HOME_SLOTS) {
    struct place p = compile_place(c, x);
    emit_move(c, pair, p.slot, 1);
  } else {
    emit_new(c, pair, x->type);
    struct place p = place_deref(pair, x->type);
    compile_to_place(c, &p, x, true);
  }
  c->top = mark;
  emit_int(c, pair + 1, len);
  struct place p = {.kind = PLACE_INDEX, .type = array->u.array.elem, .slot = pair};
  counted_loop(c, r, -1, len, compile_basic(c, BASIC_INT), &p);
}

static void range_string(struct compiler *c, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  int string = compile_copied(c, x, x->type);
  int position = reserve_counter(c, r);
  int rune = slot_reserve_words(c, 2, false);
  target_push(c, &r->target, r->stmt);
  emit_int(c, position, 0);
  emit_jump(c, OP_JEQI, string + 1, 0, &r->target.break_label);
  label_bind(c, &r->top);
  int mark = c->top, locals = c->locals_top;
  emit(c, OP_RUNE, rune, string, position);
  struct place value = place_of_slots(rune, compile_basic(c, BASIC_INT32));
  if (r->value && !r->value->u.var.reassigned && home_kind_here(c, r->value) == HOME_SLOTS) {
    home_set(c, r->value, HOME_SLOTS, rune);
    if (!key_is_counter(r, position))
      assign_key(c, r, position, compile_basic(c, BASIC_INT));
  } else
    assign_iteration(c, r, position, compile_basic(c, BASIC_INT), &value);
  range_body(c, r);
  c->top = mark;
  c->locals_top = locals;
  label_bind(c, &r->target.continue_label);
  c->pos = r->stmt->pos;
  emit_move(c, position, rune + 1, 1);
  emit_loop(c, OP_LOOPLT, position, string + 1, &r->top);
  label_bind(c, &r->target.break_label);
  target_pop(c);
}

static void range_map(struct compiler *c, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  struct type *under = type_underlying(x->type);
  int iterator = slot_reserve_words(c, 3, true);
  int inner = c->top;
  int map = compile_expr(c, x, slot_any);
  emit(c, OP_MAPITER, iterator, map, 0);
  emit_type(c, x->type);
  c->top = inner;
  target_push(c, &r->target, r->stmt);
  label_bind(c, &r->top);
  emit_jump(c, OP_MAPNEXT, iterator, 0, &r->target.break_label);
  int mark = c->top, locals = c->locals_top;
  struct place key = place_deref(iterator + 1, under->u.map.key);
  struct place value = place_deref(iterator + 2, under->u.map.value);
  if (r->defines) {
    if (r->key)
      load_variable(c, r->key, &key);
    if (r->value)
      load_variable(c, r->value, &value);
  } else if (r->has_value)
    assign_both(c, r, &key, &value);
  else if (r->has_key)
    assign_key(c, r, place_load(c, &key, slot_any), key.type);
  range_body(c, r);
  c->top = mark;
  c->locals_top = locals;
  label_bind(c, &r->target.continue_label);
  c->pos = r->stmt->pos;
  emit_goto(c, &r->top);
  label_bind(c, &r->target.break_label);
  target_pop(c);
}

static void range_channel(struct compiler *c, struct range_loop *r) {
  struct expr *x = r->stmt->u.range.x;
  struct type *elem = type_underlying(x->type)->u.chan.elem;
  int channel = compile_copied(c, x, x->type);
  int value = slot_reserve(c, elem);
  int ok = slot_reserve_words(c, 1, false);
  target_push(c, &r->target, r->stmt);
  label_bind(c, &r->top);
  int pc = emit(c, OP_RECV, value, channel, 1);
  emit_word(c, (uint64_t)type_slots(elem) + 1);
  emit_word(c, (uint64_t)(uintptr_t)box_channel(c, x->type));
  emit_safepoint(c, pc, pc);
  emit_jump(c, OP_JF, ok, 0, &r->target.break_label);
  int mark = c->top, locals = c->locals_top;
  assign_key(c, r, value, elem);
  range_body(c, r);
  c->top = mark;
  c->locals_top = locals;
  label_bind(c, &r->target.continue_label);
  emit_goto(c, &r->top);
  label_bind(c, &r->target.break_label);
  target_pop(c);
}

// Declares the variables that all iterations assign to.
static void declare_shared(struct compiler *c, struct range_loop *r) {
  if (r->has_key)
    compile_declare_zero(c, expr_strip(r->stmt->u.range.key)->u.ident.object);
  if (r->has_value)
    compile_declare_zero(c, expr_strip(r->stmt->u.range.value)->u.ident.object);
}

void compile_range(struct compiler *c, struct stmt *s) {
  int mark = c->top, locals = c->locals_top;
  if (s->u.range.function) {
    compile_range_func(c, s);
    c->top = mark;
    c->locals_top = locals;
    return;
  }
  struct range_loop r;
  loop_start(&r, s);
  if (s->u.range.shares_variables)
    declare_shared(c, &r);
  struct type *t = s->u.range.x->type;
  struct type *under = type_underlying(t);
  if (type_array_of(t))
    range_array(c, &r);
  else if (type_is_string(t))
    range_string(c, &r);
  else if (type_is_integer(t))
    range_int(c, &r);
  else if (under->kind == TYPE_SLICE)
    range_slice(c, &r);
  else if (under->kind == TYPE_MAP)
    range_map(c, &r);
  else if (under->kind == TYPE_CHAN)
    range_channel(c, &r);
  else
    compile_fail(c, "range over %s is not supported", type_string(c->region, t, NULL));
  c->top = mark;
  c->locals_top = locals;
}
