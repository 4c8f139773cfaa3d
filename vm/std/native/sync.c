// Natives of package sync.

#include "mem/atomic.h"
#include "runtime/end.h"
#include "runtime/panic.h"
#include "runtime/pool.h"
#include "runtime/runq.h"
#include "runtime/runtime.h"
#include "runtime/sema.h"
#include "runtime/system.h"
#include "vm/std/natives.h"

enum {
  spin_rounds = 4, // times that a goroutine may spin before it waits
  spin_pauses = 30,
};

// func throw(text string)
static bool sync_throw(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_string text = native_string(args);
  runtime_fatal(g->runtime, g, "%.*s", (int)text.len, (const char *)text.ptr);
  return false;
}

// func semacquire(units *uint32, lifo bool, reason int)
static bool sync_semacquire(struct g *g, uint64_t *args, uint64_t *results) {
  static const enum wait_reason reasons[] = {WAIT_SEMACQUIRE, WAIT_MUTEX, WAIT_RWMUTEX_READ,
                                             WAIT_RWMUTEX_WRITE, WAIT_WAIT_GROUP};
  sema_acquire(g, (uint32_t *)args[0], args[1] != 0, reasons[args[2]]);
  return true;
}

// func semrelease(units *uint32, handoff bool)
static bool sync_semrelease(struct g *g, uint64_t *args, uint64_t *results) {
  sema_release(g, (uint32_t *)args[0], args[1] != 0);
  return true;
}

// func spin(n int) bool: spins and returns true while that may help: another M runs, and this P has
// nothing else to do.
static bool sync_spin(struct g *g, uint64_t *args, uint64_t *results) {
  if ((int64_t)args[0] >= spin_rounds || g->runtime->procs < 2 || sched_queue_length(g->m->p) > 0)
    return true;
  for (int i = 0; i < spin_pauses; i++)
    atomic_pause();
  results[0] = 1;
  return true;
}

// func notifyWait(list *[2]uint32, ticket uint32); then notifyOne and notifyAll of the list
static bool sync_notify_wait(struct g *g, uint64_t *args, uint64_t *results) {
  notify_wait(g, (struct notify_list *)args[0], (uint32_t)args[1]);
  return true;
}

static bool sync_notify_one(struct g *g, uint64_t *args, uint64_t *results) {
  notify_one(g, (struct notify_list *)args[0]);
  return true;
}

static bool sync_notify_all(struct g *g, uint64_t *args, uint64_t *results) {
  notify_all(g, (struct notify_list *)args[0]);
  return true;
}

// Returns the receiver of Pool's methods. NULL: a panic is raised.
static struct pool *pool_of(struct g *g, const uint64_t *args) {
  if (!args[0])
    panic_nil_dereference(g);
  return (struct pool *)args[0];
}

// func (p *Pool) get() any
static bool sync_pool_get(struct g *g, uint64_t *args, uint64_t *results) {
  struct pool *pool = pool_of(g, args);
  if (!pool)
    return false;
  struct go_eface value = pool_get(g, pool);
  results[0] = (uint64_t)value.type;
  results[1] = (uint64_t)value.data;
  return true;
}

// func (p *Pool) put(x any) int
static bool sync_pool_put(struct g *g, uint64_t *args, uint64_t *results) {
  struct pool *pool = pool_of(g, args);
  if (!pool)
    return false;
  results[0] =
      (uint64_t)pool_put(g, pool, (struct go_eface){(struct rtype *)args[1], (void *)args[2]});
  return true;
}

// func (p *Pool) push(item *poolItem) int
static bool sync_pool_push(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)pool_push(g, (struct pool *)args[0], (struct pool_item *)args[1]);
  return true;
}

// func (p *Pool) attach(local *[]poolLocal)
static bool sync_pool_attach(struct g *g, uint64_t *args, uint64_t *results) {
  pool_attach(g, (struct pool *)args[0], (struct go_slice *)args[1]);
  return true;
}

static bool sync_procs(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = g->runtime->procs;
  return true;
}

const struct native_entry natives_sync[] = {
    {"throw", sync_throw, 2, 0},
    {"semacquire", sync_semacquire, 3, 0, FUNC_NATIVE_BLOCKING},
    {"semrelease", sync_semrelease, 2, 0, FUNC_NATIVE_BLOCKING},
    {"spin", sync_spin, 1, 1},
    {"notifyWait", sync_notify_wait, 2, 0, FUNC_NATIVE_BLOCKING},
    {"notifyOne", sync_notify_one, 1, 0},
    {"notifyAll", sync_notify_all, 1, 0},
    {"(*Pool).get", sync_pool_get, 1, 2},
    {"(*Pool).put", sync_pool_put, 3, 1},
    {"(*Pool).push", sync_pool_push, 2, 1},
    {"(*Pool).attach", sync_pool_attach, 2, 0},
    {"procs", sync_procs, 0, 1},
    {NULL},
};
