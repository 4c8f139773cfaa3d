// Writes and clocks: see system.h.

#include "runtime/system.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "gc/embed.h"
#include "runtime/host_state.h"
#include "runtime/m.h"
#include "runtime/runtime.h"

// Threads of the run time block all signals of this kind. The host's thread blocks SIGPIPE from the
// first write on, and while it is inside.
ssize_t runtime_write_some(int fd, const void *bytes, size_t size) {
  struct m *m = m_current();
  struct host_state own = {0}, *state = m ? &m->outside : &own;
  if (!m || !m->has_thread)
    host_state_block_sigpipe(state);
  ssize_t written = write(fd, bytes, size);
  int error = errno;
  if (written < 0 && error == EPIPE)
    host_state_take_sigpipe(state);
  host_state_unblock_sigpipe(&own);
  errno = error;
  return written;
}

bool runtime_write(int fd, const void *bytes, size_t size) {
  const char *at = bytes;
  if (fd < 0)
    return true;
  while (size) {
    ssize_t written = runtime_write_some(fd, at, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return false;
    at += written;
    size -= (size_t)written;
  }
  return true;
}

void runtime_write_error(const struct runtime *rt, const void *bytes, size_t size) {
  const struct runtime_config *config = &rt->config;
  if (config->write)
    config->write(config->write_user, STDERR_FILENO, bytes, size);
  else
    runtime_write(config->err_fd, bytes, size);
}

int64_t runtime_nanotime(const struct runtime *rt) {
  return gc_embed_nanotime((struct gc *)rt) - rt->start_nanotime;
}

int64_t runtime_walltime(const struct runtime *rt) {
  struct timespec now;
  if (rt->deterministic.on)
    return deterministic_epoch + runtime_nanotime(rt);
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
