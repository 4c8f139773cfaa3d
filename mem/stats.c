// Statistics: the counters that are more than a word, above all the consistent ones of the heap.
//
// A consistent read moves the generation on, so that new writers add to the next one. It waits
// until no writer is in the middle of an addition to the old one. Then no thread uses the old
// generation and the one before it: they are merged and copied. After runtime/mstats.go of Go 1.21.

#include "mem/stats.h"

#include <string.h>

#include "mem/atomic.h"
#include "mem/sys.h"

void sys_stat_add(sys_stat *stat, int64_t delta) {
  uint64_t now = atomic_add_u64(stat, (uint64_t)delta);
  if ((delta > 0 && now < (uint64_t)delta) || (delta < 0 && now + (uint64_t)-delta < now))
    vole_throw("mem stat overflow: %llu after adding %lld", (unsigned long long)now,
               (long long)delta);
}

uint64_t sys_stat_load(const sys_stat *stat) {
  return atomic_load_u64(stat);
}

void mem_stats_init(struct mem_stats *stats) {
  memset(stats, 0, sizeof(*stats));
  mutex_init(&stats->heap_stats.no_writer_lock, LOCK_RANK_HEAP_STATS);
  mutex_init(&stats->heap_stats.read_lock, LOCK_RANK_NONE);
  sys_init(stats);
}

void heap_stats_register(struct mem_stats *stats, struct heap_stats_writer *writer) {
  struct heap_stats *m = &stats->heap_stats;
  mutex_lock(&m->no_writer_lock);
  atomic_store_u32(&writer->sequence, 0);
  writer->next = m->writers;
  m->writers = writer;
  atomic_add_u32(&m->writer_count, 1);
  mutex_unlock(&m->no_writer_lock);
}

void heap_stats_unregister(struct mem_stats *stats, struct heap_stats_writer *writer) {
  struct heap_stats *m = &stats->heap_stats;
  invariant(atomic_load_u32(&writer->sequence) % 2 == 0);
  mutex_lock(&m->no_writer_lock);
  struct heap_stats_writer **link = &m->writers;
  while (*link && *link != writer)
    link = &(*link)->next;
  if (!*link)
    vole_throw("heap stats: a writer leaves that is not registered");
  *link = writer->next;
  writer->next = NULL;
  atomic_add_u32(&m->writer_count, UINT32_MAX);
  mutex_unlock(&m->no_writer_lock);
}

struct heap_stats_delta *heap_stats_acquire(struct mem_stats *stats,
                                            struct heap_stats_writer *writer) {
  struct heap_stats *m = &stats->heap_stats;
  if (!writer)
    mutex_lock(&m->no_writer_lock);
  else if (atomic_add_u32(&writer->sequence, 1) % 2 == 0)
    vole_throw("heap stats: acquired twice");
  return &m->stats[atomic_load_u32(&m->gen)];
}

void heap_stats_release(struct mem_stats *stats, struct heap_stats_writer *writer) {
  if (!writer)
    mutex_unlock(&stats->heap_stats.no_writer_lock);
  else if (atomic_add_u32(&writer->sequence, 1) % 2 != 0)
    vole_throw("heap stats: released without an acquire");
}

// Returns the field of the consistent statistics for spans of a type.
static int64_t *stat_of_type(struct heap_stats_delta *delta, enum span_alloc_type type) {
  switch (type) {
  case SPAN_ALLOC_HEAP:
    return &delta->in_heap;
  case SPAN_ALLOC_STACK:
    return &delta->in_stacks;
  case SPAN_ALLOC_PTR_SCALAR_BITS:
    return &delta->in_ptr_scalar_bits;
  case SPAN_ALLOC_WORK_BUF:
    return &delta->in_work_bufs;
  }
  vole_throw("span of unknown type %d", (int)type);
}

void heap_stats_move(struct mem_stats *stats, struct heap_stats_writer *writer,
                     enum span_alloc_type type, struct heap_bytes change) {
  if (change.released != 0)
    sys_stat_add(&stats->heap_released, change.released);
  if (change.free != 0)
    sys_stat_add(&stats->heap_free, change.free);
  if (change.used != 0 && type == SPAN_ALLOC_HEAP)
    sys_stat_add(&stats->heap_in_use, change.used);
  struct heap_stats_delta *delta = heap_stats_acquire(stats, writer);
  if (change.used + change.free != 0)
    atomic_add_i64(&delta->committed, change.used + change.free);
  if (change.released != 0)
    atomic_add_i64(&delta->released, change.released);
  if (change.used != 0)
    atomic_add_i64(stat_of_type(delta, type), change.used);
  heap_stats_release(stats, writer);
}

// Adds each field of b to a.
static void heap_stats_delta_merge(struct heap_stats_delta *a, const struct heap_stats_delta *b) {
  a->committed += b->committed;
  a->released += b->released;
  a->in_heap += b->in_heap;
  a->in_stacks += b->in_stacks;
  a->in_work_bufs += b->in_work_bufs;
  a->in_ptr_scalar_bits += b->in_ptr_scalar_bits;
  a->tiny_alloc_count += b->tiny_alloc_count;
  a->large_alloc += b->large_alloc;
  a->large_alloc_count += b->large_alloc_count;
  a->large_free += b->large_free;
  a->large_free_count += b->large_free_count;
  for (unsigned i = 0; i < num_size_classes; i++) {
    a->small_alloc_count[i] += b->small_alloc_count[i];
    a->small_free_count[i] += b->small_free_count[i];
  }
}

void heap_stats_read(struct mem_stats *stats, struct heap_stats_delta *out) {
  struct heap_stats *m = &stats->heap_stats;
  mutex_lock(&m->read_lock);
  mutex_lock(&m->no_writer_lock);
  uint32_t gen = atomic_load_u32(&m->gen);
  uint32_t last = (gen + 2) % 3;
  atomic_store_u32(&m->gen, (gen + 1) % 3);
  for (struct heap_stats_writer *w = m->writers; w; w = w->next) {
    for (uint32_t turn = 0; atomic_load_u32(&w->sequence) % 2 != 0; turn++)
      lock_spin(turn);
  }
  mutex_unlock(&m->no_writer_lock);
  heap_stats_delta_merge(&m->stats[gen], &m->stats[last]);
  memset(&m->stats[last], 0, sizeof(m->stats[last]));
  *out = m->stats[gen];
  mutex_unlock(&m->read_lock);
}

void heap_stats_unsafe_read(struct mem_stats *stats, struct heap_stats_delta *out) {
  memset(out, 0, sizeof(*out));
  mutex_lock(&stats->heap_stats.read_lock); // a reader merges generations
  for (unsigned i = 0; i < 3; i++)
    heap_stats_delta_merge(out, &stats->heap_stats.stats[i]);
  mutex_unlock(&stats->heap_stats.read_lock);
}
