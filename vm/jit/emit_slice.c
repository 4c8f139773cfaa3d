// Slicing in line. What is out of range is the interpreter's, which raises the panic.

#include "vm/jit/emit.h"

// Loads the next bound of slot *bound into a register, if there is one.
static bool load_bound(struct function *f, bool present, int *bound, int reg) {
  if (present)
    integer_to(f, (*bound)++, reg);
  return present;
}

// Puts base + low * size into rcx, or only base if nothing is left: it must not point past the end
// of its object. `left` is what is left; low is in rcx.
static void first_element(struct function *f, int left, uint64_t size) {
  struct x86_code *code = &f->code;
  if (size != 1) {
    if (size <= INT32_MAX)
      x86_immediate(code, X86_IMUL_I, RCX, x86_reg(RCX), (int32_t)size);
    else {
      f->failed = true; // no element is as large
      return;
    }
  }
  x86_emit(code, X86_TEST, left, x86_reg(left));
  x86_emit(code, X86_CMOV_EQUAL, RCX, x86_reg(left));
  x86_emit(code, X86_ADD, RCX, integer_place(f, operand_b(f), -1));
}

static void slice(struct function *f, bool string) {
  struct x86_code *code = &f->code;
  uint64_t word = f->w[1];
  int b = operand_b(f), bound = operand_c(f);
  // low in rcx, high in rdx, the end of the capacity in rax.
  bool has_low = load_bound(f, word & 1, &bound, RCX);
  if (!load_bound(f, word & 2, &bound, RDX))
    integer_to(f, b + 1, RDX);
  if (!string && !load_bound(f, word & 4, &bound, RAX))
    integer_to(f, b + 2, RAX);
  if (!string && word & 4) {
    x86_emit(code, X86_CMP, RAX, integer_place(f, b + 2, -1));
    x86_jump(code, X86_ABOVE, step_exit(f));
  }
  if (string)
    x86_emit(code, X86_CMP, RDX, integer_place(f, b + 1, -1));
  else
    x86_emit(code, X86_CMP, RDX, x86_reg(RAX));
  x86_jump(code, X86_ABOVE, step_exit(f));
  if (has_low) {
    x86_emit(code, X86_CMP, RCX, x86_reg(RDX));
    x86_jump(code, X86_ABOVE, step_exit(f));
    x86_emit(code, X86_SUB, RDX, x86_reg(RCX));
    if (!string)
      x86_emit(code, X86_SUB, RAX, x86_reg(RCX));
    first_element(f, string ? RDX : RAX, string ? 1 : word >> 32);
  } else
    integer_to(f, b, RCX);
  put_integer(f, operand_a(f), RCX);
  put_integer(f, operand_a(f) + 1, RDX);
  if (!string)
    put_integer(f, operand_a(f) + 2, RAX);
}

bool write_slice(struct function *f) {
  unsigned op = f->list[f->i].op;
  if (op != OP_SLICE && op != OP_SLICESTR)
    return false;
  slice(f, op == OP_SLICESTR);
  return true;
}
