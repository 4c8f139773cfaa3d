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

// unify.c

// A search for type arguments.
struct inference {
  struct checker *checker;
  struct type **params;
  struct type **args; // found so far, NULL where not
  int count;
  bool partial; // replace leaves parameters that are not found yet
};

// Find arguments for the parameters that x mentions, and return false if there are none. They make
// x the type y or, if not exact, a type that y can be assigned to. check_unify_methods makes the
// methods of the interface x those of y. depth: 0 at first.
bool check_unify(struct inference *in, struct type *x, struct type *y, bool exact, int depth);
bool check_unify_signatures(struct inference *in, struct type *x, struct type *y, int depth);
bool check_unify_methods(struct inference *in, struct type *x, struct type *y, int depth);

// instance.c

// Returns the instance that exists already, or NULL.
struct instance *check_find_instance(struct object *generic, struct type **args, int count);
// Enters a new instance. Reports an instantiation cycle and returns NULL if it is one step too
// many.
struct instance *check_add_instance(struct checker *c, struct object *generic, struct type **args,
                                    int count, pos_t pos);

// constraint.c

// The type of a constraint: an interface, also where a union or type stands for one.
struct type *check_constraint_type(struct checker *c, struct expr *e);
// Evaluates each constraint in the scope that binds the parameters, and checks its argument. False:
// *cause says why one does not satisfy its constraint, *misfit is its index.
bool check_constraints(struct checker *c, struct scope *scope, struct field_list *fields,
                       struct type **args, const char **cause, int *misfit);

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
