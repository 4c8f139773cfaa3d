// How many Ps there are: see procs.h.

#include "runtime/procs.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/m.h"
#include "runtime/panic.h"
#include "runtime/random.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/sudog.h"
#include "runtime/world.h"

uint32_t procs_cpus(void) {
  enum { most = 1 << 16 }; // CPUs that a set is made for
  size_t size = CPU_ALLOC_SIZE(most);
  cpu_set_t *set = CPU_ALLOC(most);
  int count = set && sched_getaffinity(0, size, set) == 0 ? CPU_COUNT_S(size, set) : 0;
  CPU_FREE(set);
  long online = count > 0 ? count : sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (uint32_t)online : 1;
}

// Adds a P behind all others. Returns false if memory is short. The sched lock is held, or no other
// thread runs.
static bool add_p(struct runtime *rt) {
  struct p *p = calloc(1, sizeof *p);
  if (!p)
    return false;
  p->id = rt->all_p_count;
  p->sched_tick = 1;
  for (int i = 0; i < 4; i++)
    p->random[i] = runtime_seed(rt) | 1;
  gc_p_init(&rt->gc, &p->gc, p->id);
  timers_init(&p->timers);
  atomic_store_pointer(&rt->allps[p->id], p);
  atomic_store_u32(&rt->all_p_count, p->id + 1);
  return true;
}

bool procs_init(struct runtime *rt, uint32_t procs) {
  rt->allps = calloc(procs_max, sizeof *rt->allps);
  if (!rt->allps)
    return false;
  while (rt->procs < procs) {
    if (!add_p(rt))
      return false;
    rt->procs++;
  }
  return true;
}

void procs_destroy(struct runtime *rt) {
  // What Ps hold of the heap is freed with the heap; to flush it could need memory.
  for (uint32_t i = 0; i < rt->all_p_count; i++) {
    timers_destroy(rt->allps[i]);
    free(rt->allps[i]);
  }
  free(rt->allps);
}

// Returns a P that can be taken out of use: one that no M holds, or else one whose M is at a
// safepoint of its goroutine. Returns NULL if there is none. m is the calling M.
static struct p *find_victim(struct runtime *rt, const struct m *m) {
  struct p *victim = NULL;
  for (uint32_t i = rt->procs; i-- > 0;) {
    struct p *p = rt->allps[i];
    const struct m *holder = p->m;
    if (!holder)
      return p;
    if (holder != m && holder->may_lose_p)
      victim = p;
  }
  return victim;
}

// Moves what p holds to heir and to what all Ps share. sched lock not held.
static void drain_p(struct runtime *rt, struct p *p, struct p *heir) {
  for (struct g *g; (g = sched_get_local(p)) != NULL;)
    sched_put_shared(rt, g);
  timers_move(rt, heir, p);
  mutex_lock(&rt->sched.lock);
  while (p->free_gs) {
    struct g *g = p->free_gs;
    p->free_gs = g->sched_link;
    g->sched_link = rt->sched.free_gs;
    rt->sched.free_gs = g;
    rt->sched.free_g_count++;
  }
  p->free_g_count = 0;
  mutex_unlock(&rt->sched.lock);
  defer_drop_cache(rt, p);
  sudog_drop_cache(rt, p);
  stack_cache_clear(rt, p);
  gc_p_retire(&rt->gc, &p->gc);
}

// Puts p at place i of all Ps.
static void put_at(struct runtime *rt, struct p *p, uint32_t i) {
  p->id = p->gc.id = i;
  atomic_store_pointer(&rt->allps[i], p);
}

// Takes p out of use: it becomes the first behind those in use. An M that holds it notices when it
// wakes, and looks for another.
static void retire(struct runtime *rt, struct p *p) {
  struct m *m = p->m;
  mutex_lock(&rt->sched.lock);
  uint32_t last = rt->procs - 1, at = p->id;
  put_at(rt, rt->allps[last], at);
  put_at(rt, p, last);
  atomic_store_u32(&rt->procs, last);
  mutex_unlock(&rt->sched.lock);
  atomic_store_pointer(&p->m, NULL);
  atomic_store_u32(&p->status, PDEAD);
  if (m)
    lock_futex_wake(&p->status, 1);
}

// Makes as many Ps as asked for, or as near to that as can be now. World stopped.
static void resize(struct runtime *rt, struct m *m, uint32_t procs) {
  mutex_lock(&rt->sched.lock);
  while (rt->procs < procs) {
    if (rt->procs == rt->all_p_count && !add_p(rt)) {
      mutex_unlock(&rt->sched.lock);
      gc_embed_fatal(&rt->gc, "out of memory");
    }
    atomic_store_u32(&rt->procs, rt->procs + 1);
  }
  mutex_unlock(&rt->sched.lock);
  struct p *victim;
  while (rt->procs > procs && (victim = find_victim(rt, m)) != NULL) {
    drain_p(rt, victim, m->p);
    retire(rt, victim);
  }
}

bool procs_set(struct runtime *rt, struct m *m, uint32_t procs) {
  invariant(procs >= 1 && procs <= procs_max);
  world_stop(rt, m, "GOMAXPROCS");
  // While a cycle runs, the pacer has divided its work among the Ps.
  if (!atomic_load_u32(&rt->gc.running)) {
    int64_t now = gc_embed_nanotime(&rt->gc);
    gc_cpu_stats_resize(&rt->gc, now);
    resize(rt, m, procs);
    rt->gc.procs = rt->procs;
    limiter_reset_capacity(&rt->gc.limiter, now, (int32_t)rt->procs);
  }
  bool done = rt->procs == procs;
  if (rt->gc.options.verify)
    procs_check(rt);
  world_start(rt, m);
  return done;
}

void procs_check(struct runtime *rt) {
  invariant(rt->procs >= 1 && rt->procs <= rt->all_p_count && rt->procs == rt->gc.procs);
  for (uint32_t i = 0; i < rt->all_p_count; i++) {
    const struct p *p = rt->allps[i];
    invariant(p->id == i && p->gc.id == i && sched_queue_length(p) <= p_runq_size + 1);
    invariant((atomic_load_u32(&p->status) == PDEAD) == (i >= rt->procs));
    if (i >= rt->procs)
      invariant(!p->m && sched_queue_length(p) == 0 && p->timers.count == 0 && !p->free_gs);
  }
}
