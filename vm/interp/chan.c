// Operations on channels, out of the interpreter's loop.
//
// Slots are memory in Go's layout, except that narrow integers are extended to a whole slot. So a
// value is sent from where it lies, and a received one is extended at the end. If the goroutine
// must wait, a function does that when it goes on (g->resume).

#include <string.h>

#include "mem/invariant.h"
#include "runtime/chan.h"
#include "runtime/select.h"
#include "vm/interp/ops.h"

bool interp_make_chan(struct g *g, uint64_t *fp, const uint64_t *pc) {
  struct chan *c = chan_make(g, (const struct rtype *)pc[1], (int64_t)*operand_b(fp, pc));
  *operand_a(fp, pc) = (uint64_t)c;
  return c != NULL;
}

bool interp_close(struct g *g, uint64_t *fp, const uint64_t *pc) {
  return chan_close(g, (struct chan *)*operand_a(fp, pc));
}

enum chan_outcome interp_send(struct g *g, uint64_t *fp, const uint64_t *pc) {
  return chan_send(g, (struct chan *)*operand_b(fp, pc), operand_c(fp, pc), chan_resume_send);
}

// Extends a value that was received into slots as into memory.
static void extend(uint64_t *value, const struct rtype *type) {
  uintptr_t size = type->layout.size;
  if (size % sizeof(uint64_t) == 0)
    return;
  switch ((enum kind)type->kind) {
  case KIND_INT8:
    *value = (uint64_t)(int64_t)(int8_t)*value;
    break;
  case KIND_INT16:
    *value = (uint64_t)(int64_t)(int16_t)*value;
    break;
  case KIND_INT32:
    *value = (uint64_t)(int64_t)(int32_t)*value;
    break;
  default:
    memset((char *)value + size, 0, type->slots * sizeof(uint64_t) - size);
  }
}

static void finish_receive(uint64_t *value, const struct rtype *elem, bool comma_ok, bool ok) {
  extend(value, elem);
  if (comma_ok)
    value[elem->slots] = ok;
}

// Finishes a RECV instruction.
static void finish_instruction(uint64_t *fp, const uint64_t *pc, bool ok) {
  finish_receive(operand_a(fp, pc), ((const struct rtype *)pc[2])->elem, instruction_c(*pc), ok);
}

static bool resume_receive(struct g *g) {
  const uint64_t *pc = g->sched.pc;
  uint64_t *fp = g->sched.fp;
  invariant_debug(instruction_op(*pc) == OP_RECV && interp_frame_check(g, fp));
  finish_instruction(fp, pc, chan_resume_receive(g, operand_a(fp, pc)));
  return true;
}

enum chan_outcome interp_receive(struct g *g, uint64_t *fp, const uint64_t *pc) {
  bool ok;
  enum chan_outcome outcome =
      chan_receive(g, (struct chan *)*operand_b(fp, pc), operand_a(fp, pc), &ok, resume_receive);
  if (outcome == CHAN_DONE)
    finish_instruction(fp, pc, ok);
  return outcome;
}

// Select.

// Finishes a SELECT instruction: the case of that index was done, by a channel of such elements.
static void choose(uint64_t *fp, const uint64_t *pc, unsigned index, const struct rtype *elem,
                   bool ok) {
  const struct select_case *c = (const struct select_case *)pc[1] + index;
  invariant_debug(index < instruction_b(*pc) && elem->slots <= c->words);
  if (!c->send)
    finish_receive(fp + c->value, elem, c->comma_ok, ok);
  *operand_a(fp, pc) = index;
}

static bool resume_select(struct g *g) {
  const uint64_t *pc = g->sched.pc;
  uint64_t *fp = g->sched.fp;
  invariant_debug(instruction_op(*pc) == OP_SELECT && interp_frame_check(g, fp));
  struct sudog *s = select_resume(g);
  const struct select_case *c = (const struct select_case *)pc[1] + s->index;
  bool done = s->state == SUDOG_DONE, panics = c->send && !done;
  if (!c->send)
    chan_take_received(s, fp + c->value);
  choose(fp, pc, s->index, s->chan->elem, done);
  sudog_release(g, s);
  return !panics || chan_panic_closed(g);
}

// A select of one case and a default: takes no locks if it would have to wait.
static enum chan_outcome select_one(struct g *g, uint64_t *fp, const struct select_case *c,
                                    bool *ok) {
  struct chan *channel = (struct chan *)fp[c->channel];
  if (c->send)
    return chan_send(g, channel, fp + c->value, NULL);
  return chan_receive(g, channel, fp + c->value, ok, NULL);
}

enum chan_outcome interp_select(struct g *g, uint64_t *fp, const uint64_t *pc) {
  const struct select_case *cases = (const struct select_case *)pc[1];
  unsigned count = instruction_b(*pc), has_default = instruction_c(*pc);
  struct select_choice choice = {0};
  enum chan_outcome outcome =
      count == 1 && has_default
          ? select_one(g, fp, cases, &choice.ok)
          : select_run(g, fp, cases, count, has_default ? NULL : resume_select, &choice);
  if (outcome == CHAN_DONE)
    choose(fp, pc, choice.index, ((const struct chan *)fp[cases[choice.index].channel])->elem,
           choice.ok);
  else if (outcome == CHAN_WOULD_BLOCK) {
    *operand_a(fp, pc) = count;
    outcome = CHAN_DONE;
  }
  return outcome;
}
