// tests/gc/vectors_gc.c: see vectors_gc.h.

#include "tests/gc/vectors_gc.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gc/limiter.h"
#include "gc/pacer.h"

// Where a comparison writes; once failed, later ones are ignored.
struct outcome {
  char *message;
  size_t size;
  bool failed;
  size_t step;
};

static struct json_object *field(struct json_object *object, const char *name) {
  struct json_object *value = NULL;
  json_object_object_get_ex(object, name, &value);
  return value;
}

// JSON integers above 2^63 (goals of ~0) come as uint64.
static uint64_t number(struct json_object *object, const char *name) {
  struct json_object *value = field(object, name);
  if (!value)
    return 0;
  int64_t as_signed = json_object_get_int64(value);
  return as_signed < 0 ? (uint64_t)as_signed : json_object_get_uint64(value);
}

static double real(struct json_object *object, const char *name) {
  struct json_object *value = field(object, name);
  return value ? json_object_get_double(value) : 0;
}

static void same(struct outcome *outcome, struct json_object *want, const char *name,
                 uint64_t got) {
  if (outcome->failed || number(want, name) == got)
    return;
  outcome->failed = true;
  snprintf(outcome->message, outcome->size, "step %zu: %s is %" PRIu64 ", want %" PRIu64,
           outcome->step, name, got, number(want, name));
}

static void near(struct outcome *outcome, struct json_object *want, const char *name, double got) {
  double expected = real(want, name);
  double scale = fmax(fabs(expected), fabs(got));
  if (outcome->failed || got == expected || fabs(got - expected) <= 1e-9 * scale)
    return;
  outcome->failed = true;
  snprintf(outcome->message, outcome->size, "step %zu: %s is %.17g, want %.17g", outcome->step,
           name, got, expected);
}

static void begin_cycle(struct outcome *outcome, struct gc_pacer *c, struct json_object *cycle,
                        int32_t procs) {
  struct mem_stats *stats = c->stats;
  stats->mapped_ready = number(cycle, "mappedReady");
  stats->heap_free = number(cycle, "heapFree");
  stats->total_alloc = number(cycle, "totalAlloc");
  uint64_t goal;
  uint64_t trigger = pacer_trigger(c, &goal);
  same(outcome, cycle, "trigger", trigger);
  same(outcome, cycle, "goal", goal);
  c->heap_live = trigger > c->heap_marked ? trigger : c->heap_marked;
  c->max_stack_scan = number(cycle, "stack");
  c->globals_scan = number(cycle, "globals");
  c->heap_scan += (uint64_t)((double)(c->heap_live - c->heap_marked) * real(cycle, "frac"));
  pacer_start_cycle(c, 0, procs, GC_REASON_HEAP);
  same(outcome, cycle, "live0", c->heap_live);
  near(outcome, cycle, "assist0", pacer_assist_work_per_byte(c));
  near(outcome, cycle, "bytesPerWork0", pacer_assist_bytes_per_work(c));
  same(outcome, cycle, "dedicated", (uint64_t)c->dedicated_workers_needed);
  near(outcome, cycle, "fracUtil", c->fractional_utilization_goal);
  same(outcome, cycle, "heapScan0", c->heap_scan);
}

static void revise_cycle(struct outcome *outcome, struct gc_pacer *c, struct json_object *step) {
  c->heap_live += number(step, "dLive");
  c->heap_scan += number(step, "dScan");
  c->heap_scan_work += (int64_t)number(step, "dHeapWork");
  c->stack_scan_work += (int64_t)number(step, "dStackWork");
  c->globals_scan_work += (int64_t)number(step, "dGlobWork");
  pacer_revise(c);
  near(outcome, step, "assist", pacer_assist_work_per_byte(c));
  same(outcome, step, "goal", pacer_heap_goal(c));
}

static void end_cycle(struct outcome *outcome, struct gc_pacer *c, struct json_object *cycle,
                      int32_t procs) {
  c->idle_mark_time = (int64_t)number(cycle, "idleTime");
  c->assist_time = (int64_t)number(cycle, "assistTime");
  pacer_end_cycle(c, (int64_t)number(cycle, "elapsed"), procs, false);
  pacer_reset_live(c, number(cycle, "marked"));
  pacer_commit(c, false);
  same(outcome, cycle, "runway", c->runway);
  near(outcome, cycle, "consMark", c->cons_mark);
  same(outcome, cycle, "goalAfter", pacer_heap_goal(c));
}

bool vectors_pacer_record(struct json_object *record, char *message, size_t size) {
  struct outcome outcome = {.message = message, .size = size};
  struct mem_stats *stats = calloc(1, sizeof *stats);
  struct gc_pacer c;
  pacer_init(&c, stats, (int32_t)number(record, "gcpercent"), (int64_t)number(record, "limit"), 0);
  c.test = true;
  int32_t procs = (int32_t)number(record, "procs");
  struct json_object *cycles = field(record, "cycles");
  size_t count = cycles ? json_object_array_length(cycles) : 0;
  for (outcome.step = 0; outcome.step < count; outcome.step++) {
    struct json_object *cycle = json_object_array_get_idx(cycles, outcome.step);
    begin_cycle(&outcome, &c, cycle, procs);
    struct json_object *steps = field(cycle, "revise");
    size_t revisions = steps ? json_object_array_length(steps) : 0;
    for (size_t i = 0; i < revisions; i++)
      revise_cycle(&outcome, &c, json_object_array_get_idx(steps, i));
    end_cycle(&outcome, &c, cycle, procs);
  }
  free(stats);
  return !outcome.failed;
}

// Does one operation; false when it has no name that is known.
static bool limiter_step(struct gc_limiter *limiter, struct json_object *op) {
  const char *name = json_object_get_string(field(op, "op"));
  int64_t now = (int64_t)number(op, "now");
  if (!name)
    return false;
  if (strcmp(name, "update") == 0) {
    limiter_update(limiter, now);
  } else if (strcmp(name, "assist+update") == 0) {
    limiter_add_assist_time(limiter, (int64_t)number(op, "assist"));
    limiter_update(limiter, now);
  } else if (strcmp(name, "transition") == 0) {
    limiter_start_transition(limiter, json_object_get_boolean(field(op, "gc")), now);
    limiter_finish_transition(limiter, (int64_t)number(op, "finish"));
  } else if (strcmp(name, "resetCapacity") == 0) {
    limiter_reset_capacity(limiter, now, (int32_t)number(op, "procs"));
  } else {
    return false;
  }
  return true;
}

bool vectors_limiter_record(struct json_object *record, char *message, size_t size) {
  struct outcome outcome = {.message = message, .size = size};
  struct json_object *ops = field(record, "ops");
  size_t count = ops ? json_object_array_length(ops) : 0;
  if (count == 0) {
    snprintf(message, size, "the record has no operations");
    return false;
  }
  struct json_object *first = json_object_array_get_idx(ops, 0);
  int32_t procs = (int32_t)number(record, "procs");
  if (procs == 0)
    procs = (int32_t)(number(first, "cap") / limiter_capacity_per_proc);
  struct gc_limiter limiter;
  limiter_init(&limiter, 0, procs);
  for (outcome.step = 0; outcome.step < count && !outcome.failed; outcome.step++) {
    struct json_object *op = json_object_array_get_idx(ops, outcome.step);
    if (!limiter_step(&limiter, op)) {
      snprintf(message, size, "step %zu: unknown operation", outcome.step);
      return false;
    }
    same(&outcome, op, "fill", limiter.fill);
    same(&outcome, op, "cap", limiter.capacity);
    same(&outcome, op, "overflow", limiter.overflow);
    same(&outcome, op, "limiting", limiter_limiting(&limiter));
  }
  return !outcome.failed;
}
