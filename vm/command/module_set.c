// What the working folder belongs to: see module_set.h.

#include "vm/command/module_set.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/command/folder.h"
#include "vm/command/command.h"

enum { oldest_go_minor = 16 }; // of a module that does not say

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value && *value ? value : NULL;
}

// Returns the nearest file of that name in a folder or above it; NULL: there is none.
static const char *find_above(struct pool *pool, const char *folder, const char *name) {
  char *at = pool_copy(pool, folder, strlen(folder));
  for (;;) {
    const char *path = pool_printf(pool, "%s/%s", strcmp(at, "/") == 0 ? "" : at, name);
    if (file_exists(path))
      return path;
    if (strcmp(at, "/") == 0)
      return NULL;
    char *slash = strrchr(at, '/');
    slash[slash == at] = '\0';
  }
}

static const char *folder_of(struct pool *pool, const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == path ? "/" : pool_copy(pool, path, (size_t)(slash - path));
}

// Takes -mod and -tags of GOFLAGS where the command line has not given them.
static void read_flags(struct module_set *set) {
  const char *flags = setting("GOFLAGS");
  while (flags && *flags) {
    size_t size = strcspn(flags, " \t");
    const char *word = pool_copy(set->pool, flags, size);
    word += word[0] == '-' && word[1] == '-';
    if (!set->mod_flag && strncmp(word, "-mod=", 5) == 0)
      set->mod_flag = word + 5;
    if (!set->tags && strncmp(word, "-tags=", 6) == 0)
      set->tags = word + 6;
    flags += size + (flags[size] != '\0');
  }
}

static bool fail(struct module_set *set, const char *problem) {
  set->problem = problem;
  return false;
}

// Reads a go.mod or go.work.
static bool read_module_file(struct module_set *set, const char *path, bool is_work,
                             struct module_file *file) {
  size_t size;
  const char *text = file_read(set->pool, path, &size);
  const char *shown = path_relative(set->pool, set->working_folder, path);
  if (!text)
    return fail(set, pool_printf(set->pool, "go: reading %s: open %s: %s",
                                 is_work ? "go.work" : "go.mod", shown, command_error_text(errno)));
  module_file_parse(set->pool, file, shown, path, text, size, is_work);
  if (file->problems.count > 0) {
    const char *problem = pool_printf(set->pool, "go: errors parsing %s:", shown);
    for (int i = 0; i < file->problems.count; i++)
      problem = pool_printf(set->pool, "%s\n%s", problem, file->problems.items[i]);
    return fail(set, problem);
  }
  if (file->go_minor > command_go_minor)
    return fail(set, pool_printf(set->pool,
                                 "go: %s requires go >= %s (running go 1.%d; "
                                 "GOTOOLCHAIN=local)",
                                 shown, file->go, command_go_minor));
  return true;
}

static struct module_file *add_main_file(struct module_set *set, const char *folder) {
  int cap = set->main_cap;
  set->main_files =
      pool_grow(set->pool, set->main_files, set->main_count, &cap, sizeof *set->main_files);
  set->main_folders = pool_grow(set->pool, set->main_folders, set->main_count, &set->main_cap,
                                sizeof *set->main_folders);
  set->main_folders[set->main_count] = folder;
  return &set->main_files[set->main_count++];
}

// Adds the main module of a folder.
static bool add_main(struct module_set *set, const char *folder) {
  const char *path = pool_printf(set->pool, "%s/go.mod", strcmp(folder, "/") == 0 ? "" : folder);
  struct module_file *file = add_main_file(set, folder);
  if (!read_module_file(set, path, false, file))
    return false;
  if (!file->module)
    return fail(set, pool_printf(set->pool,
                                 "go: error reading %s: missing module declaration. To specify the "
                                 "module path:\n\tgo mod edit -module=example.com/mod",
                                 path_relative(set->pool, set->working_folder, path)));
  set->modules = pool_grow(set->pool, set->modules, set->count, &set->cap, sizeof *set->modules);
  set->modules[set->count++] =
      (struct module){.path = file->module,
                      .version = "",
                      .folder = folder,
                      .go_minor = file->go_minor > 0 ? file->go_minor : oldest_go_minor,
                      .is_main = true,
                      .is_located = true};
  return true;
}

static bool read_workspace(struct module_set *set) {
  struct module_file work = {0};
  if (!read_module_file(set, set->work_file, true, &work))
    return false;
  const char *root = folder_of(set->pool, set->work_file);
  for (int i = 0; i < work.uses.count; i++) {
    const char *folder = path_clean(set->pool, root, work.uses.items[i]);
    const char *file = pool_printf(set->pool, "%s/go.mod", folder);
    if (!file_exists(file)) {
      const char *shown = path_relative(set->pool, set->working_folder, folder);
      return fail(set, pool_printf(set->pool,
                                   "go: cannot load module %s listed in go.work file: open "
                                   "%s/go.mod: no such file or directory",
                                   shown, shown));
    }
    if (!add_main(set, folder))
      return false;
  }
  *add_main_file(set, root) = work;
  return true;
}

static bool uses_vendor(struct module_set *set) {
  if (set->mod_flag)
    return strcmp(set->mod_flag, "vendor") == 0;
  return !set->work_file && set->modules[0].go_minor >= 14 &&
         folder_exists(pool_printf(set->pool, "%s/vendor", set->main_folders[0]));
}

static const char *go_path(struct module_set *set) {
  const char *path = setting("GOPATH"), *home = setting("HOME");
  if (path)
    return pool_copy(set->pool, path, strcspn(path, ":"));
  return pool_printf(set->pool, "%s/go", home ? home : "");
}

bool module_set_init(struct module_set *set) {
  char *folder = getcwd(NULL, 0);
  const char *work = setting("GOWORK"), *mode = setting("GO111MODULE");
  if (!folder)
    return fail(set, pool_printf(set->pool, "go: getwd: %s", command_error_text(errno)));
  set->working_folder = pool_copy(set->pool, folder, strlen(folder));
  free(folder);
  read_flags(set);
  set->gopath = go_path(set);
  set->cache = setting("GOMODCACHE");
  if (!set->cache)
    set->cache = pool_printf(set->pool, "%s/pkg/mod", set->gopath);
  if (mode && strcmp(mode, "off") == 0) {
    set->mode = MODULES_GOPATH;
    return true;
  }
  if (work && strcmp(work, "off") != 0)
    set->work_file = path_clean(set->pool, set->working_folder, work);
  else if (!work)
    set->work_file = find_above(set->pool, set->working_folder, "go.work");
  const char *mod = set->work_file ? NULL : find_above(set->pool, set->working_folder, "go.mod");
  if (!mod && !set->work_file)
    return true;
  if (set->work_file ? !read_workspace(set) : !add_main(set, folder_of(set->pool, mod)))
    return false;
  set->mode = MODULES_LISTED;
  if (set->count > 0 && uses_vendor(set)) {
    set->mode = MODULES_VENDOR;
    module_set_add_vendored(set);
  } else {
    module_set_add_required(set);
  }
  return true;
}

const char *module_set_path_of(const struct module_set *set, const char *folder) {
  const char *best = NULL;
  size_t best_size = 0;
  if (set->mode == MODULES_GOPATH) {
    const char *root = pool_printf(set->pool, "%s/src", set->gopath);
    const char *below = path_below(path_clean(set->pool, set->working_folder, root), folder);
    return below && *below ? below : NULL;
  }
  for (int i = 0; i < set->count; i++) {
    const struct module *module = &set->modules[i];
    const char *below = module->is_main ? path_below(module->folder, folder) : NULL;
    if (!below || (best && strlen(module->folder) <= best_size))
      continue;
    best_size = strlen(module->folder);
    best = *below ? pool_printf(set->pool, "%s/%s", module->path, below) : module->path;
  }
  if (!best)
    return NULL;
  // A go.mod on the way down makes it another module's.
  for (const char *at = folder; strlen(at) > best_size; at = folder_of(set->pool, at))
    if (file_exists(pool_printf(set->pool, "%s/go.mod", at)))
      return NULL;
  return best;
}
