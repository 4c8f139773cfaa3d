// Semaphores for package sync, keyed by the address of a counter: who finds a zero waits here.
//
// A table of roots, each with a lock; an address hangs in the treap of the root it hashes to, as
// the first of those who wait on it, and the others follow in a list. The memory of the counter
// itself says nothing about waiters, so a mutex is two words that need no making and no ending.
//
// The lists of package sync's Cond are in the same table: there who waits has a ticket, and whoever
// signals wakes the oldest ticket. After runtime/sema.go of Go 1.21, with one difference: a unit
// that is given back while somebody waits is his at once, nobody can take it before he runs.

#ifndef VOLE_RUNTIME_SEMA_H
#define VOLE_RUNTIME_SEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct g;
struct p;
struct runtime;

enum {
  sema_roots = 251, // prime: addresses are multiples of powers of two
};

// A goroutine that waits, part of its struct g: it waits for one thing at a time. The root's lock
// guards all of it.
struct sema_waiter {
  const uint32_t *address;          // what it waits on; a root of the collector; NULL: nothing
  struct g *g;                      // whose part it is
  struct sema_waiter *next;         // waits on the same address, behind it
  struct sema_waiter *last;         // of the list; valid in the first only
  struct sema_waiter *left, *right; // in the treap, smaller and larger addresses; the first only
  uint32_t priority;                // in the treap: not smaller than below it; the first only
  uint32_t ticket;                  // of a Cond
};

struct sema_root {
  struct mutex lock;         // rank root_semaphore; guards all
  struct sema_waiter *treap; // by address
  uint32_t waiters;          // also read without the lock
};

// One an instance.
struct sema_table {
  struct sema_root roots[sema_roots];
};

void sema_init(struct sema_table *table);

// The running goroutine g takes a unit: *address is 1 less. If it is 0, g is parked for that reason
// (enum wait_reason), before the others if lifo, and owns a unit when it goes on: the caller, a
// native, returns true.
void sema_acquire(struct g *g, uint32_t *address, bool lifo, int reason);
// Gives a unit back, to who waits longest if anybody does. handoff: that one runs next, on this M,
// and the running g gives way; the caller, a native, returns true.
void sema_release(struct g *g, uint32_t *address, bool handoff);

// sync.Cond: two counters that lie next to each other in its memory, the next ticket and the oldest
// that was not woken. Waiting takes a ticket (Go code, before it unlocks) and parks g unless the
// ticket was called meanwhile.
struct notify_list {
  uint32_t wait;   // the next ticket; atomic
  uint32_t notify; // the next to be woken; root's lock, also read without
};
void notify_wait(struct g *g, struct notify_list *list, uint32_t ticket);
// Wakes the oldest, or all, that wait.
void notify_one(struct g *g, struct notify_list *list);
void notify_all(struct g *g, struct notify_list *list);

// Fails unless the table's invariants hold: treaps in order of addresses and heaps by priority,
// every address in its root, counters equal to a recount.
void sema_check(struct sema_table *table);

#endif
