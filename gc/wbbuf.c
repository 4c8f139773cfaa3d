// The write barrier's buffer: emptying it, and greying what it holds.

#include "gc/wbbuf.h"

#include "gc/gc.h"
#include "gc/mark.h"
#include "mem/invariant.h"

void gc_wbbuf_reset(struct gc_wbbuf *wbbuf, bool small) {
  wbbuf->next = wbbuf->buffer;
  wbbuf->end = wbbuf->buffer + (small ? gc_wbbuf_small_entries : gc_wbbuf_entries);
}

bool gc_wbbuf_empty(const struct gc_wbbuf *wbbuf) {
  return wbbuf->next == wbbuf->buffer;
}

void gc_wbbuf_flush(struct gc *gc, struct gc_p *p) {
  struct gc_wbbuf *wbbuf = &p->wbbuf;
  if (!wbbuf->next)
    vole_throw("gc: the write barrier ran while its buffer was flushed");
  uintptr_t *end = wbbuf->next;
  wbbuf->next = NULL;
  for (uintptr_t *pointer = wbbuf->buffer; pointer < end; pointer++)
    gc_grey_pointer(gc, &p->work, (const void *)*pointer);
  gc_wbbuf_reset(wbbuf, gc->options.small_buffers);
}

void gc_wbbuf_check(const struct gc_wbbuf *wbbuf, bool small) {
  invariant(wbbuf->next >= wbbuf->buffer && wbbuf->next <= wbbuf->end);
  invariant(wbbuf->end - wbbuf->buffer == (small ? gc_wbbuf_small_entries : gc_wbbuf_entries));
}
