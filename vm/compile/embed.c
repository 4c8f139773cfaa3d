// Package variables that hold files: what //go:embed comments name. Values lie in the program's region, as
// the texts of string constants do; package embed has the layout of an FS.

#include <stdlib.h>
#include <string.h>

#include "mem/invariant.h"
#include "vm/compile/internal.h"

// What a package embed's FS points to a slice of.
struct fs_file {
  struct go_string name, data;
  unsigned char hash[16]; // left zero: nothing reads it
};

static struct go_string string_of(const char *text, size_t size) {
  return (struct go_string){(const uint8_t *)text, (int64_t)size};
}

// The folder and the last element of a path, without the slash behind it.
struct split_path {
  const char *folder, *name;
  size_t folder_size, name_size;
};

static struct split_path split(const struct fs_file *file) {
  const char *path = (const char *)file->name.ptr;
  size_t size = (size_t)file->name.len, start;
  size -= path[size - 1] == '/';
  for (start = size; start > 0 && path[start - 1] != '/';)
    start--;
  struct split_path s = {.folder = ".", .folder_size = 1, .name = path + start};
  s.name_size = size - start;
  if (start > 0) {
    s.folder = path;
    s.folder_size = start - 1;
  }
  return s;
}

static int compare_texts(const char *a, size_t a_size, const char *b, size_t b_size) {
  int order = memcmp(a, b, a_size < b_size ? a_size : b_size);
  return order != 0 ? order : (a_size > b_size) - (a_size < b_size);
}

// Orders paths by their folders, then by their last elements: as package embed searches them.
static int compare_fs_files(const void *x, const void *y) {
  struct split_path a = split(x), b = split(y);
  int order = compare_texts(a.folder, a.folder_size, b.folder, b.folder_size);
  return order != 0 ? order : compare_texts(a.name, a.name_size, b.name, b.name_size);
}

// The files and folders of a package embed's FS.
struct fs_files {
  struct fs_file *items;
  int count, cap;
};

static void add_fs_file(struct program *p, struct fs_files *files, const char *name,
                        struct go_string data) {
  files->items = region_grow(&p->region, files->items, sizeof *files->items, files->count,
                             &files->cap, files->count + 1);
  files->items[files->count++] =
      (struct fs_file){.name = string_of(name, strlen(name)), .data = data};
}

static struct go_slice *make_fs(struct program *p, const struct embedded_files *embedded) {
  struct fs_files files = {0};
  for (int i = 0; i < embedded->count; i++) {
    const struct embedded_file *file = embedded->items[i];
    add_fs_file(p, &files, file->name, string_of(file->text, file->size));
    for (const char *slash = strchr(file->name, '/'); slash; slash = strchr(slash + 1, '/')) {
      const char *folder = region_strndup(&p->region, file->name, (size_t)(slash - file->name) + 1);
      bool known = false;
      for (int j = 0; j < files.count && !known; j++)
        known = strcmp((const char *)files.items[j].name.ptr, folder) == 0;
      if (!known)
        add_fs_file(p, &files, folder, (struct go_string){0});
    }
  }
  qsort(files.items, (size_t)files.count, sizeof *files.items, compare_fs_files);
  struct go_slice *slice = region_alloc(&p->region, sizeof *slice);
  *slice = (struct go_slice){files.items, files.count, files.count};
  return slice;
}

void compile_embedded(struct program *p, const struct object *v, void *home) {
  const struct embedded_files *embedded = v->decl->u.value.embedded;
  const struct embedded_file *first = embedded->items[0];
  int64_t size = (int64_t)first->size;
  switch (embed_kind_of(v->type)) {
  case EMBED_STRING:
    *(struct go_string *)home = string_of(first->text, first->size);
    break;
  case EMBED_BYTES: // its own: the program may write to them
    *(struct go_slice *)home =
        (struct go_slice){region_strndup(&p->region, first->text, first->size), size, size};
    break;
  case EMBED_FS:
    *(struct go_slice **)home = make_fs(p, embedded);
    break;
  case EMBED_NONE:
    invariant_debug(false);
  }
}
