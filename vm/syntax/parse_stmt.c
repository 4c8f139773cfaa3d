// The parser's statements. After cmd/compile/internal/syntax/parser.go of Go 1.22.

#include "vm/syntax/expr_string.h"
#include "vm/syntax/parse_internal.h"

static struct stmt *stmt_or_null(struct parser *p);
static struct stmt *if_stmt(struct parser *p);

static const enum token end_of_clause_head[] = {TOKEN_COLON, TOKEN_CASE, TOKEN_DEFAULT,
                                                TOKEN_RBRACE, TOKEN_EOF};

static struct stmt_list stmt_list(struct parser *p) {
  static const enum token follow[] = {TOKEN_SEMICOLON, TOKEN_RBRACE, TOKEN_CASE, TOKEN_DEFAULT,
                                      TOKEN_EOF};
  int mark = p->pending_count;
  while (parser_token(p) != TOKEN_EOF && parser_token(p) != TOKEN_RBRACE &&
         parser_token(p) != TOKEN_CASE && parser_token(p) != TOKEN_DEFAULT) {
    struct stmt *s = stmt_or_null(p);
    if (!s)
      break;
    parser_push(p, s);
    if (!parser_got(p, TOKEN_SEMICOLON) && parser_token(p) != TOKEN_RBRACE) {
      parser_syntax_error(p, "at end of statement");
      parser_advance(p, follow);
      parser_got(p, TOKEN_SEMICOLON);
    }
  }
  return parser_take_stmts(p, mark);
}

struct stmt *parse_block(struct parser *p, const char *context) {
  static const enum token follow[] = {TOKEN_IDENT, TOKEN_RBRACE, TOKEN_EOF};
  struct stmt *s = parser_new_stmt(p, STMT_BLOCK, parser_pos(p));
  if (!parser_got(p, TOKEN_LBRACE)) {
    parser_syntax_error(p, "expected { after %s", context);
    parser_advance(p, follow);
    s->end = parser_pos(p);
    if (parser_got(p, TOKEN_RBRACE))
      return s;
  }
  s->u.block.stmts = stmt_list(p);
  s->end = parser_pos(p);
  parser_want(p, TOKEN_RBRACE);
  return s;
}

void parse_function_body(struct parser *p, struct function *function) {
  function->body_start = parser_pos(p);
  if (p->skip_bodies) {
    function->body_skipped = true;
    bool closed = scanner_skip_block(&p->scanner);
    function->body_end = parser_pos(p);
    if (closed)
      parser_next(p);
    else
      parser_syntax_error(p, "expected }");
    return;
  }
  struct function *outer = p->function;
  p->function = function;
  p->function_nest++;
  int errors = p->scanner.error_count;
  function->body = parse_block(p, "");
  if (p->scanner.error_count == errors)
    parse_branches(p, function);
  function->body_end = function->body->end;
  p->function_nest--;
  p->function = outer;
}

static struct stmt *range_clause(struct parser *p, struct expr_list left, bool define) {
  struct stmt *s = parser_new_stmt(p, STMT_RANGE, parser_pos(p));
  parser_next(p);
  s->u.range.define = define;
  s->u.range.key = left.count > 0 ? left.items[0] : NULL;
  s->u.range.value = left.count > 1 ? left.items[1] : NULL;
  s->u.range.extra = left.count > 2 ? left.items[2] : NULL;
  s->u.range.x = parse_expr(p);
  return s;
}

static struct stmt *expr_stmt(struct parser *p, struct expr *x) {
  struct stmt *s = parser_new_stmt(p, STMT_EXPR, x->pos);
  s->u.expr.x = x;
  return s;
}

static bool is_type_switch_guard(const struct expr *x) {
  return x->kind == EXPR_TYPE_ASSERT && !x->u.type_assert.type;
}

// After "left =" or "left :=": the rest. keyword: of the header it stands in, or TOKEN_EOF.
static struct stmt *assignment(struct parser *p, struct expr_list left, enum token keyword) {
  pos_t pos = parser_pos(p);
  enum token op = parser_token(p);
  parser_next(p);
  if (keyword == TOKEN_FOR && parser_token(p) == TOKEN_RANGE)
    return range_clause(p, left, op == TOKEN_DEFINE);
  struct expr_list right = parse_expr_list(p);
  if (keyword == TOKEN_SWITCH && op == TOKEN_DEFINE && left.count == 1 &&
      left.items[0]->kind == EXPR_IDENT && right.count == 1 &&
      is_type_switch_guard(right.items[0])) {
    struct stmt *s = parser_new_stmt(p, STMT_TYPE_SWITCH, pos);
    s->u.type_switch.name = left.items[0]->u.ident.name;
    s->u.type_switch.name_pos = left.items[0]->pos;
    s->u.type_switch.x = right.items[0]->u.type_assert.x;
    return s;
  }
  struct stmt *s = parser_new_stmt(p, STMT_ASSIGN, pos);
  s->u.assign.op = op;
  s->u.assign.left = left;
  s->u.assign.right = right;
  return s;
}

// A simple statement that begins with one expression and is no assignment with = or :=.
static struct stmt *expression_based(struct parser *p, struct expr_list left) {
  pos_t pos = parser_pos(p);
  enum token op = parser_token(p);
  struct expr *x = left.items[0];
  if (op >= TOKEN_ADD_ASSIGN && op <= TOKEN_AND_NOT_ASSIGN) {
    parser_next(p);
    struct stmt *s = parser_new_stmt(p, STMT_ASSIGN, pos);
    s->u.assign.op = op;
    s->u.assign.left = left;
    int mark = p->pending_count;
    parser_push(p, parse_expr(p));
    s->u.assign.right = parser_take_exprs(p, mark);
    return s;
  }
  switch (op) {
  case TOKEN_INC:
  case TOKEN_DEC: {
    parser_next(p);
    struct stmt *s = parser_new_stmt(p, STMT_INC_DEC, pos);
    s->u.inc_dec.x = x;
    s->u.inc_dec.is_decrement = op == TOKEN_DEC;
    return s;
  }
  case TOKEN_ARROW: {
    parser_next(p);
    struct stmt *s = parser_new_stmt(p, STMT_SEND, pos);
    s->u.send.channel = x;
    s->u.send.value = parse_expr(p);
    return s;
  }
  default:
    return expr_stmt(p, x);
  }
}

// A simple statement that begins with the list. keyword: of the header it stands in, or TOKEN_EOF.
static struct stmt *simple_stmt_after(struct parser *p, struct expr_list left, enum token keyword) {
  static const enum token follow[] = {TOKEN_SEMICOLON, TOKEN_RBRACE, TOKEN_EOF};
  if (parser_token(p) == TOKEN_ASSIGN || parser_token(p) == TOKEN_DEFINE)
    return assignment(p, left, keyword);
  if (left.count == 1)
    return expression_based(p, left);
  parser_syntax_error(p, "expected := or = or comma");
  parser_advance(p, follow);
  return expr_stmt(p, left.items[0]);
}

static struct stmt *simple_stmt(struct parser *p, enum token keyword) {
  if (keyword == TOKEN_FOR && parser_token(p) == TOKEN_RANGE)
    return range_clause(p, (struct expr_list){0}, false);
  return simple_stmt_after(p, parse_expr_list(p), keyword);
}

// After the name, at the colon.
static struct stmt *labeled_stmt(struct parser *p, const struct expr *label) {
  struct stmt *s = parser_new_stmt(p, STMT_LABELED, parser_pos(p));
  s->u.labeled.name = label->u.ident.name;
  s->u.labeled.name_pos = label->pos;
  parser_want(p, TOKEN_COLON);
  if (parser_token(p) == TOKEN_RBRACE) {
    s->u.labeled.stmt = parser_new_stmt(p, STMT_EMPTY, parser_pos(p));
    return s;
  }
  s->u.labeled.stmt = stmt_or_null(p);
  if (!s->u.labeled.stmt) {
    parser_syntax_error_at(p, s->pos, "missing statement after label");
    return NULL;
  }
  return s;
}

static struct stmt *decl_stmt(struct parser *p, void (*decls)(struct parser *p)) {
  struct stmt *s = parser_new_stmt(p, STMT_DECL, parser_pos(p));
  parser_next(p);
  int mark = p->pending_count;
  decls(p);
  s->u.decl.decls = parser_take_decls(p, mark);
  return s;
}

// What stands between the keyword and the block of if, for and switch.
struct header {
  struct stmt *init;      // NULL: none; for a range loop, the range clause
  struct stmt *condition; // NULL: none; STMT_EXPR, or STMT_TYPE_SWITCH
  struct stmt *post;      // NULL: none
};

static const char *list_text(struct parser *p, const struct expr_list *list) {
  const char *text = "";
  for (int i = 0; i < list->count; i++) {
    const char *comma = i > 0 ? ", " : "";
    text = region_printf(p->region, "%s%s%s", text, comma, expr_string(p->region, list->items[i]));
  }
  return text;
}

// The text of a side of an assignment; a binary expression in parentheses, so that = stands out.
static const char *emphasize(struct parser *p, const struct expr_list *list) {
  bool binary = list->count == 1 && list->items[0]->kind == EXPR_BINARY;
  const char *text = list_text(p, list);
  return binary ? region_printf(p->region, "(%s)", text) : text;
}

// Reports a simple statement where a condition must stand.
static void not_a_value(struct parser *p, const struct stmt *s) {
  const char *text = "";
  switch (s->kind) {
  case STMT_ASSIGN:
    if (s->u.assign.op == TOKEN_ASSIGN)
      text = region_printf(p->region, "assignment %s = %s", emphasize(p, &s->u.assign.left),
                           emphasize(p, &s->u.assign.right));
    else
      text = region_printf(p->region, "%s %s %s", list_text(p, &s->u.assign.left),
                           token_text(s->u.assign.op), list_text(p, &s->u.assign.right));
    break;
  case STMT_INC_DEC:
    text = region_printf(p->region, "%s%s", expr_string(p->region, s->u.inc_dec.x),
                         s->u.inc_dec.is_decrement ? "--" : "++");
    break;
  case STMT_SEND:
    text = region_printf(p->region, "%s <- %s", expr_string(p->region, s->u.send.channel),
                         expr_string(p->region, s->u.send.value));
    break;
  default:
    break;
  }
  parser_syntax_error_at(p, s->pos, "cannot use %s as value", text);
}

// The semicolon that ended a header's first statement.
struct header_semicolon {
  pos_t pos;        // 0: there was none
  const char *text; // "semicolon" or "newline"
};

// The part of a header after its first statement: "; condition" and, for a loop, "; post".
static struct header_semicolon rest_of_header(struct parser *p, enum token keyword,
                                              struct header *h) {
  static const enum token braces[] = {TOKEN_LBRACE, TOKEN_RBRACE, TOKEN_EOF};
  struct header_semicolon semicolon = {0};
  if (parser_token(p) == TOKEN_SEMICOLON) {
    semicolon = (struct header_semicolon){.pos = parser_pos(p), .text = p->scanner.text};
    parser_next(p);
  } else {
    parser_want(p, TOKEN_LBRACE);
    if (parser_token(p) != TOKEN_LBRACE)
      parser_advance(p, braces);
  }
  if (keyword != TOKEN_FOR) {
    if (parser_token(p) != TOKEN_LBRACE)
      h->condition = simple_stmt(p, keyword);
    return semicolon;
  }
  if (parser_token(p) != TOKEN_SEMICOLON) {
    if (parser_token(p) == TOKEN_LBRACE) {
      parser_syntax_error(p, "expected for loop condition");
      return semicolon;
    }
    h->condition = simple_stmt(p, TOKEN_EOF);
  }
  parser_want(p, TOKEN_SEMICOLON);
  if (parser_token(p) != TOKEN_LBRACE) {
    h->post = simple_stmt(p, TOKEN_EOF);
    if (h->post->kind == STMT_ASSIGN && h->post->u.assign.op == TOKEN_DEFINE)
      parser_syntax_error_at(p, h->post->pos, "cannot declare in post statement of for loop");
  }
  return semicolon;
}

// Checks what was read as the condition; an if without one gets a bad expression.
static void check_condition(struct parser *p, enum token keyword, struct header *h,
                            struct header_semicolon semicolon) {
  if (!h->condition) {
    if (keyword == TOKEN_IF && semicolon.pos != 0) {
      if (semicolon.text[0] != 's')
        parser_syntax_error_at(p, semicolon.pos, "unexpected %s, expected { after if clause",
                               semicolon.text);
      else
        parser_syntax_error_at(p, semicolon.pos, "missing condition in if statement");
    }
  } else if (h->condition->kind != STMT_EXPR && h->condition->kind != STMT_TYPE_SWITCH) {
    not_a_value(p, h->condition);
    h->condition = NULL;
  }
  if (!h->condition && keyword == TOKEN_IF)
    h->condition = expr_stmt(p, parser_new_expr(p, EXPR_BAD, semicolon.pos));
}

static struct header header(struct parser *p, enum token keyword) {
  struct header h = {0};
  struct header_semicolon semicolon = {0};
  parser_next(p);
  if (parser_token(p) == TOKEN_LBRACE) {
    if (keyword == TOKEN_IF) {
      parser_syntax_error(p, "missing condition in if statement");
      h.condition = expr_stmt(p, parser_bad_expr(p));
    }
    return h;
  }
  int outer = p->expression_nest;
  p->expression_nest = -1;
  if (parser_token(p) != TOKEN_SEMICOLON) {
    if (parser_got(p, TOKEN_VAR))
      parser_syntax_error(p, "var declaration not allowed in %s initializer", token_text(keyword));
    h.init = simple_stmt(p, keyword);
    if (h.init->kind == STMT_RANGE) {
      p->expression_nest = outer;
      return h;
    }
  }
  if (parser_token(p) != TOKEN_LBRACE) {
    semicolon = rest_of_header(p, keyword, &h);
  } else {
    h.condition = h.init;
    h.init = NULL;
  }
  check_condition(p, keyword, &h, semicolon);
  p->expression_nest = outer;
  return h;
}

static struct stmt *for_stmt(struct parser *p) {
  pos_t pos = parser_pos(p);
  struct header h = header(p, TOKEN_FOR);
  if (h.init && h.init->kind == STMT_RANGE) {
    struct stmt *s = h.init;
    s->pos = pos;
    s->u.range.body = parse_block(p, "for clause");
    s->end = s->u.range.body->end;
    return s;
  }
  struct stmt *s = parser_new_stmt(p, STMT_FOR, pos);
  s->u.for_.init = h.init;
  s->u.for_.condition = h.condition ? h.condition->u.expr.x : NULL;
  s->u.for_.post = h.post;
  s->u.for_.body = parse_block(p, "for clause");
  s->end = s->u.for_.body->end;
  return s;
}

// What follows else: a block, or another if.
static struct stmt *else_branch(struct parser *p) {
  static const enum token follow[] = {TOKEN_IDENT, TOKEN_RBRACE, TOKEN_EOF};
  if (parser_token(p) == TOKEN_LBRACE)
    return parse_block(p, "");
  if (parser_token(p) == TOKEN_IF) {
    struct stmt *s = parser_enter(p) ? if_stmt(p) : NULL;
    parser_leave(p);
    return s;
  }
  parser_syntax_error(p, "else must be followed by if or statement block");
  parser_advance(p, follow);
  return NULL;
}

static struct stmt *if_stmt(struct parser *p) {
  struct stmt *s = parser_new_stmt(p, STMT_IF, parser_pos(p));
  struct header h = header(p, TOKEN_IF);
  s->u.if_.init = h.init;
  s->u.if_.condition = h.condition->u.expr.x;
  s->u.if_.then = parse_block(p, "if clause");
  s->end = s->u.if_.then->end;
  if (parser_got(p, TOKEN_ELSE)) {
    s->u.if_.otherwise = else_branch(p);
    if (s->u.if_.otherwise)
      s->end = s->u.if_.otherwise->end;
  }
  return s;
}

static struct stmt *case_clause(struct parser *p) {
  struct stmt *s = parser_new_stmt(p, STMT_CASE, parser_pos(p));
  if (parser_got(p, TOKEN_CASE)) {
    s->u.case_.exprs = parse_expr_list(p);
  } else if (parser_got(p, TOKEN_DEFAULT)) {
    s->u.case_.is_default = true;
  } else {
    parser_syntax_error(p, "expected case or default or }");
    parser_advance(p, end_of_clause_head);
  }
  parser_want(p, TOKEN_COLON);
  s->u.case_.body = stmt_list(p);
  s->end = parser_pos(p);
  return s;
}

static struct stmt *comm_clause(struct parser *p) {
  struct stmt *s = parser_new_stmt(p, STMT_COMM, parser_pos(p));
  if (parser_got(p, TOKEN_CASE)) {
    s->u.comm.comm = simple_stmt(p, TOKEN_EOF);
  } else if (!parser_got(p, TOKEN_DEFAULT)) {
    parser_syntax_error(p, "expected case or default or }");
    parser_advance(p, end_of_clause_head);
  }
  parser_want(p, TOKEN_COLON);
  s->u.comm.body = stmt_list(p);
  s->end = parser_pos(p);
  return s;
}

// The clauses in braces of a switch or select.
static struct stmt_list clauses(struct parser *p, const char *what,
                                struct stmt *(*clause)(struct parser *p), pos_t *end) {
  static const enum token follow[] = {TOKEN_CASE, TOKEN_DEFAULT, TOKEN_RBRACE, TOKEN_EOF};
  if (!parser_got(p, TOKEN_LBRACE)) {
    parser_syntax_error(p, "missing { after %s clause", what);
    parser_advance(p, follow);
  }
  int mark = p->pending_count;
  while (parser_token(p) != TOKEN_EOF && parser_token(p) != TOKEN_RBRACE)
    parser_push(p, clause(p));
  *end = parser_pos(p);
  parser_want(p, TOKEN_RBRACE);
  return parser_take_stmts(p, mark);
}

static struct stmt *switch_stmt(struct parser *p) {
  pos_t pos = parser_pos(p);
  struct header h = header(p, TOKEN_SWITCH);
  struct expr *tag = NULL;
  if (h.condition && h.condition->kind == STMT_EXPR)
    tag = h.condition->u.expr.x;
  struct stmt *s;
  if (h.condition && h.condition->kind == STMT_TYPE_SWITCH) {
    s = h.condition;
    s->pos = pos;
  } else if (tag && is_type_switch_guard(tag)) {
    s = parser_new_stmt(p, STMT_TYPE_SWITCH, pos);
    s->u.type_switch.x = tag->u.type_assert.x;
  } else {
    s = parser_new_stmt(p, STMT_SWITCH, pos);
    s->u.switch_.init = h.init;
    s->u.switch_.tag = tag;
    s->u.switch_.clauses = clauses(p, "switch", case_clause, &s->end);
    return s;
  }
  s->u.type_switch.init = h.init;
  s->u.type_switch.clauses = clauses(p, "switch", case_clause, &s->end);
  return s;
}

static struct stmt *select_stmt(struct parser *p) {
  struct stmt *s = parser_new_stmt(p, STMT_SELECT, parser_pos(p));
  parser_next(p);
  s->u.select.clauses = clauses(p, "select", comm_clause, &s->end);
  return s;
}

static struct stmt *call_stmt(struct parser *p) {
  bool is_go = parser_token(p) == TOKEN_GO;
  struct stmt *s = parser_new_stmt(p, is_go ? STMT_GO : STMT_DEFER, parser_pos(p));
  parser_next(p);
  struct expr *x = parse_primary_expr(p, NULL);
  struct expr *bare = expr_unparen(x);
  if (bare != x)
    parser_error_at(p, x->pos,
                    is_go ? "expression in go must not be parenthesized"
                          : "expression in defer must not be parenthesized");
  if (is_go)
    s->u.go.call = bare;
  else
    s->u.defer.call = bare;
  return s;
}

static struct stmt *branch_stmt(struct parser *p) {
  enum token keyword = parser_token(p);
  struct stmt *s = parser_new_stmt(p, STMT_BRANCH, parser_pos(p));
  s->u.branch.token = keyword;
  parser_next(p);
  bool may_have_label = keyword != TOKEN_FALLTHROUGH && parser_token(p) == TOKEN_IDENT;
  if (keyword == TOKEN_GOTO || may_have_label) {
    struct expr *label = parser_name(p);
    s->u.branch.label = label->u.ident.name;
    s->u.branch.label_pos = label->pos;
  }
  return s;
}

static struct stmt *return_stmt(struct parser *p) {
  struct stmt *s = parser_new_stmt(p, STMT_RETURN, parser_pos(p));
  parser_next(p);
  if (parser_token(p) != TOKEN_SEMICOLON && parser_token(p) != TOKEN_RBRACE)
    s->u.return_.results = parse_expr_list(p);
  return s;
}

// A statement that begins with a keyword or with an operator or bracket; NULL if none does here.
static struct stmt *other_stmt(struct parser *p) {
  switch (parser_token(p)) {
  case TOKEN_VAR:
    return decl_stmt(p, parse_var_decls);
  case TOKEN_CONST:
    return decl_stmt(p, parse_const_decls);
  case TOKEN_TYPE:
    return decl_stmt(p, parse_type_decls);
  case TOKEN_LBRACE:
    return parse_block(p, "");
  case TOKEN_ADD:
  case TOKEN_SUB:
  case TOKEN_MUL:
  case TOKEN_AND:
  case TOKEN_XOR:
  case TOKEN_NOT:
  case TOKEN_INT:
  case TOKEN_FLOAT:
  case TOKEN_IMAGINARY:
  case TOKEN_CHAR:
  case TOKEN_STRING:
  case TOKEN_FUNC:
  case TOKEN_LPAREN:
  case TOKEN_LBRACK:
  case TOKEN_STRUCT:
  case TOKEN_MAP:
  case TOKEN_CHAN:
  case TOKEN_INTERFACE:
  case TOKEN_ARROW:
    return simple_stmt(p, TOKEN_EOF);
  case TOKEN_FOR:
    return for_stmt(p);
  case TOKEN_SWITCH:
    return switch_stmt(p);
  case TOKEN_SELECT:
    return select_stmt(p);
  case TOKEN_IF:
    return if_stmt(p);
  case TOKEN_FALLTHROUGH:
  case TOKEN_BREAK:
  case TOKEN_CONTINUE:
  case TOKEN_GOTO:
    return branch_stmt(p);
  case TOKEN_GO:
  case TOKEN_DEFER:
    return call_stmt(p);
  case TOKEN_RETURN:
    return return_stmt(p);
  case TOKEN_SEMICOLON:
    return parser_new_stmt(p, STMT_EMPTY, parser_pos(p));
  default:
    return NULL;
  }
}

static struct stmt *stmt_or_null(struct parser *p) {
  struct stmt *s = NULL;
  if (!parser_enter(p)) {
    parser_leave(p);
    return NULL;
  }
  if (parser_token(p) == TOKEN_IDENT) {
    struct expr_list left = parse_expr_list(p);
    if (left.count == 1 && left.items[0]->kind == EXPR_IDENT && parser_token(p) == TOKEN_COLON)
      s = labeled_stmt(p, left.items[0]);
    else
      s = simple_stmt_after(p, left, TOKEN_EOF);
  } else {
    s = other_stmt(p);
  }
  parser_leave(p);
  return s;
}
