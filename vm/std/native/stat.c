// Natives of package os for paths and what the system keeps about files: thin covers of system
// calls. What fails returns the error number of the system.

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/runtime.h"
#include "vm/std/native/os.h"
#include "vm/std/natives.h"

// syscall.Stat_t of vm/std/syscall/stat.go.
struct go_stat {
  uint64_t dev, ino, nlink;
  uint32_t mode, uid, gid, padding;
  uint64_t rdev;
  int64_t size, blksize, blocks;
  int64_t times[6]; // access, modification, change: seconds and nanoseconds
};

// func pathOp(op int, a, b string, x, y int64) int: path.go has the numbers of the operations.
static bool os_path_op(struct g *g, uint64_t *args, uint64_t *results) {
  char *a = os_system_string(native_string(args + 1));
  char *b = os_system_string(native_string(args + 3));
  int status = -1;
  if (!os_is_granted(g, RUNTIME_GRANT_FILES))
    errno = EPERM;
  else if (a && b) {
    switch (args[0]) {
    case 0:
      status = unlink(a);
      break;
    case 1:
      status = rmdir(a);
      break;
    case 2:
      status = mkdir(a, (mode_t)args[5]);
      break;
    case 3:
      status = rename(a, b);
      break;
    case 4:
      status = chmod(a, (mode_t)args[5]);
      break;
    case 5:
      status = chdir(a);
      break;
    case 6:
      status = symlink(a, b);
      break;
    case 7:
      status = link(a, b);
      break;
    case 8:
      status = truncate(a, (off_t)args[5]);
      break;
    case 9:
      status = chown(a, (uid_t)args[5], (gid_t)args[6]);
      break;
    default:
      status = lchown(a, (uid_t)args[5], (gid_t)args[6]);
    }
  }
  results[0] = status != 0 ? (uint64_t)errno : 0;
  free(a);
  free(b);
  return true;
}

// func fileOp(op, fd int, x, y int64) int: file.go has the numbers of the operations.
static bool os_file_op(struct g *g, uint64_t *args, uint64_t *results) {
  int fd = os_descriptor(g, args[1]), status = -1;
  if (os_may_use(g, args[1], OS_DOES_MORE)) {
    switch (args[0]) {
    case 0:
      status = fsync(fd);
      break;
    case 1:
      status = ftruncate(fd, (off_t)args[2]);
      break;
    case 2:
      status = fchmod(fd, (mode_t)args[2]);
      break;
    case 3:
      status = fchown(fd, (uid_t)args[2], (gid_t)args[3]);
      break;
    default:
      status = fchdir(fd);
    }
  }
  results[0] = status != 0 ? (uint64_t)errno : 0;
  return true;
}

struct timespec os_timespec(int64_t nanoseconds, bool given) {
  int64_t second = 1000000000, rest = (nanoseconds % second + second) % second;
  return (struct timespec){(nanoseconds - rest) / second, given ? rest : UTIME_OMIT};
}

// func chtimes(path string, access, modified int64, setAccess, setModified bool) int
static bool os_chtimes(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = os_system_string(native_string(args));
  struct timespec times[2] = {os_timespec((int64_t)args[2], args[4] & 1),
                              os_timespec((int64_t)args[3], args[5] & 1)};
  bool granted = os_is_granted(g, RUNTIME_GRANT_FILES);
  bool ok = granted && path && utimensat(AT_FDCWD, path, times, 0) == 0;
  results[0] = ok ? 0 : granted ? (uint64_t)errno : EPERM;
  free(path);
  return true;
}

void os_give_stat(void *out, const struct stat *info) {
  *(struct go_stat *)out = (struct go_stat){
      .dev = info->st_dev,
      .ino = info->st_ino,
      .nlink = info->st_nlink,
      .mode = info->st_mode,
      .uid = info->st_uid,
      .gid = info->st_gid,
      .rdev = info->st_rdev,
      .size = info->st_size,
      .blksize = info->st_blksize,
      .blocks = info->st_blocks,
      .times = {info->st_atim.tv_sec, info->st_atim.tv_nsec, info->st_mtim.tv_sec,
                info->st_mtim.tv_nsec, info->st_ctim.tv_sec, info->st_ctim.tv_nsec},
  };
}

// func statFile(path string, fd int, follow bool, out *syscall.Stat_t) int
static bool os_stat(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = os_system_string(native_string(args));
  bool granted = os_is_granted(g, RUNTIME_GRANT_FILES);
  struct stat info;
  int64_t fd = (int64_t)args[2];
  int status = -1;
  if (!granted)
    errno = EPERM;
  else if (fd >= 0)
    status = os_may_use(g, args[2], OS_DOES_MORE) ? fstat(os_descriptor(g, args[2]), &info) : -1;
  else if (path)
    status = args[3] & 1 ? stat(path, &info) : lstat(path, &info);
  results[0] = status == 0 ? 0 : (uint64_t)errno;
  if (status == 0)
    os_give_stat((void *)args[4], &info);
  free(path);
  return true;
}

// func readlink(path string) (string, int)
static bool os_readlink(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = os_system_string(native_string(args)), target[4096];
  ssize_t n = -1;
  if (!os_is_granted(g, RUNTIME_GRANT_FILES))
    errno = EPERM;
  else if (path)
    n = readlink(path, target, sizeof target);
  if (n >= 0)
    native_set_string(results, string_new(g, target, n));
  else
    results[2] = (uint64_t)errno;
  free(path);
  return true;
}

const struct native_entry natives_stat[] = {
    {"pathOp", os_path_op, 7, 1}, {"fileOp", os_file_op, 4, 1},    {"chtimes", os_chtimes, 6, 1},
    {"statFile", os_stat, 5, 1},  {"readlink", os_readlink, 2, 3}, {NULL},
};
