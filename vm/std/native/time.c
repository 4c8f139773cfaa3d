// Natives of package time: the clocks, files of time zones, timers.

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "mem/atomic.h"
#include "runtime/chan.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"
#include "runtime/system.h"
#include "runtime/timer.h"
#include "vm/std/native/os.h"
#include "vm/std/natives.h"

// As time/time.go declares Time.
struct go_time {
  int64_t seconds; // since year 1
  int32_t nanoseconds;
  int64_t monotonic; // ns plus one
  void *location;
};
_Static_assert(sizeof(struct go_time) == 32, "time.Time: see tests/vm/mirror_test.c");

enum timer_use { SENDS_TIME, STARTS_CALL };

static const int64_t unix_to_year_1 = INT64_C(719162) * 86400; // seconds

// func now() (wall, mono int64)
static bool time_now(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)runtime_walltime(g->runtime);
  results[1] = (uint64_t)runtime_nanotime(g->runtime);
  return true;
}

// func Sleep(d Duration)
static bool time_sleep(struct g *g, uint64_t *args, uint64_t *results) {
  if ((int64_t)args[0] > 0)
    timer_sleep(g, (int64_t)args[0]);
  return true;
}

// Appends what fd has to read, up to 10 MB. Returns 0 or an error number.
static int read_all(struct g *g, int fd, struct go_slice *data) {
  char buffer[4096];
  for (;;) {
    ssize_t n = read(fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return n < 0 ? errno : 0;
    if (data->len > 10 << 20)
      return EFBIG;
    if (!native_append(g, data, buffer, (size_t)n))
      return ENOMEM;
  }
}

// func readZoneFile(path string) (data, trouble string)
static bool time_read_zone_file(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = os_system_string(native_string(args));
  struct go_slice data = {0};
  int error = path ? 0 : errno;
  if (!os_is_granted(g, RUNTIME_GRANT_FILES))
    error = EPERM;
  if (!error) {
    // O_NONBLOCK: opening a pipe must not wait for its writer.
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    error = fd >= 0 ? read_all(g, fd, &data) : errno;
    if (fd >= 0)
      close(fd);
  }
  free(path);
  native_set_string(results, (struct go_string){data.ptr, data.len});
  if (error)
    native_set_string(results + 2, string_from_c(g, runtime_error_text(error)));
  return true;
}

// Fires a timer with a channel: sends the time if the channel has room.
static void send_time(struct runtime *rt, struct p *p, struct timer *t) {
  int64_t wall = runtime_walltime(rt);
  struct go_time now = {
      .seconds = wall / 1000000000 + unix_to_year_1,
      .nanoseconds = (int32_t)(wall % 1000000000),
      .monotonic = runtime_nanotime(rt) + 1,
      .location = atomic_load_pointer(t->context),
  };
  struct chan *c = t->arg;
  struct g *wake = NULL;
  mutex_lock(&c->lock);
  chan_send_locked(rt, p, c, &now, &wake);
  mutex_unlock(&c->lock);
  if (wake)
    sched_ready(rt, p, wake);
}

// func startTimer(t *runtimeTimer, does int, d, period Duration) bool
static bool time_start_timer(struct g *g, uint64_t *args, uint64_t *results) {
  struct timer *t = (struct timer *)args[0];
  struct runtime *rt = g->runtime;
  if (!t->fire) {
    t->fire = args[1] == SENDS_TIME ? send_time : timer_fire_go;
    if (args[1] == SENDS_TIME)
      ((struct chan *)t->arg)->of_timer = true;
  }
  results[0] = timer_start(rt, g->m->p, t, timer_when(rt, (int64_t)args[2]), (int64_t)args[3]);
  return true;
}

// func stopTimer(t *runtimeTimer) bool
static bool time_stop_timer(struct g *g, uint64_t *args, uint64_t *results) {
  struct timer *t = (struct timer *)args[0];
  results[0] = timer_stop(g->runtime, g->m->p, t);
  timer_wait_fired(t);
  return true;
}

const struct native_entry natives_time[] = {
    {"now", time_now, 0, 2},
    {"Sleep", time_sleep, 1, 0, FUNC_NATIVE_BLOCKING},
    {"readZoneFile", time_read_zone_file, 2, 4},
    {"lookupEnv", native_lookup_env, 2, 3},
    {"startTimer", time_start_timer, 4, 1},
    {"stopTimer", time_stop_timer, 1, 1},
    {NULL},
};
