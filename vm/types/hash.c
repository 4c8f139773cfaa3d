// Hashes of types by their structure: identical types have equal hashes.
//
// A hash is computed once for each type. The methods of an interface are left out: which it has may
// not be known yet when a hash is first needed.

#include "vm/types/types.h"

static uint32_t mix(uint32_t h, uint32_t x) {
  return (h ^ x) * 0x9e3779b1u + (h >> 15);
}

// What tells a type from others of its kind besides its parts.
static uint32_t mix_own(uint32_t h, const struct type *t) {
  switch (t->kind) {
  case TYPE_BASIC:
    return mix(h, t->u.basic.kind);
  case TYPE_NAMED:
    return mix(h, t->u.named.origin ? t->u.named.origin->id : t->id);
  case TYPE_ARRAY:
    return mix(h, (uint32_t)t->u.array.len);
  case TYPE_STRUCT:
    for (int i = 0; i < t->u.struct_.count; i++)
      h = mix(h, (uint32_t)((uintptr_t)t->u.struct_.fields[i]->name >> 4));
    return h;
  case TYPE_SIGNATURE:
    return mix(h, (uint32_t)t->u.signature.param_count);
  case TYPE_CHAN:
    return mix(h, t->u.chan.direction);
  case TYPE_PARAM:
    return mix(h, t->id);
  default:
    return h;
  }
}

static uint32_t hash_parts(struct type *t, uint32_t h) {
  struct type **part;
  h = mix_own(h, t);
  for (int i = 0; t->kind != TYPE_INTERFACE && (part = type_part(t, i)); i++)
    h = mix(h, type_hash(*part));
  return h;
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
