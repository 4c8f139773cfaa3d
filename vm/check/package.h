// The objects that a package declares, besides those in its scope. Shared by the files of the
// checker.

#ifndef VOLE_VM_CHECK_PACKAGE_H
#define VOLE_VM_CHECK_PACKAGE_H

#include "vm/check/internal.h"

// Of one package; found by check_objects_of.
struct check_package_objects {
  struct package *package;
  struct object_list functions; // functions and methods in source order, also init and blank ones
  struct object_list unnamed;   // variables, constants and types named _
  struct object_list imports;   // package names of all files
};

// package.c

// The objects of a package, none at first.
struct check_package_objects *check_objects_of(struct checker *c, struct package *package);
// Parses a file and adds it to the package. False where it has syntax errors or another package's
// name.
bool check_add_file(struct checker *c, struct package *package, struct source_file *source);
// Takes a package after its files are parsed: declares its package-level objects, loads what it
// imports, and appends it to checked->packages.
void check_collect(struct checker *c, struct package *package);
// Whether a method's receiver is written T[P].
bool check_is_generic_receiver(struct function *function);

// import.c

// Loads what an import declaration of the file names, and declares the name in the file's scope.
void check_collect_import(struct checker *c, struct package *package, struct file *file,
                          struct decl *d);
void check_unused_imports(struct checker *c, struct package *package);
// Marks the dot-import by which the current file got at an object of another package.
void check_use_dot_import(struct checker *c, struct object *object);

#endif
