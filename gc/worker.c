// Background marking, as quanta of an M with its P.
//
// Before it looks for a goroutine, the scheduler asks whether a dedicated or fractional worker is
// due; when it finds none, whether an idle worker may run. A quantum ends when there is nothing to
// mark, when the P is wanted, or when its mode says so. After gcBgMarkWorker in runtime/mgc.go and
// gcDrain in runtime/mgcmark.go of Go 1.21. Difference: a worker is no goroutine.

#include "gc/worker.h"

#include <time.h>

#include "gc/cycle.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/atomic.h"

enum {
  // Units of work between two tests of whether a worker should end.
  slice_work = 128 << 10,
  // With slowmark: units of work that a goroutine does at a safepoint.
  slow_slice_work = 100,
  // With slowmark: units of work that an idle worker does, and ns that it sleeps after them.
  slow_idle_work = 2000,
  slow_idle_ns = 20000,
};

// A fractional worker stops when its share of the time is this multiple of its goal.
static const double fractional_overrun = 1.2;

// Returns whether a worker of that mode, which started at start (ns), should end now.
static bool should_end(struct gc *gc, struct gc_p *p, enum gc_worker_mode mode, int64_t start) {
  if (atomic_load_u32(&p->preempt))
    return true;
  if (mode == GC_WORKER_IDLE)
    return gc_embed_has_goroutines(gc);
  if (mode != GC_WORKER_FRACTIONAL)
    return false;
  int64_t now = gc_embed_nanotime(gc);
  int64_t elapsed = now - gc->pacer.mark_start_time;
  int64_t mine = atomic_load_i64(&p->fractional_mark_time) + now - start;
  return elapsed <= 0 || (double)mine > fractional_overrun * gc->pacer.fractional_utilization_goal *
                                            (double)elapsed;
}

// Marks, and publishes what is queued but not marked: other Ps would otherwise see no work left and
// try to end the mark each time.
static void drain_slowly(struct gc *gc, struct gc_p *p, int64_t budget) {
  gc_drain(gc, &p->work, GC_DRAIN_FLUSH_CREDIT, budget);
  gc_work_dispose(&p->work);
}

void gc_worker_run_slowly(struct gc *gc, struct gc_p *p) {
  if (!gc_blackening(gc) || !gc_mark_work_available(gc, &p->work))
    return;
  gc_marker_begin(gc);
  drain_slowly(gc, p, slow_slice_work);
  gc_marker_end(gc, p);
}

// Marks one slice. Returns 0 if no work is left.
static int64_t run_slice(struct gc *gc, struct gc_p *p) {
  struct timespec pause = {0, slow_idle_ns};
  if (!gc->options.slow_mark)
    return gc_drain(gc, &p->work, GC_DRAIN_FLUSH_CREDIT | GC_DRAIN_UNTIL_PREEMPT, slice_work);
  drain_slowly(gc, p, slow_idle_work);
  nanosleep(&pause, NULL);
  return gc_mark_work_available(gc, NULL);
}

// Runs a quantum of marking in that mode, from start (ns) on.
static void run(struct gc *gc, struct gc_p *p, enum gc_worker_mode mode, int64_t start) {
  atomic_store_u32(&p->preempt, 0);
  if (mode == GC_WORKER_IDLE)
    limiter_event_start(&p->limiter_event, LIMITER_EVENT_IDLE_MARK_WORK, start);
  gc_marker_begin(gc);
  while (run_slice(gc, p) != 0 && !should_end(gc, p, mode, start))
    continue;
  int64_t ns = gc_embed_nanotime(gc) - start;
  if (mode == GC_WORKER_IDLE)
    limiter_event_stop(&gc->limiter, &p->limiter_event, LIMITER_EVENT_IDLE_MARK_WORK, start + ns);
  if (mode == GC_WORKER_FRACTIONAL)
    atomic_add_i64(&p->fractional_mark_time, ns);
  pacer_mark_worker_stop(&gc->pacer, mode, ns);
  gc_marker_end(gc, p);
}

bool gc_worker_run_due(struct gc *gc, struct gc_p *p) {
  struct gc_pacer *c = &gc->pacer;
  if (gc->options.slow_mark || !gc_mark_work_available(gc, &p->work))
    return false;
  int64_t now = gc_embed_nanotime(gc);
  enum gc_worker_mode mode = pacer_next_worker(c, now, atomic_load_i64(&p->fractional_mark_time));
  if (mode == GC_WORKER_NONE)
    return false;
  run(gc, p, mode, now);
  return true;
}

bool gc_worker_run_idle(struct gc *gc, struct gc_p *p) {
  if (!gc_mark_work_available(gc, &p->work) || !pacer_add_idle_worker(&gc->pacer))
    return false;
  run(gc, p, GC_WORKER_IDLE, gc_embed_nanotime(gc));
  return true;
}

bool gc_worker_wanted(struct gc *gc) {
  return atomic_load_u32(&gc->pacer.blacken_enabled) && gc_mark_work_available(gc, NULL);
}
