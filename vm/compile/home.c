// Homes of local variables: where one lives in the function being compiled, and its declaration.
//
// A variable lies in slots of its own unless its address escapes, closures share it while it is
// assigned to, or it is too large: then a slot holds the address of its cell.

#include "vm/compile/internal.h"

// A function with too many variables keeps them in one heap object.

void spill_begin(struct compile *f) {
  f->spill_slot = slot_reserve_words(f, 1, true);
  f->spill_pc = emit(f, OP_NEW, f->spill_slot, 0, 0);
  emit_word(f, 0);
}

// Makes the mask of the object large enough for so many words.
static void spill_ensure(struct compile *f, int words) {
  if (words / 8 >= f->spill_cap)
    f->spill_mask =
        region_grow(f->region, f->spill_mask, 1, f->spill_cap, &f->spill_cap, words / 4 + 64);
}

static int64_t spill_reserve(struct compile *f, struct type *t) {
  int at = f->spill_words, words = type_slots(t);
  spill_ensure(f, at + words);
  type_pointer_slots(t, f->spill_mask, at);
  f->spill_words += words;
  return (int64_t)at * 8;
}

void spill_end(struct compile *f) {
  spill_ensure(f, f->spill_words + 1); // there may be no variable that needs it
  struct rtype *r =
      rtypes_synthetic(f->program, "frame", (uint32_t)f->spill_words + 1, f->spill_mask);
  f->code[f->spill_pc + 1] = (uint64_t)(uintptr_t)r;
}

enum home_kind home_kind_here(const struct compile *f, struct object *v) {
  enum home_kind kind = home_kind_for(v);
  return kind == HOME_SLOTS && f->spill ? HOME_FIELD : kind;
}

struct home *local_home(struct object *v) {
  return v->u.var.home;
}

void home_set(struct compile *f, struct object *v, enum home_kind kind, int slot) {
  struct home *home = region_alloc(f->region, sizeof *home);
  *home = (struct home){.kind = kind, .slot = slot};
  v->u.var.home = home;
  if (kind == HOME_FIELD) {
    home->offset = spill_reserve(f, v->type);
    return;
  }
  int end = slot + (kind == HOME_SLOTS ? type_slots(v->type) : kind == HOME_CELL ? 1 : 2);
  if (end > f->locals_top)
    f->locals_top = end;
}

struct expr *expr_of_slot(struct compile *f, struct type *t, int slot) {
  struct object *v = region_alloc(f->region, sizeof *v);
  v->kind = OBJECT_VAR;
  v->name = "value";
  v->type = t;
  v->u.var.kind = VAR_LOCAL;
  struct home *home = region_alloc(f->region, sizeof *home);
  *home = (struct home){.kind = HOME_SLOTS, .slot = slot};
  v->u.var.home = home;
  struct expr *e = region_alloc(f->region, sizeof *e);
  e->kind = EXPR_IDENT;
  e->pos = e->start_pos = f->pos;
  e->mode = MODE_VARIABLE;
  e->type = t;
  e->u.ident.name = v->name;
  e->u.ident.object = v;
  return e;
}

enum home_kind home_kind_for(struct object *v) {
  bool heap = v->u.var.address_taken || v->u.var.on_heap || type_is_boxed(v->type) ||
              (v->u.var.captured && v->u.var.reassigned);
  if (!heap)
    return HOME_SLOTS;
  return type_underlying(v->type)->kind == TYPE_ARRAY ? HOME_ARRAY : HOME_CELL;
}

void emit_new(struct compile *f, int slot, struct type *t) {
  // Go's compiler puts larger variables on the heap too.
  enum { most_on_stack = 10 << 20 };
  if (type_is_boxed(t) && type_size(t) <= most_on_stack)
    f->boxed_bytes += (uint64_t)type_size(t);
  struct rtype *r = compile_rtype(f, t);
  rtypes_need_site(f->program, r);
  emit(f, OP_NEW, slot, 0, 0);
  emit_word(f, (uint64_t)(uintptr_t)r);
}

int home_reserve(struct compile *f, struct object *v) {
  enum home_kind kind = home_kind_here(f, v);
  int slot;
  if (kind == HOME_FIELD)
    slot = f->spill_slot;
  else if (kind == HOME_SLOTS)
    slot = slot_reserve(f, v->type);
  else {
    slot = slot_reserve_words(f, 1, true);
    if (kind == HOME_ARRAY)
      slot_reserve_words(f, 1, false);
  }
  return slot;
}

void compile_new_cell(struct compile *f, struct object *v, int slot) {
  emit_new(f, slot, v->type);
  if (home_kind_for(v) == HOME_ARRAY)
    emit_int(f, slot + 1, type_underlying(v->type)->u.array.len);
}

void compile_declare_uninitialised(struct compile *f, struct object *v) {
  enum home_kind kind = home_kind_here(f, v);
  int slot = home_reserve(f, v);
  home_set(f, v, kind, slot);
  if (kind == HOME_CELL || kind == HOME_ARRAY)
    compile_new_cell(f, v, slot);
}

void compile_declare_zero(struct compile *f, struct object *v) {
  compile_declare_uninitialised(f, v);
  struct place p = place_of_local(f, v);
  if (p.kind == PLACE_FRAME)
    emit_zero(f, local_home(v)->slot, type_slots(v->type));
  else if (local_home(v)->kind == HOME_FIELD)
    place_zero(f, &p);
}

void compile_declare_init(struct compile *f, struct object *v, int value) {
  compile_declare_uninitialised(f, v);
  struct place p = place_of_local(f, v);
  place_store(f, &p, value);
}

void compile_declare_expr(struct compile *f, struct object *v, struct expr *e) {
  enum home_kind kind = home_kind_here(f, v);
  int slot = home_reserve(f, v);
  if (kind == HOME_SLOTS) {
    compile_value(f, e, v->type, slot);
    home_set(f, v, kind, slot);
    return;
  }
  int mark = f->top;
  if (kind == HOME_FIELD) {
    int value = compile_value(f, e, v->type, SLOT_ANY);
    home_set(f, v, kind, slot);
    struct place field = place_of_local(f, v);
    place_store(f, &field, value);
    f->top = mark;
    return;
  }
  struct place p = {.kind = PLACE_MEMORY, .type = v->type, .slot = slot};
  if (expr_strip(e)->kind == EXPR_COMPOSITE || type_is_boxed(v->type)) {
    emit_new(f, slot, v->type);
    compile_to_place(f, &p, e, true);
  } else {
    int value = compile_value(f, e, v->type, SLOT_ANY);
    emit_new(f, slot, v->type);
    place_store(f, &p, value);
  }
  if (kind == HOME_ARRAY)
    emit_int(f, slot + 1, type_underlying(v->type)->u.array.len);
  f->top = mark;
  home_set(f, v, kind, slot);
}
