// Mutexes above the futex, and the check of ranks.
//
// A thread that finds the mutex free sets its state from 0 to 1; a thread about to sleep sets it to
// 2, so that an unlock knows whether to wake a sleeper. Before it sleeps a thread spins briefly,
// since these locks are held for a short time.
//
// Each thread has a list of the locks it holds, the only thread-local variable of this layer. Debug
// builds check ranks by it, and a thread that a fatal error takes out of the heap unlocks them. A
// thread may hold thousands of channels' locks: of these it keeps the number and the newest.

#include "mem/lock.h"

#include <sched.h>
#include <stddef.h>

#include "mem/atomic.h"

enum { spins = 40, max_held = 32 };

static _Thread_local struct {
  struct mutex *locks[max_held];
  unsigned count;
  unsigned chan_count;
  const struct mutex *newest_chan; // address of the one locked last; only compared
} held;

// Fails if the calling thread may not wait for a lock of this rank now.
static void check_order(const struct mutex *m) {
  if (VOLE_CHECK == 0 || m->rank == LOCK_RANK_NONE)
    return;
  for (unsigned i = 0; i < held.count; i++)
    if (held.locks[i]->rank >= m->rank)
      vole_throw("lock: rank %u is taken while rank %u is held", m->rank, held.locks[i]->rank);
  if (held.chan_count == 0 || m->rank > LOCK_RANK_CHAN)
    return;
  if (m->rank < LOCK_RANK_CHAN)
    vole_throw("lock: rank %u is taken while a channel is locked", m->rank);
  if (m <= held.newest_chan)
    vole_throw("lock: channels are not locked in the order of their addresses");
}

// Returns whether a locked mutex is in the list.
static bool listed(const struct mutex *m) {
  return m->rank != LOCK_RANK_CHAN;
}

static void note_locked(struct mutex *m) {
  if (!listed(m)) {
    held.chan_count++;
    held.newest_chan = m;
  } else if (held.count == max_held)
    vole_throw("lock: a thread holds more than %d locks", max_held);
  else
    held.locks[held.count++] = m;
}

static void note_unlocked(struct mutex *m) {
  if (!listed(m)) {
    held.chan_count--;
    return;
  }
  unsigned i = held.count;
  while (i > 0 && held.locks[i - 1] != m)
    i--;
  if (i == 0)
    vole_throw("lock: unlock of rank %u by a thread that does not hold it", m->rank);
  for (; i < held.count; i++)
    held.locks[i - 1] = held.locks[i];
  held.count--;
}

bool mutex_held(const struct mutex *m) {
  if (!listed(m)) // as far as it is known: the thread holds some channel, and this one is locked
    return held.chan_count > 0 && atomic_load_relaxed_u32(&m->state) != 0;
  for (unsigned i = held.count; i > 0; i--)
    if (held.locks[i - 1] == m)
      return true;
  return false;
}

void mutex_init(struct mutex *m, enum lock_rank rank) {
  *m = (struct mutex){.rank = (uint32_t)rank};
}

void lock_spin(uint32_t turn) {
  if (turn < spins)
    atomic_pause();
  else
    sched_yield();
}

static void lock_slow(struct mutex *m) {
  for (unsigned i = 0; i < spins; i++) {
    if (atomic_load_relaxed_u32(&m->state) == 0 && atomic_cas_u32(&m->state, 0, 1))
      return;
    atomic_pause();
  }
  while (atomic_exchange_u32(&m->state, 2) != 0)
    lock_futex_wait(&m->state, 2, -1);
}

void mutex_lock(struct mutex *m) {
  check_order(m);
  if (!atomic_cas_u32(&m->state, 0, 1))
    lock_slow(m);
  note_locked(m);
}

void mutex_unlock(struct mutex *m) {
  note_unlocked(m);
  uint32_t old = atomic_exchange_u32(&m->state, 0);
  if (old == 0)
    vole_throw("lock: unlock of an unlocked mutex of rank %u", m->rank);
  if (old == 2)
    lock_futex_wake(&m->state, 1);
}

unsigned lock_count_held(void) {
  return held.count;
}

void lock_abandon(unsigned count) {
  while (held.count > count)
    mutex_unlock(held.locks[held.count - 1]);
}
