// The parts of the vole command. All are clients of vole.h and of nothing else.

#ifndef VOLE_VM_COMMAND_COMMAND_H
#define VOLE_VM_COMMAND_COMMAND_H

#include <stddef.h>
#include <stdint.h>

#include "vm/api/vole.h"

enum {
  command_go_minor = 26, // the newest "go 1.N" of a go.mod
};

// main.c

// Fills the configuration from the environment.
void command_configure(struct vole_config *config);
// Reports an error as the go command and Go programs do, and clears it. Returns the exit status.
int command_report(struct vole_error *err);
// Returns the index of a built-in file, as name "lru" and ending ".out"; -1 if there is none.
int command_built_in(const char *name, const char *ending);
// Returns the text of an error of the system in Go's words. The thread's next call overwrites it.
const char *command_error_text(int error);

// run.c. Each takes the words behind its name and returns the exit status.

// Runs `vole run`. The words are flags, a package or files, and the program's arguments; or
// stress:NAME, a built-in program. Sets *cycles, if cycles is not NULL, to the number of
// collections of a program that came to its end.
int command_run(int argc, char **argv, uint64_t *cycles);
int command_check(int argc, char **argv);
int command_disassemble(int argc, char **argv);

// test.c

// Runs `vole test`, as the functions above.
int command_test(int argc, char **argv);

// heap.c

// Runs `vole heap`, as the functions above.
int command_heap(int argc, char **argv);

// repl.c

// Runs `vole repl`, as the functions above.
int command_repl(int argc, char **argv);

// doc.c

// Runs `vole doc`, as the functions above.
int command_doc(int argc, char **argv);

// build.c

// Runs `vole build`, as the functions above.
int command_build(int argc, char **argv);
// Whether this executable is one that `vole build` made. Then it runs the program in it, with all
// words as its arguments, and sets *status to the exit status.
bool command_run_bundled(int argc, char **argv, int *status);

// stress.c

// Runs `vole stress`. argv[-2] is the name that the command was called by. Returns the
// exit status: 0, 1 if a run failed, 2 for wrong options.
int command_stress(int argc, char **argv);

// script.c

// Finds one of the scripts that are part of the command, as "cover.go".
void command_find_script(const char *name, struct vole_source *file);
// Loads one of the scripts into an instance.
bool command_load_script(struct vole *vole, const char *name, struct vole_error *err);

// What embed.py makes of scripts/ and of examples/stress.

// The scripts, sorted by name.
extern const char *const script_packages[];
extern const char *const script_names[];
extern const char *const script_texts[];
extern const size_t script_sizes[];
extern const int script_file_count;

// The built-in files, NAME.go and NAME.out sorted by name.
extern const char *const stress_packages[];
extern const char *const stress_names[];
extern const char *const stress_texts[];
extern const size_t stress_sizes[];
extern const int stress_file_count;

#endif
