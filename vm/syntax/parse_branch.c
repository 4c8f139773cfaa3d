// Labels, and where goto, break and continue lead. A body is looked at when it has been parsed
// without an error, as Go's compiler does, so these errors show beside those of syntax.
//
// A first walk gathers the labels of a function with the block each is in; a second resolves the
// jumps. A goto must not jump into a block, nor over the declaration of a variable of its own
// block. Function literals have labels of their own and were looked at before.

#include "vm/syntax/expr_string.h"
#include "vm/syntax/parse_internal.h"

// A statement that break or continue may leave, or that bears a label.
struct enclosing {
  struct enclosing *outer;
  struct stmt *stmt;
  struct stmt *label; // the labeled statement directly around, or NULL
};

struct label_block {
  struct label_block *outer;
  struct stmt_list *list;
  pos_t start;          // the opening brace or the clause
  int last_declaration; // the last statement so far that declares a variable, -1 if there is none
};

struct label {
  struct stmt *stmt;      // STMT_LABELED
  struct stmt_list *list; // the statements that it is one of
  int index;              // in list
  pos_t start;            // of the block
  int last_declaration;   // the last statement before it that declares a variable, or -1
};

struct labels {
  struct parser *p;
  struct function *function;
  struct label *items;
  int count, cap;
  int *table;                  // indices into items plus one, by name: open addressing
  int table_cap;               // a power of two, 0 without labels
  struct enclosing *enclosing; // what break and continue may mean
};

typedef void (*stmt_visitor)(struct labels *l, struct stmt *s, struct label_block *block,
                             int index);

static void visit_list(struct labels *l, struct stmt_list *list, pos_t start,
                       struct label_block *outer, stmt_visitor visit);

static void visit_block(struct labels *l, struct stmt *s, struct label_block *outer,
                        stmt_visitor visit) {
  if (!s)
    return;
  if (s->kind == STMT_BLOCK)
    visit_list(l, &s->u.block.stmts, s->pos, outer, visit);
  else
    visit(l, s, outer, -1);
}

static void visit_clauses(struct labels *l, struct stmt_list *clauses, struct label_block *outer,
                          stmt_visitor visit) {
  for (int i = 0; i < clauses->count; i++) {
    struct stmt *clause = clauses->items[i];
    invariant_debug(clause->kind == STMT_CASE || clause->kind == STMT_COMM);
    visit_list(l, clause->kind == STMT_COMM ? &clause->u.comm.body : &clause->u.case_.body,
               clause->pos, outer, visit);
  }
}

// Visits what is nested in s.
static void visit_children(struct labels *l, struct stmt *s, struct label_block *block,
                           stmt_visitor visit) {
  switch (s->kind) {
  case STMT_BLOCK:
    visit_list(l, &s->u.block.stmts, s->pos, block, visit);
    break;
  case STMT_IF:
    for (; s && s->kind == STMT_IF; s = s->u.if_.otherwise)
      visit_block(l, s->u.if_.then, block, visit);
    visit_block(l, s, block, visit);
    break;
  case STMT_SWITCH:
    visit_clauses(l, &s->u.switch_.clauses, block, visit);
    break;
  case STMT_TYPE_SWITCH:
    visit_clauses(l, &s->u.type_switch.clauses, block, visit);
    break;
  case STMT_SELECT:
    visit_clauses(l, &s->u.select.clauses, block, visit);
    break;
  case STMT_FOR:
    visit_block(l, s->u.for_.body, block, visit);
    break;
  case STMT_RANGE:
    visit_block(l, s->u.range.body, block, visit);
    break;
  default:
    break;
  }
}

// Whether a statement declares variables.
static bool declares(const struct stmt *s) {
  while (s->kind == STMT_LABELED && s->u.labeled.stmt)
    s = s->u.labeled.stmt;
  return (s->kind == STMT_ASSIGN && s->u.assign.op == TOKEN_DEFINE) ||
         (s->kind == STMT_DECL && s->u.decl.decls.count > 0 &&
          s->u.decl.decls.items[0]->kind == DECL_VAR);
}

// The names that it declares as written, and where.
static const char *declared_names(struct parser *p, const struct stmt *s, pos_t *pos) {
  while (s->kind == STMT_LABELED)
    s = s->u.labeled.stmt;
  if (s->kind == STMT_DECL) {
    const struct decl *d = s->u.decl.decls.items[0];
    *pos = d->pos;
    return d->u.value.names.items[0]->u.ident.name;
  }
  invariant_debug(s->kind == STMT_ASSIGN);
  *pos = s->pos;
  const char *names = expr_string(p->region, s->u.assign.left.items[0]);
  for (int i = 1; i < s->u.assign.left.count; i++)
    names = region_printf(p->region, "%s, %s", names,
                          expr_string(p->region, s->u.assign.left.items[i]));
  return names;
}

static void visit_list(struct labels *l, struct stmt_list *list, pos_t start,
                       struct label_block *outer, stmt_visitor visit) {
  struct label_block block = {outer, list, start, -1};
  for (int i = 0; i < list->count; i++) {
    visit(l, list->items[i], &block, i);
    if (declares(list->items[i]))
      block.last_declaration = i;
  }
}

// The place in the table of a name, or where it would be.
static int *label_slot(const struct labels *l, const char *name) {
  invariant_debug(l->count < l->table_cap);
  uint32_t mask = (uint32_t)l->table_cap - 1, i = (uint32_t)((uintptr_t)name >> 4) & mask;
  while (l->table[i] != 0 && l->items[l->table[i] - 1].stmt->u.labeled.name != name)
    i = (i + 1) & mask;
  return &l->table[i];
}

static struct label *find_label(const struct labels *l, const char *name) {
  int index = l->table_cap > 0 ? *label_slot(l, name) : 0;
  return index > 0 ? &l->items[index - 1] : NULL;
}

static void add_label(struct labels *l, struct label label) {
  struct region *region = l->p->region;
  l->items = region_grow(region, l->items, sizeof *l->items, l->count, &l->cap, l->count + 1);
  l->items[l->count++] = label;
  if (l->count * 2 <= l->table_cap) {
    *label_slot(l, label.stmt->u.labeled.name) = l->count;
    return;
  }
  l->table_cap = l->table_cap == 0 ? 8 : l->table_cap * 2;
  l->table = region_alloc(region, (size_t)l->table_cap * sizeof *l->table);
  for (int i = 0; i < l->count; i++)
    *label_slot(l, l->items[i].stmt->u.labeled.name) = i + 1;
}

static const char *place_text(struct labels *l, pos_t pos) {
  return source_note_text(l->p->scanner.sources, pos);
}

// These errors do not count as errors of the body around.
static void report(struct labels *l, pos_t pos, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void report(struct labels *l, pos_t pos, const char *format, ...) {
  va_list args;
  va_start(args, format);
  errors_add_early(l->p->scanner.errors, pos, "%s", region_vprintf(l->p->region, format, args));
  va_end(args);
}

static void gather(struct labels *l, struct stmt *s, struct label_block *block, int index) {
  while (s && s->kind == STMT_LABELED) {
    struct label *other = find_label(l, s->u.labeled.name);
    if (s->u.labeled.name == l->p->blank) {
      // Blank labels are never used, and never reported.
    } else if (other) {
      report(l, s->u.labeled.name_pos, "label %s already defined at %s", s->u.labeled.name,
             place_text(l, other->stmt->u.labeled.name_pos));
    } else {
      add_label(l, (struct label){s, block->list, index, block->start, block->last_declaration});
    }
    s = s->u.labeled.stmt;
  }
  if (s)
    visit_children(l, s, block, gather);
}

static pos_t label_pos(const struct stmt *s) {
  return s->u.branch.label_pos != 0 ? s->u.branch.label_pos : s->pos;
}

// The statement of a list that a position is in.
static int index_at(const struct stmt_list *list, pos_t pos) {
  invariant_debug(list->count > 0);
  int low = 0, high = list->count - 1;
  while (low < high) {
    int middle = low + (high - low + 1) / 2;
    if (list->items[middle]->pos <= pos)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

static void go_to(struct labels *l, struct stmt *s, struct label *label, struct label_block *block,
                  int index) {
  struct label_block *at = block;
  while (at && at->list != label->list)
    at = at->outer;
  s->u.branch.target = label->stmt;
  if (!at) {
    report(l, label_pos(s), "goto %s jumps into block starting at %s", s->u.branch.label,
           place_text(l, label->start));
    return;
  }
  int from = at == block ? index : index_at(at->list, s->pos);
  if (label->last_declaration > from) {
    pos_t pos;
    const char *names = declared_names(l->p, at->list->items[label->last_declaration], &pos);
    report(l, label_pos(s), "goto %s jumps over declaration of %s at %s", s->u.branch.label, names,
           place_text(l, pos));
  }
}

static bool is_loop(const struct stmt *s) {
  return s->kind == STMT_FOR || s->kind == STMT_RANGE;
}

static bool is_breakable(const struct stmt *s) {
  return is_loop(s) || s->kind == STMT_SWITCH || s->kind == STMT_TYPE_SWITCH ||
         s->kind == STMT_SELECT;
}

static bool leads_out_of(const struct stmt *branch, const struct stmt *s) {
  return branch->u.branch.token == TOKEN_BREAK ? is_breakable(s) : is_loop(s);
}

static void resolve_label(struct labels *l, struct stmt *s, struct label_block *block, int index) {
  const char *name = s->u.branch.label;
  struct label *label = find_label(l, name);
  enum token token = s->u.branch.token;
  if (!label) {
    report(l, label_pos(s),
           token == TOKEN_GOTO    ? "label %s not defined"
           : token == TOKEN_BREAK ? "break label not defined: %s"
                                  : "continue label not defined: %s",
           name);
    return;
  }
  label->stmt->u.labeled.used = true;
  if (token == TOKEN_GOTO) {
    go_to(l, s, label, block, index);
    return;
  }
  struct enclosing *at = l->enclosing;
  while (at && at->label != label->stmt)
    at = at->outer;
  if (at && leads_out_of(s, at->stmt))
    s->u.branch.target = label->stmt;
  else
    report(l, label_pos(s), "invalid %s label %s", token == TOKEN_BREAK ? "break" : "continue",
           name);
}

// Finds the target of break and continue without label.
static void resolve_plain(struct labels *l, struct stmt *s) {
  struct enclosing *at = l->enclosing;
  while (at && !leads_out_of(s, at->stmt))
    at = at->outer;
  if (at)
    s->u.branch.target = at->stmt;
  else
    report(l, s->pos,
           s->u.branch.token == TOKEN_BREAK ? "break is not in a loop, switch, or select"
                                            : "continue is not in a loop");
}

static void resolve(struct labels *l, struct stmt *s, struct label_block *block, int index) {
  struct stmt *label = NULL;
  struct enclosing *outer = l->enclosing;
  while (s && s->kind == STMT_LABELED) {
    label = s;
    s = s->u.labeled.stmt;
  }
  if (!s)
    return;
  if (s->kind == STMT_BRANCH) {
    if (s->u.branch.label)
      resolve_label(l, s, block, index);
    else if (s->u.branch.token != TOKEN_FALLTHROUGH)
      resolve_plain(l, s);
    return;
  }
  if (s->kind == STMT_DEFER)
    for (struct enclosing *at = outer; at; at = at->outer)
      l->function->defers_in_loop = l->function->defers_in_loop || is_loop(at->stmt);
  struct enclosing here = {.outer = outer, .stmt = s, .label = label};
  if (label || is_breakable(s))
    l->enclosing = &here;
  visit_children(l, s, block, resolve);
  l->enclosing = outer;
}

void parse_branches(struct parser *p, struct function *function) {
  invariant_debug(function->body && function->body->kind == STMT_BLOCK);
  struct labels l = {.p = p, .function = function};
  struct stmt *body = function->body;
  struct stmt_list *list = &body->u.block.stmts;
  visit_list(&l, list, body->pos, NULL, gather);
  visit_list(&l, list, body->pos, NULL, resolve);
  for (int i = 0; i < l.count; i++)
    if (!l.items[i].stmt->u.labeled.used)
      report(&l, l.items[i].stmt->u.labeled.name_pos, "label %s defined and not used",
             l.items[i].stmt->u.labeled.name);
}
