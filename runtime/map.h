// Maps: entries in order of insertion in one dense array, found through an index of 32-bit words.
//
// A map of at most 8 entries has no index: its entries are compared one by one. A larger one has an
// index of a power of two of words, probed linearly. A word of 0 is empty. Else its low bits are
// the entry's position + 2, or 1 if the entry is deleted. Its high bits are a part of the hash, so
// that almost every entry compared is the right one.
//
// A deleted entry stays in the array as a hole. When the array is full, array and index are
// rebuilt, as large as the live entries need. Before that only the newest hole is filled. So a key
// that is deleted and put back while the map is walked is not met again.
//
// An iterator walks the array it began with, from a random place, around its end. Once the map has
// been rebuilt it looks each key up in the new array. Deleted keys are not found; keys that are
// found are produced at their present place. Keys that differ from themselves (NaN) are produced
// from the old array, unless the map was cleared.
//
// A script may use a map from several goroutines at once. Then it ends with Go's message, or goes
// on with wrong entries, but C code never leaves what it may read. So each array bears its own
// bound, the index bears its array, and an operation loads either once. Keys that lead elsewhere
// (strings, interfaces) are followed only if the entry's word confirms that they were stored
// together.
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
  uint32_t value_offset;         // of the value in an entry, bytes; the key is at map_key_offset
  uint32_t entry_size;           // bytes
  bool update_key;  // assigning to a present key stores the new one: +0 and -0, strings, interfaces
  bool follows_key; // comparing keys reads what they point to
  struct layout array_layout; // of an array of entries, an entry's size each
  struct layout entry_layout; // of one entry, from its key on
  uint8_t *array_mask, *entry_mask;
};

// An array of entries: a heap object. Entry i begins i times the entry size after its begin. It has
// its key after map_key_offset bytes and its value after value_offset bytes. Its word comes after
// an entry size, where the next entry begins. So the first word of all is free for the bounds.
struct map_entries {
  uint32_t used;     // entries in use, holes included; at most capacity
  uint32_t capacity; // never changes
};

// An entry's word is 0 for a hole. Else the high half is the hash, the low one a check of the
// key's words.
enum { map_word_live = 1, map_key_offset = 8 };

// An index: a heap object. All but the words never changes.
struct map_index {
  struct map_entries *entries; // what it is the index of
  uint32_t mask;               // words - 1; the bits of a word that are a position
  uint32_t words[];            // positions below the capacity of entries
};

// A map: a heap object.
struct map {
  // Live entries, see map_len. The sign bit is set while the map is being changed. An operation
  // that finds it set uses the map at the same time, which ends the program. Relaxed atomics; not
  // all such uses are found.
  int64_t count;
  const struct map_info *info; // off the heap
  struct map_entries *entries; // never NULL: an array without room stands for none
  struct map_index *index;     // NULL: small
  uint64_t seed;
  uint32_t hole;   // the position of the entry that was deleted last, plus one; 0: none
  uint32_t builds; // how often entries was replaced
  uint32_t clears; // how often it was cleared
};

// An iterator: a heap object.
struct map_iter {
  struct map *map;             // NULL: nothing to produce
  struct map_entries *entries; // the array it walks
  uint32_t start;              // where the walk began
  uint32_t next;               // position to look at
  bool wrapped;                // went around the end
  uint32_t builds, clears;     // of the map when the walk began
};

// map_type.c

// Returns the description of a map type; NULL only if memory is short. Any thread.
const struct map_info *map_info_get(struct rtype *type);
// Frees the description of type. No M runs any more.
void map_info_free(struct rtype *type);

// map_grow.c

// make(map, hint). Negative hints are 0.
struct map *map_new(struct g *g, struct rtype *type, int64_t hint);

// Returns m->count, sign bit included.
static inline int64_t map_count(const struct map *m) {
  return (int64_t)atomic_load_relaxed_u64((const uint64_t *)&m->count);
}

// len(m).
static inline int64_t map_len(const struct map *m) {
  return m ? map_count(m) & INT64_MAX : 0;
}

// map.c

// Returns the address of the value, or NULL. *unhashable becomes the dynamic type of a key that
// cannot be hashed (the caller then calls panic_unhashable), else NULL.
void *map_lookup(const struct map *m, struct rtype *type, const void *key,
                 const struct rtype **unhashable);
// Does the same, and sets *key_address to the key in the map.
void *map_lookup_entry(const struct map *m, struct rtype *type, const void *key, void **key_address,
                       const struct rtype **unhashable);
// Returns the array of a map's entries as it is now.
struct map_entries *map_array(const struct map *m);
// Returns NULL, for a map that has no entries (m may be NULL). Ends the run if m is being changed.
uint8_t *map_lookup_empty(const struct map *m);

// map_write.c

// Returns the address for the value of key, which is added with a zero value if it is missing. The
// caller stores there, with the barrier, before it does anything else to the map. Returns NULL if a
// panic was raised (nil map, unhashable key).
void *map_assign(struct g *g, struct map *m, struct rtype *type, const void *key);
// Return the address of the value of a key, which is added if it is missing. m is not NULL.
void *map_assign64(struct g *g, struct map *m, uint64_t key);
void *map_assign_string(struct g *g, struct map *m, struct go_string key);
// delete(m, key). Returns false if a panic was raised.
bool map_delete(struct g *g, struct map *m, struct rtype *type, const void *key);
// clear(m).
void map_clear(struct g *g, struct map *m);

// Fast paths. The map's key kind is MAP_KEY_64 (MAP_KEY_STRING); m may be NULL for reading.
static inline uint8_t *map_lookup64_entry(const struct map *m, uint64_t key);
static inline uint8_t *map_lookup_string_entry(const struct map *m, struct go_string key);

// Returns the 32 bits of a hash that a map uses.
static inline uint32_t map_hash_bits(uint64_t hash) {
  return (uint32_t)hash;
}

// Returns the low half of the word of an entry with a string key.
static inline uint32_t map_string_check(struct go_string key) {
  return ((uint32_t)(uintptr_t)key.ptr + (uint32_t)key.len * UINT32_C(0x9E3779B1)) << 1 |
         map_word_live;
}

// These return the index and the array of a map as they are now; another M may replace them.
static inline struct map_index *map_load_index(const struct map *m) {
  return atomic_load_relaxed_pointer(&m->index);
}
static inline struct map_entries *map_load_entries(const struct map *m) {
  return atomic_load_relaxed_pointer(&m->entries);
}

static inline uint64_t map_entry_word(const uint8_t *entry, uintptr_t entry_size) {
  return atomic_load_relaxed_u64((const uint64_t *)(const void *)(entry + entry_size));
}

// Returns the entry of an 8-byte key by an index, or NULL.
static inline uint8_t *map_lookup64_index(const struct map_index *index, const struct map *m,
                                          uint64_t key) {
  uint32_t hash = map_hash_bits(hash_word(key, m->seed));
  uint32_t mask = index->mask, first = hash & mask, tag = hash ^ first;
  uintptr_t entry_size = m->info->entry_size;
  uint8_t *entries = (uint8_t *)index->entries;
  uint32_t slot = first;
  do {
    uint32_t word = atomic_load_relaxed_u32(&index->words[slot]);
    // Another tag, an empty or a deleted word give more than the positions that there are.
    uint32_t position = (word ^ tag) - 2;
    if (position < mask - 1) {
      uint8_t *entry = entries + position * entry_size;
      uint64_t have;
      memcpy(&have, entry + map_key_offset, sizeof have);
      if (have == key)
        return entry;
    } else if (word == 0) {
      return NULL;
    }
    slot = (slot + 1) & mask;
  } while (slot != first);
  return NULL;
}

// Returns the entry of an 8-byte key, or NULL. The caller may be changing the map.
static inline uint8_t *map_lookup64_any(const struct map *m, uint64_t key) {
  const struct map_index *index = map_load_index(m);
  if (index)
    return map_lookup64_index(index, m, key);
  struct map_entries *entries = map_load_entries(m);
  uint8_t *entry = (uint8_t *)entries;
  uintptr_t entry_size = m->info->entry_size;
  for (uint32_t left = atomic_load_relaxed_u32(&entries->used); left; left--, entry += entry_size) {
    uint64_t have;
    memcpy(&have, entry + map_key_offset, sizeof have);
    if (have == key && map_entry_word(entry, entry_size))
      return entry;
  }
  return NULL;
}

static inline uint8_t *map_lookup64_entry(const struct map *m, uint64_t key) {
  if (!m || map_count(m) <= 0)
    return map_lookup_empty(m);
  return map_lookup64_any(m, key);
}

// Whether the string that was loaded from an entry is key; the entry is no hole.
static inline bool map_string_is(struct go_string have, struct go_string key, uint64_t word) {
  return have.ptr == key.ptr || ((uint32_t)word == map_string_check(have) &&
                                 memcmp(have.ptr, key.ptr, (size_t)key.len) == 0);
}

// The key of an entry of a map with strings, both words loaded once.
static inline struct go_string map_entry_string(const uint8_t *entry) {
  const uint64_t *words = (const uint64_t *)(const void *)(entry + map_key_offset);
  return (struct go_string){(const uint8_t *)(uintptr_t)atomic_load_relaxed_u64(&words[0]),
                            (int64_t)atomic_load_relaxed_u64(&words[1])};
}

// The entry of a string key by an index.
static inline uint8_t *map_lookup_string_index(const struct map_index *index, const struct map *m,
                                               struct go_string key) {
  uint32_t hash = map_hash_bits(hash_bytes(key.ptr, (uint64_t)key.len, m->seed));
  uint32_t mask = index->mask, first = hash & mask, tag = hash ^ first;
  uintptr_t entry_size = m->info->entry_size;
  uint8_t *entries = (uint8_t *)index->entries;
  uint32_t slot = first;
  do {
    uint32_t index_word = atomic_load_relaxed_u32(&index->words[slot]);
    uint32_t position = (index_word ^ tag) - 2; // see map_lookup64_index
    if (position < mask - 1) {
      uint8_t *entry = entries + position * entry_size;
      struct go_string have = map_entry_string(entry);
      if (have.len == key.len && map_string_is(have, key, map_entry_word(entry, entry_size)))
        return entry;
    } else if (index_word == 0) {
      return NULL;
    }
    slot = (slot + 1) & mask;
  } while (slot != first);
  return NULL;
}

static inline uint8_t *map_lookup_string_any(const struct map *m, struct go_string key) {
  const struct map_index *index = map_load_index(m);
  if (index)
    return map_lookup_string_index(index, m, key);
  struct map_entries *entries = map_load_entries(m);
  uint8_t *entry = (uint8_t *)entries;
  uintptr_t entry_size = m->info->entry_size;
  for (uint32_t left = atomic_load_relaxed_u32(&entries->used); left; left--, entry += entry_size) {
    struct go_string have = map_entry_string(entry);
    if (have.len != key.len)
      continue;
    uint64_t word = map_entry_word(entry, entry_size);
    if (map_string_is(have, key, word) && word)
      return entry;
  }
  return NULL;
}

static inline uint8_t *map_lookup_string_entry(const struct map *m, struct go_string key) {
  if (!m || map_count(m) <= 0)
    return map_lookup_empty(m);
  return map_lookup_string_any(m, key);
}

// m[key] for an 8-byte key: the value's address or NULL.
static inline const void *map_lookup64(const struct map *m, uint64_t key) {
  const uint8_t *entry = map_lookup64_entry(m, key);
  return entry ? entry + m->info->value_offset : NULL;
}

// m[key] for a string key.
static inline const void *map_lookup_string(const struct map *m, struct go_string key) {
  const uint8_t *entry = map_lookup_string_entry(m, key);
  return entry ? entry + m->info->value_offset : NULL;
}

// map_iter.c

// Makes an iterator over m (may be NULL).
struct map_iter *map_iter_new(struct g *g, struct map *m);
// Sets *key and *value to those of the next entry. Returns false at the end.
bool map_iter_next(struct g *g, struct map_iter *it, void **key, void **value);

// For tests (map_write.c).

// Fails unless the whole map is consistent.
void map_check(const struct map *m);

#endif
