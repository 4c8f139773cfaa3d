// Selectors: qualified names, fields, methods, method expressions. After go/types call.go.

#include <string.h>
#include <strings.h>

#include "vm/check/internal.h"

static const char *first_fold(const struct scope *scope, const char *name) {
  for (int i = 0; i < scope->order_count; i++)
    if (strcasecmp(scope->order[i]->name, name) == 0 && types_name_exported(scope->order[i]->name))
      return scope->order[i]->name;
  return NULL;
}

static void use_imported(struct checker *c, struct expr *e, struct object *object) {
  e->u.selector.selection = (struct selection){.kind = SELECT_QUALIFIED, .object = object};
  check_resolve(c, object);
  if (!object->type)
    object->type = invalid_type(c);
  e->type = object->type;
  switch (object->kind) {
  case OBJECT_CONST:
    if (types_is_valid(object->type))
      check_set_constant(e, object->u.constant.value, object->type);
    break;
  case OBJECT_TYPE:
    e->mode = types_is_valid(object->type) ? MODE_TYPE : MODE_INVALID;
    break;
  case OBJECT_VAR:
    e->mode = types_is_valid(object->type) ? MODE_VARIABLE : MODE_INVALID;
    break;
  case OBJECT_FUNC:
    e->mode = MODE_VALUE;
    break;
  case OBJECT_BUILTIN:
    e->mode = MODE_BUILTIN;
    break;
  default:
    break;
  }
}

// package.Name. Returns whether x is a package.
static bool qualified(struct checker *c, struct expr *e) {
  struct expr *x = e->u.selector.x;
  if (x->kind != EXPR_IDENT)
    return false;
  struct object *package_name = check_lookup(c, x->u.ident.name);
  if (!package_name || package_name->kind != OBJECT_PACKAGE)
    return false;
  package_name->used = true;
  x->u.ident.object = package_name;
  x->mode = MODE_PACKAGE;
  struct package *imported = package_name->u.package.imported;
  if (!imported->scope)
    return true; // the import failed
  const char *name = e->u.selector.name;
  struct object *object = scope_lookup(imported->scope, name);
  if (!object) {
    const char *other = first_fold(imported->scope, name);
    if (other)
      check_error(c, e->u.selector.name_pos, "undefined: %s (but have %s)", check_expr_string(c, e),
                  other);
    else
      check_error(c, e->u.selector.name_pos, "undefined: %s", check_expr_string(c, e));
    return true;
  }
  // A package names itself only in what a host writes: see host.c.
  if (!types_name_exported(name) && imported != c->context.package)
    check_error(c, e->u.selector.name_pos, "name %s not exported by package %s", name,
                imported->name);
  object->used = true; // see vm/std/support/profile.c
  use_imported(c, e, object);
  return true;
}

const char *check_lookup_words(struct checker *c, struct type *t, const char *name,
                               struct object *other, bool literal) {
  const char *type = check_type_string(c, t);
  if (other) {
    bool same_package = types_same_package(other->package, c->context.package);
    bool tail = strcmp(other->name + 1, name + 1) == 0;
    bool exported = types_name_exported(name), other_exported = types_name_exported(other->name);
    const char *what = other->kind == OBJECT_VAR ? "field" : "method";
    bool misspelled =
        same_package || (exported && other_exported) || (!exported && other_exported && tail);
    bool unexported = !misspelled && exported && tail;
    bool inaccessible =
        !misspelled && !exported && !other_exported && strcmp(other->name, name) == 0;
    if (literal && (misspelled || unexported))
      return region_printf(c->region,
                           "unknown field %s in struct literal of type %s, but does have %s%s",
                           name, type, unexported ? "unexported " : "", other->name);
    if (literal && inaccessible)
      return region_printf(c->region,
                           "cannot refer to unexported field %s in struct literal of type %s",
                           other->name, type);
    if (misspelled || unexported)
      return region_printf(c->region, "type %s has no field or method %s, but does have %s%s %s",
                           type, name, unexported ? "unexported " : "", what, other->name);
    if (inaccessible)
      return region_printf(c->region, "cannot refer to unexported %s %s", what, other->name);
  }
  if (literal)
    return region_printf(c->region, "unknown field %s in struct literal of type %s", name, type);
  return region_printf(c->region, "type %s has no field or method %s", type, name);
}

static void report_missing(struct checker *c, struct expr *e, enum lookup_result result) {
  struct expr *x = e->u.selector.x;
  const char *name = e->u.selector.name;
  if (!types_is_valid(type_underlying(x->type)))
    return;
  if (result == LOOKUP_AMBIGUOUS) {
    check_error(c, e->u.selector.name_pos, "ambiguous selector %s.%s", check_expr_string(c, x),
                name);
    return;
  }
  struct type *under = type_underlying(x->type);
  const char *why;
  if (under->kind == TYPE_POINTER && type_is_param(under->u.pointer.elem)) {
    why = region_printf(c->region, "type %s is pointer to type parameter, not type parameter",
                        check_type_string(c, x->type));
  } else if (under->kind == TYPE_POINTER && type_is_interface(under->u.pointer.elem)) {
    why = region_printf(c->region, "type %s is pointer to interface, not interface",
                        check_type_string(c, x->type));
  } else {
    struct selection other;
    bool found = types_lookup_detailed(c->region, x->type, name, c->context.package, true,
                                       &other) == LOOKUP_FOUND;
    why = check_lookup_words(c, x->type, name, found ? other.object : NULL, false);
  }
  check_error(c, e->u.selector.name_pos, "%s.%s undefined (%s)", check_expr_string(c, x), name,
              why);
}

// The type of T.m: a function with the receiver as its first parameter.
static struct type *method_expression_type(struct checker *c, struct type *receiver,
                                           struct type *method) {
  invariant_debug(method->kind == TYPE_SIGNATURE);
  struct type *t = types_new(c->universe, TYPE_SIGNATURE);
  int count = method->u.signature.param_count;
  *t = (struct type){.kind = TYPE_SIGNATURE, .id = t->id, .u.signature = method->u.signature};
  t->u.signature.receiver = NULL;
  t->u.signature.params = region_alloc(c->region, (size_t)(count + 1) * sizeof(struct object *));
  struct object *first = check_new_variable(c, VAR_PARAM, NULL, 0, receiver);
  if (count > 0 && method->u.signature.params[0]->name) {
    first->name = method->u.signature.receiver ? method->u.signature.receiver->name : NULL;
    first->name = first->name ? first->name : c->blank;
  }
  t->u.signature.params[0] = first;
  for (int i = 0; i < count; i++)
    t->u.signature.params[i + 1] = method->u.signature.params[i];
  t->u.signature.param_count = count + 1;
  return t;
}

static bool refuse_pointer_method(struct checker *c, struct expr *e, struct selection *found) {
  struct expr *x = e->u.selector.x;
  if (found->kind == SELECT_FIELD || !found->object->u.func.pointer_receiver || found->indirect ||
      x->mode == MODE_VARIABLE)
    return false;
  const char *type = check_type_string(c, x->type), *name = e->u.selector.name;
  if (x->mode == MODE_TYPE)
    check_error(c, e->u.selector.name_pos,
                "invalid method expression %s.%s (needs pointer receiver (*%s).%s)", type, name,
                type, name);
  else
    check_error(c, e->u.selector.name_pos, "cannot call pointer method %s on %s", name, type);
  return true;
}

static void select_method_expression(struct checker *c, struct expr *e, struct selection *found) {
  struct expr *x = e->u.selector.x;
  if (found->kind == SELECT_FIELD) {
    check_error(c, e->u.selector.name_pos, "%s.%s undefined (type %s has no method %s)",
                check_expr_string(c, x), e->u.selector.name, check_type_string(c, x->type),
                e->u.selector.name);
    return;
  }
  found->kind = SELECT_METHOD_EXPR;
  e->u.selector.selection = *found;
  e->mode = MODE_VALUE;
  e->type = method_expression_type(c, x->type, found->object->type);
}

void check_selector(struct checker *c, struct expr *e, bool want_type) {
  struct expr *x = e->u.selector.x;
  check_invalidate(c, e);
  e->u.selector.selection = (struct selection){0};
  if (qualified(c, e))
    return;
  check_raw_expr(c, x, NULL);
  check_not_generic(c, x);
  if (x->mode == MODE_NO_VALUE) {
    check_error(c, x->start_pos, "%s used as value or type", check_operand_string(c, x));
    return;
  }
  if (x->mode == MODE_BUILTIN) {
    check_error(c, e->pos, "invalid use of %s in selector expression", check_operand_string(c, x));
    return;
  }
  if (x->mode == MODE_INVALID || !check_single_value(c, x) || !check_complete(c, x->type))
    return;
  if (want_type) {
    check_error(c, e->u.selector.name_pos, "%s is not a type", check_expr_string(c, e));
    return;
  }
  struct selection found;
  enum lookup_result result = types_lookup_detailed(c->region, x->type, e->u.selector.name,
                                                    c->context.package, false, &found);
  if (result != LOOKUP_FOUND) {
    report_missing(c, e, result);
    return;
  }
  if (refuse_pointer_method(c, e, &found))
    return;
  if (found.object->kind == OBJECT_FUNC) {
    check_resolve(c, found.object);
    if (!types_is_valid(found.object->type))
      return;
    check_use_package_object(c, found.object);
  }
  if (x->mode == MODE_TYPE) {
    select_method_expression(c, e, &found);
    return;
  }
  e->u.selector.selection = found;
  e->type = found.object->type;
  if (found.kind == SELECT_FIELD) {
    e->mode = x->mode == MODE_VARIABLE || found.indirect ? MODE_VARIABLE : MODE_VALUE;
    if (!types_is_valid(e->type))
      e->mode = MODE_INVALID;
    return;
  }
  e->mode = MODE_VALUE;
}
