// Checks that bytecode is well formed.

#include "vm/code/verify.h"

#include "vm/code/opcode_info.h"

struct verifier {
  struct region *region;
  const struct func *f;
  bool *starts; // by word: an instruction starts here
  int pc;       // of the instruction being checked
  const char *error;
};

static void fail(struct verifier *v, const char *what, long number) {
  if (!v->error)
    v->error = region_printf(v->region, "%s at %d (%s): %s %ld", v->f->name, v->pc,
                             opcode_name(instruction_op(v->f->code[v->pc])), what, number);
}

static void check_slots(void *context, bool definition, int slot, int count) {
  struct verifier *v = context;
  (void)definition;
  if (slot < 0 || count < 0 || slot + count > (int)v->f->frame_slots)
    fail(v, "slot outside of the frame:", slot + count - 1);
}

// Marks where instructions start; false if one is cut off or unknown.
static bool find_starts(struct verifier *v) {
  for (v->pc = 0; v->pc < (int)v->f->code_words; v->pc += opcode_words(v->f->code[v->pc])) {
    if (instruction_op(v->f->code[v->pc]) >= OPCODE_COUNT) {
      v->error = region_printf(v->region, "%s at %d: unknown instruction", v->f->name, v->pc);
      return false;
    }
    v->starts[v->pc] = true;
  }
  if (v->pc != (int)v->f->code_words)
    v->error = region_printf(v->region, "%s: the last instruction is cut off", v->f->name);
  return !v->error;
}

static void check_target(struct verifier *v, int displacement, bool may_go_back) {
  int target = v->pc + displacement;
  if (target < 0 || target >= (int)v->f->code_words || !v->starts[target])
    fail(v, "jump to no instruction:", target);
  else if (displacement <= 0 && !may_go_back)
    fail(v, "backward jump without a safepoint:", target);
}

static void check_jumps(struct verifier *v, const uint64_t *w) {
  int32_t targets[2];
  const struct opcode_row *row = opcode_row(*w);
  int count = opcode_jumps(w, targets), entries;
  for (int i = 0; i < count; i++)
    check_target(v, targets[i], row->safepoint == AT_LOOP);
  const int32_t *table = opcode_jump_table(w, &entries);
  for (int i = 0; i < entries; i++)
    check_target(v, table[i], false);
  if (!row->ends && v->pc + opcode_words(*w) >= (int)v->f->code_words)
    fail(v, "control runs past the end:", v->pc);
}

static void check_safepoint(struct verifier *v, const uint64_t *w) {
  unsigned safepoint = opcode_row(*w)->safepoint;
  if (safepoint == NO_SAFEPOINT)
    return;
  int at = safepoint == AT_RETURN ? v->pc + opcode_words(*w) : v->pc;
  if (!func_stack_map(v->f, (uint32_t)at))
    fail(v, "no liveness map", 0);
  if (safepoint != AT_RETURN)
    return;
  if (instruction_a(*w) < 2 || instruction_a(*w) > v->f->frame_slots)
    fail(v, "call area outside of the frame:", instruction_a(*w));
}

const char *verify_function(struct region *region, const struct func *f) {
  struct verifier v = {.region = region, .f = f};
  v.starts = region_alloc(region, f->code_words + 1);
  if (f->code_words == 0)
    return region_printf(region, "%s has no code", f->name);
  if (!find_starts(&v))
    return v.error;
  for (v.pc = 0; v.pc < (int)f->code_words && !v.error; v.pc += opcode_words(f->code[v.pc])) {
    const uint64_t *w = f->code + v.pc;
    opcode_effects(f, w, check_slots, &v);
    check_jumps(&v, w);
    check_safepoint(&v, w);
  }
  if (!func_stack_map(f, 0) && !v.error)
    v.error = region_printf(region, "%s has no liveness map at its entry", f->name);
  return v.error;
}
