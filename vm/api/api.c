// Instances: making and destroying them, strings, and refs. Errors of all functions of vole.h.

#include "vm/api/vole.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem/base.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/instance.h"
#include "runtime/procs.h"
#include "runtime/root.h"
#include "runtime/safepoint.h"
#include "runtime/string.h"
#include "runtime/system.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/interp/fault.h"
#include "vm/interp/finalize.h"
#include "vm/interp/interp.h"
#include "vm/std/natives.h"

_Static_assert((int)VOLE_GRANT_FILES == (int)RUNTIME_GRANT_FILES &&
                   (int)VOLE_GRANT_ENVIRONMENT == (int)RUNTIME_GRANT_ENVIRONMENT &&
                   (int)VOLE_GRANT_UNSAFE == (int)RUNTIME_GRANT_UNSAFE &&
                   (int)VOLE_GRANT_PROCESS == (int)RUNTIME_GRANT_PROCESS &&
                   (int)VOLE_GRANT_LIMITS == (int)RUNTIME_GRANT_LIMITS,
               "the grants are the same");

void vole_error_clear(struct vole_error *err) {
  if (!err)
    return;
  free(err->message);
  free(err->diagnostics);
  *err = (struct vole_error){0};
}

bool api_error(struct vole_error *err, enum vole_error_kind kind, int status, const char *format,
               ...) {
  if (!err)
    return false;
  struct text text = {0};
  va_list args;
  va_start(args, format);
  text_addv(&text, format, args);
  va_end(args);
  return api_error_take(err, kind, status, text_take(&text));
}

bool api_error_take(struct vole_error *err, enum vole_error_kind kind, int status, char *message) {
  if (!err) {
    free(message);
    return false;
  }
  invariant_debug(kind != VOLE_OK);
  vole_error_clear(err);
  *err = (struct vole_error){.kind = kind,
                             .exit_status = status,
                             .message = message,
                             .size = message ? strlen(message) : 0};
  return false;
}

bool api_error_panic(struct vole_error *err, struct interp_panic *panic) {
  api_error_take(err, VOLE_ERROR_PANIC, 2, panic->text);
  if (!err)
    return false;
  err->size = panic->size;
  err->text_size = panic->text_size;
  err->panic = (struct vole_iface){panic->value.type, panic->value.data};
  return false;
}

bool api_write(int fd, struct text *text, struct vole_error *err) {
  errno = fd < 0 ? EBADF : text->failed ? ENOMEM : 0;
  bool ok = errno == 0 && runtime_write(fd, text->data, text->len);
  if (!ok)
    api_error(err, VOLE_ERROR_SYSTEM, 1, "write: %s", runtime_error_text(errno));
  text_free(text);
  return ok;
}

// The collector's part of a configuration.
static struct gc_config gc_config_of(const struct vole_config *config) {
  return (struct gc_config){
      .gogc = config->gogc,
      .gomemlimit = config->gomemlimit,
      .gc_percent = config->gc_percent,
      .memory_limit = config->memory_limit,
      .godebug = config->godebug,
      .voledebug = config->voledebug,
      .procs = config->max_procs > 0   ? (uint32_t)config->max_procs
               : config->max_procs < 0 ? procs_cpus()
                                       : 1,
  };
}

// Whether a configuration can be used. If not, fills err.
static bool check_config(const struct vole_config *config, struct vole_error *err) {
  const char *problem = NULL;
  if (config->argc < 0)
    problem = "argc is negative";
  else if (config->argc > 0 && !config->argv)
    problem = "argv is NULL";
  else if (config->max_procs > procs_max)
    problem = "max_procs is more than 1024";
  else if (config->memory_limit < 0)
    problem = "memory_limit is negative";
  else if (config->heap_profile_rate < 0)
    problem = "heap_profile_rate is negative";
  else if (config->in_fd < -1 || config->out_fd < -1 || config->err_fd < -1)
    problem = "a descriptor is less than -1";
  else if (config->grant & ~VOLE_GRANT_ALL)
    problem = "grant has unknown bits";
  for (int i = 0; !problem && i < config->argc; i++)
    if (!config->argv[i])
      problem = "an element of argv is NULL";
  return !problem || api_error(err, VOLE_ERROR_USAGE, 2, "vole_new: %s", problem);
}

// What vole_new gives to make_runtime and gets back.
struct make {
  const struct runtime_config *config;
  bool made;
  char message[256];
};

static bool make_runtime(struct vole *vole, void *argument) {
  struct make *make = argument;
  make->made =
      runtime_init(&vole->machine.runtime, make->config, make->message, sizeof make->message);
  if (make->made)
    interp_init(&vole->machine.runtime);
  return make->made;
}

// Returns the descriptor of os.Stdin. A host cannot name descriptor 0: zero means the process's
// standard input if scripts may reach it.
static int input_of(const struct vole_config *config) {
  if (config->in_fd)
    return config->in_fd;
  return config->grant & VOLE_GRANT_PROCESS ? STDIN_FILENO : -1;
}

struct vole *vole_new(const struct vole_config *config, struct vole_error *err) {
  static const struct vole_config defaults = {0};
  static char *const default_argv[] = {(char *)"vole", NULL};
  if (!config)
    config = &defaults;
  if (!check_config(config, err))
    return NULL;
  struct vole *vole = calloc(1, sizeof *vole);
  if (!vole) {
    api_error(err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
    return NULL;
  }
  struct runtime_config runtime = {
      .argc = config->argc ? config->argc : 1,
      .argv = config->argc ? config->argv : default_argv,
      .in_fd = input_of(config),
      .out_fd = config->out_fd ? config->out_fd : STDOUT_FILENO,
      .err_fd = config->err_fd ? config->err_fd : STDERR_FILENO,
      .grant = (unsigned)config->grant,
      .dies_of_sigpipe = config->dies_of_sigpipe,
      .fatal_exit = api_fatal,
      .user = vole,
  };
  vole->heap_profile_rate = config->heap_profile_rate;
  vole->loader = config->loader;
  vole->loader_user = config->loader_user;
  vole->user = config->user;
  vole->build_tags = config->build_tags;
  runtime.gc = gc_config_of(config);
  struct make make = {.config = &runtime};
  if (api_guarded(vole, API_HOST, make_runtime, &make, err))
    return vole;
  if (runtime_is_fatal(&vole->machine.runtime))
    runtime_destroy(&vole->machine.runtime);
  else {
    bool memory = strcmp(make.message, "cannot allocate memory") == 0;
    api_error(err, memory ? VOLE_ERROR_SYSTEM : VOLE_ERROR_USAGE, 2, "%s", make.message);
  }
  free(vole);
  return NULL;
}

void vole_free(struct vole *vole) {
  if (!vole || !api_close(vole))
    return;
  invariant_debug(!api_in_use(vole) && api_is_closing(vole));
  runtime_destroy(&vole->machine.runtime);
  api_run_finalizers(vole);
  if (vole->program_made)
    program_free(&vole->machine.program);
  finalize_free(&vole->machine.runtime);
  api_free_bindings(vole);
  api_free_lookups(vole);
  api_free_arenas(vole);
  free(vole);
}

// Strings.

static bool make_string(struct vole *vole, void *argument) {
  struct vole_string *s = argument;
  struct g *g;
  struct m *previous = runtime_enter(&vole->machine.runtime, &g);
  struct go_string made = {0};
  bool ok = g && runtime_make_way(&vole->machine.runtime, g, (uintptr_t)s->len);
  if (ok) {
    made = string_new(g, s->ptr, s->len);
    runtime_hold_for(&vole->machine.runtime, g->activations, made.ptr);
  }
  *s = (struct vole_string){(const char *)made.ptr, made.len};
  runtime_leave(&vole->machine.runtime, previous);
  return ok;
}

struct vole_string vole_string_new(struct vole *vole, const char *bytes, size_t size) {
  struct vole_string s = {bytes, (int64_t)size};
  bool sound = size >> (heap_addr_bits - 1) == 0 && (bytes || size == 0);
  return sound && api_guarded(vole, API_USE, make_string, &s, NULL) ? s : (struct vole_string){0};
}

struct vole_slice vole_bytes_new(struct vole *vole, const void *bytes, size_t size) {
  struct vole_string s = vole_string_new(vole, bytes, size);
  return (struct vole_slice){(void *)s.ptr, s.len, s.len};
}

// Refs.

static bool forget(struct vole *vole, void *argument) {
  struct g *g;
  struct m *previous = runtime_enter(&vole->machine.runtime, &g);
  (void)argument;
  if (g)
    runtime_release_for(&vole->machine.runtime, g->activations);
  runtime_leave(&vole->machine.runtime, previous);
  return true;
}

void vole_forget(struct vole *vole) {
  api_guarded(vole, API_USE, forget, NULL, NULL);
}

// What vole_hold was given and returns.
struct hold {
  void *object;
  struct runtime_ref *handle;
};

static bool hold(struct vole *vole, void *argument) {
  struct hold *h = argument;
  if (!h->object || runtime_is_fatal(&vole->machine.runtime) ||
      api_is_stale(&vole->machine.runtime, h->object))
    return false;
  h->handle = runtime_hold(&vole->machine.runtime, h->object);
  return h->handle != NULL;
}

struct vole_ref *vole_hold(struct vole *vole, void *object) {
  struct hold h = {.object = object};
  api_guarded(vole, API_LOOK, hold, &h, NULL);
  return (struct vole_ref *)h.handle;
}

void *vole_ref_object(const struct vole_ref *ref) {
  const struct runtime_ref *r = (const struct runtime_ref *)ref;
  return r && !r->weak ? r->object : NULL;
}

static bool release(struct vole *vole, void *argument) {
  runtime_release(&vole->machine.runtime, argument);
  return true;
}

void vole_release(struct vole *vole, struct vole_ref *ref) {
  if (ref)
    api_guarded(vole, API_LOOK, release, ref, NULL);
}

void *vole_user(struct vole *vole) {
  return vole ? vole->user : NULL;
}

const char *vole_version(void) {
  return VOLE_VERSION " (" VOLE_GO_VERSION ")";
}

bool vole_write_licences(int fd, struct vole_error *err) {
  struct region region;
  struct text text = {0};
  region_init(&region);
  text_adds(&text, std_licences(&region));
  region_free(&region);
  return api_write(fd, &text, err);
}

bool vole_handle_faults(void) {
  return fault_handle();
}
