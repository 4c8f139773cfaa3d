// What the collector needs from the layer above; the runtime defines each function in its
// upcalls.c, tests of gc/ define their own.
//
// The collector makes these calls on the M that runs it. `struct gc` is the first member of the
// runtime's instance and `struct gc_p` of its P, so the outer structure is one cast away.

#ifndef VOLE_GC_EMBED_H
#define VOLE_GC_EMBED_H

#include <stddef.h>
#include <stdint.h>

#include "gc/gc.h"
#include "gc/snapshot.h"

// The world.

// Brings every other P to a safepoint and keeps it there. p is the caller's P; reason is a constant
// text. Returns the time when the stop began, as gc_embed_nanotime has it: after any stop by
// another M was over.
int64_t gc_embed_stop_world(struct gc *gc, struct gc_p *p, const char *reason);
// Lets the other Ps go on.
void gc_embed_start_world(struct gc *gc, struct gc_p *p);
// Calls visit for every P. World stopped.
void gc_embed_for_each_p(struct gc *gc, void (*visit)(struct gc *gc, struct gc_p *p, void *arg),
                         void *arg);
// The ragged barrier: calls visit for every P, at a safepoint of that P or while nothing runs on
// it. Returns when visit has been called for all. The world runs; the caller holds p, at a
// safepoint.
void gc_embed_ragged_barrier(struct gc *gc, struct gc_p *p,
                             void (*visit)(struct gc *gc, struct gc_p *p, void *arg), void *arg);

// Roots.

// Fixes the set of goroutines to scan in this mark. Returns their number. World stopped.
uint32_t gc_embed_goroutine_count(struct gc *gc);
// Scans the stack of goroutine index of that set. It walks the frames with their liveness maps. For
// each live slot it calls gc_scan_block or gc_grey_pointer (gc/mark.h). A goroutine that has ended
// is skipped. One that runs on another M scans itself at its next safepoint, and the call waits for
// it. Returns the bytes of stack scanned. Called once per index and mark, and again in the second
// mark of gccheckmark. The calling M is at a safepoint.
uintptr_t gc_embed_scan_goroutine(struct gc *gc, uint32_t index, struct gc_work *work);

// A range of memory outside the heap that holds roots.
struct gc_globals {
  const void *base;    // first byte, 8-aligned
  uintptr_t bytes;     // multiple of 8
  const uint8_t *mask; // a bit a word: it holds a heap pointer (or 0)
};
// Returns the number of ranges of globals, which is constant during a mark. World stopped.
uint32_t gc_embed_globals_count(struct gc *gc);
// Describes range index.
struct gc_globals gc_embed_globals(struct gc *gc, uint32_t index);
// Scans whatever else the runtime holds off the heap: handles, timers, records in native code.
void gc_embed_scan_other(struct gc *gc, struct gc_work *work);

// Scheduling.

// Makes the calling M's goroutine, which has begun a cycle, give way to a worker if the pacer wants
// one. Called after the world was started. May only set a flag for the next safepoint.
void gc_embed_yield_for_workers(struct gc *gc, struct gc_p *p);
// Returns whether any goroutine waits for a P: then an idle worker ends.
bool gc_embed_has_goroutines(struct gc *gc);
// A safepoint in a long loop of an M that holds p: stops if the world does, and runs the ragged
// barrier. After a fatal error it does not return.
void gc_embed_poll(struct gc *gc, struct gc_p *p);
// Pauses in a long loop that has no safepoint. The calling M holds p and no lock. It stops if the
// world does, runs the ragged barrier, and scans nothing. Does nothing where the world is stopped
// to scan stacks or to look at objects.
void gc_embed_pause(struct gc *gc, struct gc_p *p);
// Makes the goroutine that runs on p, which is in debt, reach a safepoint soon.
void gc_embed_request_assist(struct gc *gc, struct gc_p *p);
// Notes that an assist of the goroutine that runs on p took ns. It is at a safepoint.
void gc_embed_assist_done(struct gc *gc, struct gc_p *p, int64_t ns);
// Parks the goroutine that runs on p and has the account assist. It is at a safepoint. Lock of the
// queue of assists held.
void gc_embed_assist_park(struct gc *gc, struct gc_p *p, struct gc_assist *assist);
// Makes the goroutine of that account runnable. Lock of the queue of assists held.
void gc_embed_assist_ready(struct gc *gc, struct gc_assist *assist);
// Makes the next safepoint of some M call gc_run_pending, since a cycle is wanted. Any thread;
// cheap.
void gc_embed_request_safepoint(struct gc *gc);

// Steps of a cycle.

// Counts bytes that a cache or a large object has taken, or given back if negative. Locks may be
// held. Must be cheap.
void gc_embed_allocated(struct gc *gc, int64_t bytes);
// Drops caches that may be refilled (free defers, sudogs, sync.Pool), when a cycle begins. World
// stopped.
void gc_embed_clear_pools(struct gc *gc);
// Wakes those that wait for the end of the cycle. The world runs.
void gc_embed_cycle_ended(struct gc *gc);
// Gives back what the runtime caches in p: a mark has ended since p was last used.
void gc_embed_flush_p(struct gc *gc, struct gc_p *p);
// Frees the stacks that had to wait for the end of marking. Phase off.
void gc_embed_free_stacks(struct gc *gc);
// Wakes the goroutine that runs finalizers: a finalizer is due. Sweepers may call it.
void gc_embed_wake_finalizer(struct gc *gc);

// Snapshots (gc/snapshot.h). Called with the world stopped.

// Returns one more than the number of the type that a word is the address of. The word may be that of
// an interface table, too. 0: it is neither.
uint32_t gc_embed_snapshot_type(struct snapshot *s, uintptr_t word);
// Returns one more than the number of the function that a word is the address of; 0: of none.
uint32_t gc_embed_snapshot_function(struct snapshot *s, uintptr_t word);
// Takes the arg_type of a finalizer's special. Returns one more than the number of the type of the
// object that the finalizer belongs to.
uint32_t gc_embed_snapshot_finalized(struct snapshot *s, const void *arg_type);
// Returns one more than the number of the stack of calls that a bucket of the heap profile has.
uint32_t gc_embed_snapshot_site(struct snapshot *s, const struct gc_profile_bucket *bucket);

// Services.

// Stores the calls that the goroutine on p is in, innermost first, up to max, in frames. Returns
// their number. Called by the heap profile, inside of an allocation.
uint32_t gc_embed_callers(struct gc *gc, struct gc_p *p, struct gc_profile_frame *frames,
                          uint32_t max);
// Returns the monotonic time in ns.
int64_t gc_embed_nanotime(struct gc *gc);
// Returns the wall clock's time in ns since 1970.
int64_t gc_embed_walltime(struct gc *gc);
// Writes text to the instance's standard error.
void gc_embed_print(struct gc *gc, const char *text, size_t bytes);
// Prints "fatal error: message", as Go does, and ends the program or the instance: out of memory
// and the like. Does not return.
_Noreturn void gc_embed_fatal(struct gc *gc, const char *message);

#endif
