// What natives that speak with the system share; native/os.c defines it.

#ifndef VOLE_VM_STD_NATIVE_OS_H
#define VOLE_VM_STD_NATIVE_OS_H

#include "runtime/string.h"

struct g;

// Whether the host has granted RUNTIME_GRANT_* to scripts.
bool os_is_granted(const struct g *g, unsigned grant);

// Returns s as a C string, for the caller to free. NULL, and errno says why, if s holds a NUL or
// memory is short.
char *os_system_string(struct go_string s);

// Sets a result to a new []string with copies of count C strings.
void os_give_strings(struct g *g, uint64_t *results, char *const *texts, int64_t count);

#endif
