// Natives of package os for files and folders: thin covers of system calls.
//
// A native that may wait leaves its P behind meanwhile (runtime/syscall.h). What fails returns the
// error number of the system, from which Go code makes the error.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/interrupt.h"
#include "runtime/runtime.h"
#include "runtime/syscall.h"
#include "runtime/system.h"
#include "vm/std/native/os.h"
#include "vm/std/natives.h"

static bool may_use_files(const struct g *g) {
  return os_is_granted(g, RUNTIME_GRANT_FILES);
}

static bool os_open(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = os_system_string(native_string(args));
  int fd = -1;
  if (!may_use_files(g))
    errno = EPERM;
  else if (path) {
    do
      fd = open(path, (int)args[2] | O_CLOEXEC, (mode_t)args[3]);
    while (fd < 0 && errno == EINTR);
  }
  results[0] = (uint64_t)(int64_t)fd;
  results[1] = fd < 0 ? (uint64_t)errno : 0;
  free(path);
  return true;
}

// Sets the results of a read or write: the count and the error number.
static bool give_count(uint64_t *results, ssize_t n) {
  results[0] = n < 0 ? 0 : (uint64_t)n;
  results[1] = n < 0 ? (uint64_t)errno : 0;
  return true;
}

// Reads; waits until there is something if the call does not.
static bool read_file(struct g *g, uint64_t *args, uint64_t *results, bool waits) {
  struct go_slice b = native_slice(args + 1);
  ssize_t n = -1;
  size_t size = b.len > 1 << 30 ? 1 << 30 : (size_t)b.len;
  int fd = os_descriptor(g, args[0]);
  if (!os_may_use(g, args[0], OS_READS))
    return give_count(results, -1);
  if (!syscall_begin(g))
    return true;
  bool interrupted = waits && !syscall_wait_fd(g, fd, false);
  if (!interrupted) {
    do
      n = read(fd, b.ptr, size);
    while (n < 0 && errno == EINTR);
  }
  int error = errno;
  if (!syscall_end(g))
    return false;
  if (interrupted) {
    interrupt_leave_wait(g);
    return false;
  }
  errno = error;
  return give_count(results, n);
}

static bool os_read(struct g *g, uint64_t *args, uint64_t *results) {
  return read_file(g, args, results, true);
}

// func WaitFile(fd, other int, write bool) (stopped bool, errno int): waits until fd can be read,
// or written, or until other, if that is not -1, can be read: then it is stopped.
static bool syscall_wait_file(struct g *g, uint64_t *args, uint64_t *results) {
  bool write = args[2] & 1, has_other = (int64_t)args[1] >= 0;
  if (!os_may_use(g, args[0], write ? OS_WRITES : OS_READS) ||
      (has_other && !os_may_use(g, args[1], OS_READS))) {
    results[1] = (uint64_t)errno;
    return true;
  }
  if (!syscall_begin(g))
    return true;
  struct pollfd other = {.fd = has_other ? os_descriptor(g, args[1]) : -1, .events = POLLIN};
  bool interrupted = !syscall_wait_either(g, os_descriptor(g, args[0]), other.fd, write);
  bool stopped = poll(&other, 1, 0) > 0;
  if (!syscall_end(g))
    return false;
  if (interrupted)
    interrupt_leave_wait(g);
  results[0] = stopped;
  return !interrupted;
}

// Whether a call that would wait fails instead.
static bool is_nonblocking(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return flags >= 0 && flags & O_NONBLOCK;
}

// syscall.Read: where the descriptor says so, or nothing is asked for, it does not wait.
static bool syscall_read(struct g *g, uint64_t *args, uint64_t *results) {
  bool waits = args[2] > 0 && !is_nonblocking(os_descriptor(g, args[0]));
  return read_file(g, args, results, waits);
}

// Ends the process by SIGPIPE, even if that is ignored, as Go does when standard output is broken.
// Returns if the host did not ask for that: then the script gets EPIPE.
static void die_of_sigpipe(const struct runtime *rt) {
  sigset_t broken;
  if (!rt->config.dies_of_sigpipe)
    return;
  signal(SIGPIPE, SIG_DFL);
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  pthread_sigmask(SIG_UNBLOCK, &broken, NULL);
  pthread_kill(pthread_self(), SIGPIPE);
}

// Returns how much may be written at once when fd can be written: more to a pipe would wait.
static int64_t write_piece(int fd, int64_t size) {
  struct stat info;
  bool waits = size > PIPE_BUF && fstat(fd, &info) == 0 && S_ISFIFO(info.st_mode);
  return waits ? PIPE_BUF : 1 << 30;
}

// Gives bytes to the host, which takes what scripts write to its standard streams.
static bool write_to_host(struct g *g, uint64_t *args, uint64_t *results) {
  const struct runtime_config *config = &g->runtime->config;
  struct go_slice b = native_slice(args + 1);
  if (!syscall_begin(g))
    return true;
  struct m *m = g->m;
  size_t may = interrupt_take_output(g->runtime, (size_t)b.len);
  int64_t done = (int64_t)may;
  host_state_leave(&m->outside);
  if (may > 0 && !config->write(config->write_user, (int)args[0], b.ptr, may)) {
    errno = EIO;
    done = -1;
  }
  int error = errno;
  host_state_enter(&m->outside);
  errno = error;
  give_count(results, done);
  if (may < (size_t)b.len)
    interrupt_end_output(g->runtime);
  return syscall_end(g);
}

static bool os_write(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args + 1);
  int fd = os_descriptor(g, args[0]);
  if (!os_may_use(g, args[0], OS_WRITES))
    return give_count(results, -1);
  if ((args[0] == 1 || args[0] == 2) && g->runtime->config.write)
    return write_to_host(g, args, results);
  if (!syscall_begin(g))
    return true;
  bool interrupted = false;
  int64_t piece = write_piece(fd, b.len);
  bool counts = args[0] == 1 || args[0] == 2;
  int64_t may = counts ? (int64_t)interrupt_take_output(g->runtime, (size_t)b.len) : b.len;
  for (int64_t done = 0; done < may;) {
    int64_t left = may - done;
    interrupted = !syscall_wait_fd(g, fd, true);
    if (interrupted)
      break;
    ssize_t n =
        runtime_write_some(fd, (const char *)b.ptr + done, (size_t)(left > piece ? piece : left));
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      if (errno == EPIPE && (args[0] == 1 || args[0] == 2))
        die_of_sigpipe(g->runtime);
      results[1] = (uint64_t)errno;
      break;
    }
    done += n;
    results[0] = (uint64_t)done;
  }
  if (!syscall_end(g))
    return false;
  if (interrupted)
    interrupt_leave_wait(g);
  else if (may < b.len && !results[1]) {
    results[1] = EFBIG; // g ends before it sees that
    interrupt_end_output(g->runtime);
  }
  return !interrupted;
}

// syscall.Write: where the descriptor says so, it does not wait.
static bool syscall_write(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args + 1);
  int fd = os_descriptor(g, args[0]);
  if (!is_nonblocking(fd))
    return os_write(g, args, results);
  if (!os_may_use(g, args[0], OS_WRITES))
    return give_count(results, -1);
  return give_count(results, runtime_write_some(fd, b.ptr, (size_t)b.len));
}

static bool os_pread(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args + 1);
  if (!os_may_use(g, args[0], OS_DOES_MORE))
    return give_count(results, -1);
  return give_count(results,
                    pread(os_descriptor(g, args[0]), b.ptr, (size_t)b.len, (off_t)args[4]));
}

static bool os_pwrite(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args + 1);
  if (!os_may_use(g, args[0], OS_DOES_MORE))
    return give_count(results, -1);
  return give_count(results,
                    pwrite(os_descriptor(g, args[0]), b.ptr, (size_t)b.len, (off_t)args[4]));
}

static bool os_seek(struct g *g, uint64_t *args, uint64_t *results) {
  if (!os_may_use(g, args[0], OS_DOES_MORE))
    return give_count(results, -1);
  return give_count(results, lseek(os_descriptor(g, args[0]), (off_t)args[1], (int)args[2]));
}

static bool os_close(struct g *g, uint64_t *args, uint64_t *results) {
  // 0, 1 and 2 belong to the host.
  results[0] = args[0] > 2 && (!os_may_use(g, args[0], OS_DOES_MORE) || close((int)args[0]) != 0)
                   ? (uint64_t)errno
                   : 0;
  return true;
}

static int keep_entry(const struct dirent *entry) {
  return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

// Sets the results to the names and types of the entries. False: memory is short.
static bool give_entries(struct g *g, uint64_t *results, struct dirent *const *entries, int count) {
  char **names = calloc((size_t)count + 1, sizeof *names);
  uint8_t *types;
  if (!names)
    return false;
  struct go_string type_bytes = string_alloc(g, count, &types);
  for (int i = 0; i < count; i++) {
    names[i] = entries[i]->d_name;
    types[i] = entries[i]->d_type;
  }
  os_give_strings(g, results, names, count);
  native_set_slice(results + 3, (struct go_slice){(void *)type_bytes.ptr, count, count});
  free(names);
  return true;
}

// func readDirNames(fd int) (names []string, types []byte, errno int)
static bool os_read_dir(struct g *g, uint64_t *args, uint64_t *results) {
  struct dirent **entries = NULL;
  int count = -1;
  if (os_may_use(g, args[0], OS_DOES_MORE))
    count = scandirat(os_descriptor(g, args[0]), ".", &entries, keep_entry, by_bytes);
  if (count < 0)
    results[6] = (uint64_t)errno;
  else if (!give_entries(g, results, entries, count))
    results[6] = ENOMEM;
  for (int i = 0; i < count; i++)
    free(entries[i]);
  free(entries);
  return true;
}

static bool os_getwd(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = may_use_files(g) ? getcwd(NULL, 0) : NULL;
  if (path)
    native_set_string(results, string_from_c(g, path));
  else
    results[2] = may_use_files(g) ? (uint64_t)errno : EPERM;
  free(path);
  return true;
}

const struct native_entry natives_file[] = {
    {"openFile", os_open, 4, 2},
    {"readFile", os_read, 4, 2, FUNC_NATIVE_BLOCKING},
    {"writeFile", os_write, 4, 2, FUNC_NATIVE_BLOCKING},
    {"preadFile", os_pread, 5, 2, FUNC_NATIVE_BLOCKING},
    {"pwriteFile", os_pwrite, 5, 2, FUNC_NATIVE_BLOCKING},
    {"seekFile", os_seek, 3, 2},
    {"closeFile", os_close, 1, 1},
    {"readDirNames", os_read_dir, 1, 7},
    {"getwd", os_getwd, 0, 3},
    {NULL},
};

const struct native_entry natives_wait_file[] = {
    {"WaitFile", syscall_wait_file, 3, 2, FUNC_NATIVE_BLOCKING},
    {NULL},
};

// The same, as package syscall has them.
const struct native_entry natives_syscall_file[] = {
    {"openFile", os_open, 4, 2},
    {"readFile", syscall_read, 4, 2, FUNC_NATIVE_BLOCKING},
    {"writeFile", syscall_write, 4, 2, FUNC_NATIVE_BLOCKING},
    {"preadFile", os_pread, 5, 2, FUNC_NATIVE_BLOCKING},
    {"pwriteFile", os_pwrite, 5, 2, FUNC_NATIVE_BLOCKING},
    {"seekFile", os_seek, 3, 2},
    {"closeFile", os_close, 1, 1},
    {"getwd", os_getwd, 0, 3},
    {NULL},
};
