// Calls of the builtin functions.

#include "vm/compile_internal.h"

static struct expr *arg(struct expr *e, int i) { return e->u.call.args.items[i]; }
static int arg_count(const struct expr *e) { return e->u.call.args.count; }

static uint64_t rtype_word(struct compile *f, struct type *t) {
  return (uint64_t)(uintptr_t)compile_rtype(f, t);
}

// len and cap.

// A word of a string or slice: its length or capacity. Only that word is loaded where the operand is in memory.
static int compile_header_word(struct compile *f, struct expr *x, int word, int dest) {
  struct type *integer = compile_basic(f, BASIC_INT);
  int mark = f->top, result;
  if (expr_is_place(x)) {
    struct place p = compile_place(f, x);
    if (p.kind == PLACE_MEMORY || p.kind == PLACE_GLOBAL) {
      if (p.kind == PLACE_GLOBAL)
        p.address += (uint64_t)word * 8;
      else
        p.offset += word * 8;
      p.type = integer;
      p.pair = false;
      result = place_load(f, &p, dest);
      if (dest != SLOT_ANY)
        f->top = mark;
      return result;
    }
    result = place_load(f, &p, SLOT_ANY) + word;
  } else
    result = compile_expr(f, x, SLOT_ANY) + word;
  if (dest == SLOT_ANY)
    return result;
  emit_move(f, dest, result, 1);
  f->top = mark;
  return dest;
}

static int compile_len(struct compile *f, struct expr *e, int dest) {
  struct expr *x = arg(e, 0);
  struct type *t = type_underlying(x->type), *array = type_array_of(x->type);
  bool cap = e->u.call.builtin == BUILTIN_CAP;
  if (t->kind == TYPE_SLICE || type_is_string(t))
    return compile_header_word(f, x, cap ? 2 : 1, dest);
  dest = compile_dest(f, e->type, dest);
  int mark = f->top;
  if (array) {
    compile_discard(f, x);
    emit_int(f, dest, type_underlying(array)->u.array.len);
  } else {
    int operand = compile_expr(f, x, SLOT_ANY);
    emit(f, t->kind == TYPE_MAP ? OP_MAPLEN : cap ? OP_CHANCAP : OP_CHANLEN, dest, operand, 0);
  }
  f->top = mark;
  return dest;
}

// append.

static bool overlap(int a, int a_slots, int b, int b_slots) {
  return a < b + b_slots && b < a + a_slots;
}

static int append_one(struct compile *f, struct expr *e, struct type *elem, int dest, int slice) {
  int slots = type_slots(elem);
  int value = compile_value(f, arg(e, 1), elem, SLOT_ANY);
  if (slice != dest) {
    if (overlap(value, slots, dest, 3)) {
      int copy = slot_reserve(f, elem);
      emit_move(f, copy, value, slots);
      value = copy;
    }
    emit_move(f, dest, slice, 3);
  }
  emit(f, OP_APPEND1, dest, value, 0);
  emit_word(f, (uint64_t)slots << 16);
  emit_word(f, rtype_word(f, elem));
  return dest;
}

static int append_many(struct compile *f, struct expr *e, struct type *elem, int dest, int slice) {
  int count = arg_count(e) - 1;
  int *values = region_alloc(f->region, (size_t)count * sizeof *values);
  for (int i = 0; i < count; i++) {
    // Each in a slot of its own: a later argument's calls may change variables.
    values[i] = slot_reserve(f, elem);
    compile_value(f, arg(e, i + 1), elem, values[i]);
  }
  int result = slot_reserve_words(f, 4, false);
  slot_mark_word(f, result, true);
  slot_mark_word(f, result + 3, true);
  emit(f, OP_APPENDN, result, slice, count);
  emit_word(f, rtype_word(f, elem));
  for (int i = 0; i < count && type_slots(elem) > 0; i++) {
    struct place p = place_deref(f, result + 3, elem);
    p.offset = i * type_size(elem);
    place_store(f, &p, values[i]);
  }
  emit_move(f, dest, result, 3);
  return dest;
}

int compile_append(struct compile *f, struct expr *e, int dest) {
  struct type *elem = type_underlying(e->type)->u.slice.elem;
  dest = compile_dest(f, e->type, dest);
  int mark = f->top;
  int slice = compile_value(f, arg(e, 0), e->type, SLOT_ANY);
  if (arg_count(e) == 1)
    emit_move(f, dest, slice, 3);
  else if (e->u.call.has_ellipsis) {
    int more = expr_is_nil(arg(e, 1)) ? compile_value(f, arg(e, 1), e->type, SLOT_ANY) : compile_expr(f, arg(e, 1), SLOT_ANY);
    emit(f, OP_APPENDS, dest, slice, more);
    emit_word(f, rtype_word(f, elem));
  } else if (arg_count(e) == 2)
    append_one(f, e, elem, dest, slice);
  else
    append_many(f, e, elem, dest, slice);
  f->top = mark;
  return dest;
}

static int compile_copy(struct compile *f, struct expr *e, int dest) {
  dest = compile_dest(f, e->type, dest);
  int mark = f->top;
  int to = compile_expr(f, arg(e, 0), SLOT_ANY), from = compile_expr(f, arg(e, 1), SLOT_ANY);
  emit(f, OP_COPY, dest, to, from);
  emit_word(f, rtype_word(f, type_underlying(arg(e, 0)->type)->u.slice.elem));
  f->top = mark;
  return dest;
}

static void compile_clear(struct compile *f, struct expr *e) {
  struct type *t = type_underlying(arg(e, 0)->type);
  int operand = compile_expr(f, arg(e, 0), SLOT_ANY);
  emit(f, t->kind == TYPE_MAP ? OP_MAPCLEAR : OP_CLEARS, operand, 0, 0);
  emit_word(f, rtype_word(f, t->kind == TYPE_MAP ? arg(e, 0)->type : t->u.slice.elem));
}

static void compile_delete(struct compile *f, struct expr *e) {
  struct type *map = arg(e, 0)->type, *key = type_underlying(map)->u.map.key;
  int operand = compile_expr(f, arg(e, 0), SLOT_ANY);
  int slot = compile_value(f, arg(e, 1), key, SLOT_ANY);
  emit(f, OP_MAPDELETE, 0, operand, slot);
  emit_word(f, (uint64_t)type_slots(key) << 16);
  emit_word(f, rtype_word(f, map));
}

static int compile_make(struct compile *f, struct expr *e, int dest) {
  struct type *t = type_underlying(e->type);
  dest = compile_dest(f, e->type, dest);
  int mark = f->top, first;
  if (arg_count(e) > 1)
    first = compile_index_value(f, arg(e, 1));
  else {
    first = slot_reserve_words(f, 1, false);
    emit_zero(f, first, 1);
  }
  if (t->kind == TYPE_SLICE) {
    int cap = arg_count(e) > 2 ? compile_index_value(f, arg(e, 2)) : first;
    emit(f, OP_MAKESLICE, dest, first, cap);
    emit_word(f, rtype_word(f, t->u.slice.elem));
  } else {
    emit(f, t->kind == TYPE_MAP ? OP_MAKEMAP : OP_MAKECHAN, dest, first, 0);
    emit_word(f, rtype_word(f, e->type));
  }
  f->top = mark;
  return dest;
}

// min and max: the running result against one more operand.
static void emit_better(struct compile *f, struct type *t, bool max, int result, int other) {
  struct label keep;
  label_init(&keep);
  if (type_is_string(t)) {
    int less = slot_reserve_words(f, 1, false);
    emit(f, OP_LTS, less, max ? result : other, max ? other : result);
    emit_jump(f, OP_JF, less, 0, &keep);
    emit_move(f, result, other, 2);
  } else if (type_is_float(t)) {
    if (type_basic(t) == BASIC_FLOAT32) {
      int wide = slot_reserve_words(f, 2, false);
      emit(f, OP_F322F, wide, result, 0);
      emit(f, OP_F322F, wide + 1, other, 0);
      emit(f, max ? OP_MAXF : OP_MINF, wide, wide, wide + 1);
      emit(f, OP_F2F32, result, wide, 0);
    } else
      emit(f, max ? OP_MAXF : OP_MINF, result, result, other);
  } else {
    enum opcode op = type_is_unsigned(t) ? OP_JLEU : OP_JLE;
    emit_jump(f, op, max ? other : result, max ? result : other, &keep);
    emit_move(f, result, other, 1);
  }
  label_bind(f, &keep);
}

static int compile_min_max(struct compile *f, struct expr *e, int dest) {
  bool max = e->u.call.builtin == BUILTIN_MAX;
  struct type *t = e->type;
  dest = compile_dest(f, t, dest);
  int mark = f->top, slots = type_slots(t);
  // The destination may be one of the operands: the result is made apart.
  int result = slot_reserve(f, t);
  compile_value(f, arg(e, 0), t, result);
  for (int i = 1; i < arg_count(e); i++) {
    int inner = f->top;
    emit_better(f, t, max, result, compile_value(f, arg(e, i), t, SLOT_ANY));
    f->top = inner;
  }
  emit_move(f, dest, result, slots);
  f->top = mark;
  return dest;
}

// Complex numbers.

static int compile_complex(struct compile *f, struct expr *e, int dest) {
  bool narrow = type_basic(e->type) == BASIC_COMPLEX64;
  struct type *part = compile_basic(f, narrow ? BASIC_FLOAT32 : BASIC_FLOAT64);
  dest = compile_dest(f, e->type, dest);
  int mark = f->top;
  int pair = slot_reserve_words(f, 2, false);
  for (int i = 0; i < 2; i++) {
    int inner = f->top;
    if (narrow)
      emit(f, OP_F322F, pair + i, compile_value(f, arg(e, i), part, SLOT_ANY), 0);
    else
      compile_value(f, arg(e, i), part, pair + i);
    f->top = inner;
  }
  if (narrow)
    emit(f, OP_C2C64, dest, pair, 0);
  else
    emit_move(f, dest, pair, 2);
  f->top = mark;
  return dest;
}

static int compile_part(struct compile *f, struct expr *e, int dest) {
  bool imag = e->u.call.builtin == BUILTIN_IMAG;
  dest = compile_dest(f, e->type, dest);
  int mark = f->top;
  int operand = compile_expr(f, arg(e, 0), SLOT_ANY);
  if (type_basic(arg(e, 0)->type) == BASIC_COMPLEX64) {
    int wide = slot_reserve_words(f, 2, false);
    emit(f, OP_C642C, wide, operand, 0);
    emit(f, OP_F2F32, dest, wide + imag, 0);
  } else
    emit_move(f, dest, operand + imag, 1);
  f->top = mark;
  return dest;
}

// print and println.

static enum print_kind print_kind_of(struct type *t) {
  struct type *under = type_underlying(t);
  if (under->kind == TYPE_SLICE)
    return PRINT_SLICE;
  if (under->kind == TYPE_INTERFACE)
    return PRINT_INTERFACE;
  if (under->kind != TYPE_BASIC || type_basic(t) == BASIC_UNSAFE_POINTER || type_basic(t) == BASIC_UNTYPED_NIL)
    return PRINT_POINTER;
  if (type_is_boolean(t))
    return PRINT_BOOL;
  if (type_is_string(t))
    return PRINT_STRING;
  if (type_is_float(t))
    return PRINT_FLOAT;
  if (type_is_complex(t))
    return PRINT_COMPLEX;
  return type_is_unsigned(t) ? PRINT_UINT : PRINT_INT;
}

static void emit_print(struct compile *f, enum print_kind kind, int slot, int slots) {
  emit(f, OP_PRINT, slot, (int)kind, 0);
  emit_word(f, (uint64_t)slots << 16);
}

static void print_one(struct compile *f, struct expr *x) {
  struct type *t = x->type;
  int mark = f->top;
  int value = compile_value(f, x, t, SLOT_ANY);
  if (type_basic(t) == BASIC_FLOAT32) {
    int wide = slot_reserve_words(f, 1, false);
    emit(f, OP_F322F, wide, value, 0);
    value = wide;
  } else if (type_basic(t) == BASIC_COMPLEX64) {
    int wide = slot_reserve_words(f, 2, false);
    emit(f, OP_C642C, wide, value, 0);
    value = wide;
  }
  enum print_kind kind = print_kind_of(t);
  emit_print(f, kind, value, kind == PRINT_COMPLEX ? 2 : type_slots(t));
  f->top = mark;
}

static void compile_print(struct compile *f, struct expr *e) {
  bool line = e->u.call.builtin == BUILTIN_PRINTLN;
  for (int i = 0; i < arg_count(e); i++) {
    if (line && i > 0)
      emit_print(f, PRINT_SPACE, 0, 0);
    print_one(f, arg(e, i));
  }
  if (line)
    emit_print(f, PRINT_NEWLINE, 0, 0);
}

// Package unsafe: what is no constant.
static int compile_unsafe(struct compile *f, struct expr *e, int dest) {
  dest = compile_dest(f, e->type, dest);
  int mark = f->top;
  int first = compile_expr(f, arg(e, 0), SLOT_ANY);
  switch (e->u.call.builtin) {
  case BUILTIN_UNSAFE_ADD:
    emit(f, OP_ADD, dest, first, compile_index_value(f, arg(e, 1)));
    break;
  case BUILTIN_UNSAFE_SLICE:
  case BUILTIN_UNSAFE_STRING: {
    int length = compile_index_value(f, arg(e, 1));
    int made = slot_reserve(f, e->type);
    emit_move(f, made, first, 1);
    emit_move(f, made + 1, length, 1);
    if (e->u.call.builtin == BUILTIN_UNSAFE_SLICE)
      emit_move(f, made + 2, length, 1);
    emit_move(f, dest, made, type_slots(e->type));
    break;
  }
  default:
    emit_move(f, dest, first, 1);
  }
  f->top = mark;
  return dest;
}

static int compile_panic(struct compile *f, struct expr *e) {
  int mark = f->top;
  int value = compile_value(f, arg(e, 0), f->program->checker.universe.empty_interface, SLOT_ANY);
  emit(f, OP_PANIC, value, 0, 0);
  f->top = mark;
  return 0;
}

// The builtins that give a value.
static int compile_value_builtin(struct compile *f, struct expr *e, int dest) {
  switch (e->u.call.builtin) {
  case BUILTIN_APPEND:
    return compile_append(f, e, dest);
  case BUILTIN_LEN:
  case BUILTIN_CAP:
    return compile_len(f, e, dest);
  case BUILTIN_COPY:
    return compile_copy(f, e, dest);
  case BUILTIN_MAKE:
    return compile_make(f, e, dest);
  case BUILTIN_MIN:
  case BUILTIN_MAX:
    return compile_min_max(f, e, dest);
  case BUILTIN_COMPLEX:
    return compile_complex(f, e, dest);
  case BUILTIN_REAL:
  case BUILTIN_IMAG:
    return compile_part(f, e, dest);
  case BUILTIN_NEW:
    dest = compile_dest(f, e->type, dest);
    emit_new(f, dest, type_underlying(e->type)->u.pointer.elem);
    return dest;
  case BUILTIN_RECOVER:
    dest = compile_dest(f, e->type, dest);
    emit(f, OP_RECOVER, dest, 0, 0);
    return dest;
  default:
    return compile_unsafe(f, e, dest);
  }
}

int compile_builtin(struct compile *f, struct expr *e, int dest) {
  int mark = f->top;
  switch (e->u.call.builtin) {
  case BUILTIN_PANIC:
    return compile_panic(f, e);
  case BUILTIN_PRINT:
  case BUILTIN_PRINTLN:
    compile_print(f, e);
    break;
  case BUILTIN_CLEAR:
    compile_clear(f, e);
    break;
  case BUILTIN_DELETE:
    compile_delete(f, e);
    break;
  case BUILTIN_CLOSE:
    emit(f, OP_CLOSE, compile_expr(f, arg(e, 0), SLOT_ANY), 0, 0);
    break;
  default:
    return compile_value_builtin(f, e, dest);
  }
  f->top = mark;
  return 0;
}
