// Chunks of user arenas: memory for objects that a program frees itself.
//
// A chunk is a span of 8 MiB. To the collector it is one large object: a pointer to any byte of it
// keeps all of it. Objects with pointers are cut from its front, others from its back, so that what
// must be scanned lies together. Chunks come from arenas of their own. Those are in no list of
// arenas, since they have no pages to allocate and no spans to reclaim.
//
// A chunk is allocated and then swept in each cycle, as long as pointers to it exist. When its
// owner frees it, every access begins to fault, it counts as without pointers, and it waits in
// quarantine_list. When a sweep finds no pointer to it either, it is dead and goes to ready_list,
// to be reused. So a pointer that was kept too long meets a fault, never another object.
//
// After runtime/arena.go of Go 1.21. Differences: The object that holds an arena's chunks together
// belongs to a layer above. Fresh chunks are not cleared by hand, since what comes from the system
// is zero, also after a fault.

#ifndef VOLE_MEM_USERARENA_H
#define VOLE_MEM_USERARENA_H

#include "mem/bitmap.h"

enum {
  user_arena_chunk_bytes = heap_arena_bytes < 8 << 20 ? heap_arena_bytes : 8 << 20,
  user_arena_chunk_pages = user_arena_chunk_bytes / page_size,
  user_arena_max_alloc = user_arena_chunk_bytes / 4, // bytes; what is larger is not for arenas
};
_Static_assert(heap_arena_bytes % user_arena_chunk_bytes == 0, "an arena holds whole chunks");

// Returns a fresh chunk, all zero, which counts as allocated and which the caller marks if a cycle
// is on; NULL if there is no address space. No heap lock held.
struct mspan *user_arena_new_chunk(struct mheap *h, struct mem_p *p);
// Cuts count elements of layout, aligned to align, from a chunk. Returns zeroed memory with its
// heap bits, NULL if it does not fit. At most user_arena_max_alloc bytes. One thread at a time for
// a chunk.
void *user_arena_take(struct mheap *h, struct mem_p *p, struct mspan *s,
                      const struct layout *layout, uintptr_t count, uintptr_t align);
// Makes the memory of a chunk fault and puts the chunk into quarantine, when its owner gives it up.
// The phase is off and stays so. No heap lock held.
void user_arena_fault_chunk(struct mheap *h, struct mem_p *p, struct mspan *s);
// Puts a chunk where it belongs after its mark bit was moved: into the set of swept spans, or from
// quarantine to ready_list. Called by mspan_sweep.
void user_arena_chunk_swept(struct mheap *h, struct mspan *s);
// Returns whether a span is a chunk that faults: one that was freed and not reused.
static inline bool user_arena_chunk_faults(const struct mspan *s) {
  return s->is_user_arena_chunk && mspan_noscan(s);
}

#endif
