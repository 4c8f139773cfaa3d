// The objects that a package declares, besides those in its scope. Shared by the files of the
// checker.

#ifndef VOLE_VM_CHECK_PACKAGE_H
#define VOLE_VM_CHECK_PACKAGE_H

#include "vm/check/internal.h"

// Of one package; found by check_objects_of.
struct check_package_objects {
  struct error_group errors;
  bool broken;                  // its files could not be parsed: only its imports are known
  bool failed;                  // it has errors, or imports a package that has
  struct object_list functions; // functions and methods in source order, also init and blank ones
  struct object_list unnamed;   // variables, constants and types named _
  struct object_list imports;   // package names of all files
  struct embedded_files embedded;
};

// package.c

// The objects of a package, none at first.
struct check_package_objects *check_objects_of(struct checker *c, struct package *package);
// Parses a file and adds it to the package. False where it has syntax errors or another package's
// name.
bool check_add_file(struct checker *c, struct package *package, struct source_file *source);
// Takes a package after its files are parsed and what they import is loaded: declares its
// package-level objects.
void check_collect(struct checker *c, struct package *package);
// Whether a method's receiver is written T[P].
bool check_is_generic_receiver(struct function *function);

// load.c

// Loads a package that nothing need import, and all that it imports. NULL after an error.
struct package *check_load_root(struct checker *c, const struct package_source *source);
// Reports an error that the go command has for an import at pos. With the chain of imports above it
// if it says so; else at its place.
void check_import_error(struct checker *c, pos_t pos, bool chain, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// import.c

// Loads the packages that the files of a package import, in the order of their paths.
void check_load_imports(struct checker *c, struct package *package);
// Declares what an import declaration names in the file's scope.
void check_collect_import(struct checker *c, struct package *package, struct file *file,
                          struct decl *d);
// Notes that a package needs another, if it is not noted yet.
void check_add_import(struct checker *c, struct package *package, struct package *imported);
// Whether a package is the main package that runs tests: its first file is _testmain.go, which no
// package of a folder has.
bool check_is_test_main(const struct package *package);
void check_unused_imports(struct checker *c, struct package *package);
// Marks the dot-import by which the current file got at an object of another package.
void check_use_dot_import(struct checker *c, struct object *object);

// embed.c

// Finds the files that //go:embed comments of a package name, where its files import embed. Reports the
// first pattern that names none.
void check_load_embedded(struct checker *c, struct package *package,
                         const struct package_source *source);
// Refuses //go:embed comments that stand where they must not; called where a package has no other
// errors.
void check_embeds(struct checker *c, struct package *package);

// linkname.c

// Notes what the //go:linkname comments of a package name, and reports what they must not.
void check_linknames(struct checker *c, struct package *package);

#endif
