// The parts of the vole command. All are clients of vole.h and of nothing else.

#ifndef VOLE_VM_COMMAND_COMMAND_H
#define VOLE_VM_COMMAND_COMMAND_H

#include <stddef.h>
#include <stdint.h>

// main.c

// Runs `vole run`: argv is FILE.go... [ARGUMENTS], or stress:NAME, a built-in program, in place of
// the files. Returns the exit status. Sets *cycles, if cycles is not NULL, to the number of
// collections of a program that came to its end.
int command_run(int argc, char **argv, uint64_t *cycles);

// Returns the index of a built-in file, as name "lru" and ending ".out"; -1 if there is none.
int command_built_in(const char *name, const char *ending);

// stress.c

// Runs `vole stress`. argv[-2] is the name that the command was called by. Returns the
// exit status: 0, 1 if a run failed, 2 for wrong options.
int command_stress(int argc, char **argv);

// What embed.py makes of examples/stress.

// The built-in files, NAME.go and NAME.out sorted by name.
extern const char *const stress_packages[];
extern const char *const stress_names[];
extern const char *const stress_texts[];
extern const size_t stress_sizes[];
extern const int stress_file_count;

#endif
