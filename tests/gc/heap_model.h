// A shadow of the heap: what each object holds and what points to it.
//
// The model lives off the heap. It knows every object by its address, its contents by a stamp and
// every pointer as an edge. A pointer read from the heap is compared with what it must be, and after
// a cycle what was kept with what had to be. The model marks by a rule of its own
// (model_after_cycle): roots, and what objects with finalizers need, as Go promises.

#ifndef VOLE_TESTS_GC_HEAP_MODEL_H
#define VOLE_TESTS_GC_HEAP_MODEL_H

#include "gc/malloc.h"
#include "tests/gc/embed_fake.h"

enum {
  model_objects = 1 << 16, // at most, at a time
  model_shapes = 48,
  model_shape_words = 200, // at most, in an element
  model_stack_roots = fake_stack,
  model_roots = model_stack_roots + 3000,
  model_global_stride = 13, // words from a root in the globals to the next
};

// What elements with pointers look like.
struct model_shape {
  struct layout layout;
  struct gc_alloc_site site;           // of a single element
  uintptr_t words;                     // of an element
  uint32_t pointers;                   // of these
  int16_t edge_of[model_shape_words];  // which pointer the word is; -1 for none
  uint16_t word_of[model_shape_words]; // where the pointer is
  uint8_t mask[model_shape_words / 8];
};

// A pointer: to an object (-1: null), with its distance from the start in bytes.
struct model_edge {
  int32_t to;
  uint32_t offset;
};

struct model_object {
  char *address;                   // NULL: no object
  uintptr_t size;                  // bytes asked for
  const struct model_shape *shape; // NULL: no pointers
  struct model_edge *edge;         // of all its pointer words, in order
  uint32_t edges;
  uint64_t stamp;    // from which the other words follow
  int32_t closure;   // what its finalizer's function is; -1: it has no finalizer
  int32_t next_free; // for entries without object; -1 ends
  bool reached;      // by the last model_after_cycle
  bool may_be_due;   // its finalizer may have been queued
  bool must_be_due;  // if the last cycle was exact it was queued, or had been
};

struct model {
  struct fake *fake;
  uint64_t random;
  struct model_shape shape[model_shapes];
  struct model_object *object; // model_objects of them
  uint32_t most;               // objects at a time, so far
  struct model_edge root[model_roots];
  int32_t first_free;
  int32_t used;      // entries that ever held an object come before this
  uint32_t count;    // objects
  uint64_t bytes;    // of them, asked for
  int32_t *queue;    // of model_after_cycle
  uintptr_t *blocks; // tiny blocks with a reached object, a hash table
  uint64_t checked;  // words compared
};

// The model of a fake instance; ends with model_free. The seed gives shapes and everything random.
struct model *model_new(struct fake *fake, uint64_t seed);
void model_free(struct model *m);
// A number in [0, below).
uint64_t model_random(struct model *m, uint64_t below);

// Allocates an object of a random size and kind on a random P and enters it; -1 when the model is
// full. No root holds it yet.
int32_t model_allocate(struct model *m);
// Allocates an array of count elements like those of object i, and copies those that it has.
int32_t model_grow(struct model *m, int32_t i, uintptr_t count);
// Points an edge of object i, a root, somewhere (-1: nowhere), a random number of bytes into it.
void model_link(struct model *m, int32_t i, uint32_t edge, int32_t to);
void model_set_root(struct model *m, uint32_t root, int32_t to);
// Copies n elements between objects of one shape, perhaps the same; clears n elements.
void model_move(struct model *m, int32_t to, uintptr_t at, int32_t from, uintptr_t start,
                uintptr_t n);
void model_clear(struct model *m, int32_t i, uintptr_t at, uintptr_t n);
// Follows real pointers from a random root for some steps, comparing each with the model's. The
// object at the end, or -1.
int32_t model_walk(struct model *m);
// Fails unless the object's contents are right: some words, or all.
void model_check_object(struct model *m, int32_t i, bool all);

// A cycle ended and nothing was changed since: forgets what is unreachable, and says of each
// finalizer whether it may be due.
void model_after_cycle(struct model *m);
// How many finalizers must be in the queue, if the last cycle was exact.
uint32_t model_finalizers_due(const struct model *m);
// Fails unless exactly the model's objects are allocated, with the right contents. Twice collected,
// swept, nothing cached.
void model_compare(struct model *m);

#endif
