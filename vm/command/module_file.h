// go.mod and go.work: what such a file says. After golang.org/x/mod/modfile.

#ifndef VOLE_VM_COMMAND_MODULE_FILE_H
#define VOLE_VM_COMMAND_MODULE_FILE_H

#include <stdbool.h>

#include "vm/command/pool.h"

// A module at a version; "" stands for any version, or for a folder.
struct module_version {
  const char *path, *version;
};

struct module_replacement {
  struct module_version from, to;
};

// What a go.mod or go.work says. Starts zeroed. Texts are in the pool.
struct module_file {
  const char *module; // NULL: it does not say
  int go_minor;       // N of "go 1.N"; 0: it does not say
  const char *go;     // as it is written, or NULL
  struct module_version *requires;
  int require_count, require_cap;
  struct module_version *excludes;
  int exclude_count, exclude_cap;
  struct module_replacement *replaces;
  int replace_count, replace_cap;
  struct text_list uses;     // folders, of go.work
  struct text_list problems; // what is wrong: "go.mod:3: unknown directive: x"
};

// Reads a text of size bytes. name is shown in problems, and path in some. is_work: it is a go.work.
void module_file_parse(struct pool *pool, struct module_file *file, const char *name,
                       const char *path, const char *text, size_t size, bool is_work);

#endif
