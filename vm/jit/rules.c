// The operations that machine code does itself, and the kinds of their operands: see rules.h.

#include "vm/jit/rules.h"

// Kinds of operands a, b, c of an operation that is done in line: i an integer, f a float, n
// either, c what is copied, h at home. The empty text: not in line.
static const char *const inline_kinds[OPCODE_COUNT] = {
    [OP_MOV] = "cc",        [OP_MOV2] = "cc",      [OP_MOV3] = "cc",        [OP_MOVN] = "hh",
    [OP_LDI] = "n",         [OP_LDK] = "n",        [OP_LDK2] = "n",         [OP_ZERO] = "n",
    [OP_ZERON] = "h",       [OP_GET8] = "i",       [OP_GET8S] = "i",        [OP_GET16] = "i",
    [OP_GET16S] = "i",      [OP_GET32] = "i",      [OP_GET32S] = "i",       [OP_PUT8] = "i",
    [OP_PUT16] = "i",       [OP_PUT32] = "i",      [OP_ADD] = "iii",        [OP_SUB] = "iii",
    [OP_MUL] = "iii",       [OP_DIV] = "iii",      [OP_DIVU] = "iii",       [OP_REM] = "iii",
    [OP_REMU] = "iii",      [OP_AND] = "iii",      [OP_OR] = "iii",         [OP_XOR] = "iii",
    [OP_ANDN] = "iii",      [OP_SHL] = "iii",      [OP_SHR] = "iii",        [OP_SAR] = "iii",
    [OP_CHKSHIFT] = "i",    [OP_NEG] = "ii",       [OP_NOT] = "ii",         [OP_ADDI] = "ii",
    [OP_MULI] = "ii",       [OP_DIVI] = "ii",      [OP_REMI] = "ii",        [OP_ANDI] = "ii",
    [OP_ORI] = "ii",        [OP_XORI] = "ii",      [OP_SHLI] = "ii",        [OP_SHRI] = "ii",
    [OP_SARI] = "ii",       [OP_ADDK] = "ii",      [OP_MULK] = "ii",        [OP_REMK] = "ii",
    [OP_DIVK] = "ii",       [OP_ANDK] = "ii",      [OP_ADD32] = "iii",      [OP_SUB32] = "iii",
    [OP_MUL32] = "iii",     [OP_SHL32] = "iii",    [OP_ADDI32] = "ii",      [OP_ADDU32] = "iii",
    [OP_SUBU32] = "iii",    [OP_MULU32] = "iii",   [OP_SHLU32] = "iii",     [OP_ADDIU32] = "ii",
    [OP_SEXT8] = "ii",      [OP_SEXT16] = "ii",    [OP_SEXT32] = "ii",      [OP_ZEXT8] = "ii",
    [OP_ZEXT16] = "ii",     [OP_ZEXT32] = "ii",    [OP_ADDF] = "fff",       [OP_SUBF] = "fff",
    [OP_MULF] = "fff",      [OP_DIVF] = "fff",     [OP_NEGF] = "ff",        [OP_MACF] = "fff",
    [OP_ADDFK] = "ff",      [OP_SUBFK] = "ff",     [OP_MULFK] = "ff",       [OP_DIVFK] = "ff",
    [OP_SQRTF] = "ff",      [OP_ABSF] = "ff",      [OP_FLOORF] = "ff",      [OP_CEILF] = "ff",
    [OP_TRUNCF] = "ff",     [OP_ADDF32] = "fff",   [OP_SUBF32] = "fff",     [OP_MULF32] = "fff",
    [OP_DIVF32] = "fff",    [OP_NEGF32] = "ff",    [OP_I2F] = "fi",         [OP_F2I] = "if",
    [OP_F2I32] = "if",      [OP_I2F32] = "fi",     [OP_F2F32] = "ff",       [OP_F322F] = "ff",
    [OP_EQ] = "iii",        [OP_NE] = "iii",       [OP_LT] = "iii",         [OP_LE] = "iii",
    [OP_LTU] = "iii",       [OP_LEU] = "iii",      [OP_EQF] = "iff",        [OP_NEF] = "iff",
    [OP_LTF] = "iff",       [OP_LEF] = "iff",      [OP_EQF32] = "iff",      [OP_LTF32] = "iff",
    [OP_LEF32] = "iff",     [OP_NOTB] = "ii",      [OP_JMP] = "-",          [OP_JT] = "i",
    [OP_JF] = "i",          [OP_JEQ] = "ii",       [OP_JNE] = "ii",         [OP_JLT] = "ii",
    [OP_JLE] = "ii",        [OP_JLTU] = "ii",      [OP_JLEU] = "ii",        [OP_JEQI] = "i",
    [OP_JNEI] = "i",        [OP_JLTI] = "i",       [OP_JLEI] = "i",         [OP_JGTI] = "i",
    [OP_JGEI] = "i",        [OP_JEQF] = "ff",      [OP_JNEF] = "ff",        [OP_JLTF] = "ff",
    [OP_JLEF] = "ff",       [OP_JNLTF] = "ff",     [OP_JNLEF] = "ff",       [OP_JEQK] = "i",
    [OP_JNEK] = "i",        [OP_JTAB] = "i",       [OP_LOOP] = "-",         [OP_LOOPT] = "i",
    [OP_LOOPF] = "i",       [OP_LOOPEQ] = "ii",    [OP_LOOPNE] = "ii",      [OP_LOOPLT] = "ii",
    [OP_LOOPLE] = "ii",     [OP_LOOPLTI] = "i",    [OP_LOOPLEI] = "i",      [OP_LOOPGTI] = "i",
    [OP_LOOPGEI] = "i",     [OP_LOOPNEI] = "i",    [OP_LOOPLTF] = "ff",     [OP_LOOPLEF] = "ff",
    [OP_INCLT] = "ii",      [OP_INCLE] = "ii",     [OP_INCLTI] = "i",       [OP_INCLEI] = "i",
    [OP_DECGE] = "ii",      [OP_DECGEI] = "i",     [OP_LD8] = "ii",         [OP_LD8S] = "ii",
    [OP_LD16] = "ii",       [OP_LD16S] = "ii",     [OP_LD32] = "ni",        [OP_LD32S] = "ii",
    [OP_LD64] = "ni",       [OP_LD2] = "ni",       [OP_LD3] = "ni",         [OP_LDN] = "hi",
    [OP_ST8] = "ii",        [OP_ST16] = "ii",      [OP_ST32] = "ni",        [OP_ST64] = "ni",
    [OP_ST_PTR] = "ii",     [OP_ST_STRING] = "ii", [OP_ST_IFACE] = "ii",    [OP_ST_SLICE] = "ii",
    [OP_LEA] = "ii",        [OP_LEA64] = "ii",     [OP_NILCHK] = "i",       [OP_LDG64] = "n",
    [OP_STG64] = "n",       [OP_STG_PTR] = "i",    [OP_LDG2] = "n",         [OP_LDG3] = "n",
    [OP_LDX8] = "iii",      [OP_LDX8S] = "iii",    [OP_LDX16] = "iii",      [OP_LDX16S] = "iii",
    [OP_LDX32] = "nii",     [OP_LDX32S] = "iii",   [OP_LDX64] = "nii",      [OP_LDX2] = "nii",
    [OP_LDX3] = "nii",      [OP_STX8] = "iii",     [OP_STX16] = "iii",      [OP_STX32] = "nii",
    [OP_STX64] = "nii",     [OP_STX_PTR] = "iii",  [OP_STX_STRING] = "iii", [OP_STX_IFACE] = "iii",
    [OP_STX_SLICE] = "iii", [OP_LEAX] = "iii",     [OP_BOUND] = "i",        [OP_SLICE] = "iii",
    [OP_SLICESTR] = "iii",  [OP_IFACETYPE] = "ii", [OP_I2E] = "ii",
};

enum { longest_move = 16 }; // slots that are moved in line

// Whether this machine has the instruction that rounds (SSE 4.1).
static bool can_round(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("sse4.1");
#else
  return false;
#endif
}

// Whether this instruction is one of the forms that are done in line.
static bool is_short(const uint64_t *w) {
  unsigned c = instruction_c(*w);
  switch (instruction_op(*w)) {
  case OP_MOVN:
  case OP_ZERON:
    return c <= longest_move;
  case OP_LDN:
    return (w[1] >> 32) % 8 == 0 && (w[1] >> 32) / 8 == (w[1] & 0xffff) &&
           (w[1] & 0xffff) <= longest_move;
  case OP_FLOORF:
  case OP_CEILF:
  case OP_TRUNCF:
    return can_round();
  default:
    return true;
  }
}

enum way rule_way(const struct jit_host *host, const uint64_t *w) {
  unsigned op = instruction_op(*w);
  switch (op) {
  case OP_CALL:
  case OP_CALLC:
  case OP_CALLI:
    return WAY_CALL;
  case OP_RET:
    return WAY_RETURN;
  case OP_CALLN: {
    const struct func *callee = (const struct func *)w[1];
    return callee->flags & FUNC_NATIVE_BLOCKING ? WAY_STEP : WAY_HELPER;
  }
  case OP_MAPNEXT:
    return WAY_HELPER;
  default:
    if (inline_kinds[op] && is_short(w))
      return WAY_INLINE;
    return host->operations[op] ? WAY_HELPER : WAY_STEP;
  }
}

struct collected {
  struct effect *effects;
  int count; // more than effect_limit: the rest was left out
};

static void collect(struct collected *c, bool defines, int slot, int count, enum use_kind kind) {
  if (slot >= slot_limit || count == 0)
    return;
  if (slot + count > slot_limit)
    count = slot_limit - slot;
  if (c->count < effect_limit)
    c->effects[c->count] = (struct effect){(uint16_t)slot, (uint16_t)count, defines, (uint8_t)kind};
  c->count++;
}

static void collect_home(void *context, bool defines, int slot, int count) {
  collect(context, defines, slot, count, KIND_HOME);
}

static int slots_of(const struct operand_rule *rule, const uint64_t *w) {
  switch (rule->slots) {
  case COUNT_C:
    return (int)instruction_c(*w);
  case COUNT_LOW:
    return (int)(w[1] & 0xffff);
  case COUNT_BOUNDS:
    return __builtin_popcount((unsigned)w[1] & 7);
  default:
    return rule->slots < COUNT_C ? rule->slots : 0;
  }
}

static enum use_kind kind_of(char letter) {
  switch (letter) {
  case 'i':
    return KIND_INTEGER;
  case 'f':
    return KIND_FLOAT;
  case 'c':
    return KIND_COPY;
  case 'n':
    return KIND_EITHER;
  default:
    return KIND_HOME;
  }
}

int rule_effects(const struct func *func, const uint64_t *w, enum way way,
                 struct effect effects[effect_limit]) {
  struct collected c = {effects, 0};
  if (way != WAY_INLINE) {
    opcode_effects(func, w, collect_home, &c);
    return c.count;
  }
  const struct opcode_row *row = opcode_row(*w);
  const char *kinds = inline_kinds[instruction_op(*w)];
  for (int pass = 1; pass >= 0; pass--) {
    for (int k = 0; k < 3 && kinds[k]; k++) {
      const struct operand_rule *rule = &operand_rules[row->kinds[k]];
      unsigned at = (unsigned)(*w >> 16 * (k + 1)) & 0xffff;
      if (pass ? rule->defines : rule->uses)
        collect(&c, pass, (int)at, slots_of(rule, w), kind_of(kinds[k]));
    }
  }
  return c.count;
}
