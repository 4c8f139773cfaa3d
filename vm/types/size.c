// The facts of types: sizes, alignments and offsets, as cmd/compile lays values out on 64-bit
// machines; how values compare; where they have pointers.
//
// The facts of an array or a struct are computed once, when it is complete. Types share their
// parts, so that a walk over all parts for each question would take exponential time.

#include <string.h>

#include "mem/invariant.h"
#include "vm/types/type_set.h"

static int64_t align_up(int64_t x, int64_t align) {
  invariant_debug(align > 0 && (align & (align - 1)) == 0);
  return (x + align - 1) & ~(align - 1);
}

static int64_t basic_size(enum basic_kind kind) {
  switch (kind) {
  case BASIC_BOOL:
  case BASIC_INT8:
  case BASIC_UINT8:
    return 1;
  case BASIC_INT16:
  case BASIC_UINT16:
    return 2;
  case BASIC_INT32:
  case BASIC_UINT32:
  case BASIC_FLOAT32:
    return 4;
  case BASIC_COMPLEX128:
  case BASIC_STRING:
    return 16;
  default:
    return 8;
  }
}

static struct type_facts basic_facts(struct type *t) {
  enum basic_kind kind = t->u.basic.kind;
  bool pointer = kind == BASIC_UNSAFE_POINTER;
  int64_t size = basic_size(kind);
  return (struct type_facts){
      .size = size,
      .align = kind == BASIC_COMPLEX64 ? 4
               : size > 8              ? 8
                                       : (int8_t)size,
      .final = t != &types_unresolved,
      .comparable = kind != BASIC_UNTYPED_NIL,
      .strictly_comparable = kind != BASIC_UNTYPED_NIL,
      .direct = pointer,
      .has_pointers = pointer || kind == BASIC_STRING,
      .memory_equal = !type_is_float(t) && !type_is_complex(t) && !type_is_string(t),
  };
}

static struct type_facts array_facts(struct type *t) {
  invariant_debug(t->kind == TYPE_ARRAY);
  int64_t len = t->u.array.len;
  struct type_facts f = type_facts(t->u.array.elem);
  f.direct = f.direct && len == 1;
  f.has_pointers = f.has_pointers && len > 0;
  f.final = f.final && len >= 0;
  if (f.size < 0 || len < 0 || __builtin_mul_overflow(f.size, len, &f.size))
    f.size = -1;
  return f;
}

static bool is_blank(const struct object *field) {
  return field->name && strcmp(field->name, "_") == 0;
}

// Adds a field to the facts of those before it, and gives it its offset.
static void add_field(struct type_facts *f, struct object *field, const struct type_facts *part) {
  int64_t end = f->size;
  f->final = f->final && part->final;
  f->comparable = f->comparable && part->comparable;
  f->variable = f->variable || part->variable;
  f->strictly_comparable = f->strictly_comparable && part->strictly_comparable;
  f->has_pointers = f->has_pointers || part->has_pointers;
  if (part->align > f->align)
    f->align = part->align;
  if (f->size >= 0)
    f->size = align_up(f->size, part->align);
  field->u.var.offset = f->size;
  f->memory_equal = f->memory_equal && part->memory_equal && !is_blank(field) && f->size == end;
  if (f->size >= 0 && (part->size < 0 || __builtin_add_overflow(f->size, part->size, &f->size) ||
                       f->size > INT64_MAX - 16))
    f->size = -1;
}

static struct type_facts struct_facts(struct type *t) {
  invariant_debug(t->kind == TYPE_STRUCT);
  struct type_facts f = {.align = 1,
                         .final = true,
                         .comparable = true,
                         .strictly_comparable = true,
                         .memory_equal = true},
                    part;
  int count = t->u.struct_.count;
  for (int i = 0; i < count; i++) {
    part = type_facts(t->u.struct_.fields[i]->type);
    add_field(&f, t->u.struct_.fields[i], &part);
  }
  f.direct = count == 1 && part.direct;
  if (f.size <= 0)
    return f;
  // A field of no size at the end gets a byte, so that its address is inside.
  int64_t end = align_up(f.size + (part.size == 0), f.align);
  f.memory_equal = f.memory_equal && end == f.size;
  f.size = end;
  return f;
}

struct type_facts type_facts(struct type *t) {
  static const struct type_facts incomplete = {
      .size = 8, .align = 8, .comparable = true, .strictly_comparable = true};
  struct type_facts word = {.size = 8, .align = 8, .final = true, .has_pointers = true};
  if (!t)
    return incomplete;
  t = type_underlying(t);
  switch (t->kind) {
  case TYPE_BASIC:
    if (t == &types_unresolved) // which all programs share
      return basic_facts(t);
    if (!t->facts.final)
      t->facts = basic_facts(t);
    return t->facts;
  case TYPE_ARRAY:
  case TYPE_STRUCT:
    if (t->facts.final)
      return t->facts;
    if (t->computing)
      return incomplete;
    t->computing = true;
    t->facts = t->kind == TYPE_ARRAY ? array_facts(t) : struct_facts(t);
    t->computing = false;
    if (t->facts.size == 0 && t->facts.comparable)
      t->facts.memory_equal = true;
    return t->facts;
  case TYPE_POINTER:
  case TYPE_CHAN:
    word.comparable = word.strictly_comparable = word.direct = word.memory_equal = true;
    return word;
  case TYPE_SIGNATURE:
  case TYPE_MAP:
    word.direct = true;
    return word;
  case TYPE_SLICE:
    word.size = 24;
    return word;
  case TYPE_INTERFACE:
    word.size = 16;
    word.comparable = true;
    return word;
  case TYPE_PARAM:
    word.comparable = word.strictly_comparable = type_param_is_comparable(t);
    word.final = t->u.param.resolved;
    word.variable = true;
    return word;
  default:
    return word;
  }
}

int64_t type_size(struct type *t) {
  return type_facts(t).size;
}

int64_t type_align(struct type *t) {
  return type_facts(t).align;
}

bool type_has_variable_size(struct type *t) {
  return type_facts(t).variable;
}

bool type_is_comparable(struct type *t) {
  return type_facts(t).comparable;
}

bool type_is_strictly_comparable(struct type *t) {
  return type_facts(t).strictly_comparable;
}

bool type_is_direct(struct type *t) {
  return type_facts(t).direct;
}

bool type_has_pointers(struct type *t) {
  return type_facts(t).has_pointers;
}

int64_t type_field_offset(struct type *t, int index) {
  t = type_underlying(t);
  invariant_debug(t->kind == TYPE_STRUCT && index >= 0 && index < t->u.struct_.count);
  type_facts(t);
  return t->u.struct_.fields[index]->u.var.offset;
}
