// Packages that a host gives as Go source, with functions and methods in C.
//
// The source is checked by itself when it is bound, and loaded like any other package when a program
// imports it. Its functions without bodies are natives of the names that the table gives.

#include <stdlib.h>
#include <string.h>

#include "mem/invariant.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/check/host.h"
#include "vm/std/natives.h"

// The source of a package. In malloc'ed memory.
struct bound_source {
  struct bound_source *next;
  char *package; // import path
  char *text;
  size_t size;
};

static struct bound_source *find_source(const struct vole *vole, const char *path) {
  struct bound_source *s = vole->bound_sources;
  while (s && strcmp(s->package, path) != 0)
    s = s->next;
  return s;
}

bool api_find_bound_source(const struct vole *vole, const char *path) {
  return find_source(vole, path);
}

bool api_take_bound_source(struct vole *vole, const char *path, struct package_source *source) {
  const struct bound_source *s = find_source(vole, path);
  if (!s)
    return false;
  struct region *region = &vole->machine.program.region;
  const char **names = region_alloc(region, sizeof *names),
             **texts = region_alloc(region, sizeof *texts);
  size_t *sizes = region_alloc(region, sizeof *sizes);
  names[0] = region_printf(region, "%s.go", path);
  texts[0] = region_strndup(region, s->text, s->size);
  sizes[0] = s->size;
  *source = (struct package_source){
      .names = names, .texts = texts, .sizes = sizes, .count = 1, .is_bound = true};
  return true;
}

static void free_source(struct bound_source *s) {
  if (!s)
    return;
  free(s->package);
  free(s->text);
  free(s);
}

void api_free_bound_sources(struct vole *vole) {
  while (vole->bound_sources) {
    struct bound_source *s = vole->bound_sources;
    vole->bound_sources = s->next;
    free_source(s);
  }
}

// What vole_bind_package was given.
struct bind_package {
  const char *package, *source;
  size_t size;
  const struct vole_function *functions;
  int count;
  struct vole_error *err;
};

static bool find_package(void *context, const char *path, const char *importer,
                         struct package_source *source) {
  (void)importer;
  return std_find_package(context, path, source);
}

// Whether each function without a body has one row, and each row such a function.
static bool match(const struct bind_package *b, const struct host_package *package) {
  for (int i = 0; i < b->count; i++) {
    const char *name = b->functions[i].name;
    int found = 0;
    for (int j = 0; j < package->count; j++)
      found += strcmp(package->names[j], name) == 0;
    if (!found)
      return api_error(b->err, VOLE_ERROR_USAGE, 2,
                       "vole_bind_package: %s has no function %s without a body", b->package, name);
  }
  for (int j = 0; j < package->count; j++) {
    int found = 0;
    for (int i = 0; i < b->count; i++)
      found += strcmp(package->names[j], b->functions[i].name) == 0;
    if (found != 1)
      return api_error(b->err, VOLE_ERROR_USAGE, 2, "vole_bind_package: %s.%s has %s", b->package,
                       package->names[j], found ? "several rows" : "no body and no row");
  }
  return true;
}

static struct vole_binding *new_binding(const char *package, const struct vole_function *function) {
  struct vole_binding *b = calloc(1, sizeof *b);
  struct text full_name = {0};
  if (!b)
    return NULL;
  text_addf(&full_name, "%s.%s", package, function->name);
  *b = (struct vole_binding){.package = strdup(package),
                             .declaration = strdup(""),
                             .full_name = text_take(&full_name),
                             .function = function->function,
                             .user = function->user};
  return b;
}

static bool no_memory(const struct bind_package *b) {
  return api_error(b->err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
}

// Adds the source and its functions, or nothing.
static bool add(struct vole *vole, const struct bind_package *b) {
  struct bound_source *s = calloc(1, sizeof *s);
  if (s && (s->package = strdup(b->package)) != NULL && (s->text = malloc(b->size + 1)) != NULL) {
    memcpy(s->text, b->source, b->size);
    s->text[b->size] = '\0';
    s->size = b->size;
  } else {
    free_source(s);
    return no_memory(b);
  }
  struct vole_binding *before = vole->bindings;
  for (int i = 0; i < b->count; i++) {
    struct vole_binding *binding = new_binding(b->package, &b->functions[i]);
    if (binding ? api_add_binding(vole, binding, b->err) : no_memory(b))
      continue;
    api_drop_bindings(vole, before);
    free_source(s);
    return false;
  }
  s->next = vole->bound_sources;
  vole->bound_sources = s;
  return true;
}

static bool bind_package(struct vole *vole, void *argument) {
  const struct bind_package *b = argument;
  if (!api_has_stack_to_compile(b->err) || !api_check_path(b->package, "vole_bind_package", b->err))
    return false;
  if (vole->program_made)
    return api_error(b->err, VOLE_ERROR_USAGE, 2, "vole_bind_package: a program is loaded already");
  if (find_source(vole, b->package) || api_has_bindings(vole, b->package))
    return api_error(b->err, VOLE_ERROR_USAGE, 2, "vole_bind_package: package %s is bound already",
                     b->package);
  struct host_package package = check_host_package(b->package, b->source, b->size, find_package);
  bool ok = false;
  if (!package.names)
    no_memory(b);
  else if (package.problem)
    api_error(b->err, VOLE_ERROR_COMPILE, 1, "%s", package.problem);
  else
    ok = match(b, &package) && add(vole, b);
  check_host_package_free(&package);
  return ok;
}

bool vole_bind_package(struct vole *vole, const char *package, const char *source, size_t size,
                       const struct vole_function *functions, int count, struct vole_error *err) {
  const char *problem = NULL;
  if (!package || !source)
    problem = package ? "source is NULL" : "package is NULL";
  else if (count < 0 || (count > 0 && !functions))
    problem = "the functions are missing";
  else if (size >= UINT32_MAX)
    problem = "source is too large";
  for (int i = 0; !problem && i < count; i++)
    if (!functions[i].name || !functions[i].function)
      problem = functions[i].name ? "a function is NULL" : "the name of a function is NULL";
  if (problem)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_bind_package: %s", problem);
  struct bind_package b = {package, source, size, functions, count, err};
  return api_guarded(vole, API_HOST, bind_package, &b, err);
}
