// The kinds of operands: for each what it does to slots, how many, and how a listing shows it.

#ifndef VOLE_VM_CODE_OPERAND_H
#define VOLE_VM_CODE_OPERAND_H

#include <stdint.h>

// Where the number of an operand's slots is found, if it is no constant.
enum operand_count {
  COUNT_C = 16,  // in operand c
  COUNT_2C,      // in operand c, two for each
  COUNT_LOW,     // in bits 0-15 of word1
  COUNT_HIGH,    // in bits 16-31 of word1
  COUNT_BOUNDS,  // one for each of the bits 0-2 of word1 that is set
  COUNT_RESULTS, // in result_slots of the function
  COUNT_OWN,     // no range that begins at the operand: visit_own in opcode_info.c knows
};

// How a listing shows an operand.
enum operand_form {
  FORM_NOTHING,
  FORM_SLOT,     // r7
  FORM_AREA,     // @7
  FORM_UNSIGNED, // 7
  FORM_SIGNED,   // -7
  FORM_WIDE,     // -70000: operands b and c together
  FORM_JUMP,     // ->7: an offset of the function's code
  FORM_JUMP32,   // ->7: operands b and c together
};

// Columns: kind, whether it uses and whether it defines its slots, their number, form, meaning.
// clang-format off
#define OPERAND_TABLE(X)                                                                           \
  /*kind        uses defines slots          form      what the operand is */                       \
  X(NONE,       0,   0,      0,             NOTHING,  "nothing, or a part of a wide operand")      \
  X(DEF,        0,   1,      1,             SLOT,     "defines a slot")                            \
  X(DEF2,       0,   1,      2,             SLOT,     "defines two slots")                         \
  X(DEF3,       0,   1,      3,             SLOT,     "defines three slots")                       \
  X(DEF4,       0,   1,      4,             SLOT,     "defines four slots")                        \
  X(DEF_C,      0,   1,      COUNT_C,       SLOT,     "defines c slots")                           \
  X(DEF_LOW,    0,   1,      COUNT_LOW,     SLOT,     "defines as many as word1's bits 0-15 say")  \
  X(USE,        1,   0,      1,             SLOT,     "uses a slot")                               \
  X(USE2,       1,   0,      2,             SLOT,     "uses two slots")                            \
  X(USE3,       1,   0,      3,             SLOT,     "uses three slots")                          \
  X(USE_C,      1,   0,      COUNT_C,       SLOT,     "uses c slots")                              \
  X(USE_LOW,    1,   0,      COUNT_LOW,     SLOT,     "uses as many as word1's bits 0-15 say")     \
  X(USE_HIGH,   1,   0,      COUNT_HIGH,    SLOT,     "uses as many as word1's bits 16-31 say")    \
  X(STRINGS,    1,   0,      COUNT_2C,      SLOT,     "uses c strings, two slots each")            \
  X(BOUNDS,     1,   0,      COUNT_BOUNDS,  SLOT,     "uses a slot for each of bits 0-2 of word1") \
  X(RESULTS,    1,   0,      COUNT_RESULTS, NOTHING,  "uses the results; the operand is 0")        \
  X(MOD,        1,   1,      1,             SLOT,     "uses and defines a slot")                   \
  X(MOD3,       1,   1,      3,             SLOT,     "uses and defines three slots")              \
  X(ITER,       0,   0,      COUNT_OWN,     SLOT,     "uses a slot and defines the two after it")  \
  X(PART,       0,   0,      COUNT_OWN,     WIDE,     "b and c: a byte of the frame")              \
  X(IMM,        0,   0,      0,             SIGNED,   "a signed number of 16 bits")                \
  X(UIMM,       0,   0,      0,             UNSIGNED, "an unsigned number of 16 bits")             \
  X(IMM32,      0,   0,      0,             WIDE,     "b and c: a signed number of 32 bits")       \
  X(JUMP,       0,   0,      0,             JUMP,     "a signed displacement of 16 bits")          \
  X(JUMP32,     0,   0,      0,             JUMP32,   "b and c: a signed displacement of 32 bits") \
  X(TABLE,      0,   0,      0,             UNSIGNED, "entries of the displacements at word1")     \
  X(CASES,      0,   0,      COUNT_OWN,     UNSIGNED, "entries of the select cases at word1")      \
  X(AREA,       0,   0,      0,             AREA,     "a call area with no results or parameters") \
  X(AREA_FUNC,  0,   0,      COUNT_OWN,     AREA,     "a call area for the struct func in word1")  \
  X(AREA_SLOTS, 0,   0,      COUNT_OWN,     AREA,     "the same; word1: result, parameter slots")  \
  X(AREA_METHOD,0,   0,      COUNT_OWN,     AREA,     "the same; slot b + 1 is one parameter")
// clang-format on

enum operand_kind {
#define OPERAND_ENUM(kind, ...) OPERAND_##kind,
  OPERAND_TABLE(OPERAND_ENUM)
#undef OPERAND_ENUM
};

#endif
