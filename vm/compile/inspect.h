// What snapshots of the heap ask of a program: its types, package variables, and what closures hold.

#ifndef VOLE_VM_COMPILE_INSPECT_H
#define VOLE_VM_COMPILE_INSPECT_H

#include "runtime/embed.h"
#include "vm/compile/program.h"

// Call visit for each descriptor, for each package variable that has memory, and for each variable
// that closures of a function hold. The caller holds the program's lock.
void inspect_types(struct program *p, runtime_visit_type *visit, void *context);
void inspect_globals(struct program *p, runtime_visit_variable *visit, void *context);
void inspect_captures(struct program *p, const struct func *f, runtime_visit_variable *visit,
                      void *context);

#endif
