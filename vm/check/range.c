// Range loops. After go/types range.go.

#include "vm/check/range.h"

static const char *send_only_problem(struct checker *c, struct type *t, struct type *under,
                                     int wanted) {
  (void)wanted;
  return t && under->kind == TYPE_CHAN && under->u.chan.direction == CHAN_SEND
             ? region_printf(c->region, "receive from send-only channel %s",
                             check_type_string(c, t))
             : NULL;
}

static struct yielded yields(struct checker *c, struct type *t) {
  struct universe *u = c->universe;
  const char *cause;
  struct type *int_type = u->basic[BASIC_INT];
  struct type *under = check_common_under(c, t, send_only_problem, 0, &cause);
  if (!under)
    return (struct yielded){.cause = cause};
  if (under->kind == TYPE_POINTER && type_underlying(under->u.pointer.elem)->kind == TYPE_ARRAY)
    under = type_underlying(under->u.pointer.elem);
  if (type_is_string(under))
    return (struct yielded){int_type, u->rune_type, .ok = true};
  if (type_is_integer(under)) {
    if (!check_language(c, 22))
      return (struct yielded){.cause = "requires go1.22 or later"};
    return (struct yielded){t, .ok = true};
  }
  switch (under->kind) {
  case TYPE_ARRAY:
    return (struct yielded){int_type, under->u.array.elem, .ok = true};
  case TYPE_SLICE:
    return (struct yielded){int_type, under->u.slice.elem, .ok = true};
  case TYPE_MAP:
    return (struct yielded){under->u.map.key, under->u.map.value, .ok = true};
  case TYPE_CHAN:
    return (struct yielded){under->u.chan.elem, .ok = true};
  case TYPE_SIGNATURE:
    return check_yields_of_function(c, under);
  default:
    return (struct yielded){0};
  }
}

static void report(struct checker *c, struct stmt *s, struct yielded *y) {
  struct expr *x = s->u.range.x, *key = s->u.range.key, *value = s->u.range.value;
  const char *operand = check_operand_string(c, x);
  if (!y->ok && y->cause)
    check_error(c, x->start_pos, "cannot range over %s: %s", operand, y->cause);
  else if (!y->ok)
    check_error(c, x->start_pos, "cannot range over %s", operand);
  else if (!y->key && key)
    check_error(c, key->start_pos, "range over %s permits no iteration variables", operand);
  else if (!y->value && value)
    check_error(c, value->start_pos, "range over %s permits only one iteration variable", operand);
  else if (s->u.range.extra)
    check_error(c, s->u.range.extra->start_pos,
                "range clause permits at most two iteration variables");
}

// A stand-in for the value that a variable gets: the error, if any, is at the variable.
static struct expr *yielded_value(struct checker *c, struct expr *left, struct type *t) {
  struct expr *e = region_alloc(c->region, sizeof *e);
  *e = *left;
  e->mode = MODE_VALUE;
  e->type = t;
  e->value = NULL;
  return e;
}

static struct object *define_one(struct checker *c, struct expr *left, struct type *t,
                                 struct expr *counted) {
  if (left->kind != EXPR_IDENT) {
    check_error(c, left->start_pos, "cannot declare %s", check_expr_string(c, left));
    return NULL;
  }
  struct object *v = check_new_variable(c, VAR_LOCAL, left->u.ident.name, left->start_pos, NULL);
  left->u.ident.object = v;
  left->mode = MODE_VARIABLE;
  if (!t || !types_is_valid(t)) {
    v->type = invalid_type(c);
    v->used = true;
  } else if (counted) {
    check_init_variable(c, v, counted, "range clause");
  } else {
    v->type = t;
  }
  left->type = v->type;
  return v;
}

static void define_variables(struct checker *c, struct stmt *s, struct yielded *y,
                             struct expr *counted) {
  struct expr *left[2] = {s->u.range.key, s->u.range.value};
  struct type *types[2] = {y->key, y->value};
  struct object *variables[2] = {NULL, NULL};
  bool fresh = false;
  for (int i = 0; i < 2; i++)
    if (left[i])
      variables[i] = define_one(c, left[i], types[i], i == 0 ? counted : NULL);
  for (int i = 0; i < 2; i++) {
    if (!variables[i] || variables[i]->name == c->blank)
      continue;
    fresh = true;
    check_declare(c, c->context.scope, variables[i]);
    if (c->context.locals)
      object_list_add(c->region, c->context.locals, variables[i]);
  }
  if (!fresh)
    check_error(c, s->pos, "no new variables on left side of :=");
}

static void assign_variables(struct checker *c, struct stmt *s, struct yielded *y,
                             struct expr *counted) {
  struct expr *left[2] = {s->u.range.key, s->u.range.value};
  struct type *types[2] = {y->key, y->value};
  for (int i = 0; i < 2; i++) {
    if (!left[i])
      continue;
    struct type *t = check_left(c, left[i]);
    if (!types[i] || (t && !types_is_valid(t)))
      continue;
    if (counted && check_assignment(c, counted, t, "range clause") &&
        !type_is_integer(counted->type))
      check_error(c, left[i]->start_pos, "cannot use iteration variable of type %s",
                  check_type_string(c, counted->type));
    else if (!counted)
      check_assignment(c, yielded_value(c, left[i], types[i]), t, "assignment");
    if (!t)
      left[i]->type = types[i];
  }
}

// Checks the operand. Literals are numbered in the order in which Go's compiler meets them: the body
// of a loop over a literal comes before that. Returns the number from which on they are in the body;
// *after: those after the loop.
static int check_operand(struct checker *c, struct stmt *s, int *after) {
  struct function *function = function_returning(c->context.function);
  int first = function->closure_count;
  bool body_first = expr_unparen(s->u.range.x)->kind == EXPR_FUNC;
  if (body_first)
    function->closure_count += s->u.range.literal_count;
  check_expr(c, s->u.range.x);
  *after = function->closure_count + (body_first ? 0 : s->u.range.literal_count);
  return body_first ? first : function->closure_count;
}

void check_range(struct checker *c, struct stmt *s) {
  struct expr *x = s->u.range.x;
  struct yielded y = {0};
  int after, literals = check_operand(c, s, &after);
  function_returning(c->context.function)->closure_count = literals;
  if (x->mode != MODE_INVALID) {
    y = yields(c, x->type);
    if (x->mode == MODE_NIL)
      y = (struct yielded){0};
    report(c, s, &y);
  }
  check_open_scope(c);
  struct function *outer = y.yield ? check_begin_range_body(c, s) : c->context.function;
  struct expr *counted = y.ok && type_is_integer(x->type) ? x : NULL;
  if (!counted)
    check_default(c, x);
  if (s->u.range.define)
    define_variables(c, s, &y, counted);
  else if (s->u.range.key)
    assign_variables(c, s, &y, counted);
  check_default(c, x);
  s->u.range.shares_variables = s->u.range.define && !check_language(c, 22);
  s->u.range.x_type = x->type;
  if (y.yield)
    check_declare_range_body(c, s, y.yield);
  check_stmt(c, s->u.range.body, 0);
  c->context.function = outer;
  function_returning(outer)->closure_count = after;
  check_close_scope(c);
}
