// mem/special.c: keeping the records of a span, and their memory.

#include "mem/special.h"

#include "mem/embed.h"
#include "mem/mheap.h"
#include "mem/sweep.h"

// Allocates a record, zeroed.
static void *new_record(struct mheap *h, struct fixalloc *alloc, enum special_kind kind) {
  mutex_lock(&h->special_lock);
  struct special *special = fixalloc_alloc(alloc);
  mutex_unlock(&h->special_lock);
  special->kind = (uint8_t)kind;
  return special;
}

static void free_record(struct mheap *h, struct fixalloc *alloc, void *special) {
  mutex_lock(&h->special_lock);
  fixalloc_free(alloc, special);
  mutex_unlock(&h->special_lock);
}

struct special_finalizer *special_finalizer_new(struct mheap *h) {
  return new_record(h, &h->special_finalizer_alloc, special_kind_finalizer);
}
void special_finalizer_free(struct mheap *h, struct special_finalizer *finalizer) {
  free_record(h, &h->special_finalizer_alloc, finalizer);
}
struct special_profile *special_profile_new(struct mheap *h) {
  return new_record(h, &h->special_profile_alloc, special_kind_profile);
}
void special_profile_free(struct mheap *h, struct special_profile *profile) {
  free_record(h, &h->special_profile_alloc, profile);
}
struct special_reachable *special_reachable_new(struct mheap *h) {
  return new_record(h, &h->special_reachable_alloc, special_kind_reachable);
}
void special_reachable_free(struct mheap *h, struct special_reachable *reachable) {
  free_record(h, &h->special_reachable_alloc, reachable);
}
struct special_pin_counter *special_pin_counter_new(struct mheap *h) {
  return new_record(h, &h->special_pin_counter_alloc, special_kind_pin_counter);
}
void special_pin_counter_free(struct mheap *h, struct special_pin_counter *counter) {
  free_record(h, &h->special_pin_counter_alloc, counter);
}

void special_mark_span(struct mheap *h, const struct mspan *s) {
  uintptr_t byte;
  uint8_t mask;
  struct heap_arena *arena = page_index_of(h, s->start_addr, &byte, &mask);
  atomic_or_u8(&arena->page_specials[byte], mask);
}

void special_unmark_span(struct mheap *h, const struct mspan *s) {
  uintptr_t byte;
  uint8_t mask;
  struct heap_arena *arena = page_index_of(h, s->start_addr, &byte, &mask);
  atomic_and_u8(&arena->page_specials[byte], (uint8_t)~mask);
}

// Where a record of that offset and kind is, or is to be, in the list: the link to it. *exists
// tells which.
static struct special **find_link(struct mspan *s, uintptr_t offset, uint8_t kind, bool *exists) {
  struct special **link = &s->specials;
  *exists = false;
  for (; *link != NULL; link = &(*link)->next) {
    struct special *x = *link;
    if (x->offset == offset && x->kind == kind) {
      *exists = true;
      break;
    }
    if (offset < x->offset || (offset == x->offset && kind < x->kind))
      break;
  }
  return link;
}

struct special *special_find(struct mspan *s, uintptr_t offset, uint8_t kind) {
  mutex_assert_held(&s->special_lock);
  bool exists;
  struct special **link = find_link(s, offset, kind, &exists);
  return exists ? *link : NULL;
}

// The span of an object, swept, since the sweeper uses the list without its lock.
static struct mspan *swept_span(struct mheap *h, struct mem_p *p, uintptr_t address) {
  struct mspan *s = span_of_heap(h, address);
  if (s == NULL)
    vole_throw("special record for %p, which is no object", (void *)address);
  mspan_ensure_swept(h, p, s);
  return s;
}

bool special_add(struct mheap *h, struct mem_p *p, uintptr_t address, struct special *special) {
  struct mspan *s = swept_span(h, p, address);
  uintptr_t offset = address - s->start_addr;
  check(offset <= UINT16_MAX); // of a large object only the start
  mutex_lock(&s->special_lock);
  bool exists;
  struct special **link = find_link(s, offset, special->kind, &exists);
  if (!exists) {
    special->offset = (uint16_t)offset;
    special->next = *link;
    *link = special;
    special_mark_span(h, s);
  }
  mutex_unlock(&s->special_lock);
  return !exists;
}

struct special *special_remove(struct mheap *h, struct mem_p *p, uintptr_t address, uint8_t kind) {
  struct mspan *s = swept_span(h, p, address);
  mutex_lock(&s->special_lock);
  bool exists;
  struct special **link = find_link(s, address - s->start_addr, kind, &exists);
  struct special *special = NULL;
  if (exists) {
    special = *link;
    *link = special->next;
    special->next = NULL;
  }
  if (s->specials == NULL)
    special_unmark_span(h, s);
  mutex_unlock(&s->special_lock);
  return special;
}

void special_free(struct mheap *h, struct special *special, uintptr_t object, uintptr_t size) {
  switch (special->kind) {
  case special_kind_finalizer:
    mem_embed_queue_finalizer(h, object, (struct special_finalizer *)special);
    special_finalizer_free(h, (struct special_finalizer *)special);
    return;
  case special_kind_profile:
    mem_embed_profile_free(h, ((struct special_profile *)special)->bucket, size);
    special_profile_free(h, (struct special_profile *)special);
    return;
  case special_kind_reachable:
    ((struct special_reachable *)special)->done = true; // its maker frees it
    return;
  case special_kind_pin_counter:
    special_pin_counter_free(h, (struct special_pin_counter *)special);
    return;
  }
  vole_throw("special record of kind %u", special->kind);
}
