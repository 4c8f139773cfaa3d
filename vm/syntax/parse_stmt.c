// The parser's statements. After cmd/compile/internal/syntax/parser.go of Go 1.22.

#include "vm/syntax/expr_string.h"
#include "vm/syntax/parse_internal.h"

static struct stmt *stmt_or_null(struct parser *p);

struct stmt_list parse_stmt_list(struct parser *p) {
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
  s->u.block.stmts = parse_stmt_list(p);
  s->end = parser_pos(p);
  parser_want(p, TOKEN_RBRACE);
  return s;
}

void parse_function_body(struct parser *p, struct function *function) {
  invariant_debug(parser_token(p) == TOKEN_LBRACE && !function->body);
  function->body_start = parser_pos(p);
  function->locals_before = p->local_types;
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
  invariant_debug(parser_token(p) == TOKEN_RANGE);
  struct stmt *s = parser_new_stmt(p, STMT_RANGE, parser_pos(p));
  parser_next(p);
  s->u.range.define = define;
  s->u.range.key = left.count > 0 ? left.items[0] : NULL;
  s->u.range.value = left.count > 1 ? left.items[1] : NULL;
  s->u.range.extra = left.count > 2 ? left.items[2] : NULL;
  s->u.range.x = parse_expr(p);
  return s;
}

struct stmt *parse_expr_stmt(struct parser *p, struct expr *x) {
  struct stmt *s = parser_new_stmt(p, STMT_EXPR, x->pos);
  s->u.expr.x = x;
  return s;
}

bool parse_is_type_switch_guard(const struct expr *x) {
  return x->kind == EXPR_TYPE_ASSERT && !x->u.type_assert.type;
}

// After "left =" or "left :=": the rest. keyword: of the header it stands in, or TOKEN_EOF.
static struct stmt *assignment(struct parser *p, struct expr_list left, enum token keyword) {
  invariant_debug(parser_token(p) == TOKEN_ASSIGN || parser_token(p) == TOKEN_DEFINE);
  pos_t pos = parser_pos(p);
  enum token op = parser_token(p);
  parser_next(p);
  if (keyword == TOKEN_FOR && parser_token(p) == TOKEN_RANGE)
    return range_clause(p, left, op == TOKEN_DEFINE);
  struct expr_list right = parse_expr_list(p);
  if (keyword == TOKEN_SWITCH && op == TOKEN_DEFINE && left.count == 1 &&
      left.items[0]->kind == EXPR_IDENT && right.count == 1 &&
      parse_is_type_switch_guard(right.items[0])) {
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
  invariant_debug(left.count == 1);
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
    return parse_expr_stmt(p, x);
  }
}

// A simple statement that begins with the list. keyword: of the header it stands in, or TOKEN_EOF.
static struct stmt *simple_stmt_after(struct parser *p, struct expr_list left, enum token keyword) {
  invariant_debug(left.count > 0);
  static const enum token follow[] = {TOKEN_SEMICOLON, TOKEN_RBRACE, TOKEN_EOF};
  if (parser_token(p) == TOKEN_ASSIGN || parser_token(p) == TOKEN_DEFINE)
    return assignment(p, left, keyword);
  if (left.count == 1)
    return expression_based(p, left);
  parser_syntax_error(p, "expected := or = or comma");
  parser_advance(p, follow);
  return parse_expr_stmt(p, left.items[0]);
}

struct stmt *parse_simple_stmt(struct parser *p, enum token keyword) {
  if (keyword == TOKEN_FOR && parser_token(p) == TOKEN_RANGE)
    return range_clause(p, (struct expr_list){0}, false);
  return simple_stmt_after(p, parse_expr_list(p), keyword);
}

// After the name, at the colon.
static struct stmt *labeled_stmt(struct parser *p, const struct expr *label) {
  invariant_debug(label->kind == EXPR_IDENT && parser_token(p) == TOKEN_COLON);
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
    return parse_simple_stmt(p, TOKEN_EOF);
  case TOKEN_FOR:
    return parse_for_stmt(p);
  case TOKEN_SWITCH:
    return parse_switch_stmt(p);
  case TOKEN_SELECT:
    return parse_select_stmt(p);
  case TOKEN_IF:
    return parse_if_stmt(p);
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
