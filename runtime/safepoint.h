// Safepoints: where a running goroutine does what the world, the collector and its own stack ask
// for.
//
// A request poisons the guard of the goroutine's stack, which every function entry and loop
// compares with its frame. A goroutine may also wait here, for the end of a cycle or for
// finalizers.

#ifndef VOLE_RUNTIME_SAFEPOINT_H
#define VOLE_RUNTIME_SAFEPOINT_H

#include <stdbool.h>
#include <stdint.h>

struct g;
struct p;
struct runtime;

// Serves a safepoint of g, which the calling M runs, at an entry or loop. Its guard was poisoned,
// or its frame does not fit. g->sched is saved.
// - Resets the guard, stops if the world stops, and runs a collection that is due.
// - Shrinks the stack if the collector asked for it. Makes room for `words` words from g->sched.fp
//   on (0 at a loop). The stack may move: the caller reads g->sched.fp again.
// - Pays for allocations, which may park g: then its M's current_g is NULL, and the caller must not
//   touch g.
// Giving way (g->preempt) is left to the caller. Returns false if the run has ended.
bool runtime_safepoint(struct runtime *rt, struct g *g, uintptr_t words);

// Asks g for a safepoint if there is something to serve. Called by its M when g begins to run
// again: a request that was made while no M ran g has poisoned no guard.
void runtime_request_if_due(struct g *g);

// Called often by a long native (FUNC_NATIVE_BLOCKING) that g runs: stops if the world does, and
// scans g if a marker waits for that. The native's parameters and results are scanned; other C
// locals that point into the heap are not. The stack does not move.
void runtime_poll(struct g *g);

// Does what the collector is due. Called before C code allocates `bytes` on the script's heap,
// where vole.h promises a safepoint. g is what the calling M runs. Returns false if the heap would
// exceed its limit, or the run has ended.
bool runtime_make_way(struct runtime *rt, struct g *g, uintptr_t bytes);

// Makes the goroutine that runs finalizers runnable, if it waits and some are due. p is the calling
// M's, or NULL.
void runtime_wake_finalizer(struct runtime *rt, struct p *p);
// Parks g, the running goroutine, until the cycle that runs has ended. Returns at once if none
// runs, or `cycle` has ended already. Called by blocking natives, which then return.
void runtime_wait_for_cycle(struct g *g, uint32_t cycle);
// Makes the goroutines runnable that wait for a cycle's end. p is the calling M's, or NULL.
void runtime_wake_cycle_waiters(struct runtime *rt, struct p *p);

#endif
