// Objects of the script's heap: making them, and storing in them.
//
// What a host gives is checked before it gets there: an address must be that of memory that scripts
// have, with room for the value and for its pointers; pointers must not be stale.

#include <string.h>

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "mem/mheap.h"
#include "runtime/chan.h"
#include "runtime/end.h"
#include "runtime/instance.h"
#include "runtime/map.h"
#include "runtime/panic.h"
#include "runtime/root.h"
#include "runtime/safepoint.h"
#include "runtime/slice.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"

static const uint64_t most_bytes = UINT64_C(1) << (heap_addr_bits - 1); // of an object

struct g *api_enter_heap(struct vole *vole, uintptr_t bytes, struct m **previous,
                         struct vole_error *err) {
  struct runtime *rt = &vole->machine.runtime;
  struct g *g;
  *previous = runtime_enter(rt, &g);
  if (g && runtime_make_way(rt, g, bytes))
    return g;
  bool ended = !g || atomic_load_u32(&rt->end.exiting);
  runtime_leave(rt, *previous);
  if (ended)
    api_error(err, VOLE_ERROR_USAGE, 2, "the instance has ended");
  else
    api_error(err, VOLE_ERROR_SYSTEM, 2, "the heap would exceed its memory limit");
  return NULL;
}

// Whether word i of a value may hold a pointer.
static bool is_pointer_word(const struct rtype *type, uintptr_t i) {
  return type->layout.mask[i / 8] >> i % 8 & 1;
}

static const void *word_of(const void *value, uintptr_t i) {
  const void *word;
  memcpy(&word, (const char *)value + i * ptr_size, sizeof word);
  return word;
}

void api_hold_value(struct g *g, const struct rtype *type, const void *value) {
  for (uintptr_t i = 0; i < type->layout.ptrdata / ptr_size; i++)
    if (is_pointer_word(type, i) && word_of(value, i))
      runtime_hold_for(g->runtime, g->activations, word_of(value, i));
}

bool api_is_stale(const struct runtime *rt, const void *object) {
  struct mspan *span = span_of(&rt->gc.heap, (uintptr_t)object);
  if (!span || mspan_state(span) == MSPAN_MANUAL)
    return false;
  return mspan_state(span) != MSPAN_IN_USE || (uintptr_t)object < span->start_addr ||
         (uintptr_t)object >= mspan_limit(span);
}

bool api_is_sound(struct vole *vole, const struct rtype *type, const void *values, int64_t count,
                  const char *what, struct vole_error *err) {
  uintptr_t words = values ? type->layout.ptrdata / ptr_size : 0;
  for (int64_t n = 0; words && n < count; n++) {
    const char *value = (const char *)values + (uintptr_t)n * type->layout.size;
    for (uintptr_t i = 0; i < words; i++)
      if (is_pointer_word(type, i) && api_is_stale(&vole->machine.runtime, word_of(value, i)))
        return api_error(err, VOLE_ERROR_USAGE, 2,
                         "%s: a pointer in the value leads to memory that the heap has freed",
                         what);
  }
  return true;
}

bool api_is_object(const struct runtime *rt, const void *object, size_t size) {
  struct mspan *span = span_of_heap(&rt->gc.heap, (uintptr_t)object);
  return span && !span->is_user_arena_chunk && span->elem_size >= size &&
         mspan_object_base(span, mspan_object_index(span, (uintptr_t)object)) == (uintptr_t)object;
}

// Where a host may store.

// Whether each word of `count` values at `to` that holds a pointer may hold one in a package
// variable.
static bool fits_root(const struct root_block *root, const struct rtype *type, uintptr_t to) {
  uintptr_t first = (to - (uintptr_t)root->base) / ptr_size;
  for (uintptr_t i = 0; i < type->layout.ptrdata / ptr_size; i++)
    if (is_pointer_word(type, i) && !(root->mask[(first + i) / 8] >> (first + i) % 8 & 1))
      return false;
  return true;
}

// The same in an object.
static bool fits_object(const struct mheap *heap, const struct mspan *span,
                        const struct rtype *type, uintptr_t to) {
  if (!type->layout.ptrdata || span->is_user_arena_chunk)
    return true;
  if (mspan_noscan(span))
    return false;
  struct heap_bits bits = heap_bits_for_addr(heap, to, type->layout.ptrdata);
  uintptr_t next = heap_bits_next(&bits);
  for (uintptr_t i = 0; i < type->layout.ptrdata / ptr_size; i++) {
    while (next && next < to + i * ptr_size)
      next = heap_bits_next(&bits);
    if (is_pointer_word(type, i) && next != to + i * ptr_size)
      return false;
  }
  return true;
}

// Says what forbids to store `bytes` that begin with a value of a type at an address; NULL: nothing.
static const char *place_problem(const struct runtime *rt, const struct rtype *type, uintptr_t to,
                                 uintptr_t bytes) {
  static const char too_small[] = "the object is too small for the value",
                    no_pointers[] = "the object has no room for pointers there";
  if (to % type->align)
    return "the address is not aligned for the type";
  if (bytes == 0)
    return NULL;
  uint32_t count = atomic_load_u32(&rt->root_count);
  for (uint32_t i = 0; i < count; i++) {
    const struct root_block *root = runtime_root(rt, i);
    uintptr_t offset = to - (uintptr_t)root->base;
    if (offset >= root->bytes)
      continue;
    if (bytes > root->bytes - offset)
      return too_small;
    return fits_root(root, type, to) ? NULL : no_pointers;
  }
  const struct mspan *span = span_of_heap(&rt->gc.heap, to);
  if (!span)
    return "the address is not in memory of the script's";
  uintptr_t end = span->is_user_arena_chunk
                      ? mspan_limit(span)
                      : mspan_object_base(span, mspan_object_index(span, to)) + span->elem_size;
  if (bytes > end - to)
    return too_small;
  return fits_object(&rt->gc.heap, span, type, to) ? NULL : no_pointers;
}

// What the functions below were given and return.
struct values {
  const struct vole_type *type;
  const void *from;
  void *to;
  int64_t length, capacity;
  struct vole_error *err;
};

static bool new_object(struct vole *vole, void *argument) {
  struct values *v = argument;
  struct m *previous;
  const struct rtype *type = api_type(vole, v->type, 0, "vole_object_new", v->err);
  struct g *g = type ? api_enter_heap(vole, type->layout.size, &previous, v->err) : NULL;
  if (!g)
    return false;
  // Objects that share a block would share the time of their finalizers.
  uintptr_t size = type->layout.size;
  if (!type->layout.ptrdata && size > 0 && size < tiny_size)
    size = tiny_size;
  v->to = gc_malloc(&g->runtime->gc, g_gc_p(g), size, type->layout.ptrdata ? &type->layout : NULL,
                    true);
  runtime_hold_for(g->runtime, g->activations, v->to);
  runtime_leave(&vole->machine.runtime, previous);
  return true;
}

void *vole_object_new(struct vole *vole, const struct vole_type *type, struct vole_error *err) {
  struct values v = {.type = type, .err = err};
  return api_guarded(vole, API_USE, new_object, &v, err) ? v.to : NULL;
}

// Returns the bytes of `count` values, or most_bytes if they are too many.
static uint64_t bytes_of(const struct rtype *type, int64_t count) {
  uint64_t bytes;
  if (__builtin_mul_overflow((uint64_t)count, type->layout.size, &bytes) || bytes > most_bytes)
    return most_bytes;
  return bytes;
}

// Says what is wrong with the sizes that vole_make was given, and finds the bytes that it may need.
static const char *sizes_problem(const struct rtype *type, const struct values *v,
                                 uint64_t *bytes) {
  const struct rtype *elem = type->elem;
  if (type->kind != KIND_SLICE && type->kind != KIND_MAP && type->kind != KIND_CHAN)
    return "is no type of a slice, map or channel";
  if (v->length < 0 || (type->kind == KIND_SLICE && v->capacity < v->length))
    return "cannot have that length and capacity";
  int64_t count = type->kind == KIND_SLICE ? v->capacity : v->length;
  *bytes = bytes_of(elem, count);
  if (type->kind == KIND_MAP) // an entry has a word besides key and value, and the index two
    *bytes += bytes_of(type->key, count) + (count < INT32_MAX ? 24 * (uint64_t)count : most_bytes);
  return *bytes >= most_bytes || count >= (int64_t)most_bytes ? "cannot be that large" : NULL;
}

static bool make(struct vole *vole, void *argument) {
  struct values *v = argument;
  struct m *previous;
  uint64_t bytes = 0;
  struct rtype *type = api_type(vole, v->type, 0, "vole_make", v->err);
  const char *problem = type ? sizes_problem(type, v, &bytes) : NULL;
  if (problem)
    return api_error(v->err, VOLE_ERROR_USAGE, 2, "vole_make: a %s %s", type->string, problem);
  struct g *g = type ? api_enter_heap(vole, bytes, &previous, v->err) : NULL;
  if (!g)
    return false;
  bool ok = true;
  void *made;
  if (type->kind == KIND_SLICE) {
    struct go_slice s;
    ok = slice_make(g, type->elem, v->length, v->capacity, &s);
    made = s.ptr;
    *(struct vole_slice *)v->to = (struct vole_slice){s.ptr, s.len, s.cap};
  } else {
    made = type->kind == KIND_MAP ? (void *)map_new(g, type, v->length)
                                  : (void *)chan_make(g, type, v->length);
    *(void **)v->to = made;
    ok = made;
  }
  invariant_debug(ok); // the sizes were looked at
  runtime_hold_for(g->runtime, g->activations, made);
  runtime_leave(&vole->machine.runtime, previous);
  return ok;
}

bool vole_make(struct vole *vole, const struct vole_type *type, int64_t length, int64_t capacity,
               void *value, struct vole_error *err) {
  struct values v = {.type = type, .to = value, .length = length, .capacity = capacity, .err = err};
  if (!value)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_make: value is NULL");
  return api_guarded(vole, API_USE, make, &v, err);
}

static bool store(struct vole *vole, void *argument) {
  const struct values *v = argument;
  struct runtime *rt = &vole->machine.runtime;
  const struct rtype *type = api_type(vole, v->type, 0, "vole_store", v->err);
  if (!type || !api_is_sound(vole, type, v->from, 1, "vole_store", v->err))
    return false;
  const char *problem = place_problem(rt, type, (uintptr_t)v->to, type->layout.size);
  if (problem)
    return api_error(v->err, VOLE_ERROR_USAGE, 2, "vole_store: %s: %s", type->string, problem);
  struct m *previous;
  struct g *g = api_enter_heap(vole, 0, &previous, v->err);
  if (!g)
    return false;
  if (v->from)
    gc_move_typed(&rt->gc, g_gc_p(g), v->to, v->from, type->layout.size, &type->layout);
  else
    gc_clear_typed(&rt->gc, g_gc_p(g), v->to, type->layout.size, &type->layout);
  runtime_leave(rt, previous);
  return true;
}

bool vole_store(struct vole *vole, const struct vole_type *type, void *to, const void *value,
                struct vole_error *err) {
  struct values v = {.type = type, .to = to, .from = value, .err = err};
  if (!to)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_store: to is NULL");
  return api_guarded(vole, API_USE, store, &v, err);
}

// Says what is wrong with a slice that more is appended to; NULL: nothing.
static const char *slice_problem(const struct runtime *rt, const struct rtype *elem,
                                 const struct vole_slice *s, int64_t count) {
  if (s->len < 0 || s->cap < s->len || (!s->ptr && s->cap > 0))
    return "it is no slice";
  if (count < 0)
    return "count is negative";
  if (bytes_of(elem, s->cap) >= most_bytes || bytes_of(elem, count) >= most_bytes ||
      bytes_of(elem, s->len + count) >= most_bytes || s->len + count >= (int64_t)most_bytes)
    return "it would be too large";
  return s->cap ? place_problem(rt, elem, (uintptr_t)s->ptr, bytes_of(elem, s->cap)) : NULL;
}

// Appends zeros.
static bool append_zeros(struct g *g, const struct rtype *elem, struct go_slice *s, int64_t count) {
  if (!slice_grow(g, elem, s, count))
    return false;
  struct go_slice added = {(char *)s->ptr + (uint64_t)s->len * elem->layout.size, count, count};
  slice_clear(g, elem, added);
  s->len += count;
  return true;
}

static bool append(struct vole *vole, void *argument) {
  const struct values *v = argument;
  struct vole_slice *slice = v->to;
  struct rtype *type = api_type(vole, v->type, KIND_SLICE, "vole_append", v->err);
  const char *problem =
      type ? slice_problem(&vole->machine.runtime, type->elem, slice, v->length) : NULL;
  if (problem)
    return api_error(v->err, VOLE_ERROR_USAGE, 2, "vole_append: %s: %s", type->string, problem);
  if (!type || !api_is_sound(vole, type->elem, v->from, v->length, "vole_append", v->err))
    return false;
  uint64_t bytes =
      slice->len + v->length > slice->cap ? 2 * bytes_of(type->elem, slice->len + v->length) : 0;
  struct m *previous;
  struct g *g = api_enter_heap(vole, bytes, &previous, v->err);
  if (!g)
    return false;
  struct go_slice s = {slice->ptr, slice->len, slice->cap};
  bool ok = v->from ? slice_append(g, type->elem, &s, v->from, v->length)
                    : append_zeros(g, type->elem, &s, v->length);
  invariant_debug(ok); // the sizes were looked at
  *slice = (struct vole_slice){s.ptr, s.len, s.cap};
  runtime_hold_for(g->runtime, g->activations, s.ptr);
  runtime_leave(&vole->machine.runtime, previous);
  return ok;
}

bool vole_append(struct vole *vole, const struct vole_type *type, struct vole_slice *slice,
                 const void *elements, int64_t count, struct vole_error *err) {
  struct values v = {.type = type, .to = slice, .from = elements, .length = count, .err = err};
  if (!slice)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_append: slice is NULL");
  return api_guarded(vole, API_USE, append, &v, err);
}
