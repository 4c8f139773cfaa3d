// Coverage of tests: see test_cover.h.

#include "vm/command/test_cover.h"

#include <stdio.h>
#include <string.h>

#include "vm/command/command.h"
#include "vm/command/folder.h"
#include "vm/command/test_scan.h"

// Finding.

static bool has_path(const struct package_list *list, const char *path) {
  for (int i = 0; i < list->count; i++)
    if (strcmp(list->items[i].path, path) == 0)
      return true;
  return false;
}

static void add_found(struct module_set *set, struct package_list *list,
                      const struct found_package *found) {
  list->items = pool_grow(set->pool, list->items, list->count, &list->cap, sizeof *list->items);
  list->items[list->count++] = *found;
}

// Adds what the packages in a list import, and what these do, but for the library.
static void add_imports(struct module_set *set, struct package_list *list) {
  for (int i = 0; i < list->count; i++) {
    struct vole_package package = {0};
    struct text_list paths = {0};
    packages_read(set, &list->items[i], &package);
    for (int j = 0; !package.error && j < package.file_count; j++)
      if (vole_file_matches(&package.files[j], set->tags))
        test_scan_imports(set->pool, package.files[j].text, &paths);
    for (int j = 0; j < paths.count; j++) {
      struct found_package found;
      if (has_path(list, paths.items[j]))
        continue;
      module_find(set, paths.items[j], &found);
      if (found.folder && !found.problem)
        add_found(set, list, &found);
    }
  }
}

void test_cover_find(struct test_flags *flags, const struct package_list *tested,
                     struct cover_list *list) {
  struct module_set *set = &flags->set;
  struct package_list all = {0}, named = {0};
  list->where = "";
  if (!flags->cover_packages)
    return;
  bool takes_all = false;
  const char *where = "";
  for (const char *at = flags->cover_packages; *at;) {
    size_t size = strcspn(at, ",");
    const char *pattern = pool_copy(set->pool, at, size);
    where = pool_printf(set->pool, "%s%s%s", where, *where ? ", " : " in ", pattern);
    takes_all = takes_all || strcmp(pattern, "all") == 0 || strcmp(pattern, "...") == 0;
    if (!takes_all)
      packages_add(set, &named, pattern);
    at += size + (at[size] == ',');
  }
  for (int i = 0; i < tested->count; i++)
    if (!tested->items[i].problem)
      add_found(set, &all, &tested->items[i]);
  add_imports(set, &all);
  list->where = where;
  for (int i = 0; i < all.count; i++) {
    bool is_named = takes_all;
    for (int j = 0; j < named.count; j++)
      is_named = is_named ||
                 (!named.items[j].problem && strcmp(named.items[j].path, all.items[i].path) == 0);
    if (is_named)
      add_found(set, &list->packages, &all.items[i]);
  }
}

// Counting.

// What is being written: the script, and the file for the main package.
struct annotation {
  struct pool *pool;
  struct vole *vole;
  struct vole_func *annotate;
  const char *mode;
  const char *imports, *counters, *blocks; // of the main package's file
  int file_count;
};

static struct vole_string string_of(const char *text, size_t size) {
  return (struct vole_string){text, (int64_t)size};
}

static const char *text_of(struct pool *pool, struct vole_string string) {
  return pool_copy(pool, string.ptr, (size_t)string.len);
}

// Puts counters into a file. Returns whether there are any.
static bool annotate_file(struct annotation *a, const char *path, struct vole_source *file,
                          struct vole_error *err) {
  const char *variable = pool_printf(a->pool, "GoCover_%d_", a->file_count);
  struct {
    struct vole_string name, text, variable, mode;
  } in = {string_of(file->name, strlen(file->name)), string_of(file->text, file->size),
          string_of(variable, strlen(variable)), string_of(a->mode, strlen(a->mode))};
  struct {
    struct vole_string annotated, blocks;
    int64_t count;
  } out;
  if (!vole_call(a->vole, a->annotate, &in, &out, err) || out.count == 0)
    return false;
  const char *slash = strrchr(file->name, '/');
  const char *name = pool_printf(a->pool, "\"%s/%s\"", path, slash ? slash + 1 : file->name);
  file->size = (size_t)out.annotated.len;
  file->text = text_of(a->pool, out.annotated);
  a->counters = pool_printf(a->pool, "%s\t\t\t%s: covered_%d_.%s[:],\n", a->counters, name,
                            a->file_count, variable);
  a->blocks =
      pool_printf(a->pool, "%s\t\t\t%s: {%s},\n", a->blocks, name, text_of(a->pool, out.blocks));
  return true;
}

// Puts counters into the files of a package, but for its tests.
static bool annotate_package(struct annotation *a, const char *tags, const char *path,
                             struct vole_package *package, struct vole_error *err) {
  struct vole_source *files =
      pool_alloc(a->pool, ((size_t)package->file_count + 1) * sizeof *files);
  for (int i = 0; i < package->file_count; i++) {
    files[i] = package->files[i];
    if (text_ends_with(files[i].name, "_test.go") || !vole_file_matches(&files[i], tags))
      continue;
    if (annotate_file(a, path, &files[i], err))
      a->imports =
          pool_printf(a->pool, "%s\tcovered_%d_ \"%s\"\n", a->imports, a->file_count, path);
    else if (err->kind != VOLE_OK)
      return false;
    a->file_count++;
  }
  package->files = files;
  return true;
}

static bool begin(struct annotation *a, struct vole_error *err) {
  struct vole_config config = {.gogc = "400"};
  a->vole = vole_new(&config, err);
  if (!a->vole || !command_load_script(a->vole, "cover.go", err))
    return false;
  a->annotate = vole_func(a->vole, "main.Annotate",
                          "func(name, text, variable, mode string) (string, string, int)", err);
  return a->annotate != NULL;
}

// Puts counters into all packages.
static bool annotate_all(struct annotation *a, struct test_cover *cover,
                         const struct cover_list *list, const char *path,
                         struct vole_package *packages, int count, struct vole_error *err) {
  struct module_set *set = &cover->flags->set;
  bool is_listed = !cover->flags->cover_packages || has_path(&list->packages, path);
  if (is_listed && count > 1 && packages[1].path && strcmp(packages[1].path, path) == 0 &&
      !annotate_package(a, set->tags, path, &packages[1], err))
    return false;
  cover->loaded = pool_alloc(a->pool, ((size_t)list->packages.count + 1) * sizeof *cover->loaded);
  for (int i = 0; i < list->packages.count; i++) {
    const struct found_package *found = &list->packages.items[i];
    struct vole_package *package = &cover->loaded[cover->count];
    if (strcmp(found->path, path) == 0)
      continue;
    packages_read(set, found, package);
    if (package->error)
      continue;
    if (!annotate_package(a, set->tags, found->path, package, err))
      return false;
    cover->count++;
  }
  return true;
}

const char *test_cover_add(struct test_cover *cover, const struct cover_list *list,
                           const char *path, struct vole_package *packages, int count) {
  struct annotation a = {.pool = cover->flags->set.pool,
                         .mode = cover->flags->cover_mode,
                         .imports = "",
                         .counters = "",
                         .blocks = ""};
  struct vole_error err = {0};
  bool ok = begin(&a, &err) && annotate_all(&a, cover, list, path, packages, count, &err);
  vole_free(a.vole);
  if (!ok)
    return pool_printf(a.pool, "cover: %s", err.message ? err.message : "cannot be done");
  struct vole_source *files = pool_alloc(a.pool, 2 * sizeof *files);
  files[0] = packages[0].files[0];
  files[1].name = "_testcover.go";
  files[1].text = pool_printf(
      a.pool,
      "package main\n\nimport (\n\t\"testing\"\n%s)\n\nfunc init() {\n"
      "\ttesting.RegisterCover(testing.Cover{\n\t\tMode: \"%s\",\n\t\tCoveredPackages: \"%s\",\n"
      "\t\tCounters: map[string][]uint32{\n%s\t\t},\n"
      "\t\tBlocks: map[string][]testing.CoverBlock{\n%s\t\t},\n\t})\n}\n",
      a.imports, a.mode, list->where, a.counters, a.blocks);
  files[1].size = strlen(files[1].text);
  packages[0].files = files;
  packages[0].file_count = 2;
  return NULL;
}

bool test_cover_load(void *user, const char *path, const char *importer,
                     struct vole_package *package) {
  struct test_cover *cover = user;
  for (int i = 0; i < cover->count; i++)
    if (strcmp(cover->loaded[i].path, path) == 0) {
      *package = cover->loaded[i];
      return true;
    }
  return packages_load(&cover->flags->set, path, importer, package);
}
