// A heap with one P, and a collector of the simplest kind, for tests of the heap.
//
// The collector knows what is live because the test tells it, by fake_mark. fake_stop and fake_start
// stand for the ends of a mark in a stopped world.

#ifndef VOLE_TESTS_MEM_HEAP_FAKE_H
#define VOLE_TESTS_MEM_HEAP_FAKE_H

#include "mem/bitmap.h"
#include "mem/mcache.h"
#include "mem/mheap.h"
#include "mem/special.h"
#include "mem/sweep.h"

enum { fake_max_events = 256 };

struct fake_heap {
  struct mheap heap; // must be first
  struct mem_p p;
  uint64_t live; // bytes, as the pacer would count; atomic
  int64_t limit; // bytes
  bool limiting;
  uint64_t marked;    // bytes marked since fake_stop; atomic
  uint32_t finalized; // finalizers queued; atomic
  uintptr_t finalized_object[fake_max_events];
  void *finalized_closure[fake_max_events];
  uint32_t profiled; // profiled objects freed
  uintptr_t profiled_size;
  void *profiled_bucket;
  uint32_t assists;
  uint32_t lines;    // printed
  char printed[256]; // the last of them
};

// A heap with its P; config may be NULL. fake_heap_delete checks that nothing stays mapped.
struct fake_heap *fake_heap_new(const struct mem_config *config);
void fake_heap_delete(struct fake_heap *fake);

// An object as mallocgc would make it, without zeroing: claimed, with heap bits if layout is not
// NULL, and published.
void *fake_alloc(struct fake_heap *fake, struct mem_p *p, uintptr_t size,
                 const struct layout *layout);
// Finishes the sweep before a mark.
void fake_stop(struct fake_heap *fake);
// Marks the object that the address points into; whether it was not marked before.
bool fake_mark(struct fake_heap *fake, void *object);
// Begins the sweep after a mark. The P is flushed; others are the caller's business.
void fake_start(struct fake_heap *fake);

// A generator of numbers: the next one after *state.
uint64_t fake_random(uint64_t *state);

#endif
