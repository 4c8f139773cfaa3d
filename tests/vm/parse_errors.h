// Sources with syntax errors, and what Go's compiler says of them.

#ifndef TESTS_VM_PARSE_ERRORS_H
#define TESTS_VM_PARSE_ERRORS_H

struct parse_error_case {
  const char *source; // of p.go
  const char *text;   // the compiler's output
};

extern const struct parse_error_case parse_errors[];
extern const int parse_error_count;

#endif
