// A package with its tests: see test_package.h. After cmd/go/internal/load/test.go.

#include "vm/command/test_package.h"

#include <errno.h>
#include <string.h>

#include "vm/command/command.h"
#include "vm/command/folder.h"
#include "vm/command/test_scan.h"

// The main package's text.
static const char head[] = "package main\n\n"
                           "import (\n\t\"os\"\n\t\"reflect\"\n\t\"testing\"\n"
                           "\t\"testing/internal/testdeps\"\n";

static const char *const lists[] = {
    [TEST_TEST] = "var tests = []testing.InternalTest{\n",
    [TEST_BENCHMARK] = "var benchmarks = []testing.InternalBenchmark{\n",
    [TEST_FUZZ] = "var fuzzTargets = []testing.InternalFuzzTarget{\n",
    [TEST_EXAMPLE] = "var examples = []testing.InternalExample{\n"};

// Files of a package, and their tests.
struct test_files {
  struct vole_source *files;
  int count, cap;
  struct test_functions functions;
  const char *alias; // by which the main package imports it
};

static void add_file(struct module_set *set, struct test_files *to,
                     const struct vole_source *file) {
  to->files = pool_grow(set->pool, to->files, to->count, &to->cap, sizeof *to->files);
  to->files[to->count++] = *file;
}

static const char *quoted(struct pool *pool, const char *text) {
  char *copy = pool_alloc(pool, 4 * strlen(text) + 3), *to = copy;
  *to++ = '"';
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    if (c < ' ' || c == '"' || c == '\\' || c == 0x7f) {
      static const char digits[] = "0123456789abcdef";
      *to++ = '\\';
      *to++ = 'x';
      *to++ = digits[c >> 4];
      *to++ = digits[c & 15];
    } else {
      *to++ = (char)c;
    }
  }
  *to++ = '"';
  return copy;
}

// Appends the tests of one kind to the text.
static const char *add_tests(struct pool *pool, const char *text, const struct test_files *files,
                             enum test_kind kind) {
  for (int i = 0; i < files->functions.count; i++) {
    const struct test_function *f = &files->functions.items[i];
    if (f->kind != kind || (kind == TEST_EXAMPLE && !f->output))
      continue;
    text = pool_printf(pool, "%s\t{\"%s\", %s.%s", text, f->name, files->alias, f->name);
    if (kind == TEST_EXAMPLE)
      text = pool_printf(pool, "%s, %s, %s", text, quoted(pool, f->output),
                         f->unordered ? "true" : "false");
    text = pool_printf(pool, "%s},\n", text);
  }
  return text;
}

// Whether the main package names anything of the files.
static bool is_used(const struct test_files *files) {
  for (int i = 0; i < files->functions.count; i++)
    if (files->functions.items[i].kind != TEST_EXAMPLE || files->functions.items[i].output)
      return true;
  return false;
}

static bool has_main(const struct test_files *files) {
  for (int i = 0; i < files->functions.count; i++)
    if (files->functions.items[i].kind == TEST_MAIN)
      return true;
  return false;
}

static const char *main_call(struct pool *pool, const struct test_files files[2]) {
  for (int i = 0; i < 2; i++)
    if (has_main(&files[i]))
      return pool_printf(pool,
                         "\t%s.TestMain(m)\n\tos.Exit(int(reflect.ValueOf(m).Elem()."
                         "FieldByName(\"exitCode\").Int()))\n",
                         files[i].alias);
  return "\tos.Exit(m.Run())\n\t_ = reflect.ValueOf\n";
}

static const char *main_text(struct pool *pool, const char *path,
                             const struct test_files files[2]) {
  const char *text = head;
  for (int i = 0; i < 2; i++)
    if (files[i].count > 0)
      text = pool_printf(pool, "%s\t%s \"%s%s\"\n", text, is_used(&files[i]) ? files[i].alias : "_",
                         path, i == 0 ? "" : "_test");
  text = pool_printf(pool, "%s)\n\n", text);
  for (int kind = TEST_TEST; kind <= TEST_EXAMPLE; kind++) {
    text = pool_printf(pool, "%s%s", text, lists[kind]);
    for (int i = 0; i < 2; i++)
      text = add_tests(pool, text, &files[i], (enum test_kind)kind);
    text = pool_printf(pool, "%s}\n\n", text);
  }
  return pool_printf(pool,
                     "%sfunc init() { testdeps.ImportPath = \"%s\" }\n\nfunc main() {\n"
                     "\tm := testing.MainStart(testdeps.TestDeps{}, tests, benchmarks, "
                     "fuzzTargets, examples)\n\ttestdeps.AddFlags()\n%s}\n",
                     text, path, main_call(pool, files));
}

// What is wrong with how the tests are declared; NULL: nothing.
static const char *functions_problem(const struct test_files files[2]) {
  for (int i = 0; i < 2; i++) {
    int mains = 0;
    if (files[i].functions.problem)
      return files[i].functions.problem;
    for (int j = 0; j < files[i].functions.count; j++)
      mains += files[i].functions.items[j].kind == TEST_MAIN;
    if (mains > 1 || (mains > 0 && i > 0 && has_main(&files[0])))
      return "multiple definitions of TestMain";
  }
  return NULL;
}

// Sorts the files of a folder into those of the package and those of its external tests. Returns how
// many are tests; -1: one cannot be read.
static int read_files(struct module_set *set, const char *folder, struct test_files files[2],
                      const char **problem) {
  struct text_list names = {0};
  int tests = 0;
  if (!folder_list_go(set->pool, folder, &names)) {
    *problem = pool_printf(set->pool, "open %s: %s", folder, command_error_text(errno));
    return -1;
  }
  for (int i = 0; i < names.count; i++) {
    struct vole_source file = {.name = pool_printf(set->pool, "%s/%s", folder, names.items[i])};
    file.text = file_read(set->pool, file.name, &file.size);
    if (!file.text) {
      *problem = pool_printf(set->pool, "open %s: %s", file.name, command_error_text(errno));
      return -1;
    }
    if (!vole_file_matches(&file, set->tags))
      continue;
    bool is_test = text_ends_with(names.items[i], "_test.go");
    const char *package = test_scan_package(set->pool, file.text);
    struct test_files *to = &files[is_test && package && text_ends_with(package, "_test")];
    add_file(set, to, &file);
    if (is_test)
      test_scan(set->pool, file.name, file.text, &to->functions);
    tests += is_test;
  }
  *problem = functions_problem(files);
  return *problem ? -1 : tests;
}

int test_package_make(struct module_set *set, const struct found_package *found, bool also_without,
                      struct vole_package packages[test_packages_most], bool *has_tests,
                      const char **problem) {
  struct test_files files[2] = {{.alias = "_test"}, {.alias = "_xtest"}};
  *problem = found->problem;
  int tests = *problem ? -1 : read_files(set, found->folder, files, problem);
  *has_tests = tests > 0;
  if (tests < 0 || (tests == 0 && !also_without))
    return tests;
  struct vole_source *main_file = pool_alloc(set->pool, sizeof *main_file);
  *main_file = (struct vole_source){.name = "_testmain.go",
                                    .text = main_text(set->pool, found->path, files)};
  main_file->size = strlen(main_file->text);
  packages[0] = (struct vole_package){.path = "testmain", .files = main_file, .file_count = 1};
  int count = 1;
  for (int i = 0; i < 2; i++)
    if (files[i].count > 0)
      packages[count++] = (struct vole_package){
          .path = i == 0 ? found->path : pool_printf(set->pool, "%s_test", found->path),
          .files = files[i].files,
          .file_count = files[i].count,
          .all_files = true,
          .language_minor = found->go_minor,
          .folder = found->folder};
  return count;
}
