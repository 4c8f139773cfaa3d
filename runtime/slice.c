// Slices: see slice.h.

#include "runtime/slice.h"

#include <string.h>

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/base.h"
#include "runtime/bulk.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"

// No object is larger than the address space.
static const uintptr_t max_alloc_bytes = (uintptr_t)1 << heap_addr_bits;

enum { grow_threshold = 256 }; // below, capacities double

// Returns whether count elements of size bytes are too large for any object. *bytes becomes their
// size.
static bool too_large(int64_t count, uintptr_t size, uintptr_t *bytes) {
  return __builtin_mul_overflow((uintptr_t)count, size, bytes) || *bytes > max_alloc_bytes;
}

static const struct layout *layout_of(const struct rtype *elem) {
  return elem->layout.ptrdata ? &elem->layout : NULL;
}

bool slice_make(struct g *g, const struct rtype *elem, int64_t len, int64_t cap,
                struct go_slice *result) {
  uintptr_t bytes;
  if (len < 0 || too_large(len, elem->layout.size, &bytes)) {
    panic_error(g, "makeslice: len out of range");
    return false;
  }
  if (cap < len || too_large(cap, elem->layout.size, &bytes)) {
    panic_error(g, "makeslice: cap out of range");
    return false;
  }
  void *memory = gc_malloc(&g->runtime->gc, g_gc_p(g), bytes, layout_of(elem), true);
  *result = (struct go_slice){memory, len, cap};
  return true;
}

int64_t slice_grown_cap(int64_t old_cap, int64_t new_len, uintptr_t elem_size, uintptr_t *bytes) {
  int64_t cap = old_cap;
  if (new_len - old_cap > old_cap)
    cap = new_len;
  else if (old_cap < grow_threshold)
    cap = old_cap * 2;
  else {
    // The growth goes from doubling to a quarter.
    while (cap > 0 && cap < new_len)
      if (__builtin_add_overflow(cap, (cap + 3 * grow_threshold) / 4, &cap))
        cap = new_len;
  }
  if (elem_size == 0) {
    *bytes = 0;
    return new_len;
  }
  if (too_large(cap, elem_size, bytes))
    return -1;
  uintptr_t rounded = gc_malloc_rounded(*bytes);
  cap = (int64_t)(rounded / elem_size);
  *bytes = (uintptr_t)cap * elem_size;
  return *bytes > max_alloc_bytes ? -1 : cap;
}

bool slice_grow(struct g *g, const struct rtype *elem, struct go_slice *s, int64_t count) {
  int64_t new_len;
  uintptr_t bytes, size = elem->layout.size;
  if (count < 0 || __builtin_add_overflow(s->len, count, &new_len)) {
    panic_error(g, "growslice: len out of range");
    return false;
  }
  if (new_len <= s->cap)
    return true;
  int64_t cap = slice_grown_cap(s->cap, new_len, size, &bytes);
  if (cap < 0) {
    panic_error(g, "growslice: len out of range");
    return false;
  }
  struct gc *gc = &g->runtime->gc;
  if (size == 0) {
    *s = (struct go_slice){gc->zero_base, s->len, cap};
    return true;
  }
  uintptr_t used = (uintptr_t)s->len * size;
  const struct layout *layout = layout_of(elem);
  char *memory = gc_malloc(gc, g_gc_p(g), bytes, layout, false);
  if (!layout) {
    bulk_copy(memory, s->ptr, used);
    bulk_clear(memory + used, bytes - used);
  } else {
    // The new memory is black while a cycle marks, so what it gets is shaded.
    bulk_move_typed(g, memory, s->ptr, used, layout);
  }
  s->ptr = memory;
  s->cap = cap;
  return true;
}

// Copies within or between objects, with the barrier where there are pointers.
static void move(struct g *g, const struct rtype *elem, void *to, const void *from,
                 uintptr_t bytes) {
  if (elem->layout.ptrdata)
    bulk_move_typed(g, to, from, bytes, &elem->layout);
  else
    bulk_copy(to, from, bytes);
}

bool slice_append(struct g *g, const struct rtype *elem, struct go_slice *s, const void *from,
                  int64_t count) {
  if (count == 0)
    return true;
  if (!slice_grow(g, elem, s, count))
    return false;
  uintptr_t size = elem->layout.size;
  if (size)
    move(g, elem, (char *)s->ptr + (uintptr_t)s->len * size, from, (uintptr_t)count * size);
  s->len += count;
  return true;
}

int64_t slice_copy(struct g *g, const struct rtype *elem, struct go_slice to, const void *from,
                   int64_t count) {
  int64_t copied = to.len < count ? to.len : count;
  if (copied && elem->layout.size && to.ptr != from)
    move(g, elem, to.ptr, from, (uintptr_t)copied * elem->layout.size);
  return copied;
}

void slice_clear(struct g *g, const struct rtype *elem, struct go_slice s) {
  uintptr_t bytes = (uintptr_t)s.len * elem->layout.size;
  if (bytes && elem->layout.ptrdata)
    bulk_clear_typed(g, s.ptr, bytes, &elem->layout);
  else if (bytes)
    bulk_clear(s.ptr, bytes);
}
