// Classes of nodes: what the tables count by. See graph.h.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/heap/graph.h"

enum { tiny_span_class = 5 };

// A hash table from names to classes.
struct names {
  uint32_t *slots; // one more than the number of a class, 0: empty
  uint32_t size;   // a power of two
};

static uint64_t hash_of(const char *text) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (; *text; text++)
    hash = (hash ^ (uint8_t)*text) * UINT64_C(1099511628211);
  return hash;
}

static void grow(struct heap_graph *g, struct names *names) {
  uint32_t size = names->size ? 2 * names->size : 1024;
  free(names->slots);
  names->slots = heap_alloc(size, sizeof *names->slots);
  names->size = size;
  for (uint32_t i = 0; i < g->classes.count; i++) {
    uint32_t slot = (uint32_t)hash_of(heap_class_at(g, i)->name) & (size - 1);
    while (names->slots[slot])
      slot = (slot + 1) & (size - 1);
    names->slots[slot] = i + 1;
  }
}

// Returns the class of that name, which it may make.
static uint32_t class_named(struct heap_graph *g, struct names *names, const char *name) {
  if (2 * g->classes.count >= names->size)
    grow(g, names);
  uint32_t slot = (uint32_t)hash_of(name) & (names->size - 1);
  for (; names->slots[slot]; slot = (slot + 1) & (names->size - 1))
    if (strcmp(heap_class_at(g, names->slots[slot] - 1)->name, name) == 0)
      return names->slots[slot] - 1;
  size_t size = strlen(name) + 1;
  char *copy = heap_alloc(size, 1);
  memcpy(copy, name, size);
  struct heap_class *class = heap_array_add(&g->classes, sizeof *class);
  class->name = copy;
  names->slots[slot] = g->classes.count;
  return g->classes.count - 1;
}

// Writes "main.f prog.go:12", the file without its folders.
static void place(const struct heap_file *file, uint32_t function, uint32_t line, char *name,
                  size_t room) {
  const struct heap_function *f = heap_function_at(file, function);
  if (!f) {
    snprintf(name, room, "?");
    return;
  }
  const char *slash = strrchr(f->file, '/');
  if (line)
    snprintf(name, room, "%s %s:%u", f->name, slash ? slash + 1 : f->file, line);
  else
    snprintf(name, room, "%s", f->name);
}

static void goroutine_name(const struct heap_file *file, uint32_t i, char *name, size_t room) {
  const struct heap_goroutine *g = (const struct heap_goroutine *)file->goroutines.items + i;
  char created[256] = "";
  if (g->created_by != heap_none)
    place(file, g->created_by, g->created_line, created, sizeof created);
  int used = snprintf(name, room, "goroutine %" PRIu64 " [%s", g->id, g->status);
  if (g->waited_ns >= UINT64_C(1000000000) && used > 0 && (size_t)used < room)
    used += snprintf(name + used, room - (size_t)used, ", %" PRIu64 " s",
                     g->waited_ns / UINT64_C(1000000000));
  if (used > 0 && (size_t)used < room)
    snprintf(name + used, room - (size_t)used, "]%s%s", created[0] ? " started by " : "", created);
}

static void holder_name(const struct heap_file *file, uint32_t i, char *name, size_t room) {
  const struct heap_holder *h = heap_holder_at(file, i);
  if (h->kind == HEAP_HOLDER_FRAME)
    place(file, h->function, h->line, name, room);
  else if (h->kind == HEAP_HOLDER_RECORDS)
    snprintf(name, room, "what it waits for and defers");
  else if (h->kind == HEAP_HOLDER_GLOBAL)
    snprintf(name, room, "variable %s", h->text);
  else
    snprintf(name, room, "%s", h->text);
}

static const char *const kind_names[HEAP_HOLDER_KINDS] = {
    [0] = "nothing",
    [HEAP_HOLDER_GLOBAL] = "package variables",
    [HEAP_HOLDER_STATIC] = "package data",
    [HEAP_HOLDER_FRAME] = "frames",
    [HEAP_HOLDER_RECORDS] = "records",
    [HEAP_HOLDER_FINALIZERS] = "finalizers, cleanups and weak pointers",
    [HEAP_HOLDER_TIMERS] = "timers",
    [HEAP_HOLDER_POOLS] = "pools",
    [HEAP_HOLDER_HOST] = "host",
    [HEAP_HOLDER_ARENAS] = "arenas",
    [HEAP_HOLDER_TINY] = "allocator",
};

static void finalizer_name(const struct heap_graph *g, uint32_t i, char *name, size_t room) {
  const struct heap_special *s =
      (const struct heap_special *)g->file->specials.items + g->finalizer[i];
  char type[256];
  heap_shape_name(g->file, g->shapes[s->object], heap_object_size(g->file, s->object), type,
                  sizeof type);
  snprintf(name, room, "%s of %s",
           s->kind == HEAP_SPECIAL_FINALIZER ? "finalizer"
           : s->kind == HEAP_SPECIAL_CLEANUP ? "cleanup"
                                             : "weak pointer",
           type);
}

static void node_name(const struct heap_graph *g, uint32_t node, char *name, size_t room) {
  const struct heap_file *file = g->file;
  if (node >= g->root)
    snprintf(name, room, "root");
  else if (node >= g->kinds)
    snprintf(name, room, "%s", kind_names[node - g->kinds]);
  else if (node >= g->finalizers)
    finalizer_name(g, node - g->finalizers, name, room);
  else if (node >= g->goroutines)
    goroutine_name(file, node - g->goroutines, name, room);
  else
    holder_name(file, node - g->holders, name, room);
}

static void object_name(const struct heap_graph *g, uint32_t object, char *name, size_t room) {
  const struct heap_file *file = g->file;
  struct heap_shape shape = g->shapes[object];
  const struct heap_span *span = heap_span_at(file, file->span_of[object]);

  if (shape.form <= HEAP_PART && shape.form != HEAP_STRING && span->class == tiny_span_class)
    snprintf(name, room, "tiny objects");
  else if (shape.form == HEAP_UNKNOWN && heap_span_noscan(span))
    snprintf(name, room, "unknown data, %" PRIu64 " bytes", span->elem_size);
  else
    heap_shape_name(file, shape, span->elem_size, name, room);
}

// Objects of one shape and span class have one name: a table saves making it again.
struct memo {
  struct memo_entry {
    uint64_t key;
    uint32_t class;
  } entries[4096];
};

static uint64_t memo_key(const struct heap_graph *g, uint32_t object) {
  struct heap_shape shape = g->shapes[object];
  const struct heap_span *span = heap_span_at(g->file, g->file->span_of[object]);

  if (shape.form != HEAP_UNKNOWN && (shape.form != HEAP_PART || span->class != tiny_span_class))
    return (uint64_t)shape.form << 40 | shape.type;
  return UINT64_C(1) << 63 | (uint64_t)(span->class & 1) << 62 | span->elem_size;
}

void heap_find_classes(struct heap_graph *g) {
  struct names names = {0};
  struct memo *memo = heap_alloc(1, sizeof *memo);
  char name[512];
  g->class_of = heap_alloc(g->node_count, sizeof *g->class_of);
  for (uint32_t node = 0; node < g->node_count; node++) {
    struct memo_entry *known = NULL;
    if (node < g->object_count) {
      uint64_t key = memo_key(g, node);
      known = &memo->entries[key * UINT64_C(0x9e3779b97f4a7c15) >> 52];
      if (known->key != key) {
        object_name(g, node, name, sizeof name);
        *known = (struct memo_entry){key, class_named(g, &names, name)};
        heap_class_at(g, known->class)->shape = g->shapes[node];
      }
    } else {
      node_name(g, node, name, sizeof name);
    }
    g->class_of[node] = known ? known->class : class_named(g, &names, name);
    struct heap_class *class = heap_class_at(g, g->class_of[node]);
    class->count++;
    class->bytes += heap_node_bytes(g, node);
  }
  free(memo);
  free(names.slots);
}
