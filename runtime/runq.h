// Run queues: those of the Ps, and the one that all share.
//
// A P's queue is a ring that its owner fills and that other Ps may steal from, and one goroutine
// that runs before the ring. What does not fit goes to the shared list, under the sched lock. After
// the run queues of runtime/proc.go of Go 1.21.

#ifndef VOLE_RUNTIME_RUNQ_H
#define VOLE_RUNTIME_RUNQ_H

#include <stdbool.h>
#include <stdint.h>

struct g;
struct m;
struct p;
struct runtime;

// Puts a runnable goroutine on the queue of p, the calling M's; next: before all others. Half of a
// full queue moves to the shared one.
void sched_put(struct runtime *rt, struct p *p, struct g *g, bool next);
// Puts a runnable goroutine at the end of the shared queue.
void sched_put_shared(struct runtime *rt, struct g *g);
// Takes the goroutine to run next from the queue of p, the calling M's, or from the shared one,
// which comes first every 61st time. Returns NULL if there is none.
struct g *sched_get(struct runtime *rt, struct p *p);
// Takes a goroutine from the queue of p only, which the calling M owns.
struct g *sched_get_local(struct p *p);
// Returns the number of goroutines in p's queue. Any thread.
uint32_t sched_queue_length(const struct p *p);

// Moves half of victim's queue to p, the calling M's, and returns one of the goroutines taken; NULL
// if there was none. The ring of p is empty, since what is taken is written over its slots.
struct g *sched_steal(struct p *p, struct p *victim);
// Returns a goroutine of victim for m, whose P has none; NULL if there is nothing. last, for the
// last round: timers of victim that are due run too, and its next goroutine may be taken.
struct g *sched_steal_from(struct m *m, struct p *victim, bool last);

#endif
