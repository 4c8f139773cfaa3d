// Package time in C: the clocks, local time, timers.

#include <time.h>

#include "mem/atomic.h"
#include "runtime/chan.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"
#include "runtime/timer.h"
#include "vm/std/natives.h"

// type Time of vm/std/time/time.go.
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
  (void)args;
  results[0] = (uint64_t)runtime_walltime(g->runtime);
  results[1] = (uint64_t)runtime_nanotime(g->runtime);
  return true;
}

// func Sleep(d Duration)
static bool time_sleep(struct g *g, uint64_t *args, uint64_t *results) {
  (void)results;
  if ((int64_t)args[0] > 0)
    timer_sleep(g, (int64_t)args[0]);
  return true;
}

// func localOffset(unix int64) (name string, offset int)
static bool time_local_offset(struct g *g, uint64_t *args, uint64_t *results) {
  struct tm parts;
  time_t when = (time_t)args[0];
  if (!localtime_r(&when, &parts)) {
    native_set_string(results, string_from_c(g, "UTC"));
    return true;
  }
  native_set_string(results, string_from_c(g, parts.tm_zone));
  results[2] = (uint64_t)parts.tm_gmtoff;
  return true;
}

// Sends the time on the timer's channel, if there is room.
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
  if (!t->fire)
    t->fire = args[1] == SENDS_TIME ? send_time : timer_fire_go;
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
    {"now", time_now, 0, NULL},
    {"Sleep", time_sleep, FUNC_NATIVE_BLOCKING, NULL},
    {"localOffset", time_local_offset, 0, NULL},
    {"startTimer", time_start_timer, 0, NULL},
    {"stopTimer", time_stop_timer, 0, NULL},
    {NULL, NULL, 0, NULL},
};
