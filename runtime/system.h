// What the run time asks of the system, besides memory and threads: writes and clocks.

#ifndef VOLE_RUNTIME_SYSTEM_H
#define VOLE_RUNTIME_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct runtime;

// Writes as write(2) does, but a broken pipe raises no signal.
ssize_t runtime_write_some(int fd, const void *bytes, size_t size);
// Writes all bytes to a descriptor (< 0: nowhere), and retries where write(2) is interrupted.
// Returns false on an error.
bool runtime_write(int fd, const void *bytes, size_t size);

// Writes to the host's standard error: what print prints, traces, what ends a run.
void runtime_write_error(const struct runtime *rt, const void *bytes, size_t size);

// Returns ns since the start of the instance, by a monotonic clock.
int64_t runtime_nanotime(const struct runtime *rt);
// Returns ns since 1970, by the wall clock.
int64_t runtime_walltime(const struct runtime *rt);

#endif
