// The second mark of gccheckmark: its bitmaps, and the report of a lost object.

#include "gc/checkmark.h"

#include <string.h>

#include "gc/debug.h"
#include "gc/mark.h"
#include "gc/work.h"
#include "mem/base.h"
#include "mem/invariant.h"

void gc_checkmark_start(struct gc *gc) {
  // By reservations, since the arenas of user arenas are in no list of arenas.
  for (struct arena_region *r = gc->heap.arena_regions; r; r = r->next)
    for (uintptr_t at = r->base; at < r->base + r->size; at += heap_arena_bytes)
      mheap_arena_reset_checkmarks(&gc->heap, arena_of(&gc->heap, at));
  gc->use_checkmark = true;
}

void gc_checkmark_end(struct gc *gc) {
  if (gc_mark_work_available(gc, NULL))
    vole_throw("gc: the second mark left work behind");
  gc->use_checkmark = false;
}

bool gc_checkmark_set(struct gc *gc, struct mspan *span, uintptr_t index, uintptr_t base,
                      uintptr_t offset) {
  uintptr_t object = span->start_addr + index * span->elem_size;
  if ((*mspan_mark_byte(span, index) >> (index % 8) & 1) == 0) {
    gc_printf(gc, "runtime: checkmarks found unexpected unmarked object obj=0x%lx\n",
              (unsigned long)object);
    gc_printf(gc, "runtime: found obj at *(0x%lx+0x%lx)\n", (unsigned long)base,
              (unsigned long)offset);
    gc_dump_object(gc, "base", base, offset);
    gc_dump_object(gc, "obj", object, UINTPTR_MAX);
    vole_throw("checkmark found unmarked object");
  }
  struct heap_arena *arena = arena_of(&gc->heap, object);
  uintptr_t word = object % heap_arena_bytes / ptr_size;
  uint8_t mask = (uint8_t)(1u << (word % 8));
  uint8_t *byte = &arena->checkmarks->bits[word / 8];
  bool set = (*byte & mask) != 0;
  *byte |= mask;
  return set;
}
