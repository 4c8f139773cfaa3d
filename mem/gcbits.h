// Mark and allocation bits of spans: their memory.
//
// Bitmaps are cut from arenas of 64 KiB, without a lock as long as the newest has room. An arena is
// on one of four lists. Those on next have the bits handed out for the coming cycle, those on
// current the mark bits of this cycle. Those on previous have the allocation bits from before the
// sweep, and those on free are to be reused. When all spans are swept nothing points to previous
// any more, and the lists move on by one.
//
// After gcBits of runtime/mheap.go of Go 1.21.

#ifndef VOLE_MEM_GCBITS_H
#define VOLE_MEM_GCBITS_H

#include "mem/stats.h"

enum {
  gc_bits_chunk_bytes = 64 << 10,
  gc_bits_header_bytes = 2 * sizeof(void *),
};

struct gc_bits_arena {
  uintptr_t free;             // bytes of bits handed out, or more; atomic
  struct gc_bits_arena *next; // on the same list
  uint8_t bits[gc_bits_chunk_bytes - gc_bits_header_bytes];
};

struct gc_bits_arenas {
  struct mem_stats *stats; // constant
  struct mutex lock;
  struct gc_bits_arena *free;     // lock
  struct gc_bits_arena *next;     // written under lock; atomic
  struct gc_bits_arena *current;  // lock
  struct gc_bits_arena *previous; // lock
};

// Prepares empty lists.
void gc_bits_init(struct gc_bits_arenas *a, struct mem_stats *stats);
// Returns all arenas to the system.
void gc_bits_destroy(struct gc_bits_arenas *a);
// Returns zeroed bits for nelems objects, 8-aligned and a multiple of 8 bytes long, valid in this
// cycle and the next two. Out of memory is fatal.
uint8_t *gc_bits_new_mark_bits(struct gc_bits_arenas *a, uintptr_t nelems);
// Returns the allocation bits of a new span, as gc_bits_new_mark_bits does.
uint8_t *gc_bits_new_alloc_bits(struct gc_bits_arenas *a, uintptr_t nelems);
// Moves the lists on. World stopped, all spans swept.
void gc_bits_next_epoch(struct gc_bits_arenas *a);
// Fails unless arenas are aligned, used where their list says so, and no more than the statistics
// have. Lock not held; no thread allocates.
void gc_bits_check(struct gc_bits_arenas *a);

#endif
