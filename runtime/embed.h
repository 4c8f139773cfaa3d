// runtime/embed.h: what the run time needs of the virtual machine; vm defines each function, tests
// of the run time their own.

#ifndef VOLE_RUNTIME_EMBED_H
#define VOLE_RUNTIME_EMBED_H

#include <stdint.h>

#include "runtime/g.h"

// Runs goroutines on the calling M, from g on, until the run ends.
void runtime_embed_run(struct g *g);
// The native function that g called at g->sched.pc, and where its frame lies; NULL if the
// instruction there calls none.
struct func *runtime_embed_native(struct g *g, uint64_t **frame);

#endif
