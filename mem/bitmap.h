// Which words of the heap are pointers.
//
// A bit a word, 1 for a pointer, in the arenas' bitmaps; and for each 64 of these a bit that says
// that the object in which they end has no pointer after them (no_more_ptrs), so that the scan of a
// large object with few pointers ends early. The bits of a free object mean nothing: an allocation
// writes all bits of its slot. In a span without pointers all are zero.
//
// A span belongs to one P while objects are allocated in it, and the words of a bitmap never
// describe more than one span, so they are written without a read-modify-write that is atomic; but
// as whole words, since markers look at neighbouring objects meanwhile.
//
// After runtime/mbitmap.go of Go 1.21. Difference: a type is a size, a pointer prefix and a mask
// (no unrolled programs).

#ifndef VOLE_MEM_BITMAP_H
#define VOLE_MEM_BITMAP_H

#include "mem/mheap.h"

// What the heap knows of a type. The mask must outlive the objects' allocation only.
struct layout {
  uintptr_t size;      // bytes; a multiple of 8 if there are pointers
  uintptr_t ptrdata;   // bytes from the start that may hold pointers, a multiple of 8; 0 for none
  const uint8_t *mask; // bit i%8 of byte i/8: word i is a pointer; for ptrdata/8 words
};

// An iteration over the pointer words of a range of the heap.
struct heap_bits {
  const struct mheap *heap;
  uintptr_t addr;  // what the lowest bit of mask describes
  uintptr_t size;  // bytes from addr to the end of the range
  uint64_t mask;   // pointer bits not yet given out
  uintptr_t valid; // bits of mask that describe the range
};

// Begins at addr, for size bytes, both multiples of 8, in one object or one span.
struct heap_bits heap_bits_for_addr(const struct mheap *h, uintptr_t addr, uintptr_t size);
// The address of the next pointer word, or 0.
uintptr_t heap_bits_next(struct heap_bits *bits);

// Writes the bits of the slot of slot_size bytes at addr: data_size bytes of it are consecutive
// elements of layout (data_size a multiple of layout->size), the rest holds no pointers. The caller
// owns the span.
void heap_bits_set_type(struct mheap *h, struct mspan *s, uintptr_t addr, uintptr_t slot_size,
                        uintptr_t data_size, const struct layout *layout);
// Adds the bits of one element of layout at addr to a bitmap that is zero there: for the chunks of
// user arenas, which are one object to the collector but get their types piece by piece. The caller
// is the only writer of the chunk.
void heap_bits_add_type(struct mheap *h, uintptr_t addr, const struct layout *layout);
// Writes the bits of a whole new span: zero if it has no pointers or force_clear, one if its
// objects are single words; else nothing. After force_clear no word is said to have no pointers
// behind it.
void heap_bits_init_span(struct mheap *h, struct mspan *s, bool force_clear);

// The word of the bitmap that describes addr: bit addr/8%64 is that of addr. *no_more: the object
// that holds its last word has no pointer after it. addr is in an arena.
static inline uint64_t heap_bitmap_load(const struct mheap *h, uintptr_t addr, bool *no_more) {
  const struct heap_arena *arena = arena_of_unchecked(h, addr);
  uintptr_t i = addr / (64 * ptr_size) % heap_arena_bitmap_words;
  *no_more = (atomic_load_relaxed_u8(&arena->no_more_ptrs[i / 8]) >> i % 8 & 1) != 0;
  return atomic_load_relaxed_u64(&arena->bitmap[i]);
}
// Starts to fetch that word.
static inline void heap_bitmap_prefetch(const struct mheap *h, uintptr_t addr) {
  const struct heap_arena *arena = arena_of_unchecked(h, addr);
  __builtin_prefetch(&arena->bitmap[addr / (64 * ptr_size) % heap_arena_bitmap_words]);
}
// Writes the bits of a slot of `words` words at addr where they are in one word of the bitmap;
// false, and nothing done, if they are not, or words is 0. The caller owns the span.
static inline bool heap_bits_set_small(struct mheap *h, uintptr_t addr, uintptr_t words,
                                       uint64_t bits) {
  uintptr_t shift = addr / ptr_size % 64;
  if (words - 1 >= 64 - shift)
    return false;
  struct heap_arena *arena = arena_of_unchecked(h, addr);
  uint64_t *word = &arena->bitmap[addr / (64 * ptr_size) % heap_arena_bitmap_words];
  uint64_t mask = ~(uint64_t)0 >> (64 - words) << shift;
  atomic_store_relaxed_u64(word, (atomic_load_relaxed_u64(word) & ~mask) | bits << shift);
  return true;
}

#endif
