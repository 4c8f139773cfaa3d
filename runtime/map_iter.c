// Iterating over maps: see map.h.

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "runtime/end.h"
#include "runtime/map_internal.h"
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
  it->entries = map_array(m);
  // Another M may have emptied the map by now. map_iter_next notices that, or not.
  uint32_t used = atomic_load_relaxed_u32(&it->entries->used);
  it->start = used ? (uint32_t)(runtime_random(g->m->p) % used) : 0;
  it->next = it->start;
  it->builds = m->builds;
  it->clears = m->clears;
  return it;
}

// Takes the next position, going around the end once. Returns false when the walk is over.
static bool advance(struct map_iter *it, uint32_t *position) {
  uint32_t used = atomic_load_relaxed_u32(&it->entries->used);
  if (!it->wrapped) {
    if (it->next < used) {
      *position = it->next++;
      return true;
    }
    it->wrapped = true;
    it->next = 0;
  }
  if (it->next >= it->start || it->next >= used)
    return false;
  *position = it->next++;
  return true;
}

// Produces an entry of an array that the map has left from its present place. Returns false if it
// is gone.
static bool produce_moved(const struct map_iter *it, const uint8_t *entry, void **key,
                          void **value) {
  struct map *m = it->map;
  const struct map_info *info = m->info;
  const struct rtype *unhashable;
  uint64_t buffer[map_key_buffer / sizeof(uint64_t)];
  const void *old_key = map_stable_key(info, entry, buffer);
  if (!old_key)
    return false;
  *value = map_lookup_entry(m, info->type, old_key, key, &unhashable);
  if (*value)
    return true;
  if (!info->update_key || it->clears != m->clears ||
      rtype_equal(info->type->key, old_key, old_key, &unhashable))
    return false;
  *key = (void *)(entry + map_key_offset);
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
  while (advance(it, &position)) {
    uint8_t *entry = (uint8_t *)it->entries + position * size;
    if (map_entry_word(entry, size) == 0)
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
