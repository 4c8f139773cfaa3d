// A section of an executable: added to a copy, and found in the running one.

#ifndef VOLE_VM_COMMAND_ELF_SECTION_H
#define VOLE_VM_COMMAND_ELF_SECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/command/pool.h"

// Returns an executable of size bytes with one more section, which is not loaded, and its size.
// NULL: it is no ELF file of this machine's word size.
char *elf_add_section(struct pool *pool, const char *executable, size_t size, const char *name,
                      const char *data, size_t data_size, size_t *new_size);

// Returns the contents of a section of the file that is open, and its size; NULL: it has none of
// that name.
char *elf_read_section(struct pool *pool, int fd, const char *name, size_t *size);

#endif
