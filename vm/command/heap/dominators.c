// Paths from the root, dominators, and what nodes retain.
//
// Dominators by the semi-NCA method (Georgiadis and Tarjan): semidominators as Lengauer and Tarjan
// find them, then each node's dominator by a walk up the dominators of its parent. Nothing here
// calls itself, since heaps hold lists of any length.

#include <stdlib.h>
#include <string.h>

#include "vm/command/heap/graph.h"

// The search in depth: nodes are numbered in the order in which it meets them, from 0.
struct search {
  const struct heap_graph *g;
  uint32_t count;
  uint32_t *number; // of a node; heap_none: not met
  uint32_t *parent; // of a number: that of the node that it was met from
  uint32_t *first;  // of a number: its first source; count + 1 of them
  uint32_t *source; // numbers of the nodes that point to it
};

static void search_in_depth(struct search *s, uint32_t *order) {
  const struct heap_graph *g = s->g;
  uint32_t *next = heap_alloc(g->node_count, sizeof *next); // of a node: the pointer to follow
  uint32_t at = g->root;
  memset(s->number, 0xff, g->node_count * sizeof *s->number);
  s->number[at] = 0;
  order[s->count++] = at;
  for (;;) {
    struct heap_edges edges = heap_edges_of(g, at);
    if (next[at] < edges.count) {
      uint32_t target = edges.target[edges.first + next[at]++];
      if (s->number[target] != heap_none)
        continue;
      s->number[target] = s->count;
      s->parent[s->count] = s->number[at];
      order[s->count++] = target;
      at = target;
    } else if (at == g->root) {
      break;
    } else {
      at = order[s->parent[s->number[at]]];
    }
  }
  free(next);
}

// Turns the pointers between nodes that were met around.
static void find_sources(struct search *s, const uint32_t *order) {
  uint64_t total = 0;
  s->first = heap_alloc((size_t)s->count + 2, sizeof *s->first);
  for (uint32_t i = 0; i < s->count; i++) {
    struct heap_edges edges = heap_edges_of(s->g, order[i]);
    total += edges.count;
    for (uint32_t e = 0; e < edges.count; e++)
      s->first[s->number[edges.target[edges.first + e]] + 2]++;
  }
  for (uint32_t i = 0; i + 1 < s->count; i++)
    s->first[i + 2] += s->first[i + 1];
  s->source = heap_alloc(total, sizeof *s->source);
  for (uint32_t i = 0; i < s->count; i++) {
    struct heap_edges edges = heap_edges_of(s->g, order[i]);
    for (uint32_t e = 0; e < edges.count; e++)
      s->source[s->first[s->number[edges.target[edges.first + e]] + 1]++] = i;
  }
}

// The forest of the method, by number.
struct forest {
  uint32_t *ancestor, *label, *semi;
  uint32_t *stack;
};

// Returns the number with the least semidominator on the way from v, which is below, up to the tree
// that has been linked so far, from `linked` on. Shortens the way.
static uint32_t evaluate(struct forest *f, uint32_t v, uint32_t linked) {
  if (v < linked)
    return v;
  uint32_t depth = 0;
  for (uint32_t at = v; f->ancestor[at] >= linked; at = f->ancestor[at])
    f->stack[depth++] = at;
  while (depth > 0) {
    uint32_t at = f->stack[--depth], above = f->ancestor[at];
    if (f->semi[f->label[above]] < f->semi[f->label[at]])
      f->label[at] = f->label[above];
    f->ancestor[at] = f->ancestor[above];
  }
  return f->label[v];
}

// Sets idom[i] for each number but that of the root.
static void find_numbers(const struct search *s, uint32_t *idom) {
  struct forest f = {heap_alloc(s->count, sizeof(uint32_t)), heap_alloc(s->count, sizeof(uint32_t)),
                     heap_alloc(s->count, sizeof(uint32_t)),
                     heap_alloc(s->count, sizeof(uint32_t))};
  for (uint32_t i = 0; i < s->count; i++) {
    f.ancestor[i] = s->parent[i];
    f.label[i] = f.semi[i] = i;
    idom[i] = s->parent[i];
  }
  for (uint32_t i = s->count; i-- > 1;) {
    for (uint32_t j = s->first[i]; j < s->first[i + 1]; j++) {
      uint32_t best = evaluate(&f, s->source[j], i + 1);
      if (f.semi[best] < f.semi[i])
        f.semi[i] = f.semi[best];
    }
  }
  for (uint32_t i = 1; i < s->count; i++)
    while (idom[i] > f.semi[i])
      idom[i] = idom[idom[i]];
  free(f.ancestor);
  free(f.label);
  free(f.semi);
  free(f.stack);
}

// The search in breadth, for shortest paths.
static void find_paths(struct heap_graph *g) {
  g->breadth = heap_alloc(g->node_count, sizeof *g->breadth);
  g->parent = heap_alloc(g->node_count, sizeof *g->parent);
  g->parent_edge = heap_alloc(g->node_count, sizeof *g->parent_edge);
  memset(g->parent, 0xff, g->node_count * sizeof *g->parent);
  uint32_t count = 0;
  g->breadth[count++] = g->root;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t node = g->breadth[i];
    struct heap_edges edges = heap_edges_of(g, node);
    for (uint32_t e = edges.first; e < edges.first + edges.count; e++) {
      uint32_t target = edges.target[e];
      if (g->parent[target] != heap_none || target == g->root)
        continue;
      g->parent[target] = node;
      g->parent_edge[target] = e;
      g->breadth[count++] = target;
    }
  }
}

void heap_find_dominators(struct heap_graph *g) {
  struct search s = {.g = g,
                     .number = heap_alloc(g->node_count, sizeof(uint32_t)),
                     .parent = heap_alloc(g->node_count, sizeof(uint32_t))};
  g->order = heap_alloc(g->node_count, sizeof *g->order);
  g->dominator = heap_alloc(g->node_count, sizeof *g->dominator);
  g->retained = heap_alloc(g->node_count, sizeof *g->retained);
  memset(g->dominator, 0xff, g->node_count * sizeof *g->dominator);
  search_in_depth(&s, g->order);
  find_sources(&s, g->order);
  uint32_t *idom = heap_alloc(s.count, sizeof *idom);
  find_numbers(&s, idom);
  g->reached = s.count;
  for (uint32_t i = s.count; i-- > 0;) {
    uint32_t node = g->order[i];
    g->retained[node] += heap_node_bytes(g, node);
    if (i == 0)
      continue;
    g->dominator[node] = g->order[idom[i]];
    g->retained[g->dominator[node]] += g->retained[node];
  }
  free(idom);
  free(s.number);
  free(s.parent);
  free(s.first);
  free(s.source);
  find_paths(g);
}

void heap_retain_classes(struct heap_graph *g) {
  // For each node the nearest dominator of its class would have to be found; with a walk down the
  // tree it is enough to count how often each class is above.
  uint32_t *child = heap_alloc(g->node_count, sizeof *child);
  uint32_t *sibling = heap_alloc(g->node_count, sizeof *sibling);
  uint32_t *above = heap_alloc(g->classes.count, sizeof *above);
  memset(child, 0xff, g->node_count * sizeof *child);
  for (uint32_t i = g->reached; i-- > 1;) {
    uint32_t node = g->order[i], dominator = g->dominator[node];
    sibling[node] = child[dominator];
    child[dominator] = node;
  }
  uint32_t at = g->root;
  for (;;) {
    uint32_t class = g->class_of[at];
    if (above[class]++ == 0)
      heap_class_at(g, class)->retained += g->retained[at];
    if (child[at] != heap_none) {
      at = child[at];
      continue;
    }
    above[g->class_of[at]]--;
    while (at != g->root && sibling[at] == heap_none) {
      at = g->dominator[at];
      above[g->class_of[at]]--;
    }
    if (at == g->root)
      break;
    at = sibling[at];
  }
  free(child);
  free(sibling);
  free(above);
}
