// Hashes of types by their structure: identical types have equal hashes.
//
// A hash is computed once for each type. The methods of an interface are left out: which it has may
// not be known yet when a hash is first needed.

#include "vm/types/types.h"

static uint32_t mix(uint32_t h, uint32_t x) {
  return (h ^ x) * 0x9e3779b1u + (h >> 15);
}

static uint32_t mix_list(uint32_t h, struct type **types, int count) {
  h = mix(h, (uint32_t)count);
  for (int i = 0; i < count; i++)
    h = mix(h, type_hash(types[i]));
  return h;
}

static uint32_t mix_objects(uint32_t h, struct object **objects, int count) {
  h = mix(h, (uint32_t)count);
  for (int i = 0; i < count; i++)
    h = mix(h, type_hash(objects[i]->type));
  return h;
}

static uint32_t hash_parts(struct type *t, uint32_t h) {
  switch (t->kind) {
  case TYPE_BASIC:
    return mix(h, t->u.basic.kind);
  case TYPE_NAMED:
    if (!t->u.named.origin)
      return mix(h, t->id);
    return mix_list(mix(h, t->u.named.origin->id), t->u.named.type_args, t->u.named.type_arg_count);
  case TYPE_POINTER:
    return mix(h, type_hash(t->u.pointer.elem));
  case TYPE_ARRAY:
    return mix(mix(h, (uint32_t)t->u.array.len), type_hash(t->u.array.elem));
  case TYPE_SLICE:
    return mix(h, type_hash(t->u.slice.elem));
  case TYPE_STRUCT:
    for (int i = 0; i < t->u.struct_.count; i++)
      h = mix(h, (uint32_t)((uintptr_t)t->u.struct_.fields[i]->name >> 4));
    return mix_objects(h, t->u.struct_.fields, t->u.struct_.count);
  case TYPE_SIGNATURE:
    h = mix_objects(h, t->u.signature.params, t->u.signature.param_count);
    return mix_objects(h, t->u.signature.results, t->u.signature.result_count);
  case TYPE_MAP:
    return mix(mix(h, type_hash(t->u.map.key)), type_hash(t->u.map.value));
  case TYPE_CHAN:
    return mix(mix(h, t->u.chan.direction), type_hash(t->u.chan.elem));
  case TYPE_PARAM:
    return mix(h, t->id);
  default:
    return h;
  }
}

uint32_t type_hash(struct type *t) {
  if (!t)
    return 1;
  if (t->kind == TYPE_BASIC)
    return hash_parts(t, 17);
  if (t->hash == 0) {
    uint32_t h = hash_parts(t, mix(17, t->kind));
    t->hash = h != 0 ? h : 1;
  }
  return t->hash;
}
