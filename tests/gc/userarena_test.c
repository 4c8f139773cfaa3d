// Chunks of user arenas while the collector is at work.

#include <criterion/criterion.h>
#include <string.h>

#include "gc/control.h"
#include "gc/mark.h"
#include "gc/userarena.h"
#include "gc/weak.h"
#include "mem/userarena.h"
#include "tests/gc/embed_fake.h"

static struct gc_p *p;

static struct node *arena_node(struct fake *fake, void *chunk, struct node *next, uint64_t value) {
  struct node *node = gc_arena_alloc(&fake->gc, p, chunk, &node_layout, 1, 8);
  if (node) {
    node->next = next;
    node->value = value;
  }
  return node;
}

static struct fake *begin(void) {
  struct fake *fake = fake_new("gccheckmark=1,clobberfree=1", "verify", NULL);
  p = fake->procs[0];
  return fake;
}

Test(userarena, what_is_inside_is_found) {
  struct fake *fake = begin();
  struct gc *gc = &fake->gc;
  void *chunk = fake->stack[0] = gc_arena_chunk_new(gc, p);
  struct node *last = NULL;
  for (uint64_t i = 0; i < 50000; i++) { // more than one oblet
    struct node *node = arena_node(fake, chunk, last, i);
    node->other = fake_node(fake, NULL, i);
    last = node;
  }
  for (int i = 0; i < 3; i++)
    gc_collect(gc, p);
  for (uint64_t i = 50000; i-- > 0; last = last->next)
    cr_assert(last->value == i && last->other->value == i && fake_is_allocated(fake, last->other));
  struct node *outside = ((struct node *)chunk)->other;
  fake->stack[1] = (char *)chunk + 12345; // any byte keeps all
  fake->stack[0] = NULL;
  gc_collect(gc, p);
  cr_assert(fake_is_allocated(fake, outside));
  gc_arena_chunk_free(gc, p, chunk);
  gc_collect(gc, p); // with a pointer to what faults, and not to what it pointed to
  cr_assert(!fake_is_allocated(fake, outside) && fake_is_allocated(fake, chunk));
  fake->stack[1] = NULL;
  gc_collect(gc, p);
  cr_assert(!span_of_heap(&gc->heap, (uintptr_t)chunk));
  cr_assert(gc_arena_chunk_new(gc, p) == chunk);
  fake_free(fake);
}

// The last chunk of an arena serves the next one, and lives until then.
Test(userarena, reuse) {
  struct fake *fake = begin();
  struct gc *gc = &fake->gc;
  void *chunk = gc_arena_chunk_new(gc, p);
  struct node *node = arena_node(fake, chunk, fake_node(fake, NULL, 7), 1);
  struct node *next = node->next;
  gc_arena_chunk_reuse(gc, p, chunk);
  gc_collect(gc, p);
  cr_assert(fake_is_allocated(fake, next));
  cr_assert(gc_arena_chunk_new(gc, p) == chunk);
  cr_assert(arena_node(fake, chunk, NULL, 2) == node + 1);
  void *other = gc_arena_chunk_new(gc, p);
  cr_assert(other != chunk);
  gc_arena_chunk_free(gc, p, chunk);
  gc_arena_chunk_free(gc, p, other);
  gc_collect(gc, p);
  fake_free(fake);
}

// While a cycle marks nothing may fault, since a marker may be reading there.
Test(userarena, freed_during_a_cycle) {
  struct fake *fake = begin();
  struct gc *gc = &fake->gc;
  void *chunk = fake->stack[0] = gc_arena_chunk_new(gc, p);
  struct node *node = arena_node(fake, chunk, NULL, 1);
  gc->phase = GC_PHASE_MARK;
  gc_arena_chunk_free(gc, p, chunk);
  cr_assert_eq(node->value, 1);
  cr_assert(!user_arena_chunk_faults(span_of(&gc->heap, (uintptr_t)chunk)));
  gc->phase = GC_PHASE_OFF;
  fake->stack[0] = NULL;
  memset(span_of(&gc->heap, (uintptr_t)chunk)->gcmark_bits, 0, 8); // marked for no real cycle
  gc_collect(gc, p); // its root job keeps it; at the end it faults
  cr_assert(user_arena_chunk_faults(span_of_heap(&gc->heap, (uintptr_t)chunk)));
  gc_collect(gc, p);
  cr_assert(!span_of_heap(&gc->heap, (uintptr_t)chunk));
  fake_free(fake);
}

Test(userarena, sizes) {
  struct fake *fake = begin();
  struct gc *gc = &fake->gc;
  void *chunk = fake->stack[0] = gc_arena_chunk_new(gc, p);
  static const struct layout byte = {.size = 1};
  cr_assert(gc_arena_alloc(gc, p, chunk, &byte, 0, 1) == gc->zero_base);
  char *large = gc_arena_alloc(gc, p, chunk, &byte, user_arena_max_alloc + 1, 1);
  cr_assert(!span_of_heap(&gc->heap, (uintptr_t)large)->is_user_arena_chunk);
  for (int i = 0; i < 4; i++)
    cr_assert_not_null(gc_arena_alloc(gc, p, chunk, &byte, user_arena_max_alloc, 1));
  cr_assert_null(gc_arena_alloc(gc, p, chunk, &byte, 1, 1));
  cr_assert(gc_set_finalizer(gc, p, chunk, NULL, NULL, false) == GC_FINALIZER_IN_ARENA);
  cr_assert(gc_weak_value(gc, p, gc_weak_handle(gc, p, chunk)) == chunk);
  gc_arena_chunk_free(gc, p, chunk);
  fake->stack[0] = NULL;
  gc_collect(gc, p);
  fake_free(fake);
}

// An arena's memory counts for the pacer: cycles come by its chunks alone, unless they are freed in
// time.
Test(userarena, chunks_trigger_cycles) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  struct gc *gc = &fake->gc;
  p = fake->procs[0];
  uint64_t ready = gc->heap.stats.mapped_ready;
  for (int i = 0; i < 50; i++) {
    gc_arena_chunk_free(gc, p, gc_arena_chunk_new(gc, p));
    cr_assert(i == 0 || !fake_safepoint(fake)); // the first passes the smallest goal for a moment
  }
  cr_assert_lt(gc->heap.stats.mapped_ready, ready + (16 << 20));
  for (int i = 0; i < 50; i++) {
    fake->globals[i] = gc_arena_chunk_new(gc, p);
    fake_safepoint(fake);
  }
  cr_assert(gc->stats.finished >= 3 && gc->stats.finished < 10, "%u", gc->stats.finished);
  for (int i = 0; i < 50; i++)
    gc_arena_chunk_free(gc, p, fake->globals[i]);
  gc_collect(gc, p);
  fake_free(fake);
}
