// vole build: an executable that is Vole with a program in it; and running what is in this one.

#include <stdio.h>
#include <string.h>

#include "vm/command/bundle.h"
#include "vm/command/command.h"
#include "vm/command/folder.h"
#include "vm/command/program.h"

// What loads a program that goes into an executable.
struct build {
  struct module_set set;
  struct bundle bundle;
};

// A vole_loader that notes what it gives.
static bool load_and_note(void *user, const char *path, const char *importer,
                          struct vole_package *package) {
  struct build *build = user;
  packages_load(&build->set, path, importer, package);
  if (!package->error)
    bundle_add(&build->bundle, package);
  return true;
}

// Notes the files that the packages embed.
static void note_embedded(struct build *build, struct vole *vole) {
  struct pool *pool = build->set.pool;
  for (int i = 0; i < build->bundle.count; i++) {
    struct vole_package *package = &build->bundle.packages[i];
    const char *path = i == 0 ? NULL : package->path; // the main package comes first
    struct vole_source *files = NULL, file;
    int count = 0, cap = 0;
    for (; vole_embedded(vole, path, count, &file); count++) {
      files = pool_grow(pool, files, count, &cap, sizeof *files);
      files[count] = (struct vole_source){pool_copy(pool, file.name, strlen(file.name)),
                                          pool_copy(pool, file.text, file.size), file.size};
    }
    package->embedded = files;
    package->embedded_count = count;
  }
}

// Compiles the program, which notes its packages. Returns the exit status.
static int compile(struct build *build, const struct vole_package *package) {
  struct vole_config config = {.grant = VOLE_GRANT_ALL,
                               .loader = load_and_note,
                               .loader_user = build,
                               .build_tags = build->set.tags};
  struct vole_error err = {0};
  struct vole *vole = vole_new(&config, &err);
  int status = 0;
  bundle_add(&build->bundle, package);
  if (!vole || !vole_load_packages(vole, package, 1, &err))
    status = program_report(&build->set, &err, false);
  else if (!vole_func(vole, "main.main", "func()", NULL))
    status = program_fail(&build->set,
                          pool_printf(build->set.pool, "package %s is not a main package",
                                      package->path ? package->path : "command-line-arguments"),
                          false);
  if (status == 0)
    note_embedded(build, vole);
  vole_free(vole);
  return status;
}

// The name of the executable where none is given: that of the package's folder or first file.
static const char *default_name(struct pool *pool, const struct vole_package *package) {
  const char *name = package->path ? package->path : package->files[0].name;
  const char *slash = strrchr(name, '/');
  name = slash ? slash + 1 : name;
  size_t size = strlen(name);
  if (!package->path && text_ends_with(name, ".go"))
    size -= strlen(".go");
  return pool_copy(pool, name, size);
}

static int build_program(struct build *build, struct program_words *words, const char *output) {
  struct pool *pool = build->set.pool;
  struct vole_package package = {0};
  int count = program_word_count(words);
  if (!module_set_init(&build->set))
    return program_fail(&build->set, build->set.problem, false);
  if (count < words->argc)
    return program_fail(&build->set, "vole build: one program at a time", false);
  const char *problem = program_make_main(&build->set, words->argv, count, &package);
  if (problem)
    return program_fail(&build->set, problem, false);
  int status = compile(build, &package);
  if (status != 0)
    return status;
  if (!output)
    output = default_name(pool, &package);
  else if (text_ends_with(output, "/") || folder_exists(output))
    output = pool_printf(pool, "%s/%s", output, default_name(pool, &package));
  build->bundle.tags = build->set.tags;
  problem = bundle_write(&build->bundle, output);
  return problem ? program_fail(&build->set, problem, false) : 0;
}

int command_build(int argc, char **argv) {
  struct pool pool = {0};
  struct build build = {.set.pool = &pool, .bundle.pool = &pool};
  static char *here[] = {"."};
  struct program_words words = {.argc = argc, .argv = argv};
  const char *output = NULL;
  int status = 2;
  while (program_module_flag(&build.set, &words) || program_flag(&words, "o", &output))
    ;
  if (words.argc == 0)
    words = (struct program_words){.argc = 1, .argv = here};
  if (program_has_flag(&words))
    fprintf(stderr, "vole build: unknown flag %s\n", words.argv[0]);
  else
    status = build_program(&build, &words, output);
  pool_free(&pool);
  return status;
}

bool command_run_bundled(int argc, char **argv, int *status) {
  struct pool pool = {0};
  struct bundle bundle = {.pool = &pool};
  const char *problem;
  if (!bundle_read(&bundle, &problem)) {
    if (problem)
      fprintf(stderr, "%s: %s\n", argv[0], problem);
    *status = 2;
    pool_free(&pool);
    return problem != NULL;
  }
  struct vole_config config = {.argc = argc, .argv = argv, .build_tags = bundle.tags};
  struct vole_error err = {0};
  command_configure(&config);
  struct vole *vole = vole_new(&config, &err);
  bool ok = vole && vole_load_packages(vole, bundle.packages, bundle.count, &err);
  // The instance has its own copies, but of the tags, which it has read.
  pool_free(&pool);
  *status = ok && vole_run(vole, &err) ? 0 : command_report(&err);
  vole_free(vole);
  return true;
}
