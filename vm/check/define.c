// Variables that get their first values: initialisations, the results of return statements, and
// short declarations. After go/types assignments.go.

#include "vm/check/internal.h"

bool check_init_variable(struct checker *c, struct object *v, struct expr *e, const char *context) {
  if (e->mode == MODE_INVALID || !types_is_valid(e->type) ||
      (v->type && !types_is_valid(v->type))) {
    if (!v->type)
      v->type = invalid_type(c);
    return false;
  }
  if (!v->type) {
    if (e->mode == MODE_NIL && type_is_untyped(e->type)) {
      check_error(c, e->start_pos, "use of untyped nil in %s", context);
      v->type = invalid_type(c);
      check_invalidate(c, e);
      return false;
    }
    v->type = types_default(c->universe, e->type);
  }
  return check_assignment(c, e, v->type, context);
}

static void report_return_mismatch(struct checker *c, struct object **left, int left_count,
                                   struct expr **right, struct type **have, int have_count,
                                   int right_count, struct stmt *return_) {
  pos_t pos = return_->pos;
  if (have_count > left_count)
    pos = right[left_count < right_count ? left_count : right_count - 1]->start_pos;
  else if (have_count > 0)
    pos = right[right_count - 1]->start_pos;
  struct type **want = region_alloc(c->region, (size_t)(left_count + 1) * sizeof *want);
  for (int i = 0; i < left_count; i++)
    want[i] = left[i]->type;
  check_error(c, pos, "%s return values\n\thave %s\n\twant %s",
              have_count > left_count ? "too many" : "not enough",
              check_types_summary(c, have, have_count, false, false),
              check_types_summary(c, want, left_count, false, false));
}

static void invalidate_variables(struct checker *c, struct object **left, int count) {
  for (int i = 0; i < count; i++)
    if (!left[i]->type)
      left[i]->type = invalid_type(c);
}

static void init_from_one(struct checker *c, struct object **left, int left_count,
                          struct expr *right, struct stmt *return_) {
  struct expr **values;
  if (right->mode == MODE_NO_VALUE) {
    check_error(c, right->start_pos, "%s used as value", check_operand_string(c, right));
    check_invalidate(c, right);
  }
  int count = check_unpack(c, right, !return_ ? left_count : 1, &values);
  if (count == left_count) {
    for (int i = 0; i < left_count; i++)
      check_init_variable(c, left[i], values[i], return_ ? "return statement" : "assignment");
    return;
  }
  invalidate_variables(c, left, left_count);
  if (count < 0)
    return;
  if (return_) {
    struct type **have = region_alloc(c->region, (size_t)(count + 1) * sizeof *have);
    for (int i = 0; i < count; i++)
      have[i] = values[i]->type;
    report_return_mismatch(c, left, left_count, &right, have, count, 1, return_);
  } else {
    check_count_mismatch(c, right, 1, left_count, count);
  }
}

void check_init_variables(struct checker *c, struct object **left, int left_count,
                          struct expr **right, int right_count, struct stmt *return_) {
  const char *context = return_ ? "return statement" : "assignment";
  bool is_call = right_count == 1 && expr_unparen(right[0])->kind == EXPR_CALL;
  if (left_count == right_count && !is_call) {
    for (int i = 0; i < left_count; i++) {
      const char *name = left[i]->name ? left[i]->name : "result variable";
      check_expr_target(c, right[i], left[i]->type, name);
      check_init_variable(c, left[i], right[i], context);
    }
    return;
  }
  if (right_count == 1) {
    check_raw_expr(c, right[0], left_count == 1 ? left[0]->type : NULL);
    if (right[0]->mode == MODE_TYPE || right[0]->mode == MODE_BUILTIN)
      check_expr(c, right[0]);
    check_not_generic(c, right[0]);
    init_from_one(c, left, left_count, right[0], return_);
    return;
  }
  struct type **have = region_alloc(c->region, (size_t)(right_count + 1) * sizeof *have);
  bool good = true;
  for (int i = 0; i < right_count; i++) {
    check_multi_expr(c, right[i]);
    have[i] = right[i]->type;
    good = good && right[i]->mode != MODE_INVALID;
  }
  invalidate_variables(c, left, left_count);
  if (good && return_)
    report_return_mismatch(c, left, left_count, right, have, right_count, right_count, return_);
  else if (good)
    check_count_mismatch(c, right[0], right_count, left_count, right_count);
}

struct short_declaration {
  struct object **variables; // one per left side; stand-ins where an error was reported
  struct object **fresh;
  int fresh_count;
};

static bool is_repeated(struct checker *c, struct expr_list *left, int i) {
  const char *name = left->items[i]->u.ident.name;
  if (name == c->blank)
    return false;
  for (int j = 0; j < i; j++)
    if (left->items[j]->kind == EXPR_IDENT && left->items[j]->u.ident.name == name)
      return true;
  return false;
}

static struct object *declare_left(struct checker *c, struct stmt *s, int i,
                                   struct short_declaration *d, bool *error) {
  struct expr *left = s->u.assign.left.items[i];
  if (left->kind != EXPR_IDENT) {
    check_use(c, &left, 1);
    check_error(c, left->start_pos, "non-name %s on left side of :=", check_expr_string(c, left));
    *error = true;
    return NULL;
  }
  if (is_repeated(c, &s->u.assign.left, i)) {
    check_error(c, left->start_pos, "%s repeated on left side of :=", left->u.ident.name);
    *error = true;
    return NULL;
  }
  struct object *other = scope_lookup(c->context.scope, left->u.ident.name);
  if (other && left->u.ident.name != c->blank) {
    left->u.ident.object = other;
    left->mode = MODE_VARIABLE;
    if (other->kind != OBJECT_VAR) {
      check_error(c, left->start_pos, "cannot assign to %s", check_expr_string(c, left));
      *error = true;
      return NULL;
    }
    return other;
  }
  struct object *v = check_new_variable(c, VAR_LOCAL, left->u.ident.name, left->start_pos, NULL);
  left->u.ident.object = v;
  left->mode = MODE_VARIABLE;
  s->u.assign.is_new[i] = left->u.ident.name != c->blank;
  if (s->u.assign.is_new[i])
    d->fresh[d->fresh_count++] = v;
  return v;
}

void check_short_declaration(struct checker *c, struct stmt *s) {
  invariant_debug(s->kind == STMT_ASSIGN && s->u.assign.op == TOKEN_DEFINE);
  int count = s->u.assign.left.count;
  struct short_declaration d = {
      .variables = region_alloc(c->region, (size_t)count * sizeof(struct object *)),
      .fresh = region_alloc(c->region, (size_t)count * sizeof(struct object *))};
  bool error = false;
  s->u.assign.is_new = region_alloc(c->region, (size_t)count * sizeof(bool));
  for (int i = 0; i < count; i++) {
    d.variables[i] = declare_left(c, s, i, &d, &error);
    if (!d.variables[i]) {
      d.variables[i] = object_new(c->region, OBJECT_VAR, c->blank,
                                  s->u.assign.left.items[i]->start_pos, c->context.package, NULL);
      d.variables[i]->used = true;
    }
  }
  check_init_variables(c, d.variables, count, s->u.assign.right.items, s->u.assign.right.count,
                       NULL);
  for (int i = 0; i < count; i++)
    s->u.assign.left.items[i]->type = d.variables[i]->type;
  for (int i = 0; i < d.fresh_count; i++) {
    check_declare(c, c->context.scope, d.fresh[i]);
    if (c->context.locals)
      object_list_add(c->region, c->context.locals, d.fresh[i]);
  }
  if (d.fresh_count == 0 && !error)
    check_error(c, s->pos, "no new variables on left side of :=");
}
