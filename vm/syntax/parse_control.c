// The parser's control statements: if, for, switch and select, with their headers and clauses.
// After cmd/compile/internal/syntax/parser.go of Go 1.22.
//
// The headers of all but select are read alike, as "init; condition; post" of which each may be
// missing. A { there begins the block: p->expression_nest is below 0.

#include "vm/syntax/expr_string.h"
#include "vm/syntax/parse_internal.h"

static const enum token end_of_clause_head[] = {TOKEN_COLON, TOKEN_CASE, TOKEN_DEFAULT,
                                                TOKEN_RBRACE, TOKEN_EOF};

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
  invariant_debug(s->kind != STMT_EXPR);
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
      h->condition = parse_simple_stmt(p, keyword);
    return semicolon;
  }
  if (parser_token(p) != TOKEN_SEMICOLON) {
    if (parser_token(p) == TOKEN_LBRACE) {
      parser_syntax_error(p, "expected for loop condition");
      return semicolon;
    }
    h->condition = parse_simple_stmt(p, TOKEN_EOF);
  }
  parser_want(p, TOKEN_SEMICOLON);
  if (parser_token(p) != TOKEN_LBRACE) {
    h->post = parse_simple_stmt(p, TOKEN_EOF);
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
    h->condition = parse_expr_stmt(p, parser_new_expr(p, EXPR_BAD, semicolon.pos));
}

static struct header header(struct parser *p, enum token keyword) {
  invariant_debug(keyword == TOKEN_IF || keyword == TOKEN_FOR || keyword == TOKEN_SWITCH);
  struct header h = {0};
  struct header_semicolon semicolon = {0};
  parser_next(p);
  if (parser_token(p) == TOKEN_LBRACE) {
    if (keyword == TOKEN_IF) {
      parser_syntax_error(p, "missing condition in if statement");
      h.condition = parse_expr_stmt(p, parser_bad_expr(p));
    }
    return h;
  }
  int outer = p->expression_nest;
  p->expression_nest = -1;
  if (parser_token(p) != TOKEN_SEMICOLON) {
    if (parser_got(p, TOKEN_VAR))
      parser_syntax_error(p, "var declaration not allowed in %s initializer", token_text(keyword));
    h.init = parse_simple_stmt(p, keyword);
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

struct stmt *parse_for_stmt(struct parser *p) {
  pos_t pos = parser_pos(p);
  struct header h = header(p, TOKEN_FOR);
  if (h.init && h.init->kind == STMT_RANGE) {
    struct stmt *s = h.init;
    s->pos = pos;
    int literals = p->function ? p->function->literal_count : 0;
    s->u.range.body = parse_block(p, "for clause");
    s->u.range.literal_count = p->function ? p->function->literal_count - literals : 0;
    s->end = s->u.range.body->end;
    return s;
  }
  struct stmt *s = parser_new_stmt(p, STMT_FOR, pos);
  invariant_debug(!h.condition || h.condition->kind == STMT_EXPR);
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
    struct stmt *s = parser_enter(p) ? parse_if_stmt(p) : NULL;
    parser_leave(p);
    return s;
  }
  parser_syntax_error(p, "else must be followed by if or statement block");
  parser_advance(p, follow);
  return NULL;
}

struct stmt *parse_if_stmt(struct parser *p) {
  struct stmt *s = parser_new_stmt(p, STMT_IF, parser_pos(p));
  struct header h = header(p, TOKEN_IF);
  invariant_debug(h.condition && h.condition->kind == STMT_EXPR);
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
  s->u.case_.body = parse_stmt_list(p);
  s->end = parser_pos(p);
  return s;
}

static struct stmt *comm_clause(struct parser *p) {
  struct stmt *s = parser_new_stmt(p, STMT_COMM, parser_pos(p));
  if (parser_got(p, TOKEN_CASE)) {
    s->u.comm.comm = parse_simple_stmt(p, TOKEN_EOF);
  } else if (!parser_got(p, TOKEN_DEFAULT)) {
    parser_syntax_error(p, "expected case or default or }");
    parser_advance(p, end_of_clause_head);
  }
  parser_want(p, TOKEN_COLON);
  s->u.comm.body = parse_stmt_list(p);
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

struct stmt *parse_switch_stmt(struct parser *p) {
  pos_t pos = parser_pos(p);
  struct header h = header(p, TOKEN_SWITCH);
  struct expr *tag = NULL;
  if (h.condition && h.condition->kind == STMT_EXPR)
    tag = h.condition->u.expr.x;
  struct stmt *s;
  if (h.condition && h.condition->kind == STMT_TYPE_SWITCH) {
    s = h.condition;
    s->pos = pos;
  } else if (tag && parse_is_type_switch_guard(tag)) {
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

struct stmt *parse_select_stmt(struct parser *p) {
  struct stmt *s = parser_new_stmt(p, STMT_SELECT, parser_pos(p));
  parser_next(p);
  s->u.select.clauses = clauses(p, "select", comm_clause, &s->end);
  return s;
}
