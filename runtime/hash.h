// Hashing: a multiply mix for words, XXH3 for bytes.

#ifndef VOLE_RUNTIME_HASH_H
#define VOLE_RUNTIME_HASH_H

#include <stdint.h>

// Returns the hash of one word: both halves of a 128-bit product, folded. All bits are usable.
static inline uint64_t hash_word(uint64_t key, uint64_t seed) {
  __extension__ typedef unsigned __int128 wide;
  wide product = (wide)(key ^ seed ^ UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
  uint64_t folded = (uint64_t)product ^ (uint64_t)(product >> 64);
  return folded ^ folded >> 32;
}

// Returns the hash of bytes.
uint64_t hash_bytes(const void *bytes, uint64_t size, uint64_t seed);

#endif
