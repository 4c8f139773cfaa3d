// Statements, except assignments, loops and switches.

#include "mem/invariant.h"
#include "vm/compile/internal.h"

// Targets of break and continue.

void target_push(struct compiler *c, struct target *t, struct stmt *s) {
  *t = (struct target){.outer = c->targets, .stmt = s};
  label_init(&t->break_label);
  label_init(&t->continue_label);
  c->targets = t;
}

void target_pop(struct compiler *c) {
  invariant_debug(c->targets && c->targets->break_label.pc >= 0);
  invariant_debug(!c->targets->continue_label.fixups);
  c->targets = c->targets->outer;
}

// The statement that a break or continue names, through its label if it has one.
static struct target *find_target(struct compiler *c, struct stmt *s) {
  s = stmt_unlabeled(s);
  for (struct target *t = c->targets; t; t = t->outer) {
    if (t->stmt == s)
      return t;
  }
  return NULL;
}

static struct label *compile_goto_label(struct compiler *c, struct stmt *labeled) {
  for (int i = 0; i < c->label_count; i++) {
    if (c->label_stmts[i] == labeled)
      return c->labels[i];
  }
  int cap = c->label_cap;
  c->labels = region_grow(c->region, c->labels, sizeof *c->labels, c->label_count, &cap,
                          c->label_count + 1);
  c->label_stmts = region_grow(c->region, c->label_stmts, sizeof *c->label_stmts, c->label_count,
                               &c->label_cap, c->label_count + 1);
  struct label *label = region_alloc(c->region, sizeof *label);
  label_init(label);
  c->labels[c->label_count] = label;
  c->label_stmts[c->label_count++] = labeled;
  return label;
}

void compile_branch_to(struct compiler *c, enum token token, struct stmt *target) {
  if (token == TOKEN_FALLTHROUGH) {
    invariant_debug(c->fallthrough);
    emit_goto(c, c->fallthrough);
    return;
  }
  if (compile_range_exit(c, token, target))
    return;
  if (token == TOKEN_GOTO) {
    emit_goto(c, compile_goto_label(c, target));
    return;
  }
  struct target *t = find_target(c, target);
  if (!t)
    compile_fail(c, "internal error: branch without a target");
  else
    emit_goto(c, token == TOKEN_BREAK ? &t->break_label : &t->continue_label);
}

// Declarations.

static void compile_var(struct compiler *c, struct decl *d) {
  struct expr_list *names = &d->u.value.names, *values = &d->u.value.values;
  struct object **vars = region_alloc(c->region, (size_t)names->count * sizeof *vars);
  for (int i = 0; i < names->count; i++)
    vars[i] = expr_is_blank(names->items[i]) ? NULL : names->items[i]->u.ident.object;
  if (values->count == names->count)
    compile_define_all(c, vars, values->items, names->count);
  else if (values->count > 0)
    compile_define_values(c, vars, names->items, names->count, values->items[0]);
  for (int i = 0; i < names->count && values->count == 0; i++) {
    if (vars[i])
      compile_declare_zero(c, vars[i]);
  }
}

static void compile_decls(struct compiler *c, const struct decl_list *decls) {
  for (int i = 0; i < decls->count; i++) {
    if (decls->items[i]->kind != DECL_VAR)
      continue;
    c->pos = decls->items[i]->pos;
    compile_var(c, decls->items[i]);
  }
}

// Return.

// The place of result i, which starts at slot: its cell, or the slot itself.
static struct place result_place(struct compiler *c, int i, int slot, struct type *t) {
  struct object *v = c->results ? c->results[i] : NULL;
  if (v && local_home(v) && local_home(v)->kind != HOME_SLOTS)
    return place_of_local(c, v);
  return place_of_slots(slot, t);
}

static bool results_are_named(struct compiler *c) {
  return c->results && c->results[0] && c->results[0]->name && c->results[0]->name[0];
}

// Whether each result may be written as soon as it is known: no later value reads it, and no panic
// on the way can be recovered.
static bool return_in_order(struct compiler *c, struct expr **values, int count) {
  if (c->has_defer || c->function->range)
    return false;
  for (int i = 1; i < count && results_are_named(c); i++)
    if (expr_mentions(values[i], c->results, i))
      return false;
  return true;
}

static void return_values(struct compiler *c, struct stmt *s, struct type *signature) {
  int count = signature->u.signature.result_count, slot = 0;
  struct expr **values = s->u.return_.results.items;
  int *temporaries = region_alloc(c->region, (size_t)count * sizeof *temporaries);
  if (count > 1 && list_has_early(&s->u.return_.results)) {
    values = region_alloc(c->region, (size_t)count * sizeof *values);
    for (int i = 0; i < count; i++)
      values[i] = order_converted(c, s->u.return_.results.items[i],
                                  signature->u.signature.results[i]->type);
    values = order_operands(c, values, count);
  }
  bool direct = count == 1 || return_in_order(c, values, count);
  for (int i = 0; i < count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    struct place p = result_place(c, i, slot, t);
    bool to_slot = direct && place_is_slots(&p);
    temporaries[i] = to_slot ? slot : slot_reserve(c, t);
    compile_value(c, values[i], t, temporaries[i]);
    slot += type_slots(t);
  }
  slot = 0;
  for (int i = 0; i < count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    struct place p = result_place(c, i, slot, t);
    if (!place_is_slots(&p) || temporaries[i] != slot)
      place_store(c, &p, temporaries[i]);
    slot += type_slots(t);
  }
}

// return c() with several results.
static void return_call(struct compiler *c, struct expr *call, struct type *signature) {
  int area = compile_call_results(c, expr_strip(call)), slot = 0;
  const struct type *tuple = call->type;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct type *to = signature->u.signature.results[i]->type, *from = tuple->u.tuple.types[i];
    struct place p = result_place(c, i, slot, to);
    int value = convert_slot(c, area, from, to, slot_any);
    place_store(c, &p, value);
    area += type_slots(from);
    slot += type_slots(to);
  }
}

// A loop that runs what is deferred.
static void run_deferred(struct compiler *c) {
  int mark = c->top;
  struct label again;
  label_init(&again);
  label_bind(c, &again);
  int area = call_area(c, 0);
  emit_call(c, OP_DEFERRUN, area, 0, 0, 0);
  c->top = mark;
  emit_loop(c, OP_LOOP, 0, 0, &again);
}

// Whether each return statement runs what is deferred. If not, or if a panic was recovered, that is
// told to happen on the line of the function's closing brace. The limits are those of Go's
// compiler.
static bool returns_run_deferred(const struct function *function) {
  enum { most_defers = 8, most_exits = 15 };
  return function->has_defer && !function->defers_in_loop && function->defer_count <= most_defers &&
         function->return_count * function->defer_count <= most_exits;
}

static void compile_return(struct compiler *c, struct stmt *s) {
  int mark = c->top;
  struct type *signature = function_returning(c->function)->signature;
  int values = s->u.return_.results.count;
  if (values == signature->u.signature.result_count && values > 0)
    return_values(c, s, signature);
  else if (values == 1)
    return_call(c, s->u.return_.results.items[0], signature);
  c->top = mark;
  compile_return_values_known(c);
}

void compile_return_values_known(struct compiler *c) {
  if (compile_range_exit(c, TOKEN_RETURN, NULL))
    return;
  if (returns_run_deferred(c->function)) {
    run_deferred(c);
    emit_goto(c, &c->deferred_ran);
  } else
    compile_return_jump(c);
}

void compile_return_jump(struct compiler *c) {
  if (c->has_defer || c->results_in_cells)
    emit_goto(c, &c->epilogue);
  else
    emit(c, OP_RET, 0, 0, 0);
}

// Copies results that live in cells to their slots.
static void load_results(struct compiler *c) {
  struct type *signature = c->function->signature;
  int slot = 0;
  for (int i = 0; i < signature->u.signature.result_count; i++) {
    struct type *t = signature->u.signature.results[i]->type;
    struct place p = result_place(c, i, slot, t);
    if (!place_is_slots(&p))
      place_load(c, &p, slot);
    slot += type_slots(t);
  }
}

void compile_epilogue(struct compiler *c) {
  int mark = c->top;
  if (!c->has_defer && !c->results_in_cells)
    return;
  label_bind(c, &c->epilogue);
  if (c->has_defer) {
    c->epilogue_pc = (uint32_t)c->count;
    run_deferred(c);
    label_bind(c, &c->deferred_ran);
  }
  if (c->results_in_cells)
    load_results(c);
  emit(c, OP_RET, 0, 0, 0);
  c->top = mark;
}

// Channels.

static void compile_send(struct compiler *c, struct expr *channel, struct expr *value) {
  int mark = c->top;
  struct type *elem = type_underlying(channel->type)->u.chan.elem;
  order_pair(c, &channel, &value);
  int operand = slot_reserve(c, channel->type);
  compile_expr(c, channel, operand);
  int sent = compile_value(c, value, elem, slot_any);
  int pc = emit(c, OP_SEND, 0, operand, sent);
  emit_word(c, (uint64_t)type_slots(elem) << 16);
  emit_safepoint(c, pc, pc);
  c->top = mark;
}

// Blocks and the rest.

void compile_stmts(struct compiler *c, const struct stmt_list *list) {
  for (int i = 0; i < list->count && !c->error; i++)
    compile_stmt(c, list->items[i]);
}

void compile_block(struct compiler *c, struct stmt *s) {
  int mark = c->top, locals = c->locals_top;
  if (s->kind == STMT_BLOCK)
    compile_stmts(c, &s->u.block.stmts);
  else
    compile_stmt(c, s);
  c->top = mark;
  c->locals_top = locals;
}

static void compile_if(struct compiler *c, struct stmt *s) {
  int mark = c->top, locals = c->locals_top;
  struct label otherwise, end;
  label_init(&otherwise);
  label_init(&end);
  if (s->u.if_.init)
    compile_stmt(c, s->u.if_.init);
  c->pos = s->u.if_.condition->pos;
  compile_jump_if(c, s->u.if_.condition, false, &otherwise);
  compile_block(c, s->u.if_.then);
  if (s->u.if_.otherwise)
    emit_goto(c, &end);
  label_bind(c, &otherwise);
  if (s->u.if_.otherwise)
    compile_block(c, s->u.if_.otherwise);
  label_bind(c, &end);
  c->top = mark;
  c->locals_top = locals;
}

static void compile_labeled(struct compiler *c, struct stmt *s) {
  label_bind(c, compile_goto_label(c, s));
  compile_stmt(c, s->u.labeled.stmt);
}

// Statements that leave no variables behind; compile_stmt has the others.
static void compile_control(struct compiler *c, struct stmt *s) {
  switch (s->kind) {
  case STMT_IF:
    compile_if(c, s);
    break;
  case STMT_FOR:
    compile_for(c, s);
    break;
  case STMT_RANGE:
    compile_range(c, s);
    break;
  case STMT_SWITCH:
    compile_switch(c, s);
    break;
  case STMT_TYPE_SWITCH:
    compile_type_switch(c, s);
    break;
  case STMT_SELECT:
    compile_select(c, s);
    break;
  case STMT_RETURN:
    compile_return(c, s);
    break;
  case STMT_BRANCH:
    compile_branch_to(c, s->u.branch.token, s->u.branch.target);
    break;
  case STMT_GO:
  case STMT_DEFER:
    compile_go_defer(c, s);
    break;
  case STMT_SEND:
    compile_send(c, s->u.send.channel, s->u.send.value);
    break;
  default:
    break;
  }
}

void compile_stmt(struct compiler *c, struct stmt *s) {
  if (c->error)
    return;
  c->pos = s->pos;
  switch (s->kind) {
  case STMT_BAD:
  case STMT_EMPTY:
    break;
  case STMT_DECL:
    compile_decls(c, &s->u.decl.decls);
    break;
  case STMT_LABELED:
    compile_labeled(c, s);
    break;
  case STMT_EXPR:
    compile_discard(c, s->u.expr.x);
    break;
  case STMT_INC_DEC:
    compile_inc_dec(c, s);
    break;
  case STMT_ASSIGN:
    compile_assign(c, s);
    break;
  case STMT_BLOCK:
    compile_block(c, s);
    break;
  default:
    compile_control(c, s);
  }
}
