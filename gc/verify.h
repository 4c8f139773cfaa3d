// The heap walker: checks everything that must hold after a mark and before its sweep.
//
// Every pointer that a heap bitmap shows leads to an allocated slot of a span in use. A marked
// object never points to an unmarked one. Counters equal a recount, and the check of each structure
// passes. A failure is a throw that names address, span, slot and word.

#ifndef VOLE_GC_VERIFY_H
#define VOLE_GC_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "gc/gc.h"

// What a walk found.
struct gc_verify_counts {
  uint64_t spans;    // in use
  uint64_t objects;  // marked
  uint64_t bytes;    // of marked objects' slots
  uint64_t pointers; // in marked objects, not null
  // Marked blocks of tiny objects. How objects share them depends on when cycles come between.
  uint64_t tiny;
  // Sum of the hashes of all marked objects but those blocks: of size, class, and which words are
  // pointers. The same whatever the addresses are.
  uint64_t sum;
};

// Walks the heap and returns what it found. Throws on a violation. World stopped. Checks the mark
// bits too if marked: the caller says that a mark has ended and its sweep has not begun.
struct gc_verify_counts gc_verify_heap(struct gc *gc, bool marked);

#endif
