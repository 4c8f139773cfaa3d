// The parser's signatures and lists of parameters. After cmd/compile/internal/syntax/parser.go of
// Go 1.22.
//
// A parameter list is read as fields of which each has a name, a type or both: only at its end is
// it known whether names alone were types.

#include "vm/syntax/parse_internal.h"

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
  invariant_debug(name->kind == EXPR_IDENT);
  f->name = name->u.ident.name;
  f->name_pos = name->pos;
}

// Takes what follows a parameter's name, where that could also be the type or begin it. Returns
// whether the parameter is complete.
static bool param_after_name(struct parser *p, struct field *f, struct expr *name,
                             bool unions_allowed) {
  switch (parser_token(p)) {
  case TOKEN_LBRACK:
    f->type = parse_array_or_type_args(p, name);
    if (f->type->kind != EXPR_INDEX)
      set_name(f, name);
    break;
  case TOKEN_PERIOD:
    f->type = parse_qualified_name(p, name);
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
    f->type = parse_union(p, f->type);
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

// Takes a parameter: a name, a type or both. name: read already, or NULL. Returns false after an
// error: there was none.
static bool param(struct parser *p, struct expr *name, enum token close, struct field *f) {
  bool unions_allowed = close == TOKEN_RBRACK;
  *f = (struct field){.pos = name ? name->pos : parser_pos(p)};
  if (!name && unions_allowed && parser_token(p) == TOKEN_TILDE) {
    f->type = parse_union(p, NULL);
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
    f->type = parse_union(p, NULL);
    return true;
  }
  f->type = parse_type_or_null(p);
  if (unions_allowed && parser_token(p) == TOKEN_OR && f->type)
    f->type = parse_union(p, f->type);
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
  invariant_debug(count > 0);
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
    invariant_debug(type);
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
  invariant_debug(close == TOKEN_RPAREN || close == TOKEN_RBRACK);
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
