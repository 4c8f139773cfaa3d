// gc/debug.h: the lines that gctrace prints.

#ifndef VOLE_GC_DEBUG_H
#define VOLE_GC_DEBUG_H

#include "gc/gc.h"

// Prints the line of the cycle that has just ended, in Go's format.
void gc_trace_cycle(struct gc *gc);

#endif
