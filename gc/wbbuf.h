// The write barrier's buffer: the pointers that it recorded on a P.
//
// The barrier appends the pointer that a slot holds and the one that it gets. Flushing a full
// buffer greys the object of each. Between the append and the store there is no safepoint, so the
// phase never changes between them.
//
// After runtime/mwbbuf.go of Go 1.21.

#ifndef VOLE_GC_WBBUF_H
#define VOLE_GC_WBBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gc;
struct gc_p;

enum {
  gc_wbbuf_entries = 512,     // pointers
  gc_wbbuf_small_entries = 9, // under smallbufs
};

// Owned by the P.
struct gc_wbbuf {
  uintptr_t *next; // where the next pointer goes; NULL while flushing, which catches recursion
  uintptr_t *end;  // first slot that may not be used
  uintptr_t buffer[gc_wbbuf_entries];
};

// Empties the buffer and sets its bounds.
void gc_wbbuf_reset(struct gc_wbbuf *wbbuf, bool small);
// Returns whether nothing is recorded.
bool gc_wbbuf_empty(const struct gc_wbbuf *wbbuf);
// Greys everything recorded on p and empties the buffer. The caller holds p or has stopped the
// world.
void gc_wbbuf_flush(struct gc *gc, struct gc_p *p);

// Records two pointers; either may be 0, or an address outside of the heap.
static inline void gc_wbbuf_put2(struct gc *gc, struct gc_p *p, struct gc_wbbuf *wbbuf,
                                 uintptr_t old_pointer, uintptr_t new_pointer) {
  if (wbbuf->end - wbbuf->next < 2)
    gc_wbbuf_flush(gc, p);
  wbbuf->next[0] = old_pointer;
  wbbuf->next[1] = new_pointer;
  wbbuf->next += 2;
}
// Fails unless its bounds are right. The P runs nothing.
void gc_wbbuf_check(const struct gc_wbbuf *wbbuf, bool small);

#endif
