// What the heap needs of the layers above it. gc defines these functions; tests of
// mem define their own.
//
// struct mheap is the first member of the collector's struct gc, and its stats are found by
// mheap_of_stats, so each function can reach the instance it is called for. They may be called with
// heap locks held where it says so, and then must not lock anything of a lower rank.

#ifndef VOLE_MEM_EMBED_H
#define VOLE_MEM_EMBED_H

#include "mem/stats.h"

struct mem_p;
struct mheap;

// Ends the script, or the process, for want of memory and the like: not a bug. stats belongs to the
// instance. The message has no prefix and no newline. Any lock may be held.
_Noreturn void mem_fatal(struct mem_stats *stats, const char *message);

// Writes a line, given without its newline, to the instance's standard error. Any thread, any
// lock may be held.
void mem_embed_print(struct mheap *h, const char *line);

// The pacer's heap_live, in bytes. Called often: a single atomic load.
uint64_t mem_embed_heap_live(struct mheap *h);
// The live heap changed by live bytes, and so much of it must be scanned as scan says. No heap lock
// held.
void mem_embed_update_heap(struct mheap *h, int64_t live, int64_t scan);
// The memory limit in bytes; INT64_MAX for none.
int64_t mem_embed_memory_limit(struct mheap *h);
// Whether the limiter of the collector's CPU time is limiting: no memory is worth more time now.
bool mem_embed_limiting(struct mheap *h);
// An allocation on p begins, ends releasing memory at now (ns). begin returns whether the limiter
// will account for it; the end is told only if so.
bool mem_embed_scavenge_assist_begin(struct mheap *h, struct mem_p *p, int64_t now);
void mem_embed_scavenge_assist_end(struct mheap *h, struct mem_p *p, int64_t now);
// The last sweeper has ended and nothing is left to sweep. Any lock of the runtime may be held.
void mem_embed_swept(struct mheap *h);
// The object is dead but for its finalizer: keep it, and run the finalizer closure with it; or with
// 0 for an object, a cleanup is due. Called by the sweeper, no heap lock held.
void mem_embed_queue_finalizer(struct mheap *h, uintptr_t object, void *closure,
                               const void *arg_type);
// An object of size bytes that was sampled by the heap profile into bucket is dead. Called by the
// sweeper, no heap lock held.
void mem_embed_profile_free(struct mheap *h, void *bucket, uintptr_t size);

#endif
