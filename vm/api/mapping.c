// Maps as hosts use them.
//
// What a host gives as a map is looked at before anything in it is followed: it must be an object of
// the heap that was made as a map with those keys and values.

#include <string.h>

#include "gc/barrier.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/instance.h"
#include "runtime/map.h"
#include "runtime/panic.h"
#include "runtime/root.h"
#include "runtime/slice.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/compile/rtypes.h"

// What a function of vole.h was given, and returns.
struct map_use {
  const char *what;
  const struct vole_type *type;
  struct map *map;
  const void *key, *from;
  void *to;
  bool found;
  struct vole_slice *keys, *values;
  int64_t count;
  struct vole_error *err;
};

// Whether a description is that of a map type with the same keys and values: types with names share
// their maps.
static bool is_like(struct vole *vole, const struct map_info *info, struct rtype *type) {
  int count;
  bool like = false;
  if (info == map_info_get(type))
    return true;
  mutex_lock(&vole->machine.program.lock);
  struct rtype *const *all = rtypes_all(&vole->machine.program, &count);
  for (int i = 0; i < count && !like; i++)
    like = all[i]->kind == KIND_MAP && atomic_load_pointer(&all[i]->map_info) == info &&
           all[i]->key == type->key && all[i]->elem == type->elem;
  mutex_unlock(&vole->machine.program.lock);
  return like;
}

// Returns the type of the map, if there is one that can be used, and a key that can be hashed; else
// NULL with err filled.
static struct rtype *checked(struct vole *vole, const struct map_use *u) {
  struct runtime *rt = &vole->machine.runtime;
  struct rtype *type = api_type(vole, u->type, KIND_MAP, u->what, u->err);
  const struct rtype *unhashable = NULL;
  if (!type || !api_is_sound(vole, type->key, u->key, 1, u->what, u->err) ||
      !api_is_sound(vole, type->elem, u->from, 1, u->what, u->err))
    return NULL;
  if (u->map &&
      (!api_is_object(rt, u->map, sizeof *u->map) || !is_like(vole, u->map->info, type))) {
    api_error(u->err, VOLE_ERROR_USAGE, 2, "%s: the map is not a %s", u->what, type->string);
    return NULL;
  }
  if (u->key && !(type->key->flags & RTYPE_MEMORY_EQUAL))
    rtype_hash(type->key, u->key, 0, &unhashable);
  if (!unhashable)
    return type;
  api_error(u->err, VOLE_ERROR_USAGE, 2, "%s: hash of unhashable type %s", u->what,
            unhashable->string);
  return NULL;
}

static bool get(struct vole *vole, void *argument) {
  struct map_use *u = argument;
  struct m *previous;
  const struct rtype *unhashable;
  struct rtype *type = checked(vole, u);
  struct g *g = type ? api_enter_heap(vole, 0, &previous, u->err) : NULL;
  if (!g)
    return false;
  const void *value = map_lookup(u->map, type, u->key, &unhashable);
  invariant_debug(!unhashable);
  u->found = value;
  if (value)
    memcpy(u->to, value, type->elem->layout.size);
  else
    memset(u->to, 0, type->elem->layout.size);
  api_hold_value(g, type->elem, u->to);
  runtime_leave(&vole->machine.runtime, previous);
  return true;
}

bool vole_map_get(struct vole *vole, const struct vole_type *type, void *map, const void *key,
                  void *value, bool *found, struct vole_error *err) {
  struct map_use u = {
      .what = "vole_map_get", .type = type, .map = map, .key = key, .to = value, .err = err};
  if (!key || !value)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_map_get: %s is NULL", key ? "value" : "key");
  bool ok = api_guarded(vole, API_USE, get, &u, err);
  if (found)
    *found = ok && u.found;
  return ok;
}

// Ends an operation that changed a map. ok: no panic, and nobody else was changing it.
static bool changed(struct vole *vole, struct m *previous, bool ok, const struct map_use *u) {
  struct runtime *rt = &vole->machine.runtime;
  bool ended = atomic_load_u32(&rt->end.exiting);
  runtime_leave(rt, previous);
  if (ok && !ended)
    return true;
  atomic_store_u32(&vole->state, VOLE_DEAD);
  return api_error(u->err, VOLE_ERROR_FATAL, 2, "%s",
                   rt->end.text ? rt->end.text : "fatal error: concurrent map writes");
}

static bool set(struct vole *vole, void *argument) {
  const struct map_use *u = argument;
  struct m *previous;
  struct rtype *type = checked(vole, u);
  if (!type)
    return false;
  if (!u->map)
    return api_error(u->err, VOLE_ERROR_USAGE, 2, "%s: assignment to entry in nil map", u->what);
  // The arrays of a map grow to twice what they were.
  const struct map_info *info = u->map->info;
  uintptr_t bytes = 2 * (uintptr_t)(map_len(u->map) + 1) * (info->entry_size + 8);
  struct g *g = api_enter_heap(vole, bytes, &previous, u->err);
  if (!g)
    return false;
  const struct layout *layout = &type->elem->layout;
  void *at = map_assign(g, u->map, type, u->key);
  if (at && u->from)
    gc_move_typed(&g->runtime->gc, g_gc_p(g), at, u->from, layout->size, layout);
  else if (at)
    gc_clear_typed(&g->runtime->gc, g_gc_p(g), at, layout->size, layout);
  return changed(vole, previous, at, u);
}

bool vole_map_set(struct vole *vole, const struct vole_type *type, void *map, const void *key,
                  const void *value, struct vole_error *err) {
  struct map_use u = {
      .what = "vole_map_set", .type = type, .map = map, .key = key, .from = value, .err = err};
  if (!key)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_map_set: key is NULL");
  return api_guarded(vole, API_USE, set, &u, err);
}

static bool delete_key(struct vole *vole, void *argument) {
  const struct map_use *u = argument;
  struct m *previous;
  struct rtype *type = checked(vole, u);
  struct g *g = type ? api_enter_heap(vole, 0, &previous, u->err) : NULL;
  return g && changed(vole, previous, !u->map || map_delete(g, u->map, type, u->key), u);
}

bool vole_map_delete(struct vole *vole, const struct vole_type *type, void *map, const void *key,
                     struct vole_error *err) {
  struct map_use u = {.what = "vole_map_delete", .type = type, .map = map, .key = key, .err = err};
  if (!key)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_map_delete: key is NULL");
  return api_guarded(vole, API_USE, delete_key, &u, err);
}

// Makes a slice for `count` elements that the caller holds.
static struct go_slice new_list(struct g *g, const struct rtype *elem, int64_t count) {
  struct go_slice list;
  bool ok = slice_make(g, elem, count, count, &list);
  invariant_debug(ok); // a map has them already
  (void)ok;
  runtime_hold_for(g->runtime, g->activations, list.ptr);
  return list;
}

static void copy_element(struct g *g, const struct rtype *elem, struct go_slice list, int64_t i,
                         const void *from) {
  gc_move_typed(&g->runtime->gc, g_gc_p(g), (char *)list.ptr + (uint64_t)i * elem->layout.size,
                from, elem->layout.size, &elem->layout);
}

static bool entries(struct vole *vole, void *argument) {
  struct map_use *u = argument;
  struct m *previous;
  struct rtype *type = checked(vole, u);
  if (!type)
    return false;
  int64_t count = map_len(u->map), i = 0;
  uintptr_t bytes = (uintptr_t)count * ((u->keys ? type->key->layout.size : 0) +
                                        (u->values ? type->elem->layout.size : 0));
  struct g *g = api_enter_heap(vole, bytes, &previous, u->err);
  if (!g)
    return false;
  struct go_slice keys = {0}, values = {0};
  void *key, *value;
  if (u->keys)
    keys = new_list(g, type->key, count);
  if (u->values)
    values = new_list(g, type->elem, count);
  struct map_iter *it = u->keys || u->values ? map_iter_new(g, u->map) : NULL;
  for (; it && i < count && map_iter_next(g, it, &key, &value); i++) {
    if (u->keys)
      copy_element(g, type->key, keys, i, key);
    if (u->values)
      copy_element(g, type->elem, values, i, value);
  }
  u->count = it ? i : count;
  if (u->keys)
    *u->keys = (struct vole_slice){keys.ptr, i, count};
  if (u->values)
    *u->values = (struct vole_slice){values.ptr, i, count};
  runtime_leave(&vole->machine.runtime, previous);
  return true;
}

int64_t vole_map_entries(struct vole *vole, const struct vole_type *type, void *map,
                         struct vole_slice *keys, struct vole_slice *values,
                         struct vole_error *err) {
  struct map_use u = {.what = "vole_map_entries",
                      .type = type,
                      .map = map,
                      .keys = keys,
                      .values = values,
                      .err = err};
  return api_guarded(vole, API_USE, entries, &u, err) ? u.count : -1;
}
