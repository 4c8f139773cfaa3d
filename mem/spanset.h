// Sets of spans that many threads push to and pop from.
//
// Spans are kept in blocks of 512, blocks in a spine that doubles. One word holds head and tail,
// the indices of the next to pop and the next to push; a push takes an index by one atomic addition
// and stores its span there, a pop takes one by a compare-and-swap and waits for the store if it is
// early. Only growing the spine takes a lock. The thread that pops the last span of a block gives
// the block to a pool that all sets of the heap share. Spines are not freed: a reader may have one.
//
// After runtime/mspanset.go of Go 1.21.

#ifndef VOLE_MEM_SPANSET_H
#define VOLE_MEM_SPANSET_H

#include "mem/persistent.h"

struct mspan;

enum {
  span_set_block_entries = 512,
  span_set_init_spine_cap = 256, // blocks
};

// Blocks to be reused: a lock-free stack. The word packs the address of the top block and a counter
// against ABA.
struct span_set_pool {
  uint64_t head;                 // atomic
  struct persistent *persistent; // where blocks and spines come from; constant
  struct mem_stats *stats;       // constant
};

struct span_set_block {
  struct span_set_block *next; // in the pool
  uint32_t pushes;             // how often it was put in the pool, for the ABA counter
  uint32_t popped;             // spans popped from it; at 512 it is free; atomic
  struct mspan *spans[span_set_block_entries]; // NULL until stored and after the pop; atomic
};

struct span_set {
  struct mutex spine_lock;
  struct span_set_block **spine; // its entries too are atomic; written under spine_lock
  uintptr_t spine_len;           // blocks there; atomic, written under spine_lock
  uintptr_t spine_cap;           // spine_lock
  uint64_t index;                // head << 32 | tail; atomic
};

// Prepares an empty pool, an empty set.
void span_set_pool_init(struct span_set_pool *pool, struct persistent *persistent);
void span_set_init(struct span_set *set);
// Adds a span. Any thread. Out of memory is fatal.
void span_set_push(struct span_set *set, struct span_set_pool *pool, struct mspan *s);
// Takes a span, or NULL when there is none. Any thread.
struct mspan *span_set_pop(struct span_set *set, struct span_set_pool *pool);
// Makes an empty set start over from its first block. World stopped.
void span_set_reset(struct span_set *set, struct span_set_pool *pool);
// The number of spans, while nobody pushes or pops.
uintptr_t span_set_count(const struct span_set *set);
// Fails unless the blocks hold a span from head to tail and nothing elsewhere. Nobody pushes or
// pops.
void span_set_check(const struct span_set *set);

#endif
