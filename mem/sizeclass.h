// The 68 sizes that small objects are rounded to.
//
// Class 0 means a large object, which has a span of whole pages for itself. The tables are made by
// sizeclass.py, which chooses the sizes so that rounding and the tail of a span waste at most an
// eighth each.
//
// After runtime/sizeclasses.go and msize.go of Go 1.21.

#ifndef VOLE_MEM_SIZECLASS_H
#define VOLE_MEM_SIZECLASS_H

#include <stdint.h>

#include "mem/base.h"

enum {
  num_size_classes = 68,
  max_small_size = 32768, // bytes; larger objects are large
  max_objs_per_span = 1024,
  max_size_class_npages = 10, // pages of the longest span of small objects
  small_size_div = 8,         // bytes that one entry of the first table covers
  small_size_max = 1024,      // bytes up to which the first table goes (less 8)
  large_size_div = 128,       // bytes that one entry of the second table covers
  tiny_size = 16,             // bytes of a tiny block
  tiny_size_class = 2,        // the class of a tiny block
};

// Of each class: bytes of an object, pages of a span, 2^32/size rounded up for dividing by size.
extern const uint16_t sizeclass_size[num_size_classes];
extern const uint8_t sizeclass_pages[num_size_classes];
extern const uint32_t sizeclass_div_magic[num_size_classes];
// The class of a size, by (size+7)/8 and, above small_size_max-8, by (size-1024+127)/128.
extern const uint8_t sizeclass_by_8[small_size_max / small_size_div + 1];
extern const uint8_t sizeclass_by_128[(max_small_size - small_size_max) / large_size_div + 1];

// The class of an object of size bytes, at most max_small_size.
static inline unsigned sizeclass_of(uintptr_t size) {
  if (size <= small_size_max - 8)
    return sizeclass_by_8[(size + small_size_div - 1) / small_size_div];
  return sizeclass_by_128[(size - small_size_max + large_size_div - 1) / large_size_div];
}

// The bytes that an object of size bytes occupies; size itself when rounding would overflow.
// Go's roundupsize.
static inline uintptr_t sizeclass_round_up(uintptr_t size) {
  if (size < max_small_size)
    return sizeclass_size[sizeclass_of(size)];
  if (size + page_size < size)
    return size;
  return align_up(size, page_size);
}

#endif
