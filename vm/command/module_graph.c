// Which modules at which versions a program is made of: minimal version selection over the go.mod
// files of the module cache, or vendor/modules.txt.
//
// The go.mod of a main module that says go 1.17 or newer lists all modules that it needs, so no
// others are read then. What is missing is reported once a package of it is imported.

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/folder.h"
#include "vm/command/module_set.h"
#include "vm/command/module_version.h"

enum { whole_lists_from = 17, oldest_go_minor = 16 };

// Requirements that were met, each once.
struct requirements {
  struct module_version *items;
  int count, cap;
};

// Returns a path as the module cache writes it: a capital letter is "!" and the small one.
static const char *escaped(struct pool *pool, const char *path) {
  char *text = pool_alloc(pool, 2 * strlen(path) + 1), *to = text;
  for (; *path; path++) {
    if (isupper((unsigned char)*path))
      *to++ = '!';
    *to++ = (char)tolower((unsigned char)*path);
  }
  return text;
}

// Returns the replacement of a module; *from is the folder that its path is relative to.
static const struct module_version *find_replacement(const struct module_set *set, const char *path,
                                                     const char *version, const char **from) {
  const struct module_version *found = NULL;
  // The workspace's file comes last, and wins.
  for (int i = set->main_count - 1; i >= 0 && !found; i--) {
    const struct module_file *file = &set->main_files[i];
    for (int j = 0; j < file->replace_count; j++) {
      const struct module_replacement *r = &file->replaces[j];
      bool exact = strcmp(r->from.version, version) == 0;
      if (strcmp(r->from.path, path) != 0 || (!exact && (*r->from.version || found)))
        continue;
      found = &r->to;
      *from = set->main_folders[i];
      if (exact)
        break;
    }
  }
  return found;
}

static void read_go_mod(struct pool *pool, const char *path, struct module_file *file) {
  size_t size;
  const char *text = file_read(pool, path, &size);
  if (text)
    module_file_parse(pool, file, path, path, text, size, false);
}

// Finds the folder of a module, and reads its go.mod.
static void locate(const struct module_set *set, struct module *module, struct module_file *file) {
  struct pool *pool = set->pool;
  const char *from, *shown = pool_printf(pool, "%s@%s", module->path, module->version);
  struct module_version at = {module->path, module->version};
  const struct module_version *to = find_replacement(set, module->path, module->version, &from);
  if (to)
    at = *to;
  if (to && module_path_is_folder(at.path)) {
    module->folder = path_clean(pool, from, at.path);
    if (!folder_exists(module->folder)) {
      module->folder = NULL;
      module->problem =
          pool_printf(pool, "%s: replacement directory %s does not exist", shown, at.path);
      return;
    }
    read_go_mod(pool, pool_printf(pool, "%s/go.mod", module->folder), file);
  } else {
    const char *path = escaped(pool, at.path), *version = escaped(pool, at.version);
    module->folder = pool_printf(pool, "%s/%s@%s", set->cache, path, version);
    read_go_mod(
        pool, pool_printf(pool, "%s/cache/download/%s/@v/%s.mod", set->cache, path, version), file);
    if (!folder_exists(module->folder)) {
      module->folder = NULL;
      module->problem = pool_printf(
          pool, "%s%s is not in the module cache; to add it:\n\tgo mod download %s", shown,
          to ? pool_printf(pool, " (replaced by %s@%s)", at.path, at.version) : "", module->path);
    } else if (!file->module) {
      read_go_mod(pool, pool_printf(pool, "%s/go.mod", module->folder), file);
    }
  }
  module->go_minor = file->go_minor > 0 ? file->go_minor : oldest_go_minor;
}

void module_locate(const struct module_set *set, struct module *module) {
  struct module_file file = {0};
  if (!module->is_located)
    locate(set, module, &file);
  module->is_located = true;
}

static bool is_excluded(const struct module_set *set, const struct module_version *version) {
  for (int i = 0; i < set->main_count; i++)
    for (int j = 0; j < set->main_files[i].exclude_count; j++) {
      const struct module_version *excluded = &set->main_files[i].excludes[j];
      if (strcmp(excluded->path, version->path) == 0 &&
          strcmp(excluded->version, version->version) == 0)
        return true;
    }
  return false;
}

static void require_all(const struct module_set *set, struct requirements *met,
                        const struct module_file *file) {
  for (int i = 0; i < file->require_count; i++) {
    const struct module_version *required = &file->requires[i];
    bool known = is_excluded(set, required);
    for (int j = 0; j < met->count && !known; j++)
      known = strcmp(met->items[j].path, required->path) == 0 &&
              strcmp(met->items[j].version, required->version) == 0;
    if (known)
      continue;
    met->items = pool_grow(set->pool, met->items, met->count, &met->cap, sizeof *met->items);
    met->items[met->count++] = *required;
  }
}

// Adds a module, or raises the version of one that is there.
static void select_version(struct module_set *set, const struct module_version *version) {
  for (int i = 0; i < set->count; i++) {
    struct module *module = &set->modules[i];
    if (strcmp(module->path, version->path) != 0)
      continue;
    if (!module->is_main && module_version_compare(module->version, version->version) < 0)
      module->version = version->version;
    return;
  }
  set->modules = pool_grow(set->pool, set->modules, set->count, &set->cap, sizeof *set->modules);
  set->modules[set->count++] = (struct module){.path = version->path, .version = version->version};
}

void module_set_add_required(struct module_set *set) {
  struct requirements met = {0};
  bool lists_all = true;
  for (int i = 0; i < set->main_count; i++)
    require_all(set, &met, &set->main_files[i]);
  for (int i = 0; i < set->count; i++)
    lists_all = lists_all && set->modules[i].go_minor >= whole_lists_from;
  for (int i = 0; i < met.count && !lists_all; i++) {
    struct module module = {.path = met.items[i].path, .version = met.items[i].version};
    struct module_file file = {0};
    locate(set, &module, &file);
    require_all(set, &met, &file);
  }
  for (int i = 0; i < met.count; i++)
    select_version(set, &met.items[i]);
}

void module_set_add_vendored(struct module_set *set) {
  const char *folder = pool_printf(set->pool, "%s/vendor", set->main_folders[0]);
  size_t size;
  const char *text = file_read(set->pool, pool_printf(set->pool, "%s/modules.txt", folder), &size);
  struct module *module = NULL;
  while (text && *text) {
    size_t length = strcspn(text, "\n");
    char *line = pool_copy(set->pool, text, length), *go = strstr(line, "go 1.");
    text += length + (text[length] == '\n');
    if (strncmp(line, "# ", 2) == 0) {
      set->modules =
          pool_grow(set->pool, set->modules, set->count, &set->cap, sizeof *set->modules);
      module = &set->modules[set->count++];
      char *rest = line + 2, *space = rest + strcspn(rest, " ");
      const char *version = *space ? space + 1 : space;
      *space = '\0';
      *module = (struct module){.path = rest,
                                .version = version,
                                .folder = folder,
                                .go_minor = oldest_go_minor,
                                .is_located = true};
    } else if (strncmp(line, "## ", 3) == 0 && module && go) {
      module->go_minor = atoi(go + strlen("go 1."));
    }
  }
}
