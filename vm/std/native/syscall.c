// Natives of package syscall for any call of the system. A script that makes them can do what the
// process can, so each grant is asked for.

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mem/mheap.h"
#include "runtime/root.h"
#include "runtime/runtime.h"
#include "runtime/syscall.h"
#include "vm/std/native/os.h"
#include "vm/std/natives.h"

enum { most_arguments = 6 };

static bool may_call(const struct g *g) {
  static const unsigned grants[] = {RUNTIME_GRANT_FILES, RUNTIME_GRANT_ENVIRONMENT,
                                    RUNTIME_GRANT_PROCESS, RUNTIME_GRANT_LIMITS,
                                    RUNTIME_GRANT_UNSAFE};
  for (size_t i = 0; i < sizeof grants / sizeof *grants; i++)
    if (!os_is_granted(g, grants[i]))
      return false;
  return true;
}

// What the arguments of a call point to. They are numbers to the collector, which may run meanwhile.
struct kept {
  struct runtime_ref *refs[most_arguments];
};

static void keep(struct g *g, struct kept *kept, const uint64_t *args) {
  for (int i = 0; i < most_arguments; i++) {
    bool is_pointer = in_heap(&g->runtime->gc.heap, args[i]);
    kept->refs[i] = is_pointer ? runtime_hold(g->runtime, (void *)args[i]) : NULL;
  }
}

static void release(struct g *g, const struct kept *kept) {
  for (int i = 0; i < most_arguments; i++)
    if (kept->refs[i])
      runtime_release(g->runtime, kept->refs[i]);
}

// Sets the results to those of a call that returned value.
static bool give(uint64_t *results, long value) {
  results[0] = (uint64_t)value;
  results[2] = value == -1 ? (uint64_t)errno : 0;
  return true;
}

static bool deny(uint64_t *results) {
  errno = EPERM;
  return give(results, -1);
}

static long call(uint64_t trap, const uint64_t args[static most_arguments]) {
  errno = 0;
  return syscall((long)trap, args[0], args[1], args[2], args[3], args[4], args[5]);
}

// A call that may wait.
static bool call_waiting(struct g *g, uint64_t trap, const uint64_t args[static most_arguments],
                         uint64_t *results) {
  struct kept kept;
  if (!may_call(g))
    return deny(results);
  keep(g, &kept, args);
  if (!syscall_begin(g)) {
    release(g, &kept);
    return true;
  }
  long value = call(trap, args);
  int error = errno;
  bool goes_on = syscall_end(g);
  release(g, &kept);
  errno = error;
  return goes_on && give(results, value);
}

// func Syscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno)
static bool syscall_3(struct g *g, uint64_t *args, uint64_t *results) {
  const uint64_t all[most_arguments] = {args[1], args[2], args[3]};
  return call_waiting(g, args[0], all, results);
}

// func Syscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno)
static bool syscall_6(struct g *g, uint64_t *args, uint64_t *results) {
  const uint64_t all[most_arguments] = {args[1], args[2], args[3], args[4], args[5], args[6]};
  return call_waiting(g, args[0], all, results);
}

// func RawSyscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno)
static bool syscall_raw_3(struct g *g, uint64_t *args, uint64_t *results) {
  const uint64_t all[most_arguments] = {args[1], args[2], args[3]};
  return may_call(g) ? give(results, call(args[0], all)) : deny(results);
}

// func RawSyscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno)
static bool syscall_raw_6(struct g *g, uint64_t *args, uint64_t *results) {
  return may_call(g) ? give(results, call(args[0], args + 1)) : deny(results);
}

// func allThreads(trap, a1, a2, a3 uintptr) (err Errno): the C library makes these calls on each
// thread of the process.
static bool syscall_all_threads(struct g *g, uint64_t *args, uint64_t *results) {
  int status = -1;
  uint32_t a = (uint32_t)args[1], b = (uint32_t)args[2], c = (uint32_t)args[3];
  errno = may_call(g) ? ENOTSUP : EPERM;
  if (may_call(g))
    switch (args[0]) {
    case SYS_setuid:
      status = setuid(a);
      break;
    case SYS_setgid:
      status = setgid(a);
      break;
    case SYS_setreuid:
      status = setreuid(a, b);
      break;
    case SYS_setregid:
      status = setregid(a, b);
      break;
    case SYS_setresuid:
      status = setresuid(a, b, c);
      break;
    case SYS_setresgid:
      status = setresgid(a, b, c);
      break;
    case SYS_setgroups:
      status = setgroups(args[1], (const gid_t *)args[2]);
      break;
    default:
      break;
    }
  results[0] = status == 0 ? 0 : (uint64_t)errno;
  return true;
}

const struct native_entry natives_syscall[] = {
    {"Syscall", syscall_3, 4, 3, FUNC_NATIVE_BLOCKING},
    {"Syscall6", syscall_6, 7, 3, FUNC_NATIVE_BLOCKING},
    {"RawSyscall", syscall_raw_3, 4, 3},
    {"RawSyscall6", syscall_raw_6, 7, 3},
    {"allThreads", syscall_all_threads, 4, 1},
    {NULL},
};
