// The heap of timers, against a list.

#include "runtime/instance.h"
#include "runtime/random.h"
#include "runtime/system.h"
#include "runtime/timer.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "runtime/sched.h"
#include "tests/runtime/fixture.h"

enum { count = 500, steps = 40000 };

struct model {
  struct timer timer; // first: fire gets its address
  bool active;
  int64_t when, period;
  int fired; // times
  int64_t expected;
};

static struct model models[count];
static int64_t last_when; // of the timers fired in this run
static int64_t now;

static void record(struct runtime *rt, struct p *p, struct timer *t) {
  (void)rt;
  (void)p;
  struct model *m = (struct model *)t;
  cr_assert(m->active && m->when <= now, "fired before its time");
  cr_assert_geq(m->when, last_when, "out of order");
  cr_assert_eq(t->firing, 1);
  last_when = m->when;
  m->fired++;
  if (m->period)
    m->when += ((now - m->when) / m->period + 1) * m->period;
  else
    m->active = false;
}

static int64_t model_next(void) {
  int64_t next = INT64_MAX;
  for (int i = 0; i < count; i++)
    if (models[i].active && models[i].when < next)
      next = models[i].when;
  return next;
}

static void step(struct fixture *f, struct p *p, uint64_t random) {
  struct model *m = &models[random % count];
  switch (random >> 32 & 7) {
  case 0:
  case 1:
    cr_assert_eq(timer_stop(f->rt, p, &m->timer), m->active);
    m->active = false;
    break;
  case 2: {
    last_when = 0;
    now += (int64_t)(random >> 40 & 0xff);
    int64_t next = timers_run(f->rt, p, now);
    cr_assert_eq(next, model_next());
    cr_assert_eq(next, timers_next(f->rt));
    cr_assert_gt(next, now, "a timer that is due was not run");
    break;
  }
  default: {
    int64_t when = now + (int64_t)(random >> 40 & 0x3ff) - 10;
    int64_t period = random >> 60 == 0 ? (int64_t)(random >> 50 & 0x3f) + 1 : 0;
    m->timer.fire = record;
    cr_assert_eq(timer_start(f->rt, p, &m->timer, when, period), m->active);
    m->active = true;
    m->when = when;
    m->period = period;
  }
  }
}

Test(timer, heap_is_like_a_list) {
  struct fixture f;
  fixture_init(&f, "seed=3");
  struct p *p = runtime_p(f.rt);
  now = 1000;
  for (int i = 0; i < steps; i++) {
    step(&f, p, runtime_random(p));
    if (i % 20 == 0)
      timers_check(p);
  }
  int fired = 0;
  for (int i = 0; i < count; i++)
    fired += models[i].fired;
  cr_assert_gt(fired, steps / 10);
  fixture_destroy(&f);
}

Test(timer, moves_between_ps_stay_whole) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct p *p = runtime_p(f.rt), *other = calloc(1, sizeof *other);
  timers_init(&other->timers);
  struct model *m = &models[0];
  m->timer.fire = record;
  cr_assert_not(timer_start(f.rt, other, &m->timer, 50, 0));
  // Where it is, it stays when its time changes.
  cr_assert(timer_start(f.rt, p, &m->timer, 40, 0));
  cr_assert_eq(m->timer.p, other);
  timers_check(p);
  timers_check(other);
  cr_assert_eq(timers_run(f.rt, p, 100), INT64_MAX);
  m->active = true;
  m->when = 40;
  last_when = 0;
  now = 100;
  cr_assert_eq(timers_steal(f.rt, p, other, 39), 40);
  cr_assert_eq(m->fired, 0);
  cr_assert_eq(timers_steal(f.rt, p, other, 100), INT64_MAX);
  cr_assert_eq(m->fired, 1);
  cr_assert_not(timer_stop(f.rt, p, &m->timer));
  timers_destroy(other);
  free(other);
  fixture_destroy(&f);
}

Test(timer, the_farthest_times_do_not_wrap_around) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct p *p = runtime_p(f.rt);
  struct model *m = &models[0];
  cr_assert_eq(timer_when(f.rt, INT64_MAX), INT64_MAX - 1);
  int64_t soon = timer_when(f.rt, -5);
  cr_assert(soon >= 0 && soon <= runtime_nanotime(f.rt));
  m->timer.fire = record;
  m->active = true;
  m->when = 5;
  now = 10;
  timer_start(f.rt, p, &m->timer, 5, INT64_MAX);
  cr_assert_eq(timers_run(f.rt, p, 10), INT64_MAX - 1);
  cr_assert_eq(m->fired, 1);
  timers_check(p);
  fixture_destroy(&f);
}

Test(timer, a_sleeper_wakes_when_it_is_time) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct p *p = runtime_p(f.rt);
  struct g *g = f.g;
  for (int i = 0; i < 3; i++) {
    int64_t before = runtime_nanotime(f.rt);
    timer_sleep(g, 1000000);
    cr_assert_eq(f.rt->m0.current_g, NULL);
    cr_assert_eq(g->status, GWAITING);
    cr_assert_eq(g->wait_reason, WAIT_SLEEP);
    int64_t when = timers_next(f.rt);
    cr_assert(when >= before + 1000000 && when <= runtime_nanotime(f.rt) + 1000000);
    cr_assert_eq(timers_run(f.rt, p, when - 1), when);
    cr_assert_eq(g->status, GWAITING);
    cr_assert_eq(timers_run(f.rt, p, when), INT64_MAX);
    cr_assert_eq(sched_next(&f.rt->m0), g);
    cr_assert_eq(g->sleep.firing, 0);
  }
  fixture_destroy(&f);
}
