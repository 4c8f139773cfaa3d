// The rows of the opcode table agree with each other.

#include "vm/code/opcode_info.h"

#include <criterion/criterion.h>
#include <string.h>

static bool has_kind(const struct opcode_row *row, unsigned kind) {
  return row->kinds[0] == kind || row->kinds[1] == kind || row->kinds[2] == kind;
}

static bool is_jump(const struct opcode_row *row) {
  return has_kind(row, OPERAND_JUMP) || has_kind(row, OPERAND_JUMP32);
}

// Whether b and c together are one operand.
static bool is_wide(const struct opcode_row *row) {
  unsigned form = operand_rules[row->kinds[1]].form;
  return form == FORM_WIDE || form == FORM_JUMP32;
}

Test(opcode, rows_are_complete) {
  for (unsigned op = 0; op < OPCODE_COUNT; op++) {
    const struct opcode_row *row = &opcode_rows[op];
    cr_assert(row->name && strcmp(opcode_name(op), row->name) == 0);
    cr_assert_leq(row->words, 3, "%s", row->name);
    cr_assert(!is_wide(row) || row->kinds[2] == OPERAND_NONE, "%s", row->name);
    cr_assert(!has_kind(row, OPERAND_JUMP) || row->kinds[2] == OPERAND_JUMP, "%s", row->name);
    for (int i = 0; i < 3; i++) {
      const struct operand_rule *rule = &operand_rules[row->kinds[i]];
      bool in_word = rule->slots == COUNT_LOW || rule->slots == COUNT_HIGH ||
                     rule->slots == COUNT_BOUNDS || rule->form == FORM_AREA ||
                     row->kinds[i] == OPERAND_TABLE || row->kinds[i] == OPERAND_CASES;
      cr_assert(!in_word || row->words >= 1, "%s needs a data word", row->name);
    }
  }
  cr_assert_str_eq(opcode_name(OPCODE_COUNT), "?");
}

Test(opcode, safepoints) {
  for (unsigned op = 0; op < OPCODE_COUNT; op++) {
    const struct opcode_row *row = &opcode_rows[op];
    if (row->safepoint == AT_RETURN) // a return finds the caller's frame by the call's word
      cr_assert(row->words == 1 && operand_rules[row->kinds[0]].form == FORM_AREA, "%s", row->name);
    if (row->safepoint == AT_LOOP)
      cr_assert(is_jump(row) && row->words == 0, "%s", row->name);
  }
}

// A loop form tests what its forward form tests, with the same operands.
Test(opcode, loop_forms) {
  int forms = 0;
  for (unsigned op = 0; op < OPCODE_COUNT; op++) {
    const struct opcode_row *row = &opcode_rows[op], *loop = &opcode_rows[row->loop];
    if (!row->loop)
      continue;
    forms++;
    cr_assert(is_jump(row) && row->safepoint == NO_SAFEPOINT, "%s", row->name);
    cr_assert(loop->safepoint == AT_LOOP && !loop->test && row->ends == loop->ends, "%s",
              row->name);
    cr_assert(memcmp(row->kinds, loop->kinds, sizeof row->kinds) == 0, "%s", row->name);
    for (unsigned other = 0; other < op; other++)
      cr_assert_neq(opcode_rows[other].loop, row->loop, "%s", row->name);
  }
  for (unsigned op = 0; op < OPCODE_COUNT; op++) {
    const struct opcode_row *row = &opcode_rows[op], *test = &opcode_rows[row->test];
    cr_assert_eq(row->test != 0, row->step != 0, "%s", row->name);
    forms += row->test != 0;
    if (row->test)
      cr_assert(row->safepoint == AT_LOOP && row->kinds[0] == OPERAND_MOD && is_jump(test) &&
                    test->safepoint == NO_SAFEPOINT && row->kinds[1] == test->kinds[1],
                "%s", row->name);
  }
  int loops = 0;
  for (unsigned op = 0; op < OPCODE_COUNT; op++)
    loops += opcode_rows[op].safepoint == AT_LOOP;
  cr_assert_eq(forms, loops, "a loop form has no forward form");
}

// Each step of a chain of constant forms holds more: 16 bits, then a word.
Test(opcode, constant_forms) {
  for (unsigned op = 0; op < OPCODE_COUNT; op++) {
    const struct opcode_row *row = &opcode_rows[op], *form = &opcode_rows[row->constant];
    if (!row->constant)
      continue;
    bool immediate = has_kind(form, OPERAND_IMM) || has_kind(form, OPERAND_UIMM);
    cr_assert(immediate || form->words == row->words + 1, "%s", row->name);
    cr_assert(!immediate || !has_kind(row, OPERAND_IMM), "%s", row->name);
    cr_assert_eq(form->kinds[0], row->kinds[0], "%s", row->name);
  }
}

Test(opcode, displacements) {
  for (unsigned op = 0; op < OPCODE_COUNT; op++) {
    uint64_t w = instruction_make(op, 1, 2, 3);
    int32_t targets[2];
    if (!is_jump(&opcode_rows[op]))
      continue;
    int32_t far = opcode_jump_is_wide(op) ? -70000 : -300;
    w = opcode_with_jump(w, far);
    cr_assert_eq(opcode_jumps(&w, targets), 1);
    cr_assert_eq(targets[0], far);
    cr_assert(instruction_op(w) == op && instruction_a(w) == 1);
  }
}
