// Roots that lie on no stack: package variables, and what hosts hold.
//
// Two words: a host *holds* an object, and where that lasts until it says otherwise it does so by a
// *ref*. What a host's function has been given is held for that function's activation only.

#ifndef VOLE_RUNTIME_ROOT_H
#define VOLE_RUNTIME_ROOT_H

#include <stdbool.h>
#include <stdint.h>

struct activation;
struct root_block;
struct runtime;

// Registers memory outside of the heap as a root. base and bytes are multiples of 8; mask is as in
// struct root_block. Both outlive the run time. The caller holds the lock of the compiler.
void runtime_add_root(struct runtime *rt, const void *base, uintptr_t bytes, const uint8_t *mask);
// Returns root number index, less than rt->root_count. Any thread.
struct root_block *runtime_root(const struct runtime *rt, uint32_t index);
// Returns whether address lies in a package variable, or is that of every object of size 0. It is a
// pointer of Go's then, but not into the heap. Any thread.
bool runtime_is_static(const struct runtime *rt, const void *address);

// An object that a host holds. A released ref is reused, and freed with the run time only, so that
// a second release of it can be noticed.
struct runtime_ref {
  struct runtime_ref *next, **link;
  struct runtime *owner; // NULL: it was released
  void *object;
  bool weak; // the object is the handle of what a host holds weakly; constant while it is held
};
// Holds object (any pointer into it) until it is released. Returns NULL if memory is short. Any
// thread.
struct runtime_ref *runtime_hold(struct runtime *rt, void *object);
// Releases what ref holds. Nothing happens if rt does not own ref. Any thread.
void runtime_release(struct runtime *rt, struct runtime_ref *ref);

// Holds an object that C code is given until runtime_release_for(owner). Any pointer into the
// object will do. A static object needs no holding. The owner is g->activations where that code
// runs, NULL for a host outside. The calling M holds a P, and its goroutine holds the object. If
// memory is short, the object is not held.
void runtime_hold_for(struct runtime *rt, const struct activation *owner, const void *object);
// Releases all that runtime_hold_for holds for owner; from here the host must hold what it needs.
void runtime_release_for(struct runtime *rt, const struct activation *owner);

// Frees the records of all roots. No other thread is left.
void runtime_roots_destroy(struct runtime *rt);

#endif
