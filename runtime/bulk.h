// Operations that take long because there is much of it: copies, clears, searches of many
// megabytes. They pause between pieces, so that an M that stops the world does not wait for their
// end.
//
// A pause is less than a safepoint:
// - The thread may stop, if the world does, and it answers the ragged barrier.
// - The goroutine is not scanned, so its frame needs no liveness map. A cycle that begins meanwhile
//   waits for its next safepoint. One that ends meanwhile has kept what was reachable when it
//   began, or was allocated since.
// - C pointers into the heap stay valid.
// - The phase may change, so test for each piece again whether a write barrier is due.
// Nothing pauses where stacks are scanned or objects read in a stopped world (gcstoptheworld,
// gccheckmark, verify, a snapshot).
//
// A pause that finds the run ended, or the goroutine interrupted, does not return: it leaves the
// native for the interpreter's loop (m->landing). If a host's function is in between, it does
// return, and the operation goes on. So no lock is held at a pause, and no memory that the C code
// alone would free. Where g->sched is not saved, or what is half done must not be seen, an
// interrupt waits: bulk_pause_whole.

#ifndef VOLE_RUNTIME_BULK_H
#define VOLE_RUNTIME_BULK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "mem/base.h"

struct g;
struct layout;

enum {
  bulk_piece = 128 << 10, // bytes to copy, clear or search between pauses
  bulk_steps = 16 << 10,  // steps between pauses, where each byte, rune or number takes some work
  bulk_typed_piece = 32 << 10 // bytes with pointers, which may need a barrier
};

// Pauses. Any thread; one without a P has nothing to pause.
void bulk_pause(void);
// Pauses as bulk_pause does, but an interrupted goroutine goes on.
void bulk_pause_whole(void);

// Pauses if a loop that has come to step `at` has reached `next`. Returns the next step to pause
// at; the first is bulk_steps.
static inline int64_t bulk_step(int64_t at, int64_t next) {
  if (__builtin_expect(at < next, 1))
    return next;
  bulk_pause();
  return at + bulk_steps;
}

void bulk_copy_pieces(void *to, const void *from, uintptr_t bytes);

// Copies memory without pointers, as memmove does.
static inline void bulk_copy(void *to, const void *from, uintptr_t bytes) {
  if (__builtin_expect(bytes > bulk_piece, 0))
    bulk_copy_pieces(to, from, bytes);
  else if (bytes)
    memmove(to, from, bytes);
}

int bulk_compare_pieces(const void *a, const void *b, uintptr_t bytes);

// Compares as memcmp does. Pauses as bulk_pause_whole does.
static inline int bulk_compare(const void *a, const void *b, uintptr_t bytes) {
  if (__builtin_expect(bytes > bulk_piece, 0))
    return bulk_compare_pieces(a, b, bytes);
  return bytes ? memcmp(a, b, bytes) : 0;
}

// Clears memory without pointers.
void bulk_clear(void *to, uintptr_t bytes);

// Copies whole elements of a layout, with the barrier if it is on. `to` lies in the heap or in
// package variables. `from` may be other memory, if something else keeps alive what it points to.
// The two may overlap. There is no pause inside of an element.
void bulk_move_typed(struct g *g, void *to, const void *from, uintptr_t bytes,
                     const struct layout *layout);
// Clears whole elements of a layout, with the barrier if it is on.
void bulk_clear_typed(struct g *g, void *to, uintptr_t bytes, const struct layout *layout);

#endif
