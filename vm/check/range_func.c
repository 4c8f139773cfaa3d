// Range loops over functions: the body of one is a function that the one ranged over calls, as
// cmd/compile/internal/rangefunc makes it. Break, continue, goto and return may lead out of it, and
// a defer statement defers to the end of the function around. The compiler makes the calls
// (vm/compile/range_func.c).

#include "vm/check/internal.h"
#include "vm/check/range.h"

// Why a function cannot be ranged over, NULL if it can. *yield gets the type of its parameter.
static const char *misfit(struct checker *c, struct type *signature, struct type **yield) {
  if (signature->u.signature.param_count != 1)
    return "wrong argument count";
  if (signature->u.signature.result_count != 0)
    return "unexpected results";
  const char *cause = NULL;
  struct type *t = signature->u.signature.params[0]->type;
  t = *yield = check_common_under(c, t, NULL, 0, &cause);
  if (!t && cause)
    return region_printf(c->region, "in yield type, %s", cause);
  if (!t || t->kind != TYPE_SIGNATURE)
    return "argument is not func";
  if (t->u.signature.param_count > 2)
    return "yield func has too many parameters";
  struct type *result = t->u.signature.result_count == 1 ? t->u.signature.results[0]->type : NULL;
  if (result && result->kind == TYPE_BASIC && result->u.basic.kind == BASIC_BOOL)
    return NULL;
  return result && type_is_boolean(result) ? "yield func returns user-defined boolean, not bool"
                                           : "yield func does not return bool";
}

struct yielded check_yields_of_function(struct checker *c, struct type *signature) {
  struct type *yield;
  if (!check_language(c, 23))
    return (struct yielded){.cause = "requires go1.23 or later"};
  const char *why = misfit(c, signature, &yield);
  if (why)
    return (struct yielded){
        .cause = region_printf(c->region, "func must be func(yield func(...) bool): %s", why)};
  int count = yield->u.signature.param_count;
  struct object **params = yield->u.signature.params;
  return (struct yielded){.key = count > 0 ? params[0]->type : NULL,
                          .value = count > 1 ? params[1]->type : NULL,
                          .yield = yield,
                          .ok = true};
}

struct function *check_begin_range_body(struct checker *c, struct stmt *s) {
  struct function *outer = c->context.function, *returning = function_returning(outer);
  struct function *body = region_alloc(c->region, sizeof *body);
  *body = (struct function){
      .outer = outer, .package = outer->package, .range = s, .body = s->u.range.body};
  body->body_start = s->u.range.body->pos;
  body->body_end = s->u.range.body->end;
  body->body_checked = true;
  body->name = region_printf(c->region, "%s-range%d", returning->name, ++returning->range_count);
  s->u.range.function = body;
  c->context.function = body;
  return outer;
}

// A parameter of the body: the variable that the loop declares for it, or one without a name.
static struct object *parameter(struct checker *c, struct stmt *s, struct expr *left,
                                struct type *t) {
  if (s->u.range.define && left && left->kind == EXPR_IDENT && left->u.ident.object)
    return left->u.ident.object;
  struct object *v = check_new_variable(c, VAR_PARAM, "", s->pos, t);
  v->u.var.function = s->u.range.function;
  return v;
}

void check_declare_range_body(struct checker *c, struct stmt *s, struct type *yield) {
  struct function *body = s->u.range.function;
  struct type *signature = types_new(c->universe, TYPE_SIGNATURE);
  int count = yield->u.signature.param_count;
  struct object **params = region_alloc(c->region, (size_t)(count + 1) * sizeof *params);
  struct object **results = region_alloc(c->region, sizeof *results);
  struct expr *left[2] = {s->u.range.key, s->u.range.value};
  for (int i = 0; i < count; i++)
    params[i] = parameter(c, s, left[i], yield->u.signature.params[i]->type);
  results[0] = check_new_variable(c, VAR_RESULT, "", s->pos, c->universe->basic[BASIC_BOOL]);
  results[0]->u.var.function = body;
  signature->u.signature.params = params;
  signature->u.signature.param_count = count;
  signature->u.signature.results = results;
  signature->u.signature.result_count = 1;
  body->signature = signature;
  body->params = params;
  body->results = results;
}

// Where a branch leads: behind the loop or to the label.
static pos_t target_pos(const struct stmt *target) {
  return target->kind == STMT_LABELED ? target->u.labeled.name_pos : target->pos;
}

// Whether a branch to a target stays within the body: the target is in it, or it is the loop itself.
static bool stays_inside(const struct function *body, enum token token, struct stmt *target) {
  if (token == TOKEN_RETURN)
    return false;
  const struct stmt *block = body->range->u.range.body;
  pos_t pos = target_pos(target);
  return (token != TOKEN_GOTO && stmt_unlabeled(target) == body->range) ||
         (pos > block->pos && pos < block->end);
}

static void add_exit(struct checker *c, struct function *body, enum token token,
                     struct stmt *target) {
  for (int i = 0; i < body->exit_count; i++)
    if (body->exits[i].token == token && body->exits[i].target == target)
      return;
  body->exits = region_grow(c->region, body->exits, sizeof *body->exits, body->exit_count,
                            &body->exit_cap, body->exit_count + 1);
  body->exits[body->exit_count++] = (struct range_exit){token, target};
}

void check_range_exit(struct checker *c, enum token token, struct stmt *target) {
  for (struct function *f = c->context.function;
       f->range && (token == TOKEN_RETURN || target) && !stays_inside(f, token, target);
       f = f->outer)
    add_exit(c, f, token, target);
}

void check_range_defer(struct checker *c) {
  struct function *body = function_outermost_body(c->context.function);
  struct stmt *s = body ? body->range : NULL;
  if (!s || s->u.range.defers)
    return;
  s->u.range.defers =
      check_new_variable(c, VAR_LOCAL, "", s->pos, c->universe->basic[BASIC_UNSAFE_POINTER]);
  s->u.range.defers->u.var.function = body->outer;
}
