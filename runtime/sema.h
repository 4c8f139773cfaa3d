// Semaphores for package sync, by the address of a counter: a goroutine that finds a zero waits
// here.
//
// The table has roots, each with a lock. An address hashes to a root; its first waiter hangs in the
// root's treap, and the others follow in a list. The memory of the counter itself says nothing
// about waiters, so a mutex is two words that need no making and no ending.
//
// Waiters of package sync's Cond are in the same table. Each has a ticket, and a signal wakes the
// oldest. After runtime/sema.go of Go 1.21, with one difference: a released unit is handed to the
// longest waiter; nobody can take it in between.

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

// A waiter, part of its struct g: a goroutine waits for one thing at a time. The root's lock guards
// all of it. Fields marked "first" are valid in the first waiter of an address.
struct sema_waiter {
  const uint32_t *address;          // what it waits on; a root of the collector; NULL: nothing
  struct g *g;                      // that it is part of
  struct sema_waiter *next;         // waits on the same address, behind it
  struct sema_waiter *last;         // of the list; first
  struct sema_waiter *left, *right; // in the treap, smaller and larger addresses; first
  uint32_t priority;                // in the treap: not smaller than below it; first
  uint32_t ticket;                  // of a Cond
};

struct sema_root {
  struct mutex lock;         // rank LOCK_RANK_ROOT_SEMAPHORE; guards all
  struct sema_waiter *treap; // by address
  uint32_t waiters;          // also read without the lock
};

// The semaphores of an instance.
struct sema_table {
  struct sema_root roots[sema_roots];
};

void sema_init(struct sema_table *table);

// Takes a unit for g, the running goroutine: *address becomes 1 less. If it is 0, g is parked for
// reason (enum wait_reason), before other waiters if lifo, and owns a unit when it goes on. The
// caller, a native, returns true.
void sema_acquire(struct g *g, uint32_t *address, bool lifo, int reason);
// Releases a unit of g, the running goroutine, to the longest waiter if there is one. With handoff
// the waiter runs next, on this M, and g gives way. The caller, a native, returns true.
void sema_release(struct g *g, uint32_t *address, bool handoff);
// Takes g, which waits for a unit or in a notify list, out of its queue. World stopped.
void sema_cancel(struct runtime *rt, struct g *g);

// A sync.Cond: two counters that lie next to each other in its memory.
struct notify_list {
  uint32_t wait;   // the next ticket, which Go code takes before it unlocks; atomic
  uint32_t notify; // the oldest ticket that was not woken; root's lock, also read without it
};
// Parks g, the running goroutine, unless its ticket has been woken meanwhile.
void notify_wait(struct g *g, struct notify_list *list, uint32_t ticket);
// Wakes the waiter with the oldest ticket. g is the running goroutine.
void notify_one(struct g *g, struct notify_list *list);
// Wakes all waiters. g is the running goroutine.
void notify_all(struct g *g, struct notify_list *list);

// For tests.

// Fails unless the table's invariants hold: treaps in order of addresses and heaps by priority,
// every address in its root, counters equal to a recount.
void sema_check(struct sema_table *table);

#endif
