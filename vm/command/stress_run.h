// One run of a program by `vole stress`, in a process of its own.

#ifndef VOLE_VM_COMMAND_STRESS_RUN_H
#define VOLE_VM_COMMAND_STRESS_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/command/stress_matrix.h"

enum { stress_killed_by_limit = -1 }; // a status

// How a run ended. Zero it first; stress_outcome_clear frees the texts.
struct stress_outcome {
  int status;      // as waitpid says, or stress_killed_by_limit
  char *out;       // standard output
  size_t out_size; // bytes
  // The line of standard error that says why the run failed: the first error or panic, otherwise
  // the first line that is not of verify=2; NULL: none.
  char *error;
  // What lived after the last collection that the program asked for, as verify=2 says; or NULL.
  char *live;
  uint64_t cycles; // collections, if the program came to its end
};

// Runs argv ("prog.go", arguments) under these settings (NULL: those of the environment), for at
// most `seconds`. Calls tick, if it is not NULL, now and then meanwhile. Returns false with a
// message on standard error if the system has no process or file for the run.
bool stress_run(char **argv, int argc, const struct stress_settings *settings, int seconds,
                void (*tick)(void *arg), void *arg, struct stress_outcome *outcome);
// Frees the texts of an outcome and zeroes it.
void stress_outcome_clear(struct stress_outcome *outcome);

#endif
