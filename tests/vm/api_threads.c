// One instance and several threads of the host: what works beside its user, what is refused, and
// vole_free while a call is under way. Timers while the host is outside, or blocks in a read. Calls
// that come back to an instance through another.

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vm/api/vole.h"

static const char source[] =
    "package main\n"
    "import (\"host\"; \"os\"; \"runtime\"; \"strings\"; \"sync\"; \"sync/atomic\"; \"time\")\n"
    "type node struct { next *node; n int }\n"
    "var Count int\n"
    "var Ticks int64\n"
    "var stop atomic.Bool\n"
    "func Add(a, b int) int { return a + b }\n"
    "func Stop() { stop.Store(true) }\n"
    "func list(n int) (l *node) { for i := range n { l = &node{l, i} }; return }\n"
    "func Busy(goroutines int) int {\n"
    "\tvar group sync.WaitGroup\n"
    "\tfor range goroutines { group.Add(1); go func() { defer group.Done(); for !stop.Load() { "
    "list(100) } }() }\n"
    "\thost.Ready()\n"
    "\tn := 0\n"
    "\tfor ; !stop.Load(); n++ { list(50); if n%100 == 0 { runtime.Gosched() } }\n"
    "\tgroup.Wait()\n"
    "\treturn n\n"
    "}\n"
    "func Forever(how int) {\n"
    "\tbegin := host.Ready\n"
    "\tswitch how {\n"
    "\tcase 0: begin(); for {}\n"
    "\tcase 1: begin(); for { list(1000) }\n"
    "\tcase 2: begin(); time.Sleep(time.Hour)\n"
    "\tcase 3: go func() { for { list(10) } }(); begin(); <-make(chan int)\n"
    "\tcase 4: b := make([]byte, 1); begin(); os.Stdin.Read(b); for {}\n"
    "\tcase 5: defer func() { recover(); for {} }(); begin(); panic(1)\n"
    "\tcase 6: begin(); host.Wait()\n"
    "\tcase 7: begin(); for { host.Back(1) }\n"
    "\tcase 8: search(begin)\n"
    "\tcase 9: go search(begin); for { list(1000) }\n"
    "\tcase 10: go host.Search(0); select {}\n"
    "\tcase 11: host.Copy()\n"
    "\t}\n"
    "}\n"
    // For minutes, in one native.
    "func search(begin func()) int {\n"
    "\ttext, part := strings.Repeat(\"a\", 64<<20), strings.Repeat(\"a\", 64<<10)\n"
    "\tr := strings.NewReplacer(part + \"b\", \"\", part + \"c\", \"\")\n"
    "\tbegin()\n"
    "\treturn len(r.Replace(text))\n"
    "}\n"
    "func Search(n int) int { return search(host.Ready) }\n"
    "func Back(n int) int { return host.Back(n) }\n"
    "func Later(n int) { go func() { time.Sleep(time.Millisecond); defer func() { recover(); "
    "atomic.AddInt64(&Ticks, 1) }(); host.Back(n) }() }\n"
    "func Alarm(ms int) { time.AfterFunc(time.Duration(ms) * time.Millisecond, func() { "
    "atomic.AddInt64(&Ticks, 1) }) }\n"
    "func Tick(ms int) {\n"
    "\tt := time.NewTicker(time.Duration(ms) * time.Millisecond)\n"
    "\tgo func() { for range t.C { atomic.AddInt64(&Ticks, 1) } }()\n"
    "}\n"
    "func Read() int {\n"
    "\ttime.AfterFunc(5 * time.Millisecond, func() { os.Stdout.WriteString(\"!\") })\n"
    "\tb := make([]byte, 1)\n"
    "\tos.Stdin.Read(b)\n"
    "\treturn int(b[0])\n"
    "}\n"
    "func main() {}\n";

static void fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fprintf(stderr, "api_threads: ");
  vfprintf(stderr, format, args);
  fprintf(stderr, "\n");
  va_end(args);
  exit(1);
}

static void sleep_ms(long ms) {
  struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
  nanosleep(&left, NULL);
}

static void wait_for(const int *word, int value, const char *what) {
  for (int i = 0; __atomic_load_n(word, __ATOMIC_ACQUIRE) != value; i++) {
    if (i == 20000)
      fail("%s does not come", what);
    sleep_ms(1);
  }
}

static int ready, returned, nowhere;

static bool host_ready(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole, (void)user, (void)arguments, (void)results;
  __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
  return true;
}

// Blocks for a moment, as the rest of the world goes on.
static bool host_wait(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole, (void)user, (void)arguments, (void)results;
  sleep_ms(30);
  return true;
}

// func Back(n int) int: calls back into the instance, or into the one that user names.
static bool host_back(struct vole *vole, void *user, const void *arguments, void *results) {
  struct vole *other = *(struct vole **)user ? *(struct vole **)user : vole;
  struct vole_error err = {0};
  int64_t in[2] = {*(const int64_t *)arguments, 1};
  struct vole_func *f = in[0] > 100 ? vole_func(other, "main.Back", "func(int) int", NULL)
                                    : vole_func(other, "main.Add", "func(int, int) int", NULL);
  in[0] -= in[0] > 100 ? 100 : 0;
  bool ok = vole_call(other, f, in, results, &err);
  if (!ok && err.kind == VOLE_ERROR_USAGE)
    vole_panic(vole, err.message);
  vole_error_clear(&err);
  return ok;
}

// func Search(n int) int: calls the script's function of that name.
static bool host_search(struct vole *vole, void *user, const void *arguments, void *results) {
  char *own = malloc(100); // given back whatever ends the call
  (void)user;
  bool ok = vole_call(vole, vole_func(vole, "main.Search", "func(int) int", NULL), arguments,
                      results, NULL);
  free(own);
  return ok;
}

static int copied;

// func Copy(): allocates until that is refused, and comes to its end then.
static bool host_copy(struct vole *vole, void *user, const void *arguments, void *results) {
  enum { size = 16 << 20 };
  char *bytes = calloc(1, size);
  host_ready(vole, user, arguments, results);
  while (vole_bytes_new(vole, bytes, size).ptr)
    vole_forget(vole);
  free(bytes);
  __atomic_store_n(&copied, 1, __ATOMIC_RELEASE);
  return true;
}

static struct vole *back_to; // the instance that Back calls; NULL: its own
static struct vole *back_from_other;

static struct vole *make(const struct vole_config *config, struct vole **back) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(config, &err);
  if (!vole || !vole_bind(vole, "host", "func Ready()", host_ready, NULL, &err) ||
      !vole_bind(vole, "host", "func Wait()", host_wait, NULL, &err) ||
      !vole_bind(vole, "host", "func Back(n int) int", host_back, back, &err) ||
      !vole_bind(vole, "host", "func Search(n int) int", host_search, NULL, &err) ||
      !vole_bind(vole, "host", "func Copy()", host_copy, NULL, &err) ||
      !vole_load_string(vole, "threads.go", source, sizeof source - 1, &err))
    fail("%s", err.message);
  return vole;
}

// One call on a thread of its own.
struct user {
  struct vole *vole;
  const char *name, *type;
  int64_t in, out;
  bool ok;
  struct vole_error err;
};

static void *use(void *argument) {
  struct user *u = argument;
  struct vole_func *f = vole_func(u->vole, u->name, u->type, &u->err);
  u->ok = f && vole_call(u->vole, f, &u->in, &u->out, &u->err);
  __atomic_store_n(&returned, 1, __ATOMIC_RELEASE);
  return NULL;
}

static void begin(pthread_t *thread, struct user *u) {
  ready = returned = 0;
  if (pthread_create(thread, NULL, use, u) != 0)
    fail("no thread");
  wait_for(&ready, 1, "the script");
}

static void refused(const char *what, bool ok, struct vole_error *err) {
  if (ok || err->kind != VOLE_ERROR_USAGE ||
      strcmp(err->message, "the instance is in use by another thread") != 0)
    fail("%s: kind %d: %s", what, (int)err->kind, err->message ? err->message : "it worked");
  vole_error_clear(err);
}

// What another thread does while the instance is in use.
static void look(struct vole *vole) {
  struct vole_error err = {0};
  struct vole_stats stats;
  struct vole_pause pauses[8];
  static int64_t in[2] = {1, 2};
  uint64_t next = 0;
  struct vole_func *f = vole_func(vole, "main.Add", "func(int, int) int", &err);
  if (!f || !vole_variable(vole, "main.Count", "int", &err))
    fail("%s", err.message);
  if (!vole_stats(vole, &stats) || stats.mapped == 0)
    fail("no statistics");
  if (vole_pauses(vole, &next, pauses, 8) < 0 || !vole_heap_profile(vole, nowhere, &err))
    fail("no pauses or profile");
  struct vole_ref *ref = vole_hold(vole, in);
  if (vole_ref_object(ref) != in)
    fail("nothing is held");
  vole_release(vole, ref);
  refused("call", vole_call(vole, f, in, in, &err), &err);
  refused("run", vole_run(vole, &err), &err);
  refused("collect", vole_collect(vole, &err), &err);
  refused("load", vole_load_string(vole, "x", "", 0, &err), &err);
  refused("bind", vole_bind(vole, "x", "func F()", host_ready, NULL, &err), &err);
  refused("list", vole_disassemble(vole, NULL, -1, &err), &err);
  if (vole_string_new(vole, "x", 1).ptr || vole_iface_text(vole, (struct vole_iface){in, in}, NULL))
    fail("it was used");
}

static void *look_often(void *argument) {
  for (int i = 0; i < 30; i++)
    look(argument);
  return NULL;
}

static void beside(int procs, int64_t goroutines) {
  struct vole_config config = {.max_procs = procs, .heap_profile_rate = 1 << 16};
  struct vole *vole = make(&config, &back_to);
  struct user u = {.vole = vole, .name = "main.Busy", .type = "func(int) int", .in = goroutines};
  pthread_t user, lookers[2];
  begin(&user, &u);
  for (int i = 0; i < 2; i++)
    if (pthread_create(&lookers[i], NULL, look_often, vole) != 0)
      fail("no thread");
  for (int i = 0; i < 2; i++)
    pthread_join(lookers[i], NULL);
  if (__atomic_load_n(&returned, __ATOMIC_ACQUIRE))
    fail("the call has returned: %s", u.err.message ? u.err.message : "with a result");
  vole_free(vole);
  pthread_join(user, NULL);
  if (u.ok || u.err.kind != VOLE_ERROR_FATAL || !strstr(u.err.message, "being freed"))
    fail("after vole_free: kind %d: %s", (int)u.err.kind, u.err.message);
  vole_error_clear(&u.err);
}

// vole_free beside calls that would never end.
static void free_beside(int procs, int64_t how) {
  int input[2];
  if (pipe(input) != 0)
    fail("no pipe");
  struct vole_config config = {.max_procs = procs, .in_fd = input[0]};
  struct vole *vole = make(&config, &back_to);
  struct user u = {.vole = vole, .name = "main.Forever", .type = "func(int)", .in = how};
  pthread_t user;
  begin(&user, &u);
  if (how % 2)
    sleep_ms(2);
  if (how >= 8)
    sleep_ms(100); // the search has begun
  time_t start = time(NULL);
  vole_free(vole);
  if (time(NULL) - start > 20)
    fail("way %" PRId64 ": vole_free took %d s", how, (int)(time(NULL) - start));
  pthread_join(user, NULL);
  if (u.ok || u.err.kind != VOLE_ERROR_FATAL)
    fail("way %" PRId64 ": kind %d: %s", how, (int)u.err.kind, u.err.message);
  if (how == 11 && !__atomic_exchange_n(&copied, 0, __ATOMIC_ACQ_REL))
    fail("the host's function was left");
  vole_error_clear(&u.err);
  close(input[0]);
  close(input[1]);
}

static int64_t call(struct vole *vole, const char *name, const char *type, int64_t in) {
  struct user u = {.vole = vole, .name = name, .type = type, .in = in};
  use(&u);
  if (!u.ok)
    fail("%s: %s", name, u.err.message);
  return u.out;
}

// The user may be now one thread and then another.
static void in_turn(void) {
  struct vole *vole = make(NULL, &back_to);
  for (int i = 0; i < 20; i++) {
    struct user u = {.vole = vole, .name = "main.Back", .type = "func(int) int", .in = i};
    pthread_t thread;
    if (pthread_create(&thread, NULL, use, &u) != 0)
      fail("no thread");
    pthread_join(thread, NULL);
    if (!u.ok || u.out != i + 1)
      fail("in turn: %s", u.err.message ? u.err.message : "a wrong result");
    if (call(vole, "main.Back", "func(int) int", i) != i + 1)
      fail("in turn: a wrong result");
  }
  vole_free(vole);
}

// From a native of one instance into another, and back to where it came from.
static void through_another(void) {
  struct vole *b = make(NULL, &back_from_other), *a = make(NULL, &back_to);
  back_to = b;
  if (call(a, "main.Back", "func(int) int", 5) != 6)
    fail("through another: a wrong result");
  struct user u = {.vole = a, .name = "main.Back", .type = "func(int) int", .in = 105};
  back_from_other = a; // a's native calls b's Back, whose native would call a
  use(&u);
  if (u.ok || u.err.kind != VOLE_ERROR_PANIC)
    fail("through another: kind %d: %s", (int)u.err.kind, u.err.message);
  vole_error_clear(&u.err);
  // The same from a thread of a's own, while its host is outside.
  int64_t *ticks = vole_variable(a, "main.Ticks", "int64", NULL);
  call(a, "main.Later", "func(int)", 105);
  for (int i = 0; __atomic_load_n(ticks, __ATOMIC_SEQ_CST) != 1; i++) {
    if (i == 20000)
      fail("through another, from a goroutine: it does not end");
    sleep_ms(1);
  }
  back_to = back_from_other = NULL;
  if (call(a, "main.Back", "func(int) int", 5) != 6)
    fail("through another, later: a wrong result");
  vole_free(a);
  vole_free(b);
}

// Timers fire while the host is outside, also if the script has started no goroutine.
static void outside(int procs) {
  struct vole_config config = {.max_procs = procs};
  struct vole *vole = make(&config, &back_to);
  int64_t *ticks = vole_variable(vole, "main.Ticks", "int64", NULL);
  call(vole, "main.Alarm", "func(int)", 3);
  for (int i = 0; __atomic_load_n(ticks, __ATOMIC_SEQ_CST) != 1; i++) {
    if (i == 20000)
      fail("%d procs: the timer did not fire", procs);
    sleep_ms(1);
  }
  call(vole, "main.Tick", "func(int)", 1);
  for (int i = 0; __atomic_load_n(ticks, __ATOMIC_SEQ_CST) < 10; i++) {
    if (i == 20000)
      fail("%d procs: the ticker stopped", procs);
    sleep_ms(1);
  }
  vole_free(vole);
}

// And while its only thread blocks in a read.
static void while_reading(int procs) {
  int input[2], output[2];
  char mark = 0;
  if (pipe(input) != 0 || pipe(output) != 0)
    fail("no pipe");
  struct vole_config config = {.max_procs = procs, .in_fd = input[0], .out_fd = output[1]};
  struct vole *vole = make(&config, &back_to);
  struct user u = {.vole = vole, .name = "main.Read", .type = "func() int"};
  pthread_t user;
  if (pthread_create(&user, NULL, use, &u) != 0)
    fail("no thread");
  if (read(output[0], &mark, 1) != 1 || mark != '!' || write(input[1], "x", 1) != 1)
    fail("no mark");
  pthread_join(user, NULL);
  if (!u.ok || u.out != 'x')
    fail("reading: %s", u.err.message);
  vole_free(vole);
  for (int i = 0; i < 2; i++) {
    close(input[i]);
    close(output[i]);
  }
}

int main(void) {
  alarm(240); // what should end may not
  nowhere = open("/dev/null", O_WRONLY);
  for (int procs = 1; procs <= 3; procs += 2) {
    beside(procs, 0);
    beside(procs, 3);
    for (int64_t how = 0; how <= 11; how++)
      free_beside(procs, how);
    outside(procs);
    while_reading(procs);
  }
  in_turn();
  through_another();
  return 0;
}
