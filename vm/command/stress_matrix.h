// The matrix of `vole stress`: what is turned on in a run, as the environment that says so.
//
// The matrix has an axis for each thing that can be set, and a combination takes one choice of
// each. All of them are too many for a small test, so that combinations are drawn at random from a
// seed; the same seed becomes the run's own, which moves the collections of gcstress.

#ifndef VOLE_VM_COMMAND_STRESS_MATRIX_H
#define VOLE_VM_COMMAND_STRESS_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { stress_axes = 12 };

// Which choice a combination takes of each axis.
struct stress_combination {
  uint8_t choice[stress_axes];
};

// What narrows the matrix down: the choice of an axis that is given, or -1.
struct stress_filter {
  int8_t given[stress_axes];
};

// The environment of a run.
struct stress_settings {
  char procs[8];
  char godebug[96];
  char voledebug[160];
};

// All is free.
void stress_filter_init(struct stress_filter *filter);
// Fixes the axis that has the choice of that name ("checkmark", "procs=2"), or with "no-" before
// the name of one that can be off: off. False: there is none.
bool stress_filter_add(struct stress_filter *filter, const char *word);

// The number of combinations, and the one of that index.
uint64_t stress_count(const struct stress_filter *filter);
struct stress_combination stress_at(const struct stress_filter *filter, uint64_t index);
// One drawn at random; moves the state of the generator on.
struct stress_combination stress_draw(const struct stress_filter *filter, uint64_t *random);

void stress_describe(const struct stress_combination *combination, uint64_t seed,
                     struct stress_settings *settings);
// Writes the names of all choices, an axis a line, to standard output.
void stress_list(void);

#endif
