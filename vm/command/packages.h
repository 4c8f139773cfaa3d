// Packages as the words of a command line name them, and as vole.h takes them.

#ifndef VOLE_VM_COMMAND_PACKAGES_H
#define VOLE_VM_COMMAND_PACKAGES_H

#include "vm/api/vole.h"
#include "vm/command/module_set.h"

// Packages that a command line names. Starts zeroed.
struct package_list {
  struct found_package *items;
  int count, cap;
};

// Whether a word of the command line is a file rather than a package.
bool packages_is_file(const char *word);

// Appends the packages that a word names: "./cmd/x", "./...", "example.com/m/x". What is wrong is
// the problem of a package.
void packages_add(struct module_set *set, struct package_list *list, const char *word);

// Reads a package's files, without those of tests, or says in package->error why that fails.
void packages_read(struct module_set *set, const struct found_package *found,
                   struct vole_package *package);
// Makes a main package of files that the command line names. False: one cannot be read; the text of
// the error is in package->error.
bool packages_read_files(struct module_set *set, char *const *paths, int count,
                         struct vole_package *package);

// A vole_loader, of which `user` is a struct module_set.
bool packages_load(void *user, const char *path, const char *importer,
                   struct vole_package *package);

#endif
