// What programs and hosts do that needs memory of the system.

#ifndef VOLE_TESTS_FAILURES_SCENARIOS_H
#define VOLE_TESTS_FAILURES_SCENARIOS_H

#include <stdbool.h>
#include <stdint.h>

#include "vm/api/vole.h"

struct scenario {
  const char *name;
  const char *source;    // the script; with no function below it is loaded and run
  const char *godebug;   // NULL: none
  const char *voledebug; // besides what makes a call fail; NULL: none
  int64_t memory_limit;  // bytes, 0: none
  int gc_percent;        // 0: the default
  // What the host does with a new instance in which the script is loaded, if there is one. False,
  // with err filled, when something ended in an error.
  bool (*host)(struct vole *vole, const struct scenario *scenario, struct vole_error *err);
};

extern const struct scenario scenarios[];
extern const int scenario_count;

#endif
