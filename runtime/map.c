// Maps: keys, and how their entries are found. See map.h for how a map lies in memory, map_grow.c
// for making and rebuilding one, map_write.c for adding and deleting, map_iter.c for iterators, and
// map_type.c for what is known of a map type.

#include "gc/malloc.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "runtime/map_internal.h"
#include "runtime/runtime.h"

// Keys.

static uint32_t load32(const void *p) {
  uint32_t value;
  memcpy(&value, p, sizeof value);
  return value;
}

uint64_t map_hash_key(const struct map *m, const struct map_info *info, const void *key,
                      const struct rtype **unhashable) {
  switch (info->key_kind) {
  case MAP_KEY_64:
    return hash_word(map_load64(key), m->seed);
  case MAP_KEY_32:
    return hash_word(load32(key), m->seed);
  case MAP_KEY_STRING: {
    struct go_string s = map_load_string(key);
    return hash_bytes(s.ptr, (uint64_t)s.len, m->seed);
  }
  case MAP_KEY_OTHER:
    break;
  }
  return rtype_hash(info->type->key, key, m->seed, unhashable);
}

uint32_t map_key_check(const struct map_info *info, const void *key) {
  if (info->key_kind == MAP_KEY_STRING)
    return map_string_check(map_load_string(key));
  uint32_t sum = 0;
  for (uint32_t at = 0; info->follows_key && at < info->key_size; at += ptr_size) {
    uint64_t word = map_load64((const char *)key + at);
    sum = sum * UINT32_C(0x9E3779B1) + ((uint32_t)word ^ (uint32_t)(word >> 32));
  }
  return sum << 1 | map_word_live;
}

const void *map_stable_key(const struct map_info *info, const uint8_t *entry, void *buffer) {
  const void *key = entry + map_key_offset;
  if (!info->follows_key)
    return key;
  void *copy = buffer;
  if (info->key_size > map_key_buffer) {
    struct g *g = m_current()->current_g;
    copy = gc_malloc(&g->runtime->gc, g_gc_p(g), info->key_size, NULL, false);
  }
  memcpy(copy, key, info->key_size);
  return (uint32_t)map_word(info, entry) == map_key_check(info, copy) ? copy : NULL;
}

// Lookup.

struct map_entries *map_array(const struct map *m) {
  return map_load_table(m).entries;
}

uint8_t *map_lookup_empty(const struct map *m) {
  if (m && map_count(m) < 0)
    map_report_misuse("concurrent map read and map write");
  return NULL;
}

// Returns whether an entry is that of a key, by its word and its key.
static bool entry_is(const struct map_info *info, const uint8_t *entry, const void *key,
                     uint32_t hash) {
  uint64_t buffer[map_key_buffer / sizeof(uint64_t)];
  uint64_t word = map_word(info, entry);
  if (word == 0 || map_word_hash(word) != hash)
    return false;
  const void *have = map_stable_key(info, entry, buffer);
  return have && map_keys_equal(info, have, key);
}

uint8_t *map_find_hashed(const struct map *m, const void *key, uint32_t hash) {
  const struct map_info *info = m->info;
  struct map_table t = map_load_table(m);
  if (!t.index) {
    uint32_t used = atomic_load_relaxed_u32(&t.entries->used);
    for (uint32_t i = 0; i < used; i++) {
      uint8_t *entry = map_entry_at(info, t.entries, i);
      if (entry_is(info, entry, key, hash))
        return entry;
    }
    return NULL;
  }
  uint32_t mask = t.index->mask, tag = hash & ~mask, slot = hash & mask;
  for (uint32_t tries = 0; tries <= mask; tries++, slot = (slot + 1) & mask) {
    uint32_t word = atomic_load_relaxed_u32(&t.index->words[slot]);
    if (word == map_position_empty)
      return NULL;
    if ((word & ~mask) != tag || (word & mask) < map_position_first)
      continue;
    uint8_t *entry = map_entry_at(info, t.entries, (word & mask) - map_position_first);
    if (entry_is(info, entry, key, hash))
      return entry;
  }
  return NULL;
}

uint8_t *map_find(const struct map *m, const struct map_info *info, const void *key,
                  const struct rtype **unhashable) {
  *unhashable = NULL;
  if (info->key_kind == MAP_KEY_64)
    return map_lookup64_entry(m, map_load64(key));
  if (info->key_kind == MAP_KEY_STRING)
    return map_lookup_string_entry(m, map_load_string(key));
  if (!m || map_count(m) <= 0) { // a key that cannot be hashed panics all the same
    if (info->key_kind == MAP_KEY_OTHER)
      rtype_hash(info->type->key, key, 0, unhashable);
    return map_lookup_empty(m);
  }
  uint32_t hash = map_hash_bits(map_hash_key(m, info, key, unhashable));
  return *unhashable ? NULL : map_find_hashed(m, key, hash);
}

void *map_lookup_entry(const struct map *m, struct rtype *type, const void *key, void **key_address,
                       const struct rtype **unhashable) {
  const struct map_info *info = m ? m->info : map_info_get(type);
  *unhashable = NULL;
  uint8_t *entry = info ? map_find(m, info, key, unhashable) : NULL;
  if (!entry)
    return NULL;
  *key_address = entry + map_key_offset;
  return entry + info->value_offset;
}

void *map_lookup(const struct map *m, struct rtype *type, const void *key,
                 const struct rtype **unhashable) {
  void *key_address;
  return map_lookup_entry(m, type, key, &key_address, unhashable);
}
