// Calls and selectors. After go/types call.go.

#include <string.h>
#include <strings.h>

#include "vm/check/internal.h"

// Stands for "argument to f" where f is c->callee: written out only in an error.
const char check_argument_context[] = "argument";

// Conversions.

static void convert(struct checker *c, struct expr *e, struct type *t) {
  struct expr_list *args = &e->u.call.args;
  e->u.call.kind = CALL_CONVERSION;
  const char *type = NULL;
  if (args->count != 1)
    type = check_type_string(c, t);
  if (args->count == 0) {
    check_error(c, e->start_pos, "missing argument in conversion to %s", type);
    return;
  }
  if (args->count > 1) {
    check_use(c, args->items, args->count);
    check_error(c, args->items[args->count - 1]->start_pos,
                "too many arguments in conversion to %s", type);
    return;
  }
  struct expr *x = args->items[0];
  check_expr_hint(c, x, t);
  if (x->mode == MODE_INVALID)
    return;
  if (e->u.call.has_ellipsis) {
    check_error(c, x->start_pos, "invalid use of ... in conversion to %s", check_type_string(c, t));
    return;
  }
  if (!check_complete(c, t))
    return;
  struct type *under = type_underlying(t);
  if (under->kind == TYPE_INTERFACE &&
      (types_complete_interface(under),
       under->u.interface_.is_constraint || under->u.interface_.is_comparable)) {
    check_error(c, e->start_pos,
                "cannot use interface %s in conversion (contains specific type constraints or is "
                "comparable)",
                check_type_string(c, t));
    return;
  }
  check_conversion(c, e, x, t);
  struct expr *name = expr_unparen(e->u.call.fun);
  bool is_argument = name->kind == EXPR_IDENT && name->u.ident.object &&
                     name->u.ident.object->kind == OBJECT_TYPE &&
                     name->u.ident.object->u.type_name.is_argument;
  if (is_argument && e->mode == MODE_CONSTANT) {
    // In a generic body T(1) is a value: T need not be a type of constants.
    check_update_type(c, x, t);
    e->mode = MODE_VALUE;
    e->value = NULL;
  }
}

// Arguments.

struct arguments {
  struct type **types;  // of each value
  struct expr **values; // the expression, or a stand-in for a value of a multi-value call
  int count;
  bool from_tuple;
};

static bool evaluate_arguments(struct checker *c, struct expr *e, struct arguments *a) {
  struct expr_list *args = &e->u.call.args;
  bool good = true;
  if (args->count == 1) {
    check_multi_expr(c, args->items[0]);
    struct expr *x = args->items[0];
    if (x->mode == MODE_VALUE && x->type->kind == TYPE_TUPLE) {
      a->from_tuple = true;
      a->count = x->type->u.tuple.count;
      a->values = region_alloc(c->region, (size_t)(a->count + 1) * sizeof *a->values);
      for (int i = 0; i < a->count; i++) {
        a->values[i] = region_alloc(c->region, sizeof *x);
        *a->values[i] = *x;
        a->values[i]->type = x->type->u.tuple.types[i];
      }
      return true;
    }
    a->count = 1;
    a->values = args->items;
    return x->mode != MODE_INVALID;
  }
  for (int i = 0; i < args->count; i++) {
    check_expr(c, args->items[i]);
    good = good && args->items[i]->mode != MODE_INVALID;
  }
  a->count = args->count;
  a->values = args->items;
  return good;
}

static void report_count(struct checker *c, struct expr *e, struct type *signature,
                         struct arguments *a, int expected) {
  pos_t pos = e->start_pos;
  if (a->count > expected)
    pos = a->values[expected]->start_pos;
  else if (a->count > 0)
    pos = a->values[a->count - 1]->start_pos;
  struct type **have = region_alloc(c->region, (size_t)(a->count + 1) * sizeof *have);
  int param_count = signature->u.signature.param_count;
  struct type **want = region_alloc(c->region, (size_t)(param_count + 1) * sizeof *want);
  for (int i = 0; i < a->count; i++)
    have[i] = a->values[i]->type;
  for (int i = 0; i < param_count; i++)
    want[i] = signature->u.signature.params[i]->type;
  check_error(c, pos, "%s arguments in call to %s\n\thave %s\n\twant %s",
              a->count > expected ? "too many" : "not enough", check_expr_string(c, e->u.call.fun),
              check_types_summary(c, have, a->count, false, e->u.call.has_ellipsis),
              check_types_summary(c, want, param_count, signature->u.signature.variadic, false));
}

static bool check_count(struct checker *c, struct expr *e, struct type *signature,
                        struct arguments *a) {
  int expected = signature->u.signature.param_count;
  if (signature->u.signature.variadic) {
    if (e->u.call.has_ellipsis) {
      if (a->from_tuple) {
        check_error(c, e->start_pos, "cannot use ... with %d-valued %s", a->count,
                    check_expr_string(c, e->u.call.args.items[0]));
        return false;
      }
    } else if (a->count >= expected - 1) {
      return true;
    } else {
      expected--;
    }
  } else if (e->u.call.has_ellipsis) {
    check_error(c, e->start_pos, "cannot use ... in call to non-variadic %s",
                check_expr_string(c, e->u.call.fun));
    return false;
  }
  if (a->count == expected)
    return true;
  report_count(c, e, signature, a, expected);
  return false;
}

bool check_argument_count(struct checker *c, struct expr *call, struct type *signature,
                          struct expr **values, int count) {
  struct arguments a = {
      .values = values, .count = count, .from_tuple = call->u.call.args.count == 1 && count > 1};
  return check_count(c, call, signature, &a);
}

static void assign_arguments(struct checker *c, struct expr *e, struct type *signature,
                             struct arguments *a) {
  int param_count = signature->u.signature.param_count;
  struct expr *outer = c->callee;
  c->callee = e->u.call.fun;
  for (int i = 0; i < a->count; i++) {
    struct type *t;
    if (signature->u.signature.variadic && i >= param_count - 1) {
      t = signature->u.signature.params[param_count - 1]->type;
      if (!e->u.call.has_ellipsis && t->kind == TYPE_SLICE)
        t = t->u.slice.elem;
    } else {
      t = signature->u.signature.params[i]->type;
    }
    check_assignment(c, a->values[i], t, check_argument_context);
  }
  c->callee = outer;
}

// The types of a signature's results as a call has them.
static void set_result(struct checker *c, struct expr *e, struct type *signature) {
  int count = signature->u.signature.result_count;
  if (count == 0) {
    e->mode = MODE_NO_VALUE;
    return;
  }
  e->mode = MODE_VALUE;
  e->type = signature->u.signature.results[0]->type;
  if (count == 1) {
    if (!types_is_valid(e->type))
      check_invalidate(c, e);
    return;
  }
  struct type **types = region_alloc(c->region, (size_t)count * sizeof *types);
  for (int i = 0; i < count; i++)
    types[i] = signature->u.signature.results[i]->type;
  e->type = types_new_tuple(c->universe, types, count);
  e->type->u.tuple.objects = signature->u.signature.results;
}

static void call_function(struct checker *c, struct expr *e) {
  struct expr *fun = e->u.call.fun;
  struct type *signature = type_underlying(fun->type);
  if (signature->kind != TYPE_SIGNATURE || fun->mode == MODE_NIL) {
    check_error(c, e->start_pos, "invalid operation: cannot call %s: %s is not a function",
                check_operand_string(c, fun), check_type_string(c, fun->type));
    check_use(c, e->u.call.args.items, e->u.call.args.count);
    return;
  }
  e->u.call.kind = CALL_FUNCTION;
  struct arguments a = {0};
  bool good = evaluate_arguments(c, e, &a);
  c->context.has_call_or_receive = true;
  if (types_is_generic(signature)) {
    if (!good || !check_infer_call(c, e, a.values, a.count))
      return;
    signature = type_underlying(fun->type);
  }
  set_result(c, e, signature);
  if (good && check_count(c, e, signature, &a))
    assign_arguments(c, e, signature, &a);
}

void check_call(struct checker *c, struct expr *e) {
  struct expr *fun = e->u.call.fun;
  check_raw_expr(c, fun, NULL);
  if (fun->mode == MODE_NO_VALUE) {
    check_error(c, fun->start_pos, "%s used as value or type", check_operand_string(c, fun));
    check_invalidate(c, fun);
  }
  check_single_value(c, fun);
  switch (fun->mode) {
  case MODE_INVALID:
    check_use(c, e->u.call.args.items, e->u.call.args.count);
    return;
  case MODE_TYPE:
    if (types_is_generic(fun->type)) {
      check_error(c, fun->start_pos, "cannot use generic type %s without instantiation",
                  check_type_string(c, fun->type));
      return;
    }
    convert(c, e, fun->type);
    return;
  case MODE_BUILTIN: {
    struct expr *name = expr_unparen(fun);
    struct object *object =
        name->kind == EXPR_IDENT ? name->u.ident.object : name->u.selector.selection.object;
    e->u.call.kind = CALL_BUILTIN;
    e->u.call.builtin = object->u.builtin.kind;
    check_builtin_call(c, e, object->u.builtin.kind);
    if (e->mode != MODE_INVALID && e->mode != MODE_CONSTANT)
      c->context.has_call_or_receive = true;
    return;
  }
  default:
    call_function(c, e);
  }
}

// Selectors.

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
    bool same_package = other->package == c->context.package;
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
  if (under->kind == TYPE_POINTER && type_is_interface(under->u.pointer.elem)) {
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

// The type of T.m: a function whose first parameter is the receiver.
static struct type *method_expression_type(struct checker *c, struct type *receiver,
                                           struct type *method) {
  struct type *t = types_new(c->universe, TYPE_SIGNATURE);
  int count = method->u.signature.param_count;
  *t = (struct type){.kind = TYPE_SIGNATURE, .id = t->id, .u.signature = method->u.signature};
  t->u.signature.receiver = NULL;
  t->u.signature.params = region_alloc(c->region, (size_t)(count + 1) * sizeof(struct object *));
  struct object *first = object_new(c->region, OBJECT_VAR, NULL, 0, c->context.package, receiver);
  first->u.var.kind = VAR_PARAM;
  first->color = COLOR_BLACK;
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
  if (x->mode == MODE_NO_VALUE) {
    check_error(c, x->start_pos, "%s used as value or type", check_operand_string(c, x));
    return;
  }
  if (x->mode == MODE_BUILTIN) {
    check_error(c, e->start_pos, "invalid use of %s in selector expression",
                check_operand_string(c, x));
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
  if (found.object->u.func.pointer_receiver && !found.indirect)
    check_mark_address_taken(x);
  e->mode = MODE_VALUE;
}
