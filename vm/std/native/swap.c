// The native of package internal/rt that makes the swap function of a slice, for sort.Slice.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/invariant.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

// The closure that swapper returns: {struct func *, address, length, element type}.
enum { swap_base = 1, swap_length, swap_type, swap_words };

// func(i, j int): the closure is the word after the parameters.
static bool rt_swap(struct g *g, uint64_t *args, uint64_t *results) {
  const uint64_t *closure = (const uint64_t *)args[2];
  const struct rtype *elem = (const struct rtype *)closure[swap_type];
  uint64_t i = args[0], j = args[1], size = elem->layout.size;
  if (i >= closure[swap_length] || j >= closure[swap_length]) {
    panic_plain_error(g, "reflect: slice index out of range");
    return false;
  }
  if (size == 8 && elem->layout.ptrdata == 0) {
    uint64_t *words = (uint64_t *)closure[swap_base], word = words[i];
    words[i] = words[j];
    words[j] = word;
    return true;
  }
  struct gc *gc = &g->runtime->gc;
  char *a = (char *)closure[swap_base] + i * size, *b = (char *)closure[swap_base] + j * size,
       small[64];
  char *saved = size <= sizeof small ? small : gc_malloc(gc, g_gc_p(g), size, &elem->layout, false);
  memcpy(saved, a, size);
  gc_move_typed(gc, g_gc_p(g), a, b, size, &elem->layout);
  gc_move_typed(gc, g_gc_p(g), b, saved, size, &elem->layout);
  return true;
}

static struct func swap_function = {.self = &swap_function,
                                    .native = rt_swap,
                                    .param_slots = 2,
                                    .context_slot = 2,
                                    .frame_slots = 3,
                                    .flags = FUNC_NATIVE | FUNC_CLOSURE | FUNC_STD,
                                    .name = "internal/rt.swap"};

static bool rt_swapper(struct g *g, uint64_t *args, uint64_t *results) {
  static const uint8_t mask[1] = {1 << swap_base};
  static const struct layout layout = {swap_words * 8, (swap_base + 1) * 8, mask};
  const struct rtype *type = (const struct rtype *)args[0];
  const struct go_slice *s = (const struct go_slice *)args[1];
  invariant_debug(type && type->kind == KIND_SLICE);
  uint64_t *closure = gc_malloc(&g->runtime->gc, g_gc_p(g), layout.size, &layout, true);
  closure[0] = (uint64_t)&swap_function;
  gc_store_pointer(&g->runtime->gc, g_gc_p(g), (void **)&closure[swap_base], s->ptr);
  closure[swap_length] = (uint64_t)s->len;
  closure[swap_type] = (uint64_t)type->elem;
  results[0] = (uint64_t)closure;
  return true;
}

const struct native_entry natives_swap[] = {
    {"swapper", rt_swapper, 3, 1},
    {NULL},
};
