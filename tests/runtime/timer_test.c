// The heap of timers, against a list.

#include "runtime/timer.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "gc/control.h"
#include "gc/cycle.h"
#include "gc/malloc.h"
#include "gc/mark.h"
#include "gc/roots.h"
#include "gc/worker.h"
#include "mem/sweep.h"
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

// Timers on the heap, while a cycle marks that the test drives by hand.

static const uint8_t timer_pointers[] = {1 << 4 | 1 << 5}; // arg and context
static const struct layout timer_layout = {sizeof(struct timer), 6 * sizeof(void *),
                                           timer_pointers};

static int fired;

static void count_fired(struct runtime *rt, struct p *p, struct timer *t) {
  (void)rt;
  (void)p;
  (void)t;
  fired++;
}

// A timer with something that only it knows. No root leads to it unless it is in a heap.
static struct timer *new_timer(struct fixture *f) {
  struct gc *gc = &f->rt->gc;
  struct gc_p *p = &runtime_p(f->rt)->gc;
  struct timer *t = gc_malloc(gc, p, sizeof *t, &timer_layout, true);
  t->fire = count_fired;
  t->arg = gc_malloc(gc, p, 64, NULL, true);
  return t;
}

static bool allocated(struct fixture *f, const void *object) {
  struct mspan *span = span_of_heap(&f->rt->gc.heap, (uintptr_t)object);
  return span && !mspan_is_free(span, mspan_object_index(span, (uintptr_t)object));
}

static void begin_cycle(struct fixture *f) {
  f->rt->gc.options.gc_stop_the_world = 0;
  gc_request_cycle(&f->rt->gc, gc_want_always);
  cr_assert(gc_run_pending(&f->rt->gc, &runtime_p(f->rt)->gc) && gc_blackening(&f->rt->gc));
}

static void scan_roots(struct fixture *f) {
  uint32_t job;
  while (gc_roots_claim(&f->rt->gc, &job))
    gc_root_scan(&f->rt->gc, &runtime_p(f->rt)->gc.work, job, false);
}

// Marks to the end and sweeps.
static void end_cycle(struct fixture *f) {
  struct gc *gc = &f->rt->gc;
  struct gc_p *p = &runtime_p(f->rt)->gc;
  while (gc_blackening(gc)) { // the end of the mark finds what the barrier has recorded
    gc_marker_begin(gc);
    gc_drain(gc, &p->work, 0, 0);
    gc_marker_end(gc, p);
  }
  while (sweep_one(&gc->heap, &p->mem) != UINTPTR_MAX) {
  }
}

// The heap has been scanned when a timer enters it, from a frame that is yet to be, which drops it.
Test(timer, started_while_marking_is_kept) {
  struct fixture f;
  fixture_init(&f, "seed=3");
  struct timer *t = new_timer(&f);
  begin_cycle(&f);
  scan_roots(&f);
  cr_assert_not(timer_start(f.rt, runtime_p(f.rt), t, 50, 0));
  end_cycle(&f);
  cr_assert(allocated(&f, t) && allocated(&f, t->arg));
  timers_check(runtime_p(f.rt));
  timers_run(f.rt, runtime_p(f.rt), 50);
  cr_assert_eq(fired, 1);
  gc_collect(&f.rt->gc, &runtime_p(f.rt)->gc);
  cr_assert_not(allocated(&f, t), "it is nobody's any more");
  fixture_destroy(&f);
}

// The heap has not been scanned when a timer leaves it for a frame that has.
Test(timer, stopped_while_marking_is_kept) {
  struct fixture f;
  fixture_init(&f, "seed=3");
  struct timer *t = new_timer(&f);
  timer_start(f.rt, runtime_p(f.rt), t, 50, 0);
  begin_cycle(&f);
  cr_assert(timer_stop(f.rt, runtime_p(f.rt), t));
  scan_roots(&f);
  end_cycle(&f);
  cr_assert(allocated(&f, t) && allocated(&f, t->arg));
  fixture_destroy(&f);
}

// What it starts when it fires is a goroutine that may not be scanned in this cycle.
Test(timer, fired_while_marking_is_kept) {
  struct fixture f;
  fixture_init(&f, "seed=3");
  struct timer *t = new_timer(&f);
  timer_start(f.rt, runtime_p(f.rt), t, 50, 0);
  begin_cycle(&f);
  timers_run(f.rt, runtime_p(f.rt), 50);
  cr_assert_eq(fired, 1);
  scan_roots(&f);
  end_cycle(&f);
  cr_assert(allocated(&f, t) && allocated(&f, t->arg));
  fixture_destroy(&f);
}
