// One run of a program by `vole stress`, in a process of its own.

#ifndef VOLE_VM_COMMAND_STRESS_RUN_H
#define VOLE_VM_COMMAND_STRESS_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/command/stress_matrix.h"

enum { stress_killed_by_limit = -1 };

// How a run ended. Zero it first; stress_outcome_clear frees what it holds.
struct stress_outcome {
  int status;      // as waitpid says, or stress_killed_by_limit
  char *out;       // standard output
  size_t out_size; // bytes
  char *error; // the line of standard error that says why it failed: the first that is an error or
               // a panic, else the first that is not of verify=2; NULL: none
  char *live;  // what lived after the last collection that the program asked for, as verify=2 says,
               // or NULL
  uint64_t cycles; // collections, where the program came to its end
};

// Runs argv ("prog.go", arguments) under these settings (NULL: those of the environment), at most
// so many seconds. False with a message on standard error if the system has no process or file for
// it. tick, if not NULL, is called now and then meanwhile.
bool stress_run(char **argv, int argc, const struct stress_settings *settings, int seconds,
                void (*tick)(void *arg), void *arg, struct stress_outcome *outcome);
void stress_outcome_clear(struct stress_outcome *outcome);

#endif
