// The interpreter: runs a goroutine's bytecode.
//
// interp_run is the loop. interp_call makes a frame on a goroutine's stack, runs a function in it
// and brings the results back; natives and hosts that call into Go use it, so that activations of
// the loop nest on the C stack, one for each such call.

#ifndef VOLE_VM_INTERP_INTERP_H
#define VOLE_VM_INTERP_INTERP_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/func.h"
#include "runtime/g.h"
#include "runtime/type.h"

struct program;

// How an activation of the loop ended.
enum interp_exit {
  INTERP_RETURNED, // its first frame returned
  INTERP_PANICKED, // a panic found nobody to recover it in this activation: it is g's newest panic,
                   // its frames are still there
  INTERP_GOEXIT, // runtime.Goexit has run all that this activation deferred: only interp_call says
                 // so
  INTERP_EXITED, // the program ends with runtime->exit_status
  INTERP_FATAL,  // a fatal error was reported in runtime->fatal
};

// Runs from g->sched until the activation ends. The caller made the activation (interp_call).
enum interp_exit interp_run(struct g *g);
// The same. A run that ends while a native takes long ends this too: see runtime/bulk.h.
enum interp_exit interp_run_to_end(struct g *g);

// Prepares a runtime for the interpreter: the addresses that end activations.
void interp_init(struct runtime *rt);

// Calls a closure (a pointer to a word that holds its struct func) on g: copies the argument slots
// in and, after a return, the result slots out. After a panic *panic_text is what Go prints for it,
// traceback included, in malloc'ed memory (NULL if memory is short); the panic and its frames are
// gone. A safepoint.
enum interp_exit interp_call(struct g *g, void *closure, const uint64_t *args, uint64_t *results,
                             char **panic_text);

// A closure without parameters that panics as the call of a nil function does.
void *interp_nil_closure(void);

// Copies a value from memory to its slots, where integers lie extended and all else as in memory.
void interp_load(uint64_t *to, const void *from, const struct rtype *type);

#endif
