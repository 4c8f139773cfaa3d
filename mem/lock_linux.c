// Sleeping and waking by Linux's futex. Private ones: instances share no memory
// between processes.

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "mem/lock.h"

enum { ns_per_second = 1000000000 };

void lock_futex_wait(uint32_t *word, uint32_t value, int64_t timeout) {
  struct timespec limit = {0};
  if (timeout >= 0) {
    limit.tv_sec = (time_t)(timeout / ns_per_second);
    limit.tv_nsec = (long)(timeout % ns_per_second);
  }
  int saved = errno;
  long result =
      syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, timeout < 0 ? NULL : &limit, NULL, 0);
  if (result < 0 && errno != EAGAIN && errno != EINTR && errno != ETIMEDOUT)
    vole_throw("lock: futex wait failed with error %d", errno);
  errno = saved;
}

void lock_futex_wake(uint32_t *word, uint32_t count) {
  int saved = errno;
  if (syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0) < 0)
    vole_throw("lock: futex wake failed with error %d", errno);
  errno = saved;
}
