// What ends a call, and what ends an instance, and that neither ends the process.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "vm/api/vole.h"

static struct vole *load(const char *source) {
  struct vole *vole = vole_new(NULL, NULL);
  cr_assert(vole_load_string(vole, "ends.go", source, strlen(source), NULL));
  return vole;
}

// Lets the process, which is this test's alone, have 1 GiB of address space more.
static void limit_address_space(void) {
  unsigned long pages = 0;
  FILE *statm = fopen("/proc/self/statm", "r");
  cr_assert(statm && fscanf(statm, "%lu", &pages) == 1);
  fclose(statm);
  rlim_t most = pages * (rlim_t)sysconf(_SC_PAGESIZE) + (1 << 30);
  cr_assert_eq(setrlimit(RLIMIT_AS, &(struct rlimit){most, most}), 0);
}

Test(run_ends, without_memory_for_a_variable) {
  struct vole_error err = {0};
  struct vole *vole = load("package main\nvar x [1990000000]byte\nfunc main() { x[7] = 1 }\n");
  limit_address_space();
  cr_assert(!vole_run(vole, &err));
  cr_assert_eq(err.kind, VOLE_ERROR_FATAL);
  cr_assert(strstr(err.message, "out of memory"), "%s", err.message);
  vole_error_clear(&err);
  vole_free(vole);
}

// func Call(): calls main.Inner and tells how that ended by what it panics with.
static bool call_inner(struct vole *vole, void *user, const void *arguments, void *results) {
  struct vole_error err = {0};
  (void)user;
  (void)arguments;
  (void)results;
  struct vole_func *inner = vole_func(vole, "main.Inner", "func()", &err);
  if (!vole_call(vole, inner, NULL, NULL, &err))
    vole_panic(vole, err.kind == VOLE_ERROR_PANIC ? err.message : "another error");
  vole_error_clear(&err);
  return false;
}

Test(run_ends, goexit_below_a_native_ends_the_call_only) {
  static const char source[] = "package main\n"
                               "import (\"fmt\"; \"host\"; \"runtime\")\n"
                               "func Inner() { runtime.Goexit() }\n"
                               "func Outer() (s string) {\n"
                               "\tdefer func() { s = fmt.Sprint(recover()) }()\n"
                               "\thost.Call()\n"
                               "\treturn\n"
                               "}\n"
                               "func main() {}\n";
  struct vole *vole = vole_new(NULL, NULL);
  struct vole_string text;
  cr_assert(vole_bind(vole, "host", "func Call()", call_inner, NULL, NULL));
  cr_assert(vole_load_string(vole, "ends.go", source, sizeof source - 1, NULL));
  struct vole_func *outer = vole_func(vole, "main.Outer", "func() string", NULL);
  for (int i = 0; i < 3; i++) {
    cr_assert(vole_call(vole, outer, NULL, &text, NULL));
    cr_assert(memmem(text.ptr, (size_t)text.len, "runtime.Goexit was called below", 31), "%.*s",
              (int)text.len, text.ptr);
  }
  vole_free(vole);
}

// What vole_iface_text says of an error whose method ends otherwise than by returning.
static void text_of(const char *body, enum vole_error_kind kind, const char *says) {
  char source[400];
  struct vole_error err = {0};
  struct vole_iface error;
  snprintf(
      source, sizeof source,
      "package main\nimport (\"os\"; \"runtime\")\ntype E int\nfunc (e E) Error() string { "
      "if e == 0 { return \"fine\" }; %s; return \"\" }\nfunc Make(n int) error { return E(n) }\n"
      "func main() { os.Getpid(); runtime.Gosched() }\n",
      body);
  struct vole *vole = load(source);
  struct vole_func *make = vole_func(vole, "main.Make", "func(int) error", NULL);
  for (int64_t n = 0; n < 2; n++) {
    cr_assert(vole_call(vole, make, &n, &error, NULL));
    char *text = vole_iface_text(vole, error, &err);
    if (n == 0)
      cr_assert(text && strcmp(text, "fine") == 0 && err.kind == VOLE_OK);
    else
      cr_assert(!text && err.kind == kind && strstr(err.message, says), "%s: %d: %s", body,
                (int)err.kind, err.message);
    free(text);
  }
  cr_assert_eq(err.exit_status, kind == VOLE_ERROR_EXIT ? 7 : 2);
  vole_error_clear(&err);
  vole_free(vole);
}

Test(run_ends, methods_of_errors_say_how) {
  text_of("panic(\"no text\")", VOLE_ERROR_PANIC, "no text");
  text_of("os.Exit(7)", VOLE_ERROR_EXIT, "exit status 7");
  text_of("runtime.Goexit()", VOLE_ERROR_FATAL, "main called runtime.Goexit");
  text_of("var f func(); f()", VOLE_ERROR_PANIC, "nil pointer dereference");
}

Test(run_ends, a_panic_of_initialisation_ends_the_instance) {
  struct vole_error err = {0};
  struct vole *vole =
      load("package main\nvar x = f()\nfunc f() int { panic(1) }\nfunc F() {}\nfunc main() {}\n");
  struct vole_func *f = vole_func(vole, "main.F", "func()", NULL);
  cr_assert(!vole_call(vole, f, NULL, NULL, &err) && err.kind == VOLE_ERROR_PANIC);
  cr_assert(!vole_call(vole, f, NULL, NULL, &err) && err.kind == VOLE_ERROR_USAGE);
  vole_error_clear(&err);
  vole_free(vole);
}
