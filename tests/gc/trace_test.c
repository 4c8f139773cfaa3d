// tests/gc/trace_test.c: the lines of gctrace and gcpacertrace, to the byte, and when cycles are
// forced.

#include <criterion/criterion.h>
#include <string.h>

#include "gc/control.h"
#include "gc/embed.h"
#include "gc/trace.h"
#include "mem/sweep.h"
#include "tests/gc/embed_fake.h"

static const int64_t us = 1000, ms = 1000 * 1000, second = 1000 * 1000 * 1000;

static void expect_line(struct fake *fake, const char *line) {
  cr_expect_str_eq(fake->printed, line);
  fake->printed[0] = '\0';
}

// What Go 1.21 prints for such times: two digits, at most three decimals, from 10 ms on whole ones.
Test(trace, the_line_of_a_cycle_is_gos) {
  struct gc_config config = {.procs = 4, .cpus = 2};
  struct fake *fake = fake_new_config(&config);
  struct gc *gc = &fake->gc;
  struct gc_cycle_stats *stats = &gc->stats;
  struct gc_pacer *c = &gc->pacer;
  stats->start_time = 5 * second;
  stats->sweep_term_time = stats->start_time + 1234 * ms + 567 * us;
  stats->mark_time = stats->sweep_term_time + 18 * us + 999;
  stats->mark_term_time = stats->mark_time + 9999 * us;
  stats->end_time = stats->mark_term_time + 123 * us;
  stats->finished = 17;
  c->assist_time = 999;
  c->dedicated_mark_time = 8 * ms;
  c->fractional_mark_time = 2 * ms;
  c->idle_mark_time = 1050 * us;
  stats->heap_at_start = (4 << 20) - 1;
  stats->heap_at_end = 4 << 20;
  stats->heap_after = 1 << 20;
  c->last_heap_goal = 8 << 20;
  c->last_stack_scan = 3 << 20;
  c->globals_scan = 2 << 20;
  gc->cpu.total = 1000;
  gc->cpu.gc_total = 60;
  gc->cpu.gc_idle = 9;
  gc_trace_cycle(gc);
  // The world stops on all CPUs, of which there are fewer than Ps.
  expect_line(fake, "gc 17 @1.234s 5%: 0.018+9.9+0.12 ms clock, 0.037+0/10/1.0+0.24 ms cpu, "
                    "3->4->1 MB, 8 MB goal, 3 MB stacks, 2 MB globals, 4 P\n");
  stats->user_forced = true;
  stats->mark_time = stats->sweep_term_time;
  gc_trace_cycle(gc);
  expect_line(fake, "gc 17 @1.234s 5%: 0+10+0.12 ms clock, 0+0/10/1.0+0.24 ms cpu, "
                    "3->4->1 MB, 8 MB goal, 3 MB stacks, 2 MB globals, 4 P (forced)\n");
  gc->procs = fake_procs;
  fake_free(fake);
}

Test(trace, the_lines_of_the_pacer_are_gos) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct gc *gc = &fake->gc;
  struct gc_pacer *c = &gc->pacer;
  double ratio = 0.1604986130839771;
  memcpy(&c->assist_work_per_byte, &ratio, sizeof ratio);
  c->heap_scan = 3 << 20;
  gc->stats.heap_at_start = 4 << 20;
  c->gc_percent_heap_goal = 8 << 20;
  c->dedicated_workers_needed = 1;
  c->fractional_utilization_goal = 0.25;
  gc_trace_pacer_start(gc);
  expect_line(fake, "pacer: assist ratio=+1.604986e-001 (scan 3 MB in 4->8 MB) workers=1+"
                    "+2.500000e-001\n");
  c->mark_start_time = 10 * ms;
  c->assist_time = 4 * ms; // of 10 ms on two Ps: a fifth
  c->triggered = 4000;
  c->heap_live = 5000;
  c->last_heap_goal = 6000;
  c->heap_scan_work = 100;
  c->stack_scan_work = 20;
  c->globals_scan_work = 3;
  c->last_heap_scan = 90;
  c->last_stack_scan = 8;
  c->globals_scan = 2;
  gc_trace_pacer_end(gc, 0, 20 * ms);
  expect_line(fake, "pacer: 45% CPU (25 exp.) for 100+20+3 B work (100 B exp.) in 4000 B -> 5000 B "
                    "(∆goal -1000, cons/mark +0.000000e+000)\n");
  gc_trace_pacer_end(gc, 1.0 / 0.0, 20 * ms);
  cr_expect(strstr(fake->printed, "cons/mark +Inf)\n"), "%s", fake->printed);
  fake->printed[0] = '\0';
  c->heap_live = c->triggered; // nothing was allocated: Go says nothing
  gc_trace_pacer_end(gc, 0, 20 * ms);
  expect_line(fake, "");
  double pages = 1234567.8;
  c->heap_live = 7 << 20;
  gc->heap.sweep_heap_live_basis = 5 << 20;
  gc->heap.pages_swept = 42;
  memcpy(&gc->heap.sweep_pages_per_byte, &pages, sizeof pages);
  gc_trace_pacer_swept(gc);
  expect_line(fake,
              "pacer: sweep done at heap size 7MB; allocated 2MB during sweep; swept 42 pages "
              "at +1.234568e+006 pages/byte\n");
  fake_free(fake);
}

// The lines of a cycle come in this order.
Test(trace, a_cycle_prints_its_lines) {
  struct fake *fake = fake_new("gctrace=1,gcpacertrace=1", NULL, NULL);
  for (int i = 0; i < 1000; i++)
    fake->globals[i] = fake_node(fake, NULL, 1);
  gc_collect(&fake->gc, fake->procs[0]);
  const char *start = strstr(fake->printed, "pacer: assist ratio=");
  const char *line = strstr(fake->printed, "gc 1 @");
  const char *swept = strstr(fake->printed, "pacer: sweep done");
  cr_expect(start && line && swept && start < line, "%s", fake->printed);
  fake_free(fake);
}

// Each stop of the world counts in the distribution, and both make the pause of their cycle.
Test(trace, the_pauses_of_a_cycle_add_up) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct gc *gc = &fake->gc;
  fake->clock = 100 * second;
  fake->clock_step = us; // passes whenever somebody looks
  uint64_t seen = 0;
  for (uint32_t cycle = 1; cycle <= 300; cycle++) {
    fake->stops = 0;
    gc_collect(gc, fake->procs[0]);
    const struct gc_cycle_stats *stats = &gc->stats;
    cr_assert(fake->stops == 2 && stats->finished == cycle);
    int64_t first = stats->mark_time - stats->sweep_term_time;
    int64_t second_one = stats->end_time - stats->mark_term_time;
    cr_assert(first > 0 && second_one > 0);
    cr_assert(stats->pause_ns == first + second_one, "%ld of %ld and %ld", (long)stats->pause_ns,
              (long)first, (long)second_one);
    cr_assert(stats->pause_history[(cycle + 255) % 256] == (uint64_t)stats->pause_ns);
    seen += (uint64_t)stats->pause_ns;
    cr_assert(stats->pause_total_ns == seen);
  }
  uint64_t counted = 0;
  for (unsigned i = 0; i < histogram_buckets; i++)
    counted += gc->stats.pauses.counts[i];
  cr_assert(counted == 600, "%lu", (unsigned long)counted);
  fake_free(fake);
}

Test(forced, two_minutes_after_the_last_cycle) {
  struct fake *fake = fake_new("gctrace=1", NULL, NULL);
  struct gc *gc = &fake->gc;
  fake->clock = 1000 * second;
  fake->clock_step = us;
  cr_assert(!gc_periodic_due(gc, fake->clock), "there was none yet");
  gc_collect(gc, fake->procs[0]);
  int64_t last = gc->stats.last_gc_time;
  cr_assert(!gc_periodic_due(gc, last + 120 * second));
  cr_assert(gc_periodic_due(gc, last + 120 * second + 1));
  gc_set_percent(gc, -1);
  cr_assert(!gc_periodic_due(gc, last + 200 * second), "the collector is off");
  gc_set_percent(gc, 100);
  // The heap is far from its trigger; the cycle is none that the program asked for, and it leaves
  // the Ps to the program: no idle workers besides the one that the pacer needs for lack of a
  // dedicated one.
  fake->clock = last + 121 * second;
  fake->printed[0] = '\0';
  gc_request_cycle(gc, GC_REASON_HEAP);
  cr_assert(!fake_safepoint(fake), "the heap is small");
  gc_request_cycle(gc, GC_REASON_TIME);
  cr_assert(fake->safepoints_requested == 2);
  cr_assert(gc_run_pending(gc, fake->procs[0]));
  cr_assert(gc->pacer.idle_mark_workers >> 32 == 1);
  fake_safepoint(fake);
  cr_assert(gc->stats.finished == 2 && gc->stats.forced == 1);
  cr_assert(strncmp(fake->printed, "GC forced\ngc 2 @", 16) == 0 &&
                !strstr(fake->printed, "(forced)"),
            "%s", fake->printed);
  cr_assert(!gc_periodic_due(gc, fake->clock));
  // Another one came first: it is not due any more.
  gc_request_cycle(gc, GC_REASON_TIME);
  cr_assert(!fake_safepoint(fake) && gc->stats.finished == 2);
  fake_free(fake);
}

Test(forced, its_period_can_be_set) {
  struct fake *fake = fake_new(NULL, "gcperiod=50", NULL);
  gc_collect(&fake->gc, fake->procs[0]);
  int64_t last = fake->gc.stats.last_gc_time;
  cr_assert(!gc_periodic_due(&fake->gc, last + 50 * ms));
  cr_assert(gc_periodic_due(&fake->gc, last + 50 * ms + 1));
  fake_free(fake);
}
