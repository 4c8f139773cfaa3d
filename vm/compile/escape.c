// Which variables may live in a frame. See escape.h.
//
// One walk over the tree of an outermost function. A variable's function is the one that declares
// it; a use in another function makes it a capture of every literal between the two. The decision
// itself (captured and reassigned, address taken, indexed) is the compiler's: home_kind_for.
//
// The compiler calls itself as deep as the tree is. This walk comes before it and measures that.

#include "vm/compile/escape.h"

#include <stdint.h>

#include "mem/invariant.h"
#include "vm/syntax/c_stack.h"
#include "vm/types/types.h"

// What the compiler's frames take for one level of the tree, and for one operator of a chain such
// as a + b + c, which is a level too.
enum { level_bytes = 2048 * c_stack_factor, chain_bytes = 512 * c_stack_factor };

struct escape {
  struct region *region;
  struct function *function; // being walked; NULL at package level
  size_t bytes, max_bytes;   // for the levels down to here; the most that there were
};

static void walk_expr(struct escape *s, struct expr *e);
static void walk_stmt(struct escape *s, struct stmt *t);
static void walk_body(struct escape *s, struct function *function);
static void walk_operand(struct escape *s, struct expr *e);
static void walk_simple(struct escape *s, struct stmt *t);

// Goes down; the caller sets s->bytes back. False: there is no C stack for more.
static bool enter(struct escape *s, size_t bytes) {
  s->bytes += bytes;
  if (!c_stack_may_recurse())
    s->max_bytes = SIZE_MAX;
  if (s->bytes > s->max_bytes)
    s->max_bytes = s->bytes;
  return s->max_bytes != SIZE_MAX;
}

static struct expr *strip(struct expr *e) {
  while (e && e->kind == EXPR_PAREN)
    e = e->u.paren.x;
  return e;
}

static bool is_local(const struct object *o) {
  return o && o->kind == OBJECT_VAR && o->u.var.kind != VAR_PACKAGE && o->u.var.kind != VAR_FIELD;
}

static bool is_pointer(struct type *t) {
  return type_underlying(t)->kind == TYPE_POINTER;
}

static bool is_array(struct type *t) {
  return type_underlying(t)->kind == TYPE_ARRAY;
}

// Whether a pointer is dereferenced on the way through the fields; *end gets the type at the end.
static bool path_dereferences(struct type *t, const int *path, int count, struct type **end) {
  bool dereferenced = false;
  for (int i = 0; i < count; i++) {
    struct type *under = type_underlying(t);
    if (under->kind == TYPE_POINTER) {
      dereferenced = true;
      under = type_underlying(under->u.pointer.elem);
    }
    invariant_debug(under->kind == TYPE_STRUCT && path[i] < under->u.struct_.count);
    t = under->u.struct_.fields[path[i]]->type;
  }
  *end = t;
  return dereferenced;
}

// The local variable that e is a part of (itself, a field, an element of an array), or NULL.
static struct object *root_of(struct expr *e) {
  for (;;) {
    e = strip(e);
    struct type *end;
    switch (e->kind) {
    case EXPR_IDENT:
      return is_local(e->u.ident.object) ? e->u.ident.object : NULL;
    case EXPR_SELECTOR: {
      const struct selection *sel = &e->u.selector.selection;
      if (sel->kind != SELECT_FIELD ||
          path_dereferences(e->u.selector.x->type, sel->path, sel->path_count, &end))
        return NULL;
      e = e->u.selector.x;
      break;
    }
    case EXPR_INDEX:
      if (e->u.index.x->mode == MODE_TYPE || !e->u.index.x->type || !is_array(e->u.index.x->type))
        return NULL;
      e = e->u.index.x;
      break;
    default:
      return NULL;
    }
  }
}

static void mark_address_taken(struct expr *e) {
  struct object *v = root_of(e);
  if (v)
    v->u.var.address_taken = true;
}

static void mark_on_heap(struct expr *e) {
  struct object *v = root_of(e);
  if (v)
    v->u.var.on_heap = true;
}

static void mark_assigned(struct expr *e) {
  struct object *v = root_of(e);
  if (v)
    v->u.var.reassigned = true;
}

static void add_capture(struct escape *s, struct function *function, struct object *v) {
  invariant_debug(is_local(v) && v->u.var.function != function);
  for (int i = 0; i < function->capture_count; i++)
    if (function->captures[i] == v)
      return;
  // Lists are short; they grow in steps of powers of two.
  int count = function->capture_count;
  if (count == 0 || (count & (count - 1)) == 0) {
    int cap = count;
    function->captures = region_grow(s->region, function->captures, sizeof *function->captures,
                                     count, &cap, count == 0 ? 1 : count * 2);
  }
  function->captures[function->capture_count++] = v;
}

static void use_variable(struct escape *s, struct object *v) {
  if (!is_local(v) || !v->u.var.function || !s->function)
    return;
  for (struct function *fn = s->function; fn != v->u.var.function; fn = fn->outer) {
    invariant_debug(fn); // the declaring function is around
    v->u.var.captured = true;
    add_capture(s, fn, v);
  }
}

static void walk_list(struct escape *s, const struct expr_list *list) {
  for (int i = 0; i < list->count; i++)
    walk_expr(s, list->items[i]);
}

static void walk_composite(struct escape *s, struct expr *e) {
  struct type *t = type_underlying(e->type);
  if (t->kind == TYPE_POINTER)
    t = type_underlying(t->u.pointer.elem);
  for (int i = 0; i < e->u.composite.elements.count; i++) {
    struct expr *x = e->u.composite.elements.items[i];
    if (x->kind != EXPR_KEY_VALUE) {
      walk_expr(s, x);
      continue;
    }
    if (t->kind == TYPE_MAP)
      walk_expr(s, x->u.key_value.key);
    walk_expr(s, x->u.key_value.value);
  }
}

static void walk_selector(struct escape *s, struct expr *e) {
  const struct selection *sel = &e->u.selector.selection;
  if (sel->kind == SELECT_QUALIFIED || sel->kind == SELECT_METHOD_EXPR || sel->kind == SELECT_NONE)
    return;
  walk_expr(s, e->u.selector.x);
  struct type *end;
  if (sel->kind == SELECT_METHOD && sel->object->u.func.pointer_receiver &&
      !path_dereferences(e->u.selector.x->type, sel->path, sel->path_count, &end) &&
      !is_pointer(end))
    mark_address_taken(e->u.selector.x);
}

static void walk_index(struct escape *s, struct expr *e) {
  struct expr *x = e->u.index.x;
  if (x->mode == MODE_TYPE || e->mode == MODE_TYPE || !x->type ||
      type_underlying(x->type)->kind == TYPE_SIGNATURE) {
    walk_expr(s, x);
    return;
  }
  walk_expr(s, x);
  walk_list(s, &e->u.index.indices);
  if (is_array(x->type) && e->u.index.indices.items[0]->mode != MODE_CONSTANT)
    mark_on_heap(x);
}

static void walk_expr(struct escape *s, struct expr *e) {
  size_t bytes = s->bytes;
  // Left-leaning chains of operators may be long.
  for (; e && e->kind == EXPR_BINARY && e->mode != MODE_CONSTANT; e = e->u.binary.x) {
    if (!enter(s, chain_bytes))
      return;
    walk_expr(s, e->u.binary.y);
  }
  if (e && e->mode != MODE_TYPE && e->mode != MODE_CONSTANT && enter(s, level_bytes))
    walk_operand(s, e);
  s->bytes = bytes;
}

// An expression that is no operator between two.
static void walk_operand(struct escape *s, struct expr *e) {
  switch (e->kind) {
  case EXPR_IDENT:
    use_variable(s, e->u.ident.object);
    break;
  case EXPR_FUNC:
    walk_body(s, e->u.func.function);
    break;
  case EXPR_COMPOSITE:
    walk_composite(s, e);
    break;
  case EXPR_PAREN:
    walk_expr(s, e->u.paren.x);
    break;
  case EXPR_SELECTOR:
    walk_selector(s, e);
    break;
  case EXPR_INDEX:
    walk_index(s, e);
    break;
  case EXPR_SLICE:
    walk_expr(s, e->u.slice.x);
    walk_expr(s, e->u.slice.low);
    walk_expr(s, e->u.slice.high);
    walk_expr(s, e->u.slice.max);
    if (is_array(e->u.slice.x->type))
      mark_address_taken(e->u.slice.x);
    break;
  case EXPR_TYPE_ASSERT:
    walk_expr(s, e->u.type_assert.x);
    break;
  case EXPR_CALL:
    walk_expr(s, e->u.call.fun);
    walk_list(s, &e->u.call.args);
    break;
  case EXPR_STAR:
    walk_expr(s, e->u.star.x);
    break;
  case EXPR_UNARY:
    walk_expr(s, e->u.unary.x);
    if (e->u.unary.op == TOKEN_AND)
      mark_address_taken(e->u.unary.x);
    break;
  default:
    break;
  }
}

// Statements.

static void walk_stmts(struct escape *s, const struct stmt_list *list) {
  for (int i = 0; i < list->count; i++)
    walk_stmt(s, list->items[i]);
}

static void walk_decls(struct escape *s, const struct decl_list *decls) {
  for (int i = 0; i < decls->count; i++)
    if (decls->items[i]->kind == DECL_VAR)
      walk_list(s, &decls->items[i]->u.value.values);
}

static void walk_assign(struct escape *s, struct stmt *t) {
  for (int i = 0; i < t->u.assign.left.count; i++) {
    struct expr *left = t->u.assign.left.items[i];
    bool is_new = t->u.assign.op == TOKEN_DEFINE && t->u.assign.is_new && t->u.assign.is_new[i];
    if (is_new)
      continue;
    walk_expr(s, left);
    mark_assigned(left);
  }
  walk_list(s, &t->u.assign.right);
}

// What a loop assigns in each iteration.
static void walk_assigned(struct escape *s, struct stmt *t, struct expr *left) {
  if (!left || (t->u.range.define && !t->u.range.shares_variables))
    return;
  if (!t->u.range.define)
    walk_expr(s, left);
  mark_assigned(left);
}

// The body of a loop over a function is a function: what the loop assigns to is used in it.
static void walk_range(struct escape *s, struct stmt *t) {
  struct function *outer = s->function, *body = t->u.range.function;
  struct expr *value = t->u.range.value;
  walk_expr(s, t->u.range.x);
  s->function = body ? body : outer;
  walk_assigned(s, t, t->u.range.key);
  walk_assigned(s, t, value);
  s->function = outer;
  if (value && t->u.range.x->type && is_array(t->u.range.x->type))
    mark_on_heap(t->u.range.x);
  if (body)
    walk_body(s, body);
  else
    walk_stmt(s, t->u.range.body);
}

static void walk_control(struct escape *s, struct stmt *t) {
  switch (t->kind) {
  case STMT_IF:
    walk_stmt(s, t->u.if_.init);
    walk_expr(s, t->u.if_.condition);
    walk_stmt(s, t->u.if_.then);
    walk_stmt(s, t->u.if_.otherwise);
    break;
  case STMT_CASE:
    walk_list(s, &t->u.case_.exprs);
    walk_stmts(s, &t->u.case_.body);
    break;
  case STMT_SWITCH:
    walk_stmt(s, t->u.switch_.init);
    walk_expr(s, t->u.switch_.tag);
    walk_stmts(s, &t->u.switch_.clauses);
    break;
  case STMT_TYPE_SWITCH:
    walk_stmt(s, t->u.type_switch.init);
    walk_expr(s, t->u.type_switch.x);
    walk_stmts(s, &t->u.type_switch.clauses);
    break;
  case STMT_COMM:
    walk_stmt(s, t->u.comm.comm);
    walk_stmts(s, &t->u.comm.body);
    break;
  case STMT_SELECT:
    walk_stmts(s, &t->u.select.clauses);
    break;
  case STMT_FOR:
    walk_stmt(s, t->u.for_.init);
    walk_expr(s, t->u.for_.condition);
    walk_stmt(s, t->u.for_.post);
    walk_stmt(s, t->u.for_.body);
    break;
  case STMT_RANGE:
    walk_range(s, t);
    break;
  default:
    break;
  }
}

static void walk_stmt(struct escape *s, struct stmt *t) {
  size_t bytes = s->bytes;
  if (t && enter(s, level_bytes))
    walk_simple(s, t);
  s->bytes = bytes;
}

// What statements in the body of a loop over a function use of the function around: the list that
// defer statements add to, the results that return statements set.
static void use_outer(struct escape *s, bool results) {
  const struct function *body = function_outermost_body(s->function);
  if (body && !results)
    use_variable(s, body->range->u.range.defers);
  for (int i = 0; body && results && i < body->outer->signature->u.signature.result_count; i++)
    use_variable(s, body->outer->results[i]);
}

static void walk_simple(struct escape *s, struct stmt *t) {
  switch (t->kind) {
  case STMT_DECL:
    walk_decls(s, &t->u.decl.decls);
    break;
  case STMT_LABELED:
    walk_stmt(s, t->u.labeled.stmt);
    break;
  case STMT_EXPR:
    walk_expr(s, t->u.expr.x);
    break;
  case STMT_SEND:
    walk_expr(s, t->u.send.channel);
    walk_expr(s, t->u.send.value);
    break;
  case STMT_INC_DEC:
    walk_expr(s, t->u.inc_dec.x);
    mark_assigned(t->u.inc_dec.x);
    break;
  case STMT_ASSIGN:
    walk_assign(s, t);
    break;
  case STMT_GO:
    walk_expr(s, t->u.go.call);
    break;
  case STMT_DEFER:
    walk_expr(s, t->u.defer.call);
    use_outer(s, false);
    break;
  case STMT_RETURN:
    walk_list(s, &t->u.return_.results);
    use_outer(s, true);
    break;
  case STMT_BLOCK:
    walk_stmts(s, &t->u.block.stmts);
    break;
  default:
    walk_control(s, t);
  }
}

// Results are assigned to by return statements, whatever the body does.
static void walk_function(struct escape *s, struct function *function) {
  struct function *outer = s->function;
  s->function = function;
  if (function->signature)
    for (int i = 0; i < function->signature->u.signature.result_count; i++)
      if (function->results && function->results[i])
        function->results[i]->u.var.reassigned = true;
  walk_stmt(s, function->body);
  s->function = outer;
}

// Walks a function, once.
static void walk_body(struct escape *s, struct function *function) {
  size_t bytes = s->bytes, max_bytes = s->max_bytes;
  if (function->compile_bytes == 0) {
    s->bytes = s->max_bytes = 0;
    walk_function(s, function);
    function->compile_bytes = s->max_bytes;
  }
  s->max_bytes = max_bytes;
  s->bytes = bytes;
  if (function->compile_bytes == SIZE_MAX)
    s->max_bytes = SIZE_MAX;
  else
    enter(s, function->compile_bytes);
  s->bytes = bytes;
}

size_t escape_function(struct region *region, struct function *function) {
  while (function->outer)
    function = function->outer;
  struct escape s = {.region = region};
  walk_body(&s, function);
  return s.max_bytes;
}

size_t escape_expr(struct region *region, struct expr *e) {
  struct escape s = {.region = region};
  walk_expr(&s, e);
  return s.max_bytes;
}
