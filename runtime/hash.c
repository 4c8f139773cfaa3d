// Hashing bytes: see hash.h. XXH3 is compiled in here, so that short strings take its inlined
// paths.

#include "runtime/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash_bytes(const void *bytes, uint64_t size, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes, size, seed);
}
