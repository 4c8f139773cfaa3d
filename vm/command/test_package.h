// A package with its tests, as packages of vole.h: the package, its external tests, and a main
// package that runs them.

#ifndef VOLE_VM_COMMAND_TEST_PACKAGE_H
#define VOLE_VM_COMMAND_TEST_PACKAGE_H

#include "vm/command/packages.h"

enum { test_packages_most = 3 };

// Makes the packages, the main one first. Returns their number, 0 if there are no test files, -1 if
// something is wrong: then *problem says what. also_without: without test files there are packages,
// too. *has_tests tells whether there are such files.
int test_package_make(struct module_set *set, const struct found_package *found, bool also_without,
                      struct vole_package packages[test_packages_most], bool *has_tests,
                      const char **problem);

#endif
