// A readable listing of bytecode.

#include "vm/code/disasm.h"

#include <string.h>

#include "runtime/select.h"
#include "vm/code/liveness.h"
#include "vm/code/opcode.h"

// The operand kinds of each operation, as the table spells them.
static const struct {
  const char *a, *b, *c;
} operands[] = {
#define OPCODE_OPERANDS(name, a, b, c, words, text) {#a, #b, #c},
    OPCODE_TABLE(OPCODE_OPERANDS)
#undef OPCODE_OPERANDS
};

static void list_operand(struct text *out, const char *kind, unsigned value, uint64_t w, int pc) {
  if (strcmp(kind, "_") == 0 || strcmp(kind, "_32") == 0)
    return;
  if (strcmp(kind, "I") == 0)
    text_addf(out, " %d", (int16_t)value);
  else if (strcmp(kind, "N") == 0)
    text_addf(out, " %u", value);
  else if (strcmp(kind, "I32") == 0)
    text_addf(out, " %d", instruction_wide(w));
  else if (strcmp(kind, "J") == 0)
    text_addf(out, " ->%d", pc + (int16_t)value);
  else if (strcmp(kind, "J32") == 0)
    text_addf(out, " ->%d", pc + instruction_wide(w));
  else if (strcmp(kind, "CALL") == 0)
    text_addf(out, " @%u", value);
  else
    text_addf(out, " r%u", value);
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

void disasm_function(struct text *out, const struct func *f, bool maps) {
  text_addf(out, "%s: %u slots, %u results, %u parameters%s\n", f->name, f->frame_slots,
            f->result_slots, f->param_slots, f->flags & FUNC_NATIVE ? ", native" : "");
  if (f->flags & FUNC_NATIVE)
    return;
  int last_line = 0;
  for (int pc = 0; pc < (int)f->code_words; pc += opcode_words(f->code[pc])) {
    uint64_t w = f->code[pc];
    unsigned op = instruction_op(w);
    const char *file;
    int line = func_line(f, (uint32_t)pc, &file);
    if (line != last_line)
      text_addf(out, "%6d", line);
    else
      text_adds(out, "      ");
    last_line = line;
    text_addf(out, "  %4d  %-10s", pc, opcode_name(op));
    list_operand(out, operands[op].a, instruction_a(w), w, pc);
    list_operand(out, operands[op].b, instruction_b(w), w, pc);
    list_operand(out, operands[op].c, instruction_c(w), w, pc);
    if (op == OP_SELECT)
      list_select(out, f->code + pc);
    else if (op == OP_CALL || op == OP_CALLN)
      text_addf(out, "  %s", ((const struct func *)(uintptr_t)f->code[pc + 1])->name);
    else {
      for (int i = 1; i < opcode_words(w); i++)
        text_addf(out, " %#llx", (unsigned long long)f->code[pc + i]);
    }
    if (maps)
      list_map(out, f, opcode_is_call(op) ? pc + opcode_words(w) : pc);
    text_adds(out, "\n");
  }
}
