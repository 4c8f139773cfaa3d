// Free lists, for the heap's own objects of one size.
//
// Objects are cut from persistent chunks of 16 KiB and reused last in, first out. The caller holds
// the lock that guards the list. Freed memory keeps its contents, except the first word, until it
// is handed out again. With zero off it keeps them then too. An mspan needs that, so that its
// sweepgen survives.
//
// After runtime/mfixalloc.go of Go 1.21.

#ifndef VOLE_MEM_FIXALLOC_H
#define VOLE_MEM_FIXALLOC_H

#include "mem/persistent.h"

enum { fixalloc_chunk = 16 << 10 }; // bytes

// A free object.
struct fixalloc_link {
  struct fixalloc_link *next;
};

// All fields: the caller's lock.
struct fixalloc {
  uintptr_t size;                    // bytes of an object
  void (*first)(void *arg, void *p); // called the first time that p is handed out, or NULL
  void *arg;                         // for first
  struct fixalloc_link *list;        // freed objects
  uintptr_t chunk;                   // the next object never handed out
  uint32_t nchunk;                   // bytes left there
  uint32_t nalloc;                   // bytes of a new chunk, a multiple of size
  uintptr_t in_use;                  // bytes handed out
  sys_stat *counter;                 // what chunks are counted in
  struct persistent *persistent;     // where they come from
  bool zero;                         // hand out zeroed memory
};

// Prepares a list for objects of size bytes, with zero on. first may be NULL.
void fixalloc_init(struct fixalloc *f, struct persistent *persistent, size_t size,
                   void (*first)(void *arg, void *p), void *arg, sys_stat *counter);
// Returns an object. Out of memory is fatal.
void *fixalloc_alloc(struct fixalloc *f);
// Gives an object back.
void fixalloc_free(struct fixalloc *f, void *p);
// Fails unless its numbers agree. The caller's lock.
void fixalloc_check(const struct fixalloc *f);

#endif
