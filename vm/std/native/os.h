// What natives that speak with the system share; native/os.c defines it.

#ifndef VOLE_VM_STD_NATIVE_OS_H
#define VOLE_VM_STD_NATIVE_OS_H

#include <time.h>

#include "runtime/string.h"

struct g;
struct stat;

// Whether the host has granted RUNTIME_GRANT_* to scripts.
bool os_is_granted(const struct g *g, unsigned grant);

// What is done with a descriptor.
enum os_use { OS_READS, OS_WRITES, OS_DOES_MORE };

// Returns whether the script may use the descriptor so; if not, errno says why. Without the grant
// of files, it may read its standard input and write its two outputs. A number above INT_MAX is no
// descriptor: the system would cut it to another.
bool os_may_use(const struct g *g, uint64_t fd, enum os_use use);

// Returns the process's descriptor for a script's: 0, 1 and 2 are those that the host gave.
int os_descriptor(const struct g *g, uint64_t fd);

// Returns s as a C string, for the caller to free. NULL, and errno says why, if s holds a NUL or
// memory is short.
char *os_system_string(struct go_string s);

// Sets a result to a new []string with copies of count C strings.
void os_give_strings(struct g *g, uint64_t *results, char *const *texts, int64_t count);

// Returns nanoseconds as the system takes them for the times of files; what is not given stays.
struct timespec os_timespec(int64_t nanoseconds, bool given);

// Sets a syscall.Stat_t.
void os_give_stat(void *out, const struct stat *info);

#endif
