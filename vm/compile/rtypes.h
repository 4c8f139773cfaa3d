// Run-time type descriptors: one struct rtype for each type that the program can see at run time,
// identical types sharing one.
//
// A type of the checker remembers its descriptor; other types that are identical to it are found
// through a table hashed by structure. Layouts are Go's. Method tables are filled at once with
// functions that are compiled on first call.

#ifndef VOLE_VM_COMPILE_RTYPES_H
#define VOLE_VM_COMPILE_RTYPES_H

#include "vm/compile/program.h"

enum { frame_value_slots = 128 }; // values of more words do not lie in frames

// Makes p->types_state.
void rtypes_init(struct program *p);

// Returns what is outside of the region: tables that the run time hung on descriptors.
void rtypes_free(struct program *p);

// Returns the descriptor of the types that are identical to t, which may lie anywhere; NULL if there
// is none yet. The caller holds the program's lock.
struct rtype *rtypes_find(struct program *p, struct type *t);

// Returns all descriptors, synthetic ones too, and how many there are. The caller holds the program's lock.
struct rtype *const *rtypes_all(const struct program *p, int *count);

// Returns a descriptor of an anonymous object of `words` words, such as a closure. Copies the mask.
struct rtype *rtypes_synthetic(struct program *p, const char *name, uint32_t words,
                               const uint8_t *mask);

// Prepares a descriptor for NEW: makes its allocation site.
void rtypes_need_site(struct program *p, struct rtype *t);

// pointer_mask.c

// Sets bit i of the mask (from bit `word` on) for each word of a value of the type that may hold a
// heap pointer.
void rtypes_pointer_mask(struct type *t, uint8_t *mask, uint64_t word);

#endif
