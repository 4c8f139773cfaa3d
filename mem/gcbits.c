// Cutting bitmaps from arenas, and moving the lists on.

#include "mem/gcbits.h"

#include <string.h>

#include "mem/atomic.h"
#include "mem/embed.h"
#include "mem/sys.h"

_Static_assert(sizeof(struct gc_bits_arena) == gc_bits_chunk_bytes, "the bits fill the chunk");
_Static_assert(offsetof(struct gc_bits_arena, bits) % 8 == 0, "bitmaps are 8-aligned");

void gc_bits_init(struct gc_bits_arenas *a, struct mem_stats *stats) {
  memset(a, 0, sizeof *a);
  a->stats = stats;
  mutex_init(&a->lock, LOCK_RANK_GCBITS_ARENAS);
}

static void free_list(struct gc_bits_arenas *a, struct gc_bits_arena *list) {
  while (list) {
    struct gc_bits_arena *next = list->next;
    sys_free(a->stats, list, gc_bits_chunk_bytes, &a->stats->gc_misc_sys);
    list = next;
  }
}

void gc_bits_destroy(struct gc_bits_arenas *a) {
  free_list(a, a->free);
  free_list(a, a->next);
  free_list(a, a->current);
  free_list(a, a->previous);
  a->free = a->next = a->current = a->previous = NULL;
}

// Bytes from an arena, or NULL. Any number of threads at a time.
static uint8_t *try_alloc(struct gc_bits_arena *arena, uintptr_t bytes) {
  if (!arena || atomic_load_uintptr(&arena->free) + bytes > sizeof arena->bits)
    return NULL;
  uintptr_t end = atomic_add_uintptr(&arena->free, bytes);
  if (end > sizeof arena->bits)
    return NULL;
  return &arena->bits[end - bytes];
}

// A zeroed arena that is on no list. The lock is held, but may be given up for a while.
static struct gc_bits_arena *new_arena_may_unlock(struct gc_bits_arenas *a) {
  struct gc_bits_arena *arena = a->free;
  if (arena) {
    a->free = arena->next;
    memset(arena, 0, gc_bits_chunk_bytes);
    return arena;
  }
  mutex_unlock(&a->lock);
  arena = sys_alloc(a->stats, gc_bits_chunk_bytes, &a->stats->gc_misc_sys);
  if (!arena)
    mem_fatal(a->stats, "runtime: cannot allocate memory");
  mutex_lock(&a->lock);
  return arena;
}

uint8_t *gc_bits_new_mark_bits(struct gc_bits_arenas *a, uintptr_t nelems) {
  uintptr_t bytes = div_round_up(nelems, 64) * 8;
  uint8_t *bits = try_alloc(atomic_load_acquire_pointer(&a->next), bytes);
  if (bits)
    return bits;
  mutex_lock(&a->lock);
  bits = try_alloc(a->next, bytes);
  if (bits) {
    mutex_unlock(&a->lock);
    return bits;
  }
  struct gc_bits_arena *fresh = new_arena_may_unlock(a);
  bits = try_alloc(a->next, bytes);
  if (bits) { // somebody else was faster
    fresh->next = a->free;
    a->free = fresh;
    mutex_unlock(&a->lock);
    return bits;
  }
  bits = try_alloc(fresh, bytes);
  if (!bits)
    vole_throw("mark bits for %lu objects do not fit an arena", (unsigned long)nelems);
  fresh->next = a->next;
  atomic_store_release_pointer(&a->next, fresh);
  mutex_unlock(&a->lock);
  return bits;
}

uint8_t *gc_bits_new_alloc_bits(struct gc_bits_arenas *a, uintptr_t nelems) {
  return gc_bits_new_mark_bits(a, nelems);
}

void gc_bits_next_epoch(struct gc_bits_arenas *a) {
  mutex_lock(&a->lock);
  if (a->previous) {
    struct gc_bits_arena *last = a->previous;
    while (last->next)
      last = last->next;
    last->next = a->free;
    a->free = a->previous;
  }
  a->previous = a->current;
  a->current = a->next;
  atomic_store_release_pointer(&a->next, NULL);
  mutex_unlock(&a->lock);
}

static uintptr_t check_list(const struct gc_bits_arena *arena, bool used) {
  uintptr_t count = 0;
  for (; arena; arena = arena->next) {
    invariant((uintptr_t)arena % 8 == 0 && (!used || arena->free > 0));
    count++;
  }
  return count;
}

void gc_bits_check(struct gc_bits_arenas *a) {
  mutex_lock(&a->lock);
  uintptr_t count = check_list(a->free, false) + check_list(a->next, true) +
                    check_list(a->current, true) + check_list(a->previous, true);
  invariant(count * gc_bits_chunk_bytes <= sys_stat_load(&a->stats->gc_misc_sys));
  mutex_unlock(&a->lock);
}
