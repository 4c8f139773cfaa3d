// What the parser's files share. Each parses one level of the grammar, and calls the others.
//
// Lists are gathered on a stack of pending items and copied to the region when they are complete. A
// function notes the height of the stack (its mark), pushes, and takes all above the mark.

#ifndef VOLE_VM_SYNTAX_PARSE_INTERNAL_H
#define VOLE_VM_SYNTAX_PARSE_INTERNAL_H

#include "mem/invariant.h"
#include "vm/syntax/parse.h"

// Nesting of expressions, types and statements. Deeper sources are refused, because the parser, the
// checker and the compiler are recursive and may run on threads with small stacks. Chains of binary
// operators are no nesting.
enum { parse_max_nesting = 2000 };

struct parser {
  struct scanner scanner; // with the current token
  struct region *region;
  struct function *function; // around what is being parsed, NULL at package level
  const char *blank;         // the name "_"
  bool skip_bodies;
  int nesting; // see parse_max_nesting
  // Above 0 inside a function: after an error, keywords of statements are points to go on from.
  int function_nest;
  // Below 0 in the header of a control clause: there { begins the block, not a composite literal.
  int expression_nest;

  void **pending; // the stack of items of unfinished lists
  int pending_count, pending_cap;
  int local_types;  // that functions have defined so far
  int embeds_taken; // patterns of the file that belong to declarations, or were refused

  struct field *fields; // the same for fields
  int field_count, field_cap;
  // Where both stacks begin, so that a short source takes nothing of the region for them.
  void *first_pending[32];
  struct field first_fields[8];
};

// parse.c: tokens, errors, nesting, lists and nodes.

static inline enum token parser_token(const struct parser *p) {
  return p->scanner.token;
}
static inline pos_t parser_pos(const struct parser *p) {
  return p->scanner.pos;
}
static inline void parser_next(struct parser *p) {
  scanner_next(&p->scanner);
}

// Steps over the token if it is the current one. Returns whether it was.
bool parser_got(struct parser *p, enum token token);
// Steps over the token, or reports a syntax error if it is not the current one.
void parser_want(struct parser *p, enum token token);
// Steps over = or, with an error, :=. Returns whether one was there.
bool parser_got_assign(struct parser *p);

// Report a message after "syntax error: ", at the current token or at pos. One that begins with
// "expected ", "in ", "at " or "after " gets "unexpected <token>" before it.
void parser_syntax_error(struct parser *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void parser_syntax_error_at(struct parser *p, pos_t pos, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// Reports a message without "syntax error: ".
void parser_error_at(struct parser *p, pos_t pos, const char *message);
// Skips tokens up to one of the list, which ends in TOKEN_EOF. Inside a function, the keyword of a
// statement ends the skipping too.
void parser_advance(struct parser *p, const enum token *follow);
// Returns a token as messages name it: "comma", "keyword func", "semicolon or newline".
const char *parser_token_name(struct parser *p, enum token token);

// Counts one level of nesting; parser_leave undoes it. Returns false where it is too deep: that was
// reported, and the current token is TOKEN_EOF.
bool parser_enter(struct parser *p);
static inline void parser_leave(struct parser *p) {
  invariant_debug(p->nesting > 0);
  p->nesting--;
}

// Push an item on the stack of pending ones; take all above the mark as a list.
void parser_push(struct parser *p, void *item);
struct expr_list parser_take_exprs(struct parser *p, int mark);
struct stmt_list parser_take_stmts(struct parser *p, int mark);
struct decl_list parser_take_decls(struct parser *p, int mark);
void parser_push_field(struct parser *p, const struct field *field);
struct field_list parser_take_fields(struct parser *p, int mark);
// Whether another element of a list closed by close begins here.
bool parser_at_element(const struct parser *p, enum token close);
// Steps over the separator after an element, if the list does not end there. Returns false where
// neither is: that was reported, and the list ends without its closing token.
bool parser_separator(struct parser *p, const char *context, enum token separator,
                      enum token close);

// Make nodes. A bad expression stands where an error was reported.
struct expr *parser_new_expr(struct parser *p, enum expr_kind kind, pos_t pos);
struct expr *parser_bad_expr(struct parser *p);
struct expr *parser_ident(struct parser *p, const char *name, pos_t pos);
struct stmt *parser_new_stmt(struct parser *p, enum stmt_kind kind, pos_t pos);
// Takes the name that must stand here; without one, "_" and an error.
struct expr *parser_name(struct parser *p);
// Takes the names after first, which was read already.
struct expr_list parser_name_list(struct parser *p, struct expr *first);

// parse_decl.c

// Refuses //go:embed comments that stand before no declaration.
void parser_refuse_embeds(struct parser *p);
// Take one declaration, or a group in parentheses, after its keyword, and push all of them.
void parse_import_decls(struct parser *p);
void parse_const_decls(struct parser *p);
void parse_type_decls(struct parser *p);
void parse_var_decls(struct parser *p);
// Takes a function or method after its keyword.
struct decl *parse_func_decl(struct parser *p);

// parse_type.c

// Take a type. Without one: a bad expression and an error; NULL and none.
struct expr *parse_type(struct parser *p);
struct expr *parse_type_or_null(struct parser *p);
// Takes the name of a type, perhaps with its package and type arguments. name: read already, or
// NULL.
struct expr *parse_qualified_name(struct parser *p, struct expr *name);
// Takes the terms of a union. first: read already, or NULL.
struct expr *parse_union(struct parser *p, struct expr *first);
// Takes what follows a name: "[n]E", an array or slice type, or type arguments, an EXPR_INDEX.
struct expr *parse_array_or_type_args(struct parser *p, struct expr *name);
// Take what follows "[": the length, unless len has it, "]" and the element.
struct expr *parse_array_type(struct parser *p, pos_t pos, struct expr *len);
struct expr *parse_slice_type(struct parser *p, pos_t pos);

// parse_params.c

// Takes what follows a function's keyword or name: [type parameters] (parameters) results. context:
// why type parameters are not allowed, NULL if they are.
struct expr *parse_signature(struct parser *p, const char *context);
// Takes what follows "(" or "[", up to close. name: the first name, read already, or NULL; type:
// its type, read too, or NULL.
struct field_list parse_params(struct parser *p, struct expr *name, struct expr *type,
                               enum token close, bool require_names, bool dots_allowed);

// parse_expr.c

struct expr *parse_expr(struct parser *p);
struct expr_list parse_expr_list(struct parser *p);
// Takes an operand with its selectors, indices and calls. x: the operand, read already, or NULL.
struct expr *parse_primary_expr(struct parser *p, struct expr *x);
// Takes operands with the operators that are stronger than precedence; INT8_MAX: without any. x:
// the first operand, read already, or NULL.
struct expr *parse_binary_expr(struct parser *p, struct expr *x, int precedence);
struct expr *parse_literal_or_null(struct parser *p);
// Takes the types in brackets; the first may be an expression unless strict. *comma: whether there
// was one.
struct expr_list parse_type_list(struct parser *p, bool strict, bool *comma);

// parse_control.c: each takes the statement whose keyword is the current token.

struct stmt *parse_if_stmt(struct parser *p);
struct stmt *parse_for_stmt(struct parser *p);
struct stmt *parse_switch_stmt(struct parser *p);
struct stmt *parse_select_stmt(struct parser *p);

// parse_stmt.c

// Takes a block. context: what the block belongs to, for messages; "" where { is known to be there.
struct stmt *parse_block(struct parser *p, const char *context);
// Takes the statements up to } or the next clause.
struct stmt_list parse_stmt_list(struct parser *p);
// Takes a simple statement. keyword: of the header that it stands in, or TOKEN_EOF.
struct stmt *parse_simple_stmt(struct parser *p, enum token keyword);
// Makes the statement that consists of x.
struct stmt *parse_expr_stmt(struct parser *p, struct expr *x);
// Whether x is y.(type).
bool parse_is_type_switch_guard(const struct expr *x);
// Takes or skips the body of a function, at its {.
void parse_function_body(struct parser *p, struct function *function);

// parse_branch.c

// Finds what the branches in a body lead to and whether a loop defers. Reports what is wrong with
// them and with the labels.
void parse_branches(struct parser *p, struct function *function);

#endif
