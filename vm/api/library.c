// The library's packages as hosts see them: their paths, and their sources.

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "vm/api/internal.h"
#include "vm/std/natives.h"
#include "vm/syntax/region.h"

// A package that a host reads, with the memory of its texts.
struct library_package {
  struct vole_package package; // must be first
  struct region region;
  jmp_buf no_memory; // where reading goes on when memory is short
};

static void leave(void *argument) {
  struct library_package *read = argument;
  longjmp(read->no_memory, 1);
}

static const struct vole_package *free_package(struct library_package *read) {
  region_free(&read->region);
  free(read);
  return NULL;
}

const char *vole_library_path(int index) {
  return index < 0 ? NULL : std_package_path(index);
}

const struct vole_package *vole_library_read(const char *path) {
  struct package_source source;
  struct library_package *read = calloc(1, sizeof *read);
  if (!path || !read) {
    free(read);
    return NULL;
  }
  region_init(&read->region);
  read->region.no_memory = leave;
  read->region.argument = read;
  if (setjmp(read->no_memory) != 0 || !std_find_package(&read->region, path, &source))
    return free_package(read);
  struct vole_source *files = region_alloc(&read->region, (size_t)source.count * sizeof *files);
  for (int i = 0; i < source.count; i++)
    files[i] = (struct vole_source){source.names[i], source.texts[i], source.sizes[i]};
  read->package = (struct vole_package){.path = region_strndup(&read->region, path, strlen(path)),
                                        .files = files,
                                        .file_count = source.count,
                                        .all_files = true};
  return &read->package;
}

void vole_library_free(const struct vole_package *package) {
  if (package)
    free_package((struct library_package *)(uintptr_t)package);
}
