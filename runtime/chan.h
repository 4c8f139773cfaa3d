// Channels.
//
// A channel is one heap object; a buffer of elements with pointers is a second one. Who must wait
// on it hangs in one of its queues by a sudog that holds the element. A sender that finds a waiting
// receiver writes into the receiver's sudog, a receiver takes from a waiting sender's, and whoever
// finds a partner wakes it. After runtime/chan.go of Go 1.21.
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

// What a channel value points to. With the lock held (chan_check): count is at most capacity, and
// the indexes are in the buffer; who waits to send finds it full, who waits to receive finds it
// empty; nobody waits once it is closed. All fields without a remark: the lock.
struct chan {
  uint64_t count;     // elements in the buffer; atomic, others look at it without the lock
  uint64_t capacity;  // of the buffer, in elements; constant
  char *buffer;       // NULL: none, or the elements have no size; constant
  struct rtype *elem; // constant
  uint64_t send_index, receive_index;
  uint32_t closed; // 1: it is; atomic, as count
  bool of_timer;   // len and cap are 0, as Go has it since 1.23; constant once others know it
  struct sudog_queue senders, receivers;
  struct mutex lock; // several at once in the order of their addresses
};

// How an operation went.
enum chan_outcome {
  CHAN_DONE,
  CHAN_WOULD_BLOCK, // nothing was done: it may not wait
  CHAN_BLOCKED,     // the goroutine waits: neither it nor its frames may be touched any more
  CHAN_PANICKED,    // a panic is pending
};

// make(chan T, capacity), of the channel type given. NULL: a panic is pending.
struct chan *chan_make(struct g *g, const struct rtype *type, int64_t capacity);

// c <- *value. resume NULL: it may not wait. Else, if it must, g is parked, and resume becomes
// g->resume, which must call chan_resume_send; g->sched is saved. g is the calling thread's.
enum chan_outcome chan_send(struct g *g, struct chan *c, const void *value,
                            bool (*resume)(struct g *g));
// The end of a send that had to wait. False: a panic is pending.
bool chan_resume_send(struct g *g);

// *to, *ok = <-c. As chan_send, with chan_resume_receive. to is a frame of g's or other memory that
// no marker looks at: there is no barrier. Does not panic.
enum chan_outcome chan_receive(struct g *g, struct chan *c, void *to, bool *ok,
                               bool (*resume)(struct g *g));
// The end of a receive that had to wait: fills *to and returns ok.
bool chan_resume_receive(struct g *g, void *to);

// close(c). False: a panic is pending.
bool chan_close(struct g *g, struct chan *c);

// len(c) and cap(c), 0 for nil and for the channels of timers.
int64_t chan_length(const struct chan *c);
int64_t chan_capacity(const struct chan *c);

// Fails unless the channel's invariants hold. Lock held.
void chan_check(const struct chan *c);

// The steps that chan.c and select.c share.

// A send or receive that needs not wait, with the lock held: CHAN_DONE, or CHAN_WOULD_BLOCK; for a
// send on a closed channel CHAN_PANICKED, with no panic raised yet. *wake becomes the goroutine
// that must be made ready once all locks are given back, or NULL. p is the calling thread's.
enum chan_outcome chan_send_locked(struct runtime *rt, struct p *p, struct chan *c,
                                   const void *value, struct g **wake);
enum chan_outcome chan_receive_locked(struct runtime *rt, struct p *p, struct chan *c, void *to,
                                      bool *ok, struct g **wake);
// Whether an element does not fit a sudog: then the one who waits needs room for it in the heap.
bool chan_needs_room(const struct chan *c);
// That room, for chan_enqueue, which comes before the next safepoint. No channel may be locked.
void *chan_new_room(struct g *g, const struct chan *c);
// Puts the running g in a queue: with a value to be sent, or to receive if value is NULL. room is
// NULL if the element needs none. The result is not in g->waiting yet. Lock held.
struct sudog *chan_enqueue(struct g *g, struct chan *c, const void *value, void *room);
// Copies to *to what s, which waits no longer, has received; zero if the channel was closed.
void chan_take_received(const struct sudog *s, void *to);
// Raises the panic of a send on a closed channel; false.
bool chan_panic_closed(struct g *g);

// Takes and gives back a channel's lock. Only who holds a P takes it, and nobody comes to a
// safepoint with it: with a single P nobody else can want it, and it is not touched. Checked builds
// take it always, for its rank and for ThreadSanitizer.
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
