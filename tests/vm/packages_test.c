// Programs of several packages that a host gives: by a list, and by a loader. Messages are what
// "go build" prints for the same files.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/api/vole.h"

// A file, and the package that it is of.
struct given {
  const char *path, *name, *text;
};

enum { most_files = 16 };

// What a loader was asked.
struct asked {
  const struct given *files;
  struct vole_source sources[most_files][most_files];
  int calls;
  char importer[64];
};

// Fills a package with the files of its path. False: there are none.
static bool fill(const struct given *files, const char *path, struct vole_source *sources,
                 struct vole_package *package) {
  for (int i = 0; files[i].path; i++)
    if (strcmp(files[i].path, path) == 0)
      sources[package->file_count++] =
          (struct vole_source){files[i].name, files[i].text, strlen(files[i].text)};
  package->files = sources;
  return package->file_count > 0;
}

static bool load(void *user, const char *path, const char *importer, struct vole_package *package) {
  struct asked *asked = user;
  snprintf(asked->importer, sizeof asked->importer, "%s", importer ? importer : "(none)");
  if (strcmp(path, "ex.com/refused") == 0) {
    package->error = "ex.com/refused is refused";
    return true;
  }
  package->path = path;
  package->folder = "/folder";
  package->language_minor = 21;
  return fill(asked->files, path, asked->sources[asked->calls++ % most_files], package);
}

// Loads the package of path "main", or only checks it. Returns the instance, and the message or "".
static struct vole *start(const struct given *files, bool only_check, struct asked *asked,
                          struct vole_error *err) {
  struct vole_source sources[most_files];
  *asked = (struct asked){.files = files};
  struct vole_config config = {.loader = load, .loader_user = asked, .build_tags = "mine"};
  struct vole *vole = vole_new(&config, NULL);
  cr_assert_not_null(vole);
  struct vole_package main_package = {.folder = "/folder"};
  fill(files, "main", sources, &main_package);
  main_package.path = "ex.com/m";
  *err = (struct vole_error){0};
  if (only_check)
    vole_check_packages(vole, &main_package, 1, err);
  else
    vole_load_packages(vole, &main_package, 1, err);
  return vole;
}

static void expect_error(const struct given *files, const char *want) {
  struct asked asked;
  struct vole_error err;
  vole_free(start(files, false, &asked, &err));
  cr_expect_eq(err.kind, VOLE_ERROR_COMPILE);
  cr_expect_str_eq(err.message ? err.message : "", want, "%s\nwanted\n%s", err.message, want);
  vole_error_clear(&err);
  vole_free(start(files, true, &asked, &err));
  cr_expect_str_eq(err.message ? err.message : "", want, "checked: %s", err.message);
  vole_error_clear(&err);
}

// Runs the program and compares the variable main.Out.
static void expect_out(const struct given *files, const char *want) {
  struct asked asked;
  struct vole_error err;
  struct vole *vole = start(files, false, &asked, &err);
  cr_assert_eq(err.kind, VOLE_OK, "%s", err.message);
  cr_expect(vole_run(vole, &err), "%s", err.message);
  const struct vole_string *out = vole_variable(vole, "main.Out", "string", &err);
  cr_assert_not_null(out, "%s", err.message);
  cr_expect(out->len == (int64_t)strlen(want) && memcmp(out->ptr, want, strlen(want)) == 0,
            "%.*s\nwanted\n%s", (int)out->len, out->ptr, want);
  vole_free(vole);
}

Test(packages, types_of_one_name_are_two_types) {
  expect_out(
      (struct given[]){
          {"main", "main.go",
           "package main\nimport (a \"ex.com/m/a/t\"; b \"ex.com/m/b/t\"; \"fmt\")\n"
           "var Out string\n"
           "func main() { var x any = a.T{}; _, ok := x.(b.T); _, same := x.(a.T)\n"
           "  var i any = a.New(); _, hidden := i.(interface{ secret() })\n"
           "  Out = fmt.Sprintf(\"%T %T %v %v %v %v\", x, b.T{}, ok, same, hidden, i.(a.S)) }\n"},
          {"ex.com/m/a/t", "t.go",
           "package t\ntype T struct{ x int }\ntype S interface { secret() }\n"
           "type s struct{}\nfunc (s) secret() {}\nfunc New() S { return s{} }\n"},
          {"ex.com/m/b/t", "t.go", "package t\ntype T struct{ x int }\n"},
          {0}},
      "t.T t.T false true false {}");
}

Test(packages, are_initialised_in_the_order_of_go) {
  expect_out(
      (struct given[]){
          {"main", "b.go",
           "package main\nimport \"ex.com/m/log\"\nvar Out string\n"
           "func main() { Out = log.Text }\nfunc init() { log.Add(\"main\") }\n"},
          {"main", "a.go",
           "package main\nimport _ \"ex.com/m/z\"\nimport _ \"ex.com/m/a\"\n"
           "import _ \"ex.com/m/k\"\n"},
          {"ex.com/m/log", "log.go",
           "package log\nvar Text = \"\"\n"
           "func Add(s string) int { Text += s + \" \"; return 0 }\n"},
          {"ex.com/m/z", "z.go", "package z\nimport \"ex.com/m/log\"\nvar X = log.Add(\"z\")\n"},
          {"ex.com/m/a", "a.go",
           "package a\nimport (\"ex.com/m/log\"; _ \"ex.com/m/z\")\n"
           "func init() { log.Add(\"a\") }\n"},
          {"ex.com/m/k", "k.go",
           "package k\nimport \"ex.com/m/log\"\n"
           "func init() { log.Add(\"k\") }\n"},
          {0}},
      "k z a main ");
}

Test(packages, constraints_choose_the_files) {
  expect_out(
      (struct given[]){
          {"main", "main.go",
           "package main\nimport \"ex.com/m/p\"\nvar Out string\n"
           "func main() { Out = p.OS + p.Tag }\n"},
          {"main", "other.go", "//go:build ignore\n\npackage other\n"},
          {"ex.com/m/p", "p_linux.go", "package p\nconst OS = \"linux \"\n"},
          {"ex.com/m/p", "p_windows.go", "package p\nconst OS = \"windows \"\n"},
          {"ex.com/m/p", "tag.go", "//go:build mine\n\npackage p\nconst Tag = \"mine\"\n"},
          {"ex.com/m/p", "none.go", "//go:build !mine\n\npackage p\nconst Tag = \"none\"\n"},
          {"ex.com/m/p", "c.go", "package p\nimport \"C\"\nconst Tag = C.x\n"},
          {"ex.com/m/p", "doc.go", "package documentation\n"},
          {0}},
      "linux mine");
}

Test(packages, names_of_functions_have_the_path) {
  struct asked asked;
  struct vole_error err;
  struct vole *vole =
      start((struct given[]){{"main", "main.go",
                              "package main\nimport \"ex.com/m/sub\"\nimport \"gopkg.in/yaml.v3\"\n"
                              "func main() { sub.F(yaml.F) }\n"},
                             {"ex.com/m/sub", "s.go", "package sub\nfunc F(f func()) { f() }\n"},
                             {"gopkg.in/yaml.v3", "y.go",
                              "package yaml\ntype T struct{}\n"
                              "func (*T) m() { panic(\"yaml\") }\nfunc F() { new(T).m() }\n"
                              "func G() int { return 7 }\n"},
                             {0}},
            false, &asked, &err);
  cr_assert_eq(err.kind, VOLE_OK, "%s", err.message);
  int64_t seven = 0;
  struct vole_func *g = vole_func(vole, "gopkg.in/yaml.v3.G", "func() int", &err);
  cr_assert_not_null(g, "%s", err.message);
  cr_expect(vole_call(vole, g, NULL, &seven, &err) && seven == 7);
  cr_expect_not(vole_run(vole, &err));
  cr_expect_not_null(strstr(err.message, "\ngopkg.in/yaml%2ev3.(*T).m("), "%s", err.message);
  cr_expect_not_null(strstr(err.message, "\nex.com/m/sub.F("), "%s", err.message);
  vole_error_clear(&err);
  vole_free(vole);
}

Test(packages, errors_are_shown_by_package) {
  expect_error(
      (struct given[]){
          {"main", "main.go",
           "package main\nimport (\"ex.com/m/b\"; \"ex.com/m/a\"; \"fmt\")\n"
           "var x int = \"a\"\nfunc main() { a.A(); b.B() }\n"},
          {"ex.com/m/b", "b/b.go", "package b\nimport \"strings\"\nfunc B() { y := 1 }\n"},
          {"ex.com/m/a", "a/a.go", "package a\nimport \"os\"\nfunc A() int { return \"x\" }\n"},
          {0}},
      "# ex.com/m/a\na/a.go:2:8: \"os\" imported and not used\n"
      "a/a.go:3:23: cannot use \"x\" (untyped string constant) as int value in return statement\n"
      "# ex.com/m/b\nb/b.go:2:8: \"strings\" imported and not used\n"
      "b/b.go:3:12: declared and not used: y\n");
}

Test(packages, what_needs_a_wrong_package_is_not_compiled) {
  expect_error((struct given[]){{"main", "main.go",
                                 "package main\nimport \"ex.com/m/a\"\n"
                                 "func main() { a.A(; }\n"},
                                {"ex.com/m/a", "a/a.go", "package a\nfunc A() { \n x := \n}\n"},
                                {0}},
               "# ex.com/m/a\na/a.go:4:1: syntax error: unexpected }, expected expression\n");
  expect_error(
      (struct given[]){{"main", "main.go",
                        "package main\nimport \"ex.com/m/a\"\n"
                        "func main() { a.A(; }\n"},
                       {"ex.com/m/a", "a/a.go", "package a\nfunc A() {}\n"},
                       {0}},
      "# ex.com/m\nmain.go:3:19: syntax error: unexpected semicolon, expected expression\n");
  expect_error(
      (struct given[]){{"main", "main.go", "package main\n"}, {0}},
      "# ex.com/m\nruntime.main_main·f: function main is undeclared in the main package\n");
}

Test(packages, types_of_packages_of_one_name_are_shown_by_path) {
  expect_error((struct given[]){{"main", "main.go",
                                 "package main\nimport p2 \"ex.com/m/q/p\"\nimport \"ex.com/m/p\"\n"
                                 "func main() { var x p.T = p2.T{} }\n"},
                                {"ex.com/m/p", "p/p.go", "package p\ntype T struct {}\n"},
                                {"ex.com/m/q/p", "q/p.go", "package p\ntype T struct {}\n"},
                                {0}},
               "# ex.com/m\nmain.go:4:19: declared and not used: x\n"
               "main.go:4:27: cannot use p2.T{} (value of struct type \"ex.com/m/q/p\".T) as "
               "\"ex.com/m/p\".T value in variable declaration\n");
}

Test(packages, unexported_names_stay_inside) {
  expect_error((struct given[]){{"main", "main.go",
                                 "package main\nimport \"ex.com/m/a\"\n"
                                 "func main() { a.f(); a.T{}.m() }\n"},
                                {"ex.com/m/a", "a/a.go",
                                 "package a\nfunc f() {}\ntype T struct{}\nfunc (T) m() {}\n"},
                                {0}},
               "# ex.com/m\nmain.go:3:17: name f not exported by package a\n"
               "main.go:3:28: a.T{}.m undefined (cannot refer to unexported method m)\n");
}

Test(packages, errors_of_imports_come_alone_in_the_order_of_paths) {
  expect_error(
      (struct given[]){{"main", "main.go",
                        "package main\nimport (\n\"fmt\"\n\"foo/bar\"\n\"ex.com/refused\"\n"
                        "\"ex.com/m/a\"\n)\nfunc main() { undefined }\n"},
                       {"ex.com/m/a", "a/a.go", "package a\nimport \"none\"\nimport \"foo/bar\"\n"},
                       {0}},
      "a/a.go:3:8: package foo/bar is not in std\na/a.go:2:8: package none is not in std\n"
      "main.go:5:1: ex.com/refused is refused\n");
}

Test(packages, import_cycles_are_refused) {
  expect_error((struct given[]){{"main", "main.go",
                                 "package main\nimport _ \"ex.com/m/a\"\n"
                                 "func main() {}\n"},
                                {"ex.com/m/a", "a/a.go", "package a\nimport _ \"ex.com/m/b\"\n"},
                                {"ex.com/m/b", "b/b.go", "package b\nimport _ \"ex.com/m/a\"\n"},
                                {0}},
               "package ex.com/m\n\timports ex.com/m/a from main.go\n"
               "\timports ex.com/m/b from a.go\n"
               "\timports ex.com/m/a from b.go: import cycle not allowed\n");
  expect_error((struct given[]){{"main", "main.go",
                                 "package main\nimport _ \"ex.com/m\"\n"
                                 "func main() {}\n"},
                                {0}},
               "package ex.com/m\n\timports ex.com/m from main.go: import cycle not allowed\n");
}

Test(packages, internal_packages_are_for_those_beside_them) {
  const struct given files[] = {
      {"main", "main.go",
       "package main\nimport (\"ex.com/m/internal/x\"; \"ex.com/m/bad\")\n"
       "func main() { x.X(); bad.X() }\n"},
      {"ex.com/m/internal/x", "x.go", "package x\nfunc X() {}\n"},
      {"ex.com/m/bad", "bad/x.go",
       "package bad\nimport \"ex.com/other/internal/y\"\n"
       "import \"internal/rt\"\nfunc X() { y.X() }\n"},
      {"ex.com/other/internal/y", "y.go", "package y\nfunc X() {}\n"},
      {0}};
  expect_error(files,
               "package ex.com/m\n\timports ex.com/m/bad\n"
               "\tbad/x.go:2:8: use of internal package ex.com/other/internal/y not allowed\n"
               "package ex.com/m\n\timports ex.com/m/bad\n"
               "\tbad/x.go:3:8: use of internal package internal/rt not allowed\n");
}

Test(packages, what_is_no_package_is_refused) {
  expect_error(
      (struct given[]){{"main", "main.go",
                        "package main\nimport _ \"ex.com/m/two\"\n"
                        "import _ \"ex.com/m/prog\"\n"
                        "import _ \"ex.com/m/none\"\n"
                        "func main() {}\n"},
                       {"ex.com/m/two", "two/a.go", "package two\n"},
                       {"ex.com/m/two", "two/b.go", "package three\n"},
                       {"ex.com/m/prog", "p.go", "package main\nfunc main() {}\n"},
                       {"ex.com/m/none", "none_windows.go", "package none\n"},
                       {0}},
      "package ex.com/m\n\timports ex.com/m/none: build constraints exclude all Go files in "
      "/folder\n"
      "main.go:3:8: import \"ex.com/m/prog\" is a program, not an importable package\n"
      "main.go:2:8: found packages two (a.go) and three (b.go) in /folder\n");
  expect_error((struct given[]){{"main", "a.go", "//go:build (linux\n\npackage main\n"}, {0}},
               "a.go: parsing //go:build line: missing close paren\n");
  expect_error((struct given[]){{"main", "a_windows.go", "package main\n"}, {0}},
               "package ex.com/m: build constraints exclude all Go files in /folder\n");
}

Test(packages, unsafe_needs_its_grant_in_each_package) {
  expect_error((struct given[]){{"main", "main.go",
                                 "package main\nimport _ \"ex.com/m/a\"\n"
                                 "func main() {}\n"},
                                {"ex.com/m/a", "a/a.go", "package a\nimport _ \"unsafe\"\n"},
                                {0}},
               "# ex.com/m/a\na/a.go:2:10: package unsafe needs VOLE_GRANT_UNSAFE\n");
}

Test(packages, a_list_wins_over_library_and_loader) {
  struct vole_source main_file = {"main.go",
                                  "package main\nimport (\"strings\"; \"ex.com/a\")\n"
                                  "var Out = strings.Mine + a.Mine\nfunc main() {}\n",
                                  0};
  struct vole_source mine = {"s.go", "package strings\nconst Mine = 1\n", 0};
  struct vole_source a = {"a.go", "package a\nconst Mine = 2\n", 0};
  main_file.size = strlen(main_file.text);
  mine.size = strlen(mine.text);
  a.size = strlen(a.text);
  struct vole_package packages[] = {{.files = &main_file, .file_count = 1},
                                    {.path = "strings", .files = &mine, .file_count = 1},
                                    {.path = "ex.com/a", .files = &a, .file_count = 1}};
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, NULL);
  cr_assert(vole_load_packages(vole, packages, 3, &err), "%s", err.message);
  cr_assert(vole_run(vole, &err), "%s", err.message);
  const int64_t *out = vole_variable(vole, "main.Out", "int", &err);
  cr_expect(out && *out == 3, "%s", err.message);
  vole_free(vole);
}

Test(packages, the_importer_is_named) {
  struct asked asked;
  struct vole_error err;
  vole_free(start((struct given[]){{"main", "main.go",
                                    "package main\nimport _ \"ex.com/m/a\"\n"
                                    "func main() {}\n"},
                                   {"ex.com/m/a", "a.go", "package a\nimport _ \"ex.com/m/b\"\n"},
                                   {"ex.com/m/b", "b.go", "package b\n"},
                                   {0}},
                  false, &asked, &err));
  cr_expect_eq(err.kind, VOLE_OK, "%s", err.message);
  cr_expect_str_eq(asked.importer, "ex.com/m/a");
  cr_expect_eq(asked.calls, 2);
}

static const char embedding[] = "package main\nimport _ \"embed\"\n"
                                "//go:embed data/*.txt\nvar Out string\nfunc main() {}\n";

static struct vole_package embedding_package(struct vole_source *source) {
  *source = (struct vole_source){"m.go", embedding, sizeof embedding - 1};
  return (struct vole_package){.files = source, .file_count = 1};
}

Test(packages, files_are_embedded_from_a_list) {
  struct vole_source source, files[] = {{"data/a.txt", "text", 4}, {"b.txt", "other", 5}}, got;
  struct vole_package package = embedding_package(&source);
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, NULL);
  cr_expect_not(vole_embedded(vole, NULL, 0, &got), "nothing is loaded");
  package.embedded = files;
  package.embedded_count = 2;
  package.folder = "/nosuch";
  cr_assert(vole_load_packages(vole, &package, 1, &err), "%s", err.message);
  const struct vole_string *out = vole_variable(vole, "main.Out", "string", &err);
  cr_expect(out && out->len == 4 && memcmp(out->ptr, "text", 4) == 0, "%s", err.message);
  cr_expect(vole_embedded(vole, NULL, 0, &got) && strcmp(got.name, "data/a.txt") == 0 &&
            got.size == 4 && memcmp(got.text, "text", 4) == 0);
  cr_expect_not(vole_embedded(vole, NULL, 1, &got) || vole_embedded(vole, NULL, -1, &got));
  cr_expect_not(vole_embedded(NULL, NULL, 0, &got), "no instance");
  cr_expect_not(vole_embedded(vole, "ex.com/none", 0, &got) || vole_embedded(vole, NULL, 0, NULL));
  vole_free(vole);
}

// Loads the package with what a host has granted. Returns the error's message, "" for none.
static void load_embedding(unsigned grant, const char *folder, bool listed, char message[200]) {
  struct vole_source source;
  struct vole_package package = embedding_package(&source);
  struct vole_config config = {.grant = grant};
  struct vole_error err = {0};
  struct vole *vole = vole_new(&config, NULL);
  package.folder = folder;
  if (listed)
    package.embedded = &source; // and none of it
  vole_load_packages(vole, &package, 1, &err);
  snprintf(message, 200, "%s", err.message ? err.message : "");
  vole_error_clear(&err);
  vole_free(vole);
}

Test(packages, files_to_embed_are_missing_or_not_granted) {
  static const struct {
    unsigned grant;
    const char *folder;
    bool listed;
    const char *want;
  } table[] = {
      {0, "/", false, "the host has not granted files"},
      {VOLE_GRANT_ALL & ~VOLE_GRANT_FILES, "/", false, "the host has not granted files"},
      {VOLE_GRANT_FILES, NULL, false, "the package has no folder with files"},
      {VOLE_GRANT_FILES, "/nosuch", false, "no matching files found"},
      {VOLE_GRANT_FILES, "/", true, "no matching files found"},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    char message[200], want[200];
    load_embedding(table[i].grant, table[i].folder, table[i].listed, message);
    snprintf(want, sizeof want, "m.go:3:12: pattern data/*.txt: %s\n", table[i].want);
    cr_expect_str_eq(message, want, "%zu: %s", i, message);
  }
}

Test(packages, wrong_calls_are_refused) {
  struct vole *vole = vole_new(NULL, NULL);
  struct vole_error err = {0};
  struct vole_source nameless = {NULL, "", 0}, textless = {"a.go", NULL, 1};
  struct vole_package wrong[] = {{.file_count = 1},
                                 {.file_count = -1},
                                 {.files = &nameless, .file_count = 1},
                                 {.files = &textless, .file_count = 1},
                                 {.embedded_count = 1},
                                 {.embedded = &nameless, .embedded_count = 1},
                                 {.embedded = &textless, .embedded_count = 1}};
  cr_expect_not(vole_load_packages(vole, NULL, 1, &err));
  cr_expect_not(vole_load_packages(vole, wrong, 0, &err));
  for (int i = 0; i < 7; i++) {
    cr_expect_not(vole_load_packages(vole, &wrong[i], 1, &err));
    cr_expect_eq(err.kind, VOLE_ERROR_USAGE);
  }
  struct vole_package empty = {.path = "ex.com/m"};
  cr_expect_not(vole_load_packages(vole, &empty, 1, &err));
  cr_expect_eq(err.kind, VOLE_ERROR_COMPILE);
  vole_error_clear(&err);
  vole_free(vole);
}
