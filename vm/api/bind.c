// Natives of hosts: binding C functions, and calling them from scripts.
//
// A bound function is a declaration in the source of a package that is made up for it
// (api_bound_package), with a native of its name (call_host).

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/embed.h"
#include "runtime/end.h"
#include "runtime/interrupt.h"
#include "runtime/panic.h"
#include "runtime/root.h"
#include "runtime/syscall.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/check/host.h"
#include "vm/std/natives.h"
#include "vm/syntax/c_stack.h"

// Returns the shape of a bound function, made on its first call.
static const struct api_shape *shape_of(struct vole_binding *binding) {
  struct program *p = &binding->vole->machine.program;
  struct object *object = NULL;
  mutex_lock(&p->lock);
  if (!binding->shape) {
    bool found = program_find_function(p, binding->full_name, &object) != NULL;
    invariant(found && object->type);
    binding->shape = api_make_shape(p, object->type, true);
  }
  const struct api_shape *shape = binding->shape;
  mutex_unlock(&p->lock);
  return shape;
}

bool api_call_native(struct g *g, struct vole *vole, vole_native function, void *user,
                     const char *name, const void *in, void *out) {
  struct m *m = g->m;
  bool wanted = atomic_load_u32(&g->runtime->interrupt.phase) > INTERRUPT_CALL;
  host_state_leave(&m->outside);
  bool ok = function(vole, user, in, out);
  host_state_enter(&m->outside, g->runtime->locale);
  if (!wanted && atomic_load_u32(&g->runtime->interrupt.phase) > INTERRUPT_CALL)
    interrupt_host_returned(g->runtime, name);
  return ok;
}

void api_end_native(struct g *g, bool ok) {
  struct m *m = g->m;
  if (!ok && m->native_panic_set)
    native_panic(g, m->native_panic_value);
  else if (!ok)
    native_panic_plain(g, m->native_panic ? m->native_panic : "call of a host's function failed");
  free(m->native_panic);
  m->native_panic = NULL;
  m->native_panic_set = false;
  runtime_release_for(g->runtime, g->activations);
}

static bool pass_values(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t *frame;
  struct func *fn = runtime_embed_native(g, &frame);
  invariant_debug(fn && fn->native_data);
  struct vole_binding *binding = fn->native_data;
  const struct api_shape *shape = shape_of(binding);
  if (!api_shape_fits(shape, fn)) {
    native_panic_plain(g, "parameters or results of a host's function are too large");
    return false;
  }
  uint32_t in_words = shape->param_bytes / 8 + 1, out_words = shape->result_bytes / 8 + 1;
  // The C structs are copies: slots keep objects alive, but move when the host calls back.
  struct api_words words;
  uint64_t *in = api_words_get(&words, in_words + out_words), *out = in + in_words;
  if (!in) {
    runtime_fatal(g->runtime, g, "out of memory");
    return false;
  }
  for (int i = 0; i < shape->param_count; i++)
    api_value_store((char *)in + shape->params[i].offset, args + shape->params[i].slot,
                    shape->params[i].type);
  memset(out, 0, out_words * sizeof *out);
  intptr_t results_at = results - g->stack.lo;
  bool ok = api_call_native(g, binding->vole, binding->function, binding->user, binding->full_name,
                            in, out);
  if (atomic_load_u32(&g->runtime->end.exiting)) { // g may have ended
    api_words_free(&words);
    return false;
  }
  for (int i = 0; ok && i < shape->result_count; i++)
    api_value_load(g, g->stack.lo + results_at + shape->results[i].slot,
                   (char *)out + shape->results[i].offset, shape->results[i].type);
  api_words_free(&words);
  api_end_native(g, ok);
  return ok;
}

// What runs when a script calls a bound function. No pause below leaves the host's C frames.
static bool call_host(struct g *g, uint64_t *args, uint64_t *results) {
  if (!syscall_leave_host(g))
    return true;
  struct m *m = g->m;
  jmp_buf *landing = m->landing;
  m->landing = NULL;
  bool ok = pass_values(g, args, results);
  m->landing = landing;
  return ok;
}

// Whether a path is of Go's library or may come to be: whether its first element is one of these.
static bool is_go_path(const char *path) {
  static const char names[] =
      " archive arena bufio builtin bytes cmd cmp compress container context crypto database debug"
      " embed encoding errors expvar flag fmt go hash html image index internal io iter log main"
      " maps math mime net os path plugin reflect regexp runtime slices sort strconv strings"
      " structs sync syscall testing text time unicode unique unsafe vendor weak ";
  size_t size = strcspn(path, "/");
  for (const char *at = names; size > 0 && (at = memmem(at, strlen(at), path, size)); at++)
    if (at > names && at[-1] == ' ' && at[size] == ' ')
      return true;
  return false;
}

// Whether scripts can import a package of that path and name it by its last element.
static const char *package_problem(const char *path) {
  if (is_go_path(path))
    return "that is a package of Go's";
  for (const char *at = path;; at++) {
    size_t size = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    if (size == 0)
      return "that is no import path";
    bool last = at[size] == '\0';
    if (last)
      return isdigit((unsigned char)*at) ? "that is no import path" : NULL;
    at += size;
    if (*at != '/')
      return "that is no import path";
  }
}

bool api_check_path(const char *path, const char *what, struct vole_error *err) {
  const char *wrong = package_problem(path);
  return !wrong || api_error(err, VOLE_ERROR_USAGE, 2, "%s: \"%s\": %s", what, path, wrong);
}

static bool is_bound(const struct vole *vole, const char *full_name) {
  for (const struct vole_binding *b = vole->bindings; b; b = b->next)
    if (strcmp(b->full_name, full_name) == 0)
      return true;
  return false;
}

// What vole_bind was given.
struct bind {
  const char *package, *declaration;
  vole_native function;
  void *user;
  struct vole_error *err;
};

static void free_binding(struct vole_binding *b) {
  free((void *)b->package);
  free((void *)b->declaration);
  free((void *)b->full_name);
  free(b);
}

bool api_add_binding(struct vole *vole, struct vole_binding *b, struct vole_error *err) {
  bool whole = b->package && b->declaration && b->full_name;
  if (!whole || is_bound(vole, b->full_name)) {
    if (whole)
      api_error(err, VOLE_ERROR_USAGE, 2, "vole_bind: %s is bound already", b->full_name);
    else
      api_error(err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
    free_binding(b);
    return false;
  }
  b->vole = vole;
  b->native = (struct native_entry){
      .name = b->full_name, .function = call_host, .flags = FUNC_NATIVE_BLOCKING, .data = b};
  b->next = vole->bindings;
  vole->bindings = b;
  return true;
}

static bool add_binding(struct vole *vole, const struct bind *bind, const char *name) {
  struct vole_binding *b = calloc(1, sizeof *b);
  struct text full_name = {0};
  text_addf(&full_name, "%s.%s", bind->package, name);
  if (!b) {
    text_free(&full_name);
    return api_error(bind->err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
  }
  *b = (struct vole_binding){.function = bind->function,
                             .user = bind->user,
                             .package = strdup(bind->package),
                             .declaration = strdup(bind->declaration),
                             .full_name = text_take(&full_name)};
  return api_add_binding(vole, b, bind->err);
}

static bool bind(struct vole *vole, void *argument) {
  const struct bind *b = argument;
  if (!api_has_stack(c_stack_entry, b->err))
    return false;
  if (vole->program_made)
    return api_error(b->err, VOLE_ERROR_USAGE, 2, "vole_bind: a program is loaded already");
  if (!api_check_path(b->package, "vole_bind", b->err))
    return false;
  if (api_find_bound_source(vole, b->package))
    return api_error(b->err, VOLE_ERROR_USAGE, 2, "vole_bind: package %s is bound already",
                     b->package);
  const char *slash = strrchr(b->package, '/');
  char *name = NULL;
  char *problem = check_host_declaration(slash ? slash + 1 : b->package, b->declaration, &name);
  bool ok = name && add_binding(vole, b, name);
  if (!name && problem)
    api_error(b->err, VOLE_ERROR_USAGE, 2, "vole_bind: \"%s\": %s", b->declaration, problem);
  else if (!name)
    api_error(b->err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
  free(problem);
  free(name);
  return ok;
}

bool vole_bind(struct vole *vole, const char *package, const char *declaration,
               vole_native function, void *user, struct vole_error *err) {
  if (!package || !declaration || !function)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_bind: %s is NULL",
                     !package       ? "package"
                     : !declaration ? "declaration"
                                    : "function");
  struct bind b = {package, declaration, function, user, err};
  return api_guarded(vole, API_HOST, bind, &b, err);
}

bool api_has_bindings(const struct vole *vole, const char *package) {
  const struct vole_binding *b = vole->bindings;
  while (b && strcmp(b->package, package) != 0)
    b = b->next;
  return b;
}

bool api_bound_package(struct vole *vole, const char *path, struct package_source *source) {
  if (api_take_bound_source(vole, path, source))
    return true;
  struct text text = {0};
  const char *base = strrchr(path, '/');
  int count = 0;
  text_addf(&text, "package %s\n", base ? base + 1 : path);
  for (const struct vole_binding *b = vole->bindings; b; b = b->next) {
    if (strcmp(b->package, path) == 0) {
      text_addf(&text, "%s\n", b->declaration);
      count++;
    }
  }
  if (text.failed) {
    size_t size = text.len;
    text_free(&text);
    region_out_of_memory(&vole->machine.program.region, size);
  }
  if (count > 0) {
    struct region *region = &vole->machine.program.region;
    const char **names = region_alloc(region, sizeof *names),
               **texts = region_alloc(region, sizeof *texts);
    size_t *sizes = region_alloc(region, sizeof *sizes);
    names[0] = region_printf(region, "%s (bound by the host)", path);
    texts[0] = region_strndup(region, text.data, text.len);
    sizes[0] = text.len;
    *source = (struct package_source){
        .names = names, .texts = texts, .sizes = sizes, .count = 1, .is_std = true};
  }
  text_free(&text);
  return count > 0;
}

void api_drop_bindings(struct vole *vole, const struct vole_binding *first) {
  while (vole->bindings != first) {
    struct vole_binding *b = vole->bindings;
    vole->bindings = b->next;
    free_binding(b);
  }
}

void api_free_bindings(struct vole *vole) {
  api_drop_bindings(vole, NULL);
  api_free_bound_sources(vole);
}
