// Keeping the records of a span, and their memory.

#include "mem/special.h"

#include "mem/embed.h"
#include "mem/mheap.h"
#include "mem/sweep.h"

void special_init(struct mheap *h) {
  static const uint8_t bytes[SPECIAL_KINDS] = {
      [SPECIAL_KIND_FINALIZER] = sizeof(struct special_finalizer),
      [SPECIAL_KIND_PROFILE] = sizeof(struct special_profile),
      [SPECIAL_KIND_REACHABLE] = sizeof(struct special_reachable),
      [SPECIAL_KIND_PIN_COUNTER] = sizeof(struct special_pin_counter),
      [SPECIAL_KIND_WEAK_HANDLE] = sizeof(struct special_weak_handle),
      [SPECIAL_KIND_CLEANUP] = sizeof(struct special_cleanup),
  };
  mutex_init(&h->special_lock, LOCK_RANK_MHEAP_SPECIAL);
  for (unsigned kind = SPECIAL_KIND_FINALIZER; kind < SPECIAL_KINDS; kind++)
    fixalloc_init(&h->special_alloc[kind], &h->persistent, bytes[kind], NULL, NULL,
                  &h->stats.other_sys);
}

void *special_new(struct mheap *h, enum special_kind kind) {
  mutex_lock(&h->special_lock);
  struct special *special = fixalloc_alloc(&h->special_alloc[kind]);
  mutex_unlock(&h->special_lock);
  special->kind = (uint8_t)kind;
  return special;
}

void special_free(struct mheap *h, struct special *special) {
  mutex_lock(&h->special_lock);
  fixalloc_free(&h->special_alloc[special->kind], special);
  mutex_unlock(&h->special_lock);
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

struct special **special_find_link(struct mspan *s, uintptr_t offset, uint8_t kind, bool *exists) {
  mutex_assert_held(&s->special_lock);
  struct special **link = &s->specials;
  *exists = false;
  for (; *link; link = &(*link)->next) {
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
  bool exists;
  struct special **link = special_find_link(s, offset, kind, &exists);
  return exists ? *link : NULL;
}

// The span of an object, swept, since the sweeper uses the list without its lock.
static struct mspan *swept_span(struct mheap *h, struct mem_p *p, uintptr_t address) {
  struct mspan *s = span_of_heap(h, address);
  if (!s)
    vole_throw("special record for %p, which is no object", (void *)address);
  mspan_ensure_swept(h, p, s);
  return s;
}

bool special_add(struct mheap *h, struct mem_p *p, uintptr_t address, struct special *special) {
  struct mspan *s = swept_span(h, p, address);
  uintptr_t offset = address - s->start_addr;
  mutex_lock(&s->special_lock);
  bool exists;
  struct special **link = special_find_link(s, offset, special->kind, &exists);
  bool add = !exists || special->kind == SPECIAL_KIND_CLEANUP;
  if (add) {
    special->offset = offset;
    special->next = *link;
    *link = special;
    special_mark_span(h, s);
  }
  mutex_unlock(&s->special_lock);
  return add;
}

// Takes the record that *link leads to out of the list of s. special_lock held.
static struct special *unlink_record(struct mheap *h, struct mspan *s, struct special **link) {
  struct special *special = *link;
  *link = special->next;
  special->next = NULL;
  if (!s->specials)
    special_unmark_span(h, s);
  return special;
}

struct special *special_remove(struct mheap *h, struct mem_p *p, uintptr_t address, uint8_t kind) {
  struct mspan *s = swept_span(h, p, address);
  mutex_lock(&s->special_lock);
  bool exists;
  struct special **link = special_find_link(s, address - s->start_addr, kind, &exists);
  struct special *special = exists ? unlink_record(h, s, link) : NULL;
  mutex_unlock(&s->special_lock);
  return special;
}

struct special_cleanup *special_remove_cleanup(struct mheap *h, struct mem_p *p, uintptr_t address,
                                               uint64_t id) {
  struct mspan *s = swept_span(h, p, address);
  uintptr_t offset = address - s->start_addr;
  mutex_lock(&s->special_lock);
  bool exists;
  struct special **link = special_find_link(s, offset, SPECIAL_KIND_CLEANUP, &exists);
  struct special_cleanup *found = NULL;
  for (; *link && (*link)->offset == offset && (*link)->kind == SPECIAL_KIND_CLEANUP;
       link = &(*link)->next) {
    if (((struct special_cleanup *)*link)->id == id) {
      found = (struct special_cleanup *)unlink_record(h, s, link);
      break;
    }
  }
  mutex_unlock(&s->special_lock);
  return found;
}

void special_object_died(struct mheap *h, struct special *special, uintptr_t object,
                         uintptr_t size) {
  switch ((enum special_kind)special->kind) {
  case SPECIAL_KIND_FINALIZER: {
    struct special_finalizer *finalizer = (struct special_finalizer *)special;
    mem_embed_queue_finalizer(h, object, finalizer->closure, finalizer->arg_type);
    break;
  }
  case SPECIAL_KIND_PROFILE:
    mem_embed_profile_free(h, ((struct special_profile *)special)->bucket, size);
    break;
  case SPECIAL_KIND_REACHABLE:
    ((struct special_reachable *)special)->done = true;
    return; // gc_test_reachable frees the record
  case SPECIAL_KIND_PIN_COUNTER:
    break;
  case SPECIAL_KIND_WEAK_HANDLE:
    atomic_store_uintptr(((struct special_weak_handle *)special)->handle, 0);
    break;
  case SPECIAL_KIND_CLEANUP: {
    struct special_cleanup *cleanup = (struct special_cleanup *)special;
    mem_embed_queue_finalizer(h, 0, cleanup->closure, cleanup->arg_type);
    break;
  }
  case SPECIAL_KINDS:
    vole_throw("special record of kind %u", special->kind);
  }
  special_free(h, special);
}
