// Liveness: which slots hold values that will be used, at each safepoint of compiled code.
//
// A backward data flow over the bytecode, with the operand kinds of vm/code/opcode.h. What the
// epilogue of a function with defer reads is live at every safepoint after the entry, because a
// recovered panic resumes there.

#ifndef VOLE_VM_CODE_LIVENESS_H
#define VOLE_VM_CODE_LIVENESS_H

#include <stdint.h>

#include "runtime/func.h"
#include "vm/syntax/region.h"

// A safepoint as the compiler met it: which slots it had handed out, and which of them may hold a
// pointer. The analysis narrows that to the slots that are live.
struct safepoint {
  int pc;                   // where its map is found: see struct stack_map
  int instruction;          // offset of its instruction; 0 with pc 0: the entry
  int slots;                // slots from here on are not in use
  const uint64_t *pointers; // bit i: slot i may hold a pointer
};

// Fills func->maps, bitmaps and map_count. func->code, code_words, frame_slots, flags and epilogue
// are final. Points need not be sorted. Scratch and result memory come from the region. Returns
// NULL, or what is wrong: a pointer slot that is live but was not reserved.
const char *liveness_analyse(struct region *region, struct func *func,
                             const struct safepoint *points, int count);

#endif
