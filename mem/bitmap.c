// Reading and writing pointer bits.
//
// The writer gathers bits from addr on in one word and stores the word when it is full. Its first
// word may begin with bits of the object before, and its last end with those of the object behind;
// these are kept.

#include "mem/bitmap.h"

enum { bitmap_word_bytes = 64 * ptr_size }; // bytes of heap that a word describes

// Bits being written.
struct bit_writer {
  struct mheap *heap;
  uintptr_t addr;  // what the lowest bit of the word describes
  uint64_t mask;   // bits of the word known so far
  uintptr_t valid; // how many, with low
  uintptr_t low;   // lowest bits that belong to the object before
};

// The word of the bitmap for addr, and its no_more_ptrs byte and bit.
static uint64_t *bitmap_word(const struct mheap *h, uintptr_t addr, uint8_t **byte, uint8_t *bit) {
  struct heap_arena *arena = arena_of_unchecked(h, addr);
  uintptr_t i = addr / bitmap_word_bytes % heap_arena_bitmap_words;
  *byte = &arena->no_more_ptrs[i / 8];
  *bit = (uint8_t)(1u << i % 8);
  return &arena->bitmap[i];
}

struct heap_bits heap_bits_for_addr(const struct mheap *h, uintptr_t addr, uintptr_t size) {
  struct heap_bits bits = {.heap = h, .addr = addr, .size = size};
  if (size == 0)
    return bits;
  uintptr_t shift = addr / ptr_size % 64;
  bool no_more;
  bits.mask = heap_bitmap_load(h, addr, &no_more) >> shift;
  bits.valid = 64 - shift;
  uintptr_t words = size / ptr_size;
  if (words < bits.valid) {
    bits.mask &= low_bits64((unsigned)words);
    bits.valid = words;
  } else if (words > bits.valid && no_more) {
    bits.size = bits.valid * ptr_size;
  }
  return bits;
}

uintptr_t heap_bits_next(struct heap_bits *bits) {
  while (bits->mask == 0) {
    uintptr_t done = bits->valid * ptr_size;
    if (bits->size <= done) {
      bits->size = 0;
      bits->valid = 0;
      return 0;
    }
    *bits = heap_bits_for_addr(bits->heap, bits->addr + done, bits->size - done);
  }
  unsigned bit = ctz64(bits->mask);
  bits->mask &= bits->mask - 1;
  return bits->addr + bit * (uintptr_t)ptr_size;
}

static struct bit_writer write_from(struct mheap *h, uintptr_t addr) {
  uintptr_t low = addr / ptr_size % 64;
  return (struct bit_writer){.heap = h, .addr = addr - low * ptr_size, .valid = low, .low = low};
}

// Adds the count lowest bits of bits, which has no others.
static void write_bits(struct bit_writer *w, uint64_t bits, uintptr_t count) {
  if (w->valid + count <= 64) {
    w->mask |= shl64(bits, (unsigned)w->valid);
    w->valid += count;
    return;
  }
  uint64_t data = w->mask | shl64(bits, (unsigned)w->valid);
  w->mask = shr64(bits, (unsigned)(64 - w->valid));
  w->valid += count - 64;
  uint8_t *byte, bit;
  uint64_t *word = bitmap_word(w->heap, w->addr, &byte, &bit);
  uint64_t keep = atomic_load_relaxed_u64(word) & low_bits64((unsigned)w->low);
  atomic_store_relaxed_u64(word, keep | data);
  uint8_t no_more = atomic_load_relaxed_u8(byte);
  if (no_more & bit) // more bits follow
    atomic_store_relaxed_u8(byte, (uint8_t)(no_more & ~bit));
  w->addr += bitmap_word_bytes;
  w->low = 0;
}

static void write_zeros(struct bit_writer *w, uintptr_t count) {
  for (; count > 64; count -= 64)
    write_bits(w, 0, 64);
  write_bits(w, 0, count);
}

// Stores what is gathered, and zeros up to the end of the slot.
static void write_flush(struct bit_writer *w, uintptr_t addr, uintptr_t size) {
  uintptr_t zeros = (addr + size - w->addr) / ptr_size - w->valid;
  uintptr_t room = 64 - w->valid;
  if (room > zeros)
    room = zeros;
  w->valid += room;
  zeros -= room;
  uint8_t *byte, bit;
  uint64_t *word = bitmap_word(w->heap, w->addr, &byte, &bit);
  if (w->valid != w->low) {
    uint64_t keep = low_bits64((unsigned)w->low) | ~low_bits64((unsigned)w->valid);
    atomic_store_relaxed_u64(word, (atomic_load_relaxed_u64(word) & keep) | w->mask);
  }
  while (zeros != 0) {
    uint8_t no_more = atomic_load_relaxed_u8(byte);
    if ((no_more & bit) == 0)
      atomic_store_relaxed_u8(byte, (uint8_t)(no_more | bit));
    w->addr += bitmap_word_bytes;
    word = bitmap_word(w->heap, w->addr, &byte, &bit);
    uintptr_t count = zeros < 64 ? zeros : 64;
    uint64_t old = atomic_load_relaxed_u64(word);
    uint64_t cleared = old & ~low_bits64((unsigned)count);
    if (cleared != old) // a fresh arena's bitmap stays untouched
      atomic_store_relaxed_u64(word, cleared);
    zeros -= count;
  }
}

// 64 bits, or fewer at the end, of a mask of nbits bits, from bit `from` on, a multiple of 64.
static uint64_t load_mask(const uint8_t *mask, uintptr_t nbits, uintptr_t from) {
  uintptr_t count = nbits - from < 64 ? nbits - from : 64;
  uint64_t bits = 0;
  for (uintptr_t i = 0; i < div_round_up(count, 8); i++)
    bits |= (uint64_t)mask[from / 8 + i] << (i * 8);
  return bits & low_bits64((unsigned)count);
}

// Writes the mask of one element, as far as it may have pointers.
static void write_mask(struct bit_writer *w, const struct layout *layout) {
  uintptr_t nbits = layout->ptrdata / ptr_size;
  for (uintptr_t i = 0; i < nbits; i += 64) {
    uintptr_t count = nbits - i < 64 ? nbits - i : 64;
    write_bits(w, load_mask(layout->mask, nbits, i), count);
  }
}

// Writes n elements of at most 32 words each, several at a time.
static void write_repeated(struct bit_writer *w, const struct layout *layout, uintptr_t n) {
  uintptr_t words = layout->size / ptr_size;
  uint64_t one = load_mask(layout->mask, layout->ptrdata / ptr_size, 0);
  uint64_t many = one;
  uintptr_t in_many = 1;
  while (in_many * 2 * words <= 64 && in_many * 2 <= n) {
    many |= many << (in_many * words);
    in_many *= 2;
  }
  for (; n >= in_many; n -= in_many)
    write_bits(w, many, in_many * words);
  for (; n > 0; n--)
    write_bits(w, one, words);
}

void heap_bits_set_type(struct mheap *h, struct mspan *s, uintptr_t addr, uintptr_t slot_size,
                        uintptr_t data_size, const struct layout *layout) {
  invariant_debug(!mspan_noscan(s) && addr % ptr_size == 0 && layout->ptrdata % ptr_size == 0);
  invariant_debug(data_size <= slot_size && layout->size != 0 && data_size % layout->size == 0);
  if (slot_size == ptr_size)
    return; // a pointer, and heap_bits_init_span has set them all
  if (data_size == layout->size && slot_size <= bitmap_word_bytes &&
      heap_bits_set_small(h, addr, slot_size / ptr_size,
                          load_mask(layout->mask, layout->ptrdata / ptr_size, 0)))
    return; // the common case
  struct bit_writer w = write_from(h, addr);
  uintptr_t n = data_size / layout->size;
  uintptr_t words = layout->size / ptr_size;
  if (n > 1 && words <= 32) {
    write_repeated(&w, layout, n - 1);
    n = 1;
  }
  for (; n > 1; n--) {
    write_mask(&w, layout);
    write_zeros(&w, words - layout->ptrdata / ptr_size);
  }
  write_mask(&w, layout);
  write_flush(&w, addr, slot_size);
}

void heap_bits_add_type(struct mheap *h, uintptr_t addr, const struct layout *layout) {
  uintptr_t nbits = layout->ptrdata / ptr_size;
  for (uintptr_t i = 0; i < nbits; i += 64) {
    uint64_t bits = load_mask(layout->mask, nbits, i);
    uintptr_t at = addr + i * ptr_size;
    unsigned shift = at / ptr_size % 64;
    uint8_t *byte, bit;
    uint64_t *word = bitmap_word(h, at, &byte, &bit);
    atomic_store_relaxed_u64(word, atomic_load_relaxed_u64(word) | bits << shift);
    uint64_t rest = shr64(bits, 64 - shift);
    if (rest == 0)
      continue;
    word = bitmap_word(h, at + bitmap_word_bytes, &byte, &bit);
    atomic_store_relaxed_u64(word, atomic_load_relaxed_u64(word) | rest);
  }
}

void heap_bits_init_span(struct mheap *h, struct mspan *s, bool force_clear) {
  bool pointers = s->elem_size == ptr_size && !mspan_noscan(s) && !force_clear;
  if (!pointers && !force_clear && (!mspan_noscan(s) || !s->need_zero))
    return; // nothing is said of free slots; and where no span ever was the bits are still zero
  uint64_t bits = pointers ? ~(uint64_t)0 : 0;
  uintptr_t left = s->npages * page_size / bitmap_word_bytes;
  uintptr_t addr = s->start_addr;
  while (left > 0) {
    struct heap_arena *arena = arena_of_unchecked(h, addr);
    uintptr_t first = addr / bitmap_word_bytes % heap_arena_bitmap_words;
    uintptr_t end = first + left;
    if (end > heap_arena_bitmap_words)
      end = heap_arena_bitmap_words;
    for (uintptr_t i = first; i < end; i++) {
      if (atomic_load_relaxed_u64(&arena->bitmap[i]) != bits)
        atomic_store_relaxed_u64(&arena->bitmap[i], bits);
    }
    // Whole bytes, as a span to be cleared by force is a chunk of many bitmap words.
    for (uintptr_t i = first / 8; force_clear && i < end / 8; i++)
      atomic_store_relaxed_u8(&arena->no_more_ptrs[i], 0);
    left -= end - first;
    addr += (end - first) * bitmap_word_bytes;
  }
}
