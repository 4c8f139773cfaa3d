// Flow inside a function: whether it ends without return, and labels. After go/types return.go and
// labels.go.

#include "vm/check_internal.h"

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
  if (s == NULL)
    return false;
  switch (s->kind) {
  case STMT_BRANCH:
    if (s->u.branch.token != TOKEN_BREAK || s->u.branch.target == NULL)
      return false;
    return s->u.branch.target == target || (s->u.branch.target->kind == STMT_LABELED &&
                                            s->u.branch.target->u.labeled.stmt == target);
  case STMT_LABELED:
    return has_break(s->u.labeled.stmt, target);
  case STMT_BLOCK:
    return list_has_break(&s->u.block.stmts, target);
  case STMT_IF:
    for (; s != NULL && s->kind == STMT_IF; s = s->u.if_.otherwise)
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
  e = check_unparen(e);
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
    return s->u.labeled.stmt != NULL && terminates(s->u.labeled.stmt);
  case STMT_BLOCK:
    return list_terminates(&s->u.block.stmts);
  case STMT_IF:
    for (; s->kind == STMT_IF; s = s->u.if_.otherwise)
      if (s->u.if_.otherwise == NULL || !terminates(s->u.if_.then))
        return false;
    return terminates(s);
  case STMT_SWITCH:
    return clauses_terminate(s, &s->u.switch_.clauses);
  case STMT_TYPE_SWITCH:
    return clauses_terminate(s, &s->u.type_switch.clauses);
  case STMT_SELECT:
    return select_terminates(s);
  case STMT_FOR:
    return s->u.for_.condition == NULL && !has_break(s->u.for_.body, s);
  default:
    return false;
  }
}

bool check_terminates(struct stmt *body) {
  return list_terminates(&body->u.block.stmts);
}

// Labels.
//
// A first walk gathers the labels of a function with the block each is in; a second resolves the
// jumps. A goto must not jump into a block, nor over the declaration of a variable of its own
// block.

struct label_block {
  struct label_block *outer;
  struct stmt_list *list;
  pos_t start; // the opening brace or the clause
};

struct label {
  struct stmt *stmt;      // STMT_LABELED
  struct stmt_list *list; // the statements that it is one of
  int index;              // in list
  pos_t start;            // of the block
};

struct labels {
  struct check *k;
  struct label *items;
  int count, cap;
  struct enclosing *enclosing; // labeled statements around
};

typedef void (*stmt_visitor)(struct labels *l, struct stmt *s, struct label_block *block,
                             int index);

static void visit_list(struct labels *l, struct stmt_list *list, pos_t start,
                       struct label_block *outer, stmt_visitor visit);

static void visit_block(struct labels *l, struct stmt *s, struct label_block *outer,
                        stmt_visitor visit) {
  if (s == NULL)
    return;
  if (s->kind == STMT_BLOCK)
    visit_list(l, &s->u.block.stmts, s->pos, outer, visit);
  else
    visit(l, s, outer, -1);
}

static void visit_clauses(struct labels *l, struct stmt_list *clauses, struct label_block *outer,
                          stmt_visitor visit) {
  for (int i = 0; i < clauses->count; i++) {
    struct stmt *clause = clauses->items[i];
    visit_list(l, clause->kind == STMT_COMM ? &clause->u.comm.body : &clause->u.case_.body,
               clause->pos, outer, visit);
  }
}

// Visits what is nested in s.
static void visit_children(struct labels *l, struct stmt *s, struct label_block *block,
                           stmt_visitor visit) {
  switch (s->kind) {
  case STMT_BLOCK:
    visit_list(l, &s->u.block.stmts, s->pos, block, visit);
    break;
  case STMT_IF:
    for (; s != NULL && s->kind == STMT_IF; s = s->u.if_.otherwise)
      visit_block(l, s->u.if_.then, block, visit);
    visit_block(l, s, block, visit);
    break;
  case STMT_SWITCH:
    visit_clauses(l, &s->u.switch_.clauses, block, visit);
    break;
  case STMT_TYPE_SWITCH:
    visit_clauses(l, &s->u.type_switch.clauses, block, visit);
    break;
  case STMT_SELECT:
    visit_clauses(l, &s->u.select.clauses, block, visit);
    break;
  case STMT_FOR:
    visit_block(l, s->u.for_.body, block, visit);
    break;
  case STMT_RANGE:
    visit_block(l, s->u.range.body, block, visit);
    break;
  default:
    break;
  }
}

static void visit_list(struct labels *l, struct stmt_list *list, pos_t start,
                       struct label_block *outer, stmt_visitor visit) {
  struct label_block block = {outer, list, start};
  for (int i = 0; i < list->count; i++)
    visit(l, list->items[i], &block, i);
}

static struct label *find_label(struct labels *l, const char *name) {
  for (int i = 0; i < l->count; i++)
    if (l->items[i].stmt->u.labeled.name == name)
      return &l->items[i];
  return NULL;
}

static void gather(struct labels *l, struct stmt *s, struct label_block *block, int index) {
  struct check *k = l->k;
  while (s != NULL && s->kind == STMT_LABELED) {
    struct label *other = find_label(l, s->u.labeled.name);
    if (s->u.labeled.name == k->blank) {
      // Blank labels are never used, and never reported.
    } else if (other != NULL) {
      check_error(k, s->u.labeled.name_pos, "label %s already defined at %s", s->u.labeled.name,
                  check_place(k, other->stmt->u.labeled.name_pos));
    } else {
      struct object *object = object_new(k->region, OBJECT_LABEL, s->u.labeled.name,
                                         s->u.labeled.name_pos, k->context.package, NULL);
      object->u.label.stmt = s;
      s->u.labeled.object = object;
      l->items =
          region_grow(k->region, l->items, sizeof *l->items, l->count, &l->cap, l->count + 1);
      l->items[l->count++] = (struct label){s, block->list, index, block->start};
    }
    s = s->u.labeled.stmt;
  }
  if (s != NULL)
    visit_children(l, s, block, gather);
}

// Whether a statement declares variables; their names as written, and where.
static bool declared_variable(struct check *k, const struct stmt *s, const char **names,
                              pos_t *pos) {
  while (s->kind == STMT_LABELED && s->u.labeled.stmt != NULL)
    s = s->u.labeled.stmt;
  *pos = s->pos;
  if (s->kind == STMT_ASSIGN && s->u.assign.op == TOKEN_DEFINE) {
    *names = check_expr_string(k, s->u.assign.left.items[0]);
    for (int i = 1; i < s->u.assign.left.count; i++)
      *names = region_printf(k->region, "%s, %s", *names,
                             check_expr_string(k, s->u.assign.left.items[i]));
    return true;
  }
  if (s->kind != STMT_DECL || s->u.decl.decls.count == 0 ||
      s->u.decl.decls.items[0]->kind != DECL_VAR)
    return false;
  *names = s->u.decl.decls.items[0]->u.value.names.items[0]->u.ident.name;
  *pos = s->u.decl.decls.items[0]->pos;
  return true;
}

static pos_t label_pos(const struct stmt *s) {
  return s->u.branch.label_pos != 0 ? s->u.branch.label_pos : s->pos;
}

static void go_to(struct labels *l, struct stmt *s, struct label *label, struct label_block *block,
                  int index) {
  struct check *k = l->k;
  struct label_block *at = block;
  struct label_block *inner = NULL;
  while (at != NULL && at->list != label->list) {
    inner = at;
    at = at->outer;
  }
  s->u.branch.target = label->stmt;
  if (at == NULL) {
    check_error(k, label_pos(s), "goto %s jumps into block starting at %s", s->u.branch.label,
                check_place(k, label->start));
    return;
  }
  // The statement of the label's list that the goto is in: the first whose successors come after
  // the jump.
  int from = index;
  if (inner != NULL)
    for (from = 0; from + 1 < at->list->count && at->list->items[from + 1]->pos <= s->pos;)
      from++;
  for (int i = label->index - 1; i > from; i--) {
    const char *names;
    pos_t pos;
    if (declared_variable(k, at->list->items[i], &names, &pos)) {
      check_error(k, label_pos(s), "goto %s jumps over declaration of %s at %s", s->u.branch.label,
                  names, check_place(k, pos));
      return;
    }
  }
}

static void resolve_jump(struct labels *l, struct stmt *s, struct label_block *block, int index) {
  struct check *k = l->k;
  const char *name = s->u.branch.label;
  struct label *label = find_label(l, name);
  if (label == NULL) {
    enum token token = s->u.branch.token;
    check_error(k, label_pos(s),
                token == TOKEN_GOTO    ? "label %s not defined"
                : token == TOKEN_BREAK ? "break label not defined: %s"
                                       : "continue label not defined: %s",
                name);
    return;
  }
  label->stmt->u.labeled.used = true;
  if (s->u.branch.token == TOKEN_GOTO) {
    go_to(l, s, label, block, index);
    return;
  }
  struct enclosing *at = l->enclosing;
  while (at != NULL && at->label != label->stmt)
    at = at->outer;
  enum stmt_kind kind = at != NULL ? at->stmt->kind : STMT_EMPTY;
  bool is_loop = kind == STMT_FOR || kind == STMT_RANGE;
  bool good = is_loop || (s->u.branch.token == TOKEN_BREAK &&
                          (kind == STMT_SWITCH || kind == STMT_TYPE_SWITCH || kind == STMT_SELECT));
  if (!good)
    check_error(k, label_pos(s), "invalid %s label %s",
                s->u.branch.token == TOKEN_BREAK ? "break" : "continue", name);
}

static void resolve(struct labels *l, struct stmt *s, struct label_block *block, int index) {
  struct stmt *label = NULL;
  struct enclosing *outer = l->enclosing, here;
  while (s != NULL && s->kind == STMT_LABELED) {
    label = s;
    s = s->u.labeled.stmt;
  }
  if (s == NULL)
    return;
  if (s->kind == STMT_BRANCH && s->u.branch.label != NULL) {
    resolve_jump(l, s, block, index);
    return;
  }
  if (label != NULL) {
    here = (struct enclosing){.outer = outer, .stmt = s, .label = label};
    l->enclosing = &here;
  }
  visit_children(l, s, block, resolve);
  l->enclosing = outer;
}

void check_labels(struct check *k, struct function *function) {
  struct labels l = {.k = k};
  visit_list(&l, &function->body->u.block.stmts, function->body->pos, NULL, gather);
  visit_list(&l, &function->body->u.block.stmts, function->body->pos, NULL, resolve);
  for (int i = 0; i < l.count; i++)
    if (!l.items[i].stmt->u.labeled.used)
      check_soft_error(k, l.items[i].stmt->u.labeled.name_pos, "label %s defined and not used",
                       l.items[i].stmt->u.labeled.name);
}
