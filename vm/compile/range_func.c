// Range loops over functions. The body of the loop is a function of its own (vm/check/range_func.c):
// a closure that is made for the loop and passed to the function ranged over.
//
// The closure holds, before what it captures, two words of the loop: its state (enum range_state)
// and what leaves it. A statement that leads out of the body sets these and returns false; when the
// function ranged over has returned, the code behind its call goes where the second word says. That
// may lead out of the next loop around in the same way.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

int compile_range_header(struct compiler *c) {
  int header = slot_reserve_words(c, range_header_words, false);
  emit_int(c, header, RANGE_READY);
  emit_zero(c, header + 1, range_header_words - 1);
  return header;
}

// Makes what defers in the loop, and in those in it, run when this function ends: after what is
// deferred from here on, before what was deferred so far.
static void declare_defers(struct compiler *c, struct object *v) {
  static const uint8_t mask[1] = {1};
  struct rtype *list = rtypes_synthetic(c->program, "defers", 2, mask);
  int slot = slot_reserve_words(c, 1, true);
  rtypes_need_site(c->program, list);
  emit(c, OP_NEW, slot, 0, 0);
  emit_word(c, (uint64_t)(uintptr_t)list);
  emit(c, OP_DEFERLIST, slot, 0, 0);
  home_set(c, v, HOME_SLOTS, slot);
}

static void call_iterator(struct compiler *c, struct stmt *s, int closure) {
  int mark = c->top;
  struct expr *x = s->u.range.x;
  struct type *yield = type_underlying(x->type)->u.signature.params[0]->type;
  struct expr *argument = expr_of_slot(c, yield, closure);
  struct expr call = {.kind = EXPR_CALL,
                      .pos = s->pos,
                      .start_pos = s->pos,
                      .mode = MODE_NO_VALUE,
                      .u.call = {.fun = x, .args = {&argument, 1}, .kind = CALL_FUNCTION}};
  compile_call_results(c, &call);
  c->top = mark;
}

// Goes on as a statement in the body told, whose number among the exits is in a slot.
static void follow_exits(struct compiler *c, const struct function *body, int exit) {
  for (int i = 0; i < body->exit_count; i++) {
    const struct range_exit *e = &body->exits[i];
    struct label next;
    label_init(&next);
    emit_jump(c, OP_JNEI, exit, i + 1, &next);
    if (e->token == TOKEN_RETURN)
      compile_return_values_known(c);
    else
      compile_branch_to(c, e->token, e->target);
    label_bind(c, &next);
  }
}

void compile_range_func(struct compiler *c, struct stmt *s) {
  struct function *body = s->u.range.function;
  c->pos = s->pos;
  if (s->u.range.defers)
    declare_defers(c, s->u.range.defers);
  int closure = compile_closure(c, body, slot_reserve_words(c, 1, true));
  call_iterator(c, s, closure);
  c->pos = s->pos;
  int exit = slot_reserve_words(c, 1, false);
  emit(c, OP_RANGEEND, exit, closure, 0);
  follow_exits(c, body, exit);
}

// Leaves the loop by one of its exits, or by a break.
static void leave(struct compiler *c, int exit) {
  emit(c, OP_RANGEBREAK, 0, c->func->context_slot, exit);
  emit(c, OP_RET, 0, 0, 0);
}

bool compile_range_exit(struct compiler *c, enum token token, struct stmt *target) {
  const struct function *body = c->function;
  for (int i = 0; body && i < body->exit_count; i++)
    if (body->exits[i].token == token && body->exits[i].target == target) {
      leave(c, i + 1);
      return true;
    }
  return false;
}

// Assigns what the loop yields to operands that it did not declare.
static void assign_operand(struct compiler *c, struct expr *left, const struct object *parameter) {
  if (left && !expr_is_blank(left))
    compile_store_value(c, left, local_home((struct object *)parameter)->slot, parameter->type);
}

void compile_range_body(struct compiler *c, struct function *body) {
  struct stmt *s = body->range;
  struct target target;
  int count = body->signature->u.signature.param_count;
  c->results = function_returning(body)->results;
  c->pos = s->pos;
  emit(c, OP_RANGENEXT, c->func->context_slot, 0, 0);
  target_push(c, &target, s);
  if (!s->u.range.define) {
    if (count > 0)
      assign_operand(c, s->u.range.key, body->params[0]);
    if (count > 1)
      assign_operand(c, s->u.range.value, body->params[1]);
  }
  compile_block(c, s->u.range.body);
  c->pos = body->body_end ? body->body_end : c->pos;
  label_bind(c, &target.continue_label);
  emit(c, OP_RANGECONT, 0, c->func->context_slot, 0);
  emit(c, OP_RET, 0, 0, 0);
  bool breaks = target.break_label.fixups;
  label_bind(c, &target.break_label);
  if (breaks)
    leave(c, 0);
  target_pop(c);
}
