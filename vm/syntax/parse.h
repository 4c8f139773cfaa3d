// The parser: from tokens to a syntax tree. Recursive descent, with the messages
// of Go's compiler.

#ifndef VOLE_VM_SYNTAX_PARSE_H
#define VOLE_VM_SYNTAX_PARSE_H

#include "vm/syntax/ast.h"
#include "vm/syntax/errors.h"
#include "vm/syntax/scan.h"

// Parses a file. Syntax errors go to the list. Returns what could be parsed, NULL if the package
// clause is wrong. skip_bodies: what is long in declarations is skipped, and parsed on demand by
// parse_signature_of, parse_body and parse_type_of.
// Nesting deeper than the parser's limit is an error, as in Go.
struct file *parse_file(struct region *region, struct source_set *sources,
                        struct source_file *source, struct error_list *errors, struct names *names,
                        bool skip_bodies);

// Parses the body of a function if it was skipped. Returns false on errors.
bool parse_body(struct region *region, struct source_set *sources, struct function *function,
                struct error_list *errors, struct names *names);

// Parse the signature of a function, and the type of a type's declaration, if that was skipped.
// Errors go to the list.
void parse_signature_of(struct region *region, struct source_set *sources,
                        struct function *function, struct error_list *errors, struct names *names);
void parse_type_of(struct region *region, struct source_set *sources, struct decl *d,
                   struct error_list *errors, struct names *names);

// Parses a source that is one type or signature, "func(dt float64, n int) (int, error)". Returns
// NULL after errors.
struct expr *parse_type_text(struct region *region, struct source_set *sources,
                             struct source_file *source, struct error_list *errors,
                             struct names *names);

// Parses a source that is one expression, in the same way.
struct expr *parse_expr_text(struct region *region, struct source_set *sources,
                             struct source_file *source, struct error_list *errors,
                             struct names *names);

#endif
