// The table of interned names: see scan.h. Open addressing over the hash of the spelling, at most
// half full.

#include <string.h>

#include "mem/invariant.h"
#include "vm/syntax/scan.h"

void names_init(struct names *names, struct region *region) {
  *names = (struct names){.region = region};
}

static uint64_t load(const char *text, size_t size) {
  uint64_t word = 0;
  memcpy(&word, text, size);
  return word;
}

// Hashes eight bytes at a time; the last eight may overlap those before them.
static uint32_t hash_of(const char *text, size_t size) {
  const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
  uint64_t hash = size;
  if (size >= 8) {
    for (size_t i = 0; i + 8 < size; i += 8) {
      hash = (hash ^ load(text + i, 8)) * factor;
      hash ^= hash >> 32;
    }
    hash ^= load(text + size - 8, 8);
  } else if (size >= 4) {
    hash ^= load(text, 4) << 32 ^ load(text + size - 4, 4) << 8;
  } else if (size > 0) {
    hash ^= (uint64_t)(unsigned char)text[0] << 32 ^ (uint64_t)(unsigned char)text[size / 2] << 40 ^
            (uint64_t)(unsigned char)text[size - 1] << 48;
  }
  hash *= factor;
  return (uint32_t)(hash >> 32);
}

static void grow(struct names *names) {
  int cap = names->cap == 0 ? 1024 : names->cap * 2;
  const char **table = region_alloc(names->region, sizeof(char *) * (size_t)cap);
  uint32_t *hashes = region_alloc(names->region, sizeof(uint32_t) * (size_t)cap);
  for (int i = 0; i < names->cap; i++) {
    if (!names->table[i])
      continue;
    uint32_t slot = names->hashes[i] & (uint32_t)(cap - 1);
    while (table[slot])
      slot = (slot + 1) & (uint32_t)(cap - 1);
    table[slot] = names->table[i];
    hashes[slot] = names->hashes[i];
  }
  names->table = table;
  names->hashes = hashes;
  names->cap = cap;
}

// Where a name of that hash is, or would be. The table has room.
static uint32_t slot_of(const struct names *names, uint32_t hash, const char *text, size_t size) {
  invariant_debug(names->count < names->cap);
  uint32_t slot = hash & (uint32_t)(names->cap - 1);
  for (; names->table[slot]; slot = (slot + 1) & (uint32_t)(names->cap - 1)) {
    const char *name = names->table[slot];
    if (names->hashes[slot] == hash && strncmp(name, text, size) == 0 && name[size] == '\0')
      break;
  }
  return slot;
}

const char *names_find(const struct names *names, const char *text, size_t size) {
  return names->cap > 0 ? names->table[slot_of(names, hash_of(text, size), text, size)] : NULL;
}

const char *names_intern(struct names *names, const char *text, size_t size) {
  if (names->count >= names->cap / 2)
    grow(names);
  uint32_t hash = hash_of(text, size);
  uint32_t slot = slot_of(names, hash, text, size);
  if (names->table[slot])
    return names->table[slot];
  const char *name = region_strndup(names->region, text, size);
  names->table[slot] = name;
  names->hashes[slot] = hash;
  names->count++;
  return name;
}
