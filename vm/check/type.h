// Types in the checker: what type expressions denote, what generic types and functions become. The part
// of internal.h that is about them; included by that.

#ifndef VOLE_VM_CHECK_TYPE_H
#define VOLE_VM_CHECK_TYPE_H

#include "vm/types/universe.h"

struct checker;

// common.c

// A condition on a specific type t and its underlying type; both are NULL where there is none.
// wanted is what check_common_under was given. Returns why it does not hold, or NULL.
typedef const char *(*type_condition)(struct checker *c, struct type *t, struct type *under,
                                      int wanted);
// Returns the underlying type that all specific types of t have, of channels the most restricted.
// NULL: *cause says why there is none, or which condition does not hold.
struct type *check_common_under(struct checker *c, struct type *t, type_condition condition,
                                int wanted, const char **cause);
// The same without a condition; the invalid type if there is none.
struct type *check_common(struct checker *c, struct type *t);

// type.c

// The type that an expression denotes; the invalid type after an error. check_var_type: of a
// variable, field or element, for which constraint interfaces are refused.
struct type *check_type(struct checker *c, struct expr *e);
struct type *check_var_type(struct checker *c, struct expr *e);
// Goes on as check_var_type where e is known to denote t already.
struct type *check_as_var_type(struct checker *c, struct expr *e, struct type *t);
// Called once types are complete: refuse constraint interfaces, map keys that cannot be compared, and
// embedded pointers.
void check_bound(struct checker *c, struct expr *e, struct type *t);
void check_map_key(struct checker *c, struct type *map, struct expr *key);
void check_embedded(struct checker *c, struct expr *type_expr, struct type *t);

// interface.c

struct type *check_interface_type(struct checker *c, struct expr *e);
// An element of a constraint: a type, ~T, or a union.
struct type *check_constraint_element(struct checker *c, struct expr *e);
// Called once types are complete: refuse terms that unions cannot have, and methods that an interface
// has twice.
void check_union(struct checker *c, struct type *u);
void check_interface_done(struct checker *c, struct type *t, struct expr *e);

// depth.c

// Whether what a type or alias is declared as is nested as deep as types may be; else reports it.
bool check_type_depth(struct checker *c, struct object *object, struct type *right);

// signature.c

// The type of func_type; gives function, if not NULL, its signature and its parameters as objects.
struct type *check_signature(struct checker *c, struct expr *func_type, struct field_list *receiver,
                             struct function *function);
// Refuses types that cannot have methods.
void check_receiver_type(struct checker *c, struct expr *e, struct type *t);
// A receiver type without stars and parentheses.
struct expr *check_receiver_base(struct expr *e);
// The name in a type that is embedded or a receiver's: T, *T, p.T, T[A]. *pointer: whether with *.
struct expr *check_base_expr(struct expr *e, bool *pointer);

// late.c

// Note an array or struct type that may be too large, or an interface type, written at a place.
void check_note_size(struct checker *c, struct type *t, pos_t written);
void check_note_interface(struct checker *c, struct type *t, pos_t written);
// Called once the variables of a function are known: they say where its large types are reported.
void check_place_sizes(struct checker *c, const struct function *function,
                       const struct object_list *locals);
// Called at the end of a program: reports what was noted, if there are no errors.
void check_late_types(struct checker *c);

// generic.c

// Declares type parameters in the current scope, then resolves their constraints.
void check_declare_type_params(struct checker *c, struct field_list *fields, struct type ***params,
                               int *count);
// T[A, B] as a type. The invalid type after an error.
struct type *check_instantiate_type(struct checker *c, struct expr *e, struct object *generic,
                                    struct expr **args, int count);
// Reports why the type arguments of f[A] do not tell the others.
void check_report_rest(struct checker *c, struct expr *e);
// f[A, B] as a value.
void check_function_instance(struct checker *c, struct expr *e);
// Called once types are complete: reports type arguments that do not satisfy their constraints, and
// checks the methods of a fresh instance.
void check_instance_done(struct checker *c, struct type *t, struct expr *e, bool fresh);
// Declares the parameters that the receiver of a generic type's method names, in a scope of their
// own, and returns that. check_receiver_instance: the type that they make of the generic one.
struct scope *check_receiver_params(struct checker *c, struct object *method, struct type *base);
struct type *check_receiver_instance(struct checker *c, struct type *base,
                                     struct function *function);
// Whether the function at hand is an instance: what is impossible for its type arguments may be
// fine for others.
bool check_in_instance(const struct checker *c);

// monomorph.c

// Reports an instantiation of the package at hand that would never end.
void check_instantiation_cycles(struct checker *c);

// infer.c

// Infers the type arguments of a call, of its function and of arguments that are generic functions,
// and gives these their instances. False after an error.
bool check_infer_call(struct checker *c, struct expr *e, struct type *signature, struct expr **args,
                      int count);
// Gives a generic function used as a value of type t its instance. target: what it is assigned to,
// for messages. False if it is generic still: after an error, or t is no function type.
bool check_infer_value(struct checker *c, struct expr *e, struct type *t, const char *target);
// Completes the explicit type arguments of e, f[A], by constraints. False if one is still unknown,
// which is reported unless quiet.
bool check_infer_rest(struct checker *c, struct expr *e, struct type *signature, struct type **args,
                      bool quiet);

#endif
