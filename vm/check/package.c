// Packages: their files and package-level objects. After go/types resolver.go.

#include "vm/check/package.h"
#include "vm/syntax/language.h"

#include <string.h>

struct check_package_objects *check_objects_of(struct checker *c, struct package *package) {
  if (!package->checked)
    package->checked = region_alloc(c->region, sizeof *package->checked);
  return package->checked;
}

bool check_add_file(struct checker *c, struct package *package, struct source_file *source) {
  int errors = c->checked->errors->syntax_count;
  struct file *file = parse_file(c->region, c->checked->sources, source, c->checked->errors,
                                 c->checked->names, source->is_std);
  if (!file)
    return false;
  if (file->package_name == c->blank)
    check_error(c, file->package_name_pos, "invalid package name _");
  if (source->has_build_minor && source->build_minor > language_newest)
    check_error(c, file->package_name_pos, "file requires newer Go version go1.%d",
                source->build_minor);
  package->files = region_grow(c->region, package->files, sizeof(struct file *),
                               package->file_count, &package->file_cap, package->file_count + 1);
  package->files[package->file_count++] = file;
  return c->checked->errors->syntax_count == errors;
}

// Objects.

static struct object *new_object(struct checker *c, struct package *package, struct file *file,
                                 struct decl *d, enum object_kind kind, const char *name,
                                 pos_t pos) {
  struct object *object = object_new(c->region, kind, name, pos, package, NULL);
  object->decl = d;
  object->file = file;
  if (kind != OBJECT_FUNC) // those get one when they are resolved: of many nobody asks
    object->info = region_alloc(c->region, sizeof *object->info);
  return object;
}

static void declare_object(struct checker *c, struct package *package, struct object *object) {
  if (object->name == c->blank) {
    object->parent = package->scope;
    object_list_add(c->region, &check_objects_of(c, package)->unnamed, object);
  } else if (object->name == c->name_init) {
    check_error(c, object->pos, "cannot declare init - must be func");
  } else if (object->name == c->name_main && object->kind != OBJECT_FUNC &&
             strcmp(package->name, "main") == 0) {
    check_error(c, object->pos, "cannot declare main - must be func");
  } else {
    check_declare(c, package->scope, object);
  }
}

// Whether a file that comes before in the package declares a name to be taken instead.
static bool is_replaced(const struct package *package, const struct file *file, const char *name) {
  if (!file->source->is_overlaid)
    return false;
  const struct object *other = scope_lookup(package->scope, name);
  return other && !other->file->source->is_overlaid;
}

static void collect_values(struct checker *c, struct package *package, struct file *file,
                           struct decl *d) {
  invariant_debug(d->u.value.names.count > 0);
  if (is_replaced(package, file, d->u.value.names.items[0]->u.ident.name))
    return;
  int names = d->u.value.names.count, values = d->u.value.values.count;
  bool is_const = d->kind == DECL_CONST;
  struct object **group = region_alloc(c->region, is_const ? 0 : (size_t)names * sizeof *group);
  struct decl_info *shared = NULL;
  for (int i = 0; i < names; i++) {
    struct expr *name = d->u.value.names.items[i];
    struct object *object = new_object(c, package, file, d, is_const ? OBJECT_CONST : OBJECT_VAR,
                                       name->u.ident.name, name->start_pos);
    object->info->index = i;
    name->u.ident.object = object;
    name->mode = is_const ? MODE_CONSTANT : MODE_VARIABLE;
    if (!is_const) {
      group[i] = object;
      object->u.var.kind = VAR_PACKAGE;
      if (values == 1 && names > 1) {
        // All variables of var a, b = f() share one declaration.
        if (!shared)
          shared = object->info;
        object->info = shared;
        shared->group = group;
        shared->group_count = names;
        shared->value = d->u.value.values.items[0];
      } else if (i < values) {
        object->info->value = d->u.value.values.items[i];
      }
    }
    declare_object(c, package, object);
  }
  check_value_counts(c, d);
}

static void collect_type(struct checker *c, struct package *package, struct file *file,
                         struct decl *d) {
  struct expr *name = d->u.type.name;
  if (is_replaced(package, file, name->u.ident.name))
    return;
  struct object *object =
      new_object(c, package, file, d, OBJECT_TYPE, name->u.ident.name, name->start_pos);
  object->u.type_name.is_alias = d->u.type.is_alias;
  name->u.ident.object = object;
  d->u.type.object = object;
  declare_object(c, package, object);
}

bool check_is_generic_receiver(struct function *function) {
  return check_receiver_base(function->receiver.items[0].type)->kind == EXPR_INDEX;
}

// Joins texts, up to the NULL after the last.
static const char *join(struct checker *c, const char *const *parts) {
  size_t size = 0;
  for (int i = 0; parts[i]; i++)
    size += strlen(parts[i]);
  char *text = region_alloc(c->region, size + 1), *at = text;
  for (int i = 0; parts[i]; i++)
    at = stpcpy(at, parts[i]);
  return text;
}

static const char *function_name(struct checker *c, struct package *package,
                                 struct function *function, const char *name) {
  if (name == c->name_init && function->receiver.count == 0)
    return region_printf(c->region, "%s.init.%d", package->path, package->init_function_count);
  const char *before = ".", *receiver = "", *arguments = "", *after = "", *generic = "";
  if (function->receiver.count > 0) {
    bool pointer;
    struct expr *base = check_base_expr(function->receiver.items[0].type, &pointer);
    receiver = base->kind == EXPR_IDENT ? base->u.ident.name : "?";
    arguments = check_is_generic_receiver(function) ? "[...]" : "";
    before = pointer ? ".(*" : ".";
    after = pointer ? ")." : ".";
  } else if (function->is_generic) {
    generic = "[...]";
  }
  return join(c, (const char *[]){package->symbol, before, receiver, arguments, after, name,
                                  generic, NULL});
}

// The name of the type that a method is declared for, NULL for a function.
static const char *receiver_name(const struct function *function) {
  if (function->receiver.count == 0)
    return NULL;
  bool pointer;
  const struct expr *base = check_base_expr(function->receiver.items[0].type, &pointer);
  return base->kind == EXPR_IDENT ? base->u.ident.name : NULL;
}

// The same of a function or method. Methods of what is an alias there are those of what it names.
static bool has_replacement(struct checker *c, struct package *package, struct file *file,
                            const struct function *function, const char *name) {
  if (!file->source->is_overlaid || name == c->name_init || name == c->blank)
    return false;
  const char *receiver = receiver_name(function);
  const struct object *base = receiver ? scope_lookup(package->scope, receiver) : NULL;
  if (base && base->kind == OBJECT_TYPE && base->u.type_name.is_alias &&
      !base->file->source->is_overlaid)
    return true;
  const struct object_list *functions = &check_objects_of(c, package)->functions;
  for (int i = 0; i < functions->count; i++) {
    const struct object *other = functions->items[i];
    if (other->file->source->is_overlaid)
      return false; // overlays come first
    if (other->name == name && receiver_name(other->u.func.function) == receiver)
      return true;
  }
  return false;
}

static void collect_function(struct checker *c, struct package *package, struct file *file,
                             struct decl *d) {
  struct function *function = d->u.func.function;
  if (has_replacement(c, package, file, function, d->u.func.name))
    return;
  struct object *object =
      new_object(c, package, file, d, OBJECT_FUNC, d->u.func.name, d->u.func.name_pos);
  object->u.func.function = function;
  function->object = object;
  function->package = package;
  function->name = function_name(c, package, function, object->name);
  d->u.func.object = object;
  object_list_add(c->region, &check_objects_of(c, package)->functions, object);
  if (function->receiver.count > 0)
    return;
  if (object->name == c->name_init) {
    object->parent = package->scope;
    package->init_functions = region_grow(
        c->region, package->init_functions, sizeof(struct object *), package->init_function_count,
        &package->init_function_cap, package->init_function_count + 1);
    package->init_functions[package->init_function_count++] = object;
  } else if (object->name != c->blank) {
    check_declare(c, package->scope, object);
  }
}

// The type declaration that a method belongs to; follows aliases by name.
static struct object *method_base(struct package *package, struct function *function,
                                  bool *pointer) {
  struct expr *base = check_base_expr(function->receiver.items[0].type, pointer);
  for (int steps = 0; steps < 100 && base->kind == EXPR_IDENT; steps++) {
    struct object *object = scope_lookup(package->scope, base->u.ident.name);
    if (!object || object->kind != OBJECT_TYPE)
      return NULL;
    if (!object->decl->u.type.is_alias)
      return object;
    base = object->decl->u.type.type;
    if (base->kind == EXPR_STAR && !*pointer) {
      *pointer = true;
      base = base->u.star.x;
    }
  }
  return NULL;
}

static void associate_methods(struct checker *c, struct package *package) {
  struct object_list *functions = &check_objects_of(c, package)->functions;
  for (int i = 0; i < functions->count; i++) {
    struct object *method = functions->items[i];
    struct function *function = method->u.func.function;
    if (function->receiver.count == 0)
      continue;
    struct object *base = method_base(package, function, &method->u.func.pointer_receiver);
    if (base && method->name != c->blank)
      object_list_add(c->region, &base->info->methods, method);
  }
}

// A name declared at package level must not be one that a file imports.
static void refuse_import_conflicts(struct checker *c, struct package *package) {
  for (int i = 0; i < package->file_count; i++) {
    struct scope *scope = package->files[i]->scope;
    for (int j = 0; j < scope->order_count; j++) {
      struct object *imported = scope->order[j];
      struct object *object = scope_lookup(package->scope, imported->name);
      if (!object)
        continue;
      if (imported->kind == OBJECT_PACKAGE)
        check_error(c, object->pos,
                    "%s already declared through import of package %s (\"%s\")\n\t%s: other "
                    "declaration of %s",
                    object->name, imported->u.package.imported->name,
                    imported->u.package.imported->path, check_place(c, imported->pos),
                    object->name);
      else
        check_error(c, object->pos, "%s already declared through dot-import of package %s (\"%s\")",
                    object->name, imported->package->name, imported->package->path);
    }
  }
}

static void collect_file(struct checker *c, struct package *package, struct file *file) {
  file->scope = scope_new(c->region, package->scope);
  c->context.file = file;
  for (int i = 0; i < file->decls.count; i++) {
    struct decl *d = file->decls.items[i];
    switch (d->kind) {
    case DECL_IMPORT:
      check_collect_import(c, package, file, d);
      break;
    case DECL_CONST:
    case DECL_VAR:
      collect_values(c, package, file, d);
      break;
    case DECL_TYPE:
      collect_type(c, package, file, d);
      break;
    case DECL_FUNC:
      collect_function(c, package, file, d);
      break;
    }
  }
}

void check_collect(struct checker *c, struct package *package) {
  invariant_debug(!package->scope);
  package->scope =
      scope_new(c->region, package->continues ? package->continues->scope : c->universe->scope);
  struct check_context saved = c->context;
  c->context = (struct check_context){.package = package};
  for (int i = 0; i < package->file_count; i++) {
    c->context.package = package;
    collect_file(c, package, package->files[i]);
  }
  refuse_import_conflicts(c, package);
  associate_methods(c, package);
  c->context = saved;
}
