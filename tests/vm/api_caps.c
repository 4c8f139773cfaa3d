// Caps of calls: what is written, how many goroutines there are at once, what of the heap is in use,
// and what is allocated. Each is an error of the call that a script cannot catch or raise, and leaves the instance usable.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/api/vole.h"

static const char source[] =
    "package main\n"
    "import (\"fmt\"; \"os\"; \"time\")\n"
    "var Begun int\n"
    "var stop = make(chan bool)\n"
    "func Nothing() {}\n"
    "func Write() { fmt.Print(\"ten bytes\\n\") }\n"
    "func WriteOn() { defer func() { recover(); for { os.Stdout.Write(make([]byte, 10)) } }()\n"
    "\tfor i := 0; ; i++ { fmt.Fprint(os.Stderr, \"seven, \"); os.Stdout.Write([]byte(\"six, \")) "
    "}\n"
    "}\n"
    "func WriteMuch() { os.Stdout.Write(make([]byte, 1<<20)) }\n"
    "func PrintOn() { for { println(\"a line\") } }\n"
    "func Go(n int) { for range n { go func() { <-stop }() } }\n"
    "func End(n int) { for range n { stop <- true }; time.Sleep(time.Millisecond) }\n"
    "func GoOn() { for Begun = 0; ; Begun++ { go func() { select {} }() } }\n"
    "func GoOnAfter() { defer func() { recover(); GoOn() }(); GoOn() }\n"
    "var kept [][]byte\n"
    "func KeepOn() { defer func() { recover(); kept = nil }()\n"
    "\tfor { kept = append(kept, make([]byte, 100<<10)) }\n"
    "}\n"
    "func AllocateOn() { defer func() { recover(); Drop(100) }(); for { Drop(100) } }\n"
    "func Drop(n int) { for range n { kept = [][]byte{make([]byte, 100<<10)} } }\n"
    "func LaterOn() { for { time.AfterFunc(0, func() { select {} }); time.Sleep(1) } }\n"
    "func main() {}\n";

static struct vole *vole;
static int out;

static void fail(const char *what, const char *message) {
  fprintf(stderr, "api_caps: %s: %s\n", what, message ? message : "failed");
  exit(1);
}

static int64_t taken; // bytes that the host's function has been given
static bool host_writes;

static bool take(void *user, int stream, const char *bytes, size_t size) {
  (void)user;
  (void)stream;
  (void)bytes;
  taken += (int64_t)size;
  return true;
}

static int64_t written(void) {
  struct stat info;
  if (host_writes)
    return taken;
  if (fstat(out, &info) != 0)
    fail("fstat", NULL);
  return info.st_size;
}

// Calls name(n), or name() if n is 0. A text is that of the error by which it must end.
static void call(const char *name, int64_t n, const struct vole_limits *limits, const char *text) {
  struct vole_error err = {0};
  struct vole_func *func = vole_func(vole, name, n ? "func(int)" : "func()", &err);
  if (!func || !vole_set_limits(vole, limits, &err))
    fail(name, err.message);
  bool ok = vole_call(vole, func, &n, NULL, &err);
  if (ok != !text)
    fail(name, ok ? "it returned" : err.message);
  if (text && (err.kind != VOLE_ERROR_INTERRUPTED || strcmp(err.message, text) != 0))
    fail(name, err.message);
  vole_error_clear(&err);
}

// The limit is met to the byte: by writes, one long write, print, and by deferred functions.
static void cap_output(void) {
  static const char *const names[] = {"main.WriteOn", "main.WriteMuch", "main.PrintOn"};
  static const char text[] = "interrupted: the call has written more than 1003 bytes";
  const struct vole_limits limits = {.output_bytes = 1003};
  for (int i = 0; i < 3; i++) {
    int64_t before = written();
    char cut[sizeof text + 60];
    snprintf(cut, sizeof cut, "%s%s", text,
             i == 0 ? "; not all deferred functions came to their end" : "");
    call(names[i], 0, &limits, cut);
    if (written() - before != 1003)
      fail(names[i], "it has not written 1003 bytes");
    // It is the call's own limit.
    call("main.Write", 0, &(struct vole_limits){.output_bytes = 10}, NULL);
    if (written() - before != 1013)
      fail("main.Write", "it has not written ten bytes");
  }
}

static void cap_goroutines(void) {
  static const char text[] = "interrupted: there are more than 100 goroutines";
  static const char cut[] = "interrupted: there are more than 100 goroutines; not all deferred "
                            "functions came to their end";
  const struct vole_limits limits = {.goroutines = 100};
  const int64_t *begun = vole_variable(vole, "main.Begun", "int", NULL);
  for (int i = 0; i < 3; i++) {
    call("main.GoOnAfter", 0, &limits, cut);
    call("main.GoOn", 0, &limits, text);
    if (!begun || *begun > 100)
      fail("main.GoOn", "more than 100 goroutines had begun");
    call("main.Go", 99, &limits, NULL); // with its own: exactly 100
    call("main.Nothing", 0, &limits, NULL);
    call("main.Go", 1, &limits, text); // all of them end, those of earlier calls too
    call("main.Go", 99, &limits, NULL);
    call("main.End", 99, &limits, NULL);
  }
  call("main.LaterOn", 0, &limits, text);
}

static void cap_heap(void) {
  const struct vole_limits limits = {.heap_bytes = 16 << 20};
  struct vole_stats stats;
  for (int i = 0; i < 3; i++) {
    call("main.KeepOn", 0, &limits, "interrupted: more than 16777216 bytes of the heap are in use");
    call("main.Drop", 2000, &limits, NULL);
    if (!vole_collect(vole, NULL) || !vole_stats(vole, &stats) || stats.heap_live > 4 << 20)
      fail("main.KeepOn", "what it has kept is still there");
  }
}

static void cap_allocation(void) {
  static const char text[] = "interrupted: the call has allocated more than 33554432 bytes";
  const struct vole_limits limits = {.allocated_bytes = 32 << 20};
  struct vole_stats before, after;
  for (int i = 0; i < 3; i++) {
    vole_collect(vole, NULL);
    vole_stats(vole, &before);
    call("main.AllocateOn", 0, &limits, text);
    vole_stats(vole, &after);
    // Objects of 100 KiB, two for each round, and the hundred of the deferred function.
    if (after.mallocs - before.mallocs < 600 || after.mallocs - before.mallocs > 1400)
      fail("main.AllocateOn", "it has not allocated 32 MiB");
    call("main.Drop", 200, &limits, NULL);
  }
}

int main(void) {
  for (int turn = 0; turn < 4; turn++) {
    struct vole_error err = {0};
    host_writes = turn >= 2;
    FILE *file = tmpfile();
    if (!file)
      fail("tmpfile", NULL);
    out = fileno(file);
    struct vole_config config = {.max_procs = turn % 2 + 1, .out_fd = out, .err_fd = out};
    if (host_writes)
      config.write = take;
    vole = vole_new(&config, &err);
    if (!vole || !vole_load_string(vole, "caps.go", source, sizeof source - 1, &err))
      fail("load", err.message);
    cap_output();
    cap_goroutines();
    cap_heap();
    cap_allocation();
    struct vole_limits wrong[] = {
        {.output_bytes = -1}, {.goroutines = -1}, {.heap_bytes = -1}, {.allocated_bytes = -1}};
    for (int i = 0; i < 4; i++)
      if (vole_set_limits(vole, &wrong[i], &err) || err.kind != VOLE_ERROR_USAGE)
        fail("a negative limit", NULL);
    vole_error_clear(&err);
    vole_free(vole);
    fclose(file);
  }
  puts("caps hold");
  return 0;
}
