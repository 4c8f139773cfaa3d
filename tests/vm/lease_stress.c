// Leases of the P: threads of the host that call one instance in turn and in vain, while others ask
// for statistics, interrupt, collect, and goroutines and timers want the P. Each call must come to
// its own result, each interrupt must meet a call or be refused, and nobody may wait for ever.

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mem/atomic.h"
#include "vm/api/vole.h"

enum { callers = 3, calls = 5000, watches = 3000, most_seconds = 120 };

static const char source[] = "package main\n"
                             "import \"time\"\n"
                             "type node struct { next *node; n int }\n"
                             "var Ticks int\n"
                             "func Add(a, b int) int { return a + b }\n"
                             "func List(n int) int {\n"
                             "\tvar l *node\n"
                             "\tfor i := 0; i < n; i++ { l = &node{l, i} }\n"
                             "\tfor ; l != nil; l = l.next { n-- }\n"
                             "\treturn n\n"
                             "}\n"
                             "func Begin() {\n"
                             "\tgo func() { for { time.Sleep(time.Millisecond); Ticks++ } }()\n"
                             "}\n"
                             "func main() {}\n";

static struct vole *vole;
static struct vole_func *add, *list;
static uint32_t interrupted, wished, ended;

static void fail(const char *what, const struct vole_error *err) {
  fprintf(stderr, "lease_stress: %s: %s\n", what, err && err->message ? err->message : "failed");
  exit(1);
}

// Calls until no other thread is inside. Returns false if the call was interrupted.
static bool call(struct vole_func *func, const void *in, void *out) {
  struct vole_error err = {0};
  while (!vole_call(vole, func, in, out, &err)) {
    if (err.kind == VOLE_ERROR_INTERRUPTED) {
      atomic_add_u32(&interrupted, 1);
      vole_error_clear(&err);
      return false;
    }
    if (err.kind != VOLE_ERROR_USAGE || !strstr(err.message, "in use by another thread"))
      fail("call", &err);
    sched_yield();
  }
  vole_error_clear(&err);
  return true;
}

static void *call_often(void *argument) {
  int64_t number = (intptr_t)argument;
  for (int64_t i = 0; i < calls; i++) {
    struct {
      int64_t a, b;
    } in = {i, number};
    int64_t out = -1, n = 50;
    if (call(add, &in, &out) && out != i + number)
      fail("a sum is wrong", NULL);
    vole_string_new(vole, "leased", 6); // no call: an interrupt must not meet it
    if (i % 10 == 0 && call(list, &n, &out) && out != 0)
      fail("a list is wrong", NULL);
    if (i % 500 == 0)
      nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL); // the monitor takes the lease
  }
  atomic_add_u32(&ended, 1);
  return NULL;
}

static void *watch(void *argument) {
  struct vole_stats stats;
  (void)argument;
  for (int i = 0; i < watches && atomic_load_u32(&ended) < callers; i++) {
    if (!vole_stats(vole, &stats) || stats.mallocs < stats.frees)
      fail("statistics", NULL);
    if (i % 3 == 0 && vole_interrupt(vole))
      atomic_add_u32(&wished, 1);
    if (i % 20 == 0)
      vole_collect(vole, NULL); // in vain, if another is inside
    nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
  }
  return NULL;
}

static void run(int procs, bool goroutines) {
  struct vole_error err = {0};
  struct vole_config config = {.max_procs = procs, .gc_percent = 20};
  pthread_t threads[callers + 1];
  interrupted = wished = ended = 0;
  vole = vole_new(&config, &err);
  if (!vole || !vole_load_string(vole, "lease.go", source, sizeof source - 1, &err))
    fail("load", &err);
  add = vole_func(vole, "main.Add", "func(a, b int) int", &err);
  list = vole_func(vole, "main.List", "func(n int) int", &err);
  struct vole_func *begin = vole_func(vole, "main.Begin", "func()", &err);
  if (!add || !list || !begin)
    fail("lookup", &err);
  // An interrupt of the first call, which initialises the packages, would end the instance.
  int64_t none = 0;
  if (!vole_call(vole, list, &none, NULL, &err))
    fail("the first call", &err);
  if (goroutines && !vole_call(vole, begin, NULL, NULL, &err))
    fail("begin", &err);
  for (intptr_t i = 0; i <= callers; i++)
    if (pthread_create(&threads[i], NULL, i < callers ? call_often : watch, (void *)i) != 0)
      fail("pthread_create", NULL);
  for (int i = 0; i <= callers; i++)
    pthread_join(threads[i], NULL);
  // An interrupt that was granted ends exactly one call.
  if (interrupted != wished)
    fail("an interrupt met no call", NULL);
  if (getenv("VOLE_TEST_SHOW"))
    fprintf(stderr, "%u of %d watches interrupted a call\n", interrupted, watches);
  vole_free(vole);
}

static void *end_in_time(void *argument) {
  nanosleep(&(struct timespec){.tv_sec = most_seconds}, NULL);
  fail("it does not end", NULL);
  return argument;
}

int main(void) {
  pthread_t alarm;
  if (pthread_create(&alarm, NULL, end_in_time, NULL) != 0)
    fail("pthread_create", NULL);
  for (int procs = 1; procs <= 2; procs++) {
    run(procs, false);
    run(procs, true);
  }
  puts("calls and leases agree");
  return 0;
}
