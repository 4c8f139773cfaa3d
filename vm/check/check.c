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

void checked_program_init(struct checked_program *checked, struct region *region,
                          struct source_set *sources, struct error_list *errors,
                          struct constant_pool *constants, struct names *names, package_finder find,
                          void *context) {
  memset(checked, 0, sizeof *checked);
  checked->region = region;
  checked->sources = sources;
  checked->errors = errors;
  checked->constants = constants;
  checked->names = names;
  checked->find_package = find;
  checked->find_context = context;
  source_set_init(sources, region);
  errors_init(errors, sources, region);
  constant_pool_init(constants, region);
  names_init(names, region);
  struct checker *c = region_alloc(region, sizeof *c);
  checked->checker = c;
  c->checked = checked;
  c->region = region;
  c->universe = &checked->universe;
  c->pool = constants;
  c->blank = names_intern(names, "_", 1);
  c->name_init = names_intern(names, "init", 4);
  c->name_main = names_intern(names, "main", 4);
  c->name_dot = names_intern(names, ".", 1);
  universe_init(&checked->universe, region, names, constants);
}

bool check_deeper(struct checker *c, pos_t pos) {
  if (c->depth >= depth_limit || !c_stack_may_recurse()) {
    check_error(c, pos, "program too complex: nested too deeply");
    return false;
  }
  c->depth++;
  return true;
}

struct check_context check_enter(struct checker *c, struct object *object) {
  struct check_context saved = c->context;
  if (!object->file)
    return saved;
  c->context = (struct check_context){.package = object->package,
                                      .file = object->file,
                                      .scope = object->file->scope,
                                      .info = object->info,
                                      .instance = object->info ? object->info->instance : NULL};
  if (object->kind == OBJECT_FUNC && object->u.func.function->scope)
    c->context.scope = object->u.func.function->scope;
  return saved;
}

void check_use_package_object(struct checker *c, struct object *object) {
  struct decl_info *info = c->context.info;
  if (!info || object->package != c->context.package || !object->file)
    return;
  for (int i = info->uses.count - 1; i >= 0 && i >= info->uses.count - 16; i--)
    if (info->uses.items[i] == object)
      return;
  object_list_add(c->region, &info->uses, object);
}

// Work put off.

// What is written in a generic declaration was looked at there; an instance only repeats it.
static bool is_repeated(const struct checker *c, enum later_kind kind) {
  return c->context.instance && kind != LATER_BODY && kind != LATER_NAMED && kind != LATER_INSTANCE;
}

void check_later(struct checker *c, struct later item) {
  if (is_repeated(c, item.kind))
    return;
  item.context = c->context;
  c->later = region_grow(c->region, c->later, sizeof *c->later, c->later_count, &c->later_cap,
                         c->later_count + 1);
  c->later[c->later_count++] = item;
}

static void do_later(struct checker *c, struct later *item) {
  c->context = item->context;
  c->context.error_pos = 0;
  switch (item->kind) {
  case LATER_BODY:
    check_body(c, item->function);
    break;
  case LATER_NAMED:
    check_named_done(c, item->type);
    break;
  case LATER_INTERFACE:
    check_interface_done(c, item->type, item->expr);
    break;
  case LATER_EMBEDDED:
    check_embedded(c, item->expr, item->type);
    break;
  case LATER_MAP_KEY:
    check_map_key(c, item->type, item->expr);
    break;
  case LATER_RECEIVER:
    check_receiver_type(c, item->expr, item->type);
    break;
  case LATER_BOUND:
    check_bound(c, item->expr, item->type);
    break;
  case LATER_UNION:
    check_union(c, item->type);
    break;
  case LATER_INSTANCE:
    check_instance_done(c, item->type, item->expr, item->fresh);
    break;
  }
}

void check_drain(struct checker *c) {
  invariant_debug(c->later_next <= c->later_count);
  if (c->draining || c->path.count > 0)
    return;
  struct check_context saved = c->context;
  c->draining = true;
  while (c->later_next < c->later_count) {
    struct later item = c->later[c->later_next++];
    do_later(c, &item);
  }
  c->later_next = c->later_count = 0;
  c->draining = false;
  c->context = saved;
}

// Function bodies.

static void declare_params(struct checker *c, struct object **params, int count) {
  for (int i = 0; i < count; i++)
    if (params[i]->name && params[i]->name != c->blank)
      scope_insert(c->region, c->context.scope, params[i]);
}

// Parses a body that was skipped. That of an instance was parsed before, as the generic function's:
// its errors are known. False after an error.
static bool parse_skipped(struct checker *c, struct function *function) {
  struct error_list known, *errors = c->checked->errors;
  if (function->type_args) {
    errors_init(&known, c->checked->sources, c->region);
    errors = &known;
  }
  if (!function->body_skipped)
    return true;
  int before = errors->syntax_count;
  parse_body(c->region, c->checked->sources, function, errors, c->checked->names);
  c->error_count += errors->syntax_count > before;
  return errors->syntax_count == before;
}

void check_body(struct checker *c, struct function *function) {
  if (function->body_checked)
    return;
  function->body_checked = true;
  if (!function->signature)
    return; // first asked for where the nesting was too deep, which was reported
  if (!parse_skipped(c, function) || !function->body)
    return;
  struct check_context saved = c->context;
  struct object_list locals = {0};
  function->package = c->context.package;
  c->context.function = function;
  c->context.scope = scope_new(c->region, function->scope ? function->scope : c->context.scope);
  c->context.iota = NULL;
  c->context.locals = &locals;
  if (function->receiver_object)
    declare_params(c, &function->receiver_object, 1);
  declare_params(c, function->params, function->signature->u.signature.param_count);
  declare_params(c, function->results, function->signature->u.signature.result_count);
  check_stmts(c, &function->body->u.block.stmts, 0);
  if (function->signature->u.signature.result_count > 0 && !check_terminates(function->body))
    check_error(c, function->body_end, "missing return");
  check_unused_locals(c, &locals);
  check_place_sizes(c, function, &locals);
  c->context = saved;
}

static void check_declared_body(struct checker *c, struct function *function) {
  struct object *object = function->object;
  check_resolve(c, object);
  struct check_context saved = check_enter(c, object);
  check_body(c, function);
  c->context = saved;
}

void check_object(struct checked_program *checked, struct object *object) {
  check_resolve(checked->checker, object);
  check_drain(checked->checker);
}

bool check_function_body(struct checked_program *checked, struct function *function) {
  struct checker *c = checked->checker;
  int errors = checked->errors->count;
  if (!function->body_checked && function->object) {
    check_declared_body(c, function);
    check_drain(c);
  }
  return checked->errors->count == errors;
}

// Whole packages.

// What an object is resolved among: types, then aliases, then all others. An alias that a type on
// its path mentions again would have no type yet; a defined type has one from the start.
static int phase_of(const struct object *object) {
  if (object->kind != OBJECT_TYPE)
    return 2;
  return object->u.type_name.is_alias ? 1 : 0;
}

static void resolve_all(struct checker *c, struct package *package) {
  for (int phase = 0; phase < 3; phase++)
    for (int i = 0; i < package->scope->order_count; i++) {
      struct object *object = package->scope->order[i];
      if (phase_of(object) != phase)
        continue;
      check_resolve(c, object);
      check_drain(c);
    }
}

static void resolve_variables(struct checker *c, struct package *package) {
  for (int i = 0; i < package->scope->order_count; i++) {
    struct object *object = package->scope->order[i];
    if (object->kind == OBJECT_VAR && object->info &&
        (object->info->value || object->info->group)) {
      check_resolve(c, object);
      check_drain(c);
    }
  }
}

static void check_entry_function(struct checker *c, struct object *object) {
  struct type *t = object->type;
  if (t->u.signature.type_param_count > 0)
    check_error(c, object->u.func.function->type->u.func_type.type_params.items[0].pos,
                "func %s must have no type parameters", object->name);
  else if (t->u.signature.param_count > 0 || t->u.signature.result_count > 0)
    check_error(c, object->pos, "func %s must have no arguments and no return values",
                object->name);
}

static bool is_without_body(const struct function *function) {
  return !function->body && !function->body_skipped;
}

// Go's compiler looks for bodies where everything else is right.
static void check_missing_bodies(struct checker *c, struct package *package) {
  struct object_list *functions = &check_objects_of(c, package)->functions;
  for (int i = 0; i < functions->count && !package->is_std && !package->is_bound; i++) {
    const struct function *function = functions->items[i]->u.func.function;
    if (is_without_body(function) && !checked_link(c->checked, functions->items[i]))
      check_error(c,
                  function->receiver.count > 0 ? function->receiver.open : functions->items[i]->pos,
                  "missing function body");
  }
}

static void check_function_object(struct checker *c, struct package *package,
                                  struct object *object) {
  struct function *function = object->u.func.function;
  check_resolve(c, object);
  check_drain(c);
  c->context.package = package;
  bool is_method = function->receiver.count > 0;
  if (!is_method && (object->name == c->name_init ||
                     (object->name == c->name_main && strcmp(package->name, "main") == 0)))
    check_entry_function(c, object);
  if (!is_method && object->name == c->name_init && is_without_body(function))
    check_error(c, object->pos, "func init must have a body");
  if (package->is_std && object->name != c->name_init)
    return;
  check_declared_body(c, function);
  check_drain(c);
}

static void check_package(struct checker *c, struct package *package) {
  struct check_package_objects *objects = check_objects_of(c, package);
  c->context = (struct check_context){.package = package};
  if (package->is_std)
    resolve_variables(c, package);
  else
    resolve_all(c, package);
  // Blank variables and types have no name in the scope.
  for (int i = 0; i < objects->unnamed.count; i++) {
    check_resolve(c, objects->unnamed.items[i]);
    check_drain(c);
  }
  for (int i = 0; i < objects->functions.count; i++) {
    struct object *object = objects->functions.items[i];
    if (!package->is_std || object->name == c->name_init)
      check_function_object(c, package, object);
  }
  c->context = (struct check_context){.package = package};
  check_init_order(c, package);
  check_instantiation_cycles(c);
  if (!package->is_std)
    check_unused_imports(c, package);
}

// Whether a package, or one that it imports, has errors. Those of the package itself are not shown
// in the second case: Go does not compile it then.
static bool has_failed(struct checker *c, struct package *package) {
  struct check_package_objects *objects = check_objects_of(c, package);
  for (int i = 0; i < package->import_count && !objects->errors.hidden; i++)
    objects->errors.hidden = check_objects_of(c, package->imports[i])->failed;
  return objects->errors.hidden || objects->errors.count > 0;
}

static void check_package_and_note(struct checker *c, struct package *package) {
  struct check_package_objects *objects = check_objects_of(c, package);
  c->error_count = objects->errors.count;
  c->checked->errors->group = &objects->errors;
  objects->failed = has_failed(c, package);
  if (objects->broken || objects->errors.hidden)
    return;
  check_package(c, package);
  if (objects->errors.count == 0) {
    check_linknames(c, package);
    check_embeds(c, package);
    check_missing_bodies(c, package);
  }
  objects->failed = objects->errors.count > 0;
}

// Notes of each package whether another one that the program's own packages import, or are, has the
// same name: messages then give its path.
static void note_shared_names(struct checker *c) {
  struct checked_program *checked = c->checked;
  struct package **seen = NULL;
  int count = 0, cap = 0;
  for (int i = 0; i < checked->package_count; i++) {
    struct package *package = checked->packages[i];
    for (int j = -1; j < package->import_count && !package->is_std; j++) {
      struct package *other = j < 0 ? package : package->imports[j];
      bool known = false;
      for (int k = 0; k < count; k++) {
        known = known || seen[k] == other;
        if (seen[k] != other && seen[k]->name == other->name)
          seen[k]->name_is_shared = other->name_is_shared = true;
      }
      if (known)
        continue;
      seen = region_grow(c->region, seen, sizeof(struct package *), count, &cap, count + 1);
      seen[count++] = other;
    }
  }
}

static void check_main_function(struct checker *c, struct package *package) {
  struct object *found = scope_lookup(package->scope, c->name_main);
  c->checked->errors->group = &check_objects_of(c, package)->errors;
  if (package->name == c->name_main && !package->continues &&
      (!found || found->kind != OBJECT_FUNC))
    check_error(c, 0, "runtime.main_main·f: function main is undeclared in the main package");
}

// Loads and checks the roots and what they import. Packages below number `first` are done.
static struct package *check_roots(struct checked_program *checked,
                                   const struct package_source *roots, int count, int first) {
  struct checker *c = checked->checker;
  struct package **loaded = region_alloc(c->region, (size_t)count * sizeof *loaded);
  for (int i = 0; i < count; i++)
    loaded[i] = check_load_root(c, &roots[i]);
  if (checked->errors->import_count > 0)
    return NULL;
  note_shared_names(c);
  for (int i = first; i < checked->package_count; i++)
    check_package_and_note(c, checked->packages[i]);
  check_late_types(c);
  for (int i = 0; i < count && checked->errors->count == 0; i++)
    check_main_function(c, loaded[i]);
  return checked->errors->count == 0 ? loaded[0] : NULL;
}

struct package *check_program(struct checked_program *checked, const struct package_source *roots,
                              int count) {
  // The run time makes values of types that package runtime declares, whether or not the program
  // imports it.
  struct package_source source;
  if (checked->find_package &&
      checked->find_package(checked->find_context, "runtime", NULL, &source))
    check_import(checked->checker, "runtime", 0);
  return check_roots(checked, roots, count, 0);
}

static bool has_path(const struct package *package, const struct package_source *root) {
  return root->import_path && package->import_path
             ? strcmp(root->import_path, package->import_path) == 0
             : !root->import_path && !package->import_path;
}

struct package *check_reload(struct checked_program *checked, const struct package_source *roots,
                             int count) {
  struct checker *c = checked->checker;
  int before = checked->package_count;
  invariant_debug(checked->errors->count == 0);
  for (int i = 0; i < before; i++)
    for (int j = 0; j < count; j++)
      if (has_path(checked->packages[i], &roots[j]) && !checked->packages[i]->replaced_at)
        checked->packages[i]->replaced_at = before;
  c->host_scope = NULL;
  c->missing_count = 0;
  c->noted_sizes = c->noted_interfaces = NULL;
  struct package *package = check_roots(checked, roots, count, before);
  if (!package)
    check_abandon_reload(checked, before);
  return package;
}

// Whether a package is one of the first `count`.
static bool is_of_first(const struct checked_program *checked, const struct package *package,
                        int count) {
  for (int i = 0; i < count; i++)
    if (checked->packages[i] == package)
      return true;
  return false;
}

void check_abandon_reload(struct checked_program *checked, int count) {
  struct checker *c = checked->checker;
  for (int i = 0; i < count; i++)
    if (checked->packages[i]->replaced_at == count)
      checked->packages[i]->replaced_at = 0;
  for (int i = checked->link_count; i > 0; i--)
    if (!is_of_first(checked, checked->links[i - 1].object->package, count))
      checked->link_count = i - 1;
  checked->package_count = count;
  c->host_scope = NULL;
  c->noted_sizes = c->noted_interfaces = NULL;
}
