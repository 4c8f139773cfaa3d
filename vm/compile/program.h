// A loaded program: its sources, trees, types, functions and package variables, and how they are
// found.
//
// Functions are compiled when they are first called: a struct func starts with one COMPILE
// instruction. Everything a program owns lives in its region or in blocks that program_free
// returns; heap objects are never owned by it.

#ifndef VOLE_VM_COMPILE_PROGRAM_H
#define VOLE_VM_COMPILE_PROGRAM_H

#include "runtime/func.h"
#include "runtime/runtime.h"
#include "vm/check/check.h"
#include "vm/syntax/scan.h"
#include "vm/code/opcode.h"

// A function of the standard library that is written in C, or one that a host has bound. Its name
// is the full one that tracebacks show: "strings.Index", "math.Floor", "os.(*File).read".
struct native_entry {
  const char *name;
  native_function function;
  uint16_t param_slots, result_slots; // as the declaration in Go has them; of the library's only
  unsigned flags;                     // FUNC_NATIVE_BLOCKING or 0
  void *data;                         // becomes the function's native_data
};

struct program {
  struct mutex
      lock; // guards all that compiling, and finding things by name, changes once goroutines run
  struct region region;
  struct source_set sources;
  struct error_list errors;
  struct constant_pool constants;
  struct names names;
  struct checked_program checked;
  struct runtime *runtime;
  struct package *main_package;
  const struct native_entry *(*find_native)(void *context, const char *name);
  void *find_native_context;
  const char **file_names; // for line tables
  int file_name_count, file_name_cap;
  struct func *initialise;         // initialises all packages in order (variables, then func init)
  struct package **field_packages; // that only fields of types made at run time name
  int field_package_count, field_package_cap;
  void *types_state;   // vm/compile/rtypes.c: table of descriptors
  void *compile_state; // vm/compile*.c
};

// Prepares an empty program. finder gives the sources of packages (vm/std and the host's own).
void program_init(struct program *p, struct runtime *runtime, package_finder finder,
                  void *finder_context,
                  const struct native_entry *(*find_native)(void *context, const char *name),
                  void *native_context);

// Checks the roots, of which the first is the main package, and makes p->initialise; package
// variables get their memory and are registered as roots. False: errors_text(&p->errors) says why.
bool program_load(struct program *p, const struct package_source *roots, int count);

// Does the same with a program that takes the place of p's, of which all that was made stays. The
// caller holds p->lock. False: nothing has changed, but for the errors (errors_reset).
bool program_reload(struct program *p, const struct package_source *roots, int count);

void program_free(struct program *p);

// Compiles a function that still has the COMPILE instruction as its code. Returns false, and a
// message in *error, for functions that cannot be compiled: too big, too deep, without a body.
bool program_compile(struct program *p, struct func *f, const char **error);

// The run-time descriptor of a type (vm/compile/rtypes.c). Complete on return: layout, methods
// (with uncompiled funcs) and elements.
struct rtype *program_rtype(struct program *p, struct type *t);

// A package-level function or method by its name: "main.Tick", "main.(*T).Run"; NULL if there is
// none. *object gets the checker's object.
struct func *program_find_function(struct program *p, const char *name, struct object **object);

// The object of a package that the program uses by its symbol: "main.Tick", "main.(*T).Run",
// "main.Count"; NULL if there is none.
struct object *program_find_symbol(struct program *p, const char *name);

// The type of that name in a package that the program uses, as "runtime.errorString"; NULL if there
// is none.
struct type *program_find_type(struct program *p, const char *package, const char *name);

// An object of a package that the program uses, by path and name; NULL if there is none.
struct object *program_find_object(struct program *p, const char *package, const char *name);

// Whether the program uses a package, itself or through others.
bool program_has_package(struct program *p, const char *path);

// The address and type of a package variable, "main.Count".
void *program_find_variable(struct program *p, const char *name, struct type **type);

#endif
