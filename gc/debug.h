// gc/debug.h: what the collector prints before a fatal error.

#ifndef VOLE_GC_DEBUG_H
#define VOLE_GC_DEBUG_H

#include "gc/gc.h"

// Prints to the instance's standard error, as printf does; up to 1023 bytes.
void gc_printf(struct gc *gc, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
