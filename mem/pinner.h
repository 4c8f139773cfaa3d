// Pins: objects that a program pins, so that C may keep their addresses.
//
// An object has two bits in its span's pinner_bits: pinned, and pinned more than once. While the
// second bit is set, a record of kind SPECIAL_KIND_PIN_COUNTER has the number of pins beyond the
// first. Objects never move, and the list of the program's Pinner keeps them alive. The bits only
// say whether an object is pinned, and find an unpin too many. The sweeper carries them from one
// cycle to the next (mem/mspan_sweep.c), since bitmaps are valid for two.
//
// After runtime/pinner.go of Go 1.21.

#ifndef VOLE_MEM_PINNER_H
#define VOLE_MEM_PINNER_H

#include <stdbool.h>
#include <stdint.h>

struct mem_p;
struct mheap;

enum pin_result {
  PIN_DONE,
  PIN_NO_OBJECT,        // the address is in no object of the heap
  PIN_ALREADY_UNPINNED, // nothing to unpin: Go throws "runtime.Pinner: object already unpinned"
};

// Pins the object that an address points into once more, or unpins it once. The caller keeps the
// object alive. No lock held.
enum pin_result pin_set(struct mheap *h, struct mem_p *p, uintptr_t address, bool pin);

// For tests.

// Returns whether the object that an address points into is pinned; true for an address outside of
// the heap. The caller keeps the object alive.
bool pin_is_set(const struct mheap *h, uintptr_t address);
// Returns the number of pins of an object beyond the first. The caller keeps the object alive. No
// lock held.
uintptr_t pin_count_beyond_first(const struct mheap *h, uintptr_t address);

#endif
