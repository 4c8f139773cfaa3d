// Switches, type switches and selects. After go/types stmt.go.

#include "vm/check/internal.h"

static void refuse_second_default(struct checker *c, struct stmt_list *clauses) {
  struct stmt *first = NULL;
  for (int i = 0; i < clauses->count; i++) {
    struct stmt *clause = clauses->items[i];
    bool is_default = clause->kind == STMT_COMM ? !clause->u.comm.comm : clause->u.case_.is_default;
    if (is_default && first)
      check_error(c, clause->pos, "multiple defaults (first at %s)", check_place(c, first->pos));
    else if (is_default)
      first = clause;
  }
}

static void case_value(struct checker *c, struct expr *tag, struct expr *value,
                       struct constant_set *seen) {
  check_expr(c, value);
  if (tag->mode == MODE_INVALID || value->mode == MODE_INVALID)
    return;
  if (type_is_untyped(value->type))
    check_convert_untyped(c, value, tag->type);
  if (value->mode == MODE_INVALID)
    return;
  struct expr result = {.kind = EXPR_BAD, .start_pos = value->start_pos};
  check_comparison(c, &result, value, tag, TOKEN_EQL, true);
  if (result.mode == MODE_INVALID || value->mode != MODE_CONSTANT)
    return;
  // An untyped constant compared with a constant tag keeps no type of its own.
  check_default(c, value);
  enum constant_kind kind = constant_kind(value->value);
  if (kind != CONSTANT_INT && kind != CONSTANT_FLOAT && kind != CONSTANT_STRING)
    return; // repeated true and false are no mistake, as in conditions made of constants
  struct expr *other = check_add_constant(c, seen, value);
  if (other && !check_in_instance(c))
    check_error(c, value->start_pos, "duplicate case %s in expression switch\n\t%s: previous case",
                check_operand_string(c, value), check_place(c, other->pos));
}

// What a switch without tag compares its cases with.
static struct expr *true_tag(struct checker *c, struct stmt *s) {
  struct expr *tag = region_alloc(c->region, sizeof *tag);
  *tag = (struct expr){.kind = EXPR_IDENT, .pos = s->pos, .start_pos = s->pos};
  tag->u.ident.name = "true";
  check_set_constant(tag, constant_bool(c->pool, true), c->universe->basic[BASIC_BOOL]);
  return tag;
}

void check_switch(struct checker *c, struct stmt *s) {
  check_open_scope(c);
  if (s->u.switch_.init)
    check_stmt(c, s->u.switch_.init, 0);
  struct expr *tag = s->u.switch_.tag;
  if (!tag) {
    tag = true_tag(c, s);
  } else {
    check_expr(c, tag);
    if (check_assignment(c, tag, NULL, "switch expression") && !type_is_comparable(tag->type) &&
        !type_has_nil(tag->type)) {
      check_error(c, tag->start_pos, "cannot switch on %s (%s is not comparable)",
                  check_operand_string(c, tag), check_type_string(c, tag->type));
      check_invalidate(c, tag);
    }
  }
  struct stmt_list *clauses = &s->u.switch_.clauses;
  refuse_second_default(c, clauses);
  struct constant_set seen = {0};
  for (int i = 0; i < clauses->count; i++) {
    struct stmt *clause = clauses->items[i];
    for (int j = 0; j < clause->u.case_.exprs.count; j++)
      case_value(c, tag, clause->u.case_.exprs.items[j], &seen);
    check_open_scope(c);
    check_stmts(c, &clause->u.case_.body,
                i + 1 < clauses->count ? STMT_FALLTHROUGH_OK : STMT_FINAL_CASE);
    check_close_scope(c);
  }
  check_close_scope(c);
}

// Type switches.

// The cases so far, by their types.
struct type_cases {
  struct expr **table; // open addressing
  uint32_t count, cap; // cap: a power of two
};

static bool same_case(const struct expr *a, const struct expr *b) {
  if (a->mode == MODE_NIL || b->mode == MODE_NIL)
    return a->mode == b->mode;
  return types_identical(a->type, b->type);
}

static struct expr **type_case_slot(const struct type_cases *cases, const struct expr *e) {
  invariant_debug(cases->count < cases->cap);
  uint32_t i = e->mode == MODE_NIL ? 0 : type_hash(e->type);
  while (cases->table[i & (cases->cap - 1)] && !same_case(cases->table[i & (cases->cap - 1)], e))
    i++;
  return &cases->table[i & (cases->cap - 1)];
}

// Adds a case. Returns the same one that was there before, or NULL.
static struct expr *add_type_case(struct checker *c, struct type_cases *cases, struct expr *e) {
  if (cases->count * 2 >= cases->cap) {
    struct type_cases larger = {.count = cases->count,
                                .cap = cases->cap == 0 ? 16 : cases->cap * 2};
    larger.table = region_alloc(c->region, larger.cap * sizeof *larger.table);
    for (uint32_t i = 0; i < cases->cap; i++)
      if (cases->table[i])
        *type_case_slot(&larger, cases->table[i]) = cases->table[i];
    *cases = larger;
  }
  struct expr **slot = type_case_slot(cases, e);
  if (*slot)
    return *slot;
  *slot = e;
  cases->count++;
  return NULL;
}

// The type of a case, NULL for nil; the invalid type after an error.
static struct type *case_type(struct checker *c, struct expr *x, struct expr *e,
                              struct type_cases *seen) {
  struct expr *name = expr_unparen(e);
  struct object *object = name->kind == EXPR_IDENT ? check_lookup(c, name->u.ident.name) : NULL;
  struct type *t = NULL;
  if (object && object->kind == OBJECT_NIL) {
    check_raw_expr(c, e, NULL);
  } else {
    t = check_var_type(c, e);
    if (!types_is_valid(t))
      return invalid_type(c);
  }
  struct expr *previous = add_type_case(c, seen, e);
  if (previous && !check_in_instance(c)) {
    check_error(c, e->start_pos, "duplicate case %s in type switch\n\t%s: previous case",
                t ? check_type_string(c, t) : "nil", check_place(c, previous->start_pos));
    return t;
  }
  if (x->mode == MODE_INVALID)
    return t;
  if (!t) {
    e->type = x->type;
    return NULL;
  }
  const char *cause;
  if (!check_assertable(c, x->type, t, &cause) && !check_in_instance(c)) {
    check_error(
        c, e->start_pos, "impossible type switch case: %s\n\t%s cannot have dynamic type %s %s",
        check_expr_string(c, e), check_operand_string(c, x), check_type_string(c, t), cause);
    return invalid_type(c);
  }
  return t;
}

static struct object *clause_variable(struct checker *c, struct stmt *s, struct type *t) {
  struct object *v =
      check_new_variable(c, VAR_LOCAL, s->u.type_switch.name, s->u.type_switch.name_pos, t);
  scope_insert(c->region, c->context.scope, v);
  return v;
}

void check_type_switch(struct checker *c, struct stmt *s) {
  check_open_scope(c);
  if (s->u.type_switch.init)
    check_stmt(c, s->u.type_switch.init, 0);
  const char *name = s->u.type_switch.name;
  if (name == c->blank) {
    check_error(c, s->u.type_switch.name_pos, "no new variable on left side of :=");
    name = NULL;
  }
  struct expr *x = s->u.type_switch.x;
  check_expr(c, x);
  if (x->mode != MODE_INVALID && !type_is_interface(x->type)) {
    check_error(c, x->start_pos,
                type_is_param(x->type) ? "cannot use type switch on type parameter value %s"
                                       : "%s is not an interface",
                check_operand_string(c, x));
    check_invalidate(c, x);
  }
  struct stmt_list *clauses = &s->u.type_switch.clauses;
  refuse_second_default(c, clauses);
  struct type_cases seen = {0};
  bool used = false;
  for (int i = 0; i < clauses->count; i++) {
    struct stmt *clause = clauses->items[i];
    struct expr_list *exprs = &clause->u.case_.exprs;
    struct type *t = NULL;
    for (int j = 0; j < exprs->count; j++)
      t = case_type(c, x, exprs->items[j], &seen);
    if (exprs->count != 1 || !t)
      t = x->type;
    check_open_scope(c);
    if (name)
      clause->u.case_.object = clause_variable(c, s, t);
    check_stmts(c, &clause->u.case_.body, STMT_IN_TYPE_SWITCH);
    check_close_scope(c);
    used = used || (name && clause->u.case_.object->used);
  }
  if (name && !used)
    check_error(c, s->u.type_switch.name_pos, "%s declared and not used", name);
  check_close_scope(c);
}

// Selects.

static bool is_receive(const struct expr *e) {
  while (e->kind == EXPR_PAREN)
    e = e->u.paren.x;
  return e->kind == EXPR_UNARY && e->u.unary.op == TOKEN_ARROW;
}

static bool is_communication(const struct stmt *s) {
  switch (s->kind) {
  case STMT_SEND:
    return true;
  case STMT_EXPR:
    return is_receive(s->u.expr.x);
  case STMT_ASSIGN:
    return s->u.assign.right.count == 1 && is_receive(s->u.assign.right.items[0]) &&
           (s->u.assign.op == TOKEN_ASSIGN || s->u.assign.op == TOKEN_DEFINE);
  default:
    return false;
  }
}

// Where Go's compiler reports a simple statement.
static pos_t start_of(const struct stmt *s) {
  switch (s->kind) {
  case STMT_ASSIGN:
    return s->u.assign.left.items[0]->start_pos;
  case STMT_INC_DEC:
    return s->u.inc_dec.x->start_pos;
  default:
    return s->pos;
  }
}

void check_select(struct checker *c, struct stmt *s) {
  struct stmt_list *clauses = &s->u.select.clauses;
  refuse_second_default(c, clauses);
  for (int i = 0; i < clauses->count; i++) {
    struct stmt *clause = clauses->items[i], *comm = clause->u.comm.comm;
    if (comm && comm->kind != STMT_BAD && !is_communication(comm)) {
      check_error(c, start_of(comm),
                  "select case must be send or receive (possibly with assignment)");
      continue;
    }
    check_open_scope(c);
    if (comm)
      check_stmt(c, comm, 0);
    check_stmts(c, &clause->u.comm.body, 0);
    check_close_scope(c);
  }
}
