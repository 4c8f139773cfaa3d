// Channels: see chan.h.

#include "runtime/chan.h"

#include <string.h>

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"

// The largest buffer of a channel, in bytes: as large as the address space.
static const uintptr_t max_bytes = (uintptr_t)1 << heap_addr_bits;

// The buffer is the only pointer in the objects that chan_make makes.
static const uint8_t chan_mask[] = {1 << offsetof(struct chan, buffer) / ptr_size};
static const struct layout chan_layout = {sizeof(struct chan),
                                          offsetof(struct chan, buffer) + ptr_size, chan_mask};
_Static_assert(sizeof(struct chan) % ptr_size == 0, "a buffer may follow");

struct chan *chan_make(struct g *g, const struct rtype *type, int64_t capacity) {
  struct gc *gc = &g->runtime->gc;
  struct gc_p *p = g_gc_p(g);
  struct rtype *elem = type->elem;
  uintptr_t size = elem->layout.size;
  if (capacity < 0 || (size && (uintptr_t)capacity > (max_bytes - sizeof(struct chan)) / size)) {
    panic_plain_error(g, "makechan: size out of range");
    return NULL;
  }
  uintptr_t bytes = (uintptr_t)capacity * size;
  struct chan *c;
  if (elem->layout.ptrdata && bytes) {
    c = gc_malloc(gc, p, sizeof *c, &chan_layout, true);
    void *buffer = gc_malloc(gc, p, bytes, &elem->layout, true);
    gc_store_pointer(gc, p, (void **)&c->buffer, buffer);
  } else {
    c = gc_malloc(gc, p, sizeof *c + bytes, NULL, true);
    c->buffer = bytes ? (char *)(c + 1) : NULL;
  }
  c->capacity = (uint64_t)capacity;
  c->elem = elem;
  mutex_init(&c->lock, LOCK_RANK_CHAN);
  return c;
}

int64_t chan_length(const struct chan *c) {
  return c && !c->of_timer ? (int64_t)atomic_load_relaxed_u64(&c->count) : 0;
}

int64_t chan_capacity(const struct chan *c) {
  return c && !c->of_timer ? (int64_t)c->capacity : 0;
}

// The buffer.

static void *buffer_at(const struct chan *c, uint64_t index) {
  return c->buffer + index * c->elem->layout.size;
}

static uint64_t next_index(const struct chan *c, uint64_t index) {
  return index + 1 == c->capacity ? 0 : index + 1;
}

static void set_count(struct chan *c, uint64_t count) {
  atomic_store_relaxed_u64(&c->count, count);
}

// Copies an element to memory that markers read: a buffer, a sudog.
static void put_element(struct runtime *rt, struct p *p, void *to, const void *from,
                        const struct rtype *elem) {
  if (elem->layout.size == sizeof(uint64_t) && !elem->layout.ptrdata)
    memcpy(to, from, sizeof(uint64_t));
  else
    gc_move_typed(&rt->gc, &p->gc, to, from, elem->layout.size, &elem->layout);
}

// Copies an element to the caller's own memory.
static void get_element(void *to, const void *from, const struct rtype *elem) {
  if (elem->layout.size == sizeof(uint64_t))
    memcpy(to, from, sizeof(uint64_t));
  else
    memcpy(to, from, elem->layout.size);
}

static void push(struct runtime *rt, struct p *p, struct chan *c, const void *value) {
  if (c->buffer)
    put_element(rt, p, buffer_at(c, c->send_index), value, c->elem);
  c->send_index = next_index(c, c->send_index);
  set_count(c, c->count + 1);
}

static void pop(struct runtime *rt, struct p *p, struct chan *c, void *to) {
  if (c->buffer) {
    void *at = buffer_at(c, c->receive_index);
    get_element(to, at, c->elem);
    if (c->elem->layout.ptrdata)
      gc_clear_typed(&rt->gc, &p->gc, at, c->elem->layout.size, &c->elem->layout);
  }
  c->receive_index = next_index(c, c->receive_index);
  set_count(c, c->count - 1);
}

// Without the lock.

// Returns whether a send would have to wait. One observation suffices: the channel was like that at
// some moment of the call.
static bool looks_full(const struct chan *c) {
  if (c->capacity == 0)
    return sudog_looks_empty(&c->receivers);
  return atomic_load_u64(&c->count) == c->capacity;
}

// Returns whether a receive would have to wait, unless the channel is closed.
static bool looks_drained(const struct chan *c) {
  if (c->capacity == 0)
    return sudog_looks_empty(&c->senders);
  return atomic_load_u64(&c->count) == 0;
}

void chan_check(const struct chan *c) {
  mutex_assert_held(&c->lock);
  invariant(c->count <= c->capacity);
  invariant(c->send_index < c->capacity || c->send_index == 0);
  invariant(c->receive_index < c->capacity || c->receive_index == 0);
  invariant(!c->senders.first || (c->count == c->capacity && !c->closed));
  invariant(!c->receivers.first || (c->count == 0 && !c->closed));
  const struct sudog_queue *queues[] = {&c->senders, &c->receivers};
  for (int i = 0; i < 2; i++) {
    const struct sudog *last = NULL;
    for (const struct sudog *s = queues[i]->first; s; last = s, s = s->next)
      invariant(s->queue == queues[i] && s->chan == c && s->prev == last);
    invariant(queues[i]->last == last);
  }
}

// With the lock held.

enum chan_outcome chan_send_locked(struct runtime *rt, struct p *p, struct chan *c,
                                   const void *value, struct g **wake) {
  *wake = NULL;
  if (c->closed)
    return CHAN_PANICKED;
  struct sudog *s = sudog_dequeue(&c->receivers);
  if (s) {
    if (s->elem)
      put_element(rt, p, s->elem, value, c->elem);
    s->state = SUDOG_DONE;
    *wake = s->g;
    return CHAN_DONE;
  }
  if (c->count == c->capacity)
    return CHAN_WOULD_BLOCK;
  push(rt, p, c, value);
  return CHAN_DONE;
}

// Receives while a sender waits. Without a buffer the sender's element goes to *to. Else the buffer
// is full: its first element goes to *to, and the sender's takes its end.
static void take_from_sender(struct runtime *rt, struct p *p, struct chan *c, struct sudog *s,
                             void *to) {
  if (c->capacity) {
    pop(rt, p, c, to);
    push(rt, p, c, s->elem);
  } else if (s->elem) {
    // The element leaves records that a marker may still have to scan for a frame that it may have
    // scanned.
    if (rt->gc.write_barrier.enabled)
      gc_barrier_bulk_layout(&rt->gc, &p->gc, s->elem, NULL, c->elem->layout.size,
                             &c->elem->layout);
    get_element(to, s->elem, c->elem);
  }
  atomic_store_relaxed_pointer(&s->elem, NULL);
  s->state = SUDOG_DONE;
}

enum chan_outcome chan_receive_locked(struct runtime *rt, struct p *p, struct chan *c, void *to,
                                      bool *ok, struct g **wake) {
  *wake = NULL;
  *ok = true;
  struct sudog *s = sudog_dequeue(&c->senders);
  if (s) {
    take_from_sender(rt, p, c, s, to);
    *wake = s->g;
    return CHAN_DONE;
  }
  if (c->count > 0) {
    pop(rt, p, c, to);
    return CHAN_DONE;
  }
  if (!c->closed)
    return CHAN_WOULD_BLOCK;
  memset(to, 0, c->elem->layout.size);
  *ok = false;
  return CHAN_DONE;
}

bool chan_needs_room(const struct chan *c) {
  return c->elem->layout.size > sizeof(((struct sudog *)NULL)->storage);
}

void *chan_new_room(struct g *g, const struct chan *c) {
  const struct layout *layout = &c->elem->layout;
  return gc_malloc(&g->runtime->gc, g_gc_p(g), layout->size, layout, true);
}

struct sudog *chan_enqueue(struct g *g, struct chan *c, const void *value, void *room) {
  const struct rtype *elem = c->elem;
  struct sudog *s = sudog_acquire(g);
  invariant_debug(!room == !chan_needs_room(c));
  s->g = g;
  s->chan = c;
  s->wait_link = NULL;
  s->elem = room ? room : elem->layout.size ? s->storage : NULL;
  s->is_select = false;
  s->state = SUDOG_WAITING;
  if (room && value)
    put_element(g->runtime, g->m->p, room, value, elem);
  else if (value)
    get_element(s->storage, value, elem);
  else
    memset(s->storage, 0, sizeof s->storage); // the sender's barrier reads it
  sudog_enqueue(value ? &c->senders : &c->receivers, s);
  return s;
}

void chan_take_received(const struct sudog *s, void *to) {
  const struct rtype *elem = s->chan->elem;
  if (s->state == SUDOG_DONE && s->elem)
    get_element(to, s->elem, elem);
  else
    memset(to, 0, elem->layout.size);
}

bool chan_panic_closed(struct g *g) {
  panic_plain_error(g, "send on closed channel");
  return false;
}

// Operations.

// Parks g, which waits on a nil channel.
static enum chan_outcome block_forever(struct g *g, enum wait_reason reason) {
  g->resume = NULL;
  sched_park(g, reason);
  return CHAN_BLOCKED;
}

// Parks g, which waits on c. c is locked; the lock is released.
static enum chan_outcome block(struct g *g, struct chan *c, const void *value, void *room,
                               bool (*resume)(struct g *g)) {
  const struct runtime *rt = g->runtime;
  g->waiting = chan_enqueue(g, c, value, room);
  g->resume = resume;
  sched_park(g, value ? WAIT_CHAN_SEND : WAIT_CHAN_RECEIVE);
  chan_unlock(rt, c);
  return CHAN_BLOCKED;
}

// Ends the wait of g on one channel. Returns its record.
static struct sudog *wait_over(struct g *g) {
  struct sudog *s = g->waiting;
  invariant(s && s->g == g && !s->wait_link && !s->queue && s->state != SUDOG_WAITING);
  g->waiting = NULL;
  return s;
}

enum chan_outcome chan_send(struct g *g, struct chan *c, const void *value,
                            bool (*resume)(struct g *g)) {
  struct p *p = g->m->p;
  struct g *wake;
  void *room = NULL;
  if (!c)
    return resume ? block_forever(g, WAIT_CHAN_SEND_NIL) : CHAN_WOULD_BLOCK;
  if (!resume && !atomic_load_u32(&c->closed) && looks_full(c))
    return CHAN_WOULD_BLOCK;
  for (;;) {
    chan_lock(g->runtime, c);
    enum chan_outcome outcome = chan_send_locked(g->runtime, p, c, value, &wake);
    if (outcome == CHAN_WOULD_BLOCK && resume && (room || !chan_needs_room(c)))
      return block(g, c, value, room, resume);
    chan_unlock(g->runtime, c);
    if (wake)
      sched_ready(g->runtime, p, wake);
    if (outcome == CHAN_PANICKED)
      chan_panic_closed(g);
    if (outcome != CHAN_WOULD_BLOCK || !resume)
      return outcome;
    room = chan_new_room(g, c);
  }
}

bool chan_resume_send(struct g *g) {
  struct sudog *s = wait_over(g);
  bool closed = s->state == SUDOG_CLOSED;
  sudog_release(g, s);
  return !closed || chan_panic_closed(g);
}

enum chan_outcome chan_receive(struct g *g, struct chan *c, void *to, bool *ok,
                               bool (*resume)(struct g *g)) {
  struct p *p = g->m->p;
  struct g *wake;
  void *room = NULL;
  if (!c)
    return resume ? block_forever(g, WAIT_CHAN_RECEIVE_NIL) : CHAN_WOULD_BLOCK;
  // Test empty before closed: channels never reopen, so empty then not closed means that the
  // receive would block.
  if (!resume && looks_drained(c) && !atomic_load_u32(&c->closed))
    return CHAN_WOULD_BLOCK;
  for (;;) {
    chan_lock(g->runtime, c);
    enum chan_outcome outcome = chan_receive_locked(g->runtime, p, c, to, ok, &wake);
    if (outcome == CHAN_WOULD_BLOCK && resume && (room || !chan_needs_room(c)))
      return block(g, c, NULL, room, resume);
    chan_unlock(g->runtime, c);
    if (wake)
      sched_ready(g->runtime, p, wake);
    if (outcome != CHAN_WOULD_BLOCK || !resume)
      return outcome;
    room = chan_new_room(g, c);
  }
}

bool chan_resume_receive(struct g *g, void *to) {
  struct sudog *s = wait_over(g);
  bool ok = s->state == SUDOG_DONE;
  chan_take_received(s, to);
  sudog_release(g, s);
  return ok;
}

// Moves all waiters of a queue to a list of goroutines to wake, newest first. Returns its new head.
static struct g *release_waiters(struct sudog_queue *q, struct g *list) {
  for (struct sudog *s; (s = sudog_dequeue(q));) {
    s->state = SUDOG_CLOSED;
    s->g->sched_link = list;
    list = s->g;
  }
  return list;
}

bool chan_close(struct g *g, struct chan *c) {
  if (!c) {
    panic_plain_error(g, "close of nil channel");
    return false;
  }
  chan_lock(g->runtime, c);
  if (c->closed) {
    chan_unlock(g->runtime, c);
    panic_plain_error(g, "close of closed channel");
    return false;
  }
  atomic_store_u32(&c->closed, 1);
  struct g *list = release_waiters(&c->receivers, NULL);
  list = release_waiters(&c->senders, list);
  chan_check(c);
  chan_unlock(g->runtime, c);
  while (list) {
    struct g *next = list->sched_link;
    list->sched_link = NULL;
    sched_ready(g->runtime, g->m->p, list);
    list = next;
  }
  return true;
}
