// The encodings of x86.h, after the manual of the instruction set: prefixes, REX, opcode, ModRM,
// SIB, displacement, immediate.

#include "vm/jit/x86.h"

#include <stdlib.h>
#include <string.h>

#include "mem/invariant.h"

// What a place in the code, of 4 bytes, is to hold.
enum patch_kind {
  PATCH_LABEL,    // the distance from its end to a label
  PATCH_CONSTANT, // to a constant
  PATCH_ADDRESS,  // to an address
  PATCH_DISTANCE  // the distance between two labels
};

struct x86_patch {
  uint32_t at;
  uint32_t kind;
  uint64_t target; // label, index, address; label and the other's number above 32 bits
};

void x86_free(struct x86_code *code) {
  free(code->bytes);
  free(code->patches);
  free(code->labels);
  free(code->constants);
  *code = (struct x86_code){0};
}

// Makes room for one more element. False: memory is short.
static bool grow(struct x86_code *code, void **array, uint32_t count, uint32_t *cap, size_t size) {
  if (count < *cap)
    return true;
  uint32_t want = *cap ? *cap * 2 : 64;
  void *larger = realloc(*array, want * size);
  if (!larger) {
    code->failed = true;
    return false;
  }
  *array = larger;
  *cap = want;
  return true;
}

static void byte(struct x86_code *code, unsigned value) {
  if (grow(code, (void **)&code->bytes, code->size, &code->cap, 1))
    code->bytes[code->size++] = (uint8_t)value;
}

static void number(struct x86_code *code, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++)
    byte(code, (uint8_t)(value >> 8 * i));
}

static void patch(struct x86_code *code, enum patch_kind kind, uint64_t target) {
  if (grow(code, (void **)&code->patches, code->patch_count, &code->patch_cap,
           sizeof *code->patches))
    code->patches[code->patch_count++] =
        (struct x86_patch){.at = code->size, .kind = kind, .target = target};
  number(code, 0, 4);
}

// Prefixes, REX and opcode. rm and index are the registers that the place names, or 0.
static void opcode(struct x86_code *code, unsigned operation, int reg, struct x86_place place) {
  int rm = place.reg >= 0 ? place.reg : place.base < 0 ? 0 : place.base;
  int index = place.reg < 0 && place.index >= 0 ? place.index : 0;
  if (operation & x86_66)
    byte(code, 0x66);
  if (operation & x86_f2)
    byte(code, 0xf2);
  if (operation & x86_f3)
    byte(code, 0xf3);
  unsigned rex = (operation & x86_w ? 8U : 0) | (reg >= 8 ? 4U : 0) | (index >= 8 ? 2U : 0) |
                 (rm >= 8 ? 1U : 0);
  bool low_byte = (operation & x86_byte && reg >= 4) || (operation & x86_byte_rm && place.reg >= 4);
  if (rex || low_byte)
    byte(code, 0x40 | rex);
  if (operation & (x86_map_0f | x86_map_0f3a))
    byte(code, 0x0f);
  if (operation & x86_map_0f3a)
    byte(code, 0x3a);
  byte(code, operation & 0xff);
}

static void mod_rm(struct x86_code *code, int reg, struct x86_place place) {
  unsigned middle = (unsigned)(reg & 7) << 3;
  if (place.reg >= 0) {
    byte(code, 0xc0 | middle | (unsigned)(place.reg & 7));
    return;
  }
  invariant_debug(place.base >= 0 && place.index != RSP);
  bool sib = place.index >= 0 || (place.base & 7) == RSP;
  unsigned low = sib ? 4 : (unsigned)(place.base & 7);
  bool none = place.disp == 0 && (place.base & 7) != RBP;
  bool small = place.disp == (int8_t)place.disp;
  byte(code, (none ? 0 : small ? 0x40U : 0x80U) | middle | low);
  if (sib)
    byte(code, (unsigned)place.shift << 6 |
                   (unsigned)((place.index < 0 ? 4 : place.index) & 7) << 3 |
                   (unsigned)(place.base & 7));
  if (!none)
    number(code, (uint32_t)place.disp, small ? 1 : 4);
}

// Returns the register of an operation: the digit if it has one. Groups are the opcodes of which
// the digit is a part.
static int register_of(unsigned operation, int reg) {
  switch (operation & 0xff) {
  case 0x80:
  case 0x81:
  case 0x83:
  case 0xc1:
  case 0xc7:
  case 0xd3:
  case 0xf7:
  case 0xff:
    return (int)(operation / x86_digit & 7);
  default:
    return reg;
  }
}

void x86_emit(struct x86_code *code, unsigned operation, int reg, struct x86_place place) {
  if (!(operation & x86_map_0f))
    reg = register_of(operation, reg);
  opcode(code, operation, reg, place);
  mod_rm(code, reg, place);
}

void x86_immediate(struct x86_code *code, unsigned operation, int reg, struct x86_place place,
                   int32_t value) {
  bool small = value == (int8_t)value && (operation & 0xff) != 0xc7;
  if (small)
    operation |= 2; // 0x83 for 0x81, 0x6b for 0x69
  x86_emit(code, operation, reg, place);
  number(code, (uint32_t)value, small ? 1 : 4);
}

void x86_immediate8(struct x86_code *code, unsigned operation, int reg, struct x86_place place,
                    unsigned value) {
  x86_emit(code, operation, reg, place);
  byte(code, value);
}

void x86_constant(struct x86_code *code, unsigned operation, int reg, uint64_t value) {
  uint32_t i = 0;
  while (i < code->constant_count && code->constants[i] != value)
    i++;
  if (i == code->constant_count) {
    if (!grow(code, (void **)&code->constants, i, &code->constant_cap, sizeof value))
      return;
    code->constants[code->constant_count++] = value;
  }
  opcode(code, operation, reg, x86_reg(0));
  byte(code, (unsigned)(reg & 7) << 3 | 5);
  patch(code, PATCH_CONSTANT, i);
}

void x86_load_number(struct x86_code *code, int reg, uint64_t value) {
  if (value <= UINT32_MAX || (int64_t)value != (int32_t)value) {
    bool wide = value > UINT32_MAX;
    if (wide || reg >= 8)
      byte(code, 0x40 | (wide ? 8U : 0) | (reg >= 8 ? 1U : 0));
    byte(code, 0xb8U | (unsigned)(reg & 7));
    number(code, value, wide ? 8 : 4);
  } else
    x86_immediate(code, X86_MOV_I, 0, x86_reg(reg), (int32_t)value);
}

void x86_push(struct x86_code *code, int reg) {
  if (reg >= 8)
    byte(code, 0x41);
  byte(code, 0x50U | (unsigned)(reg & 7));
}

void x86_pop(struct x86_code *code, int reg) {
  if (reg >= 8)
    byte(code, 0x41);
  byte(code, 0x58U | (unsigned)(reg & 7));
}

void x86_ret(struct x86_code *code) {
  byte(code, 0xc3);
}

void x86_cqo(struct x86_code *code) {
  byte(code, 0x48);
  byte(code, 0x99);
}

void x86_align(struct x86_code *code, unsigned to) {
  static const uint8_t nothing[9][9] = {
      {0},
      {0x90},
      {0x66, 0x90},
      {0x0f, 0x1f, 0x00},
      {0x0f, 0x1f, 0x40, 0x00},
      {0x0f, 0x1f, 0x44, 0x00, 0x00},
      {0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00},
      {0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00},
      {0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00},
  };
  for (unsigned left = -code->size & (to - 1); left > 0 && !code->failed;) {
    unsigned n = left < 8 ? left : 8;
    for (unsigned i = 0; i < n; i++)
      byte(code, nothing[n][i]);
    left -= n;
  }
}

uint32_t x86_label(struct x86_code *code) {
  if (!grow(code, (void **)&code->labels, code->label_count, &code->label_cap,
            sizeof *code->labels))
    return 0;
  code->labels[code->label_count] = -1;
  return code->label_count++;
}

void x86_bind(struct x86_code *code, uint32_t label) {
  if (code->failed)
    return;
  invariant_debug(label < code->label_count && code->labels[label] < 0);
  code->labels[label] = (int32_t)code->size;
}

static void jump_opcode(struct x86_code *code, unsigned condition) {
  if (condition == X86_ALWAYS) {
    byte(code, 0xe9);
    return;
  }
  byte(code, 0x0f);
  byte(code, 0x80 | condition);
}

void x86_jump(struct x86_code *code, unsigned condition, uint32_t label) {
  jump_opcode(code, condition);
  patch(code, PATCH_LABEL, label);
}

void x86_call(struct x86_code *code, uint32_t label) {
  byte(code, 0xe8);
  patch(code, PATCH_LABEL, label);
}

void x86_label_address(struct x86_code *code, int reg, uint32_t label) {
  opcode(code, X86_LEA, reg, x86_reg(0));
  byte(code, (unsigned)(reg & 7) << 3 | 5);
  patch(code, PATCH_LABEL, label);
}

void x86_label_distance(struct x86_code *code, uint32_t label, uint32_t from) {
  patch(code, PATCH_DISTANCE, (uint64_t)from << 32 | label);
}

void x86_jump_to(struct x86_code *code, unsigned condition, const void *address) {
  jump_opcode(code, condition);
  patch(code, PATCH_ADDRESS, (uintptr_t)address);
}

void x86_call_to(struct x86_code *code, const void *address) {
  byte(code, 0xe8);
  patch(code, PATCH_ADDRESS, (uintptr_t)address);
}

static size_t constants_at(const struct x86_code *code) {
  return (code->size + 7) & ~(size_t)7;
}

size_t x86_finished_size(const struct x86_code *code) {
  return constants_at(code) + code->constant_count * sizeof *code->constants;
}

// Computes what a patch is to hold. False: it has no place.
static bool patch_value(const struct x86_code *code, const struct x86_patch *p, const uint8_t *at,
                        int64_t *value) {
  int64_t here = (int64_t)p->at + 4;
  int32_t label = 0, from = 0;
  if (p->kind == PATCH_LABEL || p->kind == PATCH_DISTANCE)
    label = code->labels[(uint32_t)p->target];
  if (p->kind == PATCH_DISTANCE)
    from = code->labels[p->target >> 32];
  switch ((enum patch_kind)p->kind) {
  case PATCH_LABEL:
    *value = label - here;
    break;
  case PATCH_DISTANCE:
    *value = label - from;
    break;
  case PATCH_CONSTANT:
    *value = (int64_t)(constants_at(code) + p->target * sizeof *code->constants) - here;
    break;
  case PATCH_ADDRESS:
    *value = (int64_t)(p->target - (uintptr_t)at) - here;
    break;
  }
  return label >= 0 && from >= 0 && *value == (int32_t)*value;
}

bool x86_finish(const struct x86_code *code, uint8_t *to, const uint8_t *at) {
  if (code->failed)
    return false;
  memcpy(to, code->bytes, code->size);
  memset(to + code->size, 0xcc, constants_at(code) - code->size);
  if (code->constant_count)
    memcpy(to + constants_at(code), code->constants,
           code->constant_count * sizeof *code->constants);
  for (uint32_t i = 0; i < code->patch_count; i++) {
    int64_t value = 0;
    if (!patch_value(code, &code->patches[i], at, &value))
      return false;
    int32_t narrow = (int32_t)value;
    memcpy(to + code->patches[i].at, &narrow, sizeof narrow);
  }
  return true;
}
