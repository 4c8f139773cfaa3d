// Iterating over maps: see map.h.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "runtime/end.h"
#include "runtime/map.h"
#include "runtime/random.h"
#include "runtime/runtime.h"

static const uint8_t iter_mask[] = {0x03}; // map and entries
static const struct layout iter_layout = {sizeof(struct map_iter), 16, iter_mask};

struct map_iter *map_iter_new(struct g *g, struct map *m) {
  struct map_iter *it = gc_malloc(&g->runtime->gc, g_gc_p(g), sizeof *it, &iter_layout, true);
  if (!map_len(m))
    return it;
  gc_shade(&g->runtime->gc, g_gc_p(g), m);
  it->map = m;
  it->entries = m->entries;
  // Who changes the map at the same time may have emptied it by now: map_iter_next will tell, or
  // not.
  it->used = atomic_load_relaxed_u32(&m->used);
  it->start = it->used ? (uint32_t)(runtime_random(g->m->p) % it->used) : 0;
  it->next = it->start;
  it->builds = m->builds;
  it->clears = m->clears;
  return it;
}

// The position to look at next, going around the end once; false when the walk is over.
static bool advance(struct map_iter *it, uint32_t *position) {
  if (!it->wrapped) {
    if (it->next < it->used) {
      *position = it->next++;
      return true;
    }
    it->wrapped = true;
    it->next = 0;
  }
  if (it->next >= it->start || it->next >= it->used)
    return false;
  *position = it->next++;
  return true;
}

// An entry of an array that the map has left: produced from where it is now, if it still is.
static bool produce_moved(const struct map_iter *it, const uint8_t *entry, void **key,
                          void **value) {
  struct map *m = it->map;
  const struct map_info *info = m->info;
  const struct rtype *unhashable;
  void *old_key = (void *)(entry + map_key_offset);
  *value = map_find_entry(m, info->type, old_key, key, &unhashable);
  if (*value)
    return true;
  if (!info->update_key || it->clears != m->clears ||
      rtype_equal(info->type->key, old_key, old_key, &unhashable))
    return false;
  *key = old_key;
  *value = (void *)(entry + info->value_offset);
  return true;
}

bool map_iter_next(struct g *g, struct map_iter *it, void **key, void **value) {
  struct map *m = it->map;
  if (!m)
    return false;
  if (__builtin_expect(map_count(m) < 0, 0)) {
    runtime_fatal(g->runtime, g, "concurrent map iteration and map write");
    return false;
  }
  uintptr_t size = m->info->entry_size;
  uint32_t position;
  bool same = it->builds == m->builds;
  if (same)
    it->used = m->used;
  while (advance(it, &position)) {
    uint8_t *entry = it->entries + position * size;
    uint64_t hash;
    memcpy(&hash, entry, sizeof hash);
    if (hash == 0)
      continue;
    if (same) {
      *key = entry + map_key_offset;
      *value = entry + m->info->value_offset;
      return true;
    }
    if (produce_moved(it, entry, key, value))
      return true;
  }
  struct gc *gc = &g->runtime->gc;
  gc_store_pointer(gc, g_gc_p(g), (void **)&it->map, NULL);
  gc_store_pointer(gc, g_gc_p(g), (void **)&it->entries, NULL);
  return false;
}
