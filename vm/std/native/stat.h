// What native/stat.c shares with native/at.c.

#ifndef VOLE_VM_STD_NATIVE_STAT_H
#define VOLE_VM_STD_NATIVE_STAT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct stat;

// Returns nanoseconds as the system takes them for the times of files; what is not given stays.
struct timespec stat_timespec(int64_t nanoseconds, bool given);

// Sets a syscall.Stat_t.
void stat_give(void *out, const struct stat *info);

#endif
