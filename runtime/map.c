// Maps: finding, adding, deleting, building anew. See map.h for how they lie in memory; iterators
// are in map_iter.c.

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

static const uint8_t map_mask[] = {0x0C}; // entries and index
static const struct layout map_layout = {sizeof(struct map), 32, map_mask};

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

// Whether equal keys may differ in their bytes, or a key from itself. Parts of no size are not
// looked into: types that share them may have any number.
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
  uintptr_t ptrdata = 0;
  if (key->ptrdata)
    ptrdata = map_key_offset + key->ptrdata;
  if (value->ptrdata)
    ptrdata = info->value_offset + value->ptrdata;
  add_mask(info->entry_mask, key, map_key_offset);
  add_mask(info->entry_mask, value, info->value_offset);
  info->entry_layout = (struct layout){info->entry_size, ptrdata, info->entry_mask};
}

static void info_free(struct map_info *info) {
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
  info->entry_mask = calloc(info->entry_size / ptr_size / 8 + 1, 1);
  if (!info->entry_mask) {
    free(info);
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

static uint8_t *entry_at(const struct map *m, uint32_t position) {
  return m->entries + (uintptr_t)position * m->info->entry_size;
}

// The index.

static uint32_t index_mask(const struct map *m) {
  return UINT32_MAX >> (m->index_shift - 32);
}

static uint32_t position_mask(const struct map *m) {
  return (UINT32_C(1) << m->position_bits) - 1;
}

enum { no_slot = UINT32_MAX };

// The slot of the index that holds a position; the map has an index and the entry is live. no_slot:
// it does not, since somebody else changes the map.
static uint32_t find_slot(const struct map *m, uint64_t hash, uint32_t position) {
  uint32_t mask = index_mask(m), positions = position_mask(m);
  uint32_t slot = (uint32_t)(hash >> m->index_shift);
  for (uint32_t tries = 0; tries <= mask && m->index[slot] != position_empty; tries++) {
    if ((m->index[slot] & positions) == position + position_first)
      return slot;
    slot = (slot + 1) & mask;
  }
  return no_slot;
}

static void index_insert(struct map *m, uint64_t hash, uint32_t position) {
  uint32_t mask = index_mask(m), positions = position_mask(m);
  uint32_t slot = (uint32_t)(hash >> m->index_shift);
  // There is room, unless others change the map too.
  for (uint32_t tries = 0; m->index[slot] != position_empty && tries < mask; tries++)
    slot = (slot + 1) & mask;
  m->index[slot] = ((uint32_t)hash & ~positions) | (position + position_first);
}

// Building anew.

// The log2 of index words for so many entries, three quarters full at most.
static unsigned index_log_for(uint64_t entries) {
  unsigned log = index_min_log;
  while ((UINT64_C(3) << (log - 2)) < entries)
    log++;
  return log;
}

static void set_entries(struct map *m, struct g *g, uint8_t *entries, uint32_t *index) {
  struct gc *gc = &g->runtime->gc;
  gc_store_pointer(gc, g_gc_p(g), (void **)&m->entries, entries);
  gc_store_pointer(gc, g_gc_p(g), (void **)&m->index, index);
}

// Gives an empty map room for at least so many entries. False with a fatal error.
static bool allocate(struct g *g, struct map *m, uint64_t wanted) {
  struct gc *gc = &g->runtime->gc;
  uint32_t *index = NULL;
  uint64_t capacity = wanted <= first_entries ? first_entries : map_small_entries;
  if (wanted > map_small_entries) {
    unsigned log = index_log_for(wanted);
    if (log > index_max_log) {
      runtime_fatal(g->runtime, g, "map too large");
      return false;
    }
    capacity = UINT64_C(3) << (log - 2);
    index = gc_malloc(gc, g_gc_p(g), sizeof(uint32_t) << log, NULL, true);
    m->index_shift = (uint8_t)(64 - log);
    m->position_bits = (uint8_t)log;
  }
  const struct layout *layout = &m->info->entry_layout;
  uint8_t *entries = gc_malloc(gc, g_gc_p(g), capacity * m->info->entry_size,
                               layout->ptrdata ? layout : NULL, true);
  set_entries(m, g, entries, index);
  m->capacity = (uint32_t)capacity;
  m->used = 0;
  m->hole = 0;
  m->builds++;
  return true;
}

// Copies entries, of which nobody else knows the old or the new place, with the barrier if it is
// on.
static void move_entries(struct g *g, const struct map *m, uint8_t *to, const uint8_t *from,
                         uint32_t count) {
  uintptr_t bytes = count * (uintptr_t)m->info->entry_size;
  if (m->info->entry_layout.ptrdata)
    bulk_move_typed(g, to, from, bytes, &m->info->entry_layout);
  else
    bulk_copy(to, from, bytes);
}

// Moves the live entries of an old array into the new one.
static void fill(struct g *g, struct map *m, const uint8_t *old, uint32_t old_used) {
  const int64_t steps_per_entry = 8; // it is far from the one before it in the index
  uintptr_t size = m->info->entry_size;
  uint32_t position = 0;
  int64_t pause = bulk_steps;
  if (map_len(m) == old_used) { // no holes
    move_entries(g, m, m->entries, old, old_used);
    position = old_used;
  } else {
    for (uint32_t i = 0; i < old_used; i++) {
      const uint8_t *from = old + i * size;
      pause = bulk_step(i * steps_per_entry, pause);
      if (load64(from) != 0)
        move_entries(g, m, entry_at(m, position++), from, 1);
    }
  }
  m->used = position;
  pause = bulk_steps;
  for (uint32_t i = 0; m->index && i < position; i++) {
    pause = bulk_step(i * steps_per_entry, pause);
    index_insert(m, load64(entry_at(m, i)), i);
  }
}

// Makes room for another entry when the array is full: as large as the live ones need, with half as
// many free.
static bool rebuild(struct g *g, struct map *m) {
  const uint8_t *old = m->entries;
  uint32_t old_used = m->used;
  uint64_t live = (uint64_t)map_len(m);
  if (!allocate(g, m, live + live / 2 + 1))
    return false;
  fill(g, m, old, old_used);
  return true;
}

struct map *map_new(struct g *g, struct rtype *type, int64_t hint) {
  const struct map_info *info = map_info_get(type);
  if (!info)
    gc_embed_fatal(&g->runtime->gc, "out of memory");
  struct map *m = gc_malloc(&g->runtime->gc, g_gc_p(g), sizeof *m, &map_layout, true);
  m->info = info;
  m->seed = runtime_random(g->m->p);
  // A hint that no memory could satisfy is taken as none, as Go does.
  uintptr_t bytes;
  if (hint > first_entries && !__builtin_mul_overflow((uintptr_t)hint, info->entry_size, &bytes) &&
      bytes < (uintptr_t)1 << 40 && index_log_for((uint64_t)hint) <= index_max_log)
    allocate(g, m, (uint64_t)hint);
  return m;
}

// Use by several goroutines at once. Nobody waits here: what is found ends the program.

static void report(const char *misuse) {
  struct g *g = m_current()->current_g;
  runtime_fatal(g->runtime, g, "%s", misuse);
}

uint8_t *map_find_nothing(const struct map *m) {
  if (m && map_count(m) < 0)
    report("concurrent map read and map write");
  return NULL;
}

static void set_count(struct map *m, int64_t count) {
  atomic_store_relaxed_u64((uint64_t *)&m->count, (uint64_t)count);
}

// Before m is changed; false with a fatal error.
static bool begin_write(struct map *m) {
  int64_t count = map_count(m);
  if (__builtin_expect(count < 0, 0)) {
    report("concurrent map writes");
    return false;
  }
  set_count(m, count | INT64_MIN);
  return true;
}

// And after it. The other one may not have looked in time.
static void end_write(struct map *m) {
  int64_t count = map_count(m);
  if (__builtin_expect(count >= 0, 0))
    report("concurrent map writes");
  set_count(m, count & INT64_MAX);
}

// Finding.

// The entry of a key with its hash.
static uint8_t *find_with_hash(const struct map *m, const void *key, uint64_t hash) {
  const struct map_info *info = m->info;
  if (!m->index) {
    for (uint32_t i = 0; i < m->used; i++) {
      uint8_t *entry = entry_at(m, i);
      if (load64(entry) == (hash | map_hash_live) && keys_equal(info, entry + map_key_offset, key))
        return entry;
    }
    return NULL;
  }
  uint32_t mask = index_mask(m), positions = position_mask(m);
  uint32_t tag = (uint32_t)hash & ~positions;
  for (uint32_t slot = (uint32_t)(hash >> m->index_shift);; slot = (slot + 1) & mask) {
    uint32_t word = m->index[slot];
    if (word == position_empty)
      return NULL;
    if ((word & ~positions) != tag || (word & positions) < position_first)
      continue;
    uint8_t *entry = entry_at(m, (word & positions) - position_first);
    if (load64(entry) == (hash | map_hash_live) && keys_equal(info, entry + map_key_offset, key))
      return entry;
  }
}

// The entry of a key, or NULL.
static uint8_t *find(const struct map *m, const struct map_info *info, const void *key,
                     const struct rtype **unhashable) {
  *unhashable = NULL;
  if (info->key_kind == MAP_KEY_64)
    return map_probe64(m, load64(key));
  if (info->key_kind == MAP_KEY_STRING)
    return map_probe_string(m, load_string(key));
  if (!m || map_count(m) <= 0) { // a key that cannot be hashed panics all the same
    if (info->key_kind == MAP_KEY_OTHER)
      rtype_hash(info->type->key, key, 0, unhashable);
    return map_find_nothing(m);
  }
  uint64_t hash = hash_key(m, info, key, unhashable);
  return *unhashable ? NULL : find_with_hash(m, key, hash);
}

void *map_find_entry(const struct map *m, struct rtype *type, const void *key, void **key_address,
                     const struct rtype **unhashable) {
  const struct map_info *info = m ? m->info : map_info_get(type);
  *unhashable = NULL;
  uint8_t *entry = info ? find(m, info, key, unhashable) : NULL;
  if (!entry)
    return NULL;
  *key_address = entry + map_key_offset;
  return entry + info->value_offset;
}

void *map_find(const struct map *m, struct rtype *type, const void *key,
               const struct rtype **unhashable) {
  void *key_address;
  return map_find_entry(m, type, key, &key_address, unhashable);
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

// Everything is a hole: begins again in the same array, when that is worth it.
static void restart_if_empty(struct map *m) {
  if (map_len(m) || m->used < m->capacity / 2)
    return;
  if (m->index)
    memset(m->index, 0, sizeof(uint32_t) * ((uintptr_t)index_mask(m) + 1));
  m->used = 0;
  m->hole = 0;
}

// Whether the newest hole is the place for a new entry. The index must have a deleted word with the
// same part of the hash, which the entry takes over: so the number of deleted words does not grow.
static bool fills_hole(struct map *m, uint64_t hash) {
  uint32_t position = m->hole - 1;
  if (position >= m->used) // there is none
    return false;
  if (!m->index)
    return true;
  uint32_t mask = index_mask(m), positions = position_mask(m), tag = (uint32_t)hash & ~positions;
  uint32_t slot = (uint32_t)(hash >> m->index_shift);
  for (uint32_t tries = 0; tries <= mask && m->index[slot] != position_empty; tries++) {
    if (m->index[slot] == (tag | position_deleted)) {
      m->index[slot] = tag | (position + position_first);
      return true;
    }
    slot = (slot + 1) & mask;
  }
  return false;
}

// The position for a new entry, with its word in the index; false with a fatal error.
static bool place(struct g *g, struct map *m, uint64_t hash, uint32_t *position) {
  if (fills_hole(m, hash)) {
    *position = m->hole - 1;
    m->hole = 0;
    return true;
  }
  restart_if_empty(m);
  if (m->used == m->capacity && !rebuild(g, m))
    return false;
  *position = m->used++;
  if (m->index)
    index_insert(m, hash, *position);
  return true;
}

// Adds an entry for a key that is not there; its value is zero. NULL with a fatal error.
static uint8_t *append(struct g *g, struct map *m, const void *key, uint64_t hash) {
  uint32_t position;
  if (!place(g, m, hash, &position))
    return NULL;
  uint8_t *entry = entry_at(m, position);
  uint64_t live = hash | map_hash_live;
  memcpy(entry, &live, sizeof live);
  store_key(g, m->info, entry, key);
  m->count++;
  return entry;
}

void *map_assign64(struct g *g, struct map *m, uint64_t key) {
  if (!begin_write(m))
    return NULL;
  uint8_t *entry = map_locate64(m, key);
  if (!entry)
    entry = append(g, m, &key, hash_word(key, m->seed));
  end_write(m);
  return entry ? entry + m->info->value_offset : NULL;
}

void *map_assign_string(struct g *g, struct map *m, struct go_string key) {
  if (!begin_write(m))
    return NULL;
  uint8_t *entry = map_locate_string(m, key);
  if (entry) // the newer bytes are kept alive, not the older
    store_key(g, m->info, entry, &key);
  else
    entry = append(g, m, &key, hash_bytes(key.ptr, (uint64_t)key.len, m->seed));
  end_write(m);
  return entry ? entry + m->info->value_offset : NULL;
}

static void *assign_other(struct g *g, struct map *m, const void *key) {
  const struct map_info *info = m->info;
  const struct rtype *unhashable = NULL;
  uint64_t hash = hash_key(m, info, key, &unhashable);
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
      hash = hash_word(hash + m->used, m->seed + m->builds);
    entry = append(g, m, key, hash);
  } else if (info->update_key) {
    store_key(g, info, entry, key);
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
  uint32_t position = (uint32_t)((uintptr_t)(entry - m->entries) / info->entry_size);
  if (m->index) {
    uint32_t slot = find_slot(m, load64(entry), position);
    if (slot == no_slot) {
      report("concurrent map writes");
      return false;
    }
    m->index[slot] = (m->index[slot] & ~position_mask(m)) | position_deleted;
  }
  struct gc *gc = &g->runtime->gc;
  if (info->entry_layout.ptrdata && gc->write_barrier.enabled)
    gc_clear_typed(gc, g_gc_p(g), entry, info->entry_size, &info->entry_layout);
  else
    memset(entry, 0, info->entry_size);
  m->count--;
  m->hole = position + 1;
  end_write(m);
  return true;
}

void map_clear(struct g *g, struct map *m) {
  if (!m || m->used == 0 || !begin_write(m))
    return;
  set_entries(m, g, NULL, NULL);
  set_count(m, INT64_MIN);
  m->used = 0;
  m->capacity = 0;
  m->hole = 0;
  m->builds++;
  m->clears++;
  m->seed = runtime_random(g->m->p);
  end_write(m);
}

void map_check(const struct map *m) {
  invariant(m->info && m->count >= 0 && (uint64_t)m->count <= m->used && m->used <= m->capacity &&
            m->hole <= m->used);
  invariant((m->entries != NULL) == (m->capacity != 0));
  invariant((m->index != NULL) == (m->capacity > map_small_entries));
  int64_t live = 0;
  for (uint32_t i = 0; i < m->used; i++) {
    uint64_t hash = load64(entry_at(m, i));
    if (hash == 0)
      continue;
    live++;
    if (m->index)
      invariant(find_slot(m, hash, i) != no_slot);
  }
  invariant(live == m->count);
  if (!m->index)
    return;
  invariant(m->position_bits == 64 - m->index_shift);
  uint64_t indexed = 0;
  for (uint64_t slot = 0; slot <= index_mask(m); slot++)
    indexed += (m->index[slot] & position_mask(m)) >= position_first;
  invariant(indexed == (uint64_t)m->count);
}
