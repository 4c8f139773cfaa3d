// Packages that hosts give: which of their files belong to a program, and where an imported package
// comes from.

#include <string.h>

#include "vm/api/internal.h"
#include "vm/std/natives.h"
#include "vm/syntax/build_constraint.h"

// The files of a package that a program gets.
struct taken_files {
  const char **names, **texts;
  size_t *sizes;
  int count;
};

static const char *copied(struct region *region, const char *text) {
  return text ? region_strndup(region, text, strlen(text)) : NULL;
}

bool vole_file_matches(const struct vole_source *file, const char *build_tags) {
  const char *slash = strrchr(file->name, '/');
  char problem[build_problem_size];
  return build_name_matches(slash ? slash + 1 : file->name) &&
         build_text_matches(file->text, file->size, build_tags, problem) != BUILD_LEFT_OUT;
}

// Whether a file belongs to the program. What is wrong with it is noted as the package's error.
static bool is_taken(const struct vole *vole, struct region *region, const struct vole_source *file,
                     bool all, struct package_source *source) {
  const char *slash = strrchr(file->name, '/');
  char problem[build_problem_size];
  if (file->size >= UINT32_MAX) {
    source->error = region_printf(region, "%s: file is too large", file->name);
    return false;
  }
  if (all)
    return true;
  if (!build_name_matches(slash ? slash + 1 : file->name))
    return false;
  enum build_verdict verdict =
      build_text_matches(file->text, file->size, vole->build_tags, problem);
  if (verdict == BUILD_MALFORMED && !source->error)
    source->error = region_printf(region, "%s: %s", file->name, problem);
  return verdict == BUILD_TAKEN;
}

void api_take_package(struct vole *vole, const struct vole_package *given,
                      struct package_source *source) {
  struct region *region = &vole->machine.program.region;
  size_t count = (size_t)given->file_count;
  struct taken_files taken = {.names = region_alloc(region, count * sizeof *taken.names),
                              .texts = region_alloc(region, count * sizeof *taken.texts),
                              .sizes = region_alloc(region, count * sizeof *taken.sizes)};
  *source = (struct package_source){.language_minor = given->language_minor,
                                    .continues = copied(region, given->continues),
                                    .import_path = copied(region, given->path),
                                    .folder = copied(region, given->folder),
                                    .error = copied(region, given->error)};
  for (int i = 0; i < given->file_count; i++) {
    const struct vole_source *file = &given->files[i];
    if (!is_taken(vole, region, file, given->all_files, source))
      continue;
    taken.names[taken.count] = copied(region, file->name);
    taken.texts[taken.count] = region_strndup(region, file->text ? file->text : "", file->size);
    taken.sizes[taken.count++] = file->size;
  }
  source->names = taken.names;
  source->texts = taken.texts;
  source->sizes = taken.sizes;
  source->count = taken.count;
  api_take_embedded(region, given, source);
}

bool api_find_package(void *context, const char *path, const char *importer,
                      struct package_source *source) {
  struct vole *vole = context;
  struct vole_package given = {0};
  if (vole->find_first && vole->find_first(vole, path, importer, source))
    return true;
  for (int i = 0; i < vole->package_count; i++)
    if (vole->packages[i].path && strcmp(vole->packages[i].path, path) == 0) {
      api_take_package(vole, &vole->packages[i], source);
      return true;
    }
  if (api_bound_package(vole, path, source) ||
      std_find_package(&vole->machine.program.region, path, source))
    return true;
  if (!vole->loader || !vole->loader(vole->loader_user, path, importer, &given))
    return false;
  api_take_package(vole, &given, source);
  return true;
}
