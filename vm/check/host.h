// What a host writes about a checked program: the names of functions, and types.
//
// Both are checked by the rules for Go's own text, as if they stood in the main package with every
// package of the program imported under its name. So a method is named by its method expression, an
// instance of a generic type or function by its arguments, and aliases are what they stand for.

#ifndef VOLE_VM_CHECK_HOST_H
#define VOLE_VM_CHECK_HOST_H

#include "vm/check/check.h"

// Why a name can be none of a function or package variable: it names no package, or nothing in
// that, or has words that the program has not. malloc'ed; NULL: it may be one, or memory is short.
// For names that are tried by the thousand: nothing is kept.
char *check_host_absent(struct checked_program *checked, struct package *main_package,
                        const char *name);

// The expression that a name stands for, "main.Tick", "main.(*List[int]).Push", "math/rand.Intn": a
// function of a package or a method expression, checked, with mode and type set. For names of which
// check_host_absent knows nothing. NULL: *error, in
// the region, says why. main_package is the program's. The trees and types stay in the region.
struct expr *check_host_function(struct checked_program *checked, struct package *main_package,
                                 const char *name, const char **error);

// The type of a text, "func(dt float64, n int) (int, error)"; names of parameters are free, also in
// "func Tick(n int)". NULL: the same.
struct type *check_host_type(struct checked_program *checked, struct package *main_package,
                             const char *text, const char **error);

// Why `declaration` declares no function that C code can stand for in a package of that name; NULL
// if it does, and then *name (malloc'ed) is the function's. Both NULL: memory is short.
char *check_host_declaration(const char *package, const char *declaration, char **name);

#endif
