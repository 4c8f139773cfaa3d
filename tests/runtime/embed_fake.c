// What the run time needs of the machine above: these tests run no bytecode.

#include <stddef.h>

#include "mem/invariant.h"
#include "runtime/embed.h"

void runtime_embed_run(struct g *g) {
  vole_throw("goroutine %llu would run", (unsigned long long)g->goid);
}

struct func *runtime_embed_native(struct g *g, uint64_t **frame) {
  (void)g;
  (void)frame;
  return NULL;
}
