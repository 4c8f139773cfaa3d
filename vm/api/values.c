// Values on both sides of a call: slots of a frame, and fields of a C struct.
//
// On the Go side arguments and results fill whole slots of a frame. On the C side they are the
// fields of a struct laid out as Go lays structs out. A struct api_shape, made once for each
// function, says where each value is on both sides.

#include <stdlib.h>
#include <string.h>

#include "mem/invariant.h"
#include "runtime/iface.h"
#include "vm/api/internal.h"
#include "vm/interp/interp.h"

// Lays out one list of parameters or results on both sides. Returns whether both are alike.
static bool lay_out(struct program *p, struct object **objects, int count, struct api_value *values,
                    uint32_t *bytes, uint32_t *slots) {
  uint64_t slot = 0, offset = 0;
  bool plain = true;
  for (int i = 0; i < count; i++) {
    const struct rtype *type = program_rtype(p, objects[i]->type);
    invariant_debug(type->align && (type->align & (type->align - 1)) == 0);
    offset = (offset + type->align - 1) & ~(uint64_t)(type->align - 1);
    values[i] = (struct api_value){type, (uint32_t)slot, (uint32_t)offset};
    plain = plain && !(type->flags & RTYPE_BOXED) && offset == slot * sizeof(uint64_t) &&
            type->layout.size == type->slots * sizeof(uint64_t);
    slot += type->slots;
    offset += type->layout.size;
    if (offset > UINT32_MAX)
      slot = offset = UINT32_MAX;
  }
  *bytes = (uint32_t)offset;
  *slots = (uint32_t)slot;
  return plain;
}

struct api_shape *api_make_shape(struct program *p, const struct type *signature, bool method) {
  invariant_debug(signature->kind == TYPE_SIGNATURE);
  int params = signature->u.signature.param_count, results = signature->u.signature.result_count;
  struct object **list = signature->u.signature.params;
  if (method && signature->u.signature.receiver) {
    list = region_alloc(&p->region, (size_t)(params + 1) * sizeof *list);
    list[0] = signature->u.signature.receiver;
    if (params > 0)
      memcpy(list + 1, signature->u.signature.params, (size_t)params * sizeof *list);
    params++;
  }
  struct api_shape *shape = region_alloc(&p->region, sizeof *shape);
  shape->params = region_alloc(&p->region, (size_t)(params + 1) * sizeof *shape->params);
  shape->results = region_alloc(&p->region, (size_t)(results + 1) * sizeof *shape->results);
  shape->param_count = params;
  shape->result_count = results;
  shape->plain_params =
      lay_out(p, list, params, shape->params, &shape->param_bytes, &shape->param_slots);
  shape->plain_results = lay_out(p, signature->u.signature.results, results, shape->results,
                                 &shape->result_bytes, &shape->result_slots);
  return shape;
}

bool api_shape_fits(const struct api_shape *shape, const struct func *func) {
  return shape->param_slots == (uint32_t)func->param_slots &&
         shape->result_slots == (uint32_t)func->result_slots;
}

void api_value_store(void *to, const uint64_t *slots, const struct rtype *type) {
  const void *from = type->flags & RTYPE_BOXED ? (const void *)*slots : slots;
  invariant_debug(from &&
                  (type->flags & RTYPE_BOXED || type->layout.size <= type->slots * sizeof *slots));
  memcpy(to, from, type->layout.size);
}

void api_value_load(struct g *g, uint64_t *slots, const void *from, const struct rtype *type) {
  if (type->flags & RTYPE_BOXED)
    *slots = (uint64_t)iface_box(g, type, from);
  else
    interp_load(slots, from, type);
}

uint64_t *api_words_get(struct api_words *words, size_t count) {
  invariant_debug(count > 0);
  bool small = count <= sizeof words->small / sizeof words->small[0];
  words->heap = small ? NULL : malloc(count * sizeof(uint64_t));
  return small ? words->small : words->heap;
}

void api_words_free(struct api_words *words) {
  free(words->heap);
}
