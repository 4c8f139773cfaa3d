// From an import path to a folder: see module_set.h.

#include <stdlib.h>
#include <string.h>

#include "vm/command/folder.h"
#include "vm/command/module_set.h"

// Whether an import path may be of Go's library: its first element has no dot.
static bool is_std_path(const char *path) {
  size_t size = strcspn(path, "/");
  return !memchr(path, '.', size);
}

// Whether a folder that a main module's path leads to is that module's: no go.mod lies between,
// and it is in no vendor folder.
static bool is_inside(const struct module_set *set, const struct module *module,
                      const char *folder) {
  const char *below = path_below(module->folder, folder);
  if (!below || !*below)
    return true;
  size_t root = strlen(module->folder);
  char *at = pool_copy(set->pool, folder, strlen(folder));
  while (strlen(at) > root) {
    if (file_exists(pool_printf(set->pool, "%s/go.mod", at)))
      return false;
    const char *name = strrchr(at, '/') + 1;
    if (strcmp(name, "vendor") == 0 && module->is_main)
      return false;
    *strrchr(at, '/') = '\0';
  }
  return true;
}

// Looks for a package in one module. True: there it is.
static bool find_in(const struct module_set *set, struct module *module, const char *path,
                    struct found_package *found) {
  const char *below = path_below(module->path, path);
  if (!below)
    return false;
  module_locate(set, module);
  if (!module->folder)
    return false;
  const char *folder =
      *below ? pool_printf(set->pool, "%s/%s", module->folder, below) : module->folder;
  if (!folder_has_go(folder) || !is_inside(set, module, folder))
    return false;
  found->folder = folder;
  found->go_minor = module->go_minor;
  return true;
}

static void find_in_modules(struct module_set *set, const char *path, struct found_package *found) {
  const struct module *best = NULL, *absent = NULL;
  for (int i = 0; i < set->count; i++) {
    struct module *module = &set->modules[i];
    struct found_package here = {0};
    bool is_found = find_in(set, module, path, &here);
    if (!is_found && module->problem && path_below(module->path, path) &&
        (!absent || strlen(module->path) > strlen(absent->path)))
      absent = module;
    if (!is_found)
      continue;
    if (best && strlen(best->path) >= strlen(module->path))
      continue;
    best = module;
    found->folder = here.folder;
    found->go_minor = here.go_minor;
  }
  if (best && (!absent || strlen(best->path) > strlen(absent->path)))
    return;
  if (absent)
    *found = (struct found_package){.problem = absent->problem};
}

static void find_vendored(struct module_set *set, const char *path, struct found_package *found) {
  const struct module *owner = NULL;
  for (int i = 0; i < set->count; i++) {
    struct module *module = &set->modules[i];
    if (module->is_main && find_in(set, module, path, found))
      return;
    if (!module->is_main && path_below(module->path, path) &&
        (!owner || strlen(module->path) > strlen(owner->path)))
      owner = module;
  }
  const char *folder = owner ? pool_printf(set->pool, "%s/%s", owner->folder, path) : NULL;
  if (folder && folder_has_go(folder)) {
    found->folder = folder;
    found->go_minor = owner->go_minor;
    return;
  }
  found->problem =
      pool_printf(set->pool,
                  "cannot find module providing package %s: import lookup disabled by "
                  "-mod=vendor%s",
                  path,
                  set->mod_flag ? ""
                                : "\n\t(Go version in go.mod is at least 1.14 and vendor directory "
                                  "exists.)");
}

static void find_in_gopath(const struct module_set *set, const char *path,
                           struct found_package *found) {
  const char *folder = pool_printf(set->pool, "%s/src/%s", set->gopath, path);
  found->go_minor = 0;
  if (folder_has_go(folder))
    found->folder = folder;
  else
    found->problem =
        pool_printf(set->pool, "cannot find package \"%s\" in:\n\t%s (from $GOPATH)", path, folder);
}

void module_find(struct module_set *set, const char *path, struct found_package *found) {
  *found = (struct found_package){.path = pool_copy(set->pool, path, strlen(path))};
  if (strncmp(path, "./", 2) == 0 || strncmp(path, "../", 3) == 0) {
    found->problem = pool_printf(
        set->pool, "\"%s\" is relative, but relative import paths are not supported in module mode",
        path);
    return;
  }
  if (set->mode == MODULES_GOPATH) {
    find_in_gopath(set, path, found);
    return;
  }
  if (set->mode == MODULES_VENDOR)
    find_vendored(set, path, found);
  else if (set->mode == MODULES_LISTED)
    find_in_modules(set, path, found);
  if (found->folder || (found->problem && !is_std_path(path)))
    return;
  if (is_std_path(path) && !found->problem)
    found->problem = pool_printf(set->pool, "package %s is not in std", path);
  else if (set->mode == MODULES_NONE)
    found->problem = pool_printf(
        set->pool,
        "no required module provides package %s: go.mod file not found in current directory or "
        "any parent directory; see 'go help modules'",
        path);
  else if (!found->problem)
    found->problem = pool_printf(
        set->pool, "no required module provides package %s; to add it:\n\tgo get %s", path, path);
}
