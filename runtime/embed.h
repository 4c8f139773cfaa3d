// What the run time needs of the virtual machine, which defines each function in vm/interp/upcalls.c;
// tests of the run time bind their own.

#ifndef VOLE_RUNTIME_EMBED_H
#define VOLE_RUNTIME_EMBED_H

#include <stdint.h>

#include "runtime/g.h"

// Runs goroutines on the calling M, from g on, until the run ends.
void runtime_embed_run(struct g *g);
// Returns the native function that g called at g->sched.pc, and sets *frame to its frame. Returns
// NULL if the instruction there calls none.
struct func *runtime_embed_native(struct g *g, uint64_t **frame);

#endif
