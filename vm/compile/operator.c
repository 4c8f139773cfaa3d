// Arithmetic: integers of all widths, floating point, complex numbers, strings, shifts; unary
// operators.
//
// Narrow integers are computed in 64 bits and wrapped by one more instruction, except for 32 bits,
// which have operations of their own. Values of narrow types are always extended as their types
// say, so comparisons, divisions, right shifts and bit operations need no wrapping.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

static bool fits16(int64_t value) {
  return value == (int16_t)value;
}

void compile_extend(struct compiler *c, struct type *t, int slot) {
  invariant_debug(type_is_integer(t));
  static const enum opcode sign[] = {OP_SEXT8, OP_SEXT16, OP_SEXT32};
  static const enum opcode zero[] = {OP_ZEXT8, OP_ZEXT16, OP_ZEXT32};
  int bits = type_int_bits(t);
  if (bits == 64)
    return;
  int i = bits == 8 ? 0 : bits == 16 ? 1 : 2;
  emit(c, type_is_unsigned(t) ? zero[i] : sign[i], slot, slot, 0);
}

// The operations of an operator on integers. A field of 0 means that there is none: the operation
// on 64 bits does, and what wraps is extended again.
static const struct int_ops {
  enum opcode wide[2]; // 64 bits: signed, unsigned
  enum opcode half[2]; // int32, uint32
  bool wraps[2];       // results of narrower types must be extended
} int_ops[TOKEN_COUNT] = {
    [TOKEN_ADD] = {{OP_ADD, OP_ADD}, {OP_ADD32, OP_ADDU32}, {true, true}},
    [TOKEN_SUB] = {{OP_SUB, OP_SUB}, {OP_SUB32, OP_SUBU32}, {true, true}},
    [TOKEN_MUL] = {{OP_MUL, OP_MUL}, {OP_MUL32, OP_MULU32}, {true, true}},
    [TOKEN_QUO] = {{OP_DIV, OP_DIVU}, {0}, {true, false}},
    [TOKEN_REM] = {{OP_REM, OP_REMU}, {0}, {false}},
    [TOKEN_AND] = {{OP_AND, OP_AND}, {0}, {false}},
    [TOKEN_OR] = {{OP_OR, OP_OR}, {0}, {false}},
    [TOKEN_XOR] = {{OP_XOR, OP_XOR}, {0}, {false}},
    [TOKEN_AND_NOT] = {{OP_ANDN, OP_ANDN}, {0}, {false}},
};

static int compile_int_operation(struct compiler *c, enum token op, struct type *t, int x, int y,
                                 int dest) {
  bool is_unsigned = type_is_unsigned(t);
  enum opcode wide = int_ops[op].wide[is_unsigned], half = int_ops[op].half[is_unsigned];
  invariant_debug(wide && type_is_integer(t));
  if (type_int_bits(t) == 32 && half)
    emit(c, half, dest, x, y);
  else {
    emit(c, wide, dest, x, y);
    if (int_ops[op].wraps[is_unsigned])
      compile_extend(c, t, dest);
  }
  return dest;
}

// x op constant in one instruction (and perhaps an extension). False: there is no such form.

void compile_add_constant(struct compiler *c, struct type *t, int x, int64_t k, int dest) {
  enum opcode half = int_ops[TOKEN_ADD].half[type_is_unsigned(t)];
  if (k == 0)
    emit_move(c, dest, x, 1);
  else if (type_int_bits(t) != 32 || !emit_constant_form(c, half, dest, x, k)) {
    emit_constant_form(c, OP_ADD, dest, x, k);
    compile_extend(c, t, dest);
  }
}

static int power_of_two(int64_t k) {
  return k > 0 && (k & (k - 1)) == 0 ? __builtin_ctzll((uint64_t)k) : -1;
}

static bool emit_mul_constant(struct compiler *c, struct type *t, int x, int64_t k, int dest) {
  int shift = power_of_two(k);
  if (shift > 0)
    emit_constant_form(c, OP_SHL, dest, x, shift);
  else
    emit_constant_form(c, OP_MUL, dest, x, k);
  compile_extend(c, t, dest);
  return true;
}

static bool emit_div_constant(struct compiler *c, struct type *t, enum token op, int x, int64_t k,
                              int dest) {
  int shift = type_is_unsigned(t) ? power_of_two(k) : -1;
  if (k == 0 || k == -1)
    return false;
  if (shift >= 0 && op == TOKEN_QUO)
    return emit_constant_form(c, OP_SHR, dest, x, shift);
  if (shift >= 0 && fits16(k - 1))
    return emit_constant_form(c, OP_AND, dest, x, k - 1);
  // The forms with constants are signed: a narrow unsigned value is not negative in 64 bits.
  bool wide_unsigned = type_is_unsigned(t) && type_int_bits(t) == 64;
  return !wide_unsigned && emit_constant_form(c, int_ops[op].wide[0], dest, x, k);
}

static bool emit_bit_constant(struct compiler *c, enum token op, int x, int64_t k, int dest) {
  if (op == TOKEN_AND_NOT)
    return emit_constant_form(c, OP_AND, dest, x, ~k);
  return emit_constant_form(c, int_ops[op].wide[0], dest, x, k);
}

static bool emit_constant_operation(struct compiler *c, enum token op, struct type *t, int x,
                                    int64_t k, int dest) {
  switch (op) {
  case TOKEN_ADD:
    compile_add_constant(c, t, x, k, dest);
    return true;
  case TOKEN_SUB:
    compile_add_constant(c, t, x, (int64_t)(0 - (uint64_t)k), dest);
    return true;
  case TOKEN_MUL:
    return emit_mul_constant(c, t, x, k, dest);
  case TOKEN_QUO:
  case TOKEN_REM:
    return emit_div_constant(c, t, op, x, k, dest);
  case TOKEN_AND:
  case TOKEN_OR:
  case TOKEN_XOR:
  case TOKEN_AND_NOT:
    return emit_bit_constant(c, op, x, k, dest);
  default:
    return false;
  }
}

// Shifts.

static int compile_shift(struct compiler *c, enum token op, struct type *t, int x, struct expr *y,
                         int dest) {
  int bits = type_int_bits(t);
  bool is_unsigned = type_is_unsigned(t), left = op == TOKEN_SHL;
  if (expr_is_constant(y)) {
    uint64_t count = 64;
    if (!constant_uint64_value(y->value, &count) || count > 63)
      count = left || is_unsigned ? 64 : 63;
    if (count == 64)
      emit_zero(c, dest, 1);
    else {
      emit_constant_form(c, left ? OP_SHL : is_unsigned ? OP_SHR : OP_SAR, dest, x, (int64_t)count);
      if (left)
        compile_extend(c, t, dest);
    }
    return dest;
  }
  int mark = c->top;
  int count = compile_expr(c, y, slot_any);
  if (!type_is_unsigned(y->type))
    emit(c, OP_CHKSHIFT, count, 0, 0);
  if (!left)
    emit(c, is_unsigned ? OP_SHR : OP_SAR, dest, x, count);
  else if (bits == 32)
    emit(c, is_unsigned ? OP_SHLU32 : OP_SHL32, dest, x, count);
  else {
    emit(c, OP_SHL, dest, x, count);
    compile_extend(c, t, dest);
  }
  c->top = mark;
  return dest;
}

// Floating point and complex numbers.

// The operations of an operator on other numbers.
static const struct {
  enum opcode real[2]; // float64, float32
  enum opcode complex; // complex128
} float_ops[TOKEN_COUNT] = {
    [TOKEN_ADD] = {{OP_ADDF, OP_ADDF32}, OP_ADDC},
    [TOKEN_SUB] = {{OP_SUBF, OP_SUBF32}, OP_SUBC},
    [TOKEN_MUL] = {{OP_MULF, OP_MULF32}, OP_MULC},
    [TOKEN_QUO] = {{OP_DIVF, OP_DIVF32}, OP_DIVC},
};

// complex64 operands are widened to two slots.
static int widen_complex(struct compiler *c, struct type *t, int slot) {
  if (type_basic(t) != BASIC_COMPLEX64)
    return slot;
  int wide = slot_reserve_words(c, 2, false);
  emit(c, OP_C642C, wide, slot, 0);
  return wide;
}

static int compile_complex(struct compiler *c, enum token op, struct type *t, int x, int y,
                           int dest) {
  int mark = c->top;
  x = widen_complex(c, t, x);
  y = widen_complex(c, t, y);
  enum opcode code = float_ops[op].complex;
  invariant_debug(code && type_is_complex(t));
  if (type_basic(t) == BASIC_COMPLEX64) {
    int wide = slot_reserve_words(c, 2, false);
    emit(c, code, wide, x, y);
    emit(c, OP_C2C64, dest, wide, 0);
  } else if (dest < x + 2 && x < dest + 2 && dest != x) {
    int result = slot_reserve_words(c, 2, false); // the result must not overlap an operand half
    emit(c, code, result, x, y);
    emit_move(c, dest, result, 2);
  } else
    emit(c, code, dest, x, y);
  c->top = mark;
  return dest;
}

int compile_arithmetic(struct compiler *c, enum token op, struct type *t, int x, struct expr *y,
                       int dest) {
  if (op == TOKEN_SHL || op == TOKEN_SHR)
    return compile_shift(c, op, t, x, y, dest);
  int mark = c->top;
  int64_t constant;
  if (type_is_integer(t) && expr_small_int(y, &constant) &&
      emit_constant_operation(c, op, t, x, constant, dest)) {
    c->top = mark;
    return dest;
  }
  if (type_basic(t) == BASIC_FLOAT64 && expr_is_constant(y)) {
    emit_constant_form(c, float_ops[op].real[0], dest, x, (int64_t)constant_bits(t, y->value));
    return dest;
  }
  int right = compile_value(c, y, t, slot_any);
  if (type_is_integer(t))
    compile_int_operation(c, op, t, x, right, dest);
  else if (type_is_float(t))
    emit(c, float_ops[op].real[type_size(t) == 4], dest, x, right);
  else if (type_is_complex(t))
    compile_complex(c, op, t, x, right, dest);
  else if (type_is_string(t)) {
    int pair = slot_reserve_words(c, 4, false);
    slot_mark_word(c, pair, true);
    slot_mark_word(c, pair + 2, true);
    emit_move(c, pair, x, 2);
    emit_move(c, pair + 2, right, 2);
    emit(c, OP_CONCAT, dest, pair, 2);
  } else
    compile_fail(c, "internal error: operator %s", token_text(op));
  c->top = mark;
  return dest;
}

// Strings: a + b + c is one instruction over all parts.

enum { concat_limit = 1000 }; // of parts in one instruction

// How many parts a sum has; of those beyond the limit not all are counted.
static int count_parts(struct expr *e) {
  int count = 1;
  for (e = expr_strip(e); count <= concat_limit && e->kind == EXPR_BINARY && !expr_is_constant(e);
       e = expr_strip(e)) {
    count += count_parts(e->u.binary.y);
    e = e->u.binary.x;
  }
  return count;
}

static void list_parts(struct expr *e, struct expr **list, int *count) {
  invariant_debug(*count < concat_limit);
  e = expr_strip(e);
  if (e->kind != EXPR_BINARY || expr_is_constant(e)) {
    list[(*count)++] = e;
    return;
  }
  list_parts(e->u.binary.x, list, count);
  list_parts(e->u.binary.y, list, count);
}

static int compile_concat(struct compiler *c, struct expr *e, int dest) {
  int result = compile_dest(c, e->type, dest);
  int mark = c->top, count = count_parts(e);
  if (count > concat_limit) {
    // In pieces: the left part first.
    struct expr *x = e->u.binary.x, *y = e->u.binary.y;
    order_pair(c, &x, &y);
    int left = compile_expr(c, x, slot_any);
    compile_arithmetic(c, TOKEN_ADD, e->type, left, y, result);
    c->top = mark;
    return result;
  }
  struct expr **list = region_alloc(c->region, (size_t)count * sizeof *list), **ordered;
  count = 0;
  list_parts(e, list, &count);
  ordered = order_operands(c, list, count);
  int parts = slot_reserve_words(c, 2 * count, false);
  for (int i = 0; i < count; i++) {
    slot_mark_word(c, parts + 2 * i, true);
    compile_expr(c, ordered[i], parts + 2 * i);
  }
  emit(c, OP_CONCAT, result, parts, count);
  c->top = mark;
  return result;
}

static bool is_commutative(enum token op) {
  return op == TOKEN_ADD || op == TOKEN_MUL || op == TOKEN_AND || op == TOKEN_OR || op == TOKEN_XOR;
}

int compile_binary(struct compiler *c, struct expr *e, int dest) {
  enum token op = e->u.binary.op;
  struct expr *x = e->u.binary.x, *y = e->u.binary.y;
  if (type_is_string(e->type))
    return compile_concat(c, e, dest);
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  int64_t constant;
  bool small = type_is_integer(e->type) && expr_small_int(x, &constant);
  bool real = type_basic(e->type) == BASIC_FLOAT64 && expr_is_constant(x) &&
              (op == TOKEN_ADD || op == TOKEN_MUL);
  if ((real || (small && is_commutative(op))) && !expr_is_constant(y)) {
    struct expr *swap = x;
    x = y;
    y = swap;
  }
  order_pair(c, &x, &y);
  int left = compile_value(c, x, e->type, slot_any);
  invariant_debug(c->error || left + type_slots(e->type) <= c->max_top);
  compile_arithmetic(c, op, e->type, left, y, result);
  c->top = mark;
  return result;
}

// Unary operators.

static int compile_address(struct compiler *c, struct expr *e, int dest) {
  struct expr *x = expr_strip(e->u.unary.x);
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  if (x->kind == EXPR_COMPOSITE) {
    // Built in a temporary, so that a variable keeps its old value if an element panics or uses it.
    bool simple = x->u.composite.elements.count == 0;
    int cell = simple || dest == slot_any ? result : slot_reserve_words(c, 1, true);
    emit_new(c, cell, x->type);
    struct place p = place_deref(cell, x->type);
    compile_to_place(c, &p, x, true);
    emit_move(c, result, cell, 1);
  } else {
    struct place p = compile_place(c, x);
    place_address(c, &p, result);
  }
  c->top = mark;
  return result;
}

static int compile_negate(struct compiler *c, struct expr *e, int x, int result) {
  struct type *t = e->type;
  if (type_is_integer(t)) {
    emit(c, OP_NEG, result, x, 0);
    compile_extend(c, t, result);
  } else if (type_is_float(t))
    emit(c, type_size(t) == 4 ? OP_NEGF32 : OP_NEGF, result, x, 0);
  else if (type_basic(t) == BASIC_COMPLEX64) {
    int wide = slot_reserve_words(c, 2, false);
    emit(c, OP_C642C, wide, x, 0);
    emit(c, OP_NEGF, wide, wide, 0);
    emit(c, OP_NEGF, wide + 1, wide + 1, 0);
    emit(c, OP_C2C64, result, wide, 0);
  } else {
    emit(c, OP_NEGF, result, x, 0);
    emit(c, OP_NEGF, result + 1, x + 1, 0);
  }
  return result;
}

static int compile_receive(struct compiler *c, struct expr *e, int result) {
  struct expr *channel = e->u.unary.x;
  int one = compile_expr(c, channel, slot_any);
  struct type *elem = type_underlying(channel->type)->u.chan.elem;
  int pc = emit(c, OP_RECV, result, one, 0);
  emit_word(c, (uint64_t)type_slots(elem));
  emit_word(c, (uint64_t)(uintptr_t)box_channel(c, channel->type));
  emit_safepoint(c, pc, pc);
  box_complete(c, elem, result);
  return result;
}

int compile_unary(struct compiler *c, struct expr *e, int dest) {
  if (e->u.unary.op == TOKEN_AND)
    return compile_address(c, e, dest);
  if (e->u.unary.op == TOKEN_ADD)
    return compile_expr(c, e->u.unary.x, dest);
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  if (e->u.unary.op == TOKEN_ARROW) {
    compile_receive(c, e, result);
    c->top = mark;
    return result;
  }
  int x = compile_expr(c, e->u.unary.x, slot_any);
  switch (e->u.unary.op) {
  case TOKEN_SUB:
    compile_negate(c, e, x, result);
    break;
  case TOKEN_XOR:
    emit(c, OP_NOT, result, x, 0);
    if (type_is_unsigned(e->type))
      compile_extend(c, e->type, result);
    break;
  case TOKEN_NOT:
    emit(c, OP_NOTB, result, x, 0);
    break;
  default:
    compile_fail(c, "internal error: unary operator %s", token_text(e->u.unary.op));
  }
  c->top = mark;
  return result;
}
