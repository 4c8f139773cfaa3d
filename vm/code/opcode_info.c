// What the opcode table says, as data. See opcode_info.h.
//
// The effects of an instruction on slots follow from the kinds of its operands alone. A kind that
// has slots of its own has a case in visit_own.

#include "vm/code/opcode_info.h"

#include "mem/invariant.h"
#include "runtime/select.h"

const struct opcode_row opcode_rows[] = {
#define OPCODE_ROW(row_name, a, b, c, data, text, ...)                                             \
  [OP_##row_name] = {.name = #row_name,                                                            \
                     .kinds = {OPERAND_##a, OPERAND_##b, OPERAND_##c},                             \
                     .words = data,                                                                \
                     __VA_ARGS__},
    OPCODE_TABLE(OPCODE_ROW)
#undef OPCODE_ROW
};

const struct operand_rule operand_rules[] = {
#define OPERAND_RULE(kind, u, d, count, form, text) [OPERAND_##kind] = {u, d, count, FORM_##form},
    OPERAND_TABLE(OPERAND_RULE)
#undef OPERAND_RULE
};

const char *opcode_name(unsigned op) {
  return op < OPCODE_COUNT ? opcode_rows[op].name : "?";
}

bool operand_fits(unsigned kind, int value, int slots) {
  const struct operand_rule *rule = &operand_rules[kind];
  switch ((enum operand_form)rule->form) {
  case FORM_SLOT:
    return value >= 0 && value + (rule->slots < COUNT_C ? rule->slots : 0) <= slots;
  case FORM_AREA:
    return value >= 2 && value <= slots;
  case FORM_UNSIGNED:
    return value == (uint16_t)value;
  case FORM_SIGNED:
  case FORM_JUMP:
    return value == (int16_t)value;
  default:
    return value == 0; // nothing, or filled in by what knows both halves
  }
}

int opcode_words(uint64_t w) {
  return 1 + opcode_row(w)->words;
}

bool opcode_jump_is_wide(unsigned op) {
  return opcode_rows[op].kinds[1] == OPERAND_JUMP32;
}

uint64_t opcode_with_jump(uint64_t w, int32_t displacement) {
  if (opcode_jump_is_wide(instruction_op(w)))
    return (w & 0xffffffff) | (uint64_t)(uint32_t)displacement << 32;
  invariant_debug(opcode_row(w)->kinds[2] == OPERAND_JUMP);
  return (w & 0xffffffffffff) | (uint64_t)(uint16_t)displacement << 48;
}

int opcode_jumps(const uint64_t *w, int32_t targets[2]) {
  const struct opcode_row *row = opcode_row(*w);
  int count = 0;
  if (row->kinds[1] == OPERAND_JUMP32)
    targets[count++] = instruction_wide(*w);
  else if (row->kinds[2] == OPERAND_JUMP)
    targets[count++] = instruction_c_signed(*w);
  if (row->skip)
    targets[count++] = row->skip;
  return count;
}

const int32_t *opcode_jump_table(const uint64_t *w, int *count) {
  bool is_table = opcode_row(*w)->kinds[1] == OPERAND_TABLE;
  *count = is_table ? (int)instruction_b(*w) : 0;
  return is_table ? (const int32_t *)(uintptr_t)w[1] : NULL;
}

static int operand_slots(const struct func *func, unsigned count, const uint64_t *w) {
  switch (count) {
  case COUNT_C:
    return (int)instruction_c(*w);
  case COUNT_2C:
    return 2 * (int)instruction_c(*w);
  case COUNT_LOW:
    return (int)(w[1] & 0xffff);
  case COUNT_HIGH:
    return (int)(w[1] >> 16 & 0xffff);
  case COUNT_BOUNDS:
    return __builtin_popcountll(w[1] & 7);
  case COUNT_RESULTS:
    return func->result_slots;
  default:
    return (int)count;
  }
}

// A call area's parameters are used, its results defined.
static void visit_area(unsigned kind, const uint64_t *w, bool definitions, opcode_visitor visit,
                       void *context) {
  int area = (int)instruction_a(*w), results = (int)(w[1] & 0xffff);
  int params = (int)(w[1] >> 16 & 0xffff);
  if (kind == OPERAND_AREA_FUNC) {
    const struct func *callee = (const struct func *)(uintptr_t)w[1];
    invariant_debug(callee && callee->self == callee);
    results = callee->result_slots;
    params = callee->param_slots;
  }
  int elsewhere = kind == OPERAND_AREA_METHOD ? 1 : 0; // the receiver is not in the area
  if (definitions && results)
    visit(context, true, area, results);
  else if (!definitions && params > elsewhere)
    visit(context, false, area + results + elsewhere, params - elsewhere);
}

static void visit_cases(const uint64_t *w, bool definitions, opcode_visitor visit, void *context) {
  const struct select_case *cases = (const struct select_case *)(uintptr_t)w[1];
  invariant_debug(cases);
  for (unsigned i = 0; i < instruction_b(*w); i++) {
    int words = cases[i].words + (cases[i].send ? 0 : cases[i].comma_ok);
    if (!definitions)
      visit(context, false, cases[i].channel, 1);
    if (words && definitions != (bool)cases[i].send)
      visit(context, definitions, cases[i].value, words);
  }
}

// Visits the slots of an operand that are no range which begins at it.
static void visit_own(unsigned kind, const uint64_t *w, int slot, bool definitions,
                      opcode_visitor visit, void *context) {
  switch (kind) {
  case OPERAND_ITER:
    visit(context, definitions, definitions ? slot + 1 : slot, definitions ? 2 : 1);
    break;
  case OPERAND_PART:
    if (!definitions)
      visit(context, false, instruction_wide(*w) / 8, 1);
    break;
  case OPERAND_CASES:
    visit_cases(w, definitions, visit, context);
    break;
  default:
    visit_area(kind, w, definitions, visit, context);
    break;
  }
}

void opcode_effects(const struct func *func, const uint64_t *w, opcode_visitor visit,
                    void *context) {
  const struct opcode_row *row = opcode_row(*w);
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < 3; i++) {
      const struct operand_rule *rule = &operand_rules[row->kinds[i]];
      int slot = (int)(*w >> 16 * (i + 1) & 0xffff);
      if (rule->slots == COUNT_OWN) {
        visit_own(row->kinds[i], w, slot, pass == 0, visit, context);
      } else if (pass == 0 ? rule->defines : rule->uses) {
        int count = operand_slots(func, rule->slots, w);
        if (count > 0)
          visit(context, pass == 0, slot, count);
      }
    }
}
