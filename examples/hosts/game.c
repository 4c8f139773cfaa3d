// The first host to read: a small game, the rules of which are a Go script (game.go).
//
//   game [SCRIPT]
//
// The host makes an instance, binds a C function for the script to call (host_log), loads the
// script and looks up its function Tick. It calls Tick for each step, and goes on when the script
// panics.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/api/vole.h" // <vole.h> once it is installed

// The state of the host, which the script does not see.
struct world {
  int64_t steps;
  int64_t logged;
};

// The parameters of func Log(level int, message string) int, laid out as Go lays out a struct.
struct log_arguments {
  int64_t level;
  struct vole_string message;
};

// The native behind Log: writes a line and returns how many there are. user is what vole_bind got.
static bool host_log(struct vole *vole, void *user, const void *arguments, void *results) {
  struct world *world = user;
  const struct log_arguments *in = arguments;
  if (in->level < 0) {
    vole_panic(vole, "a level must not be negative"); // the script can recover from it
    return false;
  }
  world->logged++;
  printf("%*s[%" PRId64 "] %.*s\n", (int)in->level * 2, "", in->level, (int)in->message.len,
         in->message.ptr);
  *(int64_t *)results = world->logged;
  return true;
}

// Prints an error and clears it. Returns an exit status.
static int report(const char *what, struct vole_error *err) {
  printf("%s: %s\n", what, err->message ? err->message : "no message");
  int status = err->exit_status != 0 ? err->exit_status : 1;
  vole_error_clear(err);
  return status;
}

// Calls main.Tick(dt float64, n int) (int, error) once and prints its results. Returns false if the
// script panicked.
static bool tick(struct vole *vole, struct vole_func *function, double dt, int64_t n) {
  struct {
    double dt;
    int64_t n;
  } in = {dt, n};
  struct {
    int64_t hits;
    struct vole_iface error;
  } out = {0};
  struct vole_error err = {0};
  if (!vole_call(vole, function, &in, &out, &err)) {
    printf("tick %" PRId64 " stopped: kind %d\n", n, (int)err.kind);
    vole_error_clear(&err);
    return false;
  }
  printf("tick %" PRId64 ": %" PRId64 " hits", n, out.hits);
  char *text = vole_iface_text(vole, out.error, NULL); // NULL for a nil error
  printf(", error %s\n", text ? text : "none");
  free(text);
  return true;
}

// Loads the script and plays six steps. Returns an exit status.
static int play(struct vole *vole, struct world *world, const char *script) {
  struct vole_error err = {0};
  if (!vole_bind(vole, "host", "func Log(level int, message string) int", host_log, world, &err) ||
      !vole_load_file(vole, script, &err)) {
    return report("load", &err);
  }
  struct vole_func *function =
      vole_func(vole, "main.Tick", "func(dt float64, n int) (int, error)", &err);
  if (!function)
    return report("Tick", &err);
  int stopped = 0;
  for (int64_t n = 0; n < 6; n++) {
    world->steps++;
    stopped += !tick(vole, function, 0.25, n);
  }
  // A lookup checks the type, so that the structs above cannot be those of another function.
  if (!vole_func(vole, "main.Tick", "func(string)", &err)) {
    printf("a wrong signature is refused\n");
    vole_error_clear(&err);
  }
  vole_collect(vole, NULL);
  printf("%" PRId64 " steps, %d stopped, %" PRId64 " logged\n", world->steps, stopped,
         world->logged);
  return 0;
}

int main(int argc, char **argv) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, &err);
  if (!vole)
    return report("vole", &err);
  struct world world = {0};
  int status = play(vole, &world, argc > 1 ? argv[1] : "examples/hosts/game.go");
  vole_free(vole);
  return status;
}
