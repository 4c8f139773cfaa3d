// The sweep: turning mark bits into free memory.
//
// When a cycle has marked, the heap's sweepgen grows by 2: from then on every span needs sweeping.
// The thread that changes a span's sweepgen from -2 to -1 sweeps it. Five callers sweep:
// allocations, refills, the background, the reclaimer and the next cycle. An allocation sweeps when
// it needs a span of the class. Each refill pays for its part of the proportional sweep. The
// reclaimer looks for spans with nothing marked. The next cycle begins by finishing the sweep. Mark
// bits become allocation bits. A span with no object left goes back to the heap, and an object with
// a finalizer lives on.
//
// One word counts the sweepers and says whether no span is left to begin with. The sweep is done
// when no span is left and there is no sweeper.
//
// After runtime/mgcsweep.go of Go 1.21. Difference: the background sweeper is no goroutine; idle Ms
// call sweep_background_step.

#ifndef VOLE_MEM_SWEEP_H
#define VOLE_MEM_SWEEP_H

#include "mem/mheap.h"

// A sweep is paced to end this many bytes of heap growth before the trigger.
enum { sweep_min_heap_distance = 1 << 20 };

// Announces a sweeper, unless nothing is left to sweep. Returns whether it did. Until
// sweep_active_end, sweep_is_done is false and the heap's sweepgen does not change.
bool sweep_active_begin(struct mheap *h);
// Ends what sweep_active_begin announced.
void sweep_active_end(struct mheap *h);
// Returns whether every span is swept.
bool sweep_is_done(const struct mheap *h);

// Begins a sweep: sweepgen += 2. World stopped, all spans swept.
void sweep_start(struct mheap *h);
// Sweeps one span. Returns the pages that the span gave back, 0 if it stays, UINTPTR_MAX if no span
// is left. No heap lock held.
uintptr_t sweep_one(struct mheap *h, struct mem_p *p);
// Sweeps what is left and lets the mark bits move on. World stopped, before a mark.
void sweep_finish(struct mheap *h, struct mem_p *p);
// Sweeps up to budget spans. Returns whether there may be more. Called by an idle M.
bool sweep_background_step(struct mheap *h, struct mem_p *p, uint32_t budget);

// Tries to become the sweeper of a span, between sweep_active_begin and sweep_active_end. Returns
// whether it did: then the caller must call mspan_sweep.
bool sweep_try_acquire(struct mheap *h, struct mspan *s);
// Makes sure that a span is swept, which the caller knows to be in use and not freed meanwhile.
void mspan_ensure_swept(struct mheap *h, struct mem_p *p, struct mspan *s);

// Sweeps as much as the line of the proportional sweep demands before span_bytes bytes are
// allocated; caller_pages are pages that the caller sweeps itself. No heap lock held.
void sweep_deduct_credit(struct mheap *h, struct mem_p *p, uintptr_t span_bytes,
                         uintptr_t caller_pages);
// Redraws the line, so that the sweep is done when the live heap has grown from heap_live to
// trigger (bytes). World stopped, or heap lock held.
void sweep_pace(struct mheap *h, uint64_t trigger, uint64_t heap_live);
// Sweeps spans with nothing marked until that has freed npages pages, if there are as many. No heap
// lock held.
void mheap_reclaim(struct mheap *h, struct mem_p *p, uintptr_t npages);

// mspan_sweep.c

// Sweeps an acquired span. Returns whether it was freed. With preserve the span is neither freed
// nor put into a set: the caller owns it; else the caller must not touch it any more. No heap lock
// held.
bool mspan_sweep(struct mheap *h, struct mem_p *p, struct mspan *s, bool preserve);

#endif
