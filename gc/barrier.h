// gc/barrier.h: storing heap pointers.
//
// While a cycle marks, overwriting a pointer slot first records the pointer it held and the one it
// gets. Every store of a pointer into the heap, into globals, or into memory another goroutine's
// stack owns goes through here; stores to the own frame do not. A fresh object is black: what it
// gets must be recorded too, unless that is as fresh. Slots are written by one atomic word store: a
// marker may read them at any time.
//
// After runtime/mbarrier.go and the bulk barriers of runtime/mbitmap.go of Go 1.21.

#ifndef VOLE_GC_BARRIER_H
#define VOLE_GC_BARRIER_H

#include <stdint.h>

#include "gc/gc.h"
#include "mem/atomic.h"
#include "mem/bitmap.h"

// Records the pointers for *slot = value. Only when gc->write_barrier.enabled.
void gc_barrier_record(struct gc *gc, struct gc_p *p, void *const *slot, const void *value);

// *slot = value for a slot in the heap or in globals.
static inline void gc_store_pointer(struct gc *gc, struct gc_p *p, void **slot, void *value) {
  if (__builtin_expect(gc->write_barrier.enabled, 0))
    gc_barrier_record(gc, p, slot, value);
  atomic_store_release_pointer(slot, value);
}

// Records a pointer that is about to be kept where no slot is looked at again in this mark: in a
// fresh object, or in records of the run time.
static inline void gc_shade(struct gc *gc, struct gc_p *p, const void *value) {
  void *none = NULL;
  if (__builtin_expect(gc->write_barrier.enabled, 0))
    gc_barrier_record(gc, p, &none, value);
}

// Records every pointer of [dst, dst+bytes), which holds consecutive elements of layout, and the
// pointer of src that replaces it; src NULL: dst is about to be cleared. dst, src and bytes are
// multiples of 8. Does nothing while the barrier is off.
void gc_barrier_bulk_layout(struct gc *gc, struct gc_p *p, void *dst, const void *src,
                            uintptr_t bytes, const struct layout *layout);
// Copies bytes holding pointers, which may overlap, after the barrier; word by word atomically.
// layout describes one element; NULL means no pointers (a plain memmove).
void gc_move_typed(struct gc *gc, struct gc_p *p, void *dst, const void *src, uintptr_t bytes,
                   const struct layout *layout);
// Clears bytes holding pointers, after the barrier.
void gc_clear_typed(struct gc *gc, struct gc_p *p, void *dst, uintptr_t bytes,
                    const struct layout *layout);

#endif
