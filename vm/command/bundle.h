// A program inside the command. `vole build` writes a copy of the running executable. A section
// ".vole.program" of it has the sources of the program's own packages. Vole finds it when it starts.
//
// The section begins with "vole program 1\n" and the size of the rest uncompressed. The rest is
// compressed by zlib. It begins with the build tags and the number of packages. Each package is its
// path, folder, language_minor and all_files, then its files and those that are embedded. Files are
// their number, then the name and the text of each. A text is its size and its bytes. Numbers have 8
// bytes, from the lowest.

#ifndef VOLE_VM_COMMAND_BUNDLE_H
#define VOLE_VM_COMMAND_BUNDLE_H

#include "vm/api/vole.h"
#include "vm/command/pool.h"

// The packages of a program, the main one first. Starts zeroed.
struct bundle {
  struct pool *pool;
  const char *tags; // NULL: none
  struct vole_package *packages;
  int count, cap;
};

void bundle_add(struct bundle *bundle, const struct vole_package *package);

// Writes the executable. Returns why that failed, NULL if it did not. Nothing is left of a file that
// could not be written whole.
const char *bundle_write(const struct bundle *bundle, const char *path);

// Reads the program in the running executable. False: there is none. *problem says why it cannot be
// read.
bool bundle_read(struct bundle *bundle, const char **problem);

#endif
