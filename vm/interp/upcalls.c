// The upcalls: what the run time needs of the interpreter (runtime/embed.h), bound by the linker.

#include "mem/invariant.h"
#include "runtime/embed.h"
#include "runtime/iface.h"
#include "vm/compile/inspect.h"
#include "vm/interp/finalize.h"
#include "vm/interp/machine.h"
#include "vm/interp/ops.h"

void runtime_embed_run(struct g *g) {
  interp_run_to_end(g);
}

enum { call_words = 2 }; // of every call instruction: how far g->sched.jump leads from one

// Whether g stands in a native, or before one that it must call again from another thread. If not,
// a call at its pc has not begun: its operands may be nil, and its frame holds what was there last.
static bool stands_in_native(const struct g *g) {
  return g->sched.fp && (g->sched.jump == call_words || g->not_on_host);
}

// The function that the call instruction at pc names or takes from a slot; NULL if that is nil:
// the call has panicked, and g->sched.jump is that of an older one.
static struct func *callee_of(const uint64_t *fp, const uint64_t *pc) {
  unsigned op = instruction_op(*pc);
  if (op == OP_CALLN)
    return (struct func *)pc[1];
  if (op != OP_CALLC && op != OP_CALLI)
    return NULL;
  const void *operand = (const void *)fp[instruction_b(*pc)];
  if (!operand)
    return NULL;
  return op == OP_CALLC ? *(struct func *const *)operand
                        : ((const struct itab *)operand)->funcs[instruction_c(*pc)];
}

struct func *runtime_embed_native(struct g *g, uint64_t **frame) {
  if (!stands_in_native(g))
    return NULL;
  invariant_debug(interp_frame_check(g, g->sched.fp));
  struct func *fn = callee_of(g->sched.fp, g->sched.pc);
  if (!fn || !(fn->flags & FUNC_NATIVE))
    return NULL;
  *frame = g->sched.fp + instruction_a(*g->sched.pc);
  invariant_debug(interp_frame_check(g, *frame) && fn->native);
  return fn;
}

// Snapshots.

static struct program *program_of(struct runtime *rt) {
  return &machine_of(rt)->program;
}

void runtime_embed_lock_program(struct runtime *rt) {
  mutex_lock(&program_of(rt)->lock);
}

void runtime_embed_unlock_program(struct runtime *rt) {
  mutex_unlock(&program_of(rt)->lock);
}

struct rtype *runtime_embed_type(struct runtime *rt, void *type) {
  return program_rtype(program_of(rt), type);
}

void runtime_embed_types(struct runtime *rt, runtime_visit_type *visit, void *context) {
  inspect_types(program_of(rt), visit, context);
}

void runtime_embed_globals(struct runtime *rt, runtime_visit_variable *visit, void *context) {
  inspect_globals(program_of(rt), visit, context);
}

void runtime_embed_captures(struct runtime *rt, const struct func *f, runtime_visit_variable *visit,
                            void *context) {
  inspect_captures(program_of(rt), f, visit, context);
}

bool runtime_embed_owns(struct runtime *rt, uintptr_t address) {
  return region_owns(&program_of(rt)->region, (const void *)address);
}

void runtime_embed_range(struct runtime *rt, uintptr_t *low, uintptr_t *size) {
  region_range(&program_of(rt)->region, low, size);
}

struct rtype *runtime_embed_finalized(struct runtime *rt, const void *arg_type) {
  (void)rt;
  return finalize_object_type(arg_type);
}
