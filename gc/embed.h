// gc/embed.h: what the collector needs from the layer above; the runtime defines each function.
//
// The calls happen on the M that runs the collector. `struct gc` is the first member of the
// runtime's instance and `struct gc_p` of its P, so the outer structure is one cast away.
// Tests of gc/ bind their own definitions.

#ifndef VOLE_GC_EMBED_H
#define VOLE_GC_EMBED_H

#include <stddef.h>
#include <stdint.h>

#include "gc/gc.h"

// Brings every other P to a safepoint and keeps it there. p is the caller's P; reason is a constant
// text. Returns when that began, on gc_embed_nanotime: who stopped the world before was waited for
// until then.
int64_t gc_embed_stop_world(struct gc *gc, struct gc_p *p, const char *reason);
// Lets them go on.
void gc_embed_start_world(struct gc *gc, struct gc_p *p);
// Calls visit for every P. The world is stopped.
void gc_embed_for_each_p(struct gc *gc, void (*visit)(struct gc *gc, struct gc_p *p, void *arg),
                         void *arg);

// The ragged barrier: calls visit for every P at a safepoint of it (or while nothing runs on it),
// and returns when it has been called for all. The world runs; the caller holds p, at a safepoint.
void gc_embed_ragged_barrier(struct gc *gc, struct gc_p *p,
                             void (*visit)(struct gc *gc, struct gc_p *p, void *arg), void *arg);

// How many goroutines there are to scan; fixes the snapshot for this mark. World stopped.
uint32_t gc_embed_goroutine_count(struct gc *gc);
// Scans the stack of goroutine index (of the snapshot): walks the frames with their liveness maps
// and calls gc_scan_block or gc_grey_pointer (gc/mark.h) for each live slot. Goroutines that ended
// since are skipped; one that runs on another M scans itself at its next safepoint, and is waited
// for. Returns the bytes of stack scanned. Called once per index and mark, and again in a second
// mark with gccheckmark. The calling M is at a safepoint.
uintptr_t gc_embed_scan_goroutine(struct gc *gc, uint32_t index, struct gc_work *work);

// A range of memory outside the heap that holds roots.
struct gc_globals {
  const void *base;    // first byte, 8-aligned
  uintptr_t bytes;     // multiple of 8
  const uint8_t *mask; // a bit a word: it holds a heap pointer (or 0)
};
// How many ranges of globals there are; world stopped, constant during a mark.
uint32_t gc_embed_globals_count(struct gc *gc);
// Describes range index.
struct gc_globals gc_embed_globals(struct gc *gc, uint32_t index);
// Scans whatever else the runtime holds off the heap: handles, timers, records in native code.
void gc_embed_scan_other(struct gc *gc, struct gc_work *work);

// The world was started with marking on: the calling M's goroutine, which began the cycle, makes
// way for a worker if one is wanted. May only set a flag for its next safepoint.
void gc_embed_yield_for_workers(struct gc *gc, struct gc_p *p);
// Whether any goroutine waits for a P: an idle worker ends then.
bool gc_embed_has_goroutines(struct gc *gc);
// A safepoint in a long loop of an M that holds p: stops if the world does, runs the ragged
// barrier. After a fatal error it does not return.
void gc_embed_poll(struct gc *gc, struct gc_p *p);
// In a long loop that is no safepoint, of the M that holds p and no lock: stops if the world does,
// runs the ragged barrier, scans nothing. Does nothing where the world stops to scan stacks or to
// look at objects.
void gc_embed_pause(struct gc *gc, struct gc_p *p);
// The goroutine that runs on p is in debt: it shall reach a safepoint soon.
void gc_embed_request_assist(struct gc *gc, struct gc_p *p);
// An assist of the goroutine that runs on p took so many ns. It is at a safepoint.
void gc_embed_assist_done(struct gc *gc, struct gc_p *p, int64_t ns);
// Parks the goroutine of that account, the one that runs on p, which is at a safepoint. The queue's
// lock is held.
void gc_embed_assist_park(struct gc *gc, struct gc_p *p, struct gc_assist *assist);
// Makes it runnable. The queue's lock is held.
void gc_embed_assist_ready(struct gc *gc, struct gc_assist *assist);

// Drops caches that may be refilled (free defers, sudogs, sync.Pool). World stopped, cycle start.
void gc_embed_clear_pools(struct gc *gc);
// The cycle is over and the world runs: wake who waits for its end.
void gc_embed_cycle_ended(struct gc *gc);
// A mark has ended since p was used last: gives back what the runtime caches in it.
void gc_embed_flush_p(struct gc *gc, struct gc_p *p);
// The collection is over, phase off: return stacks whose freeing had to wait.
void gc_embed_free_stacks(struct gc *gc);
// A finalizer is due: let whoever runs them know. May be called with sweep in progress.
void gc_embed_wake_finalizer(struct gc *gc);
// A cycle is wanted: the next safepoint of some M calls gc_run_pending. Any thread; cheap.
void gc_embed_request_safepoint(struct gc *gc);
// The calls that the goroutine on p is in, innermost first, up to max; returns how many. For the
// heap profile, inside of an allocation.
uint32_t gc_embed_callers(struct gc *gc, struct gc_p *p, struct gc_profile_frame *frames,
                          uint32_t max);
// Monotonic time in ns.
int64_t gc_embed_nanotime(struct gc *gc);
// Wall clock in ns since 1970.
int64_t gc_embed_walltime(struct gc *gc);
// Writes a trace line to the instance's standard error.
void gc_embed_print(struct gc *gc, const char *text, size_t bytes);
// Out of memory or the like: prints "fatal error: message" as Go does and ends the program (or the
// instance). Must not return.
_Noreturn void gc_embed_fatal(struct gc *gc, const char *message);

#endif
