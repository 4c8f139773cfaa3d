// The upcalls: what the run time needs of the interpreter (runtime/embed.h), bound by the linker.

#include "mem/invariant.h"
#include "runtime/embed.h"
#include "runtime/iface.h"
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
