// Values that are too large for a frame.
//
// In a slot such a value is a box: the address of a heap object that nobody writes to once it is
// filled. So a move of the slot copies the value, and calls, closures, channels and interfaces pass
// it on as a pointer. A load from a variable makes a copy, and so does a store. A variable of such a
// type always lives in a cell of its own.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

static void emit_copy(struct compiler *c, int to, int from, struct type *t) {
  emit(c, OP_COPYT, to, from, 0);
  emit_type(c, t);
}

static int new_box(struct compiler *c, struct type *t) {
  int box = slot_reserve_words(c, 1, true);
  emit_new(c, box, t);
  return box;
}

// An element of a map: zero if it is not there.
static int load_element(struct compiler *c, const struct place *p) {
  int address = slot_reserve_words(c, 2, false);
  slot_mark_word(c, address, true);
  emit_map(c, OP_MAPREAD2, address, p);
  int box = new_box(c, p->type);
  struct label missing;
  label_init(&missing);
  emit_jump(c, OP_JF, address + 1, 0, &missing);
  emit_copy(c, box, address, p->type);
  label_bind(c, &missing);
  return box;
}

int box_load(struct compiler *c, const struct place *p, int dest) {
  invariant_debug(type_is_boxed(p->type) && p->kind != PLACE_FRAME && p->kind != PLACE_BLANK);
  if (p->box && dest == slot_any)
    return p->slot;
  dest = compile_dest(c, p->type, dest);
  int mark = c->top, address = p->slot;
  if (p->kind == PLACE_MAP)
    emit_move(c, dest, load_element(c, p), 1);
  else if (p->box)
    emit_move(c, dest, p->slot, 1);
  else {
    if (p->kind != PLACE_MEMORY || p->offset > 0)
      address = place_address(c, p, slot_any);
    int box = address == dest ? slot_reserve_words(c, 1, true) : dest;
    emit_new(c, box, p->type);
    emit_copy(c, box, address, p->type);
    emit_move(c, dest, box, 1);
  }
  c->top = mark;
  return dest;
}

void box_store(struct compiler *c, const struct place *p, int box) {
  invariant_debug(type_is_boxed(p->type) && p->kind != PLACE_FRAME && p->kind != PLACE_BLANK);
  int mark = c->top, address = p->slot;
  if (p->box) {
    emit_move(c, p->slot, box, 1);
    return;
  }
  if (p->kind == PLACE_MAP) {
    address = slot_reserve_words(c, 1, true);
    emit_map(c, OP_MAPASSIGN, address, p);
  } else if (p->kind != PLACE_MEMORY || p->offset > 0)
    address = place_address(c, p, slot_any);
  emit_copy(c, address, box, p->type);
  c->top = mark;
}

int box_composite(struct compiler *c, struct expr *e, int dest) {
  invariant_debug(type_is_boxed(e->type));
  dest = compile_dest(c, e->type, dest);
  int mark = c->top;
  int box = new_box(c, e->type);
  struct place p = place_deref(box, e->type);
  compile_composite_to(c, &p, e);
  emit_move(c, dest, box, 1);
  c->top = mark;
  return dest;
}

void box_complete(struct compiler *c, struct type *t, int slot) {
  if (!type_is_boxed(t))
    return;
  struct label there;
  label_init(&there);
  emit_jump(c, OP_JNEI, slot, 0, &there);
  emit_new(c, slot, t);
  label_bind(c, &there);
}

struct rtype *box_channel(struct compiler *c, struct type *channel) {
  struct type *elem = type_underlying(channel)->u.chan.elem;
  if (!type_is_boxed(elem))
    return compile_rtype(c, channel);
  struct type *t = region_alloc(&c->program->region, sizeof *t);
  *t = *type_underlying(channel);
  t->rtype = NULL;
  t->u.chan.elem = compile_basic(c, BASIC_UNSAFE_POINTER);
  return compile_rtype(c, t);
}
