// The files that //go:embed comments name: those that a host gives with a package, or those of its folder.
// After cmd/go/internal/load.
//
// Paths begin at the package's folder and have slashes. That of the folder itself is "".

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/instance.h"
#include "vm/std/natives.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/syntax/embed_pattern.h"

enum entry { ENTRY_NONE, ENTRY_FILE, ENTRY_FOLDER, ENTRY_OTHER };

// The search for the files of one pattern.
struct search {
  struct region *region;
  const struct embedded_files *given; // NULL: the folder is read
  const char *folder;
  bool all; // below a folder also names that begin with a dot or an underscore
  const char *problem;
};

struct path_list {
  const char **items;
  int count, cap;
};

static void add_path(struct region *region, struct path_list *list, const char *path) {
  list->items = region_grow(region, list->items, sizeof *list->items, list->count, &list->cap,
                            list->count + 1);
  list->items[list->count++] = path;
}

static int compare_paths(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *join(struct region *region, const char *folder, const char *name) {
  return region_printf(region, "%s%s%s", folder, *folder ? "/" : "", name);
}

static const char *last_element(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static const char *place_of(const struct search *s, const char *path) {
  return region_printf(s->region, "%s%s%s", s->folder, *path ? "/" : "", path);
}

// What a given path continues behind a folder: "" for the folder itself. NULL: it lies elsewhere.
static const char *behind(const char *folder, const char *path) {
  size_t size = strlen(folder);
  if (size == 0)
    return path;
  if (strncmp(folder, path, size) != 0 || (path[size] != '/' && path[size] != '\0'))
    return NULL;
  return path + size + (path[size] == '/');
}

// What is at a path. Links are not followed.
static enum entry entry_at(const struct search *s, const char *path) {
  for (int i = 0; s->given && i < s->given->count; i++) {
    const char *rest = behind(path, s->given->items[i]->name);
    if (rest)
      return *rest ? ENTRY_FOLDER : ENTRY_FILE;
  }
  struct stat info;
  if (s->given || lstat(place_of(s, path), &info) != 0)
    return ENTRY_NONE;
  if (S_ISDIR(info.st_mode))
    return ENTRY_FOLDER;
  return S_ISREG(info.st_mode) ? ENTRY_FILE : ENTRY_OTHER;
}

static void list_given(const struct search *s, const char *folder, struct path_list *names) {
  for (int i = 0; i < s->given->count; i++) {
    const char *rest = behind(folder, s->given->items[i]->name);
    if (!rest || !*rest)
      continue;
    const char *name = region_strndup(s->region, rest, strcspn(rest, "/"));
    bool known = false;
    for (int j = 0; j < names->count && !known; j++)
      known = strcmp(names->items[j], name) == 0;
    if (!known)
      add_path(s->region, names, name);
  }
}

// Appends the names in a folder, sorted. False: it cannot be read, and errno says why.
static bool list_names(const struct search *s, const char *folder, struct path_list *names) {
  if (s->given) {
    list_given(s, folder, names);
  } else {
    DIR *dir = opendir(place_of(s, folder));
    if (!dir)
      return false;
    for (struct dirent *e; (e = readdir(dir)) != NULL;)
      if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
        add_path(s->region, names, region_strndup(s->region, e->d_name, strlen(e->d_name)));
    closedir(dir);
  }
  if (names->count > 0)
    qsort(names->items, (size_t)names->count, sizeof *names->items, compare_paths);
  return true;
}

// Returns what is at the paths that a pattern matches.
static struct path_list match(const struct search *s, const char *pattern) {
  struct path_list here = {0};
  add_path(s->region, &here, "");
  for (size_t size; *pattern; pattern += size + (pattern[size] == '/')) {
    size = strcspn(pattern, "/");
    struct path_list next = {0};
    for (int i = 0; i < here.count; i++) {
      struct path_list names = {0};
      if (!embed_pattern_has_meta(pattern, size)) {
        const char *name = region_strndup(s->region, pattern, size);
        add_path(s->region, &next, join(s->region, here.items[i], name));
        continue;
      }
      list_names(s, here.items[i], &names); // one that cannot be read has no names
      for (int j = 0; j < names.count; j++)
        if (embed_pattern_matches(pattern, size, names.items[j]))
          add_path(s->region, &next, join(s->region, here.items[i], names.items[j]));
    }
    here = next;
  }
  struct path_list found = {0};
  for (int i = 0; i < here.count; i++)
    if (entry_at(s, here.items[i]) != ENTRY_NONE)
      add_path(s->region, &found, here.items[i]);
  return found;
}

static bool begins_module(const struct search *s, const char *folder) {
  struct stat info;
  return !s->given && stat(place_of(s, join(s->region, folder, "go.mod")), &info) == 0;
}

// Whether what is at a path can belong to the module that the package is of; else says why not.
static bool is_embeddable(struct search *s, const char *path) {
  const char *what = entry_at(s, path) == ENTRY_FOLDER ? "directory" : "file";
  const char *whole = path;
  for (;;) {
    const char *name = last_element(path), *reason = NULL;
    if (begins_module(s, path))
      reason = "in different module";
    else if (path != whole && entry_at(s, path) != ENTRY_FOLDER)
      reason = region_printf(s->region, "in non-directory %s", path);
    else if (embed_name_is_bad(name))
      reason = region_printf(s->region, "%s %s",
                             path == whole ? "invalid name" : "in invalid directory", name);
    if (reason) {
      s->problem = region_printf(s->region, "cannot embed %s %s: %s", what, whole, reason);
      return false;
    }
    if (name == path)
      return true;
    path = region_strndup(s->region, path, (size_t)(name - path) - 1);
  }
}

// Appends the files in a folder and below it. False: a folder cannot be read.
static bool add_tree(struct search *s, const char *root, struct path_list *files) {
  struct path_list folders = {0};
  add_path(s->region, &folders, root);
  while (folders.count > 0) {
    const char *folder = folders.items[--folders.count];
    struct path_list names = {0};
    if (!list_names(s, folder, &names)) {
      s->problem =
          region_printf(s->region, "open %s: %s", place_of(s, folder), runtime_error_text(errno));
      return false;
    }
    for (int i = 0; i < names.count; i++) {
      const char *name = names.items[i], *path = join(s->region, folder, name);
      if (embed_name_is_bad(name) || ((*name == '.' || *name == '_') && !s->all))
        continue;
      enum entry entry = entry_at(s, path);
      if (entry == ENTRY_FILE)
        add_path(s->region, files, path);
      else if (entry == ENTRY_FOLDER && !begins_module(s, path))
        add_path(s->region, &folders, path);
    }
  }
  return true;
}

// Appends what a path that the pattern matches stands for. False: it cannot be embedded.
static bool add_match(struct search *s, const char *path, struct path_list *files) {
  if (!is_embeddable(s, path))
    return false;
  enum entry entry = entry_at(s, path);
  int before = files->count;
  if (entry == ENTRY_FILE)
    add_path(s->region, files, path);
  else if (entry == ENTRY_OTHER)
    s->problem = region_printf(s->region, "cannot embed irregular file %s", path);
  else if (add_tree(s, path, files) && files->count == before)
    s->problem =
        region_printf(s->region, "cannot embed directory %s: contains no embeddable files", path);
  return !s->problem;
}

// Returns a file by its path, read if it was not before. NULL: it cannot be.
static struct embedded_file *read_file(struct search *s, const char *path,
                                       struct embedded_files *known) {
  struct embedded_file *file = embedded_files_find(known, path);
  if (file)
    return file;
  if (s->given) {
    file = embedded_files_find(s->given, path);
    embedded_files_add(s->region, known, file);
    return file;
  }
  struct vole_error err = {0};
  size_t size;
  char *text = api_read_file(place_of(s, path), &size, &err);
  if (!text) {
    s->problem = region_printf(s->region, "%s", err.message ? err.message : "out of memory");
    vole_error_clear(&err);
    return NULL;
  }
  file = region_alloc(s->region, sizeof *file);
  *file = (struct embedded_file){path, region_strndup(s->region, text, size), size};
  free(text);
  embedded_files_add(s->region, known, file);
  return file;
}

const char *api_find_embedded(void *context, const struct package_source *source,
                              const char *pattern, struct embedded_files *known,
                              struct embedded_files *found) {
  struct vole *vole = context;
  struct search s = {.region = &vole->machine.program.region,
                     .given = source->embedded,
                     .folder = source->embed_folder,
                     .all = strncmp(pattern, "all:", 4) == 0};
  struct path_list files = {0};
  pattern += s.all ? 4 : 0;
  if (!embed_pattern_is_valid(pattern))
    return "invalid pattern syntax";
  if (!s.given && !s.folder)
    return "the package has no folder with files";
  if (!s.given && !(vole->machine.runtime.config.grant & RUNTIME_GRANT_FILES))
    return "the host has not granted files";
  struct path_list matches = match(&s, pattern);
  for (int i = 0; i < matches.count; i++)
    if (!add_match(&s, matches.items[i], &files))
      return s.problem;
  if (files.count == 0)
    return "no matching files found";
  qsort(files.items, (size_t)files.count, sizeof *files.items, compare_paths);
  for (int i = 0; i < files.count; i++) {
    struct embedded_file *file = i > 0 && strcmp(files.items[i], files.items[i - 1]) == 0
                                     ? NULL
                                     : read_file(&s, files.items[i], known);
    if (s.problem)
      return s.problem;
    if (file)
      embedded_files_add(s.region, found, file);
  }
  return NULL;
}

void api_take_embedded(struct region *region, const struct vole_package *given,
                       struct package_source *source) {
  source->embed_folder = source->folder;
  if (!given->embedded)
    return;
  struct embedded_files *files = region_alloc(region, sizeof *files);
  struct embedded_file *items =
      region_alloc(region, ((size_t)given->embedded_count + 1) * sizeof *items);
  for (int i = 0; i < given->embedded_count; i++) {
    const struct vole_source *file = &given->embedded[i];
    items[i] = (struct embedded_file){
        region_strndup(region, file->name, strlen(file->name)),
        region_strndup(region, file->text ? file->text : "", file->size), file->size};
    embedded_files_add(region, files, &items[i]);
  }
  source->embedded = files;
}

// What vole_embedded was given.
struct reading {
  const char *path;
  int index;
  struct vole_source *file;
};

static bool read_embedded(struct vole *vole, void *argument) {
  const struct reading *r = argument;
  if (!api_is_loaded(vole, NULL))
    return false;
  const struct program *program = &vole->machine.program;
  for (int i = 0; i < program->checked.package_count; i++) {
    const struct package *package = program->checked.packages[i];
    bool wanted = r->path ? package->import_path && strcmp(package->import_path, r->path) == 0
                          : package == program->main_package;
    const struct embedded_files *files = checked_embedded(package);
    if (!wanted || r->index < 0 || r->index >= files->count)
      continue;
    const struct embedded_file *file = files->items[r->index];
    *r->file = (struct vole_source){file->name, file->text, file->size};
    return true;
  }
  return false;
}

bool vole_embedded(struct vole *vole, const char *path, int index, struct vole_source *file) {
  struct reading r = {path, index, file};
  return file && api_guarded(vole, API_USE, read_embedded, &r, NULL);
}
