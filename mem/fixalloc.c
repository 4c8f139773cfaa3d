// Free lists of objects of one size.

#include "mem/fixalloc.h"

#include <string.h>

void fixalloc_init(struct fixalloc *f, struct persistent *persistent, size_t size,
                   void (*first)(void *arg, void *p), void *arg, sys_stat *counter) {
  invariant(size <= fixalloc_chunk);
  if (size < sizeof(struct fixalloc_link))
    size = sizeof(struct fixalloc_link);
  *f = (struct fixalloc){
      .size = size,
      .first = first,
      .arg = arg,
      .nalloc = (uint32_t)(fixalloc_chunk / size * size), // no tail that nobody can use
      .counter = counter,
      .persistent = persistent,
      .zero = true,
  };
}

void *fixalloc_alloc(struct fixalloc *f) {
  invariant(f->size != 0);
  f->in_use += f->size;
  if (f->list) {
    void *p = f->list;
    f->list = f->list->next;
    if (f->zero)
      memset(p, 0, f->size);
    return p;
  }
  if (f->nchunk < f->size) {
    f->chunk = (uintptr_t)persistent_alloc(f->persistent, NULL, f->nalloc, 0, f->counter);
    f->nchunk = f->nalloc;
  }
  void *p = (void *)f->chunk;
  if (f->first)
    f->first(f->arg, p);
  f->chunk += f->size;
  f->nchunk -= (uint32_t)f->size;
  return p;
}

void fixalloc_free(struct fixalloc *f, void *p) {
  invariant(f->in_use >= f->size);
  f->in_use -= f->size;
  struct fixalloc_link *link = p;
  link->next = f->list;
  f->list = link;
}

void fixalloc_check(const struct fixalloc *f) {
  invariant(f->size >= sizeof(struct fixalloc_link) && f->nalloc % f->size == 0);
  invariant(f->nchunk <= f->nalloc && f->nchunk % f->size == 0 && f->in_use % f->size == 0);
  invariant(f->nchunk == 0 || persistent_contains(f->persistent, f->chunk));
  invariant(!f->list || persistent_contains(f->persistent, (uintptr_t)f->list));
}
