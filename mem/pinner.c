// Pinning: two bits for each object of a span, and a record that counts the pins beyond the
// first.

#include "mem/pinner.h"

#include "mem/mheap.h"
#include "mem/special.h"
#include "mem/sweep.h"

// The two bits of an object, lowest first in *shift.
enum { pin_once = 1, pin_often = 2 };

static uint8_t *bits_of(uint8_t *bits, uintptr_t index, unsigned *shift) {
  *shift = index * 2 % 8;
  return &bits[index * 2 / 8];
}

static uint8_t state_of(struct mspan *s, uintptr_t index) {
  uint8_t *bits = atomic_load_acquire_pointer(&s->pinner_bits);
  if (!bits)
    return 0;
  unsigned shift;
  return atomic_load_u8(bits_of(bits, index, &shift)) >> shift & (pin_once | pin_often);
}

// One pin more than the first. special_lock held.
static void increment_counter(struct mheap *h, struct mspan *s, uintptr_t offset) {
  bool exists;
  struct special **link = special_find_link(s, offset, SPECIAL_KIND_PIN_COUNTER, &exists);
  if (!exists) {
    struct special *special = special_new(h, SPECIAL_KIND_PIN_COUNTER);
    special->offset = offset;
    special->next = *link;
    *link = special;
    special_mark_span(h, s);
  }
  ((struct special_pin_counter *)*link)->counter++;
}

// One pin less; whether there is any beyond the first left. special_lock held.
static bool decrement_counter(struct mheap *h, struct mspan *s, uintptr_t offset) {
  bool exists;
  struct special **link = special_find_link(s, offset, SPECIAL_KIND_PIN_COUNTER, &exists);
  if (!exists)
    vole_throw("runtime.Pinner: decreased non-existing pin counter");
  struct special_pin_counter *counter = (struct special_pin_counter *)*link;
  if (--counter->counter != 0)
    return true;
  *link = counter->special.next;
  if (!s->specials)
    special_unmark_span(h, s);
  special_free(h, &counter->special);
  return false;
}

// special_lock held.
static void pin(struct mheap *h, struct mspan *s, uintptr_t index) {
  uint8_t *bits = atomic_load_acquire_pointer(&s->pinner_bits);
  if (!bits) {
    bits = gc_bits_new_mark_bits(&h->gc_bits, s->nelems * 2);
    atomic_store_release_pointer(&s->pinner_bits, bits);
  }
  bool again = state_of(s, index) != 0;
  if (again)
    increment_counter(h, s, index * s->elem_size);
  unsigned shift;
  uint8_t *byte = bits_of(bits, index, &shift);
  atomic_or_u8(byte, (uint8_t)((again ? pin_often : pin_once) << shift));
}

// special_lock held.
static enum pin_result unpin(struct mheap *h, struct mspan *s, uintptr_t index) {
  uint8_t state = state_of(s, index);
  if (state == 0)
    return PIN_ALREADY_UNPINNED;
  bool often = (state & pin_often) != 0;
  if (often && decrement_counter(h, s, index * s->elem_size))
    return PIN_DONE;
  unsigned shift;
  uint8_t *byte = bits_of(atomic_load_acquire_pointer(&s->pinner_bits), index, &shift);
  atomic_and_u8(byte, (uint8_t) ~((often ? pin_often : pin_once) << shift));
  return PIN_DONE;
}

enum pin_result pin_set(struct mheap *h, struct mem_p *p, uintptr_t address, bool on) {
  struct mspan *s = span_of_heap(h, address);
  if (!s)
    return PIN_NO_OBJECT;
  mspan_ensure_swept(h, p, s); // the sweeper replaces the bits
  uintptr_t index = mspan_object_index(s, address);
  enum pin_result result = PIN_DONE;
  mutex_lock(&s->special_lock);
  if (on)
    pin(h, s, index);
  else
    result = unpin(h, s, index);
  mutex_unlock(&s->special_lock);
  return result;
}

bool pin_is_set(const struct mheap *h, uintptr_t address) {
  struct mspan *s = span_of_heap(h, address);
  return !s || state_of(s, mspan_object_index(s, address)) != 0;
}

uintptr_t pin_count_beyond_first(const struct mheap *h, uintptr_t address) {
  struct mspan *s = span_of_heap(h, address);
  if (!s)
    return 0;
  uintptr_t offset = mspan_object_index(s, address) * s->elem_size;
  mutex_lock(&s->special_lock);
  struct special *special = special_find(s, offset, SPECIAL_KIND_PIN_COUNTER);
  uintptr_t count = !special ? 0 : ((struct special_pin_counter *)special)->counter;
  mutex_unlock(&s->special_lock);
  return count;
}
