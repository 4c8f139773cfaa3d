// What retains most: the tree of dominators, printed from the root, with the nodes of a class that
// have one dominator as one line. In a chain of one class, such as a list, only the first is shown.

#include <stdlib.h>
#include <string.h>

#include "vm/command/heap/report.h"

enum {
  most_depth = 16,
  most_lines = 6,    // below a line
  least_share = 100, // a line has at least one part of this number
};

// The children of each node in the tree of dominators.
struct tree {
  const struct heap_graph *g;
  uint32_t *child, *sibling; // heap_none: none
};

static struct tree tree_make(const struct heap_graph *g) {
  struct tree t = {.g = g,
                   .child = heap_alloc(g->node_count, sizeof(uint32_t)),
                   .sibling = heap_alloc(g->node_count, sizeof(uint32_t))};
  memset(t.child, 0xff, g->node_count * sizeof *t.child);
  for (uint32_t i = g->reached; i-- > 1;) {
    uint32_t node = g->order[i], dominator = g->dominator[node];
    t.sibling[node] = t.child[dominator];
    t.child[dominator] = node;
  }
  return t;
}

// Nodes of a class with dominators of one line.
struct group {
  uint32_t class, count;
  uint64_t retained;
  struct heap_array nodes; // uint32_t
};

static int by_retained(const void *a, const void *b) {
  const struct group *x = a, *y = b;
  if (x->retained != y->retained)
    return x->retained < y->retained ? 1 : -1;
  return x->class < y->class ? -1 : x->class > y->class;
}

static void free_groups(struct heap_array *groups) {
  for (uint32_t i = 0; i < groups->count; i++)
    free(((struct group *)groups->items)[i].nodes.items);
  free(groups->items);
  *groups = (struct heap_array){0};
}

// Gathers what the nodes of a group dominate, by class. Nodes of the group's own class are looked
// through. number is scratch: for each class one more than its group, and 0 before and after.
static struct heap_array children_of(const struct tree *t, const struct group *parent,
                                     uint32_t *number) {
  struct heap_array groups = {0}, left = {0};
  for (uint32_t i = 0; i < parent->nodes.count; i++)
    *(uint32_t *)heap_array_add(&left, sizeof(uint32_t)) = ((uint32_t *)parent->nodes.items)[i];
  while (left.count > 0) {
    uint32_t node = ((uint32_t *)left.items)[--left.count];
    for (uint32_t c = t->child[node]; c != heap_none; c = t->sibling[c]) {
      uint32_t class = t->g->class_of[c];
      if (class == parent->class) {
        *(uint32_t *)heap_array_add(&left, sizeof(uint32_t)) = c;
        continue;
      }
      if (number[class] == 0) {
        *(struct group *)heap_array_add(&groups, sizeof(struct group)) =
            (struct group){.class = class};
        number[class] = groups.count;
      }
      struct group *group = (struct group *)groups.items + number[class] - 1;
      group->count++;
      group->retained += t->g->retained[c];
      *(uint32_t *)heap_array_add(&group->nodes, sizeof(uint32_t)) = c;
    }
  }
  free(left.items);
  for (uint32_t i = 0; i < groups.count; i++)
    number[((struct group *)groups.items)[i].class] = 0;
  if (groups.count)
    qsort(groups.items, groups.count, sizeof(struct group), by_retained);
  return groups;
}

static void print_line(const struct heap_graph *g, const struct group *group, unsigned depth,
                       FILE *out) {
  char size[32];
  uint64_t all = g->retained[g->root] ? g->retained[g->root] : 1;
  fprintf(out, "%10s %5.1f %%  %*s", heap_size_text(group->retained, size, sizeof size),
          100.0 * (double)group->retained / (double)all, 2 * (int)depth, "");
  if (group->count > 1)
    fprintf(out, "%u * ", group->count);
  fprintf(out, "%s\n", heap_class_at(g, group->class)->name);
}

void heap_print_dominators(const struct heap_graph *g, uint32_t top, FILE *out) {
  struct tree t = tree_make(g);
  uint32_t *number = heap_alloc(g->classes.count, sizeof *number);
  uint64_t least = g->retained[g->root] / least_share;
  // The groups of each depth on the way, and which of them is next.
  struct heap_array groups[most_depth + 1] = {{0}};
  uint32_t next[most_depth + 1] = {0}, lines = 0;
  struct group whole = {.class = g->class_of[g->root], .count = 1};
  *(uint32_t *)heap_array_add(&whole.nodes, sizeof(uint32_t)) = g->root;
  groups[0] = children_of(&t, &whole, number);
  unsigned depth = 0;
  fputs("\nwho retains it\n", out);
  for (;;) {
    bool is_left = next[depth] < groups[depth].count && next[depth] < (depth ? most_lines : top);
    struct group *group = is_left ? (struct group *)groups[depth].items + next[depth] : NULL;
    if (!group || group->retained <= least || lines >= 4 * top) {
      free_groups(&groups[depth]);
      if (depth-- == 0)
        break;
      continue;
    }
    next[depth]++;
    lines++;
    print_line(g, group, depth, out);
    if (depth == most_depth)
      continue;
    groups[depth + 1] = children_of(&t, group, number);
    next[++depth] = 0;
  }
  free(whole.nodes.items);
  free(number);
  free(t.child);
  free(t.sibling);
}
