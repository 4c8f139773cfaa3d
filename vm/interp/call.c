// Entering the interpreter, and its safepoints.
//
// An activation is a run of the loop, from its first frame's entry to that frame's return. It has a
// record on the C stack (struct activation), by which tracebacks and markers find the frames below
// it. Activations of a goroutine nest where a native calls back; then the goroutine is pinned.

#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/embed.h"
#include "runtime/end.h"
#include "runtime/frame.h"
#include "runtime/interrupt.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/safepoint.h"
#include "runtime/sched.h"
#include "vm/interp/machine.h"
#include "vm/interp/ops.h"

void interp_init(struct runtime *rt) {
  // A call-shaped word, so that a return finds distance 0, and the instruction that it goes on
  // with.
  rt->exit_code[0] = instruction_make(OP_EXIT, 0, 0, 0);
  rt->exit_code[1] = 0;
  rt->exit_code[2] = instruction_make(OP_EXIT, 0, 0, 0);
  rt->exit_return = &rt->exit_code[2];
}

// Does what other threads have asked g for, and makes room for a frame of `words` words (0: none is
// being entered). Giving way comes last: after that this M must not touch g.
static bool run_safepoint(struct g *g, uintptr_t words) {
  struct runtime *rt = g->runtime;
  struct m *m = g->m;
  bool counts = atomic_load_relaxed_u32(&rt->interrupt.counts);
  invariant_debug(m && m->current_g == g && interp_frame_check(g, g->sched.fp));
  if (__builtin_expect(counts, 0))
    interrupt_count_step(g);
  if (!runtime_safepoint(rt, g, words))
    return false;
  if (m->current_g != g)
    return true; // g was parked
  if (atomic_load_relaxed_u32(&rt->finalizer_wanted))
    runtime_wake_finalizer(rt, g->m->p);
  if (atomic_load_u32(&rt->interrupt.phase) > INTERRUPT_CALL && interrupt_poll(g))
    return false;
  if (atomic_load_u32(&g->preempt) || (rt->deterministic.on && deterministic_end_turn(rt)))
    sched_give_way(g);
  else if (__builtin_expect(counts, 0))
    interrupt_await_step(g);
  return true;
}

bool interp_loop_safepoint(struct g *g) {
  return run_safepoint(g, 0);
}

bool interp_entry_safepoint(struct g *g) {
  return run_safepoint(g, ((const struct func *)g->sched.fp[-1])->frame_slots);
}

bool interp_compile(struct g *g) {
  struct func *fn = (struct func *)g->sched.fp[-1];
  const char *error = NULL;
  invariant_debug(fn->self == fn && !(fn->flags & FUNC_NATIVE));
  if (!program_compile(&machine_of(g->runtime)->program, fn, &error)) {
    runtime_fatal(g->runtime, g, "cannot compile %s: %s", fn->name,
                  error ? error : "unknown reason");
    return false;
  }
  invariant_debug(instruction_op(*fn->code) != OP_COMPILE);
  g->sched.pc = fn->code;
  return true;
}

// Drops the panics and defers of an activation that did not return.
static void abandon(struct g *g, const struct activation *activation) {
  while (g->panics != activation->panics) {
    invariant_debug(g->panics);
    panic_drop(g);
  }
  while (g->defers != activation->defers) {
    invariant_debug(g->defers);
    defer_drop_newest(g);
  }
}

// Puts the first frame of an activation above what g has, and runs it.
static enum interp_exit run_activation(struct g *g, struct func *fn, void *closure,
                                       const uint64_t *args) {
  uint64_t *fp = g->sched.fp ? g->sched.fp + ((const struct func *)g->sched.fp[-1])->frame_slots + 2
                             : g->stack.lo + 2;
  if (!frame_push(g, fp, fn, closure))
    return INTERP_FATAL;
  if (args)
    memcpy(g->sched.fp + fn->result_slots, args, fn->param_slots * sizeof(uint64_t));
  return interp_run_to_end(g);
}

enum interp_exit interp_call(struct g *g, void *closure, const uint64_t *args, uint64_t *results,
                             struct interp_panic *panic) {
  struct func *fn = *(struct func *const *)closure;
  uint64_t *native_frame = NULL;
  int64_t jump = g->sched.jump;
  invariant_debug(fn->self == fn && !(fn->flags & FUNC_NATIVE));
  invariant_debug(g->m && g->m == m_current() && g->m->current_g == g);
  invariant_debug(!g->sched.fp || interp_frame_check(g, g->sched.fp));
  struct activation activation = {
      .outer = g->activations,
      .m = g->m,
      .pc = g->sched.pc,
      .fp_offset = g->sched.fp ? g->sched.fp - g->stack.lo : -1,
      .native = runtime_embed_native(g, &native_frame),
      .defers = g->defers,
      .panics = g->panics,
  };
  if (activation.native)
    activation.native_offset = native_frame - g->stack.lo;
  g->activations = &activation;
  // C frames lie between this activation and the one below it: they can be left on this thread
  // only.
  bool pin = activation.outer != NULL;
  if (pin)
    g_pin(g);
  enum interp_exit exit = run_activation(g, fn, closure, args);
  if (exit == INTERP_EXITED || exit == INTERP_FATAL) {
    // The run is over, but markers may still walk this activation.
    if (pin)
      g_forget_activations(g, activation.outer);
    else
      runtime_finish(g->runtime);
    return exit;
  }
  invariant_debug(g->activations == &activation && (exit != INTERP_PANICKED || g->panics));
  if (exit == INTERP_RETURNED && results)
    memcpy(results, g->sched.fp, fn->result_slots * sizeof(uint64_t));
  if (exit == INTERP_PANICKED && interrupt_unwinds(g))
    exit = INTERP_INTERRUPTED;
  else if (exit == INTERP_PANICKED && g->panics->goexit)
    exit = INTERP_GOEXIT;
  if (exit == INTERP_PANICKED)
    *panic = interp_panic_of(g);
  if (exit != INTERP_RETURNED)
    abandon(g, &activation);
  if (exit == INTERP_INTERRUPTED)
    atomic_store_u32(&g->interrupt, G_MUST_END); // the outer frames are next
  if (pin)
    g_unpin(g);
  else
    g_unpin_all(g);
  invariant_debug(g->panics == activation.panics && g->defers == activation.defers);
  g->activations = activation.outer;
  g->sched.pc = activation.pc;
  g->sched.fp = activation.fp_offset < 0 ? NULL : g->stack.lo + activation.fp_offset;
  g->sched.jump = jump;
  return exit;
}
