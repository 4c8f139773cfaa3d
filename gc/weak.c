// Weak pointers: making and finding a handle, and what a handle stands for.

#include "gc/weak.h"

#include "gc/gc.h"
#include "gc/malloc.h"
#include "gc/mark.h"
#include "mem/special.h"
#include "mem/sweep.h"

// The handle of an address in a swept span, or NULL.
static void *find_handle(struct mspan *span, uintptr_t address) {
  mutex_lock(&span->special_lock);
  struct special *special =
      special_find(span, address - span->start_addr, SPECIAL_KIND_WEAK_HANDLE);
  void *handle = special ? ((struct special_weak_handle *)special)->handle : NULL;
  mutex_unlock(&span->special_lock);
  return handle;
}

void *gc_weak_handle(struct gc *gc, struct gc_p *p, void *object) {
  uintptr_t address = (uintptr_t)object;
  struct mspan *span = span_of_heap(&gc->heap, address);
  if (!span || span->is_user_arena_chunk || gc->options.sbrk != 0)
    return object;
  mspan_ensure_swept(&gc->heap, &p->mem, span);
  void *found = find_handle(span, address);
  if (found)
    return found;
  // In a slot of its own: a neighbour in a block of tiny objects would keep it.
  uintptr_t *handle = gc_malloc(gc, p, tiny_size, NULL, true);
  *handle = address;
  struct special_weak_handle *weak = special_new(&gc->heap, SPECIAL_KIND_WEAK_HANDLE);
  weak->handle = handle;
  if (!special_add(&gc->heap, &p->mem, address, &weak->special)) { // another thread has made one
    special_free(&gc->heap, &weak->special);
    return find_handle(span, address);
  }
  if (gc->phase != GC_PHASE_OFF) // the root job of this span may be over: do its part
    gc_grey_pointer(gc, &p->work, handle);
  return handle;
}

void *gc_weak_value(struct gc *gc, struct gc_p *p, void *handle) {
  struct mspan *own = span_of_heap(&gc->heap, (uintptr_t)handle);
  if (!own || own->is_user_arena_chunk)
    return handle;
  uintptr_t address = atomic_load_uintptr(handle);
  struct mspan *span = address ? span_of_heap(&gc->heap, address) : NULL;
  if (!span)
    return NULL;
  // The last cycle may have found the object dead, and its span may not be swept yet.
  mspan_ensure_swept(&gc->heap, &p->mem, span);
  void *object = (void *)atomic_load_uintptr(handle);
  if (gc->phase != GC_PHASE_OFF) // it may be reachable from here only
    gc_grey_pointer(gc, &p->work, object);
  return object;
}
