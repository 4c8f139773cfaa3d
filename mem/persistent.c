// mem/persistent.c: see persistent.h. The first word of each chunk links it into a list that
// anybody may push to without a lock.

#include "mem/persistent.h"

#include "mem/atomic.h"
#include "mem/embed.h"
#include "mem/sys.h"

void persistent_init(struct persistent *pa, struct mem_stats *st) {
  *pa = (struct persistent){.stats = st};
  mutex_init(&pa->lock, LOCK_RANK_PERSISTENT);
}

void persistent_destroy(struct persistent *pa) {
  struct mem_stats *st = pa->stats;
  // The records of the large pieces lie in the chunks, so the pieces go first.
  for (struct persistent_large *large = pa->large; large; large = large->next)
    sys_free_mixed(st, large->base, large->size, NULL, 0, large->size);
  pa->large = NULL;
  uintptr_t chunk = atomic_load_uintptr(&pa->chunks);
  while (chunk != 0) {
    uintptr_t next = *(uintptr_t *)chunk;
    sys_free_mixed(st, (void *)chunk, persistent_chunk_size, NULL, 0, persistent_chunk_size);
    chunk = next;
  }
  persistent_init(pa, st);
}

// Pushes a fresh chunk on the list and makes it the one in use.
static void add_chunk(struct persistent *pa, struct persistent_chunk *chunk) {
  void *base = sys_alloc(pa->stats, persistent_chunk_size, &pa->stats->other_sys);
  if (!base)
    mem_fatal(pa->stats, "runtime: cannot allocate memory");
  uintptr_t head;
  do {
    head = atomic_load_uintptr(&pa->chunks);
    *(uintptr_t *)base = head;
  } while (!atomic_cas_uintptr(&pa->chunks, head, (uintptr_t)base));
  chunk->base = (uintptr_t)base;
  chunk->off = ptr_size;
}

// The offset, from off on, of the first aligned address of a chunk. Chunks themselves are aligned
// to no more than a physical page.
static uintptr_t aligned_offset(const struct persistent_chunk *chunk, size_t align) {
  return align_up(chunk->base + chunk->off, align) - chunk->base;
}

static void *alloc_small(struct persistent *pa, struct persistent_chunk *local, size_t size,
                         size_t align) {
  struct persistent_chunk *chunk = local;
  if (!local) {
    mutex_lock(&pa->lock);
    chunk = &pa->shared;
  }
  chunk->off = aligned_offset(chunk, align);
  if (chunk->base == 0 || chunk->off + size > persistent_chunk_size) {
    add_chunk(pa, chunk);
    chunk->off = aligned_offset(chunk, align);
  }
  void *p = (void *)(chunk->base + chunk->off);
  chunk->off += size;
  if (!local)
    mutex_unlock(&pa->lock);
  return p;
}

static void *alloc_large(struct persistent *pa, size_t size, sys_stat *counter) {
  struct persistent_large *large = alloc_small(pa, NULL, sizeof(*large), ptr_size);
  void *base = sys_alloc(pa->stats, size, counter);
  if (!base)
    return NULL;
  mutex_lock(&pa->lock);
  *large = (struct persistent_large){.next = pa->large, .base = base, .size = size};
  pa->large = large;
  mutex_unlock(&pa->lock);
  return base;
}

void *persistent_alloc(struct persistent *pa, struct persistent_chunk *local, size_t size,
                       size_t align, sys_stat *counter) {
  invariant(size != 0);
  if (align == 0)
    align = 8;
  invariant(is_power_of_two(align) && align <= page_size);
  if (size >= persistent_max_block)
    return alloc_large(pa, size, counter);
  void *p = alloc_small(pa, local, size, align);
  if (counter != &pa->stats->other_sys) {
    sys_stat_add(counter, (int64_t)size);
    sys_stat_add(&pa->stats->other_sys, -(int64_t)size);
  }
  return p;
}

bool persistent_contains(const struct persistent *pa, uintptr_t p) {
  uintptr_t chunk = atomic_load_uintptr(&pa->chunks);
  while (chunk != 0) {
    if (p >= chunk && p - chunk < persistent_chunk_size)
      return true;
    chunk = *(const uintptr_t *)chunk;
  }
  return false;
}

void persistent_check(const struct persistent *pa) {
  invariant(pa->shared.base == 0 || persistent_contains(pa, pa->shared.base));
  invariant(pa->shared.off <= persistent_chunk_size);
  for (const struct persistent_large *large = pa->large; large; large = large->next) {
    invariant(large->size >= persistent_max_block && large->base);
    invariant(persistent_contains(pa, (uintptr_t)large));
  }
}
