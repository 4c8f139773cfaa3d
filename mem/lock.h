// Mutexes with ranks, and the futex below them.
//
// An uncontended mutex is locked by one compare-and-swap. A zeroed mutex is unlocked and has no
// rank. A thread may only take a lock of a higher rank than all that it holds. So no two threads
// can wait for each other. Debug builds (VOLE_CHECK >= 1) check that at each lock. A thread knows
// what it holds, so that a function that needs a lock can assert it.
//
// After runtime/lockrank.go and lock_futex.go of Go 1.21, with a total order only, where Go keeps
// a partial one too.

#ifndef VOLE_MEM_LOCK_H
#define VOLE_MEM_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/invariant.h"

// All ranks of Vole, outermost first. The order of locks of rank LOCK_RANK_NONE is not checked.
enum lock_rank {
  LOCK_RANK_NONE,
  // vm and runtime
  LOCK_RANK_VOLE,
  LOCK_RANK_LEASE,
  // gc, above the scheduler
  LOCK_RANK_SCAVENGE,
  LOCK_RANK_SWEEP_WAITERS,
  LOCK_RANK_ASSIST_QUEUE,
  // runtime
  LOCK_RANK_SCHED,
  LOCK_RANK_ALL_G,
  LOCK_RANK_TIMERS,
  LOCK_RANK_ITAB,
  LOCK_RANK_HOLD,
  LOCK_RANK_CHAN, // several at once, in the order of their addresses
  LOCK_RANK_FINALIZER,
  LOCK_RANK_ROOT_SEMAPHORE,
  LOCK_RANK_POOLS,
  // mem and gc
  LOCK_RANK_MSPAN_SPECIAL,
  LOCK_RANK_PROFILE_INSERT,
  LOCK_RANK_PROFILE,
  LOCK_RANK_PROFILE_FUTURE,
  LOCK_RANK_GCBITS_ARENAS,
  LOCK_RANK_SPAN_SET_SPINE,
  LOCK_RANK_STACK_POOL,
  LOCK_RANK_STACK_LARGE,
  LOCK_RANK_DEFER,
  LOCK_RANK_SUDOG,
  LOCK_RANK_USER_ARENA,
  LOCK_RANK_WBUF_SPANS,
  LOCK_RANK_MHEAP,
  LOCK_RANK_MHEAP_SPECIAL,
  LOCK_RANK_PERSISTENT, // Go's globalAlloc
  LOCK_RANK_HEAP_STATS,
  // No lock is taken under these.
  LOCK_RANK_LEAF,
};

struct mutex {
  uint32_t state; // 0 unlocked, 1 locked, 2 locked and threads may sleep; atomic
  uint32_t rank;  // enum lock_rank; constant after mutex_init
};

// Gives an unlocked mutex its rank.
void mutex_init(struct mutex *m, enum lock_rank rank);
// Waits for the mutex and takes it.
void mutex_lock(struct mutex *m);
// Unlocks the mutex, which the calling thread holds.
void mutex_unlock(struct mutex *m);
// Returns whether the calling thread holds the mutex.
bool mutex_held(const struct mutex *m);
// Returns the number of locks that the calling thread holds, without those of channels.
unsigned lock_count_held(void);
// Unlocks the newest locks of the calling thread until it holds `count`. For a fatal error that
// takes a thread out of the middle of the heap: other threads must not wait for its locks for ever.
void lock_abandon(unsigned count);

// Waits a moment for what another thread is about to finish. The parameter turn counts the calls,
// from 0. The first ones pause; later ones leave the CPU to other threads, since that thread may
// need it.
void lock_spin(uint32_t turn);

// Fails, in debug builds, unless the calling thread holds the mutex.
static inline void mutex_assert_held(const struct mutex *m) {
  invariant_debug(mutex_held(m));
}

// lock_linux.c

// Sleeps while *word equals value, for at most timeout ns (negative: without limit). Returns after
// a wake, the timeout, a signal, or for no reason: the caller tests again.
void lock_futex_wait(uint32_t *word, uint32_t value, int64_t timeout);
// Wakes up to count threads that sleep on word.
void lock_futex_wake(uint32_t *word, uint32_t count);

#endif
