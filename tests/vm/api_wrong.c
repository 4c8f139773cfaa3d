// Every function of vole.h called wrongly, one way at a time. Each is VOLE_ERROR_USAGE with a
// message (or what the table says), or false, NULL or 0 where there is no error, and the instance
// computes as before. At the end nothing is left: run it under a sanitizer.

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/api/vole.h"

static const char source[] = "package main\n"
                             "import \"host\"\n"
                             "var Count int\n"
                             "func Add(a, b int) int { Count++; return a + b }\n"
                             "func Text() (s string, e error) { return \"abc\", nil }\n"
                             "func Call(what int) int { return host.Wrong(what) }\n"
                             "func main() {}\n";

static const char big_source[] = "package main\n"
                                 "type big struct { words [70000]int }\n"
                                 "func Big(b big) big { b.words[69999]++; return b }\n"
                                 "func main() {}\n";

static const char empty_source[] = "package main\nfunc main() { println(1) }\n";

static int failures, checks;
static struct vole_func *add_function;

static void fail(const char *what, const char *detail) {
  printf("FAIL %s: %s\n", what, detail ? detail : "no message");
  failures++;
}

// Expects ok to be false and err to say `says`.
static void refused(const char *what, bool ok, struct vole_error *err, enum vole_error_kind kind,
                    const char *says) {
  checks++;
  if (ok)
    fail(what, "it worked");
  else if (err->kind != kind || !err->message || !strstr(err->message, says)) {
    char detail[400];
    snprintf(detail, sizeof detail, "kind %d, \"%s\" instead of kind %d, \"%s\"", (int)err->kind,
             err->message ? err->message : "", (int)kind, says);
    fail(what, detail);
  }
  vole_error_clear(err);
}

static void expect(const char *what, bool ok) {
  checks++;
  if (!ok)
    fail(what, "not so");
}

static bool wrong_in_native(struct vole *vole, void *user, const void *arguments, void *results);

static bool nothing(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole, (void)user, (void)arguments, (void)results;
  return true;
}

static struct vole *make(const char *text) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, &err);
  if (!vole || !vole_bind(vole, "host", "func Wrong(what int) int", wrong_in_native, NULL, &err) ||
      (text && !vole_load_string(vole, "wrong.go", text, strlen(text), &err))) {
    fail("make", err.message);
    exit(1);
  }
  return vole;
}

static bool adds(struct vole *vole, struct vole_func *f) {
  int64_t in[2] = {40, 2}, out = 0;
  return vole_call(vole, f, in, &out, NULL) && out == 42;
}

// Configurations that make no sense, and some odd ones that do.

static void configurations(void) {
  static char *no_text[] = {(char *)"a", NULL, NULL};
  static const struct {
    const char *what, *says;
    struct vole_config config;
  } table[] = {
      {"argc without argv", "argv is NULL", {.argc = 1}},
      {"negative argc", "argc is negative", {.argc = -1}},
      {"argv with NULL", "an element of argv is NULL", {.argc = 2, .argv = no_text}},
      {"negative memory_limit", "memory_limit is negative", {.memory_limit = -1}},
      {"least memory_limit", "memory_limit is negative", {.memory_limit = INT64_MIN}},
      {"negative profile rate", "heap_profile_rate is negative", {.heap_profile_rate = -1}},
      {"bad in_fd", "a descriptor is less than -1", {.in_fd = -2}},
      {"bad out_fd", "a descriptor is less than -1", {.out_fd = -7}},
      {"bad err_fd", "a descriptor is less than -1", {.err_fd = INT_MIN}},
      {"unknown grant", "grant has unknown bits", {.grant = VOLE_GRANT_ALL + 1}},
      {"negative grant", "grant has unknown bits", {.grant = -1}},
      {"malformed gomemlimit", "GOMEMLIMIT", {.gomemlimit = "lots"}},
      {"empty gogc", NULL, {.gogc = ""}},
      {"malformed gogc, as in Go", NULL, {.gogc = "many"}},
      {"unknown voledebug, as in Go", NULL, {.voledebug = "nonsense=1"}},
      {"too many procs", "max_procs is more than 1024", {.max_procs = 1025}},
      {"far too many procs", "max_procs is more than 1024", {.max_procs = INT_MAX}},
      {"most procs", NULL, {.max_procs = 1024}},
      {"least procs", NULL, {.max_procs = INT_MIN}},
      {"most memory", NULL, {.memory_limit = INT64_MAX}},
      {"least percent", NULL, {.gc_percent = INT_MIN}},
      {"descriptors that are closed", NULL, {.in_fd = 999, .out_fd = 998, .err_fd = 997}},
      {"no descriptors", NULL, {.in_fd = -1, .out_fd = -1, .err_fd = -1}},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    struct vole_error err = {0};
    struct vole *vole = vole_new(&table[i].config, &err);
    if (table[i].says)
      refused(table[i].what, vole != NULL, &err, VOLE_ERROR_USAGE, table[i].says);
    else if (!vole ||
             !vole_load_string(vole, "m.go", empty_source, sizeof empty_source - 1, &err) ||
             !vole_run(vole, &err))
      fail(table[i].what, err.message);
    vole_error_clear(&err);
    vole_free(vole);
    vole_free(vole_new(&table[i].config, NULL));
  }
}

// NULL for the instance.
static void no_instance(void) {
  struct vole_error err = {0};
  const char *path = "none.go";
  int64_t in[2] = {1, 2};
  uint64_t next = 0;
  struct vole_pause pause;
  struct vole_stats stats;
  const char *null = "the instance is NULL";
  refused("bind", vole_bind(NULL, "h", "func F()", nothing, NULL, &err), &err, VOLE_ERROR_USAGE,
          null);
  refused("load_file", vole_load_file(NULL, path, &err), &err, VOLE_ERROR_USAGE, null);
  refused("load_files", vole_load_files(NULL, &path, 1, &err), &err, VOLE_ERROR_USAGE, null);
  refused("load_string", vole_load_string(NULL, "n", "", 0, &err), &err, VOLE_ERROR_USAGE, null);
  refused("check_file", vole_check_file(NULL, path, &err), &err, VOLE_ERROR_USAGE, null);
  refused("run", vole_run(NULL, &err), &err, VOLE_ERROR_USAGE, null);
  refused("func", vole_func(NULL, "main.F", "func()", &err), &err, VOLE_ERROR_USAGE, null);
  refused("variable", vole_variable(NULL, "main.V", "int", &err), &err, VOLE_ERROR_USAGE, null);
  refused("call", vole_call(NULL, add_function, in, in, &err), &err, VOLE_ERROR_USAGE, null);
  refused("collect", vole_collect(NULL, &err), &err, VOLE_ERROR_USAGE, null);
  refused("heap_profile", vole_heap_profile(NULL, 1, &err), &err, VOLE_ERROR_USAGE, null);
  refused("disassemble", vole_disassemble(NULL, NULL, 1, &err), &err, VOLE_ERROR_USAGE, null);
  vole_panic(NULL, "x");
  vole_panic(NULL, NULL);
  vole_free(NULL);
  vole_release(NULL, NULL);
  vole_error_clear(NULL);
  expect("string_new", !vole_string_new(NULL, "x", 1).ptr);
  expect("bytes_new", !vole_bytes_new(NULL, "x", 1).ptr);
  expect("hold", !vole_hold(NULL, in));
  expect("ref_object", !vole_ref_object(NULL));
  refused("iface_text", vole_iface_text(NULL, (struct vole_iface){in, in}, &err), &err,
          VOLE_ERROR_USAGE, null);
  vole_forget(NULL);
  expect("arena_new", !vole_arena_new(NULL));
  expect("arena_alloc", !vole_arena_alloc(NULL, 8, 1, NULL));
  expect("arena_free", vole_arena_free(NULL));
  expect("stats", !vole_stats(NULL, &stats) && stats.mapped == 0);
  expect("pauses", vole_pauses(NULL, &next, &pause, 1) == 0);
}

static void bindings(void) {
  static const struct {
    const char *what, *package, *declaration, *says;
  } table[] = {
      {"NULL package", NULL, "func F()", "package is NULL"},
      {"NULL declaration", "h", NULL, "declaration is NULL"},
      {"empty package", "", "func F()", "no import path"},
      {"slash", "/", "func F()", "no import path"},
      {"slash at the end", "h/", "func F()", "no import path"},
      {"two slashes", "a//b", "func F()", "no import path"},
      {"dots", "../h", "func F()", "no import path"},
      {"quote", "h\"", "func F()", "no import path"},
      {"newline", "h\nfunc main() {}", "func F()", "no import path"},
      {"not UTF-8", "h\xff", "func F()", "no import path"},
      {"digit", "a/1b", "func F()", "no import path"},
      {"keyword", "func", "func F()", "syntax error"},
      {"package of Go's", "fmt", "func F()", "a package of Go's"},
      {"path of Go's", "math/rand", "func F()", "a package of Go's"},
      {"unsafe", "unsafe", "func F()", "a package of Go's"},
      {"main", "main", "func F()", "a package of Go's"},
      {"path of Go's that is not there", "net/http", "func F()", "a package of Go's"},
      {"name of Go's that is not there", "reflect", "func F()", "a package of Go's"},
      {"within Go's", "fmt/host", "func F()", "a package of Go's"},
      {"empty declaration", "h", "", "syntax error"},
      {"no function", "h", "var F int", "syntax error"},
      {"a function variable", "h", "var F = func()", "not the declaration of one function"},
      {"no name", "h", "func ()", "method has no receiver"},
      {"no parameters", "h", "func F", "syntax error"},
      {"open", "h", "func F(", "syntax error"},
      {"two", "h", "func F(); func G()", "missing function body"},
      {"two with a body", "h", "func F() {}; func G()", "not the declaration of one function"},
      {"import", "h", "import \"fmt\"; func G()", "package fmt is not in std"},
      {"body", "h", "func F() { }", "syntax error"},
      {"comment", "h", "func F() // x", "missing function body"},
      {"method", "h", "func (x int) F()", "cannot define new methods on non-local type int"},
      {"generic", "h", "func F[T any](x T)", "a generic function cannot be bound"},
      {"init", "h", "func init()", "a function of that name cannot be called"},
      {"blank", "h", "func _()", "a function of that name cannot be called"},
      {"small letter", "h", "func log(level int)", "begins with a small letter"},
      {"other small letter", "h", "func \u00e9tat()", "begins with a small letter"},
      {"unknown type", "h", "func F(x widget)", "undefined: widget"},
      {"type of a package", "h", "func F(d time.Duration)", "undefined: time"},
      {"two parameters of a name", "h", "func F(a, a int)", "a redeclared"},
      {"variadic in the midst", "h", "func F(a ...int, b int)", "final"},
      {"not UTF-8 in it", "h", "func F\xff()", "invalid UTF-8"},
      {"the same again", "host", "func Wrong(what string)", "host.Wrong is bound already"},
  };
  struct vole *vole = make(NULL);
  struct vole_error err = {0};
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    refused(table[i].what,
            vole_bind(vole, table[i].package, table[i].declaration, nothing, NULL, &err), &err,
            VOLE_ERROR_USAGE, table[i].says);
  refused("NULL function", vole_bind(vole, "h", "func F()", NULL, NULL, &err), &err,
          VOLE_ERROR_USAGE, "function is NULL");
  expect("good ones",
         vole_bind(vole, "game/host", "func Wrong(what ...any) (n int, e error)", nothing, NULL,
                   &err) &&
             vole_bind(vole, "host", "func F(m map[string][]*int, f func(any) [3]byte)", nothing,
                       NULL, &err) &&
             vole_bind(vole, "nets/io", "func \u00c9tat()", nothing, NULL, &err));
  const char *text =
      "package main\nimport (\"host\"; h \"game/host\")\n"
      "func main() { host.F(nil, nil); n, e := h.Wrong(1, 2); println(n, e == nil) }";
  expect("they are called",
         vole_load_string(vole, "b.go", text, strlen(text), &err) && vole_run(vole, &err));
  refused("after loading", vole_bind(vole, "h", "func F()", nothing, NULL, &err), &err,
          VOLE_ERROR_USAGE, "a program is loaded already");
  vole_free(vole);
}

static void before_and_after(void) {
  struct vole_error err = {0};
  struct vole *vole = make(NULL);
  const char *two[2] = {"a.go", NULL};
  uint64_t in[2] = {0};
  const char *none = "no program is loaded";
  refused("run first", vole_run(vole, &err), &err, VOLE_ERROR_USAGE, none);
  refused("func first", vole_func(vole, "main.F", "func()", &err), &err, VOLE_ERROR_USAGE, none);
  refused("variable first", vole_variable(vole, "main.V", "int", &err), &err, VOLE_ERROR_USAGE,
          none);
  refused("disassemble first", vole_disassemble(vole, NULL, 1, &err), &err, VOLE_ERROR_USAGE, none);
  refused("no files", vole_load_files(vole, NULL, 0, &err), &err, VOLE_ERROR_USAGE, "no files");
  refused("NULL paths", vole_load_files(vole, NULL, 3, &err), &err, VOLE_ERROR_USAGE, "no files");
  refused("no paths", vole_load_files(vole, two, 0, &err), &err, VOLE_ERROR_USAGE, "no files");
  refused("negative count", vole_load_files(vole, two, -5, &err), &err, VOLE_ERROR_USAGE,
          "no files");
  refused("NULL in paths", vole_load_files(vole, two, 2, &err), &err, VOLE_ERROR_USAGE, "NULL");
  refused("NULL path", vole_load_file(vole, NULL, &err), &err, VOLE_ERROR_USAGE, "NULL");
  refused("NULL path", vole_check_file(vole, NULL, &err), &err, VOLE_ERROR_USAGE, "NULL");
  refused("NULL name", vole_load_string(vole, NULL, "", 0, &err), &err, VOLE_ERROR_USAGE, "NULL");
  refused("NULL source", vole_load_string(vole, "n", NULL, 1, &err), &err, VOLE_ERROR_USAGE,
          "NULL");
  expect("it loads", vole_load_string(vole, "wrong.go", source, strlen(source), &err));
  refused("twice", vole_load_string(vole, "w", source, 10, &err), &err, VOLE_ERROR_USAGE,
          "loaded already");
  refused("checked", vole_check_file(vole, "none.go", &err), &err, VOLE_ERROR_USAGE,
          "loaded already");
  expect("it lives on", adds(vole, vole_func(vole, "main.Add", "func(int, int) int", &err)));
  refused("another's", vole_call(vole, add_function, in, in, &err), &err, VOLE_ERROR_USAGE,
          "a function of another instance");
  vole_free(vole);
  // A load that fails is the only one.
  static const struct {
    const char *what, *text, *says;
    size_t size;
  } sources[] = {
      {"NUL in the source", "package main\0", "invalid NUL character", 13},
      {"not UTF-8", "package main\xff", "invalid UTF-8", 13},
      {"nothing", NULL, "syntax error", 0},
      {"beyond the sizes", "x", "file is too large", SIZE_MAX / 2 + 7},
      {"no package", "func main() {}", "syntax error", 14},
  };
  for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
    vole = make(NULL);
    refused(sources[i].what, vole_load_string(vole, "s.go", sources[i].text, sources[i].size, &err),
            &err, VOLE_ERROR_COMPILE, sources[i].says);
    refused("after that", vole_load_string(vole, "s.go", source, sizeof source - 1, &err), &err,
            VOLE_ERROR_USAGE, "could not be");
    vole_free(vole);
  }
  vole = make(NULL);
  refused("no such file", vole_load_file(vole, "/none/at/all.go", &err), &err, VOLE_ERROR_SYSTEM,
          "no such file or directory");
  vole_free(vole);
  vole = make(NULL);
  refused("a folder", vole_check_file(vole, "/", &err), &err, VOLE_ERROR_SYSTEM, "is a directory");
  refused("after a check", vole_run(vole, &err), &err, VOLE_ERROR_USAGE, "the instance has ended");
  vole_free(vole);
}

// Neither text can be written to a descriptor.
static void unwritable(struct vole *vole, int fd, const char *says) {
  struct vole_error err = {0};
  refused("list", vole_disassemble(vole, NULL, fd, &err), &err, VOLE_ERROR_SYSTEM, says);
  refused("profile", vole_heap_profile(vole, fd, &err), &err, VOLE_ERROR_SYSTEM, says);
}

static void calls(struct vole *vole) {
  struct vole_error err = {0};
  int64_t in[2] = {1, 2}, out;
  refused("NULL function", vole_call(vole, NULL, in, &out, &err), &err, VOLE_ERROR_USAGE, "NULL");
  refused("NULL arguments", vole_call(vole, add_function, NULL, &out, &err), &err, VOLE_ERROR_USAGE,
          "main.Add has parameters");
  expect("NULL results", vole_call(vole, add_function, in, NULL, &err));
  refused("NULL name", vole_func(vole, NULL, "func()", &err), &err, VOLE_ERROR_USAGE,
          "the name is NULL");
  refused("NULL type", vole_func(vole, "main.Add", NULL, &err), &err, VOLE_ERROR_USAGE,
          "the type is NULL");
  refused("NULL name", vole_variable(vole, NULL, "int", &err), &err, VOLE_ERROR_USAGE, "NULL");
  refused("NULL type", vole_variable(vole, "main.Count", NULL, &err), &err, VOLE_ERROR_USAGE,
          "NULL");
  refused("no function to list", vole_disassemble(vole, "main.None", 1, &err), &err,
          VOLE_ERROR_USAGE, "no function main.None");
  refused("no descriptor", vole_disassemble(vole, NULL, 999, &err), &err, VOLE_ERROR_SYSTEM,
          "bad file descriptor");
  refused("no descriptor", vole_heap_profile(vole, 999, &err), &err, VOLE_ERROR_SYSTEM,
          "bad file descriptor");
  unwritable(vole, -1, "bad file descriptor");
  unwritable(vole, INT_MIN, "bad file descriptor");
  int full = open("/dev/full", O_WRONLY), only_read = open("/dev/null", O_RDONLY);
  unwritable(vole, full, "no space left on device");
  unwritable(vole, only_read, "bad file descriptor");
  close(full);
  close(only_read);
  // An error that is filled already is replaced.
  vole_call(vole, NULL, NULL, NULL, &err);
  vole_func(vole, "main.None", "func()", &err);
  refused("filled already", false, &err, VOLE_ERROR_USAGE, "no function main.None");
  expect("without an error", !vole_call(vole, NULL, NULL, NULL, NULL) &&
                                 !vole_func(vole, "x", "y", NULL) &&
                                 !vole_load_files(vole, NULL, 0, NULL) &&
                                 !vole_bind(vole, NULL, NULL, NULL, NULL, NULL));
}

// Values of more than a frame may hold: a function that has them works, or cannot be had.
static void big_values(void) {
  struct vole_error err = {0};
  struct vole *vole = make(big_source);
  static int64_t big[70000], big_out[70000];
  struct vole_func *f = vole_func(vole, "main.Big", "func(big) big", &err);
  big[0] = 5;
  if (!f)
    refused("Big", false, &err, VOLE_ERROR_USAGE, "are too large");
  else if (vole_call(vole, f, big, big_out, &err))
    expect("Big", big_out[0] == 5 && big_out[69999] == 1);
  else
    fail("Big", err.message);
  vole_error_clear(&err);
  vole_free(vole);
}

static void memory(struct vole *vole) {
  struct vole_error err = {0};
  struct vole *other = make(source);
  int on_stack;
  uint64_t next = 0;
  struct vole_pause pause[2];
  expect("no bytes",
         !vole_string_new(vole, NULL, 5).ptr && vole_string_new(vole, NULL, 0).len == 0);
  expect("too many", !vole_string_new(vole, "x", SIZE_MAX).ptr &&
                         !vole_string_new(vole, "x", SIZE_MAX / 2 + 1).ptr &&
                         vole_bytes_new(vole, "x", SIZE_MAX / 4).len == 0);
  struct vole_string s = vole_string_new(vole, "0123456789abcdef0123456789abcdef", 32);
  expect("hold NULL", !vole_hold(vole, NULL));
  struct vole_ref *stack = vole_hold(vole, &on_stack), *constant = vole_hold(vole, (void *)"abc"),
                  *inner = vole_hold(vole, (char *)s.ptr + 17);
  expect("hold what is not on the heap", stack && constant && vole_ref_object(stack) == &on_stack);
  vole_release(other, inner); // not its own
  expect("an inner pointer", vole_ref_object(inner) == s.ptr + 17);
  expect("collect", vole_collect(vole, &err) && vole_collect(vole, NULL));
  expect("it is kept", memcmp(s.ptr, "0123456789abcdef0123456789abcdef", 32) == 0);
  vole_release(vole, inner);
  vole_release(vole, inner);
  expect("released", !vole_ref_object(inner));
  vole_release(vole, stack);
  vole_release(vole, constant);
  vole_release(vole, NULL);
  expect("stats of NULL", !vole_stats(vole, NULL));
  expect("pauses",
         vole_pauses(vole, NULL, pause, 2) == 0 && vole_pauses(vole, &next, NULL, 2) == 0 &&
             vole_pauses(vole, &next, pause, 0) == 0 && vole_pauses(vole, &next, pause, -3) == 0);
  uint64_t end = 0;
  while (vole_pauses(vole, &end, pause, 2) > 0)
    continue;
  for (int ahead = 0; ahead < 2; ahead++) {
    next = ahead ? UINT64_MAX : end + 1;
    expect("pauses from beyond", vole_pauses(vole, &next, pause, 2) == 0 && next == end);
  }
  expect("the next pause", end > 0 && vole_collect(vole, &err) &&
                               vole_pauses(vole, &next, pause, 1) == 1 && next == end + 1);
  refused("text of nil", vole_iface_text(vole, (struct vole_iface){0}, &err), &err,
          VOLE_ERROR_USAGE, "the interface is nil");
  vole_panic(vole, "not in a native");
  vole_panic(vole, NULL);
  static const unsigned char mask[2] = {0xff, 0xff};
  struct vole_arena *arena = vole_arena_new(vole);
  expect("arena sizes", arena && !vole_arena_alloc(arena, SIZE_MAX, 2, NULL) &&
                            !vole_arena_alloc(arena, 2, SIZE_MAX, NULL) &&
                            !vole_arena_alloc(arena, SIZE_MAX, 0, NULL) &&
                            !vole_arena_alloc(arena, 3 << 20, 1, NULL) &&
                            !vole_arena_alloc(arena, 12, 1, mask));
  expect("arena of nothing",
         vole_arena_alloc(arena, 0, 5, NULL) && vole_arena_alloc(arena, 8, 0, mask));
  expect("arena", vole_arena_alloc(arena, 24, 5, mask) && vole_arena_alloc(arena, 7, 5, NULL));
  expect("arena is freed", vole_arena_free(arena));
  vole_free(other);
}

// What a native must not do, and what it may.
static bool wrong_in_native(struct vole *vole, void *user, const void *arguments, void *results) {
  struct vole_error err = {0};
  int64_t what = *(const int64_t *)arguments;
  const char *says = "not in a native";
  struct vole_stats stats;
  (void)user;
  switch (what) {
  case 0:
    refused("bind in a native", vole_bind(vole, "h", "func F()", nothing, NULL, &err), &err,
            VOLE_ERROR_USAGE, says);
    refused("load in a native", vole_load_string(vole, "n", "", 0, &err), &err, VOLE_ERROR_USAGE,
            says);
    refused("check in a native", vole_check_file(vole, "none.go", &err), &err, VOLE_ERROR_USAGE,
            says);
    refused("run in a native", vole_run(vole, &err), &err, VOLE_ERROR_USAGE, says);
    expect("call in a native", adds(vole, add_function));
    expect("find in a native", vole_func(vole, "main.Text", "func() (string, error)", &err));
    expect("stats in a native", vole_stats(vole, &stats) && stats.mapped > 0);
    expect("collect in a native", vole_collect(vole, &err));
    int nowhere = open("/dev/null", O_WRONLY);
    expect("list in a native", vole_disassemble(vole, NULL, nowhere, &err));
    close(nowhere);
    break;
  case 1:
    vole_panic(vole, NULL);
    return false;
  case 2:
    vole_panic(vole, "first");
    vole_panic(vole, "second");
    return false;
  case 3:
    return false;
  case 4:
    vole_free(vole);
    refused("call after free in a native", vole_call(vole, add_function, &what, NULL, &err), &err,
            VOLE_ERROR_FATAL, "vole_free was called by a native");
    break;
  default:
    break;
  }
  *(int64_t *)results = what;
  return true;
}

static void natives(void) {
  struct vole_error err = {0};
  struct vole *vole = make(source);
  struct vole_func *own = add_function, *f = vole_func(vole, "main.Call", "func(int) int", &err);
  add_function = vole_func(vole, "main.Add", "func(int, int) int", &err);
  int64_t what = 0, out = 0;
  expect("natives", vole_call(vole, f, &what, &out, &err));
  static const char *const says[] = {"call of a host's function failed", "second",
                                     "call of a host's"};
  for (what = 1; what <= 3; what++)
    refused("panic", vole_call(vole, f, &what, &out, &err), &err, VOLE_ERROR_PANIC, says[what - 1]);
  what = 4;
  refused("free in a native", vole_call(vole, f, &what, &out, &err), &err, VOLE_ERROR_FATAL,
          "vole_free was called by a native");
  refused("after that", vole_call(vole, f, &what, &out, &err), &err, VOLE_ERROR_FATAL, "vole_free");
  vole_free(vole);
  add_function = own;
}

// After the end of the run.
static void the_dead(void) {
  struct vole_error err = {0};
  const char *text = "package main\nimport \"os\"\nfunc F() {}\nfunc main() { os.Exit(3) }";
  struct vole *vole = vole_new(NULL, &err);
  struct vole_stats stats;
  uint64_t next = 0;
  struct vole_pause pause;
  struct vole_iface any = {text, NULL};
  expect("load", vole_load_string(vole, "d.go", text, strlen(text), &err));
  struct vole_func *f = vole_func(vole, "main.F", "func()", &err);
  refused("exit", vole_run(vole, &err), &err, VOLE_ERROR_EXIT, "exit status 3");
  refused("run", vole_run(vole, &err), &err, VOLE_ERROR_USAGE, "the instance has ended");
  refused("call", vole_call(vole, f, NULL, NULL, &err), &err, VOLE_ERROR_USAGE, "has ended");
  refused("func", vole_func(vole, "main.F", "func()", &err), &err, VOLE_ERROR_USAGE, "has ended");
  refused("load", vole_load_string(vole, "d", "", 0, &err), &err, VOLE_ERROR_USAGE,
          "loaded already");
  refused("collect", vole_collect(vole, &err), &err, VOLE_ERROR_USAGE, "the instance has ended");
  expect("stats", vole_stats(vole, &stats) && stats.mapped > 0);
  expect("pauses", vole_pauses(vole, &next, &pause, 1) >= 0);
  expect("strings", !vole_string_new(vole, "x", 1).ptr && vole_bytes_new(vole, "x", 1).len == 0);
  refused("text", vole_iface_text(vole, any, &err), &err, VOLE_ERROR_USAGE, "has ended");
  struct vole_arena *arena = vole_arena_new(vole);
  expect("arena", arena && !vole_arena_alloc(arena, 8, 1, NULL) && vole_arena_free(arena));
  vole_release(vole, vole_hold(vole, &err));
  vole_free(vole);
}

int main(void) {
  // What scripts print is of no interest.
  setvbuf(stdout, NULL, _IONBF, 0);
  struct vole_error err = {0};
  struct vole *vole = make(source);
  add_function = vole_func(vole, "main.Add", "func(int, int) int", &err);
  no_instance();
  configurations();
  bindings();
  before_and_after();
  calls(vole);
  big_values();
  memory(vole);
  natives();
  the_dead();
  expect("the first instance", adds(vole, add_function));
  vole_free(vole);
  if (checks < 150)
    fail("checks", "they were not all made");
  return failures != 0;
}
