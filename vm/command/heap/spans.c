// The heap itself: pages, and spans by class.

#include <inttypes.h>
#include <stdlib.h>

#include "vm/command/heap/report.h"

enum { pages_per_chunk = 512, most_classes = 512 };

// Spans of one class.
struct span_class {
  uint64_t spans, bytes, used, free, tail; // bytes of objects, of free slots, behind the last slot
  uint64_t objects;
};

static void print_pages(const struct heap_file *file, FILE *out) {
  uint64_t in_use = 0, manual = 0, allocated = 0, scavenged = 0, all = 0;
  for (uint32_t i = 0; i < file->spans.count; i++) {
    const struct heap_span *span = heap_span_at(file, i);
    *(span->state == HEAP_SPAN_IN_USE ? &in_use : &manual) += span->pages;
  }
  for (uint32_t i = 0; i < file->chunks.count; i++) {
    const struct heap_chunk *chunk = (const struct heap_chunk *)file->chunks.items + i;
    all += pages_per_chunk;
    for (uint32_t page = 0; page < pages_per_chunk; page++) {
      allocated += heap_bit(chunk->allocated, page);
      scavenged += heap_bit(chunk->scavenged, page);
    }
  }
  fprintf(out,
          "\npages of %" PRIu64 " bytes in %u arenas\n%10" PRIu64
          "  of spans with objects\n%10" PRIu64 "  of stacks and the collector\n%10" PRIu64
          "  cached by Ps\n%10" PRIu64 "  free, %" PRIu64 " of them given back to the system\n",
          file->info.page_bytes, file->arenas.count, in_use, manual,
          allocated > in_use + manual ? allocated - in_use - manual : 0, all - allocated,
          scavenged);
}

void heap_print_spans(const struct heap_file *file, FILE *out) {
  struct span_class *classes = heap_alloc(most_classes, sizeof *classes);
  for (uint32_t i = 0; i < file->spans.count; i++) {
    const struct heap_span *span = heap_span_at(file, i);
    if (span->state != HEAP_SPAN_IN_USE)
      continue;
    struct span_class *c = &classes[span->class];
    uint64_t bytes = span->pages * file->info.page_bytes, objects = 0;
    for (uint32_t j = 0; j < span->count; j++)
      objects += heap_bit(span->allocated, j);
    c->spans++;
    c->bytes += bytes;
    c->objects += objects;
    c->used += objects * span->elem_size;
    c->free += (span->count - objects) * span->elem_size;
    c->tail += bytes - span->count * span->elem_size;
  }
  print_pages(file, out);
  fprintf(out, "\nspans by class\n%6s %5s %8s %10s %14s %14s %10s %7s\n", "bytes", "", "spans",
          "objects", "used", "free slots", "tails", "free");
  for (uint32_t i = 0; i < most_classes; i++) {
    const struct span_class *c = &classes[i];
    if (c->spans == 0)
      continue;
    uint64_t size = i / 2 < file->info.classes ? file->class_sizes[i / 2] : 0;
    char text[32];
    snprintf(text, sizeof text, size ? "%" PRIu64 : "large", size);
    fprintf(out,
            "%6s %5s %8" PRIu64 " %10" PRIu64 " %14" PRIu64 " %14" PRIu64 " %10" PRIu64
            " %5.1f %%\n",
            text, i & 1 ? "data" : "", c->spans, c->objects, c->used, c->free, c->tail,
            100.0 * (double)c->free / (double)c->bytes);
  }
  free(classes);
}
