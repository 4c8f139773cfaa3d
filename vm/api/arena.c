// User arenas of hosts: memory on the script's heap that the host frees.
//
// An arena is a list of chunks of the heap (mem/userarena.h), each with a ref of its own. Its
// record is in malloc'ed memory.

#include <stdlib.h>

#include "mem/invariant.h"
#include "mem/userarena.h"
#include "runtime/end.h"
#include "runtime/instance.h"
#include "runtime/root.h"
#include "runtime/safepoint.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"

// The last chunk has room.
struct vole_arena {
  struct vole *vole;
  struct vole_arena *next, **link; // list of the instance's; runtime.hold_lock
  struct runtime_ref **chunks;
  int count, cap;
};

// Adds a chunk. False if memory is short.
static bool add_chunk(struct vole_arena *arena, struct g *g) {
  struct runtime *rt = &arena->vole->machine.runtime;
  if (!runtime_make_way(rt, g, user_arena_chunk_bytes))
    return false;
  invariant_debug(arena->count <= arena->cap);
  if (arena->count == arena->cap) {
    int cap = arena->cap ? arena->cap * 2 : 4;
    struct runtime_ref **chunks = realloc(arena->chunks, (size_t)cap * sizeof chunks[0]);
    if (!chunks)
      return false;
    arena->chunks = chunks;
    arena->cap = cap;
  }
  void *chunk = gc_arena_chunk_new(&rt->gc, g_gc_p(g));
  struct runtime_ref *handle = runtime_hold(rt, chunk);
  if (!handle) {
    gc_arena_chunk_reuse(&rt->gc, g_gc_p(g), chunk);
    return false;
  }
  arena->chunks[arena->count++] = handle;
  return true;
}

static bool add_arena(struct vole *vole, void *argument) {
  struct vole_arena *arena = argument;
  mutex_lock(&vole->machine.runtime.hold_lock);
  arena->next = vole->arenas;
  arena->link = &vole->arenas;
  if (arena->next)
    arena->next->link = &arena->next;
  vole->arenas = arena;
  mutex_unlock(&vole->machine.runtime.hold_lock);
  return true;
}

struct vole_arena *vole_arena_new(struct vole *vole) {
  struct vole_arena *arena = calloc(1, sizeof *arena);
  if (!arena)
    return NULL;
  arena->vole = vole;
  if (api_guarded(vole, API_LOOK, add_arena, arena, NULL))
    return arena;
  free(arena);
  return NULL;
}

// Frees the record of an arena.
static void free_arena(struct vole_arena *arena) {
  invariant_debug(*arena->link == arena);
  *arena->link = arena->next;
  if (arena->next)
    arena->next->link = arena->link;
  free(arena->chunks);
  free(arena);
}

void api_free_arenas(struct vole *vole) {
  while (vole->arenas)
    free_arena(vole->arenas);
}

// Returns the bytes of an element up to the end of its last pointer.
static size_t pointer_bytes(size_t size, const unsigned char *mask) {
  size_t words = mask ? size / ptr_size : 0;
  while (words > 0 && (mask[(words - 1) / 8] >> (words - 1) % 8 & 1) == 0)
    words--;
  return words * ptr_size;
}

// What vole_arena_alloc was given and returns.
struct allocation {
  struct vole_arena *arena;
  struct layout layout;
  size_t count;
  void *memory;
};

static bool allocate(struct vole *vole, void *argument) {
  struct allocation *a = argument;
  struct vole_arena *arena = a->arena;
  // Elements are aligned as in C: to the largest power of two in the size, at most 16.
  uintptr_t align = a->layout.size & (~a->layout.size + 1);
  if (align == 0 || align > 16)
    align = 16;
  invariant_debug(arena->vole == vole && a->layout.ptrdata <= a->layout.size);
  struct g *g;
  struct m *previous = runtime_enter(&vole->machine.runtime, &g);
  bool ok = g && (arena->count > 0 || add_chunk(arena, g));
  while (ok && !a->memory) {
    a->memory =
        gc_arena_alloc(&vole->machine.runtime.gc, g_gc_p(g),
                       arena->chunks[arena->count - 1]->object, &a->layout, a->count, align);
    ok = a->memory || add_chunk(arena, g);
  }
  runtime_leave(&vole->machine.runtime, previous);
  return ok;
}

void *vole_arena_alloc(struct vole_arena *arena, size_t size, size_t count,
                       const unsigned char *mask) {
  size_t bytes;
  if (!arena || __builtin_mul_overflow(size, count, &bytes) || size > user_arena_max_alloc ||
      bytes > user_arena_max_alloc)
    return NULL;
  struct allocation a = {
      .arena = arena,
      .layout = {.size = size, .ptrdata = pointer_bytes(size, mask), .mask = mask},
      .count = count};
  if (a.layout.ptrdata && size % ptr_size)
    return NULL;
  return api_guarded(arena->vole, API_USE, allocate, &a, NULL) ? a.memory : NULL;
}

static bool free_chunks(struct vole *vole, void *argument) {
  struct vole_arena *arena = argument;
  struct g *g;
  struct m *previous = runtime_enter(&vole->machine.runtime, &g);
  for (int i = 0; i < arena->count; i++) {
    if (g)
      gc_arena_chunk_free(&vole->machine.runtime.gc, g_gc_p(g), arena->chunks[i]->object);
    runtime_release(&vole->machine.runtime, arena->chunks[i]);
  }
  arena->count = 0;
  runtime_leave(&vole->machine.runtime, previous);
  return true;
}

bool vole_arena_free(struct vole_arena *arena) {
  if (!arena)
    return true;
  // After a fatal error the chunks are not freed, but the record is.
  if (!api_guarded(arena->vole, API_USE, free_chunks, arena, NULL) &&
      !runtime_is_fatal(&arena->vole->machine.runtime))
    return false;
  struct mutex *lock = &arena->vole->machine.runtime.hold_lock;
  mutex_lock(lock);
  free_arena(arena);
  mutex_unlock(lock);
  return true;
}
