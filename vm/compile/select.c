// Select statements.
//
// The channels, and the values to be sent, are evaluated first, in order. Then one instruction
// chooses, and a table of jumps leads to the clause. What was received lies above the operands, for
// all clauses in the same slots; the clause declares or assigns its variables from there, so that
// the operands on the left are only evaluated if the clause is chosen. A statement of one clause
// without default is a plain send or receive.

#include "mem/invariant.h"
#include "runtime/select.h"
#include "vm/compile/internal.h"

// A select while it is compiled. Cases are all clauses except the default.
struct selecting {
  const struct stmt_list *clauses;
  struct select_case *cases;
  int count;
  bool has_default;
  pos_t pos;    // of the statement
  int chosen;   // slot of the chosen case's index
  int received; // first slot of what a case received
  struct target target;
};

// The channel of a case, and the value it sends; NULL if it receives.
static struct expr *case_channel(struct stmt *comm, struct expr **value) {
  *value = NULL;
  if (comm->kind == STMT_SEND) {
    *value = comm->u.send.value;
    return comm->u.send.channel;
  }
  struct expr *receive = comm->kind == STMT_EXPR ? comm->u.expr.x : comm->u.assign.right.items[0];
  return expr_strip(receive)->u.unary.x;
}

static struct type *case_elem(struct stmt *comm) {
  struct expr *value;
  return type_underlying(case_channel(comm, &value)->type)->u.chan.elem;
}

static bool wants_ok(struct stmt *comm) {
  return comm->kind == STMT_ASSIGN && comm->u.assign.left.count == 2 &&
         !expr_is_blank(comm->u.assign.left.items[1]);
}

static void compile_operands(struct compiler *c, struct stmt *comm,
                             struct select_case *select_case) {
  struct expr *value, *channel = case_channel(comm, &value);
  struct type *elem = case_elem(comm);
  c->pos = comm->pos;
  int slot = slot_reserve(c, channel->type);
  compile_expr(c, channel, slot);
  *select_case = (struct select_case){.channel = (uint16_t)slot,
                                      .words = (uint16_t)type_slots(elem),
                                      .send = value != NULL,
                                      .comma_ok = wants_ok(comm)};
  if (value) {
    select_case->value = (uint16_t)slot_reserve(c, elem);
    int mark = c->top;
    compile_value(c, value, elem, select_case->value);
    c->top = mark;
  }
}

// Operands of all cases, and room above them for what is received.
static void compile_cases(struct compiler *c, struct selecting *s) {
  int n = 0;
  for (int i = 0; i < s->clauses->count && !c->error; i++) {
    struct stmt *comm = s->clauses->items[i]->u.comm.comm;
    if (comm)
      compile_operands(c, comm, &s->cases[n++]);
  }
  invariant_debug(c->error || n == s->count);
  s->received = c->top;
  for (int i = 0; i < s->count && !c->error; i++) {
    if (s->cases[i].send)
      continue;
    s->cases[i].value =
        (uint16_t)slot_reserve_words(c, s->cases[i].words + s->cases[i].comma_ok, false);
    c->top = s->received;
  }
}

static void declare_received(struct compiler *c, struct stmt *comm, int i, int slot) {
  struct expr *left = comm->u.assign.left.items[i];
  if (expr_is_blank(left))
    return;
  struct object *v = expr_strip(left)->u.ident.object;
  if (home_kind_here(c, v) == HOME_SLOTS)
    home_set(c, v, HOME_SLOTS, slot); // it stays where it is
  else
    compile_declare_init(c, v, slot);
}

// The beginning of a clause that received: its variables.
static void compile_received(struct compiler *c, struct stmt *comm) {
  if (comm->kind != STMT_ASSIGN)
    return;
  struct type *elem = case_elem(comm);
  int value = slot_reserve(c, elem), ok = value; // where every case received: see compile_cases
  box_complete(c, elem, value);
  if (wants_ok(comm))
    ok = slot_reserve_words(c, 1, false);
  c->pos = comm->pos;
  struct expr **left = comm->u.assign.left.items;
  if (comm->u.assign.op == TOKEN_DEFINE) {
    declare_received(c, comm, 0, value);
    if (wants_ok(comm))
      declare_received(c, comm, 1, ok);
  } else if (wants_ok(comm))
    compile_store_pair(c, left, (int[]){value, ok},
                       (struct type *[]){elem, compile_basic(c, BASIC_BOOL)});
  else
    compile_store_value(c, left[0], value, elem);
}

static void compile_clause(struct compiler *c, struct stmt *clause) {
  int mark = c->top, locals = c->locals_top;
  struct stmt *comm = clause->u.comm.comm;
  if (comm)
    compile_received(c, comm);
  compile_stmts(c, &clause->u.comm.body);
  c->top = mark;
  c->locals_top = locals;
}

// The only case, without default: a plain operation.
static void emit_single(struct compiler *c, const struct select_case *select_case,
                        struct type *channel) {
  int pc;
  if (select_case->send) {
    pc = emit(c, OP_SEND, 0, select_case->channel, select_case->value);
    emit_word(c, (uint64_t)select_case->words << 16);
  } else {
    pc = emit(c, OP_RECV, select_case->value, select_case->channel, select_case->comma_ok);
    emit_word(c, (uint64_t)select_case->words + select_case->comma_ok);
    emit_word(c, (uint64_t)(uintptr_t)box_channel(c, channel));
  }
  emit_safepoint(c, pc, pc);
}

static void compile_single(struct compiler *c, struct selecting *s) {
  struct expr *value;
  struct stmt *clause = s->clauses->items[0];
  compile_cases(c, s);
  emit_single(c, &s->cases[0], case_channel(clause->u.comm.comm, &value)->type);
  compile_clause(c, clause);
}

// The instruction, and jumps to labels: those of the cases in order, then the default's.
static void emit_select(struct compiler *c, struct selecting *s, struct label *labels) {
  int entries = s->count + s->has_default;
  int32_t *table = region_alloc(&c->program->region, (size_t)(entries + 1) * sizeof *table);
  invariant_debug(entries <= UINT16_MAX && c->top >= s->received);
  c->pos = s->pos;
  int pc = emit(c, OP_SELECT, s->chosen, s->count, s->has_default);
  emit_word(c, (uint64_t)(uintptr_t)s->cases);
  emit_safepoint(c, pc, pc);
  if (entries > 0) {
    // The index is always in the table: the jump for others goes nowhere.
    pc = emit(c, OP_JTAB, s->chosen, entries, 2);
    emit_word(c, (uint64_t)(uintptr_t)table);
    for (int i = 0; i < entries; i++)
      emit_table_fixup(c, &labels[i], pc, &table[i]);
  }
  emit(c, OP_UNREACHABLE, 0, 0, 0);
}

static void compile_several(struct compiler *c, struct selecting *s) {
  struct label *labels = region_alloc(c->region, ((size_t)s->count + 1) * sizeof *labels);
  for (int i = 0; i <= s->count; i++)
    label_init(&labels[i]);
  s->chosen = slot_reserve_words(c, 1, false);
  compile_cases(c, s);
  emit_select(c, s, labels);
  for (int i = 0, n = 0; i < s->clauses->count; i++) {
    struct stmt *clause = s->clauses->items[i];
    label_bind(c, clause->u.comm.comm ? &labels[n++] : &labels[s->count]);
    compile_clause(c, clause);
    emit_goto(c, &s->target.break_label);
  }
}

void compile_select(struct compiler *c, struct stmt *stmt) {
  int mark = c->top;
  struct selecting s = {.clauses = &stmt->u.select.clauses, .pos = stmt->pos};
  for (int i = 0; i < s.clauses->count; i++) {
    if (s.clauses->items[i]->u.comm.comm)
      s.count++;
    else
      s.has_default = true;
  }
  if (s.count > UINT16_MAX - 1)
    compile_fail(c, "too many cases in a select");
  s.cases = region_alloc(&c->program->region, ((size_t)s.count + 1) * sizeof *s.cases);
  target_push(c, &s.target, stmt);
  if (s.count == 0 && s.has_default)
    compile_clause(c, s.clauses->items[0]);
  else if (s.count == 1 && !s.has_default)
    compile_single(c, &s);
  else
    compile_several(c, &s);
  label_bind(c, &s.target.break_label);
  target_pop(c);
  c->top = mark;
}
