// sync.Pool: values kept for reuse until the collector has run twice.
//
// Each P has one value at hand and a stack of others, which other Ps may take from. When a cycle
// begins, what was kept becomes the victim, from which values are still taken, and the last victim
// is dropped. No function here allocates: package sync makes the objects and hands them over. After
// sync/pool.go of Go 1.21; the stacks are lists under a lock.

#ifndef VOLE_RUNTIME_POOL_H
#define VOLE_RUNTIME_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"
#include "runtime/type.h"

struct g;
struct gc_work;
struct runtime;

// These three have the same words as the types in vm/std/sync/pool.go (tests/vm/mirror_test.c).

// A value in a stack.
struct pool_item {
  struct go_eface value;
  struct pool_item *next;
};

// The part of a P.
struct pool_local {
  struct go_eface value;    // the one at hand; the owner's
  struct pool_item *shared; // newest first; lock
  struct mutex lock;        // no rank: only the collector's are taken under it
  uint64_t padding[4];      // a cache line each
};

_Static_assert(sizeof(struct pool_local) == 64, "elements of a []poolLocal");

// A sync.Pool.
struct pool {
  struct go_slice *local;  // of struct pool_local, by the P's id; NULL: none; atomic
  struct go_slice *victim; // the same of the last cycle; changed in a stopped world only
};

// A list of pools. Programs copy pools and store over them, so pools have no links. pools_lock.
struct pool_list {
  struct pool **all; // malloc'ed; a pool that was stored over may be there twice
  uint32_t count, capacity;
};

enum pool_result {
  POOL_DONE,
  POOL_WANTS_LOCAL, // the P has no part yet: call pool_attach, and try again
  POOL_WANTS_ITEM,  // there is a value at hand: call pool_push
};

// Takes a value. Its type is NULL if there is none. g is the running goroutine, as in the next
// three.
struct go_eface pool_get(struct g *g, struct pool *pool);
// Puts a value at hand of the P.
enum pool_result pool_put(struct g *g, struct pool *pool, struct go_eface value);
// Puts an item with a value on the stack of the P. Returns POOL_DONE or POOL_WANTS_LOCAL.
enum pool_result pool_push(struct g *g, struct pool *pool, struct pool_item *item);
// Gives the pool a slice of struct pool_local, unless it has one of that length by now. Adds the
// pool to rt->pools if it had none. Ends the run if memory is short.
void pool_attach(struct g *g, struct pool *pool, struct go_slice *local);

// Makes what pools keep the victim. Called when a cycle begins, with the world stopped and the
// barrier off.
void pools_clear(struct runtime *rt);
// Greys the pools that have values, so that the lists stay valid.
void pools_scan(struct runtime *rt, struct gc_work *work);
// Frees the lists. No M runs any more.
void pools_destroy(struct runtime *rt);

#endif
