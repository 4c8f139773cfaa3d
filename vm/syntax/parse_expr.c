// The parser's expressions. After cmd/compile/internal/syntax/parser.go of Go 1.22.
//
// Binary operators are read by precedence climbing in a loop: a long chain of them makes a tree
// that is deep to the left, but does not nest the parser's calls. Positions are those of Go's
// compiler: pos of a selector is its point, of an index its bracket, of a call its parenthesis, of
// a binary expression its operator.

#include <stdint.h>

#include "vm/syntax/expr_string.h"
#include "vm/syntax/parse_internal.h"

static const enum token closing[] = {TOKEN_RPAREN, TOKEN_RBRACK, TOKEN_RBRACE, TOKEN_EOF};

struct expr *parse_literal_or_null(struct parser *p) {
  enum token token = parser_token(p);
  if (token < TOKEN_INT || token > TOKEN_STRING)
    return NULL;
  struct expr *e = parser_new_expr(p, EXPR_LITERAL, parser_pos(p));
  e->u.literal.token = token;
  e->u.literal.text = p->scanner.text;
  e->u.literal.size = (int)p->scanner.size;
  e->u.literal.bad = p->scanner.bad;
  parser_next(p);
  return e;
}

static struct expr *composite(struct parser *p, struct expr *type);

// An element, key or value of a composite literal.
static struct expr *composite_element(struct parser *p) {
  return parser_token(p) == TOKEN_LBRACE ? composite(p, NULL) : parse_expr(p);
}

// The elements in braces of a composite literal.
static struct expr *composite(struct parser *p, struct expr *type) {
  invariant_debug(parser_token(p) == TOKEN_LBRACE);
  struct expr *e = parser_new_expr(p, EXPR_COMPOSITE, parser_pos(p));
  e->u.composite.type = type;
  if (type)
    e->start_pos = type->start_pos;
  if (!parser_enter(p)) {
    parser_leave(p);
    return e;
  }
  p->expression_nest++;
  parser_want(p, TOKEN_LBRACE);
  int mark = p->pending_count;
  bool closed = true;
  while (closed && parser_at_element(p, TOKEN_RBRACE)) {
    struct expr *element = composite_element(p);
    pos_t colon = parser_pos(p);
    if (parser_got(p, TOKEN_COLON)) {
      struct expr *pair = parser_new_expr(p, EXPR_KEY_VALUE, colon);
      pair->start_pos = element->start_pos;
      pair->u.key_value.key = element;
      pair->u.key_value.value = composite_element(p);
      element = pair;
    }
    parser_push(p, element);
    closed = parser_separator(p, "composite literal", TOKEN_COMMA, TOKEN_RBRACE);
  }
  e->u.composite.elements = parser_take_exprs(p, mark);
  e->u.composite.close = parser_pos(p);
  if (closed)
    parser_want(p, TOKEN_RBRACE);
  p->expression_nest--;
  parser_leave(p);
  return e;
}

// A function type, or a literal if a body follows.
static struct expr *function_literal(struct parser *p) {
  pos_t pos = parser_pos(p);
  parser_next(p);
  struct expr *type = parse_signature(p, "function type");
  if (parser_token(p) != TOKEN_LBRACE)
    return type;
  struct expr *e = parser_new_expr(p, EXPR_FUNC, pos);
  if (p->function)
    p->function->literal_count++;
  struct function *function = region_alloc(p->region, sizeof *function);
  function->type = type;
  function->outer = p->function;
  e->u.func.function = function;
  p->expression_nest++;
  bool skip_bodies = p->skip_bodies;
  p->skip_bodies = false;
  parse_function_body(p, function);
  p->skip_bodies = skip_bodies;
  p->expression_nest--;
  return e;
}

static struct expr *parenthesized(struct parser *p) {
  struct expr *e = parser_new_expr(p, EXPR_PAREN, parser_pos(p));
  parser_next(p);
  p->expression_nest++;
  e->u.paren.x = parse_expr(p);
  p->expression_nest--;
  parser_want(p, TOKEN_RPAREN);
  return e;
}

static struct expr *operand(struct parser *p) {
  switch (parser_token(p)) {
  case TOKEN_IDENT:
    return parser_name(p);
  case TOKEN_INT:
  case TOKEN_FLOAT:
  case TOKEN_IMAGINARY:
  case TOKEN_CHAR:
  case TOKEN_STRING:
    return parse_literal_or_null(p);
  case TOKEN_LPAREN:
    return parenthesized(p);
  case TOKEN_FUNC:
    return function_literal(p);
  case TOKEN_LBRACK:
  case TOKEN_CHAN:
  case TOKEN_MAP:
  case TOKEN_STRUCT:
  case TOKEN_INTERFACE:
    return parse_type(p);
  default: {
    struct expr *e = parser_bad_expr(p);
    parser_syntax_error(p, "expected expression");
    parser_advance(p, closing);
    return e;
  }
  }
}

// After a point: a name, or a type in parentheses.
static struct expr *selector_or_assertion(struct parser *p, struct expr *x) {
  static const enum token follow[] = {TOKEN_SEMICOLON, TOKEN_RPAREN, TOKEN_EOF};
  pos_t pos = parser_pos(p);
  parser_next(p);
  if (parser_token(p) == TOKEN_IDENT) {
    struct expr *e = parser_new_expr(p, EXPR_SELECTOR, pos);
    e->start_pos = x->start_pos;
    e->u.selector.x = x;
    e->u.selector.name = p->scanner.text;
    e->u.selector.name_pos = parser_pos(p);
    parser_next(p);
    return e;
  }
  if (parser_got(p, TOKEN_LPAREN)) {
    struct expr *e = parser_new_expr(p, EXPR_TYPE_ASSERT, pos);
    e->start_pos = x->start_pos;
    e->u.type_assert.x = x;
    if (!parser_got(p, TOKEN_TYPE))
      e->u.type_assert.type = parse_type(p);
    parser_want(p, TOKEN_RPAREN);
    return e;
  }
  parser_syntax_error(p, "expected name or (");
  parser_advance(p, follow);
  return x;
}

// The rest of a slice expression, after "[" and the low index.
static struct expr *slice(struct parser *p, struct expr *x, struct expr *low, pos_t pos) {
  static const enum token follow[] = {TOKEN_COMMA, TOKEN_COLON, TOKEN_RBRACK, TOKEN_EOF};
  if (!parser_got(p, TOKEN_COLON)) {
    parser_syntax_error(p, "expected comma, : or ]");
    parser_advance(p, follow);
  }
  p->expression_nest++;
  struct expr *e =
      parser_new_expr(p, EXPR_SLICE, pos); // start_pos is the bracket, as in Go's messages
  e->u.slice.x = x;
  e->u.slice.low = low;
  if (parser_token(p) != TOKEN_COLON && parser_token(p) != TOKEN_RBRACK)
    e->u.slice.high = parse_expr(p);
  if (parser_token(p) == TOKEN_COLON) {
    e->u.slice.three = true;
    if (!e->u.slice.high) {
      parser_error_at(p, parser_pos(p), "middle index required in 3-index slice");
      e->u.slice.high = parser_bad_expr(p);
    }
    parser_next(p);
    if (parser_token(p) != TOKEN_RBRACK) {
      e->u.slice.max = parse_expr(p);
    } else {
      parser_error_at(p, parser_pos(p), "final index required in 3-index slice");
      e->u.slice.max = parser_bad_expr(p);
    }
  }
  p->expression_nest--;
  parser_want(p, TOKEN_RBRACK);
  return e;
}

static struct expr *index_or_slice(struct parser *p, struct expr *x) {
  pos_t pos = parser_pos(p);
  parser_next(p);
  if (parser_token(p) == TOKEN_COLON)
    return slice(p, x, NULL, pos);
  struct expr_list indices;
  bool comma = false;
  if (parser_token(p) == TOKEN_RBRACK) {
    parser_syntax_error(p, "expected operand");
    int mark = p->pending_count;
    parser_push(p, parser_bad_expr(p));
    indices = parser_take_exprs(p, mark);
  } else {
    indices = parse_type_list(p, false, &comma);
  }
  if (!comma && parser_token(p) != TOKEN_RBRACK)
    return slice(p, x, indices.items[0], pos);
  parser_want(p, TOKEN_RBRACK);
  struct expr *e = parser_new_expr(p, EXPR_INDEX, pos);
  e->start_pos = x->start_pos;
  e->u.index.x = x;
  e->u.index.indices = indices;
  return e;
}

static struct expr *call(struct parser *p, struct expr *fun) {
  struct expr *e = parser_new_expr(p, EXPR_CALL, parser_pos(p));
  e->start_pos = fun->start_pos;
  e->u.call.fun = fun;
  parser_next(p);
  p->expression_nest++;
  int mark = p->pending_count;
  bool closed = true;
  while (closed && !e->u.call.has_ellipsis && parser_at_element(p, TOKEN_RPAREN)) {
    parser_push(p, parse_expr(p));
    e->u.call.has_ellipsis = parser_got(p, TOKEN_ELLIPSIS);
    closed = parser_separator(p, "argument list", TOKEN_COMMA, TOKEN_RPAREN);
  }
  e->u.call.args = parser_take_exprs(p, mark);
  e->u.call.close = parser_pos(p);
  if (closed)
    parser_want(p, TOKEN_RPAREN);
  p->expression_nest--;
  return e;
}

// Whether x can only be a value, never a type, by its syntax.
static bool is_value(const struct expr *x) {
  for (;;) {
    switch (x->kind) {
    case EXPR_LITERAL:
    case EXPR_COMPOSITE:
    case EXPR_FUNC:
    case EXPR_SLICE:
    case EXPR_TYPE_ASSERT:
    case EXPR_CALL:
    case EXPR_UNARY:
    case EXPR_BINARY:
      return true;
    case EXPR_PAREN:
      x = x->u.paren.x;
      break;
    case EXPR_INDEX:
      if (x->u.index.indices.count == 1 && is_value(x->u.index.indices.items[0]))
        return true;
      x = x->u.index.x;
      break;
    default:
      return false;
    }
  }
}

// Whether { after x begins a composite literal of type x, rather than a block.
static bool may_be_composite_type(const struct parser *p, const struct expr *x) {
  switch (x->kind) {
  case EXPR_IDENT:
  case EXPR_SELECTOR:
    return p->expression_nest >= 0;
  case EXPR_INDEX:
    return p->expression_nest >= 0 && !is_value(x);
  case EXPR_ARRAY_TYPE:
  case EXPR_STRUCT_TYPE:
  case EXPR_MAP_TYPE:
    return true;
  default:
    return false;
  }
}

struct expr *parse_primary_expr(struct parser *p, struct expr *x) {
  if (!x)
    x = operand(p);
  int nesting = p->nesting;
  for (;;) {
    if (!parser_enter(p)) {
      p->nesting = nesting;
      return x;
    }
    switch (parser_token(p)) {
    case TOKEN_PERIOD:
      x = selector_or_assertion(p, x);
      continue;
    case TOKEN_LBRACK:
      x = index_or_slice(p, x);
      continue;
    case TOKEN_LPAREN:
      x = call(p, x);
      continue;
    case TOKEN_LBRACE: {
      struct expr *type = expr_unparen(x);
      if (!may_be_composite_type(p, type))
        break;
      if (type != x)
        parser_syntax_error(p, "cannot parenthesize type in composite literal");
      x = composite(p, x);
      continue;
    }
    default:
      break;
    }
    p->nesting = nesting;
    return x;
  }
}

// After "<-": x is a channel type, so the arrow belongs to it: <-(chan E) is (<-chan E), <-(chan<-
// E) is (<-chan (<-E)).
static struct expr *receive_channel_type(struct parser *p, struct expr *x, pos_t pos) {
  invariant_debug(x->kind == EXPR_CHAN_TYPE);
  enum chan_direction direction = CHAN_SEND;
  struct expr *t = x;
  while (direction == CHAN_SEND && t->kind == EXPR_CHAN_TYPE) {
    direction = t->u.chan_type.direction;
    if (direction == CHAN_RECEIVE)
      parser_syntax_error(p, "unexpected <-, expected chan");
    t->u.chan_type.direction = CHAN_RECEIVE;
    t = t->u.chan_type.elem;
  }
  if (direction == CHAN_SEND)
    parser_syntax_error(p, "unexpected %s, expected chan", expr_string(p->region, t));
  x->pos = pos;
  x->start_pos = pos;
  return x;
}

static struct expr *unary_expr(struct parser *p) {
  pos_t pos = parser_pos(p);
  enum token op = parser_token(p);
  struct expr *e;
  switch (op) {
  case TOKEN_MUL:
    parser_next(p);
    e = parser_new_expr(p, EXPR_STAR, pos);
    e->u.star.x = parse_binary_expr(p, NULL, INT8_MAX);
    return e;
  case TOKEN_ADD:
  case TOKEN_SUB:
  case TOKEN_NOT:
  case TOKEN_XOR:
  case TOKEN_TILDE:
  case TOKEN_AND:
    parser_next(p);
    e = parser_new_expr(p, EXPR_UNARY, pos);
    e->u.unary.op = op;
    e->u.unary.x = parse_binary_expr(p, NULL, INT8_MAX);
    if (op == TOKEN_AND)
      e->u.unary.x = expr_unparen(e->u.unary.x); // &(T{...}) is &T{...}
    return e;
  case TOKEN_ARROW: {
    parser_next(p);
    struct expr *x = parse_binary_expr(p, NULL, INT8_MAX);
    if (x->kind == EXPR_CHAN_TYPE)
      return receive_channel_type(p, x, pos);
    e = parser_new_expr(p, EXPR_UNARY, pos);
    e->u.unary.op = TOKEN_ARROW;
    e->u.unary.x = x;
    return e;
  }
  default:
    return parse_primary_expr(p, NULL);
  }
}

struct expr *parse_binary_expr(struct parser *p, struct expr *x, int precedence) {
  invariant_debug(precedence >= 0);
  if (!x) {
    x = parser_enter(p) ? unary_expr(p) : parser_bad_expr(p);
    parser_leave(p);
  }
  for (;;) {
    enum token op = parser_token(p);
    int op_precedence = token_precedence(op);
    if (op_precedence <= precedence)
      return x;
    struct expr *e = parser_new_expr(p, EXPR_BINARY, parser_pos(p));
    parser_next(p);
    e->start_pos = x->start_pos;
    e->u.binary.op = op;
    e->u.binary.op_pos = e->pos;
    e->u.binary.x = x;
    e->u.binary.y = parse_binary_expr(p, NULL, op_precedence);
    x = e;
  }
}

struct expr *parse_expr(struct parser *p) {
  return parse_binary_expr(p, NULL, 0);
}

struct expr_list parse_expr_list(struct parser *p) {
  int mark = p->pending_count;
  do {
    parser_push(p, parse_expr(p));
  } while (parser_got(p, TOKEN_COMMA));
  return parser_take_exprs(p, mark);
}

struct expr_list parse_type_list(struct parser *p, bool strict, bool *comma) {
  p->expression_nest++;
  int mark = p->pending_count;
  parser_push(p, strict ? parse_type(p) : parse_expr(p));
  *comma = false;
  while (parser_got(p, TOKEN_COMMA)) {
    *comma = true;
    struct expr *type = parse_type_or_null(p);
    if (!type)
      break;
    parser_push(p, type);
  }
  p->expression_nest--;
  return parser_take_exprs(p, mark);
}
