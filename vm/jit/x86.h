// The encoder: x86-64 instructions as bytes in a growing buffer.
//
// An instruction is an operation, a register and a place, which is a register or memory. Operations
// bear in their bits what the encoding needs. Jumps go to labels of the buffer, and constants into
// a pool behind the code. What lies outside has an address. All three are patched by x86_finish,
// once it is known where the code will run. No instruction is chosen here.

#ifndef VOLE_VM_JIT_X86_H
#define VOLE_VM_JIT_X86_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Registers by their numbers; those of the SSE class are 0 to 15 as well.
enum x86_register { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15 };

// A register, if reg is not negative; else memory at base + index << shift + disp.
struct x86_place {
  int8_t reg;
  int8_t base;
  int8_t index; // negative: none; not RSP
  uint8_t shift;
  int32_t disp;
};

static inline struct x86_place x86_reg(int reg) {
  return (struct x86_place){.reg = (int8_t)reg, .base = -1, .index = -1};
}

static inline struct x86_place x86_mem(int base, int32_t disp) {
  return (struct x86_place){.reg = -1, .base = (int8_t)base, .index = -1, .disp = disp};
}

static inline struct x86_place x86_indexed(int base, int index, unsigned shift) {
  return (struct x86_place){
      .reg = -1, .base = (int8_t)base, .index = (int8_t)index, .shift = (uint8_t)shift};
}

// The bits of an operation besides its opcode byte.
enum {
  x86_digit = 1 << 8, // times 0 to 7: takes the place of the register
  x86_w = 1 << 12,    // 64 bits
  x86_map_0f = 1 << 13,
  x86_map_0f3a = 1 << 14,
  x86_66 = 1 << 15,
  x86_f2 = 1 << 16,
  x86_f3 = 1 << 17,
  x86_byte = 1 << 18,    // the register is used as 8 bits
  x86_byte_rm = 1 << 19, // the place, if it is a register, is used as 8 bits
};

enum x86_operation {
  X86_ADD = 0x03 | x86_w,
  X86_OR = 0x0b | x86_w,
  X86_SBB = 0x1b | x86_w,
  X86_AND = 0x23 | x86_w,
  X86_SUB = 0x2b | x86_w,
  X86_XOR = 0x33 | x86_w,
  X86_CMP = 0x3b | x86_w,
  X86_CMP_STORE = 0x39 | x86_w, // the place is compared with the register
  X86_XOR32 = 0x33,
  X86_ADD32 = 0x03,
  X86_MOVSXD = 0x63 | x86_w,
  X86_TEST = 0x85 | x86_w,
  X86_TEST32 = 0x85,
  X86_LOAD = 0x8b | x86_w,
  X86_LOAD32 = 0x8b,
  X86_STORE = 0x89 | x86_w,
  X86_STORE32 = 0x89,
  X86_STORE16 = 0x89 | x86_66,
  X86_STORE8 = 0x88 | x86_byte | x86_byte_rm,
  X86_LEA = 0x8d | x86_w,
  X86_LOADZ8 = 0xb6 | x86_map_0f | x86_byte_rm,
  X86_LOADZ16 = 0xb7 | x86_map_0f,
  X86_LOADS8 = 0xbe | x86_map_0f | x86_w | x86_byte_rm,
  X86_LOADS16 = 0xbf | x86_map_0f | x86_w,
  X86_IMUL = 0xaf | x86_map_0f | x86_w,
  X86_CMOV_EQUAL = 0x44 | x86_map_0f | x86_w,
  X86_CMOV_ABOVE = 0x47 | x86_map_0f | x86_w,
  X86_SETCC = 0x90 | x86_map_0f | x86_byte_rm, // plus the condition; the register is 0
  // Groups: the digit is part of the operation, the register is not used.
  X86_SHL_CL = 0xd3 | x86_w | 4 * x86_digit,
  X86_SHR_CL = 0xd3 | x86_w | 5 * x86_digit,
  X86_SAR_CL = 0xd3 | x86_w | 7 * x86_digit,
  X86_NOT = 0xf7 | x86_w | 2 * x86_digit,
  X86_NEG = 0xf7 | x86_w | 3 * x86_digit,
  X86_IMUL_WIDE = 0xf7 | x86_w | 5 * x86_digit, // rdx:rax = rax * place
  X86_DIV = 0xf7 | x86_w | 6 * x86_digit,
  X86_IDIV = 0xf7 | x86_w | 7 * x86_digit,
  X86_INC = 0xff | x86_w,
  X86_DEC = 0xff | x86_w | 1 * x86_digit,
  X86_CALL = 0xff | 2 * x86_digit,
  X86_JMP = 0xff | 4 * x86_digit,
  // With an immediate: x86_immediate chooses the short form where there is one.
  X86_ADD_I = 0x81 | x86_w,
  X86_OR_I = 0x81 | x86_w | 1 * x86_digit,
  X86_AND_I = 0x81 | x86_w | 4 * x86_digit,
  X86_SUB_I = 0x81 | x86_w | 5 * x86_digit,
  X86_XOR_I = 0x81 | x86_w | 6 * x86_digit,
  X86_CMP_I = 0x81 | x86_w | 7 * x86_digit,
  X86_CMP32_I = 0x81 | 7 * x86_digit,
  X86_AND32_I = 0x81 | 4 * x86_digit,
  X86_ADD32_I = 0x81,
  X86_IMUL_I = 0x69 | x86_w, // register = place * immediate
  X86_MOV_I = 0xc7 | x86_w,  // sign-extended
  // With an immediate of 8 bits: x86_immediate8.
  X86_SHL_I = 0xc1 | x86_w | 4 * x86_digit,
  X86_SHR_I = 0xc1 | x86_w | 5 * x86_digit,
  X86_SAR_I = 0xc1 | x86_w | 7 * x86_digit,
  X86_SHL32_I = 0xc1 | 4 * x86_digit,
  X86_CMP8_I = 0x80 | 7 * x86_digit | x86_byte_rm,
  X86_TEST8 = 0x84 | x86_byte | x86_byte_rm,
  X86_ROUNDSD = 0x0b | x86_map_0f3a | x86_66, // SSE 4.1
  // SSE2: the register is xmm.
  X86_LOADSD = 0x10 | x86_map_0f | x86_f2,
  X86_STORESD = 0x11 | x86_map_0f | x86_f2,
  X86_LOADSS = 0x10 | x86_map_0f | x86_f3,
  X86_STORESS = 0x11 | x86_map_0f | x86_f3,
  X86_MOVAPD = 0x28 | x86_map_0f | x86_66,
  X86_ADDSD = 0x58 | x86_map_0f | x86_f2,
  X86_MULSD = 0x59 | x86_map_0f | x86_f2,
  X86_SUBSD = 0x5c | x86_map_0f | x86_f2,
  X86_DIVSD = 0x5e | x86_map_0f | x86_f2,
  X86_SQRTSD = 0x51 | x86_map_0f | x86_f2,
  X86_ADDSS = 0x58 | x86_map_0f | x86_f3,
  X86_MULSS = 0x59 | x86_map_0f | x86_f3,
  X86_SUBSS = 0x5c | x86_map_0f | x86_f3,
  X86_DIVSS = 0x5e | x86_map_0f | x86_f3,
  X86_UCOMISD = 0x2e | x86_map_0f | x86_66,
  X86_UCOMISS = 0x2e | x86_map_0f,
  X86_ANDPS = 0x54 | x86_map_0f,
  X86_XORPS = 0x57 | x86_map_0f,
  X86_CVTSI2SD = 0x2a | x86_map_0f | x86_f2 | x86_w,
  X86_CVTSI2SS = 0x2a | x86_map_0f | x86_f3 | x86_w,
  X86_CVTTSD2SI = 0x2c | x86_map_0f | x86_f2 | x86_w,
  X86_CVTTSD2SI32 = 0x2c | x86_map_0f | x86_f2,
  X86_CVTSD2SS = 0x5a | x86_map_0f | x86_f2,
  X86_CVTSS2SD = 0x5a | x86_map_0f | x86_f3,
  X86_TO_XMM = 0x6e | x86_map_0f | x86_66 | x86_w,   // xmm = place
  X86_FROM_XMM = 0x7e | x86_map_0f | x86_66 | x86_w, // place = xmm
};

// Conditions of jumps and SETCC; the lowest bit inverts.
enum x86_condition {
  X86_BELOW = 2,
  X86_ABOVE_EQUAL,
  X86_EQUAL,
  X86_NOT_EQUAL,
  X86_BELOW_EQUAL,
  X86_ABOVE,
  X86_PARITY = 10,
  X86_NO_PARITY,
  X86_LESS,
  X86_GREATER_EQUAL,
  X86_LESS_EQUAL,
  X86_GREATER,
  X86_ALWAYS = 16
};

struct x86_patch;

// Code under construction. All zero is an empty one.
struct x86_code {
  uint8_t *bytes;
  uint32_t size, cap;
  bool failed; // memory was short: what is here is not to be used
  struct x86_patch *patches;
  uint32_t patch_count, patch_cap;
  int32_t *labels; // by label: offset, -1 if it has none yet
  uint32_t label_count, label_cap;
  uint64_t *constants;
  uint32_t constant_count, constant_cap;
};

void x86_free(struct x86_code *code);

// Appends an instruction. reg is not used by operations with a digit.
void x86_emit(struct x86_code *code, unsigned operation, int reg, struct x86_place place);
// The same with an immediate of 8 or 32 bits, whichever serves; for X86_IMUL_I reg is the result.
void x86_immediate(struct x86_code *code, unsigned operation, int reg, struct x86_place place,
                   int32_t value);
// The same with an immediate of 8 bits.
void x86_immediate8(struct x86_code *code, unsigned operation, int reg, struct x86_place place,
                    unsigned value);
// The same with a constant of the pool as its place.
void x86_constant(struct x86_code *code, unsigned operation, int reg, uint64_t value);
// Loads a number into a register in the shortest way. Leaves the flags alone.
void x86_load_number(struct x86_code *code, int reg, uint64_t value);
void x86_push(struct x86_code *code, int reg);
void x86_pop(struct x86_code *code, int reg);
void x86_ret(struct x86_code *code);
// Extends the sign of rax into rdx.
void x86_cqo(struct x86_code *code);
// Pads with instructions that do nothing to a multiple of `to` bytes, a power of two.
void x86_align(struct x86_code *code, unsigned to);

// Returns a new label, which has no place yet.
uint32_t x86_label(struct x86_code *code);
// Puts a label here.
void x86_bind(struct x86_code *code, uint32_t label);
// Jumps to a label, always or by a condition.
void x86_jump(struct x86_code *code, unsigned condition, uint32_t label);
// Calls the code at a label.
void x86_call(struct x86_code *code, uint32_t label);
// Loads the address of a label into a register.
void x86_label_address(struct x86_code *code, int reg, uint32_t label);
// Appends 4 bytes: the distance of a label from another.
void x86_label_distance(struct x86_code *code, uint32_t label, uint32_t from);
// Jump to, and call, an address within 2 GiB of the code.
void x86_jump_to(struct x86_code *code, unsigned condition, const void *address);
void x86_call_to(struct x86_code *code, const void *address);

// Returns the bytes that x86_finish will give.
size_t x86_finished_size(const struct x86_code *code);
// Writes the code as it is to run at `at`: patched, with its constants behind it. False: a label
// has no place, something is out of reach, or memory was short.
bool x86_finish(const struct x86_code *code, uint8_t *to, const uint8_t *at);

#endif
