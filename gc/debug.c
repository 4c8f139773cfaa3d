// Printing: lines under construction, and the dump of an object before a fatal error. After
// gcDumpObject in runtime/mgcmark.go of Go 1.21.

#include "gc/debug.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "gc/embed.h"
#include "mem/atomic.h"
#include "mem/base.h"

void gc_line_append(struct gc_line *line, const char *format, ...) {
  va_list args;
  va_start(args, format);
  size_t room = sizeof line->text - line->length;
  int n = vsnprintf(line->text + line->length, room, format, args);
  va_end(args);
  if (n > 0)
    line->length += (size_t)n < room ? (size_t)n : room - 1;
}

void gc_printf(struct gc *gc, const char *format, ...) {
  struct gc_line line = {.length = 0};
  va_list args;
  va_start(args, format);
  int n = vsnprintf(line.text, sizeof line.text, format, args);
  va_end(args);
  if (n > 0)
    gc_embed_print(gc, line.text, (size_t)n < sizeof line.text ? (size_t)n : sizeof line.text - 1);
}

static void dump_words(struct gc *gc, const char *label, uintptr_t object, uintptr_t bytes,
                       uintptr_t offset) {
  bool skipped = false;
  for (uintptr_t i = 0; i < bytes; i += ptr_size) {
    bool near_offset =
        offset != UINTPTR_MAX && i + 16 * ptr_size > offset && i < offset + 16 * ptr_size;
    if (i >= 128 * ptr_size && !near_offset) {
      skipped = true;
      continue;
    }
    struct gc_line line = {.length = 0};
    if (skipped)
      gc_line_append(&line, " ...\n");
    skipped = false;
    gc_line_append(&line, " *(%s+%" PRIuPTR ") = 0x%" PRIxPTR "%s\n", label, i,
                   *(const uintptr_t *)(object + i), i == offset ? " <==" : "");
    gc_embed_print(gc, line.text, line.length);
  }
  if (skipped)
    gc_embed_print(gc, " ...\n", 5);
}

void gc_dump_object(struct gc *gc, const char *label, uintptr_t object, uintptr_t offset) {
  static const char *const states[] = {"mSpanDead", "mSpanInUse", "mSpanManual"};
  struct mspan *span = span_of(&gc->heap, object);
  struct gc_line line = {.length = 0};
  if (!span) {
    gc_line_append(&line, "%s=0x%" PRIxPTR " s=nil\n", label, object);
    gc_embed_print(gc, line.text, line.length);
    return;
  }
  gc_line_append(&line,
                 "%s=0x%" PRIxPTR " s.base()=0x%" PRIxPTR " s.limit=0x%" PRIxPTR
                 " s.spanclass=%u s.elemsize=%" PRIuPTR " s.state=%s\n",
                 label, object, span->start_addr, span->limit, (unsigned)span->span_class,
                 span->elem_size, states[mspan_state(span)]);
  gc_embed_print(gc, line.text, line.length);
  if (mspan_state(span) == MSPAN_IN_USE && object >= span->start_addr && object < span->limit) {
    uintptr_t end = span->start_addr + (mspan_object_index(span, object) + 1) * span->elem_size;
    dump_words(gc, label, object, end - object, offset);
  }
}
