// The page: see report.h.
#include <errno.h>
#include "vm/command/heap/report.h"
bool heap_write_page(const struct heap_graph *g, const struct heap_graph *base, const char *name,
                     FILE *out) {
  (void)g;
  (void)base;
  (void)name;
  (void)out;
  errno = ENOSYS;
  return false;
}
