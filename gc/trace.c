// The lines of gctrace and gcpacertrace, and Go's ways to print times and numbers in them.
//
// After gcMarkTermination, itoaDiv and fmtNSAsMS in runtime/mgc.go of Go 1.21, and startCycle and
// endCycle in runtime/mgcpacer.go.

#include "gc/trace.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gc/debug.h"
#include "gc/embed.h"
#include "mem/atomic.h"

// Appends ns in milliseconds: at least 10 ms whole, otherwise two significant digits and at most
// three decimals.
static void append_ms(struct gc_line *line, int64_t ns) {
  if (ns >= 10 * 1000 * 1000) {
    gc_line_append(line, "%" PRId64, ns / (1000 * 1000));
    return;
  }
  int64_t us = ns / 1000;
  if (us == 0) {
    gc_line_append(line, "0");
    return;
  }
  int decimals = 3;
  while (us >= 100) {
    us /= 10;
    decimals--;
  }
  int64_t unit = decimals == 3 ? 1000 : decimals == 2 ? 100 : 10;
  gc_line_append(line, "%" PRId64 ".%0*" PRId64, us / unit, decimals, us % unit);
}

// Appends value as Go's print does: +1.250000e+000.
static void append_float(struct gc_line *line, double value) {
  if (isnan(value) || isinf(value)) {
    gc_line_append(line, "%s", isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
    return;
  }
  char text[32];
  snprintf(text, sizeof text, "%+.6e", value);
  char *e = strchr(text, 'e'); // "e+07": the sign, then at least two digits
  gc_line_append(line, "%.*s%03d", (int)(e + 2 - text), text, atoi(e + 2));
}

// Appends the five parts of the CPU time of a cycle.
static void append_cpu(struct gc_line *line, const struct gc *gc) {
  const struct gc_pacer *c = &gc->pacer;
  const struct gc_cycle_stats *stats = &gc->stats;
  int64_t stopped = gc_cpu_stats_stopped_procs(gc);
  append_ms(line, stopped * (stats->mark_time - stats->sweep_term_time));
  gc_line_append(line, "+");
  append_ms(line, atomic_load_i64(&c->assist_time));
  gc_line_append(line, "/");
  append_ms(line,
            atomic_load_i64(&c->dedicated_mark_time) + atomic_load_i64(&c->fractional_mark_time));
  gc_line_append(line, "/");
  append_ms(line, atomic_load_i64(&c->idle_mark_time));
  gc_line_append(line, "+");
  append_ms(line, stopped * (stats->end_time - stats->mark_term_time));
}

void gc_trace_cycle(struct gc *gc) {
  const struct gc_cycle_stats *stats = &gc->stats;
  struct gc_pacer *c = &gc->pacer;
  struct gc_line line = {.length = 0};
  int64_t since_ms = (stats->sweep_term_time - stats->start_time) / (1000 * 1000);
  gc_line_append(&line, "gc %u @%" PRId64 ".%03" PRId64 "s %d%%: ", stats->finished,
                 since_ms / 1000, since_ms % 1000, (int)(gc_cpu_stats_fraction(gc) * 100));
  append_ms(&line, stats->mark_time - stats->sweep_term_time);
  gc_line_append(&line, "+");
  append_ms(&line, stats->mark_term_time - stats->mark_time);
  gc_line_append(&line, "+");
  append_ms(&line, stats->end_time - stats->mark_term_time);
  gc_line_append(&line, " ms clock, ");
  append_cpu(&line, gc);
  gc_line_append(&line, " ms cpu, %" PRIu64 "->%" PRIu64 "->%" PRIu64 " MB, ",
                 stats->heap_at_start >> 20, stats->heap_at_end >> 20, stats->heap_after >> 20);
  gc_line_append(
      &line, "%" PRIu64 " MB goal, %" PRIu64 " MB stacks, %" PRIu64 " MB globals, %u P%s\n",
      c->last_heap_goal >> 20, atomic_load_u64(&c->last_stack_scan) >> 20,
      atomic_load_u64(&c->globals_scan) >> 20, gc->procs, stats->user_forced ? " (forced)" : "");
  gc_embed_print(gc, line.text, line.length);
}

void gc_trace_pacer_start(struct gc *gc) {
  const struct gc_pacer *c = &gc->pacer;
  struct gc_line line = {.length = 0};
  gc_line_append(&line, "pacer: assist ratio=");
  append_float(&line, pacer_assist_work_per_byte(c));
  gc_line_append(&line,
                 " (scan %" PRIu64 " MB in %" PRIu64 "->%" PRIu64 " MB) workers=%" PRId64 "+",
                 atomic_load_u64(&c->heap_scan) >> 20, gc->stats.heap_at_start >> 20,
                 pacer_heap_goal(c) >> 20, atomic_load_i64(&c->dedicated_workers_needed));
  append_float(&line, c->fractional_utilization_goal);
  gc_line_append(&line, "\n");
  gc_embed_print(gc, line.text, line.length);
}

void gc_trace_pacer_end(struct gc *gc, double old_cons_mark, int64_t now) {
  const struct gc_pacer *c = &gc->pacer;
  uint64_t live = atomic_load_u64(&c->heap_live);
  if (live <= c->triggered)
    return;
  struct gc_line line = {.length = 0};
  uint64_t expected =
      c->last_heap_scan + atomic_load_u64(&c->last_stack_scan) + atomic_load_u64(&c->globals_scan);
  gc_line_append(&line, "pacer: %d%% CPU (%d exp.) for ",
                 (int)(pacer_utilization(c, now, (int32_t)gc->procs) * 100),
                 (int)(pacer_goal_utilization * 100));
  gc_line_append(&line, "%" PRId64 "+%" PRId64 "+%" PRId64 " B work (%" PRIu64 " B exp.) ",
                 atomic_load_i64(&c->heap_scan_work), atomic_load_i64(&c->stack_scan_work),
                 atomic_load_i64(&c->globals_scan_work), expected);
  gc_line_append(&line, "in %" PRIu64 " B -> %" PRIu64 " B (\u2206goal %" PRId64 ", cons/mark ",
                 c->triggered, live, (int64_t)(live - c->last_heap_goal));
  append_float(&line, old_cons_mark);
  gc_line_append(&line, ")\n");
  gc_embed_print(gc, line.text, line.length);
}

void gc_trace_pacer_swept(struct gc *gc) {
  const struct mheap *h = &gc->heap;
  uint64_t live = atomic_load_u64(&gc->pacer.heap_live);
  uint64_t basis = atomic_load_u64(&h->sweep_heap_live_basis);
  struct gc_line line = {.length = 0};
  gc_line_append(&line,
                 "pacer: sweep done at heap size %" PRIu64 "MB; allocated %" PRIu64
                 "MB during sweep; swept %" PRIu64 " pages at ",
                 live >> 20, (live - basis) >> 20, atomic_load_u64(&h->pages_swept));
  append_float(&line, atomic_load_double(&h->sweep_pages_per_byte));
  gc_line_append(&line, " pages/byte\n");
  gc_embed_print(gc, line.text, line.length);
}
