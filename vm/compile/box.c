// Values that are too large for a frame.
//
// In a slot such a value is a box: the address of a heap object that nobody writes to once it is
// filled. So a move of the slot copies the value, and calls, closures, channels and interfaces pass
// it on as a pointer; who loads one from a variable copies it, and so does who stores one. A
// variable of such a type always lives in a cell of its own.

#include "vm/compile/internal.h"

static void emit_copy(struct compile *f, int to, int from, struct type *t) {
  emit(f, OP_COPYT, to, from, 0);
  emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, t));
}

static int new_box(struct compile *f, struct type *t) {
  int box = slot_reserve_words(f, 1, true);
  emit_new(f, box, t);
  return box;
}

// An element of a map: zero if it is not there.
static int load_element(struct compile *f, const struct place *p) {
  int address = slot_reserve_words(f, 2, false);
  slot_mark_word(f, address, true);
  emit(f, OP_MAPREAD2, address, p->slot, p->index);
  emit_word(f, map_key_operand(p->map));
  emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, p->map));
  int box = new_box(f, p->type);
  struct label missing;
  label_init(&missing);
  emit_jump(f, OP_JF, address + 1, 0, &missing);
  emit_copy(f, box, address, p->type);
  label_bind(f, &missing);
  return box;
}

int box_load(struct compile *f, const struct place *p, int dest) {
  if (p->box && dest == SLOT_ANY)
    return p->slot;
  dest = compile_dest(f, p->type, dest);
  int mark = f->top, address = p->slot;
  if (p->kind == PLACE_MAP)
    emit_move(f, dest, load_element(f, p), 1);
  else if (p->box)
    emit_move(f, dest, p->slot, 1);
  else {
    if (p->kind != PLACE_MEMORY || p->offset > 0)
      address = place_address(f, p, SLOT_ANY);
    int box = address == dest ? slot_reserve_words(f, 1, true) : dest;
    emit_new(f, box, p->type);
    emit_copy(f, box, address, p->type);
    emit_move(f, dest, box, 1);
  }
  f->top = mark;
  return dest;
}

void box_store(struct compile *f, const struct place *p, int box) {
  int mark = f->top, address = p->slot;
  if (p->box) {
    emit_move(f, p->slot, box, 1);
    return;
  }
  if (p->kind == PLACE_MAP) {
    address = slot_reserve_words(f, 1, true);
    emit(f, OP_MAPASSIGN, address, p->slot, p->index);
    emit_word(f, map_key_operand(p->map));
    emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, p->map));
  } else if (p->kind != PLACE_MEMORY || p->offset > 0)
    address = place_address(f, p, SLOT_ANY);
  emit_copy(f, address, box, p->type);
  f->top = mark;
}

int box_composite(struct compile *f, struct expr *e, int dest) {
  dest = compile_dest(f, e->type, dest);
  int mark = f->top;
  int box = new_box(f, e->type);
  struct place p = place_deref(f, box, e->type);
  compile_composite_to(f, &p, e);
  emit_move(f, dest, box, 1);
  f->top = mark;
  return dest;
}

void box_complete(struct compile *f, struct type *t, int slot) {
  if (!type_is_boxed(t))
    return;
  struct label there;
  label_init(&there);
  emit_jump(f, OP_JNEI, slot, 0, &there);
  emit_new(f, slot, t);
  label_bind(f, &there);
}

struct rtype *box_channel(struct compile *f, struct type *channel) {
  struct type *elem = type_underlying(channel)->u.chan.elem;
  if (!type_is_boxed(elem))
    return compile_rtype(f, channel);
  struct type *t = region_alloc(&f->program->region, sizeof *t);
  *t = *type_underlying(channel);
  t->rtype = NULL;
  t->u.chan.elem = compile_basic(f, BASIC_UNSAFE_POINTER);
  return compile_rtype(f, t);
}
