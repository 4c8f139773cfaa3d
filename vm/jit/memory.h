// Memory for machine code: written by one mapping, run by another, never both by one.
//
// An instance reserves its space at once, so that all of its code is within reach of a near call. A
// file in memory is mapped twice. Where the system refuses that, pages are private: written first,
// then made executable, and never written again. Where it refuses that too there is no machine code.

#ifndef VOLE_VM_JIT_MEMORY_H
#define VOLE_VM_JIT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { code_space = 64 << 20 };

// The space of an instance. Guarded by the program's lock.
struct code_memory {
  uint8_t *run;   // where the code runs
  uint8_t *write; // the same memory to be written; NULL: pages change their protection instead
  size_t used;    // bytes handed out, or lost to alignment
  size_t held;    // bytes that the system has given for them
};

// Reserves the space. False: the system refuses, and nothing is held.
bool code_memory_init(struct code_memory *memory);
void code_memory_destroy(struct code_memory *memory);

// Returns where the next code of `size` bytes would run; NULL: there is no room for it.
const uint8_t *code_memory_next(const struct code_memory *memory, size_t size);
// Puts bytes where code_memory_next said. From then on they can be run. False: the system refuses.
bool code_memory_put(struct code_memory *memory, const uint8_t *bytes, size_t size);

#endif
