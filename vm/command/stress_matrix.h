// The matrix of `vole stress`: the modes of a run, as settings of its environment.
//
// The matrix has an axis for each setting; a combination takes one choice of each axis. There are
// too many combinations for a small test, so they are drawn at random from a seed. The run gets the
// same seed, which moves the collections of gcstress.

#ifndef VOLE_VM_COMMAND_STRESS_MATRIX_H
#define VOLE_VM_COMMAND_STRESS_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { stress_axes = 12 };

// A combination: the index of its choice on each axis.
struct stress_combination {
  uint8_t choice[stress_axes];
};

// A part of the matrix: the choice that is fixed on each axis, or -1.
struct stress_filter {
  int8_t given[stress_axes];
};

// The environment of a run: GOMAXPROCS, GODEBUG and VOLEDEBUG.
struct stress_settings {
  char procs[8];
  char godebug[96];
  char voledebug[160];
};

// Makes *filter the whole matrix.
void stress_filter_init(struct stress_filter *filter);
// Fixes the axis with the choice of that name ("checkmark", "procs=2"); "no-" before the name fixes
// it to off. Returns false if there is no such choice.
bool stress_filter_add(struct stress_filter *filter, const char *word);

// Returns the number of combinations.
uint64_t stress_count(const struct stress_filter *filter);
// Returns the combination of an index below stress_count.
struct stress_combination stress_at(const struct stress_filter *filter, uint64_t index);
// Returns a combination drawn at random. Moves the state of the generator on.
struct stress_combination stress_draw(const struct stress_filter *filter, uint64_t *random);

// Sets *settings to the environment of a combination and a seed.
void stress_describe(const struct stress_combination *combination, uint64_t seed,
                     struct stress_settings *settings);
// Writes the names of all choices, an axis a line, to standard output.
void stress_list(void);

#endif
