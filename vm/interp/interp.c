// The interpreter's loop: one function that runs bytecode, one body for each opcode.
//
// It runs until the goroutine's first frame returns, a panic finds no more deferred calls, or the
// program ends. pc, the frame pointer and the goroutine stay in registers. Each body ends with its
// own dispatch, an indirect jump through a table. With sanitizers and other compilers the same
// bodies form a switch. Rare or long operations are out of line (ops.h), so that the loop spills
// nothing.
//
// vm/code/opcode.h says what each instruction does and where the safepoints are. Before anything
// that can panic, collect, or look at the stack, the loop saves pc and fp in the goroutine (SAVE).
// After anything that may have moved the stack it loads them again (RELOAD).
//
// The loop is compiled twice: here, and in hooked.c as the one that looks for machine code. So that
// costs this one nothing.

#include <math.h>
#include <string.h>

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/atomic.h"
#include "runtime/bulk.h"
#include "runtime/chan.h"
#include "runtime/float_bits.h"
#include "runtime/g.h"
#include "runtime/iface.h"
#include "runtime/map.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/stack.h"
#include "runtime/string.h"
#include "vm/code/opcode.h"
#include "vm/interp/interp.h"
#include "vm/interp/machine.h"
#include "vm/interp/ops.h"
#include "vm/interp/tier.h"

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

// Operands of the current instruction.
#define A instruction_a(w)
#define B instruction_b(w)
#define C instruction_c(w)
#define BS instruction_b_signed(w)
#define CS instruction_c_signed(w)
#define WIDE ((int64_t)instruction_wide(w))

#define RA fp[A]
#define RB fp[B]
#define RC fp[C]

// Returns where the frames must end; NULL while a thread asks this goroutine for a safepoint.
static inline uint64_t *guard_of(const struct g *g) {
  return (uint64_t *)atomic_load_relaxed_uintptr((const uintptr_t *)&g->stackguard);
}

// Allocates an object of a site. The slow path saves pc and fp: the heap profile records the place.
static inline void *new_object(struct g *g, struct gc *gc, const struct gc_alloc_site *site,
                               const uint64_t *pc, uint64_t *fp) {
  if (LIKELY(!gc->slow_malloc))
    return gc_malloc_site(gc, interp_gc_p(g), site);
  g->sched.pc = pc;
  g->sched.fp = fp;
  return gc_malloc_site_slow(gc, interp_gc_p(g), site);
}

// Stores a word, possibly a pointer, where a marker may read at the same time.
static inline void put(uint64_t *slot, uint64_t value) {
  atomic_store_relaxed_uintptr((uintptr_t *)slot, value);
}

#define DA double_from_bits(RA)
#define DB double_from_bits(RB)
#define DC double_from_bits(RC)

// Which operations look for machine code before the next one: where it may begin or go on.
#define IS_HOOKED(op)                                                                              \
  (((op) >= OP_LOOP && (op) <= OP_DECGEI) || (op) == OP_CALL || (op) == OP_CALLC ||                \
   (op) == OP_CALLI || (op) == OP_RET)

#if defined(VOLE_SWITCH_DISPATCH)
// Which table of labels there would be: none is hooked, some are, all are.
enum dispatch { PLAIN, HOOKED, LOOKING };
#define CASE(name) case OP_##name:
#define DISPATCH() goto dispatch
#else
#define CASE(name) op_##name:
#define PLAIN labels
#define HOOKED hooked_labels
#define LOOKING looking_labels
#define DISPATCH()                                                                                 \
  do {                                                                                             \
    w = *pc;                                                                                       \
    goto *table[(uint16_t)w];                                                                      \
  } while (0)
#endif

#define NEXT(words)                                                                                \
  do {                                                                                             \
    pc += (words);                                                                                 \
    DISPATCH();                                                                                    \
  } while (0)

#define SAVE() (g->sched.pc = pc, g->sched.fp = fp)
#define RELOAD() (pc = g->sched.pc, fp = g->sched.fp)

// Before an operation of `words` words that may wait: saves how far the goroutine then goes on.
#define SAVE_BLOCKING(words) (SAVE(), g->sched.jump = (words))

// Forward branches.
#define BRANCH_IF(condition, displacement)                                                         \
  do {                                                                                             \
    if (condition)                                                                                 \
      pc += (displacement);                                                                        \
    else                                                                                           \
      pc += 1;                                                                                     \
    DISPATCH();                                                                                    \
  } while (0)

// Backward branches: safepoints. The condition is evaluated first; the safepoint is run at the
// loop's instruction, and the jump is made after it.
#define LOOP_IF(condition, displacement)                                                           \
  do {                                                                                             \
    if (condition) {                                                                               \
      if (UNLIKELY(!guard_of(g))) {                                                                \
        jump = (displacement);                                                                     \
        goto loop_safepoint;                                                                       \
      }                                                                                            \
      pc += (displacement);                                                                        \
    } else                                                                                         \
      pc += 1;                                                                                     \
    DISPATCH();                                                                                    \
  } while (0)

#define BINARY(name, expression)                                                                   \
  CASE(name) {                                                                                     \
    RA = (uint64_t)(expression);                                                                   \
    NEXT(1);                                                                                       \
  }

#define LOAD(name, ctype)                                                                          \
  CASE(name) {                                                                                     \
    const char *base = (const char *)RB;                                                           \
    if (UNLIKELY(interp_is_nil((uint64_t)base)))                                                   \
      goto nil_panic;                                                                              \
    RA = (uint64_t)(*(const ctype *)(base + C));                                                   \
    NEXT(1);                                                                                       \
  }

#define STORE(name, ctype)                                                                         \
  CASE(name) {                                                                                     \
    char *base = (char *)RB;                                                                       \
    if (UNLIKELY(interp_is_nil((uint64_t)base)))                                                   \
      goto nil_panic;                                                                              \
    *(ctype *)(base + C) = (ctype)RA;                                                              \
    NEXT(1);                                                                                       \
  }

#define LOAD_INDEXED(name, ctype, extend)                                                          \
  CASE(name) {                                                                                     \
    uint64_t index = RC;                                                                           \
    if (UNLIKELY(index >= fp[B + 1]))                                                              \
      goto index_panic_c;                                                                          \
    RA = (uint64_t)(extend)((const ctype *)RB)[index];                                             \
    NEXT(1);                                                                                       \
  }

#define STORE_INDEXED(name, ctype)                                                                 \
  CASE(name) {                                                                                     \
    uint64_t index = RC;                                                                           \
    if (UNLIKELY(index >= fp[B + 1]))                                                              \
      goto index_panic_c;                                                                          \
    ((ctype *)RB)[index] = (ctype)RA;                                                              \
    NEXT(1);                                                                                       \
  }

// An operation out of line that may panic (ops.h).
#define OUT_OF_LINE(name, function, words)                                                         \
  CASE(name) {                                                                                     \
    SAVE();                                                                                        \
    if (UNLIKELY(!function(g, fp, pc)))                                                            \
      goto panicking;                                                                              \
    NEXT(words);                                                                                   \
  }

// An operation on channels, for which the goroutine may have to wait.
#define MAY_WAIT(name, function, words)                                                            \
  CASE(name) {                                                                                     \
    SAVE_BLOCKING(words);                                                                          \
    enum chan_outcome outcome = function(g, fp, pc);                                               \
    if (LIKELY(outcome == CHAN_DONE))                                                              \
      NEXT(words);                                                                                 \
    if (outcome == CHAN_BLOCKED)                                                                   \
      goto blocked;                                                                                \
    goto panicking;                                                                                \
  }

// Starts fn in the frame at nfp, to return to `ret`. The empty asm statements differ by their line:
// without them the compiler shares one dispatch among all calls, and that jump is predicted badly.
#define ENTER(fn, nfp, ret)                                                                        \
  do {                                                                                             \
    (nfp)[-2] = (uint64_t)(ret);                                                                   \
    (nfp)[-1] = (uint64_t)(fn);                                                                    \
    fp = (nfp);                                                                                    \
    pc = atomic_load_acquire_pointer(&(fn)->code);                                                 \
    if (UNLIKELY(fp + atomic_load_relaxed_u32(&(fn)->frame_slots) > guard_of(g)))                  \
      goto entry_safepoint;                                                                        \
    __asm__ volatile("" : : "i"(__LINE__));                                                        \
    DISPATCH();                                                                                    \
  } while (0)

// Runs g until another goroutine goes on, and returns that; NULL: this M's C stack must be left, as
// *exit says. A call runs one goroutine only: g, m and gc are constants, which cost the hundreds of
// indirect jumps nothing.
__attribute__((noinline)) static struct g *run_one(struct g *g, enum interp_exit *exit) {
#if !defined(VOLE_SWITCH_DISPATCH)
#define PLAIN_LABEL(name, ...) &&op_##name,
  static const void *const labels[] = {OPCODE_TABLE(PLAIN_LABEL)};
#if defined(VOLE_HOOKED_LOOP)
#define HOOKED_LABEL(name, ...) IS_HOOKED(OP_##name) ? &&hook : &&op_##name,
#define LOOKING_LABEL(name, ...) &&hook,
  static const void *const hooked_labels[] = {OPCODE_TABLE(HOOKED_LABEL)};
  static const void *const looking_labels[] = {OPCODE_TABLE(LOOKING_LABEL)};
  const void *const *table = LOOKING;
#else
  const void *const *table = PLAIN;
  __asm__("" : "+r"(table)); // or its address is computed at each jump
#endif
#elif defined(VOLE_HOOKED_LOOP)
  enum dispatch table = LOOKING;
#endif
  const uint64_t *pc = g->sched.pc;
  uint64_t *fp = g->sched.fp;
  struct m *const m = g->m;
  struct gc *const gc = &g->runtime->gc;
  uint64_t w;
  int64_t jump;              // displacement of the branch that a safepoint interrupts
  const struct func *callee; // the native function that call_native calls
#if defined(VOLE_HOOKED_LOOP)
  const void *native;  // where machine code goes on
  enum jit_leave left; // why it was left
#endif

  // A goroutine that waited goes on after the instruction that it waited in.
  if (g->resume && UNLIKELY(!interp_resume(g)))
    goto panicking;
  RELOAD();
  if (g->sched.jump)
    pc += g->sched.jump;
  else if (UNLIKELY(!guard_of(g)))
    goto entry_safepoint;
  DISPATCH();

#if defined(VOLE_SWITCH_DISPATCH)
dispatch:
  w = *pc;
#if defined(VOLE_HOOKED_LOOP)
  if (table == LOOKING || (table == HOOKED && IS_HOOKED((uint16_t)w)))
    goto hook;
#endif
#if defined(VOLE_HOOKED_LOOP)
plain:
#endif
  switch ((enum opcode)(uint16_t)w) {
#endif

    // Moves and constants.
    BINARY(MOV, RB)
    CASE(MOV2) {
      uint64_t x = RB, y = fp[B + 1];
      RA = x;
      fp[A + 1] = y;
      NEXT(1);
    }
    CASE(MOV3) {
      uint64_t x = RB, y = fp[B + 1], z = fp[B + 2];
      RA = x;
      fp[A + 1] = y;
      fp[A + 2] = z;
      NEXT(1);
    }
    CASE(MOVN) {
      memmove(&RA, &RB, C * sizeof(uint64_t));
      NEXT(1);
    }
    BINARY(LDI, WIDE)
    CASE(LDK) {
      RA = pc[1];
      NEXT(2);
    }
    CASE(LDK2) {
      RA = pc[1];
      fp[A + 1] = pc[2];
      NEXT(3);
    }
    BINARY(ZERO, 0)
    CASE(ZERON) {
      memset(&RA, 0, C * sizeof(uint64_t));
      NEXT(1);
    }
    BINARY(GET8, *(const uint8_t *)((const char *)fp + WIDE))
    BINARY(GET8S, *(const int8_t *)((const char *)fp + WIDE))
    BINARY(GET16, *(const uint16_t *)((const char *)fp + WIDE))
    BINARY(GET16S, *(const int16_t *)((const char *)fp + WIDE))
    BINARY(GET32, *(const uint32_t *)((const char *)fp + WIDE))
    BINARY(GET32S, *(const int32_t *)((const char *)fp + WIDE))
    CASE(PUT8) {
      *(uint8_t *)((char *)fp + WIDE) = (uint8_t)RA;
      NEXT(1);
    }
    CASE(PUT16) {
      *(uint16_t *)((char *)fp + WIDE) = (uint16_t)RA;
      NEXT(1);
    }
    CASE(PUT32) {
      *(uint32_t *)((char *)fp + WIDE) = (uint32_t)RA;
      NEXT(1);
    }

    // Integers.
    BINARY(ADD, RB + RC)
    BINARY(SUB, RB - RC)
    BINARY(MUL, RB * RC)
    CASE(DIV) {
      int64_t x = (int64_t)RB, y = (int64_t)RC;
      if (UNLIKELY((uint64_t)y + 1 <= 1)) {
        if (y == 0)
          goto divide_panic;
        RA = 0 - (uint64_t)x;
      } else
        RA = (uint64_t)(x / y);
      NEXT(1);
    }
    CASE(DIVU) {
      if (UNLIKELY(RC == 0))
        goto divide_panic;
      RA = RB / RC;
      NEXT(1);
    }
    CASE(REM) {
      int64_t x = (int64_t)RB, y = (int64_t)RC;
      if (UNLIKELY((uint64_t)y + 1 <= 1)) {
        if (y == 0)
          goto divide_panic;
        RA = 0;
      } else
        RA = (uint64_t)(x % y);
      NEXT(1);
    }
    CASE(REMU) {
      if (UNLIKELY(RC == 0))
        goto divide_panic;
      RA = RB % RC;
      NEXT(1);
    }
    BINARY(AND, RB & RC)
    BINARY(OR, RB | RC)
    BINARY(XOR, RB ^ RC)
    BINARY(ANDN, RB & ~RC)
    BINARY(SHL, RC < 64 ? RB << RC : 0)
    BINARY(SHR, RC < 64 ? RB >> RC : 0)
    BINARY(SAR, (int64_t)RB >> (RC < 64 ? RC : 63))
    CASE(CHKSHIFT) {
      if (UNLIKELY((int64_t)RA < 0))
        goto shift_panic;
      NEXT(1);
    }
    BINARY(NEG, 0 - RB)
    BINARY(NOT, ~RB)
    BINARY(ADDI, RB + (uint64_t)(int64_t)CS)
    BINARY(MULI, RB * (uint64_t)(int64_t)CS)
    BINARY(DIVI, (int64_t)RB / CS)
    BINARY(REMI, (int64_t)RB % CS)
    BINARY(ANDI, RB & (uint64_t)(int64_t)CS)
    BINARY(ORI, RB | (uint64_t)(int64_t)CS)
    BINARY(XORI, RB ^ (uint64_t)(int64_t)CS)
    BINARY(SHLI, RB << C)
    BINARY(SHRI, RB >> C)
    BINARY(SARI, (int64_t)RB >> C)
    CASE(ADDK) {
      RA = RB + pc[1];
      NEXT(2);
    }
    CASE(MULK) {
      RA = RB * pc[1];
      NEXT(2);
    }
    CASE(REMK) {
      RA = (uint64_t)((int64_t)RB % (int64_t)pc[1]);
      NEXT(2);
    }
    CASE(DIVK) {
      RA = (uint64_t)((int64_t)RB / (int64_t)pc[1]);
      NEXT(2);
    }
    CASE(ANDK) {
      RA = RB & pc[1];
      NEXT(2);
    }
    BINARY(ADD32, (int64_t)(int32_t)(RB + RC))
    BINARY(SUB32, (int64_t)(int32_t)(RB - RC))
    BINARY(MUL32, (int64_t)(int32_t)(RB * RC))
    BINARY(SHL32, (int64_t)(int32_t)(RC < 32 ? RB << RC : 0))
    BINARY(ADDI32, (int64_t)(int32_t)(RB + (uint64_t)(int64_t)CS))
    BINARY(ADDU32, (uint32_t)(RB + RC))
    BINARY(SUBU32, (uint32_t)(RB - RC))
    BINARY(MULU32, (uint32_t)(RB * RC))
    BINARY(SHLU32, (uint32_t)(RC < 32 ? RB << RC : 0))
    BINARY(ADDIU32, (uint32_t)(RB + (uint64_t)(int64_t)CS))
    BINARY(SEXT8, (int64_t)(int8_t)RB)
    BINARY(SEXT16, (int64_t)(int16_t)RB)
    BINARY(SEXT32, (int64_t)(int32_t)RB)
    BINARY(ZEXT8, (uint8_t)RB)
    BINARY(ZEXT16, (uint16_t)RB)
    BINARY(ZEXT32, (uint32_t)RB)

    // Floating point.
    BINARY(ADDF, double_bits(DB + DC))
    BINARY(SUBF, double_bits(DB - DC))
    BINARY(MULF, double_bits(DB * DC))
    BINARY(DIVF, double_bits(DB / DC))
    BINARY(NEGF, RB ^ UINT64_C(1) << 63)
    CASE(MACF) {
      double product = DB * DC;
      RA = double_bits(DA + product);
      NEXT(1);
    }
    CASE(ADDFK) {
      RA = double_bits(DB + double_from_bits(pc[1]));
      NEXT(2);
    }
    CASE(SUBFK) {
      RA = double_bits(DB - double_from_bits(pc[1]));
      NEXT(2);
    }
    CASE(MULFK) {
      RA = double_bits(DB * double_from_bits(pc[1]));
      NEXT(2);
    }
    CASE(DIVFK) {
      RA = double_bits(DB / double_from_bits(pc[1]));
      NEXT(2);
    }
    BINARY(SQRTF, double_bits(sqrt(DB)))
    BINARY(ABSF, RB & ~(UINT64_C(1) << 63))
    BINARY(FLOORF, double_bits(floor(DB)))
    BINARY(CEILF, double_bits(ceil(DB)))
    BINARY(TRUNCF, double_bits(trunc(DB)))
    BINARY(MINF, double_bits(interp_float_min(DB, DC)))
    BINARY(MAXF, double_bits(interp_float_max(DB, DC)))
    BINARY(ADDF32, float_bits(float_from_bits(RB) + float_from_bits(RC)))
    BINARY(SUBF32, float_bits(float_from_bits(RB) - float_from_bits(RC)))
    BINARY(MULF32, float_bits(float_from_bits(RB) * float_from_bits(RC)))
    BINARY(DIVF32, float_bits(float_from_bits(RB) / float_from_bits(RC)))
    BINARY(NEGF32, RB ^ UINT64_C(1) << 31)
    BINARY(I2F, double_bits((double)(int64_t)RB))
    BINARY(U2F, double_bits((double)RB))
    BINARY(F2I, interp_float_to_int(DB))
    BINARY(F2I32, interp_float_to_int32(DB))
    BINARY(F2U, interp_float_to_uint(DB))
    BINARY(I2F32, float_bits((float)(int64_t)RB))
    BINARY(U2F32, float_bits((float)RB))
    BINARY(F2F32, float_bits((float)DB))
    BINARY(F322F, double_bits((double)float_from_bits(RB)))

    // Complex numbers.
    CASE(ADDC) {
      double re = DB + DC, im = double_from_bits(fp[B + 1]) + double_from_bits(fp[C + 1]);
      RA = double_bits(re);
      fp[A + 1] = double_bits(im);
      NEXT(1);
    }
    CASE(SUBC) {
      double re = DB - DC, im = double_from_bits(fp[B + 1]) - double_from_bits(fp[C + 1]);
      RA = double_bits(re);
      fp[A + 1] = double_bits(im);
      NEXT(1);
    }
    CASE(MULC) {
      double a = DB, b = double_from_bits(fp[B + 1]), c = DC, d = double_from_bits(fp[C + 1]);
      double re = a * c - b * d, im = a * d + b * c;
      RA = double_bits(re);
      fp[A + 1] = double_bits(im);
      NEXT(1);
    }
    CASE(DIVC) {
      interp_complex_divide(&RA, &RB, &RC);
      NEXT(1);
    }
    BINARY(EQC, DB == DC && double_from_bits(fp[B + 1]) == double_from_bits(fp[C + 1]))
    CASE(C2C64) {
      RA = float_bits((float)DB) | float_bits((float)double_from_bits(fp[B + 1])) << 32;
      NEXT(1);
    }
    CASE(C642C) {
      uint64_t bits = RB;
      RA = double_bits((double)float_from_bits(bits));
      fp[A + 1] = double_bits((double)float_from_bits(bits >> 32));
      NEXT(1);
    }

    // Comparisons to a bool.
    BINARY(EQ, RB == RC)
    BINARY(NE, RB != RC)
    BINARY(LT, (int64_t)RB < (int64_t)RC)
    BINARY(LE, (int64_t)RB <= (int64_t)RC)
    BINARY(LTU, RB < RC)
    BINARY(LEU, RB <= RC)
    BINARY(EQF, DB == DC)
    BINARY(NEF, DB != DC)
    BINARY(LTF, DB < DC)
    BINARY(LEF, DB <= DC)
    BINARY(EQF32, float_from_bits(RB) == float_from_bits(RC))
    BINARY(LTF32, float_from_bits(RB) < float_from_bits(RC))
    BINARY(LEF32, float_from_bits(RB) <= float_from_bits(RC))
    CASE(EQS) {
      uint64_t length = fp[B + 1];
      if (length != fp[C + 1])
        RA = 0;
      else
        RA = RB == RC || length == 0 || memcmp((const void *)RB, (const void *)RC, length) == 0;
      NEXT(1);
    }
    BINARY(LTS, interp_string_compare(&RB, &RC) < 0)
    BINARY(LES, interp_string_compare(&RB, &RC) <= 0)
    OUT_OF_LINE(EQE, interp_eface_equal, 1)
    OUT_OF_LINE(EQI, interp_iface_equal, 1)
    OUT_OF_LINE(EQT, interp_value_equal, 3)
    BINARY(NOTB, RB ^ 1)

    // Branches.
    CASE(JMP) {
      NEXT(WIDE);
    }
    CASE(JT) {
      BRANCH_IF(RA, WIDE);
    }
    CASE(JF) {
      BRANCH_IF(!RA, WIDE);
    }
    CASE(JEQ) {
      BRANCH_IF(RA == RB, CS);
    }
    CASE(JNE) {
      BRANCH_IF(RA != RB, CS);
    }
    CASE(JLT) {
      BRANCH_IF((int64_t)RA < (int64_t)RB, CS);
    }
    CASE(JLE) {
      BRANCH_IF((int64_t)RA <= (int64_t)RB, CS);
    }
    CASE(JLTU) {
      BRANCH_IF(RA < RB, CS);
    }
    CASE(JLEU) {
      BRANCH_IF(RA <= RB, CS);
    }
    CASE(JEQI) {
      BRANCH_IF((int64_t)RA == BS, CS);
    }
    CASE(JNEI) {
      BRANCH_IF((int64_t)RA != BS, CS);
    }
    CASE(JLTI) {
      BRANCH_IF((int64_t)RA < BS, CS);
    }
    CASE(JLEI) {
      BRANCH_IF((int64_t)RA <= BS, CS);
    }
    CASE(JGTI) {
      BRANCH_IF((int64_t)RA > BS, CS);
    }
    CASE(JGEI) {
      BRANCH_IF((int64_t)RA >= BS, CS);
    }
    CASE(JEQF) {
      BRANCH_IF(DA == DB, CS);
    }
    CASE(JNEF) {
      BRANCH_IF(DA != DB, CS);
    }
    CASE(JLTF) {
      BRANCH_IF(DA < DB, CS);
    }
    CASE(JLEF) {
      BRANCH_IF(DA <= DB, CS);
    }
    CASE(JNLTF) {
      BRANCH_IF(!(DA < DB), CS);
    }
    CASE(JNLEF) {
      BRANCH_IF(!(DA <= DB), CS);
    }
    CASE(JEQK) {
      pc += RA == pc[1] ? CS : 2;
      DISPATCH();
    }
    CASE(JNEK) {
      pc += RA != pc[1] ? CS : 2;
      DISPATCH();
    }
    CASE(JTAB) {
      pc += RA < B ? ((const int32_t *)pc[1])[RA] : CS;
      DISPATCH();
    }
    CASE(LOOP) {
      LOOP_IF(true, WIDE);
    }
    CASE(LOOPT) {
      LOOP_IF(RA, WIDE);
    }
    CASE(LOOPF) {
      LOOP_IF(!RA, WIDE);
    }
    CASE(LOOPEQ) {
      LOOP_IF(RA == RB, CS);
    }
    CASE(LOOPNE) {
      LOOP_IF(RA != RB, CS);
    }
    CASE(LOOPLT) {
      LOOP_IF((int64_t)RA < (int64_t)RB, CS);
    }
    CASE(LOOPLE) {
      LOOP_IF((int64_t)RA <= (int64_t)RB, CS);
    }
    CASE(LOOPLTI) {
      LOOP_IF((int64_t)RA < BS, CS);
    }
    CASE(LOOPLEI) {
      LOOP_IF((int64_t)RA <= BS, CS);
    }
    CASE(LOOPGTI) {
      LOOP_IF((int64_t)RA > BS, CS);
    }
    CASE(LOOPGEI) {
      LOOP_IF((int64_t)RA >= BS, CS);
    }
    CASE(LOOPNEI) {
      LOOP_IF((int64_t)RA != BS, CS);
    }
    CASE(LOOPLTF) {
      LOOP_IF(DA < DB, CS);
    }
    CASE(LOOPLEF) {
      LOOP_IF(DA <= DB, CS);
    }
    CASE(INCLT) {
      uint64_t x = ++RA;
      LOOP_IF((int64_t)x < (int64_t)RB, CS);
    }
    CASE(INCLE) {
      uint64_t x = ++RA;
      LOOP_IF((int64_t)x <= (int64_t)RB, CS);
    }
    CASE(INCLTI) {
      uint64_t x = ++RA;
      LOOP_IF((int64_t)x < BS, CS);
    }
    CASE(INCLEI) {
      uint64_t x = ++RA;
      LOOP_IF((int64_t)x <= BS, CS);
    }
    CASE(DECGE) {
      uint64_t x = --RA;
      LOOP_IF((int64_t)x >= (int64_t)RB, CS);
    }
    CASE(DECGEI) {
      uint64_t x = --RA;
      LOOP_IF((int64_t)x >= BS, CS);
    }

    // Memory.
    LOAD(LD8, uint8_t)
    LOAD(LD8S, int8_t)
    LOAD(LD16, uint16_t)
    LOAD(LD16S, int16_t)
    LOAD(LD32, uint32_t)
    LOAD(LD32S, int32_t)
    LOAD(LD64, uint64_t)
    CASE(LD2) {
      const char *base = (const char *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)base)))
        goto nil_panic;
      const uint64_t *from = (const uint64_t *)(base + C);
      uint64_t x = from[0], y = from[1];
      RA = x;
      fp[A + 1] = y;
      NEXT(1);
    }
    CASE(LD3) {
      const char *base = (const char *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)base)))
        goto nil_panic;
      const uint64_t *from = (const uint64_t *)(base + C);
      uint64_t x = from[0], y = from[1], z = from[2];
      RA = x;
      fp[A + 1] = y;
      fp[A + 2] = z;
      NEXT(1);
    }
    CASE(LDN) {
      const char *base = (const char *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)base)))
        goto nil_panic;
      uint64_t slots = (uint16_t)pc[1], bytes = pc[1] >> 32;
      if (slots)
        fp[A + slots - 1] = 0;
      memcpy(&RA, base + C, bytes);
      NEXT(2);
    }
    STORE(ST8, uint8_t)
    STORE(ST16, uint16_t)
    STORE(ST32, uint32_t)
    STORE(ST64, uint64_t)
    CASE(ST_PTR) {
      char *base = (char *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)base)))
        goto nil_panic;
      uint64_t *slot = (uint64_t *)(base + C);
      if (UNLIKELY(gc->write_barrier.enabled))
        interp_barrier(g, slot, RA);
      put(slot, RA);
      NEXT(1);
    }
    CASE(ST_STRING) {
      char *base = (char *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)base)))
        goto nil_panic;
      uint64_t *slot = (uint64_t *)(base + C);
      if (UNLIKELY(gc->write_barrier.enabled))
        interp_barrier(g, slot, RA);
      put(slot, RA);
      put(slot + 1, fp[A + 1]);
      NEXT(1);
    }
    CASE(ST_IFACE) {
      char *base = (char *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)base)))
        goto nil_panic;
      uint64_t *slot = (uint64_t *)(base + C);
      if (UNLIKELY(gc->write_barrier.enabled))
        interp_barrier(g, slot + 1, fp[A + 1]);
      put(slot, RA);
      put(slot + 1, fp[A + 1]);
      NEXT(1);
    }
    CASE(ST_SLICE) {
      char *base = (char *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)base)))
        goto nil_panic;
      uint64_t *slot = (uint64_t *)(base + C);
      if (UNLIKELY(gc->write_barrier.enabled))
        interp_barrier(g, slot, RA);
      put(slot, RA);
      put(slot + 1, fp[A + 1]);
      put(slot + 2, fp[A + 2]);
      NEXT(1);
    }
    CASE(STN) {
      char *base = (char *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)base)))
        goto nil_panic;
      if (UNLIKELY(gc->write_barrier.enabled && pc[2]))
        interp_move(g, base + C, &RA, (const struct rtype *)pc[2]);
      else
        memcpy(base + C, &RA, pc[1] >> 32);
      NEXT(3);
    }
    CASE(LEA) {
      uint64_t base = RB;
      if (UNLIKELY(interp_is_nil((uint64_t)base)))
        goto nil_panic;
      RA = base + C;
      NEXT(1);
    }
    CASE(LEA64) {
      uint64_t base = RB;
      if (UNLIKELY(interp_is_nil(base)))
        goto nil_panic;
      RA = base + pc[1];
      NEXT(2);
    }
    CASE(NILCHK) {
      if (UNLIKELY(interp_is_nil(RA)))
        goto nil_panic;
      NEXT(1);
    }
    CASE(COPYT) {
      const struct rtype *type = (const struct rtype *)pc[1];
      if (UNLIKELY(interp_is_nil(RA) || interp_is_nil(RB)))
        goto nil_panic;
      if (UNLIKELY(gc->write_barrier.enabled || type->layout.size > bulk_piece)) {
        SAVE();
        interp_move(g, (void *)RA, (const void *)RB, type);
      } else
        memmove((void *)RA, (const void *)RB, type->layout.size);
      NEXT(2);
    }
    CASE(ZEROT) {
      const struct rtype *type = (const struct rtype *)pc[1];
      if (UNLIKELY(interp_is_nil(RA)))
        goto nil_panic;
      if (UNLIKELY(gc->write_barrier.enabled || type->layout.size > bulk_piece)) {
        SAVE();
        interp_clear(g, (void *)RA, type);
      } else
        memset((void *)RA, 0, type->layout.size);
      NEXT(2);
    }
    OUT_OF_LINE(EQMEM, interp_memory_equal, 2)

    // Package variables.
    CASE(LDG64) {
      RA = *(const uint64_t *)pc[1];
      NEXT(2);
    }
    CASE(STG64) {
      *(uint64_t *)pc[1] = RA;
      NEXT(2);
    }
    CASE(STG_PTR) {
      uint64_t *slot = (uint64_t *)pc[1];
      if (UNLIKELY(gc->write_barrier.enabled))
        interp_barrier(g, slot, RA);
      put(slot, RA);
      NEXT(2);
    }
    CASE(LDG2) {
      const uint64_t *from = (const uint64_t *)pc[1];
      RA = from[0];
      fp[A + 1] = from[1];
      NEXT(2);
    }
    CASE(LDG3) {
      const uint64_t *from = (const uint64_t *)pc[1];
      RA = from[0];
      fp[A + 1] = from[1];
      fp[A + 2] = from[2];
      NEXT(2);
    }

    // Indexing.
    LOAD_INDEXED(LDX8, uint8_t, uint64_t)
    LOAD_INDEXED(LDX8S, int8_t, int64_t)
    LOAD_INDEXED(LDX16, uint16_t, uint64_t)
    LOAD_INDEXED(LDX16S, int16_t, int64_t)
    LOAD_INDEXED(LDX32, uint32_t, uint64_t)
    LOAD_INDEXED(LDX32S, int32_t, int64_t)
    LOAD_INDEXED(LDX64, uint64_t, uint64_t)
    CASE(LDX2) {
      uint64_t index = RC;
      if (UNLIKELY(index >= fp[B + 1]))
        goto index_panic_c;
      const uint64_t *from = (const uint64_t *)RB + index * 2;
      uint64_t x = from[0], y = from[1];
      RA = x;
      fp[A + 1] = y;
      NEXT(1);
    }
    CASE(LDX3) {
      uint64_t index = RC;
      if (UNLIKELY(index >= fp[B + 1]))
        goto index_panic_c;
      const uint64_t *from = (const uint64_t *)RB + index * 3;
      uint64_t x = from[0], y = from[1], z = from[2];
      RA = x;
      fp[A + 1] = y;
      fp[A + 2] = z;
      NEXT(1);
    }
    STORE_INDEXED(STX8, uint8_t)
    STORE_INDEXED(STX16, uint16_t)
    STORE_INDEXED(STX32, uint32_t)
    STORE_INDEXED(STX64, uint64_t)
    CASE(STX_PTR) {
      uint64_t index = RC;
      if (UNLIKELY(index >= fp[B + 1]))
        goto index_panic_c;
      uint64_t *slot = (uint64_t *)RB + index;
      if (UNLIKELY(gc->write_barrier.enabled))
        interp_barrier(g, slot, RA);
      put(slot, RA);
      NEXT(1);
    }
    CASE(STX_STRING) {
      uint64_t index = RC;
      if (UNLIKELY(index >= fp[B + 1]))
        goto index_panic_c;
      uint64_t *slot = (uint64_t *)RB + index * 2;
      if (UNLIKELY(gc->write_barrier.enabled))
        interp_barrier(g, slot, RA);
      put(slot, RA);
      put(slot + 1, fp[A + 1]);
      NEXT(1);
    }
    CASE(STX_IFACE) {
      uint64_t index = RC;
      if (UNLIKELY(index >= fp[B + 1]))
        goto index_panic_c;
      uint64_t *slot = (uint64_t *)RB + index * 2;
      if (UNLIKELY(gc->write_barrier.enabled))
        interp_barrier(g, slot + 1, fp[A + 1]);
      put(slot, RA);
      put(slot + 1, fp[A + 1]);
      NEXT(1);
    }
    CASE(STX_SLICE) {
      uint64_t index = RC;
      if (UNLIKELY(index >= fp[B + 1]))
        goto index_panic_c;
      uint64_t *slot = (uint64_t *)RB + index * 3;
      if (UNLIKELY(gc->write_barrier.enabled))
        interp_barrier(g, slot, RA);
      put(slot, RA);
      put(slot + 1, fp[A + 1]);
      put(slot + 2, fp[A + 2]);
      NEXT(1);
    }
    CASE(LEAX) {
      uint64_t index = RC;
      if (UNLIKELY(index >= fp[B + 1]))
        goto index_panic_c;
      RA = RB + index * pc[1];
      NEXT(2);
    }
    CASE(BOUND) {
      if (UNLIKELY(RA >= pc[1])) {
        SAVE();
        interp_panic_index(g, (int64_t)RA, (int64_t)pc[1]);
        goto panicking;
      }
      NEXT(2);
    }

    // Strings and slices.
    OUT_OF_LINE(CONCAT, interp_concat, 1)
    CASE(SLICE) {
      // The usual forms in line: s[lo:hi], s[lo:], s[:hi] of bytes or words.
      uint64_t flags = pc[1] & 7;
      const uint64_t *bounds = &RC;
      uint64_t base = RB, length = fp[B + 1], capacity = fp[B + 2];
      uint64_t low = flags & 1 ? *bounds++ : 0;
      uint64_t high = flags & 2 ? *bounds++ : length;
      uint64_t max = flags & 4 ? *bounds : capacity;
      if (UNLIKELY(max > capacity || high > max || low > high)) {
        SAVE();
        interp_panic_slice(g, fp, pc);
        goto panicking;
      }
      // An empty rest must not point past the end of its object, at the next one.
      RA = max == low ? base : base + low * (pc[1] >> 32);
      fp[A + 1] = high - low;
      fp[A + 2] = max - low;
      NEXT(2);
    }
    CASE(SLICESTR) {
      uint64_t flags = pc[1] & 3;
      const uint64_t *bounds = &RC;
      uint64_t base = RB, length = fp[B + 1];
      uint64_t low = flags & 1 ? *bounds++ : 0;
      uint64_t high = flags & 2 ? *bounds : length;
      if (UNLIKELY(high > length || low > high)) {
        SAVE();
        interp_panic_slice(g, fp, pc);
        goto panicking;
      }
      RA = low == high ? base : base + low;
      fp[A + 1] = high - low;
      NEXT(2);
    }
    OUT_OF_LINE(MAKESLICE, interp_make_slice, 2)
    CASE(APPEND1) {
      uint64_t length = fp[A + 1];
      const struct rtype *type = (const struct rtype *)pc[2];
      if (UNLIKELY(length >= fp[A + 2])) {
        SAVE();
        if (UNLIKELY(!interp_append_grow(g, &RA, 1, type)))
          goto panicking;
      }
      if (type->layout.size == 8) {
        uint64_t *slot = (uint64_t *)RA + length;
        if (UNLIKELY(gc->write_barrier.enabled && type->layout.ptrdata))
          interp_barrier(g, slot, RB);
        put(slot, RB);
      } else
        interp_store_value(g, (char *)RA + length * type->layout.size, &RB, type);
      fp[A + 1] = length + 1;
      NEXT(3);
    }
    OUT_OF_LINE(APPENDN, interp_append_n, 2)
    OUT_OF_LINE(APPENDS, interp_append_slice, 2)
    OUT_OF_LINE(COPY, interp_copy, 2)
    OUT_OF_LINE(CLEARS, interp_clear_slice, 2)
    CASE(RUNE) {
      uint64_t index = RC;
      uint8_t first = ((const uint8_t *)RB)[index];
      if (LIKELY(first < 0x80)) {
        RA = first;
        fp[A + 1] = index + 1;
      } else
        interp_decode_rune(&RA, (const uint8_t *)RB, (int64_t)fp[B + 1], (int64_t)index);
      NEXT(1);
    }
    OUT_OF_LINE(STR2BYTES, interp_string_to_bytes, 1)
    OUT_OF_LINE(BYTES2STR, interp_bytes_to_string, 1)
    OUT_OF_LINE(STR2RUNES, interp_string_to_runes, 1)
    OUT_OF_LINE(RUNES2STR, interp_runes_to_string, 1)
    OUT_OF_LINE(RUNE2STR, interp_rune_to_string, 1)
    CASE(SLICE2ARR) {
      if (UNLIKELY(fp[B + 1] < pc[1])) {
        SAVE();
        panic_slice_convert(g, (int64_t)fp[B + 1], (int64_t)pc[1]);
        goto panicking;
      }
      RA = RB;
      NEXT(2);
    }

    // Maps.
    OUT_OF_LINE(MAKEMAP, interp_make_map, 2)
    OUT_OF_LINE(MAPREAD, interp_map_read, 3)
    OUT_OF_LINE(MAPREAD2, interp_map_read2, 3)
    OUT_OF_LINE(MAPASSIGN, interp_map_assign, 3)
    OUT_OF_LINE(MAPDELETE, interp_map_delete, 3)
    OUT_OF_LINE(MAPGET64, interp_map_get64, 2)
    OUT_OF_LINE(MAPGETS64, interp_map_get_string64, 2)
    OUT_OF_LINE(MAPSET64, interp_map_set64, 2)
    OUT_OF_LINE(MAPSETS64, interp_map_set_string64, 2)
    BINARY(MAPLEN, map_len((const struct map *)RB))
    OUT_OF_LINE(MAPCLEAR, interp_map_clear, 2)
    OUT_OF_LINE(MAPITER, interp_map_iter, 2)
    CASE(MAPNEXT) {
      BRANCH_IF(!interp_map_next(g, &RA), CS);
    }

    // Interfaces.
    OUT_OF_LINE(BOX, interp_box, 3)
    OUT_OF_LINE(BOXMEM, interp_box_memory, 3)
    CASE(IFACETYPE) {
      uint64_t word = RB;
      RA = C && word ? (uint64_t)((const struct itab *)word)->type : word;
      NEXT(1);
    }
    CASE(ASSERT) {
      const struct rtype *type = (const struct rtype *)pc[2];
      uint64_t word = RB;
      if (C && word)
        word = (uint64_t)((const struct itab *)word)->type;
      if (UNLIKELY(word != (uint64_t)type)) {
        SAVE();
        panic_assertion(g, (const struct rtype *)pc[3], (const struct rtype *)word, type, NULL);
        goto panicking;
      }
      interp_unbox(&RA, fp[B + 1], type);
      NEXT(4);
    }
    CASE(ASSERT2) {
      const struct rtype *type = (const struct rtype *)pc[2];
      uint64_t word = RB, data = fp[B + 1];
      if (C && word)
        word = (uint64_t)((const struct itab *)word)->type;
      if (word == (uint64_t)type) {
        interp_unbox(&RA, data, type);
        fp[A + type->slots] = 1;
      } else
        memset(&RA, 0, (type->slots + 1) * sizeof(uint64_t));
      NEXT(4);
    }
    OUT_OF_LINE(ASSERTI, interp_assert_interface, 3)
    OUT_OF_LINE(ASSERTI2, interp_assert_interface2, 3)
    CASE(I2E) {
      uint64_t word = RB, data = fp[B + 1];
      RA = word ? (uint64_t)((const struct itab *)word)->type : 0;
      fp[A + 1] = data;
      NEXT(1);
    }
    OUT_OF_LINE(I2I, interp_convert_interface, 2)

    // Objects.
    CASE(NEW) {
      const struct rtype *type = (const struct rtype *)pc[1];
      RA = (uint64_t)new_object(g, gc, type->site, pc, fp);
      NEXT(2);
    }
    CASE(CLOSURE) {
      const struct closure_template *model = (const struct closure_template *)pc[1];
      uint64_t *object = new_object(g, gc, model->type->site, pc, fp);
      object[0] = (uint64_t)model->func;
      if (UNLIKELY(
              gc->write_barrier.enabled)) // it is black, and the frame may not have been scanned
        interp_barrier_fresh(g, object, &RB - 1, model->type);
      memcpy(object + 1, &RB, C * sizeof(uint64_t));
      RA = (uint64_t)object;
      NEXT(2);
    }

    // Atomic memory.
    OUT_OF_LINE(ATOMIC, interp_atomic, 2)
    CASE(LOCK) {
      BRANCH_IF(RA && (atomic_cas_u32((uint32_t *)RA, 0, 1) || interp_lock(g, (uint32_t *)RA)), CS);
    }
    CASE(UNLOCK) {
      BRANCH_IF(RA && (atomic_cas_u32((uint32_t *)RA, 1, 0) || interp_unlock((uint32_t *)RA)), CS);
    }

    // Calls.
    CASE(CALL) {
      struct func *fn = (struct func *)pc[1];
      uint64_t *nfp = fp + A;
      ENTER(fn, nfp, pc + 2);
    }
    CASE(CALLC) {
      struct func *const *closure = (struct func *const *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)closure)))
        goto nil_panic;
      struct func *fn = *closure;
      uint64_t *nfp = fp + A;
      nfp[fn->context_slot] = (uint64_t)closure;
      if (UNLIKELY(fn->flags & FUNC_NATIVE)) {
        callee = fn;
        goto call_native;
      }
      ENTER(fn, nfp, pc + 2);
    }
    CASE(CALLI) {
      const struct itab *tab = (const struct itab *)RB;
      if (UNLIKELY(interp_is_nil((uint64_t)tab)))
        goto nil_panic;
      struct func *fn = tab->funcs[C];
      uint64_t *nfp = fp + A;
      nfp[(uint16_t)pc[1]] = fp[B + 1];
      if (UNLIKELY(fn->flags & FUNC_NATIVE)) {
        callee = fn;
        goto call_native;
      }
      ENTER(fn, nfp, pc + 2);
    }
    CASE(CALLN) {
      callee = (const struct func *)pc[1];
      goto call_native;
    }
    CASE(RET) {
      const uint64_t *ret = (const uint64_t *)fp[-2];
      fp -= instruction_a(ret[-2]);
      pc = ret;
      DISPATCH();
    }
    CASE(DEFER) {
      SAVE();
      interp_defer(g, fp, (void *)RA);
      NEXT(1);
    }
    OUT_OF_LINE(DEFERLIST, interp_defer_list, 1)
    OUT_OF_LINE(DEFERAT, interp_defer_at, 2)
    CASE(DEFERRUN) {
      struct func *const *closure = defer_pop(g, fp);
      if (!closure)
        NEXT(3);
      uint64_t *nfp = fp + A;
      struct func *fn = *closure;
      nfp[fn->context_slot] = (uint64_t)closure;
      ENTER(fn, nfp, pc + 2);
    }
    CASE(RANGENEXT) {
      uint64_t *state = (uint64_t *)RA + range_state_word, before = *state;
      *state = RANGE_RUNNING;
      if (LIKELY(before == RANGE_READY))
        NEXT(1);
      SAVE();
      interp_panic_range(g, (enum range_state)before);
      goto panicking;
    }
    CASE(RANGECONT) {
      ((uint64_t *)RB)[range_state_word] = RANGE_READY;
      RA = true;
      NEXT(1);
    }
    OUT_OF_LINE(RANGEBREAK, interp_range_break, 1)
    OUT_OF_LINE(RANGEEND, interp_range_end, 1)
    CASE(PANIC) {
      SAVE();
      panic_raise(g, (struct go_eface){(struct rtype *)RA, (void *)fp[A + 1]});
      goto panicking;
    }
    CASE(RECOVER) {
      SAVE();
      interp_recover(g, fp, &RA);
      NEXT(1);
    }
    CASE(PRINT) {
      interp_print(g, fp, pc);
      NEXT(2);
    }

    // Goroutines.
    CASE(GO) {
      SAVE();
      if (UNLIKELY(!interp_go(g, (void *)RA)))
        goto panicking;
      NEXT(1);
    }

    // Channels.
    OUT_OF_LINE(MAKECHAN, interp_make_chan, 2)
    MAY_WAIT(SEND, interp_send, 2)
    MAY_WAIT(RECV, interp_receive, 3)
    MAY_WAIT(SELECT, interp_select, 2)
    OUT_OF_LINE(CLOSE, interp_close, 1)
    BINARY(CHANLEN, chan_length((const struct chan *)RB))
    BINARY(CHANCAP, chan_capacity((const struct chan *)RB))

    // The machine's own.
    CASE(COMPILE) {
      SAVE();
      if (UNLIKELY(!interp_compile(g))) {
        *exit = INTERP_FATAL;
        goto leaving;
      }
      RELOAD();
      if (UNLIKELY(fp + ((struct func *)fp[-1])->frame_slots > guard_of(g)))
        goto entry_safepoint;
      DISPATCH();
    }
    CASE(EXIT) {
      SAVE();
      *exit = INTERP_RETURNED;
      goto leaving;
    }
    CASE(PANICRET) {
      SAVE();
      if (UNLIKELY(!interp_panic_returned(g)))
        goto stopped;
      if (UNLIKELY(m->current_g != g))
        goto blocked;
      RELOAD();
      DISPATCH();
    }
    CASE(UNREACHABLE) {
      SAVE();
      interp_unreachable(g);
    }

#if defined(VOLE_SWITCH_DISPATCH)
  case OPCODE_COUNT:
    break;
  }
  SAVE();
  interp_unreachable(g);
#endif

  // Calls callee, a native function, in the frame at a.
call_native : {
  uint64_t *nfp = fp + A;
  SAVE_BLOCKING(2);
  memset(nfp, 0, callee->result_slots * sizeof(uint64_t));
  if (UNLIKELY(!callee->native(g, nfp + callee->result_slots, nfp)))
    goto panicking;
  if (UNLIKELY(callee->flags & FUNC_NATIVE_BLOCKING)) {
    if (m->current_g != g)
      goto blocked;
    // If the native called back, the stack may have moved; if it blocked, its return is a
    // safepoint. It still stands at the call, whose results are live.
    RELOAD();
    if (!guard_of(g)) {
      jump = 2;
      goto loop_safepoint;
    }
  }
  NEXT(2);
}

#if defined(VOLE_HOOKED_LOOP)
  // Machine code may begin or go on: here, or after this instruction.
hook:
  if (table == HOOKED)
    goto one_step;
  SAVE();
  native = tier_find(g);
  if (!native) {
    table = HOOKED;
    DISPATCH();
  }
run_machine_code:
  left = tier_run(g, native);
  switch (left) {
  case JIT_GO_ON:
  case JIT_BLOCKED:
    goto blocked;
  case JIT_PANICKING:
    table = LOOKING;
    goto panicking;
  case JIT_DEEP:
    native = ((const struct func *)g->sched.fp[-1])->machine_entry;
    goto run_machine_code;
  case JIT_RETURN:
    fp = g->sched.fp;
    pc = (const uint64_t *)fp[-2];
    fp -= instruction_a(pc[-2]);
    table = LOOKING;
    DISPATCH();
  case JIT_STEP:
    RELOAD();
    goto one_step;
  }

  // This instruction is the interpreter's. Before the next one it looks for machine code again.
one_step:
  w = *pc;
  table = LOOKING;
#if defined(VOLE_SWITCH_DISPATCH)
  goto plain;
#else
  goto *labels[(uint16_t)w];
#endif
#endif

  // The frame that was entered does not fit, or a thread asks this goroutine for a safepoint.
entry_safepoint:
  // A function that is not compiled yet has no liveness maps: COMPILE comes back here.
  if (instruction_op(*pc) == OP_COMPILE)
    DISPATCH();
  SAVE_BLOCKING(0);
  if (UNLIKELY(!interp_entry_safepoint(g)))
    goto panicking;
  if (UNLIKELY(m->current_g != g))
    goto blocked;
  RELOAD();
  DISPATCH();

loop_safepoint:
  SAVE_BLOCKING(jump);
  if (UNLIKELY(!interp_loop_safepoint(g)))
    goto panicking;
  if (UNLIKELY(m->current_g != g))
    goto blocked;
  RELOAD();
  pc += jump;
  DISPATCH();

nil_panic:
  SAVE();
  panic_nil_dereference(g);
  goto panicking;

divide_panic:
  SAVE();
  panic_divide(g);
  goto panicking;

shift_panic:
  SAVE();
  panic_shift(g);
  goto panicking;

index_panic_c:
  SAVE();
  interp_panic_index(g, (int64_t)RC, (int64_t)fp[B + 1]);
  goto panicking;

  // A panic is pending, an exit or an interrupt: a deferred closure goes on, or nothing does.
panicking:
  if (UNLIKELY(!interp_unwind(g)))
    goto stopped;
  if (UNLIKELY(m->current_g != g))
    goto blocked;
  RELOAD();
  DISPATCH();

  // This activation does not go on, for a reason that the run time knows.
stopped:
  *exit = interp_why_stopped(g);

  // This activation is over. If it is not this C function's, another goroutine goes on.
leaving:
  return interp_leave(m, g, exit);

  // The goroutine waits, has given way or has ended, and this M must not touch it: another goes on.
blocked:
  return interp_next(m, exit);
}

#if !defined(VOLE_HOOKED_LOOP)
enum interp_exit interp_run(struct g *g) {
  if (UNLIKELY(tier_is_on(machine_of(g->runtime))))
    return interp_run_hooked(g);
  enum interp_exit exit;
  do
    g = run_one(g, &exit);
  while (g);
  return exit;
}
#endif
