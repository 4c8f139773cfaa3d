// Memory that lives as long as the instance. The first word of each chunk links it into a list
// that any thread may push to without a lock.

#include "mem/persistent.h"

#include "mem/atomic.h"
#include "mem/embed.h"
#include "mem/sys.h"

void persistent_init(struct persistent *persistent, struct mem_stats *stats) {
  *persistent = (struct persistent){.stats = stats};
  mutex_init(&persistent->lock, LOCK_RANK_PERSISTENT);
}

void persistent_destroy(struct persistent *persistent) {
  struct mem_stats *stats = persistent->stats;
  // The records of the large pieces lie in the chunks, so the pieces go first.
  for (struct persistent_large *large = persistent->large; large; large = large->next)
    sys_free_mixed(stats, large->base, large->size, NULL, 0, large->size);
  persistent->large = NULL;
  uintptr_t chunk = atomic_load_uintptr(&persistent->chunks);
  while (chunk != 0) {
    uintptr_t next = *(uintptr_t *)chunk;
    sys_free_mixed(stats, (void *)chunk, persistent_chunk_size, NULL, 0, persistent_chunk_size);
    chunk = next;
  }
  persistent_init(persistent, stats);
}

// Pushes a fresh chunk on the list and makes it the one in use.
static void add_chunk(struct persistent *persistent, struct persistent_chunk *chunk) {
  void *base = sys_alloc(persistent->stats, persistent_chunk_size, &persistent->stats->other_sys);
  if (!base)
    mem_fatal(persistent->stats, "runtime: cannot allocate memory");
  uintptr_t head;
  do {
    head = atomic_load_uintptr(&persistent->chunks);
    *(uintptr_t *)base = head;
  } while (!atomic_cas_uintptr(&persistent->chunks, head, (uintptr_t)base));
  chunk->base = (uintptr_t)base;
  chunk->off = ptr_size;
}

// The offset, from off on, of the first aligned address of a chunk. Chunks themselves are aligned
// to no more than a physical page.
static uintptr_t aligned_offset(const struct persistent_chunk *chunk, size_t align) {
  return align_up(chunk->base + chunk->off, align) - chunk->base;
}

static void *alloc_small(struct persistent *persistent, struct persistent_chunk *local, size_t size,
                         size_t align) {
  struct persistent_chunk *chunk = local;
  if (!local) {
    mutex_lock(&persistent->lock);
    chunk = &persistent->shared;
  }
  chunk->off = aligned_offset(chunk, align);
  if (chunk->base == 0 || chunk->off + size > persistent_chunk_size) {
    add_chunk(persistent, chunk);
    chunk->off = aligned_offset(chunk, align);
  }
  void *p = (void *)(chunk->base + chunk->off);
  chunk->off += size;
  if (!local)
    mutex_unlock(&persistent->lock);
  return p;
}

static void *alloc_large(struct persistent *persistent, size_t size, sys_stat *counter) {
  struct persistent_large *large = alloc_small(persistent, NULL, sizeof(*large), ptr_size);
  void *base = sys_alloc(persistent->stats, size, counter);
  if (!base)
    return NULL;
  mutex_lock(&persistent->lock);
  *large = (struct persistent_large){.next = persistent->large, .base = base, .size = size};
  persistent->large = large;
  mutex_unlock(&persistent->lock);
  return base;
}

void *persistent_alloc(struct persistent *persistent, struct persistent_chunk *local, size_t size,
                       size_t align, sys_stat *counter) {
  invariant(size != 0);
  if (align == 0)
    align = 8;
  invariant(is_power_of_two(align) && align <= page_size);
  if (size >= persistent_max_block)
    return alloc_large(persistent, size, counter);
  void *p = alloc_small(persistent, local, size, align);
  if (counter != &persistent->stats->other_sys) {
    sys_stat_add(counter, (int64_t)size);
    sys_stat_add(&persistent->stats->other_sys, -(int64_t)size);
  }
  return p;
}

bool persistent_contains(const struct persistent *persistent, uintptr_t p) {
  uintptr_t chunk = atomic_load_uintptr(&persistent->chunks);
  while (chunk != 0) {
    if (p >= chunk && p - chunk < persistent_chunk_size)
      return true;
    chunk = *(const uintptr_t *)chunk;
  }
  return false;
}

void persistent_check(const struct persistent *persistent) {
  invariant(persistent->shared.base == 0 ||
            persistent_contains(persistent, persistent->shared.base));
  invariant(persistent->shared.off <= persistent_chunk_size);
  for (const struct persistent_large *large = persistent->large; large; large = large->next) {
    invariant(large->size >= persistent_max_block && large->base);
    invariant(persistent_contains(persistent, (uintptr_t)large));
  }
}
