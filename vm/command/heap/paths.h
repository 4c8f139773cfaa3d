// All shortest paths from the root, merged: nodes that are reached in the same way are one step.

#ifndef VOLE_VM_COMMAND_HEAP_PATHS_H
#define VOLE_VM_COMMAND_HEAP_PATHS_H

#include "vm/command/heap/graph.h"

// A step of merged paths. One that would lead to a class and pointer that are above already, as in
// a list, leads back there.
struct heap_step {
  uint32_t parent; // heap_none: the root
  uint32_t class;
  uint32_t label; // into labels: the pointer that leads here
  uint32_t count; // nodes
  uint64_t bytes; // of themselves
};

struct heap_paths {
  struct heap_array steps;
  uint32_t *step_of;       // of a node; heap_none: garbage
  struct heap_array texts; // char *: the labels
};

void heap_paths_init(struct heap_paths *p, const struct heap_graph *g);
void heap_paths_free(struct heap_paths *p);
static inline struct heap_step *heap_step_at(const struct heap_paths *p, uint32_t i) {
  return (struct heap_step *)p->steps.items + i;
}
static inline const char *heap_step_label(const struct heap_paths *p, uint32_t i) {
  return ((char *const *)p->texts.items)[heap_step_at(p, i)->label];
}

#endif
