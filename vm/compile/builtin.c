// Calls of builtin functions.

#include <string.h>

#include "vm/compile/internal.h"

static struct expr *argument(struct expr *e, int i) {
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
  struct expr *x = argument(e, 0);
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

// append.

static bool append_is_small(struct expr *e, struct type *elem) {
  int count = e->u.call.args.count - 1;
  return count <= 32 && count * type_slots(elem) <= 256 &&
         count * type_size(elem) < offset_limit / 2;
}

static void append_several(struct compiler *c, struct expr *e, struct type *elem, int slice,
                           int result) {
  int count = e->u.call.args.count - 1, slots = type_slots(elem);
  int values = slot_reserve_words(c, count * slots, false);
  for (int i = 0; i < count; i++) {
    slot_mark(c, values + i * slots, elem);
    compile_value(c, argument(e, i + 1), elem, values + i * slots);
  }
  int grown = slot_reserve_words(c, 4, false);
  slot_mark_word(c, grown, true);
  slot_mark_word(c, grown + 3, true);
  emit(c, OP_APPENDN, grown, slice, count);
  emit_type(c, elem);
  for (int i = 0; i < count; i++) {
    struct place p = place_deref(grown + 3, elem);
    p.offset = i * type_size(elem);
    if (slots > 0)
      place_store(c, &p, values + i * slots);
  }
  emit_move(c, result, grown, 3);
}

// Many elements: a new array of them is appended.
static void append_many(struct compiler *c, struct expr *e, struct type *elem, int slice,
                        int result) {
  int count = e->u.call.args.count - 1;
  struct type *array = region_alloc(c->region, sizeof *array);
  array->kind = TYPE_ARRAY;
  array->u.array.elem = elem;
  array->u.array.len = count;
  int pair = slot_reserve_words(c, 2, false);
  slot_mark_word(c, pair, true);
  emit_new(c, pair, array);
  for (int i = 0; i < count; i++) {
    struct place p = place_deref(pair, elem);
    p.offset = i * type_size(elem);
    p.packed = true;
    compile_to_place(c, &p, argument(e, i + 1), true);
  }
  emit_int(c, pair + 1, count);
  emit(c, OP_APPENDS, result, slice, pair);
  emit_type(c, elem);
}

// Whether the call appends one element that lies in the frame.
static bool appends_one(struct expr *e) {
  return e->u.call.builtin == BUILTIN_APPEND && e->u.call.args.count == 2 &&
         !e->u.call.has_ellipsis && !type_is_boxed(type_underlying(e->type)->u.slice.elem);
}

int compile_append(struct compiler *c, struct expr *e, int dest) {
  struct expr *x = argument(e, 0);
  struct type *elem = type_underlying(e->type)->u.slice.elem;
  int mark = c->top, own, count = e->u.call.args.count - 1;
  bool in_place = is_frame_variable(x, &own) && own == dest;
  if (appends_one(e)) {
    // One element: the usual s = append(s, x) needs no move.
    int result = in_place ? dest : slot_reserve(c, e->type);
    int inner = c->top;
    struct expr *added = argument(e, 1);
    order_pair(c, &x, &added);
    if (!in_place && !(expr_strip(x)->kind == EXPR_IDENT))
      compile_value(c, x, e->type, result);
    int value = compile_value(c, added, elem, slot_any);
    if (value < result + 3 && result < value + type_slots(elem)) {
      int copy = slot_reserve(
          c, elem); // s = append(s, s): the slice is changed before the element is read
      emit_move(c, copy, value, type_slots(elem));
      value = copy;
    }
    if (!in_place && expr_strip(x)->kind == EXPR_IDENT)
      compile_value(c, x, e->type, result);
    emit(c, OP_APPEND1, result, value, 0);
    emit_word(c, (uint64_t)type_slots(elem) << 16);
    emit_type(c, elem);
    c->top = inner;
    if (dest == slot_any)
      return result;
    emit_move(c, dest, result, 3);
    c->top = mark;
    return dest;
  }
  int result = compile_dest(c, e->type, dest);
  int inner = c->top;
  int slice = compile_value(c, x, e->type, slot_any);
  if (count == 0)
    emit_move(c, result, slice, 3);
  else if (e->u.call.has_ellipsis) {
    struct expr *rest = argument(e, 1);
    int other = expr_is_nil(rest) ? compile_value(c, rest, e->type, slot_any)
                                  : compile_slice_operand(c, rest);
    emit(c, OP_APPENDS, result, slice, other);
    emit_type(c, elem);
  } else if (append_is_small(e, elem))
    append_several(c, e, elem, slice, result);
  else
    append_many(c, e, elem, slice, result);
  c->top = inner;
  return result;
}

static int compile_copy(struct compiler *c, struct expr *e, int dest) {
  int result = compile_dest(c, compile_basic(c, BASIC_INT), dest);
  int mark = c->top;
  int to = compile_expr(c, argument(e, 0), slot_any);
  int from = compile_slice_operand(c, argument(e, 1));
  emit(c, OP_COPY, result, to, from);
  emit_type(c, type_underlying(argument(e, 0)->type)->u.slice.elem);
  c->top = mark;
  return result;
}

static void compile_delete(struct compiler *c, struct expr *e) {
  struct type *map = argument(e, 0)->type;
  struct type *key = type_underlying(map)->u.map.key;
  int m = compile_expr(c, argument(e, 0), slot_any);
  int k = compile_value(c, argument(e, 1), key, slot_any);
  emit(c, OP_MAPDELETE, 0, m, k);
  emit_word(c, map_key_operand(map));
  emit_type(c, map);
}

static void compile_clear(struct compiler *c, struct expr *e) {
  struct type *t = argument(e, 0)->type;
  int x = compile_expr(c, argument(e, 0), slot_any);
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
  return compile_index_value(c, argument(e, i));
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
  compile_value(c, argument(e, 0), e->type, result);
  for (int i = 1; i < e->u.call.args.count; i++) {
    int y = compile_value(c, argument(e, i), e->type, slot_any);
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
    compile_value(c, argument(e, i), part, pair + i);
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
  struct expr *x = argument(e, 0);
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
      struct expr *x = argument(e, i);
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
  if (argument(e, 0)->mode != MODE_TYPE) {
    int value = compile_value(c, argument(e, 0), t, slot_any);
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

// Package unsafe.

// Panics with a runtime.Error of that text.
static void emit_runtime_error(struct compiler *c, const char *text) {
  struct type *type = program_find_type(c->program, "runtime", "errorString");
  if (!type) {
    emit(c, OP_UNREACHABLE, 0, 0, 0);
    return;
  }
  int mark = c->top;
  int error = slot_reserve_words(c, 2, false);
  emit(c, OP_LDK2, error, 0, 0);
  emit_type(c, type);
  emit_word(c, (uint64_t)(uintptr_t)static_string(c->program, text, strlen(text)));
  emit(c, OP_PANIC, error, 0, 0);
  c->top = mark;
}

// unsafe.Slice and unsafe.String: the length must not be negative, nor the memory go past the end
// of the address space.
static void check_unsafe_slice(struct compiler *c, struct expr *e, int pointer, int length) {
  bool slice = e->u.call.builtin == BUILTIN_UNSAFE_SLICE;
  int64_t size = slice ? type_size(type_underlying(e->type)->u.slice.elem) : 1;
  int scratch = slot_reserve_words(c, 2, false);
  struct label bad, bad_length, good;
  label_init(&bad);
  label_init(&bad_length);
  label_init(&good);
  emit_jump(c, OP_JLTI, length, 0, &bad_length);
  if (size > 0) {
    emit_int(c, scratch, (INT64_C(1) << 47) / size);
    emit_jump(c, OP_JLT, scratch, length, &bad_length);
    emit(c, OP_MULK, scratch, length, 0);
    emit_word(c, (uint64_t)size);
    emit(c, OP_NEG, scratch + 1, pointer, 0);
    emit_jump(c, OP_JLEU, scratch, scratch + 1, &good);
  } else {
    emit_jump(c, OP_JNEI, pointer, 0, &good);
    emit_jump(c, OP_JEQI, length, 0, &good);
  }
  label_bind(c, &bad);
  emit_jump(c, OP_JNEI, pointer, 0, &bad_length);
  emit_runtime_error(c, slice ? "unsafe.Slice: ptr is nil and len is not zero"
                              : "unsafe.String: ptr is nil and len is not zero");
  label_bind(c, &bad_length);
  emit_runtime_error(c,
                     slice ? "unsafe.Slice: len out of range" : "unsafe.String: len out of range");
  label_bind(c, &good);
}

static int compile_unsafe(struct compiler *c, struct expr *e, int dest) {
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  int x = compile_expr(c, argument(e, 0), slot_any);
  switch (e->u.call.builtin) {
  case BUILTIN_UNSAFE_ADD: {
    int y = compile_index_value(c, argument(e, 1));
    emit(c, OP_ADD, result, x, y);
    break;
  }
  case BUILTIN_UNSAFE_SLICE:
  case BUILTIN_UNSAFE_STRING: {
    int y = compile_index_value(c, argument(e, 1));
    int slice = slot_reserve_words(c, 3, false);
    slot_mark_word(c, slice, true);
    check_unsafe_slice(c, e, x, y);
    emit_move(c, slice, x, 1);
    emit_move(c, slice + 1, y, 1);
    emit_move(c, slice + 2, y, 1);
    emit_move(c, result, slice, type_slots(e->type));
    break;
  }
  default:
    emit_move(c, result, x, 1);
  }
  c->top = mark;
  return result;
}

static void compile_panic(struct compiler *c, struct expr *e) {
  int value =
      compile_value(c, argument(e, 0), c->program->checked.universe.empty_interface, slot_any);
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
    emit(c, OP_CLOSE, compile_expr(c, argument(e, 0), slot_any), 0, 0);
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
  bool one = appends_one(e); // sees to it itself, without a move
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
