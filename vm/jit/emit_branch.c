// Branches. A backward one polls: the guard is compared where the jump is made, and the safepoint
// itself is cold.

#include "vm/jit/emit.h"

// What has to hold in the flags for a jump: a condition, and for floats whether a NaN prevents it
// or makes it.
struct test {
  unsigned condition; // enum x86_condition
  bool nan_prevents, nan_suffices;
};

// Jumps back to the target if the condition holds, past a poll.
static void jump_back(struct function *f, struct test test) {
  struct x86_code *code = &f->code;
  const struct instruction *in = &f->list[f->i];
  struct cold *cold = add_cold(f, COLD_POLL);
  if (!cold)
    return;
  uint32_t poll = cold->label, past = x86_label(code);
  if (test.condition != X86_ALWAYS)
    x86_jump(code, test.condition ^ 1, past);
  x86_immediate(code, X86_CMP_I, 0, x86_mem(g_register, (int32_t)offsetof(struct g, stackguard)),
                0);
  x86_jump(code, X86_EQUAL, poll);
  x86_jump(code, X86_ALWAYS, f->list[in->target].label);
  x86_bind(code, past);
}

// Makes the jump of the instruction if the flags say so.
static void jump(struct function *f, struct test test) {
  const struct instruction *in = &f->list[f->i];
  if (in->target <= f->i) {
    jump_back(f, test);
    return;
  }
  if (test.nan_prevents) {
    uint32_t past = x86_label(&f->code);
    x86_jump(&f->code, X86_PARITY, past);
    x86_jump(&f->code, test.condition, f->list[in->target].label);
    x86_bind(&f->code, past);
    return;
  }
  if (test.nan_suffices)
    x86_jump(&f->code, X86_PARITY, f->list[in->target].label);
  x86_jump(&f->code, test.condition, f->list[in->target].label);
}

// Loads what the code at each way on expects, before the flags are set.
static void settle_ways(struct function *f) {
  settle(f, f->list[f->i].target);
  if (!opcode_row(*f->w)->ends && f->list[f->i + 1].is_target)
    settle(f, f->i + 1);
}

static void compare_slots(struct function *f, int a, int b, unsigned condition) {
  settle_ways(f);
  int x = integer_in(f, a, RAX);
  x86_emit(&f->code, X86_CMP, x, integer_place(f, b, RCX));
  jump(f, (struct test){.condition = condition});
}

static void compare_number(struct function *f, int a, int32_t value, unsigned condition) {
  settle_ways(f);
  struct x86_place x = integer_place(f, a, RAX);
  if (value == 0 && x.reg >= 0)
    x86_emit(&f->code, X86_TEST, x.reg, x);
  else
    x86_immediate(&f->code, X86_CMP_I, 0, x, value);
  jump(f, (struct test){.condition = condition});
}

static void compare_constant(struct function *f, unsigned condition) {
  settle_ways(f);
  int x = integer_in(f, operand_a(f), RAX);
  x86_load_number(&f->code, RCX, f->w[1]);
  x86_emit(&f->code, X86_CMP, x, x86_reg(RCX));
  jump(f, (struct test){.condition = condition});
}

static void compare_floats(struct function *f, struct test test) {
  settle_ways(f);
  int x = float_in(f, operand_a(f), 0);
  x86_emit(&f->code, X86_UCOMISD, x, x86_reg(float_in(f, operand_b(f), 1)));
  jump(f, test);
}

// a < b or a <= b: b is compared with a, so that a NaN makes the condition false.
static void less_floats(struct function *f, unsigned condition) {
  settle_ways(f);
  int y = float_in(f, operand_b(f), 0);
  x86_emit(&f->code, X86_UCOMISD, y, x86_reg(float_in(f, operand_a(f), 1)));
  jump(f, (struct test){.condition = condition});
}

// Counts up or down in place, then compares.
static void step(struct function *f) {
  const struct opcode_row *row = opcode_row(*f->w);
  int a = operand_a(f);
  struct x86_place x = integer_place(f, a, RAX);
  settle_ways(f);
  x86_emit(&f->code, row->step > 0 ? X86_INC : X86_DEC, 0, x);
  if (x.reg == RAX) // it was known as a float
    put_integer(f, a, RAX);
  // The poll sees the new value.
  function_pass(f, f->i, &f->live_out, &f->known, &f->clean);
  if (a < slot_limit)
    take(&f->resident, variable(a, FLOAT));
  bool number = row->kinds[1] == OPERAND_IMM;
  static const uint8_t conditions[OPCODE_COUNT] = {
      [OP_INCLT] = X86_LESS,          [OP_INCLE] = X86_LESS_EQUAL,
      [OP_INCLTI] = X86_LESS,         [OP_INCLEI] = X86_LESS_EQUAL,
      [OP_DECGE] = X86_GREATER_EQUAL, [OP_DECGEI] = X86_GREATER_EQUAL};
  unsigned condition = conditions[f->list[f->i].op];
  if (number)
    x86_immediate(&f->code, X86_CMP_I, 0, x, instruction_b_signed(*f->w));
  else {
    int left = x.reg;
    if (left < 0) {
      x86_emit(&f->code, X86_LOAD, RAX, x);
      left = RAX;
    }
    x86_emit(&f->code, X86_CMP, left, integer_place(f, operand_b(f), RCX));
  }
  jump(f, (struct test){.condition = condition});
}

// A switch by a table of distances.
static void jump_table(struct function *f) {
  struct x86_code *code = &f->code;
  const struct instruction *in = &f->list[f->i];
  int entries;
  const int32_t *table = opcode_jump_table(f->w, &entries);
  settle(f, in->target);
  for (int k = 0; k < entries; k++)
    settle(f, f->at[(int32_t)in->pc + table[k]]);
  integer_to(f, operand_a(f), RAX);
  x86_immediate(code, X86_CMP_I, 0, x86_reg(RAX), entries);
  x86_jump(code, X86_ABOVE_EQUAL, f->list[in->target].label);
  struct cold *cold = add_cold(f, COLD_TABLE);
  if (!cold)
    return;
  x86_label_address(code, RDX, cold->label);
  x86_emit(code, X86_MOVSXD, RAX, x86_indexed(RDX, RAX, 2));
  x86_emit(code, X86_ADD, RAX, x86_reg(RDX));
  x86_emit(code, X86_JMP, 0, x86_reg(RAX));
}

static bool emit_integer_branch(struct function *f) {
  // The condition, and whether b is a number.
  static const struct {
    uint8_t condition;
    bool number;
  } rules[OPCODE_COUNT] = {
      [OP_JEQ] = {X86_EQUAL, false},        [OP_JNE] = {X86_NOT_EQUAL, false},
      [OP_JLT] = {X86_LESS, false},         [OP_JLE] = {X86_LESS_EQUAL, false},
      [OP_JLTU] = {X86_BELOW, false},       [OP_JLEU] = {X86_BELOW_EQUAL, false},
      [OP_JEQI] = {X86_EQUAL, true},        [OP_JNEI] = {X86_NOT_EQUAL, true},
      [OP_JLTI] = {X86_LESS, true},         [OP_JLEI] = {X86_LESS_EQUAL, true},
      [OP_JGTI] = {X86_GREATER, true},      [OP_JGEI] = {X86_GREATER_EQUAL, true},
      [OP_LOOPEQ] = {X86_EQUAL, false},     [OP_LOOPNE] = {X86_NOT_EQUAL, false},
      [OP_LOOPLT] = {X86_LESS, false},      [OP_LOOPLE] = {X86_LESS_EQUAL, false},
      [OP_LOOPLTI] = {X86_LESS, true},      [OP_LOOPLEI] = {X86_LESS_EQUAL, true},
      [OP_LOOPGTI] = {X86_GREATER, true},   [OP_LOOPGEI] = {X86_GREATER_EQUAL, true},
      [OP_LOOPNEI] = {X86_NOT_EQUAL, true},
  };
  unsigned op = f->list[f->i].op, condition = rules[op].condition;
  if (!condition)
    return false;
  if (rules[op].number)
    compare_number(f, operand_a(f), instruction_b_signed(*f->w), condition);
  else
    compare_slots(f, operand_a(f), operand_b(f), condition);
  return true;
}

static bool emit_float_branch(struct function *f) {
  switch (f->list[f->i].op) {
  case OP_JEQF:
    compare_floats(f, (struct test){X86_EQUAL, true, false});
    return true;
  case OP_JNEF:
    compare_floats(f, (struct test){X86_NOT_EQUAL, false, true});
    return true;
  case OP_JLTF:
  case OP_LOOPLTF:
    less_floats(f, X86_ABOVE);
    return true;
  case OP_JLEF:
  case OP_LOOPLEF:
    less_floats(f, X86_ABOVE_EQUAL);
    return true;
  case OP_JNLTF:
    less_floats(f, X86_BELOW_EQUAL);
    return true;
  case OP_JNLEF:
    less_floats(f, X86_BELOW);
    return true;
  default:
    return false;
  }
}

bool write_branch(struct function *f) {
  if (emit_integer_branch(f) || emit_float_branch(f))
    return true;
  switch (f->list[f->i].op) {
  case OP_JMP:
  case OP_LOOP:
    settle_ways(f);
    jump(f, (struct test){.condition = X86_ALWAYS});
    return true;
  case OP_JT:
  case OP_LOOPT:
    compare_number(f, operand_a(f), 0, X86_NOT_EQUAL);
    return true;
  case OP_JF:
  case OP_LOOPF:
    compare_number(f, operand_a(f), 0, X86_EQUAL);
    return true;
  case OP_JEQK:
    compare_constant(f, X86_EQUAL);
    return true;
  case OP_JNEK:
    compare_constant(f, X86_NOT_EQUAL);
    return true;
  case OP_JTAB:
    jump_table(f);
    return true;
  default:
    if (!opcode_row(*f->w)->step)
      return false;
    step(f);
    return true;
  }
}
