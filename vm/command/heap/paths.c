// Merging paths: see paths.h.

#include "vm/command/heap/paths.h"

#include <stdlib.h>
#include <string.h>

enum { label_room = 256 };

// Numbers of labels and steps, by hash; 0: empty.
struct index {
  uint32_t *slots;
  uint32_t size, count;
};

static uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ hash >> 32;
}

static uint64_t hash_text(const char *text) {
  uint64_t hash = 1;
  for (; *text; text++)
    hash = mix(hash, (uint8_t)*text);
  return hash;
}

static uint64_t hash_step(const struct heap_step *s) {
  return mix(mix(mix(1, s->parent), s->class), s->label);
}

// Doubles an index; hash gives the hash of an entry.
static void grow(struct index *index, const struct heap_paths *p,
                 uint64_t (*hash)(const struct heap_paths *p, uint32_t entry)) {
  struct index larger = {.size = index->size ? 2 * index->size : 1024, .count = index->count};
  larger.slots = heap_alloc(larger.size, sizeof *larger.slots);
  for (uint32_t i = 0; i < index->size; i++) {
    if (!index->slots[i])
      continue;
    uint32_t slot = (uint32_t)hash(p, index->slots[i] - 1) & (larger.size - 1);
    while (larger.slots[slot])
      slot = (slot + 1) & (larger.size - 1);
    larger.slots[slot] = index->slots[i];
  }
  free(index->slots);
  *index = larger;
}

static uint64_t hash_of_text(const struct heap_paths *p, uint32_t i) {
  return hash_text(((char *const *)p->texts.items)[i]);
}

static uint64_t hash_of_step(const struct heap_paths *p, uint32_t i) {
  return hash_step(heap_step_at(p, i));
}

static uint32_t label_number(struct heap_paths *p, struct index *index, const char *text) {
  if (2 * index->count >= index->size)
    grow(index, p, hash_of_text);
  uint32_t slot = (uint32_t)hash_text(text) & (index->size - 1);
  for (; index->slots[slot]; slot = (slot + 1) & (index->size - 1))
    if (strcmp(((char *const *)p->texts.items)[index->slots[slot] - 1], text) == 0)
      return index->slots[slot] - 1;
  size_t size = strlen(text) + 1;
  char *copy = heap_alloc(size, 1);
  memcpy(copy, text, size);
  *(char **)heap_array_add(&p->texts, sizeof copy) = copy;
  index->slots[slot] = p->texts.count;
  index->count++;
  return p->texts.count - 1;
}

// Returns the step above or at `parent` of that class and label; heap_none: there is none.
static uint32_t step_above(const struct heap_paths *p, const struct heap_step *wanted) {
  for (uint32_t i = wanted->parent; i != heap_none; i = heap_step_at(p, i)->parent)
    if (heap_step_at(p, i)->class == wanted->class && heap_step_at(p, i)->label == wanted->label)
      return i;
  return heap_none;
}

static uint32_t step_number(struct heap_paths *p, struct index *index,
                            const struct heap_step *wanted) {
  uint32_t above = step_above(p, wanted);
  if (above != heap_none)
    return above;
  if (2 * index->count >= index->size)
    grow(index, p, hash_of_step);
  uint32_t slot = (uint32_t)hash_step(wanted) & (index->size - 1);
  for (; index->slots[slot]; slot = (slot + 1) & (index->size - 1)) {
    const struct heap_step *s = heap_step_at(p, index->slots[slot] - 1);
    if (s->parent == wanted->parent && s->class == wanted->class && s->label == wanted->label)
      return index->slots[slot] - 1;
  }
  *(struct heap_step *)heap_array_add(&p->steps, sizeof *wanted) = *wanted;
  index->slots[slot] = p->steps.count;
  index->count++;
  return p->steps.count - 1;
}

void heap_paths_init(struct heap_paths *p, const struct heap_graph *g) {
  struct index labels = {0}, steps = {0};
  char label[label_room];
  *p = (struct heap_paths){.step_of = heap_alloc(g->node_count, sizeof(uint32_t))};
  memset(p->step_of, 0xff, g->node_count * sizeof *p->step_of);
  for (uint32_t i = 0; i < g->reached; i++) {
    uint32_t node = g->breadth[i], parent = g->parent[node];
    struct heap_step wanted = {.parent = heap_none, .class = g->class_of[node]};
    label[0] = '\0';
    if (parent != heap_none) {
      wanted.parent = p->step_of[parent];
      heap_edge_label(g, parent, g->parent_edge[node], true, label, sizeof label);
    }
    wanted.label = label_number(p, &labels, label);
    uint32_t step = step_number(p, &steps, &wanted);
    p->step_of[node] = step;
    heap_step_at(p, step)->count++;
    heap_step_at(p, step)->bytes += heap_node_bytes(g, node);
  }
  free(labels.slots);
  free(steps.slots);
}

void heap_paths_free(struct heap_paths *p) {
  for (uint32_t i = 0; i < p->texts.count; i++)
    free(((char **)p->texts.items)[i]);
  free(p->texts.items);
  free(p->steps.items);
  free(p->step_of);
}
