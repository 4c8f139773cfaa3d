// gc/profile.h: the heap profile: which calls allocated how much, and how much of it is still
// there.
//
// An allocation is sampled every rate bytes on average; the distances are drawn from the
// exponential distribution, so that each byte has the same chance, whatever sizes come in which
// order. A sampled object gets a record that leads the sweeper to its bucket: all samples of one
// size from one stack of calls share one.
//
// What is allocated shows at once, what died only when it is swept; to compare like with like a
// bucket keeps the events of three cycles back. What is allocated in cycle c, and what is freed by
// the sweep that follows its mark, is published when that sweep is over (or the next mark, whatever
// is first).
//
// Profiling makes each allocation take the long way, so it is on only where a program, or its host,
// asks: as Go's linker leaves it out of programs that cannot read the profile.
//
// After runtime/mprof.go of Go 1.21. Difference: a stack is a list of places that the runtime
// names, opaque here.

#ifndef VOLE_GC_PROFILE_H
#define VOLE_GC_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct gc;
struct gc_p;

enum {
  gc_profile_max_stack = 32,   // calls, the innermost ones
  gc_profile_buckets = 179999, // lists in the hash table
  gc_profile_cycles = 3,       // not published yet
};

// A place in the program, of the runtime's making: compared, never looked into.
struct gc_profile_frame {
  const void *function;
  uintptr_t pc;
};

// Events of some time.
struct gc_profile_counts {
  uint64_t allocs, frees;           // objects
  uint64_t alloc_bytes, free_bytes; // of their slots
};

// Samples of one size and stack; off the heap, never freed before the instance.
struct gc_profile_bucket {
  struct gc_profile_bucket *next;     // in the hash table; constant
  struct gc_profile_bucket *all_next; // list of all; constant
  uintptr_t hash, size;
  uint32_t depth;                                     // of the stack
  struct gc_profile_counts active;                    // published; active_lock
  struct gc_profile_counts future[gc_profile_cycles]; // by cycle % 3; future_lock of that one
  struct gc_profile_frame stack[];                    // innermost first
};

struct gc_profile {
  const int64_t *rate;      // mean bytes between samples, 0 none; NULL: profiling is off; atomic
  uint32_t cycle;           // twice the cycle, and 1 if it was flushed; atomic
  struct mutex insert_lock; // makes buckets
  struct mutex active_lock; // published counts
  struct mutex future_lock[gc_profile_cycles];
  struct gc_profile_bucket **table; // NULL until the first sample; entries atomic
  struct gc_profile_bucket *all;    // the newest; atomic
};

void gc_profile_init(struct gc_profile *profile);
// Turns profiling on; *rate is read at each allocation (of any thread) and outlives the instance.
void gc_profile_enable(struct gc *gc, const int64_t *rate);
// Notes an allocation of a slot of size bytes, and samples it if it is due. For the allocator.
void gc_profile_allocated(struct gc *gc, struct gc_p *p, void *object, uintptr_t size);
// A sampled object of size bytes was swept.
void gc_profile_freed(struct gc *gc, struct gc_profile_bucket *bucket, uintptr_t size);

// A mark has ended: what is freed from now on belongs to the next cycle. World stopped.
void gc_profile_next_cycle(struct gc *gc);
// Publishes the cycle before. After the world started.
void gc_profile_flush(struct gc *gc);
// Publishes the cycle whose sweep is complete, at the end of runtime.GC.
void gc_profile_post_sweep(struct gc *gc);

// Calls visit for each bucket with published counts that has objects in use, or for all with
// in_use_zero; only counts them if there are more than max. Returns their number. visit allocates
// nothing on the heap.
uint64_t gc_profile_read(struct gc *gc, bool in_use_zero, uint64_t max,
                         void (*visit)(const struct gc_profile_bucket *bucket, void *arg),
                         void *arg);

#endif
