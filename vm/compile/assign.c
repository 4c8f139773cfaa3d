// Assignments, ++ and --. define.c has the definitions.
//
// The operands of index expressions and pointer indirections on the left, and the expressions on
// the right, are evaluated before anything is stored; then values are stored from left to right.
// Calls come first, on the left and then on the right: see order.c.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

bool is_frame_variable(struct expr *e, int *slot) {
  e = expr_strip(e);
  if (e->kind != EXPR_IDENT || !expr_is_place(e))
    return false;
  struct object *v = e->u.ident.object;
  struct home *home = v->u.var.kind == VAR_PACKAGE ? NULL : local_home(v);
  if (!home || home->kind != HOME_SLOTS)
    return false;
  *slot = home->slot;
  return true;
}

bool expr_mentions(struct expr *e, struct object *const *objects, int count) {
  e = expr_strip(e);
  if (!e || expr_is_constant(e) || e->mode == MODE_TYPE || expr_is_nil(e))
    return false;
  switch (e->kind) {
  case EXPR_IDENT:
    for (int i = 0; i < count; i++)
      if (objects[i] == e->u.ident.object)
        return true;
    return false;
  case EXPR_SELECTOR:
    if (e->u.selector.selection.kind == SELECT_QUALIFIED)
      return false;
    break;
  case EXPR_LITERAL:
  case EXPR_INDEX:
  case EXPR_SLICE:
  case EXPR_STAR:
  case EXPR_UNARY:
  case EXPR_BINARY:
  case EXPR_CALL:
    break;
  default:
    return true;
  }
  struct expr **child;
  for (int i = 0; (child = expr_child(e, i)); i++)
    if (expr_mentions(*child, objects, count))
      return true;
  return false;
}

int compile_copied(struct compiler *c, struct expr *e, struct type *t) {
  int mark = c->top;
  int slot = compile_value(c, e, t, slot_any);
  if (slot >= mark)
    return slot;
  int copy = slot_reserve(c, t);
  emit_move(c, copy, slot, type_slots(t));
  return copy;
}

void compile_store_value(struct compiler *c, struct expr *left, int value, struct type *from) {
  if (expr_is_blank(left))
    return;
  int mark = c->top;
  struct place p = compile_place(c, left);
  int converted = convert_slot(c, value, from, p.type, slot_any);
  place_store(c, &p, converted);
  c->top = mark;
}

// One to one.

static void assign_one(struct compiler *c, struct expr *left, struct expr *right) {
  int slot, mark = c->top;
  if (expr_is_blank(left)) {
    compile_discard(c, right);
    return;
  }
  if (is_frame_variable(left, &slot)) {
    compile_value(c, right, left->type, slot);
    c->top = mark;
    return;
  }
  // Values are made before the left side is checked, but large ones go from memory to memory.
  bool large = type_is_boxed(left->type);
  left = order_split(c, left);
  if (large && !expr_has_early(right)) {
    struct place p = compile_place(c, left);
    compile_to_place(c, &p, right, false);
  } else {
    int value = compile_value(c, right, left->type, slot_any);
    struct place p = compile_place(c, left);
    place_store(c, &p, value);
  }
  c->top = mark;
}

static enum token binary_token(enum token assign) {
  switch (assign) {
  case TOKEN_ADD_ASSIGN:
    return TOKEN_ADD;
  case TOKEN_SUB_ASSIGN:
    return TOKEN_SUB;
  case TOKEN_MUL_ASSIGN:
    return TOKEN_MUL;
  case TOKEN_QUO_ASSIGN:
    return TOKEN_QUO;
  case TOKEN_REM_ASSIGN:
    return TOKEN_REM;
  case TOKEN_AND_ASSIGN:
    return TOKEN_AND;
  case TOKEN_OR_ASSIGN:
    return TOKEN_OR;
  case TOKEN_XOR_ASSIGN:
    return TOKEN_XOR;
  case TOKEN_SHL_ASSIGN:
    return TOKEN_SHL;
  case TOKEN_SHR_ASSIGN:
    return TOKEN_SHR;
  default:
    return TOKEN_AND_NOT;
  }
}

// x += a * b for float64 in one instruction.
static bool multiply_add(struct compiler *c, int slot, struct type *t, struct expr *y) {
  y = expr_strip(y);
  if (!type_is_float(t) || type_size(t) != 8 || y->kind != EXPR_BINARY ||
      y->u.binary.op != TOKEN_MUL || expr_is_constant(y))
    return false;
  int a = compile_value(c, y->u.binary.x, t, slot_any);
  int b = compile_value(c, y->u.binary.y, t, slot_any);
  emit(c, OP_MACF, slot, a, b);
  return true;
}

static void assign_operation(struct compiler *c, enum token op, struct expr *left,
                             struct expr *right) {
  int mark = c->top, slot;
  struct type *t = left->type;
  if (is_frame_variable(left, &slot)) {
    if (op != TOKEN_ADD || !multiply_add(c, slot, t, right))
      compile_arithmetic(c, op, t, slot, right, slot);
    c->top = mark;
    return;
  }
  left = order_split(c, left);
  right = order_split(c, right);
  struct place p = compile_place(c, left);
  place_settle(c, &p);
  p.updates = true;
  int old = place_load(c, &p, slot_any);
  int value = slot_reserve(c, t);
  compile_arithmetic(c, op, t, old, right, value);
  place_store(c, &p, value);
  c->top = mark;
}

void compile_inc_dec(struct compiler *c, struct stmt *s) {
  struct expr *x = s->u.inc_dec.x;
  int mark = c->top, slot, step = s->u.inc_dec.is_decrement ? -1 : 1;
  struct place p = {.kind = PLACE_BLANK};
  bool in_frame = is_frame_variable(x, &slot);
  int value = slot, old = slot;
  if (!in_frame) {
    p = compile_place(c, x);
    place_settle(c, &p);
    p.updates = true;
    old = place_load(c, &p, slot_any);
    value = slot_reserve(c, x->type);
  }
  if (type_is_integer(x->type))
    compile_add_constant(c, x->type, old, step, value);
  else {
    // No addition of -1: it loses the sign of a zero imaginary part.
    struct constant *one = constant_int64(&c->program->constants, 1);
    struct expr number = {
        .kind = EXPR_LITERAL, .mode = MODE_CONSTANT, .type = x->type, .value = one};
    if (type_is_complex(x->type))
      number.value = constant_to_complex(&c->program->constants, one);
    compile_arithmetic(c, step < 0 ? TOKEN_SUB : TOKEN_ADD, x->type, old, &number, value);
  }
  if (!in_frame)
    place_store(c, &p, value);
  c->top = mark;
}

// Several to several.

// Only an assignment to a variable in the frame can change what the places were made of.
static bool sets_frame(struct expr **left, int count) {
  int slot;
  for (int i = 0; i < count; i++)
    if (is_frame_variable(left[i], &slot))
      return true;
  return false;
}

static void freeze_places(struct compiler *c, struct place *places, struct expr **left, int count) {
  bool frame = sets_frame(left, count);
  for (int i = 0; i < count; i++) {
    places[i] = compile_place(c, left[i]);
    if (frame)
      place_freeze(c, &places[i]);
  }
}

// An assignment of several values that is being compiled.
struct several {
  struct expr **left, **right;
  struct place *places;
  int *values;
  int count;
  bool freeze; // places must not change with variables in the frame
};

static void several_place(struct compiler *c, struct several *s, int i) {
  s->places[i] = compile_place(c, s->left[i]);
  if (s->freeze)
    place_freeze(c, &s->places[i]);
}

static void several_value(struct compiler *c, struct several *s, int i) {
  invariant_debug(i < s->count);
  if (expr_is_blank(s->left[i]))
    compile_discard(c, s->right[i]);
  else
    s->values[i] = compile_copied(c, s->right[i], s->left[i]->type);
}

// The first target that is in memory, where a store may panic, or change what later operands read.
static int first_in_memory(const struct several *s) {
  int slot, i = 0;
  while (i < s->count - 1 && (expr_is_blank(s->left[i]) || is_frame_variable(s->left[i], &slot)))
    i++;
  return i;
}

// The left sides without what must come before the right sides.
static struct expr **order_left(struct compiler *c, struct expr **left, int count) {
  struct expr **list = region_alloc(c->region, (size_t)count * sizeof *list);
  for (int i = 0; i < count; i++)
    list[i] = order_split(c, left[i]);
  return list;
}

static struct expr **order_right(struct compiler *c, struct expr **left, struct expr **right,
                                 int count) {
  struct expr **list = region_alloc(c->region, (size_t)count * sizeof *list);
  for (int i = 0; i < count; i++)
    list[i] = expr_is_blank(left[i]) ? right[i] : order_converted(c, right[i], left[i]->type);
  return order_operands(c, list, count);
}

static void assign_several(struct compiler *c, struct expr **left, struct expr **right, int count) {
  int mark = c->top;
  struct several s = {
      .left = order_left(c, left, count), .count = count, .freeze = sets_frame(left, count)};
  s.places = region_alloc(c->region, (size_t)count * sizeof *s.places);
  s.values = region_alloc(c->region, (size_t)count * sizeof *s.values);
  s.right = order_right(c, s.left, right, count);
  // Which operand panics first is as in Go's compiler: it saves those that the first store to
  // memory may change, and then does one assignment after the other.
  int first = first_in_memory(&s);
  for (int i = 0; i < count && first < count - 1; i++)
    s.right[i] = order_split(c, s.right[i]);
  for (int i = first + 1; i < count; i++) {
    several_place(c, &s, i);
    several_value(c, &s, i);
  }
  for (int i = 0; i <= first; i++)
    several_value(c, &s, i);
  for (int i = 0; i <= first; i++)
    several_place(c, &s, i);
  for (int i = 0; i < count; i++)
    if (s.places[i].kind != PLACE_BLANK)
      place_store(c, &s.places[i], s.values[i]);
  c->top = mark;
}

// a, b = b, a+b and the like with variables in the frame: a value may go straight to its variable
// if nothing that follows reads it.
static bool assign_in_order(struct compiler *c, struct expr **left, struct expr **right,
                            int count) {
  int slot;
  if (c->has_defer || order_matters(right, count))
    return false;
  for (int i = 0; i < count; i++) {
    struct expr *x = expr_strip(left[i]);
    if (!is_frame_variable(x, &slot))
      return false;
    for (int j = i + 1; j < count; j++)
      if (expr_mentions(right[j], &x->u.ident.object, 1))
        return false;
  }
  for (int i = 0; i < count; i++)
    assign_one(c, left[i], right[i]);
  return true;
}

// The forms with two results of map index, assertion and receive: value and ok in consecutive slots
// at dest, or in new ones.
static int compile_comma_ok(struct compiler *c, struct expr *e, struct type **value_type,
                            int dest) {
  e = expr_strip(e);
  if (e->kind == EXPR_TYPE_ASSERT) {
    *value_type = e->u.type_assert.type->type;
    return compile_type_assert(c, e, dest, true);
  }
  if (e->kind == EXPR_INDEX)
    *value_type = type_underlying(e->u.index.x->type)->u.map.value;
  else
    *value_type = type_underlying(e->u.unary.x->type)->u.chan.elem;
  int slots = type_slots(*value_type);
  if (dest == slot_any) {
    dest = slot_reserve(c, *value_type);
    slot_reserve_words(c, 1, false);
  }
  int mark = c->top;
  if (e->kind == EXPR_INDEX) {
    struct place p = compile_place(c, e);
    int address = slot_reserve_words(c, 2, false);
    slot_mark_word(c, address, true);
    emit_map(c, OP_MAPREAD2, address, &p);
    struct place memory = place_deref(address, *value_type);
    if (type_is_boxed(*value_type)) {
      struct label missing;
      label_init(&missing);
      emit_zero(c, dest, 1);
      emit_jump(c, OP_JF, address + 1, 0, &missing);
      place_load(c, &memory, dest);
      label_bind(c, &missing);
      box_complete(c, *value_type, dest);
    } else if (slots > 0)
      place_load(c, &memory, dest);
    emit_move(c, dest + slots, address + 1, 1);
  } else {
    int channel = compile_expr(c, e->u.unary.x, slot_any);
    int pc = emit(c, OP_RECV, dest, channel, 1);
    emit_word(c, (uint64_t)slots + 1);
    emit_word(c, (uint64_t)(uintptr_t)box_channel(c, e->u.unary.x->type));
    emit_safepoint(c, pc, pc);
    box_complete(c, *value_type, dest);
  }
  c->top = mark;
  return dest;
}

static bool is_call(struct expr *e) {
  e = expr_strip(e);
  return e->kind == EXPR_CALL && e->u.call.kind == CALL_FUNCTION;
}

// The values of one expression with several: their slots and types.
int compile_values(struct compiler *c, struct expr *right, struct type **types, int count) {
  if (!is_call(right)) {
    types[1] = compile_basic(c, BASIC_BOOL);
    return compile_comma_ok(c, right, &types[0], slot_any);
  }
  struct type *signature = call_signature(expr_strip(right));
  invariant_debug(count == signature->u.signature.result_count);
  for (int i = 0; i < count; i++)
    types[i] = signature->u.signature.results[i]->type;
  return compile_call_results(c, right);
}

// Stores values of those types that lie in consecutive slots.
static void store_values(struct compiler *c, struct expr **left, int slot, struct type **types,
                         int count) {
  struct place *places = region_alloc(c->region, (size_t)count * sizeof *places);
  freeze_places(c, places, left, count);
  for (int i = 0; i < count; i++) {
    int inner = c->top;
    if (places[i].kind != PLACE_BLANK)
      place_store(c, &places[i], convert_slot(c, slot, types[i], places[i].type, slot_any));
    slot += type_slots(types[i]);
    c->top = inner;
  }
}

void compile_store_pair(struct compiler *c, struct expr *left[2], const int slots[2],
                        struct type *const types[2]) {
  int mark = c->top;
  struct place places[2];
  left = order_operands(c, left, 2);
  freeze_places(c, places, left, 2);
  for (int i = 0; i < 2; i++)
    if (places[i].kind != PLACE_BLANK)
      place_store(c, &places[i], convert_slot(c, slots[i], types[i], places[i].type, slot_any));
  c->top = mark;
}

static void assign_from_one(struct compiler *c, struct expr **left, int count, struct expr *right) {
  int mark = c->top;
  struct type **types = region_alloc(c->region, (size_t)(count + 2) * sizeof *types);
  left = order_left(c, left, count);
  int slot = compile_values(c, right, types, count);
  store_values(c, left, slot, types, count);
  c->top = mark;
}

void compile_assign(struct compiler *c, struct stmt *s) {
  struct expr **left = s->u.assign.left.items, **right = s->u.assign.right.items;
  int count = s->u.assign.left.count;
  if (s->u.assign.op == TOKEN_DEFINE)
    compile_define(c, s);
  else if (s->u.assign.op != TOKEN_ASSIGN)
    assign_operation(c, binary_token(s->u.assign.op), left[0], right[0]);
  else if (count == 1 && s->u.assign.right.count == 1)
    assign_one(c, left[0], right[0]);
  else if (s->u.assign.right.count == 1)
    assign_from_one(c, left, count, right[0]);
  else if (!assign_in_order(c, left, right, count))
    assign_several(c, left, right, count);
}
