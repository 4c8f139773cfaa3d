// What lies where in objects of a shape, and the names of pointers. See graph.h.

#include <stdio.h>
#include <string.h>

#include "vm/command/heap/graph.h"

enum {
  word_bytes = 8,
  map_index_word = 3,
  map_key_offset = 8, // of an entry
  most_steps = 64,    // into types in types
};

static void append(char *path, size_t room, const char *format, const char *text,
                   unsigned long long number) {
  size_t used = path ? strlen(path) : 0;
  if (path && used < room)
    snprintf(path + used, room - used, format, text, number);
}

// Returns the last field that begins at or before an offset.
static const struct heap_field *field_at(const struct heap_type *t, uint64_t offset) {
  uint32_t low = 0, high = t->field_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (t->fields[middle].offset <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low ? &t->fields[low - 1] : NULL;
}

uint32_t heap_type_step(const struct heap_file *file, uint32_t type, uint64_t *offset, char *path,
                        size_t room) {
  for (int step = 0; step < most_steps; step++) {
    const struct heap_type *t = heap_type_at(file, type);
    if (!t || *offset >= t->size)
      return heap_none;
    if (t->kind == HEAP_KIND_STRUCT) {
      const struct heap_field *field = field_at(t, *offset);
      if (!field)
        return heap_none;
      append(path, room, ".%s", field->name, 0);
      *offset -= field->offset;
      type = field->type;
    } else if (t->kind == HEAP_KIND_ARRAY) {
      const struct heap_type *elem = heap_type_at(file, t->elem);
      if (!elem || elem->size == 0)
        return heap_none;
      append(path, room, "%s[%llu]", "", *offset / elem->size);
      *offset %= elem->size;
      type = t->elem;
    } else {
      return type;
    }
  }
  return heap_none;
}

uint32_t heap_value_at(const struct heap_file *file, struct heap_shape shape, uint64_t *offset,
                       char *path, size_t room) {
  const struct heap_type *t = heap_type_at(file, shape.type);
  if (!t)
    return heap_none;
  switch ((enum heap_form)shape.form) {
  case HEAP_SINGLE:
    return shape.type;
  case HEAP_PART:
  case HEAP_ARRAY:
    if (t->size == 0)
      return heap_none;
    append(path, room, "%s[%llu]", "", *offset / t->size);
    *offset %= t->size;
    return shape.type;
  case HEAP_MAP_ENTRIES:
    if (t->entry_size == 0)
      return heap_none;
    append(path, room, "%s[%llu]", "", *offset / t->entry_size);
    *offset %= t->entry_size;
    if (*offset >= t->value_offset) {
      append(path, room, "%s.value", "", 0);
      *offset -= t->value_offset;
      return t->elem;
    }
    append(path, room, "%s.key", "", 0);
    if (*offset < map_key_offset)
      return heap_none;
    *offset -= map_key_offset;
    return t->key;
  default:
    return heap_none;
  }
}

const struct heap_field *heap_capture_at(const struct heap_function *f, uint64_t offset) {
  for (uint32_t i = f ? f->capture_count : 0; i > 0; i--)
    if (f->captures[i - 1].offset <= offset)
      return &f->captures[i - 1];
  return NULL;
}

// Names.

void heap_shape_name(const struct heap_file *file, struct heap_shape shape, uint64_t size,
                     char *name, size_t room) {
  const struct heap_type *t = shape.form == HEAP_CLOSURE ? NULL : heap_type_at(file, shape.type);
  const struct heap_function *f =
      shape.form == HEAP_CLOSURE ? heap_function_at(file, shape.type) : NULL;
  const char *text = t ? t->name : "?";
  switch ((enum heap_form)shape.form) {
  case HEAP_STRING:
    snprintf(name, room, "string");
    break;
  case HEAP_PART:
    snprintf(name, room, "object with %s", text);
    break;
  case HEAP_ARRAY:
    snprintf(name, room, "[]%s", text);
    break;
  case HEAP_MAP_INDEX:
    snprintf(name, room, "index of %s", text);
    break;
  case HEAP_MAP_ENTRIES:
    snprintf(name, room, "entries of %s", text);
    break;
  case HEAP_CLOSURE:
    snprintf(name, room, "func %s", f ? f->name : "?");
    break;
  case HEAP_SINGLE:
  case HEAP_CHAN:
  case HEAP_MAP:
    snprintf(name, room, "%s", text);
    break;
  default:
    snprintf(name, room, "unknown, %llu bytes", (unsigned long long)size);
  }
}

// Takes the numbers of elements out of a path.
static void merge_numbers(char *path) {
  char *to = path;
  for (const char *from = path; *from; from++) {
    *to++ = *from;
    if (*from == '[')
      while (from[1] && from[1] != ']')
        from++;
  }
  *to = '\0';
}

static void root_label(const struct heap_file *file, const struct heap_root *root, char *label,
                       size_t room) {
  uint64_t offset = root->offset;
  snprintf(label, room, "%s", root->label);
  if (!(root->flags & (heap_root_cell | heap_root_object)))
    heap_type_step(file, root->type, &offset, label, room);
}

void heap_edge_label(const struct heap_graph *g, uint32_t node, uint32_t edge, bool merged,
                     char *label, size_t room) {
  const struct heap_file *file = g->file;
  label[0] = '\0';
  if (node >= g->object_count) {
    uint32_t root = g->extra_root[edge];
    if (root != heap_none)
      root_label(file, heap_root_at(file, root), label, room);
    if (merged)
      merge_numbers(label);
    return;
  }
  struct heap_shape shape = g->shapes[node];
  uint64_t offset = (uint64_t)file->word[edge] * word_bytes;
  if (shape.form == HEAP_CLOSURE) {
    const struct heap_field *captured = heap_capture_at(heap_function_at(file, shape.type), offset);
    if (captured)
      snprintf(label, room, "captured %s", captured->name);
    offset -= captured ? captured->offset : 0;
    if (captured && !captured->is_cell)
      heap_type_step(file, captured->type, &offset, label, room);
  } else if (shape.form == HEAP_MAP) {
    snprintf(label, room, "%s", file->word[edge] == map_index_word ? "index" : "entries");
  } else if (shape.form == HEAP_MAP_INDEX) {
    snprintf(label, room, "entries");
  } else if (shape.form == HEAP_CHAN) {
    snprintf(label, room, "buffer");
  } else {
    uint32_t type = heap_value_at(file, shape, &offset, label, room);
    if (type == heap_none)
      snprintf(label, room, "+%llu", (unsigned long long)file->word[edge] * word_bytes);
    else
      heap_type_step(file, type, &offset, label, room);
  }
  if (merged)
    merge_numbers(label);
}

// Returns the bytes that a value of a slice or string type sees.
static uint64_t seen(const struct heap_file *file, uint32_t type, uint64_t offset,
                     uint64_t length) {
  const struct heap_type *t = heap_type_at(file, heap_type_step(file, type, &offset, NULL, 0));
  if (!t || offset != 0 || length == 0)
    return UINT64_MAX;
  if (t->kind == HEAP_KIND_STRING)
    return length;
  const struct heap_type *elem = t->kind == HEAP_KIND_SLICE ? heap_type_at(file, t->elem) : NULL;
  return elem && elem->size && length < UINT64_MAX / elem->size ? length * elem->size : UINT64_MAX;
}

static const struct heap_measure *measure_of(const struct heap_file *file, uint32_t edge) {
  const struct heap_measure *all = file->measures.items;
  uint32_t low = 0, high = file->measures.count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (all[middle].pointer < edge)
      low = middle + 1;
    else
      high = middle;
  }
  return low < file->measures.count && all[low].pointer == edge ? &all[low] : NULL;
}

uint64_t heap_edge_sees(const struct heap_graph *g, uint32_t node, uint32_t edge) {
  const struct heap_file *file = g->file;
  if (node >= g->object_count) {
    uint32_t i = g->extra_root[edge];
    const struct heap_root *root = i == heap_none ? NULL : heap_root_at(file, i);
    if (!root || root->flags & (heap_root_cell | heap_root_object))
      return UINT64_MAX;
    return seen(file, root->type, root->offset, root->length);
  }
  const struct heap_measure *m = measure_of(file, edge);
  uint64_t offset = (uint64_t)file->word[edge] * word_bytes;
  if (!m)
    return UINT64_MAX;
  if (g->shapes[node].form == HEAP_CLOSURE) {
    const struct heap_field *c =
        heap_capture_at(heap_function_at(file, g->shapes[node].type), offset);
    return c && !c->is_cell ? seen(file, c->type, offset - c->offset, m->length) : UINT64_MAX;
  }
  uint32_t type = heap_value_at(file, g->shapes[node], &offset, NULL, 0);
  return type == heap_none ? UINT64_MAX : seen(file, type, offset, m->length);
}
