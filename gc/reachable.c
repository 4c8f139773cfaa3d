// Asking whether objects are reachable: a record on each, and a whole cycle.

#include "gc/control.h"
#include "gc/reachable.h"

#include "gc/gc.h"
#include "mem/invariant.h"
#include "mem/special.h"

uint64_t gc_test_reachable(struct gc *gc, struct gc_p *p, void *const *objects, unsigned count) {
  struct special_reachable *probe[64];
  invariant(count <= 64);
  for (unsigned i = 0; i < count; i++) {
    probe[i] = special_new(&gc->heap, SPECIAL_KIND_REACHABLE);
    if (!special_add(&gc->heap, &p->mem, (uintptr_t)objects[i], &probe[i]->special))
      vole_throw("gc: object %p is probed twice", objects[i]);
  }
  gc_collect(gc, p);
  uint64_t reached = 0;
  for (unsigned i = 0; i < count; i++) {
    if (!probe[i]->done) // its span was not swept, so the cycle has not ended
      vole_throw("gc: the probe of object %p was not looked at", objects[i]);
    if (probe[i]->reachable)
      reached |= UINT64_C(1) << i;
    special_free(&gc->heap, &probe[i]->special);
  }
  return reached;
}
