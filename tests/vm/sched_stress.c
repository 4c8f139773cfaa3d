// Drives goroutines of several instances from several threads, for the thread sanitizer to watch.
//
//   vm_sched_stress [ROUNDS]
//
// Each of the host's threads makes an instance, uses it, and destroys it, again and again: after
// its program has ended, while its goroutines run, block and sleep, after os.Exit, and after a
// panic. It collects, looks things up and holds objects while goroutines run that are compiling
// what they call and call the host. At the end no thread is left.

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vm/api/vole.h"

enum { hosts = 2, rounds_by_default = 2, scenes = 8 };

static const char source[] =
    "package main\n"
    "import (\n\t\"fmt\"\n\t\"host\"\n\t\"os\"\n\t\"runtime\"\n\t\"sort\"\n\t\"strings\"\n"
    "\t\"sync\"\n\t\"sync/atomic\"\n\t\"time\"\n)\n"
    "type node struct { left, right *node; name string; any any }\n"
    "var shared sync.Map\n"
    "var mu, held sync.Mutex\n"
    "var table = map[string][]int{}\n"
    "var root atomic.Pointer[node]\n"
    "var Ticks int64\n"
    "func tree(depth int) *node {\n"
    "\tif depth == 0 { return &node{name: fmt.Sprint(depth), any: depth} }\n"
    "\treturn &node{tree(depth - 1), tree(depth - 1), \"inner\", []int{depth}}\n"
    "}\n"
    "func (n *node) count() int {\n"
    "\tif n.left == nil { return 1 }\n"
    "\treturn 1 + n.left.count() + n.right.count()\n"
    "}\n"
    // What it computes does not depend on which one is quicker.
    "func work(id int, in <-chan int, out chan<- any) {\n"
    "\tsum := 0\n"
    "\tfor x := range in {\n"
    "\t\tt := tree(5)\n"
    "\t\troot.Store(t)\n"
    "\t\tmu.Lock()\n"
    "\t\tkey := strings.Repeat(\"k\", x%7)\n"
    "\t\ttable[key] = append(table[key], x)\n"
    "\t\tif len(table[key]) > 50 { sort.Ints(table[key]); table[key] = nil }\n"
    "\t\tmu.Unlock()\n"
    "\t\tshared.Store(x%10, fmt.Sprintf(\"%d-%v\", x, t.any))\n"
    "\t\tselect {\n"
    "\t\tcase <-time.After(time.Hour):\n"
    "\t\tdefault:\n"
    "\t\t}\n"
    "\t\tif x%50 == 0 { time.Sleep(100 * time.Microsecond) }\n"
    "\t\tif x%20 == 0 { runtime.Gosched() }\n"
    "\t\tsum += x + t.count() - 63 + host.Double(x) - 2*x\n"
    "\t\tatomic.AddInt64(&Ticks, 1)\n"
    "\t}\n"
    "\tout <- sum\n"
    "}\n"
    "func Compute(workers, jobs int) int {\n"
    "\tin, out := make(chan int, 3), make(chan any)\n"
    "\tfor i := range workers { go work(i, in, out) }\n"
    "\tfor i := range jobs { in <- i }\n"
    "\tclose(in)\n"
    "\tsum := 0\n"
    "\tfor range workers { sum += (<-out).(int) }\n"
    "\treturn sum\n"
    "}\n"
    // Goroutines that nothing ends but the end of the instance.
    "func Leave(kind int) *node {\n"
    "\tnever := make(chan int)\n"
    "\tbusy := make(chan int, 2)\n"
    "\tvar wg sync.WaitGroup\n"
    "\twg.Add(1)\n"
    "\tfor i := range 6 {\n"
    "\t\tswitch (i + kind) % 6 {\n"
    "\t\tcase 0: go func() { for { Ticks2(tree(3)) } }()\n"
    "\t\tcase 1: go func() { for { busy <- <-busy } }()\n"
    "\t\tcase 2: go func() { select { case <-never: case never <- 1: } }()\n"
    "\t\tcase 3: go func() { for { time.Sleep(time.Millisecond) } }()\n"
    "\t\tcase 4: go func() { held.Lock(); wg.Wait(); held.Unlock() }()\n"
    "\t\tcase 5: go func() { for i := 0; ; i++ { if host.Double(i) != 2*i { panic(i) } } }()\n"
    "\t\t}\n"
    "\t}\n"
    "\tbusy <- 1\n"
    "\tn := tree(2)\n"
    "\truntime.SetFinalizer(n, func(n *node) { atomic.AddInt64(&Ticks, 1) })\n"
    "\treturn tree(4)\n"
    "}\n"
    "func Ticks2(n *node) { atomic.AddInt64(&Ticks, int64(n.count())) }\n"
    "func Exit(code int) { go func() { os.Exit(code) }(); select {} }\n"
    "func Panic(text string) { go func() { panic(text) }(); select {} }\n"
    "func Recover() (n int) {\n"
    "\tvar wg sync.WaitGroup\n"
    "\tvar caught atomic.Int64\n"
    "\tfor range 8 {\n"
    "\t\twg.Add(1)\n"
    "\t\tgo func() {\n"
    "\t\t\tdefer wg.Done()\n"
    "\t\t\tdefer func() { if recover() != nil { caught.Add(1) } }()\n"
    "\t\t\thost.Fail()\n"
    "\t\t}()\n"
    "\t}\n"
    "\twg.Wait()\n"
    "\treturn int(caught.Load())\n"
    "}\n"
    "func main() {}\n";

static _Noreturn void fail(const char *what, const char *message) {
  fprintf(stderr, "sched_stress: %s: %s\n", what, message ? message : "");
  abort();
}

static void require(bool holds, const char *what, const struct vole_error *err) {
  if (!holds)
    fail(what, err ? err->message : NULL);
}

static bool host_double(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)vole;
  (void)user;
  int64_t n;
  memcpy(&n, arguments, sizeof n);
  n *= 2;
  memcpy(results, &n, sizeof n);
  return true;
}

static bool host_fail(struct vole *vole, void *user, const void *arguments, void *results) {
  (void)user;
  (void)arguments;
  (void)results;
  vole_panic(vole, "the host says no");
  return false;
}

static struct vole *make(int number) {
  // What never ends must leave time for the rest.
  static const char *const debug[] = {"gcstress=20000", "gcstress=500", "gcstress=2000,verify"};
  bool ends = number % scenes < 2;
  struct vole_error err = {0};
  struct vole_config config = {.max_procs = 1 + number % 4,
                               .voledebug = debug[ends ? number % 3 : 0],
                               .gc_percent = number % 2 ? 20 : 100};
  struct vole *vole = vole_new(&config, &err);
  require(vole, "vole_new", &err);
  require(vole_bind(vole, "host", "func Double(n int) int", host_double, NULL, &err) &&
              vole_bind(vole, "host", "func Fail()", host_fail, NULL, &err) &&
              vole_load_string(vole, "stress.go", source, sizeof source - 1, &err),
          "load", &err);
  return vole;
}

static bool call(struct vole *vole, const char *name, const char *signature, const void *arguments,
                 void *results, struct vole_error *err) {
  struct vole_func *function = vole_func(vole, name, signature, err);
  return function && vole_call(vole, function, arguments, results, err);
}

static void compute(struct vole *vole, int64_t workers, int64_t jobs) {
  struct vole_error err = {0};
  int64_t arguments[2] = {workers, jobs}, sum = -1;
  require(call(vole, "main.Compute", "func(int, int) int", arguments, &sum, &err), "Compute", &err);
  require(sum == jobs * (jobs - 1) / 2, "the sum", NULL);
}

// Leaves goroutines running, and uses the instance while they do.
static void leave(struct vole *vole, int64_t kind, int uses) {
  struct vole_error err = {0};
  void *object = NULL;
  require(call(vole, "main.Leave", "func(int) *node", &kind, &object, &err), "Leave", &err);
  struct vole_ref *ref = vole_hold(vole, object);
  for (int i = 0; i < uses; i++) {
    struct vole_stats stats;
    vole_stats(vole, &stats);
    if (i % 2)
      vole_collect(vole, NULL);
    require(vole_variable(vole, "main.Ticks", "int64", &err), "Ticks", &err);
    compute(vole, 2, 5);
    struct timespec pause = {.tv_nsec = 1000 * 1000};
    nanosleep(&pause, NULL);
  }
  require(vole_ref_object(ref) == object, "a held object", NULL);
  vole_release(vole, ref);
}

static void end_by_exit(struct vole *vole) {
  struct vole_error err = {0};
  int64_t code = 7;
  bool returned = call(vole, "main.Exit", "func(int)", &code, NULL, &err);
  require(!returned && err.kind == VOLE_ERROR_EXIT && err.exit_status == 7, "os.Exit", &err);
  vole_error_clear(&err);
}

static void end_by_panic(struct vole *vole) {
  struct vole_error err = {0};
  struct vole_string text = vole_string_new(vole, "stop", 4);
  bool returned = call(vole, "main.Panic", "func(string)", &text, NULL, &err);
  require(!returned && err.message && strstr(err.message, "panic: stop"), "panic", &err);
  vole_error_clear(&err);
}

static void recover_all(struct vole *vole) {
  struct vole_error err = {0};
  int64_t caught = 0;
  require(call(vole, "main.Recover", "func() int", NULL, &caught, &err), "Recover", &err);
  require(caught == 8, "panics of the host's functions", NULL);
}

static void play(int number) {
  struct vole *vole = make(number);
  switch (number % scenes) {
  case 0:
    compute(vole, 20, 100);
    break;
  case 1:
    compute(vole, 2, 50);
    recover_all(vole);
    break;
  case 2:
    leave(vole, number, 0);
    break;
  case 3:
  case 4:
    leave(vole, number, 3);
    break;
  case 5:
    leave(vole, number, 1);
    end_by_exit(vole);
    break;
  case 6:
    leave(vole, number, 0);
    end_by_panic(vole);
    break;
  default:
    break; // loaded, and never used
  }
  vole_free(vole);
}

static void *host_main(void *argument) {
  const int *range = argument;
  for (int number = range[0]; number < range[1]; number++)
    play(number);
  return NULL;
}

// Threads of the process; -1 where that cannot be found out.
static int count_threads(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  int threads = -1;
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "Threads: %d", &threads) == 1)
      break;
  if (status)
    fclose(status);
  return threads;
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : rounds_by_default;
  play(1); // the sanitizer makes a thread of its own with the first
  int before = count_threads();
  int range[hosts][2];
  pthread_t thread[hosts];
  for (int i = 0; i < hosts; i++) {
    range[i][0] = i * rounds * scenes;
    range[i][1] = (i + 1) * rounds * scenes;
    require(pthread_create(&thread[i], NULL, host_main, range[i]) == 0, "pthread_create", NULL);
  }
  for (int i = 0; i < hosts; i++)
    pthread_join(thread[i], NULL);
  require(count_threads() <= before, "threads are left", NULL);
  printf("%d instances\n", hosts * rounds * scenes);
  return 0;
}
