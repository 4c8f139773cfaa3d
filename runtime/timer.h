// Timers: something is done at a time, once or again and again.
//
// Each P has a heap of timers by the time when they are due, with four children a node, under a
// lock. Nobody waits for timers but the scheduler: it runs those of its P that are due before it
// chooses a goroutine, those of other Ps before it sleeps, and sleeps no longer than until the
// next. A timer lies in a Go object (package time) or in a struct g (Sleep). While it is in a heap
// it is found from there, so the heaps are roots. After runtime/time.go of Go 1.21, with plain
// locking in place of its states: a timer that is stopped or moved leaves its place at once.

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

// Does what a timer is for; on any M that holds p, with no lock. It may make goroutines runnable,
// and must not wait. What it stores anywhere it shades.
typedef void timer_fire(struct runtime *rt, struct p *p, struct timer *t);

// The same words as type runtimeTimer in vm/std/time/sleep.go.
struct timer {
  struct p *p;      // in whose heap it is, NULL: none; atomic, changes under that heap's lock
  int64_t when;     // ns of runtime_nanotime; heap's lock
  int64_t period;   // ns to the next time; 0: once; heap's lock
  timer_fire *fire; // constant while it may be in a heap, as are the next two
  void *arg;        // for fire; may point into the heap
  void *context;    // the same
  uint32_t index;   // in the heap; its lock
  uint32_t firing;  // calls of fire under way; atomic
};

// An entry of a heap: the time is here too, so that sifting looks at no timer.
struct timer_entry {
  int64_t when;
  struct timer *timer;
};

// The timers of a P. No entry is due before its parent, (i - 1) / 4.
struct timers {
  struct mutex lock;           // rank timers; guards all
  struct timer_entry *entries; // malloc'ed
  uint32_t count, capacity;
  int64_t next; // when the first is due, INT64_MAX: never; also read without the lock
};

void timers_init(struct timers *timers);
// Frees the heap. No M runs any more.
void timers_destroy(struct p *p);

// The time that many ns from now, at most INT64_MAX - 1.
int64_t timer_when(struct runtime *rt, int64_t ns);
// Puts t into the heap of p, which the calling thread holds, or changes its time where it is. when
// in ns; period 0: once. True if it was in a heap.
bool timer_start(struct runtime *rt, struct p *p, struct timer *t, int64_t when, int64_t period);
// Takes t out of its heap; false if it was in none. It may be firing still.
bool timer_stop(struct runtime *rt, struct p *p, struct timer *t);
// Waits until no call of t's fire is under way.
void timer_wait_fired(struct timer *t);
// The running goroutine g sleeps for that many ns, more than 0. The caller, a native, returns true.
void timer_sleep(struct g *g, int64_t ns);
// A fire: starts a goroutine that runs the closure arg.
void timer_fire_go(struct runtime *rt, struct p *p, struct timer *t);

// Runs the timers of p, which the calling thread holds, that are due at now (runtime_nanotime).
// Returns when the next one is, INT64_MAX if there is none.
int64_t timers_run(struct runtime *rt, struct p *p, int64_t now);
// The same for the timers of another P.
int64_t timers_steal(struct runtime *rt, struct p *p, struct p *victim, int64_t now);
// All timers of from become those of to. World stopped.
void timers_move(struct runtime *rt, struct p *to, struct p *from);
// When the next timer of all is due.
int64_t timers_next(struct runtime *rt);

// Greys what the heaps of all Ps hold.
void timers_scan(struct runtime *rt, struct gc_work *work);
// Fails unless the heap is one and every timer knows its place.
void timers_check(struct p *p);

// The scheduler's, see sched.c: a timer became the first of its heap; Ms that sleep longer wake.
void sched_wake_for_timer(struct runtime *rt, int64_t when);

#endif
