// Chunks of memory for objects that a program frees itself.
//
// A chunk is a span of 8 MiB that the collector takes for one large object: a pointer to any byte
// of it keeps all of it. Objects with pointers are cut from its front, others from its back, so
// that what must be scanned lies together. Chunks come from arenas of their own: those are in no
// list of arenas, since nobody ever looks there for pages, or for spans to reclaim.
//
// A chunk's life: allocated, and found by each sweep on the swept list as long as something points
// to it; freed by its owner, when every access to it begins to fault, it counts as without
// pointers, and it waits in quarantine_list; once a sweep finds no pointer to it either, it is dead
// and on ready_list; from there it is made anew. So a pointer that was kept too long meets a fault,
// never another object.
//
// After runtime/arena.go of Go 1.21. Differences: the object that holds an arena's chunks together
// is the business of a layer above; fresh chunks are not cleared by hand, since what comes from the
// system is zero, also after a fault.

#ifndef VOLE_MEM_USERARENA_H
#define VOLE_MEM_USERARENA_H

#include "mem/bitmap.h"

enum {
  user_arena_chunk_bytes = heap_arena_bytes < 8 << 20 ? heap_arena_bytes : 8 << 20,
  user_arena_chunk_pages = user_arena_chunk_bytes / page_size,
  user_arena_max_alloc = user_arena_chunk_bytes / 4, // bytes; what is larger is not for arenas
};
_Static_assert(heap_arena_bytes % user_arena_chunk_bytes == 0, "an arena holds whole chunks");

// A fresh chunk, all zero, that the caller marks if a cycle is on; NULL when there is no address
// space. The memory counts as allocated from now on. No heap lock held.
struct mspan *user_arena_new_chunk(struct mheap *h, struct mem_p *p);
// Cuts count elements of layout, aligned to align, from a chunk: zeroed memory with its heap bits;
// NULL if it does not fit. At most user_arena_max_alloc bytes. One thread at a time for a chunk.
void *user_arena_take(struct mheap *h, struct mem_p *p, struct mspan *s,
                      const struct layout *layout, uintptr_t count, uintptr_t align);
// Makes the memory of a chunk fault, and puts it into quarantine. Its owner gives it up; the phase
// is off and stays so. No heap lock held.
void user_arena_fault_chunk(struct mheap *h, struct mem_p *p, struct mspan *s);
// What a sweep does with a chunk after its mark bit was moved: back to the swept list, or from
// quarantine to the chunks that are ready. For mspan_sweep.
void user_arena_chunk_swept(struct mheap *h, struct mspan *s);
// Whether a chunk faults: it was freed and not made anew.
static inline bool user_arena_chunk_faults(const struct mspan *s) {
  return s->is_user_arena_chunk && mspan_noscan(s);
}

#endif
