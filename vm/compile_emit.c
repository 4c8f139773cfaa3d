// Writing instructions: words, labels and jumps, slots, safepoints, lines.

#include <stdarg.h>
#include <string.h>

#include "vm/compile_internal.h"
#include "vm/liveness.h"

void compile_fail(struct compile *f, const char *format, ...) {
  if (f->error)
    return;
  va_list args;
  va_start(args, format);
  f->error = region_vprintf(f->region, format, args);
  va_end(args);
}

// Lines.

static uint32_t file_index(struct program *p, const char *name) {
  for (int i = p->file_name_count - 1; i >= 0; i--)
    if (p->file_names[i] == name)
      return (uint32_t)i;
  p->file_names = region_grow(&p->region, p->file_names, sizeof *p->file_names, p->file_name_count,
                              &p->file_name_cap, p->file_name_count + 1);
  p->file_names[p->file_name_count] = name;
  return (uint32_t)p->file_name_count++;
}

static void note_line(struct compile *f) {
  f->line_pos = f->pos;
  struct source_place place = source_place(&f->program->sources, f->pos);
  if (place.line == 0)
    return;
  uint32_t file = file_index(f->program, place.file);
  if (f->line_count > 0) {
    struct line_entry *last = &f->lines[f->line_count - 1];
    if (last->line == (uint32_t)place.line && last->file == file)
      return;
    if (last->pc == (uint32_t)f->count)
      f->line_count--;
  }
  f->lines = region_grow(f->region, f->lines, sizeof *f->lines, f->line_count, &f->line_cap,
                         f->line_count + 1);
  f->lines[f->line_count++] =
      (struct line_entry){.pc = (uint32_t)f->count, .line = (uint32_t)place.line, .file = file};
}

// Instructions.

void emit_word(struct compile *f, uint64_t word) {
  if (f->count == f->cap)
    f->code =
        region_grow(f->region, f->code, sizeof *f->code, f->count, &f->cap, f->count * 2 + 64);
  f->code[f->count++] = word;
}

int emit(struct compile *f, enum opcode op, int a, int b, int c) {
  if (f->pos != f->line_pos)
    note_line(f);
  int pc = f->count;
  emit_word(f, instruction_make(op, (unsigned)a, (unsigned)b, (unsigned)c));
  return pc;
}

int emit_index(struct compile *f, enum opcode op, int a, int b, int c, bool unsigned_index) {
  int pc = emit(f, op, a, b, c);
  if (unsigned_index) {
    f->unsigned_indices =
        region_grow(f->region, f->unsigned_indices, sizeof *f->unsigned_indices,
                    f->unsigned_index_count, &f->unsigned_index_cap, f->unsigned_index_count + 1);
    f->unsigned_indices[f->unsigned_index_count++] = (uint32_t)pc;
  }
  return pc;
}

int emit_wide(struct compile *f, enum opcode op, int a, int32_t value) {
  return emit(f, op, a, value & 0xffff, (int)((uint32_t)value >> 16));
}

void emit_safepoint(struct compile *f, int pc, int instruction) {
  int words = (f->top + 63) / 64;
  uint64_t *pointers = region_alloc(f->region, (size_t)(words + 1) * sizeof *pointers);
  for (int i = 0; i < f->top; i++)
    if (f->pointer_flags[i])
      pointers[i / 64] |= UINT64_C(1) << i % 64;
  f->safepoints = region_grow(f->region, f->safepoints, sizeof *f->safepoints, f->safepoint_count,
                              &f->safepoint_cap, f->safepoint_count + 1);
  f->safepoints[f->safepoint_count++] = (struct safepoint){
      .pc = pc, .instruction = instruction, .slots = f->top, .pointers = pointers};
}

void emit_call(struct compile *f, enum opcode op, int area, int b, int c, uint64_t word) {
  int pc = emit(f, op, area, b, c);
  emit_word(f, word);
  emit_safepoint(f, pc + 2, pc);
}

void emit_move(struct compile *f, int to, int from, int slots) {
  if (to == from || slots == 0)
    return;
  if (slots == 1)
    emit(f, OP_MOV, to, from, 0);
  else if (slots == 2)
    emit(f, OP_MOV2, to, from, 0);
  else if (slots == 3)
    emit(f, OP_MOV3, to, from, 0);
  else
    emit(f, OP_MOVN, to, from, slots);
}

void emit_zero(struct compile *f, int slot, int slots) {
  if (slots == 1)
    emit(f, OP_ZERO, slot, 0, 0);
  else if (slots > 1)
    emit(f, OP_ZERON, slot, 0, slots);
}

void emit_int(struct compile *f, int slot, int64_t value) {
  if (value == 0)
    emit(f, OP_ZERO, slot, 0, 0);
  else if (value == (int32_t)value)
    emit_wide(f, OP_LDI, slot, (int32_t)value);
  else {
    emit(f, OP_LDK, slot, 0, 0);
    emit_word(f, (uint64_t)value);
  }
}

void emit_pointer(struct compile *f, int slot, const void *address) {
  emit(f, OP_LDK, slot, 0, 0);
  emit_word(f, (uint64_t)(uintptr_t)address);
}

// Labels.

void label_init(struct label *label) {
  *label = (struct label){.pc = -1};
}

static bool is_wide_jump(unsigned op) {
  switch (op) {
  case OP_JMP:
  case OP_JT:
  case OP_JF:
  case OP_LOOP:
  case OP_LOOPT:
  case OP_LOOPF:
    return true;
  default:
    return false;
  }
}

static void patch(struct compile *f, int pc, int displacement) {
  uint64_t word = f->code[pc];
  if (is_wide_jump(instruction_op(word))) {
    f->code[pc] = (word & 0xffffffff) | (uint64_t)(uint32_t)displacement << 32;
    return;
  }
  if (displacement != (int16_t)displacement)
    f->jump_overflow = true;
  f->code[pc] = (word & 0xffffffffffff) | (uint64_t)(uint16_t)displacement << 48;
}

static void add_fixup(struct compile *f, struct label *label, int pc, int32_t *entry) {
  struct fixup *fixup = region_alloc(f->region, sizeof *fixup);
  *fixup = (struct fixup){.next = label->fixups, .pc = pc, .entry = entry};
  label->fixups = fixup;
}

void emit_table_fixup(struct compile *f, struct label *label, int pc, int32_t *entry) {
  if (label->pc >= 0)
    *entry = label->pc - pc;
  else
    add_fixup(f, label, pc, entry);
}

void label_bind(struct compile *f, struct label *label) {
  label->pc = f->count;
  for (struct fixup *x = label->fixups; x; x = x->next) {
    if (x->entry)
      *x->entry = label->pc - x->pc;
    else
      patch(f, x->pc, label->pc - x->pc);
  }
  label->fixups = NULL;
}

// The loop form of a forward jump; OP_COUNT if there is none.
static enum opcode loop_form(enum opcode op) {
  switch (op) {
  case OP_JMP:
    return OP_LOOP;
  case OP_JT:
    return OP_LOOPT;
  case OP_JF:
    return OP_LOOPF;
  case OP_JEQ:
    return OP_LOOPEQ;
  case OP_JNE:
    return OP_LOOPNE;
  case OP_JLT:
    return OP_LOOPLT;
  case OP_JLE:
    return OP_LOOPLE;
  case OP_JLTI:
    return OP_LOOPLTI;
  case OP_JLEI:
    return OP_LOOPLEI;
  case OP_JGTI:
    return OP_LOOPGTI;
  case OP_JGEI:
    return OP_LOOPGEI;
  case OP_JNEI:
    return OP_LOOPNEI;
  case OP_JLTF:
    return OP_LOOPLTF;
  case OP_JLEF:
    return OP_LOOPLEF;
  default:
    return OPCODE_COUNT;
  }
}

static enum opcode forward_form(enum opcode loop) {
  for (int op = OP_JEQ; op < OP_LOOP; op++)
    if (loop_form((enum opcode)op) == loop)
      return (enum opcode)op;
  return OPCODE_COUNT;
}

// A conditional jump in two steps: over a jump, to a jump that reaches far.
static void emit_far(struct compile *f, enum opcode op, int a, int b, const uint64_t *word,
                     struct label *label) {
  int words = word ? 2 : 1;
  emit(f, op, a, b, words + 1);
  if (word)
    emit_word(f, *word);
  emit_wide(f, OP_JMP, 0, 2);
  emit_goto(f, label);
}

static void jump(struct compile *f, enum opcode op, int a, int b, const uint64_t *word,
                 struct label *label) {
  bool wide = is_wide_jump(op);
  if (label->pc >= 0) {
    enum opcode loop = loop_form(op);
    if (loop == OPCODE_COUNT || (!wide && label->pc - f->count < INT16_MIN))
      emit_far(f, op, a, b, word, label);
    else
      emit_loop(f, loop, a, b, label);
    return;
  }
  if (f->long_jumps && !wide) {
    emit_far(f, op, a, b, word, label);
    return;
  }
  int pc = emit(f, op, a, b, 0);
  if (word)
    emit_word(f, *word);
  add_fixup(f, label, pc, NULL);
}

void emit_jump(struct compile *f, enum opcode op, int a, int b, struct label *label) {
  jump(f, op, a, b, NULL, label);
}

void emit_jump_word(struct compile *f, enum opcode op, int a, int b, uint64_t word,
                    struct label *label) {
  jump(f, op, a, b, &word, label);
}

void emit_goto(struct compile *f, struct label *label) {
  if (label->pc >= 0)
    emit_loop(f, OP_LOOP, 0, 0, label);
  else
    jump(f, OP_JMP, 0, 0, NULL, label);
}

// The forward jump that tests what an increment-and-loop form tests; *step gets the increment.
static enum opcode split_increment(enum opcode op, int *step) {
  *step = op == OP_DECGE || op == OP_DECGEI ? -1 : 1;
  switch (op) {
  case OP_INCLT:
    return OP_JLT;
  case OP_INCLE:
    return OP_JLE;
  case OP_INCLTI:
    return OP_JLTI;
  case OP_INCLEI:
    return OP_JLEI;
  case OP_DECGEI:
    return OP_JGEI;
  default:
    return OPCODE_COUNT;
  }
}

void emit_loop(struct compile *f, enum opcode op, int a, int b, const struct label *label) {
  int displacement = label->pc - f->count;
  if (!is_wide_jump(op) && displacement < INT16_MIN) {
    int step;
    enum opcode forward = split_increment(op, &step);
    struct label copy = *label;
    if (op >= OP_INCLT && op <= OP_DECGEI)
      emit(f, OP_ADDI, a, a, step);
    else
      forward = forward_form(op);
    if (op == OP_DECGE)
      emit_far(f, OP_JLE, b, a, NULL, &copy);
    else
      emit_far(f, forward, a, b, NULL, &copy);
    return;
  }
  int pc = emit(f, op, a, b, 0);
  patch(f, pc, label->pc - pc);
  emit_safepoint(f, pc, pc);
}

// Slots.

static bool slots_ensure(struct compile *f, int top) {
  if (top > SLOT_LIMIT) {
    f->frame_overflow = true;
    compile_fail(f, "function too big: its frame exceeds %d words", SLOT_LIMIT);
    return false;
  }
  if (top > f->max_top)
    f->max_top = top;
  if (top > f->pointer_cap)
    f->pointer_flags =
        region_grow(f->region, f->pointer_flags, 1, f->pointer_cap, &f->pointer_cap, top * 2 + 32);
  return true;
}

int slot_reserve_words(struct compile *f, int count, bool pointer) {
  int slot = f->top;
  if (!slots_ensure(f, slot + count))
    return 0;
  memset(f->pointer_flags + slot, pointer, (size_t)count);
  f->top += count;
  return slot;
}

void slot_mark_word(struct compile *f, int slot, bool pointer) {
  if (slot < f->pointer_cap)
    f->pointer_flags[slot] = pointer;
}

void slot_mark(struct compile *f, int slot, struct type *t) {
  int slots = type_slots(t);
  if (slot + slots > f->pointer_cap)
    return;
  enum shape shape = type_shape(t);
  if (shape != SHAPE_WORDS || slots > 64) {
    memset(f->pointer_flags + slot, 0, (size_t)slots);
    if (shape == SHAPE_POINTER || shape == SHAPE_STRING || shape == SHAPE_SLICE ||
        shape == SHAPE_BOX)
      f->pointer_flags[slot] = 1;
    if (shape == SHAPE_INTERFACE)
      f->pointer_flags[slot + 1] = 1;
    if (shape != SHAPE_WORDS)
      return;
  }
  uint8_t *mask = region_alloc(f->region, (size_t)slots / 8 + 1);
  rtypes_pointer_mask(t, mask, 0);
  for (int i = 0; i < slots; i++)
    f->pointer_flags[slot + i] = mask[i / 8] >> i % 8 & 1;
}

int slot_reserve(struct compile *f, struct type *t) {
  int slot = slot_reserve_words(f, type_slots(t), false);
  if (!f->error)
    slot_mark(f, slot, t);
  return slot;
}

int call_area(struct compile *f, int slots) {
  // The two slots below the area take the return address and the function; one above it the
  // context.
  int area = f->top + 2;
  if (!slots_ensure(f, area + slots + 1))
    return 2;
  memset(f->pointer_flags + f->top, 0, (size_t)slots + 3);
  f->top = area + slots + 1;
  return area;
}
