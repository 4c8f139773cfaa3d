// The axes of the matrix of `vole stress`: see stress_matrix.h.

#include "vm/command/stress_matrix.h"

#include <stdio.h>
#include <string.h>

enum { max_choices = 4 };

// The variable of the environment that an axis belongs to.
enum variable { PROCS, GODEBUG, VOLEDEBUG };

// A choice: its name on the command line, and its text in the variable. "" is off.
struct choice {
  const char *name, *text;
};

// The first choice of an axis is drawn half of the time.
static const struct {
  enum variable variable;
  struct choice choice[max_choices];
} axes[stress_axes] = {
    {PROCS, {{"procs=2", "2"}, {"procs=1", "1"}, {"procs=4", "4"}, {"procs=16", "16"}}},
    {VOLEDEBUG,
     {{"gcstress=100", "gcstress=100"},
      {"gcstress=10", "gcstress=10"},
      {"gcstress=1000", "gcstress=1000"},
      {"", ""}}},
    {VOLEDEBUG, {{"", ""}, {"heapmin", "heapmin=65536"}}},
    {GODEBUG,
     {{"", ""},
      {"gcstoptheworld=1", "gcstoptheworld=1"},
      {"gcstoptheworld=2", "gcstoptheworld=2"}}},
    {GODEBUG, {{"", ""}, {"checkmark", "gccheckmark=1"}}},
    {VOLEDEBUG, {{"", ""}, {"verify", "verify=2"}}},
    {GODEBUG, {{"", ""}, {"clobberfree", "clobberfree=1"}}},
    {VOLEDEBUG, {{"", ""}, {"slowmark", "slowmark"}}},
    {VOLEDEBUG, {{"", ""}, {"smallbufs", "smallbufs"}}},
    {VOLEDEBUG, {{"", ""}, {"scavenge", "scavenge"}}},
    {VOLEDEBUG, {{"", ""}, {"movestacks", "movestacks"}}},
    {GODEBUG, {{"", ""}, {"madvise", "madvdontneed=0"}}},
};

static int choices(int axis) {
  int count = 0;
  while (count < max_choices && axes[axis].choice[count].name)
    count++;
  return count;
}

void stress_filter_init(struct stress_filter *filter) {
  memset(filter->given, -1, sizeof filter->given);
}

// Returns the choice of an axis that is off; -1 if none is.
static int off_of(int axis) {
  for (int i = 0; i < choices(axis); i++)
    if (!*axes[axis].choice[i].name)
      return i;
  return -1;
}

bool stress_filter_add(struct stress_filter *filter, const char *word) {
  bool off = strncmp(word, "no-", 3) == 0;
  const char *wanted = off ? word + 3 : word;
  for (int axis = 0; axis < stress_axes; axis++)
    for (int i = 0; i < choices(axis); i++) {
      const char *name = axes[axis].choice[i].name;
      // "no-gcstress" stands for all choices of that axis, "gcstress=10" among them.
      size_t length = off ? strcspn(name, "=") : strlen(name);
      if (length == 0 || strlen(wanted) != length || memcmp(name, wanted, length) != 0)
        continue;
      filter->given[axis] = (int8_t)(off ? off_of(axis) : i);
      return filter->given[axis] >= 0;
    }
  return false;
}

uint64_t stress_count(const struct stress_filter *filter) {
  uint64_t count = 1;
  for (int axis = 0; axis < stress_axes; axis++)
    count *= filter->given[axis] < 0 ? (uint64_t)choices(axis) : 1;
  return count;
}

struct stress_combination stress_at(const struct stress_filter *filter, uint64_t index) {
  struct stress_combination combination;
  for (int axis = 0; axis < stress_axes; axis++) {
    uint64_t count = (uint64_t)choices(axis);
    if (filter->given[axis] >= 0) {
      combination.choice[axis] = (uint8_t)filter->given[axis];
      continue;
    }
    combination.choice[axis] = (uint8_t)(index % count);
    index /= count;
  }
  return combination;
}

// Returns a random number below limit.
static uint64_t below(uint64_t *random, uint64_t limit) {
  *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (*random >> 32) % limit;
}

struct stress_combination stress_draw(const struct stress_filter *filter, uint64_t *random) {
  struct stress_combination combination;
  for (int axis = 0; axis < stress_axes; axis++) {
    uint64_t others = (uint64_t)choices(axis) - 1;
    uint64_t drawn = below(random, 2) ? 1 + below(random, others) : 0;
    combination.choice[axis] =
        (uint8_t)(filter->given[axis] < 0 ? drawn : (uint64_t)filter->given[axis]);
  }
  return combination;
}

// Adds a word, if it is not empty, to a list with commas.
static void add(char *list, size_t size, const char *word) {
  size_t length = strlen(list);
  if (*word)
    snprintf(list + length, size - length, "%s%s", length ? "," : "", word);
}

void stress_describe(const struct stress_combination *combination, uint64_t seed,
                     struct stress_settings *settings) {
  char word[32];
  *settings = (struct stress_settings){0};
  for (int axis = 0; axis < stress_axes; axis++) {
    const char *text = axes[axis].choice[combination->choice[axis]].text;
    if (axes[axis].variable == PROCS)
      add(settings->procs, sizeof settings->procs, text);
    else if (axes[axis].variable == GODEBUG)
      add(settings->godebug, sizeof settings->godebug, text);
    else
      add(settings->voledebug, sizeof settings->voledebug, text);
  }
  snprintf(word, sizeof word, "seed=%llu", (unsigned long long)seed);
  add(settings->voledebug, sizeof settings->voledebug, word);
}

void stress_list(void) {
  for (int axis = 0; axis < stress_axes; axis++) {
    for (int i = 0; i < choices(axis); i++) {
      const char *name = axes[axis].choice[i].name;
      printf("%s%s", i ? "  " : "", *name ? name : "-");
    }
    puts("");
  }
}
