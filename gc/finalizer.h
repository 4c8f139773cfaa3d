// gc/finalizer.h: functions to be called when an object is found unreachable.
//
// A finalizer is a special record on the object's span. Sweeping an unmarked object that has one
// marks the object again and moves the record to the queue here; entries of the queue are roots
// until popped. What a finalizable object reaches is kept alive by a root job, the object itself
// is not, so an object in a cycle with itself is never finalized, as in Go.
//
// A cleanup is like a finalizer that does not get the object, so the object is not revived for it,
// may be in a cycle, and may have many. It goes through the same queue when the object is gone.
//
// After runtime/mfinal.go of Go 1.21 and mcleanup.go of Go 1.24. Differences: the runtime above
// checks the types and calls the function; an entry carries what it needs in arg_type; one queue
// serves both.

#ifndef VOLE_GC_FINALIZER_H
#define VOLE_GC_FINALIZER_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct gc;
struct gc_p;
struct gc_work;

enum { gc_finalizer_block_bytes = 4096 };

// One finalizer that is due.
struct gc_finalizer {
  void *closure;        // heap pointer: the function value
  void *object;         // heap pointer: what SetFinalizer was given; NULL for a cleanup
  const void *arg_type; // opaque to the collector; off the heap
};

// A block of due finalizers, off the heap, never freed before the instance.
struct gc_finalizer_block {
  struct gc_finalizer_block *all_link; // list of all blocks; queue lock, read by root jobs
  struct gc_finalizer_block *next;     // in the queue or the cache; queue lock
  uint32_t count;                      // entries that are roots; atomic
  uint32_t unused;
  struct gc_finalizer entry[(gc_finalizer_block_bytes - 24) / sizeof(struct gc_finalizer)];
};

// Due finalizers of an instance.
struct gc_finalizer_queue {
  struct mutex lock;                // guards all below
  struct gc_finalizer_block *due;   // blocks with entries to run, the newest first
  struct gc_finalizer_block *cache; // blocks free for use
  struct gc_finalizer_block *all;   // every block
  uint64_t queued;                  // finalizers ever queued
  uint64_t run;                     // finalizers ever popped
  uint64_t cleanup_ids;             // cleanups ever added; atomic, without the lock
};

// What gc_set_finalizer found.
enum gc_finalizer_result {
  GC_FINALIZER_SET,         // done
  GC_FINALIZER_ALREADY_SET, // the object has one: Go throws "finalizer already set"
  GC_FINALIZER_NOT_HEAP,    // no allocated object there (also the zero-size base: is_zero_base)
  GC_FINALIZER_NOT_START,   // not the object's first byte, and not a tiny object
  GC_FINALIZER_IN_ARENA,    // in a user arena, whose objects die together
};

void gc_finalizer_queue_init(struct gc_finalizer_queue *queue);

// Whether an object may have a finalizer: GC_FINALIZER_SET if so. Arguments as below.
enum gc_finalizer_result gc_finalizer_judge(struct gc *gc, const void *object, bool tiny_element);
// Attaches a finalizer to object, which the caller keeps reachable during the call. closure is a
// heap pointer (the function value); arg_type is kept as it is. tiny_element says that the object's
// type has no pointers and is smaller than 16 bytes, so that it may sit inside of another object: a
// tiny block, as a rule.
// Under sbrk=1 it does nothing.
enum gc_finalizer_result gc_set_finalizer(struct gc *gc, struct gc_p *p, void *object,
                                          void *closure, const void *arg_type, bool tiny_element);
// Takes an object's finalizer away, if there is one.
void gc_remove_finalizer(struct gc *gc, struct gc_p *p, void *object);
// Attaches a cleanup to an address in an object, which the caller keeps reachable during the call;
// returns its number, or 0 if the address is in no object. Nothing, and 0, under sbrk=1.
uint64_t gc_add_cleanup(struct gc *gc, struct gc_p *p, void *object, void *closure,
                        const void *arg_type);
// Takes the cleanup of that number away, unless it is queued already. address need not be in an
// object any more.
void gc_stop_cleanup(struct gc *gc, struct gc_p *p, uintptr_t address, uint64_t id);
// Whether a finalizer is due.
bool gc_finalizer_due(struct gc *gc);
// How many finalizers were ever queued, and how many of these were popped. Both are of one moment.
void gc_finalizer_counts(struct gc *gc, uint64_t *queued, uint64_t *popped);
// Pops a due finalizer. It stops being a root: the caller stores it in a rooted frame before its
// next safepoint. False when none is due.
bool gc_next_finalizer(struct gc *gc, struct gc_finalizer *out);
// Appends a due finalizer; called by sweeping, outside a mark phase only.
void gc_queue_finalizer(struct gc *gc, const struct gc_finalizer *finalizer);
// Root job: scans every queued entry.
void gc_finalizer_scan_queue(struct gc *gc, struct gc_work *work);
// Fails unless every block is due or free, and due ones hold what was queued and not run.
void gc_finalizer_queue_check(struct gc *gc);

#endif
