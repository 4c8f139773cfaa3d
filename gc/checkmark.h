// gc/checkmark.h: marking a second time, with the world stopped, to check the first
// (gccheckmark=1).
//
// The second mark starts from the same roots with a bitmap of its own, a bit a heap word, in each
// arena. An object that it reaches and the first did not mark is a lost object: throw.
//
// After runtime/mcheckmark.go of Go 1.21.

#ifndef VOLE_GC_CHECKMARK_H
#define VOLE_GC_CHECKMARK_H

#include <stdbool.h>
#include <stdint.h>

#include "gc/gc.h"

// Clears the bitmaps and directs greying to them. World stopped, nothing queued.
void gc_checkmark_start(struct gc *gc);
// Directs greying to the mark bits again; throws when work is left.
void gc_checkmark_end(struct gc *gc);
// Sets the second mark of the object in slot index of span, which must have the first; returns
// whether it was set already. base and offset tell where the pointer was found.
bool gc_checkmark_set(struct gc *gc, struct mspan *span, uintptr_t index, uintptr_t base,
                      uintptr_t offset);

#endif
