// Distributions of times, CPU time, and what the limiter is told.

#include <criterion/criterion.h>
#include <string.h>

#include "gc/control.h"
#include "gc/embed.h"
#include "tests/gc/embed_fake.h"

// One sample at the least time of each bucket, one at the greatest.
Test(histogram, each_bucket_has_its_bounds) {
  static struct time_histogram h;
  for (unsigned i = 0; i < histogram_buckets; i++) {
    time_histogram_record(&h, (int64_t)time_histogram_bound(i));
    time_histogram_record(&h, (int64_t)time_histogram_bound(i + 1) - 1);
    cr_assert(h.counts[i] == 2, "bucket %u from %llu ns", i,
              (unsigned long long)time_histogram_bound(i));
  }
  cr_assert(h.underflow == 0 && h.overflow == 0);
  time_histogram_record(&h, -1);
  time_histogram_record(&h, INT64_C(1) << 47);
  time_histogram_record(&h, INT64_MAX);
  cr_assert(h.underflow == 1 && h.overflow == 2);
  // As Go's comments and tests have them.
  cr_assert(histogram_buckets == 160);
  cr_assert(time_histogram_bound(1) == 64 && time_histogram_bound(4) == 256);
  cr_assert(time_histogram_bound(5) == 320 && time_histogram_bound(160) == UINT64_C(1) << 47);
}

// The limiter sees what runs before it ends, on every P, and each ns once.
Test(limiter, counts_what_every_p_does) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct gc_limiter *l = &fake->gc.limiter;
  int64_t start = l->last_update, ms = 1000 * 1000;
  limiter_reset_capacity(l, start, fake_procs);
  struct limiter_event *a = &fake->procs[0]->limiter_event, *b = &fake->procs[1]->limiter_event;
  cr_assert(limiter_event_start(a, LIMITER_EVENT_MARK_ASSIST, start));
  cr_assert(!limiter_event_start(a, LIMITER_EVENT_SCAVENGE_ASSIST, start), "one at a time");
  cr_assert(limiter_event_start(b, LIMITER_EVENT_IDLE, start + 20 * ms));
  limiter_update(l, start + 100 * ms);
  // Of 200 ms on two Ps 100 assisted, 80 were idle: 20 did other work.
  cr_assert(l->fill == (uint64_t)(80 * ms), "%llu", (unsigned long long)l->fill);
  cr_assert(l->idle_time == 80 * ms);
  limiter_event_stop(l, a, LIMITER_EVENT_MARK_ASSIST, start + 110 * ms);
  limiter_event_stop(l, b, LIMITER_EVENT_IDLE, start + 110 * ms);
  limiter_update(l, start + 200 * ms);
  // Since then 10 assisted and 10 idle: of 200 there are 180 of other work.
  cr_assert(l->fill == 0 && l->idle_time == 90 * ms);
  gc_p_destroy(&fake->gc, fake->procs[1]);
  cr_assert(l->events == a && !a->next);
  gc_p_init(&fake->gc, fake->procs[1], 1);
  cr_assert(l->events == b && b->next == a);
  fake_free(fake);
}

// Assists on every P fill the bucket within a second of CPU time each, and then it limits.
Test(limiter, ends_a_death_spiral) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct gc_limiter *l = &fake->gc.limiter;
  int64_t now = l->last_update, ms = 1000 * 1000, limited = 0, all = 0;
  limiter_reset_capacity(l, now, fake_procs);
  struct limiter_event *events[] = {&fake->procs[0]->limiter_event, &fake->procs[1]->limiter_event};
  // All Ps assist whenever they may, as they do when the limit is below what lives.
  for (int step = 0; step < 4000; step++) {
    bool may = !limiter_limiting(l);
    for (int i = 0; i < 2 && may; i++)
      limiter_event_start(events[i], LIMITER_EVENT_MARK_ASSIST, now);
    now += 11 * ms;
    for (int i = 0; i < 2 && may; i++)
      limiter_event_stop(l, events[i], LIMITER_EVENT_MARK_ASSIST, now);
    limiter_update(l, now);
    limited += may ? 0 : 1;
    all++;
  }
  // Half of the time is the program's, once the bucket has filled.
  cr_assert(limited * 100 / all >= 45 && limited * 100 / all <= 50, "%ld of %ld", (long)limited,
            (long)all);
  cr_assert(l->last_enabled_cycle == 1);
  fake_free(fake);
}

Test(cpu, adds_up_over_cycles) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct gc *gc = &fake->gc;
  for (int i = 0; i < 20; i++) {
    for (int j = 0; j < 1000; j++)
      fake->globals[j] = fake_node(fake, NULL, 1);
    gc_collect(gc, fake->procs[0]);
    const struct gc_cpu_stats *cpu = &gc->cpu;
    cr_assert(cpu->gc_total == cpu->gc_assist + cpu->gc_dedicated + cpu->gc_idle + cpu->gc_pause);
    cr_assert(cpu->scavenge_total == cpu->scavenge_assist + cpu->scavenge_bg);
    cr_assert(cpu->total == cpu->user + cpu->gc_total + cpu->scavenge_total + cpu->idle);
    cr_assert(cpu->gc_dedicated > 0 && cpu->gc_pause > 0 && cpu->user > 0);
  }
  double fraction = gc_cpu_stats_fraction(gc);
  cr_assert(fraction > 0 && fraction < 1);
  uint64_t pauses = 0;
  for (unsigned i = 0; i < histogram_buckets; i++)
    pauses += gc->stats.pauses.counts[i];
  cr_assert(pauses >= 20, "%llu", (unsigned long long)pauses);
  int64_t now = gc_embed_nanotime(gc);
  gc_cpu_stats_resize(gc, now);
  gc->procs = 7;
  gc_cpu_stats_end_cycle(gc, now + 1000);
  cr_assert(gc->cpu.total == (now - gc->stats.start_time) * fake_procs + 7000);
  fake_free(fake);
}

// One more cycle, after ns nanoseconds in which nothing was marked, Ps were idle and the background
// scavenger worked.
static void pass(struct fake *fake, int64_t *now, int64_t ns, int64_t idle, int64_t scavenged) {
  struct gc *gc = &fake->gc;
  struct gc_cpu_stats before = gc->cpu;
  *now += ns;
  gc->stats.mark_term_time = *now;
  gc->limiter.idle_time = idle;
  gc->heap.scavenge.background_time = scavenged;
  gc_cpu_stats_end_cycle(gc, *now);
  cr_assert(gc->cpu.idle >= before.idle && gc->cpu.user >= before.user);
}

// The scavenger holds no P: while it works all of them may be idle.
Test(cpu, scavenging_is_not_idle_time_too) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct gc *gc = &fake->gc;
  struct gc_cpu_stats *cpu = &gc->cpu;
  int64_t now = cpu->resize_time;
  pass(fake, &now, 1000, 1500, 0);
  cr_assert(cpu->idle == 1500 && cpu->user == 500);
  pass(fake, &now, 1000, 2000, 300);
  cr_assert(cpu->idle == 3200 && cpu->user == 500 && cpu->scavenge_bg == 300);
  // Longer than both Ps were there: made up for later.
  pass(fake, &now, 1000, 2000, 2100);
  cr_assert(cpu->idle == 3200 && cpu->user == 500);
  pass(fake, &now, 1000, 400, 0);
  cr_assert(cpu->idle == 3600 && cpu->user == 2000);
  cr_assert(cpu->total == cpu->user + cpu->gc_total + cpu->scavenge_total + cpu->idle);
  fake_free(fake);
}
