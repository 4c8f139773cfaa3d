// Sizes, addresses and bits that every file of the heap uses.
//
// After the constants of runtime/malloc.go and the offAddr of runtime/mranges.go of Go 1.21, for
// Linux. With 32 bits the arenas are of 4 MiB; only mem/ is made for that. Addresses are plain
// uintptr_t; only their order needs care: on x86-64 the upper half of the address space sorts below
// the lower half, so addresses that may be anywhere are compared by offaddr_less and made indices
// by subtracting arena_base_offset.

#ifndef VOLE_MEM_BASE_H
#define VOLE_MEM_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How the number of an address is split: the size of an arena and the two levels of the arena map.
// The build may say otherwise; Go on Windows has arenas of 4 MiB (22) and a first level of 6 bits.
#ifndef VOLE_LOG_HEAP_ARENA_BYTES
#define VOLE_LOG_HEAP_ARENA_BYTES (UINTPTR_MAX > UINT32_MAX ? 26 : 22)
#endif
#ifndef VOLE_ARENA_L1_BITS
#define VOLE_ARENA_L1_BITS 0
#endif

enum {
  ptr_size = sizeof(void *),                // bytes of a pointer
  ptr_bits = ptr_size * 8,                  // bits of a pointer
  page_shift = 13,                          // log2(page_size)
  page_size = 1 << page_shift,              // bytes of a heap page
  heap_addr_bits = ptr_size == 8 ? 48 : 32, // bits of an address
  log_heap_arena_bytes = VOLE_LOG_HEAP_ARENA_BYTES,
  heap_arena_bytes = 1 << log_heap_arena_bytes,   // 64 MiB
  pages_per_arena = heap_arena_bytes / page_size, // 8192
  log_palloc_chunk_pages = 9,
  palloc_chunk_pages = 1 << log_palloc_chunk_pages, // 512 pages in one bitmap
  log_palloc_chunk_bytes = log_palloc_chunk_pages + page_shift,
  palloc_chunk_bytes = 1 << log_palloc_chunk_bytes, // 4 MiB
  min_phys_page_size = 4096,                        // bytes
  max_phys_page_size = 512 << 10,                   // bytes
  max_phys_huge_page_size = palloc_chunk_bytes,     // bytes
};

// What is subtracted from an address to get an index that starts at 0.
#if defined(__x86_64__)
static const uintptr_t arena_base_offset = 0xffff800000000000;
#else
static const uintptr_t arena_base_offset = 0;
#endif

// The lowest and the highest address in the order of offaddr_less.
static inline uintptr_t offaddr_min(void) {
  return arena_base_offset;
}
static inline uintptr_t offaddr_max(void) {
  return (uintptr_t)(((uint64_t)1 << heap_addr_bits) - 1) + arena_base_offset;
}

// Whether a lies below b; a lies below b or is b.
static inline bool offaddr_less(uintptr_t a, uintptr_t b) {
  return a - arena_base_offset < b - arena_base_offset;
}
static inline bool offaddr_less_equal(uintptr_t a, uintptr_t b) {
  return a - arena_base_offset <= b - arena_base_offset;
}

// Rounding to a multiple of align, a power of two. align_up wraps near the top, as Go's does.
static inline uintptr_t align_up(uintptr_t n, uintptr_t align) {
  return (n + align - 1) & ~(align - 1);
}
static inline uintptr_t align_down(uintptr_t n, uintptr_t align) {
  return n & ~(align - 1);
}
static inline bool is_power_of_two(uintptr_t n) {
  return n != 0 && (n & (n - 1)) == 0;
}

// n divided by a, rounded up.
static inline uintptr_t div_round_up(uintptr_t n, uintptr_t a) {
  return (n + a - 1) / a;
}

// Zero bits below the lowest, above the highest one bit; 64 for 0.
static inline unsigned ctz64(uint64_t x) {
  return x == 0 ? 64 : (unsigned)__builtin_ctzll(x);
}
static inline unsigned clz64(uint64_t x) {
  return x == 0 ? 64 : (unsigned)__builtin_clzll(x);
}
// Bits needed to write x; 0 for 0.
static inline unsigned len64(uint64_t x) {
  return 64 - clz64(x);
}
// Number of one bits.
static inline unsigned popcount64(uint64_t x) {
  return (unsigned)__builtin_popcountll(x);
}
static inline unsigned popcount8(uint8_t x) {
  return (unsigned)__builtin_popcount(x);
}

// Returns the next number of a random sequence, and moves its state on. Any state will do.
static inline uint64_t splitmix64(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

// Shifts that give 0 for a count of 64 or more, as Go's do.
static inline uint64_t shl64(uint64_t x, unsigned n) {
  return n >= 64 ? 0 : x << n;
}
static inline uint64_t shr64(uint64_t x, unsigned n) {
  return n >= 64 ? 0 : x >> n;
}
// The n lowest bits set; all for 64 or more.
static inline uint64_t low_bits64(unsigned n) {
  return shl64(1, n) - 1;
}

#endif
