// The machine: what the interpreter runs, a runtime and the program that it belongs to.

#ifndef VOLE_VM_INTERP_MACHINE_H
#define VOLE_VM_INTERP_MACHINE_H

#include "runtime/runtime.h"
#include "vm/compile/program.h"

struct finalize_type;
struct tier;

// The first part of an instance (vm/api/instance.h).
struct machine {
  struct runtime runtime; // must be first
  struct program program;
  struct tier *tier; // machine code, see tier.h; NULL: there is none. Constant once goroutines run
  struct finalize_type *finalize_types; // list, see finalize.c; guarded by program.lock
};

// Returns the machine that begins with this runtime.
static inline struct machine *machine_of(struct runtime *rt) {
  return (struct machine *)rt;
}

#endif
