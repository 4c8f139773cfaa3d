// Imports: what may be imported, the names that files give to packages, and imports that nothing
// uses. After go/types resolver.go.

#include "vm/check/package.h"

#include <stdlib.h>
#include <string.h>

// Which file got which package by import . "path".
struct dot_import {
  struct file *file;
  struct package *package;
  struct object *object;
};

// Returns the path of a package as one of the library imports it: what is not the library's own comes
// with it in a folder vendor.
static const char *imported_path(struct checker *c, const struct package *importer,
                                 const char *path) {
  bool vendored = importer->is_std && strncmp(path, "golang.org/", 11) == 0;
  return vendored ? region_printf(c->region, "vendor/%s", path) : path;
}

void check_add_import(struct checker *c, struct package *package, struct package *imported) {
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

// Returns what a path has before its last element "internal", without a slash: what lies there may
// import it. NULL: it has no such element.
static const char *internal_parent(struct checker *c, const char *path) {
  const char *last = NULL;
  for (const char *at = path; (at = strstr(at, "internal")) != NULL; at += 8)
    if ((at == path || at[-1] == '/') && (at[8] == '\0' || at[8] == '/'))
      last = at;
  if (!last)
    return NULL;
  return region_strndup(c->region, path, last == path ? 0 : (size_t)(last - path) - 1);
}

// Whether the file that a package begins with has a name with this end.
static bool begins_with_file(const struct package *package, const char *end) {
  const char *name = package->file_count > 0 ? package->files[0]->source->name : "";
  size_t size = strlen(name), end_size = strlen(end);
  return size >= end_size && strcmp(name + size - end_size, end) == 0;
}

bool check_is_test_main(const struct package *package) {
  return begins_with_file(package, "_testmain.go");
}

// Returns the size of the path by which a package may import: external tests have the rights of the
// package that they test.
static size_t importer_path_size(const struct package *importer) {
  size_t size = strlen(importer->import_path), end_size = strlen("_test");
  bool is_test = begins_with_file(importer, "_test.go") && size > end_size &&
                 strcmp(importer->import_path + size - end_size, "_test") == 0;
  return is_test ? size - end_size : size;
}

static bool may_import_internal(const struct package *importer, const struct package *imported,
                                const char *parent) {
  size_t size = strlen(parent);
  if (importer->is_std)
    return true;
  if (!importer->import_path)
    return !imported->is_std; // files without a package's path: who gives both decides
  if (check_is_test_main(importer))
    return !imported->is_std || strcmp(parent, "testing") == 0;
  // The library's internal packages are its own, wherever a program's path may lie.
  return !imported->is_std && size > 0 && strncmp(importer->import_path, parent, size) == 0 &&
         (importer_path_size(importer) == size || importer->import_path[size] == '/');
}

static void refuse_internal(struct checker *c, const struct package *package, const char *path,
                            pos_t pos) {
  if (package->import_path)
    check_import_error(c, pos, true, "%s: use of internal package %s not allowed",
                       check_place(c, pos), path);
  else
    check_import_error(c, pos, false, "use of internal package %s not allowed", path);
}

// Why a path cannot be imported, whatever lies there; NULL: it can.
static const char *path_problem(struct checker *c, const char *path) {
  if (path[0] == '\0')
    return "invalid import path (empty string)";
  const char *bad = bad_character(path);
  if (!bad)
    return NULL;
  bool visible = *bad > ' ' && *bad < 0x7f;
  return region_printf(c->region, "invalid import path (invalid character U+%04X%s)",
                       (unsigned char)*bad, visible ? region_printf(c->region, " '%c'", *bad) : "");
}

// Whether a package has the tests of another, which may be a program.
static bool is_test_of(const struct package *package, const struct package *tested) {
  const char *path = package->import_path;
  size_t size = strlen(tested->path);
  return check_is_test_main(package) ||
         (path && strncmp(path, tested->path, size) == 0 && strcmp(path + size, "_test") == 0);
}

// Loads what one declaration imports.
static void load_import(struct checker *c, struct package *package, const struct decl *d) {
  const char *path = imported_path(c, package, d->u.import.path);
  pos_t pos = d->pos;
  struct import_step *step = &c->loading[c->loading_count - 1];
  step->import_pos = pos;
  struct package *imported = check_import(c, path, pos);
  if (!imported)
    return;
  check_add_import(c, package, imported);
  if (package->is_std)
    return;
  const char *parent = internal_parent(c, path);
  if (parent && !may_import_internal(package, imported, parent))
    refuse_internal(c, package, path, pos);
  else if (!imported->is_std && imported->name == c->name_main && !is_test_of(package, imported))
    check_import_error(c, pos, false, "import \"%s\" is a program, not an importable package",
                       path);
}

static int compare_imports(const void *a, const void *b) {
  const struct decl *x = *(const struct decl *const *)a, *y = *(const struct decl *const *)b;
  int order = strcmp(x->u.import.path, y->u.import.path);
  if (order != 0)
    return order;
  return x->u.import.path_pos < y->u.import.path_pos ? -1 : 1;
}

void check_load_imports(struct checker *c, struct package *package) {
  const struct decl **imports = NULL;
  int count = 0, cap = 0;
  for (int i = 0; i < package->file_count; i++) {
    const struct decl_list *decls = &package->files[i]->decls;
    for (int j = 0; j < decls->count; j++) {
      const struct decl *d = decls->items[j];
      if (d->kind != DECL_IMPORT || !d->u.import.path || path_problem(c, d->u.import.path))
        continue;
      imports = region_grow(c->region, imports, sizeof *imports, count, &cap, count + 1);
      imports[count++] = d;
    }
  }
  if (count > 1)
    qsort(imports, (size_t)count, sizeof *imports, compare_imports);
  for (int i = 0; i < count; i++)
    if (i == 0 || strcmp(imports[i - 1]->u.import.path, imports[i]->u.import.path) != 0)
      load_import(c, package, imports[i]);
}

// Whether a program may not import a package for want of a grant.
static bool refuse_ungranted(struct checker *c, const char *path, pos_t pos) {
  if (!c->checked->no_unsafe || (strcmp(path, "unsafe") != 0 && strcmp(path, "arena") != 0))
    return false;
  check_error(c, pos, "package %s needs VOLE_GRANT_UNSAFE", path);
  return true;
}

void check_collect_import(struct checker *c, struct package *package, struct file *file,
                          struct decl *d) {
  const char *path = d->u.import.path;
  if (!path)
    return; // the scanner said why
  const char *problem = path_problem(c, path);
  if (problem) {
    check_error(c, d->u.import.path_pos, "%s", problem);
    return;
  }
  path = imported_path(c, package, path);
  struct package *imported = !package->is_std && refuse_ungranted(c, path, d->u.import.path_pos)
                                 ? NULL
                                 : check_import(c, path, d->u.import.path_pos);
  if (!imported) {
    // Stands for the missing package, so that its uses are not reported too.
    const char *slash = strrchr(path, '/');
    imported = region_alloc(c->region, sizeof *imported);
    imported->path = path;
    imported->name =
        names_intern(c->checked->names, slash ? slash + 1 : path, strlen(slash ? slash + 1 : path));
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
