// Whether a function may end without return. After go/types return.go.

#include "vm/check/internal.h"

// Terminating statements.

static bool terminates(struct stmt *s);

static bool list_terminates(struct stmt_list *list) {
  int i = list->count - 1;
  while (i >= 0 && list->items[i]->kind == STMT_EMPTY)
    i--;
  return i >= 0 && terminates(list->items[i]);
}

static bool has_break(struct stmt *s, struct stmt *target);

static bool list_has_break(struct stmt_list *list, struct stmt *target) {
  for (int i = 0; i < list->count; i++)
    if (has_break(list->items[i], target))
      return true;
  return false;
}

// Whether s contains a break that leaves target (a loop, switch or select, or the label of one).
static bool has_break(struct stmt *s, struct stmt *target) {
  if (!s)
    return false;
  switch (s->kind) {
  case STMT_BRANCH:
    if (s->u.branch.token != TOKEN_BREAK || !s->u.branch.target)
      return false;
    return s->u.branch.target == target || (s->u.branch.target->kind == STMT_LABELED &&
                                            s->u.branch.target->u.labeled.stmt == target);
  case STMT_LABELED:
    return has_break(s->u.labeled.stmt, target);
  case STMT_BLOCK:
    return list_has_break(&s->u.block.stmts, target);
  case STMT_IF:
    for (; s && s->kind == STMT_IF; s = s->u.if_.otherwise)
      if (has_break(s->u.if_.then, target))
        return true;
    return has_break(s, target);
  case STMT_CASE:
    return list_has_break(&s->u.case_.body, target);
  case STMT_COMM:
    return list_has_break(&s->u.comm.body, target);
  case STMT_SWITCH:
    return list_has_break(&s->u.switch_.clauses, target);
  case STMT_TYPE_SWITCH:
    return list_has_break(&s->u.type_switch.clauses, target);
  case STMT_SELECT:
    return list_has_break(&s->u.select.clauses, target);
  case STMT_FOR:
    return has_break(s->u.for_.body, target);
  case STMT_RANGE:
    return has_break(s->u.range.body, target);
  default:
    return false;
  }
}

static bool clauses_terminate(struct stmt *s, struct stmt_list *clauses) {
  bool has_default = false;
  for (int i = 0; i < clauses->count; i++) {
    struct stmt *clause = clauses->items[i];
    struct stmt_list *body = &clause->u.case_.body;
    invariant_debug(clause->kind == STMT_CASE);
    int last = body->count - 1;
    has_default = has_default || clause->u.case_.is_default;
    while (last >= 0 && body->items[last]->kind == STMT_EMPTY)
      last--;
    bool falls = last >= 0 && body->items[last]->kind == STMT_BRANCH &&
                 body->items[last]->u.branch.token == TOKEN_FALLTHROUGH;
    if ((!falls && !list_terminates(body)) || list_has_break(body, s))
      return false;
  }
  return has_default;
}

static bool select_terminates(struct stmt *s) {
  for (int i = 0; i < s->u.select.clauses.count; i++) {
    struct stmt_list *body = &s->u.select.clauses.items[i]->u.comm.body;
    if (!list_terminates(body) || list_has_break(body, s))
      return false;
  }
  return true;
}

static bool is_panic(struct expr *e) {
  e = expr_unparen(e);
  return e->kind == EXPR_CALL && e->u.call.kind == CALL_BUILTIN &&
         e->u.call.builtin == BUILTIN_PANIC && e->mode != MODE_INVALID;
}

static bool terminates(struct stmt *s) {
  switch (s->kind) {
  case STMT_RETURN:
    return true;
  case STMT_BRANCH:
    return s->u.branch.token == TOKEN_GOTO || s->u.branch.token == TOKEN_FALLTHROUGH;
  case STMT_EXPR:
    return is_panic(s->u.expr.x);
  case STMT_LABELED:
    return s->u.labeled.stmt && terminates(s->u.labeled.stmt);
  case STMT_BLOCK:
    return list_terminates(&s->u.block.stmts);
  case STMT_IF:
    for (; s->kind == STMT_IF; s = s->u.if_.otherwise)
      if (!s->u.if_.otherwise || !terminates(s->u.if_.then))
        return false;
    return terminates(s);
  case STMT_SWITCH:
    return clauses_terminate(s, &s->u.switch_.clauses);
  case STMT_TYPE_SWITCH:
    return clauses_terminate(s, &s->u.type_switch.clauses);
  case STMT_SELECT:
    return select_terminates(s);
  case STMT_FOR:
    return !s->u.for_.condition && !has_break(s->u.for_.body, s);
  default:
    return false;
  }
}

bool check_terminates(struct stmt *body) {
  return list_terminates(&body->u.block.stmts);
}
