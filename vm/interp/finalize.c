// Running finalizers: one goroutine runs them all, and waits until some are due.
//
// The goroutine runs runtime.finalizerLoop, which calls finalize_due again and again. The sweeper
// queues finalizers that are due and sets runtime->finalizer_wanted; the scheduler then wakes the
// goroutine (runtime_wake_finalizer).
//
// After runtime/mfinal.go of Go 1.21.

#include "vm/interp/finalize.h"

#include <stdlib.h>

#include "gc/finalizer.h"
#include "gc/wbbuf.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/iface.h"
#include "runtime/safepoint.h"
#include "runtime/sched.h"
#include "vm/interp/interp.h"
#include "vm/interp/machine.h"

// The pair of types of a call: see finalize_call_type.
struct finalize_type {
  struct finalize_type *next;
  struct rtype *object, *function;
};

const void *finalize_call_type(struct runtime *rt, struct rtype *object, struct rtype *function) {
  struct machine *machine = machine_of(rt);
  struct mutex *lock = &machine->program.lock;
  mutex_lock(lock);
  struct finalize_type *t = machine->finalize_types;
  while (t && (t->object != object || t->function != function))
    t = t->next;
  if (!t && (t = malloc(sizeof *t)) != NULL) {
    *t = (struct finalize_type){machine->finalize_types, object, function};
    machine->finalize_types = t;
  }
  mutex_unlock(lock);
  return t;
}

void finalize_free(struct runtime *rt) {
  struct machine *machine = machine_of(rt);
  while (machine->finalize_types) {
    struct finalize_type *t = machine->finalize_types;
    machine->finalize_types = t->next;
    free(t);
  }
}

// Calls one finalizer with its object.
static enum interp_exit call_one(struct g *g, const struct gc_finalizer *f,
                                 struct interp_panic *panic) {
  const struct finalize_type *type = f->arg_type;
  invariant_debug(type && type->function->param_count == 1);
  struct rtype *param = type->function->params[0];
  uint64_t args[2] = {(uint64_t)f->object, 0};
  if (param->kind == KIND_INTERFACE) {
    args[0] = param->method_count ? (uint64_t)itab_get(g->runtime, param, type->object, NULL)
                                  : (uint64_t)type->object;
    args[1] = (uint64_t)f->object;
  }
  return interp_call(g, f->closure ? f->closure : interp_nil_closure(), args, NULL, panic);
}

// Pops a finalizer that is due. The queue was its root; its frame is not made yet, so a cycle that
// marks is told of its pointers.
static bool next(struct g *g, struct gc_finalizer *f) {
  struct gc *gc = &g->runtime->gc;
  struct gc_p *p = g_gc_p(g);
  if (!gc_next_finalizer(gc, f))
    return false;
  if (gc->write_barrier.enabled)
    gc_wbbuf_put2(gc, p, &p->wbbuf, (uintptr_t)f->object, (uintptr_t)f->closure);
  return true;
}

bool finalize_due(struct g *g) {
  struct runtime *rt = g->runtime;
  struct gc_finalizer f;
  atomic_store_u32(&rt->finalizer_wanted, 0);
  while (next(g, &f)) {
    struct interp_panic panic = {0};
    enum interp_exit exit = call_one(g, &f, &panic);
    if (exit == INTERP_PANICKED)
      runtime_end_with_text(rt, panic.text);
    if (exit != INTERP_RETURNED && exit != INTERP_GOEXIT) // Goexit ends that finalizer only
      return false;
    atomic_add_u64(&rt->finalizers_done, 1);
  }
  sched_park(g, WAIT_FINALIZER);
  atomic_store_u32(&rt->finalizer_parked, 1);
  if (atomic_load_u32(&rt->finalizer_wanted))
    runtime_wake_finalizer(rt, NULL);
  return true;
}

void finalize_start(struct g *g) {
  struct runtime *rt = g->runtime;
  if (!atomic_cas_u32(&rt->finalizer_started, 0, 1))
    return;
  struct program *program = &machine_of(rt)->program;
  mutex_lock(&program->lock);
  struct func *loop = program_find_function(program, "runtime.finalizerLoop", NULL);
  mutex_unlock(&program->lock);
  invariant(loop);
  atomic_store_pointer(&rt->finalizer_g, sched_go(rt, g->m->p, NULL, &loop->self));
}

struct finalize_mark finalize_mark(struct runtime *rt) {
  struct finalize_mark mark = {0};
  struct g *runner = atomic_load_pointer(&rt->finalizer_g);
  uint64_t popped;
  gc_finalizer_counts(&rt->gc, &mark.queued, &popped);
  mark.wakes = runner ? atomic_load_relaxed_u32(&runner->wakes) : 0;
  return mark;
}

// Whether the runner waits inside a finalizer. The counts, read before and after its status, show
// that it was in the same one all the time.
static bool waits_inside(struct runtime *rt, const struct g *runner) {
  uint64_t queued, popped, popped_again, done = atomic_load_u64(&rt->finalizers_done);
  gc_finalizer_counts(&rt->gc, &queued, &popped);
  uint32_t status = atomic_load_u32(&runner->status) & ~(uint32_t)GSCAN;
  gc_finalizer_counts(&rt->gc, &queued, &popped_again);
  return popped != done && popped == popped_again &&
         done == atomic_load_u64(&rt->finalizers_done) &&
         (status == GWAITING || status == GSYSCALL);
}

bool finalize_goes_on(struct g *g, struct finalize_mark mark) {
  // One wake for the queue and one for leaving the host's thread are expected; a third means that
  // the runner was preempted.
  enum { wakes_enough = 3 };
  struct runtime *rt = g->runtime;
  struct g *runner = atomic_load_pointer(&rt->finalizer_g);
  return runner && runner != g && atomic_load_u32(&runner->status) != GDEAD &&
         atomic_load_u64(&rt->finalizers_done) < mark.queued &&
         atomic_load_relaxed_u32(&runner->wakes) - mark.wakes < wakes_enough &&
         !waits_inside(rt, runner);
}
