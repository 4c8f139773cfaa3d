// Turning mark bits into free memory.
//
// After a cycle has marked, the heap's sweepgen grows by 2: from then on every span needs sweeping.
// A span is swept by whoever gets its sweepgen from -2 to -1: an allocation that needs a span of
// its class, the background, the proportional sweep that each refill pays for, the reclaimer that
// looks for spans with nothing marked, or the next cycle, which begins by finishing the sweep. Mark
// bits become allocation bits; a span with no object left goes back to the heap, and an object with
// a finalizer lives on.
//
// One word counts the sweepers and says whether nothing is left to begin; the sweep is done when
// nothing is left and nobody sweeps.
//
// After runtime/mgcsweep.go of Go 1.21. Differences: the background goroutine is whoever calls
// sweep_background_step.

#ifndef VOLE_MEM_SWEEP_H
#define VOLE_MEM_SWEEP_H

#include "mem/mheap.h"

enum { sweep_min_heap_distance = 1 << 20 }; // bytes of heap growth that a sweep ends before

// Announces a sweeper; false, and nothing announced, if nothing is left to sweep. Until the end of
// it sweep_is_done is false and the heap's sweepgen does not change.
bool sweep_active_begin(struct mheap *h);
void sweep_active_end(struct mheap *h);
// Whether every span is swept.
bool sweep_is_done(const struct mheap *h);

// Begins a sweep: sweepgen += 2. World stopped, all spans swept.
void sweep_start(struct mheap *h);
// Sweeps one span; returns the pages that it gave back, 0 if it stays, UINTPTR_MAX if no span is
// left. No heap lock held.
uintptr_t sweep_one(struct mheap *h, struct mem_p *p);
// Sweeps what is left and lets the mark bits move on. World stopped, before a mark.
void sweep_finish(struct mheap *h, struct mem_p *p);
// Sweeps up to budget spans; whether there may be more. For an idle M.
bool sweep_background_step(struct mheap *h, struct mem_p *p, uint32_t budget);

// Tries to become the sweeper of a span, between sweep_active_begin and _end. Who succeeds calls
// mspan_sweep.
bool sweep_try_acquire(struct mheap *h, struct mspan *s);
// Sweeps an acquired span. True if it was freed. With preserve it stays, and it is not put into a
// set: the caller owns it. No heap lock held; not to be touched afterwards but under preserve.
bool mspan_sweep(struct mheap *h, struct mem_p *p, struct mspan *s, bool preserve);
// Returns when the span is swept. The caller knows that it is in use and cannot be freed.
void mspan_ensure_swept(struct mheap *h, struct mem_p *p, struct mspan *s);

// Sweeps as much as the line demands before span_bytes bytes are allocated; caller_pages are pages
// that the caller sweeps itself. No heap lock held.
void sweep_deduct_credit(struct mheap *h, struct mem_p *p, uintptr_t span_bytes,
                         uintptr_t caller_pages);
// Draws the line anew, so that the sweep is done when the live heap gets from heap_live to trigger
// (bytes). World stopped, or heap lock held.
void sweep_pace(struct mheap *h, uint64_t trigger, uint64_t heap_live);
// Sweeps and so frees at least npages pages, as far as there are any. No heap lock held.
void mheap_reclaim(struct mheap *h, struct mem_p *p, uintptr_t npages);

#endif
