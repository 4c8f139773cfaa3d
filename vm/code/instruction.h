// The layout of an instruction's word, and the small enumerations that operands hold.

#ifndef VOLE_VM_CODE_INSTRUCTION_H
#define VOLE_VM_CODE_INSTRUCTION_H

#include <stdint.h>

// In word1 of SLICE and SLICESTR: the first bound is of an unsigned type of 64 bits. The bits of
// the other bounds follow.
enum { slice_unsigned = 16 };

// What PRINT prints.
enum print_kind {
  PRINT_BOOL,
  PRINT_INT,
  PRINT_UINT,
  PRINT_FLOAT32,
  PRINT_FLOAT64,
  PRINT_COMPLEX64,
  PRINT_COMPLEX128,
  PRINT_STRING,
  PRINT_POINTER,
  PRINT_SLICE,
  PRINT_INTERFACE,
  PRINT_SPACE,
  PRINT_NEWLINE
};

// What ATOMIC does. Its values: the new one, the addend or mask, or the old and the new one.
enum atomic_operation {
  ATOMIC_LOAD,
  ATOMIC_STORE,
  ATOMIC_ADD,
  ATOMIC_SWAP,
  ATOMIC_CAS,
  ATOMIC_AND,
  ATOMIC_OR
};

// The memory that ATOMIC works on.
enum atomic_kind { ATOMIC_INT32, ATOMIC_UINT32, ATOMIC_64, ATOMIC_POINTER };

// Makes an instruction's word of an enum opcode and its operands, of which the low 16 bits count.
static inline uint64_t instruction_make(unsigned op, unsigned a, unsigned b, unsigned c) {
  return (uint64_t)op | (uint64_t)(a & 0xffff) << 16 | (uint64_t)(b & 0xffff) << 32 |
         (uint64_t)(c & 0xffff) << 48;
}

static inline unsigned instruction_op(uint64_t w) {
  return (uint16_t)w;
}

static inline unsigned instruction_a(uint64_t w) {
  return (uint16_t)(w >> 16);
}

static inline unsigned instruction_b(uint64_t w) {
  return (uint16_t)(w >> 32);
}

static inline unsigned instruction_c(uint64_t w) {
  return (uint16_t)(w >> 48);
}

static inline int instruction_b_signed(uint64_t w) {
  return (int16_t)(w >> 32);
}

static inline int instruction_c_signed(uint64_t w) {
  return (int16_t)(w >> 48);
}

// Returns b and c together: a signed number of 32 bits.
static inline int32_t instruction_wide(uint64_t w) {
  return (int32_t)(w >> 32);
}

// The state of a loop over a function, in word range_state_word of its body's closure. The word after
// it is the exit by which the body was left.
enum range_state {
  RANGE_DONE,      // the body was left
  RANGE_READY,     // the body may be called
  RANGE_RUNNING,   // the body runs, or has panicked
  RANGE_EXHAUSTED, // the function ranged over has returned
};
enum { range_state_word = 1, range_exit_word, range_header_words = 2 };

#endif
