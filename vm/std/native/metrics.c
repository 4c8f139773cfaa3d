// Package runtime/metrics in C: it reads all values at once, in Go it picks.

#include <stddef.h>

#include "runtime/metrics.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

// The number of words that type values of the package has.
_Static_assert(sizeof(struct runtime_metrics) == (13 + 2 * 68 + 21 + 11 + 2 * 162) * 8,
               "metrics.values");

// func readValues(v *values)
static bool metrics_read(struct g *g, uint64_t *args, uint64_t *results) {
  runtime_read_metrics(g->runtime, (struct runtime_metrics *)args[0]);
  return true;
}

// func classSize(class int) int
static bool metrics_class_size(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = sizeclass_size[args[0]];
  return true;
}

// func timeBound(bucket int) int: in ns.
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
