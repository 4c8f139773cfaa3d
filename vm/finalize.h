// Running finalizers.

#ifndef VOLE_VM_FINALIZE_H
#define VOLE_VM_FINALIZE_H

#include "runtime/runtime.h"

// What a finalizer's record keeps as its type: how a function of type `function` is called with an object of pointer type `object`. One for each pair, as long as
// the instance; NULL if memory is short.
const void *finalize_call_type(struct runtime *rt, struct rtype *object, struct rtype *function);

// Frees them.
void finalize_free(struct runtime *rt);

// Runs the finalizers that are due, on the goroutine kept for them. Called at a safepoint of g. False if one ended the program: a panic in a finalizer does.
bool finalize_run(struct g *g);

#endif
