// mem/lock.h: mutexes with ranks, and the futex below them.
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

#include "mem/check.h"

// All ranks of Vole, outermost first. A rank 0 lock is not checked.
enum lock_rank {
  lock_rank_none,
  // vm and runtime
  lock_rank_vole,
  lock_rank_start_world,
  lock_rank_gc_start,
  lock_rank_world,
  lock_rank_sysmon,
  // gc, above the scheduler
  lock_rank_scavenge,
  lock_rank_force_gc,
  lock_rank_sweep_waiters,
  lock_rank_assist_queue,
  lock_rank_strong_from_weak,
  lock_rank_sweep,
  // runtime
  lock_rank_poll,
  lock_rank_cpu_profile,
  lock_rank_sched,
  lock_rank_all_g,
  lock_rank_all_p,
  lock_rank_timers,
  lock_rank_itab,
  lock_rank_type,
  lock_rank_handle,
  lock_rank_chan, // several at once, in the order of their addresses
  lock_rank_finalizer,
  lock_rank_notify_list,
  lock_rank_root_semaphore,
  lock_rank_pools,
  // mem and gc
  lock_rank_mspan_special,
  lock_rank_profile_insert,
  lock_rank_profile,
  lock_rank_profile_future,
  lock_rank_gcbits_arenas,
  lock_rank_span_set_spine,
  lock_rank_g_scan,
  lock_rank_stack_pool,
  lock_rank_stack_large,
  lock_rank_defer,
  lock_rank_sudog,
  lock_rank_user_arena,
  lock_rank_wbuf_spans,
  lock_rank_mheap,
  lock_rank_mheap_special,
  lock_rank_persistent, // Go's globalAlloc
  lock_rank_heap_stats,
  // Nothing is locked under these.
  lock_rank_leaf,
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
  check_debug(mutex_held(m));
}

#endif
