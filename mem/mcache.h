// The cache of a P: what it has of the heap for itself.
//
// For each span class it has a span that only this P allocates from, so that a small object costs
// no lock. It has the block that tiny objects share, and counters that are reported when a span is
// exchanged. The live heap counts a span as fully allocated from the moment it is cached. The
// surplus is subtracted when the span is given back (Go issue 12199).
//
// After runtime/mcache.go of Go 1.21. Differences: The P's page cache, span cache and statistics
// ticket are here too (mem_p), since mem knows no P of its own. The stack cache is the runtime's.

#ifndef VOLE_MEM_MCACHE_H
#define VOLE_MEM_MCACHE_H

#include "mem/mheap.h"
#include "mem/pagecache.h"
#include "mem/poison.h"

enum { mspan_cache_len = 128 };

// Owned by the M that holds the P.
struct mcache {
  uintptr_t scan_alloc;  // bytes of scannable objects not yet reported
  uintptr_t tiny;        // address of the tiny block, or 0; a root while a cycle marks
  uintptr_t tiny_offset; // bytes used of it
  uintptr_t tiny_allocs; // tiny objects not yet reported
  struct mspan *alloc[num_span_classes]; // spans to allocate from, by class; never NULL
  uint32_t flush_gen; // the heap's sweepgen when it was last flushed, or made; atomic
};

// A P, as far as mem goes. The first member of gc's P.
struct mem_p {
  struct mcache *mcache;    // off the heap
  struct page_cache pcache; // pages
  struct {
    struct mspan *buf[mspan_cache_len]; // unused structures
    uint32_t len;
  } mspancache;
  struct heap_stats_writer stats; // its ticket for the statistics
};

// The statistics ticket of p, which may be NULL.
static inline struct heap_stats_writer *mem_p_writer(struct mem_p *p) {
  return p ? &p->stats : NULL;
}

// Makes a P's caches, in zeroed memory. No heap lock held.
void mem_p_init(struct mheap *h, struct mem_p *p);
// Gives all of p back. Nothing runs on p, or the world is stopped; phase off.
void mem_p_destroy(struct mheap *h, struct mem_p *p);

// Gives all spans back to the centrals and reports what was allocated. No heap lock held.
void mcache_release_all(struct mheap *h, struct mem_p *p);
// Releases all spans unless that was done in this sweep generation. Called for each P after a
// cycle, before it allocates. No heap lock held.
void mcache_prepare_for_sweep(struct mheap *h, struct mem_p *p);
// Fails unless the P's spans are in use, of the right classes and cached, and its other caches are
// in order. Nothing runs on p, or the world is stopped. Heap lock not held.
void mem_p_check(struct mheap *h, const struct mem_p *p);
// Gives the pages of the page cache back. For a P that idles. No heap lock held.
void mem_p_flush_pages(struct mheap *h, struct mem_p *p);

// Claims the next free object of a class, refilling if need be. Returns its address, and its span
// in *span. *refilled is set if the span is new: the caller should then test the trigger of the
// collector. The object's memory may be dirty and its heap bits are old.
uintptr_t mcache_next_free(struct mheap *h, struct mem_p *p, uint8_t span_class,
                           struct mspan **span, bool *refilled);
// Returns a span with a single object of size bytes; out of memory is fatal. The caller claims the
// object by setting free_index and alloc_count to 1. No heap lock held.
struct mspan *mcache_alloc_large(struct mheap *h, struct mem_p *p, uintptr_t size, bool noscan);

// Claims the next free object of a span if the alloc_cache has it. Returns its address, else 0.
static inline uintptr_t mcache_next_free_fast(struct mspan *s) {
  unsigned bit = ctz64(s->alloc_cache);
  if (bit == 64)
    return 0;
  uintptr_t index = s->free_index + bit;
  if (index >= s->nelems)
    return 0;
  uintptr_t next = index + 1;
  if (next % 64 == 0 && next != s->nelems)
    return 0; // alloc_cache must be refilled
  s->alloc_cache = s->alloc_cache >> bit >> 1;
  s->free_index = next;
  s->alloc_count++;
  uintptr_t object = s->start_addr + index * s->elem_size;
  poison_use(object, s->elem_size);
  return object;
}

#endif
