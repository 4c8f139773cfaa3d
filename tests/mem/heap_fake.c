// tests/mem/heap_fake.c: see heap_fake.h. Also the upcalls of mem.

#include "tests/mem/heap_fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/embed.h"

void mem_fatal(struct mem_stats *st, const char *message) {
  (void)st;
  fprintf(stderr, "fatal error: %s\n", message);
  exit(2);
}

void mem_embed_print(struct mheap *h, const char *line) {
  struct fake_heap *fake = (struct fake_heap *)h;
  fake->lines++;
  snprintf(fake->printed, sizeof fake->printed, "%s", line);
}

uint64_t mem_embed_heap_live(struct mheap *h) {
  return atomic_load_u64(&((struct fake_heap *)h)->live);
}

void mem_embed_update_heap(struct mheap *h, int64_t live, int64_t scan) {
  (void)scan;
  atomic_add_u64(&((struct fake_heap *)h)->live, (uint64_t)live);
}

int64_t mem_embed_memory_limit(struct mheap *h) {
  return ((struct fake_heap *)h)->limit;
}

bool mem_embed_limiting(struct mheap *h) {
  return ((struct fake_heap *)h)->limiting;
}

bool mem_embed_scavenge_assist_begin(struct mheap *h, struct mem_p *p, int64_t now) {
  (void)p;
  (void)now;
  ((struct fake_heap *)h)->assists++;
  return true;
}

void mem_embed_scavenge_assist_end(struct mheap *h, struct mem_p *p, int64_t now) {
  (void)h;
  (void)p;
  (void)now;
}

void mem_embed_swept(struct mheap *h) {
  (void)h;
}

void mem_embed_queue_finalizer(struct mheap *h, uintptr_t object, void *closure,
                               const void *arg_type) {
  (void)arg_type;
  struct fake_heap *fake = (struct fake_heap *)h;
  uint32_t i = (atomic_add_u32(&fake->finalized, 1) - 1) % fake_max_events;
  atomic_store_uintptr(&fake->finalized_object[i], object);
  atomic_store_release_pointer(&fake->finalized_closure[i], closure);
}

void mem_embed_profile_free(struct mheap *h, void *bucket, uintptr_t size) {
  struct fake_heap *fake = (struct fake_heap *)h;
  fake->profiled++;
  fake->profiled_bucket = bucket;
  fake->profiled_size = size;
}

struct fake_heap *fake_heap_new(const struct mem_config *config) {
  struct fake_heap *fake = calloc(1, sizeof *fake);
  fake->limit = INT64_MAX;
  mheap_init(&fake->heap, config);
  mem_p_init(&fake->heap, &fake->p);
  return fake;
}

void fake_heap_delete(struct fake_heap *fake) {
  mem_p_destroy(&fake->heap, &fake->p);
  mheap_check(&fake->heap);
  mheap_destroy(&fake->heap);
  invariant(fake->heap.stats.mappings_bytes == 0);
  invariant(fake->heap.stats.mapped_ready == 0);
  free(fake);
}

void *fake_alloc(struct fake_heap *fake, struct mem_p *p, uintptr_t size,
                 const struct layout *layout) {
  struct mheap *h = &fake->heap;
  struct mspan *s;
  uintptr_t address;
  if (size <= max_small_size) {
    uint8_t spc = span_class_make(sizeclass_of(size), !layout);
    s = p->mcache->alloc[spc];
    address = mcache_next_free_fast(s);
    bool refilled = false;
    if (address == 0)
      address = mcache_next_free(h, p, spc, &s, &refilled);
  } else {
    s = mcache_alloc_large(h, p, size, !layout);
    s->free_index = 1;
    s->alloc_count = 1;
    address = s->start_addr;
  }
  if (layout)
    heap_bits_set_type(h, s, address, s->elem_size, size, layout);
  atomic_store_release_uintptr(&s->free_index_for_scan, s->free_index);
  return (void *)address;
}

void fake_stop(struct fake_heap *fake) {
  struct mheap *h = &fake->heap;
  sweep_finish(h, &fake->p);
  h->gc_phase_off = false;
  fake->marked = 0;
  uint32_t arenas = mheap_arena_count(h);
  for (uint32_t i = 0; i < arenas; i++) {
    struct heap_arena *arena = mheap_arena_at(h, i);
    memset(arena->page_marks, 0, sizeof arena->page_marks);
  }
}

bool fake_mark(struct fake_heap *fake, void *object) {
  struct mheap *h = &fake->heap;
  struct mspan *s = span_of_heap(h, (uintptr_t)object);
  invariant(s);
  uintptr_t index = mspan_object_index(s, (uintptr_t)object);
  invariant(!mspan_is_free(s, index));
  if (mspan_is_marked(s, index))
    return false;
  atomic_or_u8(mspan_mark_byte(s, index), (uint8_t)(1u << index % 8));
  uint8_t mask;
  uint8_t *byte = page_mark_of(h, s->start_addr, &mask);
  atomic_or_u8(byte, mask);
  atomic_add_u64(&fake->marked, s->elem_size);
  return true;
}

void fake_start(struct fake_heap *fake) {
  fake->heap.gc_phase_off = true;
  atomic_store_u64(&fake->live, fake->marked);
  sweep_start(&fake->heap);
  mheap_scavenge_next_gen(&fake->heap);
  invariant(sweep_active_begin(&fake->heap)); // until all Ps are flushed
  mcache_prepare_for_sweep(&fake->heap, &fake->p);
  sweep_active_end(&fake->heap);
}

uint64_t fake_random(uint64_t *state) {
  return splitmix64(state);
}
