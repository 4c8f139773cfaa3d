// gc/trace.h: the lines that GODEBUG=gctrace=1 and gcpacertrace=1 print, in Go's format, so that
// what reads Go's reads these.

#ifndef VOLE_GC_TRACE_H
#define VOLE_GC_TRACE_H

#include "gc/gc.h"

// The line of the cycle that has just ended. No other cycle runs yet.
void gc_trace_cycle(struct gc *gc);
// The pacer's lines: its plan when marking begins, and how it went when it ends at now, with the
// estimate of cons/mark that it was planned with. World stopped.
void gc_trace_pacer_start(struct gc *gc);
void gc_trace_pacer_end(struct gc *gc, double old_cons_mark, int64_t now);
// The pacer's line when a sweep has ended. Any thread.
void gc_trace_pacer_swept(struct gc *gc);

#endif
