// What the heap needs of the layers above it. gc defines these functions in its upcalls.c; tests of
// mem define their own.
//
// struct mheap is the first member of the collector's struct gc, and mheap_of_stats leads from the
// statistics to the heap. So each function finds its instance. No heap lock is held during a call,
// except where it says so; then the function must not take a lock of lower rank.

#ifndef VOLE_MEM_EMBED_H
#define VOLE_MEM_EMBED_H

#include "mem/stats.h"

struct mem_p;
struct mheap;

// Ends the script, or the process, for want of memory and the like, which is not a bug. The
// statistics are the instance's. The message has neither prefix nor newline. Any lock may be held.
_Noreturn void mem_fatal(struct mem_stats *stats, const char *message);

// Writes a line, given without its newline, to the instance's standard error. Any thread, any
// lock may be held.
void mem_embed_print(struct mheap *h, const char *line);

// Returns the pacer's heap_live, in bytes. Called often: a single atomic load.
uint64_t mem_embed_heap_live(struct mheap *h);
// Tells the pacer that the live heap changed by `live` bytes, and what of it must be scanned by
// `scan` bytes.
void mem_embed_update_heap(struct mheap *h, int64_t live, int64_t scan);
// Returns the memory limit in bytes; INT64_MAX for none.
int64_t mem_embed_memory_limit(struct mheap *h);
// Returns whether the limiter of the collector's CPU time limits: then no more time is spent to
// free memory.
bool mem_embed_limiting(struct mheap *h);
// Tells the limiter that an allocation on p begins to release memory at now (ns). Returns whether
// the limiter accounts for it.
bool mem_embed_scavenge_assist_begin(struct mheap *h, struct mem_p *p, int64_t now);
// Tells the limiter the end of what mem_embed_scavenge_assist_begin returned true for.
void mem_embed_scavenge_assist_end(struct mheap *h, struct mem_p *p, int64_t now);
// Tells that the last sweeper has ended and nothing is left to sweep. Any lock of the runtime may
// be held.
void mem_embed_swept(struct mheap *h);
// Queues the finalizer closure of a dead object, which the queue keeps from now on; with object 0,
// a cleanup. Called by the sweeper.
void mem_embed_queue_finalizer(struct mheap *h, uintptr_t object, void *closure,
                               const void *arg_type);
// Tells the heap profile that an object of size bytes, sampled into bucket, is dead. Called by the
// sweeper.
void mem_embed_profile_free(struct mheap *h, void *bucket, uintptr_t size);

#endif
