// Packages of the command line: see packages.h.

#include "vm/command/packages.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "vm/command/command.h"
#include "vm/command/folder.h"

bool packages_is_file(const char *word) {
  return text_ends_with(word, ".go") || (!folder_exists(word) && file_exists(word));
}

static struct found_package *add(struct module_set *set, struct package_list *list) {
  list->items = pool_grow(set->pool, list->items, list->count, &list->cap, sizeof *list->items);
  struct found_package *found = &list->items[list->count++];
  *found = (struct found_package){.path = NULL};
  return found;
}

static void add_problem(struct module_set *set, struct package_list *list, const char *problem) {
  add(set, list)->problem = problem;
}

// Folders.

// Why a folder's package cannot be named.
static const char *folder_problem(struct module_set *set, const char *word, const char *folder) {
  if (set->mode == MODULES_NONE)
    return "go: go.mod file not found in current directory or any parent directory; see 'go help "
           "modules'";
  if (!set->work_file)
    return pool_printf(set->pool, "directory %s outside main module or its selected dependencies",
                       word);
  const char *shown = strcmp(folder, set->working_folder) == 0
                          ? "current directory"
                          : pool_printf(set->pool, "directory %s", word);
  return pool_printf(set->pool,
                     "%s is contained in a module that is not one of the workspace modules listed "
                     "in go.work. You can add the module to the workspace using:\n\tgo work use %s",
                     shown, word);
}

static int go_minor_of(const struct module_set *set, const char *folder) {
  int minor = 0;
  size_t best = 0;
  for (int i = 0; i < set->count; i++) {
    const struct module *module = &set->modules[i];
    if (module->is_main && path_below(module->folder, folder) && strlen(module->folder) >= best) {
      best = strlen(module->folder);
      minor = module->go_minor;
    }
  }
  return minor;
}

static void add_folder(struct module_set *set, struct package_list *list, const char *word) {
  const char *folder = path_clean(set->pool, set->working_folder, word);
  if (!folder_exists(folder)) {
    const char *problem =
        file_exists(folder) ? "%s is not a directory" : "stat %s: directory not found";
    add_problem(set, list, pool_printf(set->pool, problem, folder));
    return;
  }
  if (set->mode != MODULES_NONE && !folder_has_go(folder)) {
    add_problem(set, list, pool_printf(set->pool, "no Go files in %s", folder));
    return;
  }
  const char *path = module_set_path_of(set, folder);
  if (!path)
    add_problem(set, list, folder_problem(set, word, folder));
  else
    *add(set, list) = (struct found_package){
        .path = path, .folder = folder, .go_minor = go_minor_of(set, folder)};
}

// Adds all packages in a folder and below it that are of its module.
static void add_tree(struct module_set *set, struct package_list *list, const char *root) {
  struct text_list folders = {0};
  pool_add_text(set->pool, &folders, root);
  while (folders.count > 0) {
    const char *folder = folders.items[--folders.count];
    struct text_list names = {0};
    const char *path = folder_has_go(folder) ? module_set_path_of(set, folder) : NULL;
    if (path)
      *add(set, list) = (struct found_package){
          .path = path, .folder = folder, .go_minor = go_minor_of(set, folder)};
    folder_list_folders(set->pool, folder, &names);
    // The last comes first off the list.
    for (int i = names.count - 1; i >= 0; i--) {
      const char *below =
          pool_printf(set->pool, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, names.items[i]);
      bool is_vendor = set->mode != MODULES_GOPATH && strcmp(names.items[i], "vendor") == 0;
      if (!is_vendor && !file_exists(pool_printf(set->pool, "%s/go.mod", below)))
        pool_add_text(set->pool, &folders, below);
    }
  }
}

// Adds what "./x/..." names.
static void add_folder_pattern(struct module_set *set, struct package_list *list,
                               const char *word) {
  const char *prefix = pool_copy(set->pool, word, strlen(word) - strlen("/..."));
  const char *root = path_clean(set->pool, set->working_folder, prefix);
  int before = list->count;
  bool within = set->mode == MODULES_GOPATH;
  for (int i = 0; i < set->count; i++)
    within = within || (set->modules[i].is_main && (path_below(set->modules[i].folder, root) ||
                                                    path_below(root, set->modules[i].folder)));
  if (!folder_exists(root))
    add_problem(
        set, list,
        pool_printf(set->pool, "pattern %s: lstat %s/: no such file or directory", word, prefix));
  else if (!within)
    add_problem(
        set, list,
        pool_printf(set->pool, "pattern %s: directory prefix %s does not contain %s", word, prefix,
                    set->work_file ? "modules listed in go.work or their selected dependencies"
                                   : "main module or its selected dependencies"));
  else
    add_tree(set, list, root);
  if (list->count == before)
    fprintf(stderr, "go: warning: \"%s\" matched no packages\n", word);
}

// Adds what "example.com/m/..." names, of the main modules.
static void add_path_pattern(struct module_set *set, struct package_list *list, const char *word) {
  const char *prefix = pool_copy(set->pool, word, strlen(word) - strlen("/..."));
  struct package_list all = {0};
  int before = list->count;
  for (int i = 0; i < set->count; i++)
    if (set->modules[i].is_main)
      add_tree(set, &all, set->modules[i].folder);
  for (int i = 0; i < all.count; i++)
    if (path_below(prefix, all.items[i].path))
      *add(set, list) = all.items[i];
  if (list->count == before)
    fprintf(stderr, "go: warning: \"%s\" matched no packages\n", word);
}

void packages_add(struct module_set *set, struct package_list *list, const char *word) {
  bool is_folder = *word == '/' || *word == '.';
  if (is_folder && text_ends_with(word, "/..."))
    add_folder_pattern(set, list, word);
  else if (is_folder)
    add_folder(set, list, word);
  else if (text_ends_with(word, "/..."))
    add_path_pattern(set, list, word);
  else
    module_find(set, word, add(set, list));
}

// Reading.

static struct vole_source *read_all(struct module_set *set, const char *folder,
                                    const struct text_list *names, const char **error) {
  struct vole_source *files = pool_alloc(set->pool, (size_t)(names->count + 1) * sizeof *files);
  for (int i = 0; i < names->count; i++) {
    struct vole_source *file = &files[i];
    file->name =
        folder ? pool_printf(set->pool, "%s/%s", folder, names->items[i]) : names->items[i];
    char *text = file_read(set->pool, file->name, &file->size);
    file->text = text;
    // The line by which the system finds the interpreter of a script becomes a comment.
    if (!folder && text && strncmp(text, "#!", 2) == 0)
      memcpy(text, "//", 2);
    if (text)
      continue;
    bool is_folder = errno == EISDIR;
    *error = pool_printf(set->pool, "%s %s: %s", is_folder ? "read" : "open", file->name,
                         command_error_text(errno));
    return NULL;
  }
  return files;
}

void packages_read(struct module_set *set, const struct found_package *found,
                   struct vole_package *package) {
  struct text_list names = {0}, own = {0};
  package->path = found->path;
  package->folder = found->folder;
  package->language_minor = found->go_minor;
  package->error = found->problem;
  if (package->error)
    return;
  if (!folder_list_go(set->pool, found->folder, &names)) {
    package->error =
        pool_printf(set->pool, "open %s: %s", found->folder, command_error_text(errno));
    return;
  }
  for (int i = 0; i < names.count; i++)
    if (!text_ends_with(names.items[i], "_test.go"))
      pool_add_text(set->pool, &own, names.items[i]);
  if (own.count == 0) {
    package->error = names.count > 0 ? pool_printf(set->pool, "%s: no non-test Go files in %s",
                                                   found->path, found->folder)
                                     : pool_printf(set->pool, "no Go files in %s", found->folder);
    return;
  }
  package->files = read_all(set, found->folder, &own, &package->error);
  package->file_count = package->files ? own.count : 0;
}

bool packages_read_files(struct module_set *set, char *const *paths, int count,
                         struct vole_package *package) {
  struct text_list names = {0};
  for (int i = 0; i < count; i++)
    pool_add_text(set->pool, &names, paths[i]);
  const char *slash = strrchr(paths[0], '/');
  const char *folder = slash ? pool_copy(set->pool, paths[0], (size_t)(slash - paths[0])) : ".";
  *package = (struct vole_package){.all_files = true,
                                   .folder = path_clean(set->pool, set->working_folder, folder),
                                   .language_minor = go_minor_of(set, set->working_folder)};
  package->files = read_all(set, NULL, &names, &package->error);
  package->file_count = package->files ? count : 0;
  return package->files != NULL;
}

bool packages_load(void *user, const char *path, const char *importer,
                   struct vole_package *package) {
  struct module_set *set = user;
  struct found_package found;
  (void)importer;
  module_find(set, path, &found);
  packages_read(set, &found, package);
  return true;
}
