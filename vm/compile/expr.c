// Expressions: dispatch by kind, constants, names, indexing and slicing.

#include "mem/check.h"
#include "runtime/float_bits.h"
#include "vm/compile/internal.h"

int compile_dest(struct compile *f, struct type *t, int dest) {
  return dest == SLOT_ANY ? slot_reserve(f, t) : dest;
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

static int compile_complex_constant(struct compile *f, struct type *t, const struct constant *value,
                                    int dest) {
  struct constant_pool *pool = &f->program->constants;
  struct constant *c = (struct constant *)(uintptr_t)value;
  struct constant *re = constant_real(pool, c), *im = constant_imag(pool, c);
  if (type_basic(t) == BASIC_COMPLEX64) {
    emit(f, OP_LDK, dest, 0, 0);
    emit_word(f, float_bits(constant_float32_value(re)) | float_bits(constant_float32_value(im))
                                                              << 32);
  } else {
    emit(f, OP_LDK2, dest, 0, 0);
    emit_word(f, double_bits(constant_float64_value(re)));
    emit_word(f, double_bits(constant_float64_value(im)));
  }
  return dest;
}

int compile_constant(struct compile *f, struct type *t, const struct constant *value, int dest) {
  if (type_is_interface(t)) {
    compile_fail(f, "internal error: constant of interface type");
    return 0;
  }
  dest = compile_dest(f, t, dest);
  if (type_is_string(t)) {
    size_t size;
    const char *bytes = constant_string_value(value, &size);
    emit(f, OP_LDK2, dest, 0, 0);
    emit_word(f, size ? (uint64_t)(uintptr_t)bytes : 0);
    emit_word(f, size);
  } else if (type_is_complex(t))
    compile_complex_constant(f, t, value, dest);
  else
    emit_int(f, dest, (int64_t)constant_bits(t, value));
  return dest;
}

static int compile_nil(struct compile *f, struct type *t, int dest) {
  dest = compile_dest(f, t, dest);
  emit_zero(f, dest, type_slots(t));
  return dest;
}

// Names.

static int compile_func_name(struct compile *f, struct object *function, int dest) {
  dest = compile_dest(f, function->type, dest);
  emit_pointer(f, dest, &compile_func_of(f->program, function)->self);
  return dest;
}

static int compile_ident(struct compile *f, struct expr *e, int dest) {
  struct object *object = e->u.ident.object;
  if (object && object->kind == OBJECT_FUNC)
    return compile_func_name(f, object, dest);
  if (!object || object->kind != OBJECT_VAR) {
    compile_fail(f, "internal error: name %s is no value", e->u.ident.name);
    return 0;
  }
  struct place p = compile_place(f, e);
  return place_load(f, &p, dest);
}

static int compile_selector(struct compile *f, struct expr *e, int dest) {
  const struct selection *sel = &e->u.selector.selection;
  switch (sel->kind) {
  case SELECT_QUALIFIED:
    if (sel->object->kind == OBJECT_FUNC)
      return compile_func_name(f, sel->object, dest);
    break;
  case SELECT_METHOD:
  case SELECT_INTERFACE_METHOD:
    return compile_method_value(f, e, dest);
  case SELECT_METHOD_EXPR:
    return compile_method_expr(f, e, dest);
  default:
    break;
  }
  int mark = f->top;
  struct place p = compile_place(f, e);
  // A field of a temporary stays where it is; anything else comes to a slot of its own.
  if (p.kind == PLACE_FRAME && dest == SLOT_ANY)
    return place_load(f, &p, SLOT_ANY);
  if (dest == SLOT_ANY) {
    int value = place_load(f, &p, SLOT_ANY);
    return value;
  }
  place_load(f, &p, dest);
  f->top = mark;
  return dest;
}

// Indexing.

int compile_index_value(struct compile *f, struct expr *index) {
  int64_t constant;
  if (expr_small_int(index, &constant)) {
    int slot = slot_reserve_words(f, 1, false);
    emit_int(f, slot, constant);
    return slot;
  }
  if (index->mode == MODE_CONSTANT) { // a constant that is an integer by value only
    int slot = slot_reserve_words(f, 1, false);
    emit_int(f, slot, (int64_t)int_constant(index->value));
    return slot;
  }
  return compile_expr(f, index, SLOT_ANY);
}

// A slice in memory is indexed by its first two words.
int compile_slice_operand(struct compile *f, struct expr *x) {
  if (!expr_is_place(x))
    return compile_expr(f, x, SLOT_ANY);
  struct place p = compile_place(f, x);
  if (p.kind == PLACE_FRAME || p.kind == PLACE_MAP || (p.kind == PLACE_INDEX && !p.element) ||
      type_shape(x->type) != SHAPE_SLICE)
    return place_load(f, &p, SLOT_ANY);
  // Two of the three words: as a string.
  p.type = compile_basic(f, BASIC_STRING);
  return place_load(f, &p, SLOT_ANY);
}

static int compile_string_index(struct compile *f, struct expr *e, int dest) {
  int mark = f->top;
  int result = dest == SLOT_ANY ? slot_reserve_words(f, 1, false) : dest;
  struct expr *x = e->u.index.x, *i = e->u.index.indices.items[0];
  order_pair(f, &x, &i);
  int string = compile_expr(f, x, SLOT_ANY);
  int index = compile_index_value(f, i);
  emit_index(f, OP_LDX8, result, string, index, expr_is_wide_unsigned(i));
  f->top = dest == SLOT_ANY ? result + 1 : mark;
  return result;
}

static int compile_index(struct compile *f, struct expr *e, int dest) {
  struct expr *x = e->u.index.x;
  if (!x->type || x->mode == MODE_TYPE || type_underlying(x->type)->kind == TYPE_SIGNATURE) {
    // An instance of a generic function.
    struct object *object = callee_object(e);
    if (object)
      return compile_func_name(f, object, dest);
    compile_fail(f, "generic functions are not supported yet");
    return 0;
  }
  if (type_is_string(x->type))
    return compile_string_index(f, e, dest);
  int mark = f->top;
  bool reuse = dest == SLOT_ANY && type_shape(e->type) != SHAPE_NONE;
  int result = reuse ? slot_reserve(f, e->type) : dest;
  struct place p = compile_place(f, e);
  if (reuse && p.kind == PLACE_FRAME)
    return place_load(f, &p, SLOT_ANY);
  result = place_load(f, &p, result);
  if (reuse)
    f->top = result + type_slots(e->type);
  else if (dest != SLOT_ANY)
    f->top = mark;
  return result;
}

// Slicing.

static int slice_bounds(struct compile *f, struct expr **bounds, uint64_t *flags) {
  int count = 0, n = 0;
  *flags = 0;
  for (int i = 0; i < 3; i++) {
    if (bounds[i]) {
      *flags |= UINT64_C(1) << i;
      if (expr_is_wide_unsigned(bounds[i]))
        *flags |= (uint64_t)SLICE_UNSIGNED << i;
      count++;
    }
  }
  if (count == 1)
    for (int i = 0; i < 3; i++)
      if (bounds[i])
        return compile_index_value(f, bounds[i]);
  int first = slot_reserve_words(f, count, false);
  for (int i = 0; i < 3; i++) {
    if (!bounds[i])
      continue;
    int mark = f->top;
    int value = compile_index_value(f, bounds[i]);
    emit_move(f, first + n++, value, 1);
    f->top = mark;
  }
  return first;
}

// A slice of a whole array in memory: pointer, length, capacity.
static int slice_of_array(struct compile *f, struct expr *x, struct type *array) {
  int slice = slot_reserve_words(f, 3, false);
  slot_mark_word(f, slice, true);
  if (type_underlying(x->type)->kind == TYPE_POINTER) {
    int mark = f->top;
    int pointer = compile_expr(f, x, SLOT_ANY);
    emit(f, OP_LEA, slice, pointer, 0);
    f->top = mark;
  } else {
    struct place p = compile_place(f, x);
    place_address(f, &p, slice);
    f->top = slice + 3;
  }
  emit_int(f, slice + 1, array->u.array.len);
  emit_int(f, slice + 2, array->u.array.len);
  return slice;
}

// What is sliced, and the bounds. A bound that is no plain variable is evaluated before the calls
// in those that follow, as Go's compiler does it.
static struct expr **order_bounds(struct compile *f, struct expr **list) {
  if (!order_matters(list, 4))
    return list;
  int last = order_last_early(list, 4);
  struct expr **copy = region_alloc(f->region, 4 * sizeof *copy);
  for (int i = 0; i < 4; i++) {
    copy[i] = order_split(f, list[i]);
    if (i > 0 && i < last && copy[i] && copy[i]->kind != EXPR_IDENT && !expr_is_constant(copy[i]))
      copy[i] = expr_of_slot(f, copy[i]->type, compile_copied(f, copy[i], copy[i]->type));
  }
  return copy;
}

int compile_slice_expr(struct compile *f, struct expr *e, int dest) {
  int mark = f->top;
  int result = dest == SLOT_ANY ? slot_reserve(f, e->type) : dest;
  struct expr *list[4] = {e->u.slice.x, e->u.slice.low, e->u.slice.high, e->u.slice.max};
  struct expr **operands = order_bounds(f, list), *x = operands[0];
  uint64_t flags, element = 1;
  struct type *array = type_array_of(x->type);
  bool string = type_is_string(x->type);
  int operand = array ? slice_of_array(f, x, array) : compile_expr(f, x, SLOT_ANY);
  if (array)
    element = (uint64_t)type_size(array->u.array.elem);
  else if (!string)
    element = (uint64_t)type_size(type_underlying(x->type)->u.slice.elem);
  if (!e->u.slice.low && !e->u.slice.high && !e->u.slice.max)
    emit_move(f, result, operand, string ? 2 : 3);
  else {
    int bounds = slice_bounds(f, operands + 1, &flags);
    emit(f, string ? OP_SLICESTR : OP_SLICE, result, operand, bounds);
    emit_word(f, flags | (array ? 8 : 0) | element << 32);
  }
  f->top = dest == SLOT_ANY ? result + type_slots(e->type) : mark;
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

static int compile_star(struct compile *f, struct expr *e, int dest) {
  int mark = f->top;
  int result = compile_dest(f, e->type, dest);
  struct place p = compile_place(f, e);
  place_load(f, &p, result);
  f->top = dest == SLOT_ANY ? result + type_slots(e->type) : mark;
  return result;
}

static bool is_comparison(enum token op) {
  return op == TOKEN_EQL || op == TOKEN_NEQ || op == TOKEN_LSS || op == TOKEN_LEQ ||
         op == TOKEN_GTR || op == TOKEN_GEQ || op == TOKEN_LAND || op == TOKEN_LOR;
}

int compile_expr(struct compile *f, struct expr *e, int dest) {
  e = expr_strip(e);
  if (f->error)
    return dest == SLOT_ANY ? 0 : dest;
  if (expr_is_constant(e))
    return compile_constant(f, e->type, e->value, dest);
  if (expr_is_nil(e))
    return compile_nil(f, e->type, dest);
  switch (e->kind) {
  case EXPR_IDENT:
    return compile_ident(f, e, dest);
  case EXPR_FUNC:
    return compile_func_literal(f, e, dest);
  case EXPR_COMPOSITE:
    return compile_composite(f, e, dest);
  case EXPR_SELECTOR:
    return compile_selector(f, e, dest);
  case EXPR_INDEX:
    return compile_index(f, e, dest);
  case EXPR_SLICE:
    return compile_slice_expr(f, e, dest);
  case EXPR_TYPE_ASSERT:
    return compile_type_assert(f, e, dest, false);
  case EXPR_CALL:
    return compile_call(f, e, dest);
  case EXPR_STAR:
    return compile_star(f, e, dest);
  case EXPR_UNARY:
    return compile_unary(f, e, dest);
  case EXPR_BINARY:
    return is_comparison(e->u.binary.op) ? compile_comparison(f, e, dest)
                                         : compile_binary(f, e, dest);
  default:
    compile_fail(f, "internal error: expression of kind %d", e->kind);
    return 0;
  }
}

int compile_value(struct compile *f, struct expr *e, struct type *target, int dest) {
  if (target && type_is_interface(target) && !expr_is_nil(e))
    return compile_to_interface(f, e, target, dest);
  if (expr_is_constant(e) && target && !type_is_interface(target))
    return compile_constant(f, target, e->value, dest);
  if (expr_is_nil(e) && target)
    return compile_nil(f, target, dest);
  return compile_expr(f, e, dest);
}

void compile_discard(struct compile *f, struct expr *e) {
  int mark = f->top;
  struct expr *x = expr_strip(e);
  if (x->kind == EXPR_CALL && x->u.call.kind == CALL_FUNCTION)
    compile_call_results(f, x);
  else if (x->kind == EXPR_CALL && x->u.call.kind == CALL_BUILTIN)
    compile_builtin(f, x, SLOT_ANY);
  else if (!expr_is_constant(x) && !expr_is_nil(x))
    compile_expr(f, x, SLOT_ANY);
  f->top = mark;
}
