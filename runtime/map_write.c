// Changing maps: adding entries, deleting them, clearing; the mark that tells of use by several
// goroutines at once. No M waits here: use that is noticed ends the program.

#include "gc/barrier.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/end.h"
#include "runtime/map_internal.h"
#include "runtime/panic.h"
#include "runtime/random.h"
#include "runtime/runtime.h"

// Use by several goroutines at once.

void map_report_misuse(const char *misuse) {
  struct g *g = m_current()->current_g;
  runtime_fatal(g->runtime, g, "%s", misuse);
}

static void set_count(struct map *m, int64_t count) {
  atomic_store_relaxed_u64((uint64_t *)&m->count, (uint64_t)count);
}

// Marks m as being changed. Returns false with a fatal error.
static bool begin_write(struct map *m) {
  int64_t count = map_count(m);
  if (__builtin_expect(count < 0, 0)) {
    map_report_misuse("concurrent map writes");
    return false;
  }
  set_count(m, count | INT64_MIN);
  return true;
}

// Takes the mark away, and tests it first: another M may have marked m too.
static void end_write(struct map *m) {
  int64_t count = map_count(m);
  if (__builtin_expect(count >= 0, 0))
    map_report_misuse("concurrent map writes");
  set_count(m, count & INT64_MAX);
}

// Adding.

static void set_word(const struct map_info *info, uint8_t *entry, uint64_t word) {
  atomic_store_release_u64((uint64_t *)(void *)(entry + info->entry_size), word);
}

static void store_key(struct g *g, const struct map_info *info, uint8_t *entry, const void *key) {
  struct gc *gc = &g->runtime->gc;
  const struct layout *layout = &info->type->key->layout;
  if (__builtin_expect(layout->ptrdata && gc->write_barrier.enabled, 0))
    gc_move_typed(gc, g_gc_p(g), entry + map_key_offset, key, layout->size, layout);
  else
    memcpy(entry + map_key_offset, key, layout->size);
}

// Stores a key with its word, which confirms it.
static void store_entry(struct g *g, const struct map_info *info, uint8_t *entry, const void *key,
                        uint32_t hash) {
  store_key(g, info, entry, key);
  set_word(info, entry, (uint64_t)hash << 32 | map_key_check(info, key));
}

// If all entries are holes and they fill half of the array, begins again in the same array.
static void restart_if_empty(struct map *m, struct map_table t) {
  uint32_t used = t.entries->used;
  if (map_len(m) || used == 0 || used < t.entries->capacity / 2)
    return;
  if (t.index)
    memset(t.index->words, 0, sizeof(uint32_t) * ((uintptr_t)t.index->mask + 1));
  atomic_store_relaxed_u32(&t.entries->used, 0);
  m->hole = 0;
}

// Returns whether the newest hole, which is at position, is the place for a new entry. The index
// must have a deleted word with the same part of the hash, which the entry takes over: so the
// number of deleted words does not grow.
static bool fills_hole(struct map_table t, uint32_t position, uint32_t hash) {
  if (position >= t.entries->used) // there is none
    return false;
  if (!t.index)
    return true;
  uint32_t mask = t.index->mask, tag = hash & ~mask, slot = hash & mask;
  uint32_t *words = t.index->words;
  for (uint32_t tries = 0; tries <= mask && words[slot] != map_position_empty; tries++) {
    if (words[slot] == (tag | map_position_deleted)) {
      atomic_store_relaxed_u32(&words[slot], tag | (position + map_position_first));
      return true;
    }
    slot = (slot + 1) & mask;
  }
  return false;
}

// Returns the place for a new entry, with its word in the index; NULL with a fatal error.
static uint8_t *place(struct g *g, struct map *m, uint32_t hash) {
  struct map_table t = map_load_table(m);
  uint32_t position = m->hole - 1;
  if (fills_hole(t, position, hash)) {
    m->hole = 0;
    return map_entry_at(m->info, t.entries, position);
  }
  restart_if_empty(m, t);
  position = atomic_load_relaxed_u32(&t.entries->used);
  if (position >= t.entries->capacity) {
    if (!map_rebuild(g, m, &t))
      return NULL;
    position = atomic_load_relaxed_u32(&t.entries->used);
  }
  if (position >= t.entries->capacity) {
    map_report_misuse("concurrent map writes"); // others have filled what was just built
    return NULL;
  }
  atomic_store_relaxed_u32(&t.entries->used, position + 1);
  if (t.index)
    map_index_insert(t.index, hash, position);
  return map_entry_at(m->info, t.entries, position);
}

// Adds an entry for a key that is not there; its value is zero. NULL with a fatal error.
static uint8_t *append(struct g *g, struct map *m, const void *key, uint32_t hash) {
  uint8_t *entry = place(g, m, hash);
  if (!entry)
    return NULL;
  store_entry(g, m->info, entry, key, hash);
  set_count(m, (int64_t)((uint64_t)map_count(m) + 1));
  return entry;
}

void *map_assign64(struct g *g, struct map *m, uint64_t key) {
  if (!begin_write(m))
    return NULL;
  uint8_t *entry = map_lookup64_any(m, key);
  if (!entry)
    entry = append(g, m, &key, map_hash_bits(hash_word(key, m->seed)));
  end_write(m);
  return entry ? entry + m->info->value_offset : NULL;
}

void *map_assign_string(struct g *g, struct map *m, struct go_string key) {
  if (!begin_write(m))
    return NULL;
  uint8_t *entry = map_lookup_string_any(m, key);
  if (entry && map_entry_string(entry).ptr != key.ptr) // the newer bytes are kept, not the older
    store_entry(g, m->info, entry, &key, map_word_hash(map_word(m->info, entry)));
  else if (!entry)
    entry = append(g, m, &key, map_hash_bits(hash_bytes(key.ptr, (uint64_t)key.len, m->seed)));
  end_write(m);
  return entry ? entry + m->info->value_offset : NULL;
}

static void *assign_other(struct g *g, struct map *m, const void *key) {
  const struct map_info *info = m->info;
  const struct rtype *unhashable = NULL;
  uint32_t hash = map_hash_bits(map_hash_key(m, info, key, &unhashable));
  if (unhashable) {
    panic_unhashable(g, unhashable, false);
    return NULL;
  }
  if (!begin_write(m))
    return NULL;
  uint8_t *entry = map_find_hashed(m, key, hash);
  if (!entry) {
    // Keys that differ from themselves would all share one place.
    if (info->update_key && !map_keys_equal(info, key, key))
      hash = map_hash_bits(hash_word(hash + map_load_table(m).entries->used, m->seed + m->builds));
    entry = append(g, m, key, hash);
  } else if (info->update_key) {
    store_entry(g, info, entry, key, hash);
  }
  end_write(m);
  return entry ? entry + info->value_offset : NULL;
}

void *map_assign(struct g *g, struct map *m, struct rtype *type, const void *key) {
  (void)type;
  if (!m) {
    panic_nil_map(g);
    return NULL;
  }
  if (m->info->key_kind == MAP_KEY_64)
    return map_assign64(g, m, map_load64(key));
  if (m->info->key_kind == MAP_KEY_STRING)
    return map_assign_string(g, m, map_load_string(key));
  return assign_other(g, m, key);
}

// Deleting.

enum { no_slot = UINT32_MAX };

// Returns the slot of an index that holds the position of a live entry; no_slot if another M
// changes the map and it does not.
static uint32_t map_find_slot(const struct map_index *index, uint32_t hash, uint32_t position) {
  uint32_t mask = index->mask, slot = hash & mask;
  for (uint32_t tries = 0; tries <= mask && index->words[slot] != map_position_empty; tries++) {
    if ((index->words[slot] & mask) == position + map_position_first)
      return slot;
    slot = (slot + 1) & mask;
  }
  return no_slot;
}

bool map_delete(struct g *g, struct map *m, struct rtype *type, const void *key) {
  const struct map_info *info = m ? m->info : map_info_get(type);
  const struct rtype *unhashable = NULL;
  if (m && map_count(m) < 0) {
    map_report_misuse("concurrent map writes");
    return false;
  }
  uint8_t *entry = info ? map_find(m, info, key, &unhashable) : NULL;
  if (unhashable) {
    panic_unhashable(g, unhashable, map_len(m) == 0);
    return false;
  }
  if (!entry || !begin_write(m))
    return true;
  struct map_table t = map_load_table(m);
  uintptr_t offset = (uintptr_t)entry - (uintptr_t)t.entries;
  uint32_t position = (uint32_t)(offset / info->entry_size);
  if (t.index) {
    uint32_t slot = map_find_slot(t.index, map_word_hash(map_word(info, entry)), position);
    if (slot == no_slot) {
      map_report_misuse("concurrent map writes");
      return false;
    }
    atomic_store_relaxed_u32(&t.index->words[slot],
                             (t.index->words[slot] & ~t.index->mask) | map_position_deleted);
  }
  set_word(info, entry, 0);
  entry += map_key_offset;
  struct gc *gc = &g->runtime->gc;
  uintptr_t bytes = info->entry_size - map_key_offset;
  if (info->entry_layout.ptrdata && gc->write_barrier.enabled)
    gc_clear_typed(gc, g_gc_p(g), entry, bytes, &info->entry_layout);
  else
    memset(entry, 0, bytes);
  if (map_len(m)) // else somebody else counts too
    set_count(m, map_count(m) - 1);
  m->hole = position + 1;
  end_write(m);
  return true;
}

void map_clear(struct g *g, struct map *m) {
  if (!m || map_array(m)->used == 0 || !begin_write(m))
    return;
  map_set_table(m, g, (struct map_table){(struct map_entries *)(uintptr_t)&map_no_entries, NULL});
  set_count(m, INT64_MIN);
  m->clears++;
  m->seed = runtime_random(g->m->p);
  end_write(m);
}

void map_check(const struct map *m) {
  struct map_table t = map_load_table(m);
  uint32_t used = t.entries->used, capacity = t.entries->capacity;
  invariant(m->info && m->count >= 0 && (uint64_t)m->count <= used && used <= capacity &&
            m->hole <= used && m->entries == t.entries);
  invariant((t.index != NULL) == (capacity > map_small_entries));
  int64_t live = 0;
  for (uint32_t i = 0; i < used; i++) {
    uint8_t *entry = map_entry_at(m->info, t.entries, i);
    uint64_t word = map_word(m->info, entry);
    if (word == 0)
      continue;
    live++;
    invariant((uint32_t)word == map_key_check(m->info, entry + map_key_offset));
    if (t.index)
      invariant(map_find_slot(t.index, map_word_hash(word), i) != no_slot);
  }
  invariant(live == m->count);
  if (!t.index)
    return;
  uint64_t indexed = 0;
  for (uint64_t slot = 0; slot <= t.index->mask; slot++)
    indexed += (t.index->words[slot] & t.index->mask) >= map_position_first;
  invariant(indexed == (uint64_t)m->count);
}
