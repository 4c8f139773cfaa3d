// Maps: lookup, adding, deleting, rebuilding. See map.h for how they lie in memory; iterators are
// in map_iter.c.

#include "runtime/map.h"

#include <stdlib.h>

#include "gc/barrier.h"
#include "gc/embed.h"
#include "gc/malloc.h"
#include "mem/atomic.h"
#include "mem/base.h"
#include "mem/invariant.h"
#include "runtime/bulk.h"
#include "runtime/end.h"
#include "runtime/panic.h"
#include "runtime/random.h"
#include "runtime/runtime.h"

enum {
  first_entries = 4, // of a map made without a hint
  index_min_log = 4, // 16 words
  index_max_log = 31,
  position_empty = 0, // in an index word
  position_deleted = 1,
  position_first = 2, // + position in entries
};

_Static_assert(offsetof(struct map, count) == 0, "len reads the first word");
_Static_assert(offsetof(struct map, entries) == 16 && offsetof(struct map, index) == 24, "mask");
_Static_assert(offsetof(struct map_index, entries) == 0, "mask");

static const uint8_t map_mask[] = {0x0C}; // entries and index
static const struct layout map_layout = {sizeof(struct map), 32, map_mask};
static const uint8_t index_mask[] = {0x01}; // entries

// What a map without an array has: nothing writes to an array that is full.
static const struct map_entries no_entries;

// What is known of a map type.

static enum map_key_kind key_kind(const struct rtype *key) {
  if (key->kind == KIND_STRING)
    return MAP_KEY_STRING;
  if (key->flags & RTYPE_MEMORY_EQUAL && key->layout.size == 8)
    return MAP_KEY_64;
  if (key->flags & RTYPE_MEMORY_EQUAL && key->layout.size == 4)
    return MAP_KEY_32;
  return MAP_KEY_OTHER;
}

// Returns whether equal keys may differ in their bytes, or a key from itself. Parts of no size are
// not looked into: types that share them may have any number.
static bool equal_keys_may_differ(const struct rtype *key) {
  if (key->layout.size == 0)
    return false;
  switch ((enum kind)key->kind) {
  case KIND_FLOAT32:
  case KIND_FLOAT64:
  case KIND_COMPLEX64:
  case KIND_COMPLEX128:
  case KIND_STRING:
  case KIND_INTERFACE:
    return true;
  case KIND_ARRAY:
    return equal_keys_may_differ(key->elem);
  case KIND_STRUCT:
    for (uint32_t i = 0; i < key->field_count; i++)
      if (equal_keys_may_differ(key->fields[i].type))
        return true;
    return false;
  default:
    return false;
  }
}

// Copies a type's pointer bits to the mask of an entry, at a byte offset.
static void add_mask(uint8_t *mask, const struct layout *from, uint32_t offset) {
  for (uintptr_t word = 0; word < from->ptrdata / ptr_size; word++)
    if (from->mask[word / 8] >> (word % 8) & 1) {
      uintptr_t at = offset / ptr_size + word;
      mask[at / 8] |= (uint8_t)(1 << (at % 8));
    }
}

static void fill_layout(struct map_info *info) {
  const struct layout *key = &info->type->key->layout, *value = &info->type->elem->layout;
  uint32_t value_offset = info->value_offset - map_key_offset;
  uintptr_t ptrdata = key->ptrdata;
  if (value->ptrdata)
    ptrdata = value_offset + value->ptrdata;
  add_mask(info->entry_mask, key, 0);
  add_mask(info->entry_mask, value, value_offset);
  info->entry_layout = (struct layout){info->entry_size, ptrdata, info->entry_mask};
  add_mask(info->array_mask, &info->entry_layout, map_key_offset);
  info->array_layout =
      (struct layout){info->entry_size, ptrdata ? map_key_offset + ptrdata : 0, info->array_mask};
}

static void info_free(struct map_info *info) {
  free(info->array_mask);
  free(info->entry_mask);
  free(info);
}

const struct map_info *map_info_get(struct rtype *type) {
  struct map_info *known = atomic_load_pointer(&type->map_info);
  if (known)
    return known;
  invariant(type->kind == KIND_MAP);
  struct map_info *info = calloc(1, sizeof *info);
  if (!info)
    return NULL;
  info->type = type;
  info->key_kind = key_kind(type->key);
  info->key_size = (uint32_t)type->key->layout.size;
  info->value_size = (uint32_t)type->elem->layout.size;
  info->value_offset = (uint32_t)align_up(map_key_offset + info->key_size, type->elem->align);
  // A value of size 0 has an address inside of its entry.
  uint32_t room = info->value_size ? info->value_size : 1;
  info->entry_size = (uint32_t)align_up(info->value_offset + room, ptr_size);
  info->update_key = equal_keys_may_differ(type->key);
  info->follows_key = type->key->layout.ptrdata != 0 && !(type->key->flags & RTYPE_MEMORY_EQUAL);
  info->array_mask = calloc(info->entry_size / ptr_size / 8 + 1, 1);
  info->entry_mask = calloc(info->entry_size / ptr_size / 8 + 1, 1);
  if (!info->array_mask || !info->entry_mask) {
    info_free(info);
    return NULL;
  }
  fill_layout(info);
  if (atomic_cas_pointer(&type->map_info, NULL, info))
    return info;
  info_free(info); // another M was quicker
  return atomic_load_pointer(&type->map_info);
}

void map_info_free(struct rtype *type) {
  if (type->map_info)
    info_free(type->map_info);
  type->map_info = NULL;
}

// Keys.

static bool keys_equal(const struct map_info *info, const void *a, const void *b) {
  const struct rtype *unhashable;
  return rtype_equal(info->type->key, a, b, &unhashable);
}

static uint32_t load32(const void *p) {
  uint32_t value;
  memcpy(&value, p, sizeof value);
  return value;
}

static uint64_t load64(const void *p) {
  uint64_t value;
  memcpy(&value, p, sizeof value);
  return value;
}

static struct go_string load_string(const void *p) {
  struct go_string s;
  memcpy(&s, p, sizeof s);
  return s;
}

static uint64_t hash_key(const struct map *m, const struct map_info *info, const void *key,
                         const struct rtype **unhashable) {
  switch (info->key_kind) {
  case MAP_KEY_64:
    return hash_word(load64(key), m->seed);
  case MAP_KEY_32:
    return hash_word(load32(key), m->seed);
  case MAP_KEY_STRING: {
    struct go_string s = load_string(key);
    return hash_bytes(s.ptr, (uint64_t)s.len, m->seed);
  }
  case MAP_KEY_OTHER:
    break;
  }
  return rtype_hash(info->type->key, key, m->seed, unhashable);
}

// Entries.

static uint8_t *entry_at(const struct map_info *info, struct map_entries *entries,
                         uint32_t position) {
  return (uint8_t *)entries + (uintptr_t)position * info->entry_size;
}

static uint64_t entry_word(const struct map_info *info, const uint8_t *entry) {
  return map_entry_word(entry, info->entry_size);
}

static void set_word(const struct map_info *info, uint8_t *entry, uint64_t word) {
  atomic_store_release_u64((uint64_t *)(void *)(entry + info->entry_size), word);
}

static uint32_t word_hash(uint64_t word) {
  return (uint32_t)(word >> 32);
}

// The low half of the word of an entry with this key: it tells a key that was stored at once from
// one that is mixed of two.
static uint32_t key_check(const struct map_info *info, const void *key) {
  if (info->key_kind == MAP_KEY_STRING)
    return map_string_check(load_string(key));
  uint32_t sum = 0;
  for (uint32_t at = 0; info->follows_key && at < info->key_size; at += ptr_size) {
    uint64_t word = load64((const char *)key + at);
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
  return (uint32_t)entry_word(info, entry) == key_check(info, copy) ? copy : NULL;
}

// The array and the index that an operation works with, whatever others make of the map meanwhile.
struct table {
  struct map_entries *entries;
  struct map_index *index; // of entries, NULL: none
};

static struct table load_table(const struct map *m) {
  struct map_index *index = map_load_index(m);
  return (struct table){index ? index->entries : map_load_entries(m), index};
}

struct map_entries *map_array(const struct map *m) {
  return load_table(m).entries;
}

// The index.

enum { no_slot = UINT32_MAX };

// Returns the slot of an index that holds the position of a live entry; no_slot if another M
// changes the map and it does not.
static uint32_t find_slot(const struct map_index *index, uint32_t hash, uint32_t position) {
  uint32_t mask = index->mask, slot = hash & mask;
  for (uint32_t tries = 0; tries <= mask && index->words[slot] != position_empty; tries++) {
    if ((index->words[slot] & mask) == position + position_first)
      return slot;
    slot = (slot + 1) & mask;
  }
  return no_slot;
}

static void index_insert(struct map_index *index, uint32_t hash, uint32_t position) {
  uint32_t mask = index->mask, slot = hash & mask;
  // There is room, unless others change the map too.
  for (uint32_t tries = 0; index->words[slot] != position_empty && tries < mask; tries++)
    slot = (slot + 1) & mask;
  atomic_store_relaxed_u32(&index->words[slot], (hash & ~mask) | (position + position_first));
}

// Rebuilding.

// Returns the log2 of index words for that many entries, three quarters full at most.
static unsigned index_log_for(uint64_t entries) {
  unsigned log = index_min_log;
  while ((UINT64_C(3) << (log - 2)) < entries)
    log++;
  return log;
}

static void set_table(struct map *m, struct g *g, struct table t) {
  struct gc *gc = &g->runtime->gc;
  gc_store_pointer(gc, g_gc_p(g), (void **)&m->entries, t.entries);
  gc_store_pointer(gc, g_gc_p(g), (void **)&m->index, t.index);
  m->hole = 0;
  m->builds++;
}

// Makes empty arrays for at least that many entries. Returns false with a fatal error.
static bool allocate(struct g *g, const struct map_info *info, uint64_t wanted, struct table *t) {
  struct gc *gc = &g->runtime->gc;
  unsigned log = 0;
  uint64_t capacity = wanted <= first_entries ? first_entries : map_small_entries;
  if (wanted > map_small_entries) {
    log = index_log_for(wanted);
    if (log > index_max_log) {
      runtime_fatal(g->runtime, g, "map too large");
      return false;
    }
    capacity = UINT64_C(3) << (log - 2);
  }
  const struct layout *layout = &info->array_layout;
  t->entries = gc_malloc(gc, g_gc_p(g), capacity * info->entry_size + sizeof *t->entries,
                         layout->ptrdata ? layout : NULL, true);
  t->entries->capacity = (uint32_t)capacity;
  t->index = NULL;
  if (log == 0)
    return true;
  uintptr_t bytes = sizeof *t->index + (sizeof(uint32_t) << log);
  struct layout index_layout = {bytes, ptr_size, index_mask};
  struct map_entries *entries = t->entries;
  t->index = gc_malloc(gc, g_gc_p(g), bytes, &index_layout, true);
  gc_store_pointer(gc, g_gc_p(g), (void **)&t->index->entries, entries);
  t->index->mask = (UINT32_C(1) << log) - 1;
  return true;
}

// Copies entries to a place that no other M knows, with the barrier if it is on.
static void move_entries(struct g *g, const struct map_info *info, uint8_t *to, const uint8_t *from,
                         uint32_t count) {
  uintptr_t bytes = count * (uintptr_t)info->entry_size;
  to += map_key_offset;
  from += map_key_offset;
  if (info->entry_layout.ptrdata)
    bulk_move_typed(g, to, from, bytes, &info->entry_layout);
  else
    bulk_copy(to, from, bytes);
}

// Moves the live entries of an old array into new ones, which have room unless others add to the
// old one meanwhile.
static void fill(struct g *g, const struct map_info *info, struct table t, struct map_entries *old,
                 bool no_holes) {
  const int64_t steps_per_entry = 8; // it is far from the one before it in the index
  uint32_t old_used = atomic_load_relaxed_u32(&old->used), position = 0;
  int64_t pause = bulk_steps;
  if (no_holes && old_used <= t.entries->capacity) {
    move_entries(g, info, (uint8_t *)t.entries, (uint8_t *)old, old_used);
    position = old_used;
  } else {
    for (uint32_t i = 0; i < old_used && position < t.entries->capacity; i++) {
      const uint8_t *from = entry_at(info, old, i);
      pause = bulk_step(i * steps_per_entry, pause);
      if (entry_word(info, from) != 0)
        move_entries(g, info, entry_at(info, t.entries, position++), from, 1);
    }
  }
  t.entries->used = position;
  pause = bulk_steps;
  for (uint32_t i = 0; t.index && i < position; i++) {
    pause = bulk_step(i * steps_per_entry, pause);
    index_insert(t.index, word_hash(entry_word(info, entry_at(info, t.entries, i))), i);
  }
}

// Makes room for another entry when the array is full: as large as the live ones need, with half as
// many free.
static bool rebuild(struct g *g, struct map *m, struct table *t) {
  struct map_entries *old = t->entries;
  uint64_t live = (uint64_t)map_len(m), used = atomic_load_relaxed_u32(&old->used);
  if (live > used) // somebody else counts too
    live = used;
  if (!allocate(g, m->info, live + live / 2 + 1, t))
    return false;
  fill(g, m->info, *t, old, live == used);
  set_table(m, g, *t);
  return true;
}

struct map *map_new(struct g *g, struct rtype *type, int64_t hint) {
  const struct map_info *info = map_info_get(type);
  if (!info)
    gc_embed_fatal(&g->runtime->gc, "out of memory");
  struct map *m = gc_malloc(&g->runtime->gc, g_gc_p(g), sizeof *m, &map_layout, true);
  m->info = info;
  m->entries = (struct map_entries *)(uintptr_t)&no_entries;
  m->seed = runtime_random(g->m->p);
  // A hint that no memory could satisfy is taken as none, as Go does.
  uintptr_t bytes;
  struct table t;
  if (hint > first_entries && !__builtin_mul_overflow((uintptr_t)hint, info->entry_size, &bytes) &&
      bytes < (uintptr_t)1 << 40 && index_log_for((uint64_t)hint) <= index_max_log &&
      allocate(g, info, (uint64_t)hint, &t))
    set_table(m, g, t);
  return m;
}

// Use by several goroutines at once. No M waits here: use that is noticed ends the program.

static void report(const char *misuse) {
  struct g *g = m_current()->current_g;
  runtime_fatal(g->runtime, g, "%s", misuse);
}

uint8_t *map_lookup_empty(const struct map *m) {
  if (m && map_count(m) < 0)
    report("concurrent map read and map write");
  return NULL;
}

static void set_count(struct map *m, int64_t count) {
  atomic_store_relaxed_u64((uint64_t *)&m->count, (uint64_t)count);
}

// Marks m as being changed. Returns false with a fatal error.
static bool begin_write(struct map *m) {
  int64_t count = map_count(m);
  if (__builtin_expect(count < 0, 0)) {
    report("concurrent map writes");
    return false;
  }
  set_count(m, count | INT64_MIN);
  return true;
}

// Ends that, and tests again: another M may have marked m too.
static void end_write(struct map *m) {
  int64_t count = map_count(m);
  if (__builtin_expect(count >= 0, 0))
    report("concurrent map writes");
  set_count(m, count & INT64_MAX);
}

// Lookup.

// Returns whether an entry is that of a key, by its word and its key.
static bool entry_is(const struct map_info *info, const uint8_t *entry, const void *key,
                     uint32_t hash) {
  uint64_t buffer[map_key_buffer / sizeof(uint64_t)];
  uint64_t word = entry_word(info, entry);
  if (word == 0 || word_hash(word) != hash)
    return false;
  const void *have = map_stable_key(info, entry, buffer);
  return have && keys_equal(info, have, key);
}

// Returns the entry of a key with its hash, or NULL.
static uint8_t *find_with_hash(const struct map *m, const void *key, uint32_t hash) {
  const struct map_info *info = m->info;
  struct table t = load_table(m);
  if (!t.index) {
    uint32_t used = atomic_load_relaxed_u32(&t.entries->used);
    for (uint32_t i = 0; i < used; i++) {
      uint8_t *entry = entry_at(info, t.entries, i);
      if (entry_is(info, entry, key, hash))
        return entry;
    }
    return NULL;
  }
  uint32_t mask = t.index->mask, tag = hash & ~mask, slot = hash & mask;
  for (uint32_t tries = 0; tries <= mask; tries++, slot = (slot + 1) & mask) {
    uint32_t word = atomic_load_relaxed_u32(&t.index->words[slot]);
    if (word == position_empty)
      return NULL;
    if ((word & ~mask) != tag || (word & mask) < position_first)
      continue;
    uint8_t *entry = entry_at(info, t.entries, (word & mask) - position_first);
    if (entry_is(info, entry, key, hash))
      return entry;
  }
  return NULL;
}

// Returns the entry of a key, or NULL.
static uint8_t *find(const struct map *m, const struct map_info *info, const void *key,
                     const struct rtype **unhashable) {
  *unhashable = NULL;
  if (info->key_kind == MAP_KEY_64)
    return map_lookup64_entry(m, load64(key));
  if (info->key_kind == MAP_KEY_STRING)
    return map_lookup_string_entry(m, load_string(key));
  if (!m || map_count(m) <= 0) { // a key that cannot be hashed panics all the same
    if (info->key_kind == MAP_KEY_OTHER)
      rtype_hash(info->type->key, key, 0, unhashable);
    return map_lookup_empty(m);
  }
  uint32_t hash = map_hash_bits(hash_key(m, info, key, unhashable));
  return *unhashable ? NULL : find_with_hash(m, key, hash);
}

void *map_lookup_entry(const struct map *m, struct rtype *type, const void *key, void **key_address,
                       const struct rtype **unhashable) {
  const struct map_info *info = m ? m->info : map_info_get(type);
  *unhashable = NULL;
  uint8_t *entry = info ? find(m, info, key, unhashable) : NULL;
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

// Adding.

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
  set_word(info, entry, (uint64_t)hash << 32 | key_check(info, key));
}

// Everything is a hole: begins again in the same array, when that is worth it.
static void restart_if_empty(struct map *m, struct table t) {
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
static bool fills_hole(struct table t, uint32_t position, uint32_t hash) {
  if (position >= t.entries->used) // there is none
    return false;
  if (!t.index)
    return true;
  uint32_t mask = t.index->mask, tag = hash & ~mask, slot = hash & mask;
  uint32_t *words = t.index->words;
  for (uint32_t tries = 0; tries <= mask && words[slot] != position_empty; tries++) {
    if (words[slot] == (tag | position_deleted)) {
      atomic_store_relaxed_u32(&words[slot], tag | (position + position_first));
      return true;
    }
    slot = (slot + 1) & mask;
  }
  return false;
}

// Returns the place for a new entry, with its word in the index; NULL with a fatal error.
static uint8_t *place(struct g *g, struct map *m, uint32_t hash) {
  struct table t = load_table(m);
  uint32_t position = m->hole - 1;
  if (fills_hole(t, position, hash)) {
    m->hole = 0;
    return entry_at(m->info, t.entries, position);
  }
  restart_if_empty(m, t);
  position = atomic_load_relaxed_u32(&t.entries->used);
  if (position >= t.entries->capacity) {
    if (!rebuild(g, m, &t))
      return NULL;
    position = atomic_load_relaxed_u32(&t.entries->used);
  }
  if (position >= t.entries->capacity) {
    report("concurrent map writes"); // others have filled what was just built
    return NULL;
  }
  atomic_store_relaxed_u32(&t.entries->used, position + 1);
  if (t.index)
    index_insert(t.index, hash, position);
  return entry_at(m->info, t.entries, position);
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
    store_entry(g, m->info, entry, &key, word_hash(entry_word(m->info, entry)));
  else if (!entry)
    entry = append(g, m, &key, map_hash_bits(hash_bytes(key.ptr, (uint64_t)key.len, m->seed)));
  end_write(m);
  return entry ? entry + m->info->value_offset : NULL;
}

static void *assign_other(struct g *g, struct map *m, const void *key) {
  const struct map_info *info = m->info;
  const struct rtype *unhashable = NULL;
  uint32_t hash = map_hash_bits(hash_key(m, info, key, &unhashable));
  if (unhashable) {
    panic_unhashable(g, unhashable, false);
    return NULL;
  }
  if (!begin_write(m))
    return NULL;
  uint8_t *entry = find_with_hash(m, key, hash);
  if (!entry) {
    // Keys that differ from themselves would all share one place.
    if (info->update_key && !keys_equal(info, key, key))
      hash = map_hash_bits(hash_word(hash + load_table(m).entries->used, m->seed + m->builds));
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
    return map_assign64(g, m, load64(key));
  if (m->info->key_kind == MAP_KEY_STRING)
    return map_assign_string(g, m, load_string(key));
  return assign_other(g, m, key);
}

// Deleting.

bool map_delete(struct g *g, struct map *m, struct rtype *type, const void *key) {
  const struct map_info *info = m ? m->info : map_info_get(type);
  const struct rtype *unhashable = NULL;
  if (m && map_count(m) < 0) {
    report("concurrent map writes");
    return false;
  }
  uint8_t *entry = info ? find(m, info, key, &unhashable) : NULL;
  if (unhashable) {
    panic_unhashable(g, unhashable, map_len(m) == 0);
    return false;
  }
  if (!entry || !begin_write(m))
    return true;
  struct table t = load_table(m);
  uintptr_t offset = (uintptr_t)entry - (uintptr_t)t.entries;
  uint32_t position = (uint32_t)(offset / info->entry_size);
  if (t.index) {
    uint32_t slot = find_slot(t.index, word_hash(entry_word(info, entry)), position);
    if (slot == no_slot) {
      report("concurrent map writes");
      return false;
    }
    atomic_store_relaxed_u32(&t.index->words[slot],
                             (t.index->words[slot] & ~t.index->mask) | position_deleted);
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
  set_table(m, g, (struct table){(struct map_entries *)(uintptr_t)&no_entries, NULL});
  set_count(m, INT64_MIN);
  m->clears++;
  m->seed = runtime_random(g->m->p);
  end_write(m);
}

void map_check(const struct map *m) {
  struct table t = load_table(m);
  uint32_t used = t.entries->used, capacity = t.entries->capacity;
  invariant(m->info && m->count >= 0 && (uint64_t)m->count <= used && used <= capacity &&
            m->hole <= used && m->entries == t.entries);
  invariant((t.index != NULL) == (capacity > map_small_entries));
  int64_t live = 0;
  for (uint32_t i = 0; i < used; i++) {
    uint8_t *entry = entry_at(m->info, t.entries, i);
    uint64_t word = entry_word(m->info, entry);
    if (word == 0)
      continue;
    live++;
    invariant((uint32_t)word == key_check(m->info, entry + map_key_offset));
    if (t.index)
      invariant(find_slot(t.index, word_hash(word), i) != no_slot);
  }
  invariant(live == m->count);
  if (!t.index)
    return;
  uint64_t indexed = 0;
  for (uint64_t slot = 0; slot <= t.index->mask; slot++)
    indexed += (t.index->words[slot] & t.index->mask) >= position_first;
  invariant(indexed == (uint64_t)m->count);
}
