// PROGRAM [ARGUMENT...]: runs the tests of a package of the library.
//
// PROGRAM is a copy of std_tests, beside which PROGRAM.args lists, one a line: PATH MAIN FILE... --
// EXTERNAL... -- SUPPORT... So a test may run its own program again.
//
// FILE are test files of package PATH itself, EXTERNAL those of package PATH_test. MAIN is a file of
// package testmain, whose function Main runs the tests. SUPPORT are files of packages that only
// tests import, each in a folder .../src/IMPORT/PATH. All are read as files of the library are: as
// Go 1.19, compiled when they are called, and with leave to import what is internal. With --check for
// ARGUMENT it runs nothing, and prints all errors of the test files.
// std.py calls this.

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/instance.h"
#include "vm/api/instance.h"
#include "vm/check/check.h"
#include "vm/std/natives.h"

enum { most_files = 200 };

static const char program[] = "package main\n"
                              "import \"testmain\"\n"
                              "func main() { testmain.Main() }\n";

// Files of one package.
struct files {
  const char *paths[most_files]; // where they were read
  const char *names[most_files];
  const char *texts[most_files];
  size_t sizes[most_files];
  int count;
};

// What the command line says.
static const char *path;
static char *external_path;
static struct files main_files, own, external, support;

static void add_file(struct files *files, const char *name) {
  FILE *in = fopen(name, "rb");
  long size = in && fseek(in, 0, SEEK_END) == 0 ? ftell(in) : -1;
  char *text = size >= 0 ? calloc((size_t)size + 1, 1) : NULL;
  if (!text || files->count == most_files || fseek(in, 0, SEEK_SET) != 0 ||
      fread(text, 1, (size_t)size, in) != (size_t)size) {
    fprintf(stderr, "std_tests: cannot read %s\n", name);
    exit(2);
  }
  const char *slash = strrchr(name, '/');
  files->paths[files->count] = name;
  char *shown;
  if (asprintf(&shown, "%s/%s", path, slash ? slash + 1 : name) < 0)
    exit(2);
  files->names[files->count] = shown;
  files->texts[files->count] = text;
  files->sizes[files->count++] = (size_t)size;
  fclose(in);
}

static void give(struct package_source *source, const struct files *files) {
  *source = (struct package_source){.names = files->names,
                                    .texts = files->texts,
                                    .sizes = files->sizes,
                                    .count = files->count,
                                    .is_std = true,
                                    .language_minor = 19};
}

// Adds the test files behind the package's own.
static bool give_package(struct vole *vole, struct package_source *source) {
  static struct files all;
  if (!std_find_package(&vole->machine.program.region, path, source))
    return false;
  for (int i = 0; i < source->count + own.count; i++) {
    bool test = i >= source->count;
    int from = test ? i - source->count : i;
    all.names[i] = test ? own.names[from] : source->names[from];
    all.texts[i] = test ? own.texts[from] : source->texts[from];
    all.sizes[i] = test ? own.sizes[from] : source->sizes[from];
  }
  source->names = all.names;
  source->texts = all.texts;
  source->sizes = all.sizes;
  source->count += own.count;
  return true;
}

// Whether a file lies in a folder, and not in one below it.
static bool lies_in(const char *file, const char *folder) {
  const char *at = strstr(file, folder);
  return at && !strchr(at + strlen(folder), '/');
}

// Finds the support files of a package, which are neighbours.
static bool give_support(struct package_source *source, const char *wanted) {
  char part[300];
  int first = 0, end;
  snprintf(part, sizeof part, "/src/%s/", wanted);
  while (first < support.count && !lies_in(support.paths[first], part))
    first++;
  for (end = first; end < support.count && lies_in(support.paths[end], part);)
    end++;
  *source = (struct package_source){.names = support.names + first,
                                    .texts = support.texts + first,
                                    .sizes = support.sizes + first,
                                    .count = end - first,
                                    .is_std = true,
                                    .language_minor = 19};
  return end > first;
}

static bool find(void *vole, const char *wanted, const char *importer,
                 struct package_source *source) {
  (void)importer;
  if (strcmp(wanted, "testmain") == 0)
    give(source, &main_files);
  else if (strcmp(wanted, external_path) == 0)
    give(source, &external);
  else
    return strcmp(wanted, path) == 0 ? give_package(vole, source) : give_support(source, wanted);
  return true;
}

static void print_errors(struct error_list *errors) {
  for (int i = 0; i < errors->count; i++)
    fprintf(stderr, "%s: %s\n", source_place_text(errors->sources, errors->errors[i].pos),
            errors->errors[i].message);
  errors->count = 0;
}

// Checks what would be checked when it is first needed.
static void check_package(struct checked_program *checked, const struct package *package) {
  for (int i = 0; i < package->file_count; i++) {
    const struct decl_list *decls = &package->files[i]->decls;
    for (int j = 0; j < decls->count; j++) {
      const struct decl *d = decls->items[j];
      if (d->kind == DECL_TYPE)
        check_object(checked, d->u.type.object);
      else if (d->kind == DECL_FUNC && d->u.func.object) // NULL: replaced
        check_function_body(checked, d->u.func.function);
      print_errors(checked->errors);
    }
  }
}

static void check_tests(struct vole *vole) {
  struct checked_program *checked = &vole->machine.program.checked;
  struct g *g;
  struct m *previous = runtime_enter(&vole->machine.runtime, &g);
  for (int i = 0; i < checked->package_count; i++)
    if (strcmp(checked->packages[i]->path, path) == 0 ||
        strcmp(checked->packages[i]->path, external_path) == 0)
      check_package(checked, checked->packages[i]);
  runtime_leave(&vole->machine.runtime, previous);
}

// Reads which files there are from PROGRAM.args.
static void read_files(void) {
  struct files *const lists[] = {&main_files, &own, &external, &support};
  char name[PATH_MAX], *line = NULL;
  size_t cap = 0;
  ssize_t size = readlink("/proc/self/exe", name, sizeof name - sizeof ".args");
  FILE *in = size > 0 && strcpy(name + size, ".args") ? fopen(name, "r") : NULL;
  if (!in) {
    fprintf(stderr, "std_tests: no file says what to run: see the head of std_tests.c\n");
    exit(2);
  }
  for (int list = 0; list < 4 && (size = getline(&line, &cap, in)) > 0;) {
    line[size - 1] = '\0';
    if (!path && asprintf(&external_path, "%s_test", line) > 0)
      path = strdup(line);
    else if (strcmp(line, "--") == 0)
      list++;
    else
      add_file(lists[list], strdup(line));
    list += list == 0 && main_files.count == 1;
  }
  free(line);
  fclose(in);
}

// A test that runs itself by mistake must not go on and on.
static void count_depth(void) {
  const char *before = getenv("STD_TESTS_DEPTH");
  char depth[] = {before ? (char)(before[0] + 1) : '1', '\0'};
  if (depth[0] > '4') // std.py sets 3 to allow none
    exit(99);
  setenv("STD_TESTS_DEPTH", depth, 1);
}

int main(int argc, char **argv) {
  count_depth();
  read_files();
  struct vole_error err = {0};
  struct vole_config config = {.argc = argc,
                               .argv = argv,
                               .max_procs = 2,
                               .grant = VOLE_GRANT_ALL,
                               .godebug = getenv("GODEBUG"),
                               .voledebug = getenv("VOLEDEBUG")};
  struct vole *vole = vole_new(&config, &err);
  if (vole)
    vole->find_first = find;
  bool ok = vole && vole_load_string(vole, "main.go", program, sizeof program - 1, &err);
  if (ok && argc > 1 && strcmp(argv[1], "--check") == 0)
    check_tests(vole);
  else if (ok)
    ok = vole_run(vole, &err);
  if (!ok && err.kind != VOLE_ERROR_EXIT && err.message)
    fprintf(stderr, "%s\n", err.message);
  int status = ok ? 0 : err.exit_status;
  vole_error_clear(&err);
  vole_free(vole);
  return status;
}
