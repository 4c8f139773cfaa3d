// Operations on strings, slices and values in memory, out of the interpreter's loop.

#include <string.h>

#include "gc/barrier.h"
#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/print.h"
#include "runtime/runtime.h"
#include "runtime/slice.h"
#include "runtime/string.h"
#include "runtime/system.h"
#include "vm/interp/ops.h"
#include "vm/code/opcode.h"

static uint64_t *slot_a(uint64_t *fp, const uint64_t *pc) {
  return fp + instruction_a(*pc);
}
static uint64_t *slot_b(uint64_t *fp, const uint64_t *pc) {
  return fp + instruction_b(*pc);
}
static uint64_t *slot_c(uint64_t *fp, const uint64_t *pc) {
  return fp + instruction_c(*pc);
}

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

// Stores a comparison's result; false where it met what cannot be compared.
static bool compared(struct g *g, uint64_t *result, bool equal, const struct rtype *unhashable) {
  if (unhashable) {
    panic_uncomparable(g, unhashable);
    return false;
  }
  *result = equal;
  return true;
}

bool interp_eface_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = slot_b(fp, pc), *c = slot_c(fp, pc);
  const struct rtype *unhashable = NULL;
  bool equal = eface_equal((struct go_eface){(struct rtype *)b[0], (void *)b[1]},
                           (struct go_eface){(struct rtype *)c[0], (void *)c[1]}, &unhashable);
  return compared(g, slot_a(fp, pc), equal, unhashable);
}

bool interp_iface_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = slot_b(fp, pc), *c = slot_c(fp, pc);
  const struct rtype *unhashable = NULL;
  bool equal = iface_equal((struct go_iface){(struct itab *)b[0], (void *)b[1]},
                           (struct go_iface){(struct itab *)c[0], (void *)c[1]}, &unhashable);
  return compared(g, slot_a(fp, pc), equal, unhashable);
}

bool interp_value_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct rtype *unhashable = NULL;
  bool equal =
      rtype_equal((const struct rtype *)pc[2], slot_b(fp, pc), slot_c(fp, pc), &unhashable);
  return compared(g, slot_a(fp, pc), equal, unhashable);
}

bool interp_memory_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const void *b = (const void *)*slot_b(fp, pc), *c = (const void *)*slot_c(fp, pc);
  const struct rtype *unhashable = NULL;
  if (interp_is_nil((uint64_t)b) || interp_is_nil((uint64_t)c)) {
    panic_nil_dereference(g);
    return false;
  }
  bool equal = rtype_equal((const struct rtype *)pc[1], b, c, &unhashable);
  return compared(g, slot_a(fp, pc), equal, unhashable);
}

void interp_store_value(struct g *g, void *to, const uint64_t *from, const struct rtype *type) {
  if (g->runtime->gc.write_barrier.enabled)
    interp_move(g, to, from, type);
  else
    memcpy(to, from, type->layout.size);
}

bool interp_concat(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct go_string result;
  // Strings lie in their slots as struct go_string does in memory.
  if (!string_concat(g, (const struct go_string *)slot_b(fp, pc), (int)instruction_c(*pc), &result))
    return false;
  set_string(slot_a(fp, pc), result);
  return true;
}

bool interp_make_slice(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct go_slice result;
  if (!slice_make(g, (const struct rtype *)pc[1], (int64_t)*slot_b(fp, pc),
                  (int64_t)*slot_c(fp, pc), &result))
    return false;
  set_slice(slot_a(fp, pc), result);
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
  struct go_slice s = slice_at(slot_b(fp, pc));
  int64_t count = instruction_c(*pc);
  if (s.cap - s.len < count && !slice_grow(g, elem, &s, count))
    return false;
  uint64_t *a = slot_a(fp, pc);
  a[3] = (uint64_t)((char *)s.ptr + (uint64_t)s.len * elem->layout.size);
  s.len += count;
  set_slice(a, s);
  return true;
}

bool interp_append_slice(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct go_slice s = slice_at(slot_b(fp, pc));
  const uint64_t *from = slot_c(fp, pc);
  if (!slice_append(g, (const struct rtype *)pc[1], &s, (const void *)from[0], (int64_t)from[1]))
    return false;
  set_slice(slot_a(fp, pc), s);
  return true;
}

bool interp_copy(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *from = slot_c(fp, pc);
  *slot_a(fp, pc) = (uint64_t)slice_copy(g, (const struct rtype *)pc[1], slice_at(slot_b(fp, pc)),
                                         (const void *)from[0], (int64_t)from[1]);
  return true;
}

bool interp_clear_slice(struct g *g, uint64_t *fp, const uint64_t *pc) {
  slice_clear(g, (const struct rtype *)pc[1], slice_at(slot_a(fp, pc)));
  return true;
}

void interp_decode_rune(uint64_t *rune_and_next, const uint8_t *text, int64_t len, int64_t index) {
  int size;
  int32_t rune = string_decode_rune(text + index, len - index, &size);
  rune_and_next[0] = (uint64_t)(int64_t)rune;
  rune_and_next[1] = (uint64_t)(index + size);
}

bool interp_string_to_bytes(struct g *g, uint64_t *fp, const uint64_t *pc) {
  set_slice(slot_a(fp, pc), string_to_bytes(g, string_at(slot_b(fp, pc))));
  return true;
}

bool interp_bytes_to_string(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = slot_b(fp, pc);
  set_string(slot_a(fp, pc),
             string_from_bytes(g, (struct go_slice){(void *)b[0], (int64_t)b[1], (int64_t)b[1]}));
  return true;
}

bool interp_string_to_runes(struct g *g, uint64_t *fp, const uint64_t *pc) {
  set_slice(slot_a(fp, pc), string_to_runes(g, string_at(slot_b(fp, pc))));
  return true;
}

bool interp_runes_to_string(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *b = slot_b(fp, pc);
  set_string(slot_a(fp, pc),
             string_from_runes(g, (struct go_slice){(void *)b[0], (int64_t)b[1], (int64_t)b[1]}));
  return true;
}

bool interp_rune_to_string(struct g *g, uint64_t *fp, const uint64_t *pc) {
  set_string(slot_a(fp, pc), string_from_rune(g, (int64_t)*slot_b(fp, pc)));
  return true;
}

void interp_print(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const uint64_t *a = slot_a(fp, pc);
  double d[2];
  float single[2];
  struct text out = {0};
  switch ((enum print_kind)instruction_b(*pc)) {
  case PRINT_BOOL:
    print_bool(&out, a[0]);
    break;
  case PRINT_INT:
    print_int(&out, (int64_t)a[0]);
    break;
  case PRINT_UINT:
    print_uint(&out, a[0]);
    break;
  case PRINT_FLOAT32:
    memcpy(single, a, sizeof single[0]);
    print_float(&out, (double)single[0], 32);
    break;
  case PRINT_FLOAT64:
    memcpy(d, a, sizeof d[0]);
    print_float(&out, d[0], 64);
    break;
  case PRINT_COMPLEX64:
    memcpy(single, a, sizeof single);
    print_complex(&out, (double)single[0], (double)single[1], 32);
    break;
  case PRINT_COMPLEX128:
    memcpy(d, a, sizeof d);
    print_complex(&out, d[0], d[1], 64);
    break;
  case PRINT_STRING:
    print_string(&out, (const void *)a[0], (int64_t)a[1]);
    break;
  case PRINT_POINTER:
    print_pointer(&out, (const void *)a[0]);
    break;
  case PRINT_SLICE:
    print_slice(&out, (int64_t)a[1], (int64_t)a[2], (const void *)a[0]);
    break;
  case PRINT_INTERFACE:
    print_interface(&out, (const void *)a[0], (const void *)a[1]);
    break;
  case PRINT_SPACE:
    text_adds(&out, " ");
    break;
  case PRINT_NEWLINE:
    text_adds(&out, "\n");
    break;
  }
  runtime_write(g->runtime->config.err_fd, out.data, out.len);
  text_free(&out);
}
