// Running finalizers.

#ifndef VOLE_VM_INTERP_FINALIZE_H
#define VOLE_VM_INTERP_FINALIZE_H

#include "runtime/runtime.h"

// What a finalizer's record keeps as its type: how a function of type `function` is called with an
// object of pointer type `object`. One for each pair, as long as the instance; NULL if memory is
// short.
const void *finalize_call_type(struct runtime *rt, struct rtype *object, struct rtype *function);

// Frees them.
void finalize_free(struct runtime *rt);

// Makes the goroutine that runs finalizers, once. g is the running goroutine, which is about to set
// one.
void finalize_start(struct g *g);
// Runs the finalizers that are due and then parks the goroutine. For a blocking native of the
// goroutine made by finalize_start. False: a panic in one, or something else, ended the run.
bool finalize_due(struct g *g);

// What finalize_goes_on compares with.
struct finalize_mark {
  uint64_t queued; // finalizers that were due by then
  uint32_t wakes;  // of the goroutine that runs them
};
struct finalize_mark finalize_mark(struct runtime *rt);
// Whether finalizers that were due at the mark are still to return, and the wait for them has an
// end: the goroutine that runs them is not g, does not wait inside of one and was not preempted.
bool finalize_goes_on(struct g *g, struct finalize_mark mark);

#endif
