// Records of waiting goroutines: see sudog.h.

#include "runtime/sudog.h"

#include <stddef.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/g.h"
#include "runtime/runtime.h"

enum {
  cache_refill = 16, // records that an empty cache gets
  cache_limit = 128, // a fuller cache gives half back
};

static void cache_put(struct p *p, struct sudog *s) {
  s->wait_link = p->free_sudogs;
  p->free_sudogs = s;
  p->free_sudog_count++;
}

static struct sudog *cache_take(struct p *p) {
  struct sudog *s = p->free_sudogs;
  p->free_sudogs = s->wait_link;
  p->free_sudog_count--;
  return s;
}

struct sudog *sudog_acquire(struct g *g) {
  struct runtime *rt = g->runtime;
  struct p *p = g->m->p;
  if (p->free_sudog_count == 0) {
    mutex_lock(&rt->sudog_lock);
    for (int i = 0; i < cache_refill; i++)
      cache_put(p, fixalloc_alloc(&rt->sudog_alloc));
    mutex_unlock(&rt->sudog_lock);
  }
  return cache_take(p);
}

// Gives records of the cache back until count are left.
static void shrink(struct runtime *rt, struct p *p, uint32_t count) {
  mutex_lock(&rt->sudog_lock);
  while (p->free_sudog_count > count)
    fixalloc_free(&rt->sudog_alloc, cache_take(p));
  mutex_unlock(&rt->sudog_lock);
}

void sudog_release(struct g *g, struct sudog *s) {
  struct p *p = g->m->p;
  invariant_debug(!s->queue && !s->wait_link);
  cache_put(p, s);
  if (p->free_sudog_count > cache_limit)
    shrink(g->runtime, p, cache_limit / 2);
}

void sudog_drop_cache(struct runtime *rt, struct p *p) {
  shrink(rt, p, 0);
}

// Queues.

void sudog_enqueue(struct sudog_queue *q, struct sudog *s) {
  s->next = NULL;
  s->prev = q->last;
  if (q->last)
    q->last->next = s;
  else
    atomic_store_release_pointer(&q->first, s);
  q->last = s;
  s->queue = q;
}

void sudog_remove(struct sudog *s) {
  struct sudog_queue *q = s->queue;
  if (!q)
    return;
  if (s->prev)
    s->prev->next = s->next;
  else
    atomic_store_release_pointer(&q->first, s->next);
  if (s->next)
    s->next->prev = s->prev;
  else
    q->last = s->prev;
  s->queue = NULL;
}

struct sudog *sudog_dequeue(struct sudog_queue *q) {
  for (;;) {
    struct sudog *s = q->first;
    if (!s)
      return NULL;
    sudog_remove(s);
    if (!s->is_select || atomic_cas_u32(&s->g->select_done, 0, 1))
      return s;
  }
}

bool sudog_looks_empty(const struct sudog_queue *q) {
  return !atomic_load_pointer(&q->first);
}
