// Instances: the implementation of vole.h, apart from calls between C and Go (api_call.c).

#include "vm/vole.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gc/control.h"
#include "mem/atomic.h"
#include "mem/check.h"
#include "runtime/debug.h"
#include "runtime/procs.h"
#include "runtime/string.h"
#include "vm/api_guard.h"
#include "vm/api_internal.h"
#include "vm/disasm.h"
#include "vm/finalize.h"
#include "vm/interp.h"
#include "vm/profile.h"
#include "vm/std/natives.h"
#include "vm/vole_internal.h"

void vole_error_clear(struct vole_error *err) {
  if (!err)
    return;
  free(err->message);
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
  free(err->message);
  *err = (struct vole_error){.kind = kind, .exit_status = status, .message = text_take(&text)};
  return false;
}

// Hands a text that is already allocated to the host.
bool api_error_take(struct vole_error *err, enum vole_error_kind kind, int status, char *message) {
  if (!err) {
    free(message);
    return false;
  }
  free(err->message);
  *err = (struct vole_error){.kind = kind, .exit_status = status, .message = message};
  return false;
}

// Where packages come from: those that the host has bound, then the standard library.
static bool find_package(void *context, const char *path, struct package_source *source) {
  struct vole *rt = context;
  return api_bound_package(rt, path, source) || std_find_package(path, source);
}

static const struct native_entry *find_native(void *context, const char *name) {
  struct vole *rt = context;
  for (struct vole_binding *b = rt->bindings; b; b = b->next) {
    if (strcmp(b->full_name, name) == 0)
      return &b->native;
  }
  return std_native_find(name);
}

// The collector's part of a configuration.
static void gc_configure(struct vole *rt, const struct vole_config *config, struct gc_config *gc) {
  if (config->gc_percent < 0)
    strcpy(rt->gogc, "off");
  else if (config->gc_percent > 0)
    snprintf(rt->gogc, sizeof rt->gogc, "%d", config->gc_percent);
  if (config->memory_limit > 0)
    snprintf(rt->gomemlimit, sizeof rt->gomemlimit, "%lld", (long long)config->memory_limit);
  *gc = (struct gc_config){
      .gogc = config->gogc  ? config->gogc
              : rt->gogc[0] ? rt->gogc
                            : NULL,
      .gomemlimit = config->gomemlimit  ? config->gomemlimit
                    : rt->gomemlimit[0] ? rt->gomemlimit
                                        : NULL,
      .godebug = config->godebug,
      .voledebug = config->voledebug,
      .procs = config->max_procs > 0   ? (uint32_t)config->max_procs
               : config->max_procs < 0 ? procs_cpus()
                                       : 1,
  };
}

// What vole_new gives to runtime_init.
struct make {
  const struct runtime_config *config;
  bool made;
  char message[256];
};

static bool make_runtime(struct vole *rt, void *argument) {
  struct make *make = argument;
  make->made = runtime_init(&rt->runtime, make->config, make->message, sizeof make->message);
  if (make->made)
    interp_init(&rt->runtime);
  return make->made;
}

struct vole *vole_new(const struct vole_config *config, struct vole_error *err) {
  static const struct vole_config defaults = {0};
  static char *const default_argv[] = {(char *)"vole", NULL};
  if (!config)
    config = &defaults;
  struct vole *rt = calloc(1, sizeof *rt);
  if (!rt) {
    api_error(err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
    return NULL;
  }
  struct runtime_config runtime = {
      .argc = config->argc ? config->argc : 1,
      .argv = config->argc ? config->argv : default_argv,
      .in_fd = config->in_fd,
      .out_fd = config->out_fd ? config->out_fd : STDOUT_FILENO,
      .err_fd = config->err_fd ? config->err_fd : STDERR_FILENO,
      .grant = (unsigned)config->grant,
      .fatal_exit = api_fatal,
      .user = rt,
  };
  rt->heap_profile_rate = config->heap_profile_rate;
  gc_configure(rt, config, &runtime.gc);
  struct make make = {.config = &runtime};
  if (api_guarded(rt, make_runtime, &make, err))
    return rt;
  if (runtime_is_fatal(&rt->runtime))
    runtime_destroy(&rt->runtime);
  else
    api_error(err, VOLE_ERROR_SYSTEM, 2, "%s", make.message);
  free(rt);
  return NULL;
}

void vole_free(struct vole *rt) {
  if (!rt)
    return;
  runtime_destroy(&rt->runtime);
  if (rt->program_made)
    program_free(&rt->program);
  finalize_free(&rt->runtime);
  api_free_bindings(rt);
  free(rt);
}

// Reads a whole file. NULL after an error.
static char *read_file(const char *path, size_t *size, struct vole_error *err) {
  struct stat info;
  FILE *file = fopen(path, "rb");
  if (!file || fstat(fileno(file), &info) != 0) {
    api_error(err, VOLE_ERROR_SYSTEM, 1, "open %s: %s", path, runtime_error_text(errno));
    if (file)
      fclose(file);
    return NULL;
  }
  if (S_ISDIR(info.st_mode)) {
    fclose(file);
    api_error(err, VOLE_ERROR_SYSTEM, 1, "read %s: is a directory", path);
    return NULL;
  }
  size_t cap = (size_t)info.st_size + 1, used = 0;
  char *text = malloc(cap + 1);
  while (text) {
    size_t got = fread(text + used, 1, cap - used, file);
    used += got;
    if (got == 0)
      break;
    if (used == cap) {
      cap = cap * 2;
      char *larger = realloc(text, cap + 1);
      if (!larger)
        free(text);
      text = larger;
    }
  }
  bool failed = ferror(file);
  int error = errno;
  fclose(file);
  if (!text || failed) {
    free(text);
    api_error(err, VOLE_ERROR_SYSTEM, 1, "read %s: %s", path,
              text ? runtime_error_text(error) : "cannot allocate memory");
    return NULL;
  }
  text[used] = 0;
  *size = used;
  return text;
}

// One program an instance.
static bool can_load(struct vole *rt, struct vole_error *err) {
  if (atomic_load_u32(&rt->state) == VOLE_EMPTY && !rt->program_made)
    return true;
  return api_error(err, VOLE_ERROR_USAGE, 2, "a program is loaded already, or could not be");
}

static void begin_program(struct vole *rt) {
  program_init(&rt->program, &rt->runtime, find_package, rt, find_native, rt);
  rt->program_made = true;
}

// What finish_load gives to the program.
struct load {
  struct source_file **files;
  int count;
  struct vole_error *err;
};

static bool load(struct vole *rt, void *argument) {
  const struct load *l = argument;
  struct g *g;
  struct m *previous = runtime_enter(&rt->runtime, &g);
  bool ok = program_load(&rt->program, l->files, l->count);
  if (ok)
    profile_enable(&rt->program, &rt->heap_profile_rate);
  runtime_leave(&rt->runtime, previous);
  if (!ok)
    return api_error(l->err, VOLE_ERROR_COMPILE, 1, "%s", errors_text(&rt->program.errors));
  atomic_store_u32(&rt->state, VOLE_LOADED);
  return true;
}

// Checks and links what was added to the program's sources.
static bool finish_load(struct vole *rt, struct source_file **files, int count,
                        struct vole_error *err) {
  struct load l = {files, count, err};
  return api_guarded(rt, load, &l, err);
}

static struct source_file *add_source(struct vole *rt, const char *name, const char *text,
                                      size_t size, struct vole_error *err) {
  struct region *region = &rt->program.region;
  struct source_file *file =
      source_add(&rt->program.sources, region_strndup(region, name, strlen(name)),
                 region_strndup(region, text, size), size);
  if (!file)
    api_error(err, VOLE_ERROR_COMPILE, 1, "%s: file is too large", name);
  return file;
}

bool vole_load_string(struct vole *rt, const char *name, const char *source, size_t size,
                      struct vole_error *err) {
  if (!can_load(rt, err))
    return false;
  begin_program(rt);
  struct source_file *file = add_source(rt, name, source, size, err);
  return file && finish_load(rt, &file, 1, err);
}

bool vole_load_files(struct vole *rt, const char *const *paths, int count, struct vole_error *err) {
  if (!can_load(rt, err))
    return false;
  begin_program(rt);
  struct source_file **files = region_alloc(&rt->program.region, (size_t)count * sizeof files[0]);
  for (int i = 0; i < count; i++) {
    size_t size;
    char *text = read_file(paths[i], &size, err);
    if (!text)
      return false;
    files[i] = add_source(rt, paths[i], text, size, err);
    free(text);
    if (!files[i])
      return false;
  }
  return finish_load(rt, files, count, err);
}

bool vole_load_file(struct vole *rt, const char *path, struct vole_error *err) {
  return vole_load_files(rt, &path, 1, err);
}

bool vole_check_file(struct vole *rt, const char *path, struct vole_error *err) {
  bool ok = vole_load_file(rt, path, err);
  atomic_store_u32(&rt->state, VOLE_DEAD);
  return ok;
}

// Appends the listing of one function; compiles it if it was not called yet.
static bool list_function(struct vole *rt, struct func *func, struct text *out,
                          struct vole_error *err) {
  const char *message = NULL;
  if (func->code && instruction_op(*func->code) == OP_COMPILE &&
      !program_compile(&rt->program, func, &message))
    return api_error(err, VOLE_ERROR_COMPILE, 1, "%s: %s", func->name, message);
  disasm_function(out, func, false);
  return true;
}

// Appends all functions and methods that package main declares.
static bool list_package(struct vole *rt, struct text *out, struct vole_error *err) {
  const struct package *package = rt->program.main_package;
  for (int i = 0; i < package->file_count; i++) {
    const struct decl_list *decls = &package->files[i]->decls;
    for (int j = 0; j < decls->count; j++) {
      const struct decl *decl = decls->items[j];
      struct func *func =
          decl->kind == DECL_FUNC
              ? program_find_function(&rt->program, decl->u.func.function->name, NULL)
              : NULL;
      if (func && !list_function(rt, func, out, err))
        return false;
    }
  }
  return true;
}

bool vole_disassemble(struct vole *rt, const char *function, int fd, struct vole_error *err) {
  if (atomic_load_u32(&rt->state) != VOLE_LOADED && atomic_load_u32(&rt->state) != VOLE_READY)
    return api_error(err, VOLE_ERROR_USAGE, 2, "no program is loaded");
  struct text out = {0};
  struct func *func = function ? program_find_function(&rt->program, function, NULL) : NULL;
  bool ok;
  if (function && !func)
    ok = api_error(err, VOLE_ERROR_USAGE, 1, "no function %s", function);
  else
    ok = func ? list_function(rt, func, &out, err) : list_package(rt, &out, err);
  runtime_write(fd, out.data, out.len);
  text_free(&out);
  return ok;
}

static bool collect(struct vole *rt, void *argument) {
  (void)argument;
  struct g *g;
  struct m *previous = runtime_enter(&rt->runtime, &g);
  if (g)
    gc_collect(&rt->runtime.gc, g_gc_p(g));
  runtime_leave(&rt->runtime, previous);
  return true;
}

void vole_collect(struct vole *rt) {
  api_guarded(rt, collect, NULL, NULL);
}

void vole_stats(struct vole *rt, struct vole_stats *stats) {
  struct debug_mem_stats all;
  struct g *g;
  memset(&all, 0, sizeof all);
  struct m *previous = runtime_enter(&rt->runtime, &g);
  if (g)
    debug_read_mem_stats(&rt->runtime, &all);
  runtime_leave(&rt->runtime, previous);
  *stats = (struct vole_stats){
      .heap_live = all.heap_alloc,
      .heap_goal = all.next_gc,
      .mapped = all.sys,
      .mallocs = all.mallocs,
      .frees = all.frees,
      .cycles = all.num_gc,
      .pause_total_ns = all.pause_total_ns,
  };
}

_Static_assert((int)VOLE_PAUSE_ASSIST_WAIT == (int)PAUSE_ASSIST_WAIT, "the kinds are the same");

int vole_pauses(struct vole *rt, uint64_t *next, struct vole_pause *out, int max) {
  int count = 0;
  struct pause_record record;
  while (count < max && pauses_read(&rt->runtime, next, &record, 1)) {
    const char *file = NULL;
    int line = record.func ? func_line(record.func, record.pc, &file) : 0;
    out[count++] = (struct vole_pause){.kind = (enum vole_pause_kind)record.kind,
                                       .cycle = record.cycle,
                                       .reason = record.reason,
                                       .start_ns = record.start,
                                       .ns = record.ns,
                                       .wait_ns = record.wait_ns,
                                       .goroutine = record.goid,
                                       .function = record.func ? record.func->name : NULL,
                                       .file = file,
                                       .line = line};
  }
  return count;
}

static bool make_string(struct vole *rt, void *argument) {
  struct vole_string *s = argument;
  struct g *g;
  struct m *previous = runtime_enter(&rt->runtime, &g);
  struct go_string made = {0};
  if (g)
    made = string_new(g, s->ptr, s->len);
  if (g)
    runtime_keep(&rt->runtime, g->activations, made.ptr);
  *s = (struct vole_string){(const char *)made.ptr, made.len};
  runtime_leave(&rt->runtime, previous);
  return true;
}

struct vole_string vole_string_new(struct vole *rt, const char *bytes, size_t size) {
  struct vole_string s = {bytes, (int64_t)size};
  return api_guarded(rt, make_string, &s, NULL) ? s : (struct vole_string){0};
}

struct vole_slice vole_bytes_new(struct vole *rt, const void *bytes, size_t size) {
  struct vole_string s = vole_string_new(rt, bytes, size);
  return (struct vole_slice){(void *)s.ptr, s.len, s.len};
}

struct vole_ref *vole_hold(struct vole *rt, void *object) {
  return (struct vole_ref *)runtime_hold(&rt->runtime, object);
}

void *vole_ref_object(const struct vole_ref *ref) {
  return ((const struct runtime_handle *)ref)->object;
}

void vole_release(struct vole *rt, struct vole_ref *ref) {
  if (ref)
    runtime_release(&rt->runtime, (struct runtime_handle *)ref);
}

const char *vole_version(void) {
  return "0.1.0 (go1.22)";
}
