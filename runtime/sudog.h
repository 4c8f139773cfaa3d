// Records of goroutines that wait on channels, and their queues.
//
// A sudog lies off the heap and holds the element itself: nothing points into a stack, and a stack
// may move while its goroutine waits. It belongs to its goroutine, except for what the channel's
// lock guards. The list g->waiting has all sudogs of a goroutine. What their chan and elem refer to
// is live. Each P keeps free ones. After the sudogs of runtime/runtime2.go and proc.go of Go 1.21.

#ifndef VOLE_RUNTIME_SUDOG_H
#define VOLE_RUNTIME_SUDOG_H

#include <stdbool.h>
#include <stdint.h>

struct chan;
struct g;
struct p;
struct runtime;

enum {
  sudog_storage_words = 4, // larger elements lie in a heap object
};

enum sudog_state {
  SUDOG_WAITING,
  SUDOG_DONE,   // the element has changed hands
  SUDOG_CLOSED, // the channel was closed instead
};

// A goroutine that waits on a channel.
struct sudog {
  struct g *g;
  struct chan *chan;
  struct sudog_queue *queue; // the channel's queue that it is in; NULL: none; channel's lock
  struct sudog *next, *prev; // in the queue; channel's lock
  struct sudog *wait_link;   // next in g->waiting, for select in the order of locking; or free list
  // The value to send, or room for the one received: storage, or a heap object. NULL if the type
  // has no size, and for a sender once the value was taken. Changed under the channel's lock.
  void *elem;
  uint16_t index; // of the case of a select
  bool is_select; // a partner must first set g->select_done
  uint8_t state;  // enum sudog_state; changed under the channel's lock
  uint64_t storage[sudog_storage_words];
};

// First in, first out. Guarded by the channel's lock; first is also read without it.
struct sudog_queue {
  struct sudog *first, *last;
};

// Takes a free record from the cache of the P that runs g. The caller fills in all fields.
struct sudog *sudog_acquire(struct g *g);
// Returns s, which is in no list, to that cache. g runs.
void sudog_release(struct g *g, struct sudog *s);
// Empties the cache of p. The world is stopped.
void sudog_drop_cache(struct runtime *rt, struct p *p);

// Appends s.
void sudog_enqueue(struct sudog_queue *q, struct sudog *s);
// Removes s from its queue, if it is still in one.
void sudog_remove(struct sudog *s);
// Removes the first record that still waits and returns it; NULL if there is none. Records of a
// select that has chosen another case are dropped. The select of the one returned chooses this
// case.
struct sudog *sudog_dequeue(struct sudog_queue *q);
// Returns whether the queue is empty, as seen without the lock.
bool sudog_looks_empty(const struct sudog_queue *q);

#endif
