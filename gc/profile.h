// The heap profile: which calls allocated how much, and how much of that is still live.
//
// One allocation in `rate` bytes is sampled on average. The distances are drawn from the
// exponential distribution, so that each byte has the same chance, in whatever order sizes come. A
// sampled object gets a record that leads the sweeper to its bucket. All samples of one size from
// one stack of calls share a bucket.
//
// An allocation is known at once, a death only when the object is swept. So that both can be
// compared, a bucket holds back the events of three cycles. What is allocated in cycle c, and what
// the sweep after its mark frees, is published when that sweep or the next mark is over.
//
// Profiling makes each allocation take the long way, so it is on only where a program or its host
// asks for it. Go's linker leaves it out of programs that cannot read the profile.
//
// After runtime/mprof.go of Go 1.21. Difference: the runtime names the places of a stack, which are
// opaque here.

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

// A place in the program. The runtime makes them; here they are only compared.
struct gc_profile_frame {
  const void *function;
  uintptr_t pc;
};

// Counts of events in some span of time.
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
  struct gc_profile_counts future[gc_profile_cycles]; // by cycle % 3; its future_lock
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

// Prepares a profile that is off.
void gc_profile_init(struct gc_profile *profile);
// Turns profiling on. *rate, which outlives the instance, is read at each allocation on any thread.
void gc_profile_enable(struct gc *gc, const int64_t *rate);
// Counts an allocation of a slot of size bytes, and samples it if it is due. Called by the
// allocator.
void gc_profile_allocated(struct gc *gc, struct gc_p *p, void *object, uintptr_t size);
// Counts a sampled object of size bytes as freed. Called by the sweeper.
void gc_profile_freed(struct gc *gc, struct gc_profile_bucket *bucket, uintptr_t size);

// Begins the next cycle, when a mark has ended: what is freed from now on belongs to it. World
// stopped.
void gc_profile_next_cycle(struct gc *gc);
// Publishes the cycle before. Called after the world was started.
void gc_profile_flush(struct gc *gc);
// Publishes the cycle that has just been swept. Called at the end of runtime.GC.
void gc_profile_post_sweep(struct gc *gc);

// Calls visit for each bucket that has published objects in use or, with in_use_zero, for all
// buckets. Returns their number; if it exceeds max, visit is not called. visit must not allocate on
// the heap.
uint64_t gc_profile_read(struct gc *gc, bool in_use_zero, uint64_t max,
                         void (*visit)(const struct gc_profile_bucket *bucket, void *arg),
                         void *arg);

#endif
