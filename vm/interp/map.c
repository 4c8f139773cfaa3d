// Map operations, out of the interpreter's loop.

#include <string.h>

#include "runtime/map.h"
#include "runtime/panic.h"
#include "vm/interp/ops.h"
#include "vm/code/opcode.h"

// What a read of a missing key points to: as large as any value that lies in a frame, and larger
// ones are refused by the compiler.
static const uint64_t zero_value[1024];

static uint64_t *slot_a(uint64_t *fp, const uint64_t *pc) {
  return fp + instruction_a(*pc);
}
static struct map *map_b(uint64_t *fp, const uint64_t *pc) {
  return (struct map *)fp[instruction_b(*pc)];
}
static uint64_t *slot_c(uint64_t *fp, const uint64_t *pc) {
  return fp + instruction_c(*pc);
}

bool interp_make_map(struct g *g, uint64_t *fp, const uint64_t *pc) {
  *slot_a(fp, pc) = (uint64_t)map_new(g, (struct rtype *)pc[1], (int64_t)fp[instruction_b(*pc)]);
  return true;
}

// The key of an instruction that takes any: in the slots from c, or where slot c points to.
static const uint64_t *key_c(uint64_t *fp, const uint64_t *pc) {
  uint64_t *c = slot_c(fp, pc);
  return pc[1] & 1 ? (const uint64_t *)*c : c;
}

// Finds the value of the key in slots c; NULL with *ok false after a panic.
static const void *find(struct g *g, uint64_t *fp, const uint64_t *pc, bool *ok) {
  const struct rtype *unhashable = NULL;
  const void *value = map_find(map_b(fp, pc), (struct rtype *)pc[2], key_c(fp, pc), &unhashable);
  *ok = !unhashable;
  bool updates = pc[1] & 2;
  if (unhashable && updates && !map_b(fp, pc))
    panic_nil_map(g);
  else if (unhashable)
    panic_unhashable(g, unhashable, !updates && map_len(map_b(fp, pc)) == 0);
  return value;
}

bool interp_map_read(struct g *g, uint64_t *fp, const uint64_t *pc) {
  bool ok;
  const void *value = find(g, fp, pc, &ok);
  *slot_a(fp, pc) = (uint64_t)(value ? value : zero_value);
  return ok;
}

bool interp_map_read2(struct g *g, uint64_t *fp, const uint64_t *pc) {
  bool ok;
  const void *value = find(g, fp, pc, &ok);
  uint64_t *a = slot_a(fp, pc);
  a[0] = (uint64_t)(value ? value : zero_value);
  a[1] = value != NULL;
  return ok;
}

bool interp_map_assign(struct g *g, uint64_t *fp, const uint64_t *pc) {
  void *value = map_assign(g, map_b(fp, pc), (struct rtype *)pc[2], key_c(fp, pc));
  *slot_a(fp, pc) = (uint64_t)value;
  return value != NULL;
}

bool interp_map_delete(struct g *g, uint64_t *fp, const uint64_t *pc) {
  return map_delete(g, map_b(fp, pc), (struct rtype *)pc[2], key_c(fp, pc));
}

bool interp_map_get64(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  const uint64_t *value = map_get64(map_b(fp, pc), *slot_c(fp, pc));
  *slot_a(fp, pc) = value ? *value : 0;
  return true;
}

bool interp_map_get_string64(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  const uint64_t *c = slot_c(fp, pc);
  const uint64_t *value =
      map_get_string(map_b(fp, pc), (struct go_string){(const uint8_t *)c[0], (int64_t)c[1]});
  *slot_a(fp, pc) = value ? *value : 0;
  return true;
}

bool interp_map_set64(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct map *m = map_b(fp, pc);
  if (!m) {
    panic_nil_map(g);
    return false;
  }
  uint64_t *value = map_assign64(g, m, *slot_c(fp, pc));
  if (!value)
    return false;
  *value = *slot_a(fp, pc);
  return true;
}

bool interp_map_set_string64(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct map *m = map_b(fp, pc);
  const uint64_t *c = slot_c(fp, pc);
  if (!m) {
    panic_nil_map(g);
    return false;
  }
  uint64_t *value =
      map_assign_string(g, m, (struct go_string){(const uint8_t *)c[0], (int64_t)c[1]});
  if (!value)
    return false;
  *value = *slot_a(fp, pc);
  return true;
}

bool interp_map_clear(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct map *m = (struct map *)*slot_a(fp, pc);
  if (m)
    map_clear(g, m);
  return true;
}

bool interp_map_iter(struct g *g, uint64_t *fp, const uint64_t *pc) {
  *slot_a(fp, pc) = (uint64_t)map_iter_new(g, map_b(fp, pc));
  return true;
}

bool interp_map_next(struct g *g, uint64_t *iter_key_value) {
  void *key, *value;
  if (!map_iter_next(g, (struct map_iter *)iter_key_value[0], &key, &value))
    return false;
  iter_key_value[1] = (uint64_t)key;
  iter_key_value[2] = (uint64_t)value;
  return true;
}
