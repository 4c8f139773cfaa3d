// Objects that a program pins, so that C may keep their addresses.
//
// An object has two bits in its span's pinner_bits: pinned, and pinned more than once; how often
// beyond the first time is in a record of kind pin_counter, which exists while the second bit is
// set. Nothing moves here, and it is the Pinner's list that keeps an object alive: the bits answer
// whether an object is pinned, and find an unpin too many. The sweeper carries them from one cycle
// to the next (mem/mspan_sweep.c), since bitmaps are good for two.
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

// Pins the object that the address points into once more, or unpins it once. The caller keeps it
// alive. No lock held.
enum pin_result pin_set(struct mheap *h, struct mem_p *p, uintptr_t address, bool pin);
// Whether the object that the address points into is pinned; true for what is not on the heap,
// since it stays where it is. The caller keeps it alive.
bool pin_is_set(const struct mheap *h, uintptr_t address);
// How often it is pinned beyond the first time. The caller keeps it alive. No lock held.
uintptr_t pin_count_beyond_first(const struct mheap *h, uintptr_t address);

#endif
