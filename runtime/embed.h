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

// What snapshots ask of the program (runtime/snapshot.h). World stopped.

// A package variable, or one that a closure holds.
struct runtime_variable {
  const char *name; // valid during the visit
  void *type;       // for runtime_embed_type
  void *address;    // of a package variable
  uint64_t offset;  // in the closure, bytes
  uint64_t bytes;
  bool is_cell; // the closure holds the address of the variable, which lies on the heap
};
typedef void runtime_visit_type(void *context, struct rtype *type);
typedef void runtime_visit_variable(void *context, const struct runtime_variable *variable);

// Take and release the program's lock, which is held in the calls below.
void runtime_embed_lock_program(struct runtime *rt);
void runtime_embed_unlock_program(struct runtime *rt);
// Returns the descriptor of a type that struct func_variable or struct runtime_variable has.
struct rtype *runtime_embed_type(struct runtime *rt, void *type);
// Call visit for each type, each package variable, and what closures of a function hold.
void runtime_embed_types(struct runtime *rt, runtime_visit_type *visit, void *context);
void runtime_embed_globals(struct runtime *rt, runtime_visit_variable *visit, void *context);
void runtime_embed_captures(struct runtime *rt, const struct func *f, runtime_visit_variable *visit,
                            void *context);
// Returns the type of what SetFinalizer was given, from the arg_type of the finalizer.
struct rtype *runtime_embed_finalized(struct runtime *rt, const void *arg_type);
// Returns whether an address is in the memory that functions and types of the program lie in.
bool runtime_embed_owns(struct runtime *rt, uintptr_t address);
// Sets *low and *size to the range around all of that memory.
void runtime_embed_range(struct runtime *rt, uintptr_t *low, uintptr_t *size);

#endif
