// The parser's declarations. After cmd/compile/internal/syntax/parser.go of Go 1.22.
//
// A group in parentheses gives one node for each of its specifications. In a group of constants, a
// specification without type and values shares those of the one before.

#include "vm/syntax/parse_internal.h"
#include "vm/syntax/unquote.h"

// The group that a specification belongs to.
struct group {
  int index;                     // of the specification in its group, from 0: iota
  const struct decl *last_const; // the last constant specification with a type or values of its own
};

static const enum token end_of_spec[] = {TOKEN_SEMICOLON, TOKEN_RPAREN, TOKEN_EOF};

static struct decl *new_decl(struct parser *p, enum decl_kind kind) {
  struct decl *d = region_alloc(p->region, sizeof *d);
  d->kind = kind;
  d->pos = parser_pos(p);
  return d;
}

// //go:embed comments belong to what is declared next.

void parser_refuse_embeds(struct parser *p) {
  const struct source_file *file = p->scanner.file;
  pos_t last = 0;
  for (; p->embeds_taken < file->embed_count; p->embeds_taken++) {
    pos_t pos = file->embeds[p->embeds_taken].directive_pos;
    if (pos != last)
      parser_error_at(p, pos, "misplaced go:embed directive");
    last = pos;
  }
}

// Passes over the patterns in front of a declaration that is none of variables: the checker refuses
// them.
static void pass_embeds(struct parser *p) {
  p->embeds_taken = p->scanner.file->embed_count;
}

static void take_embeds(struct parser *p, struct decl *d) {
  struct source_file *file = p->scanner.file;
  d->u.value.embeds = p->embeds_taken;
  d->u.value.embeds_end = file->embed_count;
  for (; p->embeds_taken < file->embed_count; p->embeds_taken++) {
    file->embeds[p->embeds_taken].taken = true;
    file->embeds[p->embeds_taken].in_function = p->function != NULL;
  }
}

static struct decl *import_spec(struct parser *p, struct group *group) {
  (void)group;
  struct decl *d = new_decl(p, DECL_IMPORT);
  pass_embeds(p);
  if (parser_token(p) == TOKEN_IDENT)
    d->u.import.name = parser_name(p)->u.ident.name;
  else if (parser_got(p, TOKEN_PERIOD))
    d->u.import.name = names_intern(p->scanner.names, ".", 1);
  d->u.import.path = "";
  d->u.import.path_pos = parser_pos(p);
  struct expr *path = parse_literal_or_null(p);
  if (!path) {
    parser_syntax_error(p, "missing import path");
    parser_advance(p, end_of_spec);
    return d;
  }
  if (path->u.literal.bad) {
    d->u.import.path = NULL;
    return d;
  }
  if (path->u.literal.token != TOKEN_STRING) {
    parser_syntax_error_at(p, path->pos, "import path must be a string");
    return d;
  }
  size_t size;
  const char *text =
      unquote_string(p->region, path->u.literal.text, (size_t)path->u.literal.size, &size);
  if (text)
    d->u.import.path = names_intern(p->scanner.names, text, size);
  return d;
}

static struct decl *const_spec(struct parser *p, struct group *group) {
  struct decl *d = new_decl(p, DECL_CONST);
  pass_embeds(p);
  d->u.value.names = parser_name_list(p, parser_name(p));
  d->u.value.iota = group->index;
  if (parser_token(p) != TOKEN_EOF && parser_token(p) != TOKEN_SEMICOLON &&
      parser_token(p) != TOKEN_RPAREN) {
    d->u.value.type = parse_type_or_null(p);
    if (parser_got_assign(p))
      d->u.value.values = parse_expr_list(p);
  }
  if (d->u.value.type || d->u.value.values.count > 0) {
    group->last_const = d;
  } else if (group->last_const) {
    d->u.value.type = group->last_const->u.value.type;
    d->u.value.values = group->last_const->u.value.values;
    d->u.value.inherited = true;
  }
  return d;
}

static struct decl *var_spec(struct parser *p, struct group *group) {
  (void)group;
  struct decl *d = new_decl(p, DECL_VAR);
  take_embeds(p, d);
  d->u.value.names = parser_name_list(p, parser_name(p));
  if (parser_got_assign(p)) {
    d->u.value.values = parse_expr_list(p);
    return d;
  }
  d->u.value.type = parse_type(p);
  if (parser_got_assign(p))
    d->u.value.values = parse_expr_list(p);
  return d;
}

// How deep the search for types looks: below the nesting of sources that are accepted, but chains
// of | are not limited.
enum { max_search_depth = parse_max_nesting };

// Whether x can only be a type element of a constraint, never an ordinary expression.
static bool is_type_element(const struct expr *x, int depth) {
  if (depth > max_search_depth)
    return false;
  switch (x->kind) {
  case EXPR_ARRAY_TYPE:
  case EXPR_STRUCT_TYPE:
  case EXPR_FUNC_TYPE:
  case EXPR_INTERFACE_TYPE:
  case EXPR_MAP_TYPE:
  case EXPR_CHAN_TYPE:
    return true;
  case EXPR_BINARY:
    return is_type_element(x->u.binary.x, depth + 1) || is_type_element(x->u.binary.y, depth + 1);
  case EXPR_UNARY:
    return x->u.unary.op == TOKEN_TILDE || is_type_element(x->u.unary.x, depth + 1);
  case EXPR_STAR:
    return is_type_element(x->u.star.x, depth + 1);
  case EXPR_PAREN:
    return is_type_element(x->u.paren.x, depth + 1);
  default:
    return false;
  }
}

// Splits x, read as an expression after "type T [", into a type parameter's name and its
// constraint, as far as it can be read so: P *E, P (E), P *E|F. force: also where it could be an
// array's length. Returns the name, or NULL; *type is the constraint, NULL for a name alone.
static struct expr *extract_name(struct parser *p, struct expr *x, bool force, int depth,
                                 struct expr **type) {
  *type = NULL;
  if (x->kind == EXPR_IDENT)
    return x;
  if (depth > max_search_depth)
    return NULL;
  if (x->kind == EXPR_BINARY && x->u.binary.op == TOKEN_MUL) {
    struct expr *name = x->u.binary.x;
    if (name->kind == EXPR_IDENT && (force || is_type_element(x->u.binary.y, depth + 1))) {
      *type = parser_new_expr(p, EXPR_STAR, x->pos);
      (*type)->u.star.x = x->u.binary.y;
      return name;
    }
  } else if (x->kind == EXPR_BINARY && x->u.binary.op == TOKEN_OR) {
    struct expr *left;
    bool force_left = force || is_type_element(x->u.binary.y, depth + 1);
    struct expr *name = extract_name(p, x->u.binary.x, force_left, depth + 1, &left);
    if (name && left) {
      *type = parser_new_expr(p, EXPR_BINARY, x->pos);
      (*type)->u.binary = x->u.binary;
      (*type)->u.binary.x = left;
      (*type)->start_pos = left->start_pos;
      return name;
    }
  } else if (x->kind == EXPR_CALL && x->u.call.fun->kind == EXPR_IDENT) {
    if (x->u.call.args.count == 1 && !x->u.call.has_ellipsis &&
        (force || is_type_element(x->u.call.args.items[0], depth + 1))) {
      *type = expr_unparen(x->u.call.args.items[0]);
      return x->u.call.fun;
    }
  }
  return NULL;
}

// The type of a declaration, which for std waits if it is a struct or an interface.
static void type_of_spec(struct parser *p, struct decl *d) {
  pos_t pos = parser_pos(p);
  bool has_fields = parser_token(p) == TOKEN_STRUCT || parser_token(p) == TOKEN_INTERFACE;
  if (!p->skip_bodies || !has_fields || d->u.type.is_alias) {
    d->u.type.type = parse_type_or_null(p);
    return;
  }
  parser_next(p);
  d->u.type.skipped = pos;
  if (parser_token(p) == TOKEN_LBRACE && scanner_skip_block(&p->scanner))
    parser_next(p);
  else
    parser_syntax_error(p, "expected }");
}

// After "type T [" where a name follows: a list of type parameters, or the length of an array.
static void type_params_or_array(struct parser *p, struct decl *d, pos_t open) {
  struct expr *x = parser_name(p);
  if (parser_token(p) != TOKEN_LBRACK) {
    p->expression_nest++;
    x = parse_binary_expr(p, parse_primary_expr(p, x), 0);
    p->expression_nest--;
  }
  struct expr *constraint;
  struct expr *name = extract_name(p, x, parser_token(p) == TOKEN_COMMA, 0, &constraint);
  if (!name || (!constraint && parser_token(p) == TOKEN_RBRACK)) {
    d->u.type.type = parse_array_type(p, open, x);
    return;
  }
  d->u.type.type_params = parse_params(p, name, constraint, TOKEN_RBRACK, true, false);
  d->u.type.type_params.open = open;
  d->u.type.is_alias = parser_got_assign(p);
  type_of_spec(p, d);
}

static struct decl *type_spec(struct parser *p, struct group *group) {
  (void)group;
  struct decl *d = new_decl(p, DECL_TYPE);
  pass_embeds(p);
  d->u.type.name = parser_name(p);
  pos_t pos = parser_pos(p);
  if (!parser_got(p, TOKEN_LBRACK)) {
    d->u.type.is_alias = parser_got_assign(p);
    type_of_spec(p, d);
  } else if (parser_token(p) == TOKEN_IDENT) {
    type_params_or_array(p, d, pos);
  } else if (parser_got(p, TOKEN_RBRACK)) {
    d->u.type.type = parse_slice_type(p, pos);
  } else {
    d->u.type.type = parse_array_type(p, pos, NULL);
  }
  if (!d->u.type.type && d->u.type.skipped == 0) {
    d->u.type.type = parser_bad_expr(p);
    parser_syntax_error(p, "in type declaration");
    parser_advance(p, end_of_spec);
  }
  if (p->function && !d->u.type.is_alias)
    d->u.type.local = ++p->local_types;
  return d;
}

// One specification, or several in parentheses.
static void specs(struct parser *p, struct decl *(*spec)(struct parser *p, struct group *group)) {
  struct group group = {0};
  if (parser_token(p) != TOKEN_LPAREN) {
    parser_push(p, spec(p, &group));
    return;
  }
  parser_refuse_embeds(p);
  parser_next(p);
  bool closed = true;
  while (closed && parser_at_element(p, TOKEN_RPAREN)) {
    parser_push(p, spec(p, &group));
    group.index++;
    closed = parser_separator(p, "grouped declaration", TOKEN_SEMICOLON, TOKEN_RPAREN);
  }
  if (closed)
    parser_want(p, TOKEN_RPAREN);
}

void parse_import_decls(struct parser *p) {
  specs(p, import_spec);
}
void parse_const_decls(struct parser *p) {
  specs(p, const_spec);
}
void parse_type_decls(struct parser *p) {
  specs(p, type_spec);
}
void parse_var_decls(struct parser *p) {
  specs(p, var_spec);
}

// The receiver of a method, after "(".
static void receiver(struct parser *p, struct function *function, pos_t open) {
  function->receiver = parse_params(p, NULL, NULL, TOKEN_RPAREN, false, false);
  function->receiver.open = open;
  if (function->receiver.count == 0) {
    parser_error_at(p, parser_pos(p), "method has no receiver");
  } else if (function->receiver.count > 1) {
    parser_error_at(p, parser_pos(p), "method has multiple receivers");
    function->receiver.count = 1;
  }
}

// The signature of a function, after its name. For std it waits.
static void signature(struct parser *p, struct function *function, bool is_method) {
  function->is_generic = parser_token(p) == TOKEN_LBRACK;
  if (p->skip_bodies && (function->is_generic || parser_token(p) == TOKEN_LPAREN)) {
    function->signature_skipped = parser_pos(p);
    scanner_skip_signature(&p->scanner);
    parser_next(p);
  } else {
    function->type = parse_signature(p, is_method ? "method" : NULL);
  }
}

struct decl *parse_func_decl(struct parser *p) {
  static const enum token end_of_head[] = {TOKEN_LBRACE, TOKEN_SEMICOLON, TOKEN_EOF};
  struct decl *d = new_decl(p, DECL_FUNC);
  pass_embeds(p);
  struct function *function = region_alloc(p->region, sizeof *function);
  d->u.func.function = function;
  pos_t open = parser_pos(p);
  bool is_method = parser_got(p, TOKEN_LPAREN);
  if (is_method)
    receiver(p, function, open);
  if (parser_token(p) == TOKEN_IDENT) {
    d->u.func.name = p->scanner.text;
    d->u.func.name_pos = parser_pos(p);
    parser_next(p);
    signature(p, function, is_method);
  } else {
    d->u.func.name = p->blank;
    d->u.func.name_pos = parser_pos(p);
    function->type = parser_new_expr(p, EXPR_FUNC_TYPE, parser_pos(p));
    parser_syntax_error(p, is_method ? "expected name" : "expected name or (");
    parser_advance(p, end_of_head);
  }
  invariant_debug(function->signature_skipped != 0 || function->type->kind == EXPR_FUNC_TYPE);
  if (parser_token(p) == TOKEN_LBRACE)
    parse_function_body(p, function);
  return d;
}
