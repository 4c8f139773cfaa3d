// Natives of package reflect: values in memory, and values in interfaces.
//
// A reflect.Value is three slots: type descriptor, a word, flags. The word is the value itself if
// the type is pointer-shaped and reflect_indirect is not set; else it is the value's address.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "runtime/iface.h"
#include "runtime/runtime.h"
#include "runtime/slice.h"
#include "vm/std/native/os.h"
#include "vm/std/natives.h"

// Flags of a Value: as value.go has them. The low bits are the kind.
enum { reflect_indirect = 1 << 7 };

static bool reflect_value_of(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0];
  if (!type)
    return true;
  results[0] = args[0];
  results[1] = args[1];
  results[2] = type->kind | (type->flags & RTYPE_DIRECT ? 0u : (unsigned)reflect_indirect);
  return true;
}

// func typeOf(x any) *rtype
static bool reflect_type_of(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0];
  return true;
}

// func cString(s *byte) string
static bool reflect_c_string(struct g *g, uint64_t *args, uint64_t *results) {
  const char *s = (const char *)args[0];
  if (!s)
    return true;
  results[0] = args[0];
  results[1] = strlen(s);
  return true;
}

// func box(t *rtype, at unsafe.Pointer) any: an interface that holds a copy of the value.
static bool reflect_box(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0];
  results[1] = (uint64_t)iface_box(g, (const struct rtype *)args[0], (const void *)args[1]);
  return true;
}

// func join(t *rtype, data unsafe.Pointer) any: an interface of those two words.
static bool reflect_join(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = args[0];
  results[1] = args[1];
  return true;
}

// func held(t *rtype, at unsafe.Pointer) any: what the interface of type t at an address holds.
static bool reflect_held(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0];
  const uint64_t *words = (const uint64_t *)args[1];
  results[0] =
      type->method_count && words[0] ? (uint64_t)((const struct itab *)words[0])->type : words[0];
  results[1] = words[1];
  return true;
}

// func setInterface(t *rtype, at unsafe.Pointer, x any) bool: stores x in an interface of type t, if
// it implements t; nil always does.
static bool reflect_set_interface(struct g *g, uint64_t *args, uint64_t *results) {
  struct rtype *wanted = (struct rtype *)args[0], *type = (struct rtype *)args[2];
  uint64_t words[2] = {args[2], args[3]};
  if (type && wanted->method_count) {
    words[0] = (uint64_t)itab_get(g->runtime, wanted, type, NULL);
    if (!words[0])
      return true;
  }
  gc_move_typed(&g->runtime->gc, g_gc_p(g), (void *)args[1], words, sizeof words, &wanted->layout);
  results[0] = 1;
  return true;
}

// func implements(t, inter *rtype) bool
static bool reflect_implements(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = rtype_implements((const struct rtype *)args[0], (const struct rtype *)args[1], NULL);
  return true;
}

// func newObject(t *rtype) unsafe.Pointer
static bool reflect_new_object(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0];
  results[0] =
      (uint64_t)gc_malloc(&g->runtime->gc, g_gc_p(g), type->layout.size, &type->layout, true);
  return true;
}

// func makeSlice(elem *rtype, s *header, length, capacity int)
static bool reflect_make_slice(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice s;
  if (!slice_make(g, (const struct rtype *)args[0], (int64_t)args[2], (int64_t)args[3], &s))
    return false;
  struct go_slice *to = (struct go_slice *)args[1];
  gc_store_pointer(&g->runtime->gc, g_gc_p(g), &to->ptr, s.ptr);
  to->len = s.len;
  to->cap = s.cap;
  return true;
}

// func growSlice(elem *rtype, s *header, count int): makes room for count more elements.
static bool reflect_grow_slice(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice *at = (struct go_slice *)args[1], s = *at;
  if (!slice_grow(g, (const struct rtype *)args[0], &s, (int64_t)args[2]))
    return false;
  gc_store_pointer(&g->runtime->gc, g_gc_p(g), &at->ptr, s.ptr);
  at->len = s.len;
  at->cap = s.cap;
  return true;
}

// func copySlice(elem *rtype, to, from unsafe.Pointer, count int)
static bool reflect_copy_slice(struct g *g, uint64_t *args, uint64_t *results) {
  int64_t count = (int64_t)args[3];
  slice_copy(g, (const struct rtype *)args[0], (struct go_slice){(void *)args[1], count, count},
             (const void *)args[2], count);
  return true;
}

// func clearSlice(elem *rtype, at unsafe.Pointer, count int)
static bool reflect_clear_slice(struct g *g, uint64_t *args, uint64_t *results) {
  int64_t count = (int64_t)args[2];
  slice_clear(g, (const struct rtype *)args[0], (struct go_slice){(void *)args[1], count, count});
  return true;
}

// func move(t *rtype, to, from unsafe.Pointer)
static bool reflect_move(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0];
  gc_move_typed(&g->runtime->gc, g_gc_p(g), (void *)args[1], (const void *)args[2],
                type->layout.size, &type->layout);
  return true;
}

// func zero(t *rtype, at unsafe.Pointer)
static bool reflect_zero(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0];
  gc_clear_typed(&g->runtime->gc, g_gc_p(g), (void *)args[1], type->layout.size, &type->layout);
  return true;
}

// func isZeroMemory(at unsafe.Pointer, size uintptr) bool
static bool reflect_is_zero_memory(struct g *g, uint64_t *args, uint64_t *results) {
  const char *at = (const char *)args[0];
  uint64_t size = args[1];
  results[0] = size == 0 || (at[0] == 0 && memcmp(at, at + 1, size - 1) == 0);
  return true;
}

// func unsafeGranted() bool
static bool reflect_unsafe_granted(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = os_is_granted(g, RUNTIME_GRANT_UNSAFE);
  return true;
}

const struct native_entry natives_reflect_value[] = {
    {"ValueOf", reflect_value_of, 2, 3},
    {"typeOf", reflect_type_of, 2, 1},
    {"cString", reflect_c_string, 1, 2},
    {"box", reflect_box, 2, 2},
    {"join", reflect_join, 2, 2},
    {"held", reflect_held, 2, 2},
    {"setInterface", reflect_set_interface, 4, 1},
    {"implements", reflect_implements, 2, 1},
    {"newObject", reflect_new_object, 1, 1},
    {"makeSlice", reflect_make_slice, 4, 0},
    {"growSlice", reflect_grow_slice, 3, 0},
    {"copySlice", reflect_copy_slice, 4, 0},
    {"clearSlice", reflect_clear_slice, 3, 0},
    {"move", reflect_move, 3, 0},
    {"zero", reflect_zero, 2, 0},
    {"isZeroMemory", reflect_is_zero_memory, 2, 1},
    {"unsafeGranted", reflect_unsafe_granted, 0, 1},
    {NULL},
};
