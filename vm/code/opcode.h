// The bytecode: one table from which the enum, the disassembler, the verifier, the liveness
// analysis, the compiler's choices and the interpreter's dispatch come.
//
// An instruction is one 64-bit word, op:16 a:16 b:16 c:16 from the low bits up, followed by 0 to 3
// data words (vm/code/instruction.h). Operands name slots of 8 bytes in the frame, fp[a]. What a
// value takes:
//
//   integers, bool        one slot: extended to 64 bits as the type says; 0 or 1
//   float32, float64      one slot: the 32 bits zero-extended; the bits
//   pointers, maps, channels, funcs   one slot
//   strings, interfaces, complex128   two slots
//   slices                three slots
//   structs, arrays       Go's memory layout in whole slots; narrow fields are packed: GET, PUT
//   more than 1 KiB       one slot: the address of a heap object that is not written to any more
//
// A frame from fp up: results, parameters, the closure that runs, locals, temporaries, call areas.
// Each parameter begins at a slot of its own, the receiver first. The closure is at context_slot =
// results + parameters, and has a meaning in closures only. Below the frame: fp[-2] the return
// address (the caller's pc after its call instruction), fp[-1] the struct func that runs. A call
// instruction's `a` is the slot where the callee's fp will be; the two slots below it are reserved.
// Every call instruction has exactly one data word, so a return finds the caller's fp as fp -
// a(ret[-2]).
//
// Jumps are relative to the jump's own instruction word. A backward jump must be a LOOP, INC or DEC
// form.
//
// Safepoints are where collections and stack growth happen, and they happen nowhere else. Each has
// a liveness map for the frame, found by an offset of the code. This is 0 for the function's entry
// and the return address for a call. For a loop or an operation on channels it is the instruction's
// own word. While a goroutine waits at a channel its operands are not needed any more, and its
// results are not there yet.

#ifndef VOLE_VM_CODE_OPCODE_H
#define VOLE_VM_CODE_OPCODE_H

#include <stdint.h>

#include "vm/code/instruction.h"
#include "vm/code/operand.h"

// Columns: name, kinds of a, b and c (vm/code/operand.h), number of data words, what it does. Then
// come the fields of struct opcode_row (vm/code/opcode_info.h) that are not 0. The order of rows is
// free, but MOV is first, so that 0 in such a field means none.
// clang-format off
#define OPCODE_TABLE(X)                                                                            \
  /* Moves and constants. */                                                                       \
  X(MOV,        DEF,      USE,      NONE,   0, "a = b")                                            \
  X(MOV2,       DEF2,     USE2,     NONE,   0, "two slots; ranges may overlap")                    \
  X(MOV3,       DEF3,     USE3,     NONE,   0, "three slots; ranges may overlap")                  \
  X(MOVN,       DEF_C,    USE_C,    UIMM,   0, "c slots; ranges may overlap")                      \
  X(LDI,        DEF,      IMM32,    NONE,   0, "a = imm32, sign-extended")                         \
  X(LDK,        DEF,      NONE,     NONE,   1, "a = word1, a constant or an address")              \
  X(LDK2,       DEF2,     NONE,     NONE,   2,                                                     \
    "a, a+1 = word1, word2 (a string constant; a static array's address and length)")              \
  X(ZERO,       DEF,      NONE,     NONE,   0, "a = 0")                                            \
  X(ZERON,      DEF_C,    NONE,     UIMM,   0, "c slots from a = 0")                               \
  /* Parts of slots: a struct that lies in the frame. The byte offset from fp is imm32. */         \
  X(GET8,       DEF,      PART,     NONE,   0, "a = zero-extended byte at fp+imm")                 \
  X(GET8S,      DEF,      PART,     NONE,   0, "sign-extended")                                    \
  X(GET16,      DEF,      PART,     NONE,   0, "16 bits")                                          \
  X(GET16S,     DEF,      PART,     NONE,   0, "16 bits, signed")                                  \
  X(GET32,      DEF,      PART,     NONE,   0, "32 bits")                                          \
  X(GET32S,     DEF,      PART,     NONE,   0, "32 bits, signed")                                  \
  X(PUT8,       USE,      PART,     NONE,   0, "byte at fp+imm = a")                               \
  X(PUT16,      USE,      PART,     NONE,   0, "16 bits")                                          \
  X(PUT32,      USE,      PART,     NONE,   0, "32 bits")                                          \
  /* Integers, 64 bits with wrap-around. */                                                        \
  X(ADD,        DEF,      USE,      USE,    0, "a = b + c", .constant = OP_ADDI)                   \
  X(SUB,        DEF,      USE,      USE,    0, "a = b - c")                                        \
  X(MUL,        DEF,      USE,      USE,    0, "a = b * c", .constant = OP_MULI)                   \
  X(DIV,        DEF,      USE,      USE,    0,                                                     \
    "signed, truncated; panics on c == 0; MIN / -1 = MIN", .constant = OP_DIVI)                    \
  X(DIVU,       DEF,      USE,      USE,    0, "unsigned")                                         \
  X(REM,        DEF,      USE,      USE,    0, "signed", .constant = OP_REMI)                      \
  X(REMU,       DEF,      USE,      USE,    0, "unsigned")                                         \
  X(AND,        DEF,      USE,      USE,    0, "a = b & c", .constant = OP_ANDI)                   \
  X(OR,         DEF,      USE,      USE,    0, "a = b | c", .constant = OP_ORI)                    \
  X(XOR,        DEF,      USE,      USE,    0, "a = b ^ c", .constant = OP_XORI)                   \
  X(ANDN,       DEF,      USE,      USE,    0, "a = b &^ c")                                       \
  X(SHL,        DEF,      USE,      USE,    0, "a = b << c; c is unsigned, 64 and more give 0",    \
    .constant = OP_SHLI)                                                                           \
  X(SHR,        DEF,      USE,      USE,    0, "logical", .constant = OP_SHRI)                     \
  X(SAR,        DEF,      USE,      USE,    0, "arithmetic; 64 and more give the sign",            \
    .constant = OP_SARI)                                                                           \
  X(CHKSHIFT,   USE,      NONE,     NONE,   0, "panics if a, a signed shift count, is negative")   \
  X(NEG,        DEF,      USE,      NONE,   0, "a = -b")                                           \
  X(NOT,        DEF,      USE,      NONE,   0, "a = ^b")                                           \
  X(ADDI,       DEF,      USE,      IMM,    0, "a = b + imm", .constant = OP_ADDK)                 \
  X(MULI,       DEF,      USE,      IMM,    0, "a = b * imm", .constant = OP_MULK)                 \
  X(DIVI,       DEF,      USE,      IMM,    0, "signed; imm is not 0 and not -1",                  \
    .constant = OP_DIVK)                                                                           \
  X(REMI,       DEF,      USE,      IMM,    0, "signed; imm is not 0 and not -1",                  \
    .constant = OP_REMK)                                                                           \
  X(ANDI,       DEF,      USE,      IMM,    0, "imm is sign-extended, here and below",             \
    .constant = OP_ANDK)                                                                           \
  X(ORI,        DEF,      USE,      IMM,    0, "a = b | imm")                                      \
  X(XORI,       DEF,      USE,      IMM,    0, "a = b ^ imm")                                      \
  X(SHLI,       DEF,      USE,      UIMM,   0, "0 <= imm < 64")                                    \
  X(SHRI,       DEF,      USE,      UIMM,   0, "logical; imm as SHLI")                             \
  X(SARI,       DEF,      USE,      UIMM,   0, "arithmetic; imm as SHLI")                          \
  X(ADDK,       DEF,      USE,      NONE,   1, "a = b + word1")                                    \
  X(MULK,       DEF,      USE,      NONE,   1, "a = b * word1")                                    \
  X(REMK,       DEF,      USE,      NONE,   1, "signed; word1 is not 0 and not -1")                \
  X(DIVK,       DEF,      USE,      NONE,   1, "signed; word1 is not 0 and not -1")                \
  X(ANDK,       DEF,      USE,      NONE,   1, "a = b & word1")                                    \
  X(ADD32,      DEF,      USE,      USE,    0, "int32: the result is sign-extended from 32 bits",  \
    .constant = OP_ADDI32)                                                                         \
  X(SUB32,      DEF,      USE,      USE,    0, "int32")                                            \
  X(MUL32,      DEF,      USE,      USE,    0, "int32")                                            \
  X(SHL32,      DEF,      USE,      USE,    0, "int32")                                            \
  X(ADDI32,     DEF,      USE,      IMM,    0, "int32")                                            \
  X(ADDU32,     DEF,      USE,      USE,    0, "uint32: zero-extended", .constant = OP_ADDIU32)    \
  X(SUBU32,     DEF,      USE,      USE,    0, "uint32")                                           \
  X(MULU32,     DEF,      USE,      USE,    0, "uint32")                                           \
  X(SHLU32,     DEF,      USE,      USE,    0, "uint32")                                           \
  X(ADDIU32,    DEF,      USE,      IMM,    0, "uint32")                                           \
  X(SEXT8,      DEF,      USE,      NONE,   0,                                                     \
    "a = int8(b); other narrow arithmetic is a 64-bit operation and then one of these")            \
  X(SEXT16,     DEF,      USE,      NONE,   0, "a = int16(b)")                                     \
  X(SEXT32,     DEF,      USE,      NONE,   0, "a = int32(b)")                                     \
  X(ZEXT8,      DEF,      USE,      NONE,   0, "a = uint8(b)")                                     \
  X(ZEXT16,     DEF,      USE,      NONE,   0, "a = uint16(b)")                                    \
  X(ZEXT32,     DEF,      USE,      NONE,   0, "a = uint32(b)")                                    \
  /* Floating point. */                                                                            \
  X(ADDF,       DEF,      USE,      USE,    0, "float64", .constant = OP_ADDFK)                    \
  X(SUBF,       DEF,      USE,      USE,    0, "float64", .constant = OP_SUBFK)                    \
  X(MULF,       DEF,      USE,      USE,    0, "float64", .constant = OP_MULFK)                    \
  X(DIVF,       DEF,      USE,      USE,    0, "float64", .constant = OP_DIVFK)                    \
  X(NEGF,       DEF,      USE,      NONE,   0, "a = -b, float64")                                  \
  X(MACF,       MOD,      USE,      USE,    0, "a += b * c, rounded twice")                        \
  X(ADDFK,      DEF,      USE,      NONE,   1, "a = b + word1, a float64")                         \
  X(SUBFK,      DEF,      USE,      NONE,   1, "a = b - word1")                                    \
  X(MULFK,      DEF,      USE,      NONE,   1, "a = b * word1")                                    \
  X(DIVFK,      DEF,      USE,      NONE,   1, "a = b / word1")                                    \
  X(SQRTF,      DEF,      USE,      NONE,   0, "math.Sqrt")                                        \
  X(ABSF,       DEF,      USE,      NONE,   0, "math.Abs")                                         \
  X(FLOORF,     DEF,      USE,      NONE,   0, "math.Floor")                                       \
  X(CEILF,      DEF,      USE,      NONE,   0, "math.Ceil")                                        \
  X(TRUNCF,     DEF,      USE,      NONE,   0, "math.Trunc")                                       \
  X(MINF,       DEF,      USE,      USE,    0, "builtin min: NaN if either is, -0 < +0")           \
  X(MAXF,       DEF,      USE,      USE,    0, "the builtin max")                                  \
  X(ADDF32,     DEF,      USE,      USE,    0, "float32")                                          \
  X(SUBF32,     DEF,      USE,      USE,    0, "float32")                                          \
  X(MULF32,     DEF,      USE,      USE,    0, "float32")                                          \
  X(DIVF32,     DEF,      USE,      USE,    0, "float32")                                          \
  X(NEGF32,     DEF,      USE,      NONE,   0, "a = -b, float32")                                  \
  X(I2F,        DEF,      USE,      NONE,   0, "float64(int64)")                                   \
  X(U2F,        DEF,      USE,      NONE,   0, "float64(uint64)")                                  \
  X(F2I,        DEF,      USE,      NONE,   0, "int64(float64) as amd64; uint32: extend")          \
  X(F2I32,      DEF,      USE,      NONE,   0, "int32(float64) as amd64; narrower: extend")        \
  X(F2U,        DEF,      USE,      NONE,   0, "uint64(float64)")                                  \
  X(I2F32,      DEF,      USE,      NONE,   0, "float32(int64), rounded once")                     \
  X(U2F32,      DEF,      USE,      NONE,   0, "float32(uint64)")                                  \
  X(F2F32,      DEF,      USE,      NONE,   0, "float32(float64)")                                 \
  X(F322F,      DEF,      USE,      NONE,   0, "float64(float32)")                                 \
  /* Complex numbers: complex128 in two slots; complex64 is widened to it and narrowed back. */    \
  X(ADDC,       DEF2,     USE2,     USE2,   0, "complex128")                                       \
  X(SUBC,       DEF2,     USE2,     USE2,   0, "complex128")                                       \
  X(MULC,       DEF2,     USE2,     USE2,   0, "complex128")                                       \
  X(DIVC,       DEF2,     USE2,     USE2,   0, "as Go: infinities and NaNs by its rules")          \
  X(EQC,        DEF,      USE2,     USE2,   0, "a = b == c")                                       \
  X(C2C64,      DEF,      USE2,     NONE,   0, "complex64(complex128)")                            \
  X(C642C,      DEF2,     USE,      NONE,   0, "complex128(complex64)")                            \
  /* Comparisons to a bool. */                                                                     \
  X(EQ,         DEF,      USE,      USE,    0, "a = b == c, one word")                             \
  X(NE,         DEF,      USE,      USE,    0, "a = b != c, one word")                             \
  X(LT,         DEF,      USE,      USE,    0, "signed")                                           \
  X(LE,         DEF,      USE,      USE,    0, "signed")                                           \
  X(LTU,        DEF,      USE,      USE,    0, "unsigned")                                         \
  X(LEU,        DEF,      USE,      USE,    0, "unsigned")                                         \
  X(EQF,        DEF,      USE,      USE,    0, "float64")                                          \
  X(NEF,        DEF,      USE,      USE,    0, "float64")                                          \
  X(LTF,        DEF,      USE,      USE,    0, "float64")                                          \
  X(LEF,        DEF,      USE,      USE,    0, "float64")                                          \
  X(EQF32,      DEF,      USE,      USE,    0, "float32; != is EQF32 and NOTB")                    \
  X(LTF32,      DEF,      USE,      USE,    0, "float32")                                          \
  X(LEF32,      DEF,      USE,      USE,    0, "float32")                                          \
  X(EQS,        DEF,      USE2,     USE2,   0, "strings")                                          \
  X(LTS,        DEF,      USE2,     USE2,   0, "strings")                                          \
  X(LES,        DEF,      USE2,     USE2,   0, "strings")                                          \
  X(EQE,        DEF,      USE2,     USE2,   0, "empty interfaces; panics if not comparable")       \
  X(EQI,        DEF,      USE2,     USE2,   0, "interfaces with methods (first word an itab)")     \
  X(EQT,        DEF,      USE_HIGH, USE_HIGH, 2,                                                   \
    "a = values at b and c are equal; word1: bits 16-31 slots of each; word2: struct rtype")       \
  X(NOTB,       DEF,      USE,      NONE,   0, "a = !b")                                           \
  /* Branches. Displacements from this instruction's word. Forward only, but for the LOOP and      \
     INC forms. */                                                                                 \
  X(JMP,        NONE,     JUMP32,   NONE,   0, "always", .ends = true, .loop = OP_LOOP)            \
  X(JT,         USE,      JUMP32,   NONE,   0, "if a", .loop = OP_LOOPT)                           \
  X(JF,         USE,      JUMP32,   NONE,   0, "if !a", .loop = OP_LOOPF)                          \
  X(JEQ,        USE,      USE,      JUMP,   0, "if a == b", .loop = OP_LOOPEQ)                     \
  X(JNE,        USE,      USE,      JUMP,   0, "if a != b", .loop = OP_LOOPNE)                     \
  X(JLT,        USE,      USE,      JUMP,   0, "if a < b, signed", .loop = OP_LOOPLT)              \
  X(JLE,        USE,      USE,      JUMP,   0, "if a <= b, signed", .loop = OP_LOOPLE)             \
  X(JLTU,       USE,      USE,      JUMP,   0, "if a < b, unsigned")                               \
  X(JLEU,       USE,      USE,      JUMP,   0, "if a <= b, unsigned")                              \
  X(JEQI,       USE,      IMM,      JUMP,   0, "if a == imm")                                      \
  X(JNEI,       USE,      IMM,      JUMP,   0, "if a != imm", .loop = OP_LOOPNEI)                  \
  X(JLTI,       USE,      IMM,      JUMP,   0, "if a < imm, signed", .loop = OP_LOOPLTI)           \
  X(JLEI,       USE,      IMM,      JUMP,   0, "if a <= imm", .loop = OP_LOOPLEI)                  \
  X(JGTI,       USE,      IMM,      JUMP,   0, "if a > imm", .loop = OP_LOOPGTI)                   \
  X(JGEI,       USE,      IMM,      JUMP,   0, "if a >= imm", .loop = OP_LOOPGEI)                  \
  X(JEQF,       USE,      USE,      JUMP,   0, "if a == b, float64")                               \
  X(JNEF,       USE,      USE,      JUMP,   0, "if a != b, float64")                               \
  X(JLTF,       USE,      USE,      JUMP,   0, "if a < b, float64", .loop = OP_LOOPLTF)            \
  X(JLEF,       USE,      USE,      JUMP,   0, "if a <= b, float64", .loop = OP_LOOPLEF)           \
  X(JNLTF,      USE,      USE,      JUMP,   0, "if !(a < b)")                                      \
  X(JNLEF,      USE,      USE,      JUMP,   0, "if !(a <= b)")                                     \
  X(JEQK,       USE,      NONE,     JUMP,   1, "if a == word1: types, large constants")            \
  X(JNEK,       USE,      NONE,     JUMP,   1, "if a != word1")                                    \
  X(JTAB,       USE,      TABLE,    JUMP,   1,                                                     \
    "a switch: if a, unsigned, < b jump by the signed 32-bit displacement (from this word) at"     \
    " ((int32_t *)word1)[a], else by c; the table is owned by the function", .ends = true)         \
  X(LOOP,       NONE,     JUMP32,   NONE,   0, "backward", .ends = true, .safepoint = AT_LOOP)     \
  X(LOOPT,      USE,      JUMP32,   NONE,   0, "backward if a", .safepoint = AT_LOOP)              \
  X(LOOPF,      USE,      JUMP32,   NONE,   0, "backward if !a", .safepoint = AT_LOOP)             \
  X(LOOPEQ,     USE,      USE,      JUMP,   0, "backward if a == b", .safepoint = AT_LOOP)         \
  X(LOOPNE,     USE,      USE,      JUMP,   0, "backward if a != b", .safepoint = AT_LOOP)         \
  X(LOOPLT,     USE,      USE,      JUMP,   0, "backward if a < b", .safepoint = AT_LOOP)          \
  X(LOOPLE,     USE,      USE,      JUMP,   0, "backward if a <= b", .safepoint = AT_LOOP)         \
  X(LOOPLTI,    USE,      IMM,      JUMP,   0, "backward if a < imm", .safepoint = AT_LOOP)        \
  X(LOOPLEI,    USE,      IMM,      JUMP,   0, "backward if a <= imm", .safepoint = AT_LOOP)       \
  X(LOOPGTI,    USE,      IMM,      JUMP,   0, "backward if a > imm", .safepoint = AT_LOOP)        \
  X(LOOPGEI,    USE,      IMM,      JUMP,   0, "backward if a >= imm", .safepoint = AT_LOOP)       \
  X(LOOPNEI,    USE,      IMM,      JUMP,   0, "backward if a != imm", .safepoint = AT_LOOP)       \
  X(LOOPLTF,    USE,      USE,      JUMP,   0, "backward if a < b, float64", .safepoint = AT_LOOP) \
  X(LOOPLEF,    USE,      USE,      JUMP,   0, "backward if a <= b, float64",                      \
    .safepoint = AT_LOOP)                                                                          \
  X(INCLT,      MOD,      USE,      JUMP,   0, "a += 1; backward if a < b, signed",                \
    .safepoint = AT_LOOP, .test = OP_JLT, .step = 1, .constant = OP_INCLTI)                        \
  X(INCLE,      MOD,      USE,      JUMP,   0, "a += 1; backward if a <= b", .safepoint = AT_LOOP, \
    .test = OP_JLE, .step = 1, .constant = OP_INCLEI)                                              \
  X(INCLTI,     MOD,      IMM,      JUMP,   0, "a += 1; backward if a < imm",                      \
    .safepoint = AT_LOOP, .test = OP_JLTI, .step = 1)                                              \
  X(INCLEI,     MOD,      IMM,      JUMP,   0, "a += 1; backward if a <= imm",                     \
    .safepoint = AT_LOOP, .test = OP_JLEI, .step = 1)                                              \
  X(DECGE,      MOD,      USE,      JUMP,   0, "a -= 1; backward if a >= b", .safepoint = AT_LOOP, \
    .test = OP_JLE, .step = -1, .swapped = true, .constant = OP_DECGEI)                            \
  X(DECGEI,     MOD,      IMM,      JUMP,   0, "a -= 1; backward if a >= imm",                     \
    .safepoint = AT_LOOP, .test = OP_JGEI, .step = -1)                                             \
  /* Memory: b holds a pointer, c is an unsigned byte offset; nil panics. */                       \
  X(LD8,        DEF,      USE,      UIMM,   0, "zero-extended")                                    \
  X(LD8S,       DEF,      USE,      UIMM,   0, "sign-extended")                                    \
  X(LD16,       DEF,      USE,      UIMM,   0, "zero-extended")                                    \
  X(LD16S,      DEF,      USE,      UIMM,   0, "sign-extended")                                    \
  X(LD32,       DEF,      USE,      UIMM,   0, "also float32")                                     \
  X(LD32S,      DEF,      USE,      UIMM,   0, "sign-extended")                                    \
  X(LD64,       DEF,      USE,      UIMM,   0, "also pointers")                                    \
  X(LD2,        DEF2,     USE,      UIMM,   0, "two words (string, interface)")                    \
  X(LD3,        DEF3,     USE,      UIMM,   0, "three words (slice)")                              \
  X(LDN,        DEF_LOW,  USE,      UIMM,   1,                                                     \
    "word1: bits 0-15 slots, bits 32-63 bytes to copy; the rest of the last slot is zeroed")       \
  X(ST8,        USE,      USE,      UIMM,   0, "*(b + c) = a")                                     \
  X(ST16,       USE,      USE,      UIMM,   0, "16 bits")                                          \
  X(ST32,       USE,      USE,      UIMM,   0, "32 bits")                                          \
  X(ST64,       USE,      USE,      UIMM,   0, "no pointer into the heap")                         \
  X(ST_PTR,     USE,      USE,      UIMM,   0, "a pointer: write barrier")                         \
  X(ST_STRING,  USE2,     USE,      UIMM,   0, "a string: pointer and length")                     \
  X(ST_IFACE,   USE2,     USE,      UIMM,   0, "an interface: type word, data pointer")            \
  X(ST_SLICE,   USE3,     USE,      UIMM,   0, "a slice: pointer, length, capacity")               \
  X(STN,        USE_LOW,  USE,      UIMM,   2,                                                     \
    "word1: bits 0-15 slots, 32-63 bytes; word2: struct rtype of the value (its pointers need"     \
    " the barrier), 0: none")                                                                      \
  X(LEA,        DEF,      USE,      UIMM,   0, "a = b + c; nil panics")                            \
  X(LEA64,      DEF,      USE,      NONE,   1, "a = b + word1; nil panics")                        \
  X(NILCHK,     USE,      NONE,     NONE,   0, "panics if a is nil")                               \
  X(COPYT,      USE,      USE,      NONE,   1,                                                     \
    "*a = *b for a value of the struct rtype word1, both memory; nil panics; may overlap")         \
  X(ZEROT,      USE,      NONE,     NONE,   1, "*a = zero of the struct rtype word1; nil panics")  \
  X(EQMEM,      DEF,      USE,      USE,    1, "a = *b == *c, of the struct rtype word1")          \
  /* Package variables: word1 is the address. */                                                   \
  X(LDG64,      DEF,      NONE,     NONE,   1, "a = *word1")                                       \
  X(STG64,      USE,      NONE,     NONE,   1, "no pointer")                                       \
  X(STG_PTR,    USE,      NONE,     NONE,   1, "a pointer: write barrier")                         \
  X(LDG2,       DEF2,     NONE,     NONE,   1, "two words")                                        \
  X(LDG3,       DEF3,     NONE,     NONE,   1, "three words")                                      \
  /* Indexing: b is a slice, string or (pointer, length) pair in the frame: slots b, b+1; c        \
     the index; panics out of range. */                                                            \
  X(LDX8,       DEF,      USE2,     USE,    0, "a = b[c]")                                         \
  X(LDX8S,      DEF,      USE2,     USE,    0, "sign-extended")                                    \
  X(LDX16,      DEF,      USE2,     USE,    0, "zero-extended")                                    \
  X(LDX16S,     DEF,      USE2,     USE,    0, "sign-extended")                                    \
  X(LDX32,      DEF,      USE2,     USE,    0, "also float32")                                     \
  X(LDX32S,     DEF,      USE2,     USE,    0, "sign-extended")                                    \
  X(LDX64,      DEF,      USE2,     USE,    0, "also pointers")                                    \
  X(LDX2,       DEF2,     USE2,     USE,    0, "elements of 16 bytes")                             \
  X(LDX3,       DEF3,     USE2,     USE,    0, "elements of 24 bytes")                             \
  X(STX8,       USE,      USE2,     USE,    0, "b[c] = a")                                         \
  X(STX16,      USE,      USE2,     USE,    0, "16 bits")                                          \
  X(STX32,      USE,      USE2,     USE,    0, "32 bits")                                          \
  X(STX64,      USE,      USE2,     USE,    0, "no pointer")                                       \
  X(STX_PTR,    USE,      USE2,     USE,    0, "a pointer")                                        \
  X(STX_STRING, USE2,     USE2,     USE,    0, "a string")                                         \
  X(STX_IFACE,  USE2,     USE2,     USE,    0, "an interface")                                     \
  X(STX_SLICE,  USE3,     USE2,     USE,    0, "a slice")                                          \
  X(LEAX,       DEF,      USE2,     USE,    1, "a = &b[c]; word1: bytes of an element")            \
  X(BOUND,      USE,      NONE,     NONE,   1, "panics unless a, an index, is in 0..word1-1")      \
  /* Strings and slices. */                                                                        \
  X(CONCAT,     DEF2,     STRINGS,  UIMM,   0, "a = the c strings from slot b on, joined")         \
  X(SLICE,      DEF3,     USE3,     BOUNDS, 1,                                                     \
    "a = b[lo:hi:max]; lo, hi, max are the slots c, c+1, c+2, each only if present; word1: bits"   \
    " 0-2 which are present, bit 3 b is a whole array, bits 4-6 which are unsigned with 64 bits,"  \
    " bits 32-63 bytes of an element")                                                             \
  X(SLICESTR,   DEF2,     USE2,     BOUNDS, 1, "the same for a string: bits 0-1, 4-5")             \
  X(MAKESLICE,  DEF3,     USE,      USE,    1, "a = make([]T, b, c); word1: struct rtype of T")    \
  X(APPEND1,    MOD3,     USE_HIGH, NONE,   2,                                                     \
    "a = append(a, one element at slot b); word1: bits 16-31 slots of it; word2: struct rtype of"  \
    " the element")                                                                                \
  X(APPENDN,    DEF4,     USE3,     UIMM,   1,                                                     \
    "a = b grown by c elements that the next instructions store; a+3 = address of the first;"      \
    " word1: struct rtype of the element")                                                         \
  X(APPENDS,    DEF3,     USE3,     USE2,   1,                                                     \
    "a = append(b, c...); c a slice or string (pointer, length); word1: struct rtype of the"       \
    " element")                                                                                    \
  X(COPY,       DEF,      USE3,     USE2,   1, "a = copy(b, c); word1: rtype of the element")      \
  X(CLEARS,     USE3,     NONE,     NONE,   1, "clear(a), a slice; word1: rtype of the element")   \
  X(RUNE,       DEF2,     USE2,     USE,    0,                                                     \
    "a = the rune that starts at byte c of string b, a+1 = the index after it; c is in range")     \
  X(STR2BYTES,  DEF3,     USE2,     NONE,   0, "[]byte(b)")                                        \
  X(BYTES2STR,  DEF2,     USE2,     NONE,   0, "string(b), b a []byte")                            \
  X(STR2RUNES,  DEF3,     USE2,     NONE,   0, "[]rune(b)")                                        \
  X(RUNES2STR,  DEF2,     USE2,     NONE,   0, "string(b), b a []rune")                            \
  X(RUNE2STR,   DEF2,     USE,      NONE,   0, "string(rune)")                                     \
  X(SLICE2ARR,  DEF,      USE3,     NONE,   1,                                                     \
    "a = pointer to the array under slice b; panics if shorter than word1 elements")               \
  /* Maps: b the map; word1 its struct rtype. Keys are passed as the slots from c, in memory       \
     layout; with word1 bit 0 set as the address in slot c. Nil maps read as empty, panic on       \
     writes. */                                                                                    \
  X(MAKEMAP,    DEF,      USE,      NONE,   1, "a = make(map, hint b)")                            \
  X(MAPREAD,    DEF,      USE,      USE_HIGH, 2,                                                   \
    "a = address of the value or of a zero value; never nil. word1 bits 16-31: slots of the key,"  \
    " bit 1: the element is also stored; word2: struct rtype of the map")                          \
  X(MAPREAD2,   DEF2,     USE,      USE_HIGH, 2, "a+1 = whether the key is there")                 \
  X(MAPASSIGN,  DEF,      USE,      USE_HIGH, 2, "a = address for the value to be stored")         \
  X(MAPDELETE,  NONE,     USE,      USE_HIGH, 2, "delete(b, key)")                                 \
  X(MAPGET64,   DEF,      USE,      USE,    1,                                                     \
    "a = b[c], key and value one word each (int, pointer-free 8-byte values; string keys:"         \
    " MAPGETS64); word1: struct rtype of the map")                                                 \
  X(MAPGETS64,  DEF,      USE,      USE2,   1, "string key, 8-byte value")                         \
  X(MAPSET64,   USE,      USE,      USE,    1, "b[c] = a, 8-byte key and value without pointers")  \
  X(MAPSETS64,  USE,      USE,      USE2,   1, "string key, 8-byte value without pointers")        \
  X(MAPLEN,     DEF,      USE,      NONE,   0, "len(b); also of a nil map")                        \
  X(MAPCLEAR,   USE,      NONE,     NONE,   1, "clear(a); word1: struct rtype")                    \
  X(MAPITER,    DEF,      USE,      NONE,   1,                                                     \
    "a = a new iterator (heap object) over map b; word1: struct rtype")                            \
  X(MAPNEXT,    ITER,     NONE,     JUMP,   0,                                                     \
    "a: the iterator; a+1, a+2 = addresses of the next key and value, or jump by c (forward)"      \
    " when done")                                                                                  \
  /* Interfaces: in the frame (type or itab, data). A type is pointer-shaped if a value is         \
     one pointer word: then data is the value itself. */                                           \
  X(BOX,        DEF2,     USE_HIGH, NONE,   2,                                                     \
    "a = interface with first word word2, holding a copy of the value at slot b. word1: bits"      \
    " 16-31 slots; bits 32-63 unused. The struct rtype comes from word2: an itab if bit 0 of"      \
    " word1 is set, else the struct rtype itself. Not for pointer-shaped types (LDK, MOV)")        \
  X(BOXMEM,     DEF2,     USE,      NONE,   2,                                                     \
    "the same, the value is in memory at address b (nil panics); word1, word2 as BOX")             \
  X(IFACETYPE,  DEF,      USE,      UIMM,   0,                                                     \
    "a = dynamic struct rtype of the interface whose first word is slot b, 0 if nil; c: 1 if"      \
    " that word is an itab")                                                                       \
  X(ASSERT,     DEF_LOW,  USE2,     UIMM,   3,                                                     \
    "a = b.(T), T no interface; panics. c: 1 if b's first word is an itab. word1: bits 0-15"       \
    " slots of T; word2: struct rtype of T; word3: struct rtype of b's static type. If T has no"   \
    " slots nothing is defined")                                                                   \
  X(ASSERT2,    DEF_LOW,  USE2,     UIMM,   3,                                                     \
    "comma-ok: word1 counts the slots of T plus one; the last is ok; zero value if not")           \
  X(ASSERTI,    DEF2,     USE2,     UIMM,   2,                                                     \
    "a = b.(I), I an interface; c: 1 if b's first word is an itab; panics. word1: struct rtype"    \
    " of b's static type; word2: of I")                                                            \
  X(ASSERTI2,   DEF3,     USE2,     UIMM,   2, "comma-ok: a+2")                                    \
  X(I2E,        DEF2,     USE2,     NONE,   0, "interface with methods to empty interface")        \
  X(I2I,        DEF2,     USE2,     NONE,   1,                                                     \
    "interface with methods to another that it implements statically; nil stays nil; word1:"       \
    " struct rtype of the target")                                                                 \
  /* Objects. */                                                                                   \
  X(NEW,        DEF,      NONE,     NONE,   1, "a = new(T), zeroed; word1: struct rtype of T")     \
  X(CLOSURE,    DEF,      USE_C,    UIMM,   1,                                                     \
    "a = closure over the c words from slot b; word1: struct closure_template")                    \
  /* Atomic memory, and the short way through sync.Mutex. */                                       \
  X(ATOMIC,     DEF,      USE,      USE_HIGH, 1,                                                   \
    "a = what an operation on the word at address b gave; c its values; nil panics. word1: bits"   \
    " 0-7 enum atomic_operation, 8-15 enum atomic_kind, 16-31 slots of the values. Stores define"  \
    " nothing")                                                                                    \
  X(LOCK,       USE,      NONE,     JUMP,   0,                                                     \
    "locks the sync.Mutex at address a and jumps, if that needs no waiting; a may be nil")         \
  X(UNLOCK,     USE,      NONE,     JUMP,   0, "unlocks it and jumps, if nobody must be woken")    \
  /* Calls. Results come to the slots from a, arguments are at a + results. */                     \
  X(CALL,       AREA_FUNC, NONE,     NONE,   1,                                                    \
    "word1: struct func, known. Its result_slots and param_slots say what is used and defined",    \
    .safepoint = AT_RETURN)                                                                        \
  X(CALLC,      AREA_SLOTS, USE,      NONE,   1,                                                   \
    "the closure in slot b; nil panics. word1: bits 0-15 result slots, bits 16-31 parameter"       \
    " slots", .safepoint = AT_RETURN)                                                              \
  X(CALLI,      AREA_METHOD, USE2,     UIMM,   1,                                                  \
    "method c of the itab in slot b; b+1 becomes the first parameter. word1 as CALLC; parameter"   \
    " slots include the receiver", .safepoint = AT_RETURN)                                         \
  X(CALLN,      AREA_FUNC, NONE,     NONE,   1,                                                    \
    "word1: struct func that is implemented in C (native)", .safepoint = AT_RETURN)                \
  X(RET,        RESULTS,  NONE,     NONE,   0,                                                     \
    "returns the results, which lie at the start of the frame", .ends = true)                      \
  X(DEFER,      USE,      NONE,     NONE,   0, "call closure a when this function ends")           \
  X(DEFERLIST,  USE,      NONE,     NONE,   0, "here runs what DEFERAT adds to the list a")        \
  X(DEFERAT,    USE,      USE,      NONE,   1, "adds closure a to list b; word1: entry's rtype")   \
  X(DEFERRUN,   AREA,     NONE,     NONE,   1,                                                     \
    "at the epilogue: if this frame still has a deferred closure, call it with its frame at a"     \
    " and return to the next instruction, which is a LOOP back to this one; else skip that LOOP."  \
    " word1 is 0", .safepoint = AT_RETURN, .skip = 3)                                              \
  X(RANGENEXT,  USE,      NONE,     NONE,   0, "body a begins: panics unless RANGE_READY")         \
  X(RANGECONT,  DEF,      USE,      NONE,   0, "body b ends: it is RANGE_READY, a = true")         \
  X(RANGEBREAK, DEF,      USE,      UIMM,   0, "body b is left by exit c, 0: break; a = false")    \
  X(RANGEEND,   DEF,      USE,      NONE,   0, "loop b ends: a = its exit; panics if RUNNING")     \
  X(PANIC,      USE2,     NONE,     NONE,   0, "panic(a), an empty interface", .ends = true)       \
  X(RECOVER,    DEF2,     NONE,     NONE,   0, "a = recover()")                                    \
  X(PRINT,      USE_HIGH, UIMM,     NONE,   1,                                                     \
    "print's part: b is a print_kind; word1: bits 16-31 slots used at a (may be 0: space,"         \
    " newline)")                                                                                   \
  /* Goroutines and channels. */                                                                   \
  X(GO,         USE,      NONE,     NONE,   0, "start the closure a")                              \
  X(MAKECHAN,   DEF,      USE,      NONE,   1,                                                     \
    "a = make(chan, b); word1: struct rtype of the channel")                                       \
  X(SEND,       NONE,     USE,      USE_HIGH, 1, "b <- value at slot c; word1 bits 16-31: slots",  \
    .safepoint = AT_WAIT)                                                                          \
  X(RECV,       DEF_LOW,  USE,      UIMM,   2,                                                     \
    "value at a from channel b; c: 1 comma-ok, ok in the slot after the value; word1: bits 0-15"   \
    " slots defined; word2: struct rtype of the channel", .safepoint = AT_WAIT)                    \
  X(CLOSE,      USE,      NONE,     NONE,   0, "close(a)")                                         \
  X(CHANLEN,    DEF,      USE,      NONE,   0, "len(b)")                                           \
  X(CHANCAP,    DEF,      USE,      NONE,   0, "cap(b)")                                           \
  X(SELECT,     DEF,      CASES,    UIMM,   1,                                                     \
    "a = which of b cases can go on, which is done then; b if none can and c, there is a"          \
    " default, is 1. word1: struct select_case[b], which says what each uses and defines",         \
    .safepoint = AT_WAIT)                                                                          \
  /* The machine's own. */                                                                         \
  X(COMPILE,    NONE,     NONE,     NONE,   0,                                                     \
    "the code of a function that is not compiled yet: compiles it and starts it")                  \
  X(EXIT,       AREA,     NONE,     NONE,   1,                                                     \
    "the return address of a goroutine's or host's first frame: leaves the interpreter")           \
  X(PANICRET,   AREA,     NONE,     NONE,   1, "return address of what a panic deferred")          \
  X(UNREACHABLE, NONE,     NONE,     NONE,   0, "a bug if executed", .ends = true)
// clang-format on

enum opcode {
#define OPCODE_ENUM(name, ...) OP_##name,
  OPCODE_TABLE(OPCODE_ENUM)
#undef OPCODE_ENUM
      OPCODE_COUNT
};

_Static_assert(OP_MOV == 0, "a field of a row that is 0 names no operation");

#endif
