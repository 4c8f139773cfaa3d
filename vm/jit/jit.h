// Machine code: compiles the bytecode of one function at a time to x86-64.
//
// What is compiled keeps the interpreter's frames: each slot has its home in fp[slot]. All slots
// that are live are at home where the interpreter can take over. That is at calls, safepoints and
// returns, and at every instruction that machine code leaves to it. So stacks move, markers scan and
// panics unwind as they do without it, and going over is a jump. README.md has the rules.
//
// Below the interpreter: what machine code calls, it gets as addresses (struct jit_host).

#ifndef VOLE_VM_JIT_JIT_H
#define VOLE_VM_JIT_JIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/func.h"
#include "runtime/g.h"
#include "vm/code/opcode.h"

// Why machine code was left. g->sched has pc and fp, except after JIT_BLOCKED.
enum jit_leave {
  JIT_GO_ON,     // of safepoints: it was not left
  JIT_STEP,      // the interpreter does the instruction at pc
  JIT_RETURN,    // the frame at fp returns; pc has no meaning
  JIT_DEEP,      // the C stack's share is used up: the frame at fp is to be entered again
  JIT_PANICKING, // a panic, an exit or an interrupt is pending
  JIT_BLOCKED    // g waits or has given way, and must not be touched
};

// An operation out of line: carries out the instruction at pc in the frame at fp. False: a panic is
// pending. Never moves the stack.
typedef bool (*jit_operation)(struct g *g, uint64_t *fp, const uint64_t *pc);

// What machine code calls and looks at. Constant.
struct jit_host {
  jit_operation operations[OPCODE_COUNT]; // by enum opcode; NULL: not out of line
  bool (*map_next)(struct g *g, uint64_t *iter_key_value);
  // Do what other threads have asked g for: at a function's entry, and before a jump of `jump`
  // words. g->sched has pc and fp. Afterwards g->sched.fp is where the frame is now.
  enum jit_leave (*entry_safepoint)(struct g *g);
  enum jit_leave (*loop_safepoint)(struct g *g, int64_t jump);
  const bool *barrier_enabled; // of the instance
};

struct jit;

// Code of a function, see jit_lookup.
struct jit_code;

// Makes an instance's state. NULL: this machine or system runs no machine code, or memory is short.
struct jit *jit_new(const struct jit_host *host);
// Frees all machine code. Nothing runs it.
void jit_free(struct jit *jit);

// Compiles a function that has bytecode, and publishes its machine code. False: it stays with the
// interpreter. The program's lock is held.
bool jit_compile(struct jit *jit, struct func *func);

// Returns where machine code goes on at an offset of a function's bytecode, if every live slot is
// at home; NULL: not there. Any M.
const void *jit_lookup(const struct func *func, size_t pc);

// Returns the bytecode's instruction that the machine code at an address belongs to; NULL: none of
// this function. For reports of faults: takes no lock, and is not quick.
const uint64_t *jit_instruction_at(const struct func *func, uintptr_t address);

// Runs machine code from an address that jit_lookup gave, or from func->machine_entry, in the frame
// g->sched.fp. Called by the M that runs g, from the interpreter's loop only.
enum jit_leave jit_enter(struct jit *jit, struct g *g, const void *address);

// Returns the bytes that the system has given for machine code. The program's lock is held.
size_t jit_bytes(const struct jit *jit);

#endif
