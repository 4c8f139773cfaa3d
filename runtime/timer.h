// Timers: something is done at a time, once or again and again.
//
// Each P has a heap of timers by the time when they are due, with four children a node, under a
// lock. The scheduler runs them: those of its P that are due before it chooses a goroutine, those
// of other Ps before it sleeps. It sleeps no longer than until the next.
//
// A timer lies in a Go object (package time) or in a struct g (Sleep). The heaps are roots. After
// runtime/time.go of Go 1.21, with plain locking in place of its states: a timer that is stopped or
// moved leaves its place at once.

#ifndef VOLE_RUNTIME_TIMER_H
#define VOLE_RUNTIME_TIMER_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct g;
struct gc;
struct gc_work;
struct p;
struct runtime;
struct timer;

// Does what a timer is for. Called by the M that holds p, with no lock. It may make goroutines
// runnable, and must not wait. It shades what it stores.
typedef void timer_fire(struct runtime *rt, struct p *p, struct timer *t);

// The same words as type runtimeTimer in vm/std/time/sleep.go.
struct timer {
  struct p *p;  // the P that has it in its heap, NULL: none; atomic, changes under the heap's lock
  int64_t when; // ns of runtime_nanotime; heap's lock
  int64_t period; // ns to the next time; 0: once; heap's lock
  // These three are constant while it may be in a heap. The latter two are for fire, and may point
  // into the garbage-collected heap.
  timer_fire *fire;
  void *arg;
  void *context;
  uint32_t index;  // in the heap; its lock
  uint32_t firing; // calls of fire under way; atomic
};

// An entry of a heap. It has the time too, so that sifting reads no timer.
struct timer_entry {
  int64_t when;
  struct timer *timer;
};

// The timers of a P. No entry is due before its parent, (i - 1) / 4.
struct timers {
  struct mutex lock;           // rank timers; guards all
  struct timer_entry *entries; // malloc'ed
  uint32_t count, capacity;
  int64_t next; // when the first is due, INT64_MAX: never; atomic, also read without the lock
};

// Sets up an empty heap.
void timers_init(struct timers *timers);
// Frees the heap of p. No M runs any more.
void timers_destroy(struct p *p);

// Returns the time that is ns from now, at most INT64_MAX - 1.
int64_t timer_when(struct runtime *rt, int64_t ns);
// Puts t into the heap of p, the calling M's, or changes its time where it is. Both when and period
// are in ns. With a period of 0 it fires once. Returns whether it was in a heap.
bool timer_start(struct runtime *rt, struct p *p, struct timer *t, int64_t when, int64_t period);
// Removes t from its heap. p is the calling M's. Returns false if t was in none. It may still be
// firing.
bool timer_stop(struct runtime *rt, struct p *p, struct timer *t);
// Waits until no call of t's fire is under way.
void timer_wait_fired(struct timer *t);
// Parks g, the running goroutine, for ns, more than 0. The caller, a native, returns true.
void timer_sleep(struct g *g, int64_t ns);
// A function for fire: starts a goroutine that runs the closure arg.
void timer_fire_go(struct runtime *rt, struct p *p, struct timer *t);

// Runs the timers of p, the calling M's, that are due at now (runtime_nanotime). Returns when the
// next is due, INT64_MAX if there is none.
int64_t timers_run(struct runtime *rt, struct p *p, int64_t now);
// Runs the timers of victim, another P, in the same way.
int64_t timers_steal(struct runtime *rt, struct p *p, struct p *victim, int64_t now);
// Moves all timers of `from` to `to`. World stopped.
void timers_move(struct runtime *rt, struct p *to, struct p *from);
// Returns when the next timer of any P is due, INT64_MAX if there is none. Any thread.
int64_t timers_next(struct runtime *rt);

// Greys what the heaps of all Ps hold.
void timers_scan(struct runtime *rt, struct gc_work *work);

// For tests.

// Fails unless the heap of p is in order and every timer knows its place.
void timers_check(struct p *p);

#endif
