// Sizes, alignments and offsets, as cmd/compile lays values out on 64-bit machines.

#include "vm/check_internal.h"

static int64_t align_up(int64_t x, int64_t align) {
  return (x + align - 1) & ~(align - 1);
}

static int64_t basic_size(enum basic_kind kind) {
  switch (kind) {
  case BASIC_BOOL:
  case BASIC_INT8:
  case BASIC_UINT8:
    return 1;
  case BASIC_INT16:
  case BASIC_UINT16:
    return 2;
  case BASIC_INT32:
  case BASIC_UINT32:
  case BASIC_FLOAT32:
    return 4;
  case BASIC_COMPLEX128:
  case BASIC_STRING:
    return 16;
  default:
    return 8;
  }
}

int64_t type_align(struct type *t) {
  t = type_underlying(t);
  int64_t max = 1;
  switch (t->kind) {
  case TYPE_BASIC: {
    enum basic_kind kind = t->u.basic.kind;
    if (kind == BASIC_COMPLEX64)
      return 4;
    int64_t size = basic_size(kind);
    return size > 8 ? 8 : size;
  }
  case TYPE_ARRAY:
    return type_align(t->u.array.elem);
  case TYPE_STRUCT:
    for (int i = 0; i < t->u.struct_.count; i++) {
      int64_t align = type_align(t->u.struct_.fields[i]->type);
      if (align > max)
        max = align;
    }
    return max;
  default:
    return 8;
  }
}

// Lays out the fields before the one at index end, and returns the offset that it gets, or -1 when
// too large.
static int64_t struct_offset(struct type *t, int end, int64_t *max_align) {
  int64_t offset = 0;
  *max_align = 1;
  for (int i = 0; i < t->u.struct_.count; i++) {
    struct type *field = t->u.struct_.fields[i]->type;
    int64_t align = type_align(field);
    if (align > *max_align)
      *max_align = align;
    offset = align_up(offset, align);
    if (i == end)
      return offset;
    int64_t size = type_size(field);
    if (size < 0 || __builtin_add_overflow(offset, size, &offset))
      return -1;
  }
  return offset;
}

int64_t type_size(struct type *t) {
  t = type_underlying(t);
  switch (t->kind) {
  case TYPE_BASIC:
    return basic_size(t->u.basic.kind);
  case TYPE_SLICE:
    return 24;
  case TYPE_INTERFACE:
    return 16;
  case TYPE_ARRAY: {
    int64_t elem = type_size(t->u.array.elem), size;
    if (elem < 0 || t->u.array.len < 0 || __builtin_mul_overflow(elem, t->u.array.len, &size))
      return -1;
    return size;
  }
  case TYPE_STRUCT: {
    int64_t align, size = struct_offset(t, -1, &align);
    int count = t->u.struct_.count;
    if (size < 0)
      return -1;
    // A field of no size at the end gets a byte, so that its address is inside.
    if (count > 0 && size > 0 && type_size(t->u.struct_.fields[count - 1]->type) == 0)
      size++;
    return size > INT64_MAX - 8 ? -1 : align_up(size, align);
  }
  default:
    return 8;
  }
}

int64_t type_field_offset(struct type *t, int index) {
  int64_t align;
  return struct_offset(type_underlying(t), index, &align);
}
