// Code that was sound and is spoilt in one place, for each rule of the verifier.

#include "vm/code/verify.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/select.h"
#include "vm/code/opcode_info.h"
#include "vm/api/instance.h"

static const char source[] = "package main\n"
                             "type t struct { a, b int8; s []int }\n"
                             "type i interface { m(int) string }\n"
                             "func (v t) m(n int) string { return \"m\" }\n"
                             "func calls(x i, f func(int) int, n int) string {\n"
                             "  defer func() { recover() }()\n"
                             "  for k := 0; k < n; k++ { n += f(k) }\n"
                             "  for n > 3 { n /= 2 }\n"
                             "  return x.m(n) + \"a\" + x.m(1<<40 + n)\n"
                             "}\n"
                             "func branches(n int, u uint64, f float64, s string) int {\n"
                             "  if n == 1<<40 || f < 1 || !(f > 2) { n++ }\n"
                             "  switch n { case 1: n = 2; case 2: n = 5; case 3: n = 7; case 4: n "
                             "= 9; case 5: n = 11; default: n = 0 }\n"
                             "  for i := range s { n += i }\n"
                             "  for _, c := range s { if c == 'x' { continue }; n += int(c) }\n"
                             "  if u > 5 && s != \"\" { return n }\n"
                             "  return -n\n"
                             "}\n"
                             "func values(l []int, m map[string]int, v t) (t, []int, error) {\n"
                             "  v.a, v.b = v.b, v.a\n"
                             "  for k, x := range m { l = append(l, x, len(k)); m[k] = l[x] }\n"
                             "  return v, l[1:len(l)-1], nil\n"
                             "}\n"
                             "func channels(c, d chan string, s string) string {\n"
                             "  select { case c <- s: case s, _ = <-d: return s }\n"
                             "  c <- s\n"
                             "  return <-d + s\n"
                             "}\n"
                             "func main() {}\n";

static const char *const names[] = {"main.calls", "main.branches", "main.values", "main.channels"};
enum { functions = sizeof names / sizeof names[0] };

struct world {
  struct vole *vole;
  struct region region;
  const struct func *all[functions];
};

static void world_init(struct world *w) {
  struct vole_error err = {0};
  w->vole = vole_new(NULL, &err);
  cr_assert(w->vole && vole_load_string(w->vole, "p.go", source, strlen(source), &err), "%s",
            err.message);
  region_init(&w->region);
  for (int i = 0; i < functions; i++) {
    const char *error = NULL;
    struct func *f = program_find_function(&w->vole->machine.program, names[i], NULL);
    cr_assert(f && program_compile(&w->vole->machine.program, f, &error), "%s: %s", names[i],
              error);
    w->all[i] = f;
    cr_assert_eq(verify_function(&w->region, f), NULL);
  }
}

static void world_free(struct world *w) {
  region_free(&w->region);
  vole_free(w->vole);
}

// A copy whose code may be changed.
static struct func copy_of(struct world *w, const struct func *f, uint64_t **code) {
  struct func copy = *f;
  *code = region_alloc(&w->region, f->code_words * sizeof **code);
  memcpy(*code, f->code, f->code_words * sizeof **code);
  copy.code = *code;
  return copy;
}

static void refused(struct world *w, const struct func *f, const char *why, uint32_t pc) {
  const char *error = verify_function(&w->region, f);
  cr_assert(error && strstr(error, why), "%s at %u (%s): %s, not: %s", f->name, pc,
            opcode_name(instruction_op(f->code[pc])), error ? error : "accepted", why);
}

// Calls try for each instruction of all functions.
static void each(struct world *w,
                 void (*try)(struct world *w, struct func *f, uint64_t *code, uint32_t pc)) {
  for (int i = 0; i < functions; i++)
    for (uint32_t pc = 0; pc < w->all[i]->code_words; pc += opcode_words(w->all[i]->code[pc])) {
      uint64_t *code;
      struct func copy = copy_of(w, w->all[i], &code);
      try(w, &copy, code, pc);
    }
}

static uint64_t with(uint64_t word, int field, unsigned value) {
  return (word & ~(UINT64_C(0xffff) << 16 * field)) | (uint64_t)value << 16 * field;
}

static void unknown(struct world *w, struct func *f, uint64_t *code, uint32_t pc) {
  code[pc] = with(code[pc], 0, OPCODE_COUNT);
  const char *error = verify_function(&w->region, f);
  cr_assert(error && strstr(error, "unknown instruction"));
}

Test(verify, unknown_and_cut_off) {
  struct world w;
  world_init(&w);
  each(&w, unknown);
  struct func f = *w.all[0];
  f.code_words = 0;
  cr_assert(strstr(verify_function(&w.region, &f), "no code"));
  uint64_t cut[] = {instruction_make(OP_LDK, 0, 0, 0)};
  f.code = cut;
  f.code_words = 1;
  cr_assert(strstr(verify_function(&w.region, &f), "cut off"));
  world_free(&w);
}

// Operands by hand: the field of an instruction that names slots, and how many it names.
static const struct {
  enum opcode op;
  int field, slots;
} operands[] = {{OP_MOV, 1, 1},    {OP_MOV, 2, 1},     {OP_MOV2, 1, 2},      {OP_MOV2, 2, 2},
                {OP_MOV3, 1, 3},   {OP_LDI, 1, 1},     {OP_LDK2, 1, 2},      {OP_ZERO, 1, 1},
                {OP_ADD, 1, 1},    {OP_ADD, 2, 1},     {OP_ADD, 3, 1},       {OP_ADDI, 2, 1},
                {OP_JEQI, 1, 1},   {OP_JEQK, 1, 1},    {OP_JTAB, 1, 1},      {OP_INCLT, 1, 1},
                {OP_INCLT, 2, 1},  {OP_RUNE, 1, 2},    {OP_RUNE, 2, 2},      {OP_RUNE, 3, 1},
                {OP_CONCAT, 1, 2}, {OP_LDX64, 2, 2},   {OP_LDX64, 3, 1},     {OP_SLICE, 1, 3},
                {OP_SLICE, 2, 3},  {OP_MAPNEXT, 1, 3}, {OP_MAPITER, 2, 1},   {OP_SEND, 2, 1},
                {OP_SEND, 3, 2},   {OP_RECV, 1, 2},    {OP_RECV, 2, 1},      {OP_SELECT, 1, 1},
                {OP_CALLC, 2, 1},  {OP_CALLI, 2, 2},   {OP_DEFER, 1, 1},     {OP_PUT8, 1, 1},
                {OP_GET8S, 1, 1},  {OP_APPENDN, 1, 4}, {OP_MAPSETS64, 1, 1}, {OP_MAPSETS64, 3, 2}};
static bool met[sizeof operands / sizeof operands[0]];

static void slots(struct world *w, struct func *f, uint64_t *code, uint32_t pc) {
  uint64_t word = code[pc];
  for (size_t i = 0; i < sizeof operands / sizeof operands[0]; i++) {
    if (operands[i].op != instruction_op(word))
      continue;
    met[i] = true;
    code[pc] = with(word, operands[i].field, f->frame_slots - (unsigned)operands[i].slots + 1);
    refused(w, f, "slot outside of the frame", pc);
    code[pc] = with(word, operands[i].field, 0xffff);
    refused(w, f, "slot outside of the frame", pc);
  }
  // Parts of slots are named by their byte.
  if (opcode_row(word)->kinds[1] == OPERAND_PART) {
    code[pc] = (word & 0xffffffff) | (uint64_t)f->frame_slots * 8 << 32;
    refused(w, f, "slot outside of the frame", pc);
    code[pc] = (word & 0xffffffff) | UINT64_C(0xfffffff8) << 32;
    refused(w, f, "slot outside of the frame", pc);
  }
  if (instruction_op(word) != OP_SELECT)
    return;
  struct select_case *cases = (struct select_case *)(uintptr_t)code[pc + 1], old[2];
  memcpy(old, cases, sizeof old);
  for (int i = 0; i < 4; i++) {
    *(i % 2 ? &cases[i / 2].value : &cases[i / 2].channel) = (uint16_t)f->frame_slots;
    code[pc] = word;
    refused(w, f, "slot outside of the frame", pc);
    memcpy(cases, old, sizeof old);
  }
}

Test(verify, slots_outside_of_the_frame) {
  struct world w;
  world_init(&w);
  each(&w, slots);
  for (size_t i = 0; i < sizeof operands / sizeof operands[0]; i++)
    cr_assert(met[i], "no %s", opcode_name(operands[i].op));
  world_free(&w);
}

static void jumps(struct world *w, struct func *f, uint64_t *code, uint32_t pc) {
  uint64_t word = code[pc];
  int32_t targets[2];
  if (opcode_jumps(&word, targets) == 0 || instruction_op(word) == OP_DEFERRUN)
    return;
  int words = (int)f->code_words, here = (int)pc;
  const int outside[] = {-here - 1, words - here, words - here + 1, 32767, -32768};
  for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
    code[pc] = opcode_with_jump(word, outside[i]);
    refused(w, f, "jump to no instruction", pc);
  }
  for (uint32_t at = 0; at < f->code_words; at += opcode_words(f->code[at])) {
    if (at == pc)
      code[pc] = word;
    if (opcode_words(f->code[at]) > 1) {
      code[pc] = opcode_with_jump(word, (int)at + 1 - here);
      refused(w, f, "jump to no instruction", pc);
    }
  }
  code[pc] = opcode_with_jump(word, -here);
  if (opcode_row(word)->safepoint != AT_LOOP)
    refused(w, f, "backward jump without a safepoint", pc);
  else
    cr_assert_eq(verify_function(&w->region, f), NULL);
  if (instruction_op(word) == OP_JTAB) {
    int32_t *table = (int32_t *)(uintptr_t)code[pc + 1];
    code[pc] = word;
    for (unsigned i = 0; i < instruction_b(word); i++) {
      int32_t old = table[i];
      table[i] = i % 2 ? 1 : words;
      refused(w, f, "jump to no instruction", pc);
      table[i] = -here;
      refused(w, f, "backward jump without a safepoint", pc);
      table[i] = old;
    }
  }
}

Test(verify, jumps) {
  struct world w;
  world_init(&w);
  each(&w, jumps);
  world_free(&w);
}

static void areas(struct world *w, struct func *f, uint64_t *code, uint32_t pc) {
  uint64_t word = code[pc];
  if (opcode_row(word)->safepoint != AT_RETURN)
    return;
  for (unsigned area = 0; area < 2; area++) {
    code[pc] = with(word, 1, area);
    refused(w, f, "call area outside of the frame", pc);
  }
  code[pc] = with(word, 1, f->frame_slots + 1);
  const char *error = verify_function(&w->region, f);
  cr_assert(error != NULL);
}

static void last(struct world *w, struct func *f, uint64_t *code, uint32_t pc) {
  if (pc + (uint32_t)opcode_words(code[pc]) != f->code_words || opcode_words(code[pc]) != 1)
    return;
  code[pc] = instruction_make(OP_ZERO, 0, 0, 0);
  refused(w, f, "control runs past the end", pc);
  code[pc] = instruction_make(OP_RET, 0, 0, 0);
  cr_assert_eq(verify_function(&w->region, f), NULL);
}

Test(verify, call_areas_and_ends) {
  struct world w;
  world_init(&w);
  each(&w, areas);
  each(&w, last);
  world_free(&w);
}

Test(verify, each_safepoint_has_a_map) {
  struct world w;
  world_init(&w);
  for (int i = 0; i < functions; i++) {
    struct func copy = *w.all[i];
    cr_assert_gt(copy.map_count, 1);
    for (uint32_t lost = 0; lost < w.all[i]->map_count; lost++) {
      copy.map_count = w.all[i]->map_count - 1;
      copy.maps = region_alloc(&w.region, w.all[i]->map_count * sizeof *copy.maps);
      memcpy(copy.maps, w.all[i]->maps, lost * sizeof *copy.maps);
      memcpy(copy.maps + lost, w.all[i]->maps + lost + 1,
             (copy.map_count - lost) * sizeof *copy.maps);
      const char *error = verify_function(&w.region, &copy);
      cr_assert(error && strstr(error, "no liveness map"), "%s, map at %u", copy.name,
                w.all[i]->maps[lost].pc);
    }
  }
  world_free(&w);
}
