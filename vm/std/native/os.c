// Natives of package os for the process: its arguments, environment and end;
// what a script may use of its files.

#include "vm/std/native/os.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gc/malloc.h"
#include "runtime/end.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

extern char **environ;

bool os_is_granted(const struct g *g, unsigned grant) {
  return g->runtime->config.grant & grant;
}
bool os_may_use(const struct g *g, uint64_t fd, enum os_use use) {
  const struct runtime_config *config = &g->runtime->config;
  bool may = os_is_granted(g, RUNTIME_GRANT_FILES) ||
             (fd == 0 && use == OS_READS && config->in_fd >= 0) ||
             ((fd == 1 || fd == 2) && use == OS_WRITES);
  errno = may ? EBADF : EPERM;
  return may && fd <= INT_MAX;
}

int os_descriptor(const struct g *g, uint64_t fd) {
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

static bool may_use_environment(const struct g *g) {
  return os_is_granted(g, RUNTIME_GRANT_ENVIRONMENT);
}

char *os_system_string(struct go_string s) {
  if (s.len > 0 && memchr(s.ptr, 0, (size_t)s.len)) {
    errno = EINVAL;
    return NULL;
  }
  char *text = string_to_c(s);
  if (!text)
    errno = ENOMEM;
  return text;
}

void os_give_strings(struct g *g, uint64_t *results, char *const *texts, int64_t count) {
  static const uint8_t mask[1] = {1};
  static const struct layout layout = {16, 8, mask};
  uint64_t *strings = gc_malloc_array(&g->runtime->gc, g_gc_p(g), &layout, (uintptr_t)count);
  for (int64_t i = 0; i < count; i++)
    native_set_string(strings + 2 * i, string_from_c(g, texts[i]));
  native_set_slice(results, (struct go_slice){strings, count, count});
}

static bool os_args(struct g *g, uint64_t *args, uint64_t *results) {
  os_give_strings(g, results, g->runtime->config.argv, g->runtime->config.argc);
  return true;
}

static bool os_exit(struct g *g, uint64_t *args, uint64_t *results) {
  runtime_exit(g->runtime, (int)args[0]);
  return false;
}

// Guards the environment, which all instances of the process share: the C library does not. A host
// must not change it while a script with the grant runs.
static pthread_mutex_t environment_lock = PTHREAD_MUTEX_INITIALIZER;

bool native_lookup_env(struct g *g, uint64_t *args, uint64_t *results) {
  if (!may_use_environment(g))
    return true;
  char *key = os_system_string(native_string(args));
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

// Returns a copy of the environment in one block, for the caller to free; NULL if memory is short.
// It is not on the heap: an allocation there may end the run, with the lock held.
static char **copy_environment(int64_t *count) {
  size_t bytes = 0;
  *count = 0;
  pthread_mutex_lock(&environment_lock);
  for (char **at = environ; at && *at; at++, (*count)++) // environ is NULL after clearenv
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
  os_give_strings(g, results, copy, copy ? count : 0);
  free(copy);
  return true;
}

// Sets a variable, or removes it if value is NULL. Returns 0 or the error number.
static int change_environment(const struct g *g, const char *key, const char *value) {
  if (!may_use_environment(g))
    return EPERM;
  pthread_mutex_lock(&environment_lock);
  int error = (value ? setenv(key, value, 1) : unsetenv(key)) == 0 ? 0 : errno;
  pthread_mutex_unlock(&environment_lock);
  return error;
}

static bool os_setenv(struct g *g, uint64_t *args, uint64_t *results) {
  char *key = os_system_string(native_string(args)),
       *value = os_system_string(native_string(args + 2));
  results[0] = (uint64_t)(key && value ? change_environment(g, key, value) : errno);
  free(key);
  free(value);
  return true;
}

static bool os_unsetenv(struct g *g, uint64_t *args, uint64_t *results) {
  char *key = os_system_string(native_string(args));
  int error = key ? change_environment(g, key, NULL) : errno;
  results[0] = error == EINVAL ? 0 : (uint64_t)error; // then no variable has that name
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

const struct native_entry natives_os[] = {
    {"runtimeArgs", os_args, 0, 3},
    {"Exit", os_exit, 1, 0},
    {"LookupEnv", native_lookup_env, 2, 3},
    {"Environ", os_environ, 0, 3},
    {"setenv", os_setenv, 4, 1},
    {"unsetenv", os_unsetenv, 2, 1},
    {"Clearenv", os_clearenv, 0, 0},
    {NULL},
};

// The same, as package syscall has them.
const struct native_entry natives_syscall_os[] = {
    {"Environ", os_environ, 0, 3},
    {"Getenv", native_lookup_env, 2, 3},
    {"Exit", os_exit, 1, 0},
    {"setenv", os_setenv, 4, 1},
    {"unsetenv", os_unsetenv, 2, 1},
    {"Clearenv", os_clearenv, 0, 0},
    {NULL},
};
