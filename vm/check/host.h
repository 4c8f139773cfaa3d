// What a host writes about a checked program: the names of functions, and types.
//
// Both are checked by the rules for Go's own text. They stand, as it were, in the main package,
// which imports every package of the program under its name. So a method expression names a method,
// and arguments name an instance of a generic type or function. Aliases are what they stand for.

#ifndef VOLE_VM_CHECK_HOST_H
#define VOLE_VM_CHECK_HOST_H

#include "vm/check/check.h"

// Returns why a name can be none of a function or package variable, malloc'ed. The name has no
// package of the program, or nothing in that, or words that the program has not. NULL: it may be
// one, or memory is short. Keeps nothing, so that a host may try names by the thousand.
char *check_host_absent(struct checked_program *checked, struct package *main_package,
                        const char *name);

// Returns the expression that a name stands for: "main.Tick", "main.(*List[int]).Push",
// "math/rand.Intn". That is a function of a package or a method expression, with mode and type set.
// check_host_absent knows nothing against the name. NULL: *error, in the region, says why. The
// trees and types stay in the region.
struct expr *check_host_function(struct checked_program *checked, struct package *main_package,
                                 const char *name, const char **error);

// Returns the type that a text stands for, "func(dt float64, n int) (int, error)". Names of
// functions and parameters are free. NULL: *error, in the region, says why.
struct type *check_host_type(struct checked_program *checked, struct package *main_package,
                             const char *text, const char **error);

// Returns why declaration declares no function that C code can stand for in a package of that name,
// malloc'ed. NULL if it does: *name, malloc'ed, is the function's. Both NULL: memory is short.
char *check_host_declaration(const char *package, const char *declaration, char **name);

// What check_host_package has found. In malloc'ed memory.
struct host_package {
  char *problem; // the errors of the compiler; NULL: none
  char **names;  // of functions without a body: "Log", "File.Size", "(*File).Read"; NULL: memory is
                 // short
  int count;
};

// Checks the source of a package that is imported by `path`, by itself. `find` gives packages of the
// library. Its context is a region for them.
struct host_package check_host_package(const char *path, const char *source, size_t size,
                                       package_finder find);
void check_host_package_free(struct host_package *package);

#endif
