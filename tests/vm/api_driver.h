// The random driver of vole.h: what its files share.

#ifndef VOLE_TESTS_VM_API_DRIVER_H
#define VOLE_TESTS_VM_API_DRIVER_H

#include "vm/api/vole.h"

enum { refs = 8, arenas = 3 };

// An instance, and what the model knows of it.
struct model {
  struct vole *vole;
  bool bound, loaded;
  int64_t total;
  struct {
    struct vole_ref *ref;
    int64_t n; // of the P that it holds
  } held[refs];
  struct vole_arena *arenas[arenas];
};

// A P of the script.
struct p {
  int64_t n;
  struct vole_string s;
  struct p *next;
};

// Returns a random number below n.
uint32_t below(uint32_t n);

// Ends the test with a message. err may be NULL.
_Noreturn void fail(const char *what, const struct vole_error *err);

// Expects a call to have worked or not; what did not has a message, and the kind is usage unless
// said.
void outcome(const char *what, bool ok, bool want, enum vole_error_kind kind,
             struct vole_error *err);

// Steps that make values of one kind and read them back, with a model of each.
void use_slice(struct model *m);
void use_map(struct model *m);
void use_channel(struct model *m);
void use_interface(struct model *m);
void use_closure(struct model *m);
void use_finalizer(struct model *m);

// Whether each finalizer that was set has run once. All instances are freed.
bool finalizers_have_run(void);

#endif
