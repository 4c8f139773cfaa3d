// The vole command's parts. All are clients of vole.h and of nothing else.

#ifndef VOLE_VM_COMMAND_COMMAND_H
#define VOLE_VM_COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// vole run FILE.go... [ARGUMENTS], or stress:NAME in place of the files: a program that is built
// in. Returns its exit status; *cycles (may be NULL) becomes the number of collections, where the
// program came to its end.
int command_run(int argc, char **argv, uint64_t *cycles);

// vole stress: see stress.c. Returns the exit status: 0, 1 if a run failed, 2 for words that make
// no sense.
int command_stress(int argc, char **argv);

// The files that are built in, made by embed.py from examples/stress: NAME.go and NAME.out, sorted
// by name.
extern const char *const stress_packages[];
extern const char *const stress_names[];
extern const char *const stress_texts[];
extern const size_t stress_sizes[];
extern const int stress_file_count;

#endif
