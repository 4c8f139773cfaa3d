// The parser: from tokens to a syntax tree. Recursive descent, after go/parser and
// cmd/compile/internal/syntax, whose messages it gives.

#ifndef VOLE_VM_SYNTAX_PARSE_H
#define VOLE_VM_SYNTAX_PARSE_H

#include "vm/syntax/ast.h"
#include "vm/syntax/errors.h"
#include "vm/syntax/scan.h"

// Parses a file. Syntax errors go to the list ("syntax error: unexpected ..."); what could be
// parsed is returned. skip_bodies: function bodies are skipped and parsed on demand. Nesting deeper
// than the parser's limit is an error, as in Go ("... nesting depth"), never a crash.
struct file *parse_file(struct region *region, struct source_set *sources,
                        struct source_file *source, struct error_list *errors, struct names *names,
                        bool skip_bodies);

// Parses the body that was skipped. False on errors.
bool parse_body(struct region *region, struct source_set *sources, struct function *function,
                struct error_list *errors, struct names *names);

// Parses one type or signature from a string, as "func(dt float64, n int) (int, error)"; NULL and
// errors where it is malformed.
struct expr *parse_type_text(struct region *region, struct source_set *sources,
                             struct source_file *source, struct error_list *errors,
                             struct names *names);

// The same for one expression.
struct expr *parse_expr_text(struct region *region, struct source_set *sources,
                             struct source_file *source, struct error_list *errors,
                             struct names *names);

#endif
