// The events of `vole test -json`: what test programs print, as lines of JSON that other programs
// read. After cmd/internal/test2json, whose documentation says what the events mean.

#ifndef VOLE_VM_COMMAND_TEST_JSON_H
#define VOLE_VM_COMMAND_TEST_JSON_H

#include <stdbool.h>
#include <stdio.h>

#include "vm/command/pool.h"

// The output of one package, as events. test_json_begin fills it.
struct test_json {
  struct pool *pool;
  FILE *to;
  const char *package;
  const char *test;         // that the output belongs to; NULL: none
  const char *result;       // of test, not yet written: "pass", "fail", "skip"; NULL: none
  double elapsed;           // of that result, in seconds
  const char *failed_build; // the package that does not compile; NULL: none
  char *line;               // what has come of a line
  size_t size, cap;         // bytes
};

// Writes that the package's tests begin.
void test_json_begin(struct test_json *json, struct pool *pool, const char *package, FILE *to);
// Takes what the test program, or the command about it, prints.
void test_json_write(struct test_json *json, const char *text, size_t size);
// Writes what is left, and the result of the package: "pass", "fail" or "skip".
void test_json_end(struct test_json *json, const char *result, double elapsed);
// Writes the lines of a failed build: each package's follow a line "# package", the first ones are of
// `package`. Returns the package that failed first.
const char *test_json_build(struct pool *pool, const char *package, const char *message, FILE *to);

#endif
