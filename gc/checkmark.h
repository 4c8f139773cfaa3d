// The second mark of gccheckmark=1: with the world stopped, it checks the first.
//
// It starts from the same roots, with a bitmap of its own in each arena, a bit a heap word. An
// object that it reaches and that the first mark did not is lost: that is a throw.
//
// After runtime/mcheckmark.go of Go 1.21.

#ifndef VOLE_GC_CHECKMARK_H
#define VOLE_GC_CHECKMARK_H

#include <stdbool.h>
#include <stdint.h>

#include "gc/gc.h"

// Clears the bitmaps and makes gc_grey_object set them. World stopped, nothing queued.
void gc_checkmark_start(struct gc *gc);
// Makes gc_grey_object set mark bits again. Throws if work is left.
void gc_checkmark_end(struct gc *gc);
// Sets the second mark of the object in slot index of span. Returns whether it was set already.
// Throws if the object lacks the first mark; base and offset say where the pointer to it was found.
bool gc_checkmark_set(struct gc *gc, struct mspan *span, uintptr_t index, uintptr_t base,
                      uintptr_t offset);

#endif
