// For statements with clauses.
//
// The condition is tested once before the first iteration and then at the bottom, where the usual forms (i++ and i < n) become one instruction that counts,
// compares, jumps and is the loop's safepoint. Variables that live in heap cells get a new cell for each iteration, as Go 1.22 has it.

#include "vm/compile_internal.h"

// The slot of a local variable of a 64-bit signed type that lives in the frame, -1 for everything else.
static int counter_slot(struct expr *e) {
  e = expr_strip(e);
  if (e->kind != EXPR_IDENT || !e->u.ident.object || e->u.ident.object->kind != OBJECT_VAR || e->u.ident.object->u.var.kind == VAR_PACKAGE)
    return -1;
  const struct home *home = local_home(e->u.ident.object);
  enum basic_kind kind = type_basic(e->type);
  if (!home || home->kind != HOME_SLOTS || (kind != BASIC_INT && kind != BASIC_INT64))
    return -1;
  return home->slot;
}

// A loop's bottom that fits one instruction.
struct counting {
  enum opcode op;
  int counter;       // slot
  int limit;         // slot, or the immediate
};

// Recognises `i++` with `i < n` and `i <= n`, and `i--` with `i >= n` and `i > c`, where n is a local variable or a small constant.
static bool is_counting(struct expr *condition, struct stmt *post, struct counting *c) {
  if (!condition || !post || post->kind != STMT_INC_DEC)
    return false;
  condition = expr_strip(condition);
  if (condition->kind != EXPR_BINARY || expr_is_constant(condition))
    return false;
  c->counter = counter_slot(post->u.inc_dec.x);
  if (c->counter < 0 || counter_slot(condition->u.binary.x) != c->counter)
    return false;
  bool down = post->u.inc_dec.is_decrement;
  enum token op = condition->u.binary.op;
  int64_t limit;
  if (expr_small_int(condition->u.binary.y, &limit)) {
    if (down && op == TOKEN_GTR && limit < INT16_MAX) {
      op = TOKEN_GEQ;
      limit++;
    }
    if (limit != (int16_t)limit)
      return false;
    c->limit = (int)limit;
    c->op = down ? (op == TOKEN_GEQ ? OP_DECGEI : OPCODE_COUNT) : op == TOKEN_LSS ? OP_INCLTI : op == TOKEN_LEQ ? OP_INCLEI : OPCODE_COUNT;
    return c->op != OPCODE_COUNT;
  }
  c->limit = counter_slot(condition->u.binary.y);
  if (c->limit < 0 || c->limit == c->counter)
    return false;
  c->op = down ? (op == TOKEN_GEQ ? OP_DECGE : OPCODE_COUNT) : op == TOKEN_LSS ? OP_INCLT : op == TOKEN_LEQ ? OP_INCLE : OPCODE_COUNT;
  return c->op != OPCODE_COUNT;
}

// Gives each variable that lives in a cell a new one with the old value: closures made in this iteration keep theirs.
static void renew_variables(struct compile *f, struct stmt *s) {
  for (int i = 0; i < s->u.for_.variable_count; i++) {
    struct object *v = s->u.for_.variables[i];
    const struct home *home = v ? local_home(v) : NULL;
    if (!home || home->kind == HOME_SLOTS || !(v->u.var.captured || v->u.var.address_taken))
      continue;
    int mark = f->top;
    int old = slot_reserve_words(f, 1, true);
    emit_move(f, old, home->slot, 1);
    int cell = slot_reserve_words(f, 1, true);
    emit_new(f, cell, v->type);
    emit(f, OP_COPYT, cell, old, 0);
    emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, v->type));
    emit_move(f, home->slot, cell, 1);
    f->top = mark;
  }
}

void compile_for(struct compile *f, struct stmt *s) {
  int mark = f->top;
  struct target target;
  struct label body;
  struct counting counting;
  struct expr *condition = s->u.for_.condition;
  if (s->u.for_.init)
    compile_stmt(f, s->u.for_.init);
  target_push(f, &target, s);
  label_init(&body);
  if (condition)
    compile_jump_if(f, condition, false, &target.break_label);
  label_bind(f, &body);
  int inner = f->top;
  compile_block(f, s->u.for_.body);
  f->top = inner;
  label_bind(f, &target.continue_label);
  renew_variables(f, s);
  f->pos = s->pos;
  if (is_counting(condition, s->u.for_.post, &counting))
    emit_loop(f, counting.op, counting.counter, counting.limit, &body);
  else {
    if (s->u.for_.post)
      compile_stmt(f, s->u.for_.post);
    if (condition)
      compile_jump_if(f, condition, true, &body);
    else
      emit_goto(f, &body);
  }
  label_bind(f, &target.break_label);
  target_pop(f);
  f->top = mark;
}
