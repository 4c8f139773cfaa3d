// For tests: asking the collector whether it finds an object.
//
// After gcTestIsReachable of runtime/mgc.go of Go 1.21.

#ifndef VOLE_GC_REACHABLE_H
#define VOLE_GC_REACHABLE_H

#include <stdint.h>

struct gc;
struct gc_p;

// Runs a whole cycle. Returns which of the count (at most 64) objects it reached: bit i for object
// i. Each object is alive at the call and is given once. Objects that were not reached are gone on
// return, unless they have a finalizer. The caller is at a safepoint.
uint64_t gc_test_reachable(struct gc *gc, struct gc_p *p, void *const *objects, unsigned count);

#endif
