// Interrupting calls: whatever goroutines do or wait for ends soon, deferred functions run within
// their limit, and the instance goes on. By other threads, a signal handler, time and steps.

#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vm/api/vole.h"

static const char source[] =
    "package main\n"
    "import (\"bytes\"; \"fmt\"; \"host\"; \"os\"; \"runtime\"; \"sort\"; \"strings\"; \"sync\"; "
    "\"time\")\n"
    "var Deferred, Recovered, Rounds int\n"
    "var lock sync.Mutex\n"
    "type node struct { next *node; n int }\n"
    "func list(n int) (l *node) { for i := range n { l = &node{l, i} }; return }\n"
    "func deep(n int) int { if n == 0 { for { } }; return deep(n-1) + 1 }\n"
    "var forever = []func(begin func()){\n"
    "\tfunc(begin func()) { begin(); for { } },\n"
    "\tfunc(begin func()) { begin(); for { list(100) } },\n"
    "\tfunc(begin func()) { begin(); deep(1000) },\n"
    "\tfunc(begin func()) { begin(); time.Sleep(time.Hour) },\n"
    "\tfunc(begin func()) { begin(); <-make(chan int) },\n"
    "\tfunc(begin func()) { begin(); make(chan int) <- 1 },\n"
    "\tfunc(begin func()) { begin(); select {} },\n"
    "\tfunc(begin func()) { begin(); var c chan int; <-c },\n"
    "\tfunc(begin func()) {\n"
    "\t\tbegin()\n"
    "\t\tselect { case <-make(chan int): case make(chan [9]string) <- [9]string{}: case "
    "<-time.After"
    "(time.Hour): }\n"
    "\t},\n"
    "\tfunc(begin func()) { var m sync.Mutex; m.Lock(); begin(); m.Lock() },\n"
    "\tfunc(begin func()) { var m sync.RWMutex; m.Lock(); begin(); m.RLock() },\n"
    "\tfunc(begin func()) { var w sync.WaitGroup; w.Add(1); begin(); w.Wait() },\n"
    "\tfunc(begin func()) { c := sync.NewCond(&sync.Mutex{}); c.L.Lock(); begin(); c.Wait() },\n"
    "\tfunc(begin func()) { begin(); os.Stdin.Read(make([]byte, 1)) },\n"
    "\tfunc(begin func()) { begin(); for { os.Stdout.Write(make([]byte, 100000)) } },\n"
    "\tfunc(begin func()) { begin(); for { println(\"nobody reads this\") } },\n"
    "\tfunc(begin func()) { begin(); for { host.Back() } },\n"
    "\tfunc(begin func()) { begin(); for { func() { defer func() { recover() }(); panic(1) }() } "
    "},\n"
    "\tfunc(begin func()) { begin(); for { runtime.GC() } },\n"
    "\tfunc(begin func()) { begin(); for { runtime.Gosched() } },\n"
    "\tfunc(begin func()) {\n"
    "\t\tfor range 3 { go func() { for { list(100) } }(); go func() { defer later(); <-make(chan "
    "int) "
    "}() }\n"
    "\t\tbegin()\n"
    "\t\tvar w sync.WaitGroup; w.Add(1); w.Wait()\n"
    "\t},\n"
    "\tfunc(begin func()) {\n" // many wait for one lock and one condition
    "\t\tvar m sync.Mutex; c := sync.NewCond(&sync.Mutex{}); m.Lock()\n"
    "\t\tfor range 20 { go m.Lock(); go func() { c.L.Lock(); c.Wait() }() }\n"
    "\t\tbegin(); runtime.LockOSThread(); m.Lock()\n"
    "\t},\n"
    "\tfunc(begin func()) { begin(); for { go list(10); runtime.Gosched() } },\n"
    "\tfunc(begin func()) { m := map[int]int{}; begin(); for i := 0; ; i++ { m[i%3000000] = i } "
    "},\n"
    "\tfunc(begin func()) { begin(); time.AfterFunc(0, func() { for { } }); select {} },\n"
    "}\n"
    // In one native each, for seconds.
    "var text = strings.Repeat(\"a\", 16<<20)\n"
    "var part = strings.Repeat(\"a\", 64<<10)\n"
    "var long = []func(begin func()){\n"
    "\tfunc(begin func()) {\n"
    "\t\tr := strings.NewReplacer(part + \"b\", \"\", part + \"c\", \"\"); begin(); "
    "r.Replace(text)\n"
    "\t},\n"
    "\tfunc(begin func()) { begin(); for { strings.Repeat(part, 10000) } },\n"
    "\tfunc(begin func()) { begin(); for { strings.Index(text, part+\"b\") } },\n"
    "\tfunc(begin func()) { b := []byte(text); begin(); for { bytes.Count(b, []byte(\"a\")) } },\n"
    "\tfunc(begin func()) { begin(); for { strings.Fields(text) } },\n"
    "\tfunc(begin func()) {\n"
    "\t\ts := make([]string, 1<<18); for i := range s { s[i] = fmt.Sprint(i*7919%262144) }; "
    "begin()\n"
    "\t\tfor { sort.Strings(s); sort.Sort(sort.Reverse(sort.StringSlice(s))) }\n"
    "\t},\n"
    "\tfunc(begin func()) { a := make([]*int, 8<<20); b := make([]*int, 8<<20); begin(); for { "
    "copy(a, "
    "b) } },\n"
    "\tfunc(begin func()) { begin(); for { _ = []rune(text) } },\n"
    "\tfunc(begin func()) { begin(); for { _ = fmt.Sprintf(\"%x %q\", text, text) } },\n"
    "}\n"
    "func later() { lock.Lock(); Deferred++; lock.Unlock() }\n"
    // Not all goroutines are asleep for good.
    "func doze() { for { time.Sleep(time.Hour) } }\n"
    "func Forever(how int) {\n"
    "\tgo doze()\n"
    "\tdefer later()\n"
    "\tdefer func() { if recover() != nil { Recovered++ } }()\n"
    "\tif how >= 100 { long[how-100](host.Begin) } else { forever[how](host.Begin) }\n"
    "}\n"
    "func Count() int { return len(forever) }\n"
    "func CountLong() int { return len(long) }\n"
    "func Goroutines() int { return runtime.NumGoroutine() }\n"
    // Deferred functions that do not end, and what is deferred before them.
    "func Slow(how int) {\n"
    "\tgo doze()\n"
    "\tdefer later()\n"
    "\tdefer func() {\n"
    "\t\tdefer later()\n"
    "\t\tswitch how {\n"
    "\t\tcase 0: for { }\n"
    "\t\tcase 1: <-make(chan int)\n"
    "\t\tcase 2: go func() { for { } }(); time.Sleep(time.Hour)\n"
    "\t\tcase 3: panic(\"in a deferred function\")\n"
    "\t\tcase 4: os.Stdin.Read(make([]byte, 1))\n"
    "\t\t}\n"
    "\t}()\n"
    "\thost.Begin()\n"
    "\tfor how == 0 { }\n"
    "\tselect {}\n"
    "}\n"
    "func Block() { defer later(); host.Begin(); host.Block() }\n"
    "func Loop(n int) int { s := 0; for Rounds = 0; Rounds < n; Rounds++ { s += Rounds }; return s "
    "}\n"
    "func Add(a, b int) int { return a + b }\n"
    "func main() {}\n";

static clockid_t caller_clock;

static void fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fprintf(stderr, "api_interrupt: ");
  vfprintf(stderr, format, args);
  fprintf(stderr, "\n");
  va_end(args);
  exit(1);
}

// CPU time of the thread that makes the calls, in microseconds: the machine may be busy.
static int64_t cpu_us(void) {
  struct timespec now;
  clock_gettime(caller_clock, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_ms(long ms) {
  struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
  while (nanosleep(&left, &left) != 0)
    continue;
}

// A call that interrupts itself: who does it, and when it was.
enum by { BY_THREAD, BY_SIGNAL, BY_TIME, BY_STEPS };

static struct vole *instance; // of the signal handler
static int begun;
static bool came_far;                           // the last call had begun before it was interrupted
static int64_t longest, longest_how;            // us from the interrupt to the end of the call
static int64_t interrupted_at, interrupted_cpu; // ms, and us of cpu_us

static bool host_begin(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole, (void)user, (void)arguments, (void)results;
  __atomic_store_n(&begun, 1, __ATOMIC_RELEASE);
  return true;
}

static bool host_block(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole, (void)user, (void)arguments, (void)results;
  sleep_ms(200);
  return true;
}

static bool host_back(struct vole *vole, void *user, const void *arguments, void *results) {
  int64_t in[2] = {1, 2}, out = 0;
  (void)user, (void)arguments, (void)results;
  struct vole_error err = {0};
  bool ok =
      vole_call(vole, vole_func(vole, "main.Add", "func(int, int) int", NULL), in, &out, &err);
  if (!ok && err.kind != VOLE_ERROR_INTERRUPTED)
    fail("a call from a native: %s", err.message);
  vole_error_clear(&err);
  return true;
}

static void on_alarm(int number) {
  (void)number;
  vole_interrupt(instance);
}

static void *interrupt_soon(void *argument) {
  enum by by = *(enum by *)argument;
  while (!__atomic_load_n(&begun, __ATOMIC_ACQUIRE))
    sleep_ms(1);
  sleep_ms(20);
  interrupted_at = now_ms();
  interrupted_cpu = cpu_us();
  if (by == BY_SIGNAL)
    raise(SIGUSR1);
  else if (by == BY_THREAD && !vole_interrupt(instance))
    fail("vole_interrupt finds no call");
  return NULL;
}

static int64_t call(const char *name, const char *type, int64_t argument) {
  int64_t out = 0;
  struct vole_error err = {0};
  if (!vole_call(instance, vole_func(instance, name, type, &err), &argument, &out, &err))
    fail("%s: %s", name, err.message);
  return out;
}

static int64_t variable(const char *name) {
  return *(int64_t *)vole_variable(instance, name, "int", NULL);
}

// Whether a message is the one expected. On a busy machine any function of the host may be late.
static bool is_message(const char *message, const char *expected) {
  size_t size = strlen(expected);
  return strncmp(message, expected, size) == 0 &&
         (message[size] == '\0' || strncmp(message + size, "; it waited for host.B", 22) == 0);
}

// Calls name(how), which does not end by itself, and has it interrupted. Returns how many ms that
// took. Its deferred functions have deferred_ms.
static int64_t interrupt(const char *name, int64_t how, enum by by, int64_t deferred_ms,
                         const char *text) {
  struct vole_limits limits = {.time_ns = by == BY_TIME ? 50000000 : 0,
                               .steps = by == BY_STEPS ? 300000 : 0,
                               .deferred_ns = deferred_ms * 1000000};
  struct vole_error err = {0};
  pthread_t thread;
  __atomic_store_n(&begun, 0, __ATOMIC_RELEASE);
  if (!vole_set_limits(instance, &limits, &err))
    fail("vole_set_limits: %s", err.message);
  pthread_create(&thread, NULL, interrupt_soon, &by);
  struct vole_func *f = vole_func(instance, name, "func(int)", NULL);
  bool ok =
      vole_call(instance, f ? f : vole_func(instance, name, "func()", NULL), &how, NULL, &err);
  int64_t end = now_ms(), cpu = cpu_us();
  came_far = __atomic_load_n(&begun, __ATOMIC_ACQUIRE);
  __atomic_store_n(&begun, 1, __ATOMIC_RELEASE); // steps may have ended it before
  pthread_join(thread, NULL);
  if (ok || err.kind != VOLE_ERROR_INTERRUPTED)
    fail("%s(%" PRId64 ") by %d: %s", name, how, (int)by, ok ? "it returned" : err.message);
  if (!is_message(err.message, text))
    fail("%s(%" PRId64 ") by %d: \"%s\", not \"%s\"", name, how, (int)by, err.message, text);
  vole_error_clear(&err);
  vole_set_limits(instance, NULL, NULL);
  if (by != BY_TIME && cpu - interrupted_cpu > longest) {
    longest = cpu - interrupted_cpu;
    longest_how = how;
  }
  return end - interrupted_at;
}

// The instance does all that it did before.
static void check_sound(const char *what, int64_t how, enum by by) {
  int64_t in[2] = {40, 2}, out = 0;
  struct vole_error err = {0};
  if (!vole_call(instance, vole_func(instance, "main.Add", "func(int, int) int", NULL), in, &out,
                 &err) ||
      out != 42)
    fail("after %s(%" PRId64 ") by %d: %s", what, how, (int)by, err.message);
  if (!vole_collect(instance, &err))
    fail("after %s: %s", what, err.message);
  if (call("main.Goroutines", "func() int", 0) != 1)
    fail("after %s(%" PRId64 ") by %d there are %" PRId64 " goroutines", what, how, (int)by,
         call("main.Goroutines", "func() int", 0));
  if (call("main.Loop", "func(int) int", 1000) != 499500)
    fail("after %s a loop sums up wrongly", what);
  if (variable("main.Recovered") != 0)
    fail("%s(%" PRId64 ") by %d: recover saw the interrupt", what, how, (int)by);
}

static struct vole *make(int max_procs, int in_fd, int out_fd, const char *voledebug) {
  struct vole_config config = {.max_procs = max_procs,
                               .in_fd = in_fd,
                               .out_fd = out_fd,
                               .err_fd = out_fd,
                               .voledebug = voledebug};
  struct vole_error err = {0};
  struct vole *vole = vole_new(&config, &err);
  if (!vole || !vole_bind(vole, "host", "func Begin()", host_begin, NULL, &err) ||
      !vole_bind(vole, "host", "func Block()", host_block, NULL, &err) ||
      !vole_bind(vole, "host", "func Back()", host_back, NULL, &err) ||
      !vole_load_string(vole, "interrupt.go", source, sizeof source - 1, &err))
    fail("%s", err.message);
  return vole;
}

// Texts of errors.
static const char by_host[] = "interrupted by the host";
static const char by_time[] = "interrupted: the call has lasted longer than 50 ms";
static const char by_steps[] = "interrupted: the call has taken more than 300000 steps";

static void everything(int64_t first, int64_t count) {
  for (int64_t how = first; how < first + count; how++) {
    for (int by = BY_THREAD; by <= BY_TIME; by++) {
      int64_t deferred = variable("main.Deferred");
      interrupt("main.Forever", how, (enum by)by, 60000, by == BY_TIME ? by_time : by_host);
      check_sound("Forever", how, (enum by)by);
      if (came_far && variable("main.Deferred") <= deferred)
        fail("Forever(%" PRId64 ") by %d: the deferred function did not run", how, by);
    }
  }
}

static void slow_deferred(void) {
  static const char cut[] = "interrupted by the host; not all deferred functions came to their end";
  for (int64_t how = 0; how < 5; how++) {
    bool ends = how == 3;
    int64_t deferred = variable("main.Deferred");
    int64_t ms = interrupt("main.Slow", how, BY_THREAD, ends ? 60000 : 0, ends ? by_host : cut);
    if (variable("main.Deferred") != deferred + (ends ? 2 : 0))
      fail("Slow(%" PRId64 "): %" PRId64 " deferred functions came after it", how,
           variable("main.Deferred") - deferred);
    if (!ends && ms < 50)
      fail("Slow(%" PRId64 ") was cut after %" PRId64 " ms", how, ms);
    check_sound("Slow", how, BY_THREAD);
  }
  interrupt("main.Slow", 0, BY_TIME, 0,
            "interrupted: the call has lasted longer than 50 ms; not all deferred functions came "
            "to their end");
}

// Steps are the same each time.
static void steps(void) {
  int64_t first = 0;
  for (int i = 0; i < 3; i++) {
    struct vole_limits limits = {.steps = 300000};
    struct vole_error err = {0};
    int64_t rounds = 1000000000;
    vole_set_limits(instance, &limits, NULL);
    if (vole_call(instance, vole_func(instance, "main.Loop", "func(int) int", NULL), &rounds, NULL,
                  &err) ||
        err.kind != VOLE_ERROR_INTERRUPTED || strcmp(err.message, by_steps) != 0)
      fail("steps: %s", err.message);
    vole_error_clear(&err);
    if (i > 0 && variable("main.Rounds") != first)
      fail("%" PRId64 " rounds, then %" PRId64, first, variable("main.Rounds"));
    first = variable("main.Rounds");
    if (first < 299990 || first > 300000)
      fail("300000 steps are %" PRId64 " rounds", first);
    rounds = 299000;
    if (!vole_call(instance, vole_func(instance, "main.Loop", "func(int) int", NULL), &rounds, NULL,
                   &err))
      fail("within the limit: %s", err.message);
    vole_set_limits(instance, NULL, NULL);
  }
  for (int64_t how = 0; how < 3; how++) {
    interrupt("main.Forever", how, BY_STEPS, 60000, by_steps);
    check_sound("Forever", how, BY_STEPS);
  }
  // The deferred function does not end: its steps do.
  interrupt(
      "main.Slow", 0, BY_STEPS, 60000,
      "interrupted: the call has taken more than 300000 steps; not all deferred functions came "
      "to their end");
  check_sound("Slow", 0, BY_STEPS);
}

static void wrong_calls(void) {
  struct vole_error err = {0};
  struct vole_limits limits = {.steps = -1};
  if (vole_interrupt(NULL) || vole_interrupt(instance))
    fail("vole_interrupt interrupts nothing");
  if (vole_set_limits(instance, &limits, &err) || err.kind != VOLE_ERROR_USAGE)
    fail("a negative limit");
  if (vole_set_limits(NULL, NULL, &err) || err.kind != VOLE_ERROR_USAGE)
    fail("limits of no instance");
  vole_error_clear(&err);
}

// A function of the host is waited for, and the error says so.
static void stuck_native(void) {
  int64_t ms = interrupt("main.Block", 0, BY_THREAD, 60000,
                         "interrupted by the host; it waited for host.Block, a function of the "
                         "host, to return");
  if (ms < 100)
    fail("a native was left after %" PRId64 " ms", ms);
  check_sound("Block", 0, BY_THREAD);
}

// Interrupts at any moment of many short calls: each call ends, interrupted or not.
static void *interrupt_often(void *done) {
  while (!__atomic_load_n((int *)done, __ATOMIC_ACQUIRE))
    vole_interrupt(instance);
  return NULL;
}

static void at_any_moment(void) {
  int done = 0, ended[2] = {0, 0};
  pthread_t thread;
  struct vole_func *loop = vole_func(instance, "main.Loop", "func(int) int", NULL);
  pthread_create(&thread, NULL, interrupt_often, &done);
  for (int i = 0; i < 1000 || (ended[false] == 0 && i < 100000); i++) {
    int64_t rounds = i % 7 * 3000, sum = 0;
    struct vole_error err = {0};
    bool ok = vole_call(instance, loop, &rounds, &sum, &err);
    if (ok ? sum != rounds * (rounds - 1) / 2 : err.kind != VOLE_ERROR_INTERRUPTED)
      fail("call %d: %s", i, ok ? "a wrong sum" : err.message);
    ended[ok]++;
    vole_error_clear(&err);
  }
  __atomic_store_n(&done, 1, __ATOMIC_RELEASE);
  pthread_join(thread, NULL);
  if (ended[false] == 0)
    fail("no call was interrupted");
  check_sound("Loop", 0, BY_THREAD);
}

int main(int argc, char **argv) {
  int in[2], out[2];
  pthread_getcpuclockid(pthread_self(), &caller_clock);
  if (pipe(in) != 0 || pipe(out) != 0)
    fail("no pipes");
  sigaction(SIGUSR1, &(struct sigaction){.sa_handler = on_alarm}, NULL);
  static const char *const modes[] = {NULL, "gcstress=50", "movestacks,smallbufs"};
  bool timed = argc > 1 && strcmp(argv[1], "timed") == 0;
  for (int run = 0; run < (timed ? 1 : 6); run++) {
    instance = make(run % 2 ? 4 : 1, in[0], out[1], modes[run / 2]);
    wrong_calls();
    everything(0, call("main.Count", "func() int", 0));
    slow_deferred();
    stuck_native();
    at_any_moment();
    if (run < 2) {
      everything(100, call("main.CountLong", "func() int", 0));
      steps();
    }
    vole_free(instance);
  }
  // A debug build, and sanitizers more so, take their time.
  if (longest > 2000000)
    fail("Forever(%" PRId64 ") took %" PRId64 " us of CPU time to end", longest_how, longest);
  if (timed)
    printf("the longest took %" PRId64 " us of CPU time, for %" PRId64 "\n", longest, longest_how);
  puts("calls were interrupted, and instances went on");
  return 0;
}
