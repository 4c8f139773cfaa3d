// Chrome's .heapsnapshot: JSON that the Memory panel of browsers' developer tools opens.
//
// Its nodes are ours, the root first; a type is the constructor, a field or index the name of an
// edge. What its parser demands: node fields in one flat array, edges in the order of their nodes,
// edge targets as indices into the array.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/heap/report.h"

enum { node_fields = 7, label_room = 256 };

// Numbers of enum in "node_types" and "edge_types" below.
enum { node_object = 3, node_closure = 5, node_string = 2, node_synthetic = 9 };
enum { edge_element = 1, edge_property = 2 };

static const char head[] =
    "{\"snapshot\":{\"meta\":{\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\",\"edge_"
    "count\","
    "\"trace_node_id\",\"detachedness\"],\"node_types\":[[\"hidden\",\"array\",\"string\","
    "\"object\","
    "\"code\",\"closure\",\"regexp\",\"number\",\"native\",\"synthetic\",\"concatenated string\","
    "\"sliced "
    "string\",\"symbol\",\"bigint\"],\"string\",\"number\",\"number\",\"number\",\"number\","
    "\"number\"],\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],\"edge_types\":[["
    "\"context\",\"element\",\"property\",\"internal\",\"hidden\",\"shortcut\",\"weak\"],"
    "\"string_or_number\",\"node\"],\"trace_function_info_fields\":[],\"trace_node_fields\":[],"
    "\"sample_fields\":[],\"location_fields\":[]},";

// Texts by number, of which the names of classes are the first.
struct texts {
  struct heap_array all; // char *
  uint32_t *slots, size; // a hash table: one more than a number
};

static uint32_t text_slot(const struct texts *t, const char *text) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (const char *at = text; *at; at++)
    hash = (hash ^ (uint8_t)*at) * UINT64_C(1099511628211);
  uint32_t slot = (uint32_t)hash & (t->size - 1);
  while (t->slots[slot] && strcmp(((char **)t->all.items)[t->slots[slot] - 1], text) != 0)
    slot = (slot + 1) & (t->size - 1);
  return slot;
}

static void grow(struct texts *t) {
  t->size = t->size ? 2 * t->size : 1024;
  free(t->slots);
  t->slots = heap_alloc(t->size, sizeof *t->slots);
  for (uint32_t i = 0; i < t->all.count; i++)
    t->slots[text_slot(t, ((char **)t->all.items)[i])] = i + 1;
}

static uint32_t text_number(struct texts *t, const char *text) {
  if (2 * t->all.count >= t->size)
    grow(t);
  uint32_t slot = text_slot(t, text);
  if (t->slots[slot])
    return t->slots[slot] - 1;
  size_t size = strlen(text) + 1;
  char *copy = heap_alloc(size, 1);
  memcpy(copy, text, size);
  *(char **)heap_array_add(&t->all, sizeof copy) = copy;
  t->slots[slot] = t->all.count;
  return t->all.count - 1;
}

// Nodes in the order of the file: the root, then the others as they are numbered.
static uint32_t position(const struct heap_graph *g, uint32_t node) {
  return node == g->root ? 0 : node + 1;
}

static uint32_t node_at(const struct heap_graph *g, uint32_t i) {
  return i == 0 ? g->root : i - 1;
}

static unsigned node_type(const struct heap_graph *g, uint32_t node) {
  if (node >= g->object_count)
    return node_synthetic;
  return g->shapes[node].form == HEAP_CLOSURE  ? node_closure
         : g->shapes[node].form == HEAP_STRING ? node_string
                                               : node_object;
}

static void write_nodes(const struct heap_graph *g, struct texts *t, FILE *out) {
  fputs("\"nodes\":[", out);
  for (uint32_t i = 0; i < g->node_count; i++) {
    uint32_t node = node_at(g, i);
    fprintf(out, "%s%u,%u,%u,%" PRIu64 ",%u,0,0", i ? "," : "", node_type(g, node),
            text_number(t, heap_node_name(g, node)), 2 * i + 1, heap_node_bytes(g, node),
            heap_edges_of(g, node).count);
    if (i % 16 == 15)
      fputc('\n', out);
  }
  fputs("],\n", out);
}

static void write_edges(const struct heap_graph *g, struct texts *t, FILE *out) {
  const char *separator = "";
  char label[label_room];
  fputs("\"edges\":[", out);
  for (uint32_t i = 0; i < g->node_count; i++) {
    uint32_t node = node_at(g, i);
    struct heap_edges edges = heap_edges_of(g, node);
    for (uint32_t e = edges.first; e < edges.first + edges.count; e++) {
      heap_edge_label(g, node, e, false, label, sizeof label);
      unsigned type = edge_property;
      unsigned long name = 0;
      char *end = label;
      // "[3]" is an element; all else has a name.
      if (label[0] == '[' && (name = strtoul(label + 1, &end, 10), strcmp(end, "]") == 0))
        type = edge_element;
      else
        name = text_number(t, label[0] == '.' ? label + 1 : label[0] ? label : "holds");
      fprintf(out, "%s%u,%lu,%u", separator, type, name,
              position(g, edges.target[e]) * (unsigned)node_fields);
      separator = ",";
    }
    if (edges.count)
      fputc('\n', out);
  }
  fputs("],\n", out);
}

static void write_string(const char *text, FILE *out) {
  fputc('"', out);
  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      fprintf(out, "\\%c", *text);
    else if ((uint8_t)*text < 0x20)
      fprintf(out, "\\u%04x", (unsigned)(uint8_t)*text);
    else
      fputc(*text, out);
  }
  fputc('"', out);
}

bool heap_write_chrome(const struct heap_graph *g, FILE *out) {
  struct texts texts = {0};
  uint64_t edges = g->file->pointer_count + g->extra_first[g->node_count - g->object_count];
  fprintf(out, "%s\"node_count\":%u,\"edge_count\":%" PRIu64 ",\"trace_function_count\":0},\n",
          head, g->node_count, edges);
  write_nodes(g, &texts, out);
  write_edges(g, &texts, out);
  fputs("\"trace_function_infos\":[],\"trace_tree\":[],\"samples\":[],\"locations\":[],\n"
        "\"strings\":[",
        out);
  for (uint32_t i = 0; i < texts.all.count; i++) {
    fputs(i ? ",\n" : "", out);
    write_string(((char **)texts.all.items)[i], out);
    free(((char **)texts.all.items)[i]);
  }
  fputs("]}\n", out);
  free(texts.all.items);
  free(texts.slots);
  return !ferror(out) && fflush(out) == 0;
}
