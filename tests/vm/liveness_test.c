// Liveness of code made by hand: what lives at each kind of safepoint, and what is refused.

#include "vm/code/liveness.h"

#include <criterion/criterion.h>
#include <string.h>

#include "vm/code/opcode_info.h"

// A function of 70 slots, so that a set takes two words, and what liveness made of it.
struct code {
  struct region region;
  struct func func, callee;
  uint64_t words[32];
  struct safepoint points[8];
  uint64_t pointers[2];
  int count;
};

static void code_init(struct code *c) {
  *c = (struct code){.pointers = {~UINT64_C(0), ~UINT64_C(0)}};
  region_init(&c->region);
  c->func.frame_slots = 70;
  c->func.code = c->words;
  c->func.result_slots = 1;
  c->callee.self = &c->callee;
  c->callee.result_slots = 1;
  c->callee.param_slots = 2;
}

static int add(struct code *c, enum opcode op, unsigned a, unsigned b, unsigned d) {
  c->words[c->func.code_words] = instruction_make(op, a, b, d);
  return (int)c->func.code_words++;
}

static void add_word(struct code *c, uint64_t word) {
  c->words[c->func.code_words++] = word;
}

static void add_point(struct code *c, int pc, int instruction, int slots) {
  c->points[c->count++] = (struct safepoint){pc, instruction, slots, c->pointers};
}

static const char *analyse(struct code *c) {
  return liveness_analyse(&c->region, &c->func, c->points, c->count);
}

// The slots in the map at an offset, as a number: bit i for slot i, of the first 64.
static uint64_t live_at(const struct code *c, int pc) {
  const uint64_t *map = func_stack_map(&c->func, (uint32_t)pc);
  cr_assert(map, "no map at %d", pc);
  return map[0];
}

static uint64_t slots(int a, int b, int d) {
  return (a < 0 ? 0 : UINT64_C(1) << a) | (b < 0 ? 0 : UINT64_C(1) << b) |
         (d < 0 ? 0 : UINT64_C(1) << d);
}

// r1 and r2 come in; r1 is an argument, r2 is returned.
Test(liveness, call) {
  struct code c;
  code_init(&c);
  add_point(&c, 0, 0, 10);
  add(&c, OP_MOV, 9, 1, 0);
  add(&c, OP_ZERO, 10, 0, 0);
  int call = add(&c, OP_CALL, 8, 0, 0);
  add_word(&c, (uint64_t)(uintptr_t)&c.callee);
  add_point(&c, call + 2, call, 20);
  add(&c, OP_MOV, 0, 2, 0);
  add(&c, OP_RET, 0, 0, 0);
  cr_assert_null(analyse(&c));
  cr_assert_eq(live_at(&c, 0), slots(1, 2, -1));
  cr_assert_eq(live_at(&c, call + 2), slots(2, -1, -1)); // no argument, no result
  region_free(&c.region);
}

// Slots that hold no pointer are not in a map, though they live.
Test(liveness, pointers_only) {
  struct code c;
  code_init(&c);
  c.pointers[0] = slots(2, -1, -1);
  add_point(&c, 0, 0, 10);
  add(&c, OP_ADD, 0, 1, 2);
  add(&c, OP_RET, 0, 0, 0);
  cr_assert_null(analyse(&c));
  cr_assert_eq(live_at(&c, 0), slots(2, -1, -1));
  region_free(&c.region);
}

// At a loop lives what lives at its target, not what the way out needs.
Test(liveness, loop) {
  struct code c;
  code_init(&c);
  add_point(&c, 0, 0, 10);
  int top = add(&c, OP_LD64, 3, 1, 0);
  int loop = add(&c, OP_LOOPLT, 3, 4, (unsigned)-1);
  add_point(&c, loop, loop, 10);
  add(&c, OP_MOV, 0, 5, 0);
  add(&c, OP_RET, 0, 0, 0);
  cr_assert_eq(top, 0);
  cr_assert_null(analyse(&c));
  cr_assert_eq(live_at(&c, loop), slots(1, 4, 5));
  region_free(&c.region);
}

// What only the head of a loop reads lives in all blocks of its body, through which it comes back.
Test(liveness, loop_of_several_blocks) {
  struct code c;
  code_init(&c);
  add_point(&c, 0, 0, 20);
  add(&c, OP_LD64, 3, 1, 0); // the head reads r1
  add(&c, OP_JLT, 3, 4, 2);
  add(&c, OP_MOV, 5, 6, 0);
  add(&c, OP_ZERO, 9, 0, 0);
  add(&c, OP_ZERO, 10, 0, 0);
  int call = add(&c, OP_CALL, 8, 0, 0);
  add_word(&c, (uint64_t)(uintptr_t)&c.callee);
  add_point(&c, call + 2, call, 20);
  add(&c, OP_JLT, 5, 6, 2);
  add(&c, OP_MOV, 6, 5, 0);
  int loop = add(&c, OP_LOOPLT, 3, 4, (unsigned)-9);
  add_point(&c, loop, loop, 20);
  add(&c, OP_MOV, 0, 7, 0);
  add(&c, OP_RET, 0, 0, 0);
  cr_assert_null(analyse(&c));
  cr_assert_eq(live_at(&c, call + 2), slots(1, 3, 4) | slots(5, 6, 7));
  region_free(&c.region);
}

// While a goroutine waits its operands are not needed; results are not there yet.
Test(liveness, wait) {
  struct code c;
  code_init(&c);
  add_point(&c, 0, 0, 10);
  add(&c, OP_ZERO, 5, 0, 0);
  int send = add(&c, OP_SEND, 0, 1, 2);
  add_word(&c, UINT64_C(2) << 16);
  add_point(&c, send, send, 10);
  int receive = add(&c, OP_RECV, 4, 6, 0);
  add_word(&c, 1);
  add_word(&c, 0);
  add_point(&c, receive, receive, 10);
  add(&c, OP_MOV, 0, 4, 0);
  add(&c, OP_RET, 0, 0, 0);
  cr_assert_null(analyse(&c));
  cr_assert_eq(live_at(&c, 0), slots(1, 2, 3) | slots(6, -1, -1));
  cr_assert_eq(live_at(&c, send), slots(6, -1, -1));
  cr_assert_eq(live_at(&c, receive), 0);
  region_free(&c.region);
}

// A recovered panic goes on at the epilogue: what it reads lives at every safepoint before.
Test(liveness, epilogue) {
  struct code c;
  code_init(&c);
  add_point(&c, 0, 0, 20);
  add(&c, OP_ZERO, 7, 0, 0);
  int call = add(&c, OP_CALL, 8, 0, 0);
  add_word(&c, (uint64_t)(uintptr_t)&c.callee);
  add_point(&c, call + 2, call, 20);
  add(&c, OP_PANIC, 3, 0, 0);
  c.func.epilogue = c.func.code_words;
  add(&c, OP_MOV, 0, 7, 0);
  add(&c, OP_RET, 0, 0, 0);
  cr_assert_null(analyse(&c));
  cr_assert_eq(live_at(&c, call + 2), slots(3, 4, 7));
  region_free(&c.region);
}

// A jump's both ways, and a table's, are joined.
Test(liveness, branches) {
  static const int32_t table[] = {4, 6};
  struct code c;
  code_init(&c);
  add_point(&c, 0, 0, 10);
  add(&c, OP_JTAB, 1, 2, 2);
  add_word(&c, (uint64_t)(uintptr_t)table);
  for (unsigned i = 0; i < 3; i++) {
    add(&c, OP_MOV, 0, 3 + i, 0);
    add(&c, OP_RET, 0, 0, 0);
  }
  cr_assert_null(analyse(&c));
  cr_assert_eq(live_at(&c, 0), slots(1, 3, -1) | slots(4, 5, -1));
  region_free(&c.region);
}

// A value that lives in a slot that is not reserved would be lost: the function is refused.
Test(liveness, unreserved_slot) {
  struct code c;
  code_init(&c);
  add_point(&c, 0, 0, 66);
  int call = add(&c, OP_CALL, 8, 0, 0);
  add_word(&c, (uint64_t)(uintptr_t)&c.callee);
  add_point(&c, call + 2, call, 65);
  add(&c, OP_MOV, 0, 65, 0);
  add(&c, OP_RET, 0, 0, 0);
  cr_assert_str_eq(analyse(&c), "a live slot is not reserved");
  c.points[1].slots = 66;
  cr_assert_null(analyse(&c));
  region_free(&c.region);
}
