// The nodes of a heap's graph: see graph.h.

#include "vm/command/heap/graph.h"

#include <stdlib.h>
#include <string.h>

// Pointers of nodes that are no objects, while they are gathered.
struct extra {
  uint32_t source, target, root;
};

static void add(struct heap_array *list, uint32_t source, uint32_t target, uint32_t root) {
  if (target != heap_none)
    *(struct extra *)heap_array_add(list, sizeof(struct extra)) =
        (struct extra){source, target, root};
}

static void add_holders(struct heap_graph *g, struct heap_array *list) {
  struct heap_file *file = g->file;
  for (uint32_t i = 0; i < file->holders.count; i++) {
    const struct heap_holder *holder = heap_holder_at(file, i);
    bool has_any = false;
    for (uint32_t j = holder->first_root; j < holder->first_root + holder->root_count; j++) {
      add(list, g->holders + i, heap_root_at(file, j)->target, j);
      has_any = has_any || heap_root_at(file, j)->target != heap_none;
    }
    if (!has_any)
      continue;
    if (holder->goroutine < file->goroutines.count)
      add(list, g->goroutines + holder->goroutine, g->holders + i, heap_none);
    else
      add(list, g->kinds + holder->kind, g->holders + i, heap_none);
  }
}

// An object with a finalizer is not kept by it, but all that it points to is, as in gc/roots.c. What
// weak handles and cleanups need is kept as well.
static void add_specials(struct heap_graph *g, struct heap_array *list) {
  struct heap_file *file = g->file;
  const struct heap_special *specials = file->specials.items;
  for (uint32_t i = 0; i < g->finalizer_count; i++) {
    const struct heap_special *s = &specials[g->finalizer[i]];
    uint32_t node = g->finalizers + i;
    add(list, g->kinds + HEAP_HOLDER_FINALIZERS, node, heap_none);
    add(list, node, s->target, heap_none);
    if (s->kind != HEAP_SPECIAL_FINALIZER)
      continue;
    for (uint32_t e = file->first[s->object]; e < file->first[s->object + 1]; e++)
      add(list, node, file->target[e], heap_none);
  }
}

static int by_source(const void *a, const void *b) {
  const struct extra *x = a, *y = b;
  if (x->source != y->source)
    return x->source < y->source ? -1 : 1;
  if (x->root != y->root)
    return x->root < y->root ? -1 : 1;
  return x->target < y->target ? -1 : x->target > y->target;
}

static void make_extra(struct heap_graph *g) {
  struct heap_array list = {0};
  add_holders(g, &list);
  for (uint32_t i = 0; i < g->file->goroutines.count; i++)
    add(&list, g->root, g->goroutines + i, heap_none);
  add_specials(g, &list);
  for (uint32_t i = 0; i < HEAP_HOLDER_KINDS; i++)
    add(&list, g->root, g->kinds + i, heap_none);
  if (list.count)
    qsort(list.items, list.count, sizeof(struct extra), by_source);
  uint32_t nodes = g->node_count - g->object_count;
  g->extra_first = heap_alloc((size_t)nodes + 1, sizeof *g->extra_first);
  g->extra_target = heap_alloc(list.count, sizeof *g->extra_target);
  g->extra_root = heap_alloc(list.count, sizeof *g->extra_root);
  const struct extra *extra = list.items;
  for (uint32_t i = 0; i < list.count; i++) {
    g->extra_first[extra[i].source - g->object_count + 1]++;
    g->extra_target[i] = extra[i].target;
    g->extra_root[i] = extra[i].root;
  }
  for (uint32_t i = 0; i < nodes; i++)
    g->extra_first[i + 1] += g->extra_first[i];
  free(list.items);
}

struct heap_edges heap_edges_of(const struct heap_graph *g, uint32_t node) {
  const struct heap_file *file = g->file;
  if (node < g->object_count)
    return (struct heap_edges){file->target, file->first[node],
                               file->first[node + 1] - file->first[node]};
  uint32_t i = node - g->object_count;
  return (struct heap_edges){g->extra_target, g->extra_first[i],
                             g->extra_first[i + 1] - g->extra_first[i]};
}

void heap_graph_init(struct heap_graph *g, struct heap_file *file) {
  *g = (struct heap_graph){.file = file, .object_count = file->object_count};
  const struct heap_special *specials = file->specials.items;
  g->finalizer = heap_alloc(file->specials.count, sizeof *g->finalizer);
  for (uint32_t i = 0; i < file->specials.count; i++)
    if (specials[i].kind == HEAP_SPECIAL_FINALIZER || specials[i].kind == HEAP_SPECIAL_WEAK ||
        specials[i].kind == HEAP_SPECIAL_CLEANUP)
      g->finalizer[g->finalizer_count++] = i;
  g->holders = g->object_count;
  g->goroutines = g->holders + file->holders.count;
  g->finalizers = g->goroutines + file->goroutines.count;
  g->kinds = g->finalizers + g->finalizer_count;
  g->root = g->kinds + HEAP_HOLDER_KINDS;
  g->node_count = g->root + 1;
  make_extra(g);
}

void heap_graph_free(struct heap_graph *g) {
  for (uint32_t i = 0; i < g->classes.count; i++)
    free((void *)(uintptr_t)heap_class_at(g, i)->name);
  free(g->classes.items);
  free(g->finalizer);
  free(g->extra_first);
  free(g->extra_target);
  free(g->extra_root);
  free(g->shapes);
  free(g->class_of);
  free(g->order);
  free(g->dominator);
  free(g->retained);
  free(g->parent);
  free(g->parent_edge);
  free(g->breadth);
}
