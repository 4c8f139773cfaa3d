// Declarations: resolving constants, types, variables and functions when they are first needed,
// with the cycles that this may meet. After go/types decl.go.
//
// A package-level object is white until something mentions it, grey while it is being resolved,
// black afterwards. The grey ones form the path; meeting a grey object again is a cycle, which is
// legal through a type definition and an error otherwise.

#include <string.h>

#include "vm/syntax/parse.h"
#include "vm/check/internal.h"
#include "vm/check/package.h"

void check_declare(struct checker *c, struct scope *scope, struct object *object) {
  if (object->name == c->blank)
    return;
  struct object *other = scope_insert(c->region, scope, object);
  if (!other)
    return;
  object->used = true; // nothing can use it: one error is enough
  if (other->pos != 0)
    check_error(c, object->pos, "%s redeclared in this block\n\t%s: other declaration of %s",
                object->name, check_place(c, other->pos), other->name);
  else
    check_error(c, object->pos, "%s redeclared in this block", object->name);
}

// Types.

static void collect_methods(struct checker *c, struct object *type_name) {
  invariant_debug(type_name->type->kind == TYPE_NAMED);
  struct type *t = type_name->type;
  if (!type_name->info)
    return;
  struct object_list *list = &type_name->info->methods;
  t->u.named.methods = region_alloc(c->region, (size_t)(list->count + 1) * sizeof(struct object *));
  if (list->count > 0)
    t->u.named.method_names = scope_new(c->region, NULL);
  for (int i = 0; i < list->count; i++) {
    struct object *method = list->items[i];
    struct object *other = scope_insert(c->region, t->u.named.method_names, method);
    if (other) {
      check_error(c, method->pos, "method %s.%s already declared at %s", type_name->name,
                  method->name, check_place(c, other->pos));
      continue;
    }
    method->u.func.receiver_base = t;
    method->u.func.index = t->u.named.method_count;
    t->u.named.methods[t->u.named.method_count++] = method;
  }
}

void check_named_done(struct checker *c, struct type *named) {
  invariant_debug(named->kind == TYPE_NAMED);
  struct type *under = type_underlying(named);
  named->u.named.underlying = under;
  for (int i = 0; i < named->u.named.method_count; i++) {
    struct object *method = named->u.named.methods[i];
    check_resolve(c, method);
    if (under->kind != TYPE_STRUCT || named->u.named.origin)
      continue;
    struct object *field = scope_lookup(under->u.struct_.names, method->name);
    if (field)
      check_error(c, method->pos,
                  "field and method with the same name %s\n\t%s: other declaration of %s",
                  field->name, check_place(c, field->pos), field->name);
  }
}

static void later_named(struct checker *c, struct type *t) {
  check_later(c, (struct later){.kind = LATER_NAMED, .type = t});
}

static void declare_type_params(struct checker *c, struct object *object, struct decl *d,
                                struct type *named) {
  if (!object->info)
    object->info = region_alloc(c->region, sizeof *object->info);
  c->context.scope = scope_new(c->region, c->context.scope);
  check_declare_type_params(c, &d->u.type.type_params, &named->u.named.type_params,
                            &named->u.named.type_param_count);
}

// A generic alias has a named type of its own, which only stands for it: of what is written with
// arguments, check_instantiate_type returns the right side.
static void resolve_generic_alias(struct checker *c, struct object *object, struct decl *d) {
  struct type *named = types_new(c->universe, TYPE_NAMED);
  struct scope *outer = c->context.scope;
  named->u.named.object = object;
  check_requires(c, d->u.type.type_params.items[0].pos, 23, "generic type alias");
  declare_type_params(c, object, d, named);
  struct type *right = check_type(c, d->u.type.type);
  c->context.scope = outer;
  bool good = types_is_valid(right);
  for (int i = 0; i < named->u.named.type_param_count && good; i++)
    good = right != named->u.named.type_params[i];
  if (!good && types_is_valid(right))
    check_error(c, d->u.type.type->start_pos,
                "cannot use type parameter declared in alias declaration as RHS");
  named->u.named.underlying = right;
  if (!object->type)
    object->type = good && check_type_depth(c, object, right) ? named : invalid_type(c);
}

static void resolve_alias(struct checker *c, struct object *object, struct decl *d) {
  object->u.type_name.is_alias = true;
  if (d->u.type.type_params.count > 0) {
    resolve_generic_alias(c, object, d);
    return;
  }
  check_requires(c, d->pos, 9, "type alias");
  struct type *t = check_type(c, d->u.type.type);
  if (!object->type)
    object->type = check_type_depth(c, object, t) ? t : invalid_type(c);
}

// Follows type A B; type B C; ... and refuses chains that return to where they began.
static void set_underlying(struct checker *c, struct object *object, struct type *named,
                           struct type *right) {
  invariant_debug(named->kind == TYPE_NAMED && right);
  for (struct type *t = right; t && t->kind == TYPE_NAMED; t = t->u.named.underlying) {
    if (t->u.named.origin == named)
      break; // found by check_valid_type
    if (t == named) {
      struct object_list cycle = {0};
      object_list_add(c->region, &cycle, object);
      for (struct type *next = right; next != named; next = next->u.named.underlying)
        object_list_add(c->region, &cycle, next->u.named.object);
      check_report_cycle(c, cycle.items, cycle.count);
      named->u.named.underlying = invalid_type(c);
      return;
    }
  }
  if (right->kind == TYPE_PARAM) {
    check_error(c, object->decl->u.type.type->start_pos,
                "cannot use a type parameter as RHS in type declaration");
    right = invalid_type(c);
  }
  named->u.named.underlying = right;
}

void check_resolve_type(struct checker *c, struct object *object, struct decl *d) {
  invariant_debug(object->kind == OBJECT_TYPE && d->kind == DECL_TYPE);
  parse_type_of(c->region, c->checked->sources, d, c->checked->errors, c->checked->names);
  if (d->u.type.is_alias) {
    resolve_alias(c, object, d);
    return;
  }
  struct type *named = types_new(c->universe, TYPE_NAMED);
  named->u.named.object = object;
  object->type = named;
  collect_methods(c, object);
  struct scope *outer = c->context.scope;
  if (d->u.type.type_params.count > 0)
    declare_type_params(c, object, d, named);
  struct type *right = check_type(c, d->u.type.type);
  c->context.scope = outer;
  if (!check_type_depth(c, object, right))
    right = invalid_type(c);
  set_underlying(c, object, named, right);
  check_valid_type(c, named);
  later_named(c, named);
}

// Constants and variables.

void check_value_counts(struct checker *c, struct decl *d) {
  invariant_debug(d->kind == DECL_CONST || d->kind == DECL_VAR);
  int names = d->u.value.names.count, values = d->u.value.values.count;
  bool is_const = d->kind == DECL_CONST;
  if (values == 0 && !is_const)
    return;
  if (names < values) {
    struct expr *extra = d->u.value.values.items[names];
    if (d->u.value.inherited)
      check_error(c, d->u.value.names.items[0]->start_pos, "extra init expr at %s",
                  check_place(c, extra->pos));
    else
      check_error(c, extra->start_pos, "extra init expr %s", check_expr_string(c, extra));
  } else if (names > values && (is_const || values != 1)) {
    struct expr *name = d->u.value.names.items[values];
    check_error(c, name->start_pos, "missing init expr for %s", name->u.ident.name);
  }
}

void check_resolve_constant(struct checker *c, struct object *object, struct decl *d) {
  invariant_debug(object->kind == OBJECT_CONST && d->kind == DECL_CONST);
  struct expr_list *values = &d->u.value.values;
  int index = object->info->index;
  c->context.iota = constant_int64(c->pool, d->u.value.iota);
  object->u.constant.value = constant_int64(c->pool, 0);
  if (d->u.value.type) {
    struct type *t = check_type(c, d->u.value.type);
    if (!types_is_constant_type(t)) {
      if (types_is_valid(type_underlying(t)))
        check_error(c, d->u.value.type->start_pos, "invalid constant type %s",
                    check_type_string(c, t));
      object->type = invalid_type(c);
      return;
    }
    object->type = t;
  }
  if (index >= values->count) {
    if (!object->type)
      object->type = invalid_type(c);
    return;
  }
  struct expr *value = values->items[index];
  if (d->u.value.inherited)
    c->context.error_pos = object->pos;
  check_expr(c, value);
  if (value->mode == MODE_INVALID || (object->type && !types_is_valid(object->type))) {
    object->type = object->type ? object->type : invalid_type(c);
  } else if (value->mode != MODE_CONSTANT) {
    check_error(c, value->start_pos, "%s is not constant", check_operand_string(c, value));
    object->type = object->type ? object->type : invalid_type(c);
  } else {
    if (!object->type)
      object->type = value->type;
    if (check_assignment(c, value, object->type, "constant declaration"))
      object->u.constant.value = value->value;
  }
  c->context.error_pos = 0;
}

static void resolve_group(struct checker *c, struct decl *d, struct object **group, int count,
                          struct expr *value) {
  invariant_debug(count > 1);
  struct type *t = d->u.value.type ? check_var_type(c, d->u.value.type) : NULL;
  for (int i = 0; i < count; i++)
    if (t)
      group[i]->type = t;
  struct expr *values[1] = {value};
  check_init_variables(c, group, count, values, 1, NULL);
  for (int i = 0; i < count; i++)
    if (group[i]->color == COLOR_WHITE)
      group[i]->color = COLOR_BLACK;
}

static void resolve_variable(struct checker *c, struct object *object, struct decl *d) {
  invariant_debug(object->kind == OBJECT_VAR && d->kind == DECL_VAR);
  struct decl_info *info = object->info;
  if (info->group) {
    resolve_group(c, d, info->group, info->group_count, info->value);
    return;
  }
  if (d->u.value.type)
    object->type = check_var_type(c, d->u.value.type);
  if (!info->value) {
    if (!object->type)
      object->type = invalid_type(c);
    return;
  }
  check_expr_target(c, info->value, object->type, object->name);
  check_init_variable(c, object, info->value, "variable declaration");
}

// The generic type that a method is declared for which is none of its methods: one named _, or of a
// generic alias, which is refused.
static struct type *other_method_base(struct checker *c, struct function *function) {
  if (function->receiver.count == 0 || !check_is_generic_receiver(function))
    return NULL;
  bool pointer;
  struct expr *name = check_base_expr(function->receiver.items[0].type, &pointer);
  struct object *base = name->kind == EXPR_IDENT ? check_lookup(c, name->u.ident.name) : NULL;
  if (!base || base->kind != OBJECT_TYPE || base->package != c->context.package)
    return NULL;
  check_resolve(c, base);
  if (!base->type || !types_is_generic(base->type))
    return NULL;
  if (base->u.type_name.is_alias)
    check_error(c, name->start_pos, "cannot define new methods on generic alias type %s",
                check_type_string(c, base->type));
  else if (function->object->name != c->blank)
    return NULL;
  return base->type;
}

static void resolve_function(struct checker *c, struct object *object) {
  invariant_debug(object->kind == OBJECT_FUNC);
  struct function *function = object->u.func.function;
  if (!object->u.func.receiver_base)
    object->u.func.receiver_base = other_method_base(c, function);
  parse_signature_of(c->region, c->checked->sources, function, c->checked->errors,
                     c->checked->names);
  struct type *base = object->u.func.receiver_base;
  if (base && types_is_generic(base))
    c->context.scope = function->scope = check_receiver_params(c, object, base);
  struct type *guard = types_new(c->universe, TYPE_SIGNATURE);
  object->type = guard;
  struct type *t = check_signature(c, function->type, &function->receiver, function);
  *guard = *t;
  function->signature = guard;
}

void check_resolve(struct checker *c, struct object *object) {
  if (object->color == COLOR_BLACK)
    return;
  if (object->color >= COLOR_GREY) {
    check_meet_grey(c, object);
    return;
  }
  if (object->kind == OBJECT_VAR && !object->decl) {
    object->color = COLOR_BLACK;
    return;
  }
  if (object->type) {
    object->color = COLOR_BLACK;
    return;
  }
  if (!check_deeper(c, object->pos)) {
    object->type = invalid_type(c);
    return;
  }
  if (!object->info && object->kind == OBJECT_FUNC)
    object->info = region_alloc(c->region, sizeof *object->info);
  struct check_context saved = check_enter(c, object);
  object->color = COLOR_GREY + c->path.count;
  object_list_add(c->region, &c->path, object);
  switch (object->kind) {
  case OBJECT_CONST:
    check_resolve_constant(c, object, object->decl);
    break;
  case OBJECT_TYPE:
    check_resolve_type(c, object, object->decl);
    break;
  case OBJECT_VAR:
    resolve_variable(c, object, object->decl);
    break;
  case OBJECT_FUNC:
    resolve_function(c, object);
    break;
  default:
    break;
  }
  invariant_debug(c->path.items[c->path.count - 1] == object);
  c->path.count--;
  object->color = COLOR_BLACK;
  c->context = saved;
  c->depth--;
}

struct object *check_new_variable(struct checker *c, enum var_kind kind, const char *name,
                                  pos_t pos, struct type *t) {
  struct object *v = object_new(c->region, OBJECT_VAR, name, pos, c->context.package, t);
  v->u.var.kind = kind;
  v->u.var.function = kind == VAR_LOCAL ? c->context.function : NULL;
  v->color = COLOR_BLACK;
  return v;
}
