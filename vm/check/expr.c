// Expressions: names, literals, parentheses, indirections, assertions, and what every kind has in
// common. After go/types expr.go and typexpr.go.

#include <string.h>

#include "vm/check/internal.h"
#include "vm/check/package.h"

struct expr *check_unparen(struct expr *e) {
  while (e->kind == EXPR_PAREN)
    e = e->u.paren.x;
  return e;
}

void check_invalidate(struct check *k, struct expr *e) {
  e->mode = MODE_INVALID;
  e->type = k->universe->basic[BASIC_INVALID];
  e->value = NULL;
}

struct object *check_lookup(struct check *k, const char *name) {
  return scope_lookup_parent(k->context.scope, name);
}

// Evaluates expressions only so that what they use counts as used.
void check_use(struct check *k, struct expr **items, int count) {
  for (int i = 0; i < count; i++)
    if (items[i] && items[i]->kind != EXPR_BAD)
      check_raw_expr(k, items[i], NULL);
}

// Names.

static void use_variable(struct check *k, struct expr *e, struct object *v) {
  v->used = true;
  if (v->u.var.kind != VAR_PACKAGE && v->u.var.function != k->context.function)
    v->u.var.captured = true;
  if (v->u.var.kind == VAR_PACKAGE)
    check_use_package_object(k, v);
  e->type = v->type;
  e->mode = types_is_valid(v->type) ? MODE_VARIABLE : MODE_INVALID;
}

static void use_constant(struct check *k, struct expr *e, struct object *object) {
  check_use_package_object(k, object);
  if (!types_is_valid(object->type))
    return;
  struct constant *value = object->u.constant.value;
  if (object == k->universe->iota) {
    if (!k->context.iota) {
      check_error(k, e->start_pos, "cannot use iota outside constant declaration");
      return;
    }
    value = k->context.iota;
  }
  check_set_constant(e, value, object->type);
}

static void use_object(struct check *k, struct expr *e, struct object *object) {
  switch (object->kind) {
  case OBJECT_PACKAGE:
    check_error(k, e->start_pos, "use of package %s not in selector", object->name);
    break;
  case OBJECT_CONST:
    use_constant(k, e, object);
    break;
  case OBJECT_TYPE:
    object->used = true;
    e->mode = types_is_valid(object->type) ? MODE_TYPE : MODE_INVALID;
    e->type = object->type;
    break;
  case OBJECT_VAR:
    use_variable(k, e, object);
    break;
  case OBJECT_FUNC:
    check_use_package_object(k, object);
    e->mode = MODE_VALUE;
    e->type = object->type;
    break;
  case OBJECT_BUILTIN:
    e->mode = MODE_BUILTIN;
    break;
  case OBJECT_NIL:
    e->mode = MODE_NIL;
    e->type = k->universe->basic[BASIC_UNTYPED_NIL];
    break;
    break;
  }
}

static const char *const variable_words[] = {[VAR_PACKAGE] = "package-level variable",
                                             [VAR_LOCAL] = "local variable",
                                             [VAR_PARAM] = "parameter",
                                             [VAR_RESULT] = "result variable",
                                             [VAR_RECEIVER] = "receiver",
                                             [VAR_FIELD] = "struct field"};

static const char *object_kind_word(const struct object *object) {
  switch (object->kind) {
  case OBJECT_PACKAGE:
    return "package name";
  case OBJECT_CONST:
    return "constant";
  case OBJECT_TYPE:
    return "type name";
  case OBJECT_VAR:
    return variable_words[object->u.var.kind];
  case OBJECT_FUNC:
    return "function";
    return "label";
  case OBJECT_BUILTIN:
    return "built-in function";
  default:
    return "untyped nil";
  }
}

void check_ident(struct check *k, struct expr *e, bool want_type) {
  check_invalidate(k, e);
  struct object *object = check_lookup(k, e->u.ident.name);
  e->u.ident.object = object;
  if (!object) {
    if (e->u.ident.name == k->blank)
      check_error(k, e->start_pos, "cannot use _ as value or type");
    else
      check_error(k, e->start_pos, "undefined: %s", e->u.ident.name);
    return;
  }
  if (want_type && object->kind != OBJECT_TYPE) {
    check_error(k, e->start_pos, "%s (%s) is not a type", object->name, object_kind_word(object));
    object->used = true;
    return;
  }
  if (object->kind != OBJECT_PACKAGE && (!object->type || object->color != COLOR_BLACK))
    check_resolve(k, object);
  if (object->package && object->package != k->context.package)
    check_use_dot_import(k, object);
  if (!object->type)
    object->type = k->universe->basic[BASIC_INVALID];
  use_object(k, e, object);
}

// Literals.

static void literal(struct check *k, struct expr *e) {
  static const enum basic_kind kinds[] = {[TOKEN_INT] = BASIC_UNTYPED_INT,
                                          [TOKEN_FLOAT] = BASIC_UNTYPED_FLOAT,
                                          [TOKEN_IMAGINARY] = BASIC_UNTYPED_COMPLEX,
                                          [TOKEN_CHAR] = BASIC_UNTYPED_RUNE,
                                          [TOKEN_STRING] = BASIC_UNTYPED_STRING};
  enum token token = e->u.literal.token;
  if (e->u.literal.bad)
    return; // the scanner said why
  if (token != TOKEN_STRING && token != TOKEN_CHAR && e->u.literal.size > 10000) {
    check_error(k, e->start_pos, "excessively long constant: %.10s... (%d chars)",
                e->u.literal.text, e->u.literal.size);
    return;
  }
  struct constant *value =
      constant_from_literal(k->pool, token, e->u.literal.text, (size_t)e->u.literal.size);
  if (!value || constant_kind(value) == CONSTANT_UNKNOWN) {
    check_error(k, e->start_pos, "malformed constant: %.*s", e->u.literal.size, e->u.literal.text);
    return;
  }
  check_set_constant(e, value, k->universe->basic[kinds[token]]);
  check_overflow(k, e, e->start_pos);
}

// Indirection and assertion.

static void star(struct check *k, struct expr *e) {
  struct expr *x = e->u.star.x;
  check_expr_or_type(k, x);
  if (x->mode == MODE_INVALID)
    return;
  if (x->mode == MODE_TYPE) {
    e->mode = MODE_TYPE;
    e->type = types_new_pointer(k->universe, x->type);
    return;
  }
  struct type *t = type_underlying(x->type);
  if (x->mode == MODE_NIL || t->kind != TYPE_POINTER) {
    check_error(k, x->start_pos, "invalid operation: cannot indirect %s",
                check_operand_string(k, x));
    return;
  }
  e->mode = MODE_VARIABLE;
  e->type = t->u.pointer.elem;
}

static void type_assertion(struct check *k, struct expr *e) {
  struct expr *x = e->u.type_assert.x;
  check_expr(k, x);
  if (!e->u.type_assert.type) {
    check_error(k, e->start_pos, "invalid syntax tree: use of .(type) outside type switch");
    return;
  }
  if (x->mode == MODE_INVALID) {
    check_use(k, &e->u.type_assert.type, 1);
    return;
  }
  if (!type_is_interface(x->type)) {
    check_error(k, x->start_pos, "invalid operation: %s is not an interface",
                check_operand_string(k, x));
    check_use(k, &e->u.type_assert.type, 1);
    return;
  }
  struct type *t = check_var_type(k, e->u.type_assert.type);
  if (!types_is_valid(t))
    return;
  const char *cause;
  if (!check_assertable(k, x->type, t, &cause) && !check_in_instance(k)) {
    check_error(k, e->start_pos, "impossible type assertion: %s\n\t%s does not implement %s %s",
                check_expr_string(k, e), check_type_string(k, t), check_type_string(k, x->type),
                cause);
    return;
  }
  e->mode = MODE_COMMA_OK;
  e->type = t;
}

// All kinds.

static void paren(struct check *k, struct expr *e, struct type *hint) {
  struct expr *x = e->u.paren.x;
  check_raw_expr(k, x, hint);
  e->mode = x->mode;
  e->type = x->type;
  e->value = x->value;
}

static void type_expression(struct check *k, struct expr *e) {
  struct type *t = check_type(k, e);
  e->mode = types_is_valid(t) ? MODE_TYPE : MODE_INVALID;
}

static void dispatch(struct check *k, struct expr *e, struct type *hint) {
  switch (e->kind) {
  case EXPR_BAD:
    break;
  case EXPR_IDENT:
    check_ident(k, e, false);
    break;
  case EXPR_LITERAL:
    literal(k, e);
    break;
  case EXPR_FUNC:
    check_func_literal(k, e);
    break;
  case EXPR_COMPOSITE:
    check_composite(k, e, hint);
    break;
  case EXPR_PAREN:
    paren(k, e, hint);
    break;
  case EXPR_SELECTOR:
    check_selector(k, e, false);
    break;
  case EXPR_INDEX:
    check_index(k, e);
    break;
  case EXPR_SLICE:
    check_slice(k, e);
    break;
  case EXPR_TYPE_ASSERT:
    type_assertion(k, e);
    break;
  case EXPR_CALL:
    check_call(k, e);
    break;
  case EXPR_STAR:
    star(k, e);
    break;
  case EXPR_UNARY:
    check_unary(k, e);
    break;
  case EXPR_BINARY:
    check_binary(k, e);
    break;
  case EXPR_KEY_VALUE:
    check_error(k, e->start_pos, "invalid syntax tree: no key:value expected");
    break;
  case EXPR_ELLIPSIS:
    check_error(k, e->start_pos, "invalid syntax tree: invalid use of ...");
    break;
  default:
    type_expression(k, e);
    break;
  }
}

void check_raw_expr(struct check *k, struct expr *e, struct type *hint) {
  check_invalidate(k, e);
  if (!check_deeper(k, e->start_pos))
    return;
  dispatch(k, e, hint);
  k->depth--;
  if (e->mode != MODE_INVALID && e->mode != MODE_TYPE && e->type && !check_complete(k, e->type))
    check_invalidate(k, e);
}

static void refuse(struct check *k, struct expr *e, const char *format) {
  check_error(k, e->start_pos, "%s %s", check_operand_string(k, e), format);
  check_invalidate(k, e);
}

// A tuple is no single value.
bool check_single_value(struct check *k, struct expr *e) {
  if (e->mode == MODE_VALUE && e->type && e->type->kind == TYPE_TUPLE) {
    check_error(k, e->start_pos, "multiple-value %s in single-value context",
                check_operand_string(k, e));
    check_invalidate(k, e);
    return false;
  }
  return true;
}

static void exclude(struct check *k, struct expr *e, bool allow_no_value, bool allow_type) {
  if (e->mode == MODE_NO_VALUE && !allow_no_value)
    refuse(k, e, allow_type ? "used as value or type" : "used as value");
  else if (e->mode == MODE_BUILTIN)
    refuse(k, e, "must be called");
  else if (e->mode == MODE_TYPE && !allow_type)
    refuse(k, e, "is not an expression");
}

void check_expr_hint(struct check *k, struct expr *e, struct type *hint) {
  check_raw_expr(k, e, hint);
  exclude(k, e, false, false);
  check_single_value(k, e);
}

void check_expr(struct check *k, struct expr *e) {
  check_expr_hint(k, e, NULL);
}

void check_multi_expr(struct check *k, struct expr *e) {
  check_raw_expr(k, e, NULL);
  exclude(k, e, false, false);
}

void check_expr_or_type(struct check *k, struct expr *e) {
  check_raw_expr(k, e, NULL);
  exclude(k, e, false, true);
  check_single_value(k, e);
}
