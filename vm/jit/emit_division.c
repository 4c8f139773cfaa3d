// Division: by the machine's instruction, or by multiplying with a reciprocal where the divisor is
// known (Granlund and Montgomery 1994).

#include "vm/jit/emit.h"

// n / d = high(n * multiplier) >> shift, corrected by the sign of n, for all 64-bit n.
struct reciprocal {
  uint64_t multiplier;
  unsigned shift;
};

// d is at least 2. The least power 2^p such that multiplier = ceil(2^p / d) errs by little enough
// is searched from 2^64 on.
static struct reciprocal find_reciprocal(uint64_t d) {
  const uint64_t half = UINT64_C(1) << 63;
  uint64_t limit = half - 1 - half % d; // the largest n with n % d == d - 1
  for (unsigned p = 64;; p++) {
    unsigned __int128 power = (unsigned __int128)1 << p;
    uint64_t rest = (uint64_t)(d - power % d);
    if (power > (unsigned __int128)limit * rest)
      return (struct reciprocal){(uint64_t)((power + rest) / d), p - 64};
  }
}

// Puts rax / d or rax % d into rax.
static void by_power(struct function *f, unsigned shift, bool rest) {
  struct x86_code *code = &f->code;
  x86_emit(code, X86_LOAD, RCX, x86_reg(RAX));
  x86_immediate8(code, X86_SAR_I, 0, x86_reg(RCX), 63);
  x86_immediate8(code, X86_SHR_I, 0, x86_reg(RCX), 64 - shift);
  if (!rest) {
    x86_emit(code, X86_ADD, RAX, x86_reg(RCX));
    x86_immediate8(code, X86_SAR_I, 0, x86_reg(RAX), shift);
    return;
  }
  x86_emit(code, X86_ADD, RCX, x86_reg(RAX));
  x86_immediate8(code, X86_SAR_I, 0, x86_reg(RCX), shift);
  x86_immediate8(code, X86_SHL_I, 0, x86_reg(RCX), shift);
  x86_emit(code, X86_SUB, RAX, x86_reg(RCX));
}

static void by_reciprocal(struct function *f, uint64_t d, bool rest) {
  struct x86_code *code = &f->code;
  struct reciprocal r = find_reciprocal(d);
  x86_emit(code, X86_LOAD, RCX, x86_reg(RAX));
  x86_load_number(code, RDX, r.multiplier);
  x86_emit(code, X86_IMUL_WIDE, 0, x86_reg(RDX));
  if (r.multiplier >> 63) // it was meant without a sign
    x86_emit(code, X86_ADD, RDX, x86_reg(RCX));
  if (r.shift)
    x86_immediate8(code, X86_SAR_I, 0, x86_reg(RDX), r.shift);
  x86_emit(code, X86_LOAD, RAX, x86_reg(RCX));
  x86_immediate8(code, X86_SHR_I, 0, x86_reg(RAX), 63);
  x86_emit(code, X86_ADD, RAX, x86_reg(RDX));
  if (!rest)
    return;
  if (d <= INT32_MAX)
    x86_immediate(code, X86_IMUL_I, RAX, x86_reg(RAX), (int32_t)d);
  else {
    x86_load_number(code, RDX, d);
    x86_emit(code, X86_IMUL, RAX, x86_reg(RDX));
  }
  x86_emit(code, X86_SUB, RCX, x86_reg(RAX));
  x86_emit(code, X86_LOAD, RAX, x86_reg(RCX));
}

static void by_constant(struct function *f, int64_t d, bool rest) {
  integer_to(f, operand_b(f), RAX);
  if (d < 2) {
    x86_load_number(&f->code, RCX, (uint64_t)d);
    x86_cqo(&f->code);
    x86_emit(&f->code, X86_IDIV, 0, x86_reg(RCX));
    put_integer(f, operand_a(f), rest ? RDX : RAX);
    return;
  }
  if ((d & (d - 1)) == 0)
    by_power(f, (unsigned)__builtin_ctzll((uint64_t)d), rest);
  else
    by_reciprocal(f, (uint64_t)d, rest);
  put_integer(f, operand_a(f), RAX);
}

// The interpreter does divisions by 0 and -1.
static void divide(struct function *f, bool sign, bool rest) {
  integer_to(f, operand_c(f), RCX);
  if (sign) {
    x86_emit(&f->code, X86_LEA, RAX, x86_mem(RCX, 1));
    x86_immediate(&f->code, X86_CMP_I, 0, x86_reg(RAX), 1);
    x86_jump(&f->code, X86_BELOW_EQUAL, step_exit(f));
  } else {
    x86_emit(&f->code, X86_TEST, RCX, x86_reg(RCX));
    x86_jump(&f->code, X86_EQUAL, step_exit(f));
  }
  integer_to(f, operand_b(f), RAX);
  if (sign)
    x86_cqo(&f->code);
  else
    x86_emit(&f->code, X86_XOR32, RDX, x86_reg(RDX));
  x86_emit(&f->code, sign ? X86_IDIV : X86_DIV, 0, x86_reg(RCX));
  put_integer(f, operand_a(f), rest ? RDX : RAX);
}

bool write_division(struct function *f) {
  switch (f->list[f->i].op) {
  case OP_DIV:
    divide(f, true, false);
    return true;
  case OP_REM:
    divide(f, true, true);
    return true;
  case OP_DIVU:
    divide(f, false, false);
    return true;
  case OP_REMU:
    divide(f, false, true);
    return true;
  case OP_DIVI:
    by_constant(f, instruction_c_signed(*f->w), false);
    return true;
  case OP_REMI:
    by_constant(f, instruction_c_signed(*f->w), true);
    return true;
  case OP_DIVK:
    by_constant(f, (int64_t)f->w[1], false);
    return true;
  case OP_REMK:
    by_constant(f, (int64_t)f->w[1], true);
    return true;
  default:
    return false;
  }
}
