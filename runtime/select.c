// Select: see select.h.

#include "runtime/select.h"

#include <stdlib.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/random.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"

enum {
  local_cases = 16, // more cases need malloc'ed memory
};

// One place in two orders of the cases: in which they are tried, and in which they are locked.
struct step {
  uint16_t poll;     // the case that is tried at this place
  uint16_t lock;     // the case whose channel is locked at this place
  struct chan *chan; // of the case lock
  void *room;        // for its element, see chan_new_room
};

// A select under way. It does not touch the frame once the goroutine waits.
struct selection {
  const struct runtime *rt;
  struct g *g;
  uint64_t *slots;
  const struct select_case *cases;
  struct step *steps;
  uint32_t count;   // of steps: cases with a channel
  bool needs_rooms; // an element does not fit a sudog, and has no room yet
};

static struct chan *chan_of(const struct selection *s, uint32_t index) {
  return (struct chan *)s->slots[s->cases[index].channel];
}

static uint32_t random_below(struct p *p, uint32_t limit) {
  return (uint32_t)((runtime_random(p) >> 32) * limit >> 32);
}

// Puts the cases that have a channel in a random order.
static void shuffle(struct selection *s, uint32_t count) {
  struct p *p = s->g->m->p;
  for (uint32_t i = 0; i < count; i++) {
    struct chan *c = chan_of(s, i);
    if (!c)
      continue;
    uint32_t at = s->count ? random_below(p, s->count + 1) : 0;
    s->steps[s->count++].poll = s->steps[at].poll;
    s->steps[at].poll = (uint16_t)i;
    s->needs_rooms = s->needs_rooms || chan_needs_room(c);
  }
}

// Moves the step at `at` down the heap of the first count steps, greatest address on top.
static void sink(struct step *steps, uint32_t at, uint32_t count) {
  struct step moved = steps[at];
  for (;;) {
    uint32_t child = 2 * at + 1;
    if (child >= count)
      break;
    if (child + 1 < count && steps[child].chan < steps[child + 1].chan)
      child++;
    if (steps[child].chan <= moved.chan)
      break;
    steps[at].lock = steps[child].lock;
    steps[at].chan = steps[child].chan;
    at = child;
  }
  steps[at].lock = moved.lock;
  steps[at].chan = moved.chan;
}

// Makes the order of locking by a heap sort. It starts from the random order, so that cases of one
// channel come in any order.
static void sort(struct selection *s) {
  struct step *steps = s->steps;
  for (uint32_t i = 0; i < s->count; i++) {
    steps[i].lock = steps[i].poll;
    steps[i].chan = chan_of(s, steps[i].poll);
    steps[i].room = NULL;
  }
  for (uint32_t i = s->count / 2; i-- > 0;)
    sink(steps, i, s->count);
  for (uint32_t end = s->count; end > 1; end--) {
    struct step first = steps[0];
    steps[0].lock = steps[end - 1].lock;
    steps[0].chan = steps[end - 1].chan;
    steps[end - 1].lock = first.lock;
    steps[end - 1].chan = first.chan;
    sink(steps, 0, end - 1);
  }
}

static void lock_all(const struct selection *s) {
  struct chan *last = NULL;
  for (uint32_t i = 0; i < s->count; i++) {
    struct chan *c = s->steps[i].chan;
    invariant_debug(c >= last);
    if (c != last)
      chan_lock(s->rt, c);
    last = c;
  }
}

static void unlock_all(const struct selection *s) {
  struct chan *last = NULL;
  for (uint32_t i = s->count; i-- > 0;) {
    struct chan *c = s->steps[i].chan;
    if (c != last)
      chan_unlock(s->rt, c);
    last = c;
  }
}

// Runs the first case, in the random order, that needs no waiting. All channels are locked.
static enum chan_outcome try_all(const struct selection *s, struct select_choice *choice,
                                 struct g **wake) {
  struct runtime *rt = s->g->runtime;
  struct p *p = s->g->m->p;
  *wake = NULL;
  for (uint32_t i = 0; i < s->count; i++) {
    uint32_t index = s->steps[i].poll;
    void *value = s->slots + s->cases[index].value;
    struct chan *c = chan_of(s, index);
    *choice = (struct select_choice){.index = index};
    enum chan_outcome outcome = s->cases[index].send
                                    ? chan_send_locked(rt, p, c, value, wake)
                                    : chan_receive_locked(rt, p, c, value, &choice->ok, wake);
    if (outcome != CHAN_WOULD_BLOCK)
      return outcome;
  }
  return CHAN_WOULD_BLOCK;
}

// Makes the goroutine wait on all channels, which are locked.
static enum chan_outcome block(const struct selection *s, bool (*resume)(struct g *g)) {
  struct g *g = s->g;
  struct sudog **link = &g->waiting;
  invariant(!g->waiting && !atomic_load_u32(&g->select_done));
  for (uint32_t i = 0; i < s->count; i++) {
    const struct step *step = &s->steps[i];
    const struct select_case *c = &s->cases[step->lock];
    struct sudog *record =
        chan_enqueue(g, step->chan, c->send ? s->slots + c->value : NULL, step->room);
    record->is_select = true;
    record->index = step->lock;
    *link = record;
    link = &record->wait_link;
  }
  g->resume = resume;
  sched_park(g, WAIT_SELECT);
  unlock_all(s);
  return CHAN_BLOCKED;
}

static void make_rooms(struct selection *s) {
  for (uint32_t i = 0; i < s->count; i++)
    if (chan_needs_room(s->steps[i].chan))
      s->steps[i].room = chan_new_room(s->g, s->steps[i].chan);
  s->needs_rooms = false;
}

static enum chan_outcome run(struct selection *s, bool (*resume)(struct g *g),
                             struct select_choice *choice) {
  struct g *g = s->g, *wake;
  for (;;) {
    lock_all(s);
    enum chan_outcome outcome = try_all(s, choice, &wake);
    if (outcome == CHAN_WOULD_BLOCK && resume && !s->needs_rooms)
      return block(s, resume);
    unlock_all(s);
    if (wake)
      sched_ready(g->runtime, g->m->p, wake);
    if (outcome == CHAN_PANICKED)
      chan_panic_closed(g);
    if (outcome != CHAN_WOULD_BLOCK || !resume)
      return outcome;
    make_rooms(s);
  }
}

enum chan_outcome select_run(struct g *g, uint64_t *slots, const struct select_case *cases,
                             uint32_t count, bool (*resume)(struct g *g),
                             struct select_choice *choice) {
  struct step local[local_cases];
  struct selection s = {.rt = g->runtime, .g = g, .slots = slots, .cases = cases, .steps = local};
  if (count == 0 && resume) {
    g->resume = NULL;
    sched_park(g, WAIT_SELECT_NO_CASES);
    return CHAN_BLOCKED;
  }
  if (count > local_cases)
    s.steps = malloc(count * sizeof *s.steps);
  if (!s.steps)
    gc_embed_fatal(&g->runtime->gc, "out of memory");
  shuffle(&s, count);
  sort(&s);
  enum chan_outcome outcome = run(&s, resume, choice);
  if (s.steps != local)
    free(s.steps);
  return outcome;
}

static void lock_waiting(const struct runtime *rt, struct sudog *list) {
  struct chan *last = NULL;
  for (; list; list = list->wait_link) {
    if (list->chan != last)
      chan_lock(rt, list->chan);
    last = list->chan;
  }
}

static void unlock_waiting(const struct runtime *rt, struct sudog *list) {
  struct chan *last = NULL;
  for (; list; list = list->wait_link) {
    if (list->chan != last)
      chan_unlock(rt, list->chan);
    last = list->chan;
  }
}

struct sudog *select_resume(struct g *g) {
  struct sudog *list = g->waiting, *winner = NULL;
  lock_waiting(g->runtime, list);
  for (struct sudog *s = list; s; s = s->wait_link) {
    if (s->state == SUDOG_WAITING) {
      sudog_remove(s);
      continue;
    }
    invariant(!winner);
    winner = s;
  }
  atomic_store_u32(&g->select_done, 0);
  unlock_waiting(g->runtime, list);
  g->waiting = NULL;
  invariant(winner);
  while (list) {
    struct sudog *s = list;
    list = s->wait_link;
    s->wait_link = NULL;
    if (s != winner)
      sudog_release(g, s);
  }
  return winner;
}
