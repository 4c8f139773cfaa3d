// Natives of package arena: they allocate in the chunks of gc/userarena.h.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "runtime/end.h"
#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

static bool arena_new_chunk(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = (uint64_t)gc_arena_chunk_new(&g->runtime->gc, g_gc_p(g));
  return true;
}

static bool arena_free_chunk(struct g *g, uint64_t *args, uint64_t *results) {
  gc_arena_chunk_free(&g->runtime->gc, g_gc_p(g), (void *)args[0]);
  return true;
}

static bool arena_reuse_chunk(struct g *g, uint64_t *args, uint64_t *results) {
  gc_arena_chunk_reuse(&g->runtime->gc, g_gc_p(g), (void *)args[0]);
  return true;
}

// func alloc(chunk unsafe.Pointer, typ any, count int) unsafe.Pointer
static bool arena_alloc_values(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = ((const struct rtype *)args[1])->elem;
  uint64_t count = args[3], bytes;
  if (__builtin_mul_overflow(type->layout.size, count, &bytes)) {
    runtime_fatal(g->runtime, g, "out of memory");
    return false;
  }
  if (bytes > UINT64_C(1) << heap_addr_bits) {
    panic_plain_error(g, "runtime: allocation size out of range");
    return false;
  }
  results[0] = (uint64_t)gc_arena_alloc(&g->runtime->gc, g_gc_p(g), (void *)args[0], &type->layout,
                                        count, type->align);
  return true;
}

static bool in_arena(const struct gc *gc, const void *pointer) {
  const struct mspan *span = span_of(&gc->heap, (uintptr_t)pointer);
  return span && span->is_user_arena_chunk;
}

// Returns a copy of count values on the heap.
static void *copy_values(struct g *g, const struct layout *layout, const void *values,
                         uint64_t count) {
  struct gc *gc = &g->runtime->gc;
  uintptr_t bytes = layout->size * count;
  void *copy = gc_malloc(gc, g_gc_p(g), bytes, layout, true);
  if (bytes != 0)
    gc_move_typed(gc, g_gc_p(g), copy, values, bytes, layout->ptrdata ? layout : NULL);
  return copy;
}

// func clone(s any) any
static bool arena_clone(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0];
  void *data = (void *)args[1];
  unsigned kind = type ? type->kind : KIND_INVALID;
  results[0] = args[0];
  results[1] = args[1];
  if (kind == KIND_STRING) {
    struct go_string s = *(const struct go_string *)data;
    if (!in_arena(&g->runtime->gc, s.ptr))
      return true;
    s = string_new(g, s.ptr, s.len);
    results[1] = (uint64_t)iface_box(g, type, &s);
  } else if (kind == KIND_SLICE) {
    struct go_slice s = *(const struct go_slice *)data;
    if (!in_arena(&g->runtime->gc, s.ptr))
      return true;
    s.ptr = copy_values(g, &type->elem->layout, s.ptr, (uint64_t)s.len);
    s.cap = s.len;
    results[1] = (uint64_t)iface_box(g, type, &s);
  } else if (kind == KIND_POINTER) {
    if (in_arena(&g->runtime->gc, data))
      results[1] = (uint64_t)copy_values(g, &type->elem->layout, data, 1);
  } else {
    native_panic_text(g, "arena: Clone only supports pointers, slices, and strings");
    return false;
  }
  return true;
}

const struct native_entry natives_arena[] = {
    {"newChunk", arena_new_chunk, 0, 1},
    {"freeChunk", arena_free_chunk, 1, 0},
    {"reuseChunk", arena_reuse_chunk, 1, 0},
    {"alloc", arena_alloc_values, 4, 1},
    {"clone", arena_clone, 2, 2},
    {NULL},
};
