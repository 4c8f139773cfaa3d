// Programs: reading, loading, checking and listing them.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem/atomic.h"
#include "vm/api_guard.h"
#include "vm/api_internal.h"
#include "vm/c_stack.h"
#include "vm/disasm.h"
#include "vm/profile.h"
#include "vm/std/natives.h"
#include "vm/vole_internal.h"

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

// A program that is to be loaded: from texts or from files.
struct load {
  const char *const *names;
  const char *text; // of the only one, which is no file; else NULL
  size_t size;
  int count;
  struct vole_error *err;
  bool only_check;
};

static void begin_program(struct vole *rt) {
  program_init(&rt->program, &rt->runtime, find_package, rt, find_native, rt);
  rt->program.checker.no_unsafe = !(rt->runtime.config.grant & RUNTIME_GRANT_UNSAFE);
  rt->program_made = true;
}

static struct source_file *add_source(struct vole *rt, const char *name, const char *text,
                                      size_t size, struct vole_error *err) {
  struct region *region = &rt->program.region;
  struct source_file *file = NULL;
  if (size < UINT32_MAX)
    file = source_add(&rt->program.sources, region_strndup(region, name, strlen(name)),
                      region_strndup(region, text, size), size);
  if (!file)
    api_error(err, VOLE_ERROR_COMPILE, 1, "%s: file is too large", name);
  return file;
}

static struct source_file *add_file(struct vole *rt, const char *path, struct vole_error *err) {
  size_t size;
  char *text = read_file(path, &size, err);
  struct source_file *file = text ? add_source(rt, path, text, size, err) : NULL;
  free(text);
  return file;
}

// Checks and links what was added to the program's sources.
static bool link_program(struct vole *rt, struct source_file **files, const struct load *l) {
  struct g *g;
  struct m *previous = runtime_enter(&rt->runtime, &g);
  bool ok = g && program_load(&rt->program, files, l->count);
  if (ok)
    profile_enable(&rt->program, &rt->heap_profile_rate);
  runtime_leave(&rt->runtime, previous);
  if (!g)
    return api_error(l->err, VOLE_ERROR_USAGE, 2, "the instance is being freed");
  if (!ok)
    return api_error(l->err, VOLE_ERROR_COMPILE, 1, "%s", errors_text(&rt->program.errors));
  atomic_store_u32(&rt->state, VOLE_LOADED);
  return true;
}

static bool read_and_link(struct vole *rt, const struct load *l) {
  struct source_file **files =
      region_alloc(&rt->program.region, (size_t)l->count * sizeof files[0]);
  for (int i = 0; i < l->count; i++) {
    files[i] = l->text ? add_source(rt, l->names[i], l->text, l->size, l->err)
                       : add_file(rt, l->names[i], l->err);
    if (!files[i])
      return false;
  }
  return link_program(rt, files, l);
}

static bool load(struct vole *rt, void *argument) {
  const struct load *l = argument;
  if (!api_has_stack(C_STACK_ENTRY, l->err))
    return false;
  if (atomic_load_u32(&rt->state) != VOLE_EMPTY || rt->program_made)
    return api_error(l->err, VOLE_ERROR_USAGE, 2, "a program is loaded already, or could not be");
  begin_program(rt);
  bool ok = read_and_link(rt, l);
  if (l->only_check)
    atomic_store_u32(&rt->state, VOLE_DEAD);
  return ok;
}

bool vole_load_string(struct vole *rt, const char *name, const char *source, size_t size,
                      struct vole_error *err) {
  if (!name || (!source && size > 0))
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_load_string: %s is NULL",
                     name ? "source" : "name");
  struct load l = {&name, source ? source : "", size, 1, err, false};
  return api_guarded(rt, API_HOST, load, &l, err);
}

static bool load_files(struct vole *rt, const char *const *paths, int count, bool only_check,
                       struct vole_error *err) {
  if (!paths || count < 1)
    return api_error(err, VOLE_ERROR_USAGE, 2, "no files are listed");
  for (int i = 0; i < count; i++)
    if (!paths[i])
      return api_error(err, VOLE_ERROR_USAGE, 2, "the path of a file is NULL");
  struct load l = {.names = paths, .count = count, .err = err, .only_check = only_check};
  return api_guarded(rt, API_HOST, load, &l, err);
}

bool vole_load_files(struct vole *rt, const char *const *paths, int count, struct vole_error *err) {
  return load_files(rt, paths, count, false, err);
}

bool vole_load_file(struct vole *rt, const char *path, struct vole_error *err) {
  return load_files(rt, &path, 1, false, err);
}

bool vole_check_file(struct vole *rt, const char *path, struct vole_error *err) {
  return load_files(rt, &path, 1, true, err);
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

struct listing {
  const char *function;
  int fd;
  struct vole_error *err;
};

static bool list(struct vole *rt, void *argument) {
  const struct listing *l = argument;
  if (!api_is_loaded(rt, l->err))
    return false;
  struct text out = {0};
  struct func *func = NULL;
  if (l->function) {
    mutex_lock(&rt->program.lock);
    func = program_find_function(&rt->program, l->function, NULL);
    mutex_unlock(&rt->program.lock);
  }
  bool ok;
  if (l->function && !func)
    ok = api_error(l->err, VOLE_ERROR_USAGE, 1, "no function %s", l->function);
  else
    ok = func ? list_function(rt, func, &out, l->err) : list_package(rt, &out, l->err);
  if (ok)
    return api_write(l->fd, &out, l->err);
  text_free(&out);
  return false;
}

bool vole_disassemble(struct vole *rt, const char *function, int fd, struct vole_error *err) {
  struct listing l = {function, fd, err};
  return api_guarded(rt, API_USE, list, &l, err);
}
