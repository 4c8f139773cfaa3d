// Select statements: they come with goroutines.

#include "vm/compile_internal.h"

void compile_select(struct compile *f, struct stmt *s) {
  (void)s;
  compile_fail(f, "select is not supported yet");
}
