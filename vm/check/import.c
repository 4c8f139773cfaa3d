// Imports: loading packages, the names that files give them, and imports that nothing uses. After
// go/types resolver.go.

#include "vm/check/package.h"

#include <string.h>

// Which file got which package by import . "path".
struct dot_import {
  struct file *file;
  struct package *package;
  struct object *object;
};

static void report_import_cycle(struct checker *c, struct package *package, pos_t pos) {
  const char *text = "";
  for (int i = 0; i < c->loading_count; i++)
    if (c->loading[i] == package || text[0] != '\0')
      text = region_printf(c->region, "%s\n\timports %s", text, c->loading[i]->path);
  check_error(c, pos, "import cycle not allowed%s\n\timports %s", text, package->path);
}

static struct package *find_loaded(struct checker *c, const char *path, pos_t pos, bool *cycle) {
  *cycle = false;
  for (int i = 0; i < c->checked->package_count; i++)
    if (strcmp(c->checked->packages[i]->path, path) == 0)
      return c->checked->packages[i];
  for (int i = 0; i < c->loading_count; i++)
    if (strcmp(c->loading[i]->path, path) == 0) {
      report_import_cycle(c, c->loading[i], pos);
      *cycle = true;
    }
  return NULL;
}

static struct package *load(struct checker *c, const char *path, struct package_source *source) {
  struct package *package = region_alloc(c->region, sizeof *package);
  package->path = names_intern(c->checked->names, path, strlen(path));
  package->is_std = source->is_std;
  bool good = true;
  for (int i = 0; i < source->count; i++) {
    struct source_file *file =
        source_add(c->checked->sources, source->names[i], source->texts[i], source->sizes[i]);
    if (!file)
      return NULL;
    file->is_std = source->is_std;
    file->language_minor = source->language_minor;
    good = check_add_file(c, package, file) && good;
  }
  if (!good || !package->name)
    return NULL;
  check_collect(c, package);
  return package;
}

// Returns the path of a package as the library imports it: what is not the library's own comes with
// it in a folder vendor.
static const char *vendored_path(struct checker *c, const char *path) {
  return strncmp(path, "golang.org/", 11) == 0 ? region_printf(c->region, "vendor/%s", path) : path;
}

struct package *check_import(struct checker *c, const char *path, pos_t pos) {
  if (strcmp(path, "unsafe") == 0)
    return c->universe->unsafe;
  bool cycle;
  struct package *package = find_loaded(c, path, pos, &cycle);
  if (package || cycle)
    return package;
  struct package_source source = {0};
  if (!c->checked->find_package ||
      !c->checked->find_package(c->checked->find_context, path, &source)) {
    check_error(c, pos, "package %s is not in std", path);
    return NULL;
  }
  struct check_context saved = c->context;
  int errors = c->checked->errors->count;
  package = load(c, path, &source);
  c->context = saved;
  if (!package && c->checked->errors->count == errors)
    check_error(c, pos, "could not import %s (no Go files)", path);
  return package;
}

static void add_import(struct checker *c, struct package *package, struct package *imported) {
  for (int i = 0; i < package->import_count; i++)
    if (package->imports[i] == imported)
      return;
  package->imports =
      region_grow(c->region, package->imports, sizeof(struct package *), package->import_count,
                  &package->import_cap, package->import_count + 1);
  package->imports[package->import_count++] = imported;
}

static void dot_import(struct checker *c, struct file *file, struct package *imported,
                       struct object *name) {
  for (int i = 0; i < imported->scope->order_count; i++) {
    struct object *object = imported->scope->order[i];
    if (!types_name_exported(object->name))
      continue;
    struct object *other = scope_insert(c->region, file->scope, object);
    if (other && other != object)
      check_error(c, name->pos, "%s redeclared in this block\n\t%s: other declaration of %s",
                  object->name, check_place(c, other->pos), other->name);
  }
  c->dot_imports = region_grow(c->region, c->dot_imports, sizeof *c->dot_imports,
                               c->dot_import_count, &c->dot_import_cap, c->dot_import_count + 1);
  c->dot_imports[c->dot_import_count++] = (struct dot_import){file, imported, name};
}

void check_use_dot_import(struct checker *c, struct object *object) {
  for (int i = 0; i < c->dot_import_count; i++)
    if (c->dot_imports[i].file == c->context.file && c->dot_imports[i].package == object->package)
      c->dot_imports[i].object->used = true;
}

// The first character that a path must not have, NULL if it is fine.
static const char *bad_character(const char *path) {
  for (const char *s = path; *s != '\0'; s++)
    if ((unsigned char)*s <= ' ' || (unsigned char)*s == 0x7f ||
        strchr("!\"#$%&'()*,:;<=>?[\\]^{|}`", *s))
      return s;
  return NULL;
}

// Whether a path has an element "internal".
static bool is_internal(const char *path) {
  for (const char *at = path; (at = strstr(at, "internal")) != NULL; at += 8)
    if ((at == path || at[-1] == '/') && (at[8] == '\0' || at[8] == '/'))
      return true;
  return false;
}

// Whether a program may not import a package that is there.
static bool refuse_import(struct checker *c, const char *path, pos_t pos) {
  if (is_internal(path))
    check_error(c, pos, "use of internal package %s not allowed", path);
  else if (c->checked->no_unsafe && (strcmp(path, "unsafe") == 0 || strcmp(path, "arena") == 0))
    check_error(c, pos, "package %s needs VOLE_GRANT_UNSAFE", path);
  else
    return false;
  return true;
}

void check_collect_import(struct checker *c, struct package *package, struct file *file,
                          struct decl *d) {
  const char *path = d->u.import.path;
  if (!path)
    return; // the scanner said why
  if (path[0] == '\0') {
    check_error(c, d->u.import.path_pos, "invalid import path (empty string)");
    return;
  }
  const char *bad = bad_character(path);
  if (bad) {
    bool visible = *bad > ' ' && *bad < 0x7f;
    check_error(c, d->u.import.path_pos, "invalid import path (invalid character U+%04X%s)",
                (unsigned char)*bad, visible ? region_printf(c->region, " '%c'", *bad) : "");
    return;
  }
  if (package->is_std)
    path = vendored_path(c, path);
  struct package *imported = !package->is_std && refuse_import(c, path, d->u.import.path_pos)
                                 ? NULL
                                 : check_import(c, path, d->u.import.path_pos);
  if (!imported) {
    // Stands for the missing package, so that its uses are not reported too.
    const char *slash = strrchr(path, '/');
    imported = region_alloc(c->region, sizeof *imported);
    imported->path = path;
    imported->name =
        names_intern(c->checked->names, slash ? slash + 1 : path, strlen(slash ? slash + 1 : path));
  } else {
    if (strcmp(imported->name, "main") == 0 && !imported->is_std)
      check_error(c, d->u.import.path_pos, "import \"%s\" is a program, not an importable package",
                  path);
    add_import(c, package, imported);
  }
  const char *name = d->u.import.name ? d->u.import.name : imported->name;
  if (name == c->name_init) {
    check_error(c, d->pos, "cannot import package as init - init must be a func");
    return;
  }
  struct object *object =
      object_new(c->region, OBJECT_PACKAGE, name, d->pos, package, invalid_type(c));
  object->u.package.imported = imported;
  object->color = COLOR_BLACK;
  object->file = NULL;
  d->u.import.object = object;
  if (name == c->blank)
    object->used = true;
  else if (name == c->name_dot && imported->scope)
    dot_import(c, file, imported, object);
  else
    check_declare(c, file->scope, object);
  if (!imported->scope)
    object->used = true;
  object_list_add(c->region, &check_objects_of(c, package)->imports, object);
}

void check_unused_imports(struct checker *c, struct package *package) {
  struct object_list *imports = &check_objects_of(c, package)->imports;
  for (int i = 0; i < imports->count; i++) {
    struct object *object = imports->items[i];
    if (object->used)
      continue;
    const char *path = object->u.package.imported->path, *slash = strrchr(path, '/');
    const char *last = slash ? slash + 1 : path;
    if (object->name == c->name_dot || strcmp(object->name, last) == 0)
      check_error(c, object->pos, "\"%s\" imported and not used", path);
    else
      check_error(c, object->pos, "\"%s\" imported as %s and not used", path, object->name);
  }
}
