// Run queues, goroutines' lives, the printing of panics.

#include "tests/runtime/fixture.h"

#include <criterion/criterion.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "gc/control.h"
#include "gc/malloc.h"
#include "runtime/debug.h"
#include "runtime/end.h"
#include "runtime/iface.h"
#include "runtime/instance.h"
#include "runtime/m.h"
#include "runtime/panic.h"
#include "runtime/procs.h"
#include "runtime/random.h"
#include "runtime/runq.h"
#include "runtime/safepoint.h"
#include "runtime/sched.h"
#include "runtime/system.h"
#include "runtime/timer.h"

Test(sched, queues_keep_order_and_spill) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct p *p = runtime_p(f.rt);
  enum { count = 1000 };
  static struct func entry = {.name = "main.f"};
  static bool seen[count + 10];
  entry.self = &entry;
  for (int i = 0; i < count; i++) {
    struct g *g = sched_go(f.rt, p, f.g, &entry.self);
    cr_assert_eq(g->parent_goid, 1);
    cr_assert_eq(g->goid, (uint64_t)i + 2);
  }
  cr_assert_eq(debug_goroutine_count(f.rt), count + 1);
  debug_check(f.rt);
  struct g *first = sched_get(f.rt, p);
  cr_assert_eq(first->goid, count + 1, "the newest is next");
  seen[first->goid] = true;
  g_set_status(first, GRUNNABLE, GRUNNING);
  g_free(f.rt, p, first);
  for (int i = 1; i < count; i++) {
    struct g *g = sched_get(f.rt, p);
    cr_assert(g && !seen[g->goid]);
    seen[g->goid] = true;
    g_set_status(g, GRUNNABLE, GRUNNING);
    g_free(f.rt, p, g);
  }
  cr_assert_eq(sched_get(f.rt, p), NULL);
  cr_assert_eq(f.rt->sched.runq_size, 0);
  cr_assert_eq(debug_goroutine_count(f.rt), 1);
  uint32_t all = f.rt->allgs_count;
  struct g *again = sched_go(f.rt, p, NULL, &entry.self);
  cr_assert_eq(f.rt->allgs_count, all, "the dead are reused");
  cr_assert_eq(sched_get(f.rt, p), again);
  fixture_destroy(&f);
}

Test(sched, stealing_takes_half) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct p *p = runtime_p(f.rt), *thief = calloc(1, sizeof *thief);
  static struct func entry = {.name = "main.f"};
  entry.self = &entry;
  for (int i = 0; i < 11; i++)
    sched_put(f.rt, p, sched_go(f.rt, p, NULL, &entry.self), false), sched_get(f.rt, p);
  uint32_t before = sched_queue_length(p);
  struct g *stolen = sched_steal(thief, p);
  cr_assert(stolen);
  cr_assert_eq(sched_queue_length(thief) + 1 + sched_queue_length(p), before);
  cr_assert_eq(sched_queue_length(p), before / 2);
  free(thief);
  fixture_destroy(&f);
}

// Marks a goroutine as met; fails if it was met before.
static void meet(const struct g *g, bool *met, uint32_t count) {
  cr_assert(g->goid < count && !met[g->goid], "goroutine %lu is queued twice",
            (unsigned long)g->goid);
  met[g->goid] = true;
}

// A timer that is due may fill the thief's ring; the goroutines of the victim come on top.
Test(sched, stealing_after_timers_loses_no_goroutine) {
  enum { queued = 200, timed = 250, all = queued + timed };
  struct fixture f;
  fixture_init(&f, NULL);
  static struct func entry = {.name = "main.f"};
  static struct timer timers[timed];
  bool met[all + 2] = {false};
  uint32_t count = 0;
  entry.self = &entry;
  cr_assert(procs_set(f.rt, f.g->m, 2));
  // Taken from the idle list, or a thread would begin to run what is put there.
  mutex_lock(&f.rt->sched.lock);
  struct p *p = f.g->m->p, *victim = p_idle_get(f.rt);
  mutex_unlock(&f.rt->sched.lock);
  for (int i = 0; i < queued; i++)
    sched_go(f.rt, victim, NULL, &entry.self);
  for (int i = 0; i < timed; i++) {
    timers[i].fire = timer_fire_go;
    timers[i].arg = &entry.self;
    timer_start(f.rt, victim, &timers[i], runtime_nanotime(f.rt) - 1, 0);
  }
  for (struct g *g; (g = sched_steal_from(f.g->m, victim, true)) != NULL;) {
    do {
      meet(g, met, all + 2);
      count++;
    } while ((g = sched_get(f.rt, p)) != NULL);
  }
  cr_assert_eq(count, all);
  cr_assert_eq(sched_queue_length(p) + sched_queue_length(victim), 0);
  mutex_lock(&f.rt->sched.lock);
  p_idle_put(f.rt, victim);
  mutex_unlock(&f.rt->sched.lock);
  fixture_destroy(&f);
}

static void expect_print(struct fixture *f, const char *want) {
  struct text text = {0};
  panic_print(f->g, &text);
  cr_assert_eq(strncmp(text.data, want, strlen(want)), 0, "got:\n%s", text.data);
  text_free(&text);
  while (f->g->panics)
    panic_drop(f->g);
}

static struct rtype named(const struct rtype *like, const char *string) {
  struct rtype t = *like;
  t.string = string;
  t.package_path = "main";
  return t;
}

static void raise(struct fixture *f, struct rtype *type, const void *value) {
  panic_raise(f->g, (struct go_eface){type, iface_box(f->g, type, value)});
}

// The texts are what Go 1.26 prints.
Test(panic, values) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct rtype my_int = named(&f.t_int, "main.MyInt"), my_string = named(&f.t_string, "main.S");
  struct rtype pair = named(&f.t_complex128, "main.T");
  pair.kind = KIND_STRUCT;
  int64_t five = 5;
  double real[2] = {1e30, -0.5}, quarter = 123456789.0;
  struct go_string text = fixture_string("a\nb");
  raise(&f, &my_int, &five);
  expect_print(&f, "panic: main.MyInt(5)\n\ngoroutine 1 [running]:\n");
  raise(&f, &my_string, &text);
  expect_print(&f, "panic: main.S(\"a\n\tb\")\n\n");
  raise(&f, &f.t_string, &text);
  expect_print(&f, "panic: a\n\tb\n\n");
  raise(&f, &f.t_complex128, real);
  expect_print(&f, "panic: (1e+30-0.5i)\n");
  raise(&f, &f.t_float64, &quarter);
  expect_print(&f, "panic: 1.23456789e+08\n");
  raise(&f, &pair, real);
  expect_print(&f, "panic: (main.T) 0x");
  panic_raise(f.g, (struct go_eface){NULL, NULL});
  expect_print(&f, "panic: nil\n");
  fixture_destroy(&f);
}

Test(panic, run_time_errors) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct rtype error = named(&f.t_string, "runtime.errorString");
  struct rtype bounds = named(&f.t_string, "runtime.boundsError");
  struct rtype plain = named(&f.t_string, "runtime.plainError");
  f.rt->well_known.error_string = &error;
  f.rt->well_known.bounds_error = &bounds;
  f.rt->well_known.plain_error = &plain;
  panic_index(f.g, 5, false, 3);
  expect_print(&f, "panic: runtime error: index out of range [5] with length 3\n\ngoroutine");
  panic_index(f.g, -1, false, 3);
  expect_print(&f, "panic: runtime error: index out of range [-1]\n");
  panic_index(f.g, -1, true, 3);
  expect_print(&f,
               "panic: runtime error: index out of range [18446744073709551615] with length 3\n");
  panic_slice(f.g, PANIC_SLICE_B, 5, false, 3);
  expect_print(&f, "panic: runtime error: slice bounds out of range [5:3]\n");
  panic_slice(f.g, PANIC_SLICE3_ACAP, 2, true, 1);
  expect_print(&f, "panic: runtime error: slice bounds out of range [::2] with capacity 1\n");
  panic_slice(f.g, PANIC_SLICE_ACAP, -2, false, 1);
  expect_print(&f, "panic: runtime error: slice bounds out of range [:-2]\n");
  panic_nil_map(f.g);
  expect_print(&f, "panic: assignment to entry in nil map\n");
  panic_divide(f.g);
  expect_print(&f, "panic: runtime error: integer divide by zero\n\ngoroutine");
  panic_nil_dereference(f.g);
  expect_print(&f, "panic: runtime error: invalid memory address or nil pointer dereference\n"
                   "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x");
  panic_slice_convert(f.g, 2, 4);
  expect_print(&f, "panic: runtime error: cannot convert slice with length 2 to array or pointer "
                   "to array with length 4\n");
  fixture_destroy(&f);
}

Test(panic, chains) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct go_string first = fixture_string("first"), second = fixture_string("second");
  raise(&f, &f.t_string, &first);
  raise(&f, &f.t_string, &second);
  expect_print(&f, "panic: first\n\tpanic: second\n\n");
  raise(&f, &f.t_string, &first);
  f.g->panics->recovered = true;
  raise(&f, &f.t_string, &second);
  expect_print(&f, "panic: first [recovered]\n\tpanic: second\n\n");
  raise(&f, &f.t_string, &first);
  f.g->panics->recovered = true;
  panic_raise(f.g, f.g->panics->value);
  f.g->panics->recovered = true;
  panic_raise(f.g, f.g->panics->value);
  expect_print(&f, "panic: first [recovered, repanicked]\n\n");
  fixture_destroy(&f);
}

Test(runtime, ends_and_instances) {
  struct fixture f, g;
  fixture_init(&f, "seed=5");
  fixture_init(&g, "seed=5");
  cr_assert_eq(runtime_random(f.g->m->p), runtime_random(g.g->m->p));
  runtime_exit(f.rt, 3);
  cr_assert(f.rt->end.exiting && !f.rt->end.fatal && f.rt->end.status == 3);
  cr_assert_eq(f.g->stackguard, NULL);
  cr_assert(!runtime_safepoint(f.rt, f.g, 0));
  runtime_fatal(g.rt, g.g, "all goroutines are asleep - deadlock!");
  cr_assert_eq(strstr(g.rt->end.text, "fatal error: all goroutines are asleep - deadlock!\n\n"
                                      "goroutine 1 ["),
               g.rt->end.text);
  fixture_destroy(&g);
  fixture_destroy(&f);
}

Test(runtime, malformed_options_are_refused) {
  struct runtime *rt = calloc(1, sizeof *rt);
  struct runtime_config config = {.gc = {.voledebug = "gcstress=x"}};
  char error[200] = "";
  cr_assert(!runtime_init(rt, &config, error, sizeof error));
  cr_assert_neq(error[0], 0);
  free(rt);
}

Test(debug, mem_stats) {
  struct fixture f;
  fixture_init(&f, NULL);
  struct debug_mem_stats before, after;
  debug_read_mem_stats(f.rt, m_current(), &before);
  for (int i = 0; i < 1000; i++)
    gc_malloc(&f.rt->gc, g_gc_p(f.g), 100, NULL, true);
  debug_read_mem_stats(f.rt, m_current(), &after);
  cr_assert_eq(after.mallocs - before.mallocs, 1000);
  cr_assert_eq(after.total_alloc - before.total_alloc, 112000);
  cr_assert_eq(after.by_size[10].size, 128);
  cr_assert_eq(after.sys, after.heap_sys + after.stack_sys + after.mspan_sys + after.mcache_sys +
                              after.buckhash_sys + after.gc_sys + after.other_sys);
  gc_collect(&f.rt->gc, g_gc_p(f.g));
  debug_read_mem_stats(f.rt, m_current(), &after);
  cr_assert_eq(after.num_gc, 1);
  cr_assert_eq(after.num_forced_gc, 1);
  cr_assert_lt(after.heap_objects, 200);
  fixture_destroy(&f);
}

// What a process may use, not what the machine has.
Test(sched, counts_the_cpus_of_the_affinity_mask) {
  cpu_set_t all, one;
  cr_assert_eq(sched_getaffinity(0, sizeof all, &all), 0);
  cr_assert_eq(procs_cpus(), (uint32_t)CPU_COUNT(&all));
  CPU_ZERO(&one);
  for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; cpu++)
    if (CPU_ISSET(cpu, &all))
      CPU_SET(cpu, &one);
  cr_assert_eq(sched_setaffinity(0, sizeof one, &one), 0);
  cr_assert_eq(procs_cpus(), 1);
}
