// An instance's machine code: its memory, and the pieces of code that all functions share. Private
// to vm/jit.

#ifndef VOLE_VM_JIT_STATE_H
#define VOLE_VM_JIT_STATE_H

#include "vm/jit/jit.h"
#include "vm/jit/memory.h"

// Where machine code can be entered, sorted by pc.
struct code_point {
  uint32_t pc;      // offset of the bytecode, in words
  uint32_t machine; // of the machine code, in bytes
};

struct jit_code {
  struct jit_code *next; // of the instance
  const uint8_t *bytes;
  uint32_t size;
  uint32_t point_count;
  uint32_t instruction_count;
  struct code_point *instructions; // where each begins: behind the points
  struct code_point points[];
};

// Guarded by the program's lock; constant once made, except memory and codes.
struct jit {
  const struct jit_host *host;
  struct code_memory memory;
  struct jit_code *codes;
  // enum jit_leave enter(struct g *, const void *address).
  const uint8_t *enter;
  // Jumped to. rdx has the pc.
  const uint8_t *leave_step, *leave_deep;
  // Called. rdx has the pc; rcx, for loops, the distance of the jump. All registers of variables
  // are lost; the frame register has the frame afterwards.
  const uint8_t *entry_poll, *loop_poll;
  // Called. rax has the function, rdx the pc. The first leaves if it says false.
  const uint8_t *operation_call, *plain_call;
};

// Makes the shared pieces (stubs.c). False: the system refuses memory that can be run.
bool jit_make_stubs(struct jit *jit);

struct x86_code;
// Finishes code and puts it into memory (jit.c). Returns where it runs; NULL: there is no room, the system
// refuses, or the code is not to be used.
const uint8_t *jit_place(struct jit *jit, const struct x86_code *code);

#endif
