// The parser's types. After cmd/compile/internal/syntax/parser.go of Go 1.22. Parentheses around a
// type do not stay in the tree.

#include "vm/syntax/parse_internal.h"

struct expr *parse_type(struct parser *p) {
  static const enum token follow[] = {TOKEN_COMMA,  TOKEN_COLON,  TOKEN_SEMICOLON, TOKEN_RPAREN,
                                      TOKEN_RBRACK, TOKEN_RBRACE, TOKEN_EOF};
  struct expr *type = parse_type_or_null(p);
  if (!type) {
    type = parser_bad_expr(p);
    parser_syntax_error(p, "expected type");
    parser_advance(p, follow);
  }
  return type;
}

static struct expr *pointer_to(struct parser *p, pos_t pos, struct expr *type) {
  struct expr *e = parser_new_expr(p, EXPR_STAR, pos);
  e->u.star.x = type;
  return e;
}

// After chan, <-chan or chan<-.
static struct expr *chan_type(struct parser *p, pos_t pos, enum chan_direction direction) {
  struct expr *e = parser_new_expr(p, EXPR_CHAN_TYPE, pos);
  e->u.chan_type.direction = direction;
  e->u.chan_type.elem = parse_type_or_null(p);
  if (!e->u.chan_type.elem) {
    e->u.chan_type.elem = parser_bad_expr(p);
    parser_syntax_error(p, "missing channel element type");
  }
  return e;
}

static struct expr *map_type(struct parser *p) {
  struct expr *e = parser_new_expr(p, EXPR_MAP_TYPE, parser_pos(p));
  parser_next(p);
  parser_want(p, TOKEN_LBRACK);
  e->u.map_type.key = parse_type(p);
  parser_want(p, TOKEN_RBRACK);
  e->u.map_type.value = parse_type(p);
  return e;
}

struct expr *parse_slice_type(struct parser *p, pos_t pos) {
  struct expr *e = parser_new_expr(p, EXPR_ARRAY_TYPE, pos);
  e->u.array_type.elem = parse_type(p);
  return e;
}

struct expr *parse_array_type(struct parser *p, pos_t pos, struct expr *len) {
  if (!len) {
    pos_t dots = parser_pos(p);
    if (parser_got(p, TOKEN_ELLIPSIS)) {
      len = parser_new_expr(p, EXPR_ELLIPSIS, dots);
    } else {
      p->expression_nest++;
      len = parse_expr(p);
      p->expression_nest--;
    }
  }
  if (parser_token(p) == TOKEN_COMMA) {
    parser_syntax_error(p, "unexpected comma; expected ]");
    parser_next(p);
  }
  parser_want(p, TOKEN_RBRACK);
  struct expr *e = parser_new_expr(p, EXPR_ARRAY_TYPE, pos);
  e->u.array_type.len = len;
  e->u.array_type.elem = parse_type(p);
  return e;
}

static struct expr *new_index(struct parser *p, struct expr *x, struct expr_list indices,
                              pos_t pos) {
  struct expr *e = parser_new_expr(p, EXPR_INDEX, pos);
  e->u.index.x = x;
  e->u.index.indices = indices;
  e->start_pos = x->start_pos;
  return e;
}

static struct expr_list list_of_one(struct parser *p, struct expr *x) {
  int mark = p->pending_count;
  parser_push(p, x);
  return parser_take_exprs(p, mark);
}

// The type arguments of a type.
static struct expr *type_instance(struct parser *p, struct expr *type) {
  pos_t pos = parser_pos(p);
  parser_want(p, TOKEN_LBRACK);
  struct expr_list arguments;
  if (parser_token(p) == TOKEN_RBRACK) {
    parser_syntax_error(p, "expected type argument list");
    arguments = list_of_one(p, parser_bad_expr(p));
  } else {
    bool comma;
    arguments = parse_type_list(p, true, &comma);
  }
  parser_want(p, TOKEN_RBRACK);
  return new_index(p, type, arguments, pos);
}

// A type's name, perhaps with its package and type arguments. name: read already, or NULL.
struct expr *parse_qualified_name(struct parser *p, struct expr *name) {
  static const enum token follow[] = {TOKEN_PERIOD, TOKEN_SEMICOLON, TOKEN_RBRACE, TOKEN_EOF};
  struct expr *x = name;
  if (!x && parser_token(p) == TOKEN_IDENT) {
    x = parser_name(p);
  } else if (!x) {
    x = parser_ident(p, p->blank, parser_pos(p));
    parser_syntax_error(p, "expected name");
    parser_advance(p, follow);
  }
  if (parser_token(p) == TOKEN_PERIOD) {
    struct expr *selector = parser_new_expr(p, EXPR_SELECTOR, parser_pos(p));
    parser_next(p);
    selector->start_pos = x->start_pos;
    selector->u.selector.x = x;
    struct expr *selected = parser_name(p);
    selector->u.selector.name = selected->u.ident.name;
    selector->u.selector.name_pos = selected->pos;
    x = selector;
  }
  return parser_token(p) == TOKEN_LBRACK ? type_instance(p, x) : x;
}

// After a name: "[n]E", an array or slice type, or type arguments, an EXPR_INDEX whose x the caller
// fills in.
struct expr *parse_array_or_type_args(struct parser *p, struct expr *name) {
  pos_t pos = parser_pos(p);
  parser_want(p, TOKEN_LBRACK);
  if (parser_got(p, TOKEN_RBRACK))
    return parse_slice_type(p, pos);
  bool comma;
  struct expr_list list = parse_type_list(p, false, &comma);
  parser_want(p, TOKEN_RBRACK);
  if (!comma) {
    struct expr *elem = parse_type_or_null(p);
    if (elem) {
      struct expr *e = parser_new_expr(p, EXPR_ARRAY_TYPE, pos);
      e->u.array_type.len = list.items[0];
      e->u.array_type.elem = elem;
      return e;
    }
  }
  return new_index(p, name, list, pos);
}

static void push_struct_field(struct parser *p, pos_t pos, const struct expr *name,
                              struct expr *type, struct expr *tag) {
  struct field f = {.pos = pos, .type = type, .tag = tag, .embedded = !name};
  if (name) {
    f.name = name->u.ident.name;
    f.name_pos = name->pos;
  }
  parser_push_field(p, &f);
}

// Fields that begin with a name: embedded, or several of one type.
static void named_fields(struct parser *p) {
  struct expr *name = parser_name(p);
  enum token token = parser_token(p);
  if (token == TOKEN_PERIOD || token == TOKEN_STRING || token == TOKEN_SEMICOLON ||
      token == TOKEN_RBRACE || (token >= TOKEN_INT && token <= TOKEN_CHAR)) {
    struct expr *type = parse_qualified_name(p, name);
    push_struct_field(p, name->pos, NULL, type, parse_literal_or_null(p));
    return;
  }
  struct expr_list names = parser_name_list(p, name);
  struct expr *type;
  if (names.count == 1 && parser_token(p) == TOKEN_LBRACK) {
    type = parse_array_or_type_args(p, name);
    if (type->kind == EXPR_INDEX) {
      push_struct_field(p, name->pos, NULL, type, parse_literal_or_null(p));
      return;
    }
  } else {
    type = parse_type(p);
  }
  struct expr *tag = parse_literal_or_null(p);
  for (int i = 0; i < names.count; i++)
    push_struct_field(p, names.items[i]->pos, names.items[i], type, tag);
}

static void struct_fields(struct parser *p) {
  static const enum token follow[] = {TOKEN_SEMICOLON, TOKEN_RBRACE, TOKEN_EOF};
  pos_t pos = parser_pos(p);
  struct expr *type;
  switch (parser_token(p)) {
  case TOKEN_IDENT:
    named_fields(p);
    return;
  case TOKEN_MUL:
    parser_next(p);
    if (parser_token(p) == TOKEN_LPAREN) {
      parser_syntax_error(p, "cannot parenthesize embedded type");
      parser_next(p);
      type = parse_qualified_name(p, NULL);
      parser_got(p, TOKEN_RPAREN);
    } else {
      type = parse_qualified_name(p, NULL);
    }
    type = pointer_to(p, pos, type);
    push_struct_field(p, pos, NULL, type, parse_literal_or_null(p));
    return;
  case TOKEN_LPAREN: {
    parser_syntax_error(p, "cannot parenthesize embedded type");
    parser_next(p);
    pos_t star = parser_pos(p);
    bool is_pointer = parser_got(p, TOKEN_MUL);
    type = parse_qualified_name(p, NULL);
    parser_got(p, TOKEN_RPAREN);
    type = is_pointer ? pointer_to(p, star, type) : type;
    push_struct_field(p, pos, NULL, type, parse_literal_or_null(p));
    return;
  }
  default:
    parser_syntax_error(p, "expected field name or embedded type");
    parser_advance(p, follow);
    return;
  }
}

// What is between the braces of a struct or interface type.
static struct field_list type_body(struct parser *p, const char *context,
                                   void (*element)(struct parser *p)) {
  pos_t open = parser_pos(p);
  parser_want(p, TOKEN_LBRACE);
  int mark = p->field_count;
  bool closed = true;
  while (closed && parser_at_element(p, TOKEN_RBRACE)) {
    element(p);
    closed = parser_separator(p, context, TOKEN_SEMICOLON, TOKEN_RBRACE);
  }
  struct field_list list = parser_take_fields(p, mark);
  list.open = open;
  list.close = parser_pos(p);
  if (closed)
    parser_want(p, TOKEN_RBRACE);
  return list;
}

static struct expr *struct_type(struct parser *p) {
  struct expr *e = parser_new_expr(p, EXPR_STRUCT_TYPE, parser_pos(p));
  parser_next(p);
  e->u.struct_type.fields = type_body(p, "struct type", struct_fields);
  return e;
}

// A term of a constraint: a type, perhaps with ~.
static struct expr *embedded_term(struct parser *p) {
  static const enum token follow[] = {
      TOKEN_ADD,       TOKEN_SUB,    TOKEN_QUO,     TOKEN_REM,    TOKEN_AND,
      TOKEN_OR,        TOKEN_XOR,    TOKEN_SHL,     TOKEN_SHR,    TOKEN_LAND,
      TOKEN_LOR,       TOKEN_EQL,    TOKEN_LSS,     TOKEN_GTR,    TOKEN_NEQ,
      TOKEN_LEQ,       TOKEN_GEQ,    TOKEN_AND_NOT, TOKEN_NOT,    TOKEN_TILDE,
      TOKEN_SEMICOLON, TOKEN_RPAREN, TOKEN_RBRACK,  TOKEN_RBRACE, TOKEN_EOF};
  if (parser_token(p) == TOKEN_TILDE) {
    struct expr *e = parser_new_expr(p, EXPR_UNARY, parser_pos(p));
    parser_next(p);
    e->u.unary.op = TOKEN_TILDE;
    e->u.unary.x = parse_type(p);
    return e;
  }
  struct expr *type = parse_type_or_null(p);
  if (!type) {
    type = parser_bad_expr(p);
    parser_syntax_error(p, "expected ~ term or type");
    parser_advance(p, follow);
  }
  return type;
}

// The rest of a union whose first term, if not NULL, has been read.
struct expr *parse_union(struct parser *p, struct expr *first) {
  struct expr *x = first ? first : embedded_term(p);
  while (parser_token(p) == TOKEN_OR) {
    struct expr *e = parser_new_expr(p, EXPR_BINARY, parser_pos(p));
    parser_next(p);
    e->u.binary.op = TOKEN_OR;
    e->u.binary.op_pos = e->pos;
    e->u.binary.x = x;
    e->u.binary.y = embedded_term(p);
    e->start_pos = x->start_pos;
    x = e;
  }
  return x;
}

static const char interface_method[] = "interface method";

// An interface element after "name [": type parameters of a method, which is an error, or arguments
// of an embedded type.
static void generic_element(struct parser *p, struct field *f, struct expr *name, pos_t open) {
  pos_t pos = parser_pos(p);
  if (parser_got(p, TOKEN_RBRACK)) {
    bool is_method = parser_token(p) == TOKEN_LPAREN;
    parser_error_at(p, pos, is_method ? "empty type parameter list" : "empty type argument list");
    f->type = is_method ? parse_signature(p, interface_method) : name;
    f->embedded = !is_method;
    return;
  }
  struct field_list list = parse_params(p, NULL, NULL, TOKEN_RBRACK, false, false);
  if (list.count == 0) {
    f->embedded = parser_token(p) != TOKEN_LPAREN;
    f->type = f->embedded ? name : parse_signature(p, interface_method);
    return;
  }
  if (list.items[0].name) {
    f->type = parse_signature(p, interface_method);
    parser_error_at(p, open, "interface method must have no type parameters");
    return;
  }
  int mark = p->pending_count;
  for (int i = 0; i < list.count; i++)
    parser_push(p, list.items[i].type);
  f->embedded = true;
  f->type = new_index(p, name, parser_take_exprs(p, mark), open);
}

// An element of an interface: a method or an embedded element.
static void interface_element(struct parser *p) {
  struct field f = {.pos = parser_pos(p)};
  if (parser_token(p) != TOKEN_IDENT) {
    f.embedded = true;
    f.type = parse_union(p, NULL);
    parser_push_field(p, &f);
    return;
  }
  struct expr *name = parser_name(p);
  pos_t pos = parser_pos(p);
  if (parser_token(p) == TOKEN_LPAREN) {
    f.type = parse_signature(p, interface_method);
  } else if (parser_got(p, TOKEN_LBRACK)) {
    generic_element(p, &f, name, pos);
  } else {
    f.embedded = true;
    f.type = parse_qualified_name(p, name);
  }
  if (f.embedded) {
    f.type = parse_union(p, f.type);
  } else {
    f.name = name->u.ident.name;
    f.name_pos = name->pos;
  }
  parser_push_field(p, &f);
}

static struct expr *interface_type(struct parser *p) {
  struct expr *e = parser_new_expr(p, EXPR_INTERFACE_TYPE, parser_pos(p));
  parser_next(p);
  e->u.interface_type.elements = type_body(p, "interface type", interface_element);
  return e;
}

// The body of parse_type_or_null, which counts the nesting.
static struct expr *type_or_null(struct parser *p) {
  pos_t pos = parser_pos(p);
  switch (parser_token(p)) {
  case TOKEN_MUL:
    parser_next(p);
    return pointer_to(p, pos, parse_type(p));
  case TOKEN_ARROW:
    parser_next(p);
    parser_want(p, TOKEN_CHAN);
    return chan_type(p, pos, CHAN_RECEIVE);
  case TOKEN_FUNC:
    parser_next(p);
    return parse_signature(p, "function type");
  case TOKEN_LBRACK:
    parser_next(p);
    return parser_got(p, TOKEN_RBRACK) ? parse_slice_type(p, pos) : parse_array_type(p, pos, NULL);
  case TOKEN_CHAN:
    parser_next(p);
    return chan_type(p, pos, parser_got(p, TOKEN_ARROW) ? CHAN_SEND : CHAN_BOTH);
  case TOKEN_MAP:
    return map_type(p);
  case TOKEN_STRUCT:
    return struct_type(p);
  case TOKEN_INTERFACE:
    return interface_type(p);
  case TOKEN_IDENT:
    return parse_qualified_name(p, NULL);
  case TOKEN_LPAREN: {
    parser_next(p);
    struct expr *type = parse_type(p);
    parser_want(p, TOKEN_RPAREN);
    return type;
  }
  default:
    return NULL;
  }
}

struct expr *parse_type_or_null(struct parser *p) {
  struct expr *type = parser_enter(p) ? type_or_null(p) : NULL;
  parser_leave(p);
  return type;
}
