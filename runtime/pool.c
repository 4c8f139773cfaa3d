// sync.Pool: see pool.h.

#include "runtime/pool.h"

#include <stdlib.h>

#include "gc/barrier.h"
#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "runtime/g.h"
#include "runtime/runtime.h"

enum { first_pools = 8 };

static const struct go_eface nothing = {NULL, NULL};

// Returns element i of a slice; NULL if there is no slice, or it is shorter.
static struct pool_local *local_at(const struct go_slice *slice, int64_t i) {
  return slice && i < slice->len ? (struct pool_local *)slice->ptr + i : NULL;
}

// Returns the part of the calling M's P; NULL if it has none.
static struct pool_local *local_of(struct g *g, struct pool *pool) {
  return local_at(atomic_load_pointer(&pool->local), g->m->p->id);
}

static void store(struct g *g, void *slot, void *value) {
  gc_store_pointer(&g->runtime->gc, g_gc_p(g), slot, value);
}

// Takes the value at hand.
static struct go_eface take_value(struct g *g, struct pool_local *local) {
  if (!local || !local->value.type)
    return nothing;
  struct go_eface value = local->value;
  local->value.type = NULL;
  store(g, &local->value.data, NULL);
  return value;
}

// Takes a value from a stack.
static struct go_eface pop(struct g *g, struct pool_local *local) {
  if (!local || !atomic_load_relaxed_pointer(&local->shared))
    return nothing;
  mutex_lock(&local->lock);
  struct pool_item *item = local->shared;
  if (item)
    store(g, &local->shared, item->next);
  mutex_unlock(&local->lock);
  return item ? item->value : nothing;
}

// Takes a value from the stack of any other P, beginning with the one after the caller's.
static struct go_eface steal(struct g *g, const struct go_slice *slice) {
  int64_t own = g->m->p->id;
  for (int64_t i = 1; slice && i <= slice->len; i++) {
    struct go_eface value = pop(g, local_at(slice, (own + i) % slice->len));
    if (value.type)
      return value;
  }
  return nothing;
}

struct go_eface pool_get(struct g *g, struct pool *pool) {
  const struct go_slice *slice = atomic_load_pointer(&pool->local);
  struct pool_local *local = local_of(g, pool);
  struct go_eface value = take_value(g, local);
  if (!value.type)
    value = pop(g, local);
  if (!value.type)
    value = steal(g, slice);
  if (!value.type)
    value = take_value(g, local_at(pool->victim, g->m->p->id));
  if (!value.type)
    value = steal(g, pool->victim);
  return value;
}

enum pool_result pool_put(struct g *g, struct pool *pool, struct go_eface value) {
  struct pool_local *local = local_of(g, pool);
  if (!local)
    return POOL_WANTS_LOCAL;
  if (local->value.type)
    return POOL_WANTS_ITEM;
  local->value.type = value.type;
  store(g, &local->value.data, value.data);
  return POOL_DONE;
}

enum pool_result pool_push(struct g *g, struct pool *pool, struct pool_item *item) {
  struct pool_local *local = local_of(g, pool);
  if (!local)
    return POOL_WANTS_LOCAL;
  mutex_lock(&local->lock);
  store(g, &item->next, local->shared);
  store(g, &local->shared, item);
  mutex_unlock(&local->lock);
  return POOL_DONE;
}

// Adds a pool to a list. pools_lock held. Returns false if memory is short.
static bool list_pool(struct pool_list *list, struct pool *pool) {
  if (list->count == list->capacity) {
    uint32_t capacity = list->capacity ? list->capacity * 2 : first_pools;
    struct pool **all = realloc(list->all, capacity * sizeof *all);
    if (!all)
      return false;
    list->all = all;
    list->capacity = capacity;
  }
  list->all[list->count++] = pool;
  return true;
}

void pool_attach(struct g *g, struct pool *pool, struct go_slice *local) {
  struct runtime *rt = g->runtime;
  bool ok = true;
  mutex_lock(&rt->pools_lock);
  if (!pool->local) {
    gc_shade(&rt->gc, g_gc_p(g), pool);
    ok = list_pool(&rt->pools, pool);
  }
  if (!pool->local || pool->local->len < local->len)
    store(g, &pool->local, local);
  mutex_unlock(&rt->pools_lock);
  if (!ok)
    gc_embed_fatal(&rt->gc, "out of memory");
}

void pools_clear(struct runtime *rt) {
  struct pool_list emptied = rt->victim_pools;
  for (uint32_t i = 0; i < emptied.count; i++)
    emptied.all[i]->victim = NULL;
  for (uint32_t i = 0; i < rt->pools.count; i++) {
    struct pool *pool = rt->pools.all[i];
    // A pool that is listed twice, since a program stored over it, has no local any more.
    if (pool->local)
      pool->victim = pool->local;
    pool->local = NULL;
  }
  emptied.count = 0;
  rt->victim_pools = rt->pools;
  rt->pools = emptied;
}

static void scan_list(struct runtime *rt, struct gc_work *work, const struct pool_list *list) {
  for (uint32_t i = 0; i < list->count; i++)
    gc_grey_pointer(&rt->gc, work, list->all[i]);
}

void pools_scan(struct runtime *rt, struct gc_work *work) {
  mutex_lock(&rt->pools_lock);
  scan_list(rt, work, &rt->pools);
  scan_list(rt, work, &rt->victim_pools);
  mutex_unlock(&rt->pools_lock);
}

void pools_destroy(struct runtime *rt) {
  free(rt->pools.all);
  free(rt->victim_pools.all);
}
