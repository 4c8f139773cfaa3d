// Natives of package os for names below an open directory, which os.Root follows step by step. None
// follows a symbolic link. What fails returns the error number of the system.

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/runtime.h"
#include "vm/std/native/os.h"
#include "vm/std/natives.h"

// func openAt(dir int, name string, flag int, perm uint32) (fd, errno int)
static bool os_open_at(struct g *g, uint64_t *args, uint64_t *results) {
  char *name = os_system_string(native_string(args + 1));
  int fd = -1;
  if (name && os_may_use(g, args[0], OS_DOES_MORE)) {
    int flags = (int)args[3] | O_CLOEXEC | O_NOFOLLOW;
    do
      fd = openat(os_descriptor(g, args[0]), name, flags, (mode_t)args[4]);
    while (fd < 0 && errno == EINTR);
  }
  results[0] = (uint64_t)(int64_t)fd;
  results[1] = fd < 0 ? (uint64_t)errno : 0;
  free(name);
  return true;
}

// Changes the mode of what is no symbolic link: the system refuses to, or knows no way that does not
// follow one, so the file is opened first without being read.
static int change_mode(int dir, const char *name, mode_t mode) {
  char path[64];
  struct stat info;
  int fd = openat(dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC), status = -1;
  if (fd < 0)
    return -1;
  if (fstat(fd, &info) == 0 && S_ISLNK(info.st_mode))
    errno = EOPNOTSUPP;
  else {
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    status = chmod(path, mode);
  }
  int error = errno;
  close(fd);
  errno = error;
  return status;
}

// func atOp(op, dir int, name string, x, y int64) int: root.go has the numbers of the operations.
static bool os_at_op(struct g *g, uint64_t *args, uint64_t *results) {
  char *name = os_system_string(native_string(args + 2));
  int dir = os_descriptor(g, args[1]), status = -1;
  if (name && os_may_use(g, args[1], OS_DOES_MORE)) {
    switch (args[0]) {
    case 0:
      status = unlinkat(dir, name, 0);
      break;
    case 1:
      status = unlinkat(dir, name, AT_REMOVEDIR);
      break;
    case 2:
      status = mkdirat(dir, name, (mode_t)args[4]);
      break;
    case 3:
      status = change_mode(dir, name, (mode_t)args[4]);
      break;
    default:
      status = fchownat(dir, name, (uid_t)args[4], (gid_t)args[5], AT_SYMLINK_NOFOLLOW);
    }
  }
  results[0] = status != 0 ? (uint64_t)errno : 0;
  free(name);
  return true;
}

// func atOp2(op, dir int, name string, dir2 int, name2 string) int
static bool os_at_op2(struct g *g, uint64_t *args, uint64_t *results) {
  char *a = os_system_string(native_string(args + 2));
  char *b = os_system_string(native_string(args + 5));
  int dir = os_descriptor(g, args[1]), dir2 = os_descriptor(g, args[4]), status = -1;
  if (a && b && os_may_use(g, args[1], OS_DOES_MORE) && os_may_use(g, args[4], OS_DOES_MORE)) {
    switch (args[0]) {
    case 0:
      status = renameat(dir, a, dir2, b);
      break;
    case 1:
      status = linkat(dir, a, dir2, b, 0);
      break;
    default:
      status = symlinkat(a, dir2, b);
    }
  }
  results[0] = status != 0 ? (uint64_t)errno : 0;
  free(a);
  free(b);
  return true;
}

// func timesAt(dir int, name string, access, modified int64, setAccess, setModified bool) int
static bool os_times_at(struct g *g, uint64_t *args, uint64_t *results) {
  char *name = os_system_string(native_string(args + 1));
  struct timespec times[2] = {os_timespec((int64_t)args[3], args[5] & 1),
                              os_timespec((int64_t)args[4], args[6] & 1)};
  bool ok = name && os_may_use(g, args[0], OS_DOES_MORE) &&
            utimensat(os_descriptor(g, args[0]), name, times, AT_SYMLINK_NOFOLLOW) == 0;
  results[0] = ok ? 0 : (uint64_t)errno;
  free(name);
  return true;
}

// func statAt(dir int, name string, out *syscall.Stat_t) int
static bool os_stat_at(struct g *g, uint64_t *args, uint64_t *results) {
  char *name = os_system_string(native_string(args + 1));
  struct stat info;
  bool ok = name && os_may_use(g, args[0], OS_DOES_MORE) &&
            fstatat(os_descriptor(g, args[0]), name, &info, AT_SYMLINK_NOFOLLOW) == 0;
  results[0] = ok ? 0 : (uint64_t)errno;
  if (ok)
    os_give_stat((void *)args[3], &info);
  free(name);
  return true;
}

// func readlinkAt(dir int, name string) (target string, errno int)
static bool os_readlink_at(struct g *g, uint64_t *args, uint64_t *results) {
  char *name = os_system_string(native_string(args + 1)), target[4096];
  ssize_t n = -1;
  if (name && os_may_use(g, args[0], OS_DOES_MORE))
    n = readlinkat(os_descriptor(g, args[0]), name, target, sizeof target);
  if (n >= 0)
    native_set_string(results, string_new(g, target, n));
  else
    results[2] = (uint64_t)errno;
  free(name);
  return true;
}

const struct native_entry natives_at[] = {
    {"openAt", os_open_at, 5, 2},
    {"atOp", os_at_op, 6, 1},
    {"atOp2", os_at_op2, 7, 1},
    {"timesAt", os_times_at, 7, 1},
    {"statAt", os_stat_at, 4, 1},
    {"readlinkAt", os_readlink_at, 3, 3},
    {NULL},
};
