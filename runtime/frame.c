// Walking frames: see frame.h.

#include "runtime/frame.h"

#include <stddef.h>
#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/stack.h"

static const struct func *func_of(const uint64_t *fp) {
  return (const struct func *)fp[-1];
}

// Returns the distance to the caller's fp that a call instruction holds (the `a` field of
// vm/code/opcode.h).
static unsigned call_distance(uint64_t instruction) {
  return (uint16_t)(instruction >> 16);
}

static void enter(struct frame *f, uint64_t *fp, const uint64_t *pc, enum frame_at at,
                  const struct panic_record *raised) {
  f->fp = fp;
  f->pc = pc;
  f->at = at;
  f->raised = raised;
  f->func = func_of(fp);
  f->native = NULL;
  f->native_fp = NULL;
}

// Enters the frame at fp, which is innermost in its activation: it raised a panic, called out of
// the loop at a safepoint, or came to the code that it was to return to.
static void enter_innermost(struct frame *f, uint64_t *fp, const uint64_t *pc) {
  const struct g *g = f->g;
  enum frame_at at = pc == g->runtime->exit_return ? FRAME_AT_END : FRAME_AT_SAFEPOINT;
  const struct panic_record *record = at == FRAME_AT_END ? NULL : g->panics;
  while (record && (record->pc != pc || record->origin != fp - g->stack.lo))
    record = record->link;
  enter(f, fp, pc, record ? FRAME_AT_PANIC : at, record);
}

// Returns the panic that the frame returns to, or NULL. Older panics have lower frames, so the walk
// passes each panic once.
static const struct panic_record *panic_of(struct frame *f) {
  intptr_t at = f->fp - f->g->stack.lo;
  while (f->panics && (f->panics->callee < 0 || f->panics->callee > at))
    f->panics = f->panics->link;
  return f->panics && f->fp[-2] == (uint64_t)&f->panics->return_code[2] ? f->panics : NULL;
}

// Goes to the frame that the activation began above. Returns false if there was none.
static bool leave_activation(struct frame *f) {
  struct activation *a = f->activation;
  if (!a || a->fp_offset < 0)
    return false;
  f->activation = a->outer;
  uint64_t *fp = f->g->stack.lo + a->fp_offset;
  enter_innermost(f, fp, a->pc);
  // A native that raised a panic is over: nothing keeps its parameters.
  if (a->native && f->at != FRAME_AT_PANIC) {
    f->native = a->native;
    f->native_fp = f->g->stack.lo + a->native_offset;
  }
  return true;
}

bool frame_first(struct g *g, struct frame *f) {
  f->g = g;
  f->activation = g->activations;
  f->panics = g->panics;
  if (!g->sched.fp)
    return false;
  invariant_debug(g->sched.fp > g->stack.lo && g->sched.fp <= g->stack.hi);
  enter_innermost(f, g->sched.fp, g->sched.pc);
  return true;
}

bool frame_next(struct frame *f) {
  struct g *g = f->g;
  const uint64_t *ret = (const uint64_t *)f->fp[-2];
  if (ret == g->runtime->exit_return)
    return leave_activation(f);
  const struct panic_record *record = panic_of(f);
  if (record)
    enter(f, g->stack.lo + record->origin, record->pc, FRAME_AT_PANIC, record);
  else
    enter(f, f->fp - call_distance(ret[-2]), ret, FRAME_AT_RETURN, NULL);
  return true;
}

uint32_t frame_pc_offset(const struct frame *f) {
  if (f->at == FRAME_AT_END)
    return f->func->code_words ? f->func->code_words - 1 : 0;
  uint32_t offset = (uint32_t)(f->pc - f->func->code);
  return f->at == FRAME_AT_RETURN && offset ? offset - 1 : offset;
}

const uint64_t *frame_liveness(const struct frame *f) {
  const struct func *func = f->func;
  uint32_t offset = (uint32_t)(f->pc - func->code);
  const uint64_t *map;
  if (f->at == FRAME_AT_PANIC) {
    // Only its epilogue can run, if a deferred closure recovers: a loop around a call, and the
    // return from that is a safepoint.
    if (!func->epilogue)
      return NULL;
    map = func_stack_map(func, func->epilogue + 2);
  } else {
    map = func_stack_map(func, offset);
    // At a call out of the loop, pc is the instruction that calls; the map is behind its data word.
    if (!map && f->at == FRAME_AT_SAFEPOINT)
      map = func_stack_map(func, offset + 2);
  }
  if (!map)
    vole_throw("no liveness map for %s at offset %u of %u", func->name, offset, func->code_words);
  return map;
}

bool frame_push(struct g *g, uint64_t *fp, struct func *fn, void *closure) {
  unsigned fixed = fn->result_slots + fn->param_slots + 1u;
  // Another M may be publishing what it compiled: an M that sees the code sees the rest too.
  const uint64_t *code = atomic_load_acquire_pointer(&fn->code);
  uint32_t slots = atomic_load_relaxed_u32(&fn->frame_slots);
  unsigned wanted = fixed > slots ? fixed : slots;
  // The guard leaves room for the header. With that the frame can be walked, and the stack can
  // grow.
  fp[-2] = (uint64_t)g->runtime->exit_return;
  fp[-1] = (uint64_t)fn;
  g->sched = (struct g_sched){.pc = code, .fp = fp};
  if (fp + wanted > g->stack.hi - stack_guard_words && !stack_grow(g->runtime, g, wanted))
    return false;
  fp = g->sched.fp;
  fp[0] = 0; // the only result, as a rule; or what the parameters are written to
  if (fn->result_slots > 1)
    memset(fp, 0, fn->result_slots * sizeof(uint64_t));
  fp[fn->context_slot] = (uint64_t)closure;
  return true;
}
