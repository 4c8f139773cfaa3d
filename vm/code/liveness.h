// Liveness: which slots hold values that will be used, at each safepoint of compiled code.
//
// A backward data flow over the bytecode, with the operand kinds of vm/code/opcode.h. What the
// epilogue of a function with defer reads is live at every safepoint after the entry, because a
// recovered panic resumes there.

#ifndef VOLE_VM_CODE_LIVENESS_H
#define VOLE_VM_CODE_LIVENESS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/func.h"
#include "vm/syntax/region.h"

// A safepoint before the analysis: see struct safepoint of the compiler.
struct liveness_point {
  int pc;                   // as struct stack_map
  int instruction;          // the instruction's offset; 0 with pc 0: the entry
  int slots;                // slots above are not in use
  const uint64_t *pointers; // bit i: slot i may hold a pointer
};

// Fills func->maps, bitmaps and map_count. func->code, code_words, frame_slots, flags and epilogue
// are final. Points need not be sorted. Scratch and result memory come from the region. Returns
// NULL, or what is wrong: a pointer slot that is live but was not reserved.
const char *liveness_analyse(struct region *region, struct func *func,
                             const struct liveness_point *points, int count);

// Words of the instruction at w: 1 to 4.
int opcode_words(uint64_t w);

// What an instruction does to slots. visit is called for each range: uses before definitions.
typedef void (*opcode_visitor)(void *context, bool definition, int slot, int count);
void opcode_effects(const struct func *func, const uint64_t *w, opcode_visitor visit,
                    void *context);

// Where control may go: fills targets (offsets relative to the instruction) with jumps, returns how
// many; *falls says whether the next instruction may follow. JTAB's table is not included.
int opcode_jumps(const uint64_t *w, int32_t targets[2], bool *falls);

// Whether it is one of the loop forms.
bool opcode_is_loop(unsigned op);
// Whether it is a call form: has a call area at a and its return address as safepoint.
bool opcode_is_call(unsigned op);
// Whether it is an operation on channels at which a goroutine may wait, with a safepoint at its own
// word.
bool opcode_may_wait(unsigned op);
// What the table says.
const char *opcode_name(unsigned op);

#endif
