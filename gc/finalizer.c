// Finalizers and cleanups: attaching them to objects, and the queue of those that are due.
//
// The format of blocks is Go's: 4 KiB, off the heap, reused, and kept as long as the instance
// lives. The newest block is filled and emptied from its end. So finalizers do not run in the order
// of their objects' deaths; Go promises no order.

#include "gc/finalizer.h"

#include <string.h>

#include "gc/embed.h"
#include "gc/gc.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/persistent.h"
#include "mem/special.h"

_Static_assert(sizeof(struct gc_finalizer_block) <= gc_finalizer_block_bytes,
               "a block of finalizers is 4 KiB");

enum {
  block_entries = sizeof((struct gc_finalizer_block *)0)->entry / sizeof(struct gc_finalizer),
};

void gc_finalizer_queue_init(struct gc_finalizer_queue *queue) {
  memset(queue, 0, sizeof *queue);
  mutex_init(&queue->lock, LOCK_RANK_FINALIZER);
}

// Puts an empty block at the head of the due ones. Queue lock held.
static struct gc_finalizer_block *push_block(struct gc *gc) {
  struct gc_finalizer_queue *queue = &gc->finalizers;
  if (!queue->cache) {
    struct gc_finalizer_block *fresh = persistent_alloc(
        &gc->heap.persistent, NULL, gc_finalizer_block_bytes, 0, &gc->heap.stats.gc_misc_sys);
    fresh->all_link = queue->all;
    queue->all = fresh;
    queue->cache = fresh;
  }
  struct gc_finalizer_block *block = queue->cache;
  queue->cache = block->next;
  block->next = queue->due;
  queue->due = block;
  return block;
}

void gc_queue_finalizer(struct gc *gc, const struct gc_finalizer *finalizer) {
  if (gc->phase != GC_PHASE_OFF)
    vole_throw("gc: a finalizer is queued during marking");
  struct gc_finalizer_queue *queue = &gc->finalizers;
  mutex_lock(&queue->lock);
  struct gc_finalizer_block *block = queue->due;
  if (!block || block->count == block_entries)
    block = push_block(gc);
  block->entry[block->count] = *finalizer;
  atomic_store_u32(&block->count, block->count + 1);
  queue->queued++;
  mutex_unlock(&queue->lock);
  gc_embed_wake_finalizer(gc);
}

bool gc_finalizer_due(struct gc *gc) {
  struct gc_finalizer_queue *queue = &gc->finalizers;
  mutex_lock(&queue->lock);
  bool due = queue->due != NULL;
  mutex_unlock(&queue->lock);
  return due;
}

void gc_finalizer_counts(struct gc *gc, uint64_t *queued, uint64_t *popped) {
  struct gc_finalizer_queue *queue = &gc->finalizers;
  mutex_lock(&queue->lock);
  *queued = queue->queued;
  *popped = queue->run;
  mutex_unlock(&queue->lock);
}

bool gc_next_finalizer(struct gc *gc, struct gc_finalizer *out) {
  struct gc_finalizer_queue *queue = &gc->finalizers;
  mutex_lock(&queue->lock);
  struct gc_finalizer_block *block = queue->due;
  if (!block) {
    mutex_unlock(&queue->lock);
    return false;
  }
  uint32_t last = block->count - 1;
  *out = block->entry[last];
  // A marker may read the entry.
  atomic_store_relaxed_pointer(&block->entry[last].closure, NULL);
  atomic_store_relaxed_pointer(&block->entry[last].object, NULL);
  atomic_store_u32(&block->count, last); // after clearing: a marker sees whole entries
  if (last == 0) {
    queue->due = block->next;
    block->next = queue->cache;
    queue->cache = block;
  }
  queue->run++;
  mutex_unlock(&queue->lock);
  return true;
}

void gc_finalizer_scan_queue(struct gc *gc, struct gc_work *work) {
  for (struct gc_finalizer_block *block = gc->finalizers.all; block; block = block->all_link) {
    uint32_t count = atomic_load_u32(&block->count);
    for (uint32_t i = 0; i < count; i++) {
      gc_grey_pointer(gc, work, atomic_load_relaxed_pointer(&block->entry[i].closure));
      gc_grey_pointer(gc, work, atomic_load_relaxed_pointer(&block->entry[i].object));
    }
  }
}

enum gc_finalizer_result gc_finalizer_judge(struct gc *gc, const void *object, bool tiny_element) {
  if (gc->options.sbrk != 0)
    return GC_FINALIZER_SET;
  uintptr_t address = (uintptr_t)object;
  struct mspan *span = span_of_heap(&gc->heap, address);
  if (!span)
    return GC_FINALIZER_NOT_HEAP;
  if (span->is_user_arena_chunk)
    return GC_FINALIZER_IN_ARENA;
  if (address != mspan_object_base(span, mspan_object_index(span, address)) && !tiny_element)
    return GC_FINALIZER_NOT_START;
  return GC_FINALIZER_SET;
}

enum gc_finalizer_result gc_set_finalizer(struct gc *gc, struct gc_p *p, void *object,
                                          void *closure, const void *arg_type, bool tiny_element) {
  enum gc_finalizer_result result = gc_finalizer_judge(gc, object, tiny_element);
  if (result != GC_FINALIZER_SET || gc->options.sbrk != 0)
    return result;
  uintptr_t address = (uintptr_t)object;
  struct mspan *span = span_of_heap(&gc->heap, address);
  struct special_finalizer *finalizer = special_new(&gc->heap, SPECIAL_KIND_FINALIZER);
  finalizer->closure = closure;
  finalizer->arg_type = arg_type;
  if (!special_add(&gc->heap, &p->mem, address, &finalizer->special)) {
    special_free(&gc->heap, &finalizer->special);
    return GC_FINALIZER_ALREADY_SET;
  }
  if (gc->phase != GC_PHASE_OFF) { // the root job of this span may be over: do its part
    if (!mspan_noscan(span))
      gc_scan_object(gc, &p->work, mspan_object_base(span, mspan_object_index(span, address)));
    gc_grey_pointer(gc, &p->work, closure);
  }
  return GC_FINALIZER_SET;
}

void gc_remove_finalizer(struct gc *gc, struct gc_p *p, void *object) {
  if (gc->options.sbrk != 0 || !span_of_heap(&gc->heap, (uintptr_t)object))
    return;
  struct special *special =
      special_remove(&gc->heap, &p->mem, (uintptr_t)object, SPECIAL_KIND_FINALIZER);
  if (special)
    special_free(&gc->heap, special);
}

uint64_t gc_add_cleanup(struct gc *gc, struct gc_p *p, void *object, void *closure,
                        const void *arg_type) {
  if (gc->options.sbrk != 0 || !span_of_heap(&gc->heap, (uintptr_t)object))
    return 0;
  struct special_cleanup *cleanup = special_new(&gc->heap, SPECIAL_KIND_CLEANUP);
  uint64_t id = atomic_add_u64(&gc->finalizers.cleanup_ids, 1);
  cleanup->closure = closure;
  cleanup->arg_type = arg_type;
  cleanup->id = id;
  special_add(&gc->heap, &p->mem, (uintptr_t)object, &cleanup->special);
  if (gc->phase != GC_PHASE_OFF) // as in gc_set_finalizer
    gc_grey_pointer(gc, &p->work, closure);
  return id;
}

void gc_stop_cleanup(struct gc *gc, struct gc_p *p, uintptr_t address, uint64_t id) {
  if (id == 0 || !span_of_heap(&gc->heap, address))
    return;
  struct special_cleanup *cleanup = special_remove_cleanup(&gc->heap, &p->mem, address, id);
  if (cleanup)
    special_free(&gc->heap, &cleanup->special);
}

void gc_finalizer_queue_check(struct gc *gc) {
  struct gc_finalizer_queue *queue = &gc->finalizers;
  uint64_t due = 0, blocks = 0, all = 0;
  mutex_lock(&queue->lock);
  for (const struct gc_finalizer_block *b = queue->due; b; b = b->next, blocks++) {
    invariant(b->count > 0 && b->count <= block_entries);
    due += b->count;
  }
  for (const struct gc_finalizer_block *b = queue->cache; b; b = b->next, blocks++)
    invariant(b->count == 0);
  for (const struct gc_finalizer_block *b = queue->all; b; b = b->all_link)
    all++;
  invariant(due == queue->queued - queue->run && blocks == all);
  mutex_unlock(&queue->lock);
}
