// Making maps and rebuilding them: how large their arrays are, and moving entries to new ones.

#include <stddef.h>

#include "gc/barrier.h"
#include "gc/embed.h"
#include "gc/malloc.h"
#include "mem/atomic.h"
#include "runtime/bulk.h"
#include "runtime/end.h"
#include "runtime/map_internal.h"
#include "runtime/random.h"
#include "runtime/runtime.h"

enum {
  first_entries = 4, // of a map made without a hint
  index_min_log = 4, // 16 words
  index_max_log = 31,
};

_Static_assert(offsetof(struct map, count) == 0, "len reads the first word");
_Static_assert(offsetof(struct map, entries) == 16 && offsetof(struct map, index) == 24, "mask");
_Static_assert(offsetof(struct map_index, entries) == 0, "mask");

static const uint8_t map_mask[] = {0x0C}; // entries and index
static const struct layout map_layout = {sizeof(struct map), 32, map_mask};
static const uint8_t index_mask[] = {0x01}; // entries

const struct map_entries map_no_entries;

// Returns the log2 of index words for that many entries, three quarters full at most.
static unsigned index_log_for(uint64_t entries) {
  unsigned log = index_min_log;
  while ((UINT64_C(3) << (log - 2)) < entries)
    log++;
  return log;
}

void map_set_table(struct map *m, struct g *g, struct map_table t) {
  struct gc *gc = &g->runtime->gc;
  gc_store_pointer(gc, g_gc_p(g), (void **)&m->entries, t.entries);
  gc_store_pointer(gc, g_gc_p(g), (void **)&m->index, t.index);
  m->hole = 0;
  m->builds++;
}

// Makes empty arrays for at least that many entries. Returns false with a fatal error.
static bool allocate(struct g *g, const struct map_info *info, uint64_t wanted,
                     struct map_table *t) {
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

void map_index_insert(struct map_index *index, uint32_t hash, uint32_t position) {
  uint32_t mask = index->mask, slot = hash & mask;
  // There is room, unless others change the map too.
  for (uint32_t tries = 0; index->words[slot] != map_position_empty && tries < mask; tries++)
    slot = (slot + 1) & mask;
  atomic_store_relaxed_u32(&index->words[slot], (hash & ~mask) | (position + map_position_first));
}

// Moves the live entries of an old array into new ones, which have room unless others add to the
// old one meanwhile.
static void fill(struct g *g, const struct map_info *info, struct map_table t,
                 struct map_entries *old, bool no_holes) {
  const int64_t steps_per_entry = 8; // it is far from the one before it in the index
  uint32_t old_used = atomic_load_relaxed_u32(&old->used), position = 0;
  int64_t pause = bulk_steps;
  if (no_holes && old_used <= t.entries->capacity) {
    move_entries(g, info, (uint8_t *)t.entries, (uint8_t *)old, old_used);
    position = old_used;
  } else {
    for (uint32_t i = 0; i < old_used && position < t.entries->capacity; i++) {
      const uint8_t *from = map_entry_at(info, old, i);
      pause = bulk_step(i * steps_per_entry, pause);
      if (map_word(info, from) != 0)
        move_entries(g, info, map_entry_at(info, t.entries, position++), from, 1);
    }
  }
  t.entries->used = position;
  pause = bulk_steps;
  for (uint32_t i = 0; t.index && i < position; i++) {
    pause = bulk_step(i * steps_per_entry, pause);
    map_index_insert(t.index, map_word_hash(map_word(info, map_entry_at(info, t.entries, i))), i);
  }
}

bool map_rebuild(struct g *g, struct map *m, struct map_table *t) {
  struct map_entries *old = t->entries;
  uint64_t live = (uint64_t)map_len(m), used = atomic_load_relaxed_u32(&old->used);
  if (live > used) // somebody else counts too
    live = used;
  if (!allocate(g, m->info, live + live / 2 + 1, t))
    return false;
  fill(g, m->info, *t, old, live == used);
  map_set_table(m, g, *t);
  return true;
}

struct map *map_new(struct g *g, struct rtype *type, int64_t hint) {
  const struct map_info *info = map_info_get(type);
  if (!info)
    gc_embed_fatal(&g->runtime->gc, "out of memory");
  struct map *m = gc_malloc(&g->runtime->gc, g_gc_p(g), sizeof *m, &map_layout, true);
  m->info = info;
  m->entries = (struct map_entries *)(uintptr_t)&map_no_entries;
  m->seed = runtime_random(g->m->p);
  // A hint that no memory could satisfy is taken as none, as Go does.
  uintptr_t bytes;
  struct map_table t;
  if (hint > first_entries && !__builtin_mul_overflow((uintptr_t)hint, info->entry_size, &bytes) &&
      bytes < (uintptr_t)1 << 40 && index_log_for((uint64_t)hint) <= index_max_log &&
      allocate(g, info, (uint64_t)hint, &t))
    map_set_table(m, g, t);
  return m;
}
