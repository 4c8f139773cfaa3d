// What the heap asks of the collector: all functions of mem/embed.h.

#include <stdio.h>

#include "gc/embed.h"
#include "gc/finalizer.h"
#include "gc/gc.h"
#include "gc/trace.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/embed.h"
#include "mem/special.h"

// struct mheap is the first member of struct gc, and struct mem_p that of struct gc_p.
static struct gc *gc_of(struct mheap *h) {
  return (struct gc *)h;
}
static struct gc_p *p_of(struct mem_p *p) {
  return (struct gc_p *)p;
}

_Noreturn void mem_fatal(struct mem_stats *stats, const char *message) {
  stats->failed = true;
  gc_embed_fatal(gc_of(mheap_of_stats(stats)), message);
}

void mem_embed_print(struct mheap *h, const char *line) {
  char text[256];
  int bytes = snprintf(text, sizeof text, "%s\n", line);
  invariant(bytes > 0 && (size_t)bytes < sizeof text);
  gc_embed_print(gc_of(h), text, (size_t)bytes);
}

uint64_t mem_embed_heap_live(struct mheap *h) {
  return atomic_load_u64(&gc_of(h)->pacer.heap_live);
}

void mem_embed_update_heap(struct mheap *h, int64_t live, int64_t scan) {
  pacer_update(&gc_of(h)->pacer, live, scan);
  gc_embed_allocated(gc_of(h), live);
}

int64_t mem_embed_memory_limit(struct mheap *h) {
  return atomic_load_i64(&gc_of(h)->pacer.memory_limit);
}

bool mem_embed_limiting(struct mheap *h) {
  return limiter_limiting(&gc_of(h)->limiter);
}

bool mem_embed_scavenge_assist_begin(struct mheap *h, struct mem_p *p, int64_t now) {
  (void)h;
  return p && limiter_event_start(&p_of(p)->limiter_event, LIMITER_EVENT_SCAVENGE_ASSIST, now);
}

void mem_embed_scavenge_assist_end(struct mheap *h, struct mem_p *p, int64_t now) {
  limiter_event_stop(&gc_of(h)->limiter, &p_of(p)->limiter_event, LIMITER_EVENT_SCAVENGE_ASSIST,
                     now);
}

void mem_embed_swept(struct mheap *h) {
  if (gc_of(h)->options.gcpacertrace > 0)
    gc_trace_pacer_swept(gc_of(h));
}

void mem_embed_queue_finalizer(struct mheap *h, uintptr_t object, void *closure,
                               const void *arg_type) {
  struct gc_finalizer due = {.closure = closure, .object = (void *)object, .arg_type = arg_type};
  gc_queue_finalizer(gc_of(h), &due);
}

void mem_embed_profile_free(struct mheap *h, void *bucket, uintptr_t size) {
  gc_profile_freed(gc_of(h), bucket, size);
}
