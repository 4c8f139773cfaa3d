// The tests that a Go file declares, found without its tree. After cmd/go/internal/load/test.go.

#ifndef VOLE_VM_COMMAND_TEST_SCAN_H
#define VOLE_VM_COMMAND_TEST_SCAN_H

#include <stdbool.h>

#include "vm/command/pool.h"

enum test_kind { TEST_TEST, TEST_BENCHMARK, TEST_FUZZ, TEST_EXAMPLE, TEST_MAIN };

struct test_function {
  enum test_kind kind;
  const char *name;
  const char *output; // of an example, what it must print; NULL: it is not run
  bool unordered;     // in any order of its lines
};

struct test_functions {
  struct test_function *items;
  int count, cap;
  const char *problem; // the first function that is named as a test and declared otherwise, or NULL
};

// Returns the name in the package clause; NULL: there is none.
const char *test_scan_package(struct pool *pool, const char *text);

// Appends the tests of a file in their order. The text has a NUL behind it. file: for messages.
void test_scan(struct pool *pool, const char *file, const char *text,
               struct test_functions *functions);

// Appends the paths that a file imports. The text has a NUL behind it.
void test_scan_imports(struct pool *pool, const char *text, struct text_list *paths);

#endif
