// Who was stopped, by what and for how long: the last records of that, for VOLEDEBUG=gcrecord, for
// scripts (runtime/debug.ReadPauses) and for hosts (vole_read_pauses).
//
// A stop of the world leaves a record of its own and one for each goroutine that it found running;
// an assist that took long leaves one too. Go has the sums of these in its execution tracer only.

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
  PAUSE_WORLD,       // the world, from the wish to stop it until it goes on
  PAUSE_GOROUTINE,   // a goroutine in that, from its safepoint on
  PAUSE_ASSIST,      // a goroutine marked, to pay for what it allocates
  PAUSE_ASSIST_WAIT, // or waited for workers to have marked enough
};

struct pause_record {
  enum pause_kind kind;
  uint32_t cycle;          // collections begun by then
  const char *reason;      // PAUSE_WORLD: why; constant text, else NULL
  int64_t start;           // ns, as runtime_nanotime
  int64_t ns;              // how long
  int64_t wait_ns;         // PAUSE_WORLD: of that, until all had stopped
  uint64_t goid;           // who; of PAUSE_WORLD who reached its safepoint last; 0: no goroutine
  const struct func *func; // where it stood; NULL: no goroutine
  uint32_t pc;             // offset in its code
};

// The records of an instance, numbered from 0: that with number n is at ring[n % pauses_kept] until
// it is overwritten.
struct pauses {
  struct mutex lock; // guards ring and count
  struct pause_record ring[pauses_kept];
  uint64_t count;              // records ever made
  uint64_t printed;            // of these, seen by pauses_print; cycle_lock
  struct pause_record current; // of the stop that goes on; by who holds sched.world_semaphore, and
                               // who stops last
};

void pauses_init(struct pauses *pauses);
// The world is to be stopped for that reason, a constant text. world_semaphore held.
void pauses_world_begins(struct runtime *rt, const char *reason);
// m, or nobody's goroutine, was the last to stop. sched lock held.
void pauses_world_last(struct runtime *rt, struct m *m);
// All have stopped. world_semaphore held.
void pauses_world_stopped(struct runtime *rt);
// The world goes on; it was stopped by m. Records that and who was stopped. world_semaphore held.
void pauses_world_ends(struct runtime *rt, const struct m *m);
// The goroutine that m runs, at a safepoint, has marked or waited for ns until now.
void pauses_assist(struct runtime *rt, enum pause_kind kind, const struct g *g, int64_t ns);

// Copies up to max records from number *next on to out and returns how many; *next becomes the
// number after them. Records that were overwritten are left out; a number that is none yet becomes
// the next one. Any thread.
uint32_t pauses_read(struct runtime *rt, uint64_t *next, struct pause_record *out, uint32_t max);
// VOLEDEBUG=gcrecord: prints the records that were not printed yet. cycle_lock held.
void pauses_print(struct runtime *rt);

#endif
