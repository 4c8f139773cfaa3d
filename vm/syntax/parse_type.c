// The parser's types and parameter lists. After cmd/compile/internal/syntax/parser.go of Go 1.22.
//
// A parameter list is read as fields of which each has a name, a type or both: only at its end is
// it known whether names alone were types. Parentheses around a type do not stay in the tree.

#include "vm/syntax/parse_internal.h"

static struct expr *qualified_name(struct parser *p, struct expr *name);

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
static struct expr *qualified_name(struct parser *p, struct expr *name) {
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
static struct expr *array_or_type_args(struct parser *p, struct expr *name) {
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
    struct expr *type = qualified_name(p, name);
    push_struct_field(p, name->pos, NULL, type, parse_literal_or_null(p));
    return;
  }
  struct expr_list names = parser_name_list(p, name);
  struct expr *type;
  if (names.count == 1 && parser_token(p) == TOKEN_LBRACK) {
    type = array_or_type_args(p, name);
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
      type = qualified_name(p, NULL);
      parser_got(p, TOKEN_RPAREN);
    } else {
      type = qualified_name(p, NULL);
    }
    type = pointer_to(p, pos, type);
    push_struct_field(p, pos, NULL, type, parse_literal_or_null(p));
    return;
  case TOKEN_LPAREN: {
    parser_syntax_error(p, "cannot parenthesize embedded type");
    parser_next(p);
    pos_t star = parser_pos(p);
    bool is_pointer = parser_got(p, TOKEN_MUL);
    type = qualified_name(p, NULL);
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
static struct expr *embedded_union(struct parser *p, struct expr *first) {
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
    f.type = embedded_union(p, NULL);
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
    f.type = qualified_name(p, name);
  }
  if (f.embedded) {
    f.type = embedded_union(p, f.type);
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
    return qualified_name(p, NULL);
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

// The results of a function: a list, a type or nothing.
static struct field_list results(struct parser *p) {
  pos_t pos = parser_pos(p);
  if (parser_got(p, TOKEN_LPAREN)) {
    struct field_list list = parse_params(p, NULL, NULL, TOKEN_RPAREN, false, false);
    list.open = pos;
    return list;
  }
  int mark = p->field_count;
  struct field f = {.pos = pos, .type = parse_type_or_null(p)};
  if (f.type)
    parser_push_field(p, &f);
  return parser_take_fields(p, mark);
}

struct expr *parse_signature(struct parser *p, const char *context) {
  pos_t pos = parser_pos(p);
  struct expr *e = parser_new_expr(p, EXPR_FUNC_TYPE, pos);
  if (parser_got(p, TOKEN_LBRACK)) {
    if (context)
      parser_syntax_error_at(p, pos, "%s must have no type parameters", context);
    if (parser_token(p) == TOKEN_RBRACK) {
      parser_syntax_error(p, "empty type parameter list");
      parser_next(p);
    } else {
      e->u.func_type.type_params = parse_params(p, NULL, NULL, TOKEN_RBRACK, true, false);
      e->u.func_type.type_params.open = pos;
    }
  }
  pos_t open = parser_pos(p);
  parser_want(p, TOKEN_LPAREN);
  e->u.func_type.params = parse_params(p, NULL, NULL, TOKEN_RPAREN, false, true);
  e->u.func_type.params.open = open;
  e->u.func_type.results = results(p);
  return e;
}

static void set_name(struct field *f, const struct expr *name) {
  f->name = name->u.ident.name;
  f->name_pos = name->pos;
}

// A parameter after its name, where the name could also be the (first part of the) type. True: it
// is complete.
static bool param_after_name(struct parser *p, struct field *f, struct expr *name,
                             bool unions_allowed) {
  switch (parser_token(p)) {
  case TOKEN_LBRACK:
    f->type = array_or_type_args(p, name);
    if (f->type->kind != EXPR_INDEX)
      set_name(f, name);
    break;
  case TOKEN_PERIOD:
    f->type = qualified_name(p, name);
    break;
  case TOKEN_OR:
    if (unions_allowed) {
      f->type = name;
      break;
    }
    return false;
  default:
    return false;
  }
  if (unions_allowed && parser_token(p) == TOKEN_OR)
    f->type = embedded_union(p, f->type);
  return true;
}

// "..." and a type.
static struct expr *variadic_type(struct parser *p) {
  struct expr *e = parser_new_expr(p, EXPR_ELLIPSIS, parser_pos(p));
  parser_next(p);
  e->u.ellipsis.elem = parse_type_or_null(p);
  if (e->u.ellipsis.elem)
    return e;
  e = parser_bad_expr(p);
  parser_syntax_error(p, "... is missing type");
  return e;
}

// One parameter: a name, a type or both. name: read already, or NULL. False: nothing was found, and
// it was reported.
static bool param(struct parser *p, struct expr *name, enum token close, struct field *f) {
  bool unions_allowed = close == TOKEN_RBRACK;
  *f = (struct field){.pos = name ? name->pos : parser_pos(p)};
  if (!name && unions_allowed && parser_token(p) == TOKEN_TILDE) {
    f->type = embedded_union(p, NULL);
    return true;
  }
  if (!name && parser_token(p) == TOKEN_IDENT)
    name = parser_name(p);
  if (name) {
    if (param_after_name(p, f, name, unions_allowed))
      return true;
    set_name(f, name);
  }
  if (parser_token(p) == TOKEN_ELLIPSIS) {
    f->type = variadic_type(p);
    return true;
  }
  if (unions_allowed && parser_token(p) == TOKEN_TILDE) {
    f->type = embedded_union(p, NULL);
    return true;
  }
  f->type = parse_type_or_null(p);
  if (unions_allowed && parser_token(p) == TOKEN_OR && f->type)
    f->type = embedded_union(p, f->type);
  if (f->name || f->type)
    return true;
  const enum token follow[] = {TOKEN_COMMA, close, TOKEN_EOF};
  parser_syntax_error(p, "expected %s", parser_token_name(p, close));
  parser_advance(p, follow);
  return false;
}

// Gives every parameter a name and a type, where some have both or must have, and reports those
// that cannot.
static void complete_params(struct parser *p, struct field *list, int count, int named, int typed,
                            pos_t end, bool require_names) {
  pos_t error_pos = 0;
  struct expr *type = NULL;
  for (int i = count - 1; i >= 0; i--) {
    struct field *f = &list[i];
    if (f->type) {
      type = f->type;
      if (!f->name) {
        error_pos = type->start_pos;
        f->name = p->blank;
        f->name_pos = error_pos;
      }
    } else if (type) {
      f->type = type;
    } else {
      error_pos = f->name_pos;
      f->type = parser_new_expr(p, EXPR_BAD, error_pos);
    }
  }
  if (error_pos == 0)
    return;
  const char *message;
  if (named == typed) {
    error_pos = end;
    message = require_names ? "missing type constraint" : "missing parameter type";
  } else if (!require_names) {
    message = "missing parameter name";
  } else if (count == 1) {
    message = "missing type parameter name or invalid array length";
  } else {
    message = "missing type parameter name";
  }
  parser_syntax_error_at(p, error_pos, "%s", message);
}

// All parameters are types: names alone are types too.
static void names_to_types(struct parser *p, struct field *list, int count) {
  for (int i = 0; i < count; i++) {
    struct field *f = &list[i];
    if (f->name) {
      f->type = parser_ident(p, f->name, f->name_pos);
      f->name = NULL;
      f->name_pos = 0;
    }
  }
}

// Reports a ... that is not allowed, the first only, and makes all those plain types.
static void check_dots(struct parser *p, struct field *list, int count, bool dots_allowed) {
  bool reported = false;
  for (int i = 0; i < count; i++) {
    struct expr *type = list[i].type;
    if (type->kind != EXPR_ELLIPSIS || (dots_allowed && i + 1 == count))
      continue;
    if (!reported) {
      reported = true;
      parser_error_at(p, type->pos,
                      dots_allowed ? "can only use ... with final parameter"
                                   : "invalid use of ...");
    }
    list[i].type = type->u.ellipsis.elem;
  }
}

struct field_list parse_params(struct parser *p, struct expr *name, struct expr *type,
                               enum token close, bool require_names, bool dots_allowed) {
  int mark = p->field_count;
  int named = 0;
  int typed = 0;
  bool closed = true;
  bool first_complete = name && type;
  while (closed && (first_complete || parser_at_element(p, close))) {
    struct field f;
    bool found = true;
    if (first_complete) {
      f = (struct field){.pos = name->pos, .type = type};
      set_name(&f, name);
      first_complete = false;
    } else {
      found = param(p, name, close, &f);
    }
    name = NULL;
    if (found) {
      named += f.name && f.type;
      typed += f.type != NULL;
      parser_push_field(p, &f);
    }
    closed = parser_separator(p, "parameter list", TOKEN_COMMA, close);
  }
  pos_t end = parser_pos(p);
  if (closed)
    parser_want(p, close);
  struct field_list list = parser_take_fields(p, mark);
  list.close = end;
  if (named == 0 && !require_names)
    names_to_types(p, list.items, list.count);
  else if (named != list.count)
    complete_params(p, list.items, list.count, named, typed, end, require_names);
  check_dots(p, list.items, list.count, dots_allowed);
  return list;
}
