// Programs with errors that the checker finds, and what Go's compiler says of them.

#ifndef TESTS_VM_CHECK_ERRORS_H
#define TESTS_VM_CHECK_ERRORS_H

struct check_error_case {
  const char *source; // of p.go
  const char *text;   // the compiler's output
};

extern const struct check_error_case check_errors[];
extern const int check_error_count;

// A program in an older version of the language.
struct check_language_case {
  int minor; // N of -lang=go1.N
  const char *source, *text;
};

extern const struct check_language_case check_language_cases[];
extern const int check_language_case_count;

#endif
