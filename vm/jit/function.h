// A function while it is compiled: its instructions, and what is known at each of them.
//
// Only slots below slot_limit are looked at. A variable is such a slot as one of two classes: an
// integer's or a float's. A value may be known as both; then both hold the same bits. Private to
// vm/jit.

#ifndef VOLE_VM_JIT_FUNCTION_H
#define VOLE_VM_JIT_FUNCTION_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "mem/invariant.h"
#include "vm/code/opcode_info.h"
#include "vm/jit/jit.h"
#include "vm/jit/x86.h"

enum {
  slot_limit = 256, // slots from here on stay at home
  variable_limit = slot_limit * 2,
  set_words = variable_limit / 64
};

// A set of variables: 2 * slot + class.
struct set {
  uint64_t w[set_words];
};

enum class { INTEGER, FLOAT };

static inline bool has(const struct set *s, int v) {
  return s->w[v / 64] >> v % 64 & 1;
}
static inline void add(struct set *s, int v) {
  s->w[v / 64] |= UINT64_C(1) << v % 64;
}
static inline void take(struct set *s, int v) {
  s->w[v / 64] &= ~(UINT64_C(1) << v % 64);
}
static inline bool join(struct set *to, const struct set *from) {
  uint64_t changed = 0;
  for (int i = 0; i < set_words; i++) {
    changed |= from->w[i] & ~to->w[i];
    to->w[i] |= from->w[i];
  }
  return changed != 0;
}
static inline bool meet(struct set *to, const struct set *from) {
  uint64_t changed = 0;
  for (int i = 0; i < set_words; i++) {
    changed |= to->w[i] & ~from->w[i];
    to->w[i] &= from->w[i];
  }
  return changed != 0;
}
static inline int variable(int slot, enum class class) {
  return slot * 2 + (int)class;
}

// What an effect asks of slots, or gives.
enum use_kind {
  KIND_INTEGER,
  KIND_FLOAT,
  KIND_EITHER, // used: as whatever it is; defined: as whatever is needed
  KIND_COPY,   // MOV: what the source is
  KIND_HOME    // in its home
};

// A range of slots that an instruction uses or defines.
struct effect {
  uint16_t slot, count;
  uint8_t defines;
  uint8_t kind; // enum use_kind
};

// What does an instruction.
enum way {
  WAY_INLINE, // machine code
  WAY_CALL,   // a call of a function that has, or may get, machine code
  WAY_HELPER, // a function of struct jit_host, by its table of operations
  WAY_STEP,   // the interpreter
  WAY_RETURN
};

struct instruction {
  uint32_t pc;
  uint32_t effects, effect_count;
  int32_t target; // instruction that it may jump to, -1: none
  uint32_t label; // where its code begins
  uint16_t op;    // enum opcode
  uint16_t depth; // of loops
  uint8_t way;    // enum way
  bool is_target; // something jumps here
  bool is_header; // backwards
  bool reached;   // control may come here
  bool is_point;  // the interpreter may come here
};

// The state at each instruction, before it.
struct state {
  struct set live;  // will be used
  struct set known; // bit: the slot is known as this class
  struct set clean; // bit of a slot's integer: its home holds its value
};

struct cold;

struct function {
  struct jit *jit;
  const struct jit_host *host;
  const struct func *func;
  struct x86_code code;
  struct instruction *list;
  struct state *states;
  int count;
  int *at; // by word of the bytecode: its instruction
  struct effect *effects;
  uint32_t effect_count, effect_cap;
  struct set at_home;         // slots (both bits) that are never in registers
  int8_t reg[variable_limit]; // a register of the variable's class, or -1
  struct set assigned;        // variables that have one
  bool failed;                // memory is short, or something is out of reach

  // Where emission is.
  int i;
  const uint64_t *w; // the instruction's words
  uint32_t exit;     // label of its exit to the interpreter, if has_exit
  bool has_exit;
  struct set live_out; // after it
  struct set known;    // as in struct state
  struct set resident; // variables that are in their register
  struct set clean;    // as in struct state
  struct set not_nil;  // bit of a slot's integer: checked
  uint32_t entry;      // label of the entry
  struct cold *cold;
  uint32_t cold_count, cold_cap;
  struct jit_point *points;
  uint32_t point_count, point_cap;
};

// Returns the effects of an instruction, definitions first.
static inline const struct effect *effects_of(const struct function *f, int i) {
  return f->effects + f->list[i].effects;
}

// Makes more room (analyse.c) in an array for one more element. False: memory is short, and f->failed is set.
bool function_grow(struct function *f, void **array, uint32_t count, uint32_t *cap, size_t size);

// Decodes the bytecode and fills all states (analyse.c). False: too large, or memory is short.
bool function_analyse(struct function *f);
void function_free(struct function *f);
// What is live after an instruction.
void function_live_out(const struct function *f, int i, struct set *out);
// Calls visit for each instruction that may come after i.
void function_successors(const struct function *f, int i, void *context,
                         void (*visit)(void *context, int successor));
// Moves what is known, and what is at home, from before an instruction to after it.
void function_pass(const struct function *f, int i, const struct set *live_out, struct set *known,
                   struct set *clean);
// Whether all live slots are at home after an instruction, and no register holds a value.
static inline bool function_flushes(const struct function *f, int i) {
  return f->list[i].way == WAY_CALL || f->list[i].way == WAY_HELPER || f->list[i].way == WAY_STEP;
}

// Gives registers to variables (allocate.c).
void function_allocate(struct function *f);

// Writes the code (emit.c).
void function_emit(struct function *f);

#endif
