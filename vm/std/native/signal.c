// Natives of package os/signal.
//
// What the process does with a signal is the process's: all instances share it, and a signal goes to
// one of those that wait for some. Handlers write the number of a signal into a pipe, which a
// goroutine reads.

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "runtime/runtime.h"
#include "runtime/syscall.h"
#include "vm/std/native/os.h"
#include "vm/std/natives.h"

enum { signal_count = 65 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sigaction first[signal_count]; // what the process did before, where changed is true
static bool changed[signal_count];
static int ends[2] = {-1, -1}; // of the pipe

static void handle(int number) {
  int error = errno;
  unsigned char byte = (unsigned char)number;
  // A pipe that is full holds as many signals as anybody can want.
  if (write(ends[1], &byte, 1) < 0)
    errno = error;
  errno = error;
}

// Whether a script may change what a signal does. Faults are the interpreter's.
static bool may_change(const struct g *g, uint64_t number) {
  return os_is_granted(g, RUNTIME_GRANT_PROCESS) && number > 0 && number < signal_count &&
         number != SIGSEGV && number != SIGBUS && number != SIGKILL && number != SIGSTOP;
}

static void set(int number, void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  struct sigaction old;
  if (sigaction(number, &action, &old) == 0 && !changed[number]) {
    first[number] = old;
    changed[number] = true;
  }
}

// func watch(signal int) bool: whether receive will tell.
static bool signal_watch(struct g *g, uint64_t *args, uint64_t *results) {
  if (!may_change(g, args[0]))
    return true;
  pthread_mutex_lock(&lock);
  results[0] = ends[0] >= 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0;
  if (results[0])
    set((int)args[0], handle);
  pthread_mutex_unlock(&lock);
  return true;
}

// func ignore(signal int)
static bool signal_ignore(struct g *g, uint64_t *args, uint64_t *results) {
  if (!may_change(g, args[0]))
    return true;
  pthread_mutex_lock(&lock);
  set((int)args[0], SIG_IGN);
  pthread_mutex_unlock(&lock);
  return true;
}

// func reset(signal int)
static bool signal_reset(struct g *g, uint64_t *args, uint64_t *results) {
  if (!may_change(g, args[0]))
    return true;
  pthread_mutex_lock(&lock);
  if (changed[args[0]])
    sigaction((int)args[0], &first[args[0]], NULL);
  changed[args[0]] = false;
  pthread_mutex_unlock(&lock);
  return true;
}

// func ignored(signal int) bool
static bool signal_ignored(struct g *g, uint64_t *args, uint64_t *results) {
  struct sigaction action;
  results[0] = may_change(g, args[0]) && sigaction((int)args[0], NULL, &action) == 0 &&
               action.sa_handler == SIG_IGN;
  return true;
}

// func receive() int: called when watch has made the pipe.
static bool signal_receive(struct g *g, uint64_t *args, uint64_t *results) {
  unsigned char byte = 0;
  if (!syscall_begin(g))
    return true;
  // Of several instances each may see that there is something to read, but one gets it.
  bool goes_on = true;
  while (goes_on && read(ends[0], &byte, 1) != 1)
    goes_on = syscall_wait_fd(g, ends[0], false);
  if (!syscall_end(g) || !goes_on)
    return false;
  results[0] = byte;
  return true;
}

const struct native_entry natives_signal[] = {
    {"watch", signal_watch, 1, 1},
    {"ignore", signal_ignore, 1, 0},
    {"reset", signal_reset, 1, 0},
    {"ignored", signal_ignored, 1, 1},
    {"receive", signal_receive, 0, 1, FUNC_NATIVE_BLOCKING},
    {NULL},
};
