// Spreading types over a heap: see graph.h.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/heap/graph.h"

enum {
  word_bytes = 8,
  map_entries_word = 2, // of struct map: where it has its entries, its index
  map_index_word = 3,
  chan_buffer_word = 2, // of struct chan
  tiny_span_class = 5,
  most_steps = 64, // into types in types
};

// Shapes.

// Whether a word of a value of a type may be a pointer.
static bool may_point(const struct heap_file *file, uint32_t type, uint64_t offset) {
  const struct heap_type *t = heap_type_at(file, heap_type_step(file, type, &offset, NULL, 0));
  if (!t)
    return false;
  switch (t->kind) {
  case HEAP_KIND_INTERFACE:
    return offset == word_bytes;
  case HEAP_KIND_STRING:
  case HEAP_KIND_SLICE:
  case HEAP_KIND_CHAN:
  case HEAP_KIND_FUNC:
  case HEAP_KIND_MAP:
  case HEAP_KIND_POINTER:
  case HEAP_KIND_UNSAFE_POINTER:
    return offset == 0;
  default:
    return false;
  }
}

// Returns the bytes of an object that has room for `bytes`.
static uint64_t rounded(const struct heap_file *file, uint64_t bytes) {
  for (uint64_t i = 1; i < file->info.classes; i++)
    if (file->class_sizes[i] >= bytes)
      return file->class_sizes[i];
  uint64_t page = file->info.page_bytes;
  return (bytes + page - 1) / page * page;
}

// Whether an object can have a shape: its pointers are where the type has some.
static bool fits(const struct heap_graph *g, uint32_t object, struct heap_shape shape) {
  const struct heap_file *file = g->file;
  for (uint32_t e = file->first[object]; e < file->first[object + 1]; e++) {
    uint64_t offset = (uint64_t)file->word[e] * word_bytes;
    uint32_t type = heap_value_at(file, shape, &offset, NULL, 0);
    if (type == heap_none || !may_point(file, type, offset))
      return false;
  }
  return true;
}

// Objects that got a shape and have not passed it on.
struct spreading {
  struct heap_graph *g;
  struct heap_array waiting; // uint32_t
};

static uint64_t shape_bytes(const struct heap_file *file, struct heap_shape shape) {
  const struct heap_type *t = shape.form == HEAP_CLOSURE ? NULL : heap_type_at(file, shape.type);
  return t ? t->size : 0;
}

// Gives an object a shape, if that is better than what it has.
static void claim(struct spreading *s, uint32_t object, struct heap_shape shape) {
  struct heap_shape *old = &s->g->shapes[object];
  const struct heap_file *file = s->g->file;
  if (object == heap_none || shape.form < old->form)
    return;
  if (shape.form == old->form &&
      (shape.type == old->type || shape_bytes(file, shape) <= shape_bytes(file, *old)))
    return;
  bool is_of_values = shape.form == HEAP_SINGLE || shape.form == HEAP_ARRAY ||
                      shape.form == HEAP_PART || shape.form == HEAP_MAP_ENTRIES;
  if (is_of_values && !fits(s->g, object, shape))
    return;
  *old = shape;
  *(uint32_t *)heap_array_add(&s->waiting, sizeof(uint32_t)) = object;
}

// Claims what a pointer to values of a type leads to.
static void claim_values(struct spreading *s, uint32_t object, uint64_t inside, uint32_t type,
                         bool is_array) {
  const struct heap_file *file = s->g->file;
  const struct heap_type *t = heap_type_at(file, type);
  if (!t || t->size == 0 || inside % t->size != 0)
    return;
  uint64_t size = heap_object_size(file, object);
  const struct heap_span *span = heap_span_at(file, file->span_of[object]);
  if (t->size > size)
    return;
  bool is_exact = rounded(file, t->size) == size && inside == 0;
  if (span->class == tiny_span_class && !is_array)
    is_exact = t->size == size && inside == 0; // else it shares a block
  enum heap_form form = is_array ? HEAP_ARRAY : is_exact ? HEAP_SINGLE : HEAP_PART;
  if (is_array && inside != 0)
    form = HEAP_PART;
  claim(s, object, (struct heap_shape){(uint8_t)form, type});
}

// Claims what the word at an offset of a value leads to. dynamic is the type in an interface.
static void claim_referent(struct spreading *s, uint32_t object, uint64_t inside, uint32_t type,
                           uint64_t offset, uint32_t dynamic) {
  const struct heap_file *file = s->g->file;
  if (object == heap_none)
    return;
  for (int step = 0; step < most_steps; step++) {
    type = heap_type_step(file, type, &offset, NULL, 0);
    const struct heap_type *t = heap_type_at(file, type);
    if (!t)
      return;
    if (t->kind != HEAP_KIND_INTERFACE)
      break;
    const struct heap_type *d = heap_type_at(file, dynamic);
    if (!d)
      return;
    if (!d->direct) {
      claim_values(s, object, inside, dynamic, false);
      return;
    }
    type = dynamic;
    offset = 0;
  }
  const struct heap_type *t = heap_type_at(file, type);
  if (t->kind == HEAP_KIND_POINTER)
    claim_values(s, object, inside, t->elem, false);
  else if (t->kind == HEAP_KIND_SLICE)
    claim_values(s, object, inside, t->elem, true);
  else if (t->kind == HEAP_KIND_STRING)
    claim(s, object, (struct heap_shape){HEAP_STRING, heap_none});
  else if (t->kind == HEAP_KIND_MAP && inside == 0)
    claim(s, object, (struct heap_shape){HEAP_MAP, type});
  else if (t->kind == HEAP_KIND_CHAN && inside == 0)
    claim(s, object, (struct heap_shape){HEAP_CHAN, type});
}

static void spread_closure(struct spreading *s, uint32_t function, uint32_t e) {
  const struct heap_file *file = s->g->file;
  uint64_t offset = (uint64_t)file->word[e] * word_bytes;
  const struct heap_field *captured = heap_capture_at(heap_function_at(file, function), offset);
  if (!captured)
    return;
  if (captured->is_cell)
    claim_values(s, file->target[e], file->inside[e], captured->type, false);
  else
    claim_referent(s, file->target[e], file->inside[e], captured->type, offset - captured->offset,
                   file->dynamic[e]);
}

// Passes the shape of an object on through one of its pointers.
static void spread(struct spreading *s, struct heap_shape shape, uint32_t e) {
  const struct heap_file *file = s->g->file;
  const struct heap_type *t = heap_type_at(file, shape.type);
  uint32_t target = file->target[e], inside = file->inside[e], word = file->word[e];
  uint64_t offset = (uint64_t)word * word_bytes;
  if (shape.form == HEAP_CLOSURE) {
    spread_closure(s, shape.type, e);
  } else if (shape.form == HEAP_CHAN && word == chan_buffer_word && t) {
    claim_values(s, target, inside, t->elem, true);
  } else if (shape.form == HEAP_MAP && word == map_entries_word) {
    claim(s, target, (struct heap_shape){HEAP_MAP_ENTRIES, shape.type});
  } else if (shape.form == HEAP_MAP && word == map_index_word) {
    claim(s, target, (struct heap_shape){HEAP_MAP_INDEX, shape.type});
  } else if (shape.form == HEAP_MAP_INDEX && word == 0) {
    claim(s, target, (struct heap_shape){HEAP_MAP_ENTRIES, shape.type});
  } else {
    uint32_t type = heap_value_at(file, shape, &offset, NULL, 0);
    if (type != heap_none)
      claim_referent(s, target, inside, type, offset, file->dynamic[e]);
  }
}

// What interfaces say, whatever they lie in.
static void claim_dynamic(struct spreading *s, uint32_t object, uint64_t inside, uint32_t dynamic) {
  const struct heap_type *d = heap_type_at(s->g->file, dynamic);
  if (!d || object == heap_none)
    return;
  if (d->direct)
    claim_referent(s, object, inside, dynamic, 0, heap_none);
  else
    claim_values(s, object, inside, dynamic, false);
}

static void claim_roots(struct spreading *s) {
  const struct heap_file *file = s->g->file;
  for (uint32_t i = 0; i < file->roots.count; i++) {
    const struct heap_root *root = heap_root_at(file, i);
    if (root->target == heap_none)
      continue;
    claim_dynamic(s, root->target, root->inside, root->dynamic);
    if (root->flags & heap_root_object)
      claim_values(s, root->target, 0, root->type, false);
    else if (root->flags & heap_root_cell)
      claim_values(s, root->target, root->inside, root->type, false);
    else
      claim_referent(s, root->target, root->inside, root->type, root->offset, root->dynamic);
  }
}

// What SetFinalizer was given.
static void claim_finalized(struct spreading *s) {
  const struct heap_special *specials = s->g->file->specials.items;
  for (uint32_t i = 0; i < s->g->file->specials.count; i++)
    if (specials[i].type != heap_none)
      claim_referent(s, specials[i].object, 0, specials[i].type, 0, heap_none);
}

void heap_find_types(struct heap_graph *g) {
  struct heap_file *file = g->file;
  struct spreading s = {.g = g};
  g->shapes = heap_alloc(g->object_count, sizeof *g->shapes);
  for (uint32_t i = 0; i < g->object_count; i++)
    g->shapes[i].type = heap_none;
  for (uint32_t i = 0; i < g->object_count; i++)
    if (file->known[i] != heap_none)
      claim(&s, i, (struct heap_shape){HEAP_CLOSURE, file->known[i]});
  claim_roots(&s);
  claim_finalized(&s);
  for (uint32_t e = 0; e < file->pointer_count; e++)
    if (file->dynamic[e] != heap_none)
      claim_dynamic(&s, file->target[e], file->inside[e], file->dynamic[e]);
  while (s.waiting.count > 0) {
    uint32_t object = ((uint32_t *)s.waiting.items)[--s.waiting.count];
    for (uint32_t e = file->first[object]; e < file->first[object + 1]; e++)
      spread(&s, g->shapes[object], e);
  }
  free(s.waiting.items);
}
