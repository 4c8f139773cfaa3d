// The page: one file of HTML with everything in it, which opens without a network.
//
// What the tables need is computed here. The page gets names as JSON, and an array for each thing
// that is known of all nodes, compressed, as base 64. Browsers unpack that by themselves.

#include "vm/command/heap/page.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "vm/command/heap/report.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static const char *text_of(const char *name) {
  for (int i = 0; i < page_file_count; i++)
    if (strcmp(page_names[i], name) == 0)
      return page_texts[i];
  return "";
}

// Writes a text as JSON, safe inside of a script element.
static void put_string(const char *text, FILE *out) {
  fputc('"', out);
  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      fprintf(out, "\\%c", *text);
    else if ((uint8_t)*text < 0x20 || *text == '<' || *text == '>' || *text == '&')
      fprintf(out, "\\u%04x", (unsigned)(uint8_t)*text);
    else
      fputc(*text, out);
  }
  fputc('"', out);
}

static void put_base64(const uint8_t *bytes, size_t count, FILE *out) {
  for (size_t i = 0; i < count; i += 3) {
    uint32_t group = (uint32_t)bytes[i] << 16;
    group |= i + 1 < count ? (uint32_t)bytes[i + 1] << 8 : 0;
    group |= i + 2 < count ? bytes[i + 2] : 0;
    fputc(alphabet[group >> 18], out);
    fputc(alphabet[group >> 12 & 63], out);
    fputc(i + 1 < count ? alphabet[group >> 6 & 63] : '=', out);
    fputc(i + 2 < count ? alphabet[group & 63] : '=', out);
  }
}

// Writes an array as an element that the page's script unpacks.
static void put_array(const char *name, const void *items, size_t bytes, FILE *out) {
  uLongf size = compressBound((uLong)bytes);
  uint8_t *packed = heap_alloc(size, 1);
  if (compress2(packed, &size, items, (uLong)bytes, Z_BEST_SPEED) != Z_OK)
    size = 0;
  fprintf(out, "<script type=\"text/plain\" id=\"%s\">", name);
  put_base64(packed, size, out);
  fputs("</script>\n", out);
  free(packed);
}

static void put_classes(const char *name, const struct heap_graph *g, FILE *out) {
  fprintf(out, "\"%s\":[", name);
  for (uint32_t i = 0; g && i < g->classes.count; i++) {
    const struct heap_class *c = heap_class_at(g, i);
    fputs(i ? ",\n[" : "[", out);
    put_string(c->name, out);
    fprintf(out, ",%u,%" PRIu64 ",%" PRIu64 "]", c->count, c->bytes, c->retained);
  }
  fputs("],\n", out);
}

// The merged paths: parent, class, label, objects, bytes.
static void put_steps(const struct heap_paths *paths, FILE *out) {
  fputs("\"labels\":[", out);
  for (uint32_t i = 0; i < paths->texts.count; i++) {
    fputs(i ? "," : "", out);
    put_string(((char *const *)paths->texts.items)[i], out);
  }
  fputs("],\n\"steps\":[", out);
  for (uint32_t i = 0; i < paths->steps.count; i++) {
    const struct heap_step *s = heap_step_at(paths, i);
    fprintf(out, "%s[%d,%u,%u,%u,%" PRIu64 "]", i ? "," : "",
            s->parent == heap_none ? -1 : (int)s->parent, s->class, s->label, s->count, s->bytes);
  }
  fputs("],\n", out);
}

static void put_bits(const uint8_t *bits, uint64_t count, FILE *out) {
  fputc('"', out);
  put_base64(bits, (count + 7) / 8, out);
  fputc('"', out);
}

// Spans, with their bitmaps, and the pages that are in none.
static void put_pages(const struct heap_file *file, FILE *out) {
  fputs("\"spans\":[", out);
  for (uint32_t i = 0; i < file->spans.count; i++) {
    const struct heap_span *s = heap_span_at(file, i);
    fprintf(out, "%s[%" PRIu64 ",%" PRIu64 ",%u,%u,%" PRIu64 ",%u,%u,%" PRIu64, i ? ",\n" : "",
            s->page, s->pages, s->state, s->class, s->elem_size, s->count, s->flags, s->free_index);
    if (s->state == HEAP_SPAN_IN_USE) {
      fputc(',', out);
      put_bits(s->allocated, s->count, out);
      fputc(',', out);
      put_bits(s->marked, s->count, out);
    }
    fputc(']', out);
  }
  fputs("],\n\"specials\":[", out);
  const struct heap_special *specials = file->specials.items;
  for (uint32_t i = 0; i < file->specials.count; i++)
    fprintf(out, "%s[%u,%u]", i ? "," : "", file->span_of[specials[i].object], specials[i].kind);
  fputs("],\n\"chunks\":[", out);
  for (uint32_t i = 0; i < file->chunks.count; i++) {
    const struct heap_chunk *c = (const struct heap_chunk *)file->chunks.items + i;
    fprintf(out, "%s[%" PRIu64 ",", i ? ",\n" : "", c->page);
    put_bits(c->allocated, 512, out);
    fputc(',', out);
    put_bits(c->scavenged, 512, out);
    fputc(']', out);
  }
  fputs("],\n\"arenas\":[", out);
  for (uint32_t i = 0; i < file->arenas.count; i++) {
    const struct heap_arena_pages *a = (const struct heap_arena_pages *)file->arenas.items + i;
    fprintf(out, "%s[%" PRIu64 ",", i ? ",\n" : "", a->page);
    put_bits(a->in_use, 8192, out);
    fputc(',', out);
    put_bits(a->marks, 8192, out);
    fputc(',', out);
    put_bits(a->specials, 8192, out);
    fputc(']', out);
  }
  fputs("],\n", out);
}

static void put_suspects(const struct heap_graph *g, FILE *out) {
  char *text = NULL;
  size_t size = 0;
  FILE *memory = open_memstream(&text, &size);
  if (memory) {
    heap_print_suspects(g, 30, memory);
    fclose(memory);
  }
  fputs("\"suspects\":", out);
  put_string(text ? text : "", out);
  free(text);
}

static void put_nodes(const struct heap_graph *g, FILE *out) {
  uint32_t *bytes = heap_alloc(g->node_count, sizeof *bytes);
  double *retained = heap_alloc(g->node_count, sizeof *retained);
  for (uint32_t i = 0; i < g->node_count; i++) {
    uint64_t size = heap_node_bytes(g, i);
    bytes[i] = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX;
    retained[i] = (double)g->retained[i];
  }
  put_array("class", g->class_of, g->node_count * sizeof *g->class_of, out);
  put_array("dominator", g->dominator, g->node_count * sizeof *g->dominator, out);
  put_array("bytes", bytes, g->node_count * sizeof *bytes, out);
  put_array("retained", retained, g->node_count * sizeof *retained, out);
  free(bytes);
  free(retained);
}

bool heap_write_page(const struct heap_graph *g, const struct heap_graph *base, const char *name,
                     FILE *out) {
  struct heap_paths paths;
  const struct heap_info *info = &g->file->info;
  heap_paths_init(&paths, g);
  fputs(text_of("page.html"), out);
  fprintf(out, "<style>\n%s</style>\n", text_of("page.css"));
  fputs("<script type=\"application/json\" id=\"data\">\n{\"name\":", out);
  put_string(name, out);
  fprintf(out,
          ",\"objects\":%u,\"nodes\":%u,\"root\":%u,\"pointers\":%" PRIu64 ",\"pause\":%" PRIu64
          ",\"heapAlloc\":%" PRIu64 ",\"collections\":%" PRIu64 ",\"pageBytes\":%" PRIu64
          ",\"hasBase\":%s,\n",
          g->object_count, g->node_count, g->root, g->file->pointer_count, g->file->pause_ns,
          info->heap_alloc, info->num_gc, info->page_bytes, base ? "true" : "false");
  put_classes("classes", g, out);
  put_classes("base", base, out);
  put_steps(&paths, out);
  put_pages(g->file, out);
  put_suspects(g, out);
  fputs("}\n</script>\n", out);
  put_nodes(g, out);
  fprintf(out, "<!--\n%s\n-->\n<script>\n%s\n</script>\n<script>\n%s</script>\n", d3_texts[0],
          d3_texts[1], text_of("page.js"));
  heap_paths_free(&paths);
  return !ferror(out) && fflush(out) == 0;
}
