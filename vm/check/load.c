// Loading packages: files, what they import, and what the go command says where that fails. After
// cmd/go/internal/load.

#include "vm/check/package.h"

#include <stdlib.h>
#include <string.h>

#include "vm/syntax/c_stack.h"
#include "vm/syntax/region_text.h"

// Messages.

static const char *import_path_of(const struct package *package) {
  return package->import_path ? package->import_path : package->path;
}

// "package a\n\timports b\n\timports c", from a root to the package that is being loaded.
static const char *import_chain(struct checker *c) {
  const char *text = "";
  int first = c->loading_count > 1 && check_is_test_main(c->loading[0].package);
  for (int i = first; i < c->loading_count; i++)
    text = region_printf(c->region, i == first ? "%spackage %s" : "%s\n\timports %s", text,
                         import_path_of(c->loading[i].package));
  return text;
}

void check_import_error(struct checker *c, pos_t pos, bool chain, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *message = region_vprintf(c->region, format, args);
  va_end(args);
  if (chain)
    message = region_printf(c->region, "%s\n\t%s", import_chain(c), message);
  c->error_count++;
  errors_add_import(c->checked->errors, chain ? 0 : pos, message);
}

static void report_import_cycle(struct checker *c, const struct package *package, pos_t pos) {
  const char *text = "";
  c->loading[c->loading_count - 1].import_pos = pos;
  for (int i = 0; i < c->loading_count; i++) {
    const struct import_step *step = &c->loading[i];
    const char *file = source_place(c->checked->sources, step->import_pos).file;
    const char *slash = strrchr(file, '/');
    const struct package *next = i + 1 < c->loading_count ? c->loading[i + 1].package : package;
    if (i == 0)
      text = region_printf(c->region, "package %s", import_path_of(step->package));
    text = region_printf(c->region, "%s\n\timports %s from %s", text, import_path_of(next),
                         slash ? slash + 1 : file);
  }
  c->error_count++;
  errors_add_import(c->checked->errors, 0,
                    region_printf(c->region, "%s: import cycle not allowed", text));
}

// Files.

// Whether all files have a package clause of the same name; if not, says which have not.
static bool have_one_name(struct checker *c, const struct package *package,
                          const struct package_source *source, pos_t pos) {
  for (int i = 1; i < package->file_count; i++) {
    const struct file *first = package->files[0], *other = package->files[i];
    if (first->package_name == other->package_name)
      continue;
    const char *first_file = strrchr(first->source->name, '/');
    const char *other_file = strrchr(other->source->name, '/');
    check_import_error(c, pos, false, "found packages %s (%s) and %s (%s)%s%s", first->package_name,
                       first_file ? first_file + 1 : first->source->name, other->package_name,
                       other_file ? other_file + 1 : other->source->name,
                       source->folder ? " in " : "", source->folder ? source->folder : "");
    return false;
  }
  return true;
}

// Whether a file belongs to no package: it needs cgo, or is documentation only.
static bool is_left_out(const struct file *file) {
  for (int i = 0; i < file->decls.count; i++) {
    const struct decl *d = file->decls.items[i];
    if (d->kind != DECL_IMPORT)
      break;
    if (d->u.import.path && strcmp(d->u.import.path, "C") == 0)
      return true;
  }
  return strcmp(file->package_name, "documentation") == 0;
}

// Parses the files. False: there are none that a package could be made of, which was reported.
static bool parse_files(struct checker *c, struct package *package,
                        const struct package_source *source, pos_t pos) {
  struct check_package_objects *objects = check_objects_of(c, package);
  for (int i = 0; i < source->count; i++) {
    struct source_file *file =
        source_add(c->checked->sources, source->names[i], source->texts[i], source->sizes[i]);
    if (!file) {
      check_import_error(c, pos, false, "%s: file is too large", source->names[i]);
      return false;
    }
    file->is_std = source->is_std;
    file->is_overlaid = source->overlays > 0 && i >= source->overlays;
    file->language_minor = source->language_minor;
    file->errors = &objects->errors;
    objects->broken = !check_add_file(c, package, file) || objects->broken;
    if (!source->is_std && package->file_count > 0 &&
        is_left_out(package->files[package->file_count - 1]))
      package->file_count--;
  }
  if (!have_one_name(c, package, source, pos))
    return false;
  if (package->file_count > 0) {
    package->name = package->files[0]->package_name;
  } else if (!objects->broken) {
    bool is_root = c->loading_count == 0;
    check_import_error(c, pos, !is_root, "%s %s: build constraints exclude all Go files%s%s",
                       is_root ? "package" : "imports", import_path_of(package),
                       source->folder ? " in " : "", source->folder ? source->folder : "");
    return false;
  }
  return true;
}

static void add_package(struct checker *c, struct package *package) {
  struct checked_program *checked = c->checked;
  checked->packages =
      region_grow(c->region, checked->packages, sizeof(struct package *), checked->package_count,
                  &checked->package_cap, checked->package_count + 1);
  checked->packages[checked->package_count++] = package;
}

// The path as Go writes it in names of functions: a dot of its last element begins no name.
static const char *symbol_of(struct checker *c, const char *path) {
  const char *slash = strrchr(path, '/');
  struct region_text text = {.region = c->region};
  for (const char *at = path; *at; at++) {
    unsigned char byte = (unsigned char)*at;
    if (byte > ' ' && byte < 0x7f && byte != '%' && byte != '"' && (byte != '.' || at < slash))
      region_text_add_bytes(&text, at, 1);
    else
      region_text_add(&text, region_printf(c->region, "%%%02x", byte));
  }
  return region_text_end(&text);
}

// Finds the package that a source continues. False: there is none.
static bool find_continued(struct checker *c, struct package *package,
                           const struct package_source *source) {
  for (int i = c->checked->package_count - 1; i >= 0; i--) {
    struct package *other = c->checked->packages[i];
    if (!other->import_path || strcmp(other->import_path, source->continues) != 0)
      continue;
    if (!other->begin)
      other->begin = other;
    package->begin = other->begin;
    package->continues = other;
    check_add_import(c, package, other);
    return true;
  }
  check_import_error(c, 0, false, "there is no package %s to be continued", source->continues);
  return false;
}

static struct package *load(struct checker *c, const char *path,
                            const struct package_source *source, pos_t pos) {
  struct package *package = region_alloc(c->region, sizeof *package);
  struct check_package_objects *objects = check_objects_of(c, package);
  package->path = path ? path : c->name_main;
  package->import_path = path;
  if (source->import_path)
    package->import_path =
        names_intern(c->checked->names, source->import_path, strlen(source->import_path));
  package->is_std = source->is_std;
  package->is_bound = source->is_bound;
  if (package->import_path)
    objects->errors.header = region_printf(c->region, "# %s", package->import_path);
  if ((source->continues && !find_continued(c, package, source)) ||
      !parse_files(c, package, source, pos))
    return NULL;
  // A root that is no program goes by its own path.
  if (!path && package->import_path && package->name != c->name_main)
    package->path = package->import_path;
  package->symbol = symbol_of(c, package->path);
  c->loading = region_grow(c->region, c->loading, sizeof *c->loading, c->loading_count,
                           &c->loading_cap, c->loading_count + 1);
  c->loading[c->loading_count++] = (struct import_step){.package = package};
  check_load_imports(c, package);
  invariant_debug(c->loading[c->loading_count - 1].package == package);
  c->loading_count--;
  if (!objects->broken)
    check_load_embedded(c, package, source);
  errors_add_group(c->checked->errors, &objects->errors);
  if (!objects->broken && c->checked->errors->import_count == 0)
    check_collect(c, package);
  else
    package->scope = scope_new(c->region, c->universe->scope);
  add_package(c, package);
  return package;
}

// Imports.

// Finds a package that was loaded, or is being loaded. Returns whether the path was met before.
static bool find_loaded(struct checker *c, const char *path, pos_t pos, struct package **package) {
  *package = NULL;
  for (int i = 0; i < c->checked->package_count; i++)
    if (c->checked->packages[i]->import_path == path && !c->checked->packages[i]->replaced_at) {
      *package = c->checked->packages[i];
      return true;
    }
  for (int i = 0; i < c->missing_count; i++)
    if (c->missing[i] == path)
      return true;
  for (int i = 0; i < c->loading_count; i++)
    if (c->loading[i].package->import_path == path) {
      report_import_cycle(c, c->loading[i].package, pos);
      return true;
    }
  return false;
}

static struct package *find_and_load(struct checker *c, const char *path, pos_t pos) {
  struct package_source source = {0};
  const struct package *importer =
      c->loading_count > 0 ? c->loading[c->loading_count - 1].package : NULL;
  if (!c->checked->find_package ||
      !c->checked->find_package(c->checked->find_context, path,
                                importer ? import_path_of(importer) : NULL, &source)) {
    check_import_error(c, pos, false, "package %s is not in std", path);
    return NULL;
  }
  if (source.error) {
    check_import_error(c, pos, false, "%s", source.error);
    return NULL;
  }
  if (!c_stack_may_recurse()) {
    check_import_error(c, pos, false, "package %s: imports are nested too deeply", path);
    return NULL;
  }
  return load(c, path, &source, pos);
}

struct package *check_import(struct checker *c, const char *name, pos_t pos) {
  if (strcmp(name, "unsafe") == 0)
    return c->universe->unsafe;
  const char *path = names_intern(c->checked->names, name, strlen(name));
  struct package *package;
  if (find_loaded(c, path, pos, &package))
    return package;
  struct check_context saved = c->context;
  package = find_and_load(c, path, pos);
  c->context = saved;
  if (!package) {
    c->missing = region_grow(c->region, c->missing, sizeof *c->missing, c->missing_count,
                             &c->missing_cap, c->missing_count + 1);
    c->missing[c->missing_count++] = path;
  }
  return package;
}

struct package *check_load_root(struct checker *c, const struct package_source *source) {
  struct package *package = NULL;
  if (source->import_path) {
    const char *path =
        names_intern(c->checked->names, source->import_path, strlen(source->import_path));
    if (find_loaded(c, path, 0, &package))
      return package;
  }
  if (source->error)
    check_import_error(c, 0, false, "%s", source->error);
  else
    package = load(c, NULL, source, 0);
  return package;
}
