// What an instance is made of. Private to the implementation of vole.h.

#ifndef VOLE_VM_API_INSTANCE_H
#define VOLE_VM_API_INSTANCE_H

#include "vm/api/vole.h"
#include "vm/interp/machine.h"

struct api_shape;

// A function that a host has bound.
struct vole_binding {
  struct vole_binding *next;
  struct vole *vole;
  const char *package;     // import path
  const char *declaration; // "func Log(level int, msg string)"
  const char *full_name;   // "host.Log"
  vole_native function;
  void *user;
  struct native_entry native; // what the compiler finds
  struct api_shape *shape;    // of its arguments and results; made on the first call
};

// A function, or a package variable, that a host has looked up. In the program's region.
struct vole_func {
  struct vole *vole;
  const char *name, *type; // as the host wrote them
  uint64_t hash;           // of both
  bool variable;
  const char *problem; // why there is none; then nothing below is of use
  struct func *func;
  struct api_shape *shape;
  void *address; // of a variable
};

enum vole_state { VOLE_EMPTY, VOLE_LOADED, VOLE_READY, VOLE_DEAD };

struct vole {
  struct machine machine; // must be first
  uint32_t state;         // enum vole_state, READY: packages are initialised; atomic
  bool program_made;      // program must be freed
  struct vole_binding *bindings;
  struct vole_func **lookups; // open addressing; malloc'ed; program's lock guards this and the next
  uint32_t lookup_size, lookup_count;
  struct vole_arena *arenas; // that the host has made; runtime.hold_lock
  int64_t heap_profile_rate; // of the configuration
  uint32_t users;            // who is inside, see guard.c; atomic
};

#endif
