// Moves between slots, constants, parts of slots, the words of interfaces.

#include "runtime/type.h"
#include "vm/jit/emit.h"

static void number(struct function *f, int slot, uint64_t value) {
  bool as_integer = needs_integer(f, slot), as_float = needs_float(f, slot);
  if (as_float && !as_integer && float_target(f, slot, 0) > 1) {
    int to = float_target(f, slot, 0);
    if (value == 0)
      x86_emit(&f->code, X86_XORPS, to, x86_reg(to));
    else
      x86_constant(&f->code, X86_LOADSD, to, value);
    put_float(f, slot, to);
    return;
  }
  if (!as_integer && !as_float)
    return;
  int to = integer_target(f, slot, RAX);
  if (to == RAX && !as_float && (int64_t)value == (int32_t)value) {
    x86_immediate(&f->code, X86_MOV_I, 0, home(slot), (int32_t)value);
    return;
  }
  if (value == 0)
    x86_emit(&f->code, X86_XOR32, to, x86_reg(to));
  else
    x86_load_number(&f->code, to, value);
  put_integer(f, slot, to);
}

static void move_one(struct function *f, int to, int from) {
  if (needs_float(f, to))
    put_float(f, to, float_in(f, from, 0));
  else if (needs_integer(f, to))
    put_integer(f, to, integer_in(f, from, integer_target(f, to, RAX)));
}

// Several slots at once: all are loaded before the first is written.
static void move_many(struct function *f, int count) {
  static const int8_t scratch[] = {RAX, RCX, RDX};
  for (int j = 0; j < count; j++)
    integer_to(f, operand_b(f) + j, scratch[j]);
  for (int j = 0; j < count; j++)
    put_integer(f, operand_a(f) + j, scratch[j]);
}

static void move_memory(struct function *f) {
  int a = operand_a(f), b = operand_b(f), count = operand_c(f);
  flush_uses(f);
  for (int k = 0; k < count; k++) {
    int j = a > b ? count - 1 - k : k;
    x86_emit(&f->code, X86_LOAD, RAX, home(b + j));
    x86_emit(&f->code, X86_STORE, RAX, home(a + j));
  }
}

static void zero_memory(struct function *f) {
  for (int j = 0; j < operand_c(f); j++)
    x86_immediate(&f->code, X86_MOV_I, 0, home(operand_a(f) + j), 0);
}

static void interface_to_empty(struct function *f) {
  uint32_t nil = x86_label(&f->code);
  integer_to(f, operand_b(f), RAX);
  integer_to(f, operand_b(f) + 1, RDX);
  x86_emit(&f->code, X86_TEST, RAX, x86_reg(RAX));
  x86_jump(&f->code, X86_EQUAL, nil);
  x86_emit(&f->code, X86_LOAD, RAX, x86_mem(RAX, (int32_t)offsetof(struct itab, type)));
  x86_bind(&f->code, nil);
  put_integer(f, operand_a(f), RAX);
  put_integer(f, operand_a(f) + 1, RDX);
}

static void interface_type(struct function *f) {
  integer_to(f, operand_b(f), RAX);
  if (operand_c(f)) {
    uint32_t nil = x86_label(&f->code);
    x86_emit(&f->code, X86_TEST, RAX, x86_reg(RAX));
    x86_jump(&f->code, X86_EQUAL, nil);
    x86_emit(&f->code, X86_LOAD, RAX, x86_mem(RAX, (int32_t)offsetof(struct itab, type)));
    x86_bind(&f->code, nil);
  }
  put_integer(f, operand_a(f), RAX);
}

// A part of a slot: the bytes lie at home.
static void get(struct function *f, unsigned operation) {
  int to = integer_target(f, operand_a(f), RAX);
  x86_emit(&f->code, operation, to, x86_mem(frame_register, instruction_wide(*f->w)));
  put_integer(f, operand_a(f), to);
}

static void put(struct function *f, unsigned operation) {
  int from = integer_in(f, operand_a(f), RAX);
  x86_emit(&f->code, operation, from, x86_mem(frame_register, instruction_wide(*f->w)));
}

bool write_move(struct function *f) {
  int a = operand_a(f);
  switch (f->list[f->i].op) {
  case OP_MOV:
    move_one(f, a, operand_b(f));
    return true;
  case OP_MOV2:
    move_many(f, 2);
    return true;
  case OP_MOV3:
    move_many(f, 3);
    return true;
  case OP_MOVN:
    move_memory(f);
    return true;
  case OP_LDI:
    number(f, a, (uint64_t)(int64_t)instruction_wide(*f->w));
    return true;
  case OP_LDK:
    number(f, a, f->w[1]);
    return true;
  case OP_LDK2:
    number(f, a, f->w[1]);
    number(f, a + 1, f->w[2]);
    return true;
  case OP_ZERO:
    number(f, a, 0);
    return true;
  case OP_ZERON:
    zero_memory(f);
    return true;
  case OP_GET8:
    get(f, X86_LOADZ8);
    return true;
  case OP_GET8S:
    get(f, X86_LOADS8);
    return true;
  case OP_GET16:
    get(f, X86_LOADZ16);
    return true;
  case OP_GET16S:
    get(f, X86_LOADS16);
    return true;
  case OP_GET32:
    get(f, X86_LOAD32);
    return true;
  case OP_GET32S:
    get(f, X86_MOVSXD);
    return true;
  case OP_PUT8:
    put(f, X86_STORE8);
    return true;
  case OP_PUT16:
    put(f, X86_STORE16);
    return true;
  case OP_PUT32:
    put(f, X86_STORE32);
    return true;
  case OP_IFACETYPE:
    interface_type(f);
    return true;
  case OP_I2E:
    interface_to_empty(f);
    return true;
  default:
    return false;
  }
}
