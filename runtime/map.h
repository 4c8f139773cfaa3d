// Maps: entries in order of insertion in one dense array, found through an index of 32-bit words.
//
// A map of at most 8 entries has no index: its entries are compared one by one. A larger one has an
// index of a power of two of words, probed linearly: 0 is empty, else the low bits are the entry's
// position + 2 (1: deleted) and the high bits a part of the hash, so that almost every entry looked
// at is the right one. A deleted entry stays in the array as a hole. When the array is full, array
// and index are built again, as large as the live entries need. Before that only the newest hole is
// filled: so a key that is deleted and put back while the map is walked is not met again.
//
// An iterator walks the array it began with, from a random place, around its end. Once the map has
// been built anew it looks each key up in the new array: what was deleted is not found, what is
// found is produced at its present place, keys that differ from themselves (NaN) are produced from
// the old array unless the map was cleared.
//
// Everything lies in heap objects with exact layouts. Nil maps (NULL) read as empty. After the
// behaviour of runtime/map.go; the layout is our own.

#ifndef VOLE_RUNTIME_MAP_H
#define VOLE_RUNTIME_MAP_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "mem/atomic.h"
#include "runtime/g.h"
#include "runtime/hash.h"
#include "runtime/type.h"

enum { map_small_entries = 8 };

// How a key is hashed and compared.
enum map_key_kind {
  MAP_KEY_64, // 8 bytes compared as bits: ints, pointers, channels
  MAP_KEY_32, // 4 bytes
  MAP_KEY_STRING,
  MAP_KEY_OTHER, // by rtype_hash and rtype_equal
};

// What is known of a map type. Off the heap, made on first use, as long as the rtype
// (map_info_free).
struct map_info {
  struct rtype *type;
  enum map_key_kind key_kind;
  uint32_t key_size, value_size; // bytes
  uint32_t value_offset;         // of the value in an entry, bytes; the key is at 8
  uint32_t entry_size;           // bytes
  bool update_key; // assigning to a present key stores the new one: +0 and -0, strings, interfaces
  struct layout entry_layout; // of one entry
  uint8_t *entry_mask;
};

// An entry's first word: its hash with bit 0 set, or 0 for a hole.
enum { map_hash_live = 1, map_key_offset = 8 };

// A map: a heap object.
struct map {
  // Live entries, see map_len. The sign bit is set while the map is being changed: whoever finds it
  // set uses the map at the same time, which ends the program. Relaxed atomics; not all such uses
  // are found.
  int64_t count;
  const struct map_info *info; // off the heap
  uint8_t *entries;            // heap: capacity entries; NULL: none yet
  uint32_t *index;             // heap, no pointers; NULL: small
  uint64_t seed;
  uint32_t used;         // entries in use, holes included
  uint32_t capacity;     // entries
  uint8_t index_shift;   // 64 - log2(words of index)
  uint8_t position_bits; // low bits of an index word
  uint32_t hole;         // the position of the entry that was deleted last, plus one; 0: none
  uint32_t builds;       // how often entries was replaced
  uint32_t clears;       // how often it was cleared
};

// An iterator: a heap object.
struct map_iter {
  struct map *map;         // NULL: nothing to produce
  uint8_t *entries;        // the array it walks
  uint32_t used;           // entries in it when the map was last seen with this array
  uint32_t start;          // where the walk began
  uint32_t next;           // position to look at
  bool wrapped;            // went around the end
  uint32_t builds, clears; // of the map when the walk began
};

// The description of a map type; NULL only if memory is short.
const struct map_info *map_info_get(struct rtype *type);
void map_info_free(struct rtype *type);

// make(map, hint). Negative hints are 0.
struct map *map_new(struct g *g, struct rtype *type, int64_t hint);

static inline int64_t map_count(const struct map *m) {
  return (int64_t)atomic_load_relaxed_u64((const uint64_t *)&m->count);
}

static inline int64_t map_len(const struct map *m) {
  return m ? map_count(m) & INT64_MAX : 0;
}

// The value's address, or NULL. *unhashable gets the dynamic type of a key that cannot be hashed
// (then panic_unhashable), else NULL.
void *map_find(const struct map *m, struct rtype *type, const void *key,
               const struct rtype **unhashable);
// The same with the address of the key in the map.
void *map_find_entry(const struct map *m, struct rtype *type, const void *key, void **key_address,
                     const struct rtype **unhashable);
// The address for the value of key, which is added (value zeroed) if it is missing. The caller
// stores there, with the barrier, before it does anything else to the map. NULL: panic raised (nil
// map, unhashable key).
void *map_assign(struct g *g, struct map *m, struct rtype *type, const void *key);
// delete(m, key). False: panic raised.
bool map_delete(struct g *g, struct map *m, struct rtype *type, const void *key);
// clear(m).
void map_clear(struct g *g, struct map *m);

// An iterator over m (may be NULL).
struct map_iter *map_iter_new(struct g *g, struct map *m);
// The next entry's key and value; false at the end.
bool map_iter_next(struct g *g, struct map_iter *it, void **key, void **value);

// A consistency check of everything; a failure is a throw.
void map_check(const struct map *m);

// NULL, for a map that has no entries (m may be NULL) or is being changed: a fatal error then.
uint8_t *map_find_nothing(const struct map *m);

// Fast paths. The map's key kind is MAP_KEY_64 (MAP_KEY_STRING); m may be NULL for reading.
static inline uint8_t *map_probe64(const struct map *m, uint64_t key);
static inline uint8_t *map_probe_string(const struct map *m, struct go_string key);
// The value's address for an added or present key; m not NULL.
void *map_assign64(struct g *g, struct map *m, uint64_t key);
void *map_assign_string(struct g *g, struct map *m, struct go_string key);

// The entry of an 8-byte key by the index; m has one.
static inline uint8_t *map_probe64_index(const struct map *m, uint64_t key) {
  uint64_t hash = hash_word(key, m->seed);
  uint32_t mask = UINT32_MAX >> (m->index_shift - 32);
  uint32_t position_mask = (UINT32_C(1) << m->position_bits) - 1;
  uint32_t tag = (uint32_t)hash & ~position_mask;
  uintptr_t entry_size = m->info->entry_size;
  for (uint32_t slot = (uint32_t)(hash >> m->index_shift);; slot = (slot + 1) & mask) {
    uint32_t word = m->index[slot];
    if (word == 0)
      return NULL;
    if ((word & ~position_mask) != tag || (word & position_mask) < 2)
      continue;
    uint8_t *entry = m->entries + ((word & position_mask) - 2) * entry_size;
    uint64_t have;
    memcpy(&have, entry + map_key_offset, sizeof have);
    if (have == key)
      return entry;
  }
}

// The entry of an 8-byte key for who may change the map.
static inline uint8_t *map_locate64(const struct map *m, uint64_t key) {
  if (m->index)
    return map_probe64_index(m, key);
  uint8_t *entry = m->entries;
  uintptr_t entry_size = m->info->entry_size;
  for (uint32_t i = 0; i < m->used; i++, entry += entry_size) {
    const uint64_t *words = (const uint64_t *)(const void *)entry;
    if (words[1] == key && words[0])
      return entry;
  }
  return NULL;
}

static inline uint8_t *map_probe64(const struct map *m, uint64_t key) {
  if (!m || map_count(m) <= 0)
    return map_find_nothing(m);
  return map_locate64(m, key);
}

// The entry of a string key by its hash; m has an index.
static inline uint8_t *map_probe_string_index(const struct map *m, struct go_string key) {
  uint64_t hash = hash_bytes(key.ptr, (uint64_t)key.len, m->seed);
  uint32_t mask = UINT32_MAX >> (m->index_shift - 32);
  uint32_t position_mask = (UINT32_C(1) << m->position_bits) - 1;
  uint32_t tag = (uint32_t)hash & ~position_mask;
  uintptr_t entry_size = m->info->entry_size;
  for (uint32_t slot = (uint32_t)(hash >> m->index_shift);; slot = (slot + 1) & mask) {
    uint32_t word = m->index[slot];
    if (word == 0)
      return NULL;
    if ((word & ~position_mask) != tag || (word & position_mask) < 2)
      continue;
    uint8_t *entry = m->entries + ((word & position_mask) - 2) * entry_size;
    struct go_string have;
    memcpy(&have, entry + map_key_offset, sizeof have);
    if (have.len == key.len &&
        (have.ptr == key.ptr || memcmp(have.ptr, key.ptr, (size_t)key.len) == 0))
      return entry;
  }
}

static inline uint8_t *map_locate_string(const struct map *m, struct go_string key) {
  if (m->index)
    return map_probe_string_index(m, key);
  uint8_t *entry = m->entries;
  uintptr_t entry_size = m->info->entry_size;
  for (uint32_t i = 0; i < m->used; i++, entry += entry_size) {
    const uint64_t *words = (const uint64_t *)(const void *)entry;
    if (words[2] == (uint64_t)key.len && words[0] &&
        (words[1] == (uint64_t)key.ptr ||
         memcmp((const void *)words[1], key.ptr, (size_t)key.len) == 0))
      return entry;
  }
  return NULL;
}

static inline uint8_t *map_probe_string(const struct map *m, struct go_string key) {
  if (!m || map_count(m) <= 0)
    return map_find_nothing(m);
  return map_locate_string(m, key);
}

// m[key] for an 8-byte key: the value's address or NULL.
static inline const void *map_get64(const struct map *m, uint64_t key) {
  const uint8_t *entry = map_probe64(m, key);
  return entry ? entry + m->info->value_offset : NULL;
}

// m[key] for a string key.
static inline const void *map_get_string(const struct map *m, struct go_string key) {
  const uint8_t *entry = map_probe_string(m, key);
  return entry ? entry + m->info->value_offset : NULL;
}

#endif
