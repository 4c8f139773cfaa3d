// Natives of package hash/maphash.

#include "runtime/hash.h"
#include "runtime/iface.h"
#include "runtime/panic.h"
#include "runtime/random.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

// func runtime_fastrand64() uint64
static bool maphash_random(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = runtime_random(g->m->p);
  return true;
}

// func runtime_memhash(p unsafe.Pointer, seed, s uintptr) uintptr
static bool maphash_hash(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = hash_bytes((const void *)args[0], args[2], args[1]);
  return true;
}

// func hashValue(x any, seed uint64) uint64
static bool maphash_value(struct g *g, uint64_t *args, uint64_t *results) {
  const struct rtype *type = (const struct rtype *)args[0], *unhashable = NULL;
  if (type && !(type->flags & RTYPE_COMPARABLE))
    unhashable = type;
  else if (type)
    results[0] = rtype_hash(type, iface_value(type, (void *const *)&args[1]), args[2], &unhashable);
  if (unhashable)
    panic_unhashable(g, unhashable, false);
  return !unhashable;
}

const struct native_entry natives_maphash[] = {
    {"hashValue", maphash_value, 3, 1},
    {"runtime_fastrand64", maphash_random, 0, 1},
    {"runtime_memhash", maphash_hash, 3, 1},
    {NULL},
};
