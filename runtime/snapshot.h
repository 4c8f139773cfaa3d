// Snapshots of the heap: see gc/snapshot.h, docs/heap.md.
//
// This part names things: types, functions, goroutines with their frames and variables, package
// variables, and everything else that keeps objects alive.

#ifndef VOLE_RUNTIME_SNAPSHOT_H
#define VOLE_RUNTIME_SNAPSHOT_H

#include <stdint.h>

#include "gc/snapshot.h"
#include "runtime/g.h"

// Why a holder keeps objects alive. The numbers are part of the format.
enum snapshot_holder {
  SNAPSHOT_HOLDER_GLOBAL = 1, // a package variable
  SNAPSHOT_HOLDER_STATIC,     // package variables that have no name
  SNAPSHOT_HOLDER_FRAME,      // a call on a goroutine's stack
  SNAPSHOT_HOLDER_RECORDS,    // what a goroutine holds outside of its frames
  SNAPSHOT_HOLDER_FINALIZERS, // the queue of finalizers that are due
  SNAPSHOT_HOLDER_TIMERS,
  SNAPSHOT_HOLDER_POOLS,
  SNAPSHOT_HOLDER_HOST,
  SNAPSHOT_HOLDER_ARENAS, // chunks of user arenas that wait
  SNAPSHOT_HOLDER_TINY,   // a P's block of tiny objects
};

// What a snapshot took.
struct snapshot_result {
  int64_t pause_ns; // the world was stopped
  int64_t wait_ns;  // before that: until all had stopped
  uint64_t bytes;   // of the file
  uint64_t objects;
  int error; // errno, 0: all is written
};

// Stops the world, writes a snapshot to fd, and lets the world go on. m is the calling M as
// world_stop takes it. No lock is held.
void snapshot_write(struct runtime *rt, struct m *m, int fd, struct snapshot_result *result);
// Writes the snapshot that VOLEDEBUG=snapshot=FILE asks for when memory runs out, and a line that
// says so. Does nothing the second time, or where the world cannot be stopped: the caller holds
// locks, has no P, or has stopped the world.
void snapshot_at_fatal(struct runtime *rt);

#endif
