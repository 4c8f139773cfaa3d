// Marking a page at a time.
//
// A page with small objects that hold pointers waits in its P's queue while more of its objects get
// marked. When its turn comes, all that are marked and not scanned are scanned in one visit. What
// they point to within the page is marked and scanned in the same visit (the closure), in registers
// and without a look at any table. So of a heap in memory order most objects cost no cache miss of
// their own, and the mark bits of 64 objects one atomic operation.
//
// Pages are queued first in, first out: last in, first out would visit a page again for almost each
// of its objects. mem/page_scan.h has the states of a page, mark_rings.h the way of a pointer.

#include <string.h>

#include "gc/mark_rings.h"
#include "mem/invariant.h"

enum {
  fetched_pages = 4,       // pages of which the objects are fetched ahead
  fetched_objects = 64,    // of each, at most
  lines_ahead = 16,        // cache lines fetched before the object that is scanned
  recent_pointers = 65536, // pointers after which the counts of kinds are halved
};

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "mark bits are bytes and words");

// A visit to a page.
struct visit {
  struct mark_rings *rings;
  uintptr_t base;         // its address
  const uint64_t *bitmap; // the heap bitmap from there on
  const struct page_scan *page;
  uint64_t *marks;                   // its mark bits
  uint64_t *done;                    // its row of page_scanned
  uint64_t seen[page_scan_words];    // mark bits, known or found here
  uint64_t scanned[page_scan_words]; // which of them have been scanned
  uint64_t work;                     // bytes scanned
};

// Returns the pointer bits of the object that begins at word `first` of the page.
static inline uint64_t object_bits(const uint64_t *bitmap, uintptr_t first, unsigned words) {
  unsigned shift = first % 64;
  uint64_t bits = atomic_load_relaxed_u64(&bitmap[first / 64]) >> shift;
  if (shift + words > 64)
    bits |= atomic_load_relaxed_u64(&bitmap[first / 64 + 1]) << (64 - shift);
  return bits & UINT64_MAX >> (64 - words);
}

// Scans object `index`. Pointers to objects of the same word of mark bits go into *near, those to
// others of the page into visit->seen; then returns true if one of these is new.
static inline bool scan_in_page(struct visit *visit, uintptr_t index, uint64_t *near) {
  const struct page_scan *page = visit->page;
  unsigned words = page->words;
  uintptr_t object = visit->base + index * words * ptr_size;
  uint64_t bits = object_bits(visit->bitmap, index * words, words);
  bool more = false;
  if (bits != 0)
    visit->work += (64 - (uint64_t)__builtin_clzll(bits)) * ptr_size;
  __builtin_prefetch((const char *)object + lines_ahead * 64);
  for (; bits != 0; bits &= bits - 1) {
    uintptr_t slot = object + (uintptr_t)__builtin_ctzll(bits) * ptr_size;
    uintptr_t value = atomic_load_relaxed_uintptr((const uintptr_t *)slot);
    if (value == 0)
      continue;
    uintptr_t target;
    if (value - visit->base >= page_size ||
        (target = page_scan_object_index(page, value)) >= page->nelems) {
      visit->rings->outside++;
      found_push(visit->rings, value, slot);
      continue;
    }
    visit->rings->inside++;
    if (__builtin_expect(visit->rings->careful, 0))
      gc_check_not_free(visit->rings->gc, value, slot);
    bool is_near = target / 64 == index / 64;
    uint64_t bit = UINT64_C(1) << target % 64;
    uint64_t *seen = is_near ? near : &visit->seen[target / 64];
    // One that got its bit since the visit began is another marker's, which then asks for another
    // visit, or it was allocated black: it must not be read, for its owner writes to it.
    if (*seen & bit || atomic_load_acquire_u64(&visit->marks[target / 64]) & bit)
      continue;
    *seen |= bit;
    more |= !is_near;
  }
  return more;
}

// Scans what is seen and not scanned until there is no more. count: words of mark bits.
static inline __attribute__((always_inline)) void close_over(struct visit *visit, unsigned count) {
  bool more;
  do {
    more = false;
    for (unsigned i = 0; i < count; i++) {
      uint64_t seen = visit->seen[i], scanned = visit->scanned[i], todo;
      while ((todo = seen & ~scanned) != 0) {
        scanned |= todo & -todo;
        more |= scan_in_page(visit, i * 64 + (uintptr_t)__builtin_ctzll(todo), &seen);
      }
      visit->seen[i] = seen;
      visit->scanned[i] = scanned;
    }
  } while (more);
}

// Adds bits to a word that other threads change; returns those that were set already.
static inline uint64_t publish(bool sole, uint64_t *word, uint64_t bits) {
  if (!sole)
    return bits != 0 ? atomic_fetch_or_u64(word, bits) : 0;
  uint64_t old = *word;
  *word = old | bits;
  return old;
}

// Scans all marked objects of the page, once.
static inline __attribute__((always_inline)) void scan_marked(struct visit *visit, unsigned count) {
  const struct gc *gc = visit->rings->gc;
  uint64_t known[page_scan_words], before[page_scan_words], marked = 0;
  for (unsigned i = 0; i < count; i++) {
    // In this order: the bit of a new object in `done` is set before that in `marks`.
    known[i] = visit->seen[i] = atomic_load_acquire_u64(&visit->marks[i]);
    before[i] = visit->scanned[i] = atomic_load_relaxed_u64(&visit->done[i]);
  }
  close_over(visit, count);
  for (unsigned i = 0; i < count; i++) {
    uint64_t found = visit->seen[i] & ~known[i];
    if (found != 0)
      marked += (uint64_t)__builtin_popcountll(found &
                                               ~publish(gc->sole_marker, &visit->marks[i], found));
    if (visit->scanned[i] != before[i])
      publish(gc->sole_marker, &visit->done[i], visit->scanned[i] & ~before[i]);
  }
  visit->rings->work->bytes_marked += marked * visit->page->words * ptr_size;
}

// Scans the marked objects with a loop made for the number of words of mark bits.
static void scan_once(struct visit *visit) {
  unsigned count = (visit->page->nelems + 63u) / 64;
  if (count == 1)
    scan_marked(visit, 1);
  else if (count == 2)
    scan_marked(visit, 2);
  else
    scan_marked(visit, count);
}

static int64_t visit_page(struct mark_rings *rings, uintptr_t base) {
  struct mheap *heap = &rings->gc->heap;
  struct heap_arena *arena = arena_of_unchecked(heap, base);
  struct page_scan *page = page_scan_of(heap, base);
  struct visit visit;
  visit.rings = rings;
  visit.base = base;
  visit.bitmap = &arena->bitmap[base / (64 * ptr_size) % heap_arena_bitmap_words];
  visit.page = page;
  visit.marks = (uint64_t *)(void *)page->mark_bits;
  visit.done = page_scanned_of(heap, base);
  visit.work = 0;
  page_mark_set(heap, base);
  // A compare-and-swap is the barrier between the state and the bits. A store with a fence would
  // wait for all that is being fetched.
  uint8_t state = PAGE_SCAN_QUEUED;
  do {
    bool mine = atomic_cas_u8(&page->state, state, PAGE_SCAN_RUNNING);
    invariant(mine && page->mark_bits);
    scan_once(&visit);
    state = PAGE_SCAN_AGAIN;
  } while (!atomic_cas_u8(&page->state, PAGE_SCAN_RUNNING, PAGE_SCAN_IDLE));
  if ((rings->inside | rings->outside) & recent_pointers) {
    rings->inside /= 2;
    rings->outside /= 2;
  }
  rings->work->heap_scan_work += (int64_t)visit.work;
  return (int64_t)visit.work;
}

// Starts to fetch objects of a page that will be scanned: the first of them and what follows where
// pointers mostly stay in their page, else each one that is marked by now.
static void fetch_objects(const struct mark_rings *rings, uintptr_t base) {
  const struct mheap *heap = &rings->gc->heap;
  const struct page_scan *page = page_scan_of(heap, base);
  const uint64_t *done = page_scanned_of(heap, base);
  const uint64_t *marks = (const uint64_t *)(const void *)page->mark_bits;
  unsigned fetched = 0;
  for (unsigned i = 0; i * 64 < page->nelems; i++) {
    uint64_t todo = atomic_load_relaxed_u64(&marks[i]) & ~atomic_load_relaxed_u64(&done[i]);
    for (; todo != 0; todo &= todo - 1) {
      uintptr_t index = i * 64 + (uintptr_t)__builtin_ctzll(todo);
      const char *object = (const char *)(base + index * page->words * ptr_size);
      if (rings->inside > rings->outside) {
        for (unsigned line = 0; line < lines_ahead; line++)
          __builtin_prefetch(object + line * 64);
        return;
      }
      __builtin_prefetch(object);
      if (++fetched == fetched_objects)
        return;
    }
  }
}

int64_t gc_scan_page(struct mark_rings *rings) {
  const struct mheap *heap = &rings->gc->heap;
  while (rings->pages_tail - rings->pages_head < pages_slots && gc_work_has_page(rings->work)) {
    uintptr_t page = gc_work_take_page(rings->work);
    __builtin_prefetch(page_scanned_of(heap, page));
    __builtin_prefetch(page_scan_of(heap, page)->mark_bits);
    heap_bitmap_prefetch(heap, page);
    heap_bitmap_prefetch(heap, page + page_size / 2);
    rings->pages[rings->pages_tail++ % pages_slots] = page;
  }
  if (rings->pages_tail == rings->pages_head)
    return -1;
  rings->few = rings->pages_tail - rings->pages_head < pages_slots;
  while (rings->pages_fetched != rings->pages_tail &&
         rings->pages_fetched - rings->pages_head < fetched_pages)
    fetch_objects(rings, rings->pages[rings->pages_fetched++ % pages_slots]);
  return visit_page(rings, rings->pages[rings->pages_head++ % pages_slots]);
}
