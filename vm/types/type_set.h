// Type sets: which types satisfy a constraint, and what holds of all of them.
//
// A value of a type parameter may be of any type of its constraint's set. So an operation on it is
// one on each of these. After go/types typeset.go and typeterm.go.

#ifndef VOLE_VM_TYPES_TYPE_SET_H
#define VOLE_VM_TYPES_TYPE_SET_H

#include "vm/types/types.h"

// A type, or with tilde every type of that underlying type.
struct type_term {
  struct type *type;
  bool tilde;
};

// The types that satisfy a constraint, as far as its terms say so: those of any term.
struct type_set {
  struct type_term *terms;
  int count, cap;
  bool all;        // of every type; it has no terms then
  bool comparable; // of every type that can be compared
};

// Returns the type set of a constraint; all types if it is no interface.
const struct type_set *types_type_set(struct type *constraint);
bool type_set_is_empty(const struct type_set *set);
bool type_set_includes(const struct type_set *set, struct type *t);
bool type_set_is_subset(const struct type_set *a, const struct type_set *b);
// Whether a type satisfies both terms.
bool type_terms_overlap(const struct type_term *a, const struct type_term *b);
// The specific types that a value of type t may have. A type parameter has those of its terms,
// perhaps none; another type has itself.
int type_term_count(struct type *t);
struct type *type_term(struct type *t, int i);
// Whether something holds of every specific type of t, of which there is at least one.
bool type_all(struct type *t, bool (*holds)(struct type *));
bool type_param_is_comparable(struct type *t);

#endif
