// The bytecode: one table from which the enum, the disassembler, the verifier, the liveness
// analysis and the interpreter's dispatch come.
//
// An instruction is one 64-bit word, op:16 a:16 b:16 c:16 from the low bits up, followed by 0 to 3
// data words. Operands name slots of 8 bytes in the frame, fp[a]. A scalar fills one slot: integers
// sign- or zero-extended to 64 bits as their type says, bool 0 or 1, float32 as its 32 bits
// zero-extended, float64 as its bits, pointers, maps, channels and funcs one word. Strings and
// interfaces fill two slots, slices three, complex128 two; structs and arrays lie in as many slots
// as they need in Go's memory layout (fields narrower than a word are packed: GET/PUT). Values of
// more than 1 KiB fill one: the address of a heap object that is not written to any more.
//
// A frame, from fp: results, then parameters (each from a slot of its own, the receiver first),
// then at slot context_slot = results + parameters the closure that is being run (only meaningful
// in closures), then locals, temporaries and, on top, call areas. Below it: fp[-2] the return
// address (the caller's pc after its call instruction), fp[-1] the struct func that runs. A call
// instruction's `a` is the slot where the callee's fp will be; the two slots below it are reserved.
// Every call instruction has exactly one data word, so return finds the caller's fp as fp -
// a(ret[-2]).
//
// Jumps are relative to the jump's own instruction word. A backward jump must be one of the LOOP
// forms or INCLT forms: they are safepoints.
//
// Safepoints, each with a liveness map for the frame: function entry (code offset 0), every call
// form (the offset of the RETURN address), every loop form, SEND, RECV and SELECT (the offset of
// its own word; while these wait their operands are not needed any more, and their results not
// there yet). Collections and stack growth happen there and nowhere else.

#ifndef VOLE_VM_CODE_OPCODE_H
#define VOLE_VM_CODE_OPCODE_H

#include <stdint.h>

// Columns: name, kind of a, of b, of c, number of data words, what it does.
//
// Operand kinds:
//   _       unused
//   D D2 D3 D4     defines that many slots         U U2 U3    uses that many slots
//   M M3           uses and defines                DN UN      defines/uses c slots (c holds the
//   count) DW UW MW       defines/uses/both: the count is in the low 16 bits of data word 1 (bits
//   0-15); UX: the count is in bits 16-31 of it I       signed 16-bit immediate     N   unsigned
//   16-bit immediate I32     signed 32-bit immediate over b and c (b low)         J32  jump
//   displacement over b and c J       jump displacement, signed 16 bits                    _32  the
//   other half of such an operand CALL    a call area: see each call form
#define OPCODE_TABLE(X)                                                                              \
  /* Moves and constants. */                                                                         \
  X(MOV, D, U, _, 0, "a = b")                                                                        \
  X(MOV2, D2, U2, _, 0, "two slots; ranges may overlap")                                             \
  X(MOV3, D3, U3, _, 0, "three slots; ranges may overlap")                                           \
  X(MOVN, DN, UN, N, 0, "c slots; ranges may overlap")                                               \
  X(LDI, D, I32, _32, 0, "a = imm32, sign-extended")                                                 \
  X(LDK, D, _, _, 1, "a = word1 (a constant, an address, a static closure)")                         \
  X(LDK2, D2, _, _, 2,                                                                               \
    "a, a+1 = word1, word2 (a string constant; a static array's address and length)")                \
  X(ZERO, D, _, _, 0, "a = 0")                                                                       \
  X(ZERON, DN, _, N, 0, "c slots from a = 0")                                                        \
  /* Parts of slots: a struct that lies in the frame. The byte offset from fp is imm32. */           \
  X(GET8, D, I32, _32, 0,                                                                            \
    "a = zero-extended byte at fp+imm; the use is of the slot that holds it")                        \
  X(GET8S, D, I32, _32, 0, "sign-extended")                                                          \
  X(GET16, D, I32, _32, 0, "16 bits")                                                                \
  X(GET16S, D, I32, _32, 0, "16 bits, signed")                                                       \
  X(GET32, D, I32, _32, 0, "32 bits")                                                                \
  X(GET32S, D, I32, _32, 0, "32 bits, signed")                                                       \
  X(PUT8, U, I32, _32, 0,                                                                            \
    "byte at fp+imm = a; counts as use and definition of the slot that holds it")                    \
  X(PUT16, U, I32, _32, 0, "16 bits")                                                                \
  X(PUT32, U, I32, _32, 0, "32 bits")                                                                \
  /* Integers, 64 bits with wrap-around. */                                                          \
  X(ADD, D, U, U, 0, "a = b + c")                                                                    \
  X(SUB, D, U, U, 0, "a = b - c")                                                                    \
  X(MUL, D, U, U, 0, "a = b * c")                                                                    \
  X(DIV, D, U, U, 0, "signed, truncated; panics on c == 0; MIN / -1 = MIN")                          \
  X(DIVU, D, U, U, 0, "unsigned")                                                                    \
  X(REM, D, U, U, 0, "signed")                                                                       \
  X(REMU, D, U, U, 0, "unsigned")                                                                    \
  X(AND, D, U, U, 0, "a = b & c")                                                                    \
  X(OR, D, U, U, 0, "a = b | c")                                                                     \
  X(XOR, D, U, U, 0, "a = b ^ c")                                                                    \
  X(ANDN, D, U, U, 0, "a = b &^ c")                                                                  \
  X(SHL, D, U, U, 0, "a = b << c; c is unsigned, 64 and more give 0")                                \
  X(SHR, D, U, U, 0, "logical")                                                                      \
  X(SAR, D, U, U, 0, "arithmetic; 64 and more give the sign")                                        \
  X(CHKSHIFT, U, _, _, 0, "panics if a, a signed shift count, is negative")                          \
  X(NEG, D, U, _, 0, "a = -b")                                                                       \
  X(NOT, D, U, _, 0, "a = ^b")                                                                       \
  X(ADDI, D, U, I, 0, "a = b + imm")                                                                 \
  X(MULI, D, U, I, 0, "a = b * imm")                                                                 \
  X(DIVI, D, U, I, 0, "signed; imm is not 0 and not -1")                                             \
  X(REMI, D, U, I, 0, "signed; imm is not 0 and not -1")                                             \
  X(ANDI, D, U, I, 0, "imm is sign-extended, here and below")                                        \
  X(ORI, D, U, I, 0, "")                                                                             \
  X(XORI, D, U, I, 0, "")                                                                            \
  X(SHLI, D, U, N, 0, "0 <= imm < 64")                                                               \
  X(SHRI, D, U, N, 0, "")                                                                            \
  X(SARI, D, U, N, 0, "")                                                                            \
  X(ADDK, D, U, _, 1, "a = b + word1")                                                               \
  X(MULK, D, U, _, 1, "a = b * word1")                                                               \
  X(REMK, D, U, _, 1, "signed; word1 is not 0 and not -1")                                           \
  X(DIVK, D, U, _, 1, "signed; word1 is not 0 and not -1")                                           \
  X(ANDK, D, U, _, 1, "")                                                                            \
  X(ADD32, D, U, U, 0, "int32: the result is sign-extended from 32 bits")                            \
  X(SUB32, D, U, U, 0, "int32")                                                                      \
  X(MUL32, D, U, U, 0, "int32")                                                                      \
  X(SHL32, D, U, U, 0, "int32")                                                                      \
  X(ADDI32, D, U, I, 0, "int32")                                                                     \
  X(ADDU32, D, U, U, 0, "uint32: zero-extended")                                                     \
  X(SUBU32, D, U, U, 0, "uint32")                                                                    \
  X(MULU32, D, U, U, 0, "uint32")                                                                    \
  X(SHLU32, D, U, U, 0, "uint32")                                                                    \
  X(ADDIU32, D, U, I, 0, "uint32")                                                                   \
  X(SEXT8, D, U, _, 0,                                                                               \
    "a = int8(b); other narrow arithmetic is a 64-bit operation and then one of these")              \
  X(SEXT16, D, U, _, 0, "")                                                                          \
  X(SEXT32, D, U, _, 0, "")                                                                          \
  X(ZEXT8, D, U, _, 0, "")                                                                           \
  X(ZEXT16, D, U, _, 0, "")                                                                          \
  X(ZEXT32, D, U, _, 0, "")                                                                          \
  /* Floating point. */                                                                              \
  X(ADDF, D, U, U, 0, "float64")                                                                     \
  X(SUBF, D, U, U, 0, "")                                                                            \
  X(MULF, D, U, U, 0, "")                                                                            \
  X(DIVF, D, U, U, 0, "")                                                                            \
  X(NEGF, D, U, _, 0, "")                                                                            \
  X(MACF, M, U, U, 0, "a += b * c, rounded twice")                                                   \
  X(ADDFK, D, U, _, 1, "a = b + word1, a float64")                                                   \
  X(SUBFK, D, U, _, 1, "a = b - word1")                                                              \
  X(MULFK, D, U, _, 1, "a = b * word1")                                                              \
  X(DIVFK, D, U, _, 1, "a = b / word1")                                                              \
  X(SQRTF, D, U, _, 0, "math.Sqrt; the next four are math.Abs, Floor, Ceil, Trunc")                  \
  X(ABSF, D, U, _, 0, "")                                                                            \
  X(FLOORF, D, U, _, 0, "")                                                                          \
  X(CEILF, D, U, _, 0, "")                                                                           \
  X(TRUNCF, D, U, _, 0, "")                                                                          \
  X(MINF, D, U, U, 0, "the builtin min for float64: a NaN if either is, -0 < +0")                    \
  X(MAXF, D, U, U, 0, "")                                                                            \
  X(ADDF32, D, U, U, 0, "float32")                                                                   \
  X(SUBF32, D, U, U, 0, "")                                                                          \
  X(MULF32, D, U, U, 0, "")                                                                          \
  X(DIVF32, D, U, U, 0, "")                                                                          \
  X(NEGF32, D, U, _, 0, "")                                                                          \
  X(I2F, D, U, _, 0, "float64(int64)")                                                               \
  X(U2F, D, U, _, 0, "float64(uint64)")                                                              \
  X(F2I, D, U, _, 0, "int64(float64) as amd64 does it; uint32: then extend")                         \
  X(F2I32, D, U, _, 0, "int32(float64) as amd64 does it; narrower integers: then extend")            \
  X(F2U, D, U, _, 0, "uint64(float64)")                                                              \
  X(I2F32, D, U, _, 0, "float32(int64), rounded once")                                               \
  X(U2F32, D, U, _, 0, "float32(uint64)")                                                            \
  X(F2F32, D, U, _, 0, "float32(float64)")                                                           \
  X(F322F, D, U, _, 0, "float64(float32)")                                                           \
  /* Complex numbers: complex128 in two slots; complex64 is widened to it and narrowed back. */      \
  X(ADDC, D2, U2, U2, 0, "complex128")                                                               \
  X(SUBC, D2, U2, U2, 0, "")                                                                         \
  X(MULC, D2, U2, U2, 0, "")                                                                         \
  X(DIVC, D2, U2, U2, 0, "as Go: infinities and NaNs by its rules")                                  \
  X(EQC, D, U2, U2, 0, "a = b == c")                                                                 \
  X(C2C64, D, U2, _, 0, "complex64(complex128)")                                                     \
  X(C642C, D2, U, _, 0, "complex128(complex64)")                                                     \
  /* Comparisons to a bool. */                                                                       \
  X(EQ, D, U, U, 0, "a = b == c, one word")                                                          \
  X(NE, D, U, U, 0, "")                                                                              \
  X(LT, D, U, U, 0, "signed")                                                                        \
  X(LE, D, U, U, 0, "")                                                                              \
  X(LTU, D, U, U, 0, "unsigned")                                                                     \
  X(LEU, D, U, U, 0, "")                                                                             \
  X(EQF, D, U, U, 0, "float64")                                                                      \
  X(NEF, D, U, U, 0, "")                                                                             \
  X(LTF, D, U, U, 0, "")                                                                             \
  X(LEF, D, U, U, 0, "")                                                                             \
  X(EQF32, D, U, U, 0, "float32; != is EQF32 and NOTB")                                              \
  X(LTF32, D, U, U, 0, "")                                                                           \
  X(LEF32, D, U, U, 0, "")                                                                           \
  X(EQS, D, U2, U2, 0, "strings")                                                                    \
  X(LTS, D, U2, U2, 0, "")                                                                           \
  X(LES, D, U2, U2, 0, "")                                                                           \
  X(EQE, D, U2, U2, 0, "empty interfaces; panics if the dynamic type is not comparable")             \
  X(EQI, D, U2, U2, 0, "interfaces with methods (first word an itab)")                               \
  X(EQT, D, UX, UX, 2,                                                                               \
    "a = values at b and c are equal; word1: bits 16-31 slots of each; word2: struct rtype")         \
  X(NOTB, D, U, _, 0, "a = !b")                                                                      \
  /* Branches. Displacements from this instruction's word. Forward only, but for the LOOP and INC  \
   * forms. */ \
  X(JMP, _, J32, _32, 0, "")                                                                         \
  X(JT, U, J32, _32, 0, "if a")                                                                      \
  X(JF, U, J32, _32, 0, "if !a")                                                                     \
  X(JEQ, U, U, J, 0, "if a == b")                                                                    \
  X(JNE, U, U, J, 0, "")                                                                             \
  X(JLT, U, U, J, 0, "signed")                                                                       \
  X(JLE, U, U, J, 0, "")                                                                             \
  X(JLTU, U, U, J, 0, "unsigned")                                                                    \
  X(JLEU, U, U, J, 0, "")                                                                            \
  X(JEQI, U, I, J, 0, "if a == imm")                                                                 \
  X(JNEI, U, I, J, 0, "")                                                                            \
  X(JLTI, U, I, J, 0, "signed")                                                                      \
  X(JLEI, U, I, J, 0, "")                                                                            \
  X(JGTI, U, I, J, 0, "")                                                                            \
  X(JGEI, U, I, J, 0, "")                                                                            \
  X(JEQF, U, U, J, 0, "float64")                                                                     \
  X(JNEF, U, U, J, 0, "")                                                                            \
  X(JLTF, U, U, J, 0, "")                                                                            \
  X(JLEF, U, U, J, 0, "")                                                                            \
  X(JNLTF, U, U, J, 0, "if !(a < b)")                                                                \
  X(JNLEF, U, U, J, 0, "if !(a <= b)")                                                               \
  X(JEQK, U, _, J, 1, "if a == word1 (types in a type switch, large constants)")                     \
  X(JNEK, U, _, J, 1, "")                                                                            \
  X(JTAB, U, N, J, 1,                                                                                \
    "a switch: if a, unsigned, < b jump by the signed 32-bit displacement (from this word) at "      \
    "((int32_t *)word1)[a], else by c; the table is owned by the function")                          \
  X(LOOP, _, J32, _32, 0, "backward jump; safepoint")                                                \
  X(LOOPT, U, J32, _32, 0, "backward if a; safepoint")                                               \
  X(LOOPF, U, J32, _32, 0, "backward if !a")                                                         \
  X(LOOPEQ, U, U, J, 0, "backward if a == b; safepoint, as all below")                               \
  X(LOOPNE, U, U, J, 0, "")                                                                          \
  X(LOOPLT, U, U, J, 0, "")                                                                          \
  X(LOOPLE, U, U, J, 0, "")                                                                          \
  X(LOOPLTI, U, I, J, 0, "")                                                                         \
  X(LOOPLEI, U, I, J, 0, "")                                                                         \
  X(LOOPGTI, U, I, J, 0, "")                                                                         \
  X(LOOPGEI, U, I, J, 0, "")                                                                         \
  X(LOOPNEI, U, I, J, 0, "")                                                                         \
  X(LOOPLTF, U, U, J, 0, "")                                                                         \
  X(LOOPLEF, U, U, J, 0, "")                                                                         \
  X(INCLT, M, U, J, 0, "a += 1; backward if a < b (signed 64-bit); safepoint")                       \
  X(INCLE, M, U, J, 0, "a += 1; backward if a <= b; safepoint")                                      \
  X(INCLTI, M, I, J, 0, "a += 1; backward if a < imm; safepoint")                                    \
  X(INCLEI, M, I, J, 0, "a += 1; backward if a <= imm; safepoint")                                   \
  X(DECGE, M, U, J, 0, "a -= 1; backward if a >= b; safepoint")                                      \
  X(DECGEI, M, I, J, 0, "a -= 1; backward if a >= imm; safepoint")                                   \
  /* Memory: b holds a pointer, c is an unsigned byte offset; nil panics. */                         \
  X(LD8, D, U, N, 0, "zero-extended")                                                                \
  X(LD8S, D, U, N, 0, "sign-extended")                                                               \
  X(LD16, D, U, N, 0, "")                                                                            \
  X(LD16S, D, U, N, 0, "")                                                                           \
  X(LD32, D, U, N, 0, "also float32")                                                                \
  X(LD32S, D, U, N, 0, "")                                                                           \
  X(LD64, D, U, N, 0, "also pointers")                                                               \
  X(LD2, D2, U, N, 0, "two words (string, interface)")                                               \
  X(LD3, D3, U, N, 0, "three words (slice)")                                                         \
  X(LDN, DW, U, N, 1,                                                                                \
    "word1: bits 0-15 slots, bits 32-63 bytes to copy; the rest of the last slot is zeroed")         \
  X(ST8, U, U, N, 0, "*(b + c) = a")                                                                 \
  X(ST16, U, U, N, 0, "")                                                                            \
  X(ST32, U, U, N, 0, "")                                                                            \
  X(ST64, U, U, N, 0, "no pointer")                                                                  \
  X(STP, U, U, N, 0, "a pointer: write barrier")                                                     \
  X(STS, U2, U, N, 0, "a string: pointer and length")                                                \
  X(STI, U2, U, N, 0, "an interface: the second word may point into the heap")                       \
  X(STL, U3, U, N, 0, "a slice: pointer, length, capacity")                                          \
  X(STN, UW, U, N, 2,                                                                                \
    "word1: bits 0-15 slots, 32-63 bytes; word2: struct rtype of the value (its pointers need "      \
    "the barrier), 0: none")                                                                         \
  X(LEA, D, U, N, 0, "a = b + c; nil panics")                                                        \
  X(LEAK, D, U, _, 1, "a = b + word1; nil panics")                                                   \
  X(NILCHK, U, _, _, 0, "panics if a is nil")                                                        \
  X(COPYT, U, U, _, 1,                                                                               \
    "*a = *b for a value of the struct rtype word1, both memory; nil panics; may overlap")           \
  X(ZEROT, U, _, _, 1, "*a = zero value of the struct rtype word1; nil panics")                      \
  X(EQMEM, D, U, U, 1, "a = *b == *c for values of the struct rtype word1")                          \
  /* Package variables: word1 is the address. */                                                     \
  X(LDG64, D, _, _, 1, "")                                                                           \
  X(STG64, U, _, _, 1, "no pointer")                                                                 \
  X(STGP, U, _, _, 1, "a pointer: write barrier")                                                    \
  X(LDG2, D2, _, _, 1, "")                                                                           \
  X(LDG3, D3, _, _, 1, "")                                                                           \
  /* Indexing: b is a slice, string or (pointer, length) pair in the frame: slots b, b+1; c the    \
   * index; panics out of range. */ \
  X(LDX8, D, U2, U, 0, "a = b[c]")                                                                   \
  X(LDX8S, D, U2, U, 0, "")                                                                          \
  X(LDX16, D, U2, U, 0, "")                                                                          \
  X(LDX16S, D, U2, U, 0, "")                                                                         \
  X(LDX32, D, U2, U, 0, "")                                                                          \
  X(LDX32S, D, U2, U, 0, "")                                                                         \
  X(LDX64, D, U2, U, 0, "")                                                                          \
  X(LDX2, D2, U2, U, 0, "elements of 16 bytes")                                                      \
  X(LDX3, D3, U2, U, 0, "elements of 24 bytes")                                                      \
  X(STX8, U, U2, U, 0, "b[c] = a")                                                                   \
  X(STX16, U, U2, U, 0, "")                                                                          \
  X(STX32, U, U2, U, 0, "")                                                                          \
  X(STX64, U, U2, U, 0, "no pointer")                                                                \
  X(STXP, U, U2, U, 0, "a pointer")                                                                  \
  X(STXS, U2, U2, U, 0, "a string")                                                                  \
  X(STXI, U2, U2, U, 0, "an interface")                                                              \
  X(STXL, U3, U2, U, 0, "a slice")                                                                   \
  X(LEAX, D, U2, U, 1, "a = &b[c]; word1: bytes of an element")                                      \
  X(BOUND, U, _, _, 1, "panics unless a, an index, is in 0..word1-1")                                \
  /* Strings and slices. */                                                                          \
  X(CONCAT, D2, U, N, 0, "a = the c strings from slot b on (2c slots), joined")                      \
  X(SLICE, D3, U3, U, 1,                                                                             \
    "a = b[lo:hi:max]; lo, hi, max are the slots c, c+1, c+2, each only if present; word1: bits "    \
    "0-2 which are present, bit 3 b is a whole array, bits 4-6 which are unsigned with 64 bits, "    \
    "bits 32-63 bytes of an element")                                                                \
  X(SLICESTR, D2, U2, U, 1, "the same for a string: bits 0-1, 4-5")                                  \
  X(MAKESLICE, D3, U, U, 1, "a = make([]T, b, c); word1: struct rtype of T")                         \
  X(APPEND1, M3, UX, _, 2,                                                                           \
    "a = append(a, one element at slot b); word1: bits 16-31 slots of it; word2: struct rtype of "   \
    "the element")                                                                                   \
  X(APPENDN, D4, U3, N, 1,                                                                           \
    "a = b grown by c elements that the next instructions store; a+3 = address of the first; "       \
    "word1: struct rtype of the element")                                                            \
  X(APPENDS, D3, U3, U2, 1,                                                                          \
    "a = append(b, c...); c a slice or string (pointer, length); word1: struct rtype of the "        \
    "element")                                                                                       \
  X(COPY, D, U3, U2, 1, "a = copy(b, c); word1: struct rtype of the element")                        \
  X(CLEARS, U3, _, _, 1, "clear(a), a slice; word1: struct rtype of the element")                    \
  X(RUNE, D2, U2, U, 0,                                                                              \
    "a = the rune that starts at byte c of string b, a+1 = the index after it; c is in range")       \
  X(STR2BYTES, D3, U2, _, 0, "[]byte(b)")                                                            \
  X(BYTES2STR, D2, U2, _, 0, "string(b), b a []byte")                                                \
  X(STR2RUNES, D3, U2, _, 0, "")                                                                     \
  X(RUNES2STR, D2, U2, _, 0, "")                                                                     \
  X(RUNE2STR, D2, U, _, 0, "string(rune)")                                                           \
  X(SLICE2ARR, D, U3, _, 1,                                                                          \
    "a = pointer to the array under slice b; panics if shorter than word1 elements")                 \
  /* Maps: b the map; word1 its struct rtype. Keys are passed as the slots from c, in memory       \
   * layout; with word1 bit 0 set as the address in slot c. Nil maps read as empty, panic on       \
   * writes. */ \
  X(MAKEMAP, D, U, _, 1, "a = make(map, hint b)")                                                    \
  X(MAPREAD, D, U, UX, 2,                                                                            \
    "a = address of the value or of a zero value; never nil. word1 bits 16-31: slots of the key, "   \
    "bit 1: to be stored there anew; word2: struct rtype of the map")                                \
  X(MAPREAD2, D2, U, UX, 2, "a+1 = whether the key is there")                                        \
  X(MAPASSIGN, D, U, UX, 2, "a = address where the next instruction stores the value")               \
  X(MAPDELETE, _, U, UX, 2, "delete(b, key)")                                                        \
  X(MAPGET64, D, U, U, 1,                                                                            \
    "a = b[c], key and value one word each (int, pointer-free 8-byte values; string keys: "          \
    "MAPGETS64); word1: struct rtype of the map")                                                    \
  X(MAPGETS64, D, U, U2, 1, "string key, 8-byte value")                                              \
  X(MAPSET64, U, U, U, 1, "b[c] = a, 8-byte key and value without pointers")                         \
  X(MAPSETS64, U, U, U2, 1, "string key, 8-byte value without pointers")                             \
  X(MAPLEN, D, U, _, 0, "len(b); also of a nil map")                                                 \
  X(MAPCLEAR, U, _, _, 1, "clear(a); word1: struct rtype")                                           \
  X(MAPITER, D, U, _, 1, "a = a new iterator (heap object) over map b; word1: struct rtype")         \
  X(MAPNEXT, M3, _, J, 0,                                                                            \
    "a: the iterator; a+1, a+2 = addresses of the next key and value, or jump by c (forward) "       \
    "when done")                                                                                     \
  /* Interfaces: in the frame (type or itab, data). A type is pointer-shaped if a value is one     \
   * pointer word: then data is the value itself. */ \
  X(BOX, D2, UX, _, 2,                                                                               \
    "a = interface with first word word2, holding a copy of the value at slot b. word1: bits "       \
    "16-31 slots; bits 32-63 unused. The "                                                           \
    "struct rtype comes from word2: an itab if bit 0 of word1 is set, else the struct rtype "        \
    "itself. Not for pointer-shaped types (LDK, MOV)")                                               \
  X(BOXMEM, D2, U, _, 2,                                                                             \
    "the same, the value is in memory at address b (nil panics); word1, word2 as BOX")               \
  X(IFACETYPE, D, U, N, 0,                                                                           \
    "a = dynamic struct rtype of the interface whose first word is slot b, 0 if nil; c: 1 if "       \
    "that word is an itab")                                                                          \
  X(ASSERT, DW, U2, N, 3,                                                                            \
    "a = b.(T), T no interface; panics. c: 1 if b's first word is an itab. word1: bits 0-15 "        \
    "slots of T; word2: struct rtype of T; "                                                         \
    "word3: struct rtype of b's static type. If T has no slots nothing is defined")                  \
  X(ASSERT2, DW, U2, N, 3,                                                                           \
    "comma-ok: word1 counts the slots of T plus one; the last is ok; zero value if not")             \
  X(ASSERTI, D2, U2, N, 2,                                                                           \
    "a = b.(I), I an interface; c: 1 if b's first word is an itab; panics. word1: struct rtype "     \
    "of b's static type; word2: of I")                                                               \
  X(ASSERTI2, D3, U2, N, 2, "comma-ok: a+2")                                                         \
  X(I2E, D2, U2, _, 0, "interface with methods to empty interface")                                  \
  X(I2I, D2, U2, _, 1,                                                                               \
    "interface with methods to another that it implements statically; nil stays nil; word1: "        \
    "struct rtype of the target")                                                                    \
  /* Objects. */                                                                                     \
  X(NEW, D, _, _, 1, "a = new(T), zeroed; word1: struct rtype of T")                                 \
  X(CLOSURE, D, U, N, 1,                                                                             \
    "a = closure over the c words from slot b; word1: struct closure_template")                      \
  /* Atomic memory, and the short way through sync.Mutex. */                                         \
  X(ATOMIC, D, U, UX, 1,                                                                             \
    "a = what an operation on the word at address b gave; c its values; nil panics. word1: bits "    \
    "0-7 enum atomic_operation, "                                                                    \
    "8-15 enum atomic_kind, 16-31 slots of the values. Stores define nothing")                       \
  X(LOCK, U, _, J, 0,                                                                                \
    "locks the sync.Mutex at address a and jumps, if that needs no waiting; a may be nil")           \
  X(UNLOCK, U, _, J, 0, "unlocks it and jumps, if nobody must be woken")                             \
  /* Calls. Results come to the slots from a, arguments are at a + results. */                       \
  X(CALL, CALL, _, _, 1,                                                                             \
    "word1: struct func, known. Its result_slots and param_slots say what is used and defined")      \
  X(CALLC, CALL, U, _, 1,                                                                            \
    "the closure in slot b; nil panics. word1: bits 0-15 result slots, bits 16-31 parameter "        \
    "slots")                                                                                         \
  X(CALLI, CALL, U2, N, 1,                                                                           \
    "method c of the itab in slot b; b+1 becomes the first parameter. word1 as CALLC; parameter "    \
    "slots include the receiver")                                                                    \
  X(CALLN, CALL, _, _, 1, "word1: struct func that is implemented in C (native)")                    \
  X(RET, _, _, _, 0, "")                                                                             \
  X(DEFER, U, _, _, 0,                                                                               \
    "run the closure a, which has no parameters and results, when this function ends")               \
  X(DEFERRUN, CALL, _, _, 1,                                                                         \
    "at the epilogue: if this frame still has a deferred closure, call it with its frame at a "      \
    "and return to the next "                                                                        \
    "instruction, which is a LOOP back to this one; else skip that LOOP. word1 is 0")                \
  X(PANIC, U2, _, _, 0, "panic(a), an empty interface")                                              \
  X(RECOVER, D2, _, _, 0, "a = recover()")                                                           \
  X(PRINT, UX, N, _, 1,                                                                              \
    "print's part: b is a print_kind; word1: bits 16-31 slots used at a (may be 0: space, "          \
    "newline)")                                                                                      \
  /* Goroutines and channels. */                                                                     \
  X(GO, U, _, _, 0, "start the closure a")                                                           \
  X(MAKECHAN, D, U, _, 1, "a = make(chan, b); word1: struct rtype of the channel")                   \
  X(SEND, _, U, UX, 1, "b <- value at slot c; word1 bits 16-31: slots; safepoint")                   \
  X(RECV, DW, U, N, 2,                                                                               \
    "value at a from channel b; c: 1 comma-ok, ok in the slot after the value; word1: bits 0-15 "    \
    "slots defined; word2: struct rtype of the channel; safepoint")                                  \
  X(CLOSE, U, _, _, 0, "close(a)")                                                                   \
  X(CHANLEN, D, U, _, 0, "")                                                                         \
  X(CHANCAP, D, U, _, 0, "")                                                                         \
  X(SELECT, D, N, N, 1,                                                                              \
    "a = which of b cases can go on, which is done then; b if none can and c, there is a "           \
    "default, is 1. "                                                                                \
    "word1: struct select_case[b], which says what each uses and defines; safepoint")                \
  /* The machine's own. */                                                                           \
  X(COMPILE, _, _, _, 0,                                                                             \
    "the code of a function that is not compiled yet: compiles it and starts it")                    \
  X(EXIT, CALL, _, _, 1,                                                                             \
    "the return address of a goroutine's or host's first frame: leaves the interpreter")             \
  X(PANICRET, CALL, _, _, 1, "the return address of a closure deferred and run by a panic")          \
  X(UNREACHABLE, _, _, _, 0, "a bug if executed")

enum opcode {
#define OPCODE_ENUM(name, a, b, c, words, text) OP_##name,
  OPCODE_TABLE(OPCODE_ENUM)
#undef OPCODE_ENUM
      OPCODE_COUNT
};

// In word1 of SLICE and SLICESTR: the first bound is of an unsigned type of 64 bits; the bits of
// the others follow.
enum { SLICE_UNSIGNED = 16 };

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

// What ATOMIC does, and to what. The values: the new one, the addend or mask, or old and new.
enum atomic_operation {
  ATOMIC_LOAD,
  ATOMIC_STORE,
  ATOMIC_ADD,
  ATOMIC_SWAP,
  ATOMIC_CAS,
  ATOMIC_AND,
  ATOMIC_OR
};
enum atomic_kind { ATOMIC_INT32, ATOMIC_UINT32, ATOMIC_64, ATOMIC_POINTER };

static inline uint64_t instruction_make(enum opcode op, unsigned a, unsigned b, unsigned c) {
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
static inline int32_t instruction_wide(uint64_t w) {
  return (int32_t)(w >> 32);
}

#endif
