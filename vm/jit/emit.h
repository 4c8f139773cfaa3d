// What the files that write code share: where values are, and how code leaves. Private to vm/jit.
//
// rax, rcx, rdx, xmm0 and xmm1 are free within an instruction. All else may hold a variable.

#ifndef VOLE_VM_JIT_EMIT_H
#define VOLE_VM_JIT_EMIT_H

#include "vm/jit/function.h"

enum { frame_register = RBX, g_register = R12 };

// Cold code, written behind all other.
enum cold_kind {
  COLD_STEP,  // leaves to the interpreter at instruction i
  COLD_POLL,  // the safepoint of the backward jump i
  COLD_POINT, // the interpreter comes to instruction i
  COLD_TABLE, // the distances of the jump table of instruction i
  COLD_ENTRY, // the safepoint at the entry
  COLD_DEEP   // the C stack is used up at the entry
};

struct cold {
  uint8_t kind; // enum cold_kind
  int i;
  uint32_t label, back; // where it begins, and goes on
  struct set known, resident, clean;
};

// A place where the interpreter can come in.
struct jit_point {
  uint32_t pc;
  uint32_t label;
};

// Places (place.c).

// The home of a slot.
static inline struct x86_place home(int slot) {
  return x86_mem(frame_register, slot * 8);
}
// Return where a slot's value is, as an integer or a float: a register or its home. scratch serves
// if it has to be converted. If that is negative it cannot be.
struct x86_place integer_place(struct function *f, int slot, int scratch);
struct x86_place float_place(struct function *f, int slot, int scratch);
// The same, but loads it into scratch if it is in no register. Return the register.
int integer_in(struct function *f, int slot, int scratch);
int float_in(struct function *f, int slot, int scratch);
// Load it into that register.
void integer_to(struct function *f, int slot, int reg);
void float_to(struct function *f, int slot, int reg);
// Return the register in which a result for a slot is best made: its own, or scratch.
int integer_target(const struct function *f, int slot, int scratch);
int float_target(const struct function *f, int slot, int scratch);
// Give a slot its new value, from a register, in each class that is needed. All uses are done.
void put_integer(struct function *f, int slot, int reg);
void put_float(struct function *f, int slot, int reg);
// Whether a slot's new value is needed as a float, or as an integer.
bool needs_float(const struct function *f, int slot);
bool needs_integer(const struct function *f, int slot);
// Moves between two registers of a class, if they differ.
void move_integer(struct function *f, int to, int from);
void move_float(struct function *f, int to, int from);

// Stores what is live before the instruction and not at home.
void flush(struct function *f);
// Stores what the instruction uses at home.
void flush_uses(struct function *f);
// Loads what code at an instruction expects in registers.
void settle(struct function *f, int target);
// Stores those of the variables that are not at home, by the state that was noted.
void write_back(struct function *f, const struct set *live, const struct cold *state);
// Loads variables from their homes.
void load_all(struct function *f, const struct set *variables);

// Leaving (emit.c).

// Returns a label where the interpreter does this whole instruction. Nothing of it is done yet.
uint32_t step_exit(struct function *f);
struct cold *add_cold(struct function *f, enum cold_kind kind);
void load_pc(struct function *f, int reg, uint32_t pc);

// Writing the instruction at f->i; false: it is none of these. Arithmetic (emit_integer.c).
bool write_integer(struct function *f);
// emit_move.c
bool write_move(struct function *f);
// emit_division.c
bool write_division(struct function *f);
// emit_float.c
bool write_float(struct function *f);
// emit_memory.c
bool write_memory(struct function *f);
// emit_slice.c
bool write_slice(struct function *f);
// emit_branch.c
bool write_branch(struct function *f);
// Calls of functions, and of what is out of line (emit_call.c).
void write_call(struct function *f);
void write_helper(struct function *f);

// The operands of the instruction.
static inline int operand_a(const struct function *f) {
  return (int)instruction_a(*f->w);
}
static inline int operand_b(const struct function *f) {
  return (int)instruction_b(*f->w);
}
static inline int operand_c(const struct function *f) {
  return (int)instruction_c(*f->w);
}

#endif
