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

// Finds a native by its full name: one that the host has bound, or one of the standard library.
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

// What vole_load_* and vole_check_* were given: packages, or the files of a main package.
struct load {
  const struct vole_package *packages;
  int count;
  const char *const *paths; // of files
  struct vole_error *err;
  bool only_check;
  bool replaces; // a program that is there, if there is one
};

static void begin_program(struct vole *vole) {
  invariant_debug(!vole->program_made);
  program_init(&vole->machine.program, &vole->machine.runtime, api_find_package, vole, find_native,
               vole);
  vole->machine.program.checked.no_unsafe =
      !(vole->machine.runtime.config.grant & RUNTIME_GRANT_UNSAFE);
  vole->program_made = true;
}

// Drops a program that could not be loaded, of which nothing has run.
static void drop_program(struct vole *vole) {
  api_free_lookups(vole);
  memset(vole->known, 0, sizeof vole->known);
  vole->final_type = NULL;
  program_free(&vole->machine.program);
  vole->program_made = false;
}

// Replaces the program. What was looked up goes on to mean the old one.
static bool reload_program(struct vole *vole, const struct package_source *roots, int count) {
  struct program *p = &vole->machine.program;
  mutex_lock(&p->lock);
  bool ok = program_reload(p, roots, count);
  if (ok) {
    api_forget_lookups(vole);
    vole->reloaded = true;
  }
  mutex_unlock(&p->lock);
  return ok;
}

// Checks and links the program, of which the roots are given.
static bool link_program(struct vole *vole, const struct package_source *roots, int count,
                         const struct load *l) {
  invariant_debug(count > 0 && vole->program_made);
  struct g *g;
  struct m *previous = runtime_enter(&vole->machine.runtime, &g);
  bool ok = g && (l->replaces ? reload_program(vole, roots, count)
                              : program_load(&vole->machine.program, roots, count));
  if (ok)
    profile_enable(&vole->machine.program, &vole->heap_profile_rate);
  runtime_leave(&vole->machine.runtime, previous);
  if (!g)
    return api_error(l->err, VOLE_ERROR_USAGE, 2, "the instance is being freed");
  if (!ok)
    return api_report_compile_errors(&vole->machine.program.errors, l->err);
  atomic_store_u32(&vole->state, VOLE_LOADED);
  return true;
}

// Loads a main package of files.
static bool load_paths(struct vole *vole, const struct load *l) {
  struct region *region = &vole->machine.program.region;
  size_t count = (size_t)l->count;
  const char **names = region_alloc(region, count * sizeof *names);
  const char **texts = region_alloc(region, count * sizeof *texts);
  size_t *sizes = region_alloc(region, count * sizeof *sizes);
  for (int i = 0; i < l->count; i++) {
    char *text = read_file(l->paths[i], &sizes[i], l->err);
    if (!text)
      return false;
    if (sizes[i] >= UINT32_MAX) {
      free(text);
      return api_error(l->err, VOLE_ERROR_COMPILE, 1, "%s: file is too large", l->paths[i]);
    }
    names[i] = region_strndup(region, l->paths[i], strlen(l->paths[i]));
    texts[i] = region_strndup(region, text, sizes[i]);
    free(text);
  }
  const struct package_source root = {
      .names = names, .texts = texts, .sizes = sizes, .count = l->count};
  return link_program(vole, &root, 1, l);
}

// Loads packages that the host gives.
static bool load_packages(struct vole *vole, const struct load *l) {
  struct package_source *roots =
      region_alloc(&vole->machine.program.region, (size_t)l->count * sizeof *roots);
  vole->packages = l->packages;
  vole->package_count = l->count;
  for (int i = 0; i < l->count; i++)
    api_take_package(vole, &l->packages[i], &roots[i]);
  bool ok = link_program(vole, roots, l->count, l);
  vole->package_count = 0;
  return ok;
}

static bool load(struct vole *vole, void *argument) {
  const struct load *l = argument;
  if (!api_has_stack(c_stack_entry, l->err))
    return false;
  uint32_t state = atomic_load_u32(&vole->state);
  if (state == VOLE_DEAD && l->replaces)
    return api_error(l->err, VOLE_ERROR_USAGE, 2, "the instance has ended");
  if (state != VOLE_EMPTY && !l->replaces)
    return api_error(l->err, VOLE_ERROR_USAGE, 2, "a program is loaded already");
  if (state == VOLE_EMPTY && vole->program_made && !l->replaces)
    return api_error(l->err, VOLE_ERROR_USAGE, 2, "a program could not be loaded before");
  if (state == VOLE_EMPTY && vole->program_made)
    drop_program(vole);
  struct load own = *l;
  own.replaces = l->replaces && state != VOLE_EMPTY;
  if (!own.replaces)
    begin_program(vole);
  bool ok = l->packages ? load_packages(vole, &own) : load_paths(vole, &own);
  if (l->only_check)
    atomic_store_u32(&vole->state, VOLE_DEAD);
  return ok;
}

// Says what is wrong with a package; NULL: nothing.
static const char *package_problem(const struct vole_package *package) {
  if (package->file_count < 0 || (package->file_count > 0 && !package->files))
    return "the files of a package are missing";
  for (int i = 0; i < package->file_count; i++)
    if (!package->files[i].name || (!package->files[i].text && package->files[i].size > 0))
      return "the name or the text of a file is NULL";
  return NULL;
}

static bool use_packages(struct vole *vole, const struct vole_package *packages, int count,
                         struct load load_as, struct vole_error *err) {
  if (!packages || count < 1)
    return api_error(err, VOLE_ERROR_USAGE, 2, "no packages are given");
  for (int i = 0; i < count; i++) {
    const char *problem = package_problem(&packages[i]);
    if (problem)
      return api_error(err, VOLE_ERROR_USAGE, 2, "%s", problem);
  }
  load_as.packages = packages;
  load_as.count = count;
  load_as.err = err;
  return api_guarded(vole, API_HOST, load, &load_as, err);
}

bool vole_load_packages(struct vole *vole, const struct vole_package *packages, int count,
                        struct vole_error *err) {
  return use_packages(vole, packages, count, (struct load){0}, err);
}

bool vole_reload(struct vole *vole, const struct vole_package *packages, int count,
                 struct vole_error *err) {
  return use_packages(vole, packages, count, (struct load){.replaces = true}, err);
}

bool vole_check_packages(struct vole *vole, const struct vole_package *packages, int count,
                         struct vole_error *err) {
  return use_packages(vole, packages, count, (struct load){.only_check = true}, err);
}

bool vole_load_string(struct vole *vole, const char *name, const char *source, size_t size,
                      struct vole_error *err) {
  if (!name || (!source && size > 0))
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_load_string: %s is NULL",
                     name ? "source" : "name");
  struct vole_source file = {name, source, size};
  struct vole_package package = {.files = &file, .file_count = 1, .all_files = true};
  return use_packages(vole, &package, 1, (struct load){0}, err);
}

static bool load_files(struct vole *vole, const char *const *paths, int count, bool only_check,
                       struct vole_error *err) {
  if (!paths || count < 1)
    return api_error(err, VOLE_ERROR_USAGE, 2, "no files are listed");
  for (int i = 0; i < count; i++)
    if (!paths[i])
      return api_error(err, VOLE_ERROR_USAGE, 2, "the path of a file is NULL");
  struct load l = {.paths = paths, .count = count, .err = err, .only_check = only_check};
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
