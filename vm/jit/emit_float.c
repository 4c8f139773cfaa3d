// Floating point. A float32 is the low half of its register, the rest of the low 64 bits is zero.

#include "vm/jit/emit.h"

static void binary(struct function *f, unsigned operation, bool commutes) {
  struct x86_place x = float_place(f, operand_b(f), 0);
  struct x86_place y = float_place(f, operand_c(f), 1);
  int to = float_target(f, operand_a(f), 0);
  if (y.reg == to && x.reg != to) {
    if (commutes && y.reg > 1) {
      struct x86_place swap = x;
      x = y;
      y = swap;
    } else
      to = 0;
  }
  if (x.reg < 0)
    x86_emit(&f->code, X86_LOADSD, to, x);
  else
    move_float(f, to, x.reg);
  x86_emit(&f->code, operation, to, y);
  put_float(f, operand_a(f), to);
}

static void with_constant(struct function *f, unsigned operation) {
  int to = float_target(f, operand_a(f), 0);
  float_to(f, operand_b(f), to);
  x86_constant(&f->code, operation, to, f->w[1]);
  put_float(f, operand_a(f), to);
}

// Changes bits by a mask: the sign.
static void mask(struct function *f, unsigned operation, uint64_t bits) {
  int to = float_target(f, operand_a(f), 0);
  float_to(f, operand_b(f), to);
  x86_constant(&f->code, X86_LOADSD, 1, bits);
  x86_emit(&f->code, operation, to, x86_reg(1));
  put_float(f, operand_a(f), to);
}

static void multiply_add(struct function *f) {
  float_to(f, operand_b(f), 0);
  x86_emit(&f->code, X86_MULSD, 0, float_place(f, operand_c(f), 1));
  float_to(f, operand_a(f), 1);
  x86_emit(&f->code, X86_ADDSD, 1, x86_reg(0));
  put_float(f, operand_a(f), 1);
}

// Into a register that was cleared: the instruction leaves the other bits as they are.
static void into_clear(struct function *f, unsigned operation, struct x86_place from) {
  x86_emit(&f->code, X86_XORPS, 0, x86_reg(0));
  x86_emit(&f->code, operation, 0, from);
  put_float(f, operand_a(f), 0);
}

static void to_integer(struct function *f, unsigned operation) {
  x86_emit(&f->code, operation, RAX, float_place(f, operand_b(f), 1));
  if (operation == X86_CVTTSD2SI32)
    x86_emit(&f->code, X86_MOVSXD, RAX, x86_reg(RAX));
  put_integer(f, operand_a(f), RAX);
}

static void square_root(struct function *f) {
  x86_emit(&f->code, X86_SQRTSD, 0, x86_reg(float_in(f, operand_b(f), 0)));
  put_float(f, operand_a(f), 0);
}

static void round_to(struct function *f, unsigned how) {
  x86_immediate8(&f->code, X86_ROUNDSD, 0, x86_reg(float_in(f, operand_b(f), 0)), how);
  put_float(f, operand_a(f), 0);
}

// y is compared with x, so that "above" is x < y and false for a NaN.
static void less(struct function *f, unsigned operation, unsigned condition) {
  int y = float_in(f, operand_c(f), 0);
  x86_emit(&f->code, operation, y, x86_reg(float_in(f, operand_b(f), 1)));
  x86_emit(&f->code, X86_SETCC | condition, 0, x86_reg(RAX));
  x86_emit(&f->code, X86_LOADZ8, RAX, x86_reg(RAX));
  put_integer(f, operand_a(f), RAX);
}

// A NaN sets the parity flag and equal.
static void equal(struct function *f, unsigned operation, bool negated) {
  int x = float_in(f, operand_b(f), 0);
  x86_emit(&f->code, operation, x, x86_reg(float_in(f, operand_c(f), 1)));
  x86_emit(&f->code, X86_SETCC | (negated ? X86_NOT_EQUAL : X86_EQUAL), 0, x86_reg(RAX));
  x86_emit(&f->code, X86_SETCC | (negated ? X86_PARITY : X86_NO_PARITY), 0, x86_reg(RCX));
  x86_emit(&f->code, negated ? X86_OR : X86_AND, RAX, x86_reg(RCX));
  x86_emit(&f->code, X86_LOADZ8, RAX, x86_reg(RAX));
  put_integer(f, operand_a(f), RAX);
}

static bool emit_arithmetic(struct function *f) {
  switch (f->list[f->i].op) {
  case OP_ADDF:
    binary(f, X86_ADDSD, true);
    return true;
  case OP_SUBF:
    binary(f, X86_SUBSD, false);
    return true;
  case OP_MULF:
    binary(f, X86_MULSD, true);
    return true;
  case OP_DIVF:
    binary(f, X86_DIVSD, false);
    return true;
  case OP_ADDF32:
    binary(f, X86_ADDSS, false);
    return true;
  case OP_SUBF32:
    binary(f, X86_SUBSS, false);
    return true;
  case OP_MULF32:
    binary(f, X86_MULSS, false);
    return true;
  case OP_DIVF32:
    binary(f, X86_DIVSS, false);
    return true;
  case OP_ADDFK:
    with_constant(f, X86_ADDSD);
    return true;
  case OP_SUBFK:
    with_constant(f, X86_SUBSD);
    return true;
  case OP_MULFK:
    with_constant(f, X86_MULSD);
    return true;
  case OP_DIVFK:
    with_constant(f, X86_DIVSD);
    return true;
  case OP_MACF:
    multiply_add(f);
    return true;
  case OP_SQRTF:
    square_root(f);
    return true;
  case OP_NEGF:
    mask(f, X86_XORPS, UINT64_C(1) << 63);
    return true;
  case OP_NEGF32:
    mask(f, X86_XORPS, UINT64_C(1) << 31);
    return true;
  case OP_ABSF:
    mask(f, X86_ANDPS, INT64_MAX);
    return true;
  default:
    return false;
  }
}

static bool emit_conversion(struct function *f) {
  enum { round_down = 9, round_up = 10, round_to_zero = 11 }; // no exception for inexact results
  int b = operand_b(f);
  switch (f->list[f->i].op) {
  case OP_FLOORF:
    round_to(f, round_down);
    return true;
  case OP_CEILF:
    round_to(f, round_up);
    return true;
  case OP_TRUNCF:
    round_to(f, round_to_zero);
    return true;
  case OP_I2F:
    into_clear(f, X86_CVTSI2SD, integer_place(f, b, RAX));
    return true;
  case OP_I2F32:
    into_clear(f, X86_CVTSI2SS, integer_place(f, b, RAX));
    return true;
  case OP_F2F32:
    into_clear(f, X86_CVTSD2SS, float_place(f, b, 1));
    return true;
  case OP_F322F:
    into_clear(f, X86_CVTSS2SD, float_place(f, b, 1));
    return true;
  case OP_F2I:
    to_integer(f, X86_CVTTSD2SI);
    return true;
  case OP_F2I32:
    to_integer(f, X86_CVTTSD2SI32);
    return true;
  default:
    return false;
  }
}

static bool emit_comparison(struct function *f) {
  switch (f->list[f->i].op) {
  case OP_EQF:
    equal(f, X86_UCOMISD, false);
    return true;
  case OP_NEF:
    equal(f, X86_UCOMISD, true);
    return true;
  case OP_LTF:
    less(f, X86_UCOMISD, X86_ABOVE);
    return true;
  case OP_LEF:
    less(f, X86_UCOMISD, X86_ABOVE_EQUAL);
    return true;
  case OP_EQF32:
    equal(f, X86_UCOMISS, false);
    return true;
  case OP_LTF32:
    less(f, X86_UCOMISS, X86_ABOVE);
    return true;
  case OP_LEF32:
    less(f, X86_UCOMISS, X86_ABOVE_EQUAL);
    return true;
  default:
    return false;
  }
}

bool write_float(struct function *f) {
  return emit_arithmetic(f) || emit_conversion(f) || emit_comparison(f);
}
