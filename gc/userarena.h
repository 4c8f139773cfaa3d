// The chunks of user arenas, for the layer above, which makes arenas of them.
//
// An arena is a list of chunks, known by their addresses; all must be reachable while the arena is
// in use. The arena allocates in its last chunk until that is full. When it is freed, its full
// chunks go to gc_arena_chunk_free, and the last, which may have room for another arena, goes to
// gc_arena_chunk_reuse. Chunks that wait here are roots.
//
// After runtime/arena.go of Go 1.21.

#ifndef VOLE_GC_USERARENA_H
#define VOLE_GC_USERARENA_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct gc;
struct gc_p;
struct gc_work;
struct layout;
struct mspan;

// The chunks of an instance that belong to no arena now.
struct gc_arena_chunks {
  struct mutex lock;     // guards all; lists are linked by the spans' next
  struct mspan *reuse;   // with room left
  struct mspan *fault;   // freed while a cycle was on: to fault at its end
  uint32_t freed, cycle; // chunks given up since that cycle began
};

// Prepares empty lists.
void gc_arena_chunks_init(struct gc_arena_chunks *chunks);

// Returns a chunk with room: one that an arena left, or a fresh one. Out of memory is fatal. The
// caller stores the address where the collector finds it, before its next safepoint.
void *gc_arena_chunk_new(struct gc *gc, struct gc_p *p);
// Allocates count zeroed elements of layout, aligned to align, in a chunk. Returns NULL if they do
// not fit there. An array too large for any chunk comes from the heap; gc->zero_base stands for
// size 0. count * layout->size must not overflow.
void *gc_arena_alloc(struct gc *gc, struct gc_p *p, void *chunk, const struct layout *layout,
                     uintptr_t count, uintptr_t align);
// Frees a chunk: any access to it faults, at once or from the end of the running cycle on.
void gc_arena_chunk_free(struct gc *gc, struct gc_p *p, void *chunk);
// Returns whether the records of the chunks freed since the last cycle began take as much as the
// heap may. Only a cycle gives those records back. Called by gc_make_way; scripts collect when Go's
// do.
bool gc_arena_chunks_due(struct gc *gc);
// Keeps a chunk for the next arena, with what is in it.
void gc_arena_chunk_reuse(struct gc *gc, struct gc_p *p, void *chunk);
// Makes the chunks fault that were freed while a cycle was on. Called once after each cycle, with
// the phase off.
void gc_arena_fault_pending(struct gc *gc, struct gc_p *p);
// A root job: greys the chunks that wait.
void gc_arena_scan_chunks(struct gc *gc, struct gc_work *work);

#endif
