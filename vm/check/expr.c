// Expressions: names, literals, parentheses, indirections, assertions, and what every kind has in
// common. After go/types expr.go and typexpr.go.

#include <string.h>

#include "vm/check/internal.h"
#include "vm/check/package.h"

void check_invalidate(struct checker *c, struct expr *e) {
  e->mode = MODE_INVALID;
  e->type = invalid_type(c);
  e->value = NULL;
}

struct object *check_lookup(struct checker *c, const char *name) {
  return scope_lookup_parent(c->context.scope, name);
}

void check_use(struct checker *c, struct expr **items, int count) {
  for (int i = 0; i < count; i++)
    if (items[i] && items[i]->kind != EXPR_BAD)
      check_raw_expr(c, items[i], NULL);
}

// Names.

static void use_variable(struct checker *c, struct expr *e, struct object *v) {
  invariant_debug(v->kind == OBJECT_VAR && v->type);
  v->used = true;
  if (v->u.var.kind != VAR_PACKAGE && v->u.var.function != c->context.function)
    v->u.var.captured = true;
  if (v->u.var.kind == VAR_PACKAGE)
    check_use_package_object(c, v);
  e->type = v->type;
  e->mode = types_is_valid(v->type) ? MODE_VARIABLE : MODE_INVALID;
}

static void use_constant(struct checker *c, struct expr *e, struct object *object) {
  invariant_debug(object->kind == OBJECT_CONST && object->type);
  check_use_package_object(c, object);
  if (!types_is_valid(object->type))
    return;
  struct constant *value = object->u.constant.value;
  if (object == c->universe->iota) {
    if (!c->context.iota) {
      check_error(c, e->start_pos, "cannot use iota outside constant declaration");
      return;
    }
    value = c->context.iota;
  }
  check_set_constant(e, value, object->type);
}

static void use_object(struct checker *c, struct expr *e, struct object *object) {
  switch (object->kind) {
  case OBJECT_PACKAGE:
    check_error(c, e->start_pos, "use of package %s not in selector", object->name);
    break;
  case OBJECT_CONST:
    use_constant(c, e, object);
    break;
  case OBJECT_TYPE:
    object->used = true;
    e->mode = types_is_valid(object->type) ? MODE_TYPE : MODE_INVALID;
    e->type = object->type;
    break;
  case OBJECT_VAR:
    use_variable(c, e, object);
    break;
  case OBJECT_FUNC:
    check_use_package_object(c, object);
    e->mode = MODE_VALUE;
    e->type = object->type;
    break;
  case OBJECT_BUILTIN:
    e->mode = MODE_BUILTIN;
    break;
  case OBJECT_NIL:
    e->mode = MODE_NIL;
    e->type = c->universe->basic[BASIC_UNTYPED_NIL];
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
  case OBJECT_BUILTIN:
    return "built-in function";
  default:
    return "untyped nil";
  }
}

// Whether a name is predeclared since there are type parameters.
static bool is_of_generics(const struct checker *c, const struct object *object) {
  if (object->kind != OBJECT_TYPE || object->package || !object->type)
    return false;
  const struct type *under = type_underlying(object->type);
  return object->type == c->universe->any_type ||
         (under->kind == TYPE_INTERFACE && under->u.interface_.is_comparable);
}

void check_ident(struct checker *c, struct expr *e, bool want_type) {
  check_invalidate(c, e);
  struct object *object = check_lookup(c, e->u.ident.name);
  e->u.ident.object = object;
  if (!object) {
    if (e->u.ident.name == c->blank)
      check_error(c, e->start_pos, "cannot use _ as value or type");
    else
      check_error(c, e->start_pos, "undefined: %s", e->u.ident.name);
    return;
  }
  if (is_of_generics(c, object) &&
      !check_requires(c, e->start_pos, 18, "predeclared %s", object->name))
    return;
  if (want_type && object->kind != OBJECT_TYPE) {
    check_error(c, e->start_pos, "%s (%s) is not a type", object->name, object_kind_word(object));
    object->used = true;
    return;
  }
  if (object->kind != OBJECT_PACKAGE && (!object->type || object->color != COLOR_BLACK))
    check_resolve(c, object);
  if (object->package && object->package != c->context.package)
    check_use_dot_import(c, object);
  if (!object->type)
    object->type = invalid_type(c);
  use_object(c, e, object);
}

// Literals.

// What forms of numbers came with Go 1.13.
static void require_literal(struct checker *c, const struct expr *e) {
  const char *text = e->u.literal.text, *what = NULL;
  char radix = e->u.literal.size > 2 && text[0] == '0' ? (char)(text[1] | 0x20) : '0';
  if (check_language(c, 13) || e->u.literal.size <= 2)
    return;
  if (memchr(text, '_', (size_t)e->u.literal.size))
    what = "underscore in numeric literal";
  else if (radix == 'b')
    what = "binary literal";
  else if (radix == 'o')
    what = "0o/0O-style octal literal";
  else if (radix == 'x' && e->u.literal.token != TOKEN_INT)
    what = "hexadecimal floating-point literal";
  if (what)
    check_requires(c, e->start_pos, 13, "%s", what);
}

static void literal(struct checker *c, struct expr *e) {
  invariant_debug(e->u.literal.token >= TOKEN_INT && e->u.literal.token <= TOKEN_STRING);
  static const enum basic_kind kinds[] = {[TOKEN_INT] = BASIC_UNTYPED_INT,
                                          [TOKEN_FLOAT] = BASIC_UNTYPED_FLOAT,
                                          [TOKEN_IMAGINARY] = BASIC_UNTYPED_COMPLEX,
                                          [TOKEN_CHAR] = BASIC_UNTYPED_RUNE,
                                          [TOKEN_STRING] = BASIC_UNTYPED_STRING};
  enum token token = e->u.literal.token;
  if (e->u.literal.bad)
    return; // the scanner said why
  if (token != TOKEN_STRING && token != TOKEN_CHAR)
    require_literal(c, e);
  if (token != TOKEN_STRING && token != TOKEN_CHAR && e->u.literal.size > 10000) {
    check_error(c, e->start_pos, "excessively long constant: %.10s... (%d chars)",
                e->u.literal.text, e->u.literal.size);
    return;
  }
  struct constant *value =
      constant_from_literal(c->pool, token, e->u.literal.text, (size_t)e->u.literal.size);
  if (!value || constant_kind(value) == CONSTANT_UNKNOWN) {
    check_error(c, e->start_pos, "malformed constant: %.*s", e->u.literal.size, e->u.literal.text);
    return;
  }
  check_set_constant(e, value, c->universe->basic[kinds[token]]);
  check_overflow(c, e, e->start_pos);
}

// Indirection and assertion.

static void star(struct checker *c, struct expr *e) {
  struct expr *x = e->u.star.x;
  check_expr_or_type(c, x);
  check_not_generic(c, x);
  if (x->mode == MODE_INVALID)
    return;
  if (x->mode == MODE_TYPE) {
    e->mode = MODE_TYPE;
    e->type = types_new_pointer(c->universe, check_as_var_type(c, x, x->type));
    return;
  }
  struct type *base = NULL;
  int count = x->mode == MODE_BUILTIN ? 0 : type_term_count(x->type);
  for (int i = 0; i < count; i++) {
    struct type *t = type_underlying(type_term(x->type, i));
    if (x->mode == MODE_NIL || t->kind != TYPE_POINTER) {
      base = NULL;
      break;
    }
    if (base && !types_identical(base, t->u.pointer.elem)) {
      check_error(c, x->start_pos,
                  "invalid operation: pointers of %s must have identical base types",
                  check_operand_string(c, x));
      return;
    }
    base = t->u.pointer.elem;
  }
  if (!base) {
    check_error(c, x->start_pos, "invalid operation: cannot indirect %s",
                check_operand_string(c, x));
    return;
  }
  e->mode = MODE_VARIABLE;
  e->type = base;
}

static void type_assertion(struct checker *c, struct expr *e) {
  struct expr *x = e->u.type_assert.x;
  check_expr(c, x);
  if (!e->u.type_assert.type) {
    check_error(c, e->start_pos, "invalid syntax tree: use of .(type) outside type switch");
    return;
  }
  if (x->mode == MODE_INVALID)
    return;
  if (!type_is_interface(x->type)) {
    check_error(c, x->start_pos,
                type_is_param(x->type)
                    ? "invalid operation: cannot use type assertion on type parameter value %s"
                    : "invalid operation: %s is not an interface",
                check_operand_string(c, x));
    return;
  }
  struct type *t = check_var_type(c, e->u.type_assert.type);
  if (!types_is_valid(t))
    return;
  const char *cause;
  if (!check_assertable(c, x->type, t, &cause) && !check_in_instance(c)) {
    check_error(c, e->start_pos, "impossible type assertion: %s\n\t%s does not implement %s %s",
                check_expr_string(c, e), check_type_string(c, t), check_type_string(c, x->type),
                cause);
    return;
  }
  e->mode = MODE_COMMA_OK;
  e->type = t;
}

// All kinds.

static void paren(struct checker *c, struct expr *e, struct type *hint) {
  struct expr *x = e->u.paren.x;
  check_raw_expr(c, x, hint);
  check_not_generic(c, x); // no type arguments are found through parentheses
  e->mode = x->mode;
  e->type = x->type;
  e->value = x->value;
}

static void type_expression(struct checker *c, struct expr *e) {
  struct type *t = check_type(c, e);
  e->mode = types_is_valid(t) ? MODE_TYPE : MODE_INVALID;
}

static void dispatch(struct checker *c, struct expr *e, struct type *hint) {
  switch (e->kind) {
  case EXPR_BAD:
    break;
  case EXPR_IDENT:
    check_ident(c, e, false);
    break;
  case EXPR_LITERAL:
    literal(c, e);
    break;
  case EXPR_FUNC:
    check_func_literal(c, e);
    break;
  case EXPR_COMPOSITE:
    check_composite(c, e, hint);
    break;
  case EXPR_PAREN:
    paren(c, e, hint);
    break;
  case EXPR_SELECTOR:
    check_selector(c, e, false);
    break;
  case EXPR_INDEX:
    check_index(c, e);
    break;
  case EXPR_SLICE:
    check_slice(c, e);
    break;
  case EXPR_TYPE_ASSERT:
    type_assertion(c, e);
    break;
  case EXPR_CALL:
    check_call(c, e);
    break;
  case EXPR_STAR:
    star(c, e);
    break;
  case EXPR_UNARY:
    check_unary(c, e);
    break;
  case EXPR_BINARY:
    check_binary(c, e);
    break;
  case EXPR_KEY_VALUE:
    check_error(c, e->start_pos, "invalid syntax tree: no key:value expected");
    break;
  case EXPR_ELLIPSIS:
    check_error(c, e->start_pos, "invalid syntax tree: invalid use of ...");
    break;
  default:
    type_expression(c, e);
    break;
  }
}

void check_raw_expr(struct checker *c, struct expr *e, struct type *hint) {
  check_invalidate(c, e);
  if (!check_deeper(c, e->start_pos))
    return;
  dispatch(c, e, hint);
  c->depth--;
  invariant_debug(e->mode != MODE_CONSTANT || e->value);
  invariant_debug(e->mode == MODE_NO_VALUE || e->type);
  if (e->mode != MODE_INVALID && e->mode != MODE_TYPE && e->type && !check_complete(c, e->type))
    check_invalidate(c, e);
}

static void refuse(struct checker *c, struct expr *e, const char *format) {
  check_error(c, e->start_pos, "%s %s", check_operand_string(c, e), format);
  check_invalidate(c, e);
}

bool check_single_value(struct checker *c, struct expr *e) {
  if (e->mode == MODE_VALUE && e->type && e->type->kind == TYPE_TUPLE) {
    check_error(c, e->start_pos, "multiple-value %s in single-value context",
                check_operand_string(c, e));
    check_invalidate(c, e);
    return false;
  }
  return true;
}

// Refuses what is no value.
static void exclude(struct checker *c, struct expr *e) {
  if (e->mode == MODE_NO_VALUE)
    refuse(c, e, "used as value");
  else if (e->mode == MODE_BUILTIN)
    refuse(c, e, "must be called");
  else if (e->mode == MODE_TYPE && types_is_generic(e->type))
    check_not_generic(c, e);
  else if (e->mode == MODE_TYPE)
    refuse(c, e, "is not an expression");
}

void check_not_generic(struct checker *c, struct expr *e) {
  struct expr *name = expr_unparen(e);
  if (e->mode == MODE_TYPE && types_is_generic(e->type)) {
    check_error(c, name->start_pos, "cannot use generic type %s without instantiation",
                check_expr_string(c, name));
    check_invalidate(c, e);
  }
  if (e->mode != MODE_VALUE || !e->type || e->type->kind != TYPE_SIGNATURE ||
      !types_is_generic(e->type))
    return;
  if (name->kind == EXPR_INDEX)
    check_report_rest(c, name);
  else
    check_error(c, e->start_pos, "cannot use generic function %s without instantiation",
                check_expr_string(c, e));
  check_invalidate(c, e);
}

void check_generic_expr(struct checker *c, struct expr *e) {
  check_raw_expr(c, e, NULL);
  exclude(c, e);
  check_single_value(c, e);
}

void check_expr_target(struct checker *c, struct expr *e, struct type *t, const char *target) {
  int errors = c->error_count;
  check_raw_expr(c, e, t);
  exclude(c, e);
  check_single_value(c, e);
  if (e->mode == MODE_VALUE && t && types_is_generic(e->type) &&
      type_underlying(t)->kind == TYPE_SIGNATURE && !check_infer_value(c, e, t, target)) {
    invariant_debug(c->error_count > errors);
    (void)errors;
    check_invalidate(c, e);
  }
  check_not_generic(c, e);
}

void check_expr_hint(struct checker *c, struct expr *e, struct type *hint) {
  check_raw_expr(c, e, hint);
  exclude(c, e);
  check_single_value(c, e);
  check_not_generic(c, e);
}

void check_expr(struct checker *c, struct expr *e) {
  check_expr_hint(c, e, NULL);
}

void check_multi_expr(struct checker *c, struct expr *e) {
  check_raw_expr(c, e, NULL);
  exclude(c, e);
}

void check_expr_or_type(struct checker *c, struct expr *e) {
  check_raw_expr(c, e, NULL);
  if (e->mode == MODE_NO_VALUE)
    refuse(c, e, "used as value or type");
  check_single_value(c, e);
}
