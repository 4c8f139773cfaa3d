// Operations on maps, out of the interpreter's loop. Those that end in 64 are for values of one
// word.

#include "mem/invariant.h"
#include "runtime/map.h"
#include "runtime/panic.h"
#include "vm/interp/ops.h"

// A read of a missing key points here. It is as large as any value of a map may be: the compiler
// refuses larger ones.
static const uint64_t zero_value[1024];

static struct map *map_b(uint64_t *fp, const uint64_t *pc) {
  return (struct map *)*operand_b(fp, pc);
}
bool interp_make_map(struct g *g, uint64_t *fp, const uint64_t *pc) {
  *operand_a(fp, pc) = (uint64_t)map_new(g, (struct rtype *)pc[1], (int64_t)*operand_b(fp, pc));
  return true;
}

// Returns the key of an instruction for any map: in the slots from c, or where slot c points to.
static const uint64_t *key_c(uint64_t *fp, const uint64_t *pc) {
  uint64_t *c = operand_c(fp, pc);
  return pc[1] & 1 ? (const uint64_t *)*c : c;
}

// Returns the value of the key in slots c; NULL if there is none, with *ok false after a panic.
static const void *find(struct g *g, uint64_t *fp, const uint64_t *pc, bool *ok) {
  const struct rtype *unhashable = NULL;
  invariant_debug(((struct rtype *)pc[2])->kind == KIND_MAP);
  const void *value = map_lookup(map_b(fp, pc), (struct rtype *)pc[2], key_c(fp, pc), &unhashable);
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
  *operand_a(fp, pc) = (uint64_t)(value ? value : zero_value);
  return ok;
}

bool interp_map_read2(struct g *g, uint64_t *fp, const uint64_t *pc) {
  bool ok;
  const void *value = find(g, fp, pc, &ok);
  uint64_t *a = operand_a(fp, pc);
  a[0] = (uint64_t)(value ? value : zero_value);
  a[1] = value != NULL;
  return ok;
}

bool interp_map_assign(struct g *g, uint64_t *fp, const uint64_t *pc) {
  void *value = map_assign(g, map_b(fp, pc), (struct rtype *)pc[2], key_c(fp, pc));
  *operand_a(fp, pc) = (uint64_t)value;
  return value != NULL;
}

bool interp_map_delete(struct g *g, uint64_t *fp, const uint64_t *pc) {
  return map_delete(g, map_b(fp, pc), (struct rtype *)pc[2], key_c(fp, pc));
}

bool interp_map_get64(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  const uint64_t *value = map_lookup64(map_b(fp, pc), *operand_c(fp, pc));
  *operand_a(fp, pc) = value ? *value : 0;
  return true;
}

bool interp_map_get_string64(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  const uint64_t *c = operand_c(fp, pc);
  const uint64_t *value =
      map_lookup_string(map_b(fp, pc), (struct go_string){(const uint8_t *)c[0], (int64_t)c[1]});
  *operand_a(fp, pc) = value ? *value : 0;
  return true;
}

bool interp_map_set64(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct map *m = map_b(fp, pc);
  if (!m) {
    panic_nil_map(g);
    return false;
  }
  uint64_t *value = map_assign64(g, m, *operand_c(fp, pc));
  if (!value)
    return false;
  *value = *operand_a(fp, pc);
  return true;
}

bool interp_map_set_string64(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct map *m = map_b(fp, pc);
  const uint64_t *c = operand_c(fp, pc);
  if (!m) {
    panic_nil_map(g);
    return false;
  }
  uint64_t *value =
      map_assign_string(g, m, (struct go_string){(const uint8_t *)c[0], (int64_t)c[1]});
  if (!value)
    return false;
  *value = *operand_a(fp, pc);
  return true;
}

bool interp_map_clear(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct map *m = (struct map *)*operand_a(fp, pc);
  if (m)
    map_clear(g, m);
  return true;
}

bool interp_map_iter(struct g *g, uint64_t *fp, const uint64_t *pc) {
  *operand_a(fp, pc) = (uint64_t)map_iter_new(g, map_b(fp, pc));
  return true;
}

bool interp_map_next(struct g *g, uint64_t *iter_key_value) {
  void *key, *value;
  invariant_debug(iter_key_value[0]);
  if (!map_iter_next(g, (struct map_iter *)iter_key_value[0], &key, &value))
    return false;
  iter_key_value[1] = (uint64_t)key;
  iter_key_value[2] = (uint64_t)value;
  return true;
}
