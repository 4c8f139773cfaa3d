// The pacer drives a model of a program, for many cycles.
//
// The model's program allocates a constant number of bytes in each second of CPU it gets, and of
// what it allocates a constant amount stays alive. While the pacer's model marks, a quarter of the
// CPU is the workers', and the program pays the assists that the controller asks for out of its own
// share, after it has used up the workers' credit. What comes of that is judged as Go judges its
// own pacer: how much of the CPU the collector takes, how close the heap comes to its goal, and how
// much of the goal is in use.

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gc/pacer.h"

static const double step_seconds = 20e-6;

// One cycle's program.
struct load {
  double alloc;     // bytes a CPU second of the program
  double scan;      // bytes a CPU second of marking
  double live;      // bytes that are reachable at its start
  double scannable; // share of these that has pointers
  double stacks;    // bytes
  double globals;   // bytes
};

// What came of a cycle.
struct result {
  double utilization; // of the CPU while marking, by workers and assists
  double assists;     // of that, by assists
  double peak;        // heap at the end of marking, as a share of the goal
  double trigger;     // heap at the start, as a share of the goal
};

struct model {
  struct gc_pacer c;
  struct mem_stats stats;
  int32_t procs;
};

static struct model *model_new(int32_t procs, int32_t gc_percent) {
  struct model *m = calloc(1, sizeof *m);
  m->procs = procs;
  pacer_init(&m->c, &m->stats, gc_percent, INT64_MAX, 0);
  m->c.test = true;
  return m;
}

// The program allocates until the trigger.
static void run_to_trigger(struct model *m, const struct load *load) {
  struct gc_pacer *c = &m->c;
  c->max_stack_scan = (uint64_t)load->stacks;
  c->globals_scan = (uint64_t)load->globals;
  uint64_t trigger = pacer_trigger(c, NULL);
  if (trigger > c->heap_live) {
    uint64_t bytes = trigger - c->heap_live;
    pacer_update(c, (int64_t)bytes, (int64_t)((double)bytes * load->scannable));
  }
}

// One step of marking. Returns the work that was done.
static double mark_step(struct model *m, const struct load *load, double *credit) {
  struct gc_pacer *c = &m->c;
  double cpu = step_seconds * m->procs;
  double worked = cpu * pacer_goal_utilization * load->scan;
  *credit += worked;
  // The program's time t: it allocates bytes, and what these cost beyond the credit it marks
  // itself.
  double left = cpu * (1 - pacer_goal_utilization);
  double ratio = pacer_assist_work_per_byte(c);
  double bytes = left * load->alloc, assisted = 0;
  if (bytes * ratio > *credit) {
    bytes = (left + *credit / load->scan) / (1 / load->alloc + ratio / load->scan);
    assisted = bytes * ratio - *credit;
    if (assisted < 0)
      assisted = 0;
  }
  *credit += assisted - bytes * ratio;
  c->assist_time += (int64_t)(assisted / load->scan * 1e9);
  pacer_update(c, (int64_t)bytes, (int64_t)(bytes * load->scannable));
  return worked + assisted;
}

// Marks all there is, roots first.
static int64_t mark(struct model *m, const struct load *load) {
  struct gc_pacer *c = &m->c;
  double credit = 0, done = 0, heap = load->live * load->scannable;
  double roots = load->stacks + load->globals;
  int64_t steps = 0;
  while (done < heap + roots) {
    done += mark_step(m, load, &credit);
    steps++;
    c->stack_scan_work = (int64_t)fmin(done, load->stacks);
    c->globals_scan_work = (int64_t)fmin(fmax(done - load->stacks, 0), load->globals);
    c->heap_scan_work = (int64_t)fmin(fmax(done - roots, 0), heap);
    pacer_revise(c);
  }
  return (int64_t)((double)steps * step_seconds * 1e9);
}

static struct result cycle(struct model *m, const struct load *load) {
  struct gc_pacer *c = &m->c;
  run_to_trigger(m, load);
  double goal_at_start = (double)pacer_heap_goal(c);
  pacer_start_cycle(c, 0, m->procs, GC_REASON_HEAP);
  uint64_t triggered = c->heap_live;
  c->blacken_enabled = 1;
  int64_t elapsed = mark(m, load);
  c->blacken_enabled = 0;
  struct result result = {
      .utilization = pacer_utilization(c, elapsed, m->procs),
      .peak = (double)c->heap_live / (double)pacer_heap_goal(c),
      .trigger = (double)triggered / goal_at_start,
  };
  result.assists = result.utilization - pacer_goal_utilization;
  pacer_end_cycle(c, elapsed, m->procs, false);
  // What is allocated while marking is black: it lives on for this once.
  pacer_reset_live(c, (uint64_t)load->live + (c->heap_live - triggered));
  pacer_commit(c, true);
  return result;
}

static struct load usual(void) {
  return (struct load){.alloc = 40e6,
                       .scan = 1e9,
                       .live = 256 << 20,
                       .scannable = 0.8,
                       .stacks = 64 << 10,
                       .globals = 32 << 10};
}

enum { cycles = 60, settled = 8 };

// A quarter of the CPU, within a fifth of that, and nearly no assists.
static void expect_steady(const struct result *r, int at, const char *what) {
  cr_expect(r->utilization >= 0.2 && r->utilization <= 0.3, "%s, cycle %d: %.3f of the CPU", what,
            at, r->utilization);
  cr_expect(r->assists <= 0.005, "%s, cycle %d: assists take %.4f", what, at, r->assists);
  cr_expect(r->peak <= 1.05, "%s, cycle %d: %.3f of the goal", what, at, r->peak);
}

static void run_steady(int32_t procs, int32_t gc_percent, struct load load, const char *what) {
  struct model *m = model_new(procs, gc_percent);
  for (int i = 0; i < cycles; i++) {
    struct result r = cycle(m, &load);
    if (i < settled)
      continue;
    expect_steady(&r, i, what);
    // The goal is used, not kept away from.
    cr_expect(r.peak >= 0.9, "%s, cycle %d: only %.3f of the goal", what, i, r.peak);
  }
  free(m);
}

Test(pacer, steady_allocation_needs_no_assists) {
  run_steady(4, 100, usual(), "usual");
  run_steady(2, 100, usual(), "a fractional worker");
  run_steady(8, 50, usual(), "GOGC=50");
  run_steady(4, 400, usual(), "GOGC=400");
  struct load load = usual();
  load.alloc = 8e6;
  run_steady(4, 100, load, "slow");
  load = usual();
  load.stacks = 64 << 20;
  run_steady(4, 100, load, "large stacks");
  load = usual();
  load.globals = 64 << 20;
  run_steady(4, 100, load, "large globals");
  load = usual();
  load.scannable = 0.1;
  run_steady(4, 100, load, "few pointers");
}

// After a change of pace assists may help out for a cycle or two; then a quarter is enough again.
Test(pacer, a_step_is_caught_up_with) {
  struct load load = usual();
  struct model *m = model_new(4, 100);
  for (int i = 0; i < cycles; i++) {
    load.alloc = i < cycles / 2 ? 20e6 : 100e6;
    struct result r = cycle(m, &load);
    // The step itself is paid by assists, not by the heap.
    if (i < settled)
      continue;
    cr_expect(r.peak <= 1.05, "cycle %d: %.3f of the goal", i, r.peak);
    if (i == cycles / 2)
      cr_expect(r.assists > 0.01, "the model's assists are none: %.4f", r.assists);
    if (i < cycles / 2 || i >= cycles / 2 + 2)
      expect_steady(&r, i, "step");
  }
  free(m);
}

// A live heap that grows by half at once: the estimate of the work was wrong, the goal stretches,
// and the next cycles are as before.
Test(pacer, a_heap_that_grows_is_caught_up_with) {
  struct load load = usual();
  struct model *m = model_new(4, 100);
  for (int i = 0; i < cycles; i++) {
    if (i == cycles / 2)
      load.live *= 1.5;
    struct result r = cycle(m, &load);
    if (i < settled)
      continue;
    cr_expect(r.peak <= 1.1, "cycle %d: %.3f of the goal", i, r.peak);
    if (i < cycles / 2 || i >= cycles / 2 + 3)
      expect_steady(&r, i, "growth");
  }
  free(m);
}

// Faster by 4% each cycle: assists make up for what the last cycle could not know.
Test(pacer, a_ramp_costs_few_assists) {
  struct load load = usual();
  struct model *m = model_new(4, 100);
  load.alloc = 8e6;
  for (int i = 0; i < cycles; i++, load.alloc *= 1.04) {
    struct result r = cycle(m, &load);
    if (i < settled)
      continue;
    cr_expect(r.utilization >= 0.2 && r.utilization <= 0.3, "cycle %d: %.3f of the CPU", i,
              r.utilization);
    cr_expect(r.peak >= 0.9 && r.peak <= 1.05, "cycle %d: %.3f of the goal", i, r.peak);
  }
  free(m);
}

// The pace goes up and down: the pacer keeps the worst of the last cycles in mind, so that it
// begins early rather than to ask for assists.
Test(pacer, oscillation_costs_memory_and_not_time) {
  struct load load = usual();
  struct model *m = model_new(4, 100);
  for (int i = 0; i < cycles; i++) {
    load.alloc = 50e6 * (1 + 0.5 * sin(2 * M_PI * i / 4));
    struct result r = cycle(m, &load);
    if (i < settled)
      continue;
    expect_steady(&r, i, "oscillation");
    cr_expect(r.trigger >= 0.3, "cycle %d starts at %.3f of the goal", i, r.trigger);
  }
  free(m);
}

// Numbers from a small generator, so that the run is always the same.
static double noise(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
  return (double)(*state >> 11) / (double)(UINT64_C(1) << 53) * 2 - 1;
}

Test(pacer, noise_stays_near_a_quarter) {
  struct load load = usual();
  struct model *m = model_new(4, 100);
  uint64_t state = 1;
  double live = load.live;
  for (int i = 0; i < 4 * cycles; i++) {
    load.alloc = 40e6 * (1 + 0.2 * noise(&state));
    load.live = live * (1 + 0.02 * noise(&state));
    struct result r = cycle(m, &load);
    if (i < settled)
      continue;
    cr_expect(r.utilization >= 0.2 && r.utilization <= 0.3, "cycle %d: %.3f of the CPU", i,
              r.utilization);
    cr_expect(r.peak <= 1.05, "cycle %d: %.3f of the goal", i, r.peak);
  }
  free(m);
}

// On one P the workers' quarter may come late, and assists take more than the rest: such cycles say
// nothing of the program, which keeps the estimate of the cycles before.
Test(pacer, assists_that_take_all_teach_nothing) {
  struct load load = usual();
  struct model *m = model_new(1, 100);
  struct gc_pacer *c = &m->c;
  for (int i = 0; i < settled; i++)
    cycle(m, &load);
  double known = c->cons_mark;
  for (int i = 0; i < settled; i++) {
    int64_t elapsed = 1000000;
    run_to_trigger(m, &load);
    pacer_start_cycle(c, 0, m->procs, GC_REASON_HEAP);
    pacer_update(c, 8192, 8192);
    c->heap_scan_work = 4200;
    c->assist_time = elapsed * 9 / 10;
    pacer_end_cycle(c, elapsed, m->procs, false);
    pacer_reset_live(c, (uint64_t)load.live);
    pacer_commit(c, true);
    pacer_check(c);
  }
  cr_expect_eq(c->cons_mark, known);
  free(m);
}
