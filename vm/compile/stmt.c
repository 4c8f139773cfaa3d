// Statements, but for assignments, loops and switches.

#include "mem/check.h"
#include "vm/compile/internal.h"

// Targets of break and continue.

void target_push(struct compile *f, struct target *t, struct stmt *s) {
  *t = (struct target){.outer = f->targets, .stmt = s};
  label_init(&t->break_label);
  label_init(&t->continue_label);
  f->targets = t;
}

void target_pop(struct compile *f) {
  f->targets = f->targets->outer;
}

// The statement that a break or continue names, through its label if it has one.
static struct target *find_target(struct compile *f, struct stmt *s) {
  if (s && s->kind == STMT_LABELED)
    s = s->u.labeled.stmt;
  for (struct target *t = f->targets; t; t = t->outer) {
    if (t->stmt == s)
      return t;
  }
  return NULL;
}

struct label *compile_goto_label(struct compile *f, struct stmt *labeled) {
  for (int i = 0; i < f->label_count; i++) {
    if (f->label_stmts[i] == labeled)
      return f->labels[i];
  }
  int cap = f->label_cap;
  f->labels = region_grow(f->region, f->labels, sizeof *f->labels, f->label_count, &cap,
                          f->label_count + 1);
  f->label_stmts = region_grow(f->region, f->label_stmts, sizeof *f->label_stmts, f->label_count,
                               &f->label_cap, f->label_count + 1);
  struct label *label = region_alloc(f->region, sizeof *label);
  label_init(label);
  f->labels[f->label_count] = label;
  f->label_stmts[f->label_count++] = labeled;
  return label;
}

static void compile_branch(struct compile *f, struct stmt *s) {
  struct target *t;
  switch (s->u.branch.token) {
  case TOKEN_GOTO:
    emit_goto(f, compile_goto_label(f, s->u.branch.target));
    return;
  case TOKEN_FALLTHROUGH:
    emit_goto(f, f->fallthrough);
    return;
  default:
    t = find_target(f, s->u.branch.target);
    if (!t)
      compile_fail(f, "internal error: branch without a target");
    else
      emit_goto(f, s->u.branch.token == TOKEN_BREAK ? &t->break_label : &t->continue_label);
  }
}

// Declarations.

static void compile_var(struct compile *f, struct decl *d) {
  struct expr_list *names = &d->u.value.names, *values = &d->u.value.values;
  struct object **vars = region_alloc(f->region, (size_t)names->count * sizeof *vars);
  for (int i = 0; i < names->count; i++)
    vars[i] = expr_is_blank(names->items[i]) ? NULL : names->items[i]->u.ident.object;
  if (values->count == names->count)
    compile_define_all(f, vars, values->items, names->count);
  else if (values->count > 0)
    compile_define_values(f, vars, names->items, names->count, values->items[0]);
  for (int i = 0; i < names->count && values->count == 0; i++) {
    if (vars[i])
      compile_declare_zero(f, vars[i]);
  }
}

static void compile_decls(struct compile *f, const struct decl_list *decls) {
  for (int i = 0; i < decls->count; i++) {
    if (decls->items[i]->kind != DECL_VAR)
      continue;
    f->pos = decls->items[i]->pos;
    compile_var(f, decls->items[i]);
  }
}

// Return.

// The place of result i, which starts at slot: its cell, or the slot itself.
static struct place result_place(struct compile *f, int i, int slot, struct type *t) {
  struct object *v = f->results ? f->results[i] : NULL;
  if (v && local_home(v) && local_home(v)->kind != HOME_SLOTS)
    return place_of_local(f, v);
  return place_of_slots(slot, t);
}

static bool results_are_named(struct compile *f) {
  return f->results && f->results[0] && f->results[0]->name && f->results[0]->name[0];
}

// Whether each result may be written as soon as it is known: no later value reads it, and no panic
// on the way can be recovered.
static bool return_in_order(struct compile *f, struct expr **values, int count) {
  if (f->has_defer)
    return false;
  for (int i = 1; i < count && results_are_named(f); i++)
    if (expr_mentions(values[i], f->results, i))
      return false;
  return true;
}

static void return_values(struct compile *f, struct stmt *s, struct type *signature) {
  int count = signature->u.signature.result_count, slot = 0;
  struct expr **values = s->u.return_.results.items;
  int *temporaries = region_alloc(f->region, (size_t)count * sizeof *temporaries);
  if (count > 1 && list_has_early(&s->u.return_.results)) {
    values = region_alloc(f->region, (size_t)count * sizeof *values);
    for (int i = 0; i < count; i++)
      values[i] = order_converted(f, s->u.return_.results.items[i],
                                  signature->u.signature.results[i]->type);
    values = order_operands(f, values, count);
  }
  bool direct = count == 1 || return_in_order(f, values, count);
  for (int i = 0; i < count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    struct place p = result_place(f, i, slot, t);
    bool to_slot = direct && place_is_slots(&p);
    temporaries[i] = to_slot ? slot : slot_reserve(f, t);
    compile_value(f, values[i], t, temporaries[i]);
    slot += type_slots(t);
  }
  slot = 0;
  for (int i = 0; i < count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    struct place p = result_place(f, i, slot, t);
    if (!place_is_slots(&p) || temporaries[i] != slot)
      place_store(f, &p, temporaries[i]);
    slot += type_slots(t);
  }
}

// return f() with several results.
static void return_call(struct compile *f, struct expr *call, struct type *signature) {
  int area = compile_call_results(f, expr_strip(call)), slot = 0;
  const struct type *tuple = call->type;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct type *to = signature->u.signature.results[i]->type, *from = tuple->u.tuple.types[i];
    struct place p = result_place(f, i, slot, to);
    int value = convert_slot(f, area, from, to, SLOT_ANY);
    place_store(f, &p, value);
    area += type_slots(from);
    slot += type_slots(to);
  }
}

// A loop that runs what is deferred.
static void run_deferred(struct compile *f) {
  int mark = f->top;
  struct label again;
  label_init(&again);
  label_bind(f, &again);
  int area = call_area(f, 0);
  emit_call(f, OP_DEFERRUN, area, 0, 0, 0);
  f->top = mark;
  emit_loop(f, OP_LOOP, 0, 0, &again);
}

// Whether each return statement runs what is deferred. If not, or if a panic was recovered, that is
// told to happen on the line of the function's closing brace. The limits are those of Go's
// compiler.
static bool returns_run_deferred(const struct function *function) {
  enum { most_defers = 8, most_exits = 15 };
  return function->has_defer && !function->defers_in_loop && function->defer_count <= most_defers &&
         function->return_count * function->defer_count <= most_exits;
}

static void compile_return(struct compile *f, struct stmt *s) {
  int mark = f->top;
  struct type *signature = f->function->signature;
  int values = s->u.return_.results.count;
  if (values == signature->u.signature.result_count && values > 0)
    return_values(f, s, signature);
  else if (values == 1)
    return_call(f, s->u.return_.results.items[0], signature);
  f->top = mark;
  if (returns_run_deferred(f->function)) {
    run_deferred(f);
    emit_goto(f, &f->deferred_ran);
  } else
    compile_return_jump(f);
}

void compile_return_jump(struct compile *f) {
  if (f->has_defer || f->results_in_cells)
    emit_goto(f, &f->epilogue);
  else
    emit(f, OP_RET, 0, 0, 0);
}

// Copies results that live in cells to their slots.
static void load_results(struct compile *f) {
  struct type *signature = f->function->signature;
  int slot = 0;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    struct place p = result_place(f, i, slot, t);
    if (!place_is_slots(&p))
      place_load(f, &p, slot);
    slot += type_slots(t);
  }
}

void compile_epilogue(struct compile *f) {
  int mark = f->top;
  if (!f->has_defer && !f->results_in_cells)
    return;
  label_bind(f, &f->epilogue);
  if (f->has_defer) {
    f->epilogue_pc = (uint32_t)f->count;
    run_deferred(f);
    label_bind(f, &f->deferred_ran);
  }
  if (f->results_in_cells)
    load_results(f);
  emit(f, OP_RET, 0, 0, 0);
  f->top = mark;
}

// Channels.

void compile_send(struct compile *f, struct expr *channel, struct expr *value) {
  int mark = f->top;
  struct type *elem = type_underlying(channel->type)->u.chan.elem;
  order_pair(f, &channel, &value);
  int operand = slot_reserve(f, channel->type);
  compile_expr(f, channel, operand);
  int sent = compile_value(f, value, elem, SLOT_ANY);
  int pc = emit(f, OP_SEND, 0, operand, sent);
  emit_word(f, (uint64_t)type_slots(elem) << 16);
  emit_safepoint(f, pc, pc);
  f->top = mark;
}

// Blocks and the rest.

void compile_stmts(struct compile *f, const struct stmt_list *list) {
  for (int i = 0; i < list->count && !f->error; i++)
    compile_stmt(f, list->items[i]);
}

void compile_block(struct compile *f, struct stmt *s) {
  int mark = f->top, locals = f->locals_top;
  if (s->kind == STMT_BLOCK)
    compile_stmts(f, &s->u.block.stmts);
  else
    compile_stmt(f, s);
  f->top = mark;
  f->locals_top = locals;
}

static void compile_if(struct compile *f, struct stmt *s) {
  int mark = f->top, locals = f->locals_top;
  struct label otherwise, end;
  label_init(&otherwise);
  label_init(&end);
  if (s->u.if_.init)
    compile_stmt(f, s->u.if_.init);
  f->pos = s->u.if_.condition->pos;
  compile_jump_if(f, s->u.if_.condition, false, &otherwise);
  compile_block(f, s->u.if_.then);
  if (s->u.if_.otherwise)
    emit_goto(f, &end);
  label_bind(f, &otherwise);
  if (s->u.if_.otherwise)
    compile_block(f, s->u.if_.otherwise);
  label_bind(f, &end);
  f->top = mark;
  f->locals_top = locals;
}

static void compile_labeled(struct compile *f, struct stmt *s) {
  label_bind(f, compile_goto_label(f, s));
  compile_stmt(f, s->u.labeled.stmt);
}

// Statements that leave no variables behind; compile_stmt has the others.
static void compile_control(struct compile *f, struct stmt *s) {
  switch (s->kind) {
  case STMT_IF:
    compile_if(f, s);
    break;
  case STMT_FOR:
    compile_for(f, s);
    break;
  case STMT_RANGE:
    compile_range(f, s);
    break;
  case STMT_SWITCH:
    compile_switch(f, s);
    break;
  case STMT_TYPE_SWITCH:
    compile_type_switch(f, s);
    break;
  case STMT_SELECT:
    compile_select(f, s);
    break;
  case STMT_RETURN:
    compile_return(f, s);
    break;
  case STMT_BRANCH:
    compile_branch(f, s);
    break;
  case STMT_GO:
  case STMT_DEFER:
    compile_go_defer(f, s);
    break;
  case STMT_SEND:
    compile_send(f, s->u.send.channel, s->u.send.value);
    break;
  default:
    break;
  }
}

void compile_stmt(struct compile *f, struct stmt *s) {
  if (f->error)
    return;
  f->pos = s->pos;
  switch (s->kind) {
  case STMT_BAD:
  case STMT_EMPTY:
    break;
  case STMT_DECL:
    compile_decls(f, &s->u.decl.decls);
    break;
  case STMT_LABELED:
    compile_labeled(f, s);
    break;
  case STMT_EXPR:
    compile_discard(f, s->u.expr.x);
    break;
  case STMT_INC_DEC:
    compile_inc_dec(f, s);
    break;
  case STMT_ASSIGN:
    compile_assign(f, s);
    break;
  case STMT_BLOCK:
    compile_block(f, s);
    break;
  default:
    compile_control(f, s);
  }
}
