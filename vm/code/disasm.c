// A readable listing of bytecode. See disasm.h.

#include "vm/code/disasm.h"

#include "runtime/select.h"
#include "vm/code/opcode_info.h"

// Appends operand i of the instruction at pc.
static void list_operand(struct text *out, uint64_t w, int i, int pc) {
  unsigned value = (uint16_t)(w >> 16 * (i + 1));
  switch ((enum operand_form)operand_rules[opcode_row(w)->kinds[i]].form) {
  case FORM_NOTHING:
    break;
  case FORM_SLOT:
    text_addf(out, " r%u", value);
    break;
  case FORM_AREA:
    text_addf(out, " @%u", value);
    break;
  case FORM_UNSIGNED:
    text_addf(out, " %u", value);
    break;
  case FORM_SIGNED:
    text_addf(out, " %d", (int16_t)value);
    break;
  case FORM_WIDE:
    text_addf(out, " %d", instruction_wide(w));
    break;
  case FORM_JUMP:
    text_addf(out, " ->%d", pc + (int16_t)value);
    break;
  case FORM_JUMP32:
    text_addf(out, " ->%d", pc + instruction_wide(w));
    break;
  }
}

// The slots that a map holds, as "{1 4}".
static void list_map(struct text *out, const struct func *f, int pc) {
  const uint64_t *map = func_stack_map(f, (uint32_t)pc);
  if (!map)
    return;
  text_addf(out, "  {");
  const char *separator = "";
  for (uint32_t i = 0; i < f->frame_slots; i++) {
    if (map[i / 64] >> i % 64 & 1) {
      text_addf(out, "%s%u", separator, i);
      separator = " ";
    }
  }
  text_adds(out, "}");
}

// The cases of a select: " r3 <- r4", " r5 ok = <- r3".
static void list_select(struct text *out, const uint64_t *w) {
  const struct select_case *cases = (const struct select_case *)(uintptr_t)w[1];
  for (unsigned i = 0; i < instruction_b(*w); i++) {
    if (cases[i].send)
      text_addf(out, "; r%u <- r%u", cases[i].channel, cases[i].value);
    else
      text_addf(out, "; r%u%s = <- r%u", cases[i].value, cases[i].comma_ok ? " ok" : "",
                cases[i].channel);
  }
}

// The data words, or what they stand for.
static void list_words(struct text *out, const uint64_t *w) {
  const struct opcode_row *row = opcode_row(*w);
  if (row->kinds[0] == OPERAND_AREA_FUNC)
    text_addf(out, "  %s", ((const struct func *)(uintptr_t)w[1])->name);
  else if (row->kinds[1] == OPERAND_CASES)
    list_select(out, w);
  else
    for (int i = 1; i <= row->words; i++)
      text_addf(out, " %#llx", (unsigned long long)w[i]);
}

void disasm_function(struct text *out, const struct func *f, bool maps) {
  text_addf(out, "%s: %u slots, %u results, %u parameters%s\n", f->name, f->frame_slots,
            f->result_slots, f->param_slots, f->flags & FUNC_NATIVE ? ", native" : "");
  if (f->flags & FUNC_NATIVE)
    return;
  int last_line = 0;
  for (int pc = 0; pc < (int)f->code_words; pc += opcode_words(f->code[pc])) {
    uint64_t w = f->code[pc];
    const char *file;
    int line = func_line(f, (uint32_t)pc, &file);
    if (line != last_line)
      text_addf(out, "%6d", line);
    else
      text_adds(out, "      ");
    last_line = line;
    text_addf(out, "  %4d  %-10s", pc, opcode_row(w)->name);
    for (int i = 0; i < 3; i++)
      list_operand(out, w, i, pc);
    list_words(out, f->code + pc);
    if (maps)
      list_map(out, f, opcode_row(w)->safepoint == AT_RETURN ? pc + opcode_words(w) : pc);
    text_adds(out, "\n");
  }
}
