// Conversions: explicit ones, to interfaces, and type assertions.
//
// A conversion to an interface of a pointer-shaped value is two moves; constants get read-only
// boxes outside of the heap; other values are boxed by one instruction. Method tables are found at
// compile time.

#include <string.h>

#include "mem/invariant.h"
#include "runtime/iface.h"
#include "vm/compile/internal.h"

// The first word of an interface that holds a value of the dynamic type: its descriptor, or a
// method table.
static uint64_t interface_word(const struct compiler *c, struct type *interface_,
                               struct type *dynamic) {
  struct rtype *type = compile_rtype(c, dynamic);
  if (type_is_empty_interface(interface_))
    return (uint64_t)(uintptr_t)type;
  const char *missing = NULL;
  struct itab *tab = itab_get(c->program->runtime, compile_rtype(c, interface_), type, &missing);
  invariant(tab);
  return (uint64_t)(uintptr_t)tab;
}

static int box_slot(struct compiler *c, int value, struct type *from, struct type *to, int dest) {
  invariant_debug(!type_is_interface(from) && type_is_interface(to) && !type_is_untyped(from));
  uint64_t word = interface_word(c, to, from);
  if (type_is_direct(from) || type_is_boxed(from)) {
    // The value first: it may lie in the destination.
    if (value == dest) {
      emit_move(c, dest + 1, value, 1);
      emit_pointer(c, dest, (void *)(uintptr_t)word);
      return dest;
    }
    emit_pointer(c, dest, (void *)(uintptr_t)word);
    emit_move(c, dest + 1, value, 1);
    return dest;
  }
  emit(c, OP_BOX, dest, value, 0);
  emit_word(c, (uint64_t)type_slots(from) << 16 | (type_is_empty_interface(to) ? 0 : 1));
  emit_word(c, word);
  return dest;
}

// The value of a constant in memory, shared and never written.
static void *static_box(struct compiler *c, struct type *t, const struct constant *value) {
  struct program *p = c->program;
  if (type_is_string(t)) {
    size_t size;
    const char *bytes = constant_string_value(value, &size);
    return static_string(p, bytes, size);
  }
  uint64_t *box = region_alloc(&p->region, 16);
  if (type_is_complex(t)) {
    struct constant *constant = (struct constant *)(uintptr_t)value;
    struct constant *parts[2] = {constant_real(constant), constant_imag(&p->constants, constant)};
    for (int i = 0; i < 2; i++) {
      double number = constant_float64_value(parts[i]);
      float single = constant_float32_value(parts[i]);
      if (type_basic(t) == BASIC_COMPLEX64)
        memcpy((char *)box + 4 * i, &single, 4);
      else
        memcpy(box + i, &number, 8);
    }
    return box;
  }
  box[0] = constant_bits(t, value);
  return box;
}

static struct type *default_type(struct compiler *c, struct type *t) {
  switch (type_basic(t)) {
  case BASIC_UNTYPED_BOOL:
    return compile_basic(c, BASIC_BOOL);
  case BASIC_UNTYPED_INT:
    return compile_basic(c, BASIC_INT);
  case BASIC_UNTYPED_RUNE:
    return compile_basic(c, BASIC_INT32);
  case BASIC_UNTYPED_FLOAT:
    return compile_basic(c, BASIC_FLOAT64);
  case BASIC_UNTYPED_COMPLEX:
    return compile_basic(c, BASIC_COMPLEX128);
  case BASIC_UNTYPED_STRING:
    return compile_basic(c, BASIC_STRING);
  default:
    return t;
  }
}

// From one interface type to another that it implements.
static int convert_interface(struct compiler *c, int value, struct type *from, struct type *to,
                             int dest) {
  if (types_identical(from, to) || (type_is_empty_interface(from) && type_is_empty_interface(to))) {
    if (dest == slot_any)
      return value;
    emit_move(c, dest, value, 2);
    return dest;
  }
  dest = compile_dest(c, to, dest);
  if (type_is_empty_interface(to))
    emit(c, OP_I2E, dest, value, 0);
  else {
    emit(c, OP_I2I, dest, value, 0);
    emit_type(c, to);
  }
  return dest;
}

int convert_slot(struct compiler *c, int value, struct type *from, struct type *to, int dest) {
  if (type_is_interface(to)) {
    if (type_is_interface(from))
      return convert_interface(c, value, from, to, dest);
    dest = compile_dest(c, to, dest);
    return box_slot(c, value, default_type(c, from), to, dest);
  }
  invariant_debug(type_slots(from) == type_slots(to));
  if (dest == slot_any)
    return value;
  emit_move(c, dest, value, type_slots(to));
  return dest;
}

int compile_to_interface(struct compiler *c, struct expr *e, struct type *target, int dest) {
  e = expr_strip(e);
  if (type_is_interface(e->type) && !expr_is_constant(e)) {
    int mark = c->top;
    if (types_identical(e->type, target) ||
        (type_is_empty_interface(e->type) && type_is_empty_interface(target)))
      return compile_expr(c, e, dest);
    int result = compile_dest(c, target, dest);
    int value = compile_expr(c, e, slot_any);
    convert_interface(c, value, e->type, target, result);
    c->top = dest == slot_any ? result + 2 : mark;
    return result;
  }
  int result = compile_dest(c, target, dest);
  int mark = c->top;
  struct type *from = default_type(c, e->type);
  if (expr_is_constant(e)) {
    emit(c, OP_LDK2, result, 0, 0);
    emit_word(c, interface_word(c, target, from));
    emit_word(c, (uint64_t)(uintptr_t)static_box(c, from, e->value));
  } else if (!type_is_direct(from) && type_slots(from) > 3 && expr_is_place(e)) {
    struct place p = compile_place(c, e);
    if (place_is_memory(&p)) {
      int address = place_address(c, &p, slot_any);
      emit(c, OP_BOXMEM, result, address, 0);
      emit_word(c, (uint64_t)type_slots(from) << 16 | (type_is_empty_interface(target) ? 0 : 1));
      emit_word(c, interface_word(c, target, from));
    } else
      box_slot(c, place_load(c, &p, slot_any), from, target, result);
  } else {
    int value = compile_expr(c, e, slot_any);
    box_slot(c, value, from, target, result);
  }
  c->top = mark;
  return result;
}

// Numbers.

static void int_to_int(struct compiler *c, struct type *from, struct type *to, int x, int dest) {
  invariant_debug(type_is_integer(from) && type_is_integer(to));
  int bits = type_int_bits(to), source = type_int_bits(from);
  bool is_unsigned = type_is_unsigned(to), source_unsigned = type_is_unsigned(from);
  bool keeps = bits == 64 || (source_unsigned == is_unsigned && source <= bits) ||
               (source_unsigned && !is_unsigned && source < bits);
  emit_move(c, dest, x, keeps ? 1 : 0);
  if (keeps)
    return;
  static const enum opcode sign[] = {OP_SEXT8, OP_SEXT16, OP_SEXT32};
  static const enum opcode zero[] = {OP_ZEXT8, OP_ZEXT16, OP_ZEXT32};
  int i = bits == 8 ? 0 : bits == 16 ? 1 : 2;
  emit(c, is_unsigned ? zero[i] : sign[i], dest, x, 0);
}

// The instruction that turns a float64 into an integer, which may be wider than to.
static enum opcode float_to_int(struct type *to) {
  bool is_unsigned = type_is_unsigned(to);
  if (type_int_bits(to) == 64)
    return is_unsigned ? OP_F2U : OP_F2I;
  return is_unsigned && type_int_bits(to) == 32 ? OP_F2I : OP_F2I32;
}

static void convert_number(struct compiler *c, struct type *from, struct type *to, int x,
                           int dest) {
  bool from_single = type_size(from) == 4, to_single = type_size(to) == 4;
  bool wide_unsigned = type_is_unsigned(from) && type_size(from) == 8;
  if (type_is_integer(from) && type_is_integer(to))
    int_to_int(c, from, to, x, dest);
  else if (type_is_integer(from))
    emit(c,
         to_single       ? (wide_unsigned ? OP_U2F32 : OP_I2F32)
         : wide_unsigned ? OP_U2F
                         : OP_I2F,
         dest, x, 0);
  else if (type_is_integer(to)) {
    int wide = x, mark = c->top;
    if (from_single) {
      wide = slot_reserve_words(c, 1, false);
      emit(c, OP_F322F, wide, x, 0);
    }
    emit(c, float_to_int(to), dest, wide, 0);
    if (type_int_bits(to) != 32 || type_is_unsigned(to))
      compile_extend(c, to, dest);
    c->top = mark;
  } else if (from_single == to_single)
    emit_move(c, dest, x, 1);
  else
    emit(c, from_single ? OP_F322F : OP_F2F32, dest, x, 0);
}

// Strings and slices.

static bool is_slice_of(struct type *t, enum basic_kind kind) {
  struct type *under = type_underlying(t);
  return under->kind == TYPE_SLICE && type_basic(under->u.slice.elem) == kind;
}

// The instruction of a conversion from or to a string, or OPCODE_COUNT.
static enum opcode string_op(struct type *from, struct type *to) {
  if (type_is_string(to)) {
    if (type_is_integer(from))
      return OP_RUNE2STR;
    if (is_slice_of(from, BASIC_UINT8))
      return OP_BYTES2STR;
    if (is_slice_of(from, BASIC_INT32))
      return OP_RUNES2STR;
  } else if (type_is_string(from)) {
    if (is_slice_of(to, BASIC_UINT8))
      return OP_STR2BYTES;
    if (is_slice_of(to, BASIC_INT32))
      return OP_STR2RUNES;
  }
  return OPCODE_COUNT;
}

// A slice to an array, or to a pointer to an array.
static void slice_to_array(struct compiler *c, struct type *to, int x, int dest) {
  struct type *under = type_underlying(to);
  bool pointer = under->kind == TYPE_POINTER;
  struct type *array = pointer ? type_underlying(under->u.pointer.elem) : under;
  int address = pointer ? dest : slot_reserve_words(c, 1, true);
  emit(c, OP_SLICE2ARR, address, x, 0);
  emit_word(c, (uint64_t)array->u.array.len);
  if (!pointer && type_slots(to) > 0) {
    struct place p = place_deref(address, to);
    place_load(c, &p, dest);
  }
}

static void convert_complex(struct compiler *c, struct type *from, struct type *to, int x,
                            int dest) {
  if (type_size(from) == type_size(to))
    emit_move(c, dest, x, type_slots(to));
  else
    emit(c, type_size(to) == 8 ? OP_C2C64 : OP_C642C, dest, x, 0);
}

static bool is_number(struct type *t) {
  return type_is_integer(t) || type_is_float(t);
}

int compile_conversion(struct compiler *c, struct expr *e, int dest) {
  struct expr *x = e->u.call.args.items[0];
  struct type *to = e->type, *from = x->type;
  if (type_is_interface(to) || expr_is_nil(x))
    return compile_value(c, x, to, dest);
  // A constant that is converted to a type without constants, as []byte("abc").
  if (expr_is_constant(x) && type_is_untyped(from))
    from = default_type(c, from);
  bool array = type_underlying(from)->kind == TYPE_SLICE && type_array_of(to);
  enum opcode op = string_op(from, to);
  bool number = is_number(from) && is_number(to);
  bool complex = type_is_complex(from) && type_is_complex(to);
  if (!array && op == OPCODE_COUNT && !number && !complex)
    return compile_value(c, x, to, dest); // the same words under another name
  if (number && dest == slot_any && type_is_integer(from) && type_is_integer(to) &&
      type_int_bits(to) == 64)
    return compile_value(c, x, from, slot_any);
  int result = compile_dest(c, to, dest);
  int mark = c->top;
  int value = compile_value(c, x, from, slot_any);
  if (array)
    slice_to_array(c, to, value, result);
  else if (op != OPCODE_COUNT) {
    if (op == OP_RUNE2STR && type_is_unsigned(from) && type_size(from) == 8) {
      // What does not fit a signed word is no rune either.
      int rune = slot_reserve_words(c, 1, false);
      emit(c, OP_SHRI, rune, value, 1);
      emit(c, OP_OR, rune, rune, value);
      emit(c, OP_SHRI, rune, rune, 32);
      struct label small;
      label_init(&small);
      emit_jump(c, OP_JEQI, rune, 0, &small);
      emit_int(c, rune, -1);
      struct label end;
      label_init(&end);
      emit_goto(c, &end);
      label_bind(c, &small);
      emit_move(c, rune, value, 1);
      label_bind(c, &end);
      value = rune;
    }
    emit(c, op, result, value, 0);
    if (expr_is_constant(x) && (op == OP_STR2BYTES || op == OP_STR2RUNES))
      emit_move(c, result + 2, result + 1, 1); // Go lays a constant out with no room to grow
  } else if (number)
    convert_number(c, from, to, value, result);
  else
    convert_complex(c, from, to, value, result);
  c->top = mark;
  return result;
}

// x.(T); comma_ok: the slot after the value is ok.
int compile_type_assert(struct compiler *c, struct expr *e, int dest, bool comma_ok) {
  struct expr *x = e->u.type_assert.x;
  struct type *target = e->u.type_assert.type->type;
  int slots = type_slots(target);
  int result = dest;
  if (dest == slot_any) {
    result = slot_reserve(c, target);
    if (comma_ok)
      slot_reserve_words(c, 1, false);
  }
  int mark = c->top;
  int value = compile_expr(c, x, slot_any);
  int has_table = type_is_empty_interface(x->type) ? 0 : 1;
  uint64_t static_type = (uint64_t)(uintptr_t)compile_rtype(c, x->type);
  uint64_t wanted = (uint64_t)(uintptr_t)compile_rtype(c, target);
  if (type_is_interface(target)) {
    emit(c, comma_ok ? OP_ASSERTI2 : OP_ASSERTI, result, value, has_table);
    emit_word(c, static_type);
    emit_word(c, wanted);
  } else {
    emit(c, comma_ok ? OP_ASSERT2 : OP_ASSERT, result, value, has_table);
    emit_word(c, (uint64_t)slots + (comma_ok ? 1 : 0));
    emit_word(c, wanted);
    emit_word(c, static_type);
    if (comma_ok)
      box_complete(c, target, result);
  }
  c->top = mark;
  return result;
}
