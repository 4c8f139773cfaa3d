// The chunks of user arenas: handing them out, and freeing them between cycles.

#include "gc/userarena.h"

#include <string.h>

#include "gc/embed.h"
#include "gc/gc.h"
#include "gc/malloc.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/userarena.h"

// Bytes of the heap's records for a freed chunk, until a cycle has found it unused.
enum { chunk_cost = 128 << 10 };

void gc_arena_chunks_init(struct gc_arena_chunks *chunks) {
  memset(chunks, 0, sizeof *chunks);
  mutex_init(&chunks->lock, LOCK_RANK_USER_ARENA);
}

static struct mspan *span_of_chunk(struct gc *gc, const void *chunk) {
  struct mspan *span = span_of(&gc->heap, (uintptr_t)chunk);
  if (!span || !span->is_user_arena_chunk || span->start_addr != (uintptr_t)chunk)
    vole_throw("%p is no chunk of a user arena", chunk);
  return span;
}

// Puts a chunk into a list. While a cycle is on the chunk is greyed: what pointed to it until now
// may not have been scanned yet, and the root job of the list may be over.
static void push(struct gc *gc, struct gc_p *p, struct mspan **list, struct mspan *span) {
  if (gc->phase != GC_PHASE_OFF)
    gc_grey_pointer(gc, &p->work, (void *)span->start_addr);
  mutex_lock(&gc->arena_chunks.lock);
  span->next = *list;
  *list = span;
  mutex_unlock(&gc->arena_chunks.lock);
}

void *gc_arena_chunk_new(struct gc *gc, struct gc_p *p) {
  struct gc_arena_chunks *chunks = &gc->arena_chunks;
  mutex_lock(&chunks->lock);
  struct mspan *span = chunks->reuse;
  if (span) {
    chunks->reuse = span->next;
    span->next = NULL;
  }
  mutex_unlock(&chunks->lock);
  if (span) { // it is in the list no more, and the caller's root may have been scanned already
    if (gc->phase != GC_PHASE_OFF)
      gc_grey_pointer(gc, &p->work, (void *)span->start_addr);
    return (void *)span->start_addr;
  }
  if (gc->phase == GC_PHASE_MARK_TERMINATION)
    vole_throw("gc_arena_chunk_new called in mark termination");
  span = user_arena_new_chunk(&gc->heap, &p->mem);
  if (!span)
    gc_embed_fatal(gc, "out of memory");
  if (gc->phase != GC_PHASE_OFF)
    gc_mark_new_object(gc, p, span, span->start_addr);
  if (gc->profile.rate)
    gc_profile_allocated(gc, p, (void *)span->start_addr, span->elem_size);
  gc_test_trigger(gc);
  return (void *)span->start_addr;
}

void *gc_arena_alloc(struct gc *gc, struct gc_p *p, void *chunk, const struct layout *layout,
                     uintptr_t count, uintptr_t align) {
  uintptr_t size = layout->size * count;
  if (size == 0)
    return gc->zero_base;
  if (size > user_arena_max_alloc)
    return gc_malloc(gc, p, size, layout, true);
  return user_arena_take(&gc->heap, &p->mem, span_of_chunk(gc, chunk), layout, count, align);
}

static void count_freed(struct gc *gc, uint32_t more) {
  struct gc_arena_chunks *chunks = &gc->arena_chunks;
  uint32_t cycle = atomic_load_u32(&gc->stats.cycles);
  if (chunks->cycle != cycle)
    chunks->freed = 0;
  chunks->cycle = cycle;
  chunks->freed += more;
}

bool gc_arena_chunks_due(struct gc *gc) {
  mutex_lock(&gc->arena_chunks.lock);
  count_freed(gc, 0);
  uint64_t cost = (uint64_t)gc->arena_chunks.freed * chunk_cost;
  mutex_unlock(&gc->arena_chunks.lock);
  return atomic_load_u32(&gc->enabled) != 0 && cost >= pacer_heap_goal(&gc->pacer);
}

void gc_arena_chunk_free(struct gc *gc, struct gc_p *p, void *chunk) {
  struct mspan *span = span_of_chunk(gc, chunk);
  mutex_lock(&gc->arena_chunks.lock);
  count_freed(gc, 1);
  mutex_unlock(&gc->arena_chunks.lock);
  if (gc->phase != GC_PHASE_OFF) { // a marker may be reading it
    push(gc, p, &gc->arena_chunks.fault, span);
    return;
  }
  user_arena_fault_chunk(&gc->heap, &p->mem, span);
  gc_arena_fault_pending(gc, p);
}

void gc_arena_chunk_reuse(struct gc *gc, struct gc_p *p, void *chunk) {
  push(gc, p, &gc->arena_chunks.reuse, span_of_chunk(gc, chunk));
}

void gc_arena_fault_pending(struct gc *gc, struct gc_p *p) {
  struct gc_arena_chunks *chunks = &gc->arena_chunks;
  mutex_lock(&chunks->lock);
  struct mspan *span = chunks->fault;
  chunks->fault = NULL;
  mutex_unlock(&chunks->lock);
  while (span) {
    struct mspan *next = span->next;
    span->next = NULL;
    user_arena_fault_chunk(&gc->heap, &p->mem, span);
    span = next;
  }
}

static void scan_list(struct gc *gc, struct gc_work *work, const struct mspan *span) {
  for (; span; span = span->next)
    gc_grey_pointer(gc, work, (void *)span->start_addr);
}

void gc_arena_scan_chunks(struct gc *gc, struct gc_work *work) {
  mutex_lock(&gc->arena_chunks.lock);
  scan_list(gc, work, gc->arena_chunks.reuse);
  scan_list(gc, work, gc->arena_chunks.fault);
  mutex_unlock(&gc->arena_chunks.lock);
}
