// Natives of package os for processes: the numbers of this one, and others that it starts.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gc/malloc.h"
#include "runtime/runtime.h"
#include "runtime/syscall.h"
#include "vm/std/native/os.h"
#include "vm/std/natives.h"

enum {
  most_groups = 1024,
  most_files = 256, // that a process is started with
  flag_session = 1, // of startProcess
  flag_group = 2,
};

static bool may_use_processes(const struct g *g) {
  return os_is_granted(g, RUNTIME_GRANT_PROCESS);
}

// func processID(which int) int: -1 without the grant.
static bool os_process_id(struct g *g, uint64_t *args, uint64_t *results) {
  int64_t id = -1;
  if (may_use_processes(g))
    switch (args[0]) {
    case 0:
      id = getpid();
      break;
    case 1:
      id = getppid();
      break;
    case 2:
      id = getuid();
      break;
    case 3:
      id = geteuid();
      break;
    case 4:
      id = getgid();
      break;
    default:
      id = getegid();
    }
  results[0] = (uint64_t)id;
  return true;
}

// func groups() ([]int, int)
static bool os_groups(struct g *g, uint64_t *args, uint64_t *results) {
  gid_t ids[most_groups];
  errno = EPERM;
  int count = may_use_processes(g) ? getgroups(most_groups, ids) : -1;
  if (count < 0) {
    results[3] = (uint64_t)errno;
    return true;
  }
  uint8_t *bytes;
  string_alloc(g, count * 8, &bytes);
  for (int i = 0; i < count; i++)
    ((int64_t *)bytes)[i] = ids[i];
  native_set_slice(results, (struct go_slice){bytes, count, count});
  return true;
}

// func executable() (string, int)
static bool os_executable(struct g *g, uint64_t *args, uint64_t *results) {
  char path[4096];
  errno = EPERM;
  ssize_t size = may_use_processes(g) ? readlink("/proc/self/exe", path, sizeof path) : -1;
  if (size < 0)
    results[2] = (uint64_t)errno;
  else
    native_set_string(results, string_new(g, path, size));
  return true;
}

// func hostname() (string, int)
static bool os_hostname(struct g *g, uint64_t *args, uint64_t *results) {
  char name[256] = "";
  if (!may_use_processes(g))
    results[2] = EPERM;
  else if (gethostname(name, sizeof name - 1) != 0)
    results[2] = (uint64_t)errno;
  else
    native_set_string(results, string_from_c(g, name));
  return true;
}

// func kill(pid, signal int) int
static bool os_kill(struct g *g, uint64_t *args, uint64_t *results) {
  errno = EPERM;
  bool ok = may_use_processes(g) && kill((pid_t)args[0], (int)args[1]) == 0;
  results[0] = ok ? 0 : (uint64_t)errno;
  return true;
}

// func pipe() (r, w, errno int)
static bool os_pipe(struct g *g, uint64_t *args, uint64_t *results) {
  int ends[2] = {-1, -1};
  errno = EPERM;
  bool ok = os_is_granted(g, RUNTIME_GRANT_FILES) && pipe2(ends, O_CLOEXEC) == 0;
  results[0] = (uint64_t)ends[0];
  results[1] = (uint64_t)ends[1];
  results[2] = ok ? 0 : (uint64_t)errno;
  return true;
}

static void free_strings(char **strings) {
  for (char **s = strings; strings && *s; s++)
    free(*s);
  free(strings);
}

// Returns the strings of a []string as C has them, for the caller to free. NULL: errno says why.
static char **system_strings(struct go_slice slice) {
  char **strings = calloc((size_t)slice.len + 1, sizeof *strings);
  const struct go_string *elements = slice.ptr;
  for (int64_t i = 0; strings && i < slice.len; i++) {
    strings[i] = os_system_string(elements[i]);
    if (!strings[i]) {
      free_strings(strings);
      return NULL;
    }
  }
  return strings;
}

// What a process is started with.
struct start {
  char *path, *dir, **argv, **env;
  int copies[most_files]; // descriptors that stand above all that the process will have
  int file_count;
  int flags, group;
};

// Copies the descriptors to numbers that no file of the process will have, so that putting one in
// its place overwrites none that is still needed. Returns 0 or an error number.
static int copy_files(const struct g *g, struct start *start, struct go_slice files) {
  const int64_t *fds = files.ptr;
  if (files.len > most_files)
    return EMFILE;
  for (int64_t i = 0; i < files.len; i++) {
    start->copies[i] = -1;
    if (fds[i] >= 0) {
      int fd = os_descriptor(g, (uint64_t)fds[i]);
      start->copies[i] = fcntl(fd, F_DUPFD_CLOEXEC, (int)files.len + 3);
      if (start->copies[i] < 0)
        return errno;
    }
    start->file_count++;
  }
  return 0;
}

static int add_actions(posix_spawn_file_actions_t *actions, const struct start *start) {
  int error = start->dir[0] ? posix_spawn_file_actions_addchdir_np(actions, start->dir) : 0;
  for (int i = 0; i < start->file_count && !error; i++)
    if (start->copies[i] >= 0)
      error = posix_spawn_file_actions_adddup2(actions, start->copies[i], i);
    else
      error = posix_spawn_file_actions_addclose(actions, i);
  return error;
}

// Starts the process with no signal blocked and none ignored. Returns 0 or an error number.
static int spawn(const struct start *start, pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int error = posix_spawn_file_actions_init(&actions);
  if (error)
    return error;
  error = posix_spawnattr_init(&attributes);
  if (!error) {
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    flags |= start->flags & flag_session ? POSIX_SPAWN_SETSID : 0;
    flags |= start->flags & flag_group ? POSIX_SPAWN_SETPGROUP : 0;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, start->group);
    posix_spawnattr_setflags(&attributes, flags);
    error = add_actions(&actions, start);
    if (!error)
      error = posix_spawn(pid, start->path, &actions, &attributes, start->argv, start->env);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// func startProcess(path string, argv, env []string, dir string, files []int, flags, group int)
//     (pid, errno int)
static bool os_start_process(struct g *g, uint64_t *args, uint64_t *results) {
  struct start start = {
      .path = os_system_string(native_string(args)),
      .argv = system_strings(native_slice(args + 2)),
      .env = system_strings(native_slice(args + 5)),
      .dir = os_system_string(native_string(args + 8)),
      .flags = (int)args[13],
      .group = (int)args[14],
  };
  pid_t pid = 0;
  int error = errno;
  if (start.path && start.argv && start.env && start.dir) {
    bool granted = may_use_processes(g) && os_is_granted(g, RUNTIME_GRANT_FILES);
    error = granted ? copy_files(g, &start, native_slice(args + 10)) : EPERM;
    if (!error)
      error = spawn(&start, &pid);
  }
  results[0] = (uint64_t)pid;
  results[1] = (uint64_t)error;
  for (int i = 0; i < start.file_count; i++)
    if (start.copies[i] >= 0)
      close(start.copies[i]);
  free(start.path);
  free_strings(start.argv);
  free_strings(start.env);
  free(start.dir);
  return true;
}

// func waitProcess(pid int, usage *syscall.Rusage) (status, errno int)
static bool os_wait_process(struct g *g, uint64_t *args, uint64_t *results) {
  struct rusage usage;
  int status = 0;
  pid_t pid;
  if (!may_use_processes(g)) {
    results[1] = EPERM;
    return true;
  }
  if (!syscall_begin(g))
    return true;
  do
    pid = wait4((pid_t)args[0], &status, 0, &usage);
  while (pid < 0 && errno == EINTR);
  int error = pid < 0 ? errno : 0;
  if (!syscall_end(g))
    return false;
  if (!error)
    *(struct rusage *)args[1] = usage;
  results[0] = (uint64_t)status;
  results[1] = (uint64_t)error;
  return true;
}

const struct native_entry natives_process[] = {
    {"processID", os_process_id, 1, 1},
    {"groups", os_groups, 0, 4},
    {"executable", os_executable, 0, 3},
    {"hostname", os_hostname, 0, 3},
    {"kill", os_kill, 2, 1},
    {"pipe", os_pipe, 0, 3},
    {"startProcess", os_start_process, 15, 2},
    {"waitProcess", os_wait_process, 2, 2, FUNC_NATIVE_BLOCKING},
    {NULL},
};

// The same, as package syscall has them.
const struct native_entry natives_syscall_process[] = {
    {"processID", os_process_id, 1, 1},
    {"kill", os_kill, 2, 1},
    {"startProcess", os_start_process, 15, 2},
    {NULL},
};
