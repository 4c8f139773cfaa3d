// What `vole test -cover` does to sources. A script that Vole runs, scripts/cover.go, puts counters
// into the packages that are covered. A file of the main package tells package testing of them.

#ifndef VOLE_VM_COMMAND_TEST_COVER_H
#define VOLE_VM_COMMAND_TEST_COVER_H

#include "vm/command/test_flags.h"
#include "vm/command/test_package.h"

// Packages that are covered beside the one that is tested. Starts zeroed.
struct cover_list {
  struct package_list packages;
  const char *where; // behind the percentage: " in ./..."; "" without -coverpkg
};

// Finds the packages that -coverpkg names: of those that are tested, and what these import.
void test_cover_find(struct test_flags *flags, const struct package_list *tested,
                     struct cover_list *list);

// A run of one package's tests that is covered.
struct test_cover {
  struct test_flags *flags;
  struct vole_package *loaded; // the other packages, with their counters
  int count;
};

// Puts counters into the tested package, packages[1], and those in the list, and a file that names
// them into the main package, packages[0]. Called in the process that runs the tests. Returns why it
// failed, NULL if it did not.
const char *test_cover_add(struct test_cover *cover, const struct cover_list *list,
                           const char *path, struct vole_package *packages, int count);

// A vole_loader, of which `user` is a struct test_cover.
bool test_cover_load(void *user, const char *path, const char *importer,
                     struct vole_package *package);

#endif
