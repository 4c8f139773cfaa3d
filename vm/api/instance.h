// What an instance is made of. Private to the implementation of vole.h.
//
// struct vole begins with its machine, that with its runtime: a pointer to one is a pointer to all.

#ifndef VOLE_VM_API_INSTANCE_H
#define VOLE_VM_API_INSTANCE_H

#include "vm/api/vole.h"
#include "vm/interp/machine.h"

struct api_shape;
struct bound_source;
struct vole_final;

enum { api_known_count = 64 }; // entries of vole.known

// A function that a host has bound.
struct vole_binding {
  struct vole_binding *next;
  struct vole *vole;
  const char *package;     // import path
  const char *declaration; // "func Log(level int, msg string)"; "" with a bound_source
  const char *full_name;   // "host.Log"
  vole_native function;
  void *user;
  struct native_entry native; // what the compiler finds
  struct api_shape *shape;    // made on the first call; program.lock
};

// A function, or a package variable, that a host has looked up. In the program's region. Constant.
struct vole_func {
  struct vole *vole;
  const char *name, *type; // as the host wrote them
  uint64_t hash;           // of name and type
  bool variable;
  const char *problem; // why it cannot be used; then the fields below are not valid
  struct func *func;   // of a function, as the next
  struct api_shape *shape;
  void *address; // of a variable
};

enum vole_state {
  VOLE_EMPTY,  // no program
  VOLE_LOADED, // a program that compiles
  VOLE_READY,  // its packages are initialised, or being initialised
  VOLE_DEAD,   // the run has ended, or the program was only checked
};

struct vole {
  struct machine machine; // must be first
  uint32_t state;         // enum vole_state; atomic
  bool program_made;      // program must be freed
  bool reloaded;          // it took the place of another: a panic as it is initialised ends nothing
  struct vole_binding *bindings;
  struct bound_source *bound_sources; // see bind_package.c
  struct vole_func **lookups;         // hash table in malloc'ed memory; program.lock, as the next
  uint32_t lookup_size, lookup_count; // a power of two; at most half of it is used
  const void *known[api_known_count]; // in the program's region, see api_program_owns; atomic
  struct vole_final *finals;          // finalizers that have not run; runtime.hold_lock
  struct rtype *final_type;           // func(uintptr); program.lock
  void *user;                         // of the configuration; constant
  struct vole_arena *arenas;          // list of the host's arenas; runtime.hold_lock
  int64_t heap_profile_rate;          // of the configuration; constant, as the next three
  vole_loader loader;
  void *loader_user;
  const char *build_tags;
  package_finder find_first; // of a test of the library: is asked before all else; NULL: none is
  const struct vole_package *packages; // that are being loaded
  int package_count;
  uint32_t users; // threads inside, see guard.c; atomic
};

#endif
