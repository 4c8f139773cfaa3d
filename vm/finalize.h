// Running finalizers.

#ifndef VOLE_VM_FINALIZE_H
#define VOLE_VM_FINALIZE_H

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

#endif
