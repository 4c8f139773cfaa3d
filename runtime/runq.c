// Run queues: see runq.h.
//
// The head of a P's ring moves by compare-and-swap, since other Ps take there; only the owner moves
// the tail. Entries are read before the head moves: if another P was quicker, the swap fails and
// they are read again.

#include "runtime/runq.h"

#include <stddef.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/runtime.h"
#include "runtime/system.h"
#include "runtime/timer.h"

enum {
  shared_first_every = 61, // scheduling rounds between looks at the shared queue first
  steal_next_after = 3000, // ns that the victim's goroutine is given to block itself
};

uint32_t sched_queue_length(const struct p *p) {
  return atomic_load_u32(&p->runq_tail) - atomic_load_u32(&p->runq_head) +
         (atomic_load_pointer(&p->runnext) != NULL);
}

// Appends a chain of count goroutines to the shared queue. sched lock held.
static void shared_put(struct sched *sched, struct g *first, struct g *last, uint32_t count) {
  mutex_assert_held(&sched->lock);
  last->sched_link = NULL;
  if (sched->runq_tail)
    sched->runq_tail->sched_link = first;
  else
    sched->runq_head = first;
  sched->runq_tail = last;
  atomic_add_u32(&sched->runq_size, count);
}

// Moves half of a full queue and g to the shared queue. Returns false if another P has made room.
static bool spill(struct runtime *rt, struct p *p, struct g *g, uint32_t head, uint32_t tail) {
  struct g *batch[p_runq_size / 2 + 1];
  uint32_t count = (tail - head) / 2;
  for (uint32_t i = 0; i < count; i++)
    batch[i] = atomic_load_relaxed_pointer(&p->runq[(head + i) % p_runq_size]);
  if (!atomic_cas_u32(&p->runq_head, head, head + count))
    return false;
  batch[count++] = g;
  for (uint32_t i = 0; i + 1 < count; i++)
    batch[i]->sched_link = batch[i + 1];
  mutex_lock(&rt->sched.lock);
  shared_put(&rt->sched, batch[0], batch[count - 1], count);
  mutex_unlock(&rt->sched.lock);
  return true;
}

void sched_put_shared(struct runtime *rt, struct g *g) {
  mutex_lock(&rt->sched.lock);
  shared_put(&rt->sched, g, g, 1);
  mutex_unlock(&rt->sched.lock);
}

void sched_put(struct runtime *rt, struct p *p, struct g *g, bool next) {
  if (rt->deterministic.on) {
    sched_put_shared(rt, g);
    return;
  }
  if (next) {
    struct g *old = atomic_load_pointer(&p->runnext);
    while (!atomic_cas_pointer(&p->runnext, old, g))
      old = atomic_load_pointer(&p->runnext);
    if (!old)
      return;
    g = old; // the one that would have been next goes to the end
  }
  for (;;) {
    uint32_t head = atomic_load_acquire_u32(&p->runq_head), tail = p->runq_tail;
    if (tail - head < p_runq_size) {
      atomic_store_relaxed_pointer(&p->runq[tail % p_runq_size], g);
      atomic_store_release_u32(&p->runq_tail, tail + 1);
      return;
    }
    if (spill(rt, p, g, head, tail))
      return;
  }
}

// Takes p's share of the shared queue, at most max goroutines (0: no limit): returns one, and puts
// the others on p's queue. sched lock held.
static struct g *shared_get(struct runtime *rt, struct p *p, uint32_t max) {
  struct sched *sched = &rt->sched;
  uint32_t share = sched->runq_size / rt->procs + 1;
  if (share > sched->runq_size)
    share = sched->runq_size;
  if (max && share > max)
    share = max;
  uint32_t room = p_runq_size - (p->runq_tail - atomic_load_acquire_u32(&p->runq_head));
  if (share > room + 1)
    share = room + 1;
  struct g *first = NULL;
  for (uint32_t i = 0; i < share; i++) {
    struct g *g = sched->runq_head;
    sched->runq_head = g->sched_link;
    if (!sched->runq_head)
      sched->runq_tail = NULL;
    atomic_add_u32(&sched->runq_size, (uint32_t)-1);
    g->sched_link = NULL;
    if (!first) {
      first = g;
      continue;
    }
    atomic_store_relaxed_pointer(&p->runq[p->runq_tail % p_runq_size], g);
    atomic_store_release_u32(&p->runq_tail, p->runq_tail + 1);
  }
  return first;
}

// Takes the oldest goroutine of p's ring; NULL if it is empty.
static struct g *ring_get(struct p *p) {
  for (;;) {
    uint32_t head = atomic_load_acquire_u32(&p->runq_head);
    if (p->runq_tail == head)
      return NULL;
    struct g *g = atomic_load_relaxed_pointer(&p->runq[head % p_runq_size]);
    if (atomic_cas_u32(&p->runq_head, head, head + 1))
      return g;
  }
}

struct g *sched_get_local(struct p *p) {
  struct g *next = atomic_load_pointer(&p->runnext);
  if (next && atomic_cas_pointer(&p->runnext, next, NULL))
    return next;
  return ring_get(p);
}

// Takes one of the first goroutines of the shared queue at random. For the deterministic mode.
// sched lock held.
static struct g *shared_draw(struct runtime *rt) {
  struct sched *sched = &rt->sched;
  struct g *before = NULL, *g = sched->runq_head;
  if (!g)
    return NULL;
  for (uint32_t i = deterministic_choose(rt, sched->runq_size); i > 0; i--) {
    before = g;
    g = g->sched_link;
  }
  if (before)
    before->sched_link = g->sched_link;
  else
    sched->runq_head = g->sched_link;
  if (sched->runq_tail == g)
    sched->runq_tail = before;
  atomic_add_u32(&sched->runq_size, (uint32_t)-1);
  g->sched_link = NULL;
  return g;
}

struct g *sched_get(struct runtime *rt, struct p *p) {
  struct g *g = NULL;
  if (rt->deterministic.on) {
    mutex_lock(&rt->sched.lock);
    g = shared_draw(rt);
    mutex_unlock(&rt->sched.lock);
    return g;
  }
  uint32_t round = p->sched_tick % shared_first_every;
  // Two goroutines that wake each other are always next; now and then the ring comes first.
  if (round == shared_first_every / 2)
    g = ring_get(p);
  if (round == 0 && atomic_load_u32(&rt->sched.runq_size)) {
    mutex_lock(&rt->sched.lock);
    g = shared_get(rt, p, 1);
    mutex_unlock(&rt->sched.lock);
  }
  if (!g)
    g = sched_get_local(p);
  if (!g && atomic_load_u32(&rt->sched.runq_size)) {
    mutex_lock(&rt->sched.lock);
    g = shared_get(rt, p, 0);
    mutex_unlock(&rt->sched.lock);
  }
  return g;
}

// Takes the goroutine that victim would run next; NULL if there is none. Last resort: a goroutine
// readied by one that is about to block should run on the same P. So it is left alone if victim
// starts another soon.
static struct g *steal_next(struct m *m, struct p *victim) {
  struct g *next = atomic_load_pointer(&victim->runnext);
  if (!next)
    return NULL;
  if (atomic_load_u32(&victim->status) == PRUNNING) {
    uint32_t tick = atomic_load_u32(&victim->sched_tick);
    lock_futex_wait(&m->park_word, 0, steal_next_after);
    if (atomic_load_u32(&victim->sched_tick) != tick)
      return NULL;
  }
  return atomic_cas_pointer(&victim->runnext, next, NULL) ? next : NULL;
}

struct g *sched_steal(struct p *p, struct p *victim) {
  invariant(p != victim);
  invariant(p->runq_tail == atomic_load_u32(&p->runq_head));
  for (;;) {
    uint32_t head = atomic_load_acquire_u32(&victim->runq_head);
    uint32_t tail = atomic_load_acquire_u32(&victim->runq_tail);
    uint32_t count = tail - head;
    count -= count / 2;
    if (count == 0)
      return NULL;
    if (count > p_runq_size / 2)
      continue; // head and tail are not of the same moment
    uint32_t at = p->runq_tail;
    for (uint32_t i = 0; i < count; i++) {
      struct g *g = atomic_load_relaxed_pointer(&victim->runq[(head + i) % p_runq_size]);
      atomic_store_relaxed_pointer(&p->runq[(at + i) % p_runq_size], g);
    }
    if (!atomic_cas_u32(&victim->runq_head, head, head + count))
      continue;
    struct g *last = atomic_load_relaxed_pointer(&p->runq[(at + count - 1) % p_runq_size]);
    atomic_store_release_u32(&p->runq_tail, at + count - 1);
    return last;
  }
}

struct g *sched_steal_from(struct m *m, struct p *victim, bool last) {
  if (last) {
    int64_t now = runtime_nanotime(m->runtime);
    if (atomic_load_i64(&victim->timers.next) <= now) {
      timers_steal(m->runtime, m->p, victim, now);
      // The timers may have readied goroutines here, and stealing needs an empty ring.
      struct g *ready = sched_get_local(m->p);
      if (ready)
        return ready;
    }
  }
  struct g *g = sched_steal(m->p, victim);
  return g || !last ? g : steal_next(m, victim);
}
