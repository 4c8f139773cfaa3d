// for loops with conditions.
//
// The condition is tested once at the top and then at the bottom, where it is the jump back: one
// instruction for the usual counting loop. A condition that is long or has calls is compiled once,
// at the bottom, and jumped to.

#include "vm/code/opcode_info.h"
#include "vm/compile/internal.h"

// Whether a second copy of the condition costs little.
static bool is_cheap(struct expr *e) {
  e = expr_strip(e);
  if (expr_has_call(e))
    return false;
  switch (e->kind) {
  case EXPR_IDENT:
  case EXPR_LITERAL:
    return true;
  case EXPR_SELECTOR:
    return is_cheap(e->u.selector.x) || e->u.selector.selection.kind == SELECT_QUALIFIED;
  case EXPR_STAR:
    return is_cheap(e->u.star.x);
  case EXPR_UNARY:
    return is_cheap(e->u.unary.x);
  case EXPR_BINARY:
    return is_cheap(e->u.binary.x) && is_cheap(e->u.binary.y);
  case EXPR_INDEX:
    return is_cheap(e->u.index.x) && is_cheap(e->u.index.indices.items[0]);
  case EXPR_CALL:
    return e->u.call.kind != CALL_FUNCTION && e->u.call.args.count == 1 &&
           is_cheap(e->u.call.args.items[0]);
  default:
    return expr_is_constant(e);
  }
}

// A counting loop `i++; if i < y goto top`: one instruction. False: it is not one.
static bool emit_counting(struct compiler *c, struct stmt *post, struct expr *condition,
                          struct label *top) {
  int i, mark = c->top;
  condition = expr_strip(condition);
  if (!post || post->kind != STMT_INC_DEC || condition->kind != EXPR_BINARY ||
      !is_frame_variable(post->u.inc_dec.x, &i))
    return false;
  struct expr *x = expr_strip(condition->u.binary.x), *y = expr_strip(condition->u.binary.y);
  struct expr *variable = expr_strip(post->u.inc_dec.x);
  struct type *t = variable->type;
  if (x->kind != EXPR_IDENT || x->u.ident.object != variable->u.ident.object ||
      !type_is_integer(t) || type_is_unsigned(t) || type_int_bits(t) != 64)
    return false;
  bool down = post->u.inc_dec.is_decrement;
  enum token op = condition->u.binary.op;
  int64_t constant;
  bool known = expr_small_int(y, &constant);
  if (known && op == TOKEN_GTR && constant < INT16_MAX) {
    op = TOKEN_GEQ;
    constant++;
  }
  bool immediate = known && constant == (int16_t)constant;
  bool up_ok = !down && (op == TOKEN_LSS || op == TOKEN_LEQ);
  bool down_ok = down && op == TOKEN_GEQ && (!known || immediate);
  if ((!up_ok && !down_ok) ||
      (!known && (expr_has_call(y) || expr_mentions(y, &variable->u.ident.object, 1))))
    return false;
  c->pos = post->pos;
  enum opcode loop = down ? OP_DECGE : op == TOKEN_LSS ? OP_INCLT : OP_INCLE;
  if (immediate)
    emit_loop(c, (enum opcode)opcode_rows[loop].constant, i, (int)constant, top);
  else
    emit_loop(c, loop, i, compile_value(c, y, t, slot_any), top);
  c->top = mark;
  return true;
}

// Each iteration has its own copy of the variables that closures share.
static void copy_variables(struct compiler *c, struct stmt *s) {
  for (int i = 0; i < s->u.for_.variable_count; i++) {
    struct object *v = s->u.for_.variables[i];
    struct home *home = v ? local_home(v) : NULL;
    if (!home || home->kind == HOME_SLOTS || home->kind == HOME_FIELD ||
        !(v->u.var.captured || v->u.var.address_taken))
      continue;
    int mark = c->top;
    int cell = slot_reserve_words(c, 1, true);
    emit_new(c, cell, v->type);
    if (type_size(v->type) > 24) {
      emit(c, OP_COPYT, cell, home->slot, 0);
      emit_type(c, v->type);
    } else if (type_slots(v->type) > 0) {
      struct place from = place_of_local(c, v), to = place_deref(cell, v->type);
      place_store(c, &to, place_load(c, &from, slot_any));
    }
    emit_move(c, home->slot, cell, 1);
    c->top = mark;
  }
}

void compile_for(struct compiler *c, struct stmt *s) {
  int mark = c->top, locals = c->locals_top;
  struct target target;
  struct label top, test;
  struct expr *condition = s->u.for_.condition;
  if (s->u.for_.init)
    compile_stmt(c, s->u.for_.init);
  target_push(c, &target, s);
  label_init(&top);
  label_init(&test);
  bool always =
      !condition || (expr_is_constant(condition) && constant_bool_value(condition->value));
  bool twice = !always && is_cheap(condition);
  if (twice) {
    c->pos = condition->pos;
    compile_jump_if(c, condition, false, &target.break_label);
  } else if (!always)
    emit_goto(c, &test);
  label_bind(c, &top);
  compile_block(c, s->u.for_.body);
  label_bind(c, &target.continue_label);
  copy_variables(c, s);
  if (always) {
    if (s->u.for_.post)
      compile_stmt(c, s->u.for_.post);
    emit_goto(c, &top);
  } else if (!twice || !emit_counting(c, s->u.for_.post, condition, &top)) {
    if (s->u.for_.post)
      compile_stmt(c, s->u.for_.post);
    label_bind(c, &test);
    c->pos = condition->pos;
    compile_jump_if(c, condition, true, &top);
  }
  label_bind(c, &target.break_label);
  target_pop(c);
  c->top = mark;
  c->locals_top = locals;
}
