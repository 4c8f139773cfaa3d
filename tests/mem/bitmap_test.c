// The pointer bits of objects, against the layout bit by bit.

#include <criterion/criterion.h>
#include <string.h>

#include "tests/mem/heap_fake.h"

enum { max_words = 6000 };

// A type with random pointers: words words, the pointers among the first ptr_words.
static struct layout make_layout(uint8_t *mask, uintptr_t words, uintptr_t ptr_words,
                                 uint64_t *seed) {
  memset(mask, 0, max_words / 8 + 8);
  bool dense = fake_random(seed) % 3 == 0;
  for (uintptr_t i = 0; i < ptr_words; i++)
    if (dense || fake_random(seed) % 3 == 0 || i == ptr_words - 1)
      mask[i / 8] |= (uint8_t)(1u << i % 8);
  return (struct layout){.size = words * 8, .ptrdata = ptr_words * 8, .mask = mask};
}

static bool want_bit(const struct layout *layout, uintptr_t data_size, uintptr_t offset) {
  if (offset >= data_size)
    return false;
  uintptr_t word = offset % layout->size / 8;
  return word < layout->ptrdata / 8 && (layout->mask[word / 8] >> word % 8 & 1) != 0;
}

// The iterator over all of the object, and over a part of it, finds just the pointers.
static void check_bits(struct mheap *h, uintptr_t base, const struct layout *layout,
                       uintptr_t data_size, uintptr_t from, uintptr_t size) {
  struct heap_bits bits = heap_bits_for_addr(h, base + from, size);
  for (uintptr_t offset = from; offset < from + size; offset += 8)
    if (want_bit(layout, data_size, offset))
      cr_assert_eq(heap_bits_next(&bits), base + offset);
  cr_assert_eq(heap_bits_next(&bits), 0);
  cr_assert_eq(heap_bits_next(&bits), 0);
}

static uintptr_t slot_size(struct mheap *h, void *object) {
  return span_of_heap(h, (uintptr_t)object)->elem_size;
}

// An object of n elements; its neighbours keep their bits.
static void try_object(struct fake_heap *fake, const struct layout *layout, uintptr_t n) {
  static const uint8_t ones[] = {0xff};
  static const struct layout word = {.size = 8, .ptrdata = 8, .mask = ones};
  struct mheap *h = &fake->heap;
  uintptr_t size = layout->size * n;
  void *before = fake_alloc(fake, &fake->p, size, &word);
  void *object = fake_alloc(fake, &fake->p, size, layout);
  void *after = fake_alloc(fake, &fake->p, size, &word);
  uintptr_t slot = slot_size(h, object);
  check_bits(h, (uintptr_t)object, layout, size, 0, slot);
  check_bits(h, (uintptr_t)object, layout, size, slot / 16 * 8, slot - slot / 16 * 8);
  check_bits(h, (uintptr_t)before, &word, size, 0, slot);
  check_bits(h, (uintptr_t)after, &word, size, 0, slot);
}

Test(bitmap, against_the_layout) {
  struct fake_heap *fake = fake_heap_new(NULL);
  static uint8_t mask[max_words / 8 + 8];
  uint64_t seed = 42;
  for (int round = 0; round < 4000; round++) {
    uintptr_t words = fake_random(&seed) % (round % 8 == 0 ? max_words : 140) + 1;
    uintptr_t ptr_words = fake_random(&seed) % words + 1;
    struct layout layout = make_layout(mask, words, ptr_words, &seed);
    try_object(fake, &layout, round % 3 == 0 ? fake_random(&seed) % 40 + 1 : 1);
  }
  fake_heap_delete(fake);
}

Test(bitmap, small_slots_of_every_class) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  uint64_t seed = 5;
  static const uint8_t ones[64] = {1};
  for (unsigned c = 1; sizeclass_size[c] <= 512; c++) {
    uintptr_t words = sizeclass_size[c] / 8;
    struct layout layout = {.size = words * 8, .ptrdata = 8, .mask = ones};
    for (int i = 0; i < 200; i++) {
      uintptr_t object = (uintptr_t)fake_alloc(fake, &fake->p, layout.size, &layout);
      uint64_t bits = fake_random(&seed) & low_bits64((unsigned)words);
      bool fits = object / 8 % 64 + words <= 64;
      cr_assert_eq(heap_bits_set_small(h, object, words, bits), fits);
      if (!fits)
        continue;
      struct heap_bits iter = heap_bits_for_addr(h, object, layout.size);
      for (uintptr_t word = 0; word < words; word++)
        if (bits >> word & 1)
          cr_assert_eq(heap_bits_next(&iter), object + word * 8);
      cr_assert_eq(heap_bits_next(&iter), 0);
    }
  }
  cr_assert(!heap_bits_set_small(h, 0xc000000000, 0, 0));
  fake_heap_delete(fake);
}

Test(bitmap, a_large_scalar_tail_is_not_read) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  static const uint8_t one[] = {1};
  struct layout layout = {.size = 1 << 20, .ptrdata = 8, .mask = one};
  uintptr_t object = (uintptr_t)fake_alloc(fake, &fake->p, layout.size, &layout);
  bool no_more;
  cr_assert_eq(heap_bitmap_load(h, object, &no_more), 1);
  cr_assert(no_more);
  struct heap_bits bits = heap_bits_for_addr(h, object, layout.size);
  cr_assert_eq(bits.size, 512, "the iteration ends after one word of the bitmap");
  fake_heap_delete(fake);
}

Test(bitmap, reuse_leaves_nothing_behind) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  static uint8_t mask[max_words / 8 + 8];
  uint64_t seed = 3;
  for (int round = 0; round < 60; round++) {
    for (int i = 0; i < 300; i++) {
      uintptr_t words = fake_random(&seed) % 300 + 1;
      struct layout layout = make_layout(mask, words, fake_random(&seed) % words + 1, &seed);
      void *object = fake_alloc(fake, &fake->p, layout.size, &layout);
      check_bits(h, (uintptr_t)object, &layout, layout.size, 0, slot_size(h, object));
      uintptr_t bytes = fake_random(&seed) % 3000 + 1;
      void *plain = fake_alloc(fake, &fake->p, bytes, NULL);
      struct heap_bits bits = heap_bits_for_addr(h, (uintptr_t)plain, slot_size(h, plain));
      cr_assert_eq(heap_bits_next(&bits), 0);
    }
    fake_stop(fake); // everything dies
    fake_start(fake);
  }
  fake_heap_delete(fake);
}

// One object's bits are written where its neighbours' stand in the same words.
Test(bitmap, neighbours_keep_their_bits) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  static const uint8_t one[] = {1}, two[] = {3};
  const struct layout pairs = {.size = 16, .ptrdata = 16, .mask = two};
  const struct layout halves = {.size = 16, .ptrdata = 8, .mask = one};
  static const uintptr_t sizes[] = {48, 192, 704, 1152};
  for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    uintptr_t size = sizes[i], object[64];
    for (int k = 0; k < 64; k++)
      object[k] = (uintptr_t)fake_alloc(fake, &fake->p, size, &pairs);
    for (int k = 1; k < 64; k += 2)
      heap_bits_set_type(h, span_of_heap(h, object[k]), object[k], size, size, &halves);
    for (int k = 0; k < 64; k++)
      check_bits(h, object[k], k % 2 ? &halves : &pairs, size, 0, size);
  }
  fake_heap_delete(fake);
}

Test(bitmap, across_arenas) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  uint64_t seed = 8;
  static uint8_t mask[max_words / 8 + 8];
  struct layout layout = make_layout(mask, 1000, 900, &seed);
  uintptr_t n = 160 * (1 << 20) / layout.size;
  uintptr_t object = (uintptr_t)fake_alloc(fake, &fake->p, n * layout.size, &layout);
  uintptr_t edge = (object / heap_arena_bytes + 1) * heap_arena_bytes - object;
  check_bits(h, object, &layout, n * layout.size, edge - 8000, 16000);
  edge += heap_arena_bytes;
  check_bits(h, object, &layout, n * layout.size, edge - 8000, 16000);
  uintptr_t end = slot_size(h, (void *)object);
  check_bits(h, object, &layout, n * layout.size, end - 16000, 16000);
  fake_heap_delete(fake);
}
