// What the opcode table says, as data: operand kinds, and from them the effects of an instruction
// on slots and where control goes.
//
// Most effects follow from the kinds of the operands; the instructions whose operands depend on
// their data words or on the function called have cases of their own.

#include "mem/invariant.h"
#include "runtime/select.h"
#include "vm/code/liveness.h"
#include "vm/code/opcode.h"

enum operand {
  KIND__,
  KIND_D,
  KIND_D2,
  KIND_D3,
  KIND_D4,
  KIND_U,
  KIND_U2,
  KIND_U3,
  KIND_M,
  KIND_M3,
  KIND_DN,
  KIND_UN,
  KIND_DW,
  KIND_UW,
  KIND_MW,
  KIND_UX,
  KIND_I,
  KIND_N,
  KIND_I32,
  KIND_J32,
  KIND_J,
  KIND__32,
  KIND_CALL,
};

struct opcode_row {
  const char *name;
  uint8_t a, b, c, words;
};

static const struct opcode_row rows[] = {
#define OPCODE_ROW(name, a, b, c, words, text) {#name, KIND_##a, KIND_##b, KIND_##c, words},
    OPCODE_TABLE(OPCODE_ROW)
#undef OPCODE_ROW
};

const char *opcode_name(unsigned op) {
  return op < OPCODE_COUNT ? rows[op].name : "?";
}

int opcode_words(uint64_t w) {
  unsigned op = instruction_op(w);
  invariant(op < OPCODE_COUNT);
  return 1 + rows[op].words;
}

bool opcode_is_loop(unsigned op) {
  return op >= OP_LOOP && op <= OP_DECGEI;
}

bool opcode_is_call(unsigned op) {
  return op == OP_CALL || op == OP_CALLC || op == OP_CALLI || op == OP_CALLN || op == OP_DEFERRUN;
}

bool opcode_may_wait(unsigned op) {
  return op == OP_SEND || op == OP_RECV || op == OP_SELECT;
}

int opcode_jumps(const uint64_t *w, int32_t targets[2], bool *falls) {
  unsigned op = instruction_op(*w);
  const struct opcode_row *row = &rows[op];
  *falls = op != OP_JMP && op != OP_LOOP && op != OP_JTAB && op != OP_RET && op != OP_PANIC &&
           op != OP_UNREACHABLE;
  int count = 0;
  if (row->b == KIND_J32)
    targets[count++] = instruction_wide(*w);
  else if (row->c == KIND_J)
    targets[count++] = instruction_c_signed(*w);
  if (op == OP_DEFERRUN)
    targets[count++] = 3; // nothing left to run: over the LOOP
  return count;
}

// Slots that an operand of this kind covers; *uses and *defines say how.
static int operand_slots(unsigned kind, const uint64_t *w, bool *uses, bool *defines) {
  *uses = kind == KIND_U || kind == KIND_U2 || kind == KIND_U3 || kind == KIND_M ||
          kind == KIND_M3 || kind == KIND_UN || kind == KIND_UW || kind == KIND_MW ||
          kind == KIND_UX;
  *defines = (kind >= KIND_D && kind <= KIND_D4) || kind == KIND_M || kind == KIND_M3 ||
             kind == KIND_DN || kind == KIND_DW || kind == KIND_MW;
  switch (kind) {
  case KIND_D:
  case KIND_U:
  case KIND_M:
    return 1;
  case KIND_D2:
  case KIND_U2:
    return 2;
  case KIND_D3:
  case KIND_U3:
  case KIND_M3:
    return 3;
  case KIND_D4:
    return 4;
  case KIND_DN:
  case KIND_UN:
    return (int)instruction_c(*w);
  case KIND_DW:
  case KIND_UW:
  case KIND_MW:
    return (int)(w[1] & 0xffff);
  case KIND_UX:
    return (int)(w[1] >> 16 & 0xffff);
  default:
    return 0;
  }
}

static void call_effects(const uint64_t *w, opcode_visitor visit, void *context) {
  int area = (int)instruction_a(*w), results, params, first = 0;
  unsigned op = instruction_op(*w);
  if (op == OP_DEFERRUN)
    return;
  if (op == OP_CALL || op == OP_CALLN) {
    const struct func *callee = (const struct func *)(uintptr_t)w[1];
    results = callee->result_slots;
    params = callee->param_slots;
  } else {
    results = (int)(w[1] & 0xffff);
    params = (int)(w[1] >> 16 & 0xffff);
  }
  if (op == OP_CALLI) {
    visit(context, false, (int)instruction_b(*w), 2);
    first = 1; // the receiver comes from b + 1
  } else if (op == OP_CALLC)
    visit(context, false, (int)instruction_b(*w), 1);
  if (params > first)
    visit(context, false, area + results + first, params - first);
  if (results)
    visit(context, true, area, results);
}

// GET and PUT name a byte of the frame.
static bool part_effects(const uint64_t *w, opcode_visitor visit, void *context) {
  unsigned op = instruction_op(*w);
  if (op < OP_GET8 || op > OP_PUT32)
    return false;
  bool get = op < OP_PUT8;
  if (!get)
    visit(context, false, (int)instruction_a(*w), 1);
  visit(context, false, instruction_wide(*w) / 8, 1);
  if (get)
    visit(context, true, (int)instruction_a(*w), 1);
  return true;
}

static void select_effects(const uint64_t *w, opcode_visitor visit, void *context) {
  const struct select_case *cases = (const struct select_case *)(uintptr_t)w[1];
  unsigned count = instruction_b(*w);
  for (unsigned i = 0; i < count; i++) {
    visit(context, false, cases[i].channel, 1);
    if (cases[i].send && cases[i].words)
      visit(context, false, cases[i].value, cases[i].words);
  }
  visit(context, true, (int)instruction_a(*w), 1);
  for (unsigned i = 0; i < count; i++) {
    int words = cases[i].words + cases[i].comma_ok;
    if (!cases[i].send && words)
      visit(context, true, cases[i].value, words);
  }
}

// Instructions whose operands are not what their kinds say alone.
static bool special_effects(const struct func *func, const uint64_t *w, opcode_visitor visit,
                            void *context) {
  int a = (int)instruction_a(*w), b = (int)instruction_b(*w), c = (int)instruction_c(*w);
  switch (instruction_op(*w)) {
  case OP_SLICE:
  case OP_SLICESTR: {
    bool string = instruction_op(*w) == OP_SLICESTR;
    int bounds = __builtin_popcountll(w[1] & (string ? 3 : 7));
    visit(context, false, b, string ? 2 : 3);
    if (bounds)
      visit(context, false, c, bounds);
    visit(context, true, a, string ? 2 : 3);
    return true;
  }
  case OP_MAPNEXT:
    visit(context, false, a, 1);
    visit(context, true, a + 1, 2);
    return true;
  case OP_CONCAT:
    visit(context, false, b, 2 * c);
    visit(context, true, a, 2);
    return true;
  case OP_CLOSURE:
    if (c)
      visit(context, false, b, c);
    visit(context, true, a, 1);
    return true;
  case OP_APPENDN:
    visit(context, false, b, 3);
    visit(context, true, a, 4);
    return true;
  case OP_RET:
    if (func->result_slots)
      visit(context, false, 0, func->result_slots);
    return true;
  case OP_SELECT:
    select_effects(w, visit, context);
    return true;
  default:
    return part_effects(w, visit, context);
  }
}

void opcode_effects(const struct func *func, const uint64_t *w, opcode_visitor visit,
                    void *context) {
  unsigned op = instruction_op(*w);
  if (opcode_is_call(op)) {
    call_effects(w, visit, context);
    return;
  }
  if (special_effects(func, w, visit, context))
    return;
  const struct opcode_row *row = &rows[op];
  const uint8_t kinds[3] = {row->a, row->b, row->c};
  for (int pass = 0; pass < 2; pass++) {
    for (int i = 0; i < 3; i++) {
      bool uses, defines;
      int count = operand_slots(kinds[i], w, &uses, &defines);
      int slot = (int)(*w >> (16 * (i + 1)) & 0xffff);
      if (count > 0 && (pass == 0 ? uses : defines))
        visit(context, pass == 1, slot, count);
    }
  }
}
