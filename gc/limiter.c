// The limiter: moving the bucket, and the events of Ps that it learns of before they end.

#include "gc/limiter.h"

#include <stddef.h>
#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"

static const double background_utilization = 0.25;

static bool try_lock(struct gc_limiter *l) {
  return atomic_cas_u32(&l->lock, 0, 1);
}

// Waits for the lock, which others hold for a moment only. The system monitor may hold it even
// while the world is stopped, since it has no P.
static void lock(struct gc_limiter *l) {
  while (!try_lock(l))
    atomic_pause();
}

static void unlock(struct gc_limiter *l) {
  invariant(atomic_load_u32(&l->lock) == 1);
  atomic_store_u32(&l->lock, 0);
}

void limiter_init(struct gc_limiter *l, int64_t now, int32_t procs) {
  memset(l, 0, sizeof *l);
  atomic_store_i64(&l->last_update, now);
  limiter_reset_capacity(l, now, procs);
}

bool limiter_limiting(const struct gc_limiter *l) {
  return atomic_load_u32(&l->enabled) != 0;
}

static void enable(struct gc_limiter *l) {
  atomic_store_u32(&l->enabled, 1);
  atomic_store_u32(&l->last_enabled_cycle, l->cycle + 1);
}

// Moves the bucket by gc_time - mutator_time.
static void accumulate(struct gc_limiter *l, int64_t mutator_time, int64_t gc_time) {
  uint64_t headroom = l->capacity - l->fill;
  bool enabled = headroom == 0;
  int64_t change = gc_time - mutator_time;
  if (change > 0 && headroom <= (uint64_t)change) {
    l->overflow += (uint64_t)change - headroom;
    l->fill = l->capacity;
    if (!enabled)
      enable(l);
    return;
  }
  uint64_t drained = 0 - (uint64_t)change; // a positive change wraps, and the subtraction adds it
  if (change < 0 && l->fill <= drained)
    l->fill = 0;
  else
    l->fill -= drained;
  if (change != 0 && enabled)
    atomic_store_u32(&l->enabled, 0);
}

static const uint64_t type_mask = UINT64_C(7) << 61;

static uint64_t make_stamp(enum limiter_event_type type, int64_t now) {
  return (uint64_t)type << 61 | ((uint64_t)now & ~type_mask);
}

static enum limiter_event_type stamp_type(uint64_t stamp) {
  return (enum limiter_event_type)(stamp >> 61);
}

// Returns the ns from the stamp to now, 0 if the clock went backwards. The clock's upper bits come
// from now.
static int64_t stamp_duration(uint64_t stamp, int64_t now) {
  int64_t start = (int64_t)(((uint64_t)now & type_mask) | (stamp & ~type_mask));
  return now < start ? 0 : now - start;
}

// Returns the type of the event that runs, and in *ns how long it has run. The event goes on as if
// it started at now. With no such time, returns LIMITER_EVENT_NONE and sets *ns to 0.
static enum limiter_event_type limiter_event_consume(struct limiter_event *event, int64_t now,
                                                     int64_t *ns) {
  for (;;) {
    uint64_t old = atomic_load_u64(&event->stamp);
    enum limiter_event_type type = stamp_type(old);
    *ns = type == LIMITER_EVENT_NONE ? 0 : stamp_duration(old, now);
    if (*ns == 0)
      return LIMITER_EVENT_NONE;
    if (atomic_cas_u64(&event->stamp, old, make_stamp(type, now)))
      return type;
  }
}

// Adds the time of the Ps' running events to idle and assist time.
static void consume_events(struct gc_limiter *l, int64_t now, int64_t *idle, int64_t *assist) {
  for (struct limiter_event *event = l->events; event; event = event->next) {
    int64_t ns = 0;
    switch (limiter_event_consume(event, now, &ns)) {
    case LIMITER_EVENT_IDLE:
      atomic_add_i64(&l->idle_time, ns);
      *idle += ns;
      break;
    case LIMITER_EVENT_IDLE_MARK_WORK:
      *idle += ns;
      break;
    case LIMITER_EVENT_MARK_ASSIST:
    case LIMITER_EVENT_SCAVENGE_ASSIST:
      *assist += ns;
      break;
    case LIMITER_EVENT_NONE:
      break;
    }
  }
}

static int64_t take_pool(int64_t *pool) {
  int64_t taken = atomic_load_i64(pool);
  if (taken != 0)
    atomic_add_i64(pool, -taken);
  return taken;
}

static void update_locked(struct gc_limiter *l, int64_t now) {
  int64_t last = atomic_load_i64(&l->last_update);
  if (now < last)
    return; // another thread read a later clock
  int64_t window = (now - last) * (int64_t)l->procs;
  atomic_store_i64(&l->last_update, now);
  int64_t assist = take_pool(&l->assist_time_pool);
  int64_t idle = take_pool(&l->idle_time_pool);
  consume_events(l, now, &idle, &assist);
  int64_t gc_time = assist;
  if (l->gc_enabled)
    gc_time += (int64_t)((double)window * background_utilization);
  window -= idle;
  accumulate(l, window - gc_time, gc_time);
}

void limiter_start_transition(struct gc_limiter *l, bool enable_gc, int64_t now) {
  lock(l);
  invariant(!l->transitioning);
  if (l->gc_enabled == enable_gc)
    vole_throw("limiter: transition to the state it is in");
  update_locked(l, now);
  l->gc_enabled = enable_gc;
  l->transitioning = true;
}

void limiter_finish_transition(struct gc_limiter *l, int64_t now) {
  if (!l->transitioning)
    vole_throw("limiter: a transition finishes that did not start");
  int64_t last = atomic_load_i64(&l->last_update);
  if (now >= last)
    accumulate(l, 0, (now - last) * (int64_t)l->procs);
  atomic_store_i64(&l->last_update, now);
  l->transitioning = false;
  unlock(l);
}

bool limiter_need_update(const struct gc_limiter *l, int64_t now) {
  return now - atomic_load_i64(&l->last_update) > limiter_update_period;
}

void limiter_update(struct gc_limiter *l, int64_t now) {
  if (!try_lock(l))
    return;
  invariant(!l->transitioning);
  update_locked(l, now);
  unlock(l);
}

void limiter_add_assist_time(struct gc_limiter *l, int64_t ns) {
  atomic_add_i64(&l->assist_time_pool, ns);
}

void limiter_reset_capacity(struct gc_limiter *l, int64_t now, int32_t procs) {
  lock(l);
  invariant(!l->transitioning);
  update_locked(l, now);
  l->procs = procs;
  l->capacity = (uint64_t)procs * limiter_capacity_per_proc;
  if (l->fill > l->capacity) {
    l->fill = l->capacity;
    enable(l);
  } else if (l->fill < l->capacity) {
    atomic_store_u32(&l->enabled, 0);
  }
  unlock(l);
}

void limiter_add_event(struct gc_limiter *l, struct limiter_event *event) {
  lock(l);
  invariant(!l->transitioning);
  event->next = l->events;
  l->events = event;
  unlock(l);
}

void limiter_remove_event(struct gc_limiter *l, struct limiter_event *event) {
  lock(l);
  invariant(!l->transitioning);
  struct limiter_event **link = &l->events;
  while (*link && *link != event)
    link = &(*link)->next;
  invariant(*link == event);
  *link = event->next;
  unlock(l);
}

bool limiter_event_start(struct limiter_event *event, enum limiter_event_type type, int64_t now) {
  if (stamp_type(atomic_load_u64(&event->stamp)) != LIMITER_EVENT_NONE)
    return false;
  atomic_store_u64(&event->stamp, make_stamp(type, now));
  return true;
}

void limiter_event_stop(struct gc_limiter *l, struct limiter_event *event,
                        enum limiter_event_type type, int64_t now) {
  uint64_t stamp;
  do {
    stamp = atomic_load_u64(&event->stamp);
    if (stamp_type(stamp) != type)
      vole_throw("limiter: event %d stops but %d runs", (int)type, (int)stamp_type(stamp));
  } while (!atomic_cas_u64(&event->stamp, stamp, 0));
  int64_t ns = stamp_duration(stamp, now);
  if (ns == 0)
    return;
  if (type == LIMITER_EVENT_IDLE)
    atomic_add_i64(&l->idle_time, ns);
  if (type == LIMITER_EVENT_IDLE || type == LIMITER_EVENT_IDLE_MARK_WORK)
    atomic_add_i64(&l->idle_time_pool, ns);
  else
    limiter_add_assist_time(l, ns);
}

void limiter_check(const struct gc_limiter *limiter) {
  invariant(limiter->fill <= limiter->capacity && limiter->procs > 0);
  invariant(limiter->capacity == (uint64_t)limiter->procs * limiter_capacity_per_proc);
  invariant(limiter->assist_time_pool >= 0 && limiter->idle_time_pool >= 0);
}
