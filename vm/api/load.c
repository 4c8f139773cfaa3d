// Programs: reading, loading, checking and listing them.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/instance.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/code/disasm.h"
#include "vm/std/natives.h"
#include "vm/std/support/profile.h"
#include "vm/syntax/c_stack.h"

// Finds a package: one that the host has bound, or one of the standard library.
static bool find_package(void *context, const char *path, struct package_source *source) {
  struct vole *vole = context;
  return api_bound_package(vole, path, source) ||
         std_find_package(&vole->machine.program.region, path, source);
}

// Finds a native by its full name, in the same order.
static const struct native_entry *find_native(void *context, const char *name) {
  struct vole *vole = context;
  for (struct vole_binding *b = vole->bindings; b; b = b->next) {
    if (strcmp(b->full_name, name) == 0)
      return &b->native;
  }
  return std_native_find(name);
}

// Returns the text of a file, NUL-terminated, in malloc'ed memory; NULL with err filled.
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

// What vole_load_* and vole_check_file were given.
struct load {
  const char *const *names;
  const char *text; // the source of a program from memory; NULL: the names are paths
  size_t size;
  int count;
  struct vole_error *err;
  bool only_check;
};

static void begin_program(struct vole *vole) {
  invariant_debug(!vole->program_made);
  program_init(&vole->machine.program, &vole->machine.runtime, find_package, vole, find_native,
               vole);
  vole->machine.program.checked.no_unsafe =
      !(vole->machine.runtime.config.grant & RUNTIME_GRANT_UNSAFE);
  vole->program_made = true;
}

static struct source_file *add_source(struct vole *vole, const char *name, const char *text,
                                      size_t size, struct vole_error *err) {
  struct region *region = &vole->machine.program.region;
  struct source_file *file = NULL;
  if (size < UINT32_MAX)
    file = source_add(&vole->machine.program.sources, region_strndup(region, name, strlen(name)),
                      region_strndup(region, text, size), size);
  if (!file)
    api_error(err, VOLE_ERROR_COMPILE, 1, "%s: file is too large", name);
  return file;
}

static struct source_file *add_file(struct vole *vole, const char *path, struct vole_error *err) {
  size_t size;
  char *text = read_file(path, &size, err);
  struct source_file *file = text ? add_source(vole, path, text, size, err) : NULL;
  free(text);
  return file;
}

// Checks and links the files.
static bool link_program(struct vole *vole, struct source_file **files, const struct load *l) {
  invariant_debug(l->count > 0 && vole->program_made);
  struct g *g;
  struct m *previous = runtime_enter(&vole->machine.runtime, &g);
  bool ok = g && program_load(&vole->machine.program, files, l->count);
  if (ok)
    profile_enable(&vole->machine.program, &vole->heap_profile_rate);
  runtime_leave(&vole->machine.runtime, previous);
  if (!g)
    return api_error(l->err, VOLE_ERROR_USAGE, 2, "the instance is being freed");
  if (!ok)
    return api_error(l->err, VOLE_ERROR_COMPILE, 1, "%s",
                     errors_text(&vole->machine.program.errors));
  atomic_store_u32(&vole->state, VOLE_LOADED);
  return true;
}

static bool read_and_link(struct vole *vole, const struct load *l) {
  struct source_file **files =
      region_alloc(&vole->machine.program.region, (size_t)l->count * sizeof files[0]);
  for (int i = 0; i < l->count; i++) {
    files[i] = l->text ? add_source(vole, l->names[i], l->text, l->size, l->err)
                       : add_file(vole, l->names[i], l->err);
    if (!files[i])
      return false;
  }
  return link_program(vole, files, l);
}

static bool load(struct vole *vole, void *argument) {
  const struct load *l = argument;
  if (!api_has_stack(c_stack_entry, l->err))
    return false;
  if (atomic_load_u32(&vole->state) != VOLE_EMPTY || vole->program_made)
    return api_error(l->err, VOLE_ERROR_USAGE, 2, "a program is loaded already, or could not be");
  begin_program(vole);
  bool ok = read_and_link(vole, l);
  if (l->only_check)
    atomic_store_u32(&vole->state, VOLE_DEAD);
  return ok;
}

bool vole_load_string(struct vole *vole, const char *name, const char *source, size_t size,
                      struct vole_error *err) {
  if (!name || (!source && size > 0))
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_load_string: %s is NULL",
                     name ? "source" : "name");
  struct load l = {&name, source ? source : "", size, 1, err, false};
  return api_guarded(vole, API_HOST, load, &l, err);
}

static bool load_files(struct vole *vole, const char *const *paths, int count, bool only_check,
                       struct vole_error *err) {
  if (!paths || count < 1)
    return api_error(err, VOLE_ERROR_USAGE, 2, "no files are listed");
  for (int i = 0; i < count; i++)
    if (!paths[i])
      return api_error(err, VOLE_ERROR_USAGE, 2, "the path of a file is NULL");
  struct load l = {.names = paths, .count = count, .err = err, .only_check = only_check};
  return api_guarded(vole, API_HOST, load, &l, err);
}

bool vole_load_files(struct vole *vole, const char *const *paths, int count,
                     struct vole_error *err) {
  return load_files(vole, paths, count, false, err);
}

bool vole_load_file(struct vole *vole, const char *path, struct vole_error *err) {
  return load_files(vole, &path, 1, false, err);
}

bool vole_check_file(struct vole *vole, const char *path, struct vole_error *err) {
  return load_files(vole, &path, 1, true, err);
}

// Appends the listing of one function; compiles it if it has not been called yet.
static bool list_function(struct vole *vole, struct func *func, struct text *out,
                          struct vole_error *err) {
  const char *message = NULL;
  if (func->code && instruction_op(*func->code) == OP_COMPILE &&
      !program_compile(&vole->machine.program, func, &message))
    return api_error(err, VOLE_ERROR_COMPILE, 1, "%s: %s", func->name, message);
  invariant_debug(func->flags & FUNC_NATIVE || (func->code && func->code_words > 0));
  disasm_function(out, func, false);
  return true;
}

// Appends all functions and methods that package main declares.
static bool list_package(struct vole *vole, struct text *out, struct vole_error *err) {
  const struct package *package = vole->machine.program.main_package;
  for (int i = 0; i < package->file_count; i++) {
    const struct decl_list *decls = &package->files[i]->decls;
    for (int j = 0; j < decls->count; j++) {
      const struct decl *decl = decls->items[j];
      struct func *func =
          decl->kind == DECL_FUNC
              ? program_find_function(&vole->machine.program, decl->u.func.function->name, NULL)
              : NULL;
      if (func && !list_function(vole, func, out, err))
        return false;
    }
  }
  return true;
}

// What vole_disassemble was given.
struct listing {
  const char *function;
  int fd;
  struct vole_error *err;
};

static bool list(struct vole *vole, void *argument) {
  const struct listing *l = argument;
  if (!api_is_loaded(vole, l->err))
    return false;
  struct text out = {0};
  struct func *func = NULL;
  if (l->function) {
    mutex_lock(&vole->machine.program.lock);
    func = program_find_function(&vole->machine.program, l->function, NULL);
    mutex_unlock(&vole->machine.program.lock);
  }
  bool ok;
  if (l->function && !func)
    ok = api_error(l->err, VOLE_ERROR_USAGE, 1, "no function %s", l->function);
  else
    ok = func ? list_function(vole, func, &out, l->err) : list_package(vole, &out, l->err);
  if (ok)
    return api_write(l->fd, &out, l->err);
  text_free(&out);
  return false;
}

bool vole_disassemble(struct vole *vole, const char *function, int fd, struct vole_error *err) {
  struct listing l = {function, fd, err};
  return api_guarded(vole, API_USE, list, &l, err);
}
