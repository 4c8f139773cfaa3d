// Which goroutine runs next on which thread: waiting, waking, and what an M does without one.
//
// Code that finds that a goroutine must wait parks it, under the lock that guards what it waits
// for. The interpreter's loop then sees that its M has no goroutine and takes the next from
// sched_next. No C stack is switched: a goroutine is its frames, and the loop changes its
// registers. After runtime/proc.go of Go 1.21.

#ifndef VOLE_RUNTIME_SCHED_H
#define VOLE_RUNTIME_SCHED_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"

// Makes a goroutine that will run closure (no parameters, no results) and puts it on p's queue. The
// P is the calling M's, or NULL. The creator is the goroutine that executed the go statement. It is
// NULL for the run time; then the new goroutine does not count as the program's.
struct g *sched_go(struct runtime *rt, struct p *p, struct g *creator, void *closure);

// Makes g, the running goroutine, wait. g->sched says where it goes on, g->resume what must be done
// first then. The caller holds the lock under which a waker will find g.
//
// The caller releases that lock afterwards and touches neither g nor its stack again: another M may
// run it by then. A native that has parked returns true at once; an operation of the loop goes on
// with sched_next.
void sched_park(struct g *g, enum wait_reason reason);
// Makes a waiting goroutine runnable: next on p, the calling M's, or in the shared queue if p is
// NULL. The caller may hold any lock of a lower rank than sched.
void sched_ready(struct runtime *rt, struct p *p, struct g *g);
// Makes g, the running goroutine, give way: it goes to the shared queue, and its M has none.
void sched_give_way(struct g *g);
// Moves g, the running goroutine, from the calling M to m, which runs it next, before whatever it
// runs now.
void sched_hand(struct g *g, struct m *m);
// Frees g, the running goroutine, which has ended. Its M has none.
void sched_end(struct g *g);

// Returns the goroutine that m, the calling M, runs next, now its current one; waits until there is
// one. Returns NULL if the run has ended, or the activation that m's C stack holds is over: the
// loop must be left.
struct g *sched_next(struct m *m);
// Gives m, the calling M, which has no P, a P for g. It queues g like any other goroutine and
// waits. The goroutine g stands at a safepoint, in status from, and runs afterwards. Returns false
// if the run has ended; m then has no P.
bool sched_queue_for_p(struct m *m, struct g *g, enum g_status from);
// Waits for a P for g, which was handed to m, the calling M. Called by m_wait_for_p. Returns false
// if the run has ended.
bool sched_wait_for_p(struct m *m, struct g *g);

// Wakes an M, if all would sleep beyond `when` (ns): a timer has become the first of its heap.
void sched_wake_for_timer(struct runtime *rt, int64_t when);

// Returns whether nothing can go on any more: all Ms sleep, no goroutine is runnable, no timer is
// set. sched lock held.
bool sched_is_dead(struct runtime *rt);
// Ends the run with Go's words for a deadlock.
void sched_report_dead(struct runtime *rt);

#endif
