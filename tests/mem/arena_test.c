// tests/mem/arena_test.c: where arenas are put, and the ways from an address to what is known of
// it.

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
  cr_assert_eq(arena_index_of(0), 0x200000, "2^47 / 64 MiB");
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
