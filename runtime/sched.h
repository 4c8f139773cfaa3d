// Which goroutine runs next. One M for now: a cooperative scheduler over the structures of Go's.
// After runtime/proc.go of Go 1.21.

#ifndef VOLE_RUNTIME_SCHED_H
#define VOLE_RUNTIME_SCHED_H

#include <stdbool.h>

#include "runtime/g.h"

// Makes a goroutine that will run the closure (no parameters, no results) and puts it on p's queue.
// creator may be NULL.
struct g *sched_go(struct runtime *rt, struct p *p, struct g *creator, void *closure);
// Puts a runnable goroutine on p's queue; next: before all others. Half of a full queue moves to
// the shared one.
void sched_put(struct runtime *rt, struct p *p, struct g *g, bool next);
// Takes the goroutine to run next from p's queue, or from the shared one (every 61st time first);
// NULL if there is none.
struct g *sched_get(struct runtime *rt, struct p *p);
// Takes half of victim's queue over to p and returns one of them; NULL if there was none.
struct g *sched_steal(struct p *p, struct p *victim);
// A waiting goroutine becomes runnable.
void sched_ready(struct runtime *rt, struct p *p, struct g *g);
// Goroutines in p's queue.
uint32_t sched_queue_length(const struct p *p);

#endif
