// The lines of GODEBUG=gctrace=1 and gcpacertrace=1, in Go's format, so that tools for Go's lines
// read these.

#ifndef VOLE_GC_TRACE_H
#define VOLE_GC_TRACE_H

#include "gc/gc.h"

// Prints the line of the cycle that has just ended. No other cycle runs yet.
void gc_trace_cycle(struct gc *gc);
// Prints the pacer's plan, when marking begins. World stopped.
void gc_trace_pacer_start(struct gc *gc);
// Prints how the pacer's plan went, when marking ends at now. old_cons_mark is the estimate of
// cons/mark that the plan was made with. World stopped.
void gc_trace_pacer_end(struct gc *gc, double old_cons_mark, int64_t now);
// Prints the pacer's line when a sweep has ended. Any thread.
void gc_trace_pacer_swept(struct gc *gc);

#endif
