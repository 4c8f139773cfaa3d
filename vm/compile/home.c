// Homes of local variables: where one lives in the function being compiled, and its declaration.
//
// A variable lies in slots of its own unless its address escapes, closures share it while it is
// assigned to, or it is too large: then a slot holds the address of its cell.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

// A function with too many variables keeps them in one heap object.

void spill_begin(struct compiler *c) {
  c->spill_slot = slot_reserve_words(c, 1, true);
  c->spill_pc = emit(c, OP_NEW, c->spill_slot, 0, 0);
  emit_word(c, 0);
}

// Makes the mask of the object large enough for a number of words.
static void spill_ensure(struct compiler *c, int words) {
  if (words / 8 >= c->spill_cap)
    c->spill_mask =
        region_grow(c->region, c->spill_mask, 1, c->spill_cap, &c->spill_cap, words / 4 + 64);
}

static int64_t spill_reserve(struct compiler *c, struct type *t) {
  int at = c->spill_words, words = type_slots(t);
  spill_ensure(c, at + words);
  type_pointer_slots(t, c->spill_mask, at);
  c->spill_words += words;
  return (int64_t)at * 8;
}

void spill_end(struct compiler *c) {
  invariant_debug(c->spill && opcode_row(c->code[c->spill_pc])->words == 1);
  spill_ensure(c, c->spill_words + 1); // there may be no variable that needs it
  struct rtype *r =
      rtypes_synthetic(c->program, "frame", (uint32_t)c->spill_words + 1, c->spill_mask);
  c->code[c->spill_pc + 1] = (uint64_t)(uintptr_t)r;
}

enum home_kind home_kind_here(const struct compiler *c, struct object *v) {
  enum home_kind kind = home_kind_for(v);
  return kind == HOME_SLOTS && c->spill ? HOME_FIELD : kind;
}

// Notes a variable, for names in frames (runtime/func.h).
static void note_variable(struct compiler *c, const struct object *v, enum home_kind kind,
                          int slot) {
  int slots = kind == HOME_SLOTS ? type_slots(v->type) : 1;
  if (!v->name || v->name[0] == '\0' || slots == 0)
    return;
  c->variables = region_grow(c->region, c->variables, sizeof *c->variables, c->variable_count,
                             &c->variable_cap, c->variable_count + 1);
  c->open_variables = region_grow(c->region, c->open_variables, sizeof *c->open_variables,
                                  c->open_count, &c->open_cap, c->open_count + 1);
  c->open_variables[c->open_count++] = c->variable_count;
  c->variables[c->variable_count++] = (struct func_variable){.name = v->name,
                                                             .type = v->type,
                                                             .slot = (uint32_t)slot,
                                                             .slots = (uint32_t)slots,
                                                             .start = (uint32_t)c->count,
                                                             .end = UINT32_MAX,
                                                             .is_cell = kind != HOME_SLOTS};
}

void home_end_variables(struct compiler *c, int slot) {
  while (c->open_count > 0) {
    struct func_variable *newest = &c->variables[c->open_variables[c->open_count - 1]];
    if (newest->slot < (uint32_t)slot)
      return;
    newest->end = (uint32_t)c->count;
    c->open_count--;
  }
}

struct home *local_home(struct object *v) {
  return v->u.var.home;
}

void home_set(struct compiler *c, struct object *v, enum home_kind kind, int slot) {
  invariant_debug(v->kind == OBJECT_VAR && (kind != HOME_FIELD || c->spill));
  invariant_debug(c->error || (slot >= 0 && slot < c->max_top) || type_slots(v->type) == 0);
  struct home *home = region_alloc(c->region, sizeof *home);
  *home = (struct home){.kind = kind, .slot = slot};
  v->u.var.home = home;
  if (kind == HOME_FIELD) {
    home->offset = spill_reserve(c, v->type);
    return;
  }
  note_variable(c, v, kind, slot);
  int end = slot + (kind == HOME_SLOTS ? type_slots(v->type) : kind == HOME_CELL ? 1 : 2);
  if (end > c->locals_top)
    c->locals_top = end;
}

struct expr *expr_of_slot(struct compiler *c, struct type *t, int slot) {
  invariant_debug(slot >= 0 && slot + type_slots(t) <= slot_limit);
  struct object *v = region_alloc(c->region, sizeof *v);
  v->kind = OBJECT_VAR;
  v->name = "value";
  v->type = t;
  v->u.var.kind = VAR_LOCAL;
  struct home *home = region_alloc(c->region, sizeof *home);
  *home = (struct home){.kind = HOME_SLOTS, .slot = slot};
  v->u.var.home = home;
  struct expr *e = region_alloc(c->region, sizeof *e);
  e->kind = EXPR_IDENT;
  e->pos = e->start_pos = c->pos;
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

void emit_new(struct compiler *c, int slot, struct type *t) {
  // Go's compiler puts larger variables on the heap too.
  enum { most_on_stack = 10 << 20 };
  if (type_is_boxed(t) && type_size(t) <= most_on_stack)
    c->boxed_bytes += (uint64_t)type_size(t);
  struct rtype *r = compile_rtype(c, t);
  rtypes_need_site(c->program, r);
  emit(c, OP_NEW, slot, 0, 0);
  emit_word(c, (uint64_t)(uintptr_t)r);
}

int home_reserve(struct compiler *c, struct object *v) {
  enum home_kind kind = home_kind_here(c, v);
  int slot;
  if (kind == HOME_FIELD)
    slot = c->spill_slot;
  else if (kind == HOME_SLOTS)
    slot = slot_reserve(c, v->type);
  else {
    slot = slot_reserve_words(c, 1, true);
    if (kind == HOME_ARRAY)
      slot_reserve_words(c, 1, false);
  }
  return slot;
}

void compile_new_cell(struct compiler *c, struct object *v, int slot) {
  invariant_debug(home_kind_for(v) != HOME_SLOTS);
  emit_new(c, slot, v->type);
  if (home_kind_for(v) == HOME_ARRAY)
    emit_int(c, slot + 1, type_underlying(v->type)->u.array.len);
}

void compile_declare_uninitialised(struct compiler *c, struct object *v) {
  enum home_kind kind = home_kind_here(c, v);
  int slot = home_reserve(c, v);
  home_set(c, v, kind, slot);
  if (kind == HOME_CELL || kind == HOME_ARRAY)
    compile_new_cell(c, v, slot);
}

void compile_declare_zero(struct compiler *c, struct object *v) {
  compile_declare_uninitialised(c, v);
  struct place p = place_of_local(c, v);
  if (p.kind == PLACE_FRAME)
    emit_zero(c, local_home(v)->slot, type_slots(v->type));
  else if (local_home(v)->kind == HOME_FIELD)
    place_zero(c, &p);
}

void compile_declare_init(struct compiler *c, struct object *v, int value) {
  compile_declare_uninitialised(c, v);
  struct place p = place_of_local(c, v);
  place_store(c, &p, value);
}

void compile_declare_expr(struct compiler *c, struct object *v, struct expr *e) {
  enum home_kind kind = home_kind_here(c, v);
  int slot = home_reserve(c, v);
  if (kind == HOME_SLOTS) {
    compile_value(c, e, v->type, slot);
    home_set(c, v, kind, slot);
    return;
  }
  int mark = c->top;
  if (kind == HOME_FIELD) {
    int value = compile_value(c, e, v->type, slot_any);
    home_set(c, v, kind, slot);
    struct place field = place_of_local(c, v);
    place_store(c, &field, value);
    c->top = mark;
    return;
  }
  struct place p = {.kind = PLACE_MEMORY, .type = v->type, .slot = slot};
  if (expr_strip(e)->kind == EXPR_COMPOSITE || type_is_boxed(v->type)) {
    emit_new(c, slot, v->type);
    compile_to_place(c, &p, e, true);
  } else {
    int value = compile_value(c, e, v->type, slot_any);
    emit_new(c, slot, v->type);
    place_store(c, &p, value);
  }
  if (kind == HOME_ARRAY)
    emit_int(c, slot + 1, type_underlying(v->type)->u.array.len);
  c->top = mark;
  home_set(c, v, kind, slot);
}
