// The driver of the checker: packages and their imports, the objects they declare, the order of
// work, and function bodies.
//
// Declarations are collected first and resolved when something needs them. Work that needs complete
// types (bodies, map keys, embedded fields) is put off and done between declarations. Function
// bodies of user packages are all checked; those of std packages on demand.

#include "vm/check/check.h"

#include <string.h>

#include "vm/syntax/c_stack.h"
#include "vm/check/internal.h"
#include "vm/check/package.h"

void checker_init(struct checker *c, struct region *region, struct source_set *sources,
                  struct error_list *errors, struct constant_pool *constants, struct names *names,
                  package_finder find, void *context) {
  memset(c, 0, sizeof *c);
  c->region = region;
  c->sources = sources;
  c->errors = errors;
  c->constants = constants;
  c->names = names;
  c->find_package = find;
  c->find_context = context;
  struct check *k = region_alloc(region, sizeof *k);
  c->private_state = k;
  k->c = c;
  k->region = region;
  k->universe = &c->universe;
  k->pool = constants;
  k->blank = names_intern(names, "_", 1);
  k->name_init = names_intern(names, "init", 4);
  k->name_main = names_intern(names, "main", 4);
  k->name_error = names_intern(names, "error", 5);
  k->name_dot = names_intern(names, ".", 1);
  universe_init(&c->universe, region, names, constants);
}

bool check_deeper(struct check *k, pos_t pos) {
  if (k->depth >= DEPTH_LIMIT || !c_stack_may_recurse()) {
    check_error(k, pos, "program too complex: nested too deeply");
    return false;
  }
  k->depth++;
  return true;
}

// Sets the context of a package-level declaration; for a local one the context stays. Returns the
// old context.
struct check_context check_enter(struct check *k, struct object *object) {
  struct check_context saved = k->context;
  if (!object->file)
    return saved;
  k->context = (struct check_context){.package = object->package,
                                      .file = object->file,
                                      .scope = object->file->scope,
                                      .info = object->info,
                                      .instance = object->info ? object->info->instance : NULL};
  if (object->kind == OBJECT_FUNC && object->u.func.function->scope)
    k->context.scope = object->u.func.function->scope;
  return saved;
}

void check_use_package_object(struct check *k, struct object *object) {
  struct decl_info *info = k->context.info;
  if (!info || object->package != k->context.package || !object->file)
    return;
  for (int i = info->uses.count - 1; i >= 0 && i >= info->uses.count - 16; i--)
    if (info->uses.items[i] == object)
      return;
  object_list_add(k->region, &info->uses, object);
}

// Work put off.

void check_later(struct check *k, struct later item) {
  item.context = k->context;
  k->later = region_grow(k->region, k->later, sizeof *k->later, k->later_count, &k->later_cap,
                         k->later_count + 1);
  k->later[k->later_count++] = item;
}

static void do_later(struct check *k, struct later *item) {
  k->context = item->context;
  k->context.error_pos = 0;
  switch (item->kind) {
  case LATER_BODY:
    check_body(k, item->function);
    break;
  case LATER_NAMED:
    check_named_done(k, item->type);
    break;
  case LATER_INTERFACE:
    check_interface_done(k, item->type, item->expr);
    break;
  case LATER_EMBEDDED:
    check_embedded(k, item->expr, item->type);
    break;
  case LATER_MAP_KEY:
    check_map_key(k, item->type, item->expr);
    break;
  case LATER_RECEIVER:
    check_receiver_done(k, item->expr, item->type);
    break;
  case LATER_BOUND:
    check_bound(k, item->expr, item->type);
    break;
  case LATER_INSTANCE:
    check_instance_done(k, item->type, item->expr, item->fresh);
    break;
  }
}

void check_drain(struct check *k) {
  if (k->draining || k->path.count > 0)
    return;
  struct check_context saved = k->context;
  k->draining = true;
  while (k->later_next < k->later_count) {
    struct later item = k->later[k->later_next++];
    do_later(k, &item);
  }
  k->later_next = k->later_count = 0;
  k->draining = false;
  k->context = saved;
}

// Function bodies.

static void declare_params(struct check *k, struct object **params, int count) {
  for (int i = 0; i < count; i++)
    if (params[i]->name && params[i]->name != k->blank)
      scope_insert(k->region, k->context.scope, params[i]);
}

// Parses a body that was skipped. That of an instance was parsed before, as the generic function's:
// its errors are known. False after an error.
static bool parse_skipped(struct check *k, struct function *function) {
  struct error_list known, *errors = k->c->errors;
  if (function->type_args) {
    errors_init(&known, k->c->sources, k->region);
    errors = &known;
  }
  if (!function->body_skipped)
    return true;
  int before = errors->syntax_count;
  parse_body(k->region, k->c->sources, function, errors, k->c->names);
  k->error_count += errors->syntax_count > before;
  return errors->syntax_count == before;
}

// Checks the body of a function whose signature is known, in the context around it.
void check_body(struct check *k, struct function *function) {
  if (function->body_checked)
    return;
  function->body_checked = true;
  if (!parse_skipped(k, function) || !function->body)
    return;
  struct check_context saved = k->context;
  struct object_list locals = {0};
  function->package = k->context.package;
  k->context.function = function;
  k->context.scope = scope_new(k->region, function->scope ? function->scope : k->context.scope);
  k->context.scope->is_function = true;
  k->context.iota = NULL;
  k->context.locals = &locals;
  if (function->receiver_object)
    declare_params(k, &function->receiver_object, 1);
  declare_params(k, function->params, function->signature->u.signature.param_count);
  declare_params(k, function->results, function->signature->u.signature.result_count);
  check_stmts(k, &function->body->u.block.stmts, 0);
  if (function->signature->u.signature.result_count > 0 && !check_terminates(function->body))
    check_error(k, function->body_end, "missing return");
  check_unused_locals(k, &locals);
  check_place_sizes(k, function, &locals);
  k->context = saved;
}

static void check_declared_body(struct check *k, struct function *function) {
  struct object *object = function->object;
  check_resolve(k, object);
  struct check_context saved = check_enter(k, object);
  check_body(k, function);
  k->context = saved;
}

bool check_function_body(struct checker *c, struct function *function) {
  struct check *k = c->private_state;
  int errors = c->errors->count;
  if (!function->body_checked && function->object) {
    check_declared_body(k, function);
    check_drain(k);
  }
  return c->errors->count == errors;
}

// Whole packages.

// What an object is resolved among: types, then aliases, then all others. An alias that a type on
// its path mentions again would have no type yet; a defined type has one from the start.
static int phase_of(const struct object *object) {
  if (object->kind != OBJECT_TYPE)
    return 2;
  return object->u.type_name.is_alias ? 1 : 0;
}

static void resolve_all(struct check *k, struct package *package) {
  for (int phase = 0; phase < 3; phase++)
    for (int i = 0; i < package->scope->order_count; i++) {
      struct object *object = package->scope->order[i];
      if (phase_of(object) != phase)
        continue;
      check_resolve(k, object);
      check_drain(k);
    }
}

static void resolve_variables(struct check *k, struct package *package) {
  for (int i = 0; i < package->scope->order_count; i++) {
    struct object *object = package->scope->order[i];
    if (object->kind == OBJECT_VAR && object->info &&
        (object->info->value || object->info->group)) {
      check_resolve(k, object);
      check_drain(k);
    }
  }
}

static void check_entry_function(struct check *k, struct object *object) {
  struct type *t = object->type;
  if (t->u.signature.type_param_count > 0)
    check_error(k, object->pos, "func %s must have no type parameters", object->name);
  else if (t->u.signature.param_count > 0 || t->u.signature.result_count > 0)
    check_error(k, object->pos, "func %s must have no arguments and no return values",
                object->name);
}

static bool is_without_body(const struct function *function) {
  return !function->body && !function->body_skipped;
}

// Go's compiler looks for bodies where everything else is right.
static void check_missing_bodies(struct check *k, struct package *package) {
  struct object_list *functions = &check_objects_of(k, package)->functions;
  for (int i = 0; i < functions->count && !package->is_std; i++) {
    const struct function *function = functions->items[i]->u.func.function;
    if (is_without_body(function))
      check_error(k,
                  function->receiver.count > 0 ? function->receiver.open : functions->items[i]->pos,
                  "missing function body");
  }
}

static void check_function_object(struct check *k, struct package *package, struct object *object) {
  struct function *function = object->u.func.function;
  check_resolve(k, object);
  check_drain(k);
  k->context.package = package;
  bool is_method = function->receiver.count > 0;
  if (!is_method && (object->name == k->name_init ||
                     (object->name == k->name_main && strcmp(package->name, "main") == 0)))
    check_entry_function(k, object);
  if (!is_method && object->name == k->name_init && is_without_body(function))
    check_error(k, object->pos, "func init must have a body");
  if (package->is_std && object->name != k->name_init)
    return;
  if (types_is_generic(object->type) || (is_method && check_is_generic_receiver(function))) {
    check_generic_imports(k, function);
    return;
  }
  check_declared_body(k, function);
  check_drain(k);
}

static void check_package(struct check *k, struct package *package) {
  struct check_package_objects *objects = check_objects_of(k, package);
  k->context = (struct check_context){.package = package};
  if (package->is_std)
    resolve_variables(k, package);
  else
    resolve_all(k, package);
  // Blank variables and types have no name in the scope.
  for (int i = 0; i < objects->unnamed.count; i++) {
    check_resolve(k, objects->unnamed.items[i]);
    check_drain(k);
  }
  for (int i = 0; i < objects->functions.count; i++) {
    struct object *object = objects->functions.items[i];
    if (!package->is_std || object->name == k->name_init)
      check_function_object(k, package, object);
  }
  k->context = (struct check_context){.package = package};
  check_init_order(k, package);
  if (!package->is_std)
    check_unused_imports(k, package);
  package->bodies_checked = !package->is_std;
  package->complete = true;
}

struct package *check_program(struct checker *c, struct source_file **files, int count) {
  struct check *k = c->private_state;
  struct package *package = region_alloc(k->region, sizeof *package);
  package->path = k->name_main;
  bool parsed = true;
  for (int i = 0; i < count; i++)
    parsed = check_add_file(k, package, files[i]) && parsed;
  if (!parsed)
    return NULL;
  // The run time makes values of types that package runtime declares, whether or not the program
  // imports it.
  struct package_source source;
  if (c->find_package && c->find_package(c->find_context, "runtime", &source))
    check_import(k, names_intern(c->names, "runtime", 7), 0);
  check_collect(k, package);
  for (int i = 0; i < c->package_count; i++)
    check_package(k, c->packages[i]);
  if (c->errors->count == 0)
    for (int i = 0; i < c->package_count; i++)
      check_missing_bodies(k, c->packages[i]);
  check_late_types(k);
  struct object *main_function = scope_lookup(package->scope, k->name_main);
  if (strcmp(package->name, "main") == 0 &&
      (!main_function || main_function->kind != OBJECT_FUNC) && c->errors->count == 0)
    check_error(k, 0, "runtime.main_main·f: function main is undeclared in the main package");
  return c->errors->count == 0 ? package : NULL;
}
