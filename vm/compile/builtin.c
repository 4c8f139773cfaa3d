// Calls of builtin functions.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

struct expr *call_argument(struct expr *e, int i) {
  invariant_debug(i >= 0 && i < e->u.call.args.count);
  return e->u.call.args.items[i];
}

// len and cap. A part of a slice or string in the frame is its own slot; in memory it is loaded
// alone.

static int compile_part(struct compiler *c, struct expr *x, int part, int dest) {
  if (expr_is_place(x)) {
    struct place p = compile_place(c, x);
    if (p.kind == PLACE_MEMORY || p.kind == PLACE_GLOBAL || (p.kind == PLACE_INDEX && p.element)) {
      p.offset += p.kind == PLACE_GLOBAL ? 0 : part * 8;
      p.address += p.kind == PLACE_GLOBAL ? (uint64_t)part * 8 : 0;
      p.type = compile_basic(c, BASIC_INT);
      return place_load(c, &p, dest);
    }
    int slot = place_load(c, &p, slot_any) + part;
    if (dest == slot_any)
      return slot;
    emit_move(c, dest, slot, 1);
    return dest;
  }
  int slot = compile_expr(c, x, slot_any) + part;
  if (dest == slot_any)
    return slot;
  emit_move(c, dest, slot, 1);
  return dest;
}

static int compile_len_cap(struct compiler *c, struct expr *e, int dest) {
  struct expr *x = call_argument(e, 0);
  bool len = e->u.call.builtin == BUILTIN_LEN;
  struct type *under = type_underlying(x->type);
  struct type *array = type_array_of(x->type);
  if (array) {
    compile_discard(c, x);
    int result = compile_dest(c, e->type, dest);
    emit_int(c, result, array->u.array.len);
    return result;
  }
  if (under->kind != TYPE_MAP && under->kind != TYPE_CHAN) {
    int mark = c->top;
    int part = compile_part(c, x, len ? 1 : 2, dest);
    if (dest != slot_any)
      c->top = mark;
    return part;
  }
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  int value = compile_expr(c, x, slot_any);
  emit(c, under->kind == TYPE_MAP ? OP_MAPLEN : len ? OP_CHANLEN : OP_CHANCAP, result, value, 0);
  c->top = mark;
  return result;
}

// copy, delete, clear.

static int compile_copy(struct compiler *c, struct expr *e, int dest) {
  int result = compile_dest(c, compile_basic(c, BASIC_INT), dest);
  int mark = c->top;
  int to = compile_expr(c, call_argument(e, 0), slot_any);
  int from = compile_slice_operand(c, call_argument(e, 1));
  emit(c, OP_COPY, result, to, from);
  emit_type(c, type_underlying(call_argument(e, 0)->type)->u.slice.elem);
  c->top = mark;
  return result;
}

static void compile_delete(struct compiler *c, struct expr *e) {
  struct type *map = call_argument(e, 0)->type;
  struct type *key = type_underlying(map)->u.map.key;
  int m = compile_expr(c, call_argument(e, 0), slot_any);
  int k = compile_value(c, call_argument(e, 1), key, slot_any);
  emit(c, OP_MAPDELETE, 0, m, k);
  emit_word(c, map_key_operand(map));
  emit_type(c, map);
}

static void compile_clear(struct compiler *c, struct expr *e) {
  struct type *t = call_argument(e, 0)->type;
  int x = compile_expr(c, call_argument(e, 0), slot_any);
  bool map = type_underlying(t)->kind == TYPE_MAP;
  emit(c, map ? OP_MAPCLEAR : OP_CLEARS, x, 0, 0);
  emit_type(c, map ? t : type_underlying(t)->u.slice.elem);
}

// make. Sizes may be of any integer type, or constants that are integers by value.

static int compile_size(struct compiler *c, struct expr *e, int i) {
  if (i >= e->u.call.args.count) {
    int zero = slot_reserve_words(c, 1, false);
    emit_int(c, zero, 0);
    return zero;
  }
  return compile_index_value(c, call_argument(e, i));
}

static int compile_make(struct compiler *c, struct expr *e, int dest) {
  struct type *under = type_underlying(e->type);
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  int first = compile_size(c, e, 1);
  if (under->kind == TYPE_SLICE) {
    int capacity = e->u.call.args.count > 2 ? compile_size(c, e, 2) : first;
    emit(c, OP_MAKESLICE, result, first, capacity);
    emit_type(c, under->u.slice.elem);
  } else {
    bool map = under->kind == TYPE_MAP;
    emit(c, map ? OP_MAKEMAP : OP_MAKECHAN, result, first, 0);
    emit_word(c, (uint64_t)(uintptr_t)(map ? compile_rtype(c, e->type) : box_channel(c, e->type)));
  }
  c->top = mark;
  return result;
}

// min and max.

static void emit_min_max(struct compiler *c, struct type *t, bool min, int result, int y) {
  int mark = c->top;
  struct label skip;
  label_init(&skip);
  if (type_is_float(t)) {
    bool single = type_size(t) == 4;
    int a = result, b = y;
    if (single) {
      a = slot_reserve_words(c, 2, false);
      b = a + 1;
      emit(c, OP_F322F, a, result, 0);
      emit(c, OP_F322F, b, y, 0);
    }
    emit(c, min ? OP_MINF : OP_MAXF, a, a, b);
    if (single)
      emit(c, OP_F2F32, result, a, 0);
  } else if (type_is_string(t)) {
    int less = slot_reserve_words(c, 1, false);
    emit(c, OP_LES, less, min ? result : y, min ? y : result);
    emit_jump(c, OP_JT, less, 0, &skip);
    emit_move(c, result, y, 2);
  } else {
    bool wide = type_is_unsigned(t) && type_size(t) == 8;
    emit_jump(c, wide ? OP_JLEU : OP_JLE, min ? result : y, min ? y : result, &skip);
    emit_move(c, result, y, 1);
  }
  label_bind(c, &skip);
  c->top = mark;
}

static int compile_min_max(struct compiler *c, struct expr *e, int dest) {
  bool min = e->u.call.builtin == BUILTIN_MIN;
  int mark = c->top;
  int result = slot_reserve(c, e->type);
  int inner = c->top;
  compile_value(c, call_argument(e, 0), e->type, result);
  for (int i = 1; i < e->u.call.args.count; i++) {
    int y = compile_value(c, call_argument(e, i), e->type, slot_any);
    emit_min_max(c, e->type, min, result, y);
    c->top = inner;
  }
  if (dest == slot_any)
    return result;
  emit_move(c, dest, result, type_slots(e->type));
  c->top = mark;
  return dest;
}

// Complex numbers.

static int compile_make_complex(struct compiler *c, struct expr *e, int dest) {
  bool small = type_basic(e->type) == BASIC_COMPLEX64;
  struct type *part = compile_basic(c, small ? BASIC_FLOAT32 : BASIC_FLOAT64);
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  int pair = slot_reserve_words(c, 2, false);
  for (int i = 0; i < 2; i++) {
    compile_value(c, call_argument(e, i), part, pair + i);
    if (small)
      emit(c, OP_F322F, pair + i, pair + i, 0);
  }
  if (small)
    emit(c, OP_C2C64, result, pair, 0);
  else
    emit_move(c, result, pair, 2);
  c->top = mark;
  return result;
}

static int compile_complex_part(struct compiler *c, struct expr *e, int dest) {
  struct expr *x = call_argument(e, 0);
  int imaginary = e->u.call.builtin == BUILTIN_IMAG;
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  struct type *complex = type_size(e->type) == 4 ? compile_basic(c, BASIC_COMPLEX64)
                                                 : compile_basic(c, BASIC_COMPLEX128);
  int value = compile_value(c, x, complex, slot_any);
  if (type_size(e->type) == 4)
    emit_wide(c, OP_GET32, result, value * 8 + imaginary * 4);
  else
    emit_move(c, result, value + imaginary, 1);
  c->top = mark;
  return result;
}

// print and println.

static void emit_print(struct compiler *c, enum print_kind kind, int slot, int slots) {
  emit(c, OP_PRINT, slot, kind, 0);
  emit_word(c, (uint64_t)slots << 16);
}

static void print_value(struct compiler *c, struct expr *x) {
  struct type *t = x->type;
  int mark = c->top;
  int value = compile_expr(c, x, slot_any);
  enum shape shape = type_shape(t);
  if (type_is_boolean(t))
    emit_print(c, PRINT_BOOL, value, 1);
  else if (type_is_integer(t))
    emit_print(c, type_is_unsigned(t) ? PRINT_UINT : PRINT_INT, value, 1);
  else if (type_is_float(t))
    emit_print(c, type_size(t) == 4 ? PRINT_FLOAT32 : PRINT_FLOAT64, value, 1);
  else if (type_is_complex(t))
    emit_print(c, type_size(t) == 8 ? PRINT_COMPLEX64 : PRINT_COMPLEX128, value, type_slots(t));
  else if (shape == SHAPE_STRING)
    emit_print(c, PRINT_STRING, value, 2);
  else if (shape == SHAPE_INTERFACE)
    emit_print(c, PRINT_INTERFACE, value, 2);
  else if (shape == SHAPE_SLICE)
    emit_print(c, PRINT_SLICE, value, 3);
  else
    emit_print(c, PRINT_POINTER, value, 1);
  c->top = mark;
}

static void compile_print(struct compiler *c, struct expr *e) {
  bool line = e->u.call.builtin == BUILTIN_PRINTLN;
  int mark = c->top, count = e->u.call.args.count;
  // Everything is evaluated before anything is printed, unless nothing can tell the difference.
  struct expr **values = e->u.call.args.items;
  bool calls = false;
  for (int i = 0; i < count; i++)
    calls = calls || expr_has_call(values[i]) || !expr_is_settled(values[i]);
  if (calls) {
    values = region_alloc(c->region, (size_t)count * sizeof *values);
    for (int i = 0; i < count; i++) {
      struct expr *x = call_argument(e, i);
      values[i] = x;
      if (expr_is_constant(x) || expr_is_nil(x))
        continue;
      int slot = slot_reserve(c, x->type);
      compile_expr(c, x, slot);
      values[i] = expr_of_slot(c, x->type, slot);
    }
  }
  for (int i = 0; i < count; i++) {
    if (i > 0 && line)
      emit_print(c, PRINT_SPACE, 0, 0);
    print_value(c, values[i]);
  }
  if (line)
    emit_print(c, PRINT_NEWLINE, 0, 0);
  c->top = mark;
}

static int compile_new(struct compiler *c, struct expr *e, int dest) {
  int result = compile_dest(c, e->type, dest);
  struct type *t = type_underlying(e->type)->u.pointer.elem;
  int mark = c->top, cell = result;
  if (call_argument(e, 0)->mode != MODE_TYPE) {
    int value = compile_value(c, call_argument(e, 0), t, slot_any);
    cell = slot_reserve_words(c, 1, true);
    emit_new(c, cell, t);
    struct place p = place_deref(cell, t);
    place_store(c, &p, value);
  } else
    emit_new(c, cell, t);
  emit_move(c, result, cell, 1);
  c->top = mark;
  return result;
}

static int compile_recover(struct compiler *c, int dest) {
  int result = compile_dest(c, c->program->checked.universe.empty_interface, dest);
  emit(c, OP_RECOVER, result, 0, 0);
  return result;
}

// The rest.

static void compile_panic(struct compiler *c, struct expr *e) {
  int value =
      compile_value(c, call_argument(e, 0), c->program->checked.universe.empty_interface, slot_any);
  emit(c, OP_PANIC, value, 0, 0);
}

// Builtins that are statements.
static bool compile_effect(struct compiler *c, struct expr *e) {
  int mark = c->top;
  switch (e->u.call.builtin) {
  case BUILTIN_CLEAR:
    compile_clear(c, e);
    break;
  case BUILTIN_CLOSE:
    emit(c, OP_CLOSE, compile_expr(c, call_argument(e, 0), slot_any), 0, 0);
    break;
  case BUILTIN_DELETE:
    compile_delete(c, e);
    break;
  case BUILTIN_PANIC:
    compile_panic(c, e);
    break;
  case BUILTIN_PRINT:
  case BUILTIN_PRINTLN:
    compile_print(c, e);
    break;
  default:
    return false;
  }
  c->top = mark;
  return true;
}

// The call with arguments that may be compiled in order.
static struct expr *ordered(struct compiler *c, struct expr *e) {
  struct expr *copy = region_alloc(c->region, sizeof *copy);
  *copy = *e;
  struct expr_list *args = &copy->u.call.args;
  args->items = call_is_spread(e) ? compile_spread(c, e, &args->count)
                                  : order_operands(c, args->items, args->count);
  return copy;
}

int compile_builtin(struct compiler *c, struct expr *e, int dest) {
  bool one = append_is_one(e); // compile_append orders the two operands itself, without a move
  if (call_is_spread(e) || (!one && order_matters(e->u.call.args.items, e->u.call.args.count))) {
    int result = dest == slot_any && e->mode != MODE_NO_VALUE ? slot_reserve(c, e->type) : dest;
    int mark = c->top;
    compile_builtin(c, ordered(c, e), result);
    c->top = mark;
    return result;
  }
  if (compile_effect(c, e))
    return dest == slot_any ? c->top : dest;
  switch (e->u.call.builtin) {
  case BUILTIN_APPEND:
    return compile_append(c, e, dest);
  case BUILTIN_LEN:
  case BUILTIN_CAP:
    return compile_len_cap(c, e, dest);
  case BUILTIN_COPY:
    return compile_copy(c, e, dest);
  case BUILTIN_MAKE:
    return compile_make(c, e, dest);
  case BUILTIN_NEW:
    return compile_new(c, e, dest);
  case BUILTIN_MAX:
  case BUILTIN_MIN:
    return compile_min_max(c, e, dest);
  case BUILTIN_COMPLEX:
    return compile_make_complex(c, e, dest);
  case BUILTIN_REAL:
  case BUILTIN_IMAG:
    return compile_complex_part(c, e, dest);
  case BUILTIN_RECOVER:
    return compile_recover(c, dest);
  case BUILTIN_UNSAFE_ADD:
  case BUILTIN_UNSAFE_SLICE:
  case BUILTIN_UNSAFE_SLICE_DATA:
  case BUILTIN_UNSAFE_STRING:
  case BUILTIN_UNSAFE_STRING_DATA:
    return compile_unsafe(c, e, dest);
  default:
    compile_fail(c, "internal error: builtin %d", e->u.call.builtin);
    return 0;
  }
}
