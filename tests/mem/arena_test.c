// Where arenas are put, and the ways from an address to what is known of it.

#include <criterion/criterion.h>
#include <signal.h>
#include <sys/mman.h>

#include "mem/arena.h"
#include "mem/sys.h"
#include "tests/mem/heap_fake.h"

// Reserves arenas for n bytes.
static uintptr_t alloc(struct mheap *h, uintptr_t n) {
  mutex_lock(&h->lock);
  uintptr_t size = n;
  uintptr_t base = (uintptr_t)arena_alloc(h, &size, &h->arena_hints, true);
  mutex_unlock(&h->lock);
  cr_assert(base == 0 || (size >= n && size % heap_arena_bytes == 0));
  return base;
}

// The reservations were not made through the heap's growth, so only the mappings are looked at.
static void end(struct mheap *h) {
  mheap_destroy(h);
  cr_assert_eq(h->stats.mappings_bytes, 0);
  free(h);
}

static struct mheap *begin(void) {
  struct mheap *h = calloc(1, sizeof *h);
  mheap_init(h, NULL);
  return h;
}

Test(arena, index_and_base) {
  cr_assert_eq(arena_base(arena_index_of(0xc000000000)), 0xc000000000);
  cr_assert_eq(arena_index_of(0xc000000000 + heap_arena_bytes - 1), arena_index_of(0xc000000000));
  cr_assert_eq(arena_index_of(0xc000000000 + heap_arena_bytes), arena_index_of(0xc000000000) + 1);
#if defined(__x86_64__)
  cr_assert_eq(arena_index_of(0), (uintptr_t)1 << (47 - log_heap_arena_bytes));
  cr_assert_eq(arena_index_of(0xffff800000000000), 0);
#endif
}

Test(arena, adjoining_at_the_hint) {
  struct mheap *h = begin();
  uintptr_t hint = h->arena_hints->addr;
  uintptr_t first = alloc(h, 1);
  uintptr_t second = alloc(h, 3 * (uintptr_t)heap_arena_bytes);
  cr_assert_eq(first % heap_arena_bytes, 0);
  if (first == hint) { // nothing else of this process is there
    cr_assert_eq(second, first + heap_arena_bytes);
    cr_assert_eq(h->arena_hints->addr, second + 3 * (uintptr_t)heap_arena_bytes);
  }
  cr_assert_eq(mheap_arena_count(h), 4);
  for (uint32_t i = 0; i < 4; i++) {
    uintptr_t base = i == 0 ? first : second + (i - 1) * (uintptr_t)heap_arena_bytes;
    cr_assert_eq(mheap_arena_at(h, i), arena_of(h, base + 12345));
    cr_assert_not_null(arena_of(h, base));
  }
  end(h);
}

Test(arena, nothing_is_known_of_other_addresses) {
  struct mheap *h = begin();
  uintptr_t base = alloc(h, 1);
  cr_assert_null(arena_of(h, 0));
  cr_assert_null(arena_of(h, UINTPTR_MAX));
  cr_assert_null(arena_of(h, 0x8000000000000000));
  cr_assert_null(arena_of(h, (uintptr_t)h));
  cr_assert_null(span_of(h, base), "no span was ever there");
  cr_assert_null(span_of_heap(h, base + 1000));
  cr_assert_null(span_of(h, base - 1));
  end(h);
}

Test(arena, a_taken_hint_is_dropped) {
  struct mheap *h = begin();
  uintptr_t hint = h->arena_hints->addr;
  uintptr_t next = h->arena_hints->next->addr;
  void *taken =
      mmap((void *)hint, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  uintptr_t base = alloc(h, 1);
  cr_assert_neq(base, 0);
  cr_assert_neq(base, hint);
  if (base == next)
    cr_assert_eq(h->arena_hints->addr, next + heap_arena_bytes);
  if (taken != MAP_FAILED)
    munmap(taken, 4096);
  end(h);
}

Test(arena, without_hints_anywhere) {
  struct mheap *h = begin();
  h->arena_hints = NULL;
  uintptr_t first = alloc(h, 1);
  cr_assert_neq(first, 0);
  cr_assert_eq(first % heap_arena_bytes, 0);
  // The reservation may have come out one arena larger than asked for, to be aligned.
  uintptr_t reserved = h->arena_hints->addr - first;
  cr_assert(reserved == heap_arena_bytes || reserved == 2 * (uintptr_t)heap_arena_bytes);
  cr_assert(!h->arena_hints->down);
  cr_assert_eq(h->arena_hints->next->addr, first);
  cr_assert(h->arena_hints->next->down);
  h->arena_hints = h->arena_hints->next; // only the one that leads down
  uintptr_t second = alloc(h, 1);
  cr_assert_neq(second, 0);
  cr_assert_neq(second, first);
  cr_assert_eq(second % heap_arena_bytes, 0);
  cr_assert_not_null(arena_of(h, second));
  end(h);
}

Test(arena, what_cannot_be_had) {
  struct mheap *h = begin();
  uint64_t before = h->stats.mappings_bytes;
  cr_assert_eq(alloc(h, (uintptr_t)1 << 47), 0);
  cr_assert_eq(alloc(h, UINTPTR_MAX - 5), 0);
  cr_assert_eq(h->stats.mappings_bytes, before);
  end(h);
}

Test(arena, many_instances) {
  struct mheap *h[8];
  for (int i = 0; i < 8; i++) {
    h[i] = begin();
    uintptr_t base = alloc(h[i], 1);
    cr_assert_neq(base, 0);
    for (int j = 0; j < i; j++)
      cr_assert_null(arena_of(h[j], base));
  }
  for (int i = 0; i < 8; i++)
    end(h[i]);
}

// Takes the page at an address from the heap, if this process has nothing there yet.
static void occupy(uintptr_t address) {
  (void)mmap((void *)address, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
             -1, 0);
}

static unsigned hint_count(const struct mheap *h) {
  unsigned count = 0;
  for (const struct arena_hint *hint = h->arena_hints; hint; hint = hint->next)
    count++;
  return count;
}

Test(arena, refused_hints_are_dropped_one_after_the_other) {
  struct mheap *h = begin();
  uintptr_t address[arena_hint_user_first];
  unsigned hints = 0;
  for (const struct arena_hint *hint = h->arena_hints; hint; hint = hint->next)
    address[hints++] = hint->addr;
  cr_assert_eq(hints, arena_hint_user_first);
  for (unsigned i = 0; i < 5; i++)
    occupy(address[i] + heap_arena_bytes / 2);
  uint64_t before = h->stats.sys.regions.bytes[SYS_REGION_RESERVED];
  uintptr_t records = h->arena_hint_alloc.in_use;
  uintptr_t base = alloc(h, 1);
  unsigned taken = 0; // the sixth, unless others are in the way, as under a sanitizer
  while (taken < hints && address[taken] != base)
    taken++;
  cr_assert(taken >= 5 && taken < hints);
  cr_assert_eq(hint_count(h), hints - taken);
  cr_assert_eq(h->arena_hint_alloc.in_use, records - taken * sizeof(struct arena_hint));
  if (VOLE_CHECK >= 1)
    cr_assert_eq(h->stats.sys.regions.bytes[SYS_REGION_RESERVED], before + heap_arena_bytes,
                 "nothing of what was refused is kept");
  end(h);
}

Test(arena, all_hints_are_refused) {
  struct mheap *h = begin();
  for (const struct arena_hint *hint = h->arena_hints; hint; hint = hint->next)
    occupy(hint->addr);
  uintptr_t base = alloc(h, 1);
  cr_assert_neq(base, 0);
  cr_assert_eq(base % heap_arena_bytes, 0);
  cr_assert_eq(hint_count(h), 2);
  const struct arena_hint *up = h->arena_hints, *down = up->next;
  cr_assert(!up->down && down->down && down->addr == base);
  occupy(up->addr); // so the next one must go below
  uintptr_t below = alloc(h, 1);
  if (hint_count(h) == 1) {
    cr_assert_eq(below, base - heap_arena_bytes);
    cr_assert_eq(h->arena_hints->addr, below);
  }
  cr_assert(arena_of(h, below) && arena_of(h, below) != arena_of(h, base));
  end(h);
}

// The two parts of a frame's number make up the number, whatever the split; a table is made where
// an arena is, and only there.
Test(arena, the_map_in_two_levels) {
  struct mheap *h = begin();
  const uintptr_t frames = (uintptr_t)1 << (arena_l1_bits + arena_l2_bits);
  cr_assert_eq(frames * heap_arena_bytes, (uintptr_t)1 << heap_addr_bits);
  uint64_t seed = 3;
  for (int i = 0; i < 10000; i++) {
    uintptr_t frame = fake_random(&seed) % frames;
    cr_assert(arena_l1(frame) < (uintptr_t)1 << arena_l1_bits);
    cr_assert(arena_l2(frame) < (uintptr_t)1 << arena_l2_bits);
    cr_assert_eq(arena_l1(frame) << arena_l2_bits | arena_l2(frame), frame);
    cr_assert_eq(arena_index_of(arena_base(frame) + heap_arena_bytes - 1), frame);
    cr_assert_null(arena_of(h, arena_base(frame)));
  }
  uintptr_t first = alloc(h, 1);
  // Far away, and with another split in another table.
  struct arena_hint *hint = h->arena_hints;
  while (hint && arena_l1(arena_index_of(hint->addr)) == arena_l1(arena_index_of(first)))
    hint = hint->next;
  cr_assert(arena_l1_bits == 0 || hint);
  uintptr_t second = alloc(h, 1);
  if (hint) {
    h->arena_hints = hint;
    second = alloc(h, 1);
    cr_assert_neq(arena_l1(arena_index_of(first)), arena_l1(arena_index_of(second)));
  }
  cr_assert_neq(arena_of(h, first), arena_of(h, second));
  unsigned tables = 0;
  for (uintptr_t i = 0; i < (uintptr_t)1 << arena_l1_bits; i++)
    tables += h->arenas[i] != NULL;
  cr_assert_eq(tables, arena_l1_bits == 0 ? 1 : 2);
  end(h);
}

Test(arena, no_memory_for_the_map, .exit_code = 2) {
  struct mheap *h = calloc(1, sizeof *h);
  mheap_init(h, NULL);
  // With one table it was made at the start; else the second call, after the reservation at the
  // first hint, is for it.
  h->stats.fail_countdown = arena_l1_bits == 0 ? 1 : 2;
  if (arena_l1_bits != 0)
    alloc(h, 1);
  h->arenas[0] = NULL;
  arena_init(h);
}

Test(arena, an_arena_is_made_once, .signal = SIGABRT) {
  struct mheap *h = begin();
  uintptr_t base = alloc(h, 1);
  munmap((void *)base, heap_arena_bytes); // behind the heap's back, so that it may come again
  sys_regions_change(&h->stats.sys.regions, "test", (void *)base, heap_arena_bytes, ~0u,
                     SYS_REGION_NONE, UINT64_MAX);
  h->arena_hints->addr = base;
  alloc(h, 1);
}

static const uint8_t mask_bits[] = {0x5};
static const struct layout three_words = {
    .size = 3 * ptr_size, .ptrdata = 3 * ptr_size, .mask = mask_bits};

// An object over the border of two arenas: its span, its pointer bits, its mark, its pages given
// back and taken again.
Test(arena, an_object_across_arenas) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  enum { elements = (heap_arena_bytes + (1 << 20)) / (3 * ptr_size) };
  uintptr_t size = elements * three_words.size;
  uintptr_t object = (uintptr_t)fake_alloc(fake, &fake->p, size, &three_words);
  uintptr_t border = align_up(object + 1, heap_arena_bytes);
  cr_assert(border < object + size && arena_of(h, border) != arena_of(h, border - 1));
  cr_assert_eq(span_of_heap(h, border - 1), span_of_heap(h, border));
  struct heap_bits bits = heap_bits_for_addr(h, object, size);
  for (uintptr_t i = 0; i < elements; i++) {
    cr_assert_eq(heap_bits_next(&bits), object + i * three_words.size);
    cr_assert_eq(heap_bits_next(&bits), object + i * three_words.size + 2 * ptr_size);
  }
  cr_assert_eq(heap_bits_next(&bits), 0);
  uintptr_t near = border - 1000 * ptr_size - (border - object) % three_words.size;
  bits = heap_bits_for_addr(h, near, 2000 * ptr_size); // a part, as an oblet is scanned
  unsigned pointers = 0;
  for (uintptr_t at; (at = heap_bits_next(&bits)) != 0; pointers++)
    cr_assert((at - object) / ptr_size % 3 != 1);
  cr_assert(pointers >= 1332 && pointers <= 1334);

  char *last = (char *)border - 1, *first = (char *)border;
  *last = *first = 1;
  fake_stop(fake);
  cr_assert(fake_mark(fake, first));
  cr_assert(!fake_mark(fake, last), "one object, one mark");
  fake_start(fake);
  while (sweep_one(h, &fake->p) != UINTPTR_MAX) {
  }
  cr_assert(*last == 1 && *first == 1);
  fake_stop(fake);
  fake_start(fake);
  while (sweep_one(h, &fake->p) != UINTPTR_MAX) {
  }
  cr_assert_null(span_of_heap(h, border));
  cr_assert_geq(mheap_scavenge_all(h), align_down(size, page_size));
  mheap_check(h);
  cr_assert_eq((uintptr_t)fake_alloc(fake, &fake->p, size, NULL), object, "the same place");
  cr_assert(*last == 0 && *first == 0);
  bits = heap_bits_for_addr(h, object, align_up(size, page_size));
  cr_assert_eq(heap_bits_next(&bits), 0, "no pointers, on either side");
  mheap_check(h);
  fake_stop(fake);
  fake_start(fake);
  fake_heap_delete(fake);
}

// Arenas apart from each other make one heap: what is left of the first is used, spans do not cross
// the gap, and all of it is checked, swept and given back.
Test(arena, arenas_that_do_not_adjoin) {
  struct fake_heap *fake = fake_heap_new(NULL);
  struct mheap *h = &fake->heap;
  struct mspan *first = mheap_alloc_manual(h, NULL, 10, SPAN_ALLOC_STACK);
  uintptr_t arena = align_down(first->start_addr, heap_arena_bytes);
  occupy(h->cur_arena.end);
  struct mspan *large = mheap_alloc_manual(h, NULL, pages_per_arena, SPAN_ALLOC_STACK);
  cr_assert_neq(large->start_addr, arena + heap_arena_bytes);
  cr_assert_eq(h->pages.in_use.len, 2);
  struct mspan *rest = mheap_alloc_manual(h, NULL, pages_per_arena - 10, SPAN_ALLOC_STACK);
  cr_assert_eq(rest->start_addr, first->start_addr + 10 * page_size);
  struct mspan *next = mheap_alloc_manual(h, NULL, 1, SPAN_ALLOC_STACK);
  cr_assert_geq(next->start_addr, large->start_addr + large->npages * page_size);
  cr_assert_null(span_of(h, arena + heap_arena_bytes), "the gap");
  mheap_check(h);
  void *objects[200];
  for (uintptr_t i = 0; i < 200; i++)
    objects[i] = fake_alloc(fake, &fake->p, i * 100 + 8, NULL);
  fake_stop(fake);
  for (int i = 0; i < 200; i += 2)
    cr_assert(fake_mark(fake, objects[i]));
  fake_start(fake);
  mheap_free_manual(h, NULL, rest, SPAN_ALLOC_STACK);
  mheap_free_manual(h, NULL, large, SPAN_ALLOC_STACK);
  uintptr_t released = mheap_scavenge_all(h);
  cr_assert_geq(released, (2 * (uintptr_t)pages_per_arena - 20) * page_size, "on both sides");
  mheap_check(h);
  mheap_free_manual(h, NULL, first, SPAN_ALLOC_STACK);
  mheap_free_manual(h, NULL, next, SPAN_ALLOC_STACK);
  fake_heap_delete(fake);
}
