// gc/finalizer.h: functions to be called when an object is found unreachable.
//
// A finalizer is a special record on the object's span. Sweeping an unmarked object that has one
// marks the object again and moves the record to the queue here; entries of the queue are roots
// until popped. What a finalizable object reaches is kept alive by a root job, the object itself
// is not, so an object in a cycle with itself is never finalized, as in Go.
//
// After runtime/mfinal.go of Go 1.21. Differences: the runtime above checks the types and calls
// the function; an entry carries what it needs in arg_type.

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
  void *object;         // heap pointer: what SetFinalizer was given
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
};

// What gc_set_finalizer found.
enum gc_finalizer_result {
  gc_finalizer_set,         // done
  gc_finalizer_already_set, // the object has one: Go throws "finalizer already set"
  gc_finalizer_not_heap,    // no allocated object there (also the zero-size base: is_zero_base)
  gc_finalizer_not_start,   // not the object's first byte, and not a tiny object
};

void gc_finalizer_queue_init(struct gc_finalizer_queue *queue);

// Attaches a finalizer to object, which the caller keeps reachable during the call. closure is a
// heap pointer (the function value); arg_type is kept as it is. tiny_element says that the object's
// type has no pointers and is smaller than 16 bytes, so that it may sit inside a tiny block.
// Under sbrk=1 it does nothing.
enum gc_finalizer_result gc_set_finalizer(struct gc *gc, struct gc_p *p, void *object,
                                          void *closure, const void *arg_type, bool tiny_element);
// Takes an object's finalizer away, if there is one.
void gc_remove_finalizer(struct gc *gc, struct gc_p *p, void *object);
// Whether a finalizer is due.
bool gc_finalizer_due(struct gc *gc);
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
