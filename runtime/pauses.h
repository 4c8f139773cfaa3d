// Records of which goroutines were stopped, by what and for how long. The last are kept for
// VOLEDEBUG=gcrecord, for scripts (runtime/debug.ReadPauses) and for hosts (vole_pauses).
//
// A stop of the world leaves a record of its own and one for each goroutine that it found running.
// An assist that took long leaves one too. Go has the sums of these in its execution tracer only.

#ifndef VOLE_RUNTIME_PAUSES_H
#define VOLE_RUNTIME_PAUSES_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/lock.h"

struct func;
struct g;
struct m;
struct runtime;

enum {
  pauses_kept = 256,               // records
  pauses_least_assist_ns = 100000, // shorter assists are not recorded
};

enum pause_kind {
  PAUSE_WORLD,       // the world, from the request to stop it until it goes on
  PAUSE_GOROUTINE,   // a goroutine while the world was stopped, from its safepoint on
  PAUSE_ASSIST,      // a goroutine marked, to pay for what it allocates
  PAUSE_ASSIST_WAIT, // a goroutine waited for workers to have marked enough
};

struct pause_record {
  enum pause_kind kind;
  uint32_t cycle;          // collections begun by then
  const char *reason;      // PAUSE_WORLD: why; constant text, else NULL
  int64_t start;           // ns, as runtime_nanotime
  int64_t ns;              // how long
  int64_t wait_ns;         // PAUSE_WORLD: of that, until all had stopped
  uint64_t goid;           // of PAUSE_WORLD: the last to reach its safepoint; 0: no goroutine
  const struct func *func; // where it stood; NULL: no goroutine
  uint32_t pc;             // offset in its code
};

// The records of an instance, numbered from 0. Number n is at ring[n % pauses_kept] until it is
// overwritten.
struct pauses {
  struct mutex lock; // guards ring and count
  struct pause_record ring[pauses_kept];
  uint64_t count;   // records ever made
  uint64_t printed; // of these, seen by pauses_print; cycle_lock
  // Of the stop that goes on. Written by the M that holds sched.world_semaphore, and by the last M
  // that stops.
  struct pause_record current;
};

// Sets up an empty ring.
void pauses_init(struct pauses *pauses);
// Begins the record of a stop of the world. reason is a constant text. world_semaphore held.
void pauses_world_begins(struct runtime *rt, const char *reason);
// Notes that m was the last M to stop; NULL: a P that no M holds. sched lock held.
void pauses_world_last(struct runtime *rt, struct m *m);
// Notes that all have stopped. world_semaphore held.
void pauses_world_stopped(struct runtime *rt);
// Records that the world, which m has stopped, goes on, and which goroutines were stopped.
// world_semaphore held.
void pauses_world_ends(struct runtime *rt, const struct m *m);
// Records that g, at a safepoint, has marked or waited for ns until now.
void pauses_assist(struct runtime *rt, enum pause_kind kind, const struct g *g, int64_t ns);

// Copies up to max records, from number *next on, to out, and returns how many. *next becomes the
// number after them. Overwritten records are left out. A number that does not exist yet counts as
// the next one. Any thread.
uint32_t pauses_read(struct runtime *rt, uint64_t *next, struct pause_record *out, uint32_t max);
// VOLEDEBUG=gcrecord: prints the records that were not printed yet. cycle_lock held.
void pauses_print(struct runtime *rt);

#endif
