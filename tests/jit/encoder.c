// Prints instructions as the encoder makes them: the bytes in hexadecimal, and what they must mean
// as an assembler of Intel's syntax says it. encoder.py compares that with a disassembler.

#include <stdio.h>
#include <string.h>

#include "vm/jit/x86.h"

static const char *const names64[] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                      "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
static const char *const names32[] = {"eax", "ecx", "edx",  "ebx",  "esp",  "ebp",  "esi",  "edi",
                                      "r8d", "r9d", "r10d", "r11d", "r12d", "r13d", "r14d", "r15d"};
static const char *const names16[] = {"ax",  "cx",  "dx",   "bx",   "sp",   "bp",   "si",   "di",
                                      "r8w", "r9w", "r10w", "r11w", "r12w", "r13w", "r14w", "r15w"};
static const char *const names8[] = {"al",  "cl",  "dl",   "bl",   "spl",  "bpl",  "sil",  "dil",
                                     "r8b", "r9b", "r10b", "r11b", "r12b", "r13b", "r14b", "r15b"};

enum { SIZE_XMM = 128, SIZE_SINGLE = 129, SIZE_DOUBLE = 130, SIZE_NONE = 0 };

// How an operation is written: the name, the sizes of register and place, in which order.
static const struct form {
  unsigned operation;
  const char *name;
  int register_size, place_size;
  bool place_first;
} forms[] = {
    {X86_ADD, "add", 64, 64, false},
    {X86_OR, "or", 64, 64, false},
    {X86_SBB, "sbb", 64, 64, false},
    {X86_AND, "and", 64, 64, false},
    {X86_SUB, "sub", 64, 64, false},
    {X86_XOR, "xor", 64, 64, false},
    {X86_CMP, "cmp", 64, 64, false},
    {X86_XOR32, "xor", 32, 32, false},
    {X86_MOVSXD, "movsxd", 64, 32, false},
    {X86_TEST, "test", 64, 64, true},
    {X86_TEST32, "test", 32, 32, true},
    {X86_TEST8, "test", 8, 8, true},
    {X86_LOAD, "mov", 64, 64, false},
    {X86_LOAD32, "mov", 32, 32, false},
    {X86_STORE, "mov", 64, 64, true},
    {X86_STORE32, "mov", 32, 32, true},
    {X86_STORE16, "mov", 16, 16, true},
    {X86_STORE8, "mov", 8, 8, true},
    {X86_LOADZ8, "movzx", 32, 8, false},
    {X86_LOADZ16, "movzx", 32, 16, false},
    {X86_LOADS8, "movsx", 64, 8, false},
    {X86_LOADS16, "movsx", 64, 16, false},
    {X86_IMUL, "imul", 64, 64, false},
    {X86_CMOV_EQUAL, "cmove", 64, 64, false},
    {X86_CMOV_ABOVE, "cmova", 64, 64, false},
    {X86_SETCC | X86_LESS, "setl", SIZE_NONE, 8, true},
    {X86_SETCC | X86_NO_PARITY, "setnp", SIZE_NONE, 8, true},
    {X86_NOT, "not", SIZE_NONE, 64, true},
    {X86_NEG, "neg", SIZE_NONE, 64, true},
    {X86_IMUL_WIDE, "imul", SIZE_NONE, 64, true},
    {X86_DIV, "div", SIZE_NONE, 64, true},
    {X86_IDIV, "idiv", SIZE_NONE, 64, true},
    {X86_INC, "inc", SIZE_NONE, 64, true},
    {X86_DEC, "dec", SIZE_NONE, 64, true},
    {X86_CALL, "call", SIZE_NONE, 64, true},
    {X86_JMP, "jmp", SIZE_NONE, 64, true},
    {X86_LOADSD, "movsd", SIZE_XMM, SIZE_DOUBLE, false},
    {X86_STORESD, "movsd", SIZE_XMM, SIZE_DOUBLE, true},
    {X86_ADDSD, "addsd", SIZE_XMM, SIZE_DOUBLE, false},
    {X86_MULSD, "mulsd", SIZE_XMM, SIZE_DOUBLE, false},
    {X86_SUBSD, "subsd", SIZE_XMM, SIZE_DOUBLE, false},
    {X86_DIVSD, "divsd", SIZE_XMM, SIZE_DOUBLE, false},
    {X86_SQRTSD, "sqrtsd", SIZE_XMM, SIZE_DOUBLE, false},
    {X86_UCOMISD, "ucomisd", SIZE_XMM, SIZE_DOUBLE, false},
    {X86_LOADSS, "movss", SIZE_XMM, SIZE_SINGLE, false},
    {X86_STORESS, "movss", SIZE_XMM, SIZE_SINGLE, true},
    {X86_ADDSS, "addss", SIZE_XMM, SIZE_SINGLE, false},
    {X86_MULSS, "mulss", SIZE_XMM, SIZE_SINGLE, false},
    {X86_SUBSS, "subss", SIZE_XMM, SIZE_SINGLE, false},
    {X86_DIVSS, "divss", SIZE_XMM, SIZE_SINGLE, false},
    {X86_UCOMISS, "ucomiss", SIZE_XMM, SIZE_SINGLE, false},
    {X86_CVTSD2SS, "cvtsd2ss", SIZE_XMM, SIZE_DOUBLE, false},
    {X86_CVTSS2SD, "cvtss2sd", SIZE_XMM, SIZE_SINGLE, false},
    {X86_CVTSI2SD, "cvtsi2sd", SIZE_XMM, 64, false},
    {X86_CVTSI2SS, "cvtsi2ss", SIZE_XMM, 64, false},
    {X86_CVTTSD2SI, "cvttsd2si", 64, SIZE_DOUBLE, false},
    {X86_CVTTSD2SI32, "cvttsd2si", 32, SIZE_DOUBLE, false},
    {X86_TO_XMM, "movq", SIZE_XMM, 64, false},
    {X86_FROM_XMM, "movq", SIZE_XMM, 64, true},
};

static void register_text(char *text, int size, int reg) {
  const char *const *names = size == 64   ? names64
                             : size == 32 ? names32
                             : size == 16 ? names16
                                          : names8;
  if (size >= SIZE_XMM)
    sprintf(text, "xmm%d", reg);
  else
    strcpy(text, names[reg]);
}

static void place_text(char *text, int size, struct x86_place place) {
  if (place.reg >= 0) {
    register_text(text, size, place.reg);
    return;
  }
  const char *of = size == 64 || size == SIZE_DOUBLE   ? "qword"
                   : size == 32 || size == SIZE_SINGLE ? "dword"
                   : size == 16                        ? "word"
                                                       : "byte";
  text += sprintf(text, "%s ptr [%s", of, names64[place.base]);
  if (place.index >= 0 && place.shift)
    text += sprintf(text, " + %d*%s", 1 << place.shift, names64[place.index]);
  else if (place.index >= 0)
    text += sprintf(text, " + %s", names64[place.index]);
  if (place.disp)
    text += sprintf(text, " %c %d", place.disp < 0 ? '-' : '+',
                    place.disp < 0 ? -place.disp : place.disp);
  strcpy(text, "]");
}

static void print(struct x86_code *code, const char *text) {
  for (uint32_t i = 0; i < code->size; i++)
    printf("%s0x%02x", i ? " " : "", code->bytes[i]);
  printf("\t%s\n", text);
  code->size = 0;
}

static void one(struct x86_code *code, const struct form *form, int reg, struct x86_place place) {
  char text[256], of_place[80], of_register[16];
  place_text(of_place, form->place_size, place);
  register_text(of_register, form->register_size, reg);
  if (form->register_size == SIZE_NONE)
    snprintf(text, sizeof text, "%s %s", form->name, of_place);
  else
    snprintf(text, sizeof text, "%s %s, %s", form->name, form->place_first ? of_place : of_register,
             form->place_first ? of_register : of_place);
  x86_emit(code, form->operation, reg, place);
  print(code, text);
}

// All bases, indices and kinds of displacements with each register.
static void all_places(struct x86_code *code, const struct form *form, int reg) {
  static const int32_t disps[] = {0, 8, -128, 128, 65536, -70000};
  for (int base = 0; base < 16; base++) {
    one(code, form, reg, x86_reg(base));
    for (int d = 0; d < 6; d++)
      one(code, form, reg, x86_mem(base, disps[d]));
    for (int index = base % 2; index < 16; index += 2) {
      struct x86_place place = x86_indexed(base, index, (unsigned)(index + reg) % 4);
      place.disp = disps[(base + index) % 6];
      if (index != RSP)
        one(code, form, reg, place);
    }
  }
}

static void immediates(struct x86_code *code) {
  static const struct {
    unsigned operation;
    const char *name;
  } names[] = {{X86_ADD_I, "add"}, {X86_OR_I, "or"},   {X86_AND_I, "and"}, {X86_SUB_I, "sub"},
               {X86_XOR_I, "xor"}, {X86_CMP_I, "cmp"}, {X86_MOV_I, "mov"}};
  static const int32_t values[] = {0, 1, -1, 127, -128, 128, 4096, INT32_MAX, INT32_MIN};
  char text[128], place[80];
  for (int reg = 0; reg < 16; reg++)
    for (int v = 0; v < 9; v++) {
      for (int k = 0; k < 7; k++) {
        struct x86_place to = v % 2 ? x86_mem(reg, 16) : x86_reg(reg);
        place_text(place, 64, to);
        sprintf(text, "%s %s, %d", names[k].name, place, values[v]);
        x86_immediate(code, names[k].operation, 0, to, values[v]);
        print(code, text);
      }
      sprintf(text, "imul %s, %s, %d", names64[reg], names64[15 - reg], values[v]);
      x86_immediate(code, X86_IMUL_I, reg, x86_reg(15 - reg), values[v]);
      print(code, text);
    }
}

int main(void) {
  struct x86_code code = {0};
  for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++)
    for (int reg = 0; reg < 16; reg++)
      if (forms[k].register_size != SIZE_NONE || reg == 0)
        all_places(&code, &forms[k], reg);
  immediates(&code);
  x86_free(&code);
  return 0;
}
