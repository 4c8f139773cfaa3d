// Allocation of objects.
//
// mem's struct layout describes an object: its size, the prefix that may hold pointers, and a bit
// for each word of that. A request larger than layout->size is an array of such elements. NULL, or
// a layout without pointers, makes an object without pointers.
//
// The order inside is fixed (Go issue 54596): zero, heap bits, publish, free_index_for_scan, mark
// black while a cycle marks. These functions never collect; they ask for a cycle at the next
// safepoint. Out of memory is fatal.
//
// Where the type is known beforehand the interpreter keeps a struct gc_alloc_site and uses
// gc_malloc_site, which takes a few dozen instructions in line.
//
// After mallocgc in runtime/malloc.go of Go 1.21.

#ifndef VOLE_GC_MALLOC_H
#define VOLE_GC_MALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "gc/gc.h"
#include "mem/atomic.h"
#include "mem/bitmap.h"
#include "mem/mcache.h"

// Allocates size bytes for consecutive elements of layout (NULL: no pointers). Returns the object,
// or gc->zero_base for size 0. Memory without pointers is cleared only if zero is set. Called by
// the M that holds p.
void *gc_malloc(struct gc *gc, struct gc_p *p, uintptr_t size, const struct layout *layout,
                bool zero);

// Allocates count zeroed elements of layout. Returns NULL, having done nothing, if their size
// overflows or exceeds the address space: the caller then panics as its operation demands.
void *gc_malloc_array(struct gc *gc, struct gc_p *p, const struct layout *layout, uintptr_t count);

// Asks for a cycle if the live heap has reached the trigger. Called after each allocation of a
// span.
void gc_test_trigger(struct gc *gc);

// Sets after how many allocations of p gcstress wants a cycle: with a seed, a random number. Called
// by the M that holds p.
void gc_draw_stress(struct gc *gc, struct gc_p *p);

// Returns the bytes that a request of size really gets (Go's roundupsize): what append may grow to.
uintptr_t gc_malloc_rounded(uintptr_t size);

// An allocation whose size and layout never change, prepared.
struct gc_alloc_site {
  const struct layout *layout; // NULL for pointer-free
  uintptr_t size;              // requested bytes
  uint64_t heap_bits;          // pointer bits of the whole slot, when it has at most 64 words
  uint32_t slot_size;          // bytes of the size class
  uint32_t slot_words;         // words of the slot when the inline path writes bits, else 0
  uint32_t scan_size;          // bytes up to the last pointer
  uint8_t span_class;          // index into the mcache
  bool fast;                   // small, not tiny: the inline path serves it
};

// Prepares a site for objects of size bytes with the given layout, which must outlive it.
void gc_alloc_site_init(struct gc_alloc_site *site, uintptr_t size, const struct layout *layout);
// Does what gc_malloc_site does not do in line.
void *gc_malloc_site_slow(struct gc *gc, struct gc_p *p, const struct gc_alloc_site *site);

// Allocates one zeroed object of the site. Called by the interpreter's loop.
static inline void *gc_malloc_site(struct gc *gc, struct gc_p *p,
                                   const struct gc_alloc_site *site) {
  if (__builtin_expect(!site->fast || gc->slow_malloc, 0))
    return gc_malloc_site_slow(gc, p, site);
  struct mcache *cache = p->mem.mcache;
  struct mspan *span = cache->alloc[site->span_class];
  uintptr_t object = mcache_next_free_fast(span);
  if (__builtin_expect(object == 0, 0))
    return gc_malloc_site_slow(gc, p, site);
  if (span->need_zero)
    memset((void *)object, 0, site->slot_size);
  if (site->layout) {
    if (!heap_bits_set_small(&gc->heap, object, site->slot_words, site->heap_bits))
      heap_bits_set_type(&gc->heap, span, object, site->slot_size, site->size, site->layout);
    cache->scan_alloc += site->scan_size;
  }
  atomic_store_release_uintptr(&span->free_index_for_scan, span->free_index);
  return (void *)object;
}

#endif
