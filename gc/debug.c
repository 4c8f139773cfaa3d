// gc/debug.c: the gctrace line and object dumps.
//
// After gcMarkTermination and itoaDiv, fmtNSAsMS in runtime/mgc.go of Go 1.21, and gcDumpObject.

#include "gc/debug.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "gc/embed.h"
#include "gc/mark.h"
#include "mem/atomic.h"
#include "mem/base.h"

// A line under construction.
struct line {
  char text[1024];
  size_t length;
};

__attribute__((format(printf, 2, 3))) static void append(struct line *line, const char *format,
                                                         ...) {
  va_list args;
  va_start(args, format);
  size_t room = sizeof line->text - line->length;
  int n = vsnprintf(line->text + line->length, room, format, args);
  va_end(args);
  if (n > 0)
    line->length += (size_t)n < room ? (size_t)n : room - 1;
}

// Appends ns in milliseconds: at least 10 ms whole, otherwise two significant digits and at most
// three decimals.
static void append_ms(struct line *line, int64_t ns) {
  if (ns >= 10 * 1000 * 1000) {
    append(line, "%" PRId64, ns / (1000 * 1000));
    return;
  }
  int64_t us = ns / 1000;
  if (us == 0) {
    append(line, "0");
    return;
  }
  int decimals = 3;
  while (us >= 100) {
    us /= 10;
    decimals--;
  }
  int64_t unit = decimals == 3 ? 1000 : decimals == 2 ? 100 : 10;
  append(line, "%" PRId64 ".%0*" PRId64, us / unit, decimals, us % unit);
}

void gc_trace_cycle(struct gc *gc) {
  const struct gc_cycle_stats *stats = &gc->stats;
  struct gc_controller *c = &gc->controller;
  struct line line = {.length = 0};
  int64_t procs = gc->procs;
  int64_t since_ms = (stats->sweep_term_time - stats->start_time) / (1000 * 1000);
  append(&line, "gc %u @%" PRId64 ".%03" PRId64 "s %d%%: ", stats->finished, since_ms / 1000,
         since_ms % 1000, (int)(gc_cpu_stats_fraction(gc) * 100));
  append_ms(&line, stats->mark_time - stats->sweep_term_time);
  append(&line, "+");
  append_ms(&line, stats->mark_term_time - stats->mark_time);
  append(&line, "+");
  append_ms(&line, stats->end_time - stats->mark_term_time);
  append(&line, " ms clock, ");
  append_ms(&line, procs * (stats->mark_time - stats->sweep_term_time));
  append(&line, "+");
  append_ms(&line, c->assist_time);
  append(&line, "/");
  append_ms(&line, c->dedicated_mark_time + c->fractional_mark_time);
  append(&line, "/");
  append_ms(&line, c->idle_mark_time);
  append(&line, "+");
  append_ms(&line, procs * (stats->end_time - stats->mark_term_time));
  append(&line, " ms cpu, %" PRIu64 "->%" PRIu64 "->%" PRIu64 " MB, ", stats->heap_at_start >> 20,
         stats->heap_at_end >> 20, stats->heap_after >> 20);
  append(&line, "%" PRIu64 " MB goal, %" PRIu64 " MB stacks, %" PRIu64 " MB globals, %u P%s\n",
         c->last_heap_goal >> 20, c->last_stack_scan >> 20, c->globals_scan >> 20, gc->procs,
         stats->user_forced ? " (forced)" : "");
  gc_embed_print(gc, line.text, line.length);
}

void gc_printf(struct gc *gc, const char *format, ...) {
  struct line line = {.length = 0};
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
    struct line line = {.length = 0};
    if (skipped)
      append(&line, " ...\n");
    skipped = false;
    append(&line, " *(%s+%" PRIuPTR ") = 0x%" PRIxPTR "%s\n", label, i,
           *(const uintptr_t *)(object + i), i == offset ? " <==" : "");
    gc_embed_print(gc, line.text, line.length);
  }
  if (skipped)
    gc_embed_print(gc, " ...\n", 5);
}

void gc_dump_object(struct gc *gc, const char *label, uintptr_t object, uintptr_t offset) {
  static const char *const states[] = {"mSpanDead", "mSpanInUse", "mSpanManual"};
  struct mspan *span = span_of(&gc->heap, object);
  struct line line = {.length = 0};
  if (!span) {
    append(&line, "%s=0x%" PRIxPTR " s=nil\n", label, object);
    gc_embed_print(gc, line.text, line.length);
    return;
  }
  append(&line,
         "%s=0x%" PRIxPTR " s.base()=0x%" PRIxPTR " s.limit=0x%" PRIxPTR
         " s.spanclass=%u s.elemsize=%" PRIuPTR " s.state=%s\n",
         label, object, span->start_addr, span->limit, (unsigned)span->span_class, span->elem_size,
         states[mspan_state(span)]);
  gc_embed_print(gc, line.text, line.length);
  if (mspan_state(span) == mspan_in_use && object >= span->start_addr && object < span->limit) {
    uintptr_t end = span->start_addr + (mspan_object_index(span, object) + 1) * span->elem_size;
    dump_words(gc, label, object, end - object, offset);
  }
}
