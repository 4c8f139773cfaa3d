// Cycles over graphs of objects built by hand.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gc/control.h"
#include "gc/barrier.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "gc/verify.h"
#include "mem/sweep.h"
#include "tests/gc/embed_fake.h"

static const char *strict = "verify";
static const char *checked = "gccheckmark=1,clobberfree=1";

static struct node *make_list(struct fake *fake, uint64_t length) {
  struct node *head = NULL;
  for (uint64_t i = 0; i < length; i++)
    head = fake_node(fake, head, i);
  return head;
}

static void expect_list(const struct node *head, uint64_t length) {
  uint64_t seen = 0;
  for (; head; head = head->next) {
    seen++;
    cr_assert(head->value == length - seen, "node %llu holds %llx", (unsigned long long)seen,
              (unsigned long long)head->value);
  }
  cr_assert(seen == length);
}

Test(collect, keeps_what_globals_reach) {
  struct fake *fake = fake_new(checked, strict, NULL);
  fake->globals[7] = make_list(fake, 10000);
  fake->globals[fake_globals - 1] = make_list(fake, 3000);
  fake->stack[5] = make_list(fake, 2000);
  struct node *dropped = make_list(fake, 5000);
  for (int i = 0; i < 3; i++)
    gc_collect(&fake->gc, fake->procs[0]);
  expect_list(fake->globals[7], 10000);
  expect_list(fake->globals[fake_globals - 1], 3000);
  expect_list(fake->stack[5], 2000);
  cr_assert(!fake_is_allocated(fake, dropped));
  cr_assert(fake->gc.stats.finished == 3 && fake->gc.stats.forced == 3);
  cr_assert(fake->stops == 6 && fake->starts == 6);
  cr_assert(fake->gc.pacer.heap_marked == 15000 * sizeof(struct node));
  fake_free(fake);
}

// Marks list and tree with and without pages scanned whole: the same objects and bytes.
Test(collect, marks_the_same_by_pages_and_by_objects) {
  uint64_t marked[2], scanned[2];
  for (int by_page = 0; by_page < 2; by_page++) {
    struct fake *fake = fake_new(NULL, by_page ? "verify" : "verify,pagescan=0", NULL);
    uint64_t random = 7;
    static struct node *nodes[5000];
    for (int i = 0; i < 5000; i++) {
      nodes[i] = fake_node(
          fake, i ? nodes[(random = random * 48271 % 2147483647) % (uint64_t)i] : NULL, 0);
      nodes[i]->other = i ? nodes[(random = random * 48271 % 2147483647) % (uint64_t)i] : NULL;
      fake->globals[i % 7] = nodes[i];
    }
    for (int i = 0; i < 5000; i += 3) // the page of many a node holds what it points to
      nodes[i]->next = nodes[4999 - i];
    gc_collect(&fake->gc, fake->procs[0]);
    marked[by_page] = fake->gc.pacer.heap_marked;
    gc_collect(&fake->gc, fake->procs[0]);
    scanned[by_page] = fake->gc.pacer.last_heap_scan;
    cr_assert_eq(fake->gc.pacer.heap_marked, marked[by_page]);
    fake_free(fake);
  }
  cr_assert_eq(marked[0], marked[1]);
  cr_assert_eq(scanned[0], scanned[1]);
}

Test(collect, frees_everything_dropped) {
  struct fake *fake = fake_new(NULL, strict, NULL);
  fake->globals[0] = make_list(fake, 20000);
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(fake->gc.pacer.heap_marked == 20000 * sizeof(struct node));
  fake->globals[0] = NULL;
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(fake->gc.pacer.heap_marked == 0);
  gc_collect(&fake->gc, fake->procs[0]);
  gc_collect(&fake->gc, fake->procs[0]);
  gc_scavenge_all(&fake->gc);
  fake_free(fake);
}

Test(collect, survives_cycles_and_interior_pointers) {
  struct fake *fake = fake_new(checked, strict, NULL);
  struct node *a = fake_node(fake, NULL, 1);
  struct node *b = fake_node(fake, a, 2);
  a->next = b;
  fake->stack[0] = &a->value; // into the middle
  struct node *lost = fake_node(fake, NULL, 3);
  lost->next = lost;
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(fake_is_allocated(fake, a) && fake_is_allocated(fake, b));
  cr_assert(!fake_is_allocated(fake, lost));
  fake_free(fake);
}

Test(collect, starts_at_a_safepoint_when_the_trigger_is_reached) {
  struct fake *fake = fake_new(NULL, strict, NULL);
  while (!gc_pending(&fake->gc))
    fake_node(fake, NULL, 0);
  cr_assert(fake->safepoints_requested == 1);
  cr_assert(fake->gc.stats.finished == 0);
  uint64_t live = fake->gc.pacer.heap_live;
  cr_assert(live >= (4 << 20) * 7 / 10 && live < 5 << 20, "%llu", (unsigned long long)live);
  cr_assert(fake_safepoint(fake));
  cr_assert(!fake_safepoint(fake));
  cr_assert(fake->gc.stats.finished == 1 && fake->gc.stats.forced == 0);
  fake_free(fake);
}

Test(collect, reuses_memory_over_many_cycles) {
  struct fake *fake = fake_new(NULL, strict, NULL);
  fake->globals[1] = make_list(fake, 50000);
  uint64_t allocated = 0;
  while (fake->gc.stats.finished < 12) {
    fake->stack[1] = make_list(fake, 100);
    allocated += 100 * sizeof(struct node);
    fake_safepoint(fake);
    gc_background_sweep_step(&fake->gc, fake->procs[0]);
  }
  cr_assert(allocated > 20 << 20);
  cr_assert(fake->gc.heap.stats.heap_in_use < 12 << 20, "%llu",
            (unsigned long long)fake->gc.heap.stats.heap_in_use);
  expect_list(fake->globals[1], 50000);
  fake_free(fake);
}

Test(collect, scans_large_objects_in_oblets) {
  struct fake *fake = fake_new(checked, strict, NULL);
  static const uint8_t one[] = {1};
  static const struct layout pointer = {.size = 8, .ptrdata = 8, .mask = one};
  enum { slots = 100000 };
  struct node **table = gc_malloc_array(&fake->gc, fake->procs[0], &pointer, slots);
  fake->stack[3] = table;
  for (uint64_t i = 0; i < slots; i++)
    table[i] = fake_node(fake, NULL, i);
  gc_collect(&fake->gc, fake->procs[0]);
  gc_collect(&fake->gc, fake->procs[0]);
  for (uint64_t i = 0; i < slots; i++)
    cr_assert(table[i]->value == i);
  uint64_t want = slots * sizeof(struct node) + gc_malloc_rounded(slots * sizeof(void *));
  cr_assert(fake->gc.pacer.heap_marked == want);
  fake->stack[3] = NULL;
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(fake->gc.pacer.heap_marked == 0);
  fake_free(fake);
}

// What an object reaches from either side of the border of two arenas is kept.
Test(collect, marks_across_arenas) {
  struct fake *fake = fake_new(checked, strict, NULL);
  static const uint8_t one[] = {1};
  const struct layout word = {.size = ptr_size, .ptrdata = ptr_size, .mask = one};
  uintptr_t words = (heap_arena_bytes + (1 << 20)) / ptr_size;
  struct node **large = gc_malloc(&fake->gc, fake->procs[0], words * ptr_size, &word, true);
  fake->stack[0] = large;
  uintptr_t border =
      (align_up((uintptr_t)large + 1, heap_arena_bytes) - (uintptr_t)large) / ptr_size;
  cr_assert(border > 0 && border < words);
  struct node *dropped = fake_node(fake, NULL, 99);
  for (uintptr_t i = 0; i < 8; i++)
    large[border - 4 + i] = fake_node(fake, fake_node(fake, NULL, 0), 1);
  gc_collect(&fake->gc, fake->procs[0]);
  for (uintptr_t i = 0; i < 8; i++)
    expect_list(large[border - 4 + i], 2);
  cr_assert(!fake_is_allocated(fake, dropped));
  fake->stack[0] = NULL;
  struct node *last = large[border];
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(!fake_is_allocated(fake, large) && !fake_is_allocated(fake, last));
  fake_free(fake);
}

Test(collect, runs_in_every_mode) {
  static const char *const modes[] = {"gcstoptheworld=1", "gcstoptheworld=2", "gccheckmark=1",
                                      "clobberfree=1",    "madvdontneed=0",   "harddecommit=1"};
  for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
    struct fake *fake = fake_new(modes[i], "verify,smallbufs,gcstress=777", NULL);
    for (int round = 0; round < 50; round++) {
      fake->globals[round] = make_list(fake, 100);
      fake->stack[round % 4] = make_list(fake, 40);
      fake_safepoint(fake);
    }
    cr_assert(fake->gc.stats.finished >= 5);
    for (int round = 0; round < 50; round++)
      expect_list(fake->globals[round], 100);
    fake_free(fake);
  }
}

// How far apart the requests of gcstress are: a seed says where they fall, and each is different.
Test(collect, gcstress_with_a_seed) {
  enum { mean = 100, requests = 400 };
  uint64_t sum[3] = {0};
  for (uint64_t seed = 0; seed < 3; seed++) {
    char text[64];
    snprintf(text, sizeof text, "gcstress=%d,seed=%d", mean, (int)seed);
    struct fake *fake = fake_new(NULL, text, NULL);
    struct gc_p *p = fake->procs[0];
    for (int i = 0; i < requests; i++) {
      cr_assert(p->stress_left > 0 && p->stress_left < 2 * mean);
      cr_assert(seed != 0 || p->stress_left == mean);
      sum[seed] += p->stress_left * (uint64_t)(i + 1);
      gc_draw_stress(&fake->gc, p);
    }
    fake_free(fake);
  }
  uint64_t even = (uint64_t)mean * requests * (requests + 1) / 2;
  cr_assert(sum[0] == even && sum[1] != sum[2]);
  cr_assert(sum[1] > even * 9 / 10 && sum[1] < even * 11 / 10);
}

// What verify=2 says of the living depends on them and not on where they lie or how they were
// found.
Test(collect, verify_says_what_lives) {
  static const char *const modes[] = {"gcstoptheworld=1", NULL, "gccheckmark=1", NULL};
  char said[4][128];
  for (int i = 0; i < 4; i++) {
    struct fake *fake = fake_new(modes[i], "verify=2", NULL);
    for (int dead = 0; dead < i * 1000; dead++)
      fake_node(fake, NULL, 0);
    fake->globals[0] = make_list(fake, 100);
    if (i == 3)
      ((struct node *)fake->globals[0])->other = fake->globals[0];
    gc_collect(&fake->gc, fake->procs[0]);
    const char *line = strstr(fake->printed, "verify 1: 100 objects, ");
    cr_assert(line && strstr(line, " (forced)\n"), "%s", fake->printed);
    snprintf(said[i], sizeof said[i], "%.*s", (int)strcspn(line, ";"), line);
    fake_free(fake);
  }
  cr_assert_str_eq(said[0], said[1]);
  cr_assert_str_eq(said[0], said[2]);
  cr_assert_str_neq(said[0], said[3], "another word points");
}

Test(collect, sbrk_never_frees) {
  struct fake *fake = fake_new("sbrk=1", NULL, NULL);
  struct node *node = fake_node(fake, NULL, 42);
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(node->value == 42);
  fake_free(fake);
}

Test(collect, gogc_off_never_wants_a_cycle) {
  struct fake *fake = fake_new(NULL, NULL, "off");
  for (int i = 0; i < 400000; i++)
    fake_node(fake, NULL, 0);
  cr_assert(!gc_pending(&fake->gc));
  cr_assert(gc_set_percent(&fake->gc, 100) == -1);
  while (!gc_pending(&fake->gc))
    fake_node(fake, NULL, 0);
  cr_assert(fake_safepoint(fake));
  fake_free(fake);
}

Test(collect, memory_limit_bounds_the_heap_without_gogc) {
  struct gc_config config = {
      .gogc = "off", .gomemlimit = "12MiB", .voledebug = "verify", .procs = fake_procs};
  struct fake *fake = fake_new_config(&config);
  fake->globals[0] = make_list(fake, 10000);
  while (fake->gc.stats.finished < 5) {
    make_list(fake, 100);
    fake_safepoint(fake);
    cr_assert(fake->gc.pacer.heap_live < 12 << 20);
  }
  expect_list(fake->globals[0], 10000);
  cr_assert(fake->gc.heap.stats.mapped_ready < 13 << 20, "%llu",
            (unsigned long long)fake->gc.heap.stats.mapped_ready);
  fake_free(fake);
}

Test(collect, heap_minimum_scales_the_first_goal) {
  struct fake *fake = fake_new(NULL, "heapmin=262144", "200");
  cr_assert(pacer_heap_goal(&fake->gc.pacer) == 524288);
  while (!gc_pending(&fake->gc))
    fake_node(fake, NULL, 0);
  cr_assert(fake->gc.pacer.heap_live <= 524288 + 65536);
  fake_free(fake);
}

Test(collect, a_large_goal_lets_metadata_be_in_huge_pages) {
  struct fake *fake = fake_new(NULL, "verify,hugepages,heapmin=1000000000", NULL);
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(!fake->gc.heap.arenas_huge_pages && !fake->gc.heap.pages.chunk_huge_pages);
  fake_free(fake);
  fake = fake_new(NULL, "verify,hugepages,heapmin=1100000000", NULL);
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(fake->gc.heap.arenas_huge_pages && fake->gc.heap.pages.chunk_huge_pages);
  fake_free(fake);
}

Test(collect, many_instances_live_and_end_apart) {
  struct fake *fakes[8];
  for (int i = 0; i < 8; i++) {
    fakes[i] = fake_new(NULL, "verify", NULL);
    fakes[i]->globals[0] = make_list(fakes[i], 1000);
  }
  for (int i = 0; i < 8; i += 2)
    fake_free(fakes[i]);
  for (int i = 1; i < 8; i += 2) {
    gc_collect(&fakes[i]->gc, fakes[i]->procs[0]);
    expect_list(fakes[i]->globals[0], 1000);
    fake_free(fakes[i]);
  }
}

// Every system call that fails leads to a fatal error with status 2 or to none, never to a crash.
Test(collect, survives_failing_system_calls) {
  int fatal = 0;
  for (uint64_t n = 1; n < 40; n++) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
      if (!freopen("/dev/null", "w", stderr))
        _exit(3);
      struct fake *fake = fake_new(NULL, NULL, "20");
      fake->gc.heap.stats.fail_countdown = n;
      for (int i = 0; i < 30; i++) {
        fake->globals[i] = make_list(fake, 5000);
        gc_malloc(&fake->gc, fake->procs[0], 9 << 20, NULL, true);
        gc_collect(&fake->gc, fake->procs[0]);
        gc_scavenge_all(&fake->gc);
        expect_list(fake->globals[i], 5000);
      }
      _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    cr_assert(WIFEXITED(status), "call %d: signal %d", (int)n, WTERMSIG(status));
    cr_assert(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 2);
    fatal += WEXITSTATUS(status) == 2;
  }
  cr_assert(fatal > 0);
}

Test(collect, traces_in_gos_format) {
  struct fake *fake = fake_new("gctrace=1", NULL, NULL);
  gc_collect(&fake->gc, fake->procs[0]);
  int number;
  int end = 0;
  double numbers[12];
  int fields =
      sscanf(fake->printed,
             "gc %d @%lfs %lf%%: %lf+%lf+%lf ms clock, %lf+%lf/%lf/%lf+%lf ms cpu, "
             "%lf->%*d->%*d MB, %*d MB goal, %*d MB stacks, %*d MB globals, 2 P "
             "(forced)\n%n",
             &number, &numbers[0], &numbers[1], &numbers[2], &numbers[3], &numbers[4], &numbers[5],
             &numbers[6], &numbers[7], &numbers[8], &numbers[9], &numbers[10], &end);
  cr_assert(fields == 12 && (size_t)end == strlen(fake->printed), "%s", fake->printed);
  fake_free(fake);
}

Test(collect, verify_catches_a_dangling_pointer, .signal = SIGABRT) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  struct node *kept = fake_node(fake, NULL, 1);
  struct node *dropped = fake_node(fake, NULL, 2);
  fake->stack[0] = kept;
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(!fake_is_allocated(fake, dropped));
  kept->other = dropped; // as a store that nobody may make
  gc_verify_heap(&fake->gc, false);
}

Test(collect, a_pointer_into_a_free_span_is_fatal, .signal = SIGABRT) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct node *list = make_list(fake, 20000);
  struct node *deep = list;
  for (int i = 0; i < 10000; i++)
    deep = deep->next;
  gc_collect(&fake->gc, fake->procs[0]);
  fake->stack[0] = deep;
  gc_collect(&fake->gc, fake->procs[0]);
}

Test(collect, write_barrier_shades_both_pointers) {
  struct fake *fake = fake_new(NULL, "smallbufs", NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  struct node *holder = fake_node(fake, NULL, 0);
  struct node *old_node = fake_node(fake, NULL, 1);
  struct node *new_node = fake_node(fake, NULL, 2);
  holder->next = old_node;
  gc->phase = GC_PHASE_MARK;
  gc->write_barrier.enabled = true;
  for (int i = 0; i < 20; i++) // more than the small buffer holds
    gc_store_pointer(gc, p, (void **)&holder->next, new_node);
  gc_wbbuf_flush(gc, p);
  gc->write_barrier.enabled = false;
  cr_assert(holder->next == new_node);
  for (int i = 0; i < 2; i++) {
    struct node *node = i ? old_node : new_node;
    struct mspan *span = span_of_heap(&gc->heap, (uintptr_t)node);
    uintptr_t index = mspan_object_index(span, (uintptr_t)node);
    cr_expect(*mspan_mark_byte(span, index) >> (index % 8) & 1, "node %d", i);
  }
  struct node *fresh = fake_node(fake, NULL, 3); // black from birth
  struct mspan *span = span_of_heap(&gc->heap, (uintptr_t)fresh);
  uintptr_t index = mspan_object_index(span, (uintptr_t)fresh);
  cr_expect(*mspan_mark_byte(span, index) >> (index % 8) & 1);
  gc_work_dispose(&p->work);
  gc->phase = GC_PHASE_OFF;
}
