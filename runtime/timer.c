// Timers: see timer.h.

#include "runtime/timer.h"

#include <stdlib.h>

#include "gc/embed.h"
#include "gc/mark.h"
#include "gc/wbbuf.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/g.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"
#include "runtime/sysmon.h"
#include "runtime/system.h"

enum {
  children = 4,
  first_capacity = 16,
  fired_poll_ns = 20000, // sleep between tests of a timer that is firing
};

void timers_init(struct timers *timers) {
  mutex_init(&timers->lock, LOCK_RANK_TIMERS);
  timers->next = INT64_MAX;
}

void timers_destroy(struct p *p) {
  free(p->timers.entries);
}

// Returns the time that is ns after now.
static int64_t later(int64_t now, int64_t ns) {
  if (ns <= 0)
    return now;
  return ns < INT64_MAX - 1 - now ? now + ns : INT64_MAX - 1;
}

int64_t timer_when(struct runtime *rt, int64_t ns) {
  return later(runtime_nanotime(rt), ns);
}

// The heap. All functions here are called with its lock held.

static void place(struct timers *timers, uint32_t i, struct timer_entry entry) {
  timers->entries[i] = entry;
  entry.timer->index = i;
}

static void sift_up(struct timers *timers, uint32_t i, struct timer_entry entry) {
  while (i > 0) {
    uint32_t parent = (i - 1) / children;
    if (entry.when >= timers->entries[parent].when)
      break;
    place(timers, i, timers->entries[parent]);
    i = parent;
  }
  place(timers, i, entry);
}

static void sift_down(struct timers *timers, uint32_t i, struct timer_entry entry) {
  for (;;) {
    uint32_t first = i * children + 1, least = first;
    if (first >= timers->count)
      break;
    uint32_t end = timers->count - first > children ? first + children : timers->count;
    for (uint32_t child = first + 1; child < end; child++)
      if (timers->entries[child].when < timers->entries[least].when)
        least = child;
    if (timers->entries[least].when >= entry.when)
      break;
    place(timers, i, timers->entries[least]);
    i = least;
  }
  place(timers, i, entry);
}

// Finds a place for an entry that takes the place of the one at index i.
static void sift(struct timers *timers, uint32_t i, struct timer_entry entry) {
  if (i > 0 && entry.when < timers->entries[(i - 1) / children].when)
    sift_up(timers, i, entry);
  else
    sift_down(timers, i, entry);
}

static void publish_next(struct timers *timers) {
  atomic_store_i64(&timers->next, timers->count ? timers->entries[0].when : INT64_MAX);
}

static void insert(struct runtime *rt, struct timers *timers, struct timer *t) {
  mutex_assert_held(&timers->lock);
  if (timers->count == timers->capacity) {
    uint32_t capacity = timers->capacity ? timers->capacity * 2 : first_capacity;
    struct timer_entry *entries = realloc(timers->entries, capacity * sizeof *entries);
    if (!entries)
      gc_embed_fatal(&rt->gc, "out of memory");
    timers->entries = entries;
    timers->capacity = capacity;
  }
  timers->count++;
  sift_up(timers, timers->count - 1, (struct timer_entry){t->when, t});
  publish_next(timers);
}

static void take_out(struct timers *timers, struct timer *t) {
  mutex_assert_held(&timers->lock);
  struct timer_entry last = timers->entries[--timers->count];
  if (last.timer != t)
    sift(timers, t->index, last);
  publish_next(timers);
  atomic_store_pointer(&t->p, NULL);
}

// Shades a timer that enters a heap, which the collector may have scanned, or leaves one, which it
// may not have scanned. p is the calling M's.
static void shade(struct runtime *rt, struct p *p, struct timer *t) {
  if (rt->gc.write_barrier.enabled)
    gc_wbbuf_put2(&rt->gc, &p->gc, &p->gc.wbbuf, 0, (uintptr_t)t);
}

// Locks the heap that t is in and returns it; NULL if t is in none.
static struct timers *lock_home(struct timer *t) {
  for (;;) {
    struct p *p = atomic_load_pointer(&t->p);
    if (!p)
      return NULL;
    mutex_lock(&p->timers.lock);
    if (atomic_load_pointer(&t->p) == p)
      return &p->timers;
    mutex_unlock(&p->timers.lock);
  }
}

// Changes the time of t where it is. *first becomes whether it is the first of its heap. Returns
// false if it is in no heap.
static bool modify(struct timer *t, int64_t when, int64_t period, bool *first) {
  struct timers *timers = lock_home(t);
  if (!timers)
    return false;
  t->when = when;
  t->period = period;
  sift(timers, t->index, (struct timer_entry){when, t});
  publish_next(timers);
  *first = t->index == 0;
  mutex_unlock(&timers->lock);
  return true;
}

// Puts t into p's heap. *first becomes whether it is the first. Returns false if another M has put
// it into a heap meanwhile.
static bool add(struct runtime *rt, struct p *p, struct timer *t, int64_t when, int64_t period,
                bool *first) {
  struct timers *timers = &p->timers;
  mutex_lock(&timers->lock);
  bool added = atomic_cas_pointer(&t->p, NULL, p);
  if (added) {
    t->when = when;
    t->period = period;
    insert(rt, timers, t);
    *first = t->index == 0;
  }
  mutex_unlock(&timers->lock);
  return added;
}

bool timer_start(struct runtime *rt, struct p *p, struct timer *t, int64_t when, int64_t period) {
  bool first = false, active = false;
  shade(rt, p, t);
  while (!active && !add(rt, p, t, when, period, &first))
    active = modify(t, when, period, &first);
  if (first)
    sched_wake_for_timer(rt, when);
  // When it is due the only thread may be in a blocking native, or out of the instance.
  sysmon_start(rt);
  return active;
}

bool timer_stop(struct runtime *rt, struct p *p, struct timer *t) {
  struct timers *timers = lock_home(t);
  if (!timers)
    return false;
  shade(rt, p, t);
  take_out(timers, t);
  mutex_unlock(&timers->lock);
  return true;
}

void timer_wait_fired(struct timer *t) {
  uint32_t firing;
  while ((firing = atomic_load_u32(&t->firing)) != 0)
    lock_futex_wait(&t->firing, firing, fired_poll_ns);
}

// What timers do.

static void fire_ready(struct runtime *rt, struct p *p, struct timer *t) {
  sched_ready(rt, p, t->arg);
}

void timer_fire_go(struct runtime *rt, struct p *p, struct timer *t) {
  sched_go(rt, p, NULL, t->arg);
}

void timer_sleep(struct g *g, int64_t ns) {
  struct runtime *rt = g->runtime;
  struct timers *timers = &g->m->p->timers;
  struct timer *t = &g->sleep;
  int64_t when = timer_when(rt, ns);
  mutex_lock(&timers->lock);
  // Keep `firing`: the M that fired this timer last time may still be decrementing it.
  t->when = when;
  t->period = 0;
  t->fire = fire_ready;
  t->arg = g;
  atomic_store_pointer(&t->p, g->m->p);
  insert(rt, timers, t);
  bool first = t->index == 0;
  sched_park(g, WAIT_SLEEP);
  mutex_unlock(&timers->lock);
  if (first)
    sched_wake_for_timer(rt, when);
}

// Running.

// Takes the first timer of a heap, if it is due: removes it, or moves it to its next time. Returns
// NULL if none is due. The heap is locked.
static struct timer *take_due(struct runtime *rt, struct p *p, struct timers *timers, int64_t now) {
  if (timers->count == 0 || timers->entries[0].when > now)
    return NULL;
  struct timer *t = timers->entries[0].timer;
  shade(rt, p, t);
  atomic_add_u32(&t->firing, 1);
  if (t->period > 0) { // missed times are left out
    int64_t latest = t->when + (now - t->when) / t->period * t->period;
    t->when = later(latest, t->period);
    sift_down(timers, 0, (struct timer_entry){t->when, t});
    publish_next(timers);
  } else {
    take_out(timers, t);
  }
  return t;
}

int64_t timers_steal(struct runtime *rt, struct p *p, struct p *victim, int64_t now) {
  struct timers *timers = &victim->timers;
  if (atomic_load_i64(&timers->next) > now)
    return atomic_load_i64(&timers->next);
  mutex_lock(&timers->lock);
  for (struct timer *t; (t = take_due(rt, p, timers, now));) {
    mutex_unlock(&timers->lock);
    t->fire(rt, p, t);
    atomic_add_u32(&t->firing, (uint32_t)-1);
    mutex_lock(&timers->lock);
  }
  int64_t next = timers->next;
  mutex_unlock(&timers->lock);
  return next;
}

int64_t timers_run(struct runtime *rt, struct p *p, int64_t now) {
  return timers_steal(rt, p, p, now);
}

void timers_move(struct runtime *rt, struct p *to, struct p *from) {
  while (from->timers.count) {
    mutex_lock(&from->timers.lock);
    struct timer *t = from->timers.entries[0].timer;
    take_out(&from->timers, t);
    mutex_unlock(&from->timers.lock);
    mutex_lock(&to->timers.lock);
    atomic_store_pointer(&t->p, to);
    insert(rt, &to->timers, t);
    mutex_unlock(&to->timers.lock);
  }
}

int64_t timers_next(struct runtime *rt) {
  int64_t next = INT64_MAX;
  for (uint32_t i = 0, count = atomic_load_u32(&rt->all_p_count); i < count; i++) {
    struct p *p = atomic_load_pointer(&rt->allps[i]);
    int64_t when = atomic_load_i64(&p->timers.next);
    if (when < next)
      next = when;
  }
  return next;
}

void timers_scan(struct runtime *rt, struct gc_work *work) {
  for (uint32_t i = 0; i < rt->all_p_count; i++) {
    struct timers *timers = &rt->allps[i]->timers;
    mutex_lock(&timers->lock);
    for (uint32_t j = 0; j < timers->count; j++)
      gc_grey_pointer(&rt->gc, work, timers->entries[j].timer);
    mutex_unlock(&timers->lock);
  }
}

void timers_check(struct p *p) {
  struct timers *timers = &p->timers;
  mutex_lock(&timers->lock);
  for (uint32_t i = 0; i < timers->count; i++) {
    struct timer_entry entry = timers->entries[i];
    invariant(entry.timer->p == p && entry.timer->index == i && entry.timer->when == entry.when);
    invariant(i == 0 || entry.when >= timers->entries[(i - 1) / children].when);
  }
  invariant(timers->next == (timers->count ? timers->entries[0].when : INT64_MAX));
  mutex_unlock(&timers->lock);
}
