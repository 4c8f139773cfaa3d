// Loading programs, and finding what is in them by name.

#include "vm/compile/program.h"

#include <string.h>

#include "gc/embed.h"
#include "runtime/runtime.h"
#include "vm/compile/compile.h"
#include "vm/compile/rtypes.h"

// What a script's sources need may be more than there is: the run ends, and not the process.
static void end_without_memory(void *argument) {
  struct runtime *rt = argument;
  gc_embed_fatal(&rt->gc, "out of memory");
}

void program_init(struct program *p, struct runtime *runtime, package_finder finder,
                  void *finder_context,
                  const struct native_entry *(*find_native)(void *context, const char *name),
                  void *native_context) {
  memset(p, 0, sizeof *p);
  mutex_init(&p->lock, LOCK_RANK_VOLE);
  region_init(&p->region);
  p->region.no_memory = end_without_memory;
  p->region.argument = runtime;
  checked_program_init(&p->checked, &p->region, &p->sources, &p->errors, &p->constants, &p->names,
                       finder, finder_context);
  p->runtime = runtime;
  p->find_native = find_native;
  p->find_native_context = native_context;
  rtypes_init(p);
  compile_init(p);
}

void program_free(struct program *p) {
  compile_free(p);
  rtypes_free(p);
  constant_pool_free(&p->constants);
  region_free(&p->region);
}

bool program_compile(struct program *p, struct func *f, const char **error) {
  // Another thread may have been quicker.
  mutex_lock(&p->lock);
  bool ok = instruction_op(*f->code) != OP_COMPILE || compile_now(p, f, error);
  mutex_unlock(&p->lock);
  return ok;
}

static const char *intern(struct program *p, const char *name) {
  return names_intern(&p->names, name, strlen(name));
}

// The package of that path, in symbols or in imports, or else of that name; the main package is
// "main".
static struct package *find_package(struct program *p, const char *name, size_t size) {
  for (int by = 0; by < 3; by++)
    for (int i = p->checked.package_count - 1; i >= 0; i--) {
      struct package *package = p->checked.packages[i];
      const char *known = by == 0 ? package->symbol : by == 1 ? package->path : package->name;
      if (strlen(known) == size && memcmp(known, name, size) == 0)
        return package;
    }
  return NULL;
}

// Splits "path/name.Rest" at the first dot after the last slash.
static struct package *split_name(struct program *p, const char *name, const char **rest) {
  const char *slash = strrchr(name, '/');
  const char *dot = strchr(slash ? slash : name, '.');
  if (!dot)
    return NULL;
  *rest = dot + 1;
  return find_package(p, name, (size_t)(dot - name));
}

static struct object *find_method(struct program *p, struct package *package, const char *type_name,
                                  size_t size, const char *method) {
  struct object *type = scope_lookup(package->scope, names_intern(&p->names, type_name, size));
  if (!type || type->kind != OBJECT_TYPE)
    return NULL;
  check_object(&p->checked, type);
  if (type->type->kind != TYPE_NAMED)
    return NULL;
  for (int i = 0; i < type->type->u.named.method_count; i++) {
    if (strcmp(type->type->u.named.methods[i]->name, method) == 0)
      return type->type->u.named.methods[i];
  }
  return NULL;
}

struct object *program_find_symbol(struct program *p, const char *name) {
  const char *rest;
  struct package *package = split_name(p, name, &rest);
  struct object *found = NULL;
  const char *dot = package ? strchr(rest, '.') : NULL;
  if (package && !dot)
    found = scope_lookup(package->scope, intern(p, rest));
  else if (package) {
    // T.Method or (*T).Method
    bool pointer = strncmp(rest, "(*", 2) == 0;
    const char *type_name = pointer ? rest + 2 : rest;
    size_t size = (size_t)(dot - type_name) - (pointer ? 1 : 0);
    found = find_method(p, package, type_name, size, dot + 1);
  }
  if (found)
    check_object(&p->checked, found);
  return found;
}

struct func *program_find_function(struct program *p, const char *name, struct object **object) {
  struct object *found = program_find_symbol(p, name);
  if (!found || found->kind != OBJECT_FUNC)
    return NULL;
  if (object)
    *object = found;
  return compile_func_of(p, found);
}

struct object *program_find_object(struct program *p, const char *package_name, const char *name) {
  struct package *package = find_package(p, package_name, strlen(package_name));
  return package ? scope_lookup(package->scope, intern(p, name)) : NULL;
}

bool program_has_package(struct program *p, const char *path) {
  return find_package(p, path, strlen(path)) != NULL;
}

struct type *program_find_type(struct program *p, const char *package_name, const char *name) {
  struct object *object = program_find_object(p, package_name, name);
  if (!object || object->kind != OBJECT_TYPE)
    return NULL;
  check_object(&p->checked, object);
  return object->type;
}

void *program_find_variable(struct program *p, const char *name, struct type **type) {
  const char *rest;
  struct package *package = split_name(p, name, &rest);
  struct object *object = package ? scope_lookup(package->scope, intern(p, rest)) : NULL;
  if (!object || object->kind != OBJECT_VAR || !object->type)
    return NULL;
  *type = object->type;
  return compile_global(p, object);
}

// The descriptor of a type of package runtime, or of a pointer to it.
static struct rtype *runtime_type(struct program *p, const char *name, bool pointer) {
  struct type *t = program_find_type(p, "runtime", name);
  if (!t)
    return NULL;
  if (pointer) {
    struct type *to = region_alloc(&p->region, sizeof *to);
    *to = (struct type){.kind = TYPE_POINTER, .u.pointer = {t}};
    t = to;
  }
  return program_rtype(p, t);
}

// Tells the run time of the types that it makes values of.
static void fill_well_known(struct program *p) {
  const struct universe *u = &p->checked.universe;
  p->runtime->well_known = (struct well_known){
      .error_string = runtime_type(p, "errorString", false),
      .bounds_error = runtime_type(p, "boundsError", false),
      .plain_error = runtime_type(p, "plainError", false),
      .type_assertion_error = runtime_type(p, "TypeAssertionError", true),
      .panic_nil_error = runtime_type(p, "PanicNilError", true),
      .string_type = program_rtype(p, u->basic[BASIC_STRING]),
      .error_type = program_rtype(p, u->error_type),
      .stringer_type = runtime_type(p, "stringer", false),
      .host_error = runtime_type(p, "hostError", true),
  };
}

// Looks at what the bytecode cannot express in packages from number `first` on.
static bool check_code(struct program *p, int first) {
  for (int i = first; i < p->checked.package_count; i++)
    if (!p->checked.packages[i]->is_std)
      compile_check_package(p, p->checked.packages[i]);
  return p->errors.count == 0;
}

bool program_load(struct program *p, const struct package_source *roots, int count) {
  p->main_package = check_program(&p->checked, roots, count);
  if (!p->main_package || !check_code(p, 0))
    return false;
  fill_well_known(p);
  p->initialise = compile_entry(p, NULL);
  return true;
}

bool program_reload(struct program *p, const struct package_source *roots, int count) {
  int before = p->checked.package_count;
  struct package *package = check_reload(&p->checked, roots, count);
  if (!package)
    return false;
  if (!check_code(p, before)) {
    check_abandon_reload(&p->checked, before);
    return false;
  }
  p->main_package = package;
  p->initialise = compile_entry(p, NULL);
  return true;
}
