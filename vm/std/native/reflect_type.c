// Natives of package reflect: types that a program asks for at run time.
//
// They are made as the compiler makes those that it sees: a type of the checker, of which
// vm/compile/rtypes.c knows whether an identical one has a descriptor already. So reflect.SliceOf
// finds the type of a []T in the program, and code that is compiled later finds what reflect made.
// All of it is done under the program's lock, and lives in its region.

#include <stdlib.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/compile/rtypes.h"
#include "vm/interp/machine.h"
#include "vm/std/natives.h"

static struct type *source_of(const uint64_t rtype) {
  return ((const struct rtype *)rtype)->source;
}

// Returns the descriptor of the types that are identical to model, of which a copy is kept if there
// is none. Program lock held.
static struct rtype *intern(struct program *p, struct type *model) {
  struct rtype *r = rtypes_find(p, model);
  if (r)
    return r;
  struct type *t = types_new(&p->checked.universe, model->kind);
  t->u = model->u;
  return program_rtype(p, t);
}

static struct rtype *intern_locked(struct g *g, struct type *model) {
  struct program *p = &machine_of(g->runtime)->program;
  mutex_lock(&p->lock);
  struct rtype *r = intern(p, model);
  mutex_unlock(&p->lock);
  return r;
}

// func pointerTo(t *rtype) *rtype
static bool reflect_pointer_to(struct g *g, uint64_t *args, uint64_t *results) {
  struct rtype *elem = (struct rtype *)args[0];
  struct rtype *r = atomic_load_acquire_pointer(&elem->pointer_to);
  if (!r) {
    struct type model = {.kind = TYPE_POINTER, .u.pointer.elem = source_of(args[0])};
    r = intern_locked(g, &model);
    atomic_store_release_pointer(&elem->pointer_to, r);
  }
  results[0] = (uint64_t)r;
  return true;
}

// func sliceOf(t *rtype) *rtype
static bool reflect_slice_of(struct g *g, uint64_t *args, uint64_t *results) {
  struct type model = {.kind = TYPE_SLICE, .u.slice.elem = source_of(args[0])};
  results[0] = (uint64_t)intern_locked(g, &model);
  return true;
}

// func arrayOf(t *rtype, length int) *rtype: its size has been looked at.
static bool reflect_array_of(struct g *g, uint64_t *args, uint64_t *results) {
  struct type model = {.kind = TYPE_ARRAY,
                       .u.array = {.elem = source_of(args[0]), .len = (int64_t)args[1]}};
  results[0] = (uint64_t)intern_locked(g, &model);
  return true;
}

// func chanOf(t *rtype, direction int) *rtype
static bool reflect_chan_of(struct g *g, uint64_t *args, uint64_t *results) {
  struct type model = {
      .kind = TYPE_CHAN,
      .u.chan = {.elem = source_of(args[0]), .direction = (enum chan_direction)args[1]}};
  results[0] = (uint64_t)intern_locked(g, &model);
  return true;
}

// func mapOf(key, elem *rtype) *rtype: the key can be compared.
static bool reflect_map_of(struct g *g, uint64_t *args, uint64_t *results) {
  struct type model = {.kind = TYPE_MAP,
                       .u.map = {.key = source_of(args[0]), .value = source_of(args[1])}};
  results[0] = (uint64_t)intern_locked(g, &model);
  return true;
}

// Makes parameters or results of the types whose descriptors a slice has.
static struct object **make_objects(struct program *p, struct go_slice types, enum var_kind kind) {
  struct object **objects = region_alloc(&p->region, ((size_t)types.len + 1) * sizeof *objects);
  for (int64_t i = 0; i < types.len; i++) {
    objects[i] = object_new(&p->region, OBJECT_VAR, NULL, 0, NULL,
                            source_of(((const uint64_t *)types.ptr)[i]));
    objects[i]->u.var.kind = kind;
    objects[i]->u.var.index = (int)i;
  }
  return objects;
}

// Makes a signature to look for, in memory that the caller frees: identity looks at the types only.
static struct object **model_objects(struct g *g, struct go_slice types) {
  size_t count = (size_t)types.len;
  struct object **objects = malloc((count + 1) * (sizeof *objects + sizeof **objects));
  if (!objects)
    gc_embed_fatal(&g->runtime->gc, "out of memory");
  struct object *object = (struct object *)(objects + count + 1);
  for (size_t i = 0; i < count; i++, object++) {
    *object =
        (struct object){.kind = OBJECT_VAR, .type = source_of(((const uint64_t *)types.ptr)[i])};
    objects[i] = object;
  }
  return objects;
}

// func funcOf(in, out []*rtype, variadic bool) *rtype
static bool reflect_func_of(struct g *g, uint64_t *args, uint64_t *results) {
  struct program *p = &machine_of(g->runtime)->program;
  struct go_slice in = native_slice(args), out = native_slice(args + 3);
  struct object **params = model_objects(g, in), **returned = model_objects(g, out);
  struct type model = {.kind = TYPE_SIGNATURE,
                       .u.signature = {.params = params,
                                       .param_count = (int)in.len,
                                       .results = returned,
                                       .result_count = (int)out.len,
                                       .variadic = args[6] != 0}};
  mutex_lock(&p->lock);
  struct rtype *r = rtypes_find(p, &model);
  if (!r) {
    struct type *t = types_new(&p->checked.universe, TYPE_SIGNATURE);
    t->u = model.u;
    t->u.signature.params = make_objects(p, in, VAR_PARAM);
    t->u.signature.results = make_objects(p, out, VAR_RESULT);
    r = program_rtype(p, t);
  }
  mutex_unlock(&p->lock);
  free(params);
  free(returned);
  results[0] = (uint64_t)r;
  return true;
}

const struct native_entry natives_reflect_type[] = {
    {"pointerTo", reflect_pointer_to, 1, 1},
    {"sliceOf", reflect_slice_of, 1, 1},
    {"arrayOf", reflect_array_of, 2, 1},
    {"chanOf", reflect_chan_of, 2, 1},
    {"mapOf", reflect_map_of, 2, 1},
    {"funcOf", reflect_func_of, 7, 1},
    {NULL},
};
