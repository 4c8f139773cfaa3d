// Atomic operations: the one place that knows how they are spelled.
//
// Each operation is a function, named after what it does and the type it does it to. A name without
// an order is sequentially consistent, as Go's operations are, except that a load acquires:
// "store", "add", "cas" and the rest are full barriers, and a "load" orders with all of them.
// Release stores and relaxed forms are for paths where they are known to be enough. There is no
// bare fence, because ThreadSanitizer does not see one.
//
// Built on libatomic_ops. A variable is an ordinary integer; one that several threads use is
// accessed only through these functions.

#ifndef VOLE_MEM_ATOMIC_H
#define VOLE_MEM_ATOMIC_H

#include <atomic_ops.h>
#include <stdbool.h>
#include <stdint.h>

_Static_assert(sizeof(AO_t) == sizeof(void *) && sizeof(unsigned int) == 4,
               "AO_t is a pointer wide, unsigned int is uint32_t");

// uint8_t.

static inline uint8_t atomic_load_u8(const uint8_t *p) {
  return AO_char_load_acquire((const volatile unsigned char *)p);
}
static inline uint8_t atomic_load_acquire_u8(const uint8_t *p) {
  return AO_char_load_acquire((const volatile unsigned char *)p);
}
static inline uint8_t atomic_load_relaxed_u8(const uint8_t *p) {
  return AO_char_load((const volatile unsigned char *)p);
}
static inline void atomic_store_u8(uint8_t *p, uint8_t value) {
  AO_char_store_full((volatile unsigned char *)p, value);
}
static inline void atomic_store_relaxed_u8(uint8_t *p, uint8_t value) {
  AO_char_store((volatile unsigned char *)p, value);
}
// Stores value if *p is old. Returns whether it was.
static inline bool atomic_cas_u8(uint8_t *p, uint8_t old, uint8_t value) {
  return AO_char_compare_and_swap_full((volatile unsigned char *)p, old, value) != 0;
}
// Stores value and returns what *p was.
// Adds delta and returns the new value.
// Set the bits of mask; clear all others.
static inline void atomic_or_u8(uint8_t *p, uint8_t mask) {
  AO_char_or_full((volatile unsigned char *)p, mask);
}
static inline void atomic_and_u8(uint8_t *p, uint8_t mask) {
  AO_char_and_full((volatile unsigned char *)p, mask);
}
// Do the same and return what *p was.
static inline uint8_t atomic_fetch_or_u8(uint8_t *p, uint8_t mask) {
  for (;;) {
    uint8_t old = atomic_load_u8(p);
    if ((old & mask) == mask || atomic_cas_u8(p, old, (uint8_t)(old | mask)))
      return old;
  }
}

// uint32_t.

static inline uint32_t atomic_load_u32(const uint32_t *p) {
  return AO_int_load_acquire((const volatile unsigned int *)p);
}
static inline uint32_t atomic_load_acquire_u32(const uint32_t *p) {
  return AO_int_load_acquire((const volatile unsigned int *)p);
}
static inline uint32_t atomic_load_relaxed_u32(const uint32_t *p) {
  return AO_int_load((const volatile unsigned int *)p);
}
static inline void atomic_store_u32(uint32_t *p, uint32_t value) {
  AO_int_store_full((volatile unsigned int *)p, value);
}
static inline void atomic_store_release_u32(uint32_t *p, uint32_t value) {
  AO_int_store_release((volatile unsigned int *)p, value);
}
static inline void atomic_store_relaxed_u32(uint32_t *p, uint32_t value) {
  AO_int_store((volatile unsigned int *)p, value);
}
// Stores value if *p is old. Returns whether it was.
static inline bool atomic_cas_u32(uint32_t *p, uint32_t old, uint32_t value) {
  return AO_int_compare_and_swap_full((volatile unsigned int *)p, old, value) != 0;
}
// Stores value and returns what *p was.
static inline uint32_t atomic_exchange_u32(uint32_t *p, uint32_t value) {
  for (;;) {
    uint32_t old = atomic_load_u32(p);
    if (atomic_cas_u32(p, old, value))
      return old;
  }
}
// Adds delta and returns the new value.
static inline uint32_t atomic_add_u32(uint32_t *p, uint32_t delta) {
  return (uint32_t)(AO_int_fetch_and_add_full((volatile unsigned int *)p, delta) + delta);
}
// Set the bits of mask; clear all others.
// Do the same and return what *p was.
static inline uint32_t atomic_fetch_or_u32(uint32_t *p, uint32_t mask) {
  for (;;) {
    uint32_t old = atomic_load_u32(p);
    if ((old & mask) == mask || atomic_cas_u32(p, old, (uint32_t)(old | mask)))
      return old;
  }
}
static inline uint32_t atomic_fetch_and_u32(uint32_t *p, uint32_t mask) {
  for (;;) {
    uint32_t old = atomic_load_u32(p);
    if (atomic_cas_u32(p, old, (uint32_t)(old & mask)))
      return old;
  }
}

// uint64_t.

#if UINTPTR_MAX > UINT32_MAX
static inline uint64_t atomic_load_u64(const uint64_t *p) {
  return AO_load_acquire((const volatile AO_t *)p);
}
static inline uint64_t atomic_load_acquire_u64(const uint64_t *p) {
  return AO_load_acquire((const volatile AO_t *)p);
}
static inline uint64_t atomic_load_relaxed_u64(const uint64_t *p) {
  return AO_load((const volatile AO_t *)p);
}
static inline void atomic_store_u64(uint64_t *p, uint64_t value) {
  AO_store_full((volatile AO_t *)p, value);
}
static inline void atomic_store_release_u64(uint64_t *p, uint64_t value) {
  AO_store_release((volatile AO_t *)p, value);
}
static inline void atomic_store_relaxed_u64(uint64_t *p, uint64_t value) {
  AO_store((volatile AO_t *)p, value);
}
// Stores value if *p is old. Returns whether it was.
static inline bool atomic_cas_u64(uint64_t *p, uint64_t old, uint64_t value) {
  return AO_compare_and_swap_full((volatile AO_t *)p, old, value) != 0;
}
// Adds delta and returns the new value.
static inline uint64_t atomic_add_u64(uint64_t *p, uint64_t delta) {
  return (uint64_t)(AO_fetch_and_add_full((volatile AO_t *)p, delta) + delta);
}
// Set the bits of mask; clear all others.
static inline void atomic_or_u64(uint64_t *p, uint64_t mask) {
  AO_or_full((volatile AO_t *)p, mask);
}
static inline void atomic_and_u64(uint64_t *p, uint64_t mask) {
  AO_and_full((volatile AO_t *)p, mask);
}
#else
// The same on machines of 32 bits, from the compare-and-swap of two words. All are full barriers,
// and a load writes what it read.
static inline bool atomic_cas_u64(uint64_t *p, uint64_t old, uint64_t value) {
  return AO_compare_double_and_swap_double_full((volatile AO_double_t *)p, (AO_t)old,
                                                (AO_t)(old >> 32), (AO_t)value,
                                                (AO_t)(value >> 32)) != 0;
}
static inline uint64_t atomic_load_u64(const uint64_t *p) {
  const volatile AO_t *half = (const volatile AO_t *)p;
  for (;;) {
    uint64_t seen = AO_load(&half[0]) | (uint64_t)AO_load(&half[1]) << 32;
    if (atomic_cas_u64((uint64_t *)p, seen, seen))
      return seen;
  }
}
static inline uint64_t atomic_load_acquire_u64(const uint64_t *p) {
  return atomic_load_u64(p);
}
static inline uint64_t atomic_load_relaxed_u64(const uint64_t *p) {
  return atomic_load_u64(p);
}
static inline void atomic_store_u64(uint64_t *p, uint64_t value) {
  while (!atomic_cas_u64(p, atomic_load_u64(p), value)) {
  }
}
static inline void atomic_store_release_u64(uint64_t *p, uint64_t value) {
  atomic_store_u64(p, value);
}
static inline void atomic_store_relaxed_u64(uint64_t *p, uint64_t value) {
  atomic_store_u64(p, value);
}
static inline uint64_t atomic_add_u64(uint64_t *p, uint64_t delta) {
  for (;;) {
    uint64_t old = atomic_load_u64(p);
    if (atomic_cas_u64(p, old, old + delta))
      return old + delta;
  }
}
static inline void atomic_or_u64(uint64_t *p, uint64_t mask) {
  uint64_t old = atomic_load_u64(p);
  while (!atomic_cas_u64(p, old, old | mask))
    old = atomic_load_u64(p);
}
static inline void atomic_and_u64(uint64_t *p, uint64_t mask) {
  uint64_t old = atomic_load_u64(p);
  while (!atomic_cas_u64(p, old, old & mask))
    old = atomic_load_u64(p);
}
#endif
// Stores value and returns what *p was.
static inline uint64_t atomic_exchange_u64(uint64_t *p, uint64_t value) {
  for (;;) {
    uint64_t old = atomic_load_u64(p);
    if (atomic_cas_u64(p, old, value))
      return old;
  }
}
// Do the same as or and and, and return what *p was.
static inline uint64_t atomic_fetch_or_u64(uint64_t *p, uint64_t mask) {
  for (;;) {
    uint64_t old = atomic_load_u64(p);
    if ((old & mask) == mask || atomic_cas_u64(p, old, (uint64_t)(old | mask)))
      return old;
  }
}
static inline uint64_t atomic_fetch_and_u64(uint64_t *p, uint64_t mask) {
  for (;;) {
    uint64_t old = atomic_load_u64(p);
    if (atomic_cas_u64(p, old, (uint64_t)(old & mask)))
      return old;
  }
}

// uintptr_t.

static inline uintptr_t atomic_load_uintptr(const uintptr_t *p) {
  return AO_load_acquire((const volatile AO_t *)p);
}
static inline uintptr_t atomic_load_acquire_uintptr(const uintptr_t *p) {
  return AO_load_acquire((const volatile AO_t *)p);
}
static inline uintptr_t atomic_load_relaxed_uintptr(const uintptr_t *p) {
  return AO_load((const volatile AO_t *)p);
}
static inline void atomic_store_uintptr(uintptr_t *p, uintptr_t value) {
  AO_store_full((volatile AO_t *)p, value);
}
static inline void atomic_store_release_uintptr(uintptr_t *p, uintptr_t value) {
  AO_store_release((volatile AO_t *)p, value);
}
static inline void atomic_store_relaxed_uintptr(uintptr_t *p, uintptr_t value) {
  AO_store((volatile AO_t *)p, value);
}
// Stores value if *p is old. Returns whether it was.
static inline bool atomic_cas_uintptr(uintptr_t *p, uintptr_t old, uintptr_t value) {
  return AO_compare_and_swap_full((volatile AO_t *)p, old, value) != 0;
}
// Stores value and returns what *p was.
static inline uintptr_t atomic_exchange_uintptr(uintptr_t *p, uintptr_t value) {
  for (;;) {
    uintptr_t old = atomic_load_uintptr(p);
    if (atomic_cas_uintptr(p, old, value))
      return old;
  }
}
// Adds delta and returns the new value.
static inline uintptr_t atomic_add_uintptr(uintptr_t *p, uintptr_t delta) {
  return (uintptr_t)(AO_fetch_and_add_full((volatile AO_t *)p, delta) + delta);
}
// Set the bits of mask; clear all others.
// Do the same and return what *p was.

// int64_t and int32_t, through their unsigned kin.

static inline int64_t atomic_load_i64(const int64_t *p) {
  return (int64_t)atomic_load_u64((const uint64_t *)p);
}
static inline void atomic_store_i64(int64_t *p, int64_t value) {
  atomic_store_u64((uint64_t *)p, (uint64_t)value);
}
static inline int64_t atomic_add_i64(int64_t *p, int64_t delta) {
  return (int64_t)atomic_add_u64((uint64_t *)p, (uint64_t)delta);
}
static inline bool atomic_cas_i64(int64_t *p, int64_t old, int64_t value) {
  return atomic_cas_u64((uint64_t *)p, (uint64_t)old, (uint64_t)value);
}
static inline void atomic_store_i32(int32_t *p, int32_t value) {
  atomic_store_u32((uint32_t *)p, (uint32_t)value);
}
static inline int32_t atomic_add_i32(int32_t *p, int32_t delta) {
  return (int32_t)atomic_add_u32((uint32_t *)p, (uint32_t)delta);
}

// double, as the bits of a uint64_t.

static inline double atomic_load_double(const uint64_t *p) {
  union {
    uint64_t bits;
    double value;
  } word = {.bits = atomic_load_u64(p)};
  return word.value;
}
static inline void atomic_store_double(uint64_t *p, double value) {
  union {
    double value;
    uint64_t bits;
  } word = {.value = value};
  atomic_store_u64(p, word.bits);
}

// Pointers of any type: p is the address of the pointer variable.

static inline void *atomic_load_pointer(const void *p) {
  return (void *)AO_load_acquire((const volatile AO_t *)p);
}
static inline void *atomic_load_acquire_pointer(const void *p) {
  return (void *)AO_load_acquire((const volatile AO_t *)p);
}
static inline void *atomic_load_relaxed_pointer(const void *p) {
  return (void *)AO_load((const volatile AO_t *)p);
}
static inline void atomic_store_pointer(void *p, const void *value) {
  AO_store_full((volatile AO_t *)p, (AO_t)value);
}
static inline void atomic_store_release_pointer(void *p, const void *value) {
  AO_store_release((volatile AO_t *)p, (AO_t)value);
}
static inline void atomic_store_relaxed_pointer(void *p, const void *value) {
  AO_store((volatile AO_t *)p, (AO_t)value);
}
static inline bool atomic_cas_pointer(void *p, const void *old, const void *value) {
  return AO_compare_and_swap_full((volatile AO_t *)p, (AO_t)old, (AO_t)value) != 0;
}

// Keeps the compiler, and not the processor, from moving accesses across. For a thread that another
// one makes run a full barrier: membarrier(2).
static inline void atomic_compiler_barrier(void) {
  AO_compiler_barrier();
}

// Tells the processor that this is a spinning loop.
static inline void atomic_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
