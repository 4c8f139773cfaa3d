// Slots of the frame: handing them out, and what is known of their contents.
//
// Slots are a stack: c->top is the first that is free. Each has a flag that says whether it may
// hold a pointer into the heap; emit_safepoint notes the flags.

#include <string.h>

#include "mem/invariant.h"
#include "vm/compile/internal.h"

static bool slots_ensure(struct compiler *c, int top) {
  if (top > slot_limit) {
    c->frame_overflow = true;
    compile_fail(c, "function too big: its frame exceeds %d words", slot_limit);
    return false;
  }
  if (top > c->max_top)
    c->max_top = top;
  if (top > c->pointer_cap)
    c->pointer_flags =
        region_grow(c->region, c->pointer_flags, 1, c->pointer_cap, &c->pointer_cap, top * 2 + 32);
  return true;
}

int slot_reserve_words(struct compiler *c, int count, bool pointer) {
  invariant_debug(count >= 0);
  int slot = c->top;
  home_end_variables(c, slot);
  if (!slots_ensure(c, slot + count))
    return 0;
  memset(c->pointer_flags + slot, pointer, (size_t)count);
  c->top += count;
  return slot;
}

void slot_mark_word(struct compiler *c, int slot, bool pointer) {
  invariant_debug(c->error || (slot >= 0 && slot < c->max_top));
  if (slot < c->pointer_cap)
    c->pointer_flags[slot] = pointer;
}

void slot_mark(struct compiler *c, int slot, struct type *t) {
  int slots = type_slots(t);
  invariant_debug(c->error || (slot >= 0 && slot + slots <= c->max_top));
  if (slot + slots > c->pointer_cap)
    return;
  enum shape shape = type_shape(t);
  if (shape != SHAPE_WORDS || slots > 64) {
    memset(c->pointer_flags + slot, 0, (size_t)slots);
    if (shape == SHAPE_POINTER || shape == SHAPE_STRING || shape == SHAPE_SLICE ||
        shape == SHAPE_BOX)
      c->pointer_flags[slot] = 1;
    if (shape == SHAPE_INTERFACE)
      c->pointer_flags[slot + 1] = 1;
    if (shape != SHAPE_WORDS)
      return;
  }
  uint8_t *mask = region_alloc(c->region, (size_t)slots / 8 + 1);
  rtypes_pointer_mask(t, mask, 0);
  for (int i = 0; i < slots; i++)
    c->pointer_flags[slot + i] = mask[i / 8] >> i % 8 & 1;
}

int slot_reserve(struct compiler *c, struct type *t) {
  int slot = slot_reserve_words(c, type_slots(t), false);
  if (!c->error)
    slot_mark(c, slot, t);
  return slot;
}

int call_area(struct compiler *c, int slots) {
  invariant_debug(slots >= 0);
  // The two slots below the area take the return address and the function; one above it the
  // context.
  int area = c->top + 2;
  home_end_variables(c, c->top);
  if (!slots_ensure(c, area + slots + 1))
    return 2;
  memset(c->pointer_flags + c->top, 0, (size_t)slots + 3);
  c->top = area + slots + 1;
  return area;
}
