// Work buffers: taking, filling, publishing and freeing them.

#include "gc/work.h"

#include <string.h>

#include "gc/embed.h"
#include "gc/gc.h"
#include "mem/atomic.h"
#include "mem/invariant.h"

_Static_assert(sizeof(struct gc_workbuf) == gc_workbuf_bytes, "a work buffer is 2 KiB");

enum { small_slots = 4, free_batch = 64 };

void gc_work_queue_init(struct gc_work_queue *queue, bool small) {
  memset(queue, 0, sizeof *queue);
  mutex_init(&queue->spans_lock, LOCK_RANK_WBUF_SPANS);
  queue->slots = small ? small_slots : gc_workbuf_slots;
}

static void put_empty(struct gc_work_queue *queue, struct gc_workbuf *buffer) {
  invariant(buffer->count == 0);
  lfstack_push(&queue->empty, &buffer->node);
}

static void put_full(struct gc_work_queue *queue, struct gc_workbuf *buffer) {
  invariant(buffer->count != 0);
  lfstack_push(&queue->full, &buffer->node);
}

static struct mspan *take_free_span(struct gc_work_queue *queue) {
  mutex_lock(&queue->spans_lock);
  struct mspan *span = queue->free_spans;
  if (span) {
    queue->free_spans = span->next;
    span->next = queue->busy_spans;
    queue->busy_spans = span;
  }
  mutex_unlock(&queue->spans_lock);
  return span;
}

static struct mspan *new_span(struct gc *gc) {
  struct gc_work_queue *queue = &gc->queue;
  struct mspan *span =
      mheap_alloc_manual(&gc->heap, NULL, gc_workbuf_alloc / page_size, SPAN_ALLOC_WORK_BUF);
  if (!span)
    gc_embed_fatal(gc, "out of memory");
  mutex_lock(&queue->spans_lock);
  span->next = queue->busy_spans;
  queue->busy_spans = span;
  mutex_unlock(&queue->spans_lock);
  return span;
}

// Returns an empty buffer: from the list, else carved from a span.
static struct gc_workbuf *get_empty(struct gc *gc) {
  struct gc_workbuf *buffer = (struct gc_workbuf *)lfstack_pop(&gc->queue.empty);
  if (buffer) {
    invariant(buffer->count == 0);
    return buffer;
  }
  struct mspan *span = take_free_span(&gc->queue);
  if (!span)
    span = new_span(gc);
  for (uintptr_t offset = 0; offset < gc_workbuf_alloc; offset += gc_workbuf_bytes) {
    struct gc_workbuf *fresh = (struct gc_workbuf *)(span->start_addr + offset);
    fresh->node.next = 0;
    fresh->node.push_count = 0;
    fresh->count = 0;
    if (offset == 0)
      buffer = fresh;
    else
      put_empty(&gc->queue, fresh);
  }
  return buffer;
}

static struct gc_workbuf *try_get_full(struct gc *gc) {
  struct gc_workbuf *buffer = (struct gc_workbuf *)lfstack_pop(&gc->queue.full);
  if (buffer)
    invariant(buffer->count != 0);
  return buffer;
}

void gc_work_init(struct gc_work *work, struct gc *gc) {
  memset(work, 0, sizeof *work);
  work->gc = gc;
}

// Takes two empty buffers, at first use.
static void take_buffers(struct gc_work *work) {
  work->primary = get_empty(work->gc);
  // Go takes a full buffer of the list here. The caller may be no marker, though, and work that it
  // took from the list would be seen by no marker.
  work->secondary = get_empty(work->gc);
}

static void swap_buffers(struct gc_work *work) {
  struct gc_workbuf *primary = work->primary;
  work->primary = work->secondary;
  work->secondary = primary;
}

// Makes room in primary: by swapping, else by publishing it.
static void make_room(struct gc_work *work) {
  swap_buffers(work);
  if (work->primary->count < work->gc->queue.slots)
    return;
  put_full(&work->gc->queue, work->primary);
  work->flushed_work = true;
  work->primary = get_empty(work->gc);
}

void gc_work_put(struct gc_work *work, uintptr_t object) {
  if (!work->primary)
    take_buffers(work);
  if (work->primary->count >= work->gc->queue.slots)
    make_room(work);
  work->primary->object[work->primary->count++] = object;
}

uintptr_t gc_work_try_get(struct gc_work *work) {
  if (!work->primary)
    take_buffers(work);
  if (work->primary->count == 0)
    swap_buffers(work);
  if (work->primary->count == 0) {
    struct gc_workbuf *full = try_get_full(work->gc);
    if (!full)
      return 0;
    put_empty(&work->gc->queue, work->primary);
    work->primary = full;
  }
  return work->primary->object[--work->primary->count];
}

// Links a buffer of a queue of pages to the next. A thread that was about to pop it from a list may
// still read the link.
static void set_next(struct gc_workbuf *buffer, struct gc_workbuf *next) {
  atomic_store_relaxed_u64(&buffer->node.next, (uintptr_t)next);
}

void gc_work_put_page(struct gc_work *work, uintptr_t page) {
  struct gc_page_queue *pages = &work->pages;
  if (!pages->last || pages->last->count >= work->gc->queue.slots) {
    struct gc_workbuf *buffer = get_empty(work->gc);
    set_next(buffer, NULL);
    if (pages->last)
      set_next(pages->last, buffer);
    else
      pages->first = buffer;
    pages->last = buffer;
  }
  pages->last->object[pages->last->count++] = page | gc_work_page_tag;
}

// Takes the oldest buffer out of a queue of pages that is not empty. What was read is out of it.
static struct gc_workbuf *take_page_buffer(struct gc_page_queue *pages) {
  struct gc_workbuf *buffer = pages->first;
  pages->first = (struct gc_workbuf *)(uintptr_t)buffer->node.next;
  if (!pages->first)
    pages->last = NULL;
  set_next(buffer, NULL);
  buffer->count -= pages->taken;
  memmove(buffer->object, &buffer->object[pages->taken], buffer->count * sizeof buffer->object[0]);
  pages->taken = 0;
  return buffer;
}

uintptr_t gc_work_take_page(struct gc_work *work) {
  struct gc_page_queue *pages = &work->pages;
  if (!gc_work_has_page(work))
    return 0;
  uintptr_t page = pages->first->object[pages->taken++];
  if (pages->taken == pages->first->count) {
    if (pages->first == pages->last)
      pages->taken = pages->first->count = 0; // for the next page
    else
      put_empty(&work->gc->queue, take_page_buffer(pages));
  }
  return page - gc_work_page_tag;
}

static void dispose_buffer(struct gc_work *work, struct gc_workbuf *buffer) {
  if (buffer->count == 0) {
    put_empty(&work->gc->queue, buffer);
    return;
  }
  put_full(&work->gc->queue, buffer);
  work->flushed_work = true;
}

void gc_work_dispose(struct gc_work *work) {
  if (work->primary) {
    dispose_buffer(work, work->primary);
    dispose_buffer(work, work->secondary);
    work->primary = NULL;
    work->secondary = NULL;
  }
  while (work->pages.first)
    dispose_buffer(work, take_page_buffer(&work->pages));
  if (work->bytes_marked != 0) {
    atomic_add_u64(&work->gc->bytes_marked, work->bytes_marked);
    work->bytes_marked = 0;
  }
  if (work->heap_scan_work != 0) {
    atomic_add_i64(&work->gc->pacer.heap_scan_work, work->heap_scan_work);
    work->heap_scan_work = 0;
  }
}

// Publishes the older half of a buffer's work; the newer half stays, in the buffer returned.
static struct gc_workbuf *hand_off(struct gc *gc, struct gc_workbuf *buffer) {
  struct gc_workbuf *kept = get_empty(gc);
  uint64_t n = buffer->count / 2;
  buffer->count -= n;
  kept->count = n;
  memcpy(kept->object, &buffer->object[buffer->count], n * sizeof kept->object[0]);
  put_full(&gc->queue, buffer);
  return kept;
}

void gc_work_balance(struct gc_work *work) {
  struct gc_page_queue *pages = &work->pages;
  if (pages->first != pages->last) {
    dispose_buffer(work, take_page_buffer(pages));
    return;
  }
  if (pages->first && pages->first->count - pages->taken > 4) {
    struct gc_workbuf *buffer = take_page_buffer(pages);
    pages->first = pages->last = hand_off(work->gc, buffer);
    set_next(pages->first, NULL);
    work->flushed_work = true;
    return;
  }
  if (!work->primary)
    return;
  if (work->secondary->count != 0) {
    put_full(&work->gc->queue, work->secondary);
    work->secondary = get_empty(work->gc);
    work->flushed_work = true;
  } else if (work->primary->count > 4) {
    work->primary = hand_off(work->gc, work->primary);
    work->flushed_work = true;
  }
}

bool gc_work_empty(const struct gc_work *work) {
  return !gc_work_has_page(work) &&
         (!work->primary || (work->primary->count == 0 && work->secondary->count == 0));
}

void gc_work_prepare_free(struct gc *gc) {
  struct gc_work_queue *queue = &gc->queue;
  mutex_lock(&queue->spans_lock);
  if (!lfstack_empty(&queue->full))
    vole_throw("gc: work buffers are freed while one still holds work");
  queue->empty.head = 0;
  struct mspan **tail = &queue->busy_spans;
  while (*tail)
    tail = &(*tail)->next;
  *tail = queue->free_spans;
  queue->free_spans = queue->busy_spans;
  queue->busy_spans = NULL;
  mutex_unlock(&queue->spans_lock);
}

bool gc_work_free_some(struct gc *gc) {
  struct gc_work_queue *queue = &gc->queue;
  mutex_lock(&queue->spans_lock);
  if (gc->phase != GC_PHASE_OFF) {
    mutex_unlock(&queue->spans_lock);
    return false;
  }
  for (int i = 0; i < free_batch && queue->free_spans; i++) {
    struct mspan *span = queue->free_spans;
    queue->free_spans = span->next;
    span->next = NULL;
    mheap_free_manual(&gc->heap, NULL, span, SPAN_ALLOC_WORK_BUF);
  }
  bool more = queue->free_spans != NULL;
  mutex_unlock(&queue->spans_lock);
  return more;
}

// Returns whether a buffer lies in a span of buffers.
static bool is_buffer(const struct gc *gc, const struct gc_workbuf *buffer) {
  const struct mspan *span = span_of(&gc->heap, (uintptr_t)buffer);
  return span && mspan_state(span) == MSPAN_MANUAL &&
         ((uintptr_t)buffer - span->start_addr) % gc_workbuf_bytes == 0 &&
         buffer->count <= gc->queue.slots;
}

void gc_work_queue_check(struct gc *gc) {
  struct gc_work_queue *queue = &gc->queue;
  uint32_t spans = 0;
  mutex_lock(&queue->spans_lock);
  struct mspan *lists[] = {queue->free_spans, queue->busy_spans};
  for (unsigned i = 0; i < 2; i++)
    for (const struct mspan *span = lists[i]; span; span = span->next, spans++)
      invariant(mspan_state(span) == MSPAN_MANUAL && span->npages == gc_workbuf_alloc / page_size);
  mutex_unlock(&queue->spans_lock);
  uint32_t most = spans * (gc_workbuf_alloc / gc_workbuf_bytes);
  invariant(lfstack_check(&queue->full, most) + lfstack_check(&queue->empty, most) <= most);
}

void gc_work_check(const struct gc_work *work) {
  invariant(!work->primary == !work->secondary);
  invariant(!work->primary ||
            (is_buffer(work->gc, work->primary) && is_buffer(work->gc, work->secondary) &&
             work->primary != work->secondary));
  const struct gc_page_queue *pages = &work->pages;
  invariant(!pages->first == !pages->last);
  invariant(!pages->first || pages->taken < pages->first->count || pages->taken == 0);
  for (const struct gc_workbuf *b = pages->first; b; b = (void *)(uintptr_t)b->node.next) {
    invariant(is_buffer(work->gc, b) && (b->node.next != 0 || b == pages->last));
    invariant(b->count != 0 || pages->first == pages->last);
  }
}
