// What the files of maps share: keys and entries, and the arrays that an operation works with.

#ifndef VOLE_RUNTIME_MAP_INTERNAL_H
#define VOLE_RUNTIME_MAP_INTERNAL_H

#include "runtime/map.h"

// What the low bits of an index word are.
enum {
  map_position_empty = 0,
  map_position_deleted = 1,
  map_position_first = 2, // + position in entries
};

// What a map without an array has: nothing writes to an array that is full.
extern const struct map_entries map_no_entries;

// The array and the index that an operation works with, whatever others make of the map meanwhile.
struct map_table {
  struct map_entries *entries;
  struct map_index *index; // of entries, NULL: none
};

static inline struct map_table map_load_table(const struct map *m) {
  struct map_index *index = map_load_index(m);
  return (struct map_table){index ? index->entries : map_load_entries(m), index};
}

// Keys and entries.

static inline bool map_keys_equal(const struct map_info *info, const void *a, const void *b) {
  const struct rtype *unhashable;
  return rtype_equal(info->type->key, a, b, &unhashable);
}

static inline uint64_t map_load64(const void *p) {
  uint64_t value;
  memcpy(&value, p, sizeof value);
  return value;
}

static inline struct go_string map_load_string(const void *p) {
  struct go_string s;
  memcpy(&s, p, sizeof s);
  return s;
}

static inline uint8_t *map_entry_at(const struct map_info *info, struct map_entries *entries,
                                    uint32_t position) {
  return (uint8_t *)entries + (uintptr_t)position * info->entry_size;
}

static inline uint64_t map_word(const struct map_info *info, const uint8_t *entry) {
  return map_entry_word(entry, info->entry_size);
}

static inline uint32_t map_word_hash(uint64_t word) {
  return (uint32_t)(word >> 32);
}

// map.c

// Returns the hash of a key. *unhashable becomes the type of a part that has none.
uint64_t map_hash_key(const struct map *m, const struct map_info *info, const void *key,
                      const struct rtype **unhashable);
// Returns the low half of the word of an entry with this key. It tells a key that was stored at
// once from one that is mixed of two.
uint32_t map_key_check(const struct map_info *info, const void *key);
enum { map_key_buffer = 128 };
// Returns the key of an entry, safe to follow: itself or a copy, in buffer (map_key_buffer bytes)
// if that has room. Returns NULL if it is being changed.
const void *map_stable_key(const struct map_info *info, const uint8_t *entry, void *buffer);
// Return the entry of a key, by the key or by its hash; NULL: there is none.
uint8_t *map_find(const struct map *m, const struct map_info *info, const void *key,
                  const struct rtype **unhashable);
uint8_t *map_find_hashed(const struct map *m, const void *key, uint32_t hash);

// map_grow.c

// Makes room for another entry in *t, whose array is full: as large as the live entries need, with
// half as many free. Returns false with a fatal error.
bool map_rebuild(struct g *g, struct map *m, struct map_table *t);
// Makes t the map's arrays.
void map_set_table(struct map *m, struct g *g, struct map_table t);
// Adds the position of an entry with this hash to an index.
void map_index_insert(struct map_index *index, uint32_t hash, uint32_t position);

// map_write.c

// Ends the program with a message about use by several goroutines at once.
void map_report_misuse(const char *misuse);

#endif
