// Slices: make, grow, append, copy, clear. After runtime/slice.go of Go 1.21.
//
// A function that returns false has raised a panic. None collects; long copies and clears pause
// (runtime/bulk.h). Memory that an append adds beyond the length is zeroed. g is the running
// goroutine.

#ifndef VOLE_RUNTIME_SLICE_H
#define VOLE_RUNTIME_SLICE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/g.h"
#include "runtime/type.h"

// make([]elem, len, cap). Panics: "makeslice: len out of range", "makeslice: cap out of range".
bool slice_make(struct g *g, const struct rtype *elem, int64_t len, int64_t cap,
                struct go_slice *result);

// Grows s so that count more elements fit. len stays; ptr and cap change if the elements did not
// fit. The capacity follows Go 1.21's rule, size classes included. Panics: "growslice: len out of
// range".
bool slice_grow(struct g *g, const struct rtype *elem, struct go_slice *s, int64_t count);

// s = append(s, from[0..count)...). from may lie in s.
bool slice_append(struct g *g, const struct rtype *elem, struct go_slice *s, const void *from,
                  int64_t count);

// copy(to, from[0..count)). Returns the number of elements copied. They may overlap.
int64_t slice_copy(struct g *g, const struct rtype *elem, struct go_slice to, const void *from,
                   int64_t count);

// clear(s).
void slice_clear(struct g *g, const struct rtype *elem, struct go_slice s);

// Returns the capacity that append gives when old_cap elements no longer suffice for new_len of
// elem_size bytes; -1: it is too large. *bytes becomes the memory for it.
int64_t slice_grown_cap(int64_t old_cap, int64_t new_len, uintptr_t elem_size, uintptr_t *bytes);

#endif
