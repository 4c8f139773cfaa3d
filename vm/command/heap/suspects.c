// What often turns out to be a leak: goroutines that wait, timers, closures, slices of large arrays,
// and objects that their own finalizers keep alive.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "vm/command/heap/report.h"

// Lines of one section: equal texts are one line.
struct line {
  char *text; // malloc'ed
  uint64_t bytes;
  uint32_t count;
};

struct section {
  const struct heap_graph *g;
  const char *title;
  struct heap_array lines;
};

static void add_line(struct section *s, const char *text, uint64_t bytes) {
  size_t size = strlen(text) + 1;
  struct line *line = heap_array_add(&s->lines, sizeof *line);
  *line = (struct line){heap_alloc(size, 1), bytes, 1};
  memcpy(line->text, text, size);
}

static int by_text(const void *a, const void *b) {
  return strcmp(((const struct line *)a)->text, ((const struct line *)b)->text);
}

static int by_bytes(const void *a, const void *b) {
  const struct line *x = a, *y = b;
  return x->bytes != y->bytes ? (x->bytes < y->bytes ? 1 : -1) : strcmp(x->text, y->text);
}

// Prints a section, unless it is empty, and frees it.
static void end_section(struct section *s, uint32_t top, FILE *out) {
  struct line *lines = s->lines.items;
  uint32_t count = 0;
  char size[32];
  if (s->lines.count)
    qsort(lines, s->lines.count, sizeof *lines, by_text);
  for (uint32_t i = 0; i < s->lines.count; i++) {
    if (count > 0 && strcmp(lines[count - 1].text, lines[i].text) == 0) {
      lines[count - 1].bytes += lines[i].bytes;
      lines[count - 1].count++;
      free(lines[i].text);
    } else {
      lines[count++] = lines[i];
    }
  }
  if (count) {
    qsort(lines, count, sizeof *lines, by_bytes);
    fprintf(out, "\n%s\n", s->title);
  }
  for (uint32_t i = 0; i < count && i < top; i++) {
    fprintf(out, "%10s  ", heap_size_text(lines[i].bytes, size, sizeof size));
    if (lines[i].count > 1)
      fprintf(out, "%u * ", lines[i].count);
    fprintf(out, "%s\n", lines[i].text);
  }
  for (uint32_t i = 0; i < count; i++)
    free(lines[i].text);
  free(lines);
}

static void print_variables(const struct heap_graph *g, uint32_t top, FILE *out) {
  struct section s = {.g = g, .title = "variables that retain most"};
  char text[600], label[256];
  for (uint32_t i = 0; i < g->file->holders.count; i++) {
    const struct heap_holder *holder = heap_holder_at(g->file, i);
    struct heap_edges edges = heap_edges_of(g, g->holders + i);
    for (uint32_t e = edges.first; e < edges.first + edges.count; e++) {
      uint32_t target = edges.target[e];
      if (g->dominator[target] != g->holders + i || holder->kind == HEAP_HOLDER_TIMERS)
        continue;
      heap_edge_label(g, g->holders + i, e, true, label, sizeof label);
      snprintf(text, sizeof text, "%s%s%s: %s", heap_node_name(g, g->holders + i),
               label[0] ? " " : "", label, heap_node_name(g, target));
      add_line(&s, text, g->retained[target]);
    }
  }
  end_section(&s, top, out);
}

// The first frame of a goroutine that is none of the library's, if there is one.
static uint32_t telling_frame(const struct heap_graph *g, uint32_t goroutine) {
  uint32_t first = heap_none;
  for (uint32_t i = 0; i < g->file->holders.count; i++) {
    const struct heap_holder *h = heap_holder_at(g->file, i);
    if (h->goroutine != goroutine || h->kind != HEAP_HOLDER_FRAME)
      continue;
    const struct heap_function *f = heap_function_at(g->file, h->function);
    if (first == heap_none)
      first = i;
    if (f && strncmp(f->name, "main.", strlen("main.")) == 0)
      return i;
  }
  return first;
}

static void print_goroutines(const struct heap_graph *g, uint32_t top, FILE *out) {
  struct section s = {.g = g, .title = "goroutines, by where they stand"};
  const struct heap_goroutine *all = g->file->goroutines.items;
  char text[600];
  for (uint32_t i = 0; i < g->file->goroutines.count; i++) {
    uint32_t frame = telling_frame(g, i);
    if (all[i].system)
      continue;
    snprintf(text, sizeof text, "goroutine [%s] at %s", all[i].status,
             frame == heap_none ? "its begin" : heap_node_name(g, g->holders + frame));
    add_line(&s, text, g->retained[g->goroutines + i]);
  }
  end_section(&s, top, out);
}

static void print_timers(const struct heap_graph *g, uint32_t top, FILE *out) {
  struct section s = {.g = g, .title = "timers, by what they retain"};
  char text[600], label[256];
  for (uint32_t i = 0; i < g->file->holders.count; i++) {
    struct heap_edges edges = heap_edges_of(g, g->holders + i);
    if (heap_holder_at(g->file, i)->kind != HEAP_HOLDER_TIMERS)
      continue;
    for (uint32_t e = edges.first; e < edges.first + edges.count; e++) {
      uint32_t timer = edges.target[e];
      heap_edge_label(g, g->holders + i, e, false, label, sizeof label);
      // What it calls: the closure that it points to.
      const char *calls = heap_node_name(g, timer);
      struct heap_edges of_timer = heap_edges_of(g, timer);
      for (uint32_t j = of_timer.first; j < of_timer.first + of_timer.count; j++)
        if (timer < g->object_count && g->shapes[of_timer.target[j]].form == HEAP_CLOSURE)
          calls = heap_node_name(g, of_timer.target[j]);
      snprintf(text, sizeof text, "%s calls %s", label, calls);
      add_line(&s, text, g->retained[timer]);
    }
  }
  end_section(&s, top, out);
}

static void print_closures(const struct heap_graph *g, uint32_t top, FILE *out) {
  struct section s = {.g = g, .title = "closures, by what a captured variable retains"};
  char text[600], label[256];
  for (uint32_t i = 0; i < g->object_count; i++) {
    if (g->shapes[i].form != HEAP_CLOSURE || g->dominator[i] == heap_none)
      continue;
    struct heap_edges edges = heap_edges_of(g, i);
    for (uint32_t e = edges.first; e < edges.first + edges.count; e++) {
      if (g->dominator[edges.target[e]] != i)
        continue;
      heap_edge_label(g, i, e, true, label, sizeof label);
      snprintf(text, sizeof text, "%s %s: %s", heap_node_name(g, i), label,
               heap_node_name(g, edges.target[e]));
      add_line(&s, text, g->retained[edges.target[e]]);
    }
  }
  end_section(&s, top, out);
}

// Slices and strings that see less than half of a large object, which nothing else keeps.
static void print_slices(const struct heap_graph *g, uint32_t top, FILE *out) {
  struct section s = {.g = g, .title = "slices and strings that see little of what they keep"};
  char text[700], label[256], seen[32], size[32];
  for (uint32_t i = 0; i < g->reached; i++) {
    uint32_t node = g->order[i];
    struct heap_edges edges = heap_edges_of(g, node);
    for (uint32_t e = edges.first; e < edges.first + edges.count; e++) {
      uint32_t target = edges.target[e];
      uint64_t bytes = heap_node_bytes(g, target);
      if (g->dominator[target] != node || bytes < 32768)
        continue;
      uint64_t sees = heap_edge_sees(g, node, e);
      if (sees >= bytes / 2)
        continue;
      heap_edge_label(g, node, e, true, label, sizeof label);
      snprintf(text, sizeof text, "%s %s sees %s of %s: %s", heap_node_name(g, node), label,
               heap_size_text(sees, seen, sizeof seen), heap_size_text(bytes, size, sizeof size),
               heap_node_name(g, target));
      add_line(&s, text, bytes - sees);
    }
  }
  end_section(&s, top, out);
}

// Objects that would be finalized, were they not reached from what their finalizer keeps.
static void print_finalizers(const struct heap_graph *g, uint32_t top, FILE *out) {
  struct section s = {.g = g,
                      .title = "objects that only their finalizers keep alive, in a cycle: "
                               "they are never finalized"};
  const struct heap_special *specials = g->file->specials.items;
  for (uint32_t i = 0; i < g->finalizer_count; i++) {
    const struct heap_special *special = &specials[g->finalizer[i]];
    if (special->kind != HEAP_SPECIAL_FINALIZER)
      continue;
    uint32_t at = g->dominator[special->object];
    while (at != heap_none && !(at >= g->finalizers && at < g->kinds) &&
           at != g->kinds + HEAP_HOLDER_FINALIZERS)
      at = g->dominator[at];
    if (at != heap_none)
      add_line(&s, heap_node_name(g, special->object), g->retained[g->finalizers + i]);
  }
  end_section(&s, top, out);
}

void heap_print_suspects(const struct heap_graph *g, uint32_t top, FILE *out) {
  print_variables(g, top, out);
  print_goroutines(g, top, out);
  print_timers(g, top, out);
  print_closures(g, top, out);
  print_slices(g, top, out);
  print_finalizers(g, top, out);
}
