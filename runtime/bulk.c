// Long copies and clears, and pausing in them: see bulk.h.

#include "runtime/bulk.h"

#include "gc/barrier.h"
#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/invariant.h"
#include "mem/lock.h"
#include "runtime/interrupt.h"
#include "runtime/runtime.h"
#include "runtime/world.h"

// Pauses, and if the run has ended leaves the operation. may_leave: an interrupt does so, too.
static void pause_m(struct runtime *rt, struct m *m, bool may_leave) {
  bool stop = atomic_load_u32(&rt->sched.gc_waiting);
  bool answer = atomic_load_u32(&m->p->run_safepoint_function);
  bool interrupt =
      may_leave && atomic_load_u32(&rt->interrupt.phase) > INTERRUPT_CALL && m->current_g;
  const struct gc_options *options = &rt->gc.options;
  if (__builtin_expect(atomic_load_u32(&rt->end.exiting) && m->landing, 0))
    landing_go(m->landing);
  if (__builtin_expect(!stop && !answer && !interrupt, 1) || options->gc_stop_the_world > 0 ||
      options->gc_checkmark > 0 || options->verify || atomic_load_u32(&rt->sched.no_pauses))
    return;
  if (interrupt && m->landing && interrupt_poll(m->current_g))
    landing_go(m->landing);
  if (stop)
    world_stop_at_safepoint(m, false);
  if (atomic_load_u32(&m->p->run_safepoint_function))
    world_run_safepoint_function(rt, m->p);
}

void bulk_pause(void) {
  struct m *m = m_current();
  invariant_debug(lock_count_held() == 0);
  if (m && m->p)
    pause_m(m->runtime, m, true);
}

void bulk_pause_whole(void) {
  struct m *m = m_current();
  invariant_debug(lock_count_held() == 0);
  if (m && m->p)
    pause_m(m->runtime, m, false);
}

// Returns the offset of the next piece of `bytes`, of which `done` are done. *size becomes its
// bytes. backward: pieces are taken from the end, as an overlap may demand.
static uintptr_t next_piece(uintptr_t bytes, uintptr_t done, uintptr_t piece, bool backward,
                            uintptr_t *size) {
  *size = bytes - done < piece ? bytes - done : piece;
  return backward ? bytes - done - *size : done;
}

// Returns whether a copy must begin at the end.
static bool goes_backward(const void *to, const void *from, uintptr_t bytes) {
  return (uintptr_t)to - (uintptr_t)from < bytes;
}

void bulk_copy_pieces(void *to, const void *from, uintptr_t bytes) {
  bool backward = goes_backward(to, from, bytes);
  for (uintptr_t done = 0, size; done < bytes; done += size) {
    uintptr_t at = next_piece(bytes, done, bulk_piece, backward, &size);
    memmove((char *)to + at, (const char *)from + at, size);
    bulk_pause();
  }
}

int bulk_compare_pieces(const void *a, const void *b, uintptr_t bytes) {
  int order = 0;
  for (uintptr_t done = 0, size; order == 0 && done < bytes; done += size) {
    next_piece(bytes, done, bulk_piece, false, &size);
    order = memcmp((const char *)a + done, (const char *)b + done, size);
    bulk_pause_whole();
  }
  return order;
}

void bulk_clear(void *to, uintptr_t bytes) {
  for (uintptr_t done = 0, size; done < bytes; done += size) {
    next_piece(bytes, done, bulk_piece, false, &size);
    memset((char *)to + done, 0, size);
    if (size == bulk_piece)
      bulk_pause();
  }
}

// Returns the bytes of whole elements that make about a piece.
static uintptr_t typed_piece(const struct layout *layout) {
  uintptr_t size = layout->size;
  return size >= bulk_typed_piece ? size : bulk_typed_piece / size * size;
}

static void move_typed(struct g *g, char *to, const char *from, uintptr_t bytes,
                       const struct layout *layout) {
  struct gc *gc = &g->runtime->gc;
  if (__builtin_expect(gc->write_barrier.enabled, 0))
    gc_move_typed(gc, g_gc_p(g), to, from, bytes, layout);
  else if (bytes)
    memmove(to, from, bytes);
}

void bulk_move_typed(struct g *g, void *to, const void *from, uintptr_t bytes,
                     const struct layout *layout) {
  if (bytes <= bulk_typed_piece) {
    move_typed(g, to, from, bytes, layout);
    return;
  }
  bool backward = goes_backward(to, from, bytes);
  uintptr_t piece = typed_piece(layout);
  for (uintptr_t done = 0, size; done < bytes; done += size) {
    uintptr_t at = next_piece(bytes, done, piece, backward, &size);
    move_typed(g, (char *)to + at, (const char *)from + at, size, layout);
    bulk_pause();
  }
}

static void clear_typed(struct g *g, char *to, uintptr_t bytes, const struct layout *layout) {
  struct gc *gc = &g->runtime->gc;
  if (__builtin_expect(gc->write_barrier.enabled, 0))
    gc_clear_typed(gc, g_gc_p(g), to, bytes, layout);
  else
    memset(to, 0, bytes);
}

void bulk_clear_typed(struct g *g, void *to, uintptr_t bytes, const struct layout *layout) {
  if (bytes <= bulk_typed_piece) {
    clear_typed(g, to, bytes, layout);
    return;
  }
  uintptr_t piece = typed_piece(layout);
  for (uintptr_t done = 0, size; done < bytes; done += size) {
    next_piece(bytes, done, piece, false, &size);
    clear_typed(g, (char *)to + done, size, layout);
    bulk_pause();
  }
}
