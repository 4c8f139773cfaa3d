// Switch statements on values and on types.
//
// The tests come first, in order, then the bodies in source order, so that fallthrough just falls
// through. Integer switches with enough cases close together jump through a table. In a type switch
// each clause's test stands before its body, and the default clause comes last.

#include <stdlib.h>
#include <string.h>

#include "mem/invariant.h"
#include "vm/compile/internal.h"

enum {
  table_min_cases = 5,
  table_spread = 4, // entries of the table for each case, at most
};

static int clause_exprs(const struct stmt_list *clauses) {
  int count = 0;
  for (int i = 0; i < clauses->count; i++)
    count += clauses->items[i]->u.case_.exprs.count;
  return count;
}

// A variable of the compiler's own that lives in a slot, as an expression.
static struct expr *synthetic_variable(struct compiler *c, struct type *t, int slot) {
  struct object *v = region_alloc(c->region, sizeof *v);
  *v = (struct object){.kind = OBJECT_VAR,
                       .name = "switch",
                       .package = c->package,
                       .type = t,
                       .u.var = {.kind = VAR_LOCAL, .function = c->function}};
  home_set(c, v, HOME_SLOTS, slot);
  struct expr *e = region_alloc(c->region, sizeof *e);
  *e = (struct expr){.kind = EXPR_IDENT,
                     .pos = c->pos,
                     .start_pos = c->pos,
                     .mode = MODE_VARIABLE,
                     .type = t,
                     .u.ident = {v->name, v}};
  return e;
}

static struct expr *equal_expr(struct compiler *c, struct expr *x, struct expr *y) {
  struct expr *e = region_alloc(c->region, sizeof *e);
  *e = (struct expr){.kind = EXPR_BINARY,
                     .pos = y->pos,
                     .start_pos = y->start_pos,
                     .mode = MODE_VALUE,
                     .type = compile_basic(c, BASIC_BOOL),
                     .u.binary = {TOKEN_EQL, x, y, y->pos}};
  return e;
}

// Finds the least and the greatest case of an integer switch in which all cases are small constants.
// Returns whether a table pays.
static bool table_range(struct stmt *s, int64_t *low, int64_t *high) {
  struct expr *tag = s->u.switch_.tag;
  const struct stmt_list *clauses = &s->u.switch_.clauses;
  int count = clause_exprs(clauses);
  if (!tag || count < table_min_cases || !type_is_integer(tag->type) || expr_is_constant(tag))
    return false;
  *low = INT64_MAX;
  *high = INT64_MIN;
  for (int i = 0; i < clauses->count; i++) {
    const struct expr_list *exprs = &clauses->items[i]->u.case_.exprs;
    for (int j = 0; j < exprs->count; j++) {
      int64_t value;
      if (!expr_small_int(exprs->items[j], &value))
        return false;
      *low = value < *low ? value : *low;
      *high = value > *high ? value : *high;
    }
  }
  uint64_t span = (uint64_t)*high - (uint64_t)*low;
  return span < 30000 && span < (uint64_t)count * table_spread;
}

static void emit_table(struct compiler *c, struct stmt *s, int tag, int64_t low, int64_t high,
                       struct label *labels, struct label *otherwise) {
  int entries = (int)(high - low) + 1, index = tag;
  invariant_debug(low <= high && entries > 0 && entries <= UINT16_MAX);
  if (low != 0) {
    index = slot_reserve_words(c, 1, false);
    emit_constant_form(c, OP_ADD, index, tag, -low);
  }
  int32_t *table = region_alloc(&c->program->region, (size_t)entries * sizeof *table);
  const struct stmt_list *clauses = &s->u.switch_.clauses;
  for (int i = 0; i < clauses->count; i++) {
    const struct expr_list *exprs = &clauses->items[i]->u.case_.exprs;
    for (int j = 0; j < exprs->count; j++) {
      int64_t value;
      expr_small_int(exprs->items[j], &value);
      invariant_debug(value >= low && value <= high);
      if (!table[value - low])
        table[value - low] = i + 1; // for now: which clause
    }
  }
  int pc = c->count;
  emit_jump_word(c, OP_JTAB, index, entries, (uint64_t)(uintptr_t)table, otherwise);
  if (instruction_op(c->code[pc]) != OP_JTAB || c->long_jumps) {
    // The far form: the out-of-range case is a jump of its own; the table's displacements are 32
    // bits anyway.
    compile_fail(c, "function too big: a switch with a table jumps too far");
    return;
  }
  for (int i = 0; i < entries; i++)
    emit_table_fixup(c, table[i] ? &labels[table[i] - 1] : otherwise, pc, &table[i]);
}

// The value that is switched on, in a slot that the cases' own code cannot change.
static int tag_slot(struct compiler *c, struct stmt *s) {
  struct expr *tag = s->u.switch_.tag;
  bool calls = false;
  for (int i = 0; i < s->u.switch_.clauses.count; i++) {
    const struct expr_list *exprs = &s->u.switch_.clauses.items[i]->u.case_.exprs;
    for (int j = 0; j < exprs->count; j++)
      calls = calls || expr_has_call(exprs->items[j]);
  }
  if (!calls)
    return compile_value(c, tag, tag->type, slot_any);
  int slot = slot_reserve(c, tag->type);
  return compile_value(c, tag, tag->type, slot);
}

static void emit_tests(struct compiler *c, struct stmt *s, struct label *labels,
                       struct label *otherwise) {
  const struct stmt_list *clauses = &s->u.switch_.clauses;
  int64_t low, high;
  struct expr *tag = NULL;
  if (s->u.switch_.tag) {
    int slot = tag_slot(c, s);
    if (!c->long_jumps && table_range(s, &low, &high)) {
      emit_table(c, s, slot, low, high, labels, otherwise);
      return;
    }
    tag = synthetic_variable(c, s->u.switch_.tag->type, slot);
  }
  for (int i = 0; i < clauses->count; i++) {
    const struct expr_list *exprs = &clauses->items[i]->u.case_.exprs;
    for (int j = 0; j < exprs->count; j++) {
      int mark = c->top;
      c->pos = exprs->items[j]->pos;
      compile_jump_if(c, tag ? equal_expr(c, tag, exprs->items[j]) : exprs->items[j], true,
                      &labels[i]);
      c->top = mark;
    }
  }
  emit_goto(c, otherwise);
}

void compile_switch(struct compiler *c, struct stmt *s) {
  int mark = c->top;
  struct target target;
  const struct stmt_list *clauses = &s->u.switch_.clauses;
  if (s->u.switch_.init)
    compile_stmt(c, s->u.switch_.init);
  struct label *labels = region_alloc(c->region, ((size_t)clauses->count + 1) * sizeof *labels);
  struct label *outer_fallthrough = c->fallthrough;
  target_push(c, &target, s);
  struct label *otherwise = &target.break_label;
  for (int i = 0; i < clauses->count; i++) {
    label_init(&labels[i]);
    if (clauses->items[i]->u.case_.is_default)
      otherwise = &labels[i];
  }
  int inner = c->top;
  emit_tests(c, s, labels, otherwise);
  c->top = inner;
  for (int i = 0; i < clauses->count; i++) {
    label_bind(c, &labels[i]);
    c->fallthrough = i + 1 < clauses->count ? &labels[i + 1] : NULL;
    compile_stmts(c, &clauses->items[i]->u.case_.body);
    c->top = inner;
    if (i + 1 < clauses->count)
      emit_goto(c, &target.break_label);
  }
  c->fallthrough = outer_fallthrough;
  label_bind(c, &target.break_label);
  target_pop(c);
  c->top = mark;
}

// Type switches.

struct type_switch {
  struct stmt *s;
  struct type *interface_type; // of the operand
  int operand;                 // its two slots
  int dynamic;                 // its dynamic type
  bool has_itab;
  struct target target;
};

// Jumps to label if the operand's dynamic type is (sense) or is not the one of a case. *asserted:
// where an interface case's value was left.
static void emit_type_test(struct compiler *c, struct type_switch *ts, struct expr *e, bool sense,
                           struct label *label, int *asserted) {
  if (expr_is_nil(e)) {
    emit_jump(c, sense ? OP_JEQI : OP_JNEI, ts->dynamic, 0, label);
    return;
  }
  uint64_t type = (uint64_t)(uintptr_t)compile_rtype(c, e->type);
  if (!type_is_interface(e->type)) {
    emit_jump_word(c, sense ? OP_JEQK : OP_JNEK, ts->dynamic, 0, type, label);
    return;
  }
  int result = slot_reserve(c, e->type);
  int ok = slot_reserve_words(c, 1, false);
  emit(c, OP_ASSERTI2, result, ts->operand, ts->has_itab);
  emit_type(c, ts->interface_type);
  emit_word(c, type);
  emit_jump(c, sense ? OP_JT : OP_JF, ok, 0, label);
  *asserted = result;
}

// Declares the clause's variable: of the case's type if there is just one, else of the operand's.
static void declare_clause_variable(struct compiler *c, struct type_switch *ts, struct stmt *clause,
                                    int asserted) {
  struct object *v = clause->u.case_.object;
  if (!v)
    return;
  invariant_debug(asserted < 0 || type_is_interface(v->type));
  const struct expr_list *exprs = &clause->u.case_.exprs;
  if (exprs->count != 1 || expr_is_nil(exprs->items[0])) {
    compile_declare_init(c, v, ts->operand);
    return;
  }
  if (asserted >= 0) {
    compile_declare_init(c, v, asserted);
    return;
  }
  int value = slot_reserve(c, v->type);
  emit(c, OP_ASSERT, value, ts->operand, ts->has_itab);
  emit_word(c, (uint64_t)type_slots(v->type));
  emit_type(c, v->type);
  emit_type(c, ts->interface_type);
  compile_declare_init(c, v, value);
}

static void compile_type_clause(struct compiler *c, struct type_switch *ts, struct stmt *clause) {
  int mark = c->top, asserted = -1;
  const struct expr_list *exprs = &clause->u.case_.exprs;
  struct label body, next;
  label_init(&body);
  label_init(&next);
  c->pos = clause->pos;
  if (exprs->count == 1)
    emit_type_test(c, ts, exprs->items[0], false, &next, &asserted);
  else if (exprs->count > 1) {
    for (int i = 0; i < exprs->count; i++) {
      int inner = c->top, ignored;
      emit_type_test(c, ts, exprs->items[i], true, &body, &ignored);
      c->top = inner;
    }
    emit_goto(c, &next);
    label_bind(c, &body);
  }
  declare_clause_variable(c, ts, clause, asserted);
  compile_stmts(c, &clause->u.case_.body);
  c->top = mark;
  emit_goto(c, &ts->target.break_label);
  label_bind(c, &next);
}

void compile_type_switch(struct compiler *c, struct stmt *s) {
  int mark = c->top;
  struct expr *x = expr_strip(s->u.type_switch.x);
  if (x->kind == EXPR_TYPE_ASSERT && !x->u.type_assert.type)
    x = x->u.type_assert.x;
  struct type_switch ts = {
      .s = s, .interface_type = x->type, .has_itab = !type_is_empty_interface(x->type)};
  if (s->u.type_switch.init)
    compile_stmt(c, s->u.type_switch.init);
  target_push(c, &ts.target, s);
  ts.operand = slot_reserve(c, x->type);
  compile_value(c, x, x->type, ts.operand);
  ts.dynamic = slot_reserve_words(c, 1, false);
  emit(c, OP_IFACETYPE, ts.dynamic, ts.operand, ts.has_itab);
  const struct stmt_list *clauses = &s->u.type_switch.clauses;
  struct stmt *otherwise = NULL;
  for (int i = 0; i < clauses->count; i++) {
    if (clauses->items[i]->u.case_.is_default)
      otherwise = clauses->items[i];
    else
      compile_type_clause(c, &ts, clauses->items[i]);
  }
  if (otherwise)
    compile_type_clause(c, &ts, otherwise);
  label_bind(c, &ts.target.break_label);
  target_pop(c);
  c->top = mark;
}
