// The C stack that vm/api/vole.h asks for: each entry on a thread with just that; on one with less,
// which must be refused; sources nested in many ways on threads of several sizes; a script and a
// native that call each other without end; a stack of the host's own making.

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "vm/api/vole.h"

#if defined(__has_feature) // clang
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANITIZED 0
#endif

enum {
  factor = SANITIZED ? 4 : 1,
  large = 256 << 10, // as vole.h says
  small = 32 << 10,
  around = 12 << 10, // what a thread has used up when its function begins, and the frames here
};

static const char program[] =
    "package main\n"
    "import (\"errors\"; \"fmt\"; \"host\"; \"os\"; \"sort\"; \"strings\"; \"sync\"; \"time\")\n"
    "type T struct { n int }\n"
    "func (t T) Error() string { return fmt.Sprint(\"T \", t.n) }\n"
    "var Count int\n"
    "func Add(n int) int { Count += n; return Count }\n"
    "func Fail(n int) { defer func() { panic(fmt.Errorf(\"again: %w\", recover().(error))) }();"
    " panic(T{n}) }\n"
    "func Make() error { return T{7} }\n"
    "func Work(n int) int {\n"
    "  var group sync.WaitGroup; var lock sync.Mutex; words := map[string][]int{}\n"
    "  for i := range n { group.Add(1); go func() { defer group.Done(); lock.Lock();"
    " defer lock.Unlock(); k := fmt.Sprint(i % 7); words[k] = append(words[k], i) }() }\n"
    "  group.Wait(); keys := []string{}\n"
    "  for k := range words { keys = append(keys, k) }\n"
    "  sort.Strings(keys); time.Sleep(time.Millisecond)\n"
    "  return len(strings.Join(keys, \"+\"))\n"
    "}\n"
    "func Again(n int) int { return host.Call(n + 1) }\n"
    "func Background(n int) int { c := make(chan int); go func() { c <- Again(n) }(); return <-c "
    "}\n"
    "func main() { if errors.Is(os.ErrExist, os.ErrClosed) || Work(20) != 13 { panic(\"main\") } "
    "}\n";

static void fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fprintf(stderr, "stack_stress: ");
  vfprintf(stderr, format, args);
  fprintf(stderr, "\n");
  va_end(args);
  exit(1);
}

// A step, with all that steps use.
struct context {
  struct vole *vole;
  struct vole_func *add, *fail, *make, *work;
  const struct vole_type *any, *list, *chan_int, *adder, *ints;
  struct vole_iface error;
  struct vole_error err;
  bool ok;
};

typedef void (*step)(struct context *c);

struct start {
  step step;
  struct context *context;
};

static void *begin(void *argument) {
  struct start *start = argument;
  start->step(start->context);
  return NULL;
}

// Runs a step on a thread with that much stack.
static void on_thread(size_t bytes, step s, struct context *c) {
  struct start start = {s, c};
  pthread_attr_t attributes;
  pthread_t thread = 0;
  pthread_attr_init(&attributes);
  if (pthread_attr_setstacksize(&attributes, bytes * factor) != 0 ||
      pthread_create(&thread, &attributes, begin, &start) != 0)
    fail("no thread with a stack of %zu bytes", bytes);
  pthread_join(thread, NULL);
  pthread_attr_destroy(&attributes);
}

// A native that calls the script, which calls it. vole_call refuses in the end.
struct depth {
  struct vole_func *again;
  int reached, refused;
};

static struct depth depth;

static bool call_again(struct vole *vole, void *user, const void *arguments, void *results) {
  struct depth *d = user;
  struct vole_error err = {0};
  int64_t n = *(const int64_t *)arguments;
  if (n > d->reached)
    d->reached = (int)n;
  bool ok = vole_call(vole, d->again, &n, results, &err);
  if (!ok && err.kind == VOLE_ERROR_USAGE && strstr(err.message, "C stack")) {
    d->refused++;
    *(int64_t *)results = n;
    ok = true;
  } else if (!ok)
    vole_panic(vole, err.message);
  vole_error_clear(&err);
  return ok;
}

static void new_instance(struct context *c) {
  struct vole_config config = {.max_procs = 2, .grant = VOLE_GRANT_ALL};
  c->vole = vole_new(&config, &c->err);
  c->ok = c->vole != NULL;
}

static void bind(struct context *c) {
  c->ok = vole_bind(c->vole, "host", "func Call(n int) int", call_again, &depth, &c->err);
}

static void bind_package(struct context *c) {
  static const char text[] =
      "package own\nimport (\"fmt\"; \"sort\")\n"
      "func Call(n int) int\n"
      "func Twice(n int) string { return fmt.Sprint(n, sort.IsSorted(nil)) }\n";
  static const struct vole_native_entry function = {"Call", call_again, &depth};
  c->ok = vole_bind_package(c->vole, "own", text, sizeof text - 1, &function, 1, &c->err);
}

static void load(struct context *c) {
  c->ok = vole_load_string(c->vole, "stack.go", program, sizeof program - 1, &c->err);
}

static void find(struct context *c) {
  c->add = vole_func(c->vole, "main.Add", "func(int) int", &c->err);
  c->fail = c->add ? vole_func(c->vole, "main.Fail", "func(int)", &c->err) : NULL;
  c->make = c->fail ? vole_func(c->vole, "main.Make", "func() error", &c->err) : NULL;
  c->work = c->make ? vole_func(c->vole, "main.Work", "func(int) int", &c->err) : NULL;
  c->ok = c->work && vole_variable(c->vole, "main.Count", "int", &c->err);
}

static void run(struct context *c) {
  c->ok = vole_run(c->vole, &c->err);
}

static void call(struct context *c) {
  int64_t n = 3, result = 0;
  c->ok = vole_call(c->vole, c->add, &n, &result, &c->err) &&
          vole_call(c->vole, c->work, &n, &result, &c->err) && result == 5 &&
          vole_call(c->vole, c->make, NULL, &c->error, &c->err);
}

// The panic is what is wanted.
static void call_panicking(struct context *c) {
  int64_t n = 3;
  c->ok = !vole_call(c->vole, c->fail, &n, NULL, &c->err) && c->err.kind == VOLE_ERROR_PANIC &&
          strstr(c->err.message, "panic: T 3 [recovered]\n\tpanic: again: T 3\n");
  if (c->ok)
    vole_error_clear(&c->err);
}

static void text(struct context *c) {
  char *t = vole_iface_text(c->vole, c->error, NULL);
  c->ok = t && strcmp(t, "T 7") == 0;
  free(t);
}

static void disassemble(struct context *c) {
  FILE *nowhere = fopen("/dev/null", "w");
  c->ok = vole_disassemble(c->vole, NULL, fileno(nowhere), &c->err);
  fclose(nowhere);
}

static void types(struct context *c) {
  c->any = vole_type(c->vole, "map[any]struct { List []chan func(int) error }", &c->err);
  c->list = c->any ? vole_type(c->vole, "[]int", &c->err) : NULL;
  c->chan_int = c->list ? vole_type(c->vole, "chan int", &c->err) : NULL;
  c->adder = c->chan_int ? vole_type(c->vole, "func(int) int", &c->err) : NULL;
  c->ints = c->adder ? vole_type(c->vole, "map[int]int", &c->err) : NULL;
  c->ok = c->ints;
}

static void finalized(void *user) {
  (void)user;
}

static void closures(struct context *c) {
  void *method, *closure = vole_closure_new(c->vole, c->adder, call_again, &depth, &c->err);
  const struct vole_type *type;
  struct vole_string said;
  int64_t n = 3, result = 0;
  c->error = vole_error_new(c->vole, "x", 1, (struct vole_iface){0});
  depth.again = c->add;
  c->ok = closure && vole_closure_call(c->vole, c->adder, closure, &n, &result, &c->err) &&
          vole_method(c->vole, vole_type(c->vole, "error", NULL), &c->error, "Error", &method,
                      &type, &c->err) &&
          vole_closure_call(c->vole, type, method, NULL, &said, &c->err) && said.len == 1 &&
          vole_finalize(c->vole, vole_object_new(c->vole, c->list, &c->err), finalized, c, &c->err);
}

static void channels(struct context *c) {
  void *channel = NULL;
  int64_t n = 0;
  c->ok = vole_make(c->vole, c->chan_int, 1, 0, &channel, &c->err) &&
          vole_chan_send(c->vole, c->chan_int, channel, &n, true, &c->err) == VOLE_CHAN_DONE &&
          vole_chan_receive(c->vole, c->chan_int, channel, &n, true, &c->err) == VOLE_CHAN_DONE;
}

// Values, which need little.
static bool values(struct context *c) {
  int64_t key = 4, value = 5, got = 0;
  struct vole_slice list = {0}, keys;
  void *map, *object = vole_object_new(c->vole, c->list, &c->err);
  struct vole_iface iface;
  return vole_append(c->vole, c->list, &list, &key, 1, &c->err) &&
         vole_store(c->vole, c->list, object, &list, &c->err) &&
         vole_make(c->vole, c->ints, 0, 0, &map, &c->err) &&
         vole_map_set(c->vole, c->ints, map, &key, &value, &c->err) &&
         vole_map_get(c->vole, c->ints, map, &key, &got, NULL, &c->err) && got == 5 &&
         vole_map_entries(c->vole, c->ints, map, &keys, NULL, &c->err) == 1 &&
         vole_map_delete(c->vole, c->ints, map, &key, &c->err) &&
         vole_iface_make(c->vole, NULL, c->list, &list, &iface, &c->err) &&
         vole_iface_get(c->vole, iface, c->list, &list, &c->err);
}

// All entries that need little.
static void little(struct context *c) {
  struct vole_stats stats;
  struct vole_pause pauses[4];
  uint64_t next = 0;
  FILE *nowhere = fopen("/dev/null", "w");
  struct vole_string s = vole_string_new(c->vole, "abc", 3);
  struct vole_slice b = vole_bytes_new(c->vole, "abc", 3);
  struct vole_ref *ref = vole_hold(c->vole, b.ptr);
  struct vole_arena *arena = vole_arena_new(c->vole);
  void *words = vole_arena_alloc(arena, 64, 100, NULL);
  vole_collect(c->vole, &c->err);
  vole_stats(c->vole, &stats);
  vole_pauses(c->vole, &next, pauses, 4);
  vole_heap_profile(c->vole, fileno(nowhere), &c->err);
  c->ok = s.len == 3 && b.len == 3 && ref && words && stats.cycles > 0 && values(c);
  vole_arena_free(arena);
  vole_release(c->vole, ref);
  fclose(nowhere);
}

static void free_instance(struct context *c) {
  vole_free(c->vole);
  c->ok = true;
}

// Each entry in turn; `refuses`: on a thread with less it fails with an error that says why.
static const struct entry {
  const char *name;
  step step;
  size_t bytes;
  bool refuses;
} entries[] = {
    {"vole_new", new_instance, small, false},
    {"vole_bind", bind, large, true},
    {"vole_bind_package", bind_package, large, true},
    {"vole_load_string", load, large, true},
    {"vole_func", find, large, true},
    {"vole_run", run, large, true},
    {"vole_call", call, large, true},
    {"vole_call of what panics", call_panicking, large, false},
    {"vole_iface_text", text, large, false},
    {"vole_type", types, large, true},
    {"vole_closure_call", closures, large, false},
    {"vole_chan_send", channels, large, false},
    {"vole_disassemble", disassemble, large, true},
    {"the others", little, small, false},
    {"vole_free", free_instance, small, false},
};

static void test_entries(void) {
  struct context c = {0};
  for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
    const struct entry *e = &entries[i];
    if (e->refuses) {
      on_thread(e->bytes / 2, e->step, &c);
      if (c.ok || c.err.kind != VOLE_ERROR_USAGE || !strstr(c.err.message, "C stack"))
        fail("%s with half the stack: %s", e->name, c.err.message ? c.err.message : "no error");
      vole_error_clear(&c.err);
    }
    on_thread(e->bytes + around, e->step, &c);
    if (!c.ok)
      fail("%s: %s", e->name, c.err.message ? c.err.message : "it failed");
  }
}

static void test_calls_without_end(const char *name) {
  struct context c = {0};
  int64_t n = 0, result = 0;
  new_instance(&c);
  bind(&c);
  load(&c);
  find(&c);
  struct vole_func *f = vole_func(c.vole, name, "func(int) int", &c.err);
  depth = (struct depth){.again = vole_func(c.vole, "main.Again", "func(int) int", &c.err)};
  if (!c.ok || !f || !vole_call(c.vole, f, &n, &result, &c.err))
    fail("%s: %s", name, c.err.message ? c.err.message : "it failed");
  if (depth.refused != 1 || depth.reached < 100 || result != depth.reached)
    fail("%s: %d calls deep, refused %d times", name, depth.reached, depth.refused);
  call(&c);
  if (!c.ok)
    fail("%s: the instance is of no use after that", name);
  vole_free(c.vole);
}

// Sources that nest `count` of something.
static const struct nest {
  const char *before, *open, *middle, *close, *after;
} nests[] = {
    {"func main() { _ = ", "(", "1", ")", " }"},
    {"func main() { x := 1; x = ", "x+(", "x", ")", " }"},
    {"func main() { x := 1; x = x", "+x*x", "", "", " }"},
    {"func main() { x := true; _ = x", "&& x", "", "", " }"},
    {"func main() { x := 1; ", "if x > 0 { ", "x++", "}", " }"},
    {"func main() { ", "for range 1 { ", "", "}", " }"},
    {"func main() { ", "switch { default: ", "", "}", " }"},
    {"func main() { ", "func() { ", "", "}()", " }"},
    {"func main() { ", "{", "", "}", " }"},
    {"func f(x int, y ...any) int { return x }\nfunc main() { _ = ", "f(1, ", "2", ")", " }"},
    {"type T struct { a, b any }\nvar x = ", "T{1, ", "2", "}", "\nfunc main() {}"},
    {"func main() { var x any = ", "[]any{", "2", "}", "; _ = x }"},
    {"func main() { x := true; x = ", "!", "x", "", " }"},
    {"func main() { x := 1; x = ", "int(", "x", ")", " }"},
    {"var x ", "[]", "int", "", "\nfunc main() { println(any(x) == 1) }"},
    {"var x ", "[1]", "any", "", "\nfunc main() { println(x == x, any(x) == any(x)) }"},
    {"var x ", "struct { a ", "any", "; b int }",
     "\nfunc main() { println(x == x, any(x) == any(x)) }"},
    {"var x ", "func(", "int", ")", "\nfunc main() { println(any(x) == nil) }"},
    {"var x ", "map[string]", "int", "", "\nfunc main() { println(any(x) == nil) }"},
    {"var x ", "interface { m(", "int", ") }", "\nfunc main() { println(x == nil) }"},
    {"type S struct { s *S }\nfunc main() { s := &S{}; s.s = s; _ = s", ".s", "", "", " }"},
    {"type F func() F\nfunc g() F { return g }\nfunc main() { var f F = g; f", "()", "", "", " }"},
    {"func main() { x := 1; if x == 0 {} ", "else if x == 2 {} ", "", "", " }"},
};

static char *nested(const struct nest *n, int count) {
  size_t opens = strlen(n->open), closes = strlen(n->close);
  char *source = malloc(strlen(n->before) + strlen(n->middle) + strlen(n->after) + 20 +
                        (opens + closes) * (size_t)count);
  char *to = source + sprintf(source, "package main\n%s", n->before);
  for (int i = 0; i < count; i++, to += opens)
    memcpy(to, n->open, opens + 1);
  to += sprintf(to, "%s", n->middle);
  for (int i = 0; i < count; i++, to += closes)
    memcpy(to, n->close, closes + 1);
  sprintf(to, "%s\n", n->after);
  return source;
}

static const char *deep_source;

// What loads must also run, or fail to compile with a message.
static void load_deep(struct context *c) {
  struct vole *vole = vole_new(&(struct vole_config){.err_fd = -1}, &c->err);
  c->ok = vole_load_string(vole, "deep.go", deep_source, strlen(deep_source), &c->err) &&
          vole_run(vole, &c->err);
  if (!c->ok && !strstr(c->err.message, "nest"))
    fail("%.60s... (%zu bytes): %.300s", deep_source, strlen(deep_source), c->err.message);
  vole_error_clear(&c->err);
  vole_free(vole);
}

static void test_sources(void) {
  static const int counts[] = {8, 60, 1000, 6000};
  static const size_t sizes[] = {large + around, 1 << 20};
  struct context c = {0};
  for (size_t i = 0; i < sizeof nests / sizeof nests[0]; i++)
    for (size_t j = 0; j < sizeof counts / sizeof counts[0]; j++) {
      char *source = nested(&nests[i], counts[j]);
      deep_source = source;
      for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        on_thread(sizes[k], load_deep, &c);
        if (!c.ok && (counts[j] <= 8 || (k == 1 && counts[j] <= 60)))
          fail("%d times \"%s\" with %zu bytes: refused", counts[j], nests[i].open, sizes[k]);
      }
      free(source);
    }
}

static ucontext_t here, there;
static struct context own;

static void on_own_stack(void) {
  new_instance(&own);
  bind(&own);
  load(&own);
  find(&own);
  call(&own);
  vole_free(own.vole);
}

static void test_own_stack(void) {
  size_t size = (size_t)(large + around) * factor;
  char *stack = malloc(size);
  getcontext(&there);
  there.uc_stack.ss_sp = stack;
  there.uc_stack.ss_size = size;
  there.uc_link = &here;
  makecontext(&there, on_own_stack, 0);
  swapcontext(&here, &there);
  if (!own.ok)
    fail("on a stack of the host's own: %s", own.err.message ? own.err.message : "it failed");
  free(stack);
}

int main(void) {
  test_entries();
  test_calls_without_end("main.Again");
  test_calls_without_end("main.Background");
  test_sources();
  if (!SANITIZED)
    test_own_stack();
  return 0;
}
