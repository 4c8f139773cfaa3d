// A heap filled and emptied, in whatever layout it was compiled: arenas of 64 MiB, arenas of 4 MiB
// under a map of two levels, or 32-bit addresses, where it goes on until there are no more. It
// needs no library, so that the 32-bit one needs none.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/sys.h"
#include "tests/mem/heap_fake.h"

enum { most_spans = 4096 };

static struct mspan *span[most_spans];
static uint8_t words[] = {0x3};
static const struct layout two_words = {
    .size = 2 * ptr_size, .ptrdata = 2 * ptr_size, .mask = words};

// The constants that Go has for 32 bits, and what it reserves first.
static void check_32_bits(const struct mheap *h) {
  invariant(heap_addr_bits == 32 && heap_arena_bytes == 4 << 20 && pages_per_arena == 512);
  invariant(arena_l1_bits == 0 && arena_l2_bits == 10 &&
            sizeof h->arenas / sizeof h->arenas[0] == 1);
  invariant(summary_levels == 4 && palloc_chunks_l1_bits == 0 && palloc_chunks_l2_bits == 10);
  invariant(log_max_packed_value == 18 && offaddr_max() == UINT32_MAX);
  invariant(h->arena.end - h->arena.next >= 128u << 20 && !h->arena.map_memory);
  invariant(h->heap_arena_alloc.end - h->heap_arena_alloc.next == 1024 * sizeof(struct heap_arena));
  invariant(h->arena_hints && !h->arena_hints->next);
  invariant(h->arena_hints->addr == h->arena.end);
}

// Allocates spans of up to three arenas, without touching them, up to a number of bytes or to the
// last that there is room for; returns how many.
static unsigned fill(struct fake_heap *fake, uint64_t *seed, uint64_t bytes) {
  unsigned count = 0;
  uint64_t sum = 0;
  while (sum < bytes) {
    uintptr_t npages = fake_random(seed) % (3 * (uintptr_t)pages_per_arena) + 1;
    struct mspan *s = mheap_alloc_manual(&fake->heap, &fake->p, npages, SPAN_ALLOC_STACK);
    if (!s)
      break;
    invariant(count < most_spans);
    invariant(span_of(&fake->heap, s->start_addr + npages * page_size - 1) == s);
    span[count++] = s;
    sum += npages * page_size;
  }
  printf("%u spans of %llu MiB, in %u arenas and %zu ranges\n", count,
         (unsigned long long)sum >> 20, fake->heap.all_arenas_len, fake->heap.pages.in_use.len);
  return count;
}

// Frees those of the spans that pick says.
static unsigned empty(struct fake_heap *fake, unsigned count, uint64_t *seed, unsigned percent) {
  unsigned kept = 0;
  for (unsigned i = 0; i < count; i++) {
    if (fake_random(seed) % 100 < percent)
      mheap_free_manual(&fake->heap, &fake->p, span[i], SPAN_ALLOC_STACK);
    else
      span[kept++] = span[i];
  }
  return kept;
}

// Objects with pointers over the borders of arenas, marked, swept, and made again in the same
// place.
static void cross(struct fake_heap *fake) {
  uintptr_t size = 3 * (uintptr_t)heap_arena_bytes / 2;
  char *first = NULL;
  for (int round = 0; round < 3; round++) {
    char *object = fake_alloc(fake, &fake->p, size, &two_words);
    invariant(!first || object == first);
    first = object;
    struct heap_bits bits = heap_bits_for_addr(&fake->heap, (uintptr_t)object, size);
    for (uintptr_t i = 0; i < size; i += ptr_size)
      invariant(heap_bits_next(&bits) == (uintptr_t)object + i);
    invariant(heap_bits_next(&bits) == 0);
    for (int kept = 1; kept >= 0; kept--) {
      fake_stop(fake);
      if (kept)
        invariant(fake_mark(fake, object + size - 1));
      fake_start(fake);
      while (sweep_one(&fake->heap, &fake->p) != UINTPTR_MAX) {
      }
      invariant((span_of_heap(&fake->heap, (uintptr_t)object) != NULL) == kept);
    }
    mheap_check(&fake->heap);
  }
}

int main(void) {
  struct fake_heap *fake = fake_heap_new(NULL);
  if (ptr_size == 4)
    check_32_bits(&fake->heap);
  cross(fake);
  uint64_t seed = 1;
  const uint64_t bytes = ptr_size == 4 ? UINT64_MAX : (uint64_t)1 << 30;
  unsigned count = fill(fake, &seed, bytes);
  invariant(count > 8 &&
            (ptr_size == 8 || fake->heap.arena.next > fake->heap.arena.end - (12u << 20)));
  mheap_check(&fake->heap);
  count = empty(fake, count, &seed, 50);
  mheap_scavenge_all(&fake->heap);
  mheap_check(&fake->heap);
  empty(fake, count, &seed, 100);
  cross(fake);
  fake_heap_delete(fake);
  return 0;
}
