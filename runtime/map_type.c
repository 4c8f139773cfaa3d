// What is known of a map type: how its keys are hashed and compared, and how its entries lie in
// memory. It is made when a map of the type is first made or read, and freed with the type.

#include <stdlib.h>

#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "runtime/map.h"

static enum map_key_kind key_kind(const struct rtype *key) {
  if (key->kind == KIND_STRING)
    return MAP_KEY_STRING;
  if (key->flags & RTYPE_MEMORY_EQUAL && key->layout.size == 8)
    return MAP_KEY_64;
  if (key->flags & RTYPE_MEMORY_EQUAL && key->layout.size == 4)
    return MAP_KEY_32;
  return MAP_KEY_OTHER;
}

// Returns whether equal keys may differ in their bytes, or a key from itself. Parts of no size are
// not looked into: types that share them may have any number.
static bool equal_keys_may_differ(const struct rtype *key) {
  if (key->layout.size == 0)
    return false;
  switch ((enum kind)key->kind) {
  case KIND_FLOAT32:
  case KIND_FLOAT64:
  case KIND_COMPLEX64:
  case KIND_COMPLEX128:
  case KIND_STRING:
  case KIND_INTERFACE:
    return true;
  case KIND_ARRAY:
    return equal_keys_may_differ(key->elem);
  case KIND_STRUCT:
    for (uint32_t i = 0; i < key->field_count; i++)
      if (equal_keys_may_differ(key->fields[i].type))
        return true;
    return false;
  default:
    return false;
  }
}

// Copies a type's pointer bits to the mask of an entry, at a byte offset.
static void add_mask(uint8_t *mask, const struct layout *from, uint32_t offset) {
  for (uintptr_t word = 0; word < from->ptrdata / ptr_size; word++)
    if (from->mask[word / 8] >> (word % 8) & 1) {
      uintptr_t at = offset / ptr_size + word;
      mask[at / 8] |= (uint8_t)(1 << (at % 8));
    }
}

static void fill_layout(struct map_info *info) {
  const struct layout *key = &info->type->key->layout, *value = &info->type->elem->layout;
  uint32_t value_offset = info->value_offset - map_key_offset;
  uintptr_t ptrdata = key->ptrdata;
  if (value->ptrdata)
    ptrdata = value_offset + value->ptrdata;
  add_mask(info->entry_mask, key, 0);
  add_mask(info->entry_mask, value, value_offset);
  info->entry_layout = (struct layout){info->entry_size, ptrdata, info->entry_mask};
  add_mask(info->array_mask, &info->entry_layout, map_key_offset);
  info->array_layout =
      (struct layout){info->entry_size, ptrdata ? map_key_offset + ptrdata : 0, info->array_mask};
}

static void info_free(struct map_info *info) {
  free(info->array_mask);
  free(info->entry_mask);
  free(info);
}

const struct map_info *map_info_get(struct rtype *type) {
  struct map_info *known = atomic_load_pointer(&type->map_info);
  if (known)
    return known;
  invariant(type->kind == KIND_MAP);
  struct map_info *info = calloc(1, sizeof *info);
  if (!info)
    return NULL;
  info->type = type;
  info->key_kind = key_kind(type->key);
  info->key_size = (uint32_t)type->key->layout.size;
  info->value_size = (uint32_t)type->elem->layout.size;
  info->value_offset = (uint32_t)align_up(map_key_offset + info->key_size, type->elem->align);
  // A value of size 0 has an address inside of its entry.
  uint32_t room = info->value_size ? info->value_size : 1;
  info->entry_size = (uint32_t)align_up(info->value_offset + room, ptr_size);
  info->update_key = equal_keys_may_differ(type->key);
  info->follows_key = type->key->layout.ptrdata != 0 && !(type->key->flags & RTYPE_MEMORY_EQUAL);
  info->array_mask = calloc(info->entry_size / ptr_size / 8 + 1, 1);
  info->entry_mask = calloc(info->entry_size / ptr_size / 8 + 1, 1);
  if (!info->array_mask || !info->entry_mask) {
    info_free(info);
    return NULL;
  }
  fill_layout(info);
  if (atomic_cas_pointer(&type->map_info, NULL, info))
    return info;
  info_free(info); // another M was quicker
  return atomic_load_pointer(&type->map_info);
}

void map_info_free(struct rtype *type) {
  if (type->map_info)
    info_free(type->map_info);
  type->map_info = NULL;
}
