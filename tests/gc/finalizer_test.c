// tests/gc/finalizer_test.c: finalizers and resurrection.

#include <criterion/criterion.h>

#include "gc/control.h"
#include "gc/finalizer.h"
#include "gc/malloc.h"
#include "tests/gc/embed_fake.h"

static const int type_tag;

Test(finalizer, runs_once_and_resurrects) {
  struct fake *fake = fake_new("gccheckmark=1", "verify", NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  struct node *object = fake_node(fake, fake_node(fake, NULL, 2), 1);
  struct node *child = object->next;
  void *closure = gc_malloc(gc, p, 32, NULL, true);
  cr_assert(gc_set_finalizer(gc, p, object, closure, &type_tag, false) == gc_finalizer_set);
  cr_assert(gc_set_finalizer(gc, p, object, closure, &type_tag, false) == gc_finalizer_already_set);
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
  cr_assert(gc_set_finalizer(gc, p, &local, NULL, NULL, false) == gc_finalizer_not_heap);
  cr_assert(gc_set_finalizer(gc, p, gc->zero_base, NULL, NULL, false) == gc_finalizer_not_heap);
  cr_assert(gc_set_finalizer(gc, p, &node->value, NULL, NULL, false) == gc_finalizer_not_start);
  fake_free(fake);
}

Test(finalizer, tiny_objects_have_their_own) {
  struct fake *fake = fake_new(NULL, "verify", NULL);
  struct gc *gc = &fake->gc;
  struct gc_p *p = fake->procs[0];
  enum { objects = 100 };
  for (int i = 0; i < objects; i++) {
    void *tiny = gc_malloc(gc, p, 4, NULL, true);
    cr_assert(gc_set_finalizer(gc, p, tiny, NULL, NULL, true) == gc_finalizer_set);
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
