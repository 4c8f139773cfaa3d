// The type checker: from syntax trees to packages, with types, constants and uses of names written
// into the trees.
//
// After go/types and cmd/compile's messages. A program is one main package and the packages that it
// imports, directly or not. Packages of the standard library that come with Vole are trusted. Their
// function bodies are parsed and checked only when the compiler first needs them
// (check_function_body). So a program pays for what it uses.
//
// A package of the program's own is checked if all that it imports is right, as by "go build".

#ifndef VOLE_VM_CHECK_CHECK_H
#define VOLE_VM_CHECK_CHECK_H

#include "vm/syntax/ast.h"
#include "vm/syntax/errors.h"
#include "vm/types/universe.h"

struct checker;

// The sources of a package: count files. All texts live as long as the program.
struct package_source {
  const char *const *names;
  const char *const *texts;
  const size_t *sizes;
  int count;
  bool is_std;
  bool is_bound;      // functions may lack a body: the host has them
  int language_minor; // N of its module's "go 1.N"; 0: the newest that is known
  // What the go command calls the package, above its errors. NULL: of a main program, nothing; of
  // others, the path by which they are imported.
  const char *import_path;
  const char *continues; // import path of the package that this one continues; NULL: none
  const char *folder;    // where the files are, for messages; NULL: nowhere
  const char *error;     // why there are no sources; else NULL
  int overlays;          // so many files come first; what they declare replaces what the others do
  // What //go:embed comments may name: these files, or, without them, those of a folder. NULL: nothing.
  const struct embedded_files *embedded;
  const char *embed_folder;
};

// A file that a program holds, since a //go:embed comment names it.
struct embedded_file {
  const char *name; // its path from the package's folder
  const char *text;
  size_t size;
};

// Starts zeroed.
struct embedded_files {
  struct embedded_file **items;
  int count, cap;
};

// Finds the sources of a package that a package of the import path `importer` imports. Returns
// false if there is no such package: the checker then says "package foo is not in std".
typedef bool (*package_finder)(void *context, const char *path, const char *importer,
                               struct package_source *source);

// Finds the files that a pattern of a //go:embed comment names, and appends them to *found by rising
// names. `known` are those of the package that were found before; new ones are appended. Returns why
// there are none, or NULL.
typedef const char *(*embed_finder)(void *context, const struct package_source *source,
                                    const char *pattern, struct embedded_files *known,
                                    struct embedded_files *found);

// A package-level function or variable that a //go:linkname comment gives a symbol: "path.name".
struct link {
  struct object *object;
  const char *symbol;
};

// A program that is being checked, and afterwards what is known of it.
struct checked_program {
  struct region *region;
  struct source_set *sources;
  struct error_list *errors;
  struct constant_pool *constants;
  struct names *names; // interned identifiers (vm/syntax/scan.h)
  struct universe universe;
  struct package **packages; // every package, each after those it imports
  int package_count, package_cap;
  struct link *links;
  int link_count, link_cap;
  package_finder find_package;
  embed_finder find_embedded; // NULL: there are no files
  void *find_context;         // of both
  bool no_unsafe;             // packages unsafe and arena are only for the standard library
  struct checker *checker;    // vm/check/internal.h
};

// Prepares a program without files. Initialises sources, errors, constants and names too, all in
// the region; the caller ends with constant_pool_free and region_free.
void checked_program_init(struct checked_program *checked, struct region *region,
                          struct source_set *sources, struct error_list *errors,
                          struct constant_pool *constants, struct names *names, package_finder find,
                          void *context);

// Parses and checks the main package, which is the first of the roots, the other roots, which may
// be any, and all that they import. Returns the main package, or NULL where the error list is not
// empty. checked->packages then holds every package, each after those that it imports.
struct package *check_program(struct checked_program *checked, const struct package_source *roots,
                              int count);

// Does the same for a program that takes the place of the one that is there. The roots replace
// packages of the same paths, also main packages each other, for what is checked from now on; others
// stay. The program's lock is held, here and below. NULL: the error list says why, and nothing else
// has changed.
struct package *check_reload(struct checked_program *checked, const struct package_source *roots,
                             int count);
// Undoes a check_reload that was the last: before it there were `count` packages.
void check_abandon_reload(struct checked_program *checked, int count);

// Makes sure that a package-level object has its type.
void check_object(struct checked_program *checked, struct object *object);

// Makes sure that the body of a function is parsed and checked. Returns false if the error list
// says why not, which for std code is a bug.
bool check_function_body(struct checked_program *checked, struct function *function);

// embed.c

// Returns the files that //go:embed comments of a package name.
const struct embedded_files *checked_embedded(const struct package *package);
void embedded_files_add(struct region *region, struct embedded_files *files,
                        struct embedded_file *file);
// Returns the file of that name, or NULL.
struct embedded_file *embedded_files_find(const struct embedded_files *files, const char *name);

// What a variable holds that files are embedded into.
enum embed_kind { EMBED_NONE, EMBED_STRING, EMBED_BYTES, EMBED_FS };
enum embed_kind embed_kind_of(struct type *t);

// linkname.c

// Returns the symbol that a //go:linkname comment gives a function or variable; NULL without.
const char *checked_link(const struct checked_program *checked, const struct object *object);

#endif
