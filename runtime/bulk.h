// runtime/bulk.h: what takes long because there is much of it: copies, clears, searches of many
// megabytes. They pause between pieces, so that nobody who stops the world waits for their end.
//
// A pause is less than a safepoint. The thread stops if the world does and answers the ragged
// barrier, but the goroutine is not scanned, so no map of its frame is needed and C code may keep
// what pointers it likes: a cycle that begins meanwhile cannot end before it has scanned the
// goroutine, at its next safepoint; what was reachable when a cycle began that ends meanwhile, or
// was allocated since, that cycle has kept. What a pause may change is the phase: whether a write
// barrier is due is asked again for each piece. Where stacks are scanned or objects looked at in a
// stopped world (gcstoptheworld, gccheckmark, verify) nothing pauses.
//
// A pause that finds the run ended does not return: it leads out of the native to who runs the loop
// (m->landing). Where a host's function is between both it returns, and the operation goes on.
//
// So a pause is called with no lock held, and no memory that only the C code knows to free.

#ifndef VOLE_RUNTIME_BULK_H
#define VOLE_RUNTIME_BULK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "mem/base.h"

struct g;
struct layout;

enum {
  bulk_piece = 128 << 10,     // bytes to copy, clear or search between pauses
  bulk_steps = 16 << 10,      // the same where each byte, rune or number takes some work
  bulk_typed_piece = 32 << 10 // bytes with pointers, which may need a barrier
};

// Pauses: see above. By any thread, also one without a P, which has nothing to pause.
void bulk_pause(void);

// In a loop that has come to at: pauses when that has reached next. Returns the new next; the first
// is bulk_steps.
static inline int64_t bulk_step(int64_t at, int64_t next) {
  if (__builtin_expect(at < next, 1))
    return next;
  bulk_pause();
  return at + bulk_steps;
}

void bulk_copy_pieces(void *to, const void *from, uintptr_t bytes);

// memmove for memory without pointers.
static inline void bulk_copy(void *to, const void *from, uintptr_t bytes) {
  if (__builtin_expect(bytes > bulk_piece, 0))
    bulk_copy_pieces(to, from, bytes);
  else if (bytes)
    memmove(to, from, bytes);
}

int bulk_compare_pieces(const void *a, const void *b, uintptr_t bytes);

// memcmp.
static inline int bulk_compare(const void *a, const void *b, uintptr_t bytes) {
  if (__builtin_expect(bytes > bulk_piece, 0))
    return bulk_compare_pieces(a, b, bytes);
  return bytes ? memcmp(a, b, bytes) : 0;
}

// Clears memory without pointers.
void bulk_clear(void *to, uintptr_t bytes);

// Copies whole elements of a layout, which may overlap, within the heap or globals, or from memory
// that is reachable otherwise, with the barrier if it is on. There is no pause inside an element.
void bulk_move_typed(struct g *g, void *to, const void *from, uintptr_t bytes,
                     const struct layout *layout);
// Clears whole elements, with the barrier if it is on.
void bulk_clear_typed(struct g *g, void *to, uintptr_t bytes, const struct layout *layout);

#endif
