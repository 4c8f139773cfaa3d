// Programs with errors that the checker finds, and what Go's compiler says of them.

#ifndef TESTS_VM_CHECK_ERRORS_H
#define TESTS_VM_CHECK_ERRORS_H

struct check_error_case {
  const char *source; // of p.go
  const char *text;   // the compiler's output
};

extern const struct check_error_case check_errors[];
extern const int check_error_count;

#endif
