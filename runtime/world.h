// Stopping the world, and the ragged barrier.
//
// An M that comes to a safepoint while the world is to stop stays where it is. Its P is marked
// stopped and goes back to it when the world goes on; its goroutine stays its own. Ps of Ms
// in blocking natives are taken from them, and idle ones are taken out of the list. After
// stopTheWorldWithSema, startTheWorldWithSema and forEachP in runtime/proc.go of Go 1.21; there a
// stopped M first lays its goroutine aside.

#ifndef VOLE_RUNTIME_WORLD_H
#define VOLE_RUNTIME_WORLD_H

#include <stdbool.h>

#include "runtime/g.h"

// Stops every P but that of m, the calling M. That M holds a P and is at a safepoint, where it may
// first have to stop for another M's stop. Or it is the host's and holds none; then no P is exempt.
// The records of pauses keep reason, a constant text.
void world_stop(struct runtime *rt, struct m *m, const char *reason);
// Lets the Ps go on. Called by the M that stopped them.
void world_start(struct runtime *rt, struct m *m);
// Stops m, the calling M, at a safepoint until the world goes on. Called when sched.gc_waiting is
// set. may_lose_p: neither the caller nor its callers keep anything that belongs to the P. Returns
// false if m has no P now.
bool world_stop_at_safepoint(struct m *m, bool may_lose_p);

// The ragged barrier: calls function for every P. It does so at a safepoint of the P, or while the
// P is idle or its M is in a blocking native. Returns when it was called for all. The calling M, m,
// holds a P and is at a safepoint.
void world_ragged_barrier(struct runtime *rt, struct m *m,
                          void (*function)(struct gc *gc, struct gc_p *p, void *argument),
                          void *argument);
// Calls that function for p, if it is due. Called by p's M at a safepoint when
// p->run_safepoint_function is set, or for a P that no M holds with the sched lock held.
void world_run_safepoint_function(struct runtime *rt, struct p *p);

// Puts away p, which no M holds. If the world stops, counts p as stopped and returns false. Else
// makes p idle and returns true. The sched lock is held.
bool p_stop_or_idle(struct runtime *rt, struct p *p);
// Asks every M that runs a goroutine for a safepoint. Any thread.
void world_request_safepoints(struct runtime *rt);

#endif
