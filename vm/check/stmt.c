// Statements. After go/types stmt.go.

#include <stdlib.h>

#include "vm/check/internal.h"

void check_open_scope(struct checker *c) {
  c->context.scope = scope_new(c->region, c->context.scope);
  c->context.scope->number = ++c->scopes;
}

void check_close_scope(struct checker *c) {
  invariant_debug(c->context.scope->parent);
  c->context.scope = c->context.scope->parent;
}

// Those of a scope come before those of the scopes in it.
static int compare_locals(const void *a, const void *b) {
  const struct object *x = *(struct object *const *)a, *y = *(struct object *const *)b;
  invariant_debug(x->parent && y->parent);
  if (x->parent->number != y->parent->number)
    return x->parent->number < y->parent->number ? -1 : 1;
  return x->pos < y->pos ? -1 : x->pos > y->pos;
}

void check_unused_locals(struct checker *c, struct object_list *locals) {
  int count = 0;
  for (int i = 0; i < locals->count; i++)
    if (locals->items[i]->parent) // otherwise it was declared before
      locals->items[count++] = locals->items[i];
  locals->count = count;
  if (count > 0)
    qsort(locals->items, (size_t)count, sizeof *locals->items, compare_locals);
  for (int i = 0; i < locals->count; i++) {
    struct object *v = locals->items[i];
    if (!v->used && v->name != c->blank)
      check_error(c, v->pos, "declared and not used: %s", v->name);
  }
}

// Expression statements, go and defer.

static bool is_statement(const struct expr *e) {
  if (e->kind == EXPR_UNARY && e->u.unary.op == TOKEN_ARROW)
    return true;
  if (e->kind != EXPR_CALL || e->u.call.kind == CALL_CONVERSION)
    return false;
  return e->u.call.kind == CALL_FUNCTION || builtin_facts(e->u.call.builtin)->is_statement;
}

static void expr_stmt(struct checker *c, struct expr *e) {
  check_raw_expr(c, e, NULL);
  check_not_generic(c, e);
  const char *problem = "is not used";
  switch (e->mode) {
  case MODE_INVALID:
    return;
  case MODE_BUILTIN:
    problem = "must be called";
    break;
  case MODE_TYPE:
    problem = "is not an expression";
    break;
  default:
    if (is_statement(expr_unparen(e)))
      return;
  }
  check_error(c, e->start_pos, "%s %s", check_operand_string(c, e), problem);
}

static void suspended_call(struct checker *c, struct expr *e, const char *keyword) {
  struct expr *call = expr_unparen(e);
  if (call->kind != EXPR_CALL) {
    check_use(c, &e, 1);
    check_error(c, e->start_pos, "expression in %s must be function call", keyword);
    return;
  }
  check_raw_expr(c, e, NULL);
  if (e->mode == MODE_INVALID)
    return;
  const char *problem = NULL;
  if (call->u.call.kind == CALL_CONVERSION)
    problem = "requires function call, not conversion";
  else if (call->u.call.kind == CALL_BUILTIN && !builtin_facts(call->u.call.builtin)->is_statement)
    problem = "discards result of";
  if (problem)
    check_error(c, e->start_pos, "%s %s %s", keyword, problem, check_operand_string(c, e));
}

// Assignments.

static void send(struct checker *c, struct stmt *s) {
  struct expr *channel = s->u.send.channel, *value = s->u.send.value;
  check_expr(c, channel);
  check_expr(c, value);
  if (channel->mode == MODE_INVALID || value->mode == MODE_INVALID)
    return;
  struct type *elem = check_channel_elem(c, channel, false);
  if (elem)
    check_assignment(c, value, elem, "send");
}

// x op= y and x++, where x has been checked: checks the operation on stand-ins, then the assignment
// of its result.
static void operate(struct checker *c, struct expr *left, struct expr *right, enum token op) {
  struct expr result = {.kind = EXPR_BINARY, .pos = left->pos, .start_pos = left->start_pos};
  result.u.binary.x = left;
  result.u.binary.y = right;
  result.u.binary.op = op;
  check_expr(c, right);
  check_binary_operands(c, &result, left, right, op, true);
  if (left->mode != MODE_INVALID && check_assigned(c, left) && result.mode != MODE_INVALID)
    check_assignment(c, &result, left->type, "assignment operation");
}

static void operator_assignment(struct checker *c, struct stmt *s) {
  struct expr *left = s->u.assign.left.items[0], *right = s->u.assign.right.items[0];
  struct expr *name = expr_unparen(left);
  if (name->kind == EXPR_IDENT && name->u.ident.name == c->blank) {
    check_error(c, left->start_pos, "cannot use _ as value or type");
    check_use(c, &right, 1);
    return;
  }
  check_expr(c, left);
  operate(c, left, right, (enum token)(s->u.assign.op - TOKEN_ADD_ASSIGN + TOKEN_ADD));
}

static void inc_dec(struct checker *c, struct stmt *s) {
  struct expr *x = s->u.inc_dec.x;
  check_expr(c, x);
  if (x->mode == MODE_INVALID)
    return;
  if (!type_all(x->type, type_is_numeric)) {
    const char *op = s->u.inc_dec.is_decrement ? "--" : "++";
    check_error(c, x->start_pos, "invalid operation: %s%s (non-numeric type %s)",
                check_expr_string(c, x), op, check_type_string(c, x->type));
    return;
  }
  struct expr *one = region_alloc(c->region, sizeof *one);
  *one = (struct expr){.kind = EXPR_LITERAL, .pos = x->pos, .start_pos = x->start_pos};
  one->u.literal.token = TOKEN_INT;
  one->u.literal.text = "1";
  one->u.literal.size = 1;
  operate(c, x, one, s->u.inc_dec.is_decrement ? TOKEN_SUB : TOKEN_ADD);
}

static void assign(struct checker *c, struct stmt *s) {
  struct expr_list *left = &s->u.assign.left, *right = &s->u.assign.right;
  if (s->u.assign.op == TOKEN_DEFINE)
    check_short_declaration(c, s);
  else if (s->u.assign.op == TOKEN_ASSIGN)
    check_assign_variables(c, left->items, left->count, right->items, right->count);
  else if (left->count != 1 || right->count != 1)
    check_error(c, s->pos, "assignment operation %s requires single-valued expressions",
                token_text(s->u.assign.op));
  else
    operator_assignment(c, s);
}

// Return, branches.

static void return_named(struct checker *c, struct stmt *s, struct type *signature) {
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct object *result = signature->u.signature.results[i];
    struct object *found =
        result->name && result->name != c->blank ? check_lookup(c, result->name) : result;
    if (found != result) {
      check_error(
          c, s->pos,
          "result parameter %s not in scope at return\n\t%s: inner declaration of var %s %s",
          result->name, check_place(c, found->pos), found->name,
          found->type ? check_type_string(c, found->type) : "");
      return;
    }
  }
}

static void return_stmt(struct checker *c, struct stmt *s) {
  invariant_debug(c->context.function && c->context.function->signature);
  struct type *signature = function_returning(c->context.function)->signature;
  struct expr_list *results = &s->u.return_.results;
  int count = signature->u.signature.result_count;
  if (results->count > 0) {
    check_init_variables(c, signature->u.signature.results, count, results->items, results->count,
                         s);
  } else if (count > 0) {
    if (signature->u.signature.results[0]->name)
      return_named(c, s, signature);
    else
      check_init_variables(c, signature->u.signature.results, count, results->items, 0, s);
  }
}

static void fallthrough(struct checker *c, struct stmt *s, unsigned flags) {
  if (flags & STMT_FALLTHROUGH_OK)
    return;
  if (flags & STMT_FINAL_CASE)
    check_error(c, s->pos, "cannot fallthrough final case in switch");
  else if (flags & STMT_IN_TYPE_SWITCH)
    check_error(c, s->pos, "cannot fallthrough in type switch");
  else
    check_error(c, s->pos, "fallthrough statement out of place");
}

// If, for, blocks.

static void if_stmt(struct checker *c, struct stmt *s, unsigned flags) {
  struct scope *outer = c->context.scope;
  for (;;) { // else if, else if, ... in a loop: chains may be long
    check_open_scope(c);
    if (s->u.if_.init)
      check_stmt(c, s->u.if_.init, 0);
    struct expr *condition = s->u.if_.condition;
    check_expr(c, condition);
    if (condition->mode != MODE_INVALID && !type_all(condition->type, type_is_boolean))
      check_error(c, condition->start_pos, "non-boolean condition in if statement");
    check_default(c, condition);
    check_stmt(c, s->u.if_.then, flags);
    struct stmt *otherwise = s->u.if_.otherwise;
    if (!otherwise || otherwise->kind != STMT_IF) {
      if (otherwise)
        check_stmt(c, otherwise, flags);
      break;
    }
    s = otherwise;
  }
  c->context.scope = outer;
}

static void note_loop_variables(struct checker *c, struct stmt *s) {
  struct stmt *init = s->u.for_.init;
  if (!init || init->kind != STMT_ASSIGN || init->u.assign.op != TOKEN_DEFINE ||
      !init->u.assign.is_new || !check_language(c, 22))
    return;
  int count = init->u.assign.left.count;
  s->u.for_.variables = region_alloc(c->region, (size_t)count * sizeof(struct object *));
  for (int i = 0; i < count; i++)
    if (init->u.assign.is_new[i])
      s->u.for_.variables[s->u.for_.variable_count++] =
          init->u.assign.left.items[i]->u.ident.object;
}

static void for_stmt(struct checker *c, struct stmt *s) {
  check_open_scope(c);
  if (s->u.for_.init)
    check_stmt(c, s->u.for_.init, 0);
  note_loop_variables(c, s);
  struct expr *condition = s->u.for_.condition;
  if (condition) {
    check_expr(c, condition);
    if (condition->mode != MODE_INVALID && !type_all(condition->type, type_is_boolean))
      check_error(c, condition->start_pos, "non-boolean condition in for statement");
    check_default(c, condition);
  }
  struct stmt *post = s->u.for_.post;
  if (post) {
    if (post->kind == STMT_ASSIGN && post->u.assign.op == TOKEN_DEFINE)
      check_error(c, post->pos, "cannot declare in post statement");
    else
      check_stmt(c, post, 0);
  }
  check_stmt(c, s->u.for_.body, 0);
  check_close_scope(c);
}

static void declarations(struct checker *c, struct stmt *s) {
  for (int i = 0; i < s->u.decl.decls.count; i++)
    check_local_declaration(c, s->u.decl.decls.items[i]);
}

static void block(struct checker *c, struct stmt *s, unsigned flags) {
  check_open_scope(c);
  check_stmts(c, &s->u.block.stmts, flags & STMT_IN_TYPE_SWITCH);
  check_close_scope(c);
}

static void dispatch(struct checker *c, struct stmt *s, unsigned flags) {
  switch (s->kind) {
  case STMT_BAD:
  case STMT_EMPTY:
  case STMT_CASE:
  case STMT_COMM:
    break;
  case STMT_DECL:
    declarations(c, s);
    break;
  case STMT_LABELED:
    if (s->u.labeled.stmt)
      check_stmt(c, s->u.labeled.stmt, flags);
    break;
  case STMT_EXPR:
    expr_stmt(c, s->u.expr.x);
    break;
  case STMT_SEND:
    send(c, s);
    break;
  case STMT_INC_DEC:
    inc_dec(c, s);
    break;
  case STMT_ASSIGN:
    assign(c, s);
    break;
  case STMT_GO:
    suspended_call(c, s->u.go.call, "go");
    break;
  case STMT_DEFER:
    function_returning(c->context.function)->has_defer = true;
    function_returning(c->context.function)->defer_count++;
    check_range_defer(c);
    suspended_call(c, s->u.defer.call, "defer");
    break;
  case STMT_RETURN:
    function_returning(c->context.function)->return_count++;
    check_range_exit(c, TOKEN_RETURN, NULL);
    return_stmt(c, s);
    break;
  case STMT_BRANCH:
    if (s->u.branch.token == TOKEN_FALLTHROUGH)
      fallthrough(c, s, flags);
    else
      check_range_exit(c, s->u.branch.token, s->u.branch.target);
    break;
  case STMT_BLOCK:
    block(c, s, flags);
    break;
  case STMT_IF:
    if_stmt(c, s, flags);
    break;
  case STMT_FOR:
    for_stmt(c, s);
    break;
  case STMT_RANGE:
    check_range(c, s);
    break;
  case STMT_SWITCH:
    check_switch(c, s);
    break;
  case STMT_TYPE_SWITCH:
    check_type_switch(c, s);
    break;
  case STMT_SELECT:
    check_select(c, s);
    break;
  }
}

void check_stmt(struct checker *c, struct stmt *s, unsigned flags) {
  if (!check_deeper(c, s->pos))
    return;
  c->context.has_call_or_receive = false;
  dispatch(c, s, flags);
  c->depth--;
}

// Only the last statement of a clause may fall through.
void check_stmts(struct checker *c, struct stmt_list *list, unsigned flags) {
  int last = list->count - 1;
  while (last >= 0 && list->items[last]->kind == STMT_EMPTY)
    last--;
  for (int i = 0; i < list->count; i++)
    check_stmt(c, list->items[i],
               i == last ? flags
                         : flags & ~(unsigned)STMT_FALLTHROUGH_OK & ~(unsigned)STMT_FINAL_CASE);
}
