// The CPU profile as a table: see pprof.h.

#include <stdlib.h>

#include "runtime/cpu_profile.h"
#include "runtime/runtime.h"
#include "vm/std/support/pprof.h"

// What functions took.
struct tops {
  struct top {
    const struct func *func;
    uint64_t flat, all; // periods: in itself, with what it called
    uint32_t seen;      // the last stack that it was counted for
  } * items;            // malloc'ed
  uint32_t count, room;
  uint32_t stacks;
  uint64_t total;
  bool failed; // memory was short
};

static struct top *top_of(struct tops *tops, const struct func *func) {
  for (uint32_t i = 0; i < tops->count; i++)
    if (tops->items[i].func == func)
      return &tops->items[i];
  if (tops->count == tops->room) {
    uint32_t room = tops->room ? 2 * tops->room : 64;
    struct top *larger = realloc(tops->items, room * sizeof *larger);
    if (!larger) {
      tops->failed = true;
      return NULL;
    }
    tops->items = larger;
    tops->room = room;
  }
  tops->items[tops->count] = (struct top){.func = func};
  return &tops->items[tops->count++];
}

static void add_stack(const struct cpu_profile_bucket *bucket, void *arg) {
  struct tops *tops = arg;
  tops->stacks++;
  tops->total += bucket->count;
  for (uint32_t i = 0; i < bucket->depth; i++) {
    struct top *top = top_of(tops, bucket->stack[i].func);
    if (!top)
      continue;
    top->flat += i == 0 ? bucket->count : 0;
    if (top->seen != tops->stacks) // once, also if it calls itself
      top->all += bucket->count;
    top->seen = tops->stacks;
  }
}

static int by_time(const void *a, const void *b) {
  const struct top *x = a, *y = b;
  if (x->flat != y->flat)
    return x->flat < y->flat ? 1 : -1;
  return x->all < y->all ? 1 : x->all > y->all ? -1 : 0;
}

void pprof_top(struct runtime *rt, int most, struct text *out) {
  struct tops tops = {0};
  cpu_profile_read(rt, add_stack, &tops);
  if (tops.count)
    qsort(tops.items, tops.count, sizeof *tops.items, by_time);
  const double period = cpu_profile_period_ns / 1e9;
  double total = tops.total ? (double)tops.total : 1;
  text_addf(out, "CPU time: %.2f s in %.2f s\n%8s %6s %8s %6s\n", (double)tops.total * period,
            (double)rt->cpu_profile.duration / 1e9, "flat", "", "cum", "");
  for (uint32_t i = 0; i < tops.count && i < (uint32_t)most; i++)
    text_addf(out, "%6.2f s %5.1f%% %6.2f s %5.1f%%  %s\n", (double)tops.items[i].flat * period,
              100 * (double)tops.items[i].flat / total, (double)tops.items[i].all * period,
              100 * (double)tops.items[i].all / total, tops.items[i].func->name);
  out->failed |= tops.failed;
  free(tops.items);
}
