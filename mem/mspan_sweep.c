// Sweeping one span: mspan_sweep of sweep.h.
//
// First the records of dead objects are handled, which may revive some objects. Then mark bits
// become allocation bits. sweepgen is stored last. From then on other threads may allocate from the
// span or free it, so it is not touched after it was given away.

#include <stdio.h>
#include <string.h>

#include "mem/embed.h"
#include "mem/mcache.h"
#include "mem/page_scan.h"
#include "mem/poison.h"
#include "mem/special.h"
#include "mem/sweep.h"
#include "mem/userarena.h"

static const uint32_t clobber_pattern = 0xdeadbeef;

// If one of the object's records, starting at x, is a finalizer, marks the object. Returns whether
// it did.
static bool revive_for_finalizer(struct mspan *s, const struct special *x, uintptr_t index) {
  uintptr_t end = (index + 1) * s->elem_size;
  for (; x && x->offset < end; x = x->next) {
    if (x->kind == SPECIAL_KIND_FINALIZER) {
      uint8_t *byte = mspan_mark_byte(s, index); // no marker runs now
      *byte = (uint8_t)(*byte | 1u << index % 8);
      return true;
    }
  }
  return false;
}

// Handles all records of a dead object, the first of which is *link. Returns the link behind them.
static struct special **sweep_dead_object(struct mheap *h, struct mspan *s, struct special **link,
                                          uintptr_t index) {
  bool revived = revive_for_finalizer(s, *link, index);
  uintptr_t end = (index + 1) * s->elem_size;
  while (*link && (*link)->offset < end) {
    struct special *x = *link;
    if (revived && x->kind != SPECIAL_KIND_FINALIZER && x->kind != SPECIAL_KIND_WEAK_HANDLE) {
      link = &x->next; // stays until the object is gone
      continue;
    }
    *link = x->next;
    special_object_died(h, x, s->start_addr + x->offset, s->elem_size);
  }
  return link;
}

static void sweep_specials(struct mheap *h, struct mspan *s) {
  if (!s->specials)
    return;
  struct special **link = &s->specials;
  while (*link) {
    struct special *x = *link;
    uintptr_t index = x->offset / s->elem_size; // a tiny object's offset is inside of the block
    if (!mspan_is_marked(s, index)) {
      link = sweep_dead_object(h, s, link, index);
    } else if (x->kind == SPECIAL_KIND_REACHABLE) {
      *link = x->next;
      ((struct special_reachable *)x)->reachable = true;
      special_object_died(h, x, mspan_object_base(s, index), s->elem_size);
    } else {
      link = &x->next;
    }
  }
  if (!s->specials)
    special_unmark_span(h, s);
}

static bool is_allocated(const struct mspan *s, uintptr_t index) {
  return index < s->free_index || (s->alloc_bits[index / 8] >> index % 8 & 1) != 0;
}

// Fills an object that dies in this sweep.
static void clobber(struct mspan *s, uintptr_t index) {
  uint32_t *words = (uint32_t *)mspan_object_base(s, index);
  for (uintptr_t i = 0; i < s->elem_size / sizeof *words; i++)
    words[i] = clobber_pattern;
}

// Spoils the objects that die in this sweep, so that uses of them show: by their contents if fill
// is set, and at once under ASan.
static void spoil_dead(struct mspan *s, bool fill) {
  for (uintptr_t i = 0; i < s->nelems; i++) {
    if (mspan_is_marked(s, i) || !is_allocated(s, i))
      continue;
    if (fill)
      clobber(s, i);
    if (!s->is_user_arena_chunk) // its chunks fault instead
      poison_free(mspan_object_base(s, i), s->elem_size);
  }
}

// Prints words, two a line, as Go's hexdumpWords.
static void dump_words(uintptr_t address, uintptr_t bytes) {
  for (uintptr_t i = 0; i < bytes; i += ptr_size) {
    if (i % 16 == 0)
      fprintf(stderr, "%s0x%016lx: ", i == 0 ? "" : "\n", (unsigned long)(address + i));
    fprintf(stderr, " 0x%016lx ", (unsigned long)*(const uintptr_t *)(address + i));
  }
  fputc('\n', stderr);
}

// Prints the objects of a span with a marked free object, in Go's words, and throws.
_Noreturn static void report_zombies(const struct mspan *s) {
  poison_use(s->start_addr, s->npages * page_size);
  fprintf(stderr,
          "runtime: marked free object in span %p, elemsize=%lu freeindex=%lu (bad use of "
          "unsafe.Pointer? try -d=checkptr)\n",
          (const void *)s, (unsigned long)s->elem_size, (unsigned long)s->free_index);
  for (uintptr_t i = 0; i < s->nelems; i++) {
    bool allocated = is_allocated(s, i);
    bool marked = mspan_is_marked(s, i);
    bool zombie = marked && !allocated;
    uintptr_t object = mspan_object_base(s, i);
    fprintf(stderr, "0x%lx %s %s%s\n", (unsigned long)object, allocated ? "alloc" : "free ",
            marked ? "marked  " : "unmarked", zombie ? " zombie" : "");
    if (zombie)
      dump_words(object, s->elem_size < 1024 ? s->elem_size : 1024);
  }
  vole_throw("found pointer to free object");
}

// Throws if a free object is marked: a pointer to it was kept, or made up.
static void check_zombies(const struct mspan *s) {
  uintptr_t first = s->free_index; // all below are allocated
  if (first >= s->nelems)
    return;
  for (uintptr_t i = first / 8; i < div_round_up(s->nelems, 8); i++) {
    unsigned zombies = s->gcmark_bits[i] & ~s->alloc_bits[i] & 0xffu;
    if (i == first / 8)
      zombies = zombies >> first % 8 << first % 8;
    if (zombies != 0)
      report_zombies(s);
  }
}

// Moves the pins, if there are any, to bits that are valid in the next cycle.
static void refresh_pinner_bits(struct mheap *h, struct mspan *s) {
  uint8_t *pins = atomic_load_acquire_pointer(&s->pinner_bits);
  if (!pins)
    return;
  uintptr_t bytes = div_round_up(s->nelems * 2, 64) * 8;
  uint8_t *fresh = NULL;
  for (uintptr_t i = 0; i < bytes && !fresh; i++)
    if (pins[i] != 0)
      fresh = gc_bits_new_mark_bits(&h->gc_bits, s->nelems * 2);
  if (fresh)
    memcpy(fresh, pins, bytes);
  atomic_store_release_pointer(&s->pinner_bits, fresh);
}

static void check_acquired(const struct mheap *h, const struct mspan *s) {
  if (mspan_state(s) != MSPAN_IN_USE || atomic_load_u32(&s->sweepgen) != h->sweepgen - 1)
    vole_throw("sweep of span %p in state %d with sweepgen %u/%u", (void *)s->start_addr,
               (int)mspan_state(s), s->sweepgen, h->sweepgen);
}

// Counts objects of a span as freed.
static void count_frees(struct mheap *h, struct mem_p *p, const struct mspan *s, unsigned nfreed) {
  struct mem_stats *stats = &h->stats;
  unsigned size_class = span_class_size_class(s->span_class);
  struct heap_stats_writer *writer = mem_p_writer(p);
  struct heap_stats_delta *delta = heap_stats_acquire(stats, writer);
  if (size_class != 0) {
    atomic_add_u64(&delta->small_free_count[size_class], nfreed);
  } else {
    atomic_add_u64(&delta->large_free_count, 1);
    atomic_add_u64(&delta->large_free, s->elem_size);
  }
  heap_stats_release(stats, writer);
  atomic_add_u64(&stats->total_free, (uint64_t)nfreed * s->elem_size);
}

// Puts a swept span where it belongs: the heap if it is empty, else a central set. Returns whether
// it was freed.
static bool finish(struct mheap *h, struct mem_p *p, struct mspan *s, unsigned nfreed,
                   bool preserve) {
  if (s->is_user_arena_chunk) {
    invariant(!preserve);
    user_arena_chunk_swept(h, s);
    return false;
  }
  if (nfreed > 0)
    count_frees(h, p, s, nfreed);
  if (preserve)
    return false;
  if (s->alloc_count == 0) {
    mheap_free_span(h, p, s);
    return true;
  }
  struct mcentral *c = &h->central[s->span_class].mcentral;
  struct span_set *set = s->alloc_count == s->nelems ? mcentral_full_swept(c, h->sweepgen)
                                                     : mcentral_partial_swept(c, h->sweepgen);
  span_set_push(set, &h->span_set_pool, s);
  return false;
}

bool mspan_sweep(struct mheap *h, struct mem_p *p, struct mspan *s, bool preserve) {
  check_acquired(h, s);
  atomic_add_u64(&h->pages_swept, s->npages);
  sweep_specials(h, s);
  if ((h->config.clobber_free || poison_enabled) && !s->is_user_arena_chunk) // a dead chunk faults
    spoil_dead(s, h->config.clobber_free);
  check_zombies(s);
  uintptr_t nalloc = mspan_count_marked(s);
  if (nalloc > s->alloc_count)
    vole_throw("sweep increased the allocation count of span %p from %u to %lu of %lu",
               (void *)s->start_addr, s->alloc_count, (unsigned long)nalloc,
               (unsigned long)s->nelems);
  unsigned nfreed = s->alloc_count - (unsigned)nalloc;
  s->alloc_count = (uint16_t)nalloc;
  s->free_index = 0;
  atomic_store_relaxed_uintptr(&s->free_index_for_scan, 0);
  s->alloc_bits = s->gcmark_bits;
  s->gcmark_bits = gc_bits_new_mark_bits(&h->gc_bits, s->nelems);
  page_scan_begin(h, s);
  refresh_pinner_bits(h, s);
  mspan_refill_alloc_cache(s, 0);
  if (nfreed > 0 && span_class_size_class(s->span_class) != 0)
    s->need_zero = 1; // free slots that were never used are still zero
  check_acquired(h, s);
  atomic_store_u32(&s->sweepgen, h->sweepgen); // from here on others may have the span
  return finish(h, p, s, nfreed, preserve);
}
