// Where the packages of a program are: main modules, the modules that they require, vendor folders,
// workspaces, or GOPATH. After cmd/go/internal/modload.
//
// It only reads: the module cache is filled by the user's go command.

#ifndef VOLE_VM_COMMAND_MODULE_SET_H
#define VOLE_VM_COMMAND_MODULE_SET_H

#include "vm/command/module_file.h"

// A module that packages may come from.
struct module {
  const char *path, *version; // version "" of a main module
  const char *folder;         // where its files are, cleaned; NULL: it is not in the module cache
  const char *problem;        // why it has no folder
  int go_minor;
  bool is_main;
  bool is_located; // folder, problem and go_minor are known
};

enum module_mode {
  MODULES_NONE,   // there is no go.mod: only the library, and files that are named
  MODULES_LISTED, // what go.mod or go.work requires
  MODULES_VENDOR, // the same, from the vendor folder
  MODULES_GOPATH  // GO111MODULE=off
};

// Starts zeroed, with a pool.
struct module_set {
  struct pool *pool;
  enum module_mode mode;
  const char *working_folder; // clean
  const char *gopath;         // its first folder
  const char *cache;          // GOMODCACHE
  const char *work_file;      // of the workspace, NULL: none
  const char *mod_flag;       // -mod=, or NULL
  const char *tags;           // -tags=, or NULL
  struct module *modules;     // mains first
  int count, cap;
  struct module_file *main_files; // of each main module, and last the workspace's
  const char **main_folders;
  int main_count, main_cap;
  const char *problem; // why there is none, as the go command says it; NULL: nothing
};

// A package that was found.
struct found_package {
  const char *path;
  const char *folder;
  int go_minor;
  const char *problem; // why it was not found, as the go command says it; then the rest is NULL
};

// module_set.c

// Finds out what the working folder belongs to. flags of the command line have been set. False:
// problem says why that fails.
bool module_set_init(struct module_set *set);
// Returns the path by which a folder's package is imported; NULL: it is in no main module.
const char *module_set_path_of(const struct module_set *set, const char *folder);

// module_graph.c

// Adds the modules that the main ones require, at the versions that minimal version selection
// chooses.
void module_set_add_required(struct module_set *set);
// Finds out where a module is.
void module_locate(const struct module_set *set, struct module *module);
// Adds the modules that vendor/modules.txt lists.
void module_set_add_vendored(struct module_set *set);

// module_find.c

// Finds the package of an import path that the library does not have.
void module_find(struct module_set *set, const char *path, struct found_package *found);

#endif
