// What machine code calls for the operations that it does not do in line: those that are out of
// line for the loop too, and here those that the loop does in line but machine code does not.

#include <math.h>
#include <string.h>

#include "gc/malloc.h"
#include "runtime/bulk.h"
#include "runtime/float_bits.h"
#include "runtime/iface.h"
#include "runtime/map.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/interp/ops.h"
#include "vm/interp/tier.h"

static bool new_object(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct rtype *type = (const struct rtype *)pc[1];
  *operand_a(fp, pc) = (uint64_t)gc_malloc_site(&g->runtime->gc, interp_gc_p(g), type->site);
  return true;
}

static bool new_closure(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct closure_template *model = (const struct closure_template *)pc[1];
  struct gc *gc = &g->runtime->gc;
  uint64_t *object = gc_malloc_site(gc, interp_gc_p(g), model->type->site);
  const uint64_t *words = operand_b(fp, pc);
  object[0] = (uint64_t)model->func;
  if (gc->write_barrier.enabled)
    interp_barrier_fresh(g, object, words - 1, model->type);
  memcpy(object + 1, words, instruction_c(*pc) * sizeof(uint64_t));
  *operand_a(fp, pc) = (uint64_t)object;
  return true;
}

static bool append_one(struct g *g, uint64_t *fp, const uint64_t *pc) {
  uint64_t *slice = operand_a(fp, pc), length = slice[1];
  const uint64_t *value = operand_b(fp, pc);
  const struct rtype *type = (const struct rtype *)pc[2];
  if (length >= slice[2] && !interp_append_grow(g, slice, 1, type))
    return false;
  interp_store_value(g, (char *)slice[0] + length * type->layout.size, value, type);
  slice[1] = length + 1;
  return true;
}

static bool nil_panic(struct g *g) {
  panic_nil_dereference(g);
  return false;
}

static bool copy_typed(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct rtype *type = (const struct rtype *)pc[1];
  void *to = (void *)*operand_a(fp, pc);
  const void *from = (const void *)*operand_b(fp, pc);
  if (interp_is_nil((uint64_t)to) || interp_is_nil((uint64_t)from))
    return nil_panic(g);
  if (g->runtime->gc.write_barrier.enabled || type->layout.size > bulk_piece)
    interp_move(g, to, from, type);
  else
    memmove(to, from, type->layout.size);
  return true;
}

static bool zero_typed(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct rtype *type = (const struct rtype *)pc[1];
  void *at = (void *)*operand_a(fp, pc);
  if (interp_is_nil((uint64_t)at))
    return nil_panic(g);
  if (g->runtime->gc.write_barrier.enabled || type->layout.size > bulk_piece)
    interp_clear(g, at, type);
  else
    memset(at, 0, type->layout.size);
  return true;
}

static bool load_many(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const char *base = (const char *)*operand_b(fp, pc);
  uint64_t *to = operand_a(fp, pc), slots = (uint16_t)pc[1], bytes = pc[1] >> 32;
  if (interp_is_nil((uint64_t)base))
    return nil_panic(g);
  if (slots)
    to[slots - 1] = 0;
  memcpy(to, base + instruction_c(*pc), bytes);
  return true;
}

static bool store_many(struct g *g, uint64_t *fp, const uint64_t *pc) {
  char *base = (char *)*operand_b(fp, pc);
  if (interp_is_nil((uint64_t)base))
    return nil_panic(g);
  if (g->runtime->gc.write_barrier.enabled && pc[2])
    interp_move(g, base + instruction_c(*pc), operand_a(fp, pc), (const struct rtype *)pc[2]);
  else
    memcpy(base + instruction_c(*pc), operand_a(fp, pc), pc[1] >> 32);
  return true;
}

static bool move_many(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  memmove(operand_a(fp, pc), operand_b(fp, pc), instruction_c(*pc) * sizeof(uint64_t));
  return true;
}

static bool zero_many(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  memset(operand_a(fp, pc), 0, instruction_c(*pc) * sizeof(uint64_t));
  return true;
}

// The dynamic type of the interface in b.
static uint64_t dynamic_type(const uint64_t *fp, const uint64_t *pc) {
  uint64_t word = fp[instruction_b(*pc)];
  if (instruction_c(*pc) && word)
    word = (uint64_t)((const struct itab *)word)->type;
  return word;
}

static bool assert_type(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct rtype *type = (const struct rtype *)pc[2];
  uint64_t word = dynamic_type(fp, pc);
  if (word != (uint64_t)type) {
    panic_assertion(g, (const struct rtype *)pc[3], (const struct rtype *)word, type, NULL);
    return false;
  }
  interp_unbox(operand_a(fp, pc), operand_b(fp, pc)[1], type);
  return true;
}

static bool assert_type2(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  const struct rtype *type = (const struct rtype *)pc[2];
  uint64_t data = operand_b(fp, pc)[1], *to = operand_a(fp, pc);
  if (dynamic_type(fp, pc) == (uint64_t)type) {
    interp_unbox(to, data, type);
    to[type->slots] = 1;
  } else
    memset(to, 0, (type->slots + 1) * sizeof(uint64_t));
  return true;
}

static bool strings_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  const uint64_t *x = operand_b(fp, pc), *y = operand_c(fp, pc);
  *operand_a(fp, pc) = x[1] == y[1] && (x[0] == y[0] || x[1] == 0 ||
                                        memcmp((const void *)x[0], (const void *)y[0], x[1]) == 0);
  return true;
}

static bool string_less(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  *operand_a(fp, pc) = interp_string_compare(operand_b(fp, pc), operand_c(fp, pc)) < 0;
  return true;
}

static bool string_less_equal(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  *operand_a(fp, pc) = interp_string_compare(operand_b(fp, pc), operand_c(fp, pc)) <= 0;
  return true;
}

static bool decode_rune(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  uint64_t index = *operand_c(fp, pc), *to = operand_a(fp, pc);
  const uint64_t *string = operand_b(fp, pc);
  uint8_t first = ((const uint8_t *)string[0])[index];
  if (first < 0x80) {
    to[0] = first;
    to[1] = index + 1;
  } else
    interp_decode_rune(to, (const uint8_t *)string[0], (int64_t)string[1], (int64_t)index);
  return true;
}

static bool map_length(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  *operand_a(fp, pc) = (uint64_t)map_len((const struct map *)*operand_b(fp, pc));
  return true;
}

// CALLN of a native that neither blocks nor calls back.
static bool call_native(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct func *callee = (const struct func *)pc[1];
  uint64_t *frame = operand_a(fp, pc);
  g->sched.jump = 2;
  memset(frame, 0, callee->result_slots * sizeof(uint64_t));
  return callee->native(g, frame + callee->result_slots, frame);
}

static bool float_minimum(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  *operand_a(fp, pc) = double_bits(
      interp_float_min(double_from_bits(*operand_b(fp, pc)), double_from_bits(*operand_c(fp, pc))));
  return true;
}

static bool float_maximum(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  *operand_a(fp, pc) = double_bits(
      interp_float_max(double_from_bits(*operand_b(fp, pc)), double_from_bits(*operand_c(fp, pc))));
  return true;
}

static bool float_to_unsigned(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  *operand_a(fp, pc) = interp_float_to_uint(double_from_bits(*operand_b(fp, pc)));
  return true;
}

static bool unsigned_to_float(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  *operand_a(fp, pc) = double_bits((double)*operand_b(fp, pc));
  return true;
}

static bool begin_body(struct g *g, uint64_t *fp, const uint64_t *pc) {
  uint64_t *state = (uint64_t *)*operand_a(fp, pc) + range_state_word, before = *state;
  *state = RANGE_RUNNING;
  if (before == RANGE_READY)
    return true;
  interp_panic_range(g, (enum range_state)before);
  return false;
}

static bool end_body(struct g *g, uint64_t *fp, const uint64_t *pc) {
  (void)g;
  ((uint64_t *)*operand_b(fp, pc))[range_state_word] = RANGE_READY;
  *operand_a(fp, pc) = true;
  return true;
}

static bool defer_closure(struct g *g, uint64_t *fp, const uint64_t *pc) {
  interp_defer(g, fp, (void *)*operand_a(fp, pc));
  return true;
}

void tier_fill_operations(struct jit_host *host) {
  static const jit_operation operations[OPCODE_COUNT] = {
      [OP_MOVN] = move_many,
      [OP_ZERON] = zero_many,
      [OP_LDN] = load_many,
      [OP_STN] = store_many,
      [OP_COPYT] = copy_typed,
      [OP_ZEROT] = zero_typed,
      [OP_EQMEM] = interp_memory_equal,
      [OP_EQS] = strings_equal,
      [OP_LTS] = string_less,
      [OP_LES] = string_less_equal,
      [OP_EQE] = interp_eface_equal,
      [OP_EQI] = interp_iface_equal,
      [OP_EQT] = interp_value_equal,
      [OP_MINF] = float_minimum,
      [OP_MAXF] = float_maximum,
      [OP_F2U] = float_to_unsigned,
      [OP_U2F] = unsigned_to_float,
      [OP_CONCAT] = interp_concat,
      [OP_MAKESLICE] = interp_make_slice,
      [OP_APPEND1] = append_one,
      [OP_APPENDN] = interp_append_n,
      [OP_APPENDS] = interp_append_slice,
      [OP_COPY] = interp_copy,
      [OP_CLEARS] = interp_clear_slice,
      [OP_RUNE] = decode_rune,
      [OP_STR2BYTES] = interp_string_to_bytes,
      [OP_BYTES2STR] = interp_bytes_to_string,
      [OP_STR2RUNES] = interp_string_to_runes,
      [OP_RUNES2STR] = interp_runes_to_string,
      [OP_RUNE2STR] = interp_rune_to_string,
      [OP_MAKEMAP] = interp_make_map,
      [OP_MAPREAD] = interp_map_read,
      [OP_MAPREAD2] = interp_map_read2,
      [OP_MAPASSIGN] = interp_map_assign,
      [OP_MAPDELETE] = interp_map_delete,
      [OP_MAPGET64] = interp_map_get64,
      [OP_MAPGETS64] = interp_map_get_string64,
      [OP_MAPSET64] = interp_map_set64,
      [OP_MAPSETS64] = interp_map_set_string64,
      [OP_MAPLEN] = map_length,
      [OP_MAPCLEAR] = interp_map_clear,
      [OP_MAPITER] = interp_map_iter,
      [OP_BOX] = interp_box,
      [OP_BOXMEM] = interp_box_memory,
      [OP_ASSERT] = assert_type,
      [OP_ASSERT2] = assert_type2,
      [OP_ASSERTI] = interp_assert_interface,
      [OP_ASSERTI2] = interp_assert_interface2,
      [OP_I2I] = interp_convert_interface,
      [OP_NEW] = new_object,
      [OP_CLOSURE] = new_closure,
      [OP_ATOMIC] = interp_atomic,
      [OP_CALLN] = call_native,
      [OP_RANGENEXT] = begin_body,
      [OP_RANGECONT] = end_body,
      [OP_RANGEBREAK] = interp_range_break,
      [OP_RANGEEND] = interp_range_end,
      [OP_DEFER] = defer_closure,
      [OP_MAKECHAN] = interp_make_chan,
  };
  memcpy(host->operations, operations, sizeof operations);
}
