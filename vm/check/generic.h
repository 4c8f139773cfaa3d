// What the files of generic types and functions share: generic.c makes instances, instance.c keeps
// them, constraint.c checks their arguments, infer.c and unify.c find these.

#ifndef VOLE_VM_CHECK_GENERIC_H
#define VOLE_VM_CHECK_GENERIC_H

#include "vm/check/internal.h"

// One instance, in the table of its generic object.
struct instance {
  struct object *generic;
  const struct instance *creator; // in which it was first asked for, NULL outside of instances
  struct type **args;
  int count;
  uint32_t hash;
  int nesting;             // of the arguments
  int growth;              // how often the creators of the same object were nested less
  struct type *type;       // of a generic type
  struct object *function; // of a generic function
};

// A search for type arguments.
struct inference {
  struct checker *checker;
  struct type **params;
  struct type **args; // found so far, NULL where not; of a group kept with its first
  int *groups;        // the first of the parameters that have one argument; NULL: each has its own
  int count;
  int depth; // of unification
};

// unify.c

enum {
  UNIFY_ASSIGN = 1, // the types themselves may differ as in an assignment, not what they are of
  UNIFY_EXACT = 2,  // they must become identical
};

// Finds arguments for parameters that x and y mention, so that the types match. Without a mode a
// named type matches the underlying type of another, and an interface what implements it. False if
// there are none.
bool check_unify(struct inference *in, struct type *x, struct type *y, unsigned mode);
// The same for the methods of an interface and those of t.
bool check_unify_methods(struct inference *in, struct type *interface_, struct type *t);
// The first of the group that a parameter of the search belongs to; -1 if it is none.
int check_inferred_index(const struct inference *in, const struct type *t);
// The argument of the i-th parameter, NULL if it is not found.
struct type *check_inferred(const struct inference *in, int i);

// substitute.c

// The type t with arguments in the place of parameters; those without argument stay.
struct type *check_substitute(const struct inference *in, struct type *t);
// A copy of a generic signature that has parameters of its own.
struct type *check_rename_params(struct checker *c, struct type *signature);

// instance.c

// Returns the instance that exists already, or NULL.
struct instance *check_find_instance(struct object *generic, struct type **args, int count);
// Enters a new instance. Reports an instantiation cycle and returns NULL if it is one step too
// many.
struct instance *check_add_instance(struct checker *c, struct object *generic, struct type **args,
                                    int count, pos_t pos);

// monomorph.c

// Notes that a generic type or function with these parameters is given arguments, at pos or at the
// exprs.
void check_note_instance(struct checker *c, struct type **params, struct type **args, int count,
                         struct expr **exprs, int expr_count, pos_t pos);

// constraint.c

// The type of a constraint: an interface, also where a union or type stands for one.
struct type *check_constraint_type(struct checker *c, struct expr *e);
// Checks each argument by the constraint of its parameter. False: *cause says why one does not satisfy
// it, *misfit is its index.
bool check_constraints(struct checker *c, struct type **params, struct type **args, int count,
                       const char **cause, int *misfit);

// generic.c

// The instance of a generic type; *fresh: it was made now. The invalid type after an error.
struct type *check_type_instance(struct checker *c, struct object *generic, struct type **args,
                                 int count, pos_t pos, bool *fresh);
// The instance of a generic function, or NULL if an argument does not satisfy its constraint.
// exprs: the explicit arguments, for positions.
struct object *check_make_instance(struct checker *c, struct object *generic, struct type **args,
                                   int count, struct expr **exprs, int expr_count, pos_t pos);
// The generic function that an expression names, perhaps with type arguments or in parentheses.
struct object *check_generic_object(struct expr *fun);
// Gives the name of a generic function, and what is around it, its instance.
void check_use_instance(struct checker *c, struct expr *fun, struct object *instance);
// The explicit type arguments of f[A, B], at most want. evaluated: check_function_instance took
// them before. False after an error.
bool check_explicit_arguments(struct checker *c, struct expr *fun, bool evaluated,
                              struct type **args, int want, int *count, struct expr ***exprs);

#endif
