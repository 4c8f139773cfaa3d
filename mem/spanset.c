// Pushing and popping spans.

#include "mem/spanset.h"

#include <string.h>

#include "mem/atomic.h"
#include "mem/embed.h"

enum {
  block_align = 64,
  log_block_align = 6,
  count_bits = 16 + log_block_align, // of the pool's word; the rest is an address of 48 bits
};

static uint32_t index_head(uint64_t index) {
  return (uint32_t)(index >> 32);
}
static uint32_t index_tail(uint64_t index) {
  return (uint32_t)index;
}

void span_set_pool_init(struct span_set_pool *pool, struct persistent *persistent) {
  pool->head = 0;
  pool->persistent = persistent;
  pool->stats = persistent->stats;
}

static uint64_t pool_pack(const struct span_set_block *block) {
  const uint64_t count_mask = ((uint64_t)1 << count_bits) - 1;
  return (uint64_t)(uintptr_t)block >> log_block_align << count_bits | (block->pushes & count_mask);
}

static struct span_set_block *pool_unpack(uint64_t word) {
  return (struct span_set_block *)(uintptr_t)(word >> count_bits << log_block_align);
}

static void pool_free(struct span_set_pool *pool, struct span_set_block *block) {
  atomic_store_u32(&block->popped, 0);
  block->pushes++;
  uint64_t word = pool_pack(block);
  if (pool_unpack(word) != block)
    vole_throw("span set block at an address that cannot be packed: %p", (void *)block);
  for (;;) {
    uint64_t head = atomic_load_u64(&pool->head);
    atomic_store_relaxed_pointer(&block->next, pool_unpack(head));
    if (atomic_cas_u64(&pool->head, head, word))
      return;
  }
}

// A block with no span.
static struct span_set_block *pool_alloc(struct span_set_pool *pool) {
  for (;;) {
    uint64_t head = atomic_load_u64(&pool->head);
    struct span_set_block *block = pool_unpack(head);
    if (!block)
      break;
    // Should another thread have taken it meanwhile, this reads nonsense, and the exchange fails.
    struct span_set_block *next = atomic_load_relaxed_pointer(&block->next);
    uint64_t word = !next ? 0 : pool_pack(next);
    if (atomic_cas_u64(&pool->head, head, word))
      return block;
  }
  return persistent_alloc(pool->persistent, NULL, sizeof(struct span_set_block), block_align,
                          &pool->stats->gc_misc_sys);
}

void span_set_init(struct span_set *set) {
  memset(set, 0, sizeof *set);
  mutex_init(&set->spine_lock, LOCK_RANK_SPAN_SET_SPINE);
}

// Doubles the spine. Spine lock held.
static void grow_spine(struct span_set *set, struct span_set_pool *pool) {
  uintptr_t cap = set->spine_cap == 0 ? span_set_init_spine_cap : set->spine_cap * 2;
  struct span_set_block **spine = persistent_alloc(pool->persistent, NULL, cap * sizeof *spine,
                                                   block_align, &pool->stats->gc_misc_sys);
  if (!spine)
    mem_fatal(pool->stats, "out of memory for span sets");
  for (uintptr_t i = 0; i < set->spine_cap; i++)
    spine[i] = atomic_load_relaxed_pointer(&set->spine[i]);
  atomic_store_release_pointer(&set->spine, spine);
  set->spine_cap = cap;
}

// The block number top, which is made if it is the first behind the last.
static struct span_set_block *block_for_push(struct span_set *set, struct span_set_pool *pool,
                                             uintptr_t top) {
  for (;;) {
    if (top < atomic_load_uintptr(&set->spine_len)) {
      struct span_set_block **spine = atomic_load_acquire_pointer(&set->spine);
      return atomic_load_acquire_pointer(&spine[top]);
    }
    mutex_lock(&set->spine_lock);
    uintptr_t len = set->spine_len;
    if (top >= len) {
      if (len == set->spine_cap)
        grow_spine(set, pool);
      atomic_store_release_pointer(&set->spine[len], pool_alloc(pool));
      atomic_store_uintptr(&set->spine_len, len + 1);
    }
    mutex_unlock(&set->spine_lock);
  }
}

void span_set_push(struct span_set *set, struct span_set_pool *pool, struct mspan *s) {
  uint64_t index = atomic_add_u64(&set->index, 1);
  if (index_tail(index) == 0)
    vole_throw("span set: tail overflows");
  uintptr_t cursor = index_tail(index) - 1;
  struct span_set_block *block = block_for_push(set, pool, cursor / span_set_block_entries);
  atomic_store_release_pointer(&block->spans[cursor % span_set_block_entries], s);
}

struct mspan *span_set_pop(struct span_set *set, struct span_set_pool *pool) {
  uint32_t head;
  for (;;) {
    uint64_t index = atomic_load_u64(&set->index);
    head = index_head(index);
    if (head >= index_tail(index))
      return NULL;
    if (atomic_load_uintptr(&set->spine_len) <= head / span_set_block_entries)
      return NULL; // the block is only just being made
    uint64_t claimed = (uint64_t)(head + 1) << 32 | index_tail(index);
    if (atomic_cas_u64(&set->index, index, claimed))
      break;
  }
  struct span_set_block **spine = atomic_load_acquire_pointer(&set->spine);
  struct span_set_block **entry = &spine[head / span_set_block_entries];
  struct span_set_block *block = atomic_load_acquire_pointer(entry);
  struct mspan **slot = &block->spans[head % span_set_block_entries];
  struct mspan *s;
  for (uint32_t turn = 0; !(s = atomic_load_acquire_pointer(slot)); turn++)
    lock_spin(turn); // the push took its index and has not stored yet
  atomic_store_relaxed_pointer(slot, NULL);
  // Everybody else has popped and nobody can push any more: the block is ours.
  if (atomic_add_u32(&block->popped, 1) == span_set_block_entries) {
    atomic_store_relaxed_pointer(entry, NULL);
    pool_free(pool, block);
  }
  return s;
}

void span_set_reset(struct span_set *set, struct span_set_pool *pool) {
  uint32_t head = index_head(set->index);
  uint32_t tail = index_tail(set->index);
  if (head < tail)
    vole_throw("reset of a span set with %u spans", tail - head);
  uintptr_t top = head / span_set_block_entries;
  if (top < set->spine_len) {
    // The block that head and tail are in may still be there, partly used.
    struct span_set_block *block = set->spine[top];
    if (block) {
      uint32_t popped = atomic_load_u32(&block->popped);
      if (popped == 0 || popped == span_set_block_entries)
        vole_throw("reset of a span set with a block of which %u were popped", popped);
      set->spine[top] = NULL;
      pool_free(pool, block);
    }
  }
  atomic_store_u64(&set->index, 0);
  atomic_store_uintptr(&set->spine_len, 0);
}

uintptr_t span_set_count(const struct span_set *set) {
  uint64_t index = atomic_load_u64(&set->index);
  return index_tail(index) - index_head(index);
}

void span_set_check(const struct span_set *set) {
  uint64_t index = atomic_load_u64(&set->index);
  uint32_t head = index_head(index), tail = index_tail(index);
  invariant(head <= tail && set->spine_len <= set->spine_cap);
  invariant((tail + span_set_block_entries - 1) / span_set_block_entries <= set->spine_len);
  for (uint32_t i = head; i < tail; i++) {
    const struct span_set_block *block = set->spine[i / span_set_block_entries];
    invariant(block && block->spans[i % span_set_block_entries]);
  }
}
