// Natives of package runtime/metrics: one reads all values, from which Go code picks.

#include <stddef.h>

#include "mem/invariant.h"
#include "runtime/metrics.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

// metrics.values in runtime/metrics has as many words.
_Static_assert(sizeof(struct runtime_metrics) == (13 + 2 * 68 + 21 + 11 + 2 * 162) * 8,
               "metrics.values");

// func readValues(v *values)
static bool metrics_read(struct g *g, uint64_t *args, uint64_t *results) {
  runtime_read_metrics(g->runtime, (struct runtime_metrics *)args[0]);
  return true;
}

// func classSize(class int) int
static bool metrics_class_size(struct g *g, uint64_t *args, uint64_t *results) {
  invariant_debug(args[0] < sizeof sizeclass_size / sizeof sizeclass_size[0]);
  results[0] = sizeclass_size[args[0]];
  return true;
}

// func timeBound(bucket int) int: the lower bound of a bucket in ns.
static bool metrics_time_bound(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = time_histogram_bound((unsigned)args[0]);
  return true;
}

const struct native_entry natives_metrics[] = {
    {"readValues", metrics_read, 1, 0},
    {"classSize", metrics_class_size, 1, 1},
    {"timeBound", metrics_time_bound, 1, 1},
    {NULL},
};
