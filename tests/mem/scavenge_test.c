// Giving memory back: how much, in which order, when; and the background scavenger against a
// simulated clock.

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "mem/scavenger.h"
#include "tests/mem/pages.h"

// All pages of the chunks were used once, so that they are worth giving back.
static struct pages *used_pages(const uintptr_t *chunks, size_t count) {
  struct pages *p = pages_new(chunks, count);
  for (size_t i = 0; i < count; i++) {
    struct palloc_data *data = page_alloc_chunk_of(&p->alloc, chunk_at(chunks[i]));
    palloc_bits_clear_range(&data->scavenged, 0, palloc_chunk_pages);
  }
  return p;
}

Test(scavenge, fill_aligned) {
  for (unsigned m = 1; m <= 64; m *= 2) {
    for (unsigned i = 0; i < 64; i++) {
      uint64_t group = low_bits64(m) << (i / m * m);
      cr_assert_eq(scavenge_fill_aligned((uint64_t)1 << i, m), group);
    }
    cr_assert_eq(scavenge_fill_aligned(0, m), 0);
  }
}

Test(scavenge, from_the_top_down) {
  struct pages *p = used_pages((uintptr_t[]){0, 1}, 2);
  uintptr_t got = page_alloc_scavenge(&p->alloc, NULL, 2 * page_size, NULL, NULL, true);
  cr_assert_eq(got, 2 << 20, "a whole free huge page rather than a part of it");
  struct palloc_data *top = page_alloc_chunk_of(&p->alloc, chunk_at(1));
  cr_assert_eq(palloc_bits_popcount_range(&top->scavenged, 256, 256), 256);
  cr_assert_eq(palloc_bits_popcount_range(&top->scavenged, 0, 256), 0);
  got = page_alloc_scavenge(&p->alloc, NULL, ~(uintptr_t)0, NULL, NULL, true);
  cr_assert_eq(got, 6 << 20);
  cr_assert_eq(page_alloc_scavenge(&p->alloc, NULL, 1, NULL, NULL, true), 0);
  uintptr_t scav;
  pages_alloc_scav(p, 512, &scav);
  cr_assert_eq(scav, 512 * page_size);
  pages_free(p);
}

Test(scavenge, skips_what_is_in_use) {
  struct pages *p = used_pages((uintptr_t[]){0}, 1);
  p->st.sys.phys_huge_page_size = 0;
  pages_alloc(p, 512);
  pages_release(p, page_at(0, 100), 3);
  pages_release(p, page_at(0, 200), 5);
  cr_assert_eq(page_alloc_scavenge(&p->alloc, NULL, page_size, NULL, NULL, true), page_size);
  struct palloc_data *data = page_alloc_chunk_of(&p->alloc, chunk_at(0));
  cr_assert(palloc_bits_get(&data->scavenged, 204), "the highest page first");
  cr_assert_eq(page_alloc_scavenge(&p->alloc, NULL, 20 * page_size, NULL, NULL, true),
               7 * page_size);
  pages_free(p);
}

Test(scavenge, background_leaves_dense_chunks) {
  struct pages *p = used_pages((uintptr_t[]){0}, 1);
  pages_alloc(p, 512);
  pages_release(p, page_at(0, 100), 3);
  scav_index_next_gen(&p->alloc.scav.index);
  cr_assert_eq(page_alloc_scavenge(&p->alloc, NULL, 1 << 20, NULL, NULL, false), 0);
  pages_free(p);
}

static bool stop_at_once(void *arg) {
  ++*(int *)arg;
  return true;
}

Test(scavenge, stops_when_told) {
  struct pages *p = used_pages((uintptr_t[]){0}, 1);
  int asked = 0;
  p->st.sys.phys_huge_page_size = 0;
  pages_release(p, pages_alloc(p, 512), 512);
  cr_assert_gt(page_alloc_scavenge(&p->alloc, NULL, ~(uintptr_t)0, stop_at_once, &asked, true), 0);
  cr_assert_eq(asked, 1);
  pages_free(p);
}

// With real memory: it reads as zero after, and the counters follow.
Test(scavenge, gives_memory_back) {
  struct pages *p = pages_new(NULL, 0);
  p->alloc.test = false;
  size_t n = palloc_chunk_bytes;
  char *memory = sys_reserve_aligned(&p->st, NULL, &n, palloc_chunk_bytes);
  sys_map(&p->st, memory, palloc_chunk_bytes, &p->st.heap_released);
  mutex_lock(&p->lock);
  uintptr_t scav;
  page_alloc_grow(&p->alloc, (uintptr_t)memory, palloc_chunk_bytes);
  uintptr_t addr = page_alloc_alloc(&p->alloc, 512, &scav);
  cr_assert_eq(addr, (uintptr_t)memory);
  sys_used(&p->st, memory, palloc_chunk_bytes, scav);
  sys_stat_add(&p->st.heap_released, -(int64_t)scav);
  memset(memory, 1, palloc_chunk_bytes);
  page_alloc_free(&p->alloc, addr, 512);
  sys_stat_add(&p->st.heap_free, palloc_chunk_bytes);
  mutex_unlock(&p->lock);
  uint64_t ready = p->st.mapped_ready;
  cr_assert_eq(page_alloc_scavenge(&p->alloc, NULL, 1, NULL, NULL, true), 2 << 20);
  cr_assert_eq(p->st.mapped_ready, ready - (2 << 20));
  cr_assert_eq(p->st.heap_free, 2 << 20);
  cr_assert_eq(p->st.heap_released, 2 << 20);
  struct heap_stats_delta delta;
  heap_stats_read(&p->st, &delta);
  cr_assert_eq(delta.released, 2 << 20);
  cr_assert_eq(delta.committed, -(2 << 20));
  cr_assert_eq(memory[palloc_chunk_bytes - 1], 0);
  cr_assert_eq(memory[0], 1);
  sys_free_mixed(&p->st, memory, n, NULL, 0, 2 << 20);
  pages_free(p);
}

Test(scavenge, goals) {
  struct mem_stats st;
  struct scavenge_goals goals;
  mem_stats_init(&st);
  st.sys.phys_page_size = 4096;
  scavenge_goals_init(&goals);
  st.mapped_ready = 100 << 20;
  st.heap_in_use = 80 << 20;
  st.heap_free = 20 << 20;
  st.last_heap_in_use = 40 << 20;
  scavenge_pace(&goals, &st, INT64_MAX, 50 << 20, 0);
  cr_assert_eq(goals.gc_percent_goal, ~(uint64_t)0, "no goal before the second cycle");
  cr_assert_eq(goals.memory_limit_goal, ~(uint64_t)0);
  scavenge_pace(&goals, &st, 100 << 20, 50 << 20, 50 << 20);
  cr_assert_eq(goals.gc_percent_goal, 44 << 20, "110%% of what was in use");
  cr_assert_eq(goals.memory_limit_goal, 95 << 20, "95%% of the limit, unlike Go 1.21");
  scavenge_pace(&goals, &st, 200 << 20, 25 << 20, 50 << 20);
  cr_assert_eq(goals.gc_percent_goal, 22 << 20, "scaled to the next goal");
  cr_assert_eq(goals.memory_limit_goal, ~(uint64_t)0);
  scavenge_pace(&goals, &st, INT64_MAX, 200 << 20, 50 << 20);
  cr_assert_eq(goals.gc_percent_goal, ~(uint64_t)0, "less is retained already");
  scavenge_pace(&goals, &st, INT64_MAX, ~(uint64_t)0, 1);
  cr_assert_eq(goals.gc_percent_goal, ~(uint64_t)0, "no overflow");
}

Test(scavenger, controller_overflow_resets) {
  struct pi_controller c = {.kp = 1, .ti = 1, .tt = 1, .min = -1000, .max = 1000};
  double out;
  cr_assert(pi_controller_next(&c, 0, 1, 1, &out));
  cr_assert_not(pi_controller_next(&c, -HUGE_VAL, 1, 1, &out));
  cr_assert_eq(out, -1000);
  cr_assert(c.input_overflow);
  cr_assert_eq(c.err_integral, 0);
  cr_assert_not(pi_controller_next(&c, 1, 1e300, 1e300, &out));
  cr_assert(c.err_overflow);
  cr_assert_not(pi_controller_next(&c, nan(""), 1, 1, &out));
}

// How the simulated machine behaves.
static struct {
  int64_t ns;      // for a quantum
  uint64_t work;   // bytes that may be released yet
  int64_t overran; // how many times longer than asked a sleep takes
} machine;

static uintptr_t simulate(struct scavenger *s, uintptr_t n, int64_t *ns) {
  (void)s;
  *ns = machine.ns;
  machine.work -= n;
  return n;
}

static bool out_of_work(struct scavenger *s) {
  (void)s;
  return machine.work == 0;
}

// The share of CPU time that the scavenger settles at.
static double settle(struct pages *p, int32_t procs) {
  struct scavenge_goals goals;
  struct scavenger s;
  scavenger_init(&s, &p->alloc, &goals);
  s.scavenge = simulate;
  s.should_stop = out_of_work;
  p->st.heap_stats.writer_count = (uint32_t)procs;
  scavenger_ready(&s);
  double worked_total = 0;
  int64_t now = 0, start = 0;
  for (int i = 0; i < 2000; i++) {
    if (i == 1000)
      start = now;
    machine.work = 1 << 30;
    int64_t due = scavenger_step(&s, now);
    cr_assert(due > now && due < INT64_MAX);
    int64_t end = now + (int64_t)s.worked;
    now = end + (due - end) * machine.overran;
    if (i >= 1000)
      worked_total += s.worked;
  }
  return worked_total / ((double)(now - start) * procs);
}

Test(scavenger, takes_one_percent) {
  struct pages *p = pages_new(NULL, 0);
  for (int32_t procs = 1; procs <= 16; procs *= 4) {
    for (machine.ns = 10000; machine.ns <= 2000000; machine.ns *= 14) {
      for (machine.overran = 1; machine.overran <= 4; machine.overran *= 2) {
        double share = settle(p, procs);
        cr_assert(share > 0.008 && share < 0.012, "%g of the CPU, %d procs, %ld ns, %ld", share,
                  procs, machine.ns, machine.overran);
      }
    }
  }
  pages_free(p);
}

// What a step does and when it wants the next one.
Test(scavenger, steps_park_sleep_and_wake) {
  struct pages *p = pages_new(NULL, 0);
  struct scavenge_goals goals;
  struct scavenger s;
  scavenger_init(&s, &p->alloc, &goals);
  s.scavenge = simulate;
  s.should_stop = out_of_work;
  machine.ns = 2000000;
  machine.work = 3 * scavenger_quantum;
  cr_assert_eq(scavenger_step(&s, 1000), INT64_MAX, "parked until woken");
  cr_assert_eq(machine.work, 3 * scavenger_quantum);
  scavenger_ready(&s);
  int64_t due = scavenger_step(&s, 1000);
  cr_assert_eq(due, 1000 + 2000000 + 2000000000, "a thousand times what it worked, at first");
  cr_assert_eq(machine.work, 2 * scavenger_quantum);
  cr_assert_eq(scavenger_step(&s, due - 1), due);
  cr_assert_eq(machine.work, 2 * scavenger_quantum, "asleep");
  scavenger_ready(&s);
  int64_t next = scavenger_step(&s, due - 1000000000);
  cr_assert_eq(machine.work, scavenger_quantum, "woken early");
  cr_assert_gt(s.sleep_ratio, 0.001, "a part of 0.002 was less than it may have");
  scavenger_step(&s, next);
  cr_assert_eq(machine.work, 0);
  cr_assert_eq(scavenger_step(&s, INT64_MAX - 1), INT64_MAX, "nothing left: parked");
  pages_free(p);
}

Test(scavenger, run_stops_without_work) {
  struct pages *p = pages_new(NULL, 0);
  struct scavenge_goals goals;
  struct scavenger s;
  double worked;
  scavenge_goals_init(&goals);
  scavenger_init(&s, &p->alloc, &goals);
  cr_assert_eq(scavenger_run(&s, NULL, &worked), 0);
  cr_assert_eq(worked, 0);
  cr_assert_not(scavenger_wake_pending(&s));
  scavenger_ready(&s);
  cr_assert(scavenger_wake_pending(&s));
  cr_assert_not(scavenger_wake_pending(&s));
  pages_free(p);
}

Test(scavenger, real_run_and_trace) {
  struct pages *p = used_pages((uintptr_t[]){0, 1}, 2);
  struct scavenge_goals goals;
  struct scavenger s;
  double worked;
  scavenge_goals_init(&goals);
  goals.gc_percent_goal = 0;
  p->st.heap_in_use = 1 << 20;
  p->st.heap_free = 3 << 20;
  scavenger_init(&s, &p->alloc, &goals);
  scav_index_next_gen(&p->alloc.scav.index);
  scav_index_next_gen(&p->alloc.scav.index);
  cr_assert_gt(scavenger_run(&s, NULL, &worked), 0);
  cr_assert_gt(p->alloc.scav.released_bg, 0);
  char line[200];
  s.controller_reset = 1;
  scavenger_trace(&s, 2048, 1024, false, line, sizeof(line));
  cr_assert_str_eq(line, "scav 2 KiB work (bg), 1 KiB work (eager), 0 KiB now, 25% util"
                         " [controller reset]");
  scavenger_trace(&s, 0, 0, true, line, sizeof(line));
  cr_assert_str_eq(line, "scav 0 KiB work (bg), 0 KiB work (eager), 0 KiB now, 25% util (forced)");
  pages_free(p);
}
