// How a bug in Vole ends: one message on standard error, then abort().

#include "mem/invariant.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void vole_throw(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fflush(stdout);
  fputs("fatal error: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  abort();
}

void invariant_failed(const char *condition, const char *file, int line) {
  vole_throw("%s:%d: broken invariant: %s", file, line, condition);
}
