// Looking up functions and package variables by name and type.
//
// A hash table remembers each lookup under name and type as the host wrote them, also one that
// failed for its type. So a second lookup costs a hash and two comparisons, and no memory. A name
// that the program has not is not remembered.

#include <stdlib.h>
#include <string.h>

#include "mem/invariant.h"
#include "runtime/hash.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/check/host.h"
#include "vm/compile/compile.h"

enum { first_lookups = 16 }; // of the table, a power of two

// A lookup, and what vole_func and vole_variable return.
struct lookup {
  bool variable;
  const char *name, *type; // as the host wrote them
  uint64_t hash;           // of both
  struct vole_error *err;
  struct vole_func *found;
};

static uint64_t hash_of(const struct lookup *l) {
  size_t name = strlen(l->name);
  return hash_bytes(l->type, strlen(l->type), hash_bytes(l->name, name, name)) ^ l->variable;
}

// Returns the place of a lookup in the table: it is there, or the place is empty.
static struct vole_func **place_of(struct vole *vole, const struct lookup *l) {
  invariant_debug(vole->lookup_count < vole->lookup_size);
  uint32_t mask = vole->lookup_size - 1, i = (uint32_t)l->hash & mask;
  for (;; i = (i + 1) & mask) {
    struct vole_func *f = vole->lookups[i];
    if (!f || (f->hash == l->hash && f->variable == l->variable && strcmp(f->name, l->name) == 0 &&
               strcmp(f->type, l->type) == 0))
      return &vole->lookups[i];
  }
}

// Makes room for one more: the table is at most half full. False: memory is short.
static bool make_room(struct vole *vole) {
  if (2 * (vole->lookup_count + 1) <= vole->lookup_size)
    return true;
  uint32_t old_size = vole->lookup_size, size = old_size ? 2 * old_size : first_lookups;
  struct vole_func **old = vole->lookups, **table = calloc(size, sizeof *table);
  if (!table)
    return false;
  for (uint32_t i = 0; i < old_size; i++) {
    uint32_t at = old[i] ? (uint32_t)old[i]->hash & (size - 1) : 0;
    while (old[i] && table[at])
      at = (at + 1) & (size - 1);
    if (old[i])
      table[at] = old[i];
  }
  free(old);
  vole->lookups = table;
  vole->lookup_size = size;
  return true;
}

void api_free_lookups(struct vole *vole) {
  free(vole->lookups); // its elements are in the program's region
  vole->lookups = NULL;
  vole->lookup_size = vole->lookup_count = 0;
}

void api_forget_lookups(struct vole *vole) {
  for (uint32_t i = 0; i < vole->lookup_size; i++)
    vole->lookups[i] = NULL;
  vole->lookup_count = 0;
}

static const char *words_of(struct program *p, const struct type *type) {
  return type_string(&p->region, type, p->main_package);
}

// Whether the type of a function or variable is the one that the host names; if not, sets
// f->problem.
static bool has_type(struct program *p, struct vole_func *f, struct type *actual) {
  const char *error;
  struct type *wanted = check_host_type(&p->checked, p->main_package, f->type, &error);
  if (!wanted)
    f->problem = region_printf(&p->region, "\"%s\": %s", f->type, error);
  else if (!types_identical(actual, wanted))
    f->problem =
        region_printf(&p->region, "%s is a %s, not a %s", f->name, words_of(p, actual), f->type);
  return !f->problem;
}

static void find_function(struct program *p, struct vole_func *f) {
  const char *error;
  struct expr *e = check_host_function(&p->checked, p->main_package, f->name, &error);
  if (!e) {
    f->problem = region_printf(&p->region, "no function %s: %s", f->name, error);
    return;
  }
  if (!has_type(p, f, e->type))
    return;
  f->func = compile_named_function(p, e);
  invariant_debug(f->func && e->type->kind == TYPE_SIGNATURE);
  if (f->func->flags & FUNC_NATIVE)
    f->problem = region_printf(&p->region,
                               "%s is written in C: a function of the script can call it", f->name);
  f->shape = api_make_shape(p, e->type, false);
  if (!f->problem && !api_shape_fits(f->shape, f->func))
    f->problem = region_printf(&p->region, "parameters or results of %s are too large", f->name);
}

static void find_variable(struct program *p, struct vole_func *f) {
  struct type *declared;
  f->address = program_find_variable(p, f->name, &declared);
  if (!f->address)
    f->problem = region_printf(&p->region, "no variable %s", f->name);
  else
    has_type(p, f, declared);
}

// Returns the remembered lookup, making it if there is none. Returns NULL if the program has no
// such name: *absent, malloc'ed, says why; or if memory is short: *absent is NULL. Program locked,
// since goroutines may be compiling.
static struct vole_func *look_up(struct vole *vole, const struct lookup *l, char **absent) {
  struct program *p = &vole->machine.program;
  if (!make_room(vole))
    return NULL;
  struct vole_func **place = place_of(vole, l);
  if (*place)
    return *place;
  *absent = check_host_absent(&p->checked, p->main_package, l->name);
  if (*absent)
    return NULL;
  struct vole_func *f = region_alloc(&p->region, sizeof *f);
  *f = (struct vole_func){.vole = vole,
                          .name = region_strndup(&p->region, l->name, strlen(l->name)),
                          .type = region_strndup(&p->region, l->type, strlen(l->type)),
                          .hash = l->hash,
                          .variable = l->variable};
  if (l->variable)
    find_variable(p, f);
  else
    find_function(p, f);
  vole->lookup_count++;
  return *place = f;
}

static bool find(struct vole *vole, void *argument) {
  struct lookup *l = argument;
  struct vole_error *err = l->err;
  if (!api_is_loaded(vole, err))
    return false;
  mutex_lock(&vole->machine.program.lock);
  char *absent = NULL;
  struct vole_func *f = look_up(vole, l, &absent);
  mutex_unlock(&vole->machine.program.lock);
  if (absent) {
    api_error(err, VOLE_ERROR_USAGE, 2, "no %s %s: %s", l->variable ? "variable" : "function",
              l->name, absent);
    free(absent);
    return false;
  }
  if (!f)
    return api_error(err, VOLE_ERROR_SYSTEM, 2, "cannot allocate memory");
  if (f->problem)
    return api_error(err, VOLE_ERROR_USAGE, 2, "%s", f->problem);
  invariant_debug(f->vole == vole && f->variable == l->variable);
  l->found = f;
  return true;
}

static struct vole_func *get(struct vole *vole, bool variable, const char *name, const char *type,
                             struct vole_error *err) {
  if (!name || !type) {
    api_error(err, VOLE_ERROR_USAGE, 2, "the %s is NULL", name ? "type" : "name");
    return NULL;
  }
  struct lookup l = {.variable = variable, .name = name, .type = type, .err = err};
  l.hash = hash_of(&l);
  return api_guarded(vole, API_LOOK, find, &l, err) ? l.found : NULL;
}

struct vole_func *vole_func(struct vole *vole, const char *name, const char *signature,
                            struct vole_error *err) {
  return get(vole, false, name, signature, err);
}

void *vole_variable(struct vole *vole, const char *name, const char *type, struct vole_error *err) {
  struct vole_func *f = get(vole, true, name, type, err);
  return f ? f->address : NULL;
}
