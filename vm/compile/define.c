// Definitions: variables that begin with values.
//
// A value goes straight to its variable's home where it can. Where the order of evaluation forbids
// it, all values are computed first.

#include "vm/compile/internal.h"

static bool all_in_frame(const struct compiler *c, struct object **vars, int count) {
  for (int i = 0; i < count; i++)
    if (vars[i] && home_kind_here(c, vars[i]) != HOME_SLOTS)
      return false;
  return true;
}

// Reserves homes for values that do not stay where they are computed. Homes outlive temporaries.
static int *reserve_homes(struct compiler *c, struct object **vars, int count) {
  int *homes = region_alloc(c->region, (size_t)count * sizeof *homes);
  for (int i = 0; i < count; i++)
    if (vars[i])
      homes[i] = home_reserve(c, vars[i]);
  return homes;
}

// Declares a variable in the home reserved for it, with a value of the given type.
static void declare_at(struct compiler *c, struct object *v, int home, int value,
                       struct type *from) {
  enum home_kind kind = home_kind_here(c, v);
  home_set(c, v, kind, home);
  if (kind == HOME_CELL || kind == HOME_ARRAY)
    compile_new_cell(c, v, home);
  struct place p = place_of_local(c, v);
  place_store(c, &p, convert_slot(c, value, from, v->type, slot_any));
}

// The values of one expression, stored one after the other.
static void define_apart(struct compiler *c, struct object **vars, struct expr **left, int count,
                         struct expr *right, struct type **types) {
  int *homes = reserve_homes(c, vars, count);
  int after = c->top;
  int slot = compile_values(c, right, types, count);
  for (int i = 0; i < count; i++) {
    int inner = c->top;
    if (vars[i])
      declare_at(c, vars[i], homes[i], slot, types[i]);
    else if (left && !expr_is_blank(left[i]))
      compile_store_value(c, left[i], slot, types[i]);
    slot += type_slots(types[i]);
    c->top = inner;
  }
  c->top = after;
}

// vars[i] NULL: blank, or an old variable if left is given: then stored to.
void compile_define_values(struct compiler *c, struct object **vars, struct expr **left, int count,
                           struct expr *right) {
  struct type **types = region_alloc(c->region, (size_t)(count + 2) * sizeof *types);
  if (!all_in_frame(c, vars, count)) {
    define_apart(c, vars, left, count, right, types);
    return;
  }
  int slot = compile_values(c, right, types, count);
  int after = c->top;
  for (int i = 0; i < count; i++) {
    if (vars[i] && types_identical(vars[i]->type, types[i]))
      home_set(c, vars[i], HOME_SLOTS, slot); // the value stays where it is
    else if (vars[i]) {
      int home = slot_reserve(c, vars[i]->type);
      convert_slot(c, slot, types[i], vars[i]->type, home);
      home_set(c, vars[i], HOME_SLOTS, home);
      after = c->top;
    } else if (left && !expr_is_blank(left[i]))
      compile_store_value(c, left[i], slot, types[i]);
    slot += type_slots(types[i]);
  }
  c->top = after;
}

// Values first, then homes. left NULL: all variables are new.
static void define_in_steps(struct compiler *c, struct object **vars, struct expr **left,
                            struct expr **right, int count) {
  int *homes = reserve_homes(c, vars, count);
  int *values = region_alloc(c->region, (size_t)count * sizeof *values);
  int mark = c->top;
  right = order_operands(c, right, count);
  for (int i = 0; i < count; i++) {
    struct type *t = vars[i]                           ? vars[i]->type
                     : left && !expr_is_blank(left[i]) ? left[i]->type
                                                       : right[i]->type;
    values[i] = compile_copied(c, right[i], t);
  }
  for (int i = 0; i < count; i++) {
    if (vars[i])
      declare_at(c, vars[i], homes[i], values[i], vars[i]->type);
    else if (left)
      compile_store_value(c, left[i], values[i], left[i]->type);
  }
  c->top = mark;
}

// New variables, NULL for blanks. No value can mention them, so each may go straight to its
// variable's home if nothing else forbids it.
void compile_define_all(struct compiler *c, struct object **vars, struct expr **right, int count) {
  if (order_matters(right, count)) {
    define_in_steps(c, vars, NULL, right, count);
    return;
  }
  for (int i = 0; i < count; i++) {
    if (vars[i])
      compile_declare_expr(c, vars[i], right[i]);
    else
      compile_discard(c, right[i]);
  }
}

void compile_define(struct compiler *c, struct stmt *s) {
  int count = s->u.assign.left.count;
  struct expr **left = s->u.assign.left.items, **right = s->u.assign.right.items;
  struct object **vars = region_alloc(c->region, (size_t)count * sizeof *vars);
  bool all_new = true;
  for (int i = 0; i < count; i++) {
    bool is_new = s->u.assign.is_new && s->u.assign.is_new[i] && !expr_is_blank(left[i]);
    vars[i] = is_new ? expr_strip(left[i])->u.ident.object : NULL;
    all_new = all_new && (is_new || expr_is_blank(left[i]));
  }
  if (s->u.assign.right.count != count) {
    compile_define_values(c, vars, left, count, right[0]);
    return;
  }
  if (all_new)
    compile_define_all(c, vars, right, count);
  else
    define_in_steps(c, vars, left, right, count);
}
