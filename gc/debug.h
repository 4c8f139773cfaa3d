// What the collector prints: lines of traces, and what goes before a fatal error.

#ifndef VOLE_GC_DEBUG_H
#define VOLE_GC_DEBUG_H

#include <stddef.h>

#include "gc/gc.h"

// A line under construction. Begin with length 0.
struct gc_line {
  char text[1024];
  size_t length; // bytes
};

// Appends to line as printf does. What does not fit is cut off.
void gc_line_append(struct gc_line *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Prints the span of an object, and words of the object: the first 128 and those around offset
// (UINTPTR_MAX: none). The lines call the object by label.
void gc_dump_object(struct gc *gc, const char *label, uintptr_t object, uintptr_t offset);

// Prints up to 1023 bytes to the instance's standard error, as printf does.
void gc_printf(struct gc *gc, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
