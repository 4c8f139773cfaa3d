// The order of evaluation within a statement.
//
// The language fixes the order of calls, receives and a few other operations. It leaves open when
// variables, fields and elements are read. Programs come to depend on what Go's compiler does: it
// runs the calls of a statement first, in order, and reads everything else after them. The same
// holds here: where an operand is read from memory, or may panic, and a later one calls something,
// the calls are taken out of the operands, into temporaries, and what is left follows them.
//
// An expression is "early" if it runs at its place in the order (calls, slicing, assertions,
// && and ||); it is "settled" if later calls can neither change its value nor come before its
// panic. What is settled may be compiled at its place too.

#include "vm/compile/internal.h"

static bool all_settled(const struct expr_list *list) {
  for (int i = 0; i < list->count; i++)
    if (!expr_is_settled(list->items[i]))
      return false;
  return true;
}

static bool is_settled_ident(struct expr *e) {
  int slot;
  return !expr_is_place(e) || is_frame_variable(e, &slot);
}

static bool is_settled_selector(struct expr *e) {
  const struct selection *sel = &e->u.selector.selection;
  if (sel->kind == SELECT_METHOD_EXPR)
    return true;
  if (sel->kind == SELECT_QUALIFIED)
    return sel->object->kind != OBJECT_VAR;
  if (sel->kind != SELECT_FIELD)
    return false;
  struct type *t = e->u.selector.x->type;
  for (int i = 0; i < sel->path_count; i++) {
    struct type *under = type_underlying(t);
    if (under->kind == TYPE_POINTER)
      return false;
    t = under->u.struct_.fields[sel->path[i]]->type;
  }
  return expr_is_settled(e->u.selector.x);
}

// Whether the operator itself neither panics nor reads memory.
static bool is_settled_operator(struct expr *e) {
  struct expr *x = e->u.binary.x, *y = e->u.binary.y;
  switch (e->u.binary.op) {
  case TOKEN_QUO:
  case TOKEN_REM:
    return !type_is_integer(e->type) || expr_is_constant(y);
  case TOKEN_SHL:
  case TOKEN_SHR:
    return expr_is_constant(y) || type_is_unsigned(y->type);
  case TOKEN_EQL:
  case TOKEN_NEQ:
    return type_shape(x->type) < SHAPE_INTERFACE && type_shape(y->type) < SHAPE_INTERFACE;
  default:
    return true;
  }
}

static bool is_logical(struct expr *e) {
  return e->kind == EXPR_BINARY && (e->u.binary.op == TOKEN_LAND || e->u.binary.op == TOKEN_LOR);
}

// Whether Go's compiler needs the address of a value of the type to put it into an interface. Then
// it copies the value at its place, if it has no address of its own.
static bool is_boxed_by_address(struct type *t) {
  int64_t size = type_size(t);
  if ((size == 2 || size == 4 || size == 8) && type_align(t) == size && !type_has_pointers(t))
    return false;
  struct type *under = type_underlying(t);
  while ((under->kind == TYPE_STRUCT && under->u.struct_.count == 1) ||
         (under->kind == TYPE_ARRAY && under->u.array.len == 1))
    under = type_underlying(under->kind == TYPE_STRUCT ? under->u.struct_.fields[0]->type
                                                       : under->u.array.elem);
  return under->kind != TYPE_SLICE && type_shape(under) != SHAPE_STRING;
}

static bool is_addressable(struct expr *e) {
  e = expr_strip(e);
  if (e->kind == EXPR_INDEX && e->u.index.x->type &&
      type_underlying(e->u.index.x->type)->kind == TYPE_MAP)
    return false;
  return expr_is_place(e);
}

// Conversions that run at their place: to interfaces, see above, and of a string to a slice.
static bool is_early_conversion(struct expr *e) {
  struct expr *x = e->u.call.args.items[0];
  if (expr_is_constant(x) || expr_is_nil(x) || !x->type)
    return false;
  if (type_is_interface(e->type))
    return !type_is_interface(x->type) && is_boxed_by_address(x->type) && !is_addressable(x);
  return type_is_string(x->type) && type_underlying(e->type)->kind == TYPE_SLICE;
}

struct expr *order_converted(struct compiler *c, struct expr *e, struct type *target) {
  if (!target || !type_is_interface(target) || expr_is_constant(e) || expr_is_nil(e) ||
      e->mode == MODE_TYPE || expr_is_settled(e))
    return e;
  struct expr **args = region_alloc(c->region, sizeof *args), *call;
  call = region_alloc(c->region, sizeof *call);
  args[0] = e;
  *call = (struct expr){.kind = EXPR_CALL,
                        .pos = e->pos,
                        .start_pos = e->start_pos,
                        .mode = MODE_VALUE,
                        .type = target,
                        .u.call = {.args = {args, 1}, .kind = CALL_CONVERSION}};
  return is_early_conversion(call) ? call : e;
}

static bool is_settled_call(struct expr *e) {
  if (e->u.call.kind != CALL_CONVERSION || is_early_conversion(e))
    return true;
  struct expr *x = e->u.call.args.items[0];
  bool slice = !expr_is_constant(x) && x->type && type_underlying(x->type)->kind == TYPE_SLICE;
  if (slice && (type_is_string(e->type) || type_array_of(e->type)))
    return false;
  return expr_is_settled(x);
}

static bool is_settled_composite(struct expr *e) {
  if (type_underlying(e->type)->kind == TYPE_MAP)
    return true; // built entry by entry at its place
  return all_settled(&e->u.composite.elements);
}

// An assertion to a type that is no pointer is an early operation.
static bool is_early_assertion(struct expr *e) {
  return e->kind == EXPR_TYPE_ASSERT && !type_is_direct(e->u.type_assert.type->type);
}

bool expr_is_settled(struct expr *e) {
  // Left-leaning chains of operators may be long.
  for (e = expr_strip(e); e && e->kind == EXPR_BINARY && !is_logical(e) && e->mode != MODE_CONSTANT;
       e = expr_strip(e->u.binary.x))
    if (!is_settled_operator(e) || !expr_is_settled(e->u.binary.y))
      return false;
  if (!e || e->mode == MODE_CONSTANT || e->mode == MODE_TYPE || expr_is_nil(e))
    return true;
  switch (e->kind) {
  case EXPR_LITERAL:
  case EXPR_FUNC:
  case EXPR_SLICE:
    return true;
  case EXPR_IDENT:
    return is_settled_ident(e);
  case EXPR_SELECTOR:
    return is_settled_selector(e);
  case EXPR_INDEX:
    return e->u.index.x->type && e->u.index.x->mode != MODE_TYPE &&
           type_underlying(e->u.index.x->type)->kind == TYPE_ARRAY &&
           expr_is_settled(e->u.index.x) && expr_is_constant(e->u.index.indices.items[0]);
  case EXPR_TYPE_ASSERT:
    return is_early_assertion(e);
  case EXPR_KEY_VALUE:
    return expr_is_settled(e->u.key_value.value);
  case EXPR_UNARY:
    return e->u.unary.op == TOKEN_ARROW || expr_is_settled(e->u.unary.x) ||
           (e->u.unary.op == TOKEN_AND && expr_strip(e->u.unary.x)->kind == EXPR_IDENT);
  case EXPR_BINARY:
    return true; // && or ||
  case EXPR_COMPOSITE:
    return is_settled_composite(e);
  case EXPR_CALL:
    return is_settled_call(e);
  default:
    return false;
  }
}

bool list_has_early(const struct expr_list *list) {
  for (int i = list->count - 1; i >= 0; i--)
    if (expr_has_early(list->items[i]))
      return true;
  return false;
}

bool expr_has_early(struct expr *e) {
  // Left-leaning chains of operators may be long.
  for (e = expr_strip(e); e && e->kind == EXPR_BINARY && e->mode != MODE_CONSTANT;
       e = expr_strip(e->u.binary.x)) {
    if (expr_has_early(e->u.binary.y))
      return true;
    if (is_logical(e) && !(expr_is_settled(e->u.binary.x) && expr_is_settled(e->u.binary.y)))
      return true;
  }
  if (!e || e->mode == MODE_CONSTANT || e->mode == MODE_TYPE)
    return false;
  switch (e->kind) {
  case EXPR_SELECTOR:
    return e->u.selector.selection.kind != SELECT_QUALIFIED && expr_has_early(e->u.selector.x);
  case EXPR_INDEX:
    return expr_has_early(e->u.index.x) || list_has_early(&e->u.index.indices);
  case EXPR_SLICE:
    return true;
  case EXPR_TYPE_ASSERT:
    return is_early_assertion(e) || expr_has_early(e->u.type_assert.x);
  case EXPR_STAR:
    return expr_has_early(e->u.star.x);
  case EXPR_UNARY:
    return e->u.unary.op == TOKEN_ARROW || expr_has_early(e->u.unary.x);
  case EXPR_KEY_VALUE:
    return expr_has_early(e->u.key_value.value);
  case EXPR_COMPOSITE:
    // A map is filled at its place, where a key may panic or call something.
    return type_underlying(e->type)->kind == TYPE_MAP ? e->u.composite.elements.count > 0
                                                      : list_has_early(&e->u.composite.elements);
  case EXPR_CALL:
    if (e->u.call.kind == CALL_CONVERSION && !is_early_conversion(e))
      return list_has_early(&e->u.call.args);
    return expr_has_call(e) || list_has_early(&e->u.call.args) || !all_settled(&e->u.call.args);
  default:
    return false;
  }
}

// Taking the early parts out.

static bool is_early(struct expr *e) {
  switch (e->kind) {
  case EXPR_SLICE:
    return true;
  case EXPR_TYPE_ASSERT:
    return is_early_assertion(e);
  case EXPR_UNARY:
    return e->u.unary.op == TOKEN_ARROW;
  case EXPR_BINARY:
    return is_logical(e);
  case EXPR_COMPOSITE:
    return type_underlying(e->type)->kind == TYPE_MAP;
  case EXPR_CALL:
    return e->u.call.kind != CALL_CONVERSION || is_early_conversion(e);
  default:
    return false;
  }
}

static struct expr_list split_list(struct compiler *c, const struct expr_list *list) {
  struct expr_list copy = {.count = list->count};
  copy.items = region_alloc(c->region, (size_t)(list->count + 1) * sizeof *copy.items);
  for (int i = 0; i < list->count; i++)
    copy.items[i] = order_split(c, list->items[i]);
  return copy;
}

static void split_children(struct compiler *c, struct expr *e) {
  switch (e->kind) {
  case EXPR_SELECTOR:
    e->u.selector.x = order_split(c, e->u.selector.x);
    break;
  case EXPR_INDEX:
    e->u.index.x = order_split(c, e->u.index.x);
    e->u.index.indices = split_list(c, &e->u.index.indices);
    break;
  case EXPR_TYPE_ASSERT:
    e->u.type_assert.x = order_split(c, e->u.type_assert.x);
    break;
  case EXPR_STAR:
    e->u.star.x = order_split(c, e->u.star.x);
    break;
  case EXPR_UNARY:
    e->u.unary.x = order_split(c, e->u.unary.x);
    break;
  case EXPR_BINARY:
    e->u.binary.x = order_split(c, e->u.binary.x);
    e->u.binary.y = order_split(c, e->u.binary.y);
    break;
  case EXPR_KEY_VALUE:
    e->u.key_value.value = order_split(c, e->u.key_value.value);
    break;
  case EXPR_COMPOSITE:
    e->u.composite.elements = split_list(c, &e->u.composite.elements);
    break;
  case EXPR_CALL:
    e->u.call.args = split_list(c, &e->u.call.args);
    break;
  default:
    break;
  }
}

struct expr *order_split(struct compiler *c, struct expr *e) {
  e = expr_strip(e);
  if (!e || !expr_has_early(e))
    return e;
  if (is_early(e))
    return expr_of_slot(c, e->type, compile_copied(c, e, e->type));
  struct expr *copy = region_alloc(c->region, sizeof *copy);
  *copy = *e;
  split_children(c, copy);
  return copy;
}

int order_last_early(struct expr *const *list, int count) {
  int last = count - 1;
  while (last > 0 && !expr_has_early(list[last]))
    last--;
  return last;
}

bool order_matters(struct expr *const *list, int count) {
  int last = order_last_early(list, count);
  for (int i = 0; i < last; i++)
    if (!expr_is_settled(list[i]))
      return true;
  return false;
}

struct expr **order_operands(struct compiler *c, struct expr **list, int count) {
  if (!order_matters(list, count))
    return list;
  struct expr **copy = region_alloc(c->region, (size_t)count * sizeof *copy);
  for (int i = 0; i < count; i++)
    copy[i] = order_split(c, list[i]);
  return copy;
}

void order_pair(struct compiler *c, struct expr **x, struct expr **y) {
  struct expr *list[2] = {*x, *y};
  if (!order_matters(list, 2))
    return;
  *x = order_split(c, *x);
  *y = order_split(c, *y);
}
