// tests/gc/finalizer_test.c: finalizers and resurrection, cleanups, weak pointers, probes.

#include <criterion/criterion.h>

#include "gc/control.h"
#include "gc/cycle.h"
#include "gc/finalizer.h"
#include "gc/malloc.h"
#include "gc/mark.h"
#include "gc/reachable.h"
#include "gc/roots.h"
#include "gc/weak.h"
#include "gc/worker.h"
#include "mem/sweep.h"
#include "tests/gc/embed_fake.h"

static const int type_tag;

Test(finalizer, runs_once_and_resurrects) {
  struct fake *fake = fake_new("gccheckmark=1", "verify", NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  struct node *object = fake_node(fake, fake_node(fake, NULL, 2), 1);
  struct node *child = object->next;
  void *closure = gc_malloc(gc, p, 32, NULL, true);
  cr_assert(gc_set_finalizer(gc, p, object, closure, &type_tag, false) == GC_FINALIZER_SET);
  cr_assert(gc_set_finalizer(gc, p, object, closure, &type_tag, false) == GC_FINALIZER_ALREADY_SET);
  fake->stack[0] = object;
  gc_collect(gc, p);
  cr_assert(!gc_finalizer_due(gc));
  fake->stack[0] = NULL;
  gc_collect(gc, p);
  cr_assert(gc_finalizer_due(gc) && fake->finalizers_woken == 1);
  gc_collect(gc, p); // the entry is a root now
  cr_assert(fake_is_allocated(fake, object) && fake_is_allocated(fake, child));
  struct gc_finalizer due;
  cr_assert(gc_next_finalizer(gc, &due));
  cr_assert(due.object == object && due.closure == closure && due.arg_type == &type_tag);
  cr_assert(object->value == 1 && child->value == 2);
  cr_assert(!gc_next_finalizer(gc, &due));
  gc_collect(gc, p);
  cr_assert(!fake_is_allocated(fake, object) && !fake_is_allocated(fake, closure));
  cr_assert(fake->finalizers_woken == 1);
  fake_free(fake);
}

Test(finalizer, removed_is_not_run) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  struct node *object = fake_node(fake, NULL, 1);
  gc_set_finalizer(&fake->gc, fake->procs[0], object, NULL, NULL, false);
  gc_remove_finalizer(&fake->gc, fake->procs[0], object);
  gc_remove_finalizer(&fake->gc, fake->procs[0], object);
  gc_collect(&fake->gc, fake->procs[0]);
  gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(!gc_finalizer_due(&fake->gc) && !fake_is_allocated(fake, object));
  fake_free(fake);
}

Test(finalizer, cycle_with_itself_is_kept) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  struct node *object = fake_node(fake, NULL, 1);
  object->next = fake_node(fake, object, 2);
  gc_set_finalizer(&fake->gc, fake->procs[0], object, NULL, NULL, false);
  for (int i = 0; i < 3; i++)
    gc_collect(&fake->gc, fake->procs[0]);
  cr_assert(!gc_finalizer_due(&fake->gc) && fake_is_allocated(fake, object));
  fake_free(fake);
}

Test(finalizer, addresses_are_judged) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  int local;
  struct node *node = fake_node(fake, NULL, 1);
  cr_assert(gc_set_finalizer(gc, p, &local, NULL, NULL, false) == GC_FINALIZER_NOT_HEAP);
  cr_assert(gc_finalizer_judge(gc, node, false) == GC_FINALIZER_SET);
  cr_assert(gc_finalizer_judge(gc, &node->value, true) == GC_FINALIZER_SET);
  cr_assert(gc_set_finalizer(gc, p, gc->zero_base, NULL, NULL, false) == GC_FINALIZER_NOT_HEAP);
  cr_assert(gc_set_finalizer(gc, p, &node->value, NULL, NULL, false) == GC_FINALIZER_NOT_START);
  fake_free(fake);
}

Test(finalizer, tiny_objects_have_their_own) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  enum { objects = 100 };
  for (int i = 0; i < objects; i++) {
    void *tiny = gc_malloc(gc, p, 4, NULL, true);
    cr_assert(gc_set_finalizer(gc, p, tiny, NULL, NULL, true) == GC_FINALIZER_SET);
  }
  for (int i = 0; i < 3; i++)
    gc_collect(gc, p);
  int ran = 0;
  struct gc_finalizer due;
  while (gc_next_finalizer(gc, &due))
    ran++;
  cr_assert(ran == objects, "%d", ran);
  fake_free(fake);
}

Test(finalizer, more_than_one_block) {
  struct fake *fake = fake_new("gccheckmark=1", "verify", NULL);
  enum { objects = 5000 };
  for (int i = 0; i < objects; i++) {
    struct node *node = fake_node(fake, NULL, (uint64_t)i);
    gc_set_finalizer(&fake->gc, fake->procs[0], node, node, NULL, false);
  }
  gc_collect(&fake->gc, fake->procs[0]); // each is kept by its own closure
  cr_assert(!gc_finalizer_due(&fake->gc));
  for (int i = 0; i < objects; i++) {
    struct node *node = fake_node(fake, NULL, (uint64_t)i);
    gc_set_finalizer(&fake->gc, fake->procs[0], node, NULL, NULL, false);
  }
  gc_collect(&fake->gc, fake->procs[0]);
  gc_collect(&fake->gc, fake->procs[0]);
  uint64_t sum = 0;
  struct gc_finalizer due;
  while (gc_next_finalizer(&fake->gc, &due))
    sum += ((struct node *)due.object)->value;
  cr_assert(sum == (uint64_t)objects * (objects - 1) / 2);
  fake_free(fake);
}

Test(finalizer, cleanups_run_for_cycles_and_keep_their_closure) {
  struct fake *fake = fake_new("gccheckmark=1", "verify", NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  struct node *object = fake_node(fake, NULL, 1);
  object->next = fake_node(fake, object, 2);
  struct node *closure = fake_node(fake, fake_node(fake, NULL, 4), 3);
  fake->stack[0] = object;
  uint64_t id = gc_add_cleanup(gc, p, object, closure, &type_tag);
  uint64_t other = gc_add_cleanup(gc, p, object, closure->next, &type_tag);
  cr_assert(id != 0 && other != 0 && id != other);
  gc_stop_cleanup(gc, p, (uintptr_t)object, other);
  gc_collect(gc, p);
  cr_assert(!gc_finalizer_due(gc) && fake_is_allocated(fake, closure->next));
  fake->stack[0] = NULL;
  gc_collect(gc, p);
  struct gc_finalizer due;
  cr_assert(gc_next_finalizer(gc, &due) && !due.object && due.closure == closure);
  cr_assert(due.arg_type == &type_tag && closure->next->value == 4);
  cr_assert(!gc_next_finalizer(gc, &due) && !fake_is_allocated(fake, object));
  gc_stop_cleanup(gc, p, (uintptr_t)object, id);
  int local;
  cr_assert_eq(gc_add_cleanup(gc, p, &local, closure, &type_tag), 0);
  fake_free(fake);
}

Test(finalizer, weak_handles) {
  struct fake *fake = fake_new("gccheckmark=1", "verify", NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  struct node *object = fake->stack[0] = fake_node(fake, NULL, 1);
  void *weak = fake->stack[1] = gc_weak_handle(gc, p, object);
  cr_assert(weak == gc_weak_handle(gc, p, object));
  cr_assert(weak != gc_weak_handle(gc, p, &object->value));
  gc_collect(gc, p);
  cr_assert(gc_weak_value(gc, p, weak) == object);
  fake->stack[1] = NULL; // the record keeps it, so that the next one is equal
  gc_collect(gc, p);
  cr_assert(weak == gc_weak_handle(gc, p, object));
  fake->stack[1] = weak;
  fake->stack[0] = NULL;
  gc_collect(gc, p);
  cr_assert_null(gc_weak_value(gc, p, weak));
  int local;
  cr_assert(gc_weak_value(gc, p, gc_weak_handle(gc, p, &local)) == &local);
  fake_free(fake);
}

// Before the sweep reaches its span, a dead object is not to be had any more.
Test(finalizer, a_weak_pointer_sweeps_first) {
  struct fake *fake = fake_new(NULL, NULL, NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  void *weak = fake->stack[0] = gc_weak_handle(gc, p, fake_node(fake, NULL, 1));
  fake->stack[1] = fake_node(fake, NULL, 2); // keeps the span
  for (int i = 0; i < 1000; i++)             // and the P caches another
    fake_node(fake, NULL, 3);
  gc_request_cycle(gc, GC_REASON_STRESS);
  cr_assert(fake_safepoint(fake));
  cr_assert(!sweep_is_done(&gc->heap), "nothing is left to be late with");
  cr_assert_null(gc_weak_value(gc, p, weak));
  fake_free(fake);
}

Test(finalizer, probes) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  void *objects[64];
  for (int i = 0; i < 64; i++) {
    objects[i] = fake_node(fake, NULL, (uint64_t)i);
    if (i % 3 == 0)
      fake->globals[i] = objects[i];
  }
  uint64_t want = 0;
  for (int i = 0; i < 64; i += 3)
    want |= UINT64_C(1) << i;
  cr_assert_eq(gc_test_reachable(&fake->gc, fake->procs[0], objects, 64), want);
  cr_assert_eq(gc_test_reachable(&fake->gc, fake->procs[0], &objects[3], 1), 1);
  cr_assert_eq(gc_test_reachable(&fake->gc, fake->procs[0], NULL, 0), 0);
  fake_free(fake);
}

// Begins a cycle and scans all of its roots: what is set from now on is found by no root job.
static void begin_and_scan_roots(struct fake *fake) {
  struct gc *gc = &fake->gc;
  uint32_t job;
  gc_request_cycle(gc, GC_REASON_STRESS);
  cr_assert(gc_run_pending(gc, fake->procs[0]) && gc_blackening(gc));
  while (gc_roots_claim(gc, &job))
    gc_root_scan(gc, &fake->procs[0]->work, job, false);
}

// Marks what is grey, ends the cycle and sweeps.
static void end_and_sweep(struct fake *fake) {
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  gc_marker_begin(gc);
  gc_drain(gc, &p->work, 0, 0);
  gc_marker_end(gc, p);
  cr_assert(!gc_blackening(gc));
  while (sweep_one(&gc->heap, &p->mem) != UINTPTR_MAX) {
  }
}

// The program has object and closure from a frame that is scanned later, and then drops them.
Test(finalizer, set_while_marking_keeps_what_it_needs) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  struct node *object = fake_node(fake, fake_node(fake, fake_node(fake, NULL, 3), 2), 1);
  struct node *closure = fake_node(fake, fake_node(fake, NULL, 5), 4);
  begin_and_scan_roots(fake);
  cr_assert(gc_set_finalizer(gc, p, object, closure, &type_tag, false) == GC_FINALIZER_SET);
  end_and_sweep(fake);
  struct gc_finalizer due;
  cr_assert(gc_next_finalizer(gc, &due) && due.object == object && due.closure == closure);
  cr_assert(fake_is_allocated(fake, object), "the object");
  cr_assert(fake_is_allocated(fake, object->next), "what it holds");
  cr_assert(fake_is_allocated(fake, object->next->next), "what that holds");
  cr_assert(fake_is_allocated(fake, closure), "the function");
  cr_assert(fake_is_allocated(fake, closure->next), "what it captured");
  fake_free(fake);
}

Test(finalizer, cleanup_added_while_marking_keeps_its_closure) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  struct node *object = fake_node(fake, fake_node(fake, NULL, 2), 1);
  struct node *closure = fake_node(fake, fake_node(fake, NULL, 5), 4);
  begin_and_scan_roots(fake);
  cr_assert(gc_add_cleanup(gc, p, object, closure, &type_tag) != 0);
  end_and_sweep(fake);
  struct gc_finalizer due;
  cr_assert(gc_next_finalizer(gc, &due) && !due.object && due.closure == closure);
  cr_assert(!fake_is_allocated(fake, object), "the object is nobody's");
  cr_assert(fake_is_allocated(fake, closure), "the function");
  cr_assert(fake_is_allocated(fake, closure->next), "what it captured");
  fake_free(fake);
}
