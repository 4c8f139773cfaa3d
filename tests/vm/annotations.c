// Walks a checked tree and reports what the compiler would miss.

#include "tests/vm/annotations.h"

struct walker {
  annotation_report report;
  void *context;
};

static void walk_stmt(struct walker *w, const struct stmt *s);
static void walk_value(struct walker *w, const struct expr *e);

static void complain(struct walker *w, const struct expr *e, const char *what) {
  w->report(w->context, e, what);
}

static void walk_body(struct walker *w, const struct function *function) {
  if (!function->name)
    w->report(w->context, function->type, "function without a name");
  if (function->body && function->body_checked)
    walk_stmt(w, function->body);
}

static void walk_values(struct walker *w, const struct expr_list *list) {
  for (int i = 0; i < list->count; i++)
    walk_value(w, list->items[i]);
}

static void walk_composite(struct walker *w, const struct expr *e) {
  struct type *t = type_underlying(e->type);
  if (t->kind == TYPE_POINTER)
    t = type_underlying(t->u.pointer.elem);
  for (int i = 0; i < e->u.composite.elements.count; i++) {
    const struct expr *element = e->u.composite.elements.items[i];
    if (element->kind != EXPR_KEY_VALUE) {
      walk_value(w, element);
      continue;
    }
    if (t->kind == TYPE_STRUCT) {
      if (!element->u.key_value.key->u.ident.object)
        complain(w, element, "field key without object");
    } else {
      walk_value(w, element->u.key_value.key);
    }
    walk_value(w, element->u.key_value.value);
  }
}

static void walk_selector(struct walker *w, const struct expr *e) {
  const struct selection *s = &e->u.selector.selection;
  if (s->kind == SELECT_NONE || !s->object) {
    complain(w, e, "selector without selection");
    return;
  }
  if (s->kind == SELECT_QUALIFIED || s->kind == SELECT_METHOD_EXPR)
    return;
  walk_value(w, e->u.selector.x);
  if (s->kind == SELECT_FIELD && s->path_count == 0)
    complain(w, e, "field without path");
}

static void walk_call(struct walker *w, const struct expr *e) {
  const struct expr_list *args = &e->u.call.args;
  if (e->u.call.kind == CALL_FUNCTION) {
    walk_value(w, e->u.call.fun);
    walk_values(w, args);
    return;
  }
  bool first_is_type = e->u.call.kind == CALL_BUILTIN &&
                       (e->u.call.builtin == BUILTIN_MAKE || e->u.call.builtin == BUILTIN_NEW);
  for (int i = first_is_type ? 1 : 0; i < args->count; i++)
    walk_value(w, args->items[i]);
  if (first_is_type && args->items[0]->mode != MODE_TYPE)
    complain(w, args->items[0], "type argument without type");
}

static void walk_index(struct walker *w, const struct expr *e) {
  walk_value(w, e->u.index.x);
  if (!e->u.index.x->type || type_underlying(e->u.index.x->type)->kind != TYPE_SIGNATURE)
    walk_values(w, &e->u.index.indices);
}

static void walk_operands(struct walker *w, const struct expr *e) {
  switch (e->kind) {
  case EXPR_IDENT:
    if (!e->u.ident.object)
      complain(w, e, "name without object");
    break;
  case EXPR_FUNC:
    walk_body(w, e->u.func.function);
    break;
  case EXPR_COMPOSITE:
    walk_composite(w, e);
    break;
  case EXPR_PAREN:
    walk_value(w, e->u.paren.x);
    break;
  case EXPR_SELECTOR:
    walk_selector(w, e);
    break;
  case EXPR_INDEX:
    walk_index(w, e);
    break;
  case EXPR_SLICE:
    walk_value(w, e->u.slice.x);
    walk_value(w, e->u.slice.low);
    walk_value(w, e->u.slice.high);
    walk_value(w, e->u.slice.max);
    break;
  case EXPR_TYPE_ASSERT:
    walk_value(w, e->u.type_assert.x);
    break;
  case EXPR_CALL:
    walk_call(w, e);
    break;
  case EXPR_STAR:
    walk_value(w, e->u.star.x);
    break;
  case EXPR_UNARY:
    walk_value(w, e->u.unary.x);
    break;
  case EXPR_BINARY:
    walk_value(w, e->u.binary.x);
    walk_value(w, e->u.binary.y);
    break;
  default:
    break;
  }
}

static bool is_blank(const struct expr *e) {
  return e->kind == EXPR_IDENT && e->u.ident.name[0] == '_' && e->u.ident.name[1] == '\0';
}

static void walk_value(struct walker *w, const struct expr *e) {
  if (!e || is_blank(e) || e->mode == MODE_BUILTIN)
    return;
  if (e->mode == MODE_INVALID)
    complain(w, e, "invalid");
  else if (e->mode != MODE_NO_VALUE && !e->type)
    complain(w, e, "no type");
  else if (e->mode != MODE_NO_VALUE && type_is_untyped(e->type))
    complain(w, e, "untyped");
  if ((e->mode == MODE_CONSTANT) != (e->value != NULL))
    complain(w, e, "value and mode differ");
  if (e->mode != MODE_CONSTANT && e->mode != MODE_NIL && e->mode != MODE_INVALID)
    walk_operands(w, e);
}

static void walk_list(struct walker *w, const struct stmt_list *list) {
  for (int i = 0; i < list->count; i++)
    walk_stmt(w, list->items[i]);
}

static void walk_branch(struct walker *w, const struct stmt *s) {
  struct expr e = {.pos = s->pos, .start_pos = s->pos};
  if (s->u.branch.token != TOKEN_FALLTHROUGH && !s->u.branch.target)
    complain(w, &e, "branch without target");
}

static void walk_assign(struct walker *w, const struct stmt *s) {
  walk_values(w, &s->u.assign.left);
  walk_values(w, &s->u.assign.right);
  if (s->u.assign.op == TOKEN_DEFINE && !s->u.assign.is_new)
    complain(w, s->u.assign.left.items[0], "definition without is_new");
}

static void walk_declarations(struct walker *w, const struct decl_list *list) {
  for (int i = 0; i < list->count; i++) {
    const struct decl *d = list->items[i];
    if (d->kind == DECL_VAR)
      walk_values(w, &d->u.value.values);
  }
}

// Statements that hold others.
static void walk_control(struct walker *w, const struct stmt *s) {
  switch (s->kind) {
  case STMT_IF:
    walk_stmt(w, s->u.if_.init);
    walk_value(w, s->u.if_.condition);
    walk_stmt(w, s->u.if_.then);
    walk_stmt(w, s->u.if_.otherwise);
    break;
  case STMT_CASE:
    walk_list(w, &s->u.case_.body);
    break;
  case STMT_SWITCH:
    walk_stmt(w, s->u.switch_.init);
    walk_value(w, s->u.switch_.tag);
    for (int i = 0; i < s->u.switch_.clauses.count; i++)
      walk_values(w, &s->u.switch_.clauses.items[i]->u.case_.exprs);
    walk_list(w, &s->u.switch_.clauses);
    break;
  case STMT_TYPE_SWITCH:
    walk_stmt(w, s->u.type_switch.init);
    walk_value(w, s->u.type_switch.x);
    walk_list(w, &s->u.type_switch.clauses);
    break;
  case STMT_COMM:
    walk_stmt(w, s->u.comm.comm);
    walk_list(w, &s->u.comm.body);
    break;
  case STMT_SELECT:
    walk_list(w, &s->u.select.clauses);
    break;
  case STMT_FOR:
    walk_stmt(w, s->u.for_.init);
    walk_value(w, s->u.for_.condition);
    walk_stmt(w, s->u.for_.post);
    walk_stmt(w, s->u.for_.body);
    break;
  case STMT_RANGE:
    walk_value(w, s->u.range.key);
    walk_value(w, s->u.range.value);
    walk_value(w, s->u.range.x);
    walk_stmt(w, s->u.range.body);
    break;
  default:
    break;
  }
}

static void walk_stmt(struct walker *w, const struct stmt *s) {
  if (!s)
    return;
  switch (s->kind) {
  case STMT_DECL:
    walk_declarations(w, &s->u.decl.decls);
    break;
  case STMT_LABELED:
    walk_stmt(w, s->u.labeled.stmt);
    break;
  case STMT_EXPR:
    walk_value(w, s->u.expr.x);
    break;
  case STMT_SEND:
    walk_value(w, s->u.send.channel);
    walk_value(w, s->u.send.value);
    break;
  case STMT_INC_DEC:
    walk_value(w, s->u.inc_dec.x);
    break;
  case STMT_ASSIGN:
    walk_assign(w, s);
    break;
  case STMT_GO:
    walk_value(w, s->u.go.call);
    break;
  case STMT_DEFER:
    walk_value(w, s->u.defer.call);
    break;
  case STMT_RETURN:
    walk_values(w, &s->u.return_.results);
    break;
  case STMT_BRANCH:
    walk_branch(w, s);
    break;
  case STMT_BLOCK:
    walk_list(w, &s->u.block.stmts);
    break;
  default:
    walk_control(w, s);
    break;
  }
}

void annotations_verify_function(const struct function *function, annotation_report report,
                                 void *context) {
  struct walker w = {report, context};
  walk_body(&w, function);
}

void annotations_verify(struct package *package, annotation_report report, void *context) {
  struct walker w = {report, context};
  for (int i = 0; i < package->init_step_count; i++)
    walk_value(&w, package->init_steps[i].right);
  for (int i = 0; i < package->file_count; i++)
    for (int j = 0; j < package->files[i]->decls.count; j++) {
      const struct decl *d = package->files[i]->decls.items[j];
      if (d->kind == DECL_FUNC)
        walk_body(&w, d->u.func.function);
    }
}
