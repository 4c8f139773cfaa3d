// The heap bitmap: which words of the heap are pointers.
//
// The arenas' bitmaps have a bit a word, 1 for a pointer. For each 64 bits another bit
// (no_more_ptrs) says that the object in which they end has no pointer after them. So the scan
// of a large object with few pointers ends early. The bits of a free slot mean nothing: an
// allocation writes all bits of its slot. In a span without pointers all bits are zero.
//
// A span belongs to one P while objects are allocated in it, and no word of a bitmap describes two
// spans. So words are written without an atomic read-modify-write, but each by one store, since
// markers read the bits of neighbouring objects meanwhile.
//
// After runtime/mbitmap.go of Go 1.21. Difference: a type is a size, a pointer prefix and a mask
// (no unrolled programs).

#ifndef VOLE_MEM_BITMAP_H
#define VOLE_MEM_BITMAP_H

#include "mem/mheap.h"

// What the heap knows of a type. The mask is used only while objects are allocated.
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

// Begins an iteration at addr over size bytes, both multiples of 8, within one object or one span.
struct heap_bits heap_bits_for_addr(const struct mheap *h, uintptr_t addr, uintptr_t size);
// Returns the address of the next pointer word; 0 at the end.
uintptr_t heap_bits_next(struct heap_bits *bits);

// Writes the bits of the slot of slot_size bytes at addr. Its first data_size bytes are elements of
// layout. What follows the last whole element holds no pointers, nor does the rest of the slot. The
// caller owns the span.
void heap_bits_set_type(struct mheap *h, struct mspan *s, uintptr_t addr, uintptr_t slot_size,
                        uintptr_t data_size, const struct layout *layout);
// Adds the bits of one element of layout at addr to a bitmap that is zero there. For the chunks of
// user arenas, which are one object to the collector but get their types piece by piece. The caller
// is the only writer of the chunk.
void heap_bits_add_type(struct mheap *h, uintptr_t addr, const struct layout *layout);
// Writes the bits of a whole new span. It writes zeros if the span has no pointers or with
// force_clear, and ones if its objects are single words, else nothing. With force_clear it clears
// no_more_ptrs too.
void heap_bits_init_span(struct mheap *h, struct mspan *s, bool force_clear);

// Returns the word of the bitmap that describes addr, which is in an arena: bit addr/8%64 is that
// of addr. Sets *no_more if the object that holds its last word has no pointer after it.
static inline uint64_t heap_bitmap_load(const struct mheap *h, uintptr_t addr, bool *no_more) {
  const struct heap_arena *arena = arena_of_unchecked(h, addr);
  uintptr_t i = addr / (64 * ptr_size) % heap_arena_bitmap_words;
  *no_more = (atomic_load_relaxed_u8(&arena->no_more_ptrs[i / 8]) >> i % 8 & 1) != 0;
  return atomic_load_relaxed_u64(&arena->bitmap[i]);
}
// Starts to fetch the word that heap_bitmap_load reads.
static inline void heap_bitmap_prefetch(const struct mheap *h, uintptr_t addr) {
  const struct heap_arena *arena = arena_of_unchecked(h, addr);
  __builtin_prefetch(&arena->bitmap[addr / (64 * ptr_size) % heap_arena_bitmap_words]);
}
// Writes the bits of a slot of `words` words at addr if one word of the bitmap holds them. Returns
// false, having done nothing, if it does not or words is 0. The caller owns the span.
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
