// The data of the compiler: where values lie, and the state of the function being compiled.
//
// Values live in the frame's slots. Slots are handed out as a stack: variables of the blocks
// around, then temporaries of the statement at hand, then call areas.
//
// A variable lives in a heap cell if its address escapes, if closures share it, or if it is indexed
// by run-time values: escape.c decides. An operand that can be loaded, stored or addressed is a
// struct place.
//
// Every slot that is handed out has a flag that says whether it may hold a heap pointer. Each
// safepoint notes the flags as they are, and vm/code/liveness.c narrows them to the slots that are
// live. So a slot must be reserved (below c->top) as long as its value is needed after a safepoint.

#ifndef VOLE_VM_COMPILE_COMPILER_H
#define VOLE_VM_COMPILE_COMPILER_H

#include "vm/code/liveness.h"
#include "vm/code/opcode_info.h"
#include "vm/compile/compile.h"

enum { slot_any = -1 }; // as the destination of a value: the compiler chooses

enum {
  slot_limit = 65000,   // slots of a frame
  offset_limit = 65536, // field offsets of loads and stores are below
};

// How values of a type lie in slots and memory.
enum shape {
  SHAPE_NONE, // no size
  SHAPE_U8,   // one slot, extended, as the five below
  SHAPE_S8,
  SHAPE_U16,
  SHAPE_S16,
  SHAPE_U32,
  SHAPE_S32,
  SHAPE_WORD, // 8 bytes, no pointer
  SHAPE_POINTER,
  SHAPE_STRING,
  SHAPE_INTERFACE,
  SHAPE_SLICE,
  SHAPE_WORDS, // memory layout: structs, arrays, complex numbers
  SHAPE_BOX,   // too large for a frame: see box.c
};

// A jump, or an entry of a jump table, that waits for its label to be bound.
struct fixup {
  struct fixup *next;
  int pc;         // of the jump instruction; for tables the JTAB
  int32_t *entry; // a table's entry, else NULL
};

// A jump target.
struct label {
  int pc; // -1: not bound yet
  struct fixup *fixups;
};

enum home_kind {
  HOME_SLOTS, // the value lies in the frame
  HOME_CELL,  // the slot holds the address of a heap cell
  HOME_ARRAY, // the same for an array; the next slot holds its length
  HOME_FIELD, // a part of the frame's object: the slot holds its address
};

// Where a local variable lives in the function being compiled.
struct home {
  enum home_kind kind;
  int slot;
  int64_t offset; // FIELD: bytes
};

// The kinds of functions: what a body is made of when it is compiled late.
enum source_kind {
  SOURCE_BODY,         // a declared function, method or literal
  SOURCE_BODY_BY_WORD, // a method with a value receiver, called with an interface's data word
  SOURCE_METHOD,       // a promoted or dereferencing method, as interfaces call it
  SOURCE_METHOD_VALUE, // the closure x.m: the receiver is in the context
  SOURCE_METHOD_EXPR,  // the function T.m
  SOURCE_CALL,         // the call of a defer or go statement: everything is in the context
  SOURCE_INIT,         // a package's initialisation
  SOURCE_ENTRY,        // the program's
  SOURCE_TRAMPOLINE,   // between package reflect and a function
};

struct code_source {
  enum source_kind kind;
  struct function *function; // bodies
  struct object *method;     // wrappers: the method in the end
  struct type *receiver;     // wrappers: the type that the path starts from
  const int *path;           // embedded fields on the way
  int path_count;
  struct type *signature;   // wrappers: without receiver; trampolines: the type
  struct expr *call;        // SOURCE_CALL
  struct object **captured; // SOURCE_CALL: synthetic variables
  int captured_count;
  struct package *package;    // SOURCE_INIT; SOURCE_ENTRY: main
  enum trampoline trampoline; // SOURCE_TRAMPOLINE; its signature, and its frame as the receiver
};

// A statement that break, continue or fallthrough can leave.
struct target {
  struct target *outer;
  struct stmt *stmt;
  struct label break_label, continue_label;
};

// The state of one function while it is being compiled.
struct compiler {
  struct program *program;
  struct region *region;
  struct func *func;
  struct function *function; // the source function; NULL for generated ones
  struct package *package;   // of its unexported names and positions
  const char *error;         // why it cannot be compiled

  // emit.c
  uint64_t *code;
  int count, cap;     // words
  int next_pc;        // where the next instruction must start
  bool long_jumps;    // displacements may exceed 16 bits: jumps are emitted in two steps
  bool jump_overflow; // one did, in the short mode
  struct safepoint *safepoints;
  int safepoint_count, safepoint_cap;
  struct line_entry *lines;
  int line_count, line_cap;
  uint32_t *unsigned_indices; // of struct func
  int unsigned_index_count, unsigned_index_cap;
  pos_t pos, line_pos; // of what is being compiled; of the newest line entry

  // slot.c
  int top, max_top;       // slots in use; the most that ever were
  int locals_top;         // variables lie below; above are temporaries and call areas
  uint8_t *pointer_flags; // one per slot below top
  int pointer_cap;
  bool frame_overflow; // the slots do not suffice

  // home.c
  bool spill;               // variables lie in an object of the frame, for slots do not suffice
  int spill_slot, spill_pc; // the object's address; the instruction that makes it
  uint8_t *spill_mask;      // a bit for each word of the object that is a pointer
  int spill_words, spill_cap;
  uint64_t boxed_bytes; // of struct func

  // stmt.c, switch.c
  struct target *targets;
  struct label *fallthrough; // where a fallthrough statement goes
  struct label **labels;     // of labeled statements, for goto
  struct stmt **label_stmts;
  int label_count, label_cap;

  // body.c, defer.c
  struct label epilogue;     // functions with defer: where returns go
  struct label deferred_ran; // in the epilogue: where returns go that have run them
  bool has_defer;
  int wrap_count;        // functions made of go and defer so far, for their names
  uint32_t epilogue_pc;  // of its DEFERRUN; 0 without defer
  bool results_in_cells; // some named result lives in a cell
  int result_slots;
  struct object **results; // of function; NULL without
};

// The kinds of places: operands evaluated so far that they can be loaded, stored or addressed.
enum place_kind {
  PLACE_BLANK,
  PLACE_FRAME,  // in the frame at byte offset
  PLACE_MEMORY, // at the address in slot + offset
  PLACE_GLOBAL, // at a fixed address
  PLACE_INDEX,  // element [index] of the slice, string or pair at slot, or a part of it
  PLACE_MAP,    // element of the map at slot, key at index
};

struct place {
  enum place_kind kind;
  struct type *type;
  int slot, index;
  int64_t offset;       // bytes
  bool packed;          // FRAME, MEMORY: part of a struct or array, no variable of its own
  bool box;             // MEMORY: of a value too large for a frame; a store replaces the box
  bool pair;            // MEMORY: the slot after `slot` holds the array's length (HOME_ARRAY)
  bool unsigned_index;  // INDEX: of a type with 64 unsigned bits
  bool updates;         // MAP: what is loaded is also stored, which decides a panic's words
  uint64_t address;     // GLOBAL
  struct type *map;     // MAP: the map's type
  struct type *element; // INDEX: of which the place is the part at offset; NULL: it is all of it
};

#endif
