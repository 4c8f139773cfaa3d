// Package os in C: the system calls under files, the environment, the end of the program.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gc/malloc.h"
#include "runtime/end.h"
#include "runtime/runtime.h"
#include "runtime/slice.h"
#include "runtime/syscall.h"
#include "runtime/system.h"
#include "vm/std/natives.h"

extern char **environ;

static bool is_granted(const struct g *g, unsigned grant) {
  return g->runtime->config.grant & grant;
}
static bool may_use_files(const struct g *g) {
  return is_granted(g, RUNTIME_GRANT_FILES);
}
static bool may_use_environment(const struct g *g) {
  return is_granted(g, RUNTIME_GRANT_ENVIRONMENT);
}

// What is done with a descriptor.
enum use { READS, WRITES, DOES_MORE };

// Whether a program may do that: without files, it reads its standard input and writes its outputs,
// and knows of no other descriptor. If not, errno says so. What the system would cut to one of its
// descriptors is none.
static bool may_use(const struct g *g, uint64_t fd, enum use use) {
  bool may = may_use_files(g) || (fd == 0 && use == READS && g->runtime->config.in_fd >= 0) ||
             ((fd == 1 || fd == 2) && use == WRITES);
  errno = may ? EBADF : EPERM;
  return may && fd <= INT_MAX;
}

// The descriptor behind the program's own numbers 0, 1 and 2.
static int descriptor(const struct g *g, uint64_t fd) {
  const struct runtime_config *config = &g->runtime->config;
  switch (fd) {
  case 0:
    return config->in_fd;
  case 1:
    return config->out_fd;
  case 2:
    return config->err_fd;
  default:
    return (int)fd;
  }
}

// A C string for the system; NULL, and errno says why, if it holds a NUL or memory is short.
static char *system_string(struct go_string s) {
  if (s.len > 0 && memchr(s.ptr, 0, (size_t)s.len)) {
    errno = EINVAL;
    return NULL;
  }
  char *text = string_to_c(s);
  if (!text)
    errno = ENOMEM;
  return text;
}

// Makes a []string of texts that are copied.
static void give_strings(struct g *g, uint64_t *results, char *const *texts, int64_t count) {
  static const uint8_t mask[1] = {1};
  static const struct layout layout = {16, 8, mask};
  uint64_t *strings = gc_malloc_array(&g->runtime->gc, g_gc_p(g), &layout, (uintptr_t)count);
  for (int64_t i = 0; i < count; i++)
    native_set_string(strings + 2 * i, string_from_c(g, texts[i]));
  native_set_slice(results, (struct go_slice){strings, count, count});
}

static bool os_args(struct g *g, uint64_t *args, uint64_t *results) {
  give_strings(g, results, g->runtime->config.argv, g->runtime->config.argc);
  return true;
}

static bool os_exit(struct g *g, uint64_t *args, uint64_t *results) {
  runtime_exit(g->runtime, (int)args[0]);
  return false;
}

// The environment is the process's: one lock for the goroutines of all instances, which the C
// library's readers need. A host must not change it beside a script that may use it.
static pthread_mutex_t environment_lock = PTHREAD_MUTEX_INITIALIZER;

bool native_lookup_env(struct g *g, uint64_t *args, uint64_t *results) {
  if (!may_use_environment(g))
    return true;
  char *key = system_string(native_string(args));
  pthread_mutex_lock(&environment_lock);
  const char *found = key ? getenv(key) : NULL;
  char *value = found ? strdup(found) : NULL;
  pthread_mutex_unlock(&environment_lock);
  if (value) {
    native_set_string(results, string_from_c(g, value));
    results[2] = 1;
  }
  free(value);
  free(key);
  return true;
}

// A copy of the environment in one block, NULL if memory is short: nothing is allocated on the heap
// with the lock held, for that may end the run. Free it with one free.
static char **copy_environment(int64_t *count) {
  size_t bytes = 0;
  *count = 0;
  pthread_mutex_lock(&environment_lock);
  for (char **at = environ; at && *at; at++, (*count)++) // NULL once it was cleared
    bytes += sizeof *at + strlen(*at) + 1;
  char **copy = malloc(bytes + 1), *text = (char *)(copy + *count);
  for (int64_t i = 0; copy && i < *count; i++) {
    copy[i] = text;
    text = stpcpy(text, environ[i]) + 1;
  }
  pthread_mutex_unlock(&environment_lock);
  return copy;
}

static bool os_environ(struct g *g, uint64_t *args, uint64_t *results) {
  int64_t count;
  char **copy = may_use_environment(g) ? copy_environment(&count) : NULL;
  give_strings(g, results, copy, copy ? count : 0);
  free(copy);
  return true;
}

// The error number of a change: 0 if it was made. A NULL value takes the variable away.
static int change_environment(const struct g *g, const char *key, const char *value) {
  if (!may_use_environment(g))
    return EPERM;
  pthread_mutex_lock(&environment_lock);
  int error = (value ? setenv(key, value, 1) : unsetenv(key)) == 0 ? 0 : errno;
  pthread_mutex_unlock(&environment_lock);
  return error;
}

static bool os_setenv(struct g *g, uint64_t *args, uint64_t *results) {
  char *key = system_string(native_string(args)), *value = system_string(native_string(args + 2));
  results[0] = (uint64_t)(key && value ? change_environment(g, key, value) : errno);
  free(key);
  free(value);
  return true;
}

static bool os_unsetenv(struct g *g, uint64_t *args, uint64_t *results) {
  char *key = system_string(native_string(args));
  int error = key ? change_environment(g, key, NULL) : EINVAL;
  results[0] = error == EINVAL ? 0 : (uint64_t)error; // no variable has such a name
  free(key);
  return true;
}

static bool os_clearenv(struct g *g, uint64_t *args, uint64_t *results) {
  if (!may_use_environment(g))
    return true;
  pthread_mutex_lock(&environment_lock);
  clearenv();
  pthread_mutex_unlock(&environment_lock);
  return true;
}

static bool os_open(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = system_string(native_string(args));
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

// Stores the outcome of a read or write.
static bool give_count(uint64_t *results, ssize_t n) {
  results[0] = n < 0 ? 0 : (uint64_t)n;
  results[1] = n < 0 ? (uint64_t)errno : 0;
  return true;
}

static bool os_read(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args + 1);
  ssize_t n = -1;
  size_t size = b.len > 1 << 30 ? 1 << 30 : (size_t)b.len;
  int fd = descriptor(g, args[0]);
  if (!may_use(g, args[0], READS))
    return give_count(results, -1);
  if (!syscall_begin(g))
    return true;
  if (syscall_wait_fd(g->runtime, fd, false)) {
    do
      n = read(fd, b.ptr, size);
    while (n < 0 && errno == EINTR);
  }
  int error = errno;
  if (!syscall_end(g))
    return false;
  errno = error;
  return give_count(results, n);
}

// As Go's programs end when nobody reads what they print, also where that is ignored. In hosts that
// have not asked for it, errno stays EPIPE.
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

static bool os_write(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args + 1);
  int fd = descriptor(g, args[0]);
  if (!may_use(g, args[0], WRITES))
    return give_count(results, -1);
  if (!syscall_begin(g))
    return true;
  for (int64_t done = 0; done < b.len;) {
    int64_t left = b.len - done;
    if (!syscall_wait_fd(g->runtime, fd, true))
      break;
    ssize_t n =
        runtime_write_some(fd, (const char *)b.ptr + done, left > 1 << 30 ? 1 << 30 : (size_t)left);
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
  return syscall_end(g);
}

static bool os_pread(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args + 1);
  if (!may_use(g, args[0], DOES_MORE))
    return give_count(results, -1);
  return give_count(results, pread(descriptor(g, args[0]), b.ptr, (size_t)b.len, (off_t)args[4]));
}

static bool os_pwrite(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice b = native_slice(args + 1);
  if (!may_use(g, args[0], DOES_MORE))
    return give_count(results, -1);
  return give_count(results, pwrite(descriptor(g, args[0]), b.ptr, (size_t)b.len, (off_t)args[4]));
}

static bool os_seek(struct g *g, uint64_t *args, uint64_t *results) {
  if (!may_use(g, args[0], DOES_MORE))
    return give_count(results, -1);
  return give_count(results, lseek(descriptor(g, args[0]), (off_t)args[1], (int)args[2]));
}

static bool os_close(struct g *g, uint64_t *args, uint64_t *results) {
  // The host's streams are the host's to close.
  results[0] = args[0] > 2 && (!may_use(g, args[0], DOES_MORE) || close((int)args[0]) != 0)
                   ? (uint64_t)errno
                   : 0;
  return true;
}

static bool os_sync(struct g *g, uint64_t *args, uint64_t *results) {
  bool ok = may_use(g, args[0], DOES_MORE) && fsync(descriptor(g, args[0])) == 0;
  results[0] = ok ? 0 : (uint64_t)errno;
  return true;
}

static bool os_truncate(struct g *g, uint64_t *args, uint64_t *results) {
  bool ok =
      may_use(g, args[0], DOES_MORE) && ftruncate(descriptor(g, args[0]), (off_t)args[1]) == 0;
  results[0] = ok ? 0 : (uint64_t)errno;
  return true;
}

// func pathOp(op int, a, b string, mode uint32) int: the numbers are those of os.go.
static bool os_path_op(struct g *g, uint64_t *args, uint64_t *results) {
  char *a = system_string(native_string(args + 1)), *b = system_string(native_string(args + 3));
  int status = -1;
  if (!may_use_files(g))
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
    default:
      status = link(a, b);
    }
  }
  results[0] = status != 0 ? (uint64_t)errno : 0;
  free(a);
  free(b);
  return true;
}

static bool os_stat(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = system_string(native_string(args));
  struct stat info;
  int64_t fd = (int64_t)args[2];
  int status = -1;
  if (fd >= 0 && may_use_files(g))
    status = may_use(g, args[2], DOES_MORE) ? fstat(descriptor(g, args[2]), &info) : -1;
  else if (!may_use_files(g))
    errno = EPERM;
  else if (path)
    status = args[3] ? stat(path, &info) : lstat(path, &info);
  if (status == 0) {
    results[0] = (uint64_t)info.st_size;
    results[1] = info.st_mode;
    results[2] = (uint64_t)(info.st_mtim.tv_sec * INT64_C(1000000000) + info.st_mtim.tv_nsec);
  } else
    results[3] = (uint64_t)errno;
  free(path);
  return true;
}

static int keep_entry(const struct dirent *entry) {
  return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

// Makes the names and types of what a directory holds. False: memory is short.
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
  give_strings(g, results, names, count);
  native_set_slice(results + 3, (struct go_slice){(void *)type_bytes.ptr, count, count});
  free(names);
  return true;
}

// func readDirNames(path string) (names []string, types []byte, errno int)
static bool os_read_dir(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = system_string(native_string(args));
  struct dirent **entries = NULL;
  int count = -1;
  if (!may_use_files(g))
    errno = EPERM;
  else if (path)
    count = scandir(path, &entries, keep_entry, by_bytes);
  if (count < 0)
    results[6] = (uint64_t)errno;
  else if (!give_entries(g, results, entries, count))
    results[6] = ENOMEM;
  for (int i = 0; i < count; i++)
    free(entries[i]);
  free(entries);
  free(path);
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

static bool os_readlink(struct g *g, uint64_t *args, uint64_t *results) {
  char *path = system_string(native_string(args)), target[4096];
  ssize_t n = -1;
  if (!may_use_files(g))
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

const char *runtime_error_text(int number) {
  static const struct {
    int number;
    const char *text;
  } texts[] = {
      {EPERM, "operation not permitted"},
      {ENOENT, "no such file or directory"},
      {EIO, "input/output error"},
      {EBADF, "bad file descriptor"},
      {EAGAIN, "resource temporarily unavailable"},
      {ENOMEM, "cannot allocate memory"},
      {EACCES, "permission denied"},
      {EBUSY, "device or resource busy"},
      {EEXIST, "file exists"},
      {EXDEV, "invalid cross-device link"},
      {ENODEV, "no such device"},
      {ENOTDIR, "not a directory"},
      {EISDIR, "is a directory"},
      {EINVAL, "invalid argument"},
      {ENFILE, "too many open files in system"},
      {EMFILE, "too many open files"},
      {ENOTTY, "inappropriate ioctl for device"},
      {EFBIG, "file too large"},
      {ENOSPC, "no space left on device"},
      {ESPIPE, "illegal seek"},
      {EROFS, "read-only file system"},
      {EPIPE, "broken pipe"},
      {ENAMETOOLONG, "file name too long"},
      {ENOTEMPTY, "directory not empty"},
      {ELOOP, "too many levels of symbolic links"},
  };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    if (texts[i].number == number)
      return texts[i].text;
  }
  return "unknown error";
}

static bool os_errno_text(struct g *g, uint64_t *args, uint64_t *results) {
  const char *text = runtime_error_text((int)args[0]);
  if (strcmp(text, "unknown error") == 0) {
    char number[32];
    snprintf(number, sizeof number, "errno %d", (int)args[0]);
    native_set_string(results, string_from_c(g, number));
  } else
    native_set_string(results, (struct go_string){(const uint8_t *)text, (int64_t)strlen(text)});
  return true;
}

// func getpid() int: -1 if it is none of the program's business.
static bool os_getpid(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = is_granted(g, RUNTIME_GRANT_PROCESS) ? (uint64_t)getpid() : UINT64_MAX;
  return true;
}

// func hostname() (string, int)
static bool os_hostname(struct g *g, uint64_t *args, uint64_t *results) {
  char name[256] = "";
  if (!is_granted(g, RUNTIME_GRANT_PROCESS))
    results[2] = EPERM;
  else if (gethostname(name, sizeof name - 1) != 0)
    results[2] = (uint64_t)errno;
  else
    native_set_string(results, string_from_c(g, name));
  return true;
}

const struct native_entry natives_os[] = {
    {"runtimeArgs", os_args, 0, 3},
    {"Exit", os_exit, 1, 0},
    {"LookupEnv", native_lookup_env, 2, 3},
    {"Environ", os_environ, 0, 3},
    {"setenv", os_setenv, 4, 1},
    {"unsetenv", os_unsetenv, 2, 1},
    {"Clearenv", os_clearenv, 0, 0},
    {"openFile", os_open, 4, 2},
    {"readFile", os_read, 4, 2, FUNC_NATIVE_BLOCKING},
    {"writeFile", os_write, 4, 2, FUNC_NATIVE_BLOCKING},
    {"preadFile", os_pread, 5, 2, FUNC_NATIVE_BLOCKING},
    {"pwriteFile", os_pwrite, 5, 2, FUNC_NATIVE_BLOCKING},
    {"seekFile", os_seek, 3, 2},
    {"closeFile", os_close, 1, 1},
    {"syncFile", os_sync, 1, 1},
    {"truncateFile", os_truncate, 2, 1},
    {"pathOp", os_path_op, 6, 1},
    {"statFile", os_stat, 4, 4},
    {"readDirNames", os_read_dir, 2, 7},
    {"getwd", os_getwd, 0, 3},
    {"readlink", os_readlink, 2, 3},
    {"errnoText", os_errno_text, 1, 2},
    {"getpid", os_getpid, 0, 1},
    {"hostname", os_hostname, 0, 3},
    {NULL},
};
