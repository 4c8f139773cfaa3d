// The parser: see parse.h. It gives the messages of cmd/compile/internal/syntax/parser.go
// of Go 1.22, after which it is written.
//
// This file holds the entry points, the parsing of a file, and what all its parts use: tokens,
// errors, lists, nodes.
//
// Differences from Go's: parentheses stay in the tree of expressions (not of types); nesting is
// limited.

#include "vm/syntax/parse.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "vm/syntax/c_stack.h"
#include "vm/syntax/parse_internal.h"

bool parser_got(struct parser *p, enum token token) {
  if (parser_token(p) != token)
    return false;
  parser_next(p);
  return true;
}

void parser_want(struct parser *p, enum token token) {
  if (!parser_got(p, token)) {
    parser_syntax_error(p, "expected %s", parser_token_name(p, token));
    if (parser_token(p) != TOKEN_EOF)
      parser_next(p);
  }
}

bool parser_got_assign(struct parser *p) {
  if (parser_token(p) == TOKEN_DEFINE)
    parser_syntax_error(p, "expected =");
  else if (parser_token(p) != TOKEN_ASSIGN)
    return false;
  parser_next(p);
  return true;
}

const char *parser_token_name(struct parser *p, enum token token) {
  if (token == TOKEN_SEMICOLON)
    return "semicolon or newline";
  if (token >= TOKEN_BREAK && token < TOKEN_COUNT)
    return region_printf(p->region, "keyword %s", token_text(token));
  return token_text(token);
}

// The current token as messages describe it.
static const char *current_token_text(struct parser *p) {
  const struct scanner *s = &p->scanner;
  switch (s->token) {
  case TOKEN_IDENT:
    return region_printf(p->region, "name %s", s->text);
  case TOKEN_SEMICOLON:
    return s->text;
  case TOKEN_INT:
  case TOKEN_FLOAT:
  case TOKEN_IMAGINARY:
  case TOKEN_CHAR:
  case TOKEN_STRING:
    return region_printf(p->region, "literal %s", region_strndup(p->region, s->text, s->size));
  default:
    return parser_token_name(p, s->token);
  }
}

static bool begins(const char *text, const char *prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void syntax_error(struct parser *p, pos_t pos, const char *message) {
  if (parser_token(p) == TOKEN_EOF && p->scanner.error_count > 0)
    return; // what is missing at the end after other errors says nothing new
  if (begins(message, "in ") || begins(message, "at ") || begins(message, "after "))
    scanner_error_at(&p->scanner, pos, "syntax error: unexpected %s %s", current_token_text(p),
                     message);
  else if (begins(message, "expected "))
    scanner_error_at(&p->scanner, pos, "syntax error: unexpected %s, %s", current_token_text(p),
                     message);
  else
    scanner_error_at(&p->scanner, pos, "syntax error: %s", message);
}

void parser_syntax_error(struct parser *p, const char *format, ...) {
  va_list args;
  va_start(args, format);
  syntax_error(p, parser_pos(p), region_vprintf(p->region, format, args));
  va_end(args);
}

void parser_syntax_error_at(struct parser *p, pos_t pos, const char *format, ...) {
  va_list args;
  va_start(args, format);
  syntax_error(p, pos, region_vprintf(p->region, format, args));
  va_end(args);
}

void parser_error_at(struct parser *p, pos_t pos, const char *message) {
  scanner_error_at(&p->scanner, pos, "%s", message);
}

static bool begins_statement(enum token token) {
  switch (token) {
  case TOKEN_BREAK:
  case TOKEN_CONST:
  case TOKEN_CONTINUE:
  case TOKEN_DEFER:
  case TOKEN_FALLTHROUGH:
  case TOKEN_FOR:
  case TOKEN_GO:
  case TOKEN_GOTO:
  case TOKEN_IF:
  case TOKEN_RETURN:
  case TOKEN_SELECT:
  case TOKEN_SWITCH:
  case TOKEN_TYPE:
  case TOKEN_VAR:
    return true;
  default:
    return false;
  }
}

void parser_advance(struct parser *p, const enum token *follow) {
  invariant_debug(p->function_nest >= 0);
  for (; parser_token(p) != TOKEN_EOF; parser_next(p)) {
    if (p->function_nest > 0 && begins_statement(parser_token(p)))
      return;
    for (const enum token *t = follow; *t != TOKEN_EOF; t++) {
      if (*t == parser_token(p))
        return;
    }
  }
}

bool parser_enter(struct parser *p) {
  invariant_debug(p->nesting >= 0);
  if (++p->nesting <= parse_max_nesting && c_stack_may_recurse())
    return true;
  if (parser_token(p) != TOKEN_EOF) {
    parser_syntax_error(p, "exceeded max nesting depth");
    scanner_stop(&p->scanner);
    p->scanner.insert_semicolon = false;
    parser_next(p);
  }
  return false;
}

void parser_push(struct parser *p, void *item) {
  p->pending = region_grow(p->region, p->pending, sizeof(void *), p->pending_count, &p->pending_cap,
                           p->pending_count + 1);
  p->pending[p->pending_count++] = item;
}

// Copies the items above the mark to the region and drops them.
static void *take(struct parser *p, int mark, int *count) {
  invariant_debug(mark >= 0 && mark <= p->pending_count);
  *count = p->pending_count - mark;
  p->pending_count = mark;
  if (*count == 0)
    return NULL;
  void *items = region_alloc(p->region, sizeof(void *) * (size_t)*count);
  memcpy(items, p->pending + mark, sizeof(void *) * (size_t)*count);
  return items;
}

struct expr_list parser_take_exprs(struct parser *p, int mark) {
  struct expr_list list;
  list.items = take(p, mark, &list.count);
  return list;
}

struct stmt_list parser_take_stmts(struct parser *p, int mark) {
  struct stmt_list list;
  list.items = take(p, mark, &list.count);
  return list;
}

struct decl_list parser_take_decls(struct parser *p, int mark) {
  struct decl_list list;
  list.items = take(p, mark, &list.count);
  return list;
}

void parser_push_field(struct parser *p, const struct field *field) {
  p->fields = region_grow(p->region, p->fields, sizeof *p->fields, p->field_count, &p->field_cap,
                          p->field_count + 1);
  p->fields[p->field_count++] = *field;
}

struct field_list parser_take_fields(struct parser *p, int mark) {
  invariant_debug(mark >= 0 && mark <= p->field_count);
  struct field_list list = {.count = p->field_count - mark};
  p->field_count = mark;
  if (list.count > 0) {
    size_t bytes = sizeof(struct field) * (size_t)list.count;
    list.items = region_alloc(p->region, bytes);
    memcpy(list.items, p->fields + mark, bytes);
  }
  return list;
}

bool parser_at_element(const struct parser *p, enum token close) {
  return parser_token(p) != TOKEN_EOF && parser_token(p) != close;
}

bool parser_separator(struct parser *p, const char *context, enum token separator,
                      enum token close) {
  if (parser_got(p, separator) || parser_token(p) == close)
    return true;
  static const enum token closing[] = {TOKEN_RPAREN, TOKEN_RBRACK, TOKEN_RBRACE, TOKEN_EOF};
  parser_syntax_error(p, "in %s; possibly missing %s or %s", context,
                      parser_token_name(p, separator), parser_token_name(p, close));
  parser_advance(p, closing);
  return parser_token(p) == close;
}

struct expr *parser_new_expr(struct parser *p, enum expr_kind kind, pos_t pos) {
  struct expr *e = region_alloc(p->region, sizeof *e);
  e->kind = kind;
  e->pos = pos;
  e->start_pos = pos;
  return e;
}

struct expr *parser_bad_expr(struct parser *p) {
  return parser_new_expr(p, EXPR_BAD, parser_pos(p));
}

struct expr *parser_ident(struct parser *p, const char *name, pos_t pos) {
  struct expr *e = parser_new_expr(p, EXPR_IDENT, pos);
  e->u.ident.name = name;
  return e;
}

struct stmt *parser_new_stmt(struct parser *p, enum stmt_kind kind, pos_t pos) {
  struct stmt *s = region_alloc(p->region, sizeof *s);
  s->kind = kind;
  s->pos = pos;
  return s;
}

struct expr *parser_name(struct parser *p) {
  pos_t pos = parser_pos(p);
  if (parser_token(p) == TOKEN_IDENT) {
    struct expr *e = parser_ident(p, p->scanner.text, pos);
    parser_next(p);
    return e;
  }
  parser_syntax_error(p, "expected name");
  if (parser_token(p) != TOKEN_EOF)
    parser_next(p);
  return parser_ident(p, p->blank, pos);
}

struct expr_list parser_name_list(struct parser *p, struct expr *first) {
  int mark = p->pending_count;
  parser_push(p, first);
  while (parser_got(p, TOKEN_COMMA))
    parser_push(p, parser_name(p));
  return parser_take_exprs(p, mark);
}

static void parser_init(struct parser *p, struct region *region, struct source_set *sources,
                        struct source_file *source, struct error_list *errors, struct names *names,
                        size_t offset, bool takes_directives) {
  *p = (struct parser){.region = region,
                       .blank = names_intern(names, "_", 1),
                       .pending = p->first_pending,
                       .pending_cap = sizeof p->first_pending / sizeof *p->first_pending,
                       .fields = p->first_fields,
                       .field_cap = sizeof p->first_fields / sizeof *p->first_fields};
  p->embeds_taken = source->embed_count;
  scanner_init(&p->scanner, sources, source, errors, names, offset);
  p->scanner.takes_directives = takes_directives;
  parser_next(p);
}

// Whether the last declaration is of a function without a body.
static bool last_has_no_body(const struct parser *p, int mark) {
  if (p->pending_count == mark)
    return false;
  const struct decl *last = p->pending[p->pending_count - 1];
  return last->kind == DECL_FUNC && !last->u.func.function->body &&
         !last->u.func.function->body_skipped;
}

// Takes the declaration that begins here and pushes it. Returns false if none does: that was
// reported, and the tokens up to the next one skipped.
static bool declaration(struct parser *p, int mark) {
  static const enum token declarations[] = {TOKEN_IMPORT, TOKEN_CONST, TOKEN_TYPE,
                                            TOKEN_VAR,    TOKEN_FUNC,  TOKEN_EOF};
  enum token keyword = parser_token(p);
  switch (keyword) {
  case TOKEN_IMPORT:
    parser_next(p);
    parse_import_decls(p);
    break;
  case TOKEN_CONST:
    parser_next(p);
    parse_const_decls(p);
    break;
  case TOKEN_TYPE:
    parser_next(p);
    parse_type_decls(p);
    break;
  case TOKEN_VAR:
    parser_next(p);
    parse_var_decls(p);
    break;
  case TOKEN_FUNC:
    parser_next(p);
    parser_push(p, parse_func_decl(p));
    break;
  default:
    if (keyword == TOKEN_LBRACE && last_has_no_body(p, mark))
      parser_syntax_error(p, "unexpected semicolon or newline before {");
    else
      parser_syntax_error(p, "non-declaration statement outside function body");
    parser_advance(p, declarations);
    return false;
  }
  parser_refuse_embeds(p);
  if (parser_token(p) != TOKEN_EOF && !parser_got(p, TOKEN_SEMICOLON)) {
    parser_syntax_error(p, "after top level declaration");
    parser_advance(p, declarations);
  }
  return true;
}

struct file *parse_file(struct region *region, struct source_set *sources,
                        struct source_file *source, struct error_list *errors, struct names *names,
                        bool skip_bodies) {
  struct parser parser;
  struct parser *p = &parser;
  parser_init(p, region, sources, source, errors, names, 0, true);
  p->skip_bodies = skip_bodies;
  p->scanner.is_top = false;
  struct file *file = region_alloc(region, sizeof *file);
  file->source = source;
  file->package_name = p->blank;
  if (!parser_got(p, TOKEN_PACKAGE)) {
    parser_syntax_error(p, "package statement must be first");
    return NULL;
  }
  struct expr *name = parser_name(p);
  file->package_name = name->u.ident.name;
  file->package_name_pos = name->pos;
  parser_want(p, TOKEN_SEMICOLON);
  if (p->scanner.error_count > 0)
    return NULL;
  int mark = p->pending_count;
  enum token previous = TOKEN_IMPORT;
  while (parser_token(p) != TOKEN_EOF) {
    if (parser_token(p) == TOKEN_IMPORT && previous != TOKEN_IMPORT)
      parser_syntax_error(p, "imports must appear before other declarations");
    previous = parser_token(p);
    declaration(p, mark);
  }
  parser_refuse_embeds(p);
  file->decls = parser_take_decls(p, mark);
  file->local_types = p->local_types;
  invariant_debug(p->pending_count == 0 && p->field_count == 0 && p->nesting == 0 &&
                  p->expression_nest == 0 && p->function_nest == 0 && !p->function);
  return file;
}

bool parse_body(struct region *region, struct source_set *sources, struct function *function,
                struct error_list *errors, struct names *names) {
  if (!function->body_skipped)
    return true;
  struct source_file *source = source_file_of(sources, function->body_start);
  if (!source)
    return false;
  struct parser parser;
  struct parser *p = &parser;
  parser_init(p, region, sources, source, errors, names, function->body_start - source->base,
              false);
  p->local_types = function->locals_before;
  function->body_skipped = false;
  parse_function_body(p, function);
  return p->scanner.error_count == 0;
}

// Prepares to parse what was skipped at a position, and forgets that it was.
static void resume(struct parser *p, struct region *region, struct source_set *sources,
                   pos_t *skipped, struct error_list *errors, struct names *names) {
  struct source_file *source = source_file_of(sources, *skipped); // of that file, so not NULL
  parser_init(p, region, sources, source, errors, names, *skipped - source->base, false);
  *skipped = 0;
}

void parse_signature_of(struct region *region, struct source_set *sources,
                        struct function *function, struct error_list *errors, struct names *names) {
  if (function->signature_skipped == 0)
    return;
  struct parser parser;
  resume(&parser, region, sources, &function->signature_skipped, errors, names);
  function->type = parse_signature(&parser, function->receiver.count > 0 ? "method" : NULL);
}

void parse_type_of(struct region *region, struct source_set *sources, struct decl *d,
                   struct error_list *errors, struct names *names) {
  if (d->u.type.skipped == 0)
    return;
  struct parser parser;
  resume(&parser, region, sources, &d->u.type.skipped, errors, names);
  d->u.type.type = parse_type(&parser);
}

// Whether there is nothing behind what was parsed but the semicolon that the scanner adds.
static bool at_end(struct parser *p, const struct source_file *source) {
  if (parser_token(p) == TOKEN_SEMICOLON && p->scanner.next >= p->scanner.end &&
      source->text[source->size - 1] != ';')
    parser_next(p);
  return parser_token(p) == TOKEN_EOF;
}

struct expr *parse_type_text(struct region *region, struct source_set *sources,
                             struct source_file *source, struct error_list *errors,
                             struct names *names) {
  struct parser parser;
  struct parser *p = &parser;
  parser_init(p, region, sources, source, errors, names, 0, false);
  struct expr *type;
  if (parser_got(p, TOKEN_FUNC)) {
    parser_got(p, TOKEN_IDENT);
    type = parse_signature(p, "function type");
  } else {
    type = parse_type(p);
  }
  if (!at_end(p, source))
    parser_syntax_error(p, "after type");
  return p->scanner.error_count == 0 ? type : NULL;
}

struct expr *parse_expr_text(struct region *region, struct source_set *sources,
                             struct source_file *source, struct error_list *errors,
                             struct names *names) {
  struct parser parser;
  struct parser *p = &parser;
  parser_init(p, region, sources, source, errors, names, 0, false);
  struct expr *x = parse_expr(p);
  if (!at_end(p, source))
    parser_syntax_error(p, "after expression");
  return p->scanner.error_count == 0 ? x : NULL;
}
