// Reserving arenas and entering them in the map.

#include "mem/arena.h"

#include <string.h>

#include "mem/embed.h"
#include "mem/mheap.h"
#include "mem/poison.h"
#include "mem/sys.h"

enum { arena_map_bytes = sizeof(struct heap_arena *) << arena_l2_bits };

_Static_assert(log_heap_arena_bytes >= log_palloc_chunk_bytes, "an arena is whole chunks");
_Static_assert(arena_l1_bits >= 0 && arena_l2_bits > 0 && arena_l2_bits < 31,
               "a table of the map is not too large");

// Where the first hint is, and the others in steps of a TiB. For 64 bits.
#if defined(__aarch64__)
static const uint64_t hint_base = (uint64_t)0x40 << 32;
#else
static const uint64_t hint_base = (uint64_t)0xc0 << 32;
#endif
enum { log_hint_step = 40 };

static struct arena_hint *push_hint(struct mheap *h, struct arena_hint **list, uintptr_t addr,
                                    bool down) {
  struct arena_hint *hint = fixalloc_alloc(&h->arena_hint_alloc);
  hint->addr = addr;
  hint->down = down;
  hint->next = *list;
  *list = hint;
  return hint;
}

// The table of the map with a frame's entry, which is made if need be.
static struct heap_arena **map_of(struct mheap *h, uintptr_t frame) {
  struct heap_arena ***entry = &h->arenas[arena_l1(frame)];
  if (!*entry) {
    struct heap_arena **map = sys_alloc_uncounted(&h->stats, arena_map_bytes);
    if (!map)
      mem_fatal(&h->stats, "out of memory allocating heap arena map");
    if (h->arenas_huge_pages)
      sys_huge_page(&h->stats, map, arena_map_bytes);
    else
      sys_no_huge_page(&h->stats, map, arena_map_bytes);
    atomic_store_release_pointer(entry, map);
  }
  return *entry;
}

static struct arena_region *push_region(struct mheap *h, uintptr_t base, uintptr_t size) {
  struct arena_region *region = fixalloc_alloc(&h->arena_region_alloc);
  *region = (struct arena_region){.next = h->arena_regions, .base = base, .size = size};
  h->arena_regions = region;
  return region;
}

// Reserves the metadata of all arenas there can be, which with 32 bits are few, and as large a
// piece as can be had for the first arenas; what follows it is the only hint.
static void reserve_first(struct mheap *h) {
  struct mem_stats *stats = &h->stats;
  const uintptr_t frames = (uintptr_t)1 << (arena_l1_bits + arena_l2_bits);
  const uintptr_t metadata = frames * sizeof(struct heap_arena);
  uintptr_t base = (uintptr_t)sys_reserve(stats, NULL, metadata);
  if (base != 0) {
    linear_alloc_init(&h->heap_arena_alloc, base, metadata, true);
    h->heap_arena_region = (struct arena_region){.base = base, .size = metadata};
  }
  // Just above the program and its data, where the most is free above.
  uintptr_t hint = align_up(sys_break() + (256 << 10), heap_arena_bytes);
  if (hint >= base && hint < base + metadata)
    hint = align_up(base + metadata, heap_arena_bytes);
  for (size_t size = 512 << 20; size >= 128 << 20; size /= 2) {
    size_t reserved = size;
    base = (uintptr_t)sys_reserve_aligned(stats, (void *)hint, &reserved, heap_arena_bytes);
    if (base == 0)
      continue;
    push_region(h, base, reserved);
    linear_alloc_init(&h->arena, base, reserved, false);
    hint = h->arena.end;
    break;
  }
  push_hint(h, &h->arena_hints, hint, false);
  push_hint(h, &h->user_arena.arena_hints, hint, false);
}

void arena_init(struct mheap *h) {
  struct mem_stats *stats = &h->stats;
  fixalloc_init(&h->arena_hint_alloc, &h->persistent, sizeof(struct arena_hint), NULL, NULL,
                &stats->other_sys);
  fixalloc_init(&h->arena_region_alloc, &h->persistent, sizeof(struct arena_region), NULL, NULL,
                &stats->other_sys);
  if (arena_l1_bits == 0) // so that nobody who looks there needs to ask
    (void)map_of(h, 0);
  sys_give_hints(stats);
  if (ptr_size == 4) {
    reserve_first(h);
    return;
  }
  for (uint64_t i = arena_hint_count; i-- > 0;)
    push_hint(h, i >= arena_hint_user_first ? &h->user_arena.arena_hints : &h->arena_hints,
              (uintptr_t)(i << log_hint_step | hint_base), false);
}

void arena_destroy(struct mheap *h) {
  struct mem_stats *stats = &h->stats;
  for (struct arena_region *r = h->arena_regions; r; r = r->next) {
    poison_use(r->base, r->size); // it may be somebody's again
    sys_free_mixed(stats, (void *)r->base, r->size, NULL, 0, 0);
  }
  h->arena_regions = NULL;
  struct arena_region *metadata = &h->heap_arena_region;
  if (metadata->size != 0)
    sys_free_mixed(stats, (void *)metadata->base, metadata->size, NULL, 0,
                   h->heap_arena_alloc.mapped - metadata->base);
  metadata->size = 0;
  for (uintptr_t i = 0; i < (uintptr_t)1 << arena_l1_bits; i++) {
    if (h->arenas[i])
      sys_free_mixed(stats, h->arenas[i], arena_map_bytes, NULL, 0, 0);
    h->arenas[i] = NULL;
  }
}

void mheap_enable_metadata_huge_pages(struct mheap *h) {
  page_alloc_enable_chunk_huge_pages(&h->pages);
  mutex_lock(&h->lock);
  bool enabled = h->arenas_huge_pages;
  h->arenas_huge_pages = true; // tables made from here on see to it themselves
  mutex_unlock(&h->lock);
  for (uintptr_t i = 0; i < (uintptr_t)1 << arena_l1_bits && !enabled; i++) {
    void *map = atomic_load_acquire_pointer(&h->arenas[i]);
    if (map)
      sys_huge_page(&h->stats, map, arena_map_bytes);
    sys_give_hints(&h->stats);
  }
}

// Whether [p, p+n) can be in the map.
static bool addressable(uintptr_t p, uintptr_t n) {
  const uintptr_t frames = (uintptr_t)1 << (arena_l1_bits + arena_l2_bits);
  return p + n >= p && arena_index_of(p) < frames && arena_index_of(p + n - 1) < frames;
}

// Reserves n bytes at the first hint that the system honours, and drops those before it.
static uintptr_t reserve_at_hint(struct mheap *h, uintptr_t n, struct arena_hint **hints) {
  while (*hints) {
    struct arena_hint *hint = *hints;
    uintptr_t p = hint->down ? hint->addr - n : hint->addr;
    void *v = addressable(p, n) ? sys_reserve(&h->stats, (void *)p, n) : NULL;
    if (v && (uintptr_t)v == p) {
      hint->addr = hint->down ? p : p + n;
      return p;
    }
    if (v)
      sys_free_mixed(&h->stats, v, n, NULL, 0, 0);
    *hints = hint->next;
    fixalloc_free(&h->arena_hint_alloc, hint);
  }
  return 0;
}

// Appends a frame's number to all_arenas.
static void append_arena(struct mheap *h, uintptr_t frame) {
  if (h->all_arenas_len == h->all_arenas_cap) {
    uintptr_t size = 2 * (uintptr_t)h->all_arenas_cap * sizeof(uintptr_t);
    if (size == 0)
      size = h->stats.sys.phys_page_size;
    uintptr_t *grown =
        persistent_alloc(&h->persistent, NULL, size, ptr_size, &h->stats.gc_misc_sys);
    if (!grown)
      mem_fatal(&h->stats, "out of memory allocating allArenas");
    if (h->all_arenas_len != 0)
      memcpy(grown, h->all_arenas, h->all_arenas_len * sizeof(uintptr_t));
    h->all_arenas = grown; // the old one may still be read: it is never freed
    h->all_arenas_cap = (uint32_t)(size / sizeof(uintptr_t));
  }
  h->all_arenas[h->all_arenas_len++] = frame;
}

// Makes the metadata of every frame in [base, base+n).
static void make_known(struct mheap *h, uintptr_t base, uintptr_t n, bool in_all) {
  for (uintptr_t frame = arena_index_of(base); frame <= arena_index_of(base + n - 1); frame++) {
    struct heap_arena **entry = &map_of(h, frame)[arena_l2(frame)];
    if (*entry)
      vole_throw("arena already initialized: %p", (void *)arena_base(frame));
    struct mem_stats *stats = &h->stats;
    struct heap_arena *arena = linear_alloc_take(&h->heap_arena_alloc, stats, sizeof *arena,
                                                 cache_line_size, &stats->gc_misc_sys);
    if (!arena)
      arena = persistent_alloc(&h->persistent, NULL, sizeof *arena, cache_line_size,
                               &stats->gc_misc_sys);
    if (!arena)
      mem_fatal(stats, "out of memory allocating heap arena metadata");
    if (in_all)
      append_arena(h, frame);
    atomic_store_release_pointer(entry, arena);
  }
}

// Reserves size bytes of arenas, or more; *size gets how many. 0 when there is no address space.
static uintptr_t reserve(struct mheap *h, uintptr_t *size, struct arena_hint **hints) {
  // The record first: when memory for it fails nothing was reserved yet.
  struct arena_region *region = fixalloc_alloc(&h->arena_region_alloc);
  uintptr_t base = reserve_at_hint(h, *size, hints);
  bool hinted = base != 0;
  if (!hinted) { // anywhere, and from there in both directions
    base = (uintptr_t)sys_reserve_aligned(&h->stats, NULL, size, heap_arena_bytes);
    if (base == 0) {
      fixalloc_free(&h->arena_region_alloc, region);
      return 0;
    }
  }
  *region = (struct arena_region){.next = h->arena_regions, .base = base, .size = *size};
  h->arena_regions = region;
  if (!hinted) {
    push_hint(h, hints, base, true);
    push_hint(h, hints, base + *size, false);
  }
  if (!addressable(base, *size))
    vole_throw("memory reservation exceeds address space limit: [%p, %p)", (void *)base,
               (void *)(base + *size));
  if (base % heap_arena_bytes != 0)
    vole_throw("misrounded allocation in sysAlloc: %p", (void *)base);
  return base;
}

void *arena_alloc(struct mheap *h, uintptr_t *n, struct arena_hint **hints, bool in_all) {
  mutex_assert_held(&h->lock);
  uintptr_t size = align_up(*n, heap_arena_bytes);
  if (size < *n)
    return NULL;
  uintptr_t base = 0;
  if (hints == &h->arena_hints) // what was reserved first is for the heap's own arenas
    base = (uintptr_t)linear_alloc_take(&h->arena, &h->stats, size, heap_arena_bytes,
                                        &h->stats.heap_released);
  if (base == 0)
    base = reserve(h, &size, hints);
  if (base == 0)
    return NULL;
  make_known(h, base, size, in_all);
  *n = size;
  return (void *)base;
}

static void check_hints(const struct arena_hint *hint) {
  for (; hint; hint = hint->next)
    invariant(hint->addr % heap_arena_bytes == 0);
}

void arena_check(const struct mheap *h) {
  check_hints(h->arena_hints);
  check_hints(h->user_arena.arena_hints);
  invariant(h->all_arenas_len <= h->all_arenas_cap);
  invariant(h->cur_arena.base <= h->cur_arena.end);
  for (uint32_t i = 0; i < h->all_arenas_len; i++) {
    uintptr_t base = arena_base(h->all_arenas[i]);
    const struct arena_region *r = h->arena_regions;
    while (r && (base < r->base || base - r->base >= r->size))
      r = r->next;
    invariant(r && arena_of(h, base));
  }
}
