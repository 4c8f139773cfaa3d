// Stopping the world, and the ragged barrier.
//
// An M that meets at a safepoint that the world is to stop stays where it is: its P is marked
// stopped and goes back to it when the world goes on, its goroutine stays its own. Ps whose Ms are
// in blocking natives are taken from them; idle ones are taken out of the list. After
// stopTheWorldWithSema, startTheWorldWithSema and forEachP in runtime/proc.go of Go 1.21; there a
// stopped M first lays its goroutine aside.

#ifndef VOLE_RUNTIME_WORLD_H
#define VOLE_RUNTIME_WORLD_H

#include <stdbool.h>

#include "runtime/g.h"

// Stops every other P. The calling M holds a P and is at a safepoint (it may have to stop itself
// for another that came first), or is the host's thread with none: then no P is exempt. reason, a
// constant text, is for the records of pauses.
void world_stop(struct runtime *rt, struct m *m, const char *reason);
// Lets them go on. Called by who stopped them.
void world_start(struct runtime *rt, struct m *m);
// At a safepoint of an M with a P, when sched.gc_waiting is set: stays until the world goes on.
// may_lose_p: neither the caller nor its callers keep anything that belongs to the P. False: the M
// has none now.
bool world_stop_at_safepoint(struct m *m, bool may_lose_p);
// Calls function for every P at a safepoint of it, or while it is idle or its M is in a blocking
// native; returns when it was called for all. The calling M holds a P and is at a safepoint.
void world_ragged_barrier(struct runtime *rt, struct m *m,
                          void (*function)(struct gc *gc, struct gc_p *p, void *argument),
                          void *argument);
// What p's M does at a safepoint when p->run_safepoint_function is set.
void world_run_safepoint_function(struct runtime *rt, struct p *p);
// A P, held by nobody, that there is no M for: counts as stopped if the world stops (false), else
// it becomes idle. sched lock held.
bool p_stop_or_idle(struct runtime *rt, struct p *p);
// Asks every M that runs something for a safepoint. Any thread.
void world_request_safepoints(struct runtime *rt);

#endif
