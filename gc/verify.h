// gc/verify.h: the heap walker: checks everything that must hold after a mark, before its sweep.
//
// Every pointer that a heap bitmap shows lands on an allocated slot of a span in use; a marked
// object never points to an unmarked one; counters equal a recount; every structure's own check
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
  uint64_t tiny;     // of the marked objects, blocks of several small ones: how they share them is
                     // a matter of when a cycle came between
  uint64_t sum;      // of a hash of each marked object but those, of its size, its class and which
                     // of its words point: the same whatever the addresses
};

// Walks the heap. World stopped; marked says that the mark bits are those of a finished mark whose
// sweep has not begun (else only structure and bounds are checked). Throws on a violation.
struct gc_verify_counts gc_verify_heap(struct gc *gc, bool marked);

#endif
