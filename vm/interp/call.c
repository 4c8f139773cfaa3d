// Entering and leaving the interpreter, and its safepoints.

#include <stdlib.h>
#include <string.h>

#include "gc/barrier.h"
#include "gc/gc.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/bulk.h"
#include "runtime/embed.h"
#include "runtime/end.h"
#include "runtime/frame.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/safepoint.h"
#include "runtime/sched.h"
#include "runtime/stack.h"
#include "runtime/traceback.h"
#include "vm/interp/ops.h"
#include "vm/code/opcode.h"
#include "vm/interp/machine.h"

enum { call_words = 2 }; // of every call instruction: how far g->sched.jump leads from one

void interp_init(struct runtime *rt) {
  // A call-shaped word, so that a return finds distance 0, and the instruction that it goes on
  // with.
  rt->exit_code[0] = instruction_make(OP_EXIT, 0, 0, 0);
  rt->exit_code[1] = 0;
  rt->exit_code[2] = instruction_make(OP_EXIT, 0, 0, 0);
  rt->exit_return = &rt->exit_code[2];
}

void interp_barrier_fresh(struct g *g, void *object, const uint64_t *words,
                          const struct rtype *type) {
  gc_barrier_bulk_layout(&g->runtime->gc, interp_gc_p(g), object, words, type->layout.size,
                         &type->layout);
}

void interp_barrier(struct g *g, uint64_t *slot, uint64_t value) {
  gc_barrier_record(&g->runtime->gc, interp_gc_p(g), (void *const *)slot, (const void *)value);
}

void interp_move(struct g *g, void *to, const void *from, const struct rtype *type) {
  if (type->layout.ptrdata)
    bulk_move_typed(g, to, from, type->layout.size, &type->layout);
  else
    bulk_copy(to, from, type->layout.size);
}

void interp_clear(struct g *g, void *at, const struct rtype *type) {
  if (type->layout.ptrdata)
    bulk_clear_typed(g, at, type->layout.size, &type->layout);
  else
    bulk_clear(at, type->layout.size);
}

// Serves whoever poisoned the guard and makes room for a frame of so many words (0: none is being
// entered). Giving way comes last: after that the goroutine is not ours.
static bool serve(struct g *g, uintptr_t words) {
  struct runtime *rt = g->runtime;
  struct m *m = g->m;
  if (!runtime_safepoint(rt, g, words))
    return false;
  if (m->current_g != g)
    return true; // it was parked
  if (atomic_load_relaxed_u32(&rt->finalizer_wanted))
    runtime_wake_finalizer(rt, g->m->p);
  if (atomic_load_u32(&g->preempt) || (rt->deterministic.on && deterministic_end_turn(rt)))
    sched_give_way(g);
  return true;
}

bool interp_loop_safepoint(struct g *g) {
  return serve(g, 0);
}

bool interp_entry_safepoint(struct g *g) {
  return serve(g, ((const struct func *)g->sched.fp[-1])->frame_slots);
}

bool interp_compile(struct g *g) {
  struct func *fn = (struct func *)g->sched.fp[-1];
  const char *error = NULL;
  if (!program_compile(&machine_of(g->runtime)->program, fn, &error)) {
    runtime_fatal(g->runtime, g, "cannot compile %s: %s", fn->name,
                  error ? error : "unknown reason");
    return false;
  }
  g->sched.pc = fn->code;
  return true;
}

// Whether g stands in a native, or before one that it must call again from another thread. If not,
// a call at its pc has not begun: its operands may be nil, and its frame holds what was there last.
static bool stands_in_native(const struct g *g) {
  return g->sched.fp && (g->sched.jump == call_words || g->not_on_host);
}

struct func *runtime_embed_native(struct g *g, uint64_t **frame) {
  if (!stands_in_native(g))
    return NULL;
  const uint64_t *pc = g->sched.pc;
  uint64_t *fp = g->sched.fp;
  unsigned op = instruction_op(*pc);
  struct func *fn = NULL;
  if (op == OP_CALLN)
    fn = (struct func *)pc[1];
  else if (op == OP_CALLC || op == OP_CALLI) {
    const void *callee = (const void *)fp[instruction_b(*pc)];
    if (!callee)
      return NULL; // this call panicked, and the jump is an older one's
    fn = op == OP_CALLC ? *(struct func *const *)callee
                        : ((const struct itab *)callee)->funcs[instruction_c(*pc)];
  }
  if (!fn || !(fn->flags & FUNC_NATIVE))
    return NULL;
  *frame = fp + instruction_a(*pc);
  return fn;
}

char *interp_panic_text(struct g *g) {
  struct text text = {0};
  panic_print(g, &text);
  return text_take(&text);
}

// Drops what is left of an activation that did not return.
static void abandon(struct g *g, const struct activation *activation) {
  while (g->panics != activation->panics)
    panic_drop(g);
  while (g->defers != activation->defers)
    defer_pop(g, g->stack.lo + g->defers->frame);
}

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
                             char **text) {
  struct func *fn = *(struct func *const *)closure;
  uint64_t *native_frame = NULL;
  int64_t jump = g->sched.jump;
  invariant(!(fn->flags & FUNC_NATIVE));
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
  // The frames of C code between this activation and the one below can only be left on this thread.
  bool pin = activation.outer != NULL;
  if (pin)
    g_pin(g);
  enum interp_exit exit = run_activation(g, fn, closure, args);
  if (exit == INTERP_EXITED || exit == INTERP_FATAL) {
    // Nothing of the run is used any more, but markers may still walk this activation.
    if (pin)
      g_forget_activations(g, activation.outer);
    else
      runtime_finish(g->runtime);
    return exit;
  }
  if (exit == INTERP_RETURNED && results)
    memcpy(results, g->sched.fp, fn->result_slots * sizeof(uint64_t));
  if (exit == INTERP_PANICKED && g->panics->goexit)
    exit = INTERP_GOEXIT;
  if (exit == INTERP_PANICKED)
    *text = interp_panic_text(g);
  if (exit != INTERP_RETURNED)
    abandon(g, &activation);
  if (pin)
    g_unpin(g);
  else
    g_unpin_all(g);
  g->activations = activation.outer;
  g->sched.pc = activation.pc;
  g->sched.fp = activation.fp_offset < 0 ? NULL : g->stack.lo + activation.fp_offset;
  g->sched.jump = jump;
  return exit;
}
