// Mutexes, their ranks, and the futex.

#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>

#include "mem/atomic.h"
#include "mem/lock.h"
#include "mem/sys.h"

static struct mutex low, high;

static void setup(void) {
  mutex_init(&low, LOCK_RANK_SWEEP_WAITERS);
  mutex_init(&high, LOCK_RANK_MHEAP);
}

TestSuite(lock, .init = setup);

Test(lock, unlocked_in_either_order) {
  mutex_lock(&low);
  mutex_assert_held(&low);
  mutex_lock(&high);
  mutex_unlock(&low);
  mutex_assert_held(&high);
  mutex_unlock(&high);
  struct mutex zero = {0};
  mutex_lock(&zero);
  mutex_unlock(&zero);
}

struct counting {
  struct mutex lock;
  long count;
};

static void *count(void *arg) {
  struct counting *c = arg;
  for (int i = 0; i < 20000; i++) {
    mutex_lock(&c->lock);
    c->count++;
    mutex_unlock(&c->lock);
  }
  return NULL;
}

Test(lock, threads) {
  struct counting c = {.count = 0};
  mutex_init(&c.lock, LOCK_RANK_LEAF);
  pthread_t threads[4];
  for (int i = 0; i < 4; i++)
    pthread_create(&threads[i], NULL, count, &c);
  for (int i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
  cr_assert_eq(c.count, 80000);
}

enum { channels = 1000 };
static struct mutex chans[channels];

static void lock_channels(void) {
  for (int i = 0; i < channels; i++)
    mutex_init(&chans[i], LOCK_RANK_CHAN);
  mutex_lock(&low);
  for (int i = 0; i < channels; i += 2)
    mutex_lock(&chans[i]);
}

Test(lock, many_channels_in_order) {
  lock_channels();
  mutex_lock(&high);
  mutex_unlock(&high);
  for (int i = channels - 2; i >= 0; i -= 2)
    mutex_unlock(&chans[i]);
  mutex_lock(&chans[1]);
  mutex_unlock(&chans[1]);
  mutex_unlock(&low);
}

Test(lock, futex_timeout_and_change) {
  uint32_t word = 1;
  lock_futex_wait(&word, 0, -1);
  int64_t start = sys_nanotime();
  lock_futex_wait(&word, 1, 2000000);
  cr_assert_geq(sys_nanotime() - start, 1000000);
}

#if VOLE_CHECK >= 1
Test(lock, wrong_order, .signal = SIGABRT) {
  mutex_lock(&high);
  mutex_lock(&low);
}

Test(lock, same_rank, .signal = SIGABRT) {
  struct mutex other;
  mutex_init(&other, LOCK_RANK_MHEAP);
  mutex_lock(&high);
  mutex_lock(&other);
}

Test(lock, channels_out_of_order, .signal = SIGABRT) {
  lock_channels();
  mutex_lock(&chans[1]);
}

Test(lock, outer_lock_under_channels, .signal = SIGABRT) {
  lock_channels();
  struct mutex sched;
  mutex_init(&sched, LOCK_RANK_SCHED);
  mutex_lock(&sched);
}

Test(lock, not_held, .signal = SIGABRT) {
  mutex_assert_held(&low);
}
Test(lock, unlock_without_lock, .signal = SIGABRT) {
  mutex_unlock(&low);
}

static void *lock_and_unlock(void *arg) {
  mutex_lock(arg);
  mutex_unlock(arg);
  return NULL;
}

Test(lock, abandoned_locks_are_free_for_others) {
  mutex_lock(&low);
  unsigned before = lock_count_held();
  mutex_lock(&high);
  lock_abandon(before);
  cr_assert(mutex_held(&low) && !mutex_held(&high));
  pthread_t thread;
  pthread_create(&thread, NULL, lock_and_unlock, &high);
  pthread_join(thread, NULL);
  lock_abandon(0);
  cr_assert(!mutex_held(&low) && lock_count_held() == 0);
}

static void *take_and_leave(void *arg) {
  mutex_lock(arg);
  return NULL;
}

Test(lock, held_by_another_thread) {
  pthread_t thread;
  pthread_create(&thread, NULL, take_and_leave, &low);
  pthread_join(thread, NULL);
  cr_assert_not(mutex_held(&low));
}
#endif
