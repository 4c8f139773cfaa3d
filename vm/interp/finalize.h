// Running finalizers, on one goroutine.

#ifndef VOLE_VM_INTERP_FINALIZE_H
#define VOLE_VM_INTERP_FINALIZE_H

#include "runtime/runtime.h"

// Returns what a finalizer's record keeps as its type: how to call a function of type `function`
// with an object of pointer type `object`. For cleanups, which take a word as it is, object is
// NULL. There is one for each pair, and it lives as long as the instance. Returns NULL if memory is
// short.
const void *finalize_call_type(struct runtime *rt, struct rtype *object, struct rtype *function);
// Returns the type of the object, from what finalize_call_type has returned.
struct rtype *finalize_object_type(const void *type);

// Frees what finalize_call_type has made. Called when the instance is destroyed.
void finalize_free(struct runtime *rt);

// Makes the goroutine that runs finalizers, once. Called by the running goroutine g before it sets
// a finalizer.
void finalize_start(struct g *g);
// Runs the finalizers that are due and then parks the goroutine. Called by a blocking native of the
// goroutine that finalize_start made. False: the run has ended, as by a panic in a finalizer.
bool finalize_due(struct g *g);

// A point in time for finalize_goes_on.
struct finalize_mark {
  uint64_t queued; // finalizers that were due by then
  uint32_t wakes;  // how often the goroutine that runs them had been woken
};
// Returns the mark of now. Any thread may call it.
struct finalize_mark finalize_mark(struct runtime *rt);
// Whether to wait for finalizers that were due at the mark. Some have not returned; and the
// goroutine that runs them is not g, does not wait inside one and was not preempted.
bool finalize_goes_on(struct g *g, struct finalize_mark mark);

#endif
