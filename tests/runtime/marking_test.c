// What enters and leaves the run time's own records while a cycle marks, which each test drives by
// hand: the roots are scanned before, or after.

#include <criterion/criterion.h>

#include "gc/control.h"
#include "gc/cycle.h"
#include "gc/malloc.h"
#include "gc/mark.h"
#include "gc/roots.h"
#include "gc/worker.h"
#include "mem/sweep.h"
#include "runtime/instance.h"
#include "runtime/root.h"
#include "runtime/timer.h"
#include "tests/runtime/fixture.h"

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
  gc_request_cycle(&f->rt->gc, GC_REASON_STRESS);
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
Test(marking, timer_started_while_marking_is_kept) {
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
Test(marking, timer_stopped_while_marking_is_kept) {
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
Test(marking, timer_fired_while_marking_is_kept) {
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

static void *new_object(struct fixture *f) {
  return gc_malloc(&f->rt->gc, &runtime_p(f->rt)->gc, 64, NULL, true);
}

// The host holds an object when all that it holds has been scanned.
Test(marking, object_held_is_kept) {
  struct fixture f;
  fixture_init(&f, "seed=3");
  void *held = new_object(&f), *kept = new_object(&f), *neither = new_object(&f);
  begin_cycle(&f);
  scan_roots(&f);
  struct runtime_ref *handle = runtime_hold(f.rt, held);
  runtime_hold_for(f.rt, f.g->activations, kept);
  end_cycle(&f);
  cr_assert(allocated(&f, held) && allocated(&f, kept) && !allocated(&f, neither));
  runtime_release(f.rt, handle);
  runtime_release_for(f.rt, f.g->activations);
  fixture_destroy(&f);
}

// The host gives an object up, before what it holds is scanned, to a frame that has been.
Test(marking, object_released_is_kept) {
  struct fixture f;
  fixture_init(&f, "seed=3");
  void *held = new_object(&f), *kept = new_object(&f);
  struct runtime_ref *handle = runtime_hold(f.rt, held);
  runtime_hold_for(f.rt, f.g->activations, kept);
  begin_cycle(&f);
  runtime_release(f.rt, handle);
  runtime_release_for(f.rt, f.g->activations);
  scan_roots(&f);
  end_cycle(&f);
  cr_assert(allocated(&f, held) && allocated(&f, kept));
  fixture_destroy(&f);
}
