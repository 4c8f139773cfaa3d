// The write barrier's slow paths: single slots, ranges, and copies by atomic words.
//
// Both pointers are always recorded. Shading the old one keeps what a stack that was scanned
// already may have read from the slot. Shading the new one keeps a pointer that a stack not scanned
// yet stores here and then forgets.

#include "gc/barrier.h"

#include <string.h>

#include "gc/wbbuf.h"
#include "mem/base.h"

static uintptr_t load_word(const void *address) {
  return atomic_load_relaxed_uintptr((const uintptr_t *)address);
}

void gc_barrier_record(struct gc *gc, struct gc_p *p, void *const *slot, const void *value) {
  gc_wbbuf_put2(gc, p, &p->wbbuf, load_word(slot), (uintptr_t)value);
}

// Records the word at offset of dst and the word at offset of src (0 if src is) that replaces it.
static void record_word(struct gc *gc, struct gc_p *p, uintptr_t dst, uintptr_t src,
                        uintptr_t offset) {
  uintptr_t value = src ? load_word((const void *)(src + offset)) : 0;
  gc_wbbuf_put2(gc, p, &p->wbbuf, load_word((const void *)(dst + offset)), value);
}

void gc_barrier_bulk_layout(struct gc *gc, struct gc_p *p, void *dst, const void *src,
                            uintptr_t bytes, const struct layout *layout) {
  if (!gc->write_barrier.enabled || !layout || layout->ptrdata == 0)
    return;
  for (uintptr_t element = 0; element < bytes; element += layout->size) {
    for (uintptr_t word = 0; word < layout->ptrdata / ptr_size; word++) {
      uintptr_t offset = element + word * ptr_size;
      if (offset < bytes && (layout->mask[word / 8] >> word % 8 & 1))
        record_word(gc, p, (uintptr_t)dst, (uintptr_t)src, offset);
    }
  }
}

// Copies whole words, each by one atomic store, from the end that an overlap demands.
static void move_words(uintptr_t *dst, const uintptr_t *src, uintptr_t words) {
  if ((uintptr_t)dst - (uintptr_t)src >= words * ptr_size) {
    for (uintptr_t i = 0; i < words; i++)
      atomic_store_relaxed_uintptr(&dst[i], atomic_load_relaxed_uintptr(&src[i]));
    return;
  }
  for (uintptr_t i = words; i-- > 0;)
    atomic_store_relaxed_uintptr(&dst[i], atomic_load_relaxed_uintptr(&src[i]));
}

void gc_move_typed(struct gc *gc, struct gc_p *p, void *dst, const void *src, uintptr_t bytes,
                   const struct layout *layout) {
  if (dst == src || bytes == 0)
    return;
  if (!layout || layout->ptrdata == 0) {
    memmove(dst, src, bytes);
    return;
  }
  if (gc->write_barrier.enabled)
    gc_barrier_bulk_layout(gc, p, dst, src, bytes, layout);
  move_words(dst, src, bytes / ptr_size);
}

void gc_clear_typed(struct gc *gc, struct gc_p *p, void *dst, uintptr_t bytes,
                    const struct layout *layout) {
  if (!layout || layout->ptrdata == 0) {
    memset(dst, 0, bytes);
    return;
  }
  if (gc->write_barrier.enabled)
    gc_barrier_bulk_layout(gc, p, dst, NULL, bytes, layout);
  for (uintptr_t i = 0; i < bytes / ptr_size; i++)
    atomic_store_relaxed_uintptr((uintptr_t *)dst + i, 0);
}
