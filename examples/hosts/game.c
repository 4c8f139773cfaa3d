// A host: a small game whose rules are a Go script (game.go). The host gives the script a function
// to call, calls the script for each step, and keeps going when the script panics.
//
//   game [SCRIPT]

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/api/vole.h"

struct world {
  int64_t steps;
  int64_t logged;
};

// What the script calls: func Log(level int, message string) int
struct log_arguments {
  int64_t level;
  struct vole_string message;
};

static bool host_log(struct vole *rt, void *user, const void *arguments, void *results) {
  struct world *world = user;
  const struct log_arguments *in = arguments;
  if (in->level < 0) {
    vole_panic(rt, "a level must not be negative");
    return false;
  }
  world->logged++;
  printf("%*s[%" PRId64 "] %.*s\n", (int)in->level * 2, "", in->level, (int)in->message.len,
         in->message.ptr);
  *(int64_t *)results = world->logged;
  return true;
}

// Prints an error and forgets it. Returns a program's exit status.
static int report(const char *what, struct vole_error *err) {
  printf("%s: %s\n", what, err->message ? err->message : "no message");
  int status = err->exit_status != 0 ? err->exit_status : 1;
  vole_error_clear(err);
  return status;
}

// Calls main.Tick(dt float64, n int) (int, error) once, and says what came back.
static bool tick(struct vole *rt, struct vole_func *function, double dt, int64_t n) {
  struct {
    double dt;
    int64_t n;
  } in = {dt, n};
  struct {
    int64_t hits;
    struct vole_iface error;
  } out = {0};
  struct vole_error err = {0};
  if (!vole_call(rt, function, &in, &out, &err)) {
    printf("tick %" PRId64 " stopped: kind %d\n", n, (int)err.kind);
    vole_error_clear(&err);
    return false;
  }
  printf("tick %" PRId64 ": %" PRId64 " hits", n, out.hits);
  char *text = vole_iface_text(rt, out.error, NULL);
  printf(", error %s\n", text ? text : "none");
  free(text);
  return true;
}

static int play(struct vole *rt, struct world *world, const char *script) {
  struct vole_error err = {0};
  if (!vole_bind(rt, "host", "func Log(level int, message string) int", host_log, world, &err) ||
      !vole_load_file(rt, script, &err)) {
    return report("load", &err);
  }
  struct vole_func *function =
      vole_func(rt, "main.Tick", "func(dt float64, n int) (int, error)", &err);
  if (!function)
    return report("Tick", &err);
  int stopped = 0;
  for (int64_t n = 0; n < 6; n++) {
    world->steps++;
    stopped += !tick(rt, function, 0.25, n);
  }
  if (!vole_func(rt, "main.Tick", "func(string)", &err)) {
    printf("a wrong signature is refused\n");
    vole_error_clear(&err);
  }
  vole_collect(rt, NULL);
  printf("%" PRId64 " steps, %d stopped, %" PRId64 " logged\n", world->steps, stopped,
         world->logged);
  return 0;
}

int main(int argc, char **argv) {
  struct vole_error err = {0};
  struct vole *rt = vole_new(NULL, &err);
  if (!rt)
    return report("vole", &err);
  struct world world = {0};
  int status = play(rt, &world, argc > 1 ? argv[1] : "examples/hosts/game.go");
  vole_free(rt);
  return status;
}
