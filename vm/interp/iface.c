// Making interfaces and taking them apart, out of the interpreter's loop.

#include <string.h>

#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/interp/ops.h"
#include "vm/code/opcode.h"

// The struct rtype of a BOX instruction's value.
static const struct rtype *boxed_type(const uint64_t *pc) {
  return pc[1] & 1 ? ((const struct itab *)pc[2])->type : (const struct rtype *)pc[2];
}

bool interp_box(struct g *g, uint64_t *fp, const uint64_t *pc) {
  void *data = iface_box(g, boxed_type(pc), fp + instruction_b(*pc));
  uint64_t *a = fp + instruction_a(*pc);
  a[0] = pc[2];
  a[1] = (uint64_t)data;
  return true;
}

bool interp_box_memory(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const void *from = (const void *)fp[instruction_b(*pc)];
  if (interp_is_nil((uint64_t)from)) {
    panic_nil_dereference(g);
    return false;
  }
  void *data = iface_box(g, boxed_type(pc), from);
  uint64_t *a = fp + instruction_a(*pc);
  a[0] = pc[2];
  a[1] = (uint64_t)data;
  return true;
}

void interp_load(uint64_t *to, const void *from, const struct rtype *type) {
  switch ((enum kind)type->kind) {
  case KIND_INT8:
    *to = (uint64_t)(int64_t) * (const int8_t *)from;
    return;
  case KIND_INT16:
    *to = (uint64_t)(int64_t) * (const int16_t *)from;
    return;
  case KIND_INT32:
    *to = (uint64_t)(int64_t) * (const int32_t *)from;
    return;
  default:
    if (type->slots == 0)
      return;
    to[type->slots - 1] = 0;
    memcpy(to, from, type->layout.size);
  }
}

void interp_unbox(uint64_t *to, uint64_t data, const struct rtype *type) {
  if (type->flags & (RTYPE_DIRECT | RTYPE_BOXED))
    *to = data;
  else
    interp_load(to, (const void *)data, type);
}

// The dynamic type of the interface in slot b.
static struct rtype *dynamic_type(const uint64_t *fp, const uint64_t *pc) {
  uint64_t word = fp[instruction_b(*pc)];
  if (instruction_c(*pc) && word)
    return ((const struct itab *)word)->type;
  return (struct rtype *)word;
}

// The first word of an interface of type wanted that holds a value of type dynamic; 0 and *missing
// if it lacks a method.
static uint64_t interface_word(struct runtime *rt, struct rtype *wanted, struct rtype *dynamic,
                               const char **missing) {
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
  uint64_t *a = fp + instruction_a(*pc);
  a[0] = word;
  a[1] = data;
  return true;
}

bool interp_assert_interface2(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct rtype *dynamic = dynamic_type(fp, pc), *wanted = (struct rtype *)pc[2];
  uint64_t data = fp[instruction_b(*pc) + 1];
  uint64_t word = dynamic ? interface_word(g->runtime, wanted, dynamic, NULL) : 0;
  uint64_t *a = fp + instruction_a(*pc);
  a[0] = word;
  a[1] = word ? data : 0;
  a[2] = word != 0;
  return true;
}

bool interp_convert_interface(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = fp + instruction_b(*pc);
  uint64_t tab = b[0], data = b[1];
  if (tab)
    tab = interface_word(g->runtime, (struct rtype *)pc[1], ((const struct itab *)tab)->type, NULL);
  uint64_t *a = fp + instruction_a(*pc);
  a[0] = tab;
  a[1] = data;
  return true;
}

void interp_panic_assert(struct g *g, const struct rtype *dynamic, const struct rtype *wanted,
                         const struct rtype *interface_type) {
  panic_assertion(g, interface_type, dynamic, wanted, NULL);
}
