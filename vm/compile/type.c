// What the compiler asks of types and expressions.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

enum basic_kind type_basic(struct type *t) {
  t = type_underlying(t);
  return t->kind == TYPE_BASIC ? t->u.basic.kind : BASIC_INVALID;
}

static enum shape basic_shape(enum basic_kind kind) {
  switch (kind) {
  case BASIC_BOOL:
  case BASIC_UNTYPED_BOOL:
  case BASIC_UINT8:
    return SHAPE_U8;
  case BASIC_INT8:
    return SHAPE_S8;
  case BASIC_INT16:
    return SHAPE_S16;
  case BASIC_UINT16:
    return SHAPE_U16;
  case BASIC_INT32:
  case BASIC_UNTYPED_RUNE:
    return SHAPE_S32;
  case BASIC_UINT32:
  case BASIC_FLOAT32:
    return SHAPE_U32;
  case BASIC_STRING:
  case BASIC_UNTYPED_STRING:
    return SHAPE_STRING;
  case BASIC_UNSAFE_POINTER:
  case BASIC_UNTYPED_NIL:
    return SHAPE_POINTER;
  case BASIC_COMPLEX64:
  case BASIC_COMPLEX128:
  case BASIC_UNTYPED_COMPLEX:
    return SHAPE_WORDS;
  default:
    return SHAPE_WORD;
  }
}

enum shape type_shape(struct type *t) {
  struct type *under = type_underlying(t);
  switch (under->kind) {
  case TYPE_BASIC:
    return basic_shape(under->u.basic.kind);
  case TYPE_POINTER:
  case TYPE_SIGNATURE:
  case TYPE_MAP:
  case TYPE_CHAN:
    return SHAPE_POINTER;
  case TYPE_SLICE:
    return SHAPE_SLICE;
  case TYPE_INTERFACE:
    return SHAPE_INTERFACE;
  default:
    return type_size(under) == 0 ? SHAPE_NONE : type_is_boxed(under) ? SHAPE_BOX : SHAPE_WORDS;
  }
}

bool type_is_boxed(struct type *t) {
  return type_size(t) > frame_value_slots * 8;
}

void type_pointer_slots(struct type *t, uint8_t *mask, int slot) {
  if (type_is_boxed(t))
    mask[slot / 8] |= (uint8_t)(1 << slot % 8);
  else
    rtypes_pointer_mask(t, mask, (uint64_t)slot);
}

uint64_t map_key_operand(struct type *map) {
  invariant_debug(type_underlying(map)->kind == TYPE_MAP);
  struct type *key = type_underlying(map)->u.map.key;
  return (uint64_t)type_slots(key) << 16 | type_is_boxed(key);
}

int type_slots(struct type *t) {
  struct type *under = type_underlying(t);
  if (under->kind == TYPE_BASIC && under->u.basic.kind == BASIC_UNTYPED_NIL)
    return 1;
  if (under->kind == TYPE_TUPLE) {
    int slots = 0;
    for (int i = 0; i < under->u.tuple.count; i++)
      slots += type_slots(under->u.tuple.types[i]);
    return slots;
  }
  int64_t size = type_size(under);
  return size > frame_value_slots * 8 ? 1 : (int)((size + 7) / 8);
}

bool type_is_empty_interface(struct type *t) {
  struct type *under = type_underlying(t);
  invariant_debug(under->kind == TYPE_INTERFACE);
  types_complete_interface(under);
  return under->u.interface_.all_count == 0;
}

int type_int_bits(struct type *t) {
  invariant_debug(type_is_integer(t));
  return (int)type_size(t) * 8;
}

struct type *type_array_of(struct type *t) {
  struct type *under = type_underlying(t);
  if (under->kind == TYPE_POINTER)
    under = type_underlying(under->u.pointer.elem);
  return under->kind == TYPE_ARRAY ? under : NULL;
}

int tuple_slots(struct object **objects, int count) {
  int slots = 0;
  for (int i = 0; i < count; i++)
    slots += type_slots(objects[i]->type);
  return slots;
}

struct type *type_pointer_to(struct program *p, struct type *elem) {
  struct type *t = region_alloc(&p->region, sizeof *t);
  t->kind = TYPE_POINTER;
  t->u.pointer.elem = elem;
  return t;
}

struct type *compile_basic(const struct compiler *c, enum basic_kind kind) {
  return c->program->checked.universe.basic[kind];
}

struct rtype *compile_rtype(const struct compiler *c, struct type *t) {
  return program_rtype(c->program, t);
}

struct expr *expr_strip(struct expr *e) {
  while (e && e->kind == EXPR_PAREN)
    e = e->u.paren.x;
  return e;
}

bool expr_is_constant(const struct expr *e) {
  return e->mode == MODE_CONSTANT && e->value;
}

bool expr_is_nil(const struct expr *e) {
  return e->mode == MODE_NIL;
}

bool expr_is_blank(struct expr *e) {
  e = expr_strip(e);
  return e->kind == EXPR_IDENT && e->u.ident.name[0] == '_' && e->u.ident.name[1] == 0;
}

bool expr_is_wide_unsigned(const struct expr *e) {
  return type_is_unsigned(e->type) && type_size(e->type) == 8;
}

bool expr_small_int(struct expr *e, int64_t *value) {
  if (!expr_is_constant(e) || !type_is_integer(e->type))
    return false;
  uint64_t bits;
  if (constant_int64_value(e->value, value))
    return true;
  if (!constant_uint64_value(e->value, &bits))
    return false;
  *value = (int64_t)bits;
  return true;
}

// Returns whether an expression is itself a call or a receive.
static bool calls(const struct expr *e) {
  if (e->kind == EXPR_UNARY)
    return e->u.unary.op == TOKEN_ARROW;
  return e->kind == EXPR_CALL && e->u.call.kind != CALL_CONVERSION &&
         !(e->u.call.kind == CALL_BUILTIN &&
           (e->u.call.builtin == BUILTIN_LEN || e->u.call.builtin == BUILTIN_CAP));
}

bool expr_has_call(struct expr *e) {
  if (!e || e->mode == MODE_CONSTANT || e->mode == MODE_TYPE)
    return false;
  if (calls(e))
    return true;
  struct expr **child;
  for (int i = 0; (child = expr_child(e, i)); i++)
    if (expr_has_call(*child))
      return true;
  return false;
}
