// Expressions: dispatch by kind, constants, names, indexing and slicing.

#include "mem/invariant.h"
#include "runtime/float_bits.h"
#include "vm/compile/internal.h"

int compile_dest(struct compiler *c, struct type *t, int dest) {
  return dest == slot_any ? slot_reserve(c, t) : dest;
}

// Constants.

static uint64_t int_constant(const struct constant *value) {
  int64_t number;
  uint64_t bits = 0;
  if (constant_int64_value(value, &number))
    return (uint64_t)number;
  constant_uint64_value(value, &bits);
  return bits;
}

uint64_t constant_bits(struct type *t, const struct constant *value) {
  switch (type_basic(t)) {
  case BASIC_BOOL:
  case BASIC_UNTYPED_BOOL:
    return constant_bool_value(value);
  case BASIC_FLOAT32:
    return float_bits(constant_float32_value(value));
  case BASIC_FLOAT64:
  case BASIC_UNTYPED_FLOAT:
    return double_bits(constant_float64_value(value));
  default:
    return int_constant(value);
  }
}

static int compile_complex_constant(struct compiler *c, struct type *t,
                                    const struct constant *value, int dest) {
  struct constant_pool *pool = &c->program->constants;
  struct constant *constant = (struct constant *)(uintptr_t)value;
  struct constant *re = constant_real(constant), *im = constant_imag(pool, constant);
  if (type_basic(t) == BASIC_COMPLEX64) {
    emit(c, OP_LDK, dest, 0, 0);
    emit_word(c, float_bits(constant_float32_value(re)) | float_bits(constant_float32_value(im))
                                                              << 32);
  } else {
    emit(c, OP_LDK2, dest, 0, 0);
    emit_word(c, double_bits(constant_float64_value(re)));
    emit_word(c, double_bits(constant_float64_value(im)));
  }
  return dest;
}

static int compile_constant(struct compiler *c, struct type *t, const struct constant *value,
                            int dest) {
  invariant_debug(!type_is_interface(t));
  dest = compile_dest(c, t, dest);
  if (type_is_string(t)) {
    size_t size;
    const char *bytes = constant_string_value(value, &size);
    emit(c, OP_LDK2, dest, 0, 0);
    emit_word(c, size ? (uint64_t)(uintptr_t)bytes : 0);
    emit_word(c, size);
  } else if (type_is_complex(t))
    compile_complex_constant(c, t, value, dest);
  else
    emit_int(c, dest, (int64_t)constant_bits(t, value));
  return dest;
}

static int compile_nil(struct compiler *c, struct type *t, int dest) {
  dest = compile_dest(c, t, dest);
  emit_zero(c, dest, type_slots(t));
  return dest;
}

// Names.

static int compile_func_name(struct compiler *c, struct object *function, int dest) {
  dest = compile_dest(c, function->type, dest);
  emit_pointer(c, dest, &compile_func_of(c->program, function)->self);
  return dest;
}

static int compile_ident(struct compiler *c, struct expr *e, int dest) {
  struct object *object = e->u.ident.object;
  if (object && object->kind == OBJECT_FUNC)
    return compile_func_name(c, object, dest);
  if (!object || object->kind != OBJECT_VAR) {
    compile_fail(c, "internal error: name %s is no value", e->u.ident.name);
    return 0;
  }
  struct place p = compile_place(c, e);
  return place_load(c, &p, dest);
}

static int compile_selector(struct compiler *c, struct expr *e, int dest) {
  const struct selection *sel = &e->u.selector.selection;
  switch (sel->kind) {
  case SELECT_QUALIFIED:
    if (sel->object->kind == OBJECT_FUNC)
      return compile_func_name(c, sel->object, dest);
    break;
  case SELECT_METHOD:
  case SELECT_INTERFACE_METHOD:
    return compile_method_value(c, e, dest);
  case SELECT_METHOD_EXPR:
    return compile_method_expr(c, e, dest);
  default:
    break;
  }
  int mark = c->top;
  struct place p = compile_place(c, e);
  // A field of a temporary stays where it is; anything else comes to a slot of its own.
  if (p.kind == PLACE_FRAME && dest == slot_any)
    return place_load(c, &p, slot_any);
  if (dest == slot_any) {
    int value = place_load(c, &p, slot_any);
    return value;
  }
  place_load(c, &p, dest);
  c->top = mark;
  return dest;
}

// Indexing.

int compile_index_value(struct compiler *c, struct expr *index) {
  int64_t constant;
  if (expr_small_int(index, &constant)) {
    int slot = slot_reserve_words(c, 1, false);
    emit_int(c, slot, constant);
    return slot;
  }
  if (index->mode == MODE_CONSTANT) { // a constant that is an integer by value only
    int slot = slot_reserve_words(c, 1, false);
    emit_int(c, slot, (int64_t)int_constant(index->value));
    return slot;
  }
  return compile_expr(c, index, slot_any);
}

// A slice in memory is indexed by its first two words.
int compile_slice_operand(struct compiler *c, struct expr *x) {
  if (!expr_is_place(x))
    return compile_expr(c, x, slot_any);
  struct place p = compile_place(c, x);
  if (p.kind == PLACE_FRAME || p.kind == PLACE_MAP || (p.kind == PLACE_INDEX && !p.element) ||
      type_shape(x->type) != SHAPE_SLICE)
    return place_load(c, &p, slot_any);
  // Two of the three words: as a string.
  p.type = compile_basic(c, BASIC_STRING);
  return place_load(c, &p, slot_any);
}

static int compile_string_index(struct compiler *c, struct expr *e, int dest) {
  int mark = c->top;
  int result = dest == slot_any ? slot_reserve_words(c, 1, false) : dest;
  struct expr *x = e->u.index.x, *i = e->u.index.indices.items[0];
  order_pair(c, &x, &i);
  int string = compile_expr(c, x, slot_any);
  int index = compile_index_value(c, i);
  emit_index(c, OP_LDX8, result, string, index, expr_is_wide_unsigned(i));
  c->top = dest == slot_any ? result + 1 : mark;
  return result;
}

static int compile_index(struct compiler *c, struct expr *e, int dest) {
  struct expr *x = e->u.index.x;
  if (!x->type || x->mode == MODE_TYPE || type_underlying(x->type)->kind == TYPE_SIGNATURE) {
    // An instance of a generic function.
    struct object *object = callee_object(e);
    if (object)
      return compile_func_name(c, object, dest);
    compile_fail(c, "generic functions are not supported yet");
    return 0;
  }
  if (type_is_string(x->type))
    return compile_string_index(c, e, dest);
  int mark = c->top;
  bool reuse = dest == slot_any && type_shape(e->type) != SHAPE_NONE;
  int result = reuse ? slot_reserve(c, e->type) : dest;
  struct place p = compile_place(c, e);
  if (reuse && p.kind == PLACE_FRAME)
    return place_load(c, &p, slot_any);
  result = place_load(c, &p, result);
  if (reuse)
    c->top = result + type_slots(e->type);
  else if (dest != slot_any)
    c->top = mark;
  return result;
}

// Slicing.

static int slice_bounds(struct compiler *c, struct expr **bounds, uint64_t *flags) {
  int count = 0, n = 0;
  *flags = 0;
  for (int i = 0; i < 3; i++) {
    if (bounds[i]) {
      *flags |= UINT64_C(1) << i;
      if (expr_is_wide_unsigned(bounds[i]))
        *flags |= (uint64_t)slice_unsigned << i;
      count++;
    }
  }
  if (count == 1)
    for (int i = 0; i < 3; i++)
      if (bounds[i])
        return compile_index_value(c, bounds[i]);
  int first = slot_reserve_words(c, count, false);
  for (int i = 0; i < 3; i++) {
    if (!bounds[i])
      continue;
    int mark = c->top;
    int value = compile_index_value(c, bounds[i]);
    emit_move(c, first + n++, value, 1);
    c->top = mark;
  }
  return first;
}

// A slice of a whole array in memory: pointer, length, capacity.
static int slice_of_array(struct compiler *c, struct expr *x, struct type *array) {
  int slice = slot_reserve_words(c, 3, false);
  slot_mark_word(c, slice, true);
  if (type_underlying(x->type)->kind == TYPE_POINTER) {
    int mark = c->top;
    int pointer = compile_expr(c, x, slot_any);
    emit(c, OP_LEA, slice, pointer, 0);
    c->top = mark;
  } else {
    struct place p = compile_place(c, x);
    place_address(c, &p, slice);
    c->top = slice + 3;
  }
  emit_int(c, slice + 1, array->u.array.len);
  emit_int(c, slice + 2, array->u.array.len);
  return slice;
}

// What is sliced, and the bounds. A bound that is no plain variable is evaluated before the calls
// in those that follow, as Go's compiler does it.
static struct expr **order_bounds(struct compiler *c, struct expr **list) {
  if (!order_matters(list, 4))
    return list;
  int last = order_last_early(list, 4);
  struct expr **copy = region_alloc(c->region, 4 * sizeof *copy);
  for (int i = 0; i < 4; i++) {
    copy[i] = order_split(c, list[i]);
    if (i > 0 && i < last && copy[i] && copy[i]->kind != EXPR_IDENT && !expr_is_constant(copy[i]))
      copy[i] = expr_of_slot(c, copy[i]->type, compile_copied(c, copy[i], copy[i]->type));
  }
  return copy;
}

static int compile_slice_expr(struct compiler *c, struct expr *e, int dest) {
  int mark = c->top;
  int result = dest == slot_any ? slot_reserve(c, e->type) : dest;
  struct expr *list[4] = {e->u.slice.x, e->u.slice.low, e->u.slice.high, e->u.slice.max};
  struct expr **operands = order_bounds(c, list), *x = operands[0];
  uint64_t flags, element = 1;
  struct type *array = type_array_of(x->type);
  bool string = type_is_string(x->type);
  int operand = array ? slice_of_array(c, x, array) : compile_expr(c, x, slot_any);
  if (array)
    element = (uint64_t)type_size(array->u.array.elem);
  else if (!string)
    element = (uint64_t)type_size(type_underlying(x->type)->u.slice.elem);
  if (!e->u.slice.low && !e->u.slice.high && !e->u.slice.max)
    emit_move(c, result, operand, string ? 2 : 3);
  else {
    int bounds = slice_bounds(c, operands + 1, &flags);
    emit(c, string ? OP_SLICESTR : OP_SLICE, result, operand, bounds);
    emit_word(c, flags | (array ? 8 : 0) | element << 32);
  }
  c->top = dest == slot_any ? result + type_slots(e->type) : mark;
  return result;
}

// The object that a called or named function expression denotes, or NULL for values.
struct object *callee_object(struct expr *fun) {
  fun = expr_strip(fun);
  struct object *object = NULL;
  if (fun->kind == EXPR_INDEX)
    return callee_object(fun->u.index.x);
  if (fun->kind == EXPR_IDENT)
    object = fun->u.ident.object;
  else if (fun->kind == EXPR_SELECTOR && fun->u.selector.selection.kind == SELECT_QUALIFIED)
    object = fun->u.selector.selection.object;
  return object && object->kind == OBJECT_FUNC ? object : NULL;
}

static int compile_star(struct compiler *c, struct expr *e, int dest) {
  int mark = c->top;
  int result = compile_dest(c, e->type, dest);
  struct place p = compile_place(c, e);
  place_load(c, &p, result);
  c->top = dest == slot_any ? result + type_slots(e->type) : mark;
  return result;
}

static bool is_comparison(enum token op) {
  return op == TOKEN_EQL || op == TOKEN_NEQ || op == TOKEN_LSS || op == TOKEN_LEQ ||
         op == TOKEN_GTR || op == TOKEN_GEQ || op == TOKEN_LAND || op == TOKEN_LOR;
}

int compile_expr(struct compiler *c, struct expr *e, int dest) {
  e = expr_strip(e);
  if (c->error)
    return dest == slot_any ? 0 : dest;
  if (expr_is_constant(e))
    return compile_constant(c, e->type, e->value, dest);
  if (expr_is_nil(e))
    return compile_nil(c, e->type, dest);
  switch (e->kind) {
  case EXPR_IDENT:
    return compile_ident(c, e, dest);
  case EXPR_FUNC:
    return compile_func_literal(c, e, dest);
  case EXPR_COMPOSITE:
    return compile_composite(c, e, dest);
  case EXPR_SELECTOR:
    return compile_selector(c, e, dest);
  case EXPR_INDEX:
    return compile_index(c, e, dest);
  case EXPR_SLICE:
    return compile_slice_expr(c, e, dest);
  case EXPR_TYPE_ASSERT:
    return compile_type_assert(c, e, dest, false);
  case EXPR_CALL:
    return compile_call(c, e, dest);
  case EXPR_STAR:
    return compile_star(c, e, dest);
  case EXPR_UNARY:
    return compile_unary(c, e, dest);
  case EXPR_BINARY:
    return is_comparison(e->u.binary.op) ? compile_comparison(c, e, dest)
                                         : compile_binary(c, e, dest);
  default:
    compile_fail(c, "internal error: expression of kind %d", e->kind);
    return 0;
  }
}

int compile_value(struct compiler *c, struct expr *e, struct type *target, int dest) {
  if (target && type_is_interface(target) && !expr_is_nil(e))
    return compile_to_interface(c, e, target, dest);
  if (expr_is_constant(e) && target && !type_is_interface(target))
    return compile_constant(c, target, e->value, dest);
  if (expr_is_nil(e) && target)
    return compile_nil(c, target, dest);
  return compile_expr(c, e, dest);
}

void compile_discard(struct compiler *c, struct expr *e) {
  int mark = c->top;
  struct expr *x = expr_strip(e);
  if (x->kind == EXPR_CALL && x->u.call.kind == CALL_FUNCTION)
    compile_call_results(c, x);
  else if (x->kind == EXPR_CALL && x->u.call.kind == CALL_BUILTIN)
    compile_builtin(c, x, slot_any);
  else if (!expr_is_constant(x) && !expr_is_nil(x))
    compile_expr(c, x, slot_any);
  c->top = mark;
}
