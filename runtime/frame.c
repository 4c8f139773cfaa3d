// Walking frames: see frame.h.

#include "runtime/frame.h"

#include <stddef.h>
#include <string.h>

#include "mem/atomic.h"
#include "mem/check.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/stack.h"

static const struct func *func_of(const uint64_t *fp) {
  return (const struct func *)fp[-1];
}

static void enter(struct frame *f, uint64_t *fp, const uint64_t *pc, enum frame_at at) {
  f->fp = fp;
  f->pc = pc;
  f->at = at;
  f->func = func_of(fp);
  f->native = NULL;
  f->native_fp = NULL;
}

// How the frame at fp stands, if it is innermost in its activation: it raised a panic, called out
// of the loop at a safepoint, or came to the code that it was to return to.
static enum frame_at standing(const struct g *g, const uint64_t *fp, const uint64_t *pc) {
  if (pc == g->runtime->exit_return)
    return FRAME_AT_END;
  for (const struct panic_record *record = g->panics; record; record = record->link)
    if (record->pc == pc && record->origin == fp - g->stack.lo)
      return FRAME_AT_PANIC;
  return FRAME_AT_SAFEPOINT;
}

// The panic whose deferred closure returns to ret, or NULL.
static struct panic_record *panic_of(const struct g *g, const uint64_t *ret) {
  for (struct panic_record *record = g->panics; record; record = record->link)
    if (ret == &record->return_code[2])
      return record;
  return NULL;
}

// The frame that an activation began above.
static bool leave_activation(struct frame *f) {
  struct activation *a = f->activation;
  if (!a || a->fp_offset < 0)
    return false;
  f->activation = a->outer;
  uint64_t *fp = f->g->stack.lo + a->fp_offset;
  enter(f, fp, a->pc, standing(f->g, fp, a->pc));
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
  if (!g->sched.fp)
    return false;
  check_debug(g->sched.fp > g->stack.lo && g->sched.fp <= g->stack.hi);
  enter(f, g->sched.fp, g->sched.pc, standing(g, g->sched.fp, g->sched.pc));
  return true;
}

bool frame_next(struct frame *f) {
  struct g *g = f->g;
  const uint64_t *ret = (const uint64_t *)f->fp[-2];
  if (ret == g->runtime->exit_return)
    return leave_activation(f);
  struct panic_record *record = g->panics ? panic_of(g, ret) : NULL;
  if (record) {
    enter(f, g->stack.lo + record->origin, record->pc, FRAME_AT_PANIC);
    return true;
  }
  enter(f, f->fp - frame_call_distance(ret[-2]), ret, FRAME_AT_RETURN);
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
    // It will not go on, but for its epilogue if a deferred closure recovers: a loop around a call,
    // whose return is a safepoint.
    if (!func->epilogue)
      return NULL;
    map = func_stack_map(func, func->epilogue + 2);
  } else {
    map = func_stack_map(func, offset);
    // A call out of the loop is saved with the instruction that makes it; its data word lies
    // between.
    if (!map && f->at == FRAME_AT_SAFEPOINT)
      map = func_stack_map(func, offset + 2);
  }
  if (!map)
    vole_throw("no liveness map for %s at offset %u of %u", func->name, offset, func->code_words);
  return map;
}

bool frame_push(struct g *g, uint64_t *fp, struct func *fn, void *closure) {
  unsigned fixed = fn->result_slots + fn->param_slots + 1u;
  // Another M may be publishing what it compiled: with its code the rest is there too.
  const uint64_t *code = atomic_load_acquire_pointer(&fn->code);
  uint32_t slots = atomic_load_relaxed_u32(&fn->frame_slots);
  unsigned wanted = fixed > slots ? fixed : slots;
  // The header fits, the guard leaves room for it; then the frame can be seen, and the stack can
  // grow around it.
  fp[-2] = (uint64_t)g->runtime->exit_return;
  fp[-1] = (uint64_t)fn;
  g->sched = (struct g_sched){.pc = code, .fp = fp};
  if (fp + wanted > g->stack.hi - stack_guard_words && !stack_grow(g->runtime, g, wanted))
    return false;
  fp = g->sched.fp;
  memset(fp, 0, fn->result_slots * sizeof(uint64_t));
  fp[fn->context_slot] = (uint64_t)closure;
  return true;
}
