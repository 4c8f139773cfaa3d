// Persistent memory: small pieces that live as long as the instance.
//
// A bump allocator over chunks of 256 KiB. Nothing is freed alone; persistent_destroy returns all.
// Each P may bring a chunk of its own, so that it needs no lock; others share one. Pieces of 64 KiB
// and more come straight from the system.
//
// After persistentalloc of runtime/malloc.go of Go 1.21. Difference: Go never returns this memory;
// here a list of every chunk and of every large piece is kept.

#ifndef VOLE_MEM_PERSISTENT_H
#define VOLE_MEM_PERSISTENT_H

#include "mem/stats.h"

enum {
  persistent_chunk_size = 256 << 10, // bytes
  persistent_max_block = 64 << 10,   // bytes; from here on, straight from the system
};

// A chunk being used up.
struct persistent_chunk {
  uintptr_t base; // address, 0 for none
  uintptr_t off;  // bytes used
};

// A piece that came straight from the system.
struct persistent_large {
  struct persistent_large *next;
  void *base;
  size_t size; // bytes
};

struct persistent {
  struct mem_stats *stats; // constant
  struct mutex lock;
  struct persistent_chunk shared; // lock
  uintptr_t chunks;               // the newest chunk; its first word is the next; atomic
  struct persistent_large *large; // lock
};

// Prepares an empty allocator.
void persistent_init(struct persistent *persistent, struct mem_stats *stats);
// Returns everything to the system. Counters other than mapped_ready and mappings_bytes are left.
void persistent_destroy(struct persistent *persistent);
// Returns size bytes of zeroed memory, counted in counter. Their alignment is align, a power of two
// up to a page, or 0 for 8. The chunk local is the calling P's, or NULL. Without memory a small
// piece is fatal, and one of persistent_max_block bytes or more is NULL.
void *persistent_alloc(struct persistent *persistent, struct persistent_chunk *local, size_t size,
                       size_t align, sys_stat *counter);
// Returns whether p lies in one of the chunks.
bool persistent_contains(const struct persistent *persistent, uintptr_t p);
// Fails unless its lists are in order. No thread allocates from it.
void persistent_check(const struct persistent *persistent);

#endif
