// Places: operands that can be loaded, stored to or addressed.
//
// compile_place evaluates what is needed to reach an operand (pointers, indices, keys) and emits
// bounds and nil checks where the instructions that follow do not check themselves. Fields and
// constant indices only add to the offset. access.c loads and stores.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

// Simple places.

struct place place_of_slots(int slot, struct type *t) {
  invariant_debug(slot >= 0 && slot <= slot_limit);
  if (type_is_boxed(t))
    return (struct place){.kind = PLACE_MEMORY, .type = t, .slot = slot, .box = true};
  return (struct place){.kind = PLACE_FRAME, .type = t, .offset = (int64_t)slot * 8};
}

struct place place_of_local(struct compiler *c, struct object *v) {
  struct home *home = local_home(v);
  if (!home) {
    compile_fail(c, "internal error: variable %s has no home", v->name);
    return place_of_slots(0, v->type);
  }
  if (home->kind == HOME_SLOTS)
    return place_of_slots(home->slot, v->type);
  return (struct place){.kind = PLACE_MEMORY,
                        .type = v->type,
                        .slot = home->slot,
                        .offset = home->offset,
                        .packed = home->kind == HOME_FIELD,
                        .pair = home->kind == HOME_ARRAY};
}

struct place place_deref(int pointer, struct type *elem) {
  invariant_debug(pointer >= 0);
  return (struct place){.kind = PLACE_MEMORY, .type = elem, .slot = pointer};
}

bool place_is_memory(const struct place *p) {
  return p->kind == PLACE_MEMORY || p->kind == PLACE_GLOBAL || p->kind == PLACE_INDEX;
}

bool place_is_slots(const struct place *p) {
  return p->kind == PLACE_FRAME || p->box;
}

// Makes p a place of a part of what it was: the index is checked when that is loaded or stored.
static void to_part(struct place *p, struct type *part, int64_t offset) {
  invariant_debug(offset >= 0 && offset + type_size(part) <= type_size(p->type));
  if (p->kind == PLACE_INDEX && !p->element)
    p->element = p->type;
  if (p->kind == PLACE_GLOBAL)
    p->address += (uint64_t)offset;
  else
    p->offset += offset;
  p->type = part;
  p->packed = true;
  p->pair = false;
  p->box = false;
}

// A map's element, or another value, copied to the frame.
static void to_frame(struct compiler *c, struct place *p) {
  int slot = place_load(c, p, slot_any);
  *p = place_of_slots(slot, p->type);
}

struct place place_field(struct compiler *c, struct place p, struct type *struct_type, int index) {
  struct type *under = type_underlying(struct_type);
  invariant_debug(under->kind == TYPE_STRUCT && index >= 0 && index < under->u.struct_.count);
  int64_t offset = type_field_offset(under, index);
  struct type *t = under->u.struct_.fields[index]->type;
  if (p.kind == PLACE_MAP)
    to_frame(c, &p);
  to_part(&p, t, offset);
  return p;
}

struct place place_path(struct compiler *c, struct place p, const int *path, int count) {
  for (int i = 0; i < count; i++) {
    struct type *under = type_underlying(p.type);
    if (under->kind == TYPE_POINTER) {
      int pointer = place_load(c, &p, slot_any);
      p = place_deref(pointer, under->u.pointer.elem);
    }
    p = place_field(c, p, p.type, path[i]);
  }
  return p;
}

// The slots of variables are copied to temporaries: an assignment in the same statement may change
// them.
static int freeze(struct compiler *c, int slot, int slots, bool pointer, int first_temporary) {
  if (slot >= first_temporary || slots == 0)
    return slot;
  int copy = slot_reserve_words(c, slots, false);
  slot_mark_word(c, copy, pointer);
  emit_move(c, copy, slot, slots);
  return copy;
}

void place_freeze(struct compiler *c, struct place *p) {
  invariant_debug(c->error || (p->slot <= c->top && p->index <= c->top));
  int limit = c->top; // anything may be a variable's slot
  switch (p->kind) {
  case PLACE_MEMORY:
    p->slot = freeze(c, p->slot, p->pair ? 2 : 1, true, limit);
    break;
  case PLACE_INDEX:
    p->slot = freeze(c, p->slot, 2, true, limit);
    p->index = freeze(c, p->index, 1, false, limit);
    break;
  case PLACE_MAP: {
    struct type *key = type_underlying(p->map)->u.map.key;
    p->slot = freeze(c, p->slot, 1, true, limit);
    int copy = slot_reserve(c, key);
    emit_move(c, copy, p->index, type_slots(key));
    p->index = copy;
    break;
  }
  default:
    break;
  }
}

// From expressions.

static struct place place_of_value(struct compiler *c, struct expr *e) {
  return place_of_slots(compile_expr(c, e, slot_any), e->type);
}

static struct place place_of_ident(struct compiler *c, struct expr *e) {
  struct object *v = e->u.ident.object;
  if (!v || v->kind != OBJECT_VAR)
    return place_of_value(c, e);
  if (v->u.var.kind == VAR_PACKAGE)
    return (struct place){.kind = PLACE_GLOBAL,
                          .type = v->type,
                          .address = (uint64_t)(uintptr_t)compile_global(c->program, v)};
  return place_of_local(c, v);
}

static struct place place_of_selector(struct compiler *c, struct expr *e) {
  const struct selection *sel = &e->u.selector.selection;
  if (sel->kind == SELECT_QUALIFIED && sel->object->kind == OBJECT_VAR)
    return (struct place){.kind = PLACE_GLOBAL,
                          .type = sel->object->type,
                          .address = (uint64_t)(uintptr_t)compile_global(c->program, sel->object)};
  if (sel->kind != SELECT_FIELD)
    return place_of_value(c, e);
  struct place p = compile_place(c, e->u.selector.x);
  return place_path(c, p, sel->path, sel->path_count);
}

// The (pointer, length) pair of an array in memory.
static int array_pair(struct compiler *c, const struct place *array) {
  if (array->kind == PLACE_MEMORY && array->pair && array->offset == 0)
    return array->slot;
  int pair = slot_reserve_words(c, 2, false);
  slot_mark_word(c, pair, true);
  int64_t len = type_underlying(array->type)->u.array.len;
  if (array->kind == PLACE_GLOBAL) {
    emit(c, OP_LDK2, pair, 0, 0);
    emit_word(c, array->address);
    emit_word(c, (uint64_t)len);
    return pair;
  }
  place_address(c, array, pair);
  emit_int(c, pair + 1, len);
  return pair;
}

// Element [index] of an array at a place. A run-time index of an array that lies in the frame
// copies it to the heap first.
static struct place place_of_array_element(struct compiler *c, struct place array,
                                           struct expr *index) {
  struct type *under = type_underlying(array.type);
  invariant_debug(under->kind == TYPE_ARRAY);
  struct type *elem = under->u.array.elem;
  int64_t constant;
  if (expr_small_int(index, &constant)) {
    invariant_debug(constant >= 0 && constant < under->u.array.len); // the checker has seen to it
    if (array.kind == PLACE_MAP)
      to_frame(c, &array);
    to_part(&array, elem, constant * type_size(elem));
    return array;
  }
  if (array.kind == PLACE_FRAME && type_slots(array.type) == 0) {
    // Elements without size: only the bounds matter.
    int i = compile_index_value(c, index);
    emit_index(c, OP_BOUND, i, 0, 0, expr_is_wide_unsigned(index));
    emit_word(c, (uint64_t)under->u.array.len);
    array.type = elem;
    return array;
  }
  int pair = array_pair(c, &array);
  int i = compile_index_value(c, index);
  return (struct place){.kind = PLACE_INDEX,
                        .type = elem,
                        .slot = pair,
                        .index = i,
                        .unsigned_index = expr_is_wide_unsigned(index)};
}

static struct place place_of_index(struct compiler *c, struct expr *e) {
  struct expr *x = e->u.index.x, *index = e->u.index.indices.items[0];
  if (e->mode == MODE_TYPE || x->mode == MODE_TYPE || !x->type)
    return place_of_value(c, e);
  struct type *under = type_underlying(x->type);
  if (under->kind != TYPE_SIGNATURE)
    order_pair(c, &x, &index);
  switch (under->kind) {
  case TYPE_ARRAY:
    return place_of_array_element(c, compile_place(c, x), index);
  case TYPE_POINTER: {
    int pointer = compile_expr(c, x, slot_any);
    return place_of_array_element(c, place_deref(pointer, under->u.pointer.elem), index);
  }
  case TYPE_SLICE: {
    int pair = compile_slice_operand(c, x);
    int i = compile_index_value(c, index);
    return (struct place){.kind = PLACE_INDEX,
                          .type = under->u.slice.elem,
                          .slot = pair,
                          .index = i,
                          .unsigned_index = expr_is_wide_unsigned(index)};
  }
  case TYPE_MAP: {
    struct place p = {.kind = PLACE_MAP, .type = under->u.map.value, .map = x->type};
    p.slot = compile_expr(c, x, slot_any);
    p.index = compile_value(c, index, under->u.map.key, slot_any);
    return p;
  }
  default:
    return place_of_value(c, e);
  }
}

struct place compile_place(struct compiler *c, struct expr *e) {
  e = expr_strip(e);
  switch (e->kind) {
  case EXPR_IDENT:
    if (expr_is_blank(e))
      return (struct place){.kind = PLACE_BLANK, .type = e->type};
    return place_of_ident(c, e);
  case EXPR_SELECTOR:
    return place_of_selector(c, e);
  case EXPR_INDEX:
    return place_of_index(c, e);
  case EXPR_STAR: {
    if (e->mode == MODE_TYPE)
      break;
    int pointer = compile_expr(c, e->u.star.x, slot_any);
    return place_deref(pointer, type_underlying(e->u.star.x->type)->u.pointer.elem);
  }
  default:
    break;
  }
  return place_of_value(c, e);
}

bool expr_is_place(struct expr *e) {
  e = expr_strip(e);
  if (e->mode == MODE_CONSTANT || e->mode == MODE_TYPE)
    return false;
  switch (e->kind) {
  case EXPR_IDENT:
    return e->u.ident.object && e->u.ident.object->kind == OBJECT_VAR;
  case EXPR_SELECTOR:
    return e->u.selector.selection.kind == SELECT_FIELD ||
           (e->u.selector.selection.kind == SELECT_QUALIFIED &&
            e->u.selector.selection.object->kind == OBJECT_VAR);
  case EXPR_INDEX: {
    enum type_kind kind = e->u.index.x->type && e->u.index.x->mode != MODE_TYPE
                              ? type_underlying(e->u.index.x->type)->kind
                              : TYPE_BASIC;
    return kind == TYPE_ARRAY || kind == TYPE_POINTER || kind == TYPE_SLICE || kind == TYPE_MAP;
  }
  case EXPR_STAR:
    return true;
  default:
    return false;
  }
}
