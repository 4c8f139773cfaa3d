// Compiled functions, and what is known of each point of their code. vm/compile makes them; they
// live as long as the program.

#ifndef VOLE_RUNTIME_FUNC_H
#define VOLE_RUNTIME_FUNC_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/type.h"

struct g;
struct jit_code;
struct runtime;

// A safepoint's liveness map: which slots of the frame hold live pointers there. Bit i is for slot
// i, so it has ceil(frame_slots / 64) words. Maps are sorted by pc.
struct stack_map {
  uint32_t pc;     // offset into the code, in words
  uint32_t bitmap; // offset into bitmaps, in words
};

// From pc on (offset in words), the code belongs to this line.
struct line_entry {
  uint32_t pc;
  uint32_t line;
  uint32_t file; // index into the program's table of file names (struct func's file_names)
};

// A local variable, for debugging: where it lies while the code from start on, up to end, runs.
struct func_variable {
  const char *name;
  void *type; // the compiler's: see runtime_embed_type
  uint32_t slot, slots;
  uint32_t start, end; // offsets into the code, in words
  bool is_cell;        // the slot holds the address of the variable, which lies on the heap
};

enum {
  // Generated glue (method wrappers, thunks of defer and go). Tracebacks leave it out unless it
  // panicked itself; recover looks through it.
  FUNC_WRAPPER = 1,
  FUNC_NATIVE = 4,          // implemented in C
  FUNC_NATIVE_BLOCKING = 8, // may block or call back: the frame is kept walkable while it runs
  FUNC_CLOSURE = 16,        // has a context
  FUNC_STD = 32,            // of the standard library
};

// A native function. args points at the first parameter's slot, results at the first result's slot:
// the layout of slots that vm/code/opcode.h describes. Results are zeroed before the call. It
// returns true, or false with a Go panic raised (see native_panic in runtime/panic.h).
//
// It may hold heap pointers in C locals as long as it neither blocks nor calls back into Go.
// Collections run at safepoints of the interpreter only.
typedef bool (*native_function)(struct g *g, uint64_t *args, uint64_t *results);

// A function.
struct func {
  // A closure is a pointer to a word that holds the struct func. So the closure value of a plain
  // function is the address of this field.
  struct func *self;
  const uint64_t *code; // the current code; starts as one COMPILE instruction
  uint32_t frame_slots; // with call areas; fp + frame_slots must be below the stack's end
  uint16_t result_slots, param_slots;
  uint16_t context_slot; // result_slots + param_slots
  uint16_t flags;        // FUNC_*
  uint32_t code_words;
  // Offset of its DEFERRUN, where it goes on when a panic is recovered; 0: it defers nothing.
  uint32_t epilogue;
  native_function native;
  void *native_data;        // of a native: the host's binding
  const char *name;         // "main.f", "main.(*T).m", "main.f.func1"
  const struct rtype *type; // signature without receiver, may be NULL for generated functions
  // A byte a slot, 1 if it is a pointer: for frames of natives, and for a function that has
  // returned to a host.
  const uint8_t *param_pointers, *result_pointers;
  struct stack_map *maps;
  uint64_t *bitmaps;
  uint32_t map_count;
  struct line_entry *lines;
  uint32_t line_count;
  const struct func_variable *variables; // in the order of their declarations
  uint32_t variable_count;
  const uint32_t *unsigned_indices; // offsets of instructions with an index of 64 unsigned bits
  uint32_t unsigned_index_count;
  uint64_t boxed_bytes; // of its values that are too large for a frame, for the limit of the stack
  const char *const *file_names;
  uint32_t entry_line;
  uint32_t heat; // counts entries and backward jumps until it gets machine code; atomic
  // Machine code: where it begins, and the record of it (vm/jit/jit.h). NULL: it has none. Written
  // once, with release.
  const void *machine_entry;
  const struct jit_code *machine;
  void *source; // what the compiler needs to compile it on first call; the compiler's
};

// How a CLOSURE instruction makes an object: layout of {struct func *, captured words...}.
struct closure_template {
  struct func *func;
  struct rtype *type; // synthetic: size and mask of the object
};

// Returns the liveness map at a code offset (a return address, an entry or a loop instruction);
// NULL if there is none, which is a bug.
const uint64_t *func_stack_map(const struct func *f, uint32_t pc);

// Returns whether messages show the index of the instruction at a code offset as unsigned: its type
// is, of 64 bits.
bool func_index_is_unsigned(const struct func *f, uint32_t pc);

// Returns the variable that a slot belongs to where a frame stands at a code offset; NULL: none.
const struct func_variable *func_variable_at(const struct func *f, uint32_t pc, uint32_t slot);

// Returns the line at a code offset; for a return address pass the offset minus one. *file (file
// may be NULL) becomes its file's name.
int func_line(const struct func *f, uint32_t pc, const char **file);

#endif
