// Operations on strings and slices, out of the interpreter's loop. They take strings and slices
// from their slots, leave the work to the run time (runtime/string.h, runtime/slice.h), and put
// results back into slots.

#include "runtime/slice.h"
#include "runtime/string.h"
#include "vm/interp/ops.h"

static struct go_string string_at(const uint64_t *slot) {
  return (struct go_string){(const uint8_t *)slot[0], (int64_t)slot[1]};
}

static void set_string(uint64_t *slot, struct go_string s) {
  slot[0] = (uint64_t)s.ptr;
  slot[1] = (uint64_t)s.len;
}

static struct go_slice slice_at(const uint64_t *slot) {
  return (struct go_slice){(void *)slot[0], (int64_t)slot[1], (int64_t)slot[2]};
}

static void set_slice(uint64_t *slot, struct go_slice s) {
  slot[0] = (uint64_t)s.ptr;
  slot[1] = (uint64_t)s.len;
  slot[2] = (uint64_t)s.cap;
}

int interp_string_compare(const uint64_t *x, const uint64_t *y) {
  return string_compare(string_at(x), string_at(y));
}

bool interp_concat(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct go_string result;
  // Strings lie in their slots as struct go_string does in memory.
  if (!string_concat(g, (const struct go_string *)operand_b(fp, pc), (int)instruction_c(*pc),
                     &result))
    return false;
  set_string(operand_a(fp, pc), result);
  return true;
}

bool interp_make_slice(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct go_slice result;
  if (!slice_make(g, (const struct rtype *)pc[1], (int64_t)*operand_b(fp, pc),
                  (int64_t)*operand_c(fp, pc), &result))
    return false;
  set_slice(operand_a(fp, pc), result);
  return true;
}

bool interp_append_grow(struct g *g, uint64_t *slots, int64_t count, const struct rtype *elem) {
  struct go_slice s = slice_at(slots);
  if (!slice_grow(g, elem, &s, count))
    return false;
  set_slice(slots, s);
  return true;
}

bool interp_append_n(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct rtype *elem = (const struct rtype *)pc[1];
  struct go_slice s = slice_at(operand_b(fp, pc));
  int64_t count = instruction_c(*pc);
  if (s.cap - s.len < count && !slice_grow(g, elem, &s, count))
    return false;
  uint64_t *a = operand_a(fp, pc);
  a[3] = (uint64_t)((char *)s.ptr + (uint64_t)s.len * elem->layout.size);
  s.len += count;
  set_slice(a, s);
  return true;
}

bool interp_append_slice(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct go_slice s = slice_at(operand_b(fp, pc));
  const uint64_t *from = operand_c(fp, pc);
  if (!slice_append(g, (const struct rtype *)pc[1], &s, (const void *)from[0], (int64_t)from[1]))
    return false;
  set_slice(operand_a(fp, pc), s);
  return true;
}

bool interp_copy(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *from = operand_c(fp, pc);
  *operand_a(fp, pc) =
      (uint64_t)slice_copy(g, (const struct rtype *)pc[1], slice_at(operand_b(fp, pc)),
                           (const void *)from[0], (int64_t)from[1]);
  return true;
}

bool interp_clear_slice(struct g *g, uint64_t *fp, const uint64_t *pc) {
  slice_clear(g, (const struct rtype *)pc[1], slice_at(operand_a(fp, pc)));
  return true;
}

void interp_decode_rune(uint64_t *rune_and_next, const uint8_t *text, int64_t len, int64_t index) {
  int size;
  int32_t rune = string_decode_rune(text + index, len - index, &size);
  rune_and_next[0] = (uint64_t)(int64_t)rune;
  rune_and_next[1] = (uint64_t)(index + size);
}

bool interp_string_to_bytes(struct g *g, uint64_t *fp, const uint64_t *pc) {
  set_slice(operand_a(fp, pc), string_to_bytes(g, string_at(operand_b(fp, pc))));
  return true;
}

bool interp_bytes_to_string(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = operand_b(fp, pc);
  set_string(operand_a(fp, pc),
             string_from_bytes(g, (struct go_slice){(void *)b[0], (int64_t)b[1], (int64_t)b[1]}));
  return true;
}

bool interp_string_to_runes(struct g *g, uint64_t *fp, const uint64_t *pc) {
  set_slice(operand_a(fp, pc), string_to_runes(g, string_at(operand_b(fp, pc))));
  return true;
}

bool interp_runes_to_string(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = operand_b(fp, pc);
  set_string(operand_a(fp, pc),
             string_from_runes(g, (struct go_slice){(void *)b[0], (int64_t)b[1], (int64_t)b[1]}));
  return true;
}

bool interp_rune_to_string(struct g *g, uint64_t *fp, const uint64_t *pc) {
  set_string(operand_a(fp, pc), string_from_rune(g, (int64_t)*operand_b(fp, pc)));
  return true;
}
