// What the opcode table says, as data: each operation's row, its effects on slots, where control
// goes after it.

#ifndef VOLE_VM_CODE_OPCODE_INFO_H
#define VOLE_VM_CODE_OPCODE_INFO_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/invariant.h"
#include "runtime/func.h"
#include "vm/code/opcode.h"

// Which safepoint an operation is: where it may collect, and where its liveness map is found.
enum safepoint_kind {
  NO_SAFEPOINT,
  AT_LOOP,   // a backward jump: at its word; what is live is what is live at its target
  AT_WAIT,   // a goroutine may wait in it: at its word; the operands are not live any more
  AT_RETURN, // has a call area at a: at the return address
};

// A row of OPCODE_TABLE. An enum opcode of 0 (MOV) stands for none.
struct opcode_row {
  const char *name;
  uint8_t kinds[3]; // enum operand_kind of a, b, c
  uint8_t words;    // data words
  uint8_t safepoint;
  uint8_t skip;      // also jumps forward by that number of words
  int8_t step;       // adds this to a before it tests
  bool ends;         // control does not go on to the next instruction
  bool swapped;      // test is done with a and b exchanged
  uint16_t loop;     // forward jumps: the backward form
  uint16_t test;     // what a form with a step tests: a forward jump
  uint16_t constant; // the form with a constant as last operand: IMM, UIMM or a data word
};

extern const struct opcode_row opcode_rows[]; // by enum opcode

// A row of OPERAND_TABLE.
struct operand_rule {
  bool uses, defines;
  uint8_t slots; // a number below COUNT_C, or an enum operand_count
  uint8_t form;  // enum operand_form
};

extern const struct operand_rule operand_rules[]; // by enum operand_kind

// Whether a value may be an operand of a kind in a frame of `slots` slots. Both halves of a wide
// operand must be 0.
bool operand_fits(unsigned kind, int value, int slots);

// Returns the row of the operation of an instruction's word.
static inline const struct opcode_row *opcode_row(uint64_t w) {
  invariant_debug(instruction_op(w) < OPCODE_COUNT);
  return &opcode_rows[instruction_op(w)];
}

// Returns the name of an operation, "?" if there is none of that number.
const char *opcode_name(unsigned op);

// Returns the words of the instruction that begins with w: 1 to 4.
int opcode_words(uint64_t w);

// What an instruction does to slots. opcode_effects calls visit for each range of slots. All
// definitions come before all uses: it is a backward data flow. func is what the instruction at w
// belongs to.
typedef void (*opcode_visitor)(void *context, bool definition, int slot, int count);
void opcode_effects(const struct func *func, const uint64_t *w, opcode_visitor visit,
                    void *context);

// Fills targets with the offsets, relative to the instruction at w, of the jumps that it may make,
// and returns their number. A table's entries are not among them: see opcode_jump_table.
int opcode_jumps(const uint64_t *w, int32_t targets[2]);

// Returns the displacements of the instruction at w if it jumps by a table, with their number in
// *count; else NULL and 0.
const int32_t *opcode_jump_table(const uint64_t *w, int *count);

// Whether the displacement of a jump is 32 bits wide; else it is 16 bits wide.
bool opcode_jump_is_wide(unsigned op);

// Returns the instruction with another displacement.
uint64_t opcode_with_jump(uint64_t w, int32_t displacement);

#endif
