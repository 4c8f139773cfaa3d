// Hosts with goroutines: instances that are destroyed while their goroutines run, wait and block;
// several instances at once; functions of the host that call back, on several threads; results that
// must outlive collections.

#include <dirent.h>
#include <inttypes.h>
#include <malloc.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vm/api/vole.h"

#if defined(__has_feature) // clang
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANITIZED 0
#endif

enum { rounds = 12, warm_rounds = 4, alive = 3, callers = 6 };

static void fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fprintf(stderr, "host_stress: ");
  vfprintf(stderr, format, args);
  fprintf(stderr, "\n");
  va_end(args);
  exit(1);
}

static struct vole_func *find(struct vole *vole, const char *name, const char *signature) {
  struct vole_error err = {0};
  struct vole_func *f = vole_func(vole, name, signature, &err);
  if (!f)
    fail("%s", err.message);
  return f;
}

static void call(struct vole *vole, struct vole_func *f, const void *in, void *out) {
  struct vole_error err = {0};
  if (!vole_call(vole, f, in, out, &err))
    fail("%s", err.message);
}

static struct vole *make(const struct vole_config *config) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(config, &err);
  if (!vole)
    fail("%s", err.message);
  return vole;
}

static void load(struct vole *vole, const char *source) {
  struct vole_error err = {0};
  if (!vole_load_string(vole, "host.go", source, strlen(source), &err))
    fail("%s", err.message);
}

static void sleep_ms(long ms) {
  struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
  nanosleep(&left, NULL);
}

// The process.

static int count_threads(void) {
  DIR *folder = opendir("/proc/self/task");
  int count = 0;
  for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;)
    count += entry->d_name[0] != '.';
  if (folder)
    closedir(folder);
  return count;
}

// A thread that was joined is in the list for a moment still.
static void expect_threads(int want) {
  for (int i = 0; i < 1000 && count_threads() != want; i++)
    sleep_ms(1);
  if (count_threads() != want)
    fail("%d threads are left instead of %d", count_threads(), want);
}

// Bytes of address space without the C library's heap: holes there depend on the order in which
// threads allocate, and leaks are the address sanitizer's to find. 0 where a sanitizer has
// mappings of its own.
static uint64_t mapped_bytes(void) {
  uint64_t sum = 0;
#if !SANITIZED
  FILE *maps = fopen("/proc/self/maps", "r");
  char line[512];
  uint64_t from, to;
  while (maps && fgets(line, sizeof line, maps))
    if (!strstr(line, "[heap]") && sscanf(line, "%" SCNx64 "-%" SCNx64, &from, &to) == 2)
      sum += to - from;
  if (maps)
    fclose(maps);
#endif
  return sum;
}

// Instances that are destroyed while everything goes on.

static const char busy_source[] =
    "package main\n"
    "import (\"context\"; \"os\"; \"sync\"; \"time\"; \"host\"; \"runtime\")\n"
    "var hold sync.Mutex\n"
    "var group sync.WaitGroup\n"
    "var trees [2]*tree\n"
    "type tree struct { left, right *tree }\n"
    "func grow(depth int) *tree { if depth == 0 { return &tree{} }; return &tree{grow(depth-1), "
    "grow(depth-1)} }\n"
    "func begin(f func()) { group.Add(1); go func() { group.Done(); f() }() }\n"
    "func Again(n int) int { if n == 0 { for { grow(3) } }; return n }\n"
    "func Start(n int) int {\n"
    "\thold.Lock()\n"
    "\tnever, turns := make(chan int), make(chan int)\n"
    "\tctx, cancel := context.WithCancel(context.Background())\n"
    "\t_ = cancel\n"
    "\tbegin(func() { for { n++ } })\n"
    "\tbegin(func() { for { trees[0] = grow(8) } })\n"
    "\tbegin(func() { for { runtime.GC() } })\n"
    "\tbegin(func() { for { turns <- 1 } })\n"
    "\tbegin(func() { for range turns {} })\n"
    "\tbegin(func() { <-never })\n"
    "\tbegin(func() { select { case <-never: case <-ctx.Done(): } })\n"
    "\tbegin(func() { select {} })\n"
    "\tbegin(func() { hold.Lock() })\n"
    "\tbegin(func() { time.Sleep(time.Hour) })\n"
    "\tbegin(func() { for range time.NewTicker(time.Millisecond).C {} })\n"
    "\tbegin(func() { defer func() { recover() }(); b := make([]byte, 10); os.Stdin.Read(b) })\n"
    "\tbegin(func() { runtime.LockOSThread(); for { time.Sleep(time.Microsecond) } })\n"
    "\tbegin(func() { host.Apply(0) })\n"
    "\tbegin(func() { for i := 1; ; i++ { host.Apply(i) } })\n"
    "\tfor i := 0; i < 200; i++ { begin(func() { <-never }) }\n"
    "\tgroup.Wait()\n"
    "\treturn 17\n"
    "}\n"
    "func main() {}\n";

static struct vole_func *again; // of the instance whose script calls host.Apply; for one at a time

static bool apply(struct vole *vole, void *user, const void *arguments, void *results) {
  struct vole_error err = {0};
  struct vole_func **function = user;
  bool ok = vole_call(vole, *function, arguments, results, &err);
  vole_error_clear(&err); // the end of the run
  return ok;
}

static void destroy_busy(int number, const int input[2]) {
  struct vole_error err = {0};
  struct vole_config config = {.max_procs = 1 + number % 4, .in_fd = input[0]};
  struct vole *vole = make(&config);
  if (!vole_bind(vole, "host", "func Apply(n int) int", apply, &again, &err))
    fail("%s", err.message);
  load(vole, busy_source);
  again = find(vole, "main.Again", "func(int) int");
  int64_t n = number, result = 0;
  call(vole, find(vole, "main.Start", "func(int) int"), &n, &result);
  if (result != 17)
    fail("Start returned %" PRId64, result);
  sleep_ms(number % 3 * 3);
  vole_free(vole);
}

static void destroy_all(void) {
  int input[2];
  if (pipe(input) != 0)
    fail("no pipe");
  int threads = count_threads();
  uint64_t mapped = 0;
  for (int i = 0; i < rounds; i++) {
    destroy_busy(i, input);
    expect_threads(threads);
    if (i < warm_rounds) // what the C library keeps of threads
      mapped = mapped_bytes() > mapped ? mapped_bytes() : mapped;
    else if (mapped_bytes() > mapped)
      fail("round %d: %" PRIu64 " bytes of mappings instead of %" PRIu64, i, mapped_bytes(),
           mapped);
  }
  close(input[0]);
  close(input[1]);
}

// Instances that are destroyed while goroutines wait below natives that called back: the frames of
// C that they stand on are left while markers look at the goroutines.

static const char nested_source[] = "package main\n"
                                    "import (\"runtime\"; \"sync\"; \"host\")\n"
                                    "var group sync.WaitGroup\n"
                                    "var never = make(chan int)\n"
                                    "func Again(n int) int {\n"
                                    "\tif n > 0 { return host.Apply(n-1) }\n"
                                    "\tgroup.Done()\n"
                                    "\treturn <-never\n"
                                    "}\n"
                                    "func Start(n int) int {\n"
                                    "\tfor i := range n { group.Add(1); go host.Apply(i%4) }\n"
                                    "\tgroup.Wait()\n"
                                    "\tfor range 3 { go func() { for { runtime.GC() } }() }\n"
                                    "\treturn 17\n"
                                    "}\n"
                                    "func main() {}\n";

static void destroy_nested(void) {
  enum { waiting = 30, nested_rounds = 100 };
  for (int round = 0; round < nested_rounds; round++) {
    struct vole_error err = {0};
    struct vole_config config = {.max_procs = 3};
    struct vole *vole = make(&config);
    if (!vole_bind(vole, "host", "func Apply(n int) int", apply, &again, &err))
      fail("%s", err.message);
    load(vole, nested_source);
    again = find(vole, "main.Again", "func(int) int");
    int64_t n = waiting, result = 0;
    call(vole, find(vole, "main.Start", "func(int) int"), &n, &result);
    sleep_ms(round % 3);
    vole_free(vole);
  }
}

// Results.

static const char results_source[] =
    "package main\n"
    "import (\"fmt\"; \"runtime\")\n"
    "type node struct { next *node; value int }\n"
    "type pair struct { a bool; l *node }\n"
    "var stop chan bool\n"
    "func list(n int) (l *node) { for i := range n { l = &node{l, i} }; return }\n"
    "func Results(n int) (string, *node, []*node, pair, any) {\n"
    "\treturn fmt.Sprint(\"text \", n), list(n), []*node{list(n), list(n+1)}, pair{true, list(n)}, "
    "list(n)\n"
    "}\n"
    "func Collect() { runtime.GC(); for i := range 1000 { _ = list(i%10) } }\n"
    "func Begin(n int) {\n"
    "\tstop = make(chan bool)\n"
    "\tfor range n { go func() { for { select { case <-stop: return; default: Collect() } } }() }\n"
    "}\n"
    "func End() { close(stop) }\n"
    "func main() {}\n";

struct node {
  struct node *next;
  int64_t value;
};

struct results {
  struct vole_string text;
  struct node *list;
  struct vole_slice lists;
  struct {
    bool a;
    struct node *list;
  } pair;
  struct vole_iface any;
};

static void check_list(const struct node *node, int64_t n, const char *what) {
  for (int64_t i = n; i-- > 0; node = node->next)
    if (!node || node->value != i)
      fail("%s: node %" PRId64 " of %" PRId64 " is wrong", what, i, n);
  if (node)
    fail("%s: it does not end", what);
}

static void check_results(const struct results *out, int64_t n) {
  char want[40];
  snprintf(want, sizeof want, "text %" PRId64, n);
  if (out->text.len != (int64_t)strlen(want) || memcmp(out->text.ptr, want, strlen(want)) != 0)
    fail("the text is %.*s instead of %s", (int)out->text.len, out->text.ptr, want);
  struct node *const *lists = out->lists.ptr;
  check_list(out->list, n, "pointer");
  check_list(lists[0], n, "slice 0");
  check_list(lists[1], n + 1, "slice 1");
  check_list(out->pair.list, n, "struct");
  check_list(out->any.data, n, "interface");
}

static void keep_results(void) {
  struct vole_config config = {.max_procs = 3, .godebug = "clobberfree=1"};
  struct vole *vole = make(&config);
  load(vole, results_source);
  struct vole_func *results =
      find(vole, "main.Results", "func(int) (string, *node, []*node, pair, any)");
  int64_t collectors = 2;
  call(vole, find(vole, "main.Begin", "func(int)"), &collectors, NULL);
  for (int64_t n = 1; n < 60; n++) {
    struct results out;
    call(vole, results, &n, &out);
    uint64_t cycles;
    struct vole_stats stats;
    vole_stats(vole, &stats);
    cycles = stats.cycles;
    // Two cycles that began after the call returned.
    do {
      sleep_ms(1);
      vole_stats(vole, &stats);
    } while (stats.cycles < cycles + 3);
    check_results(&out, n);
  }
  call(vole, find(vole, "main.End", "func()"), NULL, NULL);
  vole_free(vole);
}

// Functions of the host that call back, on several threads.

static const char callback_source[] =
    "package main\n"
    "import (\"fmt\"; \"runtime\"; \"strings\"; \"sync\"; \"host\")\n"
    "type node struct { next *node; value int }\n"
    "func Inner(s string, n int) (string, *node) {\n"
    "\tif n%7 == 3 { runtime.Gosched() }\n"
    "\tif n%31 == 5 { panic(fmt.Sprint(\"inner \", n)) }\n"
    "\tvar l *node\n"
    "\tfor i := range n { l = &node{l, i} }\n"
    "\tif n > 2 && n%5 == 0 { s = host.Twice(s, n-2) }\n"
    "\treturn strings.ToUpper(s), l\n"
    "}\n"
    "func try(s string, n int) (result string) {\n"
    "\tdefer func() { if e := recover(); e != nil { result = fmt.Sprint(\"E \", e) } }()\n"
    "\treturn host.Twice(s, n)\n"
    "}\n"
    "func want(s string, n int) string {\n"
    "\tif n%31 == 5 { return fmt.Sprint(\"E host: inner \", n) }\n"
    "\tif n > 2 && n%5 == 0 {\n"
    "\t\tif w := want(s, n-2); w[0] == 'E' && w[1] == ' ' { return \"E host: host: \" + w[8:] } "
    "else { s = w }\n"
    "\t}\n"
    "\treturn strings.ToUpper(s) + strings.ToUpper(s)\n"
    "}\n"
    "func Run(n int) string {\n"
    "\tvar group sync.WaitGroup\n"
    "\tvar mu sync.Mutex\n"
    "\tbad := \"\"\n"
    "\tfor id := range n {\n"
    "\t\tgroup.Add(1)\n"
    "\t\tgo func() {\n"
    "\t\t\tdefer group.Done()\n"
    "\t\t\tfor i := range 150 {\n"
    "\t\t\t\ts := fmt.Sprint(\"g\", id, \".\", i, \" \")\n"
    "\t\t\t\tif got := try(s, i); got != want(s, i) {\n"
    "\t\t\t\t\tmu.Lock(); bad = fmt.Sprintf(\"%q instead of %q\", got, want(s, i)); mu.Unlock()\n"
    "\t\t\t\t}\n"
    "\t\t\t\tif i%50 == 0 { runtime.GC() }\n"
    "\t\t\t}\n"
    "\t\t}()\n"
    "\t}\n"
    "\tgroup.Wait()\n"
    "\treturn bad\n"
    "}\n"
    "func main() {}\n";

// What "panic: TEXT\n..." of an error says; "[recovered]" does not come here.
static void panic_with(struct vole *vole, const struct vole_error *err) {
  char text[200];
  const char *said = strncmp(err->message, "panic: ", 7) == 0 ? err->message + 7 : err->message;
  snprintf(text, sizeof text, "host: %.*s", (int)strcspn(said, "\n"), said);
  vole_panic(vole, text);
}

// func Twice(s string, n int) string: what Inner makes of both, twice, put together here.
static bool twice(struct vole *vole, void *user, const void *arguments, void *results) {
  struct vole_error err = {0};
  struct {
    struct vole_string text;
    struct node *list;
  } out;
  const int64_t *n = (const int64_t *)((const struct vole_string *)arguments + 1);
  struct vole_func **inner = user;
  if (!vole_call(vole, *inner, arguments, &out, &err)) {
    if (err.kind == VOLE_ERROR_PANIC)
      panic_with(vole, &err);
    vole_error_clear(&err);
    return false;
  }
  check_list(out.list, *n, "inner");
  char joined[2000];
  size_t size = (size_t)out.text.len;
  if (2 * size > sizeof joined)
    fail("Inner returned %zu bytes", size);
  memcpy(joined, out.text.ptr, size);
  memcpy(joined + size, out.text.ptr, size);
  *(struct vole_string *)results = vole_string_new(vole, joined, 2 * size);
  check_list(out.list, *n, "inner, later");
  return true;
}

static void call_back(void) {
  struct vole_error err = {0};
  struct vole_config config = {.max_procs = 4, .godebug = "clobberfree=1"};
  struct vole *vole = make(&config);
  static struct vole_func *inner;
  if (!vole_bind(vole, "host", "func Twice(s string, n int) string", twice, &inner, &err))
    fail("%s", err.message);
  load(vole, callback_source);
  inner = find(vole, "main.Inner", "func(string, int) (string, *node)");
  int64_t n = callers;
  struct vole_string bad;
  call(vole, find(vole, "main.Run", "func(int) string"), &n, &bad);
  if (bad.len)
    fail("%.*s", (int)bad.len, bad.ptr);
  vole_free(vole);
}

// A host that allocates without calling the script.

enum { limit = 64 << 20, piece = 1 << 20 };

static void expect_within(struct vole *vole, const char *what) {
  struct vole_stats stats;
  vole_stats(vole, &stats);
  if (stats.mapped > 4 * (uint64_t)limit || stats.cycles < 5)
    fail("%s: %" PRIu64 " bytes after %" PRIu64 " collections", what, stats.mapped, stats.cycles);
}

static void allocate_and_drop(struct vole *vole, const char *bytes) {
  for (int i = 0; i < 2000; i++) {
    struct vole_arena *arena = vole_arena_new(vole);
    if (!vole_arena_alloc(arena, piece, 1, NULL) || !vole_arena_alloc(arena, 8, 100, NULL))
      fail("arena %d is refused", i);
    vole_arena_free(arena);
  }
  expect_within(vole, "arenas");
  for (int i = 0; i < 2000; i++) {
    struct vole_ref *ref = vole_hold(vole, (void *)vole_string_new(vole, bytes, piece).ptr);
    if (!ref || memcmp(vole_ref_object(ref), bytes, piece) != 0)
      fail("string %d is refused", i);
    vole_release(vole, ref);
    if (i % 8 == 0)
      vole_forget(vole);
  }
  expect_within(vole, "strings");
}

// Until it is refused.
static void allocate_and_keep(struct vole *vole, const char *bytes) {
  for (int round = 0; round < 3; round++) {
    int strings = 0, chunks = 0;
    while (vole_bytes_new(vole, bytes, piece).ptr && ++strings < 1000)
      continue;
    vole_forget(vole);
    struct vole_arena *arena = vole_arena_new(vole);
    while (vole_arena_alloc(arena, piece, 1, NULL) && ++chunks < 1000)
      continue;
    if (strings < 30 || strings > limit / piece || chunks < 20 || chunks > limit / piece)
      fail("round %d: %d strings and %d pieces of an arena until the limit", round, strings,
           chunks);
    vole_arena_free(arena);
  }
  expect_within(vole, "what is kept");
}

static void only_allocate(int procs) {
  static char bytes[piece];
  struct vole_config config = {.max_procs = procs, .memory_limit = limit};
  struct vole *unlimited = make(NULL);
  allocate_and_drop(unlimited, bytes);
  vole_free(unlimited);
  struct vole *vole = make(&config);
  load(vole, results_source);
  memset(bytes, 'x', sizeof bytes);
  allocate_and_drop(vole, bytes);
  allocate_and_keep(vole, bytes);
  int64_t n = 5;
  struct results out;
  call(vole, find(vole, "main.Results", "func(int) (string, *node, []*node, pair, any)"), &n, &out);
  vole_string_new(vole, bytes, piece);
  vole_collect(vole, NULL);
  check_results(&out, n);
  vole_arena_alloc(vole_arena_new(vole), 8, 8, NULL); // left for vole_free
  vole_free(vole);
}

// Several instances at once, each used by a thread of its own.

static void *use_instance(void *argument) {
  (void)argument;
  keep_results();
  return NULL;
}

static void *nothing(void *argument) {
  return argument;
}

int main(void) {
  mallopt(M_ARENA_MAX, 1); // the C library's own memory for each thread is not what is counted
  mallopt(M_MMAP_THRESHOLD, 128 << 10); // or what is freed would raise it
  pthread_t first;                      // with it a sanitizer's own thread begins
  if (pthread_create(&first, NULL, nothing, NULL) == 0)
    pthread_join(first, NULL);
  sleep_ms(50);
  int threads = count_threads();
  destroy_all();
  destroy_nested();
  call_back();
  only_allocate(1);
  only_allocate(3);
  pthread_t users[alive];
  for (int i = 0; i < alive; i++)
    if (pthread_create(&users[i], NULL, use_instance, NULL) != 0)
      fail("no thread");
  for (int i = 0; i < alive; i++)
    pthread_join(users[i], NULL);
  expect_threads(threads);
  return 0;
}
