// Which words of a value may be pointers into the heap.

#include "mem/atomic.h"
#include "vm/compile/compile.h"
#include "vm/compile/rtypes.h"

// Markers may be reading the mask.
static void set_bit(uint8_t *mask, uint64_t word) {
  atomic_store_relaxed_u8(&mask[word / 8], (uint8_t)(mask[word / 8] | 1 << word % 8));
}

void rtypes_pointer_mask(struct type *t, uint8_t *mask, uint64_t word) {
  struct type *under = type_underlying(t);
  switch (under->kind) {
  case TYPE_BASIC:
    if (type_has_pointers(under))
      set_bit(mask, word);
    break;
  case TYPE_INTERFACE:
    set_bit(mask, word + 1); // the first word is a descriptor or a table, outside of the heap
    break;
  case TYPE_ARRAY:
    if (type_has_pointers(under->u.array.elem))
      for (int64_t i = 0; i < under->u.array.len; i++)
        rtypes_pointer_mask(under->u.array.elem, mask,
                            word + (uint64_t)(type_size(under->u.array.elem) / 8 * i));
    break;
  case TYPE_STRUCT:
    for (int i = 0; i < under->u.struct_.count; i++) {
      struct type *field = under->u.struct_.fields[i]->type;
      if (type_has_pointers(field))
        rtypes_pointer_mask(field, mask, word + (uint64_t)type_field_offset(under, i) / 8);
    }
    break;
  default:
    set_bit(mask, word);
  }
}
