// Integer arithmetic and comparisons.

#include "vm/jit/emit.h"

// a = b op c.
static void binary(struct function *f, unsigned operation, bool commutes) {
  struct x86_place x = integer_place(f, operand_b(f), RAX);
  struct x86_place y = integer_place(f, operand_c(f), RCX);
  int to = integer_target(f, operand_a(f), RAX);
  if (operation == X86_ADD && x.reg >= 0 && y.reg >= 0 && to != x.reg && to != y.reg) {
    x86_emit(&f->code, X86_LEA, to, x86_indexed(x.reg, y.reg, 0));
    put_integer(f, operand_a(f), to);
    return;
  }
  if (y.reg == to && x.reg != to) {
    if (commutes) {
      struct x86_place swap = x;
      x = y;
      y = swap;
    } else
      to = RAX;
  }
  if (x.reg != to)
    x86_emit(&f->code, X86_LOAD, to, x);
  x86_emit(&f->code, operation, to, y);
  put_integer(f, operand_a(f), to);
}

static void extend32(struct function *f, int reg, bool sign) {
  x86_emit(&f->code, sign ? X86_MOVSXD : X86_LOAD32, reg, x86_reg(reg));
}

// The same in 32 bits.
static void binary32(struct function *f, unsigned operation, bool sign) {
  integer_to(f, operand_b(f), RAX);
  x86_emit(&f->code, operation, RAX, integer_place(f, operand_c(f), RCX));
  extend32(f, RAX, sign);
  put_integer(f, operand_a(f), RAX);
}

// a = b op value.
static void with_value(struct function *f, unsigned operation, unsigned immediate, uint64_t value) {
  int to = integer_target(f, operand_a(f), RAX);
  bool fits = (int64_t)value == (int32_t)value;
  struct x86_place x = integer_place(f, operand_b(f), RAX);
  if (fits && immediate == X86_ADD_I && x.reg >= 0 && x.reg != to)
    x86_emit(&f->code, X86_LEA, to, x86_mem(x.reg, (int32_t)value));
  else if (fits && immediate == X86_IMUL_I)
    x86_immediate(&f->code, immediate, to, x, (int32_t)value);
  else {
    if (x.reg != to)
      x86_emit(&f->code, X86_LOAD, to, x);
    if (fits)
      x86_immediate(&f->code, immediate, 0, x86_reg(to), (int32_t)value);
    else {
      x86_load_number(&f->code, RCX, value);
      x86_emit(&f->code, operation, to, x86_reg(RCX));
    }
  }
  put_integer(f, operand_a(f), to);
}

static uint64_t immediate_of(const struct function *f) {
  return (uint64_t)(int64_t)instruction_c_signed(*f->w);
}

static void add32(struct function *f, bool sign) {
  integer_to(f, operand_b(f), RAX);
  x86_immediate(&f->code, X86_ADD_I, 0, x86_reg(RAX), (int32_t)immediate_of(f));
  extend32(f, RAX, sign);
  put_integer(f, operand_a(f), RAX);
}

static void and_not(struct function *f) {
  integer_to(f, operand_c(f), RAX);
  x86_emit(&f->code, X86_NOT, 0, x86_reg(RAX));
  x86_emit(&f->code, X86_AND, RAX, integer_place(f, operand_b(f), RCX));
  put_integer(f, operand_a(f), RAX);
}

static void unary(struct function *f, unsigned operation) {
  int to = integer_target(f, operand_a(f), RAX);
  struct x86_place x = integer_place(f, operand_b(f), RAX);
  if (x.reg != to)
    x86_emit(&f->code, X86_LOAD, to, x);
  x86_emit(&f->code, operation, 0, x86_reg(to));
  put_integer(f, operand_a(f), to);
}

static void extend(struct function *f, unsigned operation) {
  int to = integer_target(f, operand_a(f), RAX);
  x86_emit(&f->code, operation, to, integer_place(f, operand_b(f), RCX));
  put_integer(f, operand_a(f), to);
}

// Shifts by an amount of any size: 64 and more give 0.
static void shift(struct function *f, unsigned operation) {
  integer_to(f, operand_c(f), RCX);
  integer_to(f, operand_b(f), RAX);
  x86_emit(&f->code, operation, 0, x86_reg(RAX));
  x86_immediate(&f->code, X86_CMP_I, 0, x86_reg(RCX), 64);
  x86_emit(&f->code, X86_SBB, RDX, x86_reg(RDX));
  x86_emit(&f->code, X86_AND, RAX, x86_reg(RDX));
}

static void shift_arithmetic(struct function *f) {
  integer_to(f, operand_c(f), RCX);
  integer_to(f, operand_b(f), RAX);
  x86_load_number(&f->code, RDX, 63);
  x86_emit(&f->code, X86_CMP, RCX, x86_reg(RDX));
  x86_emit(&f->code, X86_CMOV_ABOVE, RCX, x86_reg(RDX));
  x86_emit(&f->code, X86_SAR_CL, 0, x86_reg(RAX));
}

static void shift_by(struct function *f, unsigned operation) {
  int to = integer_target(f, operand_a(f), RAX);
  struct x86_place x = integer_place(f, operand_b(f), RAX);
  if (x.reg != to)
    x86_emit(&f->code, X86_LOAD, to, x);
  x86_immediate8(&f->code, operation, 0, x86_reg(to), (unsigned)operand_c(f) & 63);
  put_integer(f, operand_a(f), to);
}

static void compare(struct function *f, unsigned condition) {
  int x = integer_in(f, operand_b(f), RAX);
  x86_emit(&f->code, X86_CMP, x, integer_place(f, operand_c(f), RCX));
  x86_emit(&f->code, X86_SETCC | condition, 0, x86_reg(RAX));
  int to = integer_target(f, operand_a(f), RAX);
  x86_emit(&f->code, X86_LOADZ8, to, x86_reg(RAX));
  put_integer(f, operand_a(f), to);
}

static bool emit_shift(struct function *f) {
  switch (f->list[f->i].op) {
  case OP_SHL:
    shift(f, X86_SHL_CL);
    break;
  case OP_SHL32:
    shift(f, X86_SHL_CL);
    extend32(f, RAX, true);
    break;
  case OP_SHLU32:
    shift(f, X86_SHL_CL);
    extend32(f, RAX, false);
    break;
  case OP_SHR:
    shift(f, X86_SHR_CL);
    break;
  case OP_SAR:
    shift_arithmetic(f);
    break;
  case OP_SHLI:
    shift_by(f, X86_SHL_I);
    return true;
  case OP_SHRI:
    shift_by(f, X86_SHR_I);
    return true;
  case OP_SARI:
    shift_by(f, X86_SAR_I);
    return true;
  default:
    return false;
  }
  put_integer(f, operand_a(f), RAX);
  return true;
}

// Operations with one value and a number, or with one value.
static bool emit_unary(struct function *f) {
  switch (f->list[f->i].op) {
  case OP_ADDI:
    with_value(f, X86_ADD, X86_ADD_I, immediate_of(f));
    return true;
  case OP_ADDK:
    with_value(f, X86_ADD, X86_ADD_I, f->w[1]);
    return true;
  case OP_MULI:
    with_value(f, X86_IMUL, X86_IMUL_I, immediate_of(f));
    return true;
  case OP_MULK:
    with_value(f, X86_IMUL, X86_IMUL_I, f->w[1]);
    return true;
  case OP_ANDI:
    with_value(f, X86_AND, X86_AND_I, immediate_of(f));
    return true;
  case OP_ANDK:
    with_value(f, X86_AND, X86_AND_I, f->w[1]);
    return true;
  case OP_ORI:
    with_value(f, X86_OR, X86_OR_I, immediate_of(f));
    return true;
  case OP_XORI:
    with_value(f, X86_XOR, X86_XOR_I, immediate_of(f));
    return true;
  case OP_NOTB:
    with_value(f, X86_XOR, X86_XOR_I, 1);
    return true;
  case OP_ADDI32:
    add32(f, true);
    return true;
  case OP_ADDIU32:
    add32(f, false);
    return true;
  case OP_NEG:
    unary(f, X86_NEG);
    return true;
  case OP_NOT:
    unary(f, X86_NOT);
    return true;
  case OP_SEXT8:
    extend(f, X86_LOADS8);
    return true;
  case OP_SEXT16:
    extend(f, X86_LOADS16);
    return true;
  case OP_SEXT32:
    extend(f, X86_MOVSXD);
    return true;
  case OP_ZEXT8:
    extend(f, X86_LOADZ8);
    return true;
  case OP_ZEXT16:
    extend(f, X86_LOADZ16);
    return true;
  case OP_ZEXT32:
    extend(f, X86_LOAD32);
    return true;
  default:
    return false;
  }
}

static bool emit_compare(struct function *f) {
  static const uint8_t conditions[OPCODE_COUNT] = {
      [OP_EQ] = X86_EQUAL,      [OP_NE] = X86_NOT_EQUAL, [OP_LT] = X86_LESS,
      [OP_LE] = X86_LESS_EQUAL, [OP_LTU] = X86_BELOW,    [OP_LEU] = X86_BELOW_EQUAL};
  unsigned condition = conditions[f->list[f->i].op];
  if (!condition)
    return false;
  compare(f, condition);
  return true;
}

static bool emit_binary(struct function *f) {
  switch (f->list[f->i].op) {
  case OP_ADD:
    binary(f, X86_ADD, true);
    return true;
  case OP_SUB:
    binary(f, X86_SUB, false);
    return true;
  case OP_MUL:
    binary(f, X86_IMUL, true);
    return true;
  case OP_AND:
    binary(f, X86_AND, true);
    return true;
  case OP_OR:
    binary(f, X86_OR, true);
    return true;
  case OP_XOR:
    binary(f, X86_XOR, true);
    return true;
  case OP_ANDN:
    and_not(f);
    return true;
  case OP_ADD32:
    binary32(f, X86_ADD, true);
    return true;
  case OP_SUB32:
    binary32(f, X86_SUB, true);
    return true;
  case OP_MUL32:
    binary32(f, X86_IMUL, true);
    return true;
  case OP_ADDU32:
    binary32(f, X86_ADD, false);
    return true;
  case OP_SUBU32:
    binary32(f, X86_SUB, false);
    return true;
  case OP_MULU32:
    binary32(f, X86_IMUL, false);
    return true;
  default:
    return false;
  }
}

bool write_integer(struct function *f) {
  return emit_binary(f) || emit_unary(f) || emit_shift(f) || emit_compare(f);
}
