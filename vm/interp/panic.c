// Defer, panic and recover.
//
// A panic pushes a record (runtime/panic.h) and is unwound here. The newest deferred closure runs
// in a frame above the one that panicked, so that the panic's frames stay until a closure recovers.
// The closure returns to three words of code in the record. Their call-shaped word leads the walk
// of frames back to the frame that panicked; their PANICRET ends up in interp_panic_returned.
//
// If the closure recovered, the frame that deferred it goes on at its epilogue, which runs the rest
// of its defers and returns. Otherwise the next closure runs. When this activation of the loop has
// no more, the panic is uncaught. For its text, and the texts of older panics, their Error and
// String methods run one by one in frames at the same place. Such a method is a piece of the script
// like any other: it may wait, call runtime.Goexit or panic.
//
// After runtime/panic.go of Go 1.21.

#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/interrupt.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/stack.h"
#include "vm/interp/ops.h"

// Runs in place of a nil func that is deferred or a finalizer: it panics when it would be called.
static const uint64_t nil_call_code[] = {
    OP_ZERO | UINT64_C(0) << 16,
    OP_CALLC | UINT64_C(3) << 16 | UINT64_C(0) << 32,
    0,
    OP_UNREACHABLE,
};
static struct stack_map nil_call_maps[] = {{0, 0}, {3, 0}};
static uint64_t nil_call_bitmap[] = {0};
static struct func nil_call = {
    .self = &nil_call,
    .code = nil_call_code,
    .frame_slots = 8,
    .flags = FUNC_WRAPPER | FUNC_STD,
    .code_words = 4,
    .name = "runtime.nilDeferred",
    .maps = nil_call_maps,
    .bitmaps = nil_call_bitmap,
    .map_count = 2,
};

void *interp_nil_closure(void) {
  return &nil_call.self;
}

void interp_defer(struct g *g, uint64_t *fp, void *closure) {
  defer_push(g, fp, closure ? closure : interp_nil_closure());
}

bool interp_defer_list(struct g *g, uint64_t *fp, const uint64_t *pc) {
  defer_push_list(g, fp, (void *)*operand_a(fp, pc));
  return true;
}

bool interp_defer_at(struct g *g, uint64_t *fp, const uint64_t *pc) {
  void *closure = (void *)*operand_a(fp, pc);
  struct rtype *entry = (struct rtype *)(uintptr_t)pc[1];
  if (defer_push_at(g, (void *)*operand_b(fp, pc), closure ? closure : interp_nil_closure(),
                    &entry->layout))
    return true;
  runtime_fatal(g->runtime, g, "defer after range func returned");
  return false;
}

void interp_panic_range(struct g *g, enum range_state state) {
  panic_error(g, "range function continued iteration after %s",
              state == RANGE_DONE      ? "function for loop body returned false"
              : state == RANGE_RUNNING ? "loop body panic"
                                       : "whole loop exit");
}

bool interp_range_break(struct g *g, uint64_t *fp, const uint64_t *pc) {
  uint64_t *body = (uint64_t *)*operand_b(fp, pc);
  (void)g;
  body[range_state_word] = RANGE_DONE;
  body[range_exit_word] = instruction_c(*pc);
  *operand_a(fp, pc) = false;
  return true;
}

bool interp_range_end(struct g *g, uint64_t *fp, const uint64_t *pc) {
  uint64_t *body = (uint64_t *)*operand_b(fp, pc);
  if (body[range_state_word] == RANGE_RUNNING) {
    panic_error(g, "range function recovered a loop body panic and did not resume panicking");
    return false;
  }
  body[range_state_word] = RANGE_EXHAUSTED;
  *operand_a(fp, pc) = body[range_exit_word];
  return true;
}

void interp_panic_index(struct g *g, int64_t index, int64_t length) {
  const struct func *f = (const struct func *)g->sched.fp[-1];
  panic_index(g, index, func_index_is_unsigned(f, (uint32_t)(g->sched.pc - f->code)), length);
}

// Finds the rule that a SLICE or SLICESTR instruction broke, in the order in which Go checks them.
void interp_panic_slice(struct g *g, uint64_t *fp, const uint64_t *pc) {
  bool is_string = instruction_op(*pc) == OP_SLICESTR;
  invariant_debug(is_string || instruction_op(*pc) == OP_SLICE);
  uint64_t flags = pc[1] & 15;
  const uint64_t *base = fp + instruction_b(*pc), *bounds = fp + instruction_c(*pc);
  int64_t length = (int64_t)base[1], capacity = is_string ? length : (int64_t)base[2];
  int64_t low = flags & 1 ? (int64_t)*bounds++ : 0;
  int64_t high = flags & 2 ? (int64_t)*bounds++ : length;
  bool three = !is_string && flags & 4;
  // Only an index above 2^63 looks different as an unsigned number.
  bool low_unsigned = pc[1] & slice_unsigned << 0, high_unsigned = pc[1] & slice_unsigned << 1,
       max_unsigned = pc[1] & slice_unsigned << 2;
  if (three) {
    int64_t max = (int64_t)*bounds;
    if ((uint64_t)max > (uint64_t)capacity)
      panic_slice(g, flags & 8 ? PANIC_SLICE3_ALEN : PANIC_SLICE3_ACAP, max, max_unsigned,
                  capacity);
    else if ((uint64_t)high > (uint64_t)max)
      panic_slice(g, PANIC_SLICE3_B, high, high_unsigned, max);
    else
      panic_slice(g, PANIC_SLICE3_C, low, low_unsigned, high);
    return;
  }
  if ((uint64_t)high > (uint64_t)capacity)
    panic_slice(g, is_string || flags & 8 ? PANIC_SLICE_ALEN : PANIC_SLICE_ACAP, high,
                high_unsigned, capacity);
  else
    panic_slice(g, PANIC_SLICE_B, low, low_unsigned, high);
}

void interp_unreachable(struct g *g) {
  const struct func *f = g->sched.fp ? (const struct func *)g->sched.fp[-1] : NULL;
  vole_throw("executed an invalid instruction %u in %s", instruction_op(*g->sched.pc),
             f ? f->name : "?");
}

// Returns the caller's frame of the frame at fp; NULL where an activation begins.
static uint64_t *caller_frame(const struct g *g, uint64_t *fp) {
  invariant_debug(interp_frame_check(g, fp));
  const uint64_t *ret = (const uint64_t *)fp[-2];
  return ret == g->runtime->exit_return ? NULL : fp - instruction_a(ret[-2]);
}

static bool is_wrapper(const uint64_t *fp) {
  return ((const struct func *)fp[-1])->flags & FUNC_WRAPPER;
}

// recover() counts in the closure that the panic runs, or in a function that generated glue calls
// for it. If recover itself is deferred, it runs in such glue.
void interp_recover(struct g *g, uint64_t *fp, uint64_t *result) {
  struct panic_record *p = g->panics;
  result[0] = result[1] = 0;
  if (!p || p->recovered || p->goexit || p->deferred < 0)
    return;
  uint64_t *frame = is_wrapper(fp) ? caller_frame(g, fp) : fp;
  while (frame && frame - g->stack.lo != p->deferred) {
    frame = caller_frame(g, frame);
    if (frame && !is_wrapper(frame))
      return;
  }
  if (!frame)
    return;
  p->recovered = true;
  result[0] = (uint64_t)p->value.type;
  result[1] = (uint64_t)p->value.data;
}

// Sets g->sched to the place where p, the newest panic, happened.
static void restore_origin(struct g *g, const struct panic_record *p) {
  invariant_debug(interp_frame_check(g, g->stack.lo + p->origin));
  g->sched.pc = p->pc;
  g->sched.fp = g->stack.lo + p->origin;
}

// Puts a frame above the one where p, the newest panic, happened. It returns to p. Copies the
// parameters from args, if that is not NULL. False: the stack is exhausted.
static bool enter_function(struct g *g, struct panic_record *p, struct func *const *closure,
                           const uint64_t *args) {
  struct func *fn = *closure;
  invariant_debug(fn->self == fn && p == g->panics);
  const uint64_t *code = atomic_load_acquire_pointer(&fn->code);
  uint64_t *origin = g->stack.lo + p->origin;
  unsigned distance = atomic_load_relaxed_u32(&((const struct func *)origin[-1])->frame_slots) + 2;
  uint64_t *fp = origin + distance;
  invariant_debug(fn->context_slot + 1 + 4 <= stack_guard_words);
  p->return_code[0] = instruction_make(OP_PANICRET, distance, 0, 0);
  p->return_code[1] = 0;
  p->return_code[2] = instruction_make(OP_PANICRET, distance, 0, 0);
  p->callee = fp - g->stack.lo;
  if (!args) // a deferred closure; after the safepoint below, g may be another M's
    p->deferred = p->callee;
  fp[-2] = (uint64_t)&p->return_code[2];
  fp[-1] = (uint64_t)fn;
  memset(fp, 0, fn->result_slots * sizeof *fp);
  if (args)
    memcpy(fp + fn->result_slots, args, fn->param_slots * sizeof *fp);
  fp[fn->context_slot] = (uint64_t)closure;
  g->sched = (struct g_sched){.pc = code, .fp = fp};
  // A function that is not compiled yet has no liveness maps: COMPILE makes the check.
  return instruction_op(*code) == OP_COMPILE ||
         fp + atomic_load_relaxed_u32(&fn->frame_slots) <=
             (uint64_t *)atomic_load_pointer(&g->stackguard) ||
         interp_entry_safepoint(g);
}

// Starts the method that tells the text of a panic of this activation that has none yet, the newest
// first. False: there is no such panic, or the stack is exhausted.
static bool describe_next(struct g *g) {
  struct panic_record *p = g->panics;
  if (p->goexit || interrupt_unwinds(g) || panic_spoiled(g))
    return false;
  for (struct panic_record *q = p; q && q != g->activations->panics; q = q->link) {
    struct func *method;
    uint64_t receiver;
    if (panic_text_method(g, q, &method, &receiver)) {
      invariant_debug(method->param_slots == 1 && method->result_slots == 2);
      p->describing = q;
      return enter_function(g, p, &method->self, &receiver);
    }
  }
  return false;
}

// Starts what the newest panic runs next: the newest deferred closure of this activation, or if
// there is none a method that describes a panic. False: neither is left, or the stack is exhausted.
static bool run_next(struct g *g) {
  struct panic_record *p = g->panics;
  invariant_debug(p && g->activations && p != g->activations->panics);
  struct defer_record *d = defer_newest(g, g->activations->defers);
  restore_origin(g, p);
  p->deferred = -1;
  if (!d || d == g->activations->defers)
    return describe_next(g);
  if (interrupt_cuts(g)) {
    interrupt_note_cut(g);
    return false;
  }
  p->frame = d->frame;
  struct func *const *closure = defer_pop(g, g->stack.lo + d->frame);
  invariant_debug(closure);
  return enter_function(g, p, closure, NULL);
}

bool interp_unwind(struct g *g) {
  struct runtime *rt = g->runtime;
  // A deferred function may be interrupted as it is entered: then the next one runs.
  while (!atomic_load_u32(&rt->end.exiting)) {
    bool due = interrupt_must_end(g);
    if (due)
      interrupt_raise(g);
    if (run_next(g))
      return true;
    if (due || !interrupt_must_end(g))
      return false;
  }
  return false;
}

// Called when the method that describes a panic has returned: takes its result.
static void take_description(struct g *g, struct panic_record *p) {
  const uint64_t *result = g->stack.lo + p->callee;
  p->describing->text = (struct go_string){(const uint8_t *)result[0], (int64_t)result[1]};
  p->describing->has_text = true;
  p->describing = NULL;
}

bool interp_panic_returned(struct g *g) {
  struct panic_record *p = g->panics;
  invariant_debug(p && g->sched.pc == &p->return_code[2]);
  if (p->describing)
    take_description(g, p);
  if (!p->recovered)
    return interp_unwind(g);
  intptr_t frame = p->frame;
  panic_drop(g);
  // Older panics of the frames that are left now are over, too.
  while (g->panics && g->panics != g->activations->panics && g->panics->origin >= frame) {
    if (g->panics->goexit)
      return interp_unwind(g); // Goexit goes on where the recovered panic had interrupted it
    panic_drop(g);
  }
  uint64_t *fp = g->stack.lo + frame;
  const struct func *fn = (const struct func *)fp[-1];
  invariant(fn->epilogue);
  g->sched = (struct g_sched){.pc = fn->code + fn->epilogue, .fp = fp};
  return true;
}

struct interp_panic interp_panic_of(struct g *g) {
  struct text text = {0};
  struct interp_panic panic = {.value = g->panics->value};
  panic.text_size = panic_print(g, &text);
  panic.size = text.len;
  panic.text = text_take(&text);
  if (!panic.text)
    panic.size = panic.text_size = 0;
  return panic;
}

enum interp_exit interp_why_stopped(const struct g *g) {
  return atomic_load_u32(&g->runtime->end.exiting) ? interp_run_ended(g->runtime) : INTERP_PANICKED;
}
