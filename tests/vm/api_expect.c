// Expectations of hosts: see api_expect.h.

#include "tests/vm/api_expect.h"

#include <stdio.h>

int failures;
struct vole_error err;

void expect_at(const char *file, int line, const char *what, bool ok) {
  if (!ok) {
    printf("FAIL %s:%d: %s: %s\n", file, line, what, err.message ? err.message : "not so");
    failures++;
  }
  vole_error_clear(&err);
}
