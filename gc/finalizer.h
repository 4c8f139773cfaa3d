// Finalizers and cleanups: functions to be called when an object is found unreachable.
//
// A finalizer is a special record on the object's span. The sweeper marks an unmarked object that
// has one, and moves the record to the queue here. Entries of the queue are roots until they are
// popped. A root job keeps what an object with a finalizer reaches, but not the object itself. So
// an object that reaches itself is never finalized, as in Go.
//
// A cleanup does not get the object, so the object is not revived for it, may reach itself, and may
// have many cleanups. It goes through the same queue when the object is gone.
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
  struct gc_finalizer_block *all_link; // list of all blocks; constant once it is in the list
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

// What gc_set_finalizer returns.
enum gc_finalizer_result {
  GC_FINALIZER_SET,         // the object has it now
  GC_FINALIZER_ALREADY_SET, // the object has one: Go throws "finalizer already set"
  GC_FINALIZER_NOT_HEAP,    // no allocated object there (also the zero-size base: gc->zero_base)
  GC_FINALIZER_NOT_START,   // not the object's first byte, and not a tiny object
  GC_FINALIZER_IN_ARENA,    // in a user arena: its objects die together
};

// Prepares an empty queue.
void gc_finalizer_queue_init(struct gc_finalizer_queue *queue);

// Returns GC_FINALIZER_SET if an object may have a finalizer, else why not. Takes the arguments of
// gc_set_finalizer.
enum gc_finalizer_result gc_finalizer_judge(struct gc *gc, const void *object, bool tiny_element);
// Attaches a finalizer to object, which the caller keeps reachable during the call. closure is a
// heap pointer (the function value); arg_type is kept as it is. tiny_element says that the object's
// type has no pointers and is smaller than 16 bytes: the object may lie in a block of tiny ones.
// Does nothing with sbrk=1.
enum gc_finalizer_result gc_set_finalizer(struct gc *gc, struct gc_p *p, void *object,
                                          void *closure, const void *arg_type, bool tiny_element);
// Removes the finalizer of an object, if it has one.
void gc_remove_finalizer(struct gc *gc, struct gc_p *p, void *object);
// Attaches a cleanup to an address in an object, which the caller keeps reachable during the call.
// Returns the number of the cleanup; 0, having done nothing, if the address is in no object or with
// sbrk=1.
uint64_t gc_add_cleanup(struct gc *gc, struct gc_p *p, void *object, void *closure,
                        const void *arg_type);
// Removes the cleanup with number id, unless it is queued already. address need not be in an object
// any more.
void gc_stop_cleanup(struct gc *gc, struct gc_p *p, uintptr_t address, uint64_t id);
// Stores how many finalizers were ever queued, and how many of these were popped, both as of one
// moment.
void gc_finalizer_counts(struct gc *gc, uint64_t *queued, uint64_t *popped);
// Pops a due finalizer into *out. It is a root no more: the caller stores it where roots are before
// its next safepoint. Returns false if none is due.
bool gc_next_finalizer(struct gc *gc, struct gc_finalizer *out);
// Appends a due finalizer. Called by the sweeper, never while a cycle marks.
void gc_queue_finalizer(struct gc *gc, const struct gc_finalizer *finalizer);
// A root job: greys what each queued entry points to.
void gc_finalizer_scan_queue(struct gc *gc, struct gc_work *work);
// Fails unless every block is due or free, and due ones hold what was queued and not run.
void gc_finalizer_queue_check(struct gc *gc);

// For tests.

// Returns whether a finalizer or cleanup is due.
bool gc_finalizer_due(struct gc *gc);

#endif
