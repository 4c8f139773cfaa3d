// Generic types and functions: declarations and instances. The inference of type arguments is in
// infer.c.
//
// A generic declaration is evaluated once with its type parameters standing for themselves, which
// is enough to infer type arguments. An instance is evaluated again from the source, in a scope
// that binds the names of the parameters to the arguments; the body of a function instance is
// parsed again, so that each has a tree of its own for the compiler. Nothing is ever substituted in
// types. The body of a generic function is checked as such, by the type sets of its parameters; that
// of an instance only when the compiler needs it, and finds nothing wrong then.

#include "vm/check/generic.h"
#include "vm/check/package.h"

// Declarations.

static void declare_type_name(struct checker *c, struct scope *scope, const char *name, pos_t pos,
                              struct type *t) {
  struct object *object = object_new(c->region, OBJECT_TYPE, name, pos, c->context.package, t);
  object->u.type_name.is_alias = true;
  object->u.type_name.is_argument = true;
  object->color = COLOR_BLACK;
  object->used = true;
  if (t->kind == TYPE_PARAM && !t->u.param.object)
    t->u.param.object = object;
  check_declare(c, scope, object);
}

void check_declare_type_params(struct checker *c, struct field_list *fields, struct type ***params,
                               int *count) {
  *count = fields->count;
  *params = region_alloc(c->region, (size_t)fields->count * sizeof **params);
  if (fields->count > 0)
    check_requires(c, fields->items[0].pos, 18, "type parameter");
  for (int i = 0; i < fields->count; i++) {
    struct field *field = &fields->items[i];
    struct type *t = types_new(c->universe, TYPE_PARAM);
    t->u.param.index = i;
    t->u.param.constraint = c->universe->any_type;
    (*params)[i] = t;
    declare_type_name(c, c->context.scope, field->name ? field->name : c->blank, field->pos, t);
  }
  for (int i = 0; i < fields->count; i++) {
    bool shared = i > 0 && fields->items[i].type == fields->items[i - 1].type;
    (*params)[i]->u.param.constraint = shared ? (*params)[i - 1]->u.param.constraint
                                              : check_constraint_type(c, fields->items[i].type);
  }
  for (int i = 0; i < fields->count; i++)
    (*params)[i]->u.param.resolved = true;
}

static struct scope *bind(struct checker *c, struct scope *outer, struct field_list *fields,
                          struct type **args) {
  struct scope *scope = scope_new(c->region, outer);
  for (int i = 0; i < fields->count; i++)
    declare_type_name(c, scope, fields->items[i].name ? fields->items[i].name : c->blank,
                      fields->items[i].pos, args[i]);
  return scope;
}

// The scope in which the receiver of a method of a generic type names the type's own parameters.
static struct scope *receiver_scope(struct checker *c, struct object *method, struct type **args,
                                    int count) {
  struct scope *scope = scope_new(c->region, method->file->scope);
  struct expr *e = check_receiver_base(method->u.func.function->receiver.items[0].type);
  if (e->kind != EXPR_INDEX)
    return scope;
  for (int i = 0; i < e->u.index.indices.count && i < count; i++) {
    struct expr *name = e->u.index.indices.items[i];
    if (name->kind == EXPR_IDENT)
      declare_type_name(c, scope, name->u.ident.name, name->start_pos, args[i]);
    else
      check_error(c, name->start_pos, "receiver type parameter %s must be an identifier",
                  check_expr_string(c, name));
  }
  return scope;
}

// The types that the receiver of a method of a generic type names its parameters: those of the type
// itself, unless the method has other names for them.
static struct type **receiver_args(struct checker *c, struct object *method, struct type *base) {
  int count = base->u.named.type_param_count;
  struct field_list *fields = &base->u.named.object->decl->u.type.type_params;
  struct expr *e = check_receiver_base(method->u.func.function->receiver.items[0].type);
  bool renamed = false;
  if (e->kind != EXPR_INDEX)
    return base->u.named.type_params;
  struct expr_list *names = &e->u.index.indices;
  if (names->count != count) {
    check_error(c, e->u.index.x->start_pos,
                "receiver declares %d type parameter%s, but receiver base type declares %d",
                names->count, names->count == 1 ? "" : "s", count);
    return base->u.named.type_params;
  }
  for (int i = 0; i < count; i++)
    renamed = renamed || (names->items[i]->kind == EXPR_IDENT &&
                          names->items[i]->u.ident.name != fields->items[i].name);
  if (!renamed)
    return base->u.named.type_params;
  struct type **args = region_alloc(c->region, (size_t)(count + 1) * sizeof *args);
  for (int i = 0; i < count; i++) {
    args[i] = types_new(c->universe, TYPE_PARAM);
    args[i]->u.param.index = i;
    args[i]->u.param.constraint = c->universe->any_type;
    args[i]->u.param.declared = base->u.named.type_params[i];
  }
  struct check_context saved = c->context;
  c->context.scope = bind(c, base->u.named.object->file->scope, fields, args);
  for (int i = 0; i < count; i++) {
    args[i]->u.param.object = NULL; // the receiver names it
    args[i]->u.param.constraint = check_constraint_type(c, fields->items[i].type);
    args[i]->u.param.resolved = true;
  }
  c->context = saved;
  return args;
}

struct scope *check_receiver_params(struct checker *c, struct object *method, struct type *base) {
  method->info->receiver_args = receiver_args(c, method, base);
  return receiver_scope(c, method, method->info->receiver_args, base->u.named.type_param_count);
}

struct type *check_receiver_instance(struct checker *c, struct type *base,
                                     struct function *function) {
  bool fresh;
  return check_type_instance(c, base->u.named.object, function->object->info->receiver_args,
                             base->u.named.type_param_count,
                             check_receiver_base(function->receiver.items[0].type)->start_pos,
                             &fresh);
}

bool check_in_instance(const struct checker *c) {
  for (const struct function *f = c->context.function; f; f = f->outer)
    if (f->type_args)
      return true;
  return false;
}

// Instances of types.

static struct object *method_instance(struct checker *c, struct type *t, struct object *generic,
                                      struct instance *instance) {
  invariant_debug(generic->kind == OBJECT_FUNC);
  struct type **args = instance->args;
  int count = instance->count;
  struct function *original = generic->u.func.function;
  struct object *method = region_alloc(c->region, sizeof *method);
  struct function *function = region_alloc(c->region, sizeof *function);
  *method = *generic;
  method->type = NULL;
  method->color = COLOR_WHITE;
  method->info = region_alloc(c->region, sizeof *method->info);
  method->info->instance = instance;
  method->u.func.function = function;
  method->u.func.receiver_base = t;
  method->u.func.compiled = NULL;
  *function = (struct function){.type = original->type,
                                .signature_skipped = original->signature_skipped,
                                .receiver = original->receiver,
                                .body_start = original->body_start,
                                .locals_before = original->locals_before,
                                .body_end = original->body_end,
                                .body_skipped = original->body || original->body_skipped,
                                .name = original->name,
                                .package = original->package,
                                .object = method,
                                .type_args = args,
                                .type_arg_count = count};
  if (original->receiver.count > 0)
    function->scope = receiver_scope(c, generic, args, count);
  return method;
}

// Where a generic type is declared: in a file or in a function.
static struct scope *scope_around(const struct object *generic) {
  return generic->file ? generic->file->scope : generic->parent;
}

// Evaluates the right side of a generic declaration for an instance.
static void expand(struct checker *c, struct type *t, struct object *generic,
                   struct instance *instance) {
  invariant_debug(t->kind == TYPE_NAMED && generic->decl->kind == DECL_TYPE);
  struct decl *d = generic->decl;
  struct check_context saved = check_enter(c, generic);
  c->context.scope = bind(c, scope_around(generic), &d->u.type.type_params, t->u.named.type_args);
  c->context.info = NULL;
  c->context.instance = instance;
  struct type *right = check_type(c, d->u.type.type);
  c->context = saved;
  const struct type *end = right;
  while (end->kind == TYPE_NAMED && end != t && end->u.named.underlying)
    end = end->u.named.underlying;
  t->u.named.underlying = end == t ? invalid_type(c) : right; // the declaration is reported
}

struct type *check_type_instance(struct checker *c, struct object *generic, struct type **args,
                                 int count, pos_t pos, bool *fresh) {
  *fresh = false;
  struct instance *instance = check_find_instance(generic, args, count);
  if (instance)
    return instance->type;
  instance = check_add_instance(c, generic, args, count, pos);
  if (!instance)
    return invalid_type(c);
  *fresh = true;
  struct type *t = types_new(c->universe, TYPE_NAMED), *origin = generic->type;
  t->u.named.object = generic;
  t->u.named.origin = origin;
  t->u.named.pos = pos;
  t->u.named.type_args = args;
  t->u.named.type_arg_count = count;
  instance->type = t;
  struct check_context saved = check_enter(c, generic);
  t->u.named.methods =
      region_alloc(c->region, (size_t)(origin->u.named.method_count + 1) * sizeof(struct object *));
  for (int i = 0; i < origin->u.named.method_count; i++)
    t->u.named.methods[i] = method_instance(c, t, origin->u.named.methods[i], instance);
  t->u.named.method_count = origin->u.named.method_count;
  t->u.named.method_names = origin->u.named.method_names;
  c->context = saved;
  expand(c, t, generic, instance);
  return t;
}

struct type *check_instantiate_type(struct checker *c, struct expr *e, struct object *generic,
                                    struct expr **args, int count) {
  int want = generic->type->u.named.type_param_count;
  struct type **types = region_alloc(c->region, (size_t)(count + 1) * sizeof *types);
  bool good = true;
  for (int i = 0; i < count; i++) {
    types[i] = check_var_type(c, args[i]);
    good = good && types_is_valid(types[i]);
  }
  if (!good)
    return invalid_type(c);
  if (count != want) {
    check_error(c, e->start_pos, "%s type arguments for type %s: have %d, want %d",
                count > want ? "too many" : "not enough", generic->name, count, want);
    return invalid_type(c);
  }
  bool fresh;
  struct type *t = check_type_instance(c, generic, types, count, e->start_pos, &fresh);
  if (types_is_valid(t))
    check_later(c, (struct later){.kind = LATER_INSTANCE, .type = t, .expr = e, .fresh = fresh});
  if (!types_is_valid(t) || !generic->u.type_name.is_alias)
    return t;
  return t->u.named.underlying ? t->u.named.underlying : invalid_type(c);
}

// A constraint may mention the instance again, which then asks for the same once more: each
// instance is looked at once.
static void verify_instance(struct checker *c, struct type *t) {
  invariant_debug(t->kind == TYPE_NAMED);
  if (t->u.named.verified)
    return;
  t->u.named.verified = true;
  const char *cause;
  if (!check_constraints(c, t->u.named.origin->u.named.type_params, t->u.named.type_args,
                         t->u.named.type_arg_count, &cause, &t->u.named.misfit_index))
    t->u.named.misfit = cause;
}

void check_instance_done(struct checker *c, struct type *t, struct expr *e, bool fresh) {
  if (!t->u.named.object->decl)
    return;
  verify_instance(c, t);
  if (t->u.named.misfit) {
    int index = t->u.named.misfit_index;
    struct expr_list *args = &e->u.index.indices;
    check_error(c, index < args->count ? args->items[index]->start_pos : e->start_pos, "%s",
                t->u.named.misfit);
    return;
  }
  if (!c->context.instance)
    check_note_instance(c, t->u.named.origin->u.named.type_params, t->u.named.type_args,
                        t->u.named.type_arg_count, e->u.index.indices.items,
                        e->u.index.indices.count, e->start_pos);
  for (int i = 0; i < t->u.named.method_count && fresh && !types_has_param(t); i++)
    check_resolve(c, t->u.named.methods[i]);
}

// Instances of functions.

struct object *check_make_instance(struct checker *c, struct object *generic, struct type **args,
                                   int count, struct expr **exprs, int expr_count, pos_t pos) {
  struct function *original = generic->u.func.function;
  struct field_list *params = &original->type->u.func_type.type_params;
  check_note_instance(c, generic->type->u.signature.type_params, args, count, exprs, expr_count,
                      pos);
  struct instance *known = check_find_instance(generic, args, count);
  if (known)
    return known->function;
  const char *cause;
  int misfit;
  if (!check_constraints(c, generic->type->u.signature.type_params, args, count, &cause, &misfit)) {
    check_error(c, misfit < expr_count ? exprs[misfit]->start_pos : pos, "%s", cause);
    return NULL;
  }
  known = check_add_instance(c, generic, args, count, pos);
  if (!known)
    return NULL;
  struct object *instance = method_instance(c, NULL, generic, known);
  known->function = instance;
  instance->u.func.function->scope = bind(c, generic->file->scope, params, args);
  check_resolve(c, instance);
  return instance;
}

struct object *check_generic_object(struct expr *fun) {
  fun = expr_unparen(fun);
  if (fun->kind == EXPR_INDEX)
    fun = expr_unparen(fun->u.index.x);
  if (fun->kind == EXPR_IDENT)
    return fun->u.ident.object;
  return fun->kind == EXPR_SELECTOR ? fun->u.selector.selection.object : NULL;
}

void check_use_instance(struct checker *c, struct expr *fun, struct object *instance) {
  check_use_package_object(c, instance);
  for (;;) {
    fun->mode = MODE_VALUE;
    fun->type = instance->type;
    if (fun->kind == EXPR_PAREN)
      fun = fun->u.paren.x;
    else if (fun->kind == EXPR_INDEX)
      fun = fun->u.index.x;
    else
      break;
  }
  if (fun->kind == EXPR_IDENT)
    fun->u.ident.object = instance;
  else {
    invariant_debug(fun->kind == EXPR_SELECTOR);
    fun->u.selector.selection.object = instance;
  }
}

bool check_explicit_arguments(struct checker *c, struct expr *fun, bool evaluated,
                              struct type **args, int want, int *count, struct expr ***exprs) {
  invariant_debug(want > 0);
  fun = expr_unparen(fun);
  *count = 0;
  *exprs = NULL;
  if (fun->kind != EXPR_INDEX)
    return true;
  *exprs = fun->u.index.indices.items;
  if (fun->u.index.indices.count > want) {
    check_error(c, (*exprs)[want]->start_pos, "got %d type arguments but want %d",
                fun->u.index.indices.count, want);
    return false;
  }
  for (; *count < fun->u.index.indices.count; ++*count) {
    struct expr *e = (*exprs)[*count];
    args[*count] = evaluated ? e->type : check_var_type(c, e);
    if (!types_is_valid(args[*count]))
      return false;
  }
  return true;
}

void check_report_rest(struct checker *c, struct expr *e) {
  struct type *signature = type_underlying(e->u.index.x->type);
  int want = signature->u.signature.type_param_count, count;
  struct type **args = region_alloc(c->region, (size_t)(want + 1) * sizeof *args);
  struct expr **exprs;
  if (check_explicit_arguments(c, e, true, args, want, &count, &exprs))
    check_infer_rest(c, e, signature, args, false);
}

void check_function_instance(struct checker *c, struct expr *e) {
  struct object *generic = check_generic_object(e);
  struct type *signature = type_underlying(e->u.index.x->type);
  invariant_debug(signature->kind == TYPE_SIGNATURE);
  int want = signature->u.signature.type_param_count, count;
  struct type **args = region_alloc(c->region, (size_t)(want + 1) * sizeof *args);
  struct expr **exprs;
  check_invalidate(c, e);
  check_requires(c, e->start_pos, 18, "function instantiation");
  if (!generic || !check_explicit_arguments(c, e, false, args, want, &count, &exprs))
    return;
  if (count < want && !check_infer_rest(c, e, signature, args, true)) {
    // The call around, or the type that it is assigned to, may tell the rest.
    e->mode = MODE_VALUE;
    e->type = e->u.index.x->type;
    return;
  }
  struct object *instance = check_make_instance(c, generic, args, want, exprs, count, e->start_pos);
  if (instance)
    check_use_instance(c, e, instance);
}
