// Semaphores by address and the lists of Cond, against a model.

#include "runtime/instance.h"
#include "runtime/random.h"
#include "runtime/runq.h"
#include "runtime/sema.h"

#include <criterion/criterion.h>
#include <string.h>

#include "runtime/sched.h"
#include "tests/runtime/fixture.h"

enum {
  addresses = 40,
  goroutines = 300,
  steps = 60000,
  stride = sema_roots * 8 / sizeof(uint32_t), // all in one root
};

struct world {
  struct fixture f;
  uint32_t units[addresses * stride];
  struct g *all[goroutines];
  int waits_on[goroutines]; // -1: none
  int queue[addresses][goroutines], queued[addresses];
  uint32_t model_units[addresses];
};

static void world_init(struct world *w) {
  memset(w, 0, sizeof *w);
  fixture_init(&w->f, "seed=7");
  for (int i = 0; i < goroutines; i++) {
    w->all[i] = g_new(w->f.rt, runtime_p(w->f.rt));
    w->waits_on[i] = -1;
  }
}

// Makes g the goroutine that the M runs.
static void run_as(struct world *w, struct g *g) {
  struct m *m = &w->f.rt->m0;
  if (g != w->f.g)
    g_set_status(g, GDEAD, GRUNNING);
  g->m = m;
  m->current_g = g;
}

// Ends that: g is no goroutine again unless it waits now.
static void stop_as(struct world *w, struct g *g) {
  struct m *m = &w->f.rt->m0;
  if (g != w->f.g && m->current_g == g)
    g_set_status(g, GRUNNING, GDEAD);
  m->current_g = w->f.g;
}

static int number_of(const struct world *w, const struct g *g) {
  for (int i = 0; i < goroutines; i++)
    if (w->all[i] == g)
      return i;
  return -1;
}

// The goroutine that was made runnable, taken out of the run queue; -1: none.
static int take_woken(struct world *w) {
  struct g *g = sched_get(w->f.rt, runtime_p(w->f.rt));
  if (!g)
    return -1;
  cr_assert_eq(g->status, GRUNNABLE);
  g_set_status(g, GRUNNABLE, GDEAD);
  return number_of(w, g);
}

static void acquire(struct world *w, int i, int a, bool lifo) {
  struct g *g = w->all[i];
  run_as(w, g);
  sema_acquire(g, &w->units[a * stride], lifo, WAIT_MUTEX);
  bool waits = !w->f.rt->m0.current_g;
  stop_as(w, g);
  cr_assert_eq(waits, w->model_units[a] == 0);
  if (!waits) {
    w->model_units[a]--;
    return;
  }
  cr_assert_eq(g->status, GWAITING);
  cr_assert_eq(g->wait_reason, WAIT_MUTEX);
  w->waits_on[i] = a;
  int at = lifo ? 0 : w->queued[a];
  memmove(&w->queue[a][at + 1], &w->queue[a][at], sizeof(int) * (size_t)(w->queued[a] - at));
  w->queue[a][at] = i;
  w->queued[a]++;
}

static void pop_model(struct world *w, int a) {
  w->waits_on[w->queue[a][0]] = -1;
  w->queued[a]--;
  memmove(&w->queue[a][0], &w->queue[a][1], sizeof(int) * (size_t)w->queued[a]);
}

static void release(struct world *w, int a) {
  int want = w->queued[a] ? w->queue[a][0] : -1;
  sema_release(w->f.g, &w->units[a * stride], false);
  cr_assert_eq(take_woken(w), want);
  if (want < 0)
    w->model_units[a]++;
  else
    pop_model(w, a);
  cr_assert_eq(w->units[a * stride], w->model_units[a]);
}

Test(sema, waits_and_wakes_like_the_model) {
  static struct world w;
  world_init(&w);
  for (int step = 0; step < steps; step++) {
    uint64_t random = runtime_random(runtime_p(w.f.rt));
    int a = (int)(random % addresses), i = (int)(random >> 16 & 0xffff) % goroutines;
    // Phases of more waiting and of more waking.
    bool wait = (random >> 40) % 10 < (step / 5000 % 2 ? 3u : 7u);
    if (!wait)
      release(&w, a);
    else if (w.waits_on[i] < 0)
      acquire(&w, i, a, random >> 48 & 1);
    if (step % 50 == 0)
      sema_check(&w.f.rt->semaphores);
  }
  for (int a = 0; a < addresses; a++)
    while (w.queued[a])
      release(&w, a);
  sema_check(&w.f.rt->semaphores);
  fixture_destroy(&w.f);
}

Test(sema, handoff_gives_way_to_who_waited) {
  static struct world w;
  world_init(&w);
  acquire(&w, 0, 0, false);
  sema_release(w.f.g, &w.units[0], true);
  cr_assert_eq(w.f.rt->m0.current_g, NULL, "the releaser has given way");
  cr_assert_eq(sched_get(w.f.rt, runtime_p(w.f.rt)), w.all[0]);
  cr_assert_eq(sched_get(w.f.rt, runtime_p(w.f.rt)), w.f.g);
  cr_assert_eq(w.units[0], 0, "the unit went to who waited");
  fixture_destroy(&w.f);
}

static void wait_for(struct world *w, int i, struct notify_list *list, uint32_t ticket,
                     bool parks) {
  struct g *g = w->all[i];
  run_as(w, g);
  notify_wait(g, list, ticket);
  cr_assert_eq(!w->f.rt->m0.current_g, parks);
  stop_as(w, g);
}

Test(sema, tickets_are_called_in_order) {
  static struct world w;
  static struct notify_list list;
  world_init(&w);
  list = (struct notify_list){UINT32_MAX - 1, UINT32_MAX - 1}; // they wrap around
  uint32_t first = list.wait;
  notify_one(w.f.g, &list);
  cr_assert_eq(take_woken(&w), -1, "nobody waits");
  list.wait += 4; // four tickets; they come in another order
  wait_for(&w, 2, &list, first + 2, true);
  wait_for(&w, 3, &list, first + 3, true);
  wait_for(&w, 0, &list, first, true);
  notify_one(w.f.g, &list);
  cr_assert_eq(take_woken(&w), 0);
  notify_one(w.f.g, &list);
  cr_assert_eq(take_woken(&w), -1, "ticket 1 is called but not there yet");
  wait_for(&w, 1, &list, first + 1, false);
  sema_check(&w.f.rt->semaphores);
  list.wait++;
  wait_for(&w, 4, &list, first + 4, true);
  notify_all(w.f.g, &list);
  bool woken[5] = {false};
  for (int i; (i = take_woken(&w)) >= 0;)
    woken[i] = true;
  cr_assert(woken[2] && woken[3] && woken[4] && !woken[0] && !woken[1]);
  cr_assert_eq(list.notify, list.wait);
  sema_check(&w.f.rt->semaphores);
  fixture_destroy(&w.f);
}

// Waiters come with tickets in any order, and are called one by one, by all, and while none waits.
Test(sema, tickets_against_a_model) {
  static struct world w;
  static struct notify_list list;
  world_init(&w);
  uint64_t random = 5;
  for (int turn = 0; turn < 400; turn++) {
    enum { tickets = 12 };
    int order[tickets], waiting = 0;
    list.wait = list.notify = (uint32_t)turn * 0x10000001u;
    uint32_t first = list.wait;
    list.wait += tickets;
    for (int i = 0; i < tickets; i++) {
      random = random * UINT64_C(6364136223846793005) + 1;
      int j = (int)(random >> 33) % (i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    // Each wait is followed by a call now and then; a ticket that is called before it waits does
    // not.
    int called = 0;
    for (int i = 0; i < tickets; i++) {
      bool parks = order[i] >= called;
      wait_for(&w, order[i], &list, first + (uint32_t)order[i], parks);
      w.waits_on[order[i]] = parks ? 0 : -1;
      waiting += parks;
      random = random * UINT64_C(6364136223846793005) + 1;
      if (random >> 62 == 0) {
        notify_one(w.f.g, &list);
        int expected = w.waits_on[called] == 0 ? called : -1;
        cr_assert_eq(take_woken(&w), expected);
        waiting -= expected >= 0;
        w.waits_on[called++] = -1;
      }
      sema_check(&w.f.rt->semaphores);
    }
    for (int one = turn % 5; one > 0 && called < tickets; one--) {
      notify_one(w.f.g, &list);
      cr_assert_eq(take_woken(&w), called);
      w.waits_on[called++] = -1;
      waiting--;
    }
    notify_all(w.f.g, &list);
    for (; waiting > 0; waiting--) {
      int woken = take_woken(&w);
      cr_assert(woken >= 0 && w.waits_on[woken] == 0);
      w.waits_on[woken] = -1;
    }
    cr_assert_eq(take_woken(&w), -1);
    sema_check(&w.f.rt->semaphores);
  }
  fixture_destroy(&w.f);
}
