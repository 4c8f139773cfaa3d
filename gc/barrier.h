// The write barrier: storing heap pointers while a cycle marks.
//
// Before a pointer slot is overwritten, the barrier records the pointer that it holds and the one
// that it gets. Every store of a pointer into the heap, into globals, or into another goroutine's
// stack goes through here; stores to the own frame do not. A fresh object is black, so pointers
// stored in it are recorded too, except those to objects that are as fresh. A slot is written by
// one atomic store of a word, since a marker may read it at any time.
//
// After runtime/mbarrier.go and the bulk barriers of runtime/mbitmap.go of Go 1.21.

#ifndef VOLE_GC_BARRIER_H
#define VOLE_GC_BARRIER_H

#include <stdint.h>

#include "gc/gc.h"
#include "mem/atomic.h"
#include "mem/bitmap.h"

// Records the pointers for *slot = value. Called only while gc->write_barrier.enabled.
void gc_barrier_record(struct gc *gc, struct gc_p *p, void *const *slot, const void *value);

// Stores value in *slot, which is in the heap or in globals, through the barrier.
static inline void gc_store_pointer(struct gc *gc, struct gc_p *p, void **slot, void *value) {
  if (__builtin_expect(gc->write_barrier.enabled, 0))
    gc_barrier_record(gc, p, slot, value);
  atomic_store_release_pointer(slot, value);
}

// Records, while the barrier is on, a pointer that is about to be kept where this mark does not
// look any more. That is in a fresh object, or in records of the run time.
static inline void gc_shade(struct gc *gc, struct gc_p *p, const void *value) {
  void *none = NULL;
  if (__builtin_expect(gc->write_barrier.enabled, 0))
    gc_barrier_record(gc, p, &none, value);
}

// Records every pointer of [dst, dst+bytes), and the pointer of src that replaces it. Both places
// hold consecutive elements of layout. A src of NULL says that dst is about to be cleared. All of
// dst, src and bytes are multiples of 8. Does nothing while the barrier is off.
void gc_barrier_bulk_layout(struct gc *gc, struct gc_p *p, void *dst, const void *src,
                            uintptr_t bytes, const struct layout *layout);
// Copies bytes that hold elements of layout from src to dst, which may overlap. It records the
// pointers while the barrier is on, then stores each word atomically. Without a layout, or without
// pointers in it, this is a plain memmove.
void gc_move_typed(struct gc *gc, struct gc_p *p, void *dst, const void *src, uintptr_t bytes,
                   const struct layout *layout);
// Clears bytes that hold elements of layout, in the same way.
void gc_clear_typed(struct gc *gc, struct gc_p *p, void *dst, uintptr_t bytes,
                    const struct layout *layout);

#endif
