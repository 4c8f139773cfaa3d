// Chunks of user arenas: making them, cutting objects from them, and their way through
// quarantine.

#include "mem/userarena.h"

#include "mem/embed.h"
#include "mem/mcache.h"
#include "mem/sys.h"

// An address for a chunk, and a structure; NULL when there is no address space. The other chunks of
// a new arena are made ready.
static struct mspan *find_chunk(struct mheap *h, struct mem_p *p, uintptr_t *base) {
  struct mspan *s = h->user_arena.ready_list.first;
  if (s) {
    mspan_list_remove(&h->user_arena.ready_list, s);
    *base = s->start_addr;
    return s;
  }
  uintptr_t size = user_arena_chunk_bytes;
  *base = (uintptr_t)arena_alloc(h, &size, &h->user_arena.arena_hints, false);
  if (*base == 0)
    return NULL;
  for (uintptr_t i = user_arena_chunk_bytes; i < size; i += user_arena_chunk_bytes) {
    s = mheap_alloc_mspan_locked(h, p);
    mspan_init(s, *base + i, user_arena_chunk_pages);
    mspan_list_insert_back(&h->user_arena.ready_list, s);
  }
  return mheap_alloc_mspan_locked(h, p);
}

// Counts a chunk as allocated (1) or as freed (-1). When freed its memory is the heap's no more.
static void count_chunk(struct mheap *h, struct mem_p *p, int sign) {
  struct mem_stats *stats = &h->stats;
  int64_t bytes = sign * (int64_t)user_arena_chunk_bytes;
  heap_stats_move(stats, mem_p_writer(p), SPAN_ALLOC_HEAP,
                  (struct heap_bytes){.used = bytes, .released = sign > 0 ? -bytes : 0});
  struct heap_stats_delta *delta = heap_stats_acquire(stats, mem_p_writer(p));
  atomic_add_u64(sign > 0 ? &delta->large_alloc : &delta->large_free, user_arena_chunk_bytes);
  atomic_add_u64(sign > 0 ? &delta->large_alloc_count : &delta->large_free_count, 1);
  heap_stats_release(stats, mem_p_writer(p));
  atomic_add_u64(sign > 0 ? &stats->total_alloc : &stats->total_free, user_arena_chunk_bytes);
  mem_embed_update_heap(h, bytes, 0);
}

struct mspan *user_arena_new_chunk(struct mheap *h, struct mem_p *p) {
  uintptr_t base;
  mutex_lock(&h->lock);
  struct mspan *s = find_chunk(h, p, &base);
  mutex_unlock(&h->lock);
  if (!s)
    return NULL;
  mheap_map(h, p, base, user_arena_chunk_bytes);
  sys_used(&h->stats, (void *)base, user_arena_chunk_bytes, user_arena_chunk_bytes);
  uint8_t span_class = span_class_make(0, false);
  mheap_init_span(h, s, SPAN_ALLOC_HEAP, span_class, base, user_arena_chunk_pages);
  s->is_user_arena_chunk = true;
  s->free_index = 1;
  s->alloc_count = 1;
  s->need_zero = 0;
  heap_bits_init_span(h, s, true);
  s->user_arena_chunk_free = addr_range_make(base, s->limit);
  atomic_store_release_uintptr(&s->free_index_for_scan, 1);
  count_chunk(h, p, 1);
  span_set_push(mcentral_full_swept(&h->central[span_class].mcentral, h->sweepgen),
                &h->span_set_pool, s);
  return s;
}

void *user_arena_take(struct mheap *h, struct mem_p *p, struct mspan *s,
                      const struct layout *layout, uintptr_t count, uintptr_t align) {
  uintptr_t size = layout->size * count;
  invariant(size <= user_arena_max_alloc && s->is_user_arena_chunk && !mspan_noscan(s));
  struct addr_range *free = &s->user_arena_chunk_free;
  if (layout->ptrdata == 0)
    return (void *)addr_range_take_from_back(free, size, align);
  uintptr_t address = addr_range_take_from_front(free, size, align);
  if (address == 0)
    return NULL;
  for (uintptr_t i = 0; i < count; i++)
    heap_bits_add_type(h, address + i * layout->size, layout);
  p->mcache->scan_alloc += size - layout->size + layout->ptrdata;
  return (void *)address;
}

void user_arena_fault_chunk(struct mheap *h, struct mem_p *p, struct mspan *s) {
  invariant(s->is_user_arena_chunk && s->npages == user_arena_chunk_pages && h->gc_phase_off);
  if (mspan_noscan(s))
    vole_throw("user arena chunk %p is freed twice", (void *)s->start_addr);
  s->span_class = span_class_make(0, true); // nothing scans it any more
  sys_fault(&h->stats, (void *)s->start_addr, user_arena_chunk_bytes);
  count_chunk(h, p, -1);
  mutex_lock(&h->lock);
  mspan_list_insert(&h->user_arena.quarantine_list, s);
  mutex_unlock(&h->lock);
}

void user_arena_chunk_swept(struct mheap *h, struct mspan *s) {
  if (s->alloc_count > 0) { // in use, or still pointed to
    // Its owner may free it at this moment, which changes its class: it goes where it began.
    uint8_t span_class = span_class_make(0, false);
    span_set_push(mcentral_full_swept(&h->central[span_class].mcentral, h->sweepgen),
                  &h->span_set_pool, s);
    return;
  }
  atomic_add_u64(&h->pages_in_use, -(uint64_t)s->npages);
  mspan_set_state(s, MSPAN_DEAD);
  mutex_lock(&h->lock);
  if (s->list != &h->user_arena.quarantine_list)
    vole_throw("user arena span %p is on the wrong list", (void *)s->start_addr);
  mspan_list_remove(&h->user_arena.quarantine_list, s);
  mspan_list_insert(&h->user_arena.ready_list, s);
  mutex_unlock(&h->lock);
}
