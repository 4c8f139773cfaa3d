// Making interfaces and taking them apart, out of the interpreter's loop.
//
// The first word of an interface is its dynamic type, or if it has methods an itab, which knows the
// type and the methods. The second word is the value, or the address of one that is larger.

#include "mem/invariant.h"
#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/interp/ops.h"

// Returns the type of a BOX or BOXMEM instruction's value.
static const struct rtype *boxed_type(const uint64_t *pc) {
  return pc[1] & 1 ? ((const struct itab *)pc[2])->type : (const struct rtype *)pc[2];
}

bool interp_box(struct g *g, uint64_t *fp, const uint64_t *pc) {
  void *data = iface_box(g, boxed_type(pc), operand_b(fp, pc));
  uint64_t *a = operand_a(fp, pc);
  a[0] = pc[2];
  a[1] = (uint64_t)data;
  return true;
}

bool interp_box_memory(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const void *from = (const void *)*operand_b(fp, pc);
  if (interp_is_nil((uint64_t)from)) {
    panic_nil_dereference(g);
    return false;
  }
  void *data = iface_box(g, boxed_type(pc), from);
  uint64_t *a = operand_a(fp, pc);
  a[0] = pc[2];
  a[1] = (uint64_t)data;
  return true;
}

void interp_unbox(uint64_t *to, uint64_t data, const struct rtype *type) {
  invariant_debug(type->kind != KIND_INTERFACE && type->slots <= 1024 / sizeof(uint64_t));
  if (type->flags & (RTYPE_DIRECT | RTYPE_BOXED))
    *to = data;
  else
    interp_load(to, (const void *)data, type);
}

// Returns the dynamic type of the interface in slot b; NULL for nil.
static struct rtype *dynamic_type(const uint64_t *fp, const uint64_t *pc) {
  uint64_t word = fp[instruction_b(*pc)];
  if (instruction_c(*pc) && word)
    return ((const struct itab *)word)->type;
  return (struct rtype *)word;
}

// Returns the first word of an interface of type `wanted` that holds a value of type `dynamic`. If
// that lacks a method, returns 0 and sets *missing, if not NULL, to its name.
static uint64_t interface_word(struct runtime *rt, struct rtype *wanted, struct rtype *dynamic,
                               const char **missing) {
  invariant_debug(wanted->kind == KIND_INTERFACE && dynamic->kind != KIND_INTERFACE);
  if (wanted->method_count == 0)
    return (uint64_t)dynamic;
  return (uint64_t)itab_get(rt, wanted, dynamic, missing);
}

bool interp_assert_interface(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct rtype *dynamic = dynamic_type(fp, pc), *wanted = (struct rtype *)pc[2];
  uint64_t data = fp[instruction_b(*pc) + 1];
  const char *missing = NULL;
  uint64_t word = dynamic ? interface_word(g->runtime, wanted, dynamic, &missing) : 0;
  if (!word) {
    panic_assertion(g, (const struct rtype *)pc[1], dynamic, wanted, missing);
    return false;
  }
  uint64_t *a = operand_a(fp, pc);
  a[0] = word;
  a[1] = data;
  return true;
}

bool interp_assert_interface2(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct rtype *dynamic = dynamic_type(fp, pc), *wanted = (struct rtype *)pc[2];
  uint64_t data = fp[instruction_b(*pc) + 1];
  uint64_t word = dynamic ? interface_word(g->runtime, wanted, dynamic, NULL) : 0;
  uint64_t *a = operand_a(fp, pc);
  a[0] = word;
  a[1] = word ? data : 0;
  a[2] = word != 0;
  return true;
}

bool interp_convert_interface(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = operand_b(fp, pc);
  uint64_t tab = b[0], data = b[1];
  if (tab)
    tab = interface_word(g->runtime, (struct rtype *)pc[1], ((const struct itab *)tab)->type, NULL);
  uint64_t *a = operand_a(fp, pc);
  a[0] = tab;
  a[1] = data;
  return true;
}
