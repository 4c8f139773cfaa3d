// Spans: their fields, their free slots, and lists of them.

#include "mem/mspan.h"

#include <string.h>

#include "mem/mheap.h"
#include "mem/page_scan.h"
#include "mem/special.h"

void mspan_init(struct mspan *s, uintptr_t base, uintptr_t npages) {
  // Not sweepgen: a sweeper may still hold what the structure was before.
  s->next = NULL;
  s->prev = NULL;
  s->list = NULL;
  s->start_addr = base;
  s->npages = npages;
  s->manual_free_list = 0;
  s->free_index = 0;
  s->nelems = 0;
  s->alloc_cache = 0;
  s->alloc_bits = NULL;
  s->gcmark_bits = NULL;
  atomic_store_release_pointer(&s->pinner_bits, NULL);
  s->div_mul = 0;
  s->alloc_count = 0;
  s->span_class = 0;
  s->need_zero = 0;
  s->is_user_arena_chunk = false;
  s->alloc_count_before_cache = 0;
  s->elem_size = 0;
  s->limit = 0;
  s->specials = NULL;
  s->user_arena_chunk_free = (struct addr_range){0, 0};
  s->free_index_for_scan = 0;
  mspan_set_state(s, MSPAN_DEAD);
  mutex_init(&s->special_lock, LOCK_RANK_MSPAN_SPECIAL);
}

void mspan_refill_alloc_cache(struct mspan *s, uintptr_t which_byte) {
  uint64_t bits; // little-endian, as all supported machines are
  memcpy(&bits, &s->alloc_bits[which_byte], sizeof bits);
  s->alloc_cache = ~bits;
}

uintptr_t mspan_next_free_index(struct mspan *s) {
  uintptr_t index = s->free_index;
  if (index == s->nelems)
    return index;
  invariant_debug(index < s->nelems);
  unsigned bit = ctz64(s->alloc_cache);
  while (bit == 64) {
    index = align_down(index + 64, 64);
    if (index >= s->nelems) {
      s->free_index = s->nelems;
      return s->nelems;
    }
    mspan_refill_alloc_cache(s, index / 8);
    bit = ctz64(s->alloc_cache);
  }
  uintptr_t found = index + bit;
  if (found >= s->nelems) {
    s->free_index = s->nelems;
    return s->nelems;
  }
  s->alloc_cache = s->alloc_cache >> bit >> 1;
  index = found + 1;
  if (index % 64 == 0 && index != s->nelems)
    mspan_refill_alloc_cache(s, index / 8);
  s->free_index = index;
  return found;
}

// Returns the number of set bits among the first n of a bitmap, which is a multiple of 8 bytes
// long.
static uintptr_t count_bits(const uint8_t *bits, uintptr_t n) {
  uintptr_t count = 0;
  for (uintptr_t i = 0; i < n; i += 64) {
    uint64_t word;
    memcpy(&word, &bits[i / 8], sizeof word);
    count += popcount64(word & low_bits64(n - i < 64 ? (unsigned)(n - i) : 64));
  }
  return count;
}

uintptr_t mspan_count_marked(const struct mspan *s) {
  return count_bits(s->gcmark_bits, s->nelems);
}

// Fails unless the records of a span are in order and inside of it.
static void check_specials(const struct mspan *s) {
  for (const struct special *x = s->specials; x; x = x->next) {
    invariant(x->offset < s->npages * page_size);
    invariant(x->kind >= SPECIAL_KIND_FINALIZER && x->kind <= SPECIAL_KIND_CLEANUP);
    const struct special *y = x->next;
    bool repeats = y && x->kind == SPECIAL_KIND_CLEANUP && y->kind == x->kind;
    invariant(!y || x->offset < y->offset ||
              (x->offset == y->offset && (x->kind < y->kind || repeats)));
  }
}

void mspan_check(const struct mheap *h, const struct mspan *s) {
  invariant(mspan_state(s) == MSPAN_IN_USE);
  invariant(s->npages > 0 && s->start_addr % page_size == 0);
  uintptr_t bytes = s->npages * page_size;
  unsigned size_class = span_class_size_class(s->span_class);
  if (size_class != 0) {
    invariant(size_class < num_size_classes && s->npages == sizeclass_pages[size_class]);
    invariant(s->elem_size == sizeclass_size[size_class] && s->nelems == bytes / s->elem_size);
    invariant(s->div_mul == sizeclass_div_magic[size_class]);
    invariant(s->limit == s->start_addr + s->nelems * s->elem_size);
  } else if (!s->is_user_arena_chunk) {
    invariant(s->nelems == 1 && s->elem_size == bytes && s->div_mul == 0);
    invariant(s->limit > s->start_addr && s->limit <= s->start_addr + bytes);
  }
  invariant(s->free_index <= s->nelems && s->free_index_for_scan <= s->free_index);
  if (!s->is_user_arena_chunk) {
    uintptr_t allocated = s->free_index; // all below are
    for (uintptr_t i = s->free_index; i < s->nelems; i++)
      allocated += s->alloc_bits[i / 8] >> i % 8 & 1;
    invariant(allocated == s->alloc_count);
  }
  invariant(span_of(h, s->start_addr) == s && span_of(h, s->start_addr + bytes - 1) == s);
  check_specials(s);
  page_scan_check(h, s);
  uintptr_t byte;
  uint8_t mask;
  struct heap_arena *arena = page_index_of(h, s->start_addr, &byte, &mask);
  invariant(((atomic_load_u8(&arena->page_specials[byte]) & mask) != 0) == (s->specials != NULL));
}

void mspan_list_init(struct mspan_list *list) {
  list->first = list->last = NULL;
}

static void check_unlinked(const struct mspan *s) {
  if (s->next || s->prev || s->list)
    vole_throw("span %p to be put in a list is in one", (void *)s->start_addr);
}

void mspan_list_insert(struct mspan_list *list, struct mspan *s) {
  check_unlinked(s);
  s->next = list->first;
  if (list->first)
    list->first->prev = s;
  else
    list->last = s;
  list->first = s;
  s->list = list;
}

void mspan_list_insert_back(struct mspan_list *list, struct mspan *s) {
  check_unlinked(s);
  s->prev = list->last;
  if (list->last)
    list->last->next = s;
  else
    list->first = s;
  list->last = s;
  s->list = list;
}

void mspan_list_remove(struct mspan_list *list, struct mspan *s) {
  if (s->list != list)
    vole_throw("span %p is removed from a list that it is not in", (void *)s->start_addr);
  if (list->first == s)
    list->first = s->next;
  else
    s->prev->next = s->next;
  if (list->last == s)
    list->last = s->prev;
  else
    s->next->prev = s->prev;
  s->next = NULL;
  s->prev = NULL;
  s->list = NULL;
}

void mspan_list_take_all(struct mspan_list *list, struct mspan_list *other) {
  if (mspan_list_empty(other))
    return;
  for (struct mspan *s = other->first; s; s = s->next)
    s->list = list;
  if (mspan_list_empty(list)) {
    *list = *other;
  } else {
    other->last->next = list->first;
    list->first->prev = other->last;
    list->first = other->first;
  }
  mspan_list_init(other);
}

void mspan_list_check(const struct mspan_list *list) {
  const struct mspan *prev = NULL;
  for (const struct mspan *s = list->first; s; prev = s, s = s->next)
    invariant(s->list == list && s->prev == prev);
  invariant(list->last == prev);
}
