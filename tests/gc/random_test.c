// tests/gc/random_test.c: random object graphs against a model.
//
// The model knows each object's address, size and edges, off the heap. After a collection exactly
// what the model reaches from the roots must be allocated, with its contents, and nothing else;
// the bytes the collector counted must be the model's.

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "gc/control.h"
#include "gc/barrier.h"
#include "gc/malloc.h"
#include "tests/gc/embed_fake.h"

enum { most_objects = 6000, most_edges = 6, roots = 40, shapes = 12 };

struct model_object {
  void **address;       // NULL: none
  uintptr_t size;       // bytes asked for
  uint64_t stamp;       // what its last word holds
  int edge[most_edges]; // index of the object that word i points to, -1 for null
  int edges;            // pointer words, from the start
  bool reached;
};

struct model {
  struct fake *fake;
  uint64_t random;
  struct model_object object[most_objects];
  int root[roots]; // index or -1
  int queue[most_objects];
  uint8_t mask[shapes][64];
  struct layout layout[shapes];
  struct gc_alloc_site site[shapes];
};

static uint64_t next_random(struct model *model, uint64_t below) {
  model->random ^= model->random << 13;
  model->random ^= model->random >> 7;
  model->random ^= model->random << 17;
  return model->random % below;
}

// Shapes: n pointers first, then scalars; the last word is the stamp.
static void make_shapes(struct model *model) {
  static const uintptr_t words[shapes] = {2, 3, 4, 7, 8, 16, 40, 65, 130, 600, 5000, 40000};
  for (int i = 0; i < shapes; i++) {
    uintptr_t edges = words[i] - 1 < most_edges ? words[i] - 1 : most_edges;
    for (uintptr_t word = 0; word < edges; word++)
      model->mask[i][word / 8] |= (uint8_t)(1u << (word % 8));
    model->layout[i] =
        (struct layout){.size = words[i] * 8, .ptrdata = edges * 8, .mask = model->mask[i]};
    gc_alloc_site_init(&model->site[i], model->layout[i].size, &model->layout[i]);
  }
}

static void add_object(struct model *model, int index) {
  struct model_object *object = &model->object[index];
  int shape = (int)next_random(model, next_random(model, 50) == 0 ? shapes : 8);
  const struct layout *layout = &model->layout[shape];
  struct gc *gc = &model->fake->gc;
  struct gc_p *p = model->fake->procs[next_random(model, fake_procs)];
  object->address = next_random(model, 2) ? gc_malloc_site(gc, p, &model->site[shape])
                                          : gc_malloc(gc, p, layout->size, layout, true);
  object->size = layout->size;
  object->edges = (int)(layout->ptrdata / 8);
  for (int i = 0; i < object->edges; i++) {
    cr_assert(!object->address[i]);
    object->edge[i] = -1;
  }
  object->stamp = next_random(model, UINT64_MAX);
  ((uint64_t *)object->address)[object->size / 8 - 1] = object->stamp;
}

// Points a random edge of object `from` to object `to` (-1: nowhere).
static void link_object(struct model *model, int from, int to) {
  struct model_object *object = &model->object[from];
  int edge = (int)next_random(model, (uint64_t)object->edges);
  object->edge[edge] = to;
  gc_store_pointer(&model->fake->gc, model->fake->procs[0], &object->address[edge],
                   to < 0 ? NULL : model->object[to].address);
}

static void reach(struct model *model, int index, int *tail) {
  if (index < 0 || model->object[index].reached)
    return;
  model->object[index].reached = true;
  model->queue[(*tail)++] = index;
}

// Collects and compares; objects that died leave the model.
static void collect_and_compare(struct model *model) {
  int tail = 0;
  uint64_t bytes = 0;
  for (int i = 0; i < most_objects; i++)
    model->object[i].reached = false;
  for (int i = 0; i < roots; i++)
    reach(model, model->root[i], &tail);
  for (int head = 0; head < tail; head++) {
    struct model_object *object = &model->object[model->queue[head]];
    bytes += gc_malloc_rounded(object->size);
    for (int i = 0; i < object->edges; i++)
      reach(model, object->edge[i], &tail);
  }
  gc_collect(&model->fake->gc, model->fake->procs[0]);
  cr_assert(model->fake->gc.pacer.heap_marked == bytes, "marked %llu, reachable %llu",
            (unsigned long long)model->fake->gc.pacer.heap_marked, (unsigned long long)bytes);
  for (int i = 0; i < most_objects; i++) {
    struct model_object *object = &model->object[i];
    if (!object->address)
      continue;
    cr_assert(fake_is_allocated(model->fake, object->address) == object->reached);
    if (!object->reached) {
      object->address = NULL;
      continue;
    }
    cr_assert(((uint64_t *)object->address)[object->size / 8 - 1] == object->stamp);
    for (int e = 0; e < object->edges; e++)
      cr_assert(object->address[e] ==
                (object->edge[e] < 0 ? NULL : (void *)model->object[object->edge[e]].address));
  }
}

static void run(uint64_t seed, const char *godebug, const char *voledebug) {
  struct model *model = calloc(1, sizeof *model);
  model->fake = fake_new(godebug, voledebug, NULL);
  model->random = seed;
  make_shapes(model);
  for (int i = 0; i < roots; i++)
    model->root[i] = -1;
  for (int round = 0; round < 12; round++) {
    int filled = 0;
    for (int i = 0; i < most_objects; i++) { // no safepoint here: unlinked objects are safe
      struct model_object *object = &model->object[i];
      if (!object->address && next_random(model, 3) != 0)
        add_object(model, i);
      filled += object->address != NULL;
    }
    cr_assert(filled > 0);
    for (int n = 0; n < 3 * most_objects; n++) {
      int from = (int)next_random(model, most_objects);
      int to = (int)next_random(model, most_objects);
      if (model->object[from].address && model->object[to].address)
        link_object(model, from, next_random(model, 4) == 0 ? -1 : to);
    }
    for (int i = 0; i < roots; i++) {
      int index = (int)next_random(model, most_objects);
      bool live = model->object[index].address && next_random(model, 3) != 0;
      model->root[i] = live ? index : -1;
      void *address = live ? (void *)model->object[index].address : NULL;
      if (i < 20)
        model->fake->stack[i] = address;
      else
        model->fake->globals[(uintptr_t)i * 977] = address;
    }
    collect_and_compare(model);
  }
  fake_free(model->fake);
  free(model);
}

Test(random, plain) {
  for (uint64_t seed = 1; seed <= 4; seed++)
    run(seed * 88172645463325252, NULL, NULL);
}

Test(random, checked) {
  run(0x9e3779b97f4a7c15, "gccheckmark=1,clobberfree=1", "verify");
  run(0x2545f4914f6cdd1d, "gcstoptheworld=2", "verify,smallbufs");
}
