// Records of goroutines that wait on channels, and their queues.
//
// A sudog lies off the heap and holds the element itself: nothing points into a stack, and a stack
// may move while its goroutine waits. It belongs to its goroutine, g->waiting is the list of all,
// but for what the channel's lock guards; what chan and elem refer to are roots of that goroutine.
// Free ones are kept by each P. After the sudogs of runtime/runtime2.go and proc.go of Go 1.21.

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
  struct sudog_queue *queue; // of the channel, that it is in; NULL: none; channel's lock
  struct sudog *next, *prev; // there; channel's lock
  struct sudog *wait_link;   // next in g->waiting, for select in the order of locking; or free list
  // The value to be sent, or room for the one received: storage, or a heap object; NULL if the type
  // has no size, and for a sender once the value was taken. Changed under the channel's lock.
  void *elem;
  uint16_t index; // of the case of a select
  bool is_select; // g->select_done must be won first
  uint8_t state;  // enum sudog_state; changed under the channel's lock
  uint64_t storage[sudog_storage_words];
};

// First in, first out. Channel's lock, but first may be read by those who only look.
struct sudog_queue {
  struct sudog *first, *last;
};

// A free record, from the cache of g's P; all fields are the caller's to fill in.
struct sudog *sudog_acquire(struct g *g);
// Gives back one that is in no list. g runs.
void sudog_release(struct g *g, struct sudog *s);
// Empties the cache of p. The world is stopped.
void sudog_drop_cache(struct runtime *rt, struct p *p);

// Appends s.
void sudog_enqueue(struct sudog_queue *q, struct sudog *s);
// Takes s out of its queue, if it is still in one.
void sudog_remove(struct sudog *s);
// Takes out the first that still waits, or returns NULL: those whose select went another way
// meanwhile are dropped, and that of the one returned goes no other way.
struct sudog *sudog_dequeue(struct sudog_queue *q);
// Whether the queue is empty, seen without the lock.
bool sudog_looks_empty(const struct sudog_queue *q);

#endif
