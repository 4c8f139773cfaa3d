// Tables for a terminal: types, differences, paths.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/heap/report.h"

enum { line_room = 512 };

const char *heap_size_text(uint64_t bytes, char *text, size_t size) {
  static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
  double value = (double)bytes;
  unsigned unit = 0;
  for (; value >= 1000 && unit + 1 < sizeof units / sizeof *units; unit++)
    value /= 1000;
  snprintf(text, size, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
  return text;
}

static int by_retained(const void *a, const void *b, void *graph) {
  const struct heap_class *x = heap_class_at(graph, *(const uint32_t *)a);
  const struct heap_class *y = heap_class_at(graph, *(const uint32_t *)b);
  if (x->retained != y->retained)
    return x->retained < y->retained ? 1 : -1;
  if (x->bytes != y->bytes)
    return x->bytes < y->bytes ? 1 : -1;
  return strcmp(x->name, y->name);
}

static void print_types(const struct heap_graph *g, uint32_t top, FILE *out) {
  uint32_t *order = heap_alloc(g->classes.count, sizeof *order), count = 0;
  for (uint32_t i = 0; i < g->classes.count; i++)
    if (heap_class_at(g, i)->bytes > 0)
      order[count++] = i;
  qsort_r(order, count, sizeof *order, by_retained, (void *)(uintptr_t)g);
  fprintf(out, "\ntypes, by what they retain\n%12s %14s %14s  type\n", "objects", "bytes",
          "retained");
  for (uint32_t i = 0; i < count && i < top; i++) {
    const struct heap_class *c = heap_class_at(g, order[i]);
    fprintf(out, "%12u %14" PRIu64 " %14" PRIu64 "  %s\n", c->count, c->bytes, c->retained,
            c->name);
  }
  if (count > top)
    fprintf(out, "%12s %14s %14s  and %u more\n", "", "", "", count - top);
  free(order);
}

// What became of a class between two snapshots.
struct change {
  const char *name;
  int64_t objects, bytes;
};

static int by_change(const void *a, const void *b) {
  const struct change *x = a, *y = b;
  int64_t left = llabs(x->bytes), right = llabs(y->bytes);
  if (left != right)
    return left < right ? 1 : -1;
  return strcmp(x->name, y->name);
}

static int by_name(const void *a, const void *b) {
  return strcmp(((const struct change *)a)->name, ((const struct change *)b)->name);
}

// Appends the objects of a snapshot, counted once or, with sign -1, taken away.
static void add_changes(const struct heap_graph *g, int64_t sign, struct heap_array *list) {
  for (uint32_t i = 0; i < g->classes.count; i++) {
    const struct heap_class *c = heap_class_at(g, i);
    if (c->bytes > 0)
      *(struct change *)heap_array_add(list, sizeof(struct change)) =
          (struct change){c->name, sign * (int64_t)c->count, sign * (int64_t)c->bytes};
  }
}

static void print_difference(const struct heap_graph *g, const struct heap_graph *base,
                             uint32_t top, FILE *out) {
  struct heap_array list = {0};
  add_changes(g, 1, &list);
  add_changes(base, -1, &list);
  struct change *changes = list.items;
  uint32_t count = 0;
  if (list.count)
    qsort(changes, list.count, sizeof *changes, by_name);
  for (uint32_t i = 0; i < list.count; i++) {
    if (count > 0 && strcmp(changes[count - 1].name, changes[i].name) == 0) {
      changes[count - 1].objects += changes[i].objects;
      changes[count - 1].bytes += changes[i].bytes;
    } else {
      changes[count++] = changes[i];
    }
  }
  if (count)
    qsort(changes, count, sizeof *changes, by_change);
  fprintf(out, "\nsince the older snapshot\n%12s %14s  type\n", "objects", "bytes");
  for (uint32_t i = 0; i < count && i < top; i++)
    if (changes[i].objects != 0 || changes[i].bytes != 0)
      fprintf(out, "%+12" PRId64 " %+14" PRId64 "  %s\n", changes[i].objects, changes[i].bytes,
              changes[i].name);
  free(list.items);
}

static void print_head(const struct heap_graph *g, FILE *out) {
  const struct heap_file *file = g->file;
  uint64_t total = 0, alive = 0;
  uint32_t alive_count = 0;
  char a[32], b[32], c[32];
  for (uint32_t i = 0; i < g->object_count; i++) {
    uint64_t size = heap_object_size(file, i);
    total += size;
    if (g->dominator[i] == heap_none)
      continue;
    alive += size;
    alive_count++;
  }
  fprintf(out, "%u objects of %s: %u alive (%s), %u garbage (%s)\n", g->object_count,
          heap_size_text(total, a, sizeof a), alive_count, heap_size_text(alive, b, sizeof b),
          g->object_count - alive_count, heap_size_text(total - alive, c, sizeof c));
  fprintf(out, "%" PRIu64 " pointers; the world stood for %.3f ms\n", file->pointer_count,
          (double)file->pause_ns / 1e6);
  fprintf(out, "statistics: %" PRIu64 " objects, %" PRIu64 " bytes, %" PRIu64 " collections\n",
          file->info.mallocs - file->info.frees, file->info.heap_alloc, file->info.num_gc);
}

void heap_print(const struct heap_graph *g, const struct heap_graph *base, uint32_t top,
                FILE *out) {
  print_head(g, out);
  if (base)
    print_difference(g, base, top, out);
  print_types(g, top, out);
  heap_print_dominators(g, top, out);
  heap_print_suspects(g, top, out);
  heap_print_spans(g->file, out);
}

// Paths.

static void print_step(const struct heap_graph *g, const struct heap_paths *p, uint32_t step,
                       uint32_t depth, FILE *out) {
  const struct heap_step *s = heap_step_at(p, step);
  const char *label = heap_step_label(p, step);
  fprintf(out, "%28s  %*s%s%s%s\n", "", 2 * (int)depth, "", label, label[0] ? " -> " : "",
          heap_class_at(g, s->class)->name);
}

static void print_path(const struct heap_graph *g, const struct heap_paths *p, uint32_t step,
                       FILE *out) {
  uint32_t way[256], length = 0;
  char size[32];
  const struct heap_step *last = heap_step_at(p, step);
  for (uint32_t i = step; i != heap_none && length < 256; i = heap_step_at(p, i)->parent)
    way[length++] = i;
  fprintf(out, "%12u objects %s\n", last->count, heap_size_text(last->bytes, size, sizeof size));
  for (uint32_t i = length; i-- > 0;)
    if (heap_step_at(p, way[i])->parent != heap_none) // the root goes without saying
      print_step(g, p, way[i], length - 1 - i - 1, out);
}

static int by_bytes(const void *a, const void *b, void *paths) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  uint64_t left = heap_step_at(paths, x)->bytes, right = heap_step_at(paths, y)->bytes;
  if (left != right)
    return left < right ? 1 : -1;
  return x < y ? -1 : x > y;
}

bool heap_print_why(const struct heap_graph *g, const char *type, uint32_t top, FILE *out) {
  uint32_t class = 0;
  while (class < g->classes.count && strcmp(heap_class_at(g, class)->name, type) != 0)
    class ++;
  if (class == g->classes.count)
    return false;
  struct heap_paths paths;
  heap_paths_init(&paths, g);
  uint32_t *steps = heap_alloc(paths.steps.count, sizeof *steps), count = 0;
  for (uint32_t i = 0; i < paths.steps.count; i++)
    if (heap_step_at(&paths, i)->class == class)
      steps[count++] = i;
  qsort_r(steps, count, sizeof *steps, by_bytes, &paths);
  fprintf(out, "\nwhy %s is alive: %u ways\n", type, count);
  for (uint32_t i = 0; i < count && i < top; i++)
    print_path(g, &paths, steps[i], out);
  free(steps);
  heap_paths_free(&paths);
  return true;
}

// A shortest path from the root to a node.
static void print_way(const struct heap_graph *g, uint32_t node, FILE *out) {
  struct heap_array way = {0};
  char label[line_room];
  for (uint32_t i = node; i != heap_none; i = g->parent[i])
    *(uint32_t *)heap_array_add(&way, sizeof(uint32_t)) = i;
  const uint32_t *nodes = way.items;
  for (uint32_t i = way.count; i-- > 0;) {
    label[0] = '\0';
    if (nodes[i] == g->root)
      continue;
    if (g->parent[nodes[i]] != heap_none)
      heap_edge_label(g, g->parent[nodes[i]], g->parent_edge[nodes[i]], false, label, sizeof label);
    fprintf(out, "  %s%s%s", label, label[0] ? " -> " : "", heap_node_name(g, nodes[i]));
    if (nodes[i] < g->object_count)
      fprintf(out, " 0x%" PRIx64, heap_object_address(g->file, nodes[i]));
    fputc('\n', out);
  }
  free(way.items);
}

bool heap_print_object(const struct heap_graph *g, uint64_t address, FILE *out) {
  uint32_t inside, object = heap_object_at(g->file, address, &inside);
  if (object == heap_none)
    return false;
  char size[32];
  fprintf(out, "0x%" PRIx64 ": %s, %s", heap_object_address(g->file, object),
          heap_node_name(g, object),
          heap_size_text(heap_object_size(g->file, object), size, sizeof size));
  if (g->dominator[object] == heap_none) {
    fputs(", garbage\n", out);
    return true;
  }
  fprintf(out, ", retains %s\n", heap_size_text(g->retained[object], size, sizeof size));
  print_way(g, object, out);
  return true;
}
