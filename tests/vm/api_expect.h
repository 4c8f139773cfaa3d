// Expectations of tests that use vole.h as a host does: they go on after a failure, and count it.

#ifndef VOLE_TESTS_VM_API_EXPECT_H
#define VOLE_TESTS_VM_API_EXPECT_H

#include <stdbool.h>
#include <string.h>

#include "vm/api/vole.h"

// Expectations that did not hold.
extern int failures;
// What a call fills: each expectation shows it, and clears it.
extern struct vole_error err;

// Prints where and what did not hold, unless ok.
void expect_at(const char *file, int line, const char *what, bool ok);

#define EXPECT(condition) expect_at(__FILE__, __LINE__, #condition, condition)
// Expects a wrong use, with a message that has `says` in it.
#define REFUSED(call, says)                                                                        \
  EXPECT(!(call) && err.kind == VOLE_ERROR_USAGE && err.message && strstr(err.message, says))

#endif
