// Switch statements on values and on types.
//
// The tests come first, in order, then the bodies in source order, so that fallthrough just falls
// through. Integer switches with enough cases close together jump through a table. In a type switch
// each clause's test stands before its body, and the default clause comes last.

#include <stdlib.h>
#include <string.h>

#include "vm/compile/internal.h"

enum {
  TABLE_MIN_CASES = 5,
  TABLE_SPREAD = 4, // entries of the table for each case, at most
};

static int clause_exprs(const struct stmt_list *clauses) {
  int count = 0;
  for (int i = 0; i < clauses->count; i++)
    count += clauses->items[i]->u.case_.exprs.count;
  return count;
}

// A variable of the compiler's own that lives in a slot, as an expression.
static struct expr *synthetic_variable(struct compile *f, struct type *t, int slot) {
  struct object *v = region_alloc(f->region, sizeof *v);
  *v = (struct object){.kind = OBJECT_VAR,
                       .name = "switch",
                       .package = f->package,
                       .type = t,
                       .u.var = {.kind = VAR_LOCAL, .function = f->function}};
  home_set(f, v, HOME_SLOTS, slot);
  struct expr *e = region_alloc(f->region, sizeof *e);
  *e = (struct expr){.kind = EXPR_IDENT,
                     .pos = f->pos,
                     .start_pos = f->pos,
                     .mode = MODE_VARIABLE,
                     .type = t,
                     .u.ident = {v->name, v}};
  return e;
}

static struct expr *equal_expr(struct compile *f, struct expr *x, struct expr *y) {
  struct expr *e = region_alloc(f->region, sizeof *e);
  *e = (struct expr){.kind = EXPR_BINARY,
                     .pos = y->pos,
                     .start_pos = y->start_pos,
                     .mode = MODE_VALUE,
                     .type = compile_basic(f, BASIC_BOOL),
                     .u.binary = {TOKEN_EQL, x, y, y->pos}};
  return e;
}

// The least and greatest case of an integer switch whose cases are all small constants; false if a
// table does not pay.
static bool table_range(struct stmt *s, int64_t *low, int64_t *high) {
  struct expr *tag = s->u.switch_.tag;
  const struct stmt_list *clauses = &s->u.switch_.clauses;
  int count = clause_exprs(clauses);
  if (!tag || count < TABLE_MIN_CASES || !type_is_integer(tag->type) || expr_is_constant(tag))
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
  return span < 30000 && span < (uint64_t)count * TABLE_SPREAD;
}

static void emit_table(struct compile *f, struct stmt *s, int tag, int64_t low, int64_t high,
                       struct label *labels, struct label *otherwise) {
  int entries = (int)(high - low) + 1, index = tag;
  if (low != 0) {
    index = slot_reserve_words(f, 1, false);
    if (-low == (int16_t)-low)
      emit(f, OP_ADDI, index, tag, (int)-low);
    else {
      emit(f, OP_ADDK, index, tag, 0);
      emit_word(f, (uint64_t)-low);
    }
  }
  int32_t *table = region_alloc(&f->program->region, (size_t)entries * sizeof *table);
  const struct stmt_list *clauses = &s->u.switch_.clauses;
  for (int i = 0; i < clauses->count; i++) {
    const struct expr_list *exprs = &clauses->items[i]->u.case_.exprs;
    for (int j = 0; j < exprs->count; j++) {
      int64_t value;
      expr_small_int(exprs->items[j], &value);
      if (!table[value - low])
        table[value - low] = i + 1; // for now: which clause
    }
  }
  int pc = f->count;
  emit_jump_word(f, OP_JTAB, index, entries, (uint64_t)(uintptr_t)table, otherwise);
  if (instruction_op(f->code[pc]) != OP_JTAB || f->long_jumps) {
    // The far form: the out-of-range case is a jump of its own; the table's displacements are 32
    // bits anyway.
    compile_fail(f, "function too big: a switch with a table jumps too far");
    return;
  }
  for (int i = 0; i < entries; i++)
    emit_table_fixup(f, table[i] ? &labels[table[i] - 1] : otherwise, pc, &table[i]);
}

// The value that is switched on, in a slot that the cases' own code cannot change.
static int tag_slot(struct compile *f, struct stmt *s) {
  struct expr *tag = s->u.switch_.tag;
  bool calls = false;
  for (int i = 0; i < s->u.switch_.clauses.count; i++) {
    const struct expr_list *exprs = &s->u.switch_.clauses.items[i]->u.case_.exprs;
    for (int j = 0; j < exprs->count; j++)
      calls = calls || expr_has_call(exprs->items[j]);
  }
  if (!calls)
    return compile_value(f, tag, tag->type, SLOT_ANY);
  int slot = slot_reserve(f, tag->type);
  return compile_value(f, tag, tag->type, slot);
}

static void emit_tests(struct compile *f, struct stmt *s, struct label *labels,
                       struct label *otherwise) {
  const struct stmt_list *clauses = &s->u.switch_.clauses;
  int64_t low, high;
  struct expr *tag = NULL;
  if (s->u.switch_.tag) {
    int slot = tag_slot(f, s);
    if (!f->long_jumps && table_range(s, &low, &high)) {
      emit_table(f, s, slot, low, high, labels, otherwise);
      return;
    }
    tag = synthetic_variable(f, s->u.switch_.tag->type, slot);
  }
  for (int i = 0; i < clauses->count; i++) {
    const struct expr_list *exprs = &clauses->items[i]->u.case_.exprs;
    for (int j = 0; j < exprs->count; j++) {
      int mark = f->top;
      f->pos = exprs->items[j]->pos;
      compile_jump_if(f, tag ? equal_expr(f, tag, exprs->items[j]) : exprs->items[j], true,
                      &labels[i]);
      f->top = mark;
    }
  }
  emit_goto(f, otherwise);
}

void compile_switch(struct compile *f, struct stmt *s) {
  int mark = f->top;
  struct target target;
  const struct stmt_list *clauses = &s->u.switch_.clauses;
  if (s->u.switch_.init)
    compile_stmt(f, s->u.switch_.init);
  struct label *labels = region_alloc(f->region, ((size_t)clauses->count + 1) * sizeof *labels);
  struct label *outer_fallthrough = f->fallthrough;
  target_push(f, &target, s);
  struct label *otherwise = &target.break_label;
  for (int i = 0; i < clauses->count; i++) {
    label_init(&labels[i]);
    if (clauses->items[i]->u.case_.is_default)
      otherwise = &labels[i];
  }
  int inner = f->top;
  emit_tests(f, s, labels, otherwise);
  f->top = inner;
  for (int i = 0; i < clauses->count; i++) {
    label_bind(f, &labels[i]);
    f->fallthrough = i + 1 < clauses->count ? &labels[i + 1] : NULL;
    compile_stmts(f, &clauses->items[i]->u.case_.body);
    f->top = inner;
    if (i + 1 < clauses->count)
      emit_goto(f, &target.break_label);
  }
  f->fallthrough = outer_fallthrough;
  label_bind(f, &target.break_label);
  target_pop(f);
  f->top = mark;
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
static void emit_type_test(struct compile *f, struct type_switch *ts, struct expr *e, bool sense,
                           struct label *label, int *asserted) {
  if (expr_is_nil(e)) {
    emit_jump(f, sense ? OP_JEQI : OP_JNEI, ts->dynamic, 0, label);
    return;
  }
  uint64_t type = (uint64_t)(uintptr_t)compile_rtype(f, e->type);
  if (!type_is_interface(e->type)) {
    emit_jump_word(f, sense ? OP_JEQK : OP_JNEK, ts->dynamic, 0, type, label);
    return;
  }
  int result = slot_reserve(f, e->type);
  int ok = slot_reserve_words(f, 1, false);
  emit(f, OP_ASSERTI2, result, ts->operand, ts->has_itab);
  emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, ts->interface_type));
  emit_word(f, type);
  emit_jump(f, sense ? OP_JT : OP_JF, ok, 0, label);
  *asserted = result;
}

// Declares the clause's variable: of the case's type if there is just one, else of the operand's.
static void declare_clause_variable(struct compile *f, struct type_switch *ts, struct stmt *clause,
                                    int asserted) {
  struct object *v = clause->u.case_.object;
  if (!v)
    return;
  const struct expr_list *exprs = &clause->u.case_.exprs;
  if (exprs->count != 1 || expr_is_nil(exprs->items[0])) {
    compile_declare_init(f, v, ts->operand);
    return;
  }
  if (asserted >= 0) {
    compile_declare_init(f, v, asserted);
    return;
  }
  int value = slot_reserve(f, v->type);
  emit(f, OP_ASSERT, value, ts->operand, ts->has_itab);
  emit_word(f, (uint64_t)type_slots(v->type));
  emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, v->type));
  emit_word(f, (uint64_t)(uintptr_t)compile_rtype(f, ts->interface_type));
  compile_declare_init(f, v, value);
}

static void compile_type_clause(struct compile *f, struct type_switch *ts, struct stmt *clause) {
  int mark = f->top, asserted = -1;
  const struct expr_list *exprs = &clause->u.case_.exprs;
  struct label body, next;
  label_init(&body);
  label_init(&next);
  f->pos = clause->pos;
  if (exprs->count == 1)
    emit_type_test(f, ts, exprs->items[0], false, &next, &asserted);
  else if (exprs->count > 1) {
    for (int i = 0; i < exprs->count; i++) {
      int inner = f->top, ignored;
      emit_type_test(f, ts, exprs->items[i], true, &body, &ignored);
      f->top = inner;
    }
    emit_goto(f, &next);
    label_bind(f, &body);
  }
  declare_clause_variable(f, ts, clause, asserted);
  compile_stmts(f, &clause->u.case_.body);
  f->top = mark;
  emit_goto(f, &ts->target.break_label);
  label_bind(f, &next);
}

void compile_type_switch(struct compile *f, struct stmt *s) {
  int mark = f->top;
  struct expr *x = expr_strip(s->u.type_switch.x);
  if (x->kind == EXPR_TYPE_ASSERT && !x->u.type_assert.type)
    x = x->u.type_assert.x;
  struct type_switch ts = {
      .s = s, .interface_type = x->type, .has_itab = !type_is_empty_interface(x->type)};
  if (s->u.type_switch.init)
    compile_stmt(f, s->u.type_switch.init);
  target_push(f, &ts.target, s);
  ts.operand = slot_reserve(f, x->type);
  compile_value(f, x, x->type, ts.operand);
  ts.dynamic = slot_reserve_words(f, 1, false);
  emit(f, OP_IFACETYPE, ts.dynamic, ts.operand, ts.has_itab);
  const struct stmt_list *clauses = &s->u.type_switch.clauses;
  struct stmt *otherwise = NULL;
  for (int i = 0; i < clauses->count; i++) {
    if (clauses->items[i]->u.case_.is_default)
      otherwise = clauses->items[i];
    else
      compile_type_clause(f, &ts, clauses->items[i]);
  }
  if (otherwise)
    compile_type_clause(f, &ts, otherwise);
  label_bind(f, &ts.target.break_label);
  target_pop(f);
  f->top = mark;
}
