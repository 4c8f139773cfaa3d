// Mutexes with ranks, and the futex below them.
//
// A mutex is one word, locked by a compare-and-swap when nobody else wants it; a zeroed one is
// unlocked and has no rank. A thread may only take a lock of a higher rank than all that it holds,
// so that no two threads can wait for each other. Debug builds (VOLE_CHECK >= 1) check that at
// each lock. A thread knows what it holds, so that a function that needs a lock can assert it.
//
// After runtime/lockrank.go and lock_futex.go of Go 1.21, with a total order only, where Go keeps
// a partial one too.

#ifndef VOLE_MEM_LOCK_H
#define VOLE_MEM_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "mem/invariant.h"

// All ranks of Vole, outermost first. A rank 0 lock is not checked.
enum lock_rank {
  LOCK_RANK_NONE,
  // vm and runtime
  LOCK_RANK_VOLE,
  // gc, above the scheduler
  LOCK_RANK_SCAVENGE,
  LOCK_RANK_SWEEP_WAITERS,
  LOCK_RANK_ASSIST_QUEUE,
  // runtime
  LOCK_RANK_SCHED,
  LOCK_RANK_ALL_G,
  LOCK_RANK_TIMERS,
  LOCK_RANK_ITAB,
  LOCK_RANK_HANDLE,
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
  // Nothing is locked under these.
  LOCK_RANK_LEAF,
};

struct mutex {
  uint32_t state; // 0 unlocked, 1 locked, 2 locked and somebody may sleep; atomic
  uint32_t rank;  // enum lock_rank; constant after mutex_init
};

// Gives an unlocked mutex its rank.
void mutex_init(struct mutex *m, enum lock_rank rank);
// Waits for the mutex and takes it.
void mutex_lock(struct mutex *m);
// Takes it if it is free; false if not. No rank is required.
bool mutex_try_lock(struct mutex *m);
// Gives it back. The calling thread holds it.
void mutex_unlock(struct mutex *m);
// Whether the calling thread holds it.
bool mutex_held(const struct mutex *m);
// How many locks the calling thread holds. Gives up those that it took since they were so few: when
// a fatal error takes a thread out of the middle of the heap, which nobody will use any more but
// to end it, others must not wait for these locks for ever.
unsigned lock_count_held(void);
void lock_abandon(unsigned count);

// Sleeps while *word equals value, for at most timeout ns (negative: without limit). Returns on a
// wake, the timeout, a signal, or for no reason: the caller looks again.
void lock_futex_wait(uint32_t *word, uint32_t value, int64_t timeout);
// Wakes up to count threads that sleep on word.
void lock_futex_wake(uint32_t *word, uint32_t count);

// One turn, the first being 0, of waiting for what another thread is in the midst of and soon done
// with: a pause at first, later the CPU is left to others, for that thread may need it.
void lock_spin(uint32_t turn);

// Fails, in debug builds, unless the calling thread holds the mutex.
static inline void mutex_assert_held(const struct mutex *m) {
  invariant_debug(mutex_held(m));
}

#endif
