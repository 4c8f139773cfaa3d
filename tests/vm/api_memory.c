// Every call of malloc and its kin fails in turn, once or from then on, while a host does a little
// of everything: what fails says so, or ends the instance, and the process goes on. What calls to
// the system do that fail is tests/failures.

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/api/vole.h"

#if defined(__has_feature) // clang
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANITIZED 0
#endif

static const char source[] =
    "package main\n"
    "import (\"errors\"; \"fmt\"; \"host\")\n"
    "const big, third, limit = 1 << 100, 1.0 / 3, big >> 90 == 1024 && third < 0.5 && 1e100 > big\n"
    "type point struct { x, y int }\n"
    "func (p *point) Move(by int) int { p.x += by; return host.Twice(p.x) }\n"
    "func Make(n int) (*point, error) {\n"
    "\tswitch n { case 1, 2: return nil, errors.New(\"odd\"); case big >> 98: return nil, nil }\n"
    "\treturn &point{n, n}, fmt.Errorf(\"%d, %v\", n, limit)\n"
    "}\n"
    "func main() { for i := range 5 { go func() { p, _ := Make(i); _ = p }() } }\n";

static long left = -1; // calls until one fails; -1: none fails
static bool stays;     // those after it fail too
static int nowhere;
static long failed;

#if !SANITIZED
#ifdef VOLE_DEBUG
enum { may_fail_realloc = 0 };
#else
enum { may_fail_realloc = 1 };
#endif

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

// GMP ends the process without memory.
static bool is_in_gmp(const void *caller) {
  Dl_info info;
  return dladdr(caller, &info) && info.dli_fname && strstr(info.dli_fname, "libgmp");
}

// Threads of the run time allocate too, so the count is not exact.
static bool fails(const void *caller) {
  if (is_in_gmp(caller))
    return false;
  long now = __atomic_load_n(&left, __ATOMIC_RELAXED);
  if (now < 0)
    return false;
  if (now > 0) {
    __atomic_store_n(&left, now - 1, __ATOMIC_RELAXED);
    return false;
  }
  if (!stays)
    __atomic_store_n(&left, -1, __ATOMIC_RELAXED);
  failed++;
  errno = ENOMEM;
  return true;
}

void *malloc(size_t size) {
  return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

// Debug builds remember the state of each piece of memory in an array, and throw without it.
void *realloc(void *memory, size_t size) {
  return may_fail_realloc && fails(__builtin_return_address(0)) ? NULL
                                                                : __libc_realloc(memory, size);
}
#endif

static bool twice(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole, (void)user;
  *(int64_t *)results = 2 * *(const int64_t *)arguments;
  return true;
}

// What must say why it failed: without memory the message may be missing, the kind is not.
static bool done(bool ok, struct vole_error *err, const char *what) {
  if (!ok && err->kind != VOLE_ERROR_SYSTEM && err->kind != VOLE_ERROR_FATAL &&
      err->kind != VOLE_ERROR_USAGE && err->kind != VOLE_ERROR_PANIC) {
    printf("FAIL %s: kind %d, %s\n", what, (int)err->kind, err->message ? err->message : "");
    exit(1);
  }
  vole_error_clear(err);
  return ok;
}

static void finalized(void *user) {
  ++*(int *)user;
}

// Values of all kinds, and a program in the place of the first.
static void use_values(struct vole *vole) {
  static int finalizers;
  struct vole_error err = {0};
  const struct vole_type *map_type = vole_type(vole, "map[string][]int", &err);
  done(map_type != NULL, &err, "type");
  const struct vole_type *list = vole_type(vole, "[]int", NULL), *method_type,
                         *func = vole_type(vole, "func(int) int", NULL);
  struct vole_slice s = {0}, keys;
  struct vole_string key = vole_string_new(vole, "key", 3);
  struct vole_iface iface = vole_error_new(vole, "text", 4, (struct vole_iface){0});
  struct vole_symbol symbol;
  void *map = NULL, *method;
  int64_t n = 3, result;
  bool found;
  vole_package_symbol(vole, "main", 0, &symbol);
  done(vole_append(vole, list, &s, &n, 1, &err), &err, "append");
  if (done(vole_make(vole, map_type, 20, 0, &map, &err), &err, "make")) {
    done(vole_map_set(vole, map_type, map, &key, &s, &err), &err, "set");
    done(vole_map_get(vole, map_type, map, &key, &s, &found, &err), &err, "get");
    done(vole_map_entries(vole, map_type, map, &keys, NULL, &err) >= 0, &err, "entries");
  }
  void *closure = vole_closure_new(vole, func, twice, NULL, &err);
  if (done(closure != NULL, &err, "closure"))
    done(vole_closure_call(vole, func, closure, &n, &result, &err), &err, "closure_call");
  done(vole_iface_make(vole, NULL, list, &s, &iface, &err), &err, "iface_make");
  done(vole_method(vole, vole_type(vole, "error", NULL), &iface, "Error", &method, &method_type,
                   &err),
       &err, "method");
  void *object = vole_object_new(vole, list, &err);
  done(object != NULL, &err, "object");
  done(vole_finalize(vole, object, finalized, &finalizers, &err), &err, "finalize");
  struct vole_ref *weak = vole_hold_weak(vole, object, &err);
  done(weak != NULL, &err, "hold_weak");
  vole_release(vole, weak);
  struct vole_source file = {"n.go", "package main\nvar N = 3\nfunc main() { N++ }\n", 43};
  struct vole_package package = {.files = &file, .file_count = 1};
  if (done(vole_reload(vole, &package, 1, &err), &err, "reload"))
    done(vole_run(vole, &err), &err, "run");
}

static void use(struct vole *vole) {
  struct vole_error err = {0};
  struct {
    void *point;
    struct vole_iface error;
  } out = {0};
  struct {
    void *point;
    int64_t by;
  } move = {NULL, 3};
  int64_t n = 3, result;
  static const char own[] = "package own\nimport \"errors\"\nfunc Twice(n int) int\n"
                            "var Err = errors.New(\"own\")\n";
  static const struct vole_native_entry entry = {"Twice", twice, NULL};
  if (!done(vole_bind_package(vole, "own", own, sizeof own - 1, &entry, 1, &err), &err,
            "bind_package") ||
      !done(vole_bind(vole, "host", "func Twice(n int) int", twice, NULL, &err), &err, "bind") ||
      !done(vole_load_string(vole, "m.go", source, strlen(source), &err), &err, "load"))
    return;
  done(vole_run(vole, &err), &err, "run");
  struct vole_func *make = vole_func(vole, "main.Make", "func(n int) (*point, error)", &err);
  done(make != NULL, &err, "func");
  if (make && done(vole_call(vole, make, &n, &out, &err), &err, "call")) {
    struct vole_ref *ref = vole_hold(vole, out.point);
    char *text = vole_iface_text(vole, out.error, &err);
    done(text != NULL, &err, "text");
    free(text);
    move.point = out.point;
    struct vole_func *f = vole_func(vole, "main.(*point).Move", "func(*point, int) int", &err);
    if (ref && done(f != NULL, &err, "method"))
      done(vole_call(vole, f, &move, &result, &err), &err, "move");
    vole_release(vole, ref);
  }
  vole_string_new(vole, "abc", 3);
  struct vole_arena *arena = vole_arena_new(vole);
  vole_arena_alloc(arena, 8, 4, NULL);
  vole_arena_free(arena);
  done(vole_variable(vole, "main.none", "int", &err) != NULL, &err, "variable");
  done(vole_heap_profile(vole, nowhere, &err), &err, "profile");
  done(vole_disassemble(vole, NULL, nowhere, &err), &err, "disassemble");
  done(vole_collect(vole, &err), &err, "collect");
  use_values(vole);
}

// Whether an allocation failed.
static bool try(long at, bool from_then_on) {
  struct vole_config config = {.heap_profile_rate = 1};
  struct vole_error err = {0};
  failed = 0;
  stays = from_then_on;
  __atomic_store_n(&left, at, __ATOMIC_RELAXED);
  struct vole *vole = vole_new(&config, &err);
  if (done(vole != NULL, &err, "new"))
    use(vole);
  __atomic_store_n(&left, -1, __ATOMIC_RELAXED);
  vole_free(vole);
  return failed > 0;
}

int main(int argc, char **argv) {
  nowhere = open("/dev/null", O_WRONLY);
  if (argc > 2) { // one case
    try(atol(argv[1]), argv[2][0] == 'f');
    return 0;
  }
  try(-1, false);
  if (SANITIZED) // which have a malloc of their own
    return 0;
  long at = 0;
  while (try(at, false))
    at++;
  if (at < 60)
    printf("FAIL only %ld allocations\n", at);
  for (long i = 0; i < at; i++)
    try(i, true);
  return at < 60;
}
