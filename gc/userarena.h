// gc/userarena.h: the chunks of user arenas, as whoever makes arenas of them sees them.
//
// An arena is a list of chunks, known by their addresses, each of which must be reachable as long
// as the arena is in use. It allocates in the last one until that is full. When it is freed, the
// full ones are given to gc_arena_chunk_free and the last, which may have room for another arena,
// to gc_arena_chunk_reuse. Chunks that wait here are roots.
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
  struct mutex lock;     // guards all, and the lists go by span's next
  struct mspan *reuse;   // with room left
  struct mspan *fault;   // freed while a cycle was on: to fault at its end
  uint32_t freed, cycle; // chunks given up since that cycle began
};

void gc_arena_chunks_init(struct gc_arena_chunks *chunks);

// A chunk with room: one that an arena left, or a fresh one. Out of memory is fatal. The caller
// stores the address where the collector finds it before its next safepoint.
void *gc_arena_chunk_new(struct gc *gc, struct gc_p *p);
// Allocates count zeroed elements of layout, aligned to align, in a chunk; NULL if it does not fit
// there. An array too large for any chunk comes from the heap. count * layout->size must not
// overflow. The result may be gc->zero_base, for size 0.
void *gc_arena_alloc(struct gc *gc, struct gc_p *p, void *chunk, const struct layout *layout,
                     uintptr_t count, uintptr_t align);
// Frees a chunk: any access to it faults, at once or when the running cycle ends.
void gc_arena_chunk_free(struct gc *gc, struct gc_p *p, void *chunk);
// Whether so many were freed since the last cycle began that their records, which only a cycle
// gives back, take as much as the heap may. For gc_make_way: Go's scripts collect as Go does.
bool gc_arena_chunks_due(struct gc *gc);
// Keeps a chunk for the next arena; what is in it stays until then, and longer.
void gc_arena_chunk_reuse(struct gc *gc, struct gc_p *p, void *chunk);
// Lets the chunks fault that were freed while a cycle was on. Phase off; once after each cycle.
void gc_arena_fault_pending(struct gc *gc, struct gc_p *p);
// Root job: keeps the chunks that wait.
void gc_arena_scan_chunks(struct gc *gc, struct gc_work *work);

#endif
