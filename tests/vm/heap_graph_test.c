// Dominators, retained sizes and paths of random heaps, beside slow computations of the same.

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/heap/paths.h"

enum { most_objects = 40 };

static uint64_t next_random(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
  return *state >> 33;
}

// A heap in one span of 8-byte words: object i points to targets[i].
static void make_heap(struct heap_file *file, uint64_t *random) {
  uint32_t count = 1 + (uint32_t)(next_random(random) % most_objects);
  *file = (struct heap_file){.object_count = count};
  file->info = (struct heap_info){.page_bytes = 8192, .classes = 1};
  file->class_sizes = heap_alloc(1, sizeof *file->class_sizes);
  // Each object is a span of its own, of another size.
  file->span_of = heap_alloc(count, sizeof *file->span_of);
  file->known = heap_alloc(count, sizeof *file->known);
  file->first = heap_alloc(count + 1, sizeof *file->first);
  struct heap_array targets = {0};
  for (uint32_t i = 0; i < count; i++) {
    struct heap_span *span = heap_array_add(&file->spans, sizeof *span);
    *span = (struct heap_span){.page = i,
                               .pages = 1,
                               .state = HEAP_SPAN_IN_USE,
                               .count = 1,
                               .elem_size = 8 * (1 + next_random(random) % 100),
                               .first = i};
    file->span_of[i] = i;
    file->known[i] = heap_none;
    for (uint64_t n = next_random(random) % 4; n > 0; n--)
      *(uint32_t *)heap_array_add(&targets, sizeof(uint32_t)) =
          (uint32_t)(next_random(random) % count);
    file->first[i + 1] = targets.count;
  }
  file->target = targets.items ? targets.items : heap_alloc(1, sizeof *file->target);
  file->pointer_count = targets.count;
  file->word = heap_alloc(targets.count, sizeof *file->word);
  file->inside = heap_alloc(targets.count, sizeof *file->inside);
  file->dynamic = heap_alloc(targets.count, sizeof *file->dynamic);
  memset(file->dynamic, 0xff, targets.count * sizeof *file->dynamic);
  for (uint64_t n = 1 + next_random(random) % 3; n > 0; n--) {
    struct heap_holder *holder = heap_array_add(&file->holders, sizeof *holder);
    *holder = (struct heap_holder){.kind = HEAP_HOLDER_GLOBAL,
                                   .goroutine = heap_none,
                                   .text = "v",
                                   .function = heap_none,
                                   .first_root = file->roots.count,
                                   .root_count = 1};
    struct heap_root *root = heap_array_add(&file->roots, sizeof *root);
    *root = (struct heap_root){.target = (uint32_t)(next_random(random) % count),
                               .label = "",
                               .type = heap_none,
                               .dynamic = heap_none};
  }
}

// Marks what the root reaches without a node.
static void reach(const struct heap_graph *g, uint32_t without, bool *reached) {
  uint32_t stack[4 * most_objects + 64], count = 0;
  memset(reached, 0, g->node_count);
  if (without == g->root)
    return;
  stack[count++] = g->root;
  reached[g->root] = true;
  while (count > 0) {
    struct heap_edges edges = heap_edges_of(g, stack[--count]);
    for (uint32_t e = edges.first; e < edges.first + edges.count; e++) {
      uint32_t target = edges.target[e];
      if (target == without || reached[target])
        continue;
      reached[target] = true;
      stack[count++] = target;
    }
  }
}

// A node retains what cannot be reached without it, and its dominator is the one of the nodes
// without which it cannot be reached that retains least.
static void check_heap(const struct heap_graph *g) {
  bool all[4 * most_objects + 64], without[4 * most_objects + 64];
  reach(g, heap_none, all);
  for (uint32_t n = 0; n < g->node_count; n++) {
    cr_assert_eq(all[n], n == g->root || g->dominator[n] != heap_none);
    cr_assert_eq(all[n], n == g->root || g->parent[n] != heap_none);
    if (!all[n])
      continue;
    uint64_t retained = 0;
    uint32_t dominated = 0;
    reach(g, n, without);
    for (uint32_t m = 0; m < g->node_count; m++) {
      if (!all[m] || without[m])
        continue;
      retained += heap_node_bytes(g, m);
      dominated++;
      // n is on the way up the dominators of m.
      uint32_t up = m;
      while (up != n && up != heap_none)
        up = g->dominator[up];
      cr_assert_eq(up, n, "node %u dominates %u", n, m);
    }
    cr_assert_eq(g->retained[n], retained, "node %u retains", n);
    // And it is on the way of no others.
    uint32_t on_way = 0;
    for (uint32_t m = 0; m < g->node_count; m++)
      for (uint32_t up = all[m] ? m : heap_none; up != heap_none; up = g->dominator[up])
        on_way += up == n;
    cr_assert_eq(on_way, dominated);
  }
}

// Paths are shortest ones: the distance of a node is one more than its parent's, and no pointer
// leads further than by one.
static void check_paths(const struct heap_graph *g) {
  uint32_t distance[4 * most_objects + 64];
  for (uint32_t i = 0; i < g->reached; i++) {
    uint32_t n = g->breadth[i];
    distance[n] = n == g->root ? 0 : distance[g->parent[n]] + 1;
    if (n != g->root)
      cr_assert_eq(heap_edges_of(g, g->parent[n]).target[g->parent_edge[n]], n);
  }
  for (uint32_t i = 0; i < g->reached; i++) {
    struct heap_edges edges = heap_edges_of(g, g->breadth[i]);
    for (uint32_t e = edges.first; e < edges.first + edges.count; e++)
      cr_assert_leq(distance[edges.target[e]], distance[g->breadth[i]] + 1);
  }
}

static void check_merged(const struct heap_graph *g) {
  struct heap_paths paths;
  uint64_t bytes = 0, count = 0;
  heap_paths_init(&paths, g);
  for (uint32_t i = 0; i < paths.steps.count; i++) {
    count += heap_step_at(&paths, i)->count;
    bytes += heap_step_at(&paths, i)->bytes;
  }
  cr_assert_eq(count, g->reached);
  cr_assert_eq(bytes, g->retained[g->root]);
  heap_paths_free(&paths);
}

// Makes a random heap, and all that is computed of it.
static void make_graph(struct heap_graph *g, struct heap_file *file, uint64_t *random) {
  make_heap(file, random);
  heap_graph_init(g, file);
  heap_find_types(g);
  heap_find_classes(g);
  heap_find_dominators(g);
  heap_retain_classes(g);
}

Test(heap_graph, equals_slow_computations) {
  uint64_t random = 1;
  for (int turn = 0; turn < 2000; turn++) {
    struct heap_file file;
    struct heap_graph g;
    make_graph(&g, &file, &random);
    check_heap(&g);
    check_paths(&g);
    check_merged(&g);
    heap_graph_free(&g);
    heap_file_free(&file);
  }
}

// What a class retains: the sum over its nodes that no other node of the class dominates.
Test(heap_graph, classes_retain_once) {
  uint64_t random = 2;
  for (int turn = 0; turn < 500; turn++) {
    struct heap_file file;
    struct heap_graph g;
    make_graph(&g, &file, &random);
    for (uint32_t c = 0; c < g.classes.count; c++) {
      uint64_t retained = 0;
      for (uint32_t n = 0; n < g.node_count; n++) {
        if (g.class_of[n] != c || (n != g.root && g.dominator[n] == heap_none))
          continue;
        uint32_t up = g.dominator[n];
        while (up != heap_none && g.class_of[up] != c)
          up = g.dominator[up];
        retained += up == heap_none ? g.retained[n] : 0;
      }
      cr_assert_eq(heap_class_at(&g, c)->retained, retained);
    }
    heap_graph_free(&g);
    heap_file_free(&file);
  }
}
