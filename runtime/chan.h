// Channels.
//
// A channel is one heap object; a buffer of elements with pointers is a second one. A goroutine
// that must wait hangs in one of the channel's queues by a sudog that holds the element. A sender
// that finds a waiting receiver writes into its sudog and wakes it; a receiver takes from a waiting
// sender's and wakes that. After runtime/chan.go of Go 1.21.
//
// Values are given and taken in memory layout, at addresses that need not be heap memory.

#ifndef VOLE_RUNTIME_CHAN_H
#define VOLE_RUNTIME_CHAN_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"
#include "mem/atomic.h"
#include "runtime/g.h"
#include "runtime/runtime.h"
#include "runtime/sudog.h"
#include "runtime/type.h"

// What a channel value points to. Fields without a note are guarded by the lock. While it is held
// (chan_check): count is at most capacity, and the indexes are in the buffer. Senders wait only if
// the buffer is full, receivers only if it is empty, and neither once the channel is closed.
struct chan {
  uint64_t count;     // elements in the buffer; atomic, also read without the lock
  uint64_t capacity;  // of the buffer, in elements; constant
  char *buffer;       // NULL: none, or the elements have no size; constant
  struct rtype *elem; // constant
  uint64_t send_index, receive_index;
  uint32_t closed; // 1: it is; atomic, as count
  bool of_timer;   // len and cap are 0, as in Go since 1.23; constant once the channel is shared
  struct sudog_queue senders, receivers;
  struct mutex lock; // several at once in the order of their addresses
};

// How an operation went.
enum chan_outcome {
  CHAN_DONE,
  CHAN_WOULD_BLOCK, // nothing was done: the operation would wait, and must not
  CHAN_BLOCKED,     // the goroutine waits: the caller touches neither it nor its frames any more
  CHAN_PANICKED,    // a panic is pending
};

// make(chan T, capacity) of a channel type. Returns NULL if a panic is pending.
struct chan *chan_make(struct g *g, const struct rtype *type, int64_t capacity);

// c <- *value. g is the running goroutine, and g->sched is saved. resume NULL: the send must not
// wait. Else g is parked if it must wait, and resume becomes g->resume, which calls
// chan_resume_send.
enum chan_outcome chan_send(struct g *g, struct chan *c, const void *value,
                            bool (*resume)(struct g *g));
// Ends a send that had to wait. Returns false if a panic is pending.
bool chan_resume_send(struct g *g);

// *to, *ok = <-c. Waits as chan_send does; resume calls chan_resume_receive. to lies in a frame of
// g, or other memory that no marker reads: there is no barrier. Does not panic.
enum chan_outcome chan_receive(struct g *g, struct chan *c, void *to, bool *ok,
                               bool (*resume)(struct g *g));
// Ends a receive that had to wait: fills *to and returns ok.
bool chan_resume_receive(struct g *g, void *to);

// close(c). Returns false if a panic is pending.
bool chan_close(struct g *g, struct chan *c);

// len(c) and cap(c); 0 for nil and for the channels of timers.
int64_t chan_length(const struct chan *c);
int64_t chan_capacity(const struct chan *c);

// Fails unless the channel's invariants hold. Lock held.
void chan_check(const struct chan *c);

// The steps that chan.c and select.c share.

// Sends if that needs no waiting. p is the calling M's; the channel is locked. Returns CHAN_DONE,
// CHAN_WOULD_BLOCK, or for a closed channel CHAN_PANICKED, with no panic raised yet. *wake becomes
// the goroutine that the caller makes ready once it has released all locks, or NULL.
enum chan_outcome chan_send_locked(struct runtime *rt, struct p *p, struct chan *c,
                                   const void *value, struct g **wake);
// Receives if that needs no waiting, as chan_send_locked sends. Does not panic.
enum chan_outcome chan_receive_locked(struct runtime *rt, struct p *p, struct chan *c, void *to,
                                      bool *ok, struct g **wake);
// Returns whether an element is larger than sudog.storage, so that a waiter needs chan_new_room.
bool chan_needs_room(const struct chan *c);
// Returns room for an element in the heap, for chan_enqueue, which follows before the next
// safepoint. No channel is locked.
void *chan_new_room(struct g *g, const struct chan *c);
// Puts g, the running goroutine, in a queue: to send *value, or to receive if value is NULL. If the
// element needs no room, room is NULL. Returns the sudog, which is not in g->waiting yet. Lock
// held.
struct sudog *chan_enqueue(struct g *g, struct chan *c, const void *value, void *room);
// Copies to *to what s has received; zero if the channel was closed. s waits no longer.
void chan_take_received(const struct sudog *s, void *to);
// Raises the panic of a send on a closed channel. Returns false.
bool chan_panic_closed(struct g *g);

// A channel's lock. Only an M with a P takes it, and none comes to a safepoint with it. With a
// single P no other M can want it, so it is not touched then. Checked builds always take it, for
// its rank and for ThreadSanitizer.
static inline bool chan_lock_needed(const struct runtime *rt) {
  return VOLE_CHECK >= 1 || atomic_load_relaxed_u32(&rt->procs) > 1;
}
static inline void chan_lock(const struct runtime *rt, struct chan *c) {
  if (chan_lock_needed(rt))
    mutex_lock(&c->lock);
}
static inline void chan_unlock(const struct runtime *rt, struct chan *c) {
  if (chan_lock_needed(rt))
    mutex_unlock(&c->lock);
}

#endif
