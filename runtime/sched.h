// Which goroutine runs next on which thread: run queues, waiting and waking.
//
// A goroutine that must wait is parked by whoever found that out, under the lock that guards what
// it waits for; the interpreter's loop then sees that its M has no goroutine and takes the next one
// from sched_next. No C stack is switched: a goroutine is its frames, and the loop changes its
// registers. After runtime/proc.go of Go 1.21.

#ifndef VOLE_RUNTIME_SCHED_H
#define VOLE_RUNTIME_SCHED_H

#include <stdbool.h>

#include "runtime/g.h"

// Makes a goroutine that will run the closure (no parameters, no results) and puts it on p's queue.
// creator NULL: one of the run time's own, which does not count as the program's.
struct g *sched_go(struct runtime *rt, struct p *p, struct g *creator, void *closure);
// Puts a runnable goroutine on p's queue; next: before all others. Half of a full queue moves to
// the shared one.
void sched_put(struct runtime *rt, struct p *p, struct g *g, bool next);
// Puts a runnable goroutine at the end of the shared queue.
void sched_put_shared(struct runtime *rt, struct g *g);
// Takes the goroutine to run next from p's queue, or from the shared one (every 61st time first);
// NULL if there is none.
struct g *sched_get(struct runtime *rt, struct p *p);
// Takes half of victim's queue over to p and returns one of them; NULL if there was none. The ring
// of p must be empty: what is taken is written over its slots.
struct g *sched_steal(struct p *p, struct p *victim);
// Takes the goroutine that victim would run next; NULL if there is none. For when nothing else is
// left: who has just been made runnable by a goroutine that is about to wait should run there. So
// it is left alone if victim runs another soon after.
struct g *sched_steal_next(struct m *m, struct p *victim);
// Returns a goroutine of victim for m, whose P has none; NULL if there is nothing. With last, which
// is for the last round, timers of victim that are due run too, and its next goroutine may be
// taken.
struct g *sched_steal_from(struct m *m, struct p *victim, bool last);
// Takes a goroutine from p's own queue only; p's owner.
struct g *sched_get_local(struct p *p);
// Goroutines in p's queue.
uint32_t sched_queue_length(const struct p *p);

// The running goroutine g begins to wait. Its g->sched says where it goes on, g->resume what must
// be done then. The caller holds the lock under which whoever wakes it will find it, gives that
// back afterwards, and touches neither g nor its stack again: it may be running elsewhere by then.
// A native that has parked returns true at once; an operation of the loop goes on with sched_next.
void sched_park(struct g *g, enum wait_reason reason);
// A waiting goroutine becomes runnable, next on the calling thread's P (p; NULL: the shared queue).
// Any lock of a lower rank than sched may be held.
void sched_ready(struct runtime *rt, struct p *p, struct g *g);
// The running goroutine gives way: it goes to the shared queue. As sched_park, the M has none then.
void sched_give_way(struct g *g);
// The running goroutine stops being the calling M's and becomes m's, which it interrupts: m runs it
// next, whatever it runs now.
void sched_hand(struct g *g, struct m *m);
// The running goroutine has ended: it is freed, and the M has none.
void sched_end(struct g *g);
// The goroutine that the M runs next, now its current one. Waits until there is one. NULL: the run
// ends, or the activation that this M's C stack holds is over; the loop must be left.
struct g *sched_next(struct m *m);

// m, which has no P, runs g, whose status is from: waits for a P, g queueing for it like all
// others. g stands at a safepoint, and is running in the end. False: the run ends, and m has no P.
bool sched_queue_for_p(struct m *m, struct g *g, enum g_status from);
// For m_wait_for_p: g was handed to m, but there is no P for it: queues for one. False: the run
// ends.
bool sched_wait_for_p(struct m *m, struct g *g);
// Whether nothing can go on any more: all Ms sleep, no goroutine is runnable, no timer is set.
// sched lock held.
bool sched_is_dead(struct runtime *rt);
// Ends the run with Go's words for that.
void sched_report_dead(struct runtime *rt);

#endif
