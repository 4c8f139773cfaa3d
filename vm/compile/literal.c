// Composite literals, and values that can be laid out before the program runs.
//
// A struct or array literal is built where it will live: in the slots of its destination, or in
// fresh memory. Slices get a new array; maps are filled entry by entry. A destination is taken to
// be zeroed and unshared; a caller that cannot promise that builds into a temporary.

#include <string.h>

#include "mem/invariant.h"
#include "vm/compile/internal.h"

// The value expression of an element, and where it goes: *index is the field or element number.
static struct expr *element(struct expr *x, struct type *under, int64_t *index) {
  if (x->kind != EXPR_KEY_VALUE) {
    ++*index;
    return x;
  }
  struct expr *key = x->u.key_value.key;
  if (under->kind == TYPE_STRUCT) {
    *index = expr_strip(key)->u.ident.object->u.var.index;
  } else
    constant_int64_value(key->value, index);
  return x->u.key_value.value;
}

static struct type *element_type(struct type *under, int64_t index) {
  invariant_debug(index >= 0 && (under->kind != TYPE_STRUCT || index < under->u.struct_.count));
  invariant_debug(under->kind != TYPE_ARRAY || index < under->u.array.len);
  return under->kind == TYPE_STRUCT ? under->u.struct_.fields[index]->type : under->u.array.elem;
}

static struct place element_place(struct compiler *c, struct place p, struct type *t,
                                  int64_t index) {
  struct type *under = type_underlying(t);
  if (under->kind == TYPE_STRUCT)
    return place_field(c, p, t, (int)index);
  int64_t offset = index * type_size(under->u.array.elem);
  if (p.kind == PLACE_GLOBAL)
    p.address += (uint64_t)offset;
  else
    p.offset += offset;
  p.type = under->u.array.elem;
  p.packed = true;
  p.pair = false;
  return p;
}

static bool is_zero_constant(const struct expr *e) {
  if (expr_is_nil(e))
    return true;
  if (!expr_is_constant(e) || type_is_interface(e->type))
    return false;
  if (type_is_string(e->type))
    return constant_string_size(e->value) == 0;
  return !type_is_complex(e->type) && constant_bits(e->type, e->value) == 0;
}

// Whether the element's value may be compiled straight into the slots of the frame.
static bool in_slots(const struct place *p) {
  enum shape shape = type_shape(p->type);
  return p->kind == PLACE_FRAME && p->offset % 8 == 0 && type_size(p->type) % 8 == 0 &&
         shape >= SHAPE_WORD;
}

// The literal with elements that may be compiled in order.
static struct expr *ordered(struct compiler *c, struct expr *e) {
  struct expr_list *elements = &e->u.composite.elements;
  if (elements->count < 2 || !list_has_early(elements))
    return e;
  struct type *under = type_underlying(e->type);
  struct expr **items = region_alloc(c->region, (size_t)elements->count * sizeof *items);
  int64_t index = -1;
  for (int i = 0; i < elements->count; i++) {
    struct expr *x = elements->items[i], *value = element(x, under, &index);
    items[i] = order_converted(c, value, element_type(under, index));
    if (x->kind == EXPR_KEY_VALUE) {
      struct expr *pair = region_alloc(c->region, sizeof *pair);
      *pair = *x;
      pair->u.key_value.value = items[i];
      items[i] = pair;
    }
  }
  struct expr *copy = region_alloc(c->region, sizeof *copy);
  *copy = *e;
  copy->u.composite.elements.items = order_operands(c, items, elements->count);
  return copy;
}

void compile_composite_to(struct compiler *c, const struct place *p, struct expr *e) {
  struct type *under = type_underlying(e->type);
  int64_t index = -1;
  struct place target = *p;
  int before = c->top;
  e = ordered(c, e);
  if (target.kind == PLACE_INDEX) {
    int address = place_address(c, &target, slot_any);
    target = place_deref(address, p->type);
  }
  for (int i = 0; i < e->u.composite.elements.count; i++) {
    int mark = c->top;
    struct expr *x = element(e->u.composite.elements.items[i], under, &index);
    struct type *t = element_type(under, index);
    struct place at = element_place(c, target, e->type, index);
    bool to_interface = type_is_interface(t) && !expr_is_nil(x);
    if (is_zero_constant(x) && !to_interface)
      continue;
    if (in_slots(&at) && expr_strip(x)->kind != EXPR_COMPOSITE)
      compile_value(c, x, t, (int)(at.offset / 8));
    else
      compile_to_place(c, &at, x, true);
    c->top = mark;
  }
  c->top = before;
}

// The number of elements of an array or slice literal.
static int64_t literal_length(struct expr *e, struct type *under) {
  int64_t index = -1, length = 0;
  for (int i = 0; i < e->u.composite.elements.count; i++) {
    element(e->u.composite.elements.items[i], under, &index);
    if (index + 1 > length)
      length = index + 1;
  }
  return length;
}

static struct type *array_type(struct compiler *c, struct type *elem, int64_t length) {
  struct type *t = region_alloc(c->region, sizeof *t);
  t->kind = TYPE_ARRAY;
  t->u.array.elem = elem;
  t->u.array.len = length;
  return t;
}

// A slice literal: a new array, filled, and a slice of all of it. Pointer-free constants are copied
// from a static image.
static int compile_slice_literal(struct compiler *c, struct expr *e, int dest) {
  struct type *under = type_underlying(e->type);
  int64_t length = literal_length(e, under);
  struct type *array = array_type(c, under->u.slice.elem, length);
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  int cell = slot_reserve_words(c, 1, true);
  emit_new(c, cell, array);
  struct rtype *r = compile_rtype(c, array);
  bool constant = length >= 4 && type_size(array) > 0 &&
                  compile_static_value(c->program, array, e, NULL, true) &&
                  !type_has_pointers(array);
  if (constant) {
    void *image = region_alloc(c->region, (size_t)type_size(array));
    compile_static_value(c->program, array, e, image, false);
    int source = slot_reserve_words(c, 1, false);
    emit_pointer(c, source, image);
    emit(c, OP_COPYT, cell, source, 0);
    emit_word(c, (uint64_t)(uintptr_t)r);
  } else {
    struct expr copy = *e;
    copy.type = array;
    struct place p = place_deref(cell, array);
    compile_composite_to(c, &p, &copy);
  }
  emit_move(c, result, cell, 1);
  emit_int(c, result + 1, length);
  emit_int(c, result + 2, length);
  c->top = mark;
  return result;
}

static int compile_map_literal(struct compiler *c, struct expr *e, int dest) {
  struct type *under = type_underlying(e->type);
  int result = compile_dest(c, e->type, dest);
  int mark = c->top;
  int map = slot_reserve_words(c, 1, true);
  int hint = slot_reserve_words(c, 1, false);
  emit_int(c, hint, e->u.composite.elements.count);
  emit(c, OP_MAKEMAP, map, hint, 0);
  emit_type(c, e->type);
  for (int i = 0; i < e->u.composite.elements.count; i++) {
    int inner = c->top;
    struct expr *x = e->u.composite.elements.items[i];
    struct expr *key = x->u.key_value.key, *element = x->u.key_value.value;
    struct place p = {.kind = PLACE_MAP, .type = under->u.map.value, .map = e->type, .slot = map};
    order_pair(c, &key, &element);
    p.index = compile_value(c, key, under->u.map.key, slot_any);
    int value = compile_value(c, element, under->u.map.value, slot_any);
    place_store(c, &p, value);
    c->top = inner;
  }
  emit_move(c, result, map, 1);
  c->top = mark;
  return result;
}

int compile_composite(struct compiler *c, struct expr *e, int dest) {
  struct type *under = type_underlying(e->type);
  if (under->kind == TYPE_POINTER) {
    // &T left out inside another literal.
    int result = compile_dest(c, e->type, dest);
    int mark = c->top;
    struct expr copy = *e;
    copy.type = under->u.pointer.elem;
    int cell = slot_reserve_words(c, 1, true);
    emit_new(c, cell, copy.type);
    struct place p = place_deref(cell, copy.type);
    compile_to_place(c, &p, &copy, true);
    emit_move(c, result, cell, 1);
    c->top = mark;
    return result;
  }
  if (under->kind == TYPE_SLICE)
    return compile_slice_literal(c, e, dest);
  if (under->kind == TYPE_MAP)
    return compile_map_literal(c, e, dest);
  if (type_is_boxed(e->type))
    return box_composite(c, e, dest);
  // An old variable gets its value moved at the end, since the elements may use what it holds.
  int slots = type_slots(e->type);
  int mark = c->top;
  bool fresh = dest == slot_any || dest >= c->locals_top || e->u.composite.elements.count == 0;
  int built = dest == slot_any || !fresh ? slot_reserve(c, e->type) : dest;
  emit_zero(c, built, slots);
  struct place p = place_of_slots(built, e->type);
  p.packed = true;
  compile_composite_to(c, &p, e);
  if (dest == slot_any) {
    c->top = built + slots;
    return built;
  }
  emit_move(c, dest, built, slots);
  c->top = mark;
  return dest;
}

// Static values.

void *static_string(struct program *p, const char *bytes, size_t size) {
  struct go_string *s = region_alloc(&p->region, sizeof *s);
  s->ptr = size ? (const uint8_t *)bytes : NULL;
  s->len = (int64_t)size;
  return s;
}

static bool static_constant(struct program *p, struct type *t, struct expr *e, void *to,
                            bool check_only) {
  if (type_is_interface(t) || type_is_complex(t))
    return false;
  if (check_only)
    return true;
  if (type_is_string(t)) {
    size_t size;
    const char *bytes = constant_string_value(e->value, &size);
    memcpy(to, static_string(p, bytes, size), 16);
    return true;
  }
  uint64_t bits = constant_bits(t, e->value);
  invariant_debug(type_size(t) <= (int64_t)sizeof bits);
  memcpy(to, &bits, (size_t)type_size(t));
  return true;
}

bool compile_static_value(struct program *p, struct type *t, struct expr *e, void *to,
                          bool check_only) {
  e = expr_strip(e);
  if (expr_is_nil(e))
    return true;
  if (expr_is_constant(e))
    return static_constant(p, t, e, to, check_only);
  struct type *under = type_underlying(t);
  if (e->kind != EXPR_COMPOSITE || type_is_interface(t) ||
      (under->kind != TYPE_STRUCT && under->kind != TYPE_ARRAY))
    return false;
  int64_t index = -1;
  for (int i = 0; i < e->u.composite.elements.count; i++) {
    struct expr *x = element(e->u.composite.elements.items[i], under, &index);
    struct type *elem = element_type(under, index);
    int64_t offset =
        under->kind == TYPE_STRUCT ? type_field_offset(under, (int)index) : index * type_size(elem);
    if (!compile_static_value(p, elem, x, check_only ? NULL : (char *)to + offset, check_only))
      return false;
  }
  return true;
}
