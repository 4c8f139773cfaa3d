// sync.Pool: values kept for reuse until the collector has run twice.
//
// Each P has one value at hand and a stack of others, which other Ps may take from. At the
// beginning of a cycle what was kept becomes the victim, from which values are still taken, and the
// last victim is dropped. Nothing here allocates: package sync makes the objects and hands them
// over. After sync/pool.go of Go 1.21; the stacks are lists under a lock.

#ifndef VOLE_RUNTIME_POOL_H
#define VOLE_RUNTIME_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"
#include "runtime/type.h"

struct g;
struct gc_work;
struct runtime;

// These three have the same words as the types in vm/std/sync/pool.go: tests/vm/mirror_test.c.
struct pool_item {
  struct go_eface value;
  struct pool_item *next;
};

struct pool_local {
  struct go_eface value;    // the one at hand; the P's alone
  struct pool_item *shared; // newest first; lock
  struct mutex lock;        // no rank: only the collector's are taken under it
  uint64_t padding[4];      // a cache line each
};

_Static_assert(sizeof(struct pool_local) == 64, "elements of a []poolLocal");

struct pool {
  struct go_slice *local;  // of struct pool_local, by the P's id; NULL: none; atomic
  struct go_slice *victim; // the same of the last cycle; changed in a stopped world only
};

// Pools, off the heap: programs copy pools and store over them, so these keep no links. pools_lock.
struct pool_list {
  struct pool **all; // malloc'ed; one that was stored over may be there twice
  uint32_t count, capacity;
};

enum pool_result {
  POOL_DONE,
  POOL_WANTS_LOCAL, // there is nothing to put into: pool_attach, and again
  POOL_WANTS_ITEM,  // the value at hand is taken: pool_push
};

// Takes a value out; its type is NULL if there is none.
struct go_eface pool_get(struct g *g, struct pool *pool);
// Puts a value in.
enum pool_result pool_put(struct g *g, struct pool *pool, struct go_eface value);
// Puts an item with a value in: POOL_DONE or POOL_WANTS_LOCAL.
enum pool_result pool_push(struct g *g, struct pool *pool, struct pool_item *item);
// Gives the pool a slice of struct pool_local, unless it has one that is as long by now, and enters
// it in rt->pools if it had none. Ends the run if memory is short.
void pool_attach(struct g *g, struct pool *pool, struct go_slice *local);

// At the beginning of a cycle, the world stopped and the barrier off: local becomes victim.
void pools_clear(struct runtime *rt);
// Greys the pools that have values: they are listed, so that they can be cleared.
void pools_scan(struct runtime *rt, struct gc_work *work);
// Frees the lists. No M runs any more.
void pools_destroy(struct runtime *rt);

#endif
