// Poisoning of free slots and free pages, in builds under AddressSanitizer only.
//
// Memory of the heap is poisoned when a sweep finds its object dead and when its span is freed. It
// is also poisoned when a span of small objects is made. Claiming it ends that: as a slot
// (mcache_next_free_fast, mcache_next_free), as a large object, as a manual span. So a use of a
// dead object is reported where it happens. In other builds the functions are empty.

#ifndef VOLE_MEM_POISON_H
#define VOLE_MEM_POISON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define VOLE_POISON 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define VOLE_POISON 1
#endif

#ifdef VOLE_POISON
#include <sanitizer/asan_interface.h>

enum { poison_enabled = 1 };

// Forbids access to these bytes; address and bytes are multiples of 8.
static inline void poison_free(uintptr_t address, uintptr_t bytes) {
  ASAN_POISON_MEMORY_REGION((void *)address, bytes);
}
// Allows access again: the bytes are in use, or given back to the system.
static inline void poison_use(uintptr_t address, uintptr_t bytes) {
  ASAN_UNPOISON_MEMORY_REGION((void *)address, bytes);
}
// Returns whether access to any of these bytes is forbidden; never, in other builds.
static inline bool poison_covers(uintptr_t address, uintptr_t bytes) {
  return __asan_region_is_poisoned((void *)address, bytes) != NULL;
}
#else
enum { poison_enabled = 0 };

static inline void poison_free(uintptr_t address, uintptr_t bytes) {
  (void)address;
  (void)bytes;
}
static inline void poison_use(uintptr_t address, uintptr_t bytes) {
  (void)address;
  (void)bytes;
}
static inline bool poison_covers(uintptr_t address, uintptr_t bytes) {
  (void)address;
  (void)bytes;
  return false;
}
#endif

#endif
